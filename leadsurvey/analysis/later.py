"""What findings have learned to hold: left out of their text where there is nothing.

So a release made before keeps its text to the byte, and with it the hash that its reports bear.
"""

from typing import Annotated, TypeVar

from pydantic import Field

T = TypeVar("T")


def _is_nothing(value: object) -> bool:
    """Whether it is what an older release has in its place; 0 is something."""
    return value is None or value is False or (isinstance(value, tuple | dict) and not value)


Later = Annotated[T, Field(exclude_if=_is_nothing)]
