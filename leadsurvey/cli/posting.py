"""Mail of a round: reminders, how mailings stand, and what came back."""

import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from leadsurvey.cli.shell import A_FILE, opened, teaching_errors
from leadsurvey.settings import Settings

if TYPE_CHECKING:
    from leadsurvey.fieldwork.posting import Office
    from leadsurvey.mail.sender import Outcome
    from leadsurvey.records.mailings import Mailing, State
    from leadsurvey.responses.store import Store

Sending = Callable[..., "Counter[Outcome]"]  # of a mailing: what came of it
MOST_NAMED = 200  # addresses told by name


@click.command()
@click.argument("name", metavar="ROUND")
@click.pass_obj
@teaching_errors
def remind(settings: Settings, name: str) -> None:
    """Remind by mail those who have not answered; nobody is told who they are."""
    from leadsurvey.fieldwork import posting

    office = office_of(settings)
    with opened(settings) as store:
        send(store, office, posting.begin_reminder(store, office.keys, name))


@click.command()
@click.argument("name", metavar="ROUND")
@click.option("--go-on", "choice", flag_value="go-on", help="Send what still waits.")
@click.option("--again", "choice", flag_value="again", help="Send those in doubt again: some may get it twice.")
@click.option("--leave", "choice", flag_value="leave", help="Leave those in doubt as if they had arrived.")
@click.pass_obj
@teaching_errors
def mail(settings: Settings, name: str, choice: str | None) -> None:
    """Show how the mailings of a round stand, go on with them, or decide on mails in doubt."""
    from leadsurvey.fieldwork import posting, standing
    from leadsurvey.records import mailings

    with opened(settings) as store:
        standing.stored_round(store, name)
        if choice in {"again", "leave"}:
            office = office_of(settings) if choice == "again" else None  # a fault in it is told before all is decided
            for each in mailings.of_round(store, name):
                if each.kind != "report":  # a leader gets a new link by `deliver`
                    posting.decide(store, each, again=choice == "again")
        if choice in {"again", "go-on"}:
            office = office_of(settings)
            for each in posting.unfinished(store, name):
                send(store, office, each)
        _show(settings, store, name)


@click.command()
@click.argument("name", metavar="ROUND")
@click.argument("paths", metavar="PATH…", type=A_FILE, nargs=-1, required=True)
@click.pass_obj
@teaching_errors
def bounces(settings: Settings, name: str, paths: tuple[Path, ...]) -> None:
    """Take in mail that came back (.eml, mbox, folders, or a CSV with `email`): no more goes to those addresses."""
    from leadsurvey.fieldwork.bounces import take_in
    from leadsurvey.responses.seal import Keyring

    with opened(settings) as store:
        found = take_in(store, Keyring(settings.keys), name, paths)
    _list("gets no more mail", found.known)
    _list("belongs to nobody in this round", found.unknown - found.known)
    _list("was only delayed, or failed for now", found.delayed - found.known)
    if found.unread:
        click.echo(f"{found.unread} mails say nothing of an address that failed.")


def send_invitations(settings: Settings, store: "Store", name: str) -> None:
    """Send an invitation to everyone who got none by mail yet, those included whom an earlier run left waiting."""
    from leadsurvey.fieldwork import posting

    office = office_of(settings)
    if posting.begin_invitations(store, office.keys, name) is None:
        click.echo("Nobody new is to be written to.")
    for mailing in posting.unfinished(store, name):
        if mailing.kind == "invitation":
            send(store, office, mailing)


def office_of(settings: Settings) -> "Office":
    """What it takes to send mail; a fault in the settings is told at once."""
    from leadsurvey.fieldwork.posting import Office
    from leadsurvey.mail.server import read
    from leadsurvey.responses.seal import Keyring

    return Office(Keyring(settings.keys), read(settings.mail), settings.templates, settings.address)


def send(store: "Store", office: "Office", mailing: "Mailing", sending: "Sending | None" = None) -> None:
    """Send a mailing with a bar, as `posting.send` does or in a way of its own; Ctrl-C stops between two mails."""
    from leadsurvey.console import progress
    from leadsurvey.fieldwork import posting
    from leadsurvey.fieldwork.despatch import Watch
    from leadsurvey.records import mailings

    waiting = mailings.counts(store, mailing.id).get("waiting", 0)
    is_rounded = mailing.kind == "reminder"
    title, total = f"Sending {mailing.kind}s", posting.about(waiting) if is_rounded else waiting
    with progress(title, total) as step, _stoppable() as should_stop:
        watch = Watch(_by_fives(step) if is_rounded else step, should_stop, _say_rest)
        found = (sending or posting.send)(store, office, mailing, watch=watch)
    _say(store, mailing, found)


