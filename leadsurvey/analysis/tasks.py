"""What randomised tasks show of the whole organisation: two versions compared, never a unit or a person.

A version is told where enough people read it (the smallest group, and 25), and its people are not of one mind. How
large an effect is may be said from 40 people a version on; by level only from there. All staff are one pool; levels
that are no staff, such as partners, are told apart from it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from leadsurvey.analysis.annex import Spread, TechnicalTask, TechnicalVersion, TechnicalWithheld
from leadsurvey.analysis.bylevel import ByLevel
from leadsurvey.analysis.disclosure.figures import (
    Figure,
    Reason,
    Shown,
    Withheld,
    shown_difference,
    shown_number,
    shown_range,
)
from leadsurvey.analysis.disclosure.plan import Verdict
from leadsurvey.analysis.disclosure.spread import FEW_OTHERS
from leadsurvey.analysis.findings import ALL_STAFF
from leadsurvey.analysis.gaps import SURE
from leadsurvey.analysis.numbers import number, two_places
from leadsurvey.analysis.sample import Mask
from leadsurvey.analysis.selfviews import spread_of
from leadsurvey.analysis.whole import TaskFindings, Version
from leadsurvey.questionnaire.model import ArmId, Choice, LevelId, Number, Question, Task
from leadsurvey.responses.columns import ARM, key_in
from leadsurvey.scoring import differences, proportions, shifts
from leadsurvey.scoring.means import Mean, mean_interval
from leadsurvey.scoring.resampling import generator
from leadsurvey.scoring.scores import Floats

FEWEST = 25  # people a version, for anything to be told
SIZED = 40  # people a version, to say how large an effect is, or to tell it of a level
SHORT = 60  # letters of an answer that a sentence may name
MEDIANS = {"anchoring", "ratio"}  # measures made of medians

Told = tuple[TaskFindings, TechnicalTask | TechnicalWithheld]


@dataclass(frozen=True)
class Effect:
    """The result of one version less that of the other: of 1 for shares and anchors, else in points; its p, if any."""

    value: float
    low: float
    high: float
    p: float = np.nan


def tasks(by_level: ByLevel, before: ByLevel | None = None) -> list[Told]:
    """Every task of the round, with its annex; p adjusted for all of them (Benjamini & Hochberg).

    `before` is the round before: whoever took a task then is no longer new to it, so only one of the same family in
    other words is compared.
    """
    trials, past = _trials(by_level), _trials(before) if before else []
    adjusted = differences.adjusted_p(np.array([trial.effect.p for trial in trials], dtype=np.float64))
    return [
        (replace(trial.findings(q), since=trial.since(past)), trial.annex(q))
        for trial, q in zip(trials, adjusted.tolist(), strict=True)
    ]


def _trials(by_level: ByLevel) -> "list[_Trial]":
    return [_Trial(by_level, task) for task in by_level.sample.survey.questionnaire.tasks]


class _Trial:
    """One task, its two versions, and who read them."""

    def __init__(self, by_level: ByLevel, task: Task) -> None:
        self._by_level, self.task, self.score = by_level, task, task.score
        self._arms = tuple(task.arms)
        read = by_level.codes(task.id + ARM)
        chosen = [[self._arms.index(arm) + 1 for arm in arms] for arms in self.score.compare]
        self._read = [np.isin(read, codes) for codes in chosen]
        scored = next(question for question in task.questions if question.id == self.score.question)
        self._values = self._valued(scored)
        self._plans = [self._planned(side) for side in self._read]

    def _planned(self, side: Mask) -> Verdict:
        """Who may be told of one version: of medians, which tell nothing of how people spread, by numbers of people."""
        if self.score.measure in MEDIANS:
            return self._by_level.plan_people(side & ~np.isnan(self._values), self._alike(side))
        by = 100 if self.score.measure == "share" else 1
        return self._by_level.plan(np.where(side, by * self._values, np.nan))

    def _alike(self, side: Mask) -> list[LevelId]:
        """The rows of which all but two or fewer gave the same number."""
        given = {level: self._values[side & self._by_level.who(level)] for level in self._by_level.rows}
        return [
            level
            for level, values in given.items()
            if _most(values) >= np.count_nonzero(~np.isnan(values)) - FEW_OTHERS
        ]

    def _valued(self, question: Question) -> Floats:
        """Each respondent's answer: 1 or 0 for a share, 0 to 100 for a mean, else the number; NaN for none."""
        codes = self._by_level.codes(key_in(self.task, question))
        answers = np.where(codes < 0, np.nan, codes.astype(np.float64))
        match question.answer:
            case Choice(options=options):
                wanted = list(options).index(self.score.option or "") + 1
                return np.where(np.isnan(answers), np.nan, answers == wanted)
            case Number(least=least, most=most):
                return 100 * (answers - least) / max(1, most - least) if self.score.measure == "mean" else answers
            case scale:
                return 100 * (answers - 1) / (len(scale.options) - 1)

    def _sides(self, level: LevelId) -> list[Floats]:
        """What those of a level gave who read either version."""
        return self._read_by(self._by_level.who(level))

    def _read_by(self, who: Mask) -> list[Floats]:
        """What these people gave who read either version."""
        here = who & ~np.isnan(self._values)
        return [self._values[here & side] for side in self._read]

    def _reason(self, level: LevelId, fewest: int) -> Reason | None:
        """Why the task may not be told of a level, or of all staff."""
        row = (self._by_level.root, level)
        reasons = [reason for plan in self._plans if (reason := plan.reason(row))]
        few = min(len(side) for side in self._sides(level)) < fewest
        return reasons[0] if reasons else Reason.FEW if few else None

    @cached_property
    def effect(self) -> Effect:
        """The effect in all staff; NaN where it is not told, so that it is in no family of tests."""
        if self._reason(ALL_STAFF, FEWEST):
            return Effect(np.nan, np.nan, np.nan)
        return self._effect(self._sides(ALL_STAFF))

    def _effect(self, sides: list[Floats]) -> Effect:
        one, other = sides
        chance = generator(self._by_level.sample.survey.id, self.task.id)
        match self.score.measure:
            case "share":
                counts = int(one.sum()), len(one), int(other.sum()), len(other)
                return Effect(*proportions.newcombe(*counts), proportions.fisher(*counts))
            case "mean":
                found = differences.welch(mean_interval(one), mean_interval(other))
                return Effect(found.difference, found.low, found.high, found.p)
            case "anchoring":
                anchors = [self.score.anchors[arms[0]] for arms in self.score.compare]
                return Effect(*shifts.anchoring_index(one, other, anchors[0], anchors[1], chance))
            case _:
                return Effect(*shifts.ratio_of_medians(one, other, chance))

    @property
    def reason(self) -> Reason | None:
        """Why no effect is told, if none is: a ratio to a median of 0, for one, is none."""
        return self._reason(ALL_STAFF, FEWEST) or (Reason.UNDEFINED if np.isnan(self.effect.value) else None)

    def findings(self, q: float) -> TaskFindings:
        """What may be told of the task."""
        reason, task = self.reason, self.task
        sides = self._sides(ALL_STAFF)
        told = TaskFindings(
            id=task.id,
            title=task.title,
            shows=task.shows,
            measure=self.score.measure,
            expect=self.score.expect,
            usual=task.usual,
            guard=task.guard,
            versions=tuple(self._version(arms, side) for arms, side in zip(self.score.compare, sides, strict=True)),
            effect=Withheld(reason) if reason else self._shown(self.effect, sides),
            counted=counted(task),
        )
        if reason:
            return told
        return replace(
            told,
            clear=self._is_clear(q),
            sized=min(map(len, sides)) >= SIZED,
            by_level=dict(self._levels()),
            others=self._others(),
        )

    def _version(self, arms: tuple[ArmId, ...], values: Floats) -> Version:
        names = tuple(self.task.arms[arm] for arm in arms)
        if reason := self._reason(ALL_STAFF, FEWEST):
            return Version(names, Withheld(reason))
        if self.score.measure == "share":
            low, high = proportions.wilson(int(values.sum()), len(values))
            is_rough = self._is_rough([values])
            share = shown_range(100 * float(values.mean()), 100 * low, 100 * high, len(values), is_rough=is_rough)
            return Version(names, share)
        centre = values.mean() if self.score.measure == "mean" else np.median(values)
        return Version(names, shown_number(float(centre), len(values)))

    @property
    def is_rough(self) -> bool:
        """Whether a version that all staff read is so small."""
        return self._is_rough(self._sides(ALL_STAFF))

    def _is_rough(self, sides: list[Floats]) -> bool:
        """Whether one of these is below twice the smallest group, so that ranges are widened to full fives."""
        return min(map(len, sides)) < 2 * self._by_level.sample.survey.minimum_group

    def _shown(self, effect: Effect, sides: list[Floats]) -> Shown:
        by = 1 if self.score.measure == "mean" else 100
        return shown_difference(by * effect.value, by * effect.low, by * effect.high, is_rough=self._is_rough(sides))

    def _is_clear(self, q: float) -> bool:
        nothing = 1 if self.score.measure == "ratio" else 0
        if np.isnan(self.effect.p):
            return not self.effect.low <= nothing <= self.effect.high
        return q < SURE

    def _levels(self) -> Iterator[tuple[LevelId, Figure]]:
        for level in self._by_level.rows:
            if level != ALL_STAFF and not self._reason(level, SIZED):
                sides = self._sides(level)
                effect = self._effect(sides)
                yield level, Withheld(Reason.UNDEFINED) if np.isnan(effect.value) else self._shown(effect, sides)

    def _others(self) -> Figure | None:
        """What people think that colleagues would do, less what they do themselves, both of 100."""
        if self._beside is None:
            return None
        plan, mean = self._beside
        is_rough = mean.n < 2 * self._by_level.sample.survey.minimum_group
        return plan.clear(
            (self._by_level.root, ALL_STAFF),
            lambda: shown_difference(mean.mean, mean.low, mean.high, is_rough=is_rough),
        )

    @cached_property
    def _beside(self) -> tuple[Verdict, Mean] | None:
        """Whether that may be told, and what it is; None where it was not asked."""
        asked = next((question for question in self.task.questions if question.id == self.score.others), None)
        if asked is None or not isinstance(asked.answer, Number):
            return None
        codes = self._by_level.codes(key_in(self.task, asked))
        others = np.where(codes < 0, np.nan, 100.0 * codes / asked.answer.most)
        gaps = np.where(self._by_level.who(ALL_STAFF), others - 100 * self._values, np.nan)
        return self._by_level.plan((gaps + 100) / 2), mean_interval(gaps)

    def _annexed_others(self) -> Spread | None:
        if self._beside is None or self._beside[0].reason((self._by_level.root, ALL_STAFF)):
            return None
        return spread_of(self._beside[1], self._by_level.sample.survey.minimum_group)

    def since(self, past: "list[_Trial]") -> Figure | None:
        """The effect less that of a parallel form before; of shares alone, and where both are told."""
        forms = [each for each in past if each.task.family == self.task.family and each.task.texts != self.task.texts]
        told = [each for each in forms if np.isfinite(each.effect.value) and each.score.measure == "share"]
        if not self.task.family or not told or self.score.measure != "share" or np.isnan(self.effect.value):
            return None
        now, then = ((each.value, each.low, each.high) for each in (self.effect, told[0].effect))
        value, low, high = proportions.difference_of_differences(now, then)
        is_rough = self.is_rough or told[0].is_rough
        return shown_difference(100 * value, 100 * low, 100 * high, is_rough=is_rough)

    def annex(self, q: float) -> TechnicalTask | TechnicalWithheld:
        """The counts that the effect is made of."""
        if reason := self.reason:
            return TechnicalWithheld(str(reason))
        sides = self._sides(ALL_STAFF)
        made = TechnicalTask(
            versions=tuple(self._counted(arms, side) for arms, side in zip(self.score.compare, sides, strict=True)),
            effect=self.effect.value,
            low=number(self.effect.low),
            high=number(self.effect.high),
            p=number(self.effect.p),
            q=number(q),
        )
        if self.score.measure != "share":
            return replace(made, shift=number(shifts.hodges_lehmann(*sides)))
        one, other = sides
        check = proportions.agresti_caffo(int(one.sum()), len(one), int(other.sum()), len(other))
        return replace(made, agresti_caffo=check, stratified=self._stratified(), others=self._annexed_others())

    def _counted(self, arms: tuple[str, ...], values: Floats) -> TechnicalVersion:
        if self.score.measure == "share":
            return TechnicalVersion(tuple(arms), len(values), chosen=int(values.sum()))
        if self.score.measure in MEDIANS:
            return TechnicalVersion(tuple(arms), len(values), centre=float(np.median(values)))
        return TechnicalVersion(
            tuple(arms),
            len(values),
            centre=float(values.mean()),
            sd=None if self._is_rough([values]) else float(values.std(ddof=1)),
        )

    def _stratified(self) -> tuple[float, float, float] | None:
        """The effect within levels, to two places; those that may not be told are one stratum together."""
        told = [level for level in self._by_level.sample.survey.questionnaire.staff if not self._reason(level, 0)]
        others = self._by_level.who(ALL_STAFF) & ~self._by_level.sample.in_levels(set(told))
        pairs = [*map(self._sides, told), self._read_by(others)]
        strata = [
            (int(one.sum()), len(one), int(other.sum()), len(other)) for one, other in pairs if one.size and other.size
        ]
        if len(strata) < 2:
            return None
        return two_places(proportions.mantel_haenszel(np.array(strata)))


def counted(task: Task) -> str | None:
    """The answer whose share is compared; None where versions word it in different ways, or in many words."""
    asked = next((question for question in task.questions if question.id == task.score.question), None)
    if asked is None or not isinstance(asked.answer, Choice) or task.score.option is None:
        return None
    by_arm = asked.answer.options[task.score.option]
    wordings = {by_arm[arm] for arms in task.score.compare for arm in arms if arm in by_arm}
    return wordings.pop() if len(wordings) == 1 and all(len(each) <= SHORT for each in wordings) else None


def _most(values: Floats) -> int:
    """How many gave the number that most gave."""
    return int(np.unique(values[~np.isnan(values)], return_counts=True)[1].max(initial=0))
