"""A round file and its table of units in, a `Round` out; and the frozen form kept from opening on."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from gettext import NullTranslations
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TypeVar
from zoneinfo import available_timezones

from leadsurvey.questionnaire.build import build
from leadsurvey.questionnaire.document import Document
from leadsurvey.questionnaire.grammar import QuestionnaireKeys
from leadsurvey.questionnaire.load import find
from leadsurvey.questionnaire.load import load as load_questionnaire
from leadsurvey.questionnaire.model import LevelId
from leadsurvey.questionnaire.problems import FaultyFileError, Problem, did_you_mean
from leadsurvey.questionnaire.prose import PLACEHOLDER, filled
from leadsurvey.questionnaire.translate import Texts, translated, translations
from leadsurvey.rounds.grammar import Frozen, RoundKeys, UnitKeys
from leadsurvey.rounds.leaders import COLUMN, Leader, beside_units, check_address
from leadsurvey.rounds.logo import read_logo
from leadsurvey.rounds.model import Place, Round, Unit
from leadsurvey.rounds.places import Places
from leadsurvey.rounds.promise import Voice, to_everybody
from leadsurvey.rounds.sheet import Sheet

T = TypeVar("T")
LONGEST_NUMBER = 9  # digits of a head-count
UNIT_COLUMNS = ["unit", "parent", "name", COLUMN]


def load(path: Path, shipped: Path) -> Frozen:
    """A round with its questionnaire and units; raises FaultyFileError with the faults of all three files at once.

    `shipped` is the folder of questionnaires that may be named without a path.
    """
    document = Document(path)
    keys = document.read_as(RoundKeys)
    _check(document, keys)
    problems = document.problems
    found = _collect(problems, lambda: _questionnaire(document, keys, path.parent, shipped))
    if found is None:
        raise FaultyFileError(problems)
    questionnaire, texts = found
    _check_against(document, keys, questionnaire, texts)
    units = _collect(problems, lambda: load_units(path.parent / keys.units, list(questionnaire.levels)))
    logo = "" if keys.logo is None else _collect(problems, partial(read_logo, path.parent / keys.logo))
    if problems or units is None or logo is None:
        raise FaultyFileError(problems)
    # All that say anything: a report may be read in a language that nobody answered in.
    spoken = {language: dict(found) for language, found in texts.items() if found or language in keys.languages}
    return Frozen(round=keys, questionnaire=questionnaire, units=units, logo=logo, translations=spoken)


def load_leaders(path: Path, frozen: Frozen) -> list[Leader]:
    """Those to whom the reports of a round that was loaded from this file go, as its table of units names them."""
    return beside_units(path.parent / frozen.round.units)


def languages(text: str) -> list[str]:
    """The languages that the questionnaire of a frozen round is there in, its own first."""
    frozen = Frozen.model_validate_json(text)
    return list(dict.fromkeys([frozen.questionnaire.language, *frozen.translations]))


def thaw(text: str, language: str | None = None) -> Round:
    """The round that a frozen form describes, in one of its languages."""
    return as_round(Frozen.model_validate_json(text), language)


def as_round(frozen: Frozen, language: str | None = None) -> Round:
    """The round in the house's own shape, in one of its languages; in none, as the questionnaire was written."""
    keys = frozen.round
    questionnaire = translated(frozen.questionnaire, frozen.translations.get(language or "", {}))
    units = [
        Unit(unit.id, unit.parent, unit.name, {LevelId(level): heads for level, heads in unit.heads.items()})
        for unit in frozen.units
    ]
    return Round(
        id=keys.round,
        questionnaire=build(filled(questionnaire, {**questionnaire.texts, **keys.texts})),
        opens=keys.opens,
        closes=keys.closes,
        timezone=keys.timezone,
        languages=tuple(keys.languages) or (frozen.questionnaire.language,),
        units={unit.id: unit for unit in units},
        minimum_group=keys.minimum_group,
        invitations=keys.invitations,
        routes=tuple(keys.routes),
        at_most=keys.at_most,
        kiosk=keys.kiosk,
        erase_invitations=keys.erase_invitations,
        texts=keys.texts,
        logo=frozen.logo,
        since=keys.since,
        crosswalk=keys.crosswalk,
        leave_out_careless=keys.leave_out_careless,
        research_file=keys.research_file,
        simulated=keys.simulated,
        rehearsal=frozen.rehearsal,
        placed={
            (unit, LevelId(level)): Place(*place)
            for unit, levels in frozen.places.items()
            for level, place in levels.items()
        },
        promise={language: tuple(told) for language, told in frozen.promise.items()},
    )


def freeze(frozen: Frozen, texts: Callable[[str], NullTranslations]) -> Frozen:
    """The same with places and promise worked out, so that no later version of the house can change them.

    `texts` gives the interface's texts in a language.
    """
    survey = as_round(frozen)
    places: dict[str, dict[str, tuple[str, str]]] = {unit: {} for unit in survey.units}
    for (unit, level), place in Places(survey).placed.items():
        places[unit][level] = (place.unit, place.level)
    promise = {language: to_everybody(survey, Voice(language, texts(language))) for language in survey.languages}
    return frozen.model_copy(update={"places": places, "promise": promise})


def fingerprint(frozen: Frozen) -> str:
    """SHA-256 of what is asked and promised; it changes when a word of either does."""
    return hashlib.sha256(frozen.model_dump_json().encode()).hexdigest()


