"""Findings as plain tables: for the console, as JSON and as CSV; only what has passed disclosure."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields, is_dataclass
from typing import Any

from leadsurvey.analysis.annex import Quality, TechnicalWithheld
from leadsurvey.analysis.disclosure.figures import Figure, Shown, Withheld
from leadsurvey.analysis.findings import ALL_STAFF, Findings

Table = list[list[str]]

SIGNS = {
    "staff": "All staff who answered",
    "long_string": "One answer ten times in a row or more, for half of the items",
    "no_spread": "One answer throughout, where items point both ways",
    "missing": "More than half of the items left empty",
    "two_or_more": "Two of these or more",
    "at_odds": "Answers that contradict each other",
    "two_kinds": "Two independent signs",
}


LEFT_OUT = {
    True: "Those with two independent signs are left out; that moves an average by",
    False: "Leaving out those with two independent signs would move an average by",
}
OF_UNITS = ("gaps", "changes")
OF_ALL = ("weighted", "self_views", "tasks", "predictions", "who_led", "since", "answers", "unsaid")


def as_json(findings: Findings, release: str) -> str:
    """Every figure that any reader may see."""
    units = {
        unit.id: {
            "name": unit.name,
            "parent": unit.parent,
            "answered": {_level(group.level): _figure(group.answered) for group in unit.groups},
            "capabilities": {
                capability: {_level(level): _figure(cell) for level, cell in cells.items()}
                for capability, cells in unit.scores.items()
            },
        }
        | named(unit, OF_UNITS)
        for unit in findings.units.values()
    }
    told = {"round": findings.round, "release": release, "simulated": findings.simulated, "units": units}
    return _dump(told | named(findings, OF_ALL))


def technical_json(findings: Findings, release: str) -> str:
    """The annex for a methodologist, at full precision."""
    told = {name: table for name, table in asdict(findings.technical).items() if table not in (None, {})}
    return _dump({"round": findings.round, "release": release, **told})


def as_csv(findings: Findings) -> str:
    """One line for each unit, capability and level."""
    rows = [["unit", "capability", "level", "value", "low", "high", "about_n", "withheld"]]
    for unit, capability, level, cell in _cells(findings):
        if isinstance(cell, Shown):
            rows.append([unit, capability, _level(level), *map(_blank, (cell.value, cell.low, cell.high, cell.n)), ""])
        else:
            rows.append([unit, capability, _level(level), "", "", "", "", str(cell.reason)])
    return csv_text(rows)


def technical_csv(findings: Findings) -> str:
    """The annex as lines of unit, capability, statistic and value; the organisation's own rows have no unit.

    Signs of careless answering are of no capability; they come last, as `quality_` and their name.
    """
    rows = [["unit", "capability", "statistic", "value"]]
    tables = {"": findings.technical.capabilities, **findings.technical.units}
    for unit, capabilities in tables.items():
        for capability, entry in capabilities.items():  # type: ignore[attr-defined]
            rows.extend([unit, capability, *line] for line in _lines("", asdict(entry)))
    for part in ("tasks", "predictions", "who_led", "self_views"):
        if told := getattr(findings.technical, part):
            rows.extend(["", "", *line] for line in _lines(part, plain(told)))
    if quality := findings.technical.quality:
        rows.extend(["", "", f"quality_{name}", _blank(value)] for name, value in asdict(quality).items())
    return csv_text(rows)


def _lines(name: str, value: Any) -> Iterator[list[str]]:
    """A statistic and its value; of one that holds others each of them, with the way to it."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _lines(f"{name}.{_level(key)}" if name else _level(key), each)
    elif isinstance(value, tuple | list) and any(isinstance(each, dict) for each in value):
        for order, each in enumerate(value, 1):
            yield from _lines(f"{name}.{order}", each)
    elif value is not None or "." not in name:
        yield [name, _blank(value)]


def organisation_table(findings: Findings) -> Table:
    """Capabilities by level for the whole organisation; the first row is the head."""
    root = next(iter(findings.units.values()))
    levels = [group.level for group in root.groups]
    names = {**{level.id: level.title for level in findings.levels}, ALL_STAFF: "All staff"}
    rows = [["Capability", *(names[level] for level in levels)]]
    for capability in findings.capabilities:
        cells = root.scores.get(capability.id, {})
        rows.append(
            [capability.title, *(in_words(cells[level]) if level in cells else "not asked" for level in levels)]
        )
    return rows


