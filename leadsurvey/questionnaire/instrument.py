"""By which questions something was measured, as a hash: where it is the same, the same was asked."""

import hashlib
from collections.abc import Mapping

from leadsurvey.questionnaire.model import Capability, Item, LevelId


def instrument(item: Item, stems: Mapping[LevelId, str]) -> str:
    """The hash of all that makes an answer mean what it means: words, scale, turning, and who was asked.

    `stems` are the questions above the items, by level.
    """
    parts = [item.text, *item.scale.options, item.scale.opt_out or "", str(item.reverse), *item.asked]
    parts += [stems.get(level, "") for level in item.asked]
    parts += [f"{level}={words}" for level, words in sorted(item.wording.items())]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def instrument_of(capability: Capability) -> str:
    """The hash of all items of a capability."""
    return hashlib.sha256("".join(instrument(item, capability.stems) for item in capability.items).encode()).hexdigest()
