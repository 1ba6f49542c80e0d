"""Every passage of a file that somebody will read, and the file with its passages written anew."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from leadsurvey.questionnaire.keys import Keys, Prose

K = TypeVar("K", bound=Keys)
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Passage:
    """Words at a place in the file; `context` names it by ids alone, so that moving a line changes nothing."""

    place: tuple[int | str, ...]
    context: str
    text: str


def passages(keys: Keys) -> Iterator[Passage]:
    """All passages in the order of the grammar."""
    return _passages(keys, (), ())


def _passages(value: Any, place: tuple[int | str, ...], context: tuple[str, ...]) -> Iterator[Passage]:
    if isinstance(value, Prose) and value:
        yield Passage(place, ".".join(context), value)
    for step, name, inner in _inside(value):
        yield from _passages(inner, (*place, step), (*context, name))


def _inside(value: Any) -> Iterator[tuple[int | str, str, Any]]:
    """What a value holds: step, stable name, and the value itself."""
    if isinstance(value, Keys):
        yield from ((name, name, getattr(value, name)) for name in type(value).model_fields)
    elif isinstance(value, Mapping):
        yield from ((name, name, inner) for name, inner in value.items())
    elif isinstance(value, list):
        yield from ((number, getattr(inner, "handle", str(number)), inner) for number, inner in enumerate(value))


def rewritten(keys: K, change: Callable[[str, str], str]) -> K:
    """The same file with `change(context, text)` in place of each passage."""
    written: K = _rewritten(keys, change, ())
    return written


def filled(keys: K, texts: Mapping[str, str]) -> K:
    """The same file with its words in braces filled; what no text fills, such as `{about}`, stays."""
    return rewritten(keys, lambda _, text: PLACEHOLDER.sub(lambda found: texts.get(found[1], found[0]), text))


def _rewritten(value: Any, change: Callable[[str, str], str], context: tuple[str, ...]) -> Any:
    if isinstance(value, Prose):
        return Prose(change(".".join(context), value)) if value else value
    inside: dict[Any, Any] = {step: _rewritten(inner, change, (*context, name)) for step, name, inner in _inside(value)}
    if isinstance(value, Keys):
        return value.model_copy(update=inside)
    if isinstance(value, Mapping):
        return inside
    return list(inside.values()) if isinstance(value, list) else value