def units_table(findings: Findings) -> Table:
    """All staff of every unit, by capability id; the first row is the head."""
    rows = [["Unit", "Answered", *(capability.id for capability in findings.capabilities)]]
    for unit in findings.units.values():
        staff = next(group for group in unit.groups if group.level == ALL_STAFF)
        cells = (unit.scores.get(capability.id, {}).get(ALL_STAFF) for capability in findings.capabilities)
        rows.append(
            [unit.name, in_words(staff.answered, about=True), *(in_words(cell) if cell else "–" for cell in cells)]
        )
    return rows


def technical_table(findings: Findings) -> Table:
    """The reliability of each capability for all staff; the first row is the head."""
    names = [
        "n",
        "n_complete",
        "items",
        "mean",
        "sd",
        "pomp",
        "alpha",
        "alpha_low",
        "alpha_high",
        "omega",
        "icc1",
        "icc2",
    ]
    rows = [["Capability", *names]]
    for capability, entry in findings.technical.capabilities.items():
        if isinstance(entry, TechnicalWithheld):
            rows.append([capability, "withheld", *[""] * (len(names) - 1)])
        else:
            rows.append([capability, *(_rounded(getattr(entry, name)) for name in names)])
    return rows


def quality_table(findings: Findings) -> Table:
    """How many staff show which sign of careless answering; the first row is the head, and nothing more if untold."""
    rows = [["Sign", "Staff"]]
    quality = findings.technical.quality
    if isinstance(quality, TechnicalWithheld):
        rows.append([SIGNS["staff"], "withheld"])
    elif isinstance(quality, Quality):
        told = asdict(quality)
        rows.extend([words, "withheld" if told[n] is None else f"about {told[n]}"] for n, words in SIGNS.items())
        moves = "withheld" if quality.effect is None else f"{quality.effect} points at most"
        rows.append([LEFT_OUT[quality.left_out], moves])
    return rows


def in_words(figure: Figure, *, about: bool = False) -> str:
    """A figure for a table cell: "62 (58–66)", "about 105" or "withheld"."""
    if isinstance(figure, Withheld):
        return "withheld"
    if about:
        return f"about {figure.value}"
    return f"{figure.value} ({figure.low}–{figure.high})" if figure.low is not None else str(figure.value)


def _cells(findings: Findings) -> Iterator[tuple[str, str, str, Figure]]:
    for unit in findings.units.values():
        for capability, cells in unit.scores.items():
            for level, cell in cells.items():
                yield unit.id, capability, level, cell


def named(of: object, names: Iterable[str]) -> dict[str, Any]:
    """Those parts of findings that there are, as JSON has them."""
    return {name: plain(part) for name in names if (part := getattr(of, name))}


def plain(value: Any) -> Any:
    """Any part of findings as JSON has it: levels by name, figures as they may be read."""
    if isinstance(value, Shown | Withheld):
        return _figure(value)
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {_level(key): plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    return _level(value) if isinstance(value, str) else value


def _figure(figure: Figure) -> dict[str, Any]:
    if isinstance(figure, Withheld):
        return {"withheld": str(figure.reason)}
    return {name: value for name, value in asdict(figure).items() if value not in (None, ())}


def _level(level: str) -> str:
    return "all staff" if level == ALL_STAFF else level


def _blank(value: object) -> str:
    return "" if value is None else " ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)


def _rounded(value: float | None) -> str:
    return "–" if value is None else str(value) if isinstance(value, int) else f"{value:.3f}"


def csv_text(rows: Table) -> str:
    """Rows as CSV; a cell that a spreadsheet would run as a formula is made plain text."""
    out = io.StringIO()
    csv.writer(out).writerows([[f"'{cell}" if is_formula(cell) else cell for cell in row] for row in rows])
    return out.getvalue()


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would run the text of a cell; a number is none."""
    if not cell.startswith(("=", "+", "-", "@", "\t", "\r")):
        return False
    try:
        float(cell)
    except ValueError:
        return True
    return False


def _dump(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
