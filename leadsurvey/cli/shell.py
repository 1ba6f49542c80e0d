"""What every command stands on: faults told without a traceback, and the database of the data folder."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

import click

from leadsurvey import logs
from leadsurvey.settings import Settings

if TYPE_CHECKING:  # everything heavy is imported by the command that needs it: `--help` answers at once
    from leadsurvey.fieldwork.telling import Release
    from leadsurvey.responses.store import Store

P = ParamSpec("P")
A_FILE = click.Path(path_type=Path)


def teaching_errors(command: Callable[P, None]) -> Callable[P, None]:
    """Turn faults of files, steps and storage into their message and exit code 1: users never see a traceback."""

    @wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        # whoever reads what we say has read enough: click ends quietly; what click raises it tells itself
        except (BrokenPipeError, click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            click.echo(
                f"{where}{error.strerror or error}; nothing more was written. Mend that and run it again", err=True
            )
            raise SystemExit(1) from None
        except UnicodeEncodeError as error:
            click.echo(
                f"“{ascii(error.object)[1:-1][:80]}” holds bytes that are no text (UTF-8); type it again", err=True
            )
            raise SystemExit(1) from None
        except Exception as error:  # noqa: BLE001 - whatever it is, what it says may name a person
            click.echo(str(error) if isinstance(error, _told_as_they_are()) else _unexpected(error), err=True)
            raise SystemExit(1) from None

    return guarded


def _unexpected(error: Exception) -> str:
    """What to do about a fault of ours, and where it lies; its words may hold an address or an answer."""
    where = logs.told(logs.kind_of(error))
    return f"something went wrong here that nobody expected; please report it with this line:\n{where}"


def _told_as_they_are() -> tuple[type[Exception], ...]:
    """Faults that come with their cure. Their modules are imported only now: a command may need none of them."""
    from leadsurvey.fieldwork.standing import FieldworkError
    from leadsurvey.mail.server import MailError
    from leadsurvey.questionnaire.problems import FaultyFileError
    from leadsurvey.records.accounts import AccountError
    from leadsurvey.responses.database import StorageError
    from leadsurvey.responses.seal import KeyLostError
    from leadsurvey.rounds.regroup import RegroupError

    return AccountError, FaultyFileError, FieldworkError, MailError, StorageError, KeyLostError, RegroupError


def released(settings: Settings, name: str) -> "Release":
    """What was released when the round was closed."""
    from leadsurvey.fieldwork.telling import released as released_round

    with opened(settings) as store:
        return released_round(store, name)


@contextmanager
def opened(settings: Settings, *, create: bool = False) -> "Iterator[Store]":
    """The database of the data folder; only `open` and `demo` may make a new one."""
    with unlooked(settings, create=create) as store:
        _keep_the_promise(settings, store)
        yield store


@contextmanager
def unlooked(settings: Settings, *, create: bool = False) -> "Iterator[Store]":
    """The same without a look at what is overdue, for the one command whose work that is."""
    from leadsurvey.responses.store import Store as DatabaseStore

    with DatabaseStore(settings.database, create=create) as store:
        store.migrate()
        yield store


def _keep_the_promise(settings: Settings, store: "Store") -> None:
    """Invitations go on their day, whatever command is run then; a server does the same every day."""
    from datetime import UTC, datetime

    from leadsurvey.fieldwork.erasing import erase_overdue
    from leadsurvey.fieldwork.standing import FieldworkError

    try:
        for certificate in erase_overdue(store, settings, datetime.now(UTC)):
            click.echo(f"Invitations are erased today, as was promised: {certificate.path}", err=True)
    except FieldworkError as error:  # the clock has jumped, or there is no certificate: what was typed goes on
        click.echo(str(error), err=True)
