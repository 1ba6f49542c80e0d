"""Connections wait a moment for the next request, and serve one request at a time."""

import time
from concurrent.futures import ThreadPoolExecutor

from leadsurvey.web.connections import Connections


def closes(path):
    """Whether whoever holds the file lets go of it: the last connection takes the write-ahead log along."""
    log = path.with_name(f"{path.name}-wal")
    for _ in range(200):
        if not log.exists():
            return True
        time.sleep(0.05)
    return False


def test_the_next_request_takes_the_connection_of_the_last(site):
    connections = Connections(site.settings.database)
    first = connections.take()
    connections.give_back(first)
    assert connections.take() is first
    connections.give_back(first)


def test_two_requests_at_once_never_share_a_connection(site):
    connections = Connections(site.settings.database)
    first, second = connections.take(), connections.take()
    assert first is not second
    connections.give_back(first)
    connections.give_back(second)


def test_another_thread_may_take_a_connection(site):
    connections = Connections(site.settings.database)
    connections.give_back(connections.take())
    with ThreadPoolExecutor(1) as pool:
        store = pool.submit(connections.take).result()
        assert pool.submit(store.rounds).result() == ["small"]
        connections.give_back(store)


def test_where_nobody_comes_the_file_is_let_go_of(site):
    connections = Connections(site.settings.database)
    for _ in range(2):  # and again after another request
        store = connections.take()
        assert store.rounds() == ["small"]
        connections.give_back(store)
        assert closes(site.settings.database)
