"""The grammar of a questionnaire file: which keys there are and what each may hold."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]
Text = Annotated[str, Field(min_length=1)]


def _yes_or_no(value: object) -> object:
    """YAML 1.2 keeps `yes` and `no` as words; where a switch is meant, they are switches."""
    return {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value


YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]


class Keys(BaseModel):
    """A mapping with known keys only."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class LevelKeys(Keys):
    """One level."""

    title: Text
    about: Text = "your team"
    staff: YesNo | None = None
    reference: YesNo = False
    merge_with: Id | None = None


class ScaleKeys(Keys):
    """One scale: its options in order, and what stands for "I can't say"."""

    options: Annotated[list[Text], Field(min_length=2, max_length=11)]
    opt_out: Text | None = None


class ItemKeys(Keys):
    """One item: its text alone, or a mapping."""

    text: Text
    reverse: YesNo = False
    asked: list[Id] | None = None

    @model_validator(mode="before")
    @classmethod
    def _text_alone(cls, value: object) -> object:
        return value if isinstance(value, dict | BaseModel) else {"text": value}


def _for_every_level(value: object) -> object:
    """A stem is one text for all levels, or a mapping with `all` and levels."""
    return {"all": value} if isinstance(value, str) else value


Stem = Annotated[dict[Id, Text], BeforeValidator(_for_every_level)]


class CapabilityKeys(Keys):
    """One capability with its items."""

    title: Text
    gloss: str = ""
    definition: str = ""
    part: Id | None = None
    scale: Id | None = None
    stem: Stem = {}
    asked: list[Id] | None = None
    bands: dict[Id, Text] = {}
    items: Annotated[dict[Id, ItemKeys], Field(min_length=1)]
    wording: dict[Id, dict[Id, Text]] = {}


class BandKeys(Keys):
    """One band of the 0-100 scale."""

    title: Text
    start: Annotated[int, Field(ge=0, lt=100)]


class SectionKeys(Keys):
    """One page of the survey."""

    title: Text
    capabilities: Annotated[list[Id], Field(min_length=1)]


class RecommendationKeys(Keys):
    """A practice that a rule may recommend."""

    rule: Literal["foundation"]
    capability: Id
    title: Text
    practice: Text
    first_test: Text
    measure: Text


DEFAULT_BANDS = {
    "starting": BandKeys(title="Starting", start=0),
    "emerging": BandKeys(title="Emerging", start=40),
    "established": BandKeys(title="Established", start=60),
    "embedded": BandKeys(title="Embedded", start=80),
}


class QuestionnaireKeys(Keys):
    """The whole file."""

    questionnaire: Id
    title: Text
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")] = "en"
    levels: Annotated[dict[Id, LevelKeys], Field(min_length=1)]
    scales: Annotated[dict[Id, ScaleKeys], Field(min_length=1)]
    bands: dict[Id, BandKeys] = DEFAULT_BANDS
    parts: dict[Id, Text] = {}
    stem: Stem = {}
    capabilities: Annotated[dict[Id, CapabilityKeys], Field(min_length=1)]
    sections: list[SectionKeys] = []
    recommendations: list[RecommendationKeys] = []
    texts: dict[Id, Text] = {}


def keys_at(model: type[BaseModel], place: tuple[int | str, ...]) -> list[str]:
    """The keys that the grammar knows where `place` points, for "did you mean"."""
    annotation: Any = model
    for step in place:
        fields: Mapping[str, Any] = getattr(annotation, "model_fields", {})
        annotation = fields[str(step)].annotation if step in fields else _inside(annotation)
    return list(getattr(annotation, "model_fields", {}))


def _inside(annotation: Any) -> Any:
    """What a list, mapping or optional value holds."""
    inner = [part for part in getattr(annotation, "__args__", ()) if part not in (type(None), str)]
    return inner[-1] if inner else None
