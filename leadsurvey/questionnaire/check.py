"""Every fault of sense in a questionnaire file whose shape is right."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from leadsurvey.questionnaire.grammar import CapabilityKeys, LevelKeys, QuestionnaireKeys
from leadsurvey.questionnaire.model import OPT_OUT_KEY
from leadsurvey.questionnaire.problems import did_you_mean

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault at a place in the file, such as ("capabilities", "voice", "scale")."""

    place: tuple[int | str, ...]
    fault: str
    cure: str
    on_key: bool = False


def faults(keys: QuestionnaireKeys) -> Iterator[Fault]:
    """All of them; none means that the file can be built."""
    yield from _levels(keys)
    yield from _bands(keys)
    for name, scale in keys.scales.items():
        yield from _twice(("scales", name, "options"), scale.options)
        yield from _like_codes(("scales", name, "options"), scale.options)
    for name, capability in keys.capabilities.items():
        yield from _capability(keys, ("capabilities", name), capability)
    yield from _items_twice(keys)
    yield from _stem(keys, ("stem",), keys.stem)
    yield from _sections(keys)
    for number, recommendation in enumerate(keys.recommendations):
        place = ("recommendations", number, "capability")
        yield from _unknown(place, "capability", [recommendation.capability], keys.capabilities)
    yield from _placeholders(keys, (), keys.model_dump())


def _unknown(place: tuple[int | str, ...], kind: str, names: Iterable[str], known: Iterable[str]) -> Iterator[Fault]:
    known = list(known)
    for number, name in enumerate(names):
        if name not in known:
            yield Fault((*place, number), f"unknown {kind} '{name}'", did_you_mean(name, known))


def _unknown_keys(
    place: tuple[int | str, ...], kind: str, names: Iterable[str], known: Iterable[str]
) -> Iterator[Fault]:
    known = list(known)
    for name in names:
        if name not in known:
            yield Fault((*place, name), f"unknown {kind} '{name}'", did_you_mean(name, known), on_key=True)


def _twice(place: tuple[int | str, ...], names: list[str]) -> Iterator[Fault]:
    for name, count in Counter(names).items():
        if count > 1:
            again = len(names) - 1 - names[::-1].index(name)
            yield Fault((*place, again), f"'{name}' stands here {count} times", "keep one")


def _like_codes(place: tuple[str, str, str], options: list[str]) -> Iterator[Fault]:
    """An option that reads like another one's code would be taken for it in a table of answers."""
    codes = {str(code) for code in range(1, len(options) + 1)} | {OPT_OUT_KEY}
    for number, option in enumerate(options):
        if option in codes - {str(number + 1)}:
            fault = f"'{option}' is how a table of answers writes another choice"
            yield Fault((*place, number), fault, "put words to it, or bring the numbers into the order 1, 2, 3")


def _levels(keys: QuestionnaireKeys) -> Iterator[Fault]:
    for name, level in keys.levels.items():
        place = ("levels", name)
        if level.staff and level.reference:
            yield Fault((*place, "reference"), "a reference level is never part of staff", "keep one of the two")
        if level.merge_with is None:
            continue
        yield from _unknown((*place, "merge_with"), "level", [level.merge_with], keys.levels)
        if name in _merged_into(keys, name):
            yield Fault((*place, "merge_with"), f"'{name}' ends up merged with itself", "merge in one direction")
        target = keys.levels.get(level.merge_with)
        if target and (_is_staff(target), target.reference) != (_is_staff(level), level.reference):
            fault = "levels that count as staff, references and others are never merged with each other"
            yield Fault((*place, "merge_with"), fault, "merge levels of the same kind")
    if not any(map(_is_staff, keys.levels.values())):
        yield Fault(("levels",), "no level counts as staff", "leave out `reference` for at least one", on_key=True)


def _is_staff(level: LevelKeys) -> bool:
    return not level.reference if level.staff is None else level.staff


def _merged_into(keys: QuestionnaireKeys, name: str) -> list[str]:
    """The levels that this one may join, one after the other, until there is none or a circle closes."""
    chain: list[str] = []
    step = keys.levels[name].merge_with
    while step in keys.levels and step not in chain:
        chain.append(step)
        step = keys.levels[step].merge_with
    return chain


