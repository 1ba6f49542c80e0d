"""Every fault of sense in a questionnaire file whose shape is right."""

from collections import Counter
from collections.abc import Iterator, Mapping

from leadsurvey.languages.locales import is_known
from leadsurvey.questionnaire.check_tasks import task_faults
from leadsurvey.questionnaire.fault import Fault, Place, unknown, unknown_keys
from leadsurvey.questionnaire.grammar import CapabilityKeys, LevelKeys, QuestionnaireKeys
from leadsurvey.questionnaire.model import OPT_OUT_KEY
from leadsurvey.questionnaire.problems import did_you_mean
from leadsurvey.questionnaire.prose import PLACEHOLDER, passages
from leadsurvey.questionnaire.warned import CODES

ABOUT_A_LEVEL = {"stem", "items", "wording", "self_rating"}  # where {about} stands for what the reader answers about


def faults(keys: QuestionnaireKeys) -> Iterator[Fault]:
    """All of them; none means that the file can be built."""
    yield from _anything_asked(keys)
    if not is_known(keys.language):
        fault = f"nothing is known of a language '{keys.language}': neither its direction nor its dates"
        yield Fault(("language",), fault, "write the code of a language: en, ar, pt-BR")
    yield from _levels(keys)
    yield from _bands(keys)
    yield from option_faults(keys)
    for name, capability in keys.capabilities.items():
        yield from _capability(keys, ("capabilities", name), capability)
    yield from _stem(keys, ("stem",), keys.stem)
    yield from _sections(keys)
    for name, task in keys.tasks.items():
        yield from _asked(keys, ("tasks", name, "asked"), task.asked)
        yield from task_faults(("tasks", name), task, keys.scales)
    yield from _predictions(keys)
    if keys.who_led:
        yield from _asked(keys, ("who_led", "asked"), keys.who_led.asked)
    yield from _background(keys)
    for name, comment in keys.comments.items():
        yield from _asked(keys, ("comments", name, "asked"), comment.asked)
    yield from _ids_twice(keys)
    yield from _recommendations(keys)
    yield from unknown_keys(("minutes",), "level", keys.minutes, keys.levels)
    yield from unknown_keys(("tasks_per_person",), "level", keys.tasks_per_person, ["all", *keys.levels])
    yield from _accept(keys)
    yield from _placeholders(keys)


def option_faults(keys: QuestionnaireKeys) -> Iterator[Fault]:
    """Answers that could be taken for each other, in the language that the keys are in."""
    for name, scale in keys.scales.items():
        yield from _options(("scales", name, "options"), scale.options)
    for name, part in keys.background.items():
        yield from _options(("background", name, "options"), part.options)
    if keys.who_led:
        yield from _twice(("who_led", "choices"), keys.who_led.choices)


def _anything_asked(keys: QuestionnaireKeys) -> Iterator[Fault]:
    if not (keys.capabilities or keys.tasks or keys.predictions or keys.who_led or keys.comments or keys.background):
        cure = "add `capabilities:`, `tasks:` or `predictions:`"
        yield Fault(("questionnaire",), "the questionnaire asks nothing", cure, on_key=True)
    if keys.capabilities and not keys.scales:
        yield Fault(("capabilities",), "there is no scale to answer on", "add `scales:`", on_key=True)


def _asked(keys: QuestionnaireKeys, place: Place, asked: list[str] | None) -> Iterator[Fault]:
    yield from unknown(place, "level", asked or (), keys.levels)
    if asked == []:
        yield Fault(place, f"'{place[-2]}' is asked of nobody", "name a level, or take `asked:` out")


def _twice(place: Place, options: Mapping[str, str]) -> Iterator[Fault]:
    for label, count in Counter(options.values()).items():
        if count > 1:
            last = [key for key, same in options.items() if same == label][-1]
            yield Fault((*place, last), f"'{label}' stands here {count} times", "keep one")


