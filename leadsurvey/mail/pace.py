"""Not more mails a minute than a server takes kindly."""

import time
from collections.abc import Callable

GLANCE = 0.25  # seconds after which a pause looks whether it should end


class Pace:
    """Even steps, so many a minute."""

    def __init__(self, per_minute: int) -> None:
        self._gap = 60 / per_minute
        self._next = 0.0

    def wait(self, should_stop: Callable[[], bool]) -> None:
        """Wait until the next mail may go."""
        rest(self._next - time.monotonic(), should_stop)
        self._next = max(self._next, time.monotonic()) + self._gap


def rest(seconds: float, should_stop: Callable[[], bool]) -> None:
    """Do nothing for a while, unless one should stop."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0 and not should_stop():
        time.sleep(min(left, GLANCE))
