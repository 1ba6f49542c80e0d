"""A simulated round, labelled as such everywhere it shows: files, answers, findings, and a survey to answer oneself."""

import csv
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from leadsurvey.demo.people import HEADS, LEVELS, TREE, simulated
from leadsurvey.fieldwork import closing, entering, opening, standing, telling
from leadsurvey.responses.columns import columns
from leadsurvey.responses.seal import Keyring
from leadsurvey.responses.store import Store
from leadsurvey.rounds.load import load
from leadsurvey.rounds.model import Round
from leadsurvey.settings import Settings

ROUND, OPEN_ROUND = "riverside-demo", "riverside-try"


def settings_in(folder: Path, address: str) -> Settings:
    """A place of its own for the demo: nothing of it goes near a real installation."""
    return replace(Settings.from_environment(folder / "data", {}), address=address)


def run(settings: Settings, folder: Path) -> telling.Release:
    """Write the files of a round, open it, enter simulated answers, close it; what was done before is kept."""
    write_files(folder, datetime.now(UTC).date())
    keys = Keyring(settings.keys)
    with Store(settings.database) as store:
        store.migrate()
        if store.round(ROUND) is None:
            frozen = load(folder / "round.yaml", settings.questionnaires)
            opening.open_round(store, keys, frozen, settings.catalogues)
        if store.release(ROUND) is None:
            write_answers(folder / "answers.csv", standing.stored_round(store, ROUND)[1])
            with suppress(entering.EnteredBeforeError):  # stopped between entering and closing
                entering.enter(store, keys, ROUND, folder / "answers.csv")
            links = settings.links(ROUND)
            closing.close(store, keys, ROUND, settings.backups, links, datetime.now(UTC))
        return telling.released(store, ROUND)


def own_link(settings: Settings, folder: Path) -> str:
    """The link of an open round that anyone at this machine may answer."""
    with Store(settings.database) as store:
        if store.round(OPEN_ROUND) is None:
            frozen = load(folder / "try.yaml", settings.questionnaires)
            opening.open_round(store, Keyring(settings.keys), frozen, settings.catalogues)
    return f"{settings.address}/r/{OPEN_ROUND}"


def write_files(folder: Path, today: date) -> None:
    """A closed round, an open one, and their table of units, as an organiser would write them."""
    folder.mkdir(parents=True, exist_ok=True)
    closed = _round_file(ROUND, today - timedelta(days=20), today - timedelta(days=1), "personal", "en")
    opened = _round_file(OPEN_ROUND, today, today + timedelta(days=60), "open", "en, fr, es, ar")
    _write_csv(folder / "units.csv", _unit_rows())
    (folder / "round.yaml").write_text(closed, encoding="utf-8")
    (folder / "try.yaml").write_text(opened, encoding="utf-8")


def write_answers(path: Path, survey: Round) -> None:
    """Simulated answers of everybody who answered, in the form that `enter` takes."""
    names = list(dict.fromkeys(column.name for column in columns(survey.questionnaire)))
    rows = [["unit", "level", "language", *names]]
    for somebody, answers in simulated(survey):
        rows.append([somebody.unit, somebody.level, "en", *(answers.get(name, "") for name in names)])
    _write_csv(path, rows)


def _unit_rows() -> list[list[str]]:
    rows = [["unit", "parent", "name", *LEVELS]]
    rows.extend([unit, parent or "", name, *map(str, HEADS[unit])] for unit, (parent, name) in TREE.items())
    return rows


def _round_file(name: str, opens: date, closes: date, invitations: str, languages: str) -> str:
    return f"""\
# Simulated: no such organisation, no such people.
round: {name}
questionnaire: distributed-leadership
simulated: yes
opens: {opens}
closes: {closes}
timezone: Europe/London
languages: [{languages}]
units: units.csv
minimum_group: 10
invitations: {invitations}
texts:
  organisation: Riverside Housing Services
  service: Riverside Housing
"""


def _write_csv(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