def _options(place: Place, options: Mapping[str, str]) -> Iterator[Fault]:
    """Labels stand once, and none reads like another one's code: it would be taken for it in a table of answers."""
    yield from _twice(place, options)
    codes = {*options, *map(str, range(1, len(options) + 1)), OPT_OUT_KEY}
    for number, (key, label) in enumerate(options.items(), 1):
        if label in codes - {key, str(number)}:
            fault = f"'{label}' is how a table of answers writes another choice"
            yield Fault((*place, key), fault, "put words to it, or bring the numbers into the order 1, 2, 3")
        if key == OPT_OUT_KEY or (key.isdigit() and key != str(number)):
            fault = f"the code '{key}' is how a table of answers writes another choice"
            yield Fault((*place, key), fault, "use a word as its code", on_key=True)


def _levels(keys: QuestionnaireKeys) -> Iterator[Fault]:
    for name, level in keys.levels.items():
        place = ("levels", name)
        if level.staff and level.reference:
            yield Fault((*place, "reference"), "a reference level is never part of staff", "keep one of the two")
        if level.merge_with is None:
            continue
        yield from unknown((*place, "merge_with"), "level", [level.merge_with], keys.levels)
        if name in _merged_into(keys, name):
            yield Fault((*place, "merge_with"), f"'{name}' ends up merged with itself", "merge in one direction")
        target = keys.levels.get(level.merge_with)
        if target and _kind(target) != _kind(level):
            fault = "levels that count as staff, references and others are never merged with each other"
            yield Fault((*place, "merge_with"), fault, "merge levels of the same kind")
    if not any(level.is_staff for level in keys.levels.values()):
        yield Fault(("levels",), "no level counts as staff", "leave out `reference` for at least one", on_key=True)


def _kind(level: LevelKeys) -> tuple[bool, bool]:
    return level.is_staff, level.reference


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
        yield from unknown((*place, "scale"), "scale", [capability.scale], keys.scales)
    if keys.parts and capability.part is None:
        yield Fault(place, "no part is named", "add `part:` with one of: " + ", ".join(keys.parts), on_key=True)
    if capability.part is not None:
        yield from unknown((*place, "part"), "part", [capability.part], keys.parts)
    yield from unknown_keys((*place, "bands"), "band", capability.bands, keys.bands)
    yield from _asked(keys, (*place, "asked"), capability.asked)
    yield from _stem(keys, (*place, "stem"), capability.stem)
    for name, item in capability.items.items():
        yield from _asked(keys, (*place, "items", name, "asked"), item.asked)
    if capability.self_rating:
        yield from _asked(keys, (*place, "self_rating", "asked"), capability.self_rating.asked)
        if "self" not in {**keys.stem, **capability.stem}:
            cure = "add `self:` to `stem:`, such as “How often was this true of you?”"
            yield Fault(
                (*place, "self_rating"), "no question stands above what people say of themselves", cure, on_key=True
            )
    yield from unknown_keys((*place, "wording"), "level", capability.wording, keys.levels)
    for level, texts in capability.wording.items():
        yield from unknown_keys((*place, "wording", level), "item", texts, capability.items)


def _ids_twice(keys: QuestionnaireKeys) -> Iterator[Fault]:
    """Whatever is answered has a column of its own in a table of answers."""
    home: dict[str, str] = {
        "unit": "a table of answers",
        "level": "a table of answers",
        "language": "a table of answers",
        "go": "the buttons of every page",
        "sheet": "the tables of keyed forms",
    }
    for place, named in _columns(keys):
        if named in home:
            fault = f"'{named}' stands in '{home[named]}' already"
            yield Fault(place, fault, "give it another id", on_key=True)
        home.setdefault(named, str(place[1] if place[0] == "capabilities" else place[0]))


