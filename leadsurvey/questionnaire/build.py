"""A checked file's keys in, the house's `Questionnaire` out: every default is filled here and nowhere else."""

from leadsurvey.questionnaire.grammar import CapabilityKeys, ItemKeys, QuestionnaireKeys
from leadsurvey.questionnaire.model import (
    Band,
    Capability,
    CapabilityId,
    Item,
    ItemId,
    Level,
    LevelId,
    Questionnaire,
    Recommendation,
    Scale,
    Section,
)


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
    )


def _levels(keys: QuestionnaireKeys) -> dict[LevelId, Level]:
    return {
        LevelId(name): Level(
            id=LevelId(name),
            title=level.title,
            about=level.about,
            staff=not level.reference if level.staff is None else level.staff,
            reference=level.reference,
            merge_with=LevelId(level.merge_with) if level.merge_with else None,
        )
        for name, level in keys.levels.items()
    }


def _sections(keys: QuestionnaireKeys) -> tuple[Section, ...]:
    if keys.sections:
        return tuple(Section(part.title, tuple(map(CapabilityId, part.capabilities))) for part in keys.sections)
    return tuple(Section(part.title, (CapabilityId(name),)) for name, part in keys.capabilities.items())


def _capability(keys: QuestionnaireKeys, name: str, capability: CapabilityKeys) -> Capability:
    written = keys.scales[capability.scale or next(iter(keys.scales))]
    scale = Scale(tuple(written.options), written.opt_out)
    stems = {**keys.stem, **capability.stem}
    return Capability(
        id=CapabilityId(name),
        title=capability.title,
        gloss=capability.gloss,
        definition=capability.definition,
        part=capability.part or "",
        bands=capability.bands,
        stems={LevelId(level): stems.get(level, stems.get("all", "")) for level in keys.levels},
        items=tuple(_item(keys, capability, scale, CapabilityId(name), *pair) for pair in capability.items.items()),
    )


def _item(
    keys: QuestionnaireKeys, capability: CapabilityKeys, scale: Scale, home: CapabilityId, name: str, item: ItemKeys
) -> Item:
    everyone_but_references = [level for level, level_keys in keys.levels.items() if not level_keys.reference]
    asked = item.asked or capability.asked or everyone_but_references
    return Item(
        id=ItemId(name),
        capability=home,
        scale=scale,
        text=item.text,
        reverse=item.reverse,
        asked=tuple(map(LevelId, asked)),
        wording={LevelId(level): texts[name] for level, texts in capability.wording.items() if name in texts},
    )
