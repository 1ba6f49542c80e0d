"""The commands of a round's door: a poster that leads to it, and a switch."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, urlsplit

import click

from leadsurvey import console, whole
from leadsurvey.cli.shell import A_FILE, opened, teaching_errors
from leadsurvey.settings import Settings

if TYPE_CHECKING:
    from leadsurvey.rounds.model import Round

AT_HOME = {"localhost", "127.0.0.1", "::1"}  # addresses that lead a phone to itself


@click.command()
@click.argument("name", metavar="ROUND")
@click.option("--language", help="One of the round's languages, such as fr [the first one].")
@click.option("--unit", help="For the wall of this unit: people are asked whether they belong to it.")
@click.option("--all-units", is_flag=True, help="One for every unit, into a folder.")
@click.option("--route", help="A way that the round file names: how many come by it is counted.")
@click.option("-o", "--output", type=A_FILE, required=True, help="The PDF to write, or the folder.")
@click.pass_obj
@teaching_errors
def poster(  # one option for each thing that may differ
    settings: Settings,
    name: str,
    language: str | None,
    unit: str | None,
    all_units: bool,
    route: str | None,
    output: Path,
) -> None:
    """Make a poster of an open round (invitations: open): people scan it and answer on their own phone."""
    survey, spoken = _hung_up(settings, name, language)
    if unit and all_units:
        raise click.UsageError("--all-units makes one for every unit; leave --unit out")
    _refuse_unknown("--unit", unit, list(survey.units))
    _refuse_unknown("--route", route, list(survey.routes))
    if all_units:
        output.mkdir(parents=True, exist_ok=True)
        with console.progress("Posters", len(survey.units)) as step:
            for each in survey.units:
                _write(settings, survey, spoken, each, route, output / f"{name}-{quote(each, safe=' ')}.pdf")
                step()
        click.echo(f"{len(survey.units)} posters in {output}, that lead to {settings.address}/r/{name}")
    else:
        _write(settings, survey, spoken, unit, route, output)
        click.echo(f"{output}: one page, A4, that leads to {settings.address}/r/{name}")
    if urlsplit(settings.address).hostname in AT_HOME:
        click.echo("Note: no phone gets to that address. Set LEADSURVEY_ADDRESS to the survey's, and make it again.")


def _write(settings: Settings, survey: "Round", spoken: str, unit: str | None, route: str | None, path: Path) -> None:
    from leadsurvey.report.poster import Way
    from leadsurvey.report.poster import poster as poster_of
    from leadsurvey.report.typeset import LayoutError

    try:
        made = poster_of(survey, spoken, settings.address, settings.templates, Way(unit or "", route or ""))
    except LayoutError as error:
        raise click.ClickException(str(error)) from None
    whole.write(path, made)


def _refuse_unknown(option: str, given: str | None, known: list[str]) -> None:
    from leadsurvey.questionnaire.problems import did_you_mean

    if given and given not in known:
        cure = did_you_mean(given, known) if known else "name them in the next round's file, under `routes:`"
        raise click.BadParameter(f"there is no '{given}' in this round; {cure}", param_hint=option)


def _hung_up(settings: Settings, name: str, language: str | None) -> tuple["Round", str]:
    """The round as it was frozen, in the language of the poster, and that language."""
    from leadsurvey.fieldwork.standing import stored_round
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

    from leadsurvey.fieldwork.standing import FieldworkError

    if not is_open or survey.is_over(datetime.now(UTC)):
        raise FieldworkError(
            f"round '{survey.id}' takes no more answers: a poster would lead to a closed door; take an open round"
        )
    if survey.invitations != "open":
        raise FieldworkError(
            f"round '{survey.id}' takes personal links only, and no wall may show one: send people theirs "
            f"(`leadsurvey invite {survey.id} people.csv`), or write `invitations: open` into the next round's file"
        )


@click.command()
@click.argument("name", metavar="ROUND")
@click.argument("state", type=click.Choice(["open", "shut"]))
@click.pass_obj
@teaching_errors
def door(settings: Settings, name: str, state: Literal["open", "shut"]) -> None:
    """Shut the round's link and shared devices to newcomers, or open them again; who has begun may finish."""
    from leadsurvey.fieldwork.doors import turn

    with opened(settings) as store:
        turn(store, name, state)
    click.echo(f"The door of '{name}' is {state}. Links of people's own work as before.")


COMMANDS = (poster, door)
