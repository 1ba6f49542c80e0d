"""Waiting for what another process does, without a guess at how long that takes."""

import time

PATIENCE = 120  # seconds; nothing here takes long, but a busy machine may


def until(is_so):
    """What a question is answered by, once the answer is not nothing."""
    end = time.monotonic() + PATIENCE
    while not (found := is_so()):
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)
    return found
