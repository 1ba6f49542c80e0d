"""The commands for accounts of the desk: who has one, and a new one's link."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from leadsurvey.cli.shell import opened, teaching_errors
from leadsurvey.settings import Settings

if TYPE_CHECKING:
    from leadsurvey.records.accounts import Role
    from leadsurvey.responses.store import Store

TELL_NOBODY = "Hand it over by a way that others do not read. It is shown now and never again."


@click.group()
def organiser() -> None:
    """Accounts of the desk: add, list, reset, remove."""


@organiser.command()
@click.argument("email")
@click.option("--round", "rounds", metavar="ROUND", multiple=True, help="For this round; may be repeated. [all rounds]")
@click.option(
    "--role",
    type=click.Choice(["organiser", "viewer", "leader"]),
    default="organiser",
    show_default=True,
    help="An organiser of all rounds is an owner; a leader has a second factor for reports, and no desk.",
)
@click.pass_obj
@teaching_errors
def add(settings: Settings, email: str, rounds: tuple[str, ...], role: str) -> None:
    """Add an account, and print the link by which it begins."""
    from leadsurvey.records import accounts, audit
    from leadsurvey.records.audit import CONSOLE

    with _office(settings) as (store, secret), store.write():
        if role == "leader":
            if rounds:
                raise click.UsageError("a leader has no role in a round; leave out --round")
            audit.note(store, CONSOLE, "added a leader's second factor", what=email)
            _print_factor(store, secret, email)
            return
        _refuse_unknown(rounds, store.rounds())
        chosen: Mapping[str, Role] = dict.fromkeys(rounds or (accounts.EVERY_ROUND,), _role(role))
        accounts.add(store, email, chosen)
        audit.note(store, CONSOLE, "added an account", what=f"{email}: {role} of {', '.join(rounds) or 'all rounds'}")
        _print_link(settings, store, secret, email)


@organiser.command("list")
@click.pass_obj
@teaching_errors
def list_accounts(settings: Settings) -> None:
    """List the accounts, and what each may do."""
    from leadsurvey.console import print_table
    from leadsurvey.records import accounts

    with opened(settings) as store:
        users = list(accounts.all_users(store))
    if not users:
        click.echo("There are no accounts yet; `leadsurvey organiser add EMAIL` adds an owner.")
        return
    rows = [[user.email, _told(user.roles), _yes(user.has_signed_up), _yes(user.totp)] for user in users]
    print_table("Accounts of the desk", [["address", "may", "password", "second factor"], *rows])


@organiser.command()
@click.argument("email")
@click.pass_obj
@teaching_errors
def reset(settings: Settings, email: str) -> None:
    """Print a link to begin anew, without password and second factor: for a lost phone."""
    from leadsurvey.records import accounts, admitting, audit
    from leadsurvey.records.audit import CONSOLE

    with _office(settings) as (store, secret), store.write():
        user = accounts.known(store, email)
        admitting.reset(store, user)
        audit.note(store, CONSOLE, "reset an account", what=user.email)
        if user.roles:
            _print_link(settings, store, secret, user.email)
        else:
            accounts.remove(store, user)
            _print_factor(store, secret, user.email)


@organiser.command()
@click.argument("email")
@click.pass_obj
@teaching_errors
def remove(settings: Settings, email: str) -> None:
    """Remove an account; what it did stays in the log."""
    from leadsurvey.records import accounts, audit
    from leadsurvey.records.audit import CONSOLE

    with _office(settings) as (store, _), store.write():
        user = accounts.known(store, email)
        accounts.remove(store, user)
        audit.note(store, CONSOLE, "removed an account", what=user.email)
    click.echo(f"{user.email} has no account any more.")


@contextmanager
def _office(settings: Settings) -> "Iterator[tuple[Store, bytes]]":
    """The database and the server's secret; both are made where the first account comes before the first round."""
    from leadsurvey.responses.seal import Keyring

    keys = Keyring(settings.keys)
    with opened(settings, create=True) as store:
        if not store.rounds() and store.one("SELECT 1 FROM users", ()) is None:
            keys.make_secret(settings.data)
        yield store, keys.secret()


def _refuse_unknown(rounds: Iterable[str], known: list[str]) -> None:
    from leadsurvey.questionnaire.problems import did_you_mean
    from leadsurvey.records.accounts import AccountError

    for name in rounds:
        if name not in known:
            raise AccountError(f"no round '{name}' was opened here; {did_you_mean(name, known)}")


def _print_link(settings: Settings, store: "Store", secret: bytes, email: str) -> None:
    from leadsurvey.records import accounts, welcoming

    link = welcoming.new_link(store, secret, accounts.known(store, email), settings.address)
    click.echo(f"{email} sets a password here, within two days: {link}")
    click.echo(TELL_NOBODY)


def _print_factor(store: "Store", secret: bytes, email: str) -> None:
    from leadsurvey.records import accounts, factors

    user, factor = accounts.add(store, email, {}), factors.new_factor()
    factors.set_factor(store, secret, user, factor)
    click.echo(f"The second factor of {email}, for an app on the phone: {factors.address_of(factor, email)}")
    click.echo(TELL_NOBODY)


def _role(name: str) -> "Role":
    return "viewer" if name == "viewer" else "organiser"


def _told(roles: "Mapping[str, Role]") -> str:
    from leadsurvey.records.accounts import EVERY_ROUND

    if roles.get(EVERY_ROUND) == "organiser":
        return "owner"
    told = [f"{role} of {'all rounds' if name == EVERY_ROUND else name}" for name, role in roles.items()]
    return ", ".join(told) or "leader: second factor only"


def _yes(value: object) -> str:
    return "yes" if value else "no"


COMMANDS = (organiser,)
