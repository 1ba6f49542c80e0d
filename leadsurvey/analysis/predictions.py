"""What staff think citizens think, against what citizens say: of the whole organisation, by level of those who predict.

A statement counts where enough citizens answered it, the smallest group and thirty. Everything else is made of these.
"""

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from leadsurvey.analysis.annex import Guess, TechnicalPrediction, TechnicalPredictions, TechnicalWithheld, Truth
from leadsurvey.analysis.bylevel import ByLevel
from leadsurvey.analysis.disclosure.figures import (
    Figure,
    Reason,
    Shown,
    Withheld,
    shown_difference,
    shown_mean,
    shown_number,
    shown_range,
)
from leadsurvey.analysis.disclosure.plan import Verdict
from leadsurvey.analysis.findings import ALL_STAFF
from leadsurvey.analysis.gaps import contrasts
from leadsurvey.analysis.numbers import number
from leadsurvey.analysis.whole import Contrast, PredictionFindings, StatementFindings
from leadsurvey.questionnaire.model import CapabilityId, LevelId, Predictions, Statement
from leadsurvey.responses.columns import OWN
from leadsurvey.scoring import perspective, proportions
from leadsurvey.scoring.means import mean_interval
from leadsurvey.scoring.resampling import generator
from leadsurvey.scoring.scores import Floats, answers

FEWEST = 30  # citizens who answered a statement
AGREE = 1

Told = tuple[PredictionFindings, TechnicalPredictions | TechnicalWithheld]


def predictions(by_level: ByLevel) -> Told | None:
    """Errors by level, and each statement; None where nothing was predicted."""
    asked = by_level.sample.survey.questionnaire.predictions
    if asked is None:
        return None
    made = _Guesses(by_level, asked)
    return made.findings(), made.annex()


