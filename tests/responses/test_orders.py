"""Prepared orders: few, fixed for a questionnaire, and fair to every place."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsurvey.questionnaire.model import Order
from leadsurvey.responses.model import Block, Page
from leadsurvey.responses.orders import ORDERS, arranged, turned

SHUFFLED = Order(shuffled_pages=True, shuffled_items=True)
PAGES = tuple(Page(f"page {n}", (Block("", (f"a{n}", f"b{n}", f"c{n}")),), fixed=n == 1) for n in range(5))


@given(st.integers(1, 40), st.integers(0, ORDERS - 1))
def test_an_order_loses_nothing_and_repeats_nothing(count, order):
    assert sorted(turned(range(count), order)) == list(range(count))


def test_there_are_no_more_orders_than_eight():
    assert len({tuple(turned(range(30), order)) for order in range(ORDERS)}) == ORDERS == 8


@pytest.mark.parametrize("count", [2, 4, 8])
def test_over_all_orders_everything_stands_at_every_place_equally_often(count):
    places = [Counter(turned(range(count), order)[place] for order in range(ORDERS)) for place in range(count)]
    assert all(set(found.values()) == {ORDERS // count} for found in places)


@pytest.mark.parametrize("count", [2, 4, 8])
def test_over_all_orders_everything_follows_everything_else_equally_often(count):
    """Williams (1949), the property of his designs for an even number of treatments."""
    follows = Counter(pair for order in range(ORDERS) for pair in pairwise(turned(range(count), order)))
    assert len(follows) == count * (count - 1)
    assert len(set(follows.values())) == 1


@given(st.integers(0, ORDERS - 1))
def test_a_fixed_page_keeps_its_place_and_no_item_leaves_its_list(order):
    found = arranged(PAGES, SHUFFLED, order)
    assert found[1].title == "page 1"
    assert {page.title: sorted(page.blocks[0].items) for page in found} == {
        page.title: sorted(page.blocks[0].items) for page in PAGES
    }


def test_where_the_file_says_fixed_nothing_moves():
    assert all(arranged(PAGES, Order(False, False), order) == PAGES for order in range(ORDERS))
    items = {arranged(PAGES, replace(SHUFFLED, shuffled_pages=False), order)[0].blocks[0].items for order in range(8)}
    assert len(items) == 3