def _say(store: "Store", mailing: "Mailing", found: "Counter[Outcome]") -> None:
    from leadsurvey.fieldwork import posting
    from leadsurvey.mail.sender import Outcome
    from leadsurvey.records import mailings

    def told(count: int) -> str:
        return f"about {posting.about(count)}" if mailing.kind == "reminder" else str(count)

    words = [f"{told(found[Outcome.SENT])} sent"]
    if posting.about(found[Outcome.REFUSED]) if mailing.kind == "reminder" else found[Outcome.REFUSED]:
        words.append(f"{told(found[Outcome.REFUSED])} refused by the mail server")
    if waiting := mailings.counts(store, mailing.id).get("waiting", 0):
        words.append(f"{told(waiting)} still wait: leadsurvey {_going_on(mailing)}")
    if doubt := mailings.counts(store, mailing.id).get("doubt", 0):
        words.append(f"{doubt} in doubt: leadsurvey mail {mailing.round}")
    click.echo(f"{mailing.kind.capitalize()}s: {', '.join(words)}.")


def _going_on(mailing: "Mailing") -> str:
    """The command that sends what waits."""
    after = {"report": f"deliver {mailing.round}", "edition": f"deliver {mailing.round} --staff"}
    return after.get(mailing.kind, f"mail {mailing.round} --go-on")


def _show(settings: Settings, store: "Store", name: str) -> None:
    """A table of all mailings; those in doubt and refused by address, but never who was to be reminded."""
    from leadsurvey.console import print_table
    from leadsurvey.fieldwork import posting
    from leadsurvey.responses.seal import Keyring

    found = posting.standings(store, name)
    if not found:
        click.echo(f"No mail was sent for round '{name}' yet.")
        return
    states: tuple[State, ...] = ("waiting", "sent", "refused", "doubt")
    rows = [
        [f"{each.mailing.day} {each.mailing.kind}", *(str(each.counts.get(state, 0)) for state in states)]
        for each in found
    ]
    print_table("Mail", [["Mailing", "waiting", "sent", "refused", "in doubt"], *rows])
    if any(each.mailing.kind == "reminder" for each in found):
        click.echo(
            "Of reminders counts are rounded, and forgotten once all are sent: they tell how many have not answered."
        )
    for each in found:
        _list(
            "was refused by the mail server", posting.addresses(store, Keyring(settings.keys), each.mailing, "refused")
        )
        _list("may have got it or not", posting.addresses(store, Keyring(settings.keys), each.mailing, "doubt"))
    if any(each.counts.get("doubt") for each in found if each.mailing.kind != "report"):
        click.echo(f"Decide on those in doubt: leadsurvey mail {name} --again, or --leave.")


def _list(words: str, addresses: "set[str] | list[str]") -> None:
    for address in sorted(addresses)[:MOST_NAMED]:
        click.echo(f"  {address} {words}")
    if len(addresses) > MOST_NAMED:
        click.echo(f"  … and {len(addresses) - MOST_NAMED} others")


def _say_rest(seconds: float) -> None:
    click.echo(
        f"The server put some off; they are tried again in {seconds / 60:.0f} minutes. Ctrl-C leaves them waiting.",
        err=True,
    )


def _by_fives(step: Callable[[], None]) -> Callable[[], None]:
    """A bar that moves by fives: to the last one it would tell how many have not answered."""
    done = 0

    def moved() -> None:
        nonlocal done
        done += 1
        if done % 5 == 0:
            for _ in range(5):
                step()

    return moved


@contextmanager
def _stoppable() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C was pressed, or the process told to end; a second Ctrl-C ends it at once."""
    pressed = False

    def stop(number: int, _frame: FrameType | None) -> None:
        nonlocal pressed
        pressed = True
        signal.signal(number, before[signal.Signals(number)])
        click.echo("Stopping after this mail…", err=True)

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: pressed
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


COMMANDS = (remind, mail, bounces)
