"""Prepared orders of pages and items: few, so that the order somebody met says nothing about who they are.

Orders are turns of a zigzag (0, 1, n-1, 2, n-2, …), the base of Williams' designs (1949): over all turns everything
stands at every place equally often, and for even n follows everything else equally often. With more than eight lines,
eight turns spread over them are kept. Which order somebody met is not stored with the answers.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from leadsurvey.questionnaire.model import Order
from leadsurvey.responses.model import Block, Page

Line = TypeVar("Line")

ORDERS = 8


def arranged(pages: Sequence[Page], wanted: Order, order: int) -> tuple[Page, ...]:
    """The pages in one of the prepared orders, as far as the questionnaire wants them shuffled; `order` is 0 to 7."""
    if wanted.shuffled_items:
        pages = [replace(page, blocks=tuple(_mixed(block, order) for block in page.blocks)) for page in pages]
    if not wanted.shuffled_pages:
        return tuple(pages)
    moved = iter(turned([page for page in pages if not page.fixed], order))
    return tuple(page if page.fixed else next(moved) for page in pages)


def turned(lines: Sequence[Line], order: int) -> list[Line]:
    """Lines in the prepared order of this number."""
    count = len(lines)
    zigzag = [-(-step // 2) if step % 2 else -(step // 2) for step in range(count)]
    turn = order * count // ORDERS if count > ORDERS else order
    return [lines[(place + turn) % count] for place in zigzag]


def _mixed(block: Block, order: int) -> Block:
    return Block(block.stem, tuple(turned(block.items, order)))
