"""What is kept, and for how long: erase, housekeeping, backup, restore."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from leadsurvey.cli.shell import A_FILE, opened, teaching_errors, unlooked
from leadsurvey.settings import Settings


@click.command()
@click.argument("name", metavar="ROUND")
@click.option("--everything", is_flag=True, help="The whole round, with its answers, findings, reports and backups.")
@click.pass_obj
@teaching_errors
def erase(settings: Settings, name: str, everything: bool) -> None:
    """Forget who was invited to a round, today instead of on the promised day, and write a certificate."""
    from leadsurvey.fieldwork import erasing

    with opened(settings) as store:
        if everything:
            _confirm_everything(name)
            erasing.erase_everything(store, settings, name)
            click.echo(f"Round '{name}' is erased, with all that was kept of it here.")
            return
        if sys.stdin.isatty():
            click.confirm(f"Forget everybody who was invited to '{name}'? This cannot be undone.", abort=True)
        certificate = erasing.erase_people(store, settings, name, datetime.now(UTC))
    click.echo(certificate.text)
    click.echo(f"Certificate: {certificate.path}")


def _confirm_everything(name: str) -> None:
    """Have the name typed again at a terminal. Scripts mean it."""
    if sys.stdin.isatty():
        typed = click.prompt(f"All answers and findings of '{name}' will be lost. Type its name to go on")
        if typed != name:
            raise click.Abort


@click.command()
@click.option("--the-day-is-right", is_flag=True, help="The clock is right, though nobody was here for long.")
@click.pass_obj
@teaching_errors
def housekeeping(settings: Settings, the_day_is_right: bool) -> None:
    """Do what is due: erase invitations on their day, throw away leftovers, look after the database. Run it daily."""
    from leadsurvey.fieldwork.housekeeping import believe_the_clock, keep_house

    now = datetime.now(UTC)
    with unlooked(settings) as store:
        if the_day_is_right:
            believe_the_clock(store, now)
        for sentence in keep_house(store, settings, now):
            click.echo(sentence[:1].upper() + sentence[1:] + ".")


@click.command()
@click.argument("path", metavar="FILE", type=A_FILE)
@click.pass_obj
@teaching_errors
def backup(settings: Settings, path: Path) -> None:
    """Copy everything while people answer: the database into FILE, the keys into FILE.keys. Keep the two apart."""
    from leadsurvey.fieldwork.copies import back_up

    with opened(settings) as store:
        data, keys = back_up(store, settings, path, datetime.now(UTC).date())
    click.echo(f"Database: {data}\nKeys: {keys}")
    click.echo("Keep the two apart: whoever holds both can read the answers of open rounds.")


@click.command()
@click.argument("path", metavar="FILE", type=A_FILE)
@click.option("--keys", type=A_FILE, help="The copy of the keys [FILE.keys].")
@click.pass_obj
@teaching_errors
def restore(settings: Settings, path: Path, keys: Path | None) -> None:
    """Bring a copy back into an empty data folder; what is overdue since is erased at once."""
    from leadsurvey.fieldwork.copies import restore as restore_copies

    restore_copies(settings, path, keys or path.with_name(f"{path.name}.keys"), datetime.now(UTC).date())
    with opened(settings) as store:
        rounds = ", ".join(store.rounds()) or "none"
    click.echo(f"Restored into {settings.data}. Rounds: {rounds}")


COMMANDS = (erase, housekeeping, backup, restore)
