"""The command that makes a poster."""

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from leadsurvey.cli.shell import A_FILE, opened, teaching_errors
from leadsurvey.settings import Settings

if TYPE_CHECKING:
    from leadsurvey.rounds.model import Round

AT_HOME = {"localhost", "127.0.0.1", "::1"}  # addresses that lead a phone to itself


@click.command()
@click.argument("name", metavar="ROUND")
@click.option("--language", help="One of the round's languages, such as fr [the first one].")
@click.option("-o", "--output", type=A_FILE, required=True, help="The PDF to write.")
@click.pass_obj
@teaching_errors
def poster(settings: Settings, name: str, language: str | None, output: Path) -> None:
    """Make a poster of an open round (invitations: open): people scan it and answer on their own phone."""
    from leadsurvey.report.poster import poster as poster_of
    from leadsurvey.report.typeset import LayoutError

    survey, spoken = _hung_up(settings, name, language)
    try:
        made = poster_of(survey, spoken, settings.address, settings.templates)
    except LayoutError as error:
        raise click.ClickException(str(error)) from None
    output.write_bytes(made)
    click.echo(f"{output}: one page, A4, that leads to {settings.address}/r/{name}")
    if urlsplit(settings.address).hostname in AT_HOME:
        click.echo("Note: no phone gets to that address. Set LEADSURVEY_ADDRESS to the survey's, and make it again.")


def _hung_up(settings: Settings, name: str, language: str | None) -> tuple["Round", str]:
    """The round as it was frozen, in the language of the poster, and that language."""
    from leadsurvey.fieldwork import stored_round
    from leadsurvey.questionnaire.problems import did_you_mean
    from leadsurvey.rounds.load import thaw

    with opened(settings) as store:
        stored, survey = stored_round(store, name)
    _refuse_what_leads_nowhere(survey, is_open=stored.state == "open")
    chosen = language or survey.languages[0]
    if chosen not in survey.languages:
        raise click.BadParameter(
            f"round '{name}' does not speak '{chosen}'; {did_you_mean(chosen, survey.languages)}",
            param_hint="--language",
        )
    return thaw(stored.frozen, chosen), chosen


def _refuse_what_leads_nowhere(survey: "Round", *, is_open: bool) -> None:
    """People who scan a poster have to get in."""
    from datetime import UTC, datetime

    from leadsurvey.fieldwork import FieldworkError

    if not is_open or survey.is_over(datetime.now(UTC)):
        raise FieldworkError(
            f"round '{survey.id}' takes no more answers: a poster would lead to a closed door; take an open round"
        )
    if survey.invitations != "open":
        raise FieldworkError(
            f"round '{survey.id}' takes personal links only, and no wall may show one: send people theirs "
            f"(`leadsurvey invite {survey.id} people.csv`), or write `invitations: open` into the next round's file"
        )


COMMANDS = (poster,)
