"""Writes what is made of the grammars: the reference page grammar.md, and the schema of the shipped questionnaires.

The same grammars give the same bytes. Run it: `make docs`.
"""
# ruff: noqa: INP001 - a script beside the files that it makes

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import takewhile
from pathlib import Path
from textwrap import dedent
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BeforeValidator
from pydantic.fields import FieldInfo

from leadsurvey.questionnaire.document import Document
from leadsurvey.questionnaire.grammar import QuestionnaireKeys, Version
from leadsurvey.questionnaire.keys import Id, Keys, YesNo
from leadsurvey.questionnaire.schema import text_of
from leadsurvey.rounds.grammar import RoundKeys

HERE = Path(__file__).parent
SHIPPED = HERE.parent / "questionnaires"
PAGE, SCHEMA = HERE / "grammar.md", SHIPPED / "schema.json"
HEAD = """\
<!-- Made by `make docs` from leadsurvey/questionnaire/grammar.py, asking.py and leadsurvey/rounds/grammar.py. -->

# Every key

What may stand in a questionnaire and in a round. [files.md](files.md) tells how to begin,
[your-own-questionnaire.md](your-own-questionnaire.md) leads the way, and this page answers the rest. Editors that know
YAML complete and check by `leadsurvey schema`; the shipped questionnaires name it in their first line.

**Text** is for people to read: `{name}` in it stands for one of the `texts`, and long texts may hold *emphasis* in
asterisks, line breaks, and a blank line between paragraphs. An **id** is written with letters, digits, `-` and `_`.
**yes** and **no** may also be written true and false. A key with nothing behind it is a fault: fill it, or take it out.
"""
EXAMPLES = {  # what stands under a heading -> a shipped file, and where in it an example is found
    "LevelKeys": ("distributed-leadership", ("levels",)),
    "ScaleKeys": ("distributed-leadership", ("scales",)),
    "CapabilityKeys": ("pulse", ("capabilities", "voice")),
    "SectionKeys": ("pulse", ("sections",)),
    "TaskKeys": ("bias-tasks", ("tasks", "framing-wells")),
    "PredictionsKeys": ("bias-tasks", ("predictions",)),
    "WhoLedKeys": ("distributed-leadership", ("who_led",)),
    "BackgroundKeys": ("distributed-leadership", ("background",)),
    "CommentKeys": ("distributed-leadership", ("comments",)),
    "RecommendationKeys": ("pulse", ("recommendations", 0)),
}
PATTERNS = {get_args(kind)[1].metadata[0].pattern: words for kind, words in ((Id, "an id"), (Version, "a version"))}
PATTERNS[QuestionnaireKeys.model_fields["language"].metadata[0].pattern] = "the code of a language"
IN_WORDS = {YesNo: "yes or no", date: "a day, such as 2027-03-19", bool: "yes or no"}


def page() -> str:
    """The reference page."""
    tables = (*_tables(QuestionnaireKeys, "A questionnaire", ""), *_tables(RoundKeys, "A round", ""))
    return "\n".join([HEAD, *tables])


def _tables(model: type[Keys], heading: str, home: str) -> Iterator[str]:
    """What a mapping may hold, then what each mapping inside of it may hold."""
    yield f"{'##' if not home else '###'} {heading}\n"
    yield f"{model.__doc__}{f' Under {home}.' if home else ''}\n"
    yield "| Key | | Meaning |\n|---|---|---|"
    for name, field in model.model_fields.items():
        value = f"{_needed(field)}{_in_words(_whole(field))}{_else(field)}"
        yield f"| `{name}` | {value} | {_one_line(field.description or '')} |"
    yield ""
    if model.__name__ in EXAMPLES:
        yield f"```yaml\n{_example(*EXAMPLES[model.__name__])}\n```\n"
    for name, field in model.model_fields.items():
        for inner in dict.fromkeys(_models(_whole(field))):
            yield from _tables(inner, _heading(inner), f"{home} → `{name}`" if home else f"`{name}`")


