"""What is or would be withheld, in an organiser's words, and which units would tell more as one.

Before a round is opened the plan is made of people in post and the share of them that is expected to answer; after
closing it is made of the answers, and says the same as the ledger.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from leadsurvey.analysis.disclosure.figures import COUNT_STEP, Reason, nearest
from leadsurvey.analysis.disclosure.plan import Row, Verdict, verdict
from leadsurvey.analysis.findings import ALL_STAFF
from leadsurvey.analysis.planning import Plan
from leadsurvey.analysis.rows import Rows
from leadsurvey.analysis.tasks import FEWEST, SIZED
from leadsurvey.questionnaire.model import CapabilityId, LevelId
from leadsurvey.rounds.model import Place, Round
from leadsurvey.rounds.places import Places
from leadsurvey.rounds.regroup import merged
from leadsurvey.scoring.means import half_width

USUAL_SPREAD = 20.0  # standard deviation of people's scores, 0 to 100, where nothing is known yet
MOST_TRIED = 30  # so many merges are looked at, in the order of the units


@dataclass(frozen=True)
class Expected:
    """A round before it is opened, if in each place this share of its people answers."""

    survey: Round
    places: Places
    rows: Rows
    counts: list[int]
    verdict: Verdict

    @property
    def told(self) -> list[Row]:
        """The rows that could be told."""
        return [row for row in self.rows.of if not self.verdict.reason(row)]

    def people(self, row: Row) -> int:
        """How many would answer."""
        return sum(self.counts[place] for place in self.rows.of.get(row, ()))


def expect(survey: Round, share: float) -> Expected:
    """The plan for a share (0 to 1) of the people in post; levels whose numbers are not known count as nobody."""
    places = Places(survey)
    rows = Rows(survey, places)
    heads = dict.fromkeys(places.all, 0)
    for unit in survey.units.values():
        for level, people in unit.heads.items():
            heads[places.of(unit.id, level)] += people
    counts = [round(share * heads[place]) for place in places.all]
    whole = rows.layout.rows.index((survey.root.id, ALL_STAFF))
    return Expected(survey, places, rows, counts, verdict(rows.layout, counts, survey.minimum_group, kept=[whole]))


def rehearsed(expected: Expected) -> Iterator[tuple[str, list[str]]]:
    """For each unit, level by level, whether it could be told."""
    words = _Words(expected.survey, expected.places)
    for unit in expected.survey.units:
        rows = [(unit, level) for level in words.levels if expected.people((unit, level))]
        yield unit, [*(words.expected(row, expected) for row in rows), *words.elsewhere(unit)]


def in_all(expected: Expected) -> tuple[int, int, int]:
    """How many groups could be shown, how many would be withheld, and how many count with a larger unit."""
    survey, places = expected.survey, expected.places
    rows = [row for row in expected.rows.of if expected.people(row)]
    shown = sum(not expected.verdict.reason(row) for row in rows)
    elsewhere = sum(
        bool(people) and places.of(unit.id, level).unit not in survey.below(unit.id)
        for unit in survey.units.values()
        for level, people in unit.heads.items()
    )
    return shown, len(rows) - shown, elsewhere


def trials(expected: Expected) -> Iterator[str]:
    """How many staff would read each version of a task, and how many tasks would be too many for that."""
    asked, root = expected.survey.questionnaire, expected.survey.root.id
    if not asked.tasks:
        return
    staff = [level for level in asked.staff if asked.tasks_per_person.get(level)]
    dealt = sum(expected.people((root, level)) * asked.tasks_per_person[level] for level in staff)
    versions = max(len(task.arms) for task in asked.tasks)
    each = dealt // (len(asked.tasks) * versions)
    fit = dealt // (FEWEST * versions)
    yield f"About {each:,} staff would read each version of a task; it is told from {FEWEST} on, its size from {SIZED}."
    if each < FEWEST:
        yield f"That is too few for {len(asked.tasks)} tasks; " + (
            f"keep {fit} of them." if fit else "nothing will be told."
        )


def merges(expected: Expected, share: float) -> Iterator[tuple[str, str, int]]:
    """Two units of one unit above that would tell more as one, and how many more groups: for each unit the best."""
    survey = expected.survey
    hidden = [unit for unit in survey.units if expected.verdict.reason((unit, ALL_STAFF))]
    seen: set[str] = set()
    for unit in hidden[:MOST_TRIED]:
        others = [
            each.id for each in survey.units.values() if each.parent == survey.units[unit].parent and each.id != unit
        ]
        others.sort(key=lambda each: expected.people((each, ALL_STAFF)))
        gains = [
            (len(expect(merged(survey, [unit, each])[0], share).told) - len(expected.told), each)
            for each in others[:2]
            if len(others) > 1
        ]
        gain, other = max(gains, default=(0, ""))
        if gain > 0 and not {unit, other} & seen:
            seen |= {unit, other}
            yield unit, other, gain


def _precision(people: int) -> str:
    """How well an average from 0 to 100 is known."""
    points = half_width(people, USUAL_SPREAD) if people > 1 else 0.0
    if points < 1:
        return "to less than 1 point"
    return f"to about {round(points)} point{'s' if round(points) > 1 else ''}"


def explained(survey: Round, places: Places, plan: Plan, units: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """For each of these units what is withheld and why; units of which everything is told are left out."""
    words = _Words(survey, places)
    for unit in units:
        lines = list(words.of_unit(unit, plan))
        if lines:
            yield unit, lines


class _Words:
    """Names for rows, and sentences on them."""

    def __init__(self, survey: Round, places: Places) -> None:
        self._survey, self._places = survey, places
        self.levels = [*dict.fromkeys(places.levels.values()), ALL_STAFF]

    def of_unit(self, unit: str, plan: Plan) -> Iterator[str]:
        for level in self.levels:
            row = (unit, level)
            if row in plan.response.rows and (why := self._why(plan.response, row)):
                yield f"{self._level(level)}: {why}"
            elif row in plan.response.rows:
                found: dict[str, list[CapabilityId]] = {}
                for name, verdict in plan.capabilities.items():
                    # Whom it protects is not said: that it protects its own people would tell that they agree.
                    if self._is_asked(name, level) and (why := self._why(replace(verdict, exposed={}), row)):
                        found.setdefault(why, []).append(name)
                yield from (f"{self._level(level)}, {', '.join(names)}: {why}" for why, names in found.items())

    def expected(self, row: Row, expected: Expected) -> str:
        """Whether a row could be told."""
        why = self._why(expected.verdict, row)
        people = expected.people(row)
        told = f"shown, about {nearest(people, COUNT_STEP)} people, an average {_precision(people)} either way"
        return f"{self._level(row[1])}: {f'withheld, {why}' if why else told}"

    def elsewhere(self, unit: str) -> Iterator[str]:
        """Levels of a unit with too few people in post to be a group there."""
        for level, people in self._survey.units[unit].heads.items():
            home = self._places.of(unit, level).unit
            if people and home not in self._survey.below(unit):
                yield f"{self._level(level)}: too few in post, they count with {self._survey.units[home].name}"

    def _why(self, verdict: Verdict, row: Row) -> str:
        reason, least = verdict.reason(row), self._survey.minimum_group
        if reason == Reason.FEW:
            return f"fewer than {least} people answer"
        if reason == Reason.TOGETHER:
            exposed = " and ".join(
                sorted({self._place(self._places.all[atom]) for atom in verdict.exposed.get(row, ())})
            )
            whom = f": {exposed}" if exposed else ""
            return f"alone or beside other figures it would tell about fewer than {least} people{whom}"
        return ""

    def _is_asked(self, name: CapabilityId, level: LevelId) -> bool:
        asked = self._survey.questionnaire
        levels = (
            set(asked.staff) if level == ALL_STAFF else {of for of, to in self._places.levels.items() if to == level}
        )
        return any(levels & set(item.asked) for item in asked.capabilities[name].items)

    def _level(self, level: str) -> str:
        return "All staff" if level == ALL_STAFF else self._survey.questionnaire.levels[LevelId(level)].title

    def _place(self, place: Place) -> str:
        who = self._level(place.level).lower() if place.level else "people who would rather not say their level"
        return f"{who} of {self._survey.units[place.unit].name}"