def _bands(keys: QuestionnaireKeys) -> Iterator[Fault]:
    starts = [band.start for band in keys.bands.values()]
    if starts[:1] != [0] or starts != sorted(set(starts)):
        cure = "let the first start at 0 and each next one higher"
        yield Fault(("bands",), "the bands do not cover 0 to 100 in order", cure, on_key=True)


def _capability(keys: QuestionnaireKeys, place: tuple[str, str], capability: CapabilityKeys) -> Iterator[Fault]:
    if capability.scale is None and len(keys.scales) > 1:
        yield Fault(place, "no scale is named, and there are several", "add `scale:`", on_key=True)
    if capability.scale is not None:
        yield from _unknown((*place, "scale"), "scale", [capability.scale], keys.scales)
    if keys.parts and capability.part is None:
        yield Fault(place, "no part is named", "add `part:` with one of: " + ", ".join(keys.parts), on_key=True)
    if capability.part is not None:
        yield from _unknown((*place, "part"), "part", [capability.part], keys.parts)
    yield from _unknown_keys((*place, "bands"), "band", capability.bands, keys.bands)
    yield from _unknown((*place, "asked"), "level", capability.asked or (), keys.levels)
    yield from _stem(keys, (*place, "stem"), capability.stem)
    if capability.asked == []:
        fault = f"capability '{place[-1]}' is asked of nobody"
        yield Fault((*place, "asked"), fault, "name a level, or take `asked:` out")
    for name, item in capability.items.items():
        yield from _unknown((*place, "items", name, "asked"), "level", item.asked or (), keys.levels)
        if item.asked == []:
            cure = "name a level, or take the item out"
            yield Fault((*place, "items", name, "asked"), f"item '{name}' is asked of nobody", cure)
    yield from _unknown_keys((*place, "wording"), "level", capability.wording, keys.levels)
    for level, texts in capability.wording.items():
        yield from _unknown_keys((*place, "wording", level), "item", texts, capability.items)


def _items_twice(keys: QuestionnaireKeys) -> Iterator[Fault]:
    home: dict[str, str] = {}
    for name, capability in keys.capabilities.items():
        for item in capability.items:
            if item in home:
                fault = f"item '{item}' stands in '{home[item]}' already"
                yield Fault(("capabilities", name, "items", item), fault, "give it another id", on_key=True)
            home.setdefault(item, name)


def _stem(keys: QuestionnaireKeys, place: tuple[str, ...], stem: Mapping[str, str]) -> Iterator[Fault]:
    yield from _unknown_keys(place, "level", stem, ["all", *keys.levels])


def _sections(keys: QuestionnaireKeys) -> Iterator[Fault]:
    home: dict[str, int] = {}
    for number, section in enumerate(keys.sections):
        place = ("sections", number, "capabilities")
        yield from _unknown(place, "capability", section.capabilities, keys.capabilities)
        for entry, name in enumerate(section.capabilities):
            if name in home:
                yield Fault((*place, entry), f"'{name}' stands in section {home[name]} already", "keep one")
            home.setdefault(name, number + 1)
    for name in keys.capabilities if keys.sections else ():
        if name not in home:
            yield Fault(("capabilities", name), f"'{name}' stands in no section", "add it to one", on_key=True)


def _placeholders(keys: QuestionnaireKeys, place: tuple[int | str, ...], value: object) -> Iterator[Fault]:
    """Braces in any text must name a text of the file, or `about` of the level."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _placeholders(keys, (*place, key), inner)
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from _placeholders(keys, (*place, number), inner)
    elif isinstance(value, str):
        fills = {"texts": [], "levels": [*keys.texts]}  # a text is filled in once; `about` may hold a text
        known = fills.get(str(place[0]), [*keys.texts, "about"])
        for name in PLACEHOLDER.findall(value):
            if name not in known:
                yield Fault(place, f"nothing fills {{{name}}}", did_you_mean(name, known))