def _columns(keys: QuestionnaireKeys) -> Iterator[tuple[Place, str]]:
    for name, capability in keys.capabilities.items():
        yield from ((("capabilities", name, "items", item), item) for item in capability.items)
        if capability.self_rating:
            yield ("capabilities", name, "self_rating"), f"{name}-self"
    yield from ((("tasks", name), name) for name in keys.tasks)
    if keys.predictions:
        yield from ((("predictions", "statements", name), name) for name in keys.predictions.statements)
    if keys.who_led:
        yield ("who_led",), "who_led"
    yield from ((("background", name), name) for name in keys.background)
    yield from ((("comments", name), name) for name in keys.comments)


def _predictions(keys: QuestionnaireKeys) -> Iterator[Fault]:
    part = keys.predictions
    if part is None:
        return
    yield from _asked(keys, ("predictions", "asked"), part.asked)
    yield from unknown(("predictions", "of"), "level", [part.of], keys.levels)
    if part.of in keys.levels and not keys.levels[part.of].reference:
        fault = f"'{part.of}' is no reference level, so its answers are no comparison"
        yield Fault(("predictions", "of"), fault, "name a level with `reference: yes`")
    if part.of in (part.asked or ()):
        fault = f"'{part.of}' cannot predict its own answers"
        yield Fault(("predictions", "asked"), fault, "take it out of `asked:`")


def _background(keys: QuestionnaireKeys) -> Iterator[Fault]:
    for name, part in keys.background.items():
        yield from _asked(keys, ("background", name, "asked"), part.asked)
        if part.sensitivity == "sensitive" and not part.opt_out:
            fault = f"'{name}' is sensitive, and there is no way to leave it unsaid"
            yield Fault(("background", name), fault, "add `opt_out: I’d rather not say`", on_key=True)


def _recommendations(keys: QuestionnaireKeys) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, entry in enumerate(keys.recommendations):
        yield from unknown(
            ("recommendations", number, "capability"), "capability", [entry.capability], keys.capabilities
        )
        if entry.handle in seen:
            fault = f"rule '{entry.rule}' has a practice for '{entry.capability}' already"
            yield Fault(("recommendations", number), fault, "keep one, or give it to another capability")
        seen.add(entry.handle)


def _accept(keys: QuestionnaireKeys) -> Iterator[Fault]:
    for number, entry in enumerate(keys.accept):
        if entry.warning not in CODES:
            fault = f"unknown warning '{entry.warning}'"
            yield Fault(("accept", number, "warning"), fault, did_you_mean(entry.warning, CODES))


def _stem(keys: QuestionnaireKeys, place: tuple[str, ...], stem: Mapping[str, str]) -> Iterator[Fault]:
    yield from unknown_keys(place, "level", stem, ["all", "self", *keys.levels])


def _sections(keys: QuestionnaireKeys) -> Iterator[Fault]:
    home: dict[str, int] = {}
    for number, section in enumerate(keys.sections):
        place = ("sections", number, "capabilities")
        yield from unknown(place, "capability", section.capabilities, keys.capabilities)
        for entry, name in enumerate(section.capabilities):
            if name in home:
                yield Fault((*place, entry), f"'{name}' stands in section {home[name]} already", "keep one")
            home.setdefault(name, number + 1)
    for name in keys.capabilities if keys.sections else ():
        if name not in home:
            yield Fault(("capabilities", name), f"'{name}' stands in no section", "add it to one", on_key=True)


def _placeholders(keys: QuestionnaireKeys) -> Iterator[Fault]:
    """Braces in any text must name a text of the file, or `about` of the level."""
    if "about" in keys.texts:
        fault = "{about} is what a level answers about, and no text"
        yield Fault(("texts", "about"), fault, "write it as `about:` of the levels, or take another name", on_key=True)
    for passage in passages(keys):
        known = [] if passage.place[0] == "texts" else [*keys.texts]  # a text is filled in once
        known += ["about"] if ABOUT_A_LEVEL & set(passage.place) else []
        for name in PLACEHOLDER.findall(passage.text):
            if name not in known:
                yield Fault(passage.place, f"nothing fills {{{name}}}", did_you_mean(name, known))
