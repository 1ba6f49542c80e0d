"""Findings whose reports are kept: a strong unit, a weak one, a split one, a tiny one and others, in every edition.

`golden/` holds what each document says (`*.txt`), how its pages look (`*.png`, small and grey), and what each form of
chart draws (`*-charts.txt`). When a change of words, layout or charts is meant, write them anew and read what differs:

    python -m tests.report.golden && git diff tests/report/golden
"""

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from leadsurvey.analysis.annex import Technical, TechnicalUnit
from leadsurvey.analysis.disclosure.figures import Reason, Shown, Withheld
from leadsurvey.analysis.findings import ALL_STAFF, Change, Findings, Group, LevelInfo, UnitFindings
from leadsurvey.analysis.whole import Since
from leadsurvey.questionnaire.model import CapabilityId, Recommendation
from leadsurvey.report.book import Book
from leadsurvey.report.chapters.page import Picture
from leadsurvey.report.kind import Edition, Kind
from leadsurvey.report.pdf import render
from tests.report.arabic import in_arabic
from tests.report.geometry import geometry
from tests.report.organisation import around, organisation
from tests.report.riverside import FEW, LEVELS, MEANS, PEOPLE, _row, contrasts, findings, group, technical, unit
from tests.report.told import RELEASE, TEMPLATES, as_text, press, written

FOLDER = Path(__file__).parent / "golden"
PIXELS, COLUMNS = 20, 6  # dots an inch; pages beside each other in a picture
STEPS = ("On 3 May we meet in the hall.", "By 1 June each team has chosen one thing to try.")
KINDS = (Kind(), Kind(Edition.BRIEF), Kind(Edition.STAFF, STEPS))
SPACED = (
    "Neighbourhood and Community Services for Older People, Young Families and New Arrivals "
    "in the Northern Districts of Ours"
)
UNBROKEN = ("Abteilungsleiterversammlungsvorbereitungsausschuss" * 3)[:120]
Means = Mapping[str, int | None]
Move = Callable[[str, int], int]


def alone(name: str, move: Move, share: float = 1.0, **more: object) -> Findings:
    """A share of Riverside as an organisation of its own, each mean moved by its level."""
    people = {level: (ceil(share * asked), ceil(share * answered)) for level, (asked, answered) in PEOPLE.items()}
    levels: tuple[LevelInfo, ...] = more.get("levels", LEVELS)  # type: ignore[assignment]
    known = {level.id: people[level.id] for level in levels}
    scores = {CapabilityId(key): _row(_moved(means, move), known, 0) for key, _, _, _, means in MEANS}
    gaps = {key: found for key, row in scores.items() if (found := tuple(contrasts(row, levels)))}
    staff = [known[level.id] for level in levels if level.staff]
    groups = [group(level, asked, answered) for level, (asked, answered) in known.items()]
    total = group("*", sum(asked for asked, _ in staff), sum(answered for _, answered in staff))
    made = UnitFindings("root", name, None, (*groups, total), (), scores, gaps)
    return findings(organisation=name, simulated=False, units={"root": made}, **more)


def _moved(means: Means, move: Move) -> Means:
    return {level: None if mean is None else move(level, mean) for level, mean in means.items()}


def practice(rule: str, capability: str, title: str, reach: str = "team") -> Recommendation:
    return Recommendation(
        rule, CapabilityId(capability), title, f"{title}, for 30 days.", "One team, one week.", "What you counted.",
        "People did more of it in three studies.", "Somebody 2019", reach,  # type: ignore[arg-type]
    )  # fmt: skip


