"""Who moved important issues forward: roles that people named, by the level of those who named them.

Of the whole organisation. It is a distribution, so a row is told from twice the smallest group on, and its shares leave
rounded to 5 of 100. A row of fewer than thirty goes where all but two or fewer named the same role: that is nearly each
one's answer.
"""

import numpy as np
from numpy.typing import NDArray

from leadsurvey.analysis.annex import TechnicalWhoLed, TechnicalWithheld
from leadsurvey.analysis.bylevel import ByLevel
from leadsurvey.analysis.disclosure.figures import COUNT_STEP, Figure, Reason, Withheld, nearest, shown_share
from leadsurvey.analysis.disclosure.spread import CROWD, FEW_OTHERS
from leadsurvey.analysis.findings import ALL_STAFF
from leadsurvey.analysis.sample import Mask
from leadsurvey.analysis.whole import WhoLedFindings
from leadsurvey.questionnaire.model import LevelId, WhoLed
from leadsurvey.responses.columns import WHO_LED
from leadsurvey.scoring import nominations
from leadsurvey.scoring.scores import Floats

Told = tuple[WhoLedFindings, TechnicalWhoLed | TechnicalWithheld]


def who_led(by_level: ByLevel) -> Told | None:
    """The matrix of levels by roles, and how spread leading is; None where it was not asked."""
    asked = by_level.sample.survey.questionnaire.who_led
    if asked is None:
        return None
    made = _Namings(by_level, asked)
    return made.findings(), made.annex()


class _Namings:
    """All namings of the round."""

    def __init__(self, by_level: ByLevel, asked: WhoLed) -> None:
        self._by_level, self._asked = by_level, asked
        self._named = nominations.named(by_level.codes(WHO_LED), len(asked.choices))
        self._answered: Mask = np.any(self._named, axis=1)
        self._plan = by_level.plan_people(self._answered, [level for level in by_level.rows if self._is_alike(level)])

    def _counts(self, level: LevelId) -> NDArray[np.intp]:
        counts: NDArray[np.intp] = self._named[self._by_level.who(level)].sum(axis=0, dtype=np.intp)
        return counts

    def _people(self, level: LevelId) -> int:
        return int(np.count_nonzero(self._answered & self._by_level.who(level)))

    def _is_alike(self, level: LevelId) -> bool:
        people = self._people(level)
        return people < CROWD and bool((self._counts(level) >= people - FEW_OTHERS).any())

    def _withheld(self, level: LevelId) -> Withheld | None:
        reason = self._plan.reason((self._by_level.root, level))
        if not reason and self._people(level) < 2 * self._by_level.sample.survey.minimum_group:
            reason = Reason.FEW_FOR_DETAIL
        return Withheld(reason) if reason else None

    def findings(self) -> WhoLedFindings:
        """What may be told."""
        return WhoLedFindings(
            choices=dict(self._asked.choices),
            shares={level: self._row(level) for level in self._rows()},
            spread=self._withheld(ALL_STAFF) or shown_share(nominations.decentralisation(self._shares(ALL_STAFF))),
            in_post={role: nearest(100 * share, COUNT_STEP) for role, share in self._in_post().items()},
        )

    def _rows(self) -> list[LevelId]:
        """The levels that named anybody."""
        return [level for level in self._by_level.rows if self._counts(level).any()]

    def _row(self, level: LevelId) -> dict[str, Figure]:
        shares = zip(self._asked.choices, self._shares(level).tolist(), strict=True)
        withheld = self._withheld(level)
        return {role: withheld or shown_share(share) for role, share in shares}

    def _shares(self, level: LevelId) -> Floats:
        return nominations.shares(self._counts(level))

    def _in_post(self) -> dict[str, float]:
        """Which share of all people in post, reference levels left out, stands at the level of each role."""
        survey = self._by_level.sample.survey
        heads = {
            level.id: survey.heads(survey.root.id, level.id)
            for level in survey.questionnaire.levels.values()
            if not level.reference
        }
        total = sum(heads.values())
        return {
            role: heads[LevelId(role)] / total for role in self._asked.choices if total and heads.get(LevelId(role))
        }

    def annex(self) -> TechnicalWhoLed | TechnicalWithheld:
        """The same with all digits, of rows that are told."""
        if withheld := self._withheld(ALL_STAFF):
            return TechnicalWithheld(str(withheld.reason))
        told = [level for level in self._rows() if not self._withheld(level)]
        whole, roles, in_post = self._shares(ALL_STAFF), list(self._asked.choices), self._in_post()
        return TechnicalWhoLed(
            n={level: self._people(level) for level in told},
            shares={level: dict(zip(roles, self._shares(level).tolist(), strict=True)) for level in told},
            decentralisation=nominations.decentralisation(whole),
            concentration=nominations.concentration(whole),
            availability={role: whole[roles.index(role)] / share for role, share in in_post.items()},
        )
