"""How often people could not say: of all questions of a capability that were put to a level of the organisation.

Planned like everything that is told of the whole organisation, with all who were put the questions. A group of which
nearly nobody could say anything is withheld, for that would tell it of each of them.
"""

from collections.abc import Mapping

from leadsurvey.analysis.bylevel import ByLevel
from leadsurvey.analysis.disclosure.figures import Figure, shown_share
from leadsurvey.analysis.disclosure.plan import Row, Verdict
from leadsurvey.analysis.itemcounts import CANNOT_SAY, ItemCounts
from leadsurvey.analysis.levels import NEARLY_ALL
from leadsurvey.questionnaire.model import CapabilityId, LevelId

Unsaid = dict[CapabilityId, dict[LevelId, Figure]]


def unsaid(by_level: ByLevel, counted: Mapping[CapabilityId, ItemCounts]) -> Unsaid:
    """By capability and level, of 100 questions put how many they could not say."""
    found = {name: _of(by_level, each) for name, each in counted.items()}
    return {name: told for name, told in found.items() if told}


def _of(by_level: ByLevel, counted: ItemCounts) -> dict[LevelId, Figure]:
    people = counted.counts[:, :, 0].sum(axis=(1, 2)) * counted.put.any(axis=1)
    put, silent = people * counted.put.sum(axis=1), counted.counts[..., CANNOT_SAY].sum(axis=(1, 2))
    rows = {level: by_level.members(level) for level in by_level.rows}
    shares = {level: float(silent[row].sum() / put[row].sum()) for level, row in rows.items() if put[row].sum()}
    nearly = [level for level, share in shares.items() if share >= NEARLY_ALL]
    plan = by_level.plan_counts(people.tolist(), None, nearly)
    return {level: _figure(plan, (by_level.root, level), share) for level, share in shares.items()}


def _figure(plan: Verdict, row: Row, share: float) -> Figure:
    return plan.clear(row, lambda: shown_share(share))
