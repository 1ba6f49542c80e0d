"""The research file: single people's answers, each in a group that is large, diverse, and tells what the release tells.

Of staff alone, and the codes of scored statements alone. Self-ratings are not in it, because few people hold them;
tasks and background, because they tell people apart; citizens and partners, because no row of all staff has them.
Below, k is the smallest group of the round, and ten at least.

- Units stand for themselves: nobody of a named unit stands under the unit above it. A unit of fewer than 2 k people, or
  of which the release does not tell all staff for every capability, is not named; its people stand under the nearest
  unit above that is, in the end under the organisation. So what is left over is named too, and holds 2 k.
- A level is named within a unit if 2 k people there stand in it and the release tells it there and next below for every
  capability. What is left over holds 2 k as well, or nobody.
- So every group is a sum and difference of rows that are told, and its mean tells nothing that they do not. What is not
  told of all staff of the organisation is not in the file.
- Of each group a third is left out, and where that is fewer than 2 k as many more, up to half: k people at least.
- Both those in the file and those left out differ (`spread.is_of_one_mind`) in each capability; else the level goes,
  then the unit. Where the organisation as a whole does not, there is no file.
- Items that some level of a group was not asked are empty for all of it, so that gaps do not tell levels.

Why people are left out: with everybody in the file, released means would sort its rows. Means of a dozen capabilities,
even as whole numbers, say which of twenty people are the three team leads whose mean is withheld: one choice of a
million fits (tests/analysis/test_research_attack.py). With k unknown people left out of every group, any small group
may be among them, and they may have said whatever makes up a told mean. Samples are a usual safeguard of single
answers (C. Skinner, C. Marsh, S. Openshaw & C. Wymer, Disclosure control for census microdata, J. Official Statistics
10, 1994); that choices stay open is tried, not proven. Who is left out is decided by the shuffle at closing, which
nobody knows: by any order of content their neighbours would tell what they said.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadsurvey.analysis.coarsen import Coarsened
from leadsurvey.analysis.disclosure.spread import is_of_one_mind
from leadsurvey.analysis.findings import ALL_STAFF
from leadsurvey.analysis.microdata import ResearchTable
from leadsurvey.analysis.planning import Plan
from leadsurvey.analysis.sample import Sample, asked_of_staff
from leadsurvey.questionnaire.model import Item, LevelId
from leadsurvey.responses.model import OPT_OUT, UNANSWERED
from leadsurvey.rounds.places import Places
from leadsurvey.scoring.scores import Floats, answers, keyed, pomp, scale_scores

People = NDArray[np.intp]  # in the order of the shuffle
NO_ANSWER = "No answer"
NAMES = {"unit": "Unit, without those below it that stand here too", "level": "Level; empty where it is not named"}


@dataclass(frozen=True, eq=False)
class Group:
    """People who share a unit and a level in the file, or would if they were not left out of it."""

    unit: str
    level: str
    shown: People
    left_out: People


def research_table(sample: Sample, plan: Plan) -> ResearchTable:
    """The file of a round; `sample` in the order of the shuffle, `plan` that of its release.

    TooAlikeError (`coarsen`) where no coarsening is enough.
    """
    items = _items(sample, plan)
    return ResearchTable(
        (*NAMES, *(item.id for item in items)),
        {**NAMES, **{item.id: sample.survey.fill(item.text) for item in items}},
        {item.id: _values(item) for item in items},
        sorted(row for group in groups(sample, plan) for row in _rows(sample, items, group)),
    )


def groups(sample: Sample, plan: Plan) -> list[Group]:
    """Who stands together, as finely as every rule allows; no order of these groups tells anything."""
    survey, places, items = sample.survey, Places(sample.survey).all, _items(sample, plan)
    answered = np.zeros(len(sample.places), dtype=bool)
    for item in items:
        answered |= sample.codes_of(item) >= 0
    answered &= sample.staff()
    sizes = np.bincount(sample.places[answered], minlength=len(places)).tolist()
    coarsened = Coarsened(survey, places, sizes, _told_by(sample, plan, items), 2 * survey.fewest_sharing)
    while True:
        found = [_halved(sample, key, of, answered) for key, of in coarsened.groups().items()]
        unsafe = {group.unit: group.level for group in found if not _is_safe(sample, items, group)}
        if not unsafe:
            return found
        for key in unsafe.items():
            coarsened.merge(key)


def _items(sample: Sample, plan: Plan) -> list[Item]:
    """The scored items that any staff are asked, of capabilities that are told of all staff of the organisation."""
    questionnaire, root = sample.survey.questionnaire, sample.survey.root.id
    told = [
        about
        for about in questionnaire.capabilities.values()
        if plan.capabilities[about.id].reason((root, ALL_STAFF)) is None
    ]
    return [item for about in told for item in asked_of_staff(questionnaire, about)]


def _told_by(sample: Sample, plan: Plan, items: list[Item]) -> Callable[[str, str], bool]:
    """Whether the release tells a row for every capability of the file that its people are asked."""
    about = {item.capability: sample.survey.questionnaire.capabilities[item.capability] for item in items}
    asked = {
        level: [name for name in about if sample.asked(about[name], level)] for level in map(LevelId, sample.sources)
    }

    def told(unit: str, level: str) -> bool:
        names = about if level == ALL_STAFF else asked.get(LevelId(level), [])
        return all(plan.capabilities[name].reason((unit, level)) is None for name in names)

    return told


def _halved(sample: Sample, key: tuple[str, str], places: list[int], answered: NDArray[np.bool_]) -> Group:
    """A group, so many of whom are left out that nobody knows who is not: a third, and 2 k or half if that is more."""
    people = sample.at(places)
    people = people[answered[people]]
    left_out = max(-(-len(people) // 3), min(len(people) // 2, 2 * sample.survey.fewest_sharing))
    return Group(*key, people[left_out:], people[:left_out])


def _is_safe(sample: Sample, items: list[Item], group: Group) -> bool:
    """Whether the people in the file differ in every capability, and so do those who are left out, who are many."""
    return not any(
        _is_too_much_alike(shown) or _is_too_much_alike(left_out) or 0 < len(left_out) < sample.survey.fewest_sharing
        for shown, left_out in zip(
            *(_scores(sample, items, group, who) for who in (group.shown, group.left_out)), strict=True
        )
    )


def _is_too_much_alike(scores: Floats) -> bool:
    return len(scores) > 0 and is_of_one_mind(scores)


def _scores(sample: Sample, items: list[Item], group: Group, who: People) -> Iterator[Floats]:
    """The valid scores of some people of a group in each capability, from the items that the file holds of it."""
    put = _put(sample, items, group)
    for about in sample.survey.questionnaire.capabilities.values():
        if own := [item for item in put if item.capability == about.id]:
            codes = np.column_stack([sample.codes_of(item)[who] for item in own])
            turned = keyed(answers(codes), np.array([item.reverse for item in own], dtype=bool), about.options)
            scores = pomp(scale_scores(turned), about.options)
            yield scores[~np.isnan(scores)]


def _rows(sample: Sample, items: list[Item], group: Group) -> Iterator[tuple[object, ...]]:
    """The lines of a group: unit, level and codes; what some of it were not asked is empty for all."""
    put = {item.id for item in _put(sample, items, group)}
    gap = [UNANSWERED] * len(group.shown)
    columns = [sample.codes_of(item)[group.shown].tolist() if item.id in put else gap for item in items]
    return ((group.unit, group.level, *codes) for codes in zip(*columns, strict=True))


def _put(sample: Sample, items: list[Item], group: Group) -> list[Item]:
    """The items that everybody of a group was asked."""
    levels = np.unique(sample.levels[np.concatenate([group.shown, group.left_out])])
    sources = {source for level in levels for source in sample.sources.get(LevelId(str(level)), {None})}
    asks = sample.survey.questionnaire.asks
    return [item for item in items if all(asks(item, source) for source in sources)]


def _values(item: Item) -> dict[int, str]:
    """What the codes of an item mean."""
    options = dict(enumerate(item.scale.options, start=1))
    return {**options, **({OPT_OUT: item.scale.opt_out} if item.scale.opt_out else {}), UNANSWERED: NO_ANSWER}
