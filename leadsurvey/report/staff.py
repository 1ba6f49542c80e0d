"""What everybody who was invited is told of the whole organisation: the same findings as in its report, on one page."""

from dataclasses import dataclass

from leadsurvey.analysis.findings import ALL_STAFF, CapabilityInfo, Findings, UnitFindings
from leadsurvey.questionnaire.model import Recommendation
from leadsurvey.report import narrative, recommend, words
from leadsurvey.report.narrative import Voice
from leadsurvey.report.recommend import Choice


@dataclass(frozen=True)
class Point:
    """A strength, or something to work on, with what may be tried."""

    title: str
    why: str
    practice: Recommendation | None = None


@dataclass(frozen=True)
class Line:
    """A capability as all staff see it; `note` stands in place of a figure that is withheld."""

    title: str
    meaning: str
    value: str
    span: str
    note: str
    others: str  # how those see it who are no staff, such as citizens


@dataclass(frozen=True)
class StaffPage:
    """The page, from top to bottom."""

    headline: str
    turnout: str
    meaning: str
    strengths: tuple[Point, ...]
    no_strength: str
    priorities: tuple[Point, ...]
    no_priority: str
    lines: tuple[Line, ...]
    unknown: tuple[str, str]
    hidden: tuple[str, ...]
    release: str


def staff_page(findings: Findings, release: str) -> StaffPage:
    """What is told of the whole organisation."""
    findings = findings.charted
    unit = next(iter(findings.units.values()))
    voice = Voice(findings, unit)
    strengths, priorities = recommend.strengths(findings, unit), recommend.priorities(findings, unit)
    ranking = recommend.ranking(findings, unit)
    return StaffPage(
        voice.headline(strengths, priorities),
        voice.turnout(),
        voice.turnout_meaning(),
        tuple(_point(findings, voice, choice) for choice in strengths),
        voice.no_strength(ranking),
        tuple(_point(findings, voice, choice, tries=True) for choice in priorities),
        voice.no_priority(ranking),
        tuple(_line(findings, unit, voice, about) for about in findings.capabilities),
        voice.unknown(recommend.unknown(findings, unit)),
        tuple(voice.hidden(unit)),
        release,
    )


def _point(findings: Findings, voice: Voice, choice: Choice, *, tries: bool = False) -> Point:
    why = " ".join(filter(None, (voice.because(choice), voice.caution(choice))))
    practice = recommend.practice(findings, choice) if tries else None
    return Point(words.capital(voice.capability(choice.capability)), why, practice)


def _line(findings: Findings, unit: UnitFindings, voice: Voice, about: CapabilityInfo) -> Line:
    staff = recommend.cell(unit, about.id, ALL_STAFF)
    figure = unit.scores.get(about.id, {}).get(ALL_STAFF)
    others = (recommend.cell(unit, about.id, level.id) for level in findings.levels if not level.staff)
    return Line(
        about.title,
        about.definition or about.gloss,
        str(staff.value) if staff else "",
        words.span(staff) if staff else "",
        "" if staff else narrative.plain(figure),
        " ".join(voice.estimate(cell) for cell in others if cell),
    )
