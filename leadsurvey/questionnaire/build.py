"""A checked file's keys in, the house's `Questionnaire` out: every default is filled here and nowhere else."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from leadsurvey.questionnaire.asking import QuestionKeys, ScoreKeys, TaskKeys
from leadsurvey.questionnaire.grammar import CapabilityKeys, ItemKeys, QuestionnaireKeys, ScaleKeys
from leadsurvey.questionnaire.model import (
    ArmId,
    Background,
    Band,
    Capability,
    CapabilityId,
    Choice,
    Comment,
    Item,
    ItemId,
    Level,
    LevelId,
    Number,
    Order,
    Predictions,
    Question,
    Questionnaire,
    Recommendation,
    Scale,
    Score,
    Section,
    Statement,
    Task,
    WhoLed,
)

V = TypeVar("V")


def build(keys: QuestionnaireKeys) -> Questionnaire:
    """The questionnaire; the keys must have passed `check`."""
    capabilities = {CapabilityId(name): _capability(keys, name, part) for name, part in keys.capabilities.items()}
    return Questionnaire(
        id=keys.questionnaire,
        title=keys.title,
        language=keys.language,
        levels=_levels(keys),
        bands=tuple(Band(name, band.title, band.start) for name, band in keys.bands.items()),
        parts=keys.parts or {"": keys.title},
        capabilities=capabilities,
        sections=_sections(keys),
        recommendations=tuple(
            Recommendation(**{**entry.model_dump(), "capability": CapabilityId(entry.capability)})
            for entry in keys.recommendations
        ),
        texts=keys.texts,
        order=Order(keys.order.pages == "shuffled", keys.order.items == "shuffled"),
        tasks=tuple(_task(keys, name, task) for name, task in keys.tasks.items()),
        tasks_per_person={LevelId(level): _for(keys.tasks_per_person, level, 0) for level in keys.levels},
        predictions=_predictions(keys),
        who_led=_who_led(keys),
        background=_background(keys),
        comments=tuple(
            Comment(name, part.text, part.warning, _asked(keys, part.asked)) for name, part in keys.comments.items()
        ),
    )


def _for(values: Mapping[str, V], one: str, default: V) -> V:
    """What a mapping says of one level or arm, or of `all`."""
    return values.get(one, values.get("all", default))


def _asked(keys: QuestionnaireKeys, *named: list[str] | None) -> tuple[LevelId, ...]:
    """The levels named first, else all that are no references."""
    everyone_but_references = [level for level, level_keys in keys.levels.items() if not level_keys.reference]
    found = next((levels for levels in named if levels), everyone_but_references)
    return tuple(map(LevelId, found))


def _levels(keys: QuestionnaireKeys) -> dict[LevelId, Level]:
    return {
        LevelId(name): Level(
            id=LevelId(name),
            title=level.title,
            about=level.about,
            staff=level.is_staff,
            reference=level.reference,
            merge_with=LevelId(level.merge_with) if level.merge_with else None,
        )
        for name, level in keys.levels.items()
    }


def _sections(keys: QuestionnaireKeys) -> tuple[Section, ...]:
    if keys.sections:
        return tuple(
            Section(part.title, tuple(map(CapabilityId, part.capabilities)), part.fixed) for part in keys.sections
        )
    return tuple(Section(part.title, (CapabilityId(name),)) for name, part in keys.capabilities.items())


def _scale(written: ScaleKeys) -> Scale:
    return Scale(tuple(written.options.values()), written.opt_out or None, tuple(written.options))


def _capability(keys: QuestionnaireKeys, name: str, capability: CapabilityKeys) -> Capability:
    scale = _scale(keys.scales[capability.scale or next(iter(keys.scales))])
    stems = {**keys.stem, **capability.stem}
    own = capability.self_rating
    return Capability(
        id=CapabilityId(name),
        title=capability.title,
        gloss=capability.gloss,
        definition=capability.definition,
        part=capability.part or "",
        bands=capability.bands,
        stems={LevelId(level): _for(stems, level, "") for level in keys.levels},
        self_stem=stems.get("self", ""),
        items=tuple(_item(keys, capability, scale, CapabilityId(name), *pair) for pair in capability.items.items()),
        self_rating=Item(
            ItemId(f"{name}-self"), CapabilityId(name), scale, own.text, False, _asked(keys, own.asked), {}
        )
        if own
        else None,
    )


def _item(
    keys: QuestionnaireKeys, capability: CapabilityKeys, scale: Scale, home: CapabilityId, name: str, item: ItemKeys
) -> Item:
    return Item(
        id=ItemId(name),
        capability=home,
        scale=scale,
        text=item.text,
        reverse=item.reverse,
        asked=_asked(keys, item.asked, capability.asked),
        wording={LevelId(level): texts[name] for level, texts in capability.wording.items() if name in texts},
    )


def _task(keys: QuestionnaireKeys, name: str, task: TaskKeys) -> Task:
    arms = {ArmId(arm): title for arm, title in task.arms.items()}
    return Task(
        id=name,
        title=task.title,
        shows=task.shows,
        asked=_asked(keys, task.asked),
        arms=arms,
        texts=_by_arm(task.text, arms),
        questions=tuple(_question(keys, arms, *pair) for pair in task.questions.items()),
        score=_score(task.score),
        usual=task.debrief.usual,
        guard=task.debrief.guard,
        family=task.family,
    )


def _by_arm(texts: Mapping[str, str], arms: Iterable[ArmId]) -> dict[ArmId, str]:
    return {arm: _for(texts, arm, "") for arm in arms}


def _question(keys: QuestionnaireKeys, arms: Iterable[ArmId], name: str, question: QuestionKeys) -> Question:
    asked = [arm for arm in arms if question.arms is None or arm in question.arms]
    answer: Choice | Number | Scale
    if question.choice is not None:
        answer = Choice({option: _by_arm(words, asked) for option, words in question.choice.items()})
    elif question.number is not None:
        answer = Number(question.number.least, question.number.most, question.number.unit)
    else:
        answer = _scale(keys.scales[question.likelihood or ""])
    return Question(name, _by_arm(question.text, asked), answer)


def _score(score: ScoreKeys) -> Score:
    first, second = (tuple(map(ArmId, arms)) for arms in score.compare)
    anchors = {ArmId(arm): number for arm, number in score.anchors.items()}
    return Score(score.measure, score.question, score.option, (first, second), score.expect, anchors, score.others)


def _predictions(keys: QuestionnaireKeys) -> Predictions | None:
    part = keys.predictions
    if part is None:
        return None
    return Predictions(
        title=part.title,
        asked=_asked(keys, part.asked, [name for name, level in keys.levels.items() if level.is_staff]),
        of=LevelId(part.of),
        stem=part.stem,
        own_stem=part.own_stem,
        statements=tuple(Statement(name, each.text, each.direction) for name, each in part.statements.items()),
    )


def _who_led(keys: QuestionnaireKeys) -> WhoLed | None:
    part = keys.who_led
    if part is None:
        return None
    return WhoLed(part.title, _asked(keys, part.asked), part.text, part.hint, part.choices)


def _background(keys: QuestionnaireKeys) -> tuple[Background, ...]:
    return tuple(
        Background(
            id=name,
            text=part.text,
            options=part.options,
            opt_out=part.opt_out or None,
            sensitive=part.sensitivity == "sensitive",
            asked=_asked(keys, part.asked),
        )
        for name, part in keys.background.items()
    )
