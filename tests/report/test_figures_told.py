"""Every number that a reader of a document meets comes from the findings, or is one that the house names everywhere.

What may be told is worked out here from the findings alone; findings with few different figures make the test sharp.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import pairwise
from math import ceil, floor

import pytest

from leadsurvey.analysis.disclosure.figures import Shown, nearest
from leadsurvey.analysis.findings import ALL_STAFF, Findings, Group, UnitFindings, canonical
from leadsurvey.languages import interface
from tests.report.golden import CASES, DOCUMENTS, Case
from tests.report.told import RELEASE, TEMPLATES, lines, made, sections
from tests.report.variants import VARIANTS

ALL = DOCUMENTS | VARIANTS
LANGUAGES = ("en", *interface.offered(TEMPLATES / "locale"))
NUMBER = re.compile(r"\d+")
HOUSE = {0, 100, 95, 5, 60}  # the scale, what a likely range holds, the step of counts, where a practice is usual
TICKS = {20, 40, 60, 80}
BY_PAGE = {
    "cover": {2},  # "Start with page 2."
    "profile": TICKS,
    "levels": {10, 70},  # the key: rough is a range wider than 10 either way, such as ~70
    "chart": TICKS,
    "tasks": {*TICKS, *range(0, 101, 5)},  # axes of numbers that have no end of their own
    "plan": {30, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10},  # days of a trial, rules by their names
    "method": {80},  # a band is named where it is sure with 80 in 100
    "words": {18, 12, 10, 20, 40, *range(11)},  # the rules and their thresholds
    "led": {80},
    "said": {30},
    "brief": {30},
}  # besides the findings: page by page, as few as can be
ESTIMATE = re.compile(r"(\d+) \((\d+)–(\d+)\)")


def numbers_in(value: object) -> Iterator[int]:
    """Every number of the findings, and those within their names and texts."""
    if isinstance(value, dict):
        yield from (number for pair in value.items() for each in pair for number in numbers_in(each))
    elif isinstance(value, list):
        yield from (number for each in value for number in numbers_in(each))
    elif isinstance(value, str):
        yield from map(int, NUMBER.findall(value))
    elif isinstance(value, int) and not isinstance(value, bool):
        yield abs(value)


def of_groups(groups: tuple[Group, ...]) -> Iterator[int]:
    """Shares who answered, and how far the silent could move a figure, are made of rounded counts."""
    for group in groups:
        if isinstance(group.answered, Shown) and group.asked:
            known = min(group.answered.value, group.asked)
            yield nearest(100 * known / group.asked, 5)
            yield known


def at_worst(unit: UnitFindings, group: Group) -> Iterator[int]:
    if isinstance(group.answered, Shown) and group.asked:
        known = min(group.answered.value, group.asked) / group.asked
        for row in unit.scores.values():
            figure = row.get(ALL_STAFF)
            if isinstance(figure, Shown):
                yield floor(figure.value * known)
                yield ceil(figure.value * known + 100 * (1 - known))


def made_of(findings: Findings, unit: UnitFindings) -> Iterator[int]:
    """What documents count, subtract and add of the findings."""
    yield from range(max(len(findings.capabilities), len(findings.tasks)) + 1)  # so many of so many
    yield from of_groups(unit.groups)
    for group in unit.groups:
        yield from at_worst(unit, group)
        yield next(step for step in (1, 5, 10, 50) if group.asked / step <= 340)  # people for each dot
    yield 2 * findings.minimum_group
    after = findings.released + timedelta(weeks=6)
    yield from (after.day, after.year)
    for each in findings.predictions.statements if findings.predictions else ():
        guess = each.predicted.get(ALL_STAFF)
        if isinstance(each.agree, Shown) and isinstance(guess, Shown):
            yield abs(each.agree.value - guess.value)


@cache
def told_of(name: str) -> frozenset[int]:
    """What any page of a document may say."""
    case, kind = ALL[name]
    unit = case.findings.units[case.unit]
    known = json.loads(canonical(replace(case.findings, units={case.unit: unit})))
    complete = [row["n_complete"] or 0 for row in known["technical"]["capabilities"].values() if "items" in row]
    items = [row["items"] for row in known.pop("technical")["capabilities"].values() if "items" in row]
    own = {*numbers_in(known), *numbers_in(list(kind.steps)), *(nearest(number, 5) for number in complete), *items}
    return frozenset(own | HOUSE | set(made_of(case.findings, unit)))


@cache
def said(name: str, language: str) -> list[tuple[str, list[str]]]:
    """The pages of a document, each with its kind and its lines, and the words of its charts as a last one."""
    case, kind = ALL[name]
    findings = case.findings if language == "en" else replace(case.findings, language=language)
    page, drawn = made(findings, case.unit, kind)
    own = [(section.get("class").removeprefix("page ").split()[0], list(lines(section))) for section in sections(page)]
    return [*own, ("chart", drawn)]


@pytest.mark.parametrize("name", ALL)
def test_every_number_of_a_page_comes_from_the_findings(name: str) -> None:
    known = told_of(name)
    for page, found in said(name, "en"):
        for line in found:
            if page == "method":
                line = re.sub(r"\b[01]\.\d+(–[01]\.\d+)?", "", line)  # noqa: PLW2901 - alpha is told to two places
            strange = (
                {int(number) for number in NUMBER.findall(line.replace(RELEASE, ""))} - known - BY_PAGE.get(page, set())
            )
            assert (page, line, strange) == (page, line, set())


@pytest.mark.parametrize("name", ALL)
def test_an_estimate_stands_with_its_own_range(name: str) -> None:
    """No value is told beside the range of another one."""
    text = canonical(ALL[name][0].findings)
    triples = re.findall(r'"value":(-?\d+),"low":(-?\d+),"high":(-?\d+)', text)
    own = {tuple(abs(int(number)) for number in triple) for triple in triples}
    own |= {(value, high, low) for value, low, high in own}  # a difference, told from its other side
    for _, found in said(name, "en"):
        for line in found:
            assert {tuple(map(int, each)) for each in ESTIMATE.findall(line)} - own == set(), line


@pytest.mark.parametrize("name", CASES)
def test_a_row_of_figures_has_those_of_its_capability_in_the_order_of_its_levels(name: str) -> None:
    case = CASES[name]
    unit = case.findings.units[case.unit]
    titles = {level.title: level.id for level in case.findings.levels} | {_all_staff(case): ALL_STAFF}
    about = {each.title: each.id for each in case.findings.capabilities}
    profiles = [found for page, found in said(f"{name}-report", case.findings.language) if page == "profile"]
    assert profiles or name == "withheld"
    for found in profiles:
        head, *rows = (line.split(" | ") for line in found if " | " in line)
        for row in rows:
            for level, cell in zip(head[1:], row[1:], strict=True):
                figure = unit.scores[about[row[0]]].get(titles[level])
                known = [figure.value, figure.low, figure.high] if isinstance(figure, Shown) else []
                assert [int(number) for number in NUMBER.findall(cell)] == known


def _all_staff(case: Case) -> str:
    return interface.texts(TEMPLATES / "locale", case.findings.language).gettext("All staff")


# What never stands on a page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_blank_is_left_open_and_nothing_is_none(name: str, language: str) -> None:
    for page, found in said(name, language):
        for line in found:
            assert not re.search(r"%\(|\bNone\b|\bnan\b|\{\{|\bTrue\b|\bFalse\b|[⟦⟧]", line), (page, line)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_figure_has_a_decimal_but_alpha(name: str, language: str) -> None:
    for page, found in said(name, language):
        rows = [line for line in found if not (page == "method" and (" | " in line or line.startswith("*")))]
        assert [line for line in rows if re.search(r"\d[.,\u066b]\d", line)] == []


def _by_page(language: str) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for page, told in said("organisation-report", language):
        found.setdefault(page, set()).update(int(number) for line in told for number in NUMBER.findall(line))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_says_the_same_numbers_in_every_language(language: str) -> None:
    """Words, their order and where pages break differ; one and two may be words, as Arabic has forms for them."""
    ours, english = _by_page(language), _by_page("en")
    assert ours.keys() == english.keys()
    assert {page: ours[page] ^ english[page] - {1, 2} for page in ours if (ours[page] ^ english[page]) - {1, 2}} == {}


def test_one_number_more_would_be_noticed() -> None:
    """The set of what may be said of findings with few figures is far from everything."""
    known = told_of("one capability, high")
    assert len([number for number in range(101) if number in known]) < 50
    assert all(before <= after for before, after in pairwise(sorted(known)))
