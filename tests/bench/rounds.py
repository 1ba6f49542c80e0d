"""Rounds of the shipped questionnaire, opened for real: whole, and cut to the 42 answers of the bench."""

import csv
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree
from typing import Any

from ruamel.yaml import YAML

from leadsurvey import demo
from leadsurvey.fieldwork.inviting import invite
from leadsurvey.fieldwork.opening import open_round
from leadsurvey.fieldwork.standing import stored_round
from leadsurvey.responses.seal import Keyring
from leadsurvey.responses.store import Store
from leadsurvey.rounds.load import load
from leadsurvey.rounds.people import Person
from leadsurvey.settings import Settings

SHIPPED = "distributed-leadership"
ANSWERS = 42
PAGES = [
    {"title": "Aims, help and listening", "capabilities": ["local", "enable", "coprod", "insight"]},
    {"title": "Trying, speaking up and sharing", "capabilities": ["learn", "voice", "bridge", "grow"]},
    {"title": "Decisions", "capabilities": ["social", "models", "bandwidth", "guard"]},
]
FRONT_TASKS = {"framing-wells", "anchor-calls"}  # one question and two: with 38 statements and a comment, 42 answers
ROUND = """\
round: {name}
questionnaire: {questionnaire}
opens: 2020-01-01
closes: 2099-12-31
timezone: Europe/London
languages: [en, fr, es, ar]
units: units.csv
invitations: {invitations}
"""


@dataclass(frozen=True)
class Opened:
    """A round that takes answers."""

    settings: Settings
    name: str

    def links(self, people: int, level: str = "front", unit: str = "repairs-east") -> list[str]:
        """Paths of new personal links."""
        keys = Keyring(self.settings.keys)
        with Store(self.settings.database) as store:
            survey = stored_round(store, self.name)[1]
            said = f"{level}-{datetime.now(UTC).timestamp()}"
            asked = [Person(f"{number}-{said}@example.org", unit, level, "en") for number in range(people)]
            return [link.address for link in invite(store, keys, survey, asked, "")]

    def sent(self) -> int:
        """How many responses lie sealed."""
        with Store(self.settings.database) as store:
            return len(store.sealed(self.name))


def whole(folder: Path, invitations: str = "personal") -> Opened:
    """The shipped questionnaire as it is."""
    return _open(folder, f"whole-{invitations}", SHIPPED, invitations)


def cut(folder: Path) -> Opened:
    """The shipped questionnaire and its translations, of which the front line is asked six pages with 42 answers."""
    shipped = Settings.from_environment(folder, {}).questionnaires
    reader = YAML()
    data: Any = reader.load(shipped / f"{SHIPPED}.yaml")
    others = ("lead", "senior")
    data["questionnaire"], data["sections"] = "cut", PAGES
    del data["minutes"]
    for name in ("bandwidth", "guard"):
        data["capabilities"][name]["asked"] = list(others)
    for name, task in data["tasks"].items():
        if name not in FRONT_TASKS:
            task["asked"] = list(others)
    for part in (data["predictions"], data["who_led"], *data["background"].values()):
        part["asked"] = list(others)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "cut.yaml").open("w", encoding="utf-8") as file:
        reader.dump(data, file)
    copytree(shipped / SHIPPED, folder / "cut", dirs_exist_ok=True)
    return _open(folder, "cut", "cut.yaml", "personal")


def _open(folder: Path, name: str, questionnaire: str, invitations: str) -> Opened:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "units.csv").open("w", newline="", encoding="utf-8") as file:
        rows = [[unit, parent or "", title, *demo.HEADS[unit]] for unit, (parent, title) in demo.TREE.items()]
        csv.writer(file).writerows([["unit", "parent", "name", *demo.LEVELS], *rows])
    path = folder / f"{name}-round.yaml"
    path.write_text(ROUND.format(name=name, questionnaire=questionnaire, invitations=invitations), encoding="utf-8")
    settings = replace(Settings.from_environment(folder / "data", {}), keys=folder / "keys")
    with Store(settings.database) as store:
        store.migrate()
        open_round(store, Keyring(settings.keys), load(path, settings.questionnaires), settings.catalogues)
    return Opened(settings, name)
