"""What a page of the desk costs for a national service: 10,000 units, 500,000 invitations, each page once it is warm.

The first look after a start reads the round, or its release, once for the process; that is told beside it.
"""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from typing import Any

from leadsurvey.analysis.annex import Technical
from leadsurvey.analysis.disclosure.figures import Figure as Cell
from leadsurvey.analysis.disclosure.figures import Reason, Shown, Withheld
from leadsurvey.analysis.findings import (
    ALL_STAFF,
    CapabilityInfo,
    Findings,
    Group,
    LevelInfo,
    UnitFindings,
    canonical,
    release_hash,
)
from leadsurvey.fieldwork.standing import stored_round
from leadsurvey.questionnaire.model import CapabilityId, LevelId
from leadsurvey.records import mailings
from leadsurvey.responses.store import Store
from leadsurvey.rounds.model import Round
from leadsurvey.settings import Settings
from tests.bench import opening
from tests.bench.figure import Figure
from tests.organiser.desk import OWNER, Desk

BOUND = 300  # ms of the server's processor
LOOKS = 5
WHILE_OPEN = (
    "",
    "/turnout",
    "/people",
    "/person",
    "/mail",
    "/dates",
    "/close",
    "/asked",
    "/work",
    "/door",
    "/deliver",
    "/erase",
)
CLOSED = (
    "",
    "/results",
    "/results?unit=u1",
    "/results?unit=u5000",
    "/reports",
    "/reports?from=5000",
    "/comments",
    "/erase",
)


def figures(folder: Path) -> Iterator[Figure]:
    """The dearest page while the round is open, and after it was closed."""
    settings = _opened(folder)
    desk: Any = Desk(settings, "national")
    desk.add(OWNER, {"*": "organiser"}, factor=True)
    yield from _measured(desk, "open", ["/desk/", *(f"/desk/round/national{page}" for page in WHILE_OPEN)])
    _close(settings)
    yield from _measured(desk, "closed", ["/desk/", *(f"/desk/round/national{page}" for page in CLOSED)])


def _measured(desk: Any, state: str, paths: list[str]) -> Iterator[Figure]:
    """The dearest page and the dearest first look at one."""
    browser = desk.signed_in(OWNER)
    first = {path: _cost(browser, path) for path in paths}
    again = {path: median(_cost(browser, path) for _ in range(LOOKS)) for path in paths}
    dearest, slowest = max(again, key=lambda path: again[path]), max(first, key=lambda path: first[path])
    yield Figure(f"desk.{state}_ms", f"dearest page: {dearest[:38]}", again[dearest], "ms", BOUND, runs=LOOKS)
    yield Figure(f"desk.{state}_first_ms", f"  the first time: {slowest[:34]}", first[slowest], "ms", runs=1)


def _cost(browser: Any, path: str) -> float:
    """Milliseconds of this process for one page."""
    began = time.process_time()
    page = browser.get(path)
    spent = time.process_time() - began
    assert page.status == 200, (path, page.status)
    return 1000 * spent


def _opened(folder: Path) -> Settings:
    """The round with everybody invited and written to, and a reminder on its way."""
    opening.write(folder)
    opening.run(folder, "open", "round.yaml")
    opening.run(folder, "invite", "national", "people.csv")
    settings = Settings.from_environment(folder / "data", {})
    with Store(settings.database) as store:
        today = datetime.now(UTC).date().isoformat()
        numbers = [number for (number,) in store.run("SELECT number FROM invitations")]
        for kind, some in (("invitation", numbers), ("reminder", numbers[::2])):
            mailing = mailings.begin(store, "national", kind, today, some)  # type: ignore[arg-type]
            mailings.settle_all(store, mailing.id, "waiting", "sent")
    return settings


def _close(settings: Settings) -> None:
    """Put in a release of all units, as closing would: what is in it does not matter here."""
    with Store(settings.database) as store, store.write():
        text = canonical(_findings(stored_round(store, "national")[1]))
        store.run("INSERT INTO releases VALUES (?, ?, ?)", ("national", release_hash(text), text))
        store.run("UPDATE rounds SET state = 'closed' WHERE id = 'national'")


def _findings(survey: Round) -> Findings:
    asked = survey.questionnaire
    levels = tuple(
        LevelInfo(LevelId(level), about.title, level in asked.staff, about.reference)
        for level, about in asked.levels.items()
    )
    capabilities = tuple(
        CapabilityInfo(CapabilityId(part.id), part.title, "", "", "all", {}, tuple(asked.levels))
        for part in asked.capabilities.values()
    )
    today = date(2026, 1, 1)
    units = {unit.id: _unit(unit.id, unit.name, unit.parent, levels, capabilities) for unit in survey.units.values()}
    return Findings(
        survey.id, asked.title, survey.root.name, "en", today, today, today, 10, False,
        levels, (), {"all": "All"}, capabilities, (), units, Technical({}, {}),
    )  # fmt: skip


def _unit(
    unit: str, name: str, parent: str | None, levels: tuple[LevelInfo, ...], capabilities: tuple[CapabilityInfo, ...]
) -> UnitFindings:
    """A unit of which everything but one level is told."""
    rows = [*(level.id for level in levels[:4]), ALL_STAFF]
    groups = tuple(Group(level, 50, Shown(25), Shown(5)) for level in rows)
    cells: dict[LevelId, Cell] = {level: Shown(62, 58, 66, 25) for level in rows}
    cells[rows[1]] = Withheld(Reason.FEW)
    return UnitFindings(unit, name, parent, groups, (), {about.id: dict(cells) for about in capabilities})
