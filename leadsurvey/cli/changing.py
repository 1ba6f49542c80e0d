"""What changes in an open round, and its end: close, amend, person."""

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from leadsurvey.cli.posting import office_of
from leadsurvey.cli.shell import opened, teaching_errors
from leadsurvey.settings import Settings

if TYPE_CHECKING:
    from leadsurvey.responses.store import Store

A_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("name", metavar="ROUND")
@click.option("--extend", type=A_DAY, metavar="DAY", help="Move its last day instead, such as 2027-03-26.")
@click.pass_obj
@teaching_errors
def close(settings: Settings, name: str, extend: datetime | None) -> None:
    """Close a round: shuffle the answers, release the findings, back up, destroy the key. Or move its last day."""
    from leadsurvey.fieldwork import changes

    with opened(settings) as store:
        if extend is None:
            _close(settings, store, name)
            return
        survey = changes.extend(store, name, extend.date(), settings.catalogues)
    click.echo(f"Round '{name}' takes answers until the end of {survey.closes}.")
    click.echo(f"Invitations are still erased on {survey.erased_on}, as people were told.")


def _close(settings: Settings, store: "Store", name: str) -> None:
    from leadsurvey.fieldwork import rehearsing
    from leadsurvey.fieldwork.closing import close as close_round
    from leadsurvey.fieldwork.standing import stored_round
    from leadsurvey.responses.seal import Keyring

    if stored_round(store, name)[1].rehearsal:
        rehearsing.end(store, settings, name)
        click.echo(f"The rehearsal '{name}' is over, and erased. Nothing of it was read.")
        return
    _confirm_early_close(store, name)
    release = close_round(
        store, Keyring(settings.keys), name, settings.backups, settings.links(name), datetime.now(UTC)
    )
    click.echo(f"Round '{name}' is closed. Release {release.hash[:16]} of {release.findings.released}.")
    click.echo(f"Next: leadsurvey results {name}, leadsurvey report {name} --all -o reports")


def _confirm_early_close(store: "Store", name: str) -> None:
    """Ask a person at a terminal before ending a round ahead of its day: it cannot be undone. Scripts mean it."""
    from leadsurvey.fieldwork.standing import stored_round

    stored, survey = stored_round(store, name)
    if stored.state == "open" and not survey.is_over(datetime.now(UTC)) and sys.stdin.isatty():
        click.confirm(f"People may still answer until the end of {survey.closes}. Close '{name}' for good?", abort=True)


@click.command()
@click.argument("name", metavar="ROUND")
@click.option("--smallest-group", type=int, metavar="N", help="Show groups of so many only; it can only rise.")
@click.option("--contact", metavar="TEXT", help="Whom people may ask, and how to reach them.")
@click.pass_obj
@teaching_errors
def amend(settings: Settings, name: str, smallest_group: int | None, contact: str | None) -> None:
    """Change what people read of an open round: raise the smallest group that is shown, or name another contact."""
    from leadsurvey.fieldwork import changes

    if smallest_group is None and contact is None:
        raise click.UsageError(
            "say what to change: --smallest-group N or --contact TEXT; `close --extend` moves the day"
        )
    with opened(settings) as store:
        if smallest_group is not None:
            survey = changes.raise_smallest_group(store, name, smallest_group, settings.catalogues)
            click.echo(
                f"Groups of {survey.minimum_group} or more are shown from now on; every page of '{name}' says so."
            )
        if contact is not None:
            survey = changes.set_contact(store, name, contact, settings.catalogues)
            click.echo(f"Every page of '{name}' names: {survey.texts['contact']}")
    click.echo("Letters, posters and mails that are out already say what they said.")


@click.command()
@click.argument("name", metavar="ROUND")
@click.argument("who", metavar="WHO")
@click.option("--revoke", is_flag=True, help="Take the link back and write no more mail: somebody left.")
@click.option("--reissue", is_flag=True, help="Make a new link: others may know the old one.")
@click.option("--send", is_flag=True, help="With --reissue: mail the new link, and print it nowhere.")
@click.option("--move", nargs=2, metavar="UNIT LEVEL", help="Somebody stands elsewhere now.")
@click.pass_obj
@teaching_errors
def person(  # one option for each thing that can happen to somebody
    settings: Settings, name: str, who: str, revoke: bool, reissue: bool, send: bool, move: tuple[str, str] | None
) -> None:
    """Change one invitation; WHO is an e-mail address, or UNIT/NAME. Whether that person answered is never told."""
    from leadsurvey.fieldwork import changes
    from leadsurvey.responses.seal import Keyring

    if revoke + reissue + bool(move) != 1 or (send and not reissue):
        raise click.UsageError("say what to do: --revoke, --reissue (with --send if you like) or --move UNIT LEVEL")
    keys = Keyring(settings.keys)
    with opened(settings) as store:
        if send:
            _send_anew(settings, store, name, who)
        elif reissue:
            click.echo(changes.reissue(store, keys, name, who, settings.address))
            click.echo(
                "This is the new link; whoever holds it can answer in that person's place, and sees whether they have. "
                "What was begun with the old one is gone.",
                err=True,
            )
        elif move:
            changes.move(store, keys, name, who, *move)
            click.echo(
                f"{who} stands in {move[0]} as {move[1]} from now on; what was sent before stays as it was sent."
            )
        else:
            changes.revoke(store, keys, name, who)
            click.echo(
                f"{who} gets no more mail, and can begin no answers; what was sent before stays among all answers."
            )
            if settings.links(name).exists():
                click.echo(f"If they are in {settings.links(name)}, the link there leads nowhere now.")


def _send_anew(settings: Settings, store: "Store", name: str, who: str) -> None:
    from leadsurvey.fieldwork.relinking import reissue_by_mail
    from leadsurvey.mail.sender import Outcome

    outcome = reissue_by_mail(store, office_of(settings), name, who)
    if outcome is not Outcome.SENT:
        raise click.ClickException(
            f"the mail server did not take the mail for sure ({outcome.value}), and the old link leads nowhere now; "
            "run it again, or without --send to see the link"
        )
    click.echo(f"A new link went to {who}; the old one leads nowhere.")


COMMANDS = (close, amend, person)
