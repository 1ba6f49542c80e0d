"""What the grammars of all files are made of: mappings with known keys, names, and words that people read."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field


class Prose(str):
    """Words that somebody will read on a page: they are filled, translated and looked over; ids and paths are not."""

    __slots__ = ()


class Keys(BaseModel):
    """A mapping with known keys only; what stands under a field explains it to organisers."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, use_attribute_docstrings=True)


def _yes_or_no(value: object) -> object:
    """YAML 1.2 keeps `yes` and `no` as words; where a switch is meant, they are switches."""
    return {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value


def _for_all(value: object) -> object:
    """One text for all, or a mapping with `all` and those who read another one."""
    return {"all": value} if isinstance(value, str) else value


def _numbered(value: object) -> object:
    """Options in a list have the codes 1, 2, 3; in a mapping each has its own."""
    return {str(code): label for code, label in enumerate(value, 1)} if isinstance(value, list) else value


Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]
Text = Annotated[str, Field(min_length=1)]
Words = Annotated[str, Field(min_length=1), AfterValidator(Prose)]
OptionalWords = Annotated[str, AfterValidator(Prose)]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no, json_schema_input_type=Literal["yes", "no"] | bool)]
WordsForEach = Annotated[dict[Id, Words], BeforeValidator(_for_all, json_schema_input_type=Text | dict[Id, Text])]
TwoToEleven = Field(min_length=2, max_length=11)
Options = Annotated[
    dict[Id, Words],
    TwoToEleven,
    BeforeValidator(
        _numbered,
        json_schema_input_type=Annotated[list[Text], TwoToEleven] | Annotated[dict[Id, Text], TwoToEleven],
    ),
]
Levels = list[Id] | None
