"""The one way into a log: a line for each event, as `key=value`, with nothing in it that could point at a person.

Of a fault the kind and the places in the code are told, never its words: they may hold an answer, an address or a link.
Of what other programs log only who spoke, and where: a server that gives up on a request names its path.
"""

import errno
import json
import logging
import re
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime

_OURS = logging.getLogger("leadsurvey")
_BARE = re.compile(r"[\w./:+-]+", re.ASCII)


def event(what: str, level: int = logging.INFO, **fields: str | int) -> None:
    """Log what happened; `fields` are ours to choose: kinds, counts and places, never what somebody sent."""
    _OURS.log(level, "%s", told({"event": what, **fields}))


def fault(what: str, error: BaseException, **fields: str | int) -> None:
    """Log that something failed, by what kind of fault and where in the code."""
    event(what, logging.ERROR, **fields, **kind_of(error))


def told(fields: Mapping[str, str | int]) -> str:
    """Fields as they stand in a line; what is sent cannot begin another line."""
    return " ".join(f"{name}={_value(str(value))}" for name, value in fields.items())


def kind_of(error: BaseException) -> dict[str, str]:
    """What may be told of a fault, the innermost place last."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " ".join(f"{_short(frame.filename)}:{frame.lineno}:{frame.name}" for frame in frames)
    system = next(filter(None, map(_number, (error, error.__cause__, error.__context__))), "")
    return {"error": type(error).__name__, **({"system": system} if system else {}), "at": places}


def now() -> str:
    """The time of a line."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Line(logging.Formatter):
    """Our records as they are; of those of others all but their words."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        head = told({"time": now(), "level": record.levelname.lower(), "logger": record.name})
        if record.name == _OURS.name:
            return f"{head} {record.getMessage()}"
        at = {"at": f"{_short(record.pathname)}:{record.lineno}:{record.funcName}"}
        raised = record.exc_info[1] if record.exc_info else None
        return f"{head} {told({**at, **kind_of(raised)} if raised else at)}"


def begin() -> None:
    """Send all that is logged in this process to stderr as lines of ours, whatever a server has set up before."""
    for logger in (logging.root, *map(logging.getLogger, list(logging.root.manager.loggerDict))):
        if any(isinstance(handler, logging.StreamHandler) for handler in logger.handlers):
            logger.handlers = [each for each in logger.handlers if not isinstance(each, logging.StreamHandler)]
            logger.propagate = True
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Line())
    logging.root.addHandler(handler)
    logging.captureWarnings(capture=True)
    _OURS.setLevel(logging.INFO)


def _value(text: str) -> str:
    return text if _BARE.fullmatch(text) else json.dumps(text)


def _number(error: BaseException | None) -> str:
    """By what name the system or SQLite knows a fault, such as ENOSPC or SQLITE_FULL."""
    return str(getattr(error, "sqlite_errorname", "")) or errno.errorcode.get(getattr(error, "errno", None) or 0, "")


def _short(path: str) -> str:
    """The end of a path in the code: where somebody keeps it is of no use."""
    return "/".join(path.replace("\\", "/").split("/")[-2:])