def _heading(model: type[Keys]) -> str:
    words = re.sub(r"(?<!^)(?=[A-Z])", " ", model.__name__.removesuffix("Keys")).lower()
    return words.capitalize()


def _whole(field: FieldInfo) -> Any:
    """A key's type with what limits it."""
    return Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation


def _needed(field: FieldInfo) -> str:
    return "**needed:** " if field.is_required() else ""


def _else(field: FieldInfo) -> str:
    """What holds where a key is left out; nothing and nobody need no words."""
    if field.default is False:
        return "; left out: no"
    simple = isinstance(field.default, str | int) and field.default != ""
    return f"; left out: `{field.default}`" if simple else ""


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _models(kind: Any) -> Iterator[type[Keys]]:
    """The mappings with known keys that a value is made of."""
    if isinstance(kind, type) and issubclass(kind, Keys):
        yield kind
    for part in get_args(kind):
        yield from _models(part)


def _in_words(kind: Any) -> str:
    """A type in plain words."""
    if kind in IN_WORDS:
        return IN_WORDS[kind]
    if isinstance(kind, type) and issubclass(kind, Keys):
        return f"keys as under [{_heading(kind)}](#{_heading(kind).lower().replace(' ', '-')})"
    parts = [part for part in get_args(kind) if part is not NoneType]
    if get_origin(kind) in {Union, UnionType}:
        return ", or ".join(map(_in_words, parts))
    if get_origin(kind) is Literal:
        return " or ".join(f"`{part:+d}`" if isinstance(part, int) else f"`{part}`" for part in parts)
    return _limited(kind, ())


def _limited(kind: Any, limits: Iterable[Any]) -> str:
    """Text, a number, a list or a mapping, with its limits."""
    if get_origin(kind) is Annotated:
        return _annotated(kind, limits)
    told = _limits(limits)
    if kind is int:
        most = told.get("le", told.get("lt", 1) - 1)
        return f"a whole number from {told['ge']} to {most}"
    if get_origin(kind) is list:
        return f"a list{_how_many(told)}, each entry {_in_words(get_args(kind)[0])}"
    if get_origin(kind) is dict:
        name, value = map(_in_words, get_args(kind))
        return f"for each {name.removeprefix('an ').removeprefix('a ')}{_how_many(told)}: {value}"
    return PATTERNS[told["pattern"]] if "pattern" in told else "text"


def _annotated(kind: Any, limits: Iterable[Any]) -> str:
    """What an author may write is told by whatever turns it into what the grammar holds."""
    inner, *inside = get_args(kind)
    for limit in inside:
        if isinstance(limit, BeforeValidator):
            return _in_words(limit.json_schema_input_type)
    return _in_words(inner) if inner in IN_WORDS else _limited(inner, (*inside, *limits))


def _limits(found: Iterable[Any]) -> dict[str, Any]:
    flat = [one for limit in found for one in (limit.metadata if isinstance(limit, FieldInfo) else [limit])]
    names = ("ge", "le", "lt", "min_length", "max_length", "pattern")
    return {name: getattr(one, name) for one in flat for name in names if getattr(one, name, None) is not None}


def _how_many(told: dict[str, Any]) -> str:
    least, most = told.get("min_length", 0), told.get("max_length")
    if most is None:
        return " (one at least)" if least else ""
    return f" ({least})" if least == most else f" ({least} to {most})"


def _example(name: str, place: tuple[int | str, ...]) -> str:
    """Lines of a shipped file as they stand there."""
    path = SHIPPED / f"{name}.yaml"
    line, _ = Document(path).locate(place, on_key=isinstance(place[-1], str))
    first, *rest = path.read_text(encoding="utf-8").splitlines()[line - 1 :]
    inside = takewhile(lambda written: not written or _indent(written) > _indent(first), rest)
    return dedent("\n".join([first, *inside])).rstrip()


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    SCHEMA.write_text(text_of(QuestionnaireKeys), encoding="utf-8", newline="\n")
