"""What people wrote in their own words, once somebody has read it."""

from typing import TYPE_CHECKING

import click

from leadsurvey.cli.shell import opened, teaching_errors
from leadsurvey.settings import Settings

if TYPE_CHECKING:
    from leadsurvey.fieldwork.comments import Told


@click.command()
@click.argument("name", metavar="ROUND")
@click.pass_obj
@teaching_errors
def comments(settings: Settings, name: str) -> None:
    """Show the comments of a closed round that were reviewed at the desk; others are shown to nobody."""
    from leadsurvey.fieldwork.comments import told
    from leadsurvey.fieldwork.standing import stored_round

    with opened(settings) as store:
        found = told(store, stored_round(store, name)[1])
    for question in found:
        _say(question)
    if not found:
        click.echo(f"Round '{name}' asked nobody to write in their own words.")


def _say(question: "Told") -> None:
    click.echo(question.text)
    if question.withheld:
        click.echo(f"  withheld: {question.withheld}")
        return
    for words in question.comments:
        click.echo("  – " + words.replace("\n", "\n    "))
    if not question.comments:
        click.echo("  none is told yet")
    if question.waiting:
        click.echo(f"  {question.waiting} wait for review at the desk")


COMMANDS = (comments,)
