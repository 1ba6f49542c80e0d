"""Whether the items of a capability make a score that means something."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from leadsurvey.questionnaire.fault import Place
from leadsurvey.questionnaire.grammar import CapabilityKeys, QuestionnaireKeys
from leadsurvey.questionnaire.model import Capability, CapabilityId, Item, LevelId, Questionnaire
from leadsurvey.questionnaire.warned import Warned

FEWEST = 3
Read = Mapping[LevelId, tuple[Item, ...]]


def scale_warnings(keys: QuestionnaireKeys, questionnaire: Questionnaire) -> Iterator[Warned]:
    """Too many reversed items, too few items, and bands that nobody reaches or nothing describes."""
    for name, capability in questionnaire.capabilities.items():
        read = _read(questionnaire, capability)
        yield from _reversed(name, read)
        yield from _few(questionnaire, name, read)
        yield from _undescribed(keys, name, keys.capabilities[name])
        yield from _unreached(keys, questionnaire, name, read)


def _read(questionnaire: Questionnaire, capability: Capability) -> Read:
    """The items of each level that is asked any."""
    each = {level: tuple(item for item in capability.items if level in item.asked) for level in questionnaire.levels}
    return {level: items for level, items in each.items() if items}


def _levels(levels: list[LevelId]) -> str:
    return ", ".join(f"'{level}'" for level in levels)


def _reversed(name: str, read: Read) -> Iterator[Warned]:
    """One warning a capability, at the second of the reversed items."""
    met = defaultdict[tuple[str, ...], list[LevelId]](list)
    for level, items in read.items():
        turned = tuple(str(item.id) for item in items if item.reverse)
        if len(turned) > 1:
            met[turned].append(level)
    for turned, levels in list(met.items())[:1]:
        text = f"{len(turned)} reversed items in one scale of {_levels(levels)}: they tend to form a scale of their own"
        place: Place = ("capabilities", name, "items", turned[1])
        yield Warned("reversed-items", name, place, text, "keep one at most, and put the others the right way", True)


def _few(questionnaire: Questionnaire, name: str, read: Read) -> Iterator[Warned]:
    few = [level for level in questionnaire.staff if level in read and len(read[level]) < FEWEST]
    if few:
        fewest = min(len(read[level]) for level in few)
        count = "one item" if fewest == 1 else f"{fewest} items"
        text = f"'{name}' rests on {count} for {_levels(few)}: too little for a score to be trusted"
        yield Warned("few-items", name, ("capabilities", name), text, f"ask {FEWEST} items or more", on_key=True)


def _undescribed(keys: QuestionnaireKeys, name: str, capability: CapabilityKeys) -> Iterator[Warned]:
    missing = [band for band in keys.bands if band not in capability.bands]
    if capability.bands and missing:
        text = f"'{name}' tells what its bands look like, but not of {', '.join(missing)}"
        yield Warned("no-band", name, ("capabilities", name, "bands"), text, "describe every band, or none", True)


def _unreached(
    keys: QuestionnaireKeys, questionnaire: Questionnaire, name: CapabilityId, read: Read
) -> Iterator[Warned]:
    """A band between two neighbouring scores of a person, such as those of one item with three options."""
    steps = questionnaire.capabilities[name].options - 1
    counting = [items for level, items in read.items() if questionnaire.levels[level].staff]
    most = max((len(items) * steps for items in counting), default=0)
    starts = [*(band.start for band in keys.bands.values()), 101]
    for number, band in enumerate(keys.bands):
        reached = (starts[number] * most <= 100 * score < starts[number + 1] * most for score in range(most + 1))
        if most and not any(reached):
            text = f"no answers to '{name}' give a score in band '{band}'"
            cure = "add items or options, or have fewer bands"
            yield Warned("no-band", name, ("capabilities", name), text, cure, on_key=True)
            return
