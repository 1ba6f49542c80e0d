"""A valid answer to an item, and the pages of items that a level sees."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from leadsurvey.questionnaire.model import OPT_OUT_KEY, CapabilityId, Item, LevelId, Questionnaire

OPT_OUT = -1  # "I can't say"
UNANSWERED = -128

Answers = Mapping[str, int]  # column -> code


class NotOfferedError(ValueError):
    """An answer that was never on offer; its text says what was."""


@dataclass(frozen=True)
class Block:
    """Items under one stem."""

    stem: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Page:
    """One section as one level sees it."""

    title: str
    blocks: tuple[Block, ...]
    fixed: bool = False  # keeps its place where pages are shuffled

    @property
    def items(self) -> Iterator[Item]:
        """The items of the page in order."""
        return (item for block in self.blocks for item in block.items)


def pages(questionnaire: Questionnaire, level: LevelId | None) -> tuple[Page, ...]:
    """The pages with something to answer for this level, or for someone of no stated level."""
    made = (
        Page(section.title, _blocks(questionnaire, section.capabilities, level), section.fixed)
        for section in questionnaire.sections
    )
    return tuple(page for page in made if page.blocks)


def _blocks(questionnaire: Questionnaire, names: tuple[CapabilityId, ...], level: LevelId | None) -> tuple[Block, ...]:
    """One block for each run of items with the same stem; what people say of themselves comes last."""
    capabilities = [questionnaire.capabilities[name] for name in names]
    lines = [(part.stems[level or questionnaire.staff[0]], item) for part in capabilities for item in part.items]
    lines += [(part.self_stem, part.self_rating) for part in capabilities if part.self_rating]
    asked = [(stem, item) for stem, item in lines if questionnaire.asks(item, level)]
    runs = groupby(asked, key=lambda line: line[0])
    return tuple(Block(stem, tuple(item for _, item in run)) for stem, run in runs)


def code_of(item: Item, written: str) -> int:
    """The code of an answer as a form or file writes it: a number from 1, an option's id or words, `dk`, or nothing.

    Raises NotOfferedError for anything else.
    """
    options = item.scale.options
    if not written:
        return UNANSWERED
    if written == OPT_OUT_KEY and item.scale.opt_out:
        return OPT_OUT
    if written in {str(code) for code in range(1, len(options) + 1)}:
        return int(written)
    for known in (options, item.scale.keys):
        if written in known:
            return known.index(written) + 1
    opt_out = f", or {OPT_OUT_KEY} for “{item.scale.opt_out}”" if item.scale.opt_out else ""
    raise NotOfferedError(f"use 1 ({options[0]}) to {len(options)} ({options[-1]}){opt_out}")