def load_units(path: Path, levels: list[str]) -> list[UnitKeys]:
    """The tree of units, parents before children, from a table with one row a unit."""
    sheet = Sheet(path, formulas=False)
    sheet.expect({"unit", "name"}, [*UNIT_COLUMNS, *levels])
    lines: dict[str, int] = {}
    units: dict[str, UnitKeys] = {}
    for row in sheet.rows():
        unit = row.cells["unit"]
        if unit in lines:
            sheet.report(row.line, "unit", f"unit '{unit}' is on line {lines[unit]} already", "give it another id")
            continue
        lines[unit] = row.line
        heads = {level: _heads(sheet, row.line, level, row.cells.get(level, "")) for level in levels}
        for column, empty in (("unit", not unit), ("name", not row.cells["name"])):
            if empty:
                sheet.report(row.line, column, "the cell is empty", f"every unit needs its {column}")
        if leader := row.cells.get(COLUMN):
            check_address(sheet, row.line, COLUMN, leader)
        units[unit] = UnitKeys.model_construct(
            id=unit, parent=row.cells.get("parent") or None, name=row.cells["name"], heads=heads
        )
    ordered = _tree(sheet, units, lines)
    sheet.refuse_faults()
    return ordered


def _heads(sheet: Sheet, line: int, level: str, cell: str) -> int:
    if not cell:
        return 0
    if not (cell.isascii() and cell.isdigit() and len(cell) < LONGEST_NUMBER):
        sheet.report(line, level, f"'{cell}' is not a number of people", "write a whole number, or leave it empty")
        return 0
    return int(cell)


def _tree(sheet: Sheet, units: dict[str, UnitKeys], lines: dict[str, int]) -> list[UnitKeys]:
    """The units with every parent before its children; faults of the tree are noted."""
    for unit in units.values():
        if unit.parent is not None and unit.parent not in units:
            fault = f"unknown unit '{unit.parent}'"
            sheet.report(lines[unit.id], "parent", fault, did_you_mean(unit.parent, units))
    tops = [unit.id for unit in units.values() if unit.parent is None]
    if not units:
        sheet.report(1, 1, "there is no unit", "add a row for the whole organisation")
    elif len(tops) != 1:
        line = lines[tops[1]] if tops else 2
        fault = f"{len(tops)} units have no parent"
        sheet.report(line, "parent", fault, "leave it empty for the whole organisation only")
    try:
        order = TopologicalSorter({unit.id: [unit.parent] if unit.parent else [] for unit in units.values()})
        return [units[name] for name in order.static_order() if name in units]
    except CycleError as error:
        circle = error.args[1]
        fault = "a unit is above itself: " + " > ".join(circle)
        sheet.report(lines[circle[0]], "parent", fault, "correct one of these parents")
        return []


def _check(document: Document, keys: RoundKeys) -> None:
    if keys.closes < keys.opens:
        fault = f"the round closes on {keys.closes}, before it opens on {keys.opens}"
        document.report(("closes",), fault, "correct one of the two dates")
    if keys.closes.year >= date.max.year:
        document.report(("closes",), f"{keys.closes} is the end of time", "name an earlier day")
    if keys.timezone not in available_timezones():
        cure = did_you_mean(keys.timezone, sorted(available_timezones()))
        cure = cure if cure.startswith("did") else "write it as Europe/London or Africa/Nairobi"
        document.report(("timezone",), f"unknown time zone '{keys.timezone}'", cure)


def _check_against(
    document: Document, keys: RoundKeys, questionnaire: QuestionnaireKeys, translations: Mapping[str, Texts]
) -> None:
    known = list(dict.fromkeys([*questionnaire.texts, "organisation", "contact"]))
    for name, text in keys.texts.items():
        for word in PLACEHOLDER.findall(text):
            document.report(("texts", name), f"nothing fills {{{word}}} here", "write the words themselves")
        if name not in known:
            fault = f"no text of the questionnaire uses {{{name}}}"
            document.report(("texts", name), fault, did_you_mean(name, known), on_key=True)
    for number, language in enumerate(keys.languages):
        if language in keys.languages[:number]:
            document.report(("languages", number), f"'{language}' stands here twice", "keep one")
    there = [questionnaire.language, *translations]
    for number, language in enumerate(keys.languages):
        if language not in there:
            fault = f"the questionnaire is not translated into '{language}'"
            document.report(("languages", number), fault, f"it is there in: {', '.join(there)}")


def _questionnaire(
    document: Document, keys: RoundKeys, folder: Path, shipped: Path
) -> tuple[QuestionnaireKeys, Mapping[str, Texts]]:
    """The questionnaire a round names, a path beside the round file or the name of a shipped one; its translations."""
    path = find(keys.questionnaire, folder, shipped)
    if path is None or not path.is_file():
        cure = did_you_mean(keys.questionnaire, [file.stem for file in sorted(shipped.glob("*.yaml"))])
        document.report(("questionnaire",), f"there is no questionnaire '{keys.questionnaire}' here", cure)
        raise FaultyFileError([])
    questionnaire = load_questionnaire(path, shipped)[1]
    return questionnaire, translations(path, questionnaire, shipped).texts


def _collect(problems: list[Problem], read: Callable[[], T]) -> T | None:
    """What `read` returns; if its file is faulty, None, and its faults join the others."""
    try:
        return read()
    except FaultyFileError as error:
        problems.extend(error.problems)
        return None