def strong() -> Findings:
    passed_on = (practice("strength", "bridge", "Show others how you do it"),)
    return alone("Harbour Library Service", lambda _, mean: 64 + mean // 3, recommendations=passed_on)


def weak() -> Findings:
    to_try = (practice("overload", "room", "Stop one thing"), practice("foundation", "learn", "Try a small test"),
              practice("foundation", "local", "Move one choice", "organisation"))  # fmt: skip
    return alone("Night shelter", lambda _, mean: mean // 2, recommendations=to_try)


def split() -> Findings:
    """Around 60, people of two minds."""
    known = TechnicalUnit(155, 3.4, 1.3, 60.0, 58.0, 63.0, 0.4, 1.1)
    options = tuple(replace(about, options=5) for about in findings().capabilities)
    apart = Technical(
        {about.id: technical(0) for about in options}, {"root": {CapabilityId(key): known for key in ("local", "grow")}}
    )
    to_try = (practice("split", "local", "Let people compare their stories"),)
    return alone(
        "Two camps", lambda _, mean: 58 + mean // 16, capabilities=options, technical=apart, recommendations=to_try
    )


def tiny() -> Findings:
    return alone("Kiosk team", lambda _, mean: mean, 0.11)


def withheld() -> Findings:
    whole = alone("Harbour", lambda _, mean: mean)
    root = whole.units["root"]
    reasons = [FEW, Withheld(Reason.TOGETHER)]
    groups = tuple(Group(one.level, 6, reasons[order % 2], FEW) for order, one in enumerate(root.groups))
    scores = {key: dict.fromkeys(row, FEW) for key, row in root.scores.items()}
    return replace(whole, units={"root": replace(root, groups=groups, scores=scores, gaps={})})


def no_citizens() -> Findings:
    return alone("Back office", lambda _, mean: mean, levels=LEVELS[:3])


def second_round() -> Findings:
    """A unit in its second round: it rose, fell, and stood still."""
    whole = findings()
    homes = whole.units["homes"]
    changes = {
        CapabilityId(key): {ALL_STAFF: Change(around(move, 4), abs(move) > 5, _before(homes, key, move))}
        for key, move in (("bridge", 7), ("enable", -2), ("local", 0), ("room", -9), ("voice", 12))
    }
    return replace(
        whole,
        recommendations=(*whole.recommendations, practice("drop", "room", "Ask what changed")),
        units={**whole.units, "homes": replace(homes, changes=changes)},
        since=Since("autumn-2026", "0" * 64, "2026-10-01", {CapabilityId("grow"): "other words"}),
    )


def _before(homes: UnitFindings, key: str, move: int) -> Shown:
    now = homes.scores[CapabilityId(key)][ALL_STAFF]
    assert isinstance(now, Shown)
    return around(now.value - move, 3, 90)


def forty() -> Findings:
    """A parent of forty units, most of whose leads are counted with it."""
    whole = findings()
    joined = whole.units["lettings"].joined
    below = [unit(f"u{order}", f"Office {order}", "root", 0.15, order % 9 - 4, joined) for order in range(40)]
    return replace(whole, units={"root": whole.units["root"], **{each.id: each for each in below}})


def long(name: str) -> Findings:
    """Names of 120 signs, as organisers may write them."""
    whole = second_round()
    units = {key: replace(each, name=name) for key, each in whole.units.items()}
    return replace(whole, title=name, organisation=name, units=units)


@dataclass(frozen=True)
class Case:
    """Findings and the unit that is told of."""

    findings: Findings
    unit: str = "root"


CASES: dict[str, Case] = {
    "organisation": Case(organisation()),
    "strong": Case(strong()),
    "weak": Case(weak()),
    "split": Case(split()),
    "tiny": Case(tiny()),
    "withheld": Case(withheld()),
    "no-citizens": Case(no_citizens()),
    "second-round": Case(second_round(), "homes"),
    "forty-units": Case(forty()),
    "one-of-forty": Case(forty(), "u7"),
    "long-names": Case(long(SPACED), "homes"),
    "unbroken-names": Case(long(UNBROKEN), "homes"),
    "arabic": Case(in_arabic(organisation())),
}
DOCUMENTS = {
    f"{name}-{kind.edition}": (case, kind)
    for name, case in CASES.items()
    for kind in KINDS[: 1 if name == "withheld" else 3]  # of what may not be told there is one edition
}
IN_OTHER_LANGUAGES = {
    f"organisation-{kind.edition}-{language}": (Case(replace(organisation(), language=language)), kind)
    for language in ("fr", "es")
    for kind in KINDS
}
CHARTED = ("organisation", "arabic")
PICTURED = ("organisation-report", "organisation-brief", "organisation-staff", "strong-report", "tiny-report",
            "withheld-report", "unbroken-names-report", "arabic-report")  # fmt: skip


def document(name: str) -> bytes:
    """A document as PDF."""
    case, kind = (DOCUMENTS | IN_OTHER_LANGUAGES)[name]
    return render(case.findings, case.unit, RELEASE, TEMPLATES, kind=kind)


@cache
def html(name: str) -> str:
    """A document before it is laid out."""
    case, kind = (DOCUMENTS | IN_OTHER_LANGUAGES)[name]
    return written(case.findings, case.unit, kind)


def charts(name: str) -> str:
    """The charts of a report, each form once, as lines of what is drawn."""
    case, own = CASES[name], press(CASES[name].findings.language)
    book = Book(case.findings, case.unit, own.tongue)
    pages = book.pages()
    told = iter(zip(book.charts, book.sight.told, strict=True))
    places = {picture: type(page).__name__ + page.section for page in pages for picture in _tells(page)}
    first = {places[tells]: (tells, chart) for chart, tells in reversed(list(told))}
    return "\n\n".join("\n".join([f"--- {tells}", *geometry(chart)]) for tells, chart in first.values()) + "\n"


def _tells(page: object) -> list[str]:
    return [each.tells for each in _pictures(page)]


def _pictures(thing: object) -> Iterator[Picture]:
    """The pictures on a page, whatever holds them."""
    if isinstance(thing, Picture):
        yield thing
    elif isinstance(thing, tuple):
        yield from (found for each in thing for found in _pictures(each))
    elif is_dataclass(thing):
        yield from (found for part in fields(thing) for found in _pictures(getattr(thing, part.name)))


def pictures(pdf: Path) -> list[Image.Image]:
    """The pages of a file, small and grey."""
    with TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-r", str(PIXELS), "-gray", pdf, f"{folder}/page"], check=True)
        return [Image.open(path).copy() for path in sorted(Path(folder).iterdir())]


def sheet(pages: list[Image.Image]) -> Image.Image:
    """Pages side by side in one picture."""
    width, height = pages[0].size
    rows = -(-len(pages) // COLUMNS)
    whole = Image.new("L", (width * min(COLUMNS, len(pages)), height * rows), 128)
    for order, page in enumerate(pages):
        whole.paste(page, (width * (order % COLUMNS), height * (order // COLUMNS)))
    return whole


def write() -> None:
    """Write every golden file anew, and leave no old one."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    for name in DOCUMENTS:
        (FOLDER / f"{name}.txt").write_text(as_text(html(name)), encoding="utf-8")
    for name in CHARTED:
        (FOLDER / f"{name}-charts.txt").write_text(charts(name), encoding="utf-8")
    with TemporaryDirectory() as folder:
        for name in PICTURED:
            pdf = Path(folder) / f"{name}.pdf"
            pdf.write_bytes(document(name))
            sheet(pictures(pdf)).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    write()
    sys.stdout.write(f"{FOLDER}: {sum(path.stat().st_size for path in FOLDER.iterdir()) // 1024} KB\n")