class _Guesses:
    """All predictions of the round, and all own answers to the same statements."""

    def __init__(self, by_level: ByLevel, asked: Predictions) -> None:
        self._by_level, self._asked = by_level, asked
        staff = by_level.who(ALL_STAFF)[:, np.newaxis]
        predicted = answers(np.column_stack([by_level.codes(each.id) for each in asked.statements]))
        self._predicted = np.where(staff, predicted, np.nan)
        own = answers(np.column_stack([by_level.codes(each.id + OWN) for each in asked.statements]))
        self._own = np.where(np.isnan(own), np.nan, own == AGREE)
        self._agree, self._citizens = perspective.truth(self._own)
        self._reasons = [self._why_untold(place) for place in range(len(asked.statements))]

    def _why_untold(self, place: int) -> Reason | None:
        """Why a statement's truth may not be told."""
        reason = self._by_level.plan(100 * self._own[:, place]).reason((self._by_level.root, self._asked.of))
        return reason or (Reason.FEW if self._citizens[place] < FEWEST else None)

    @cached_property
    def _told(self) -> list[int]:
        """The statements whose truth is told."""
        return [place for place, reason in enumerate(self._reasons) if not reason]

    @cached_property
    def _truth(self) -> Floats:
        """How many of 100 citizens agree with each statement that is told."""
        return 100.0 * self._agree[self._told] / self._citizens[self._told]

    @cached_property
    def _directions(self) -> Floats:
        return np.array([self._asked.statements[place].direction for place in self._told], dtype=np.float64)

    @cached_property
    def _errors(self) -> Floats:
        return perspective.errors(self._predicted[:, self._told], self._truth)

    @cached_property
    def _directed(self) -> Floats:
        return perspective.directed(self._errors, self._directions)

    @cached_property
    def _absolute(self) -> Floats:
        return perspective.absolute(self._errors)

    @cached_property
    def _plans(self) -> list[Verdict]:
        """Who may be told of each statement that counts, and of anybody's errors at all.

        An average over statements leaves each answer open, so errors are told wherever each answer may be.
        """
        each = [self._by_level.plan(self._predicted[:, place]) for place in self._told]
        return [*each, self._by_level.plan_people(~np.isnan(self._absolute))]

    def _reason(self, level: LevelId) -> Reason | None:
        """Why errors of a level, or of all staff, may not be told."""
        row = (self._by_level.root, level)
        return next((reason for plan in self._plans if (reason := plan.reason(row))), None)

    @cached_property
    def _rows(self) -> list[LevelId]:
        """Those who predicted anything, all staff last."""
        given = ~np.isnan(self._predicted).all(axis=1)
        return [level for level in self._by_level.rows if (given & self._by_level.who(level)).any()]

    def findings(self) -> PredictionFindings:
        """What may be told."""
        statements = enumerate(self._asked.statements)
        return PredictionFindings(
            of=self._asked.of,
            statements=tuple(self._statement(place, statement) for place, statement in statements),
            directed={level: self._shown_directed(level) for level in self._rows} if self._told else {},
            absolute={level: self._shown_absolute(level) for level in self._rows} if self._told else {},
            floor=shown_number(self._floor) if self._told else None,
            contrasts=self._contrasts() if self._told else (),
        )

    def _statement(self, place: int, statement: Statement) -> StatementFindings:
        values = self._predicted[:, place]
        plan = self._by_level.plan(values)
        return StatementFindings(
            id=statement.id,
            text=statement.text,
            direction=statement.direction,
            agree=self._agreeing(place),
            predicted={level: self._mean(plan, level, values) for level in self._rows},
        )

    def _agreeing(self, place: int) -> Figure:
        if reason := self._reasons[place]:
            return Withheld(reason)
        agree, n = int(self._agree[place]), int(self._citizens[place])
        low, high = proportions.wilson(agree, n)
        is_rough = n < 2 * self._by_level.sample.survey.minimum_group
        return shown_range(100 * agree / n, 100 * low, 100 * high, n, is_rough=is_rough)

    def _mean(self, plan: Verdict, level: LevelId, values: Floats) -> Figure:
        return plan.clear((self._by_level.root, level), lambda: self._made_mean(level, values))

    def _made_mean(self, level: LevelId, values: Floats) -> Shown:
        return shown_mean(mean_interval(values[self._by_level.who(level)]), self._by_level.sample.survey.minimum_group)

    def _shown_absolute(self, level: LevelId) -> Figure:
        reason = self._reason(level)
        return Withheld(reason) if reason else self._made_mean(level, self._absolute)

    def _shown_directed(self, level: LevelId) -> Figure:
        if reason := self._reason(level):
            return Withheld(reason)
        values = self._directed[self._by_level.who(level)]
        is_rough = int(np.count_nonzero(~np.isnan(values))) < 2 * self._by_level.sample.survey.minimum_group
        return shown_difference(float(np.nanmean(values)), *self._range(level), is_rough=is_rough)

    def _range(self, level: LevelId) -> tuple[float, float]:
        """The range of the directed error: staff and citizens are drawn again together."""
        chance = generator(self._by_level.sample.survey.id, "predictions", level)
        predicted = self._predicted[self._by_level.who(level)][:, self._told]
        citizens = self._own[self._by_level.who(self._asked.of)][:, self._told]
        return perspective.directed_interval(predicted, citizens, self._directions, chance)

    @property
    def _floor(self) -> float:
        return perspective.noise_floor(self._agree[self._told], self._citizens[self._told])

    def _contrasts(self) -> tuple[Contrast, ...]:
        """Levels of staff whose mean error differs."""
        survey, error = self._by_level.sample.survey, CapabilityId("absolute")
        means = {
            level: mean_interval(self._absolute[self._by_level.who(level)])
            for level in self._rows
            if level in survey.questionnaire.staff and not self._reason(level)
        }
        return contrasts(survey.questionnaire, {error: means}, survey.minimum_group).get(error, ())

    def annex(self) -> TechnicalPredictions | TechnicalWithheld:
        """The same with all digits."""
        if not self._told:
            return TechnicalWithheld(str(self._reasons[0]))
        statements = [self._asked.statements[place].id for place in self._told]
        counts = zip(self._citizens[self._told].tolist(), self._agree[self._told].tolist(), strict=True)
        return TechnicalPredictions(
            truths={name: Truth(int(n), int(agree)) for name, (n, agree) in zip(statements, counts, strict=True)},
            floor=self._floor,
            levels={level: self._technical(level) for level in self._rows if not self._reason(level)},
        )

    def _technical(self, level: LevelId) -> TechnicalPrediction:
        who = self._by_level.who(level)
        predicted, errors = self._predicted[who][:, self._told], self._errors[who]
        n = int(np.count_nonzero(~np.isnan(errors).all(axis=1)))
        is_large = n >= 2 * self._by_level.sample.survey.minimum_group  # a range with all digits tells the spread
        low, high = self._range(level) if is_large else (np.nan, np.nan)
        return TechnicalPrediction(
            n=n,
            directed=float(np.nanmean(self._directed[who])),
            directed_low=number(low),
            directed_high=number(high),
            signed=float(np.nanmean(perspective.signed(errors))),
            absolute=float(np.nanmean(self._absolute[who])),
            crowd=perspective.crowd_error(predicted, self._truth),
            order=number(perspective.order_agreement(predicted, self._truth)),
            predicted=dict(self._guesses(predicted)),
        )

    def _guesses(self, predicted: Floats) -> Iterator[tuple[str, Guess]]:
        for place, values in zip(self._told, predicted.T, strict=True):
            made = mean_interval(values)
            yield self._asked.statements[place].id, Guess(made.n, made.mean)
