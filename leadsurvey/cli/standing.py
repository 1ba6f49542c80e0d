"""How a round stands: what may be told while it is open, and what comes next."""

from typing import TYPE_CHECKING

import click

from leadsurvey import console
from leadsurvey.cli.shell import opened, teaching_errors
from leadsurvey.settings import Settings

if TYPE_CHECKING:
    from datetime import datetime

    from leadsurvey.fieldwork.rates import Rate, Rates
    from leadsurvey.responses.store import Store
    from leadsurvey.rounds.model import Round

MOST_UNITS = 60  # told without --all


@click.command()
@click.argument("name", metavar="ROUND")
@click.option("--all", "everything", is_flag=True, help="Every unit that may be told, however many.")
@click.pass_obj
@teaching_errors
def status(settings: Settings, name: str, everything: bool) -> None:
    """Show how a round stands: about how many have answered, once a day, in groups that expose nobody."""
    from datetime import UTC, datetime

    from leadsurvey.fieldwork import rates, standing

    with opened(settings) as store:
        stored, survey = standing.stored_round(store, name)
        now = datetime.now(UTC)
        told = rates.of(store, survey, now)
        _say_state(store, survey, stored.state, now)
        if told:
            _say_rates(survey, told, everything=everything)
        _say_mail(store, name)
        click.echo(f"Next: {_next(store, survey, stored.state, now)}")


def _say_state(store: "Store", survey: "Round", state: str, now: "datetime") -> None:
    """Dates, and whether answers are taken."""
    known = store.known(survey.id)
    is_taking = state == "open" and survey.is_answerable(now)
    words = "open" if is_taking else "opened, and takes answers from its first day on" if state == "open" else state
    if state == "open" and survey.is_over(now):
        words = "over, and not closed yet"
    elif is_taking and known and known.door == "shut":
        words = "open, but its door is shut to newcomers"
    click.echo(f"Round '{survey.id}' is {words}: answers from {survey.opens} to the end of {survey.closes}.")
    click.echo(f"Who was invited is erased on {survey.erased_on}.")


def _say_rates(survey: "Round", told: "Rates", *, everything: bool) -> None:
    """The tally of the day."""
    answers = f"about {told.answers}" if told.answers else "too few to tell"
    click.echo(f"Answers in all, by whatever way: {answers} (as of {told.day}; counted once a day, to the nearest 5).")
    for route, begun in told.routes.items():
        click.echo(f"  by {route}: about {begun} began")
    shown = told.groups if everything else told.groups[:MOST_UNITS]
    if shown:
        rows = [
            ["Unit", "Invited", "Answered", "Share"],
            *([survey.units[each.unit].name, *_row(each)] for each in shown),
        ]
        console.print_table("Invited by name, with all below", rows)
    if len(told.groups) > len(shown):
        click.echo(f"… and {len(told.groups) - len(shown)} other units: --all shows them.")
    if told.untold:
        units = f"{told.untold} unit{'s' if told.untold > 1 else ''} with people invited"
        click.echo(f"Not told: {units}: too small, or else what is left of others would be.")


def _row(rate: "Rate") -> list[str]:
    """A group's cells."""
    if rate.answered is None:
        return [f"about {rate.invited}", str(rate.word), ""]
    return [f"about {rate.invited}", f"about {rate.answered}", f"about {rate.share} %"]


def _say_mail(store: "Store", name: str) -> None:
    """How each mailing stands, as `mail` tells it."""
    from leadsurvey.fieldwork import posting

    for each in posting.standings(store, name):
        about = "about " if each.mailing.kind == "reminder" else ""
        words = ", ".join(f"{about}{count} {state}" for state, count in sorted(each.counts.items()))
        click.echo(f"Mail of {each.mailing.day}, {each.mailing.kind}: {words or 'all sent, and forgotten to whom'}.")


def _next(store: "Store", survey: "Round", state: str, now: "datetime") -> str:
    """The command that comes next."""
    from leadsurvey.fieldwork import posting

    name = survey.id
    if state == "closed":
        return f"leadsurvey report {name} --all -o reports, or leadsurvey deliver {name}"
    if state == "closing" or survey.is_over(now):
        return f"leadsurvey close {name}"
    if survey.invitations == "open":
        return f"leadsurvey poster {name} -o poster.pdf; after {survey.closes}: leadsurvey close {name}"
    if not store.invited(name):
        return f"leadsurvey invite {name} people.csv"
    mailed = posting.standings(store, name)
    after = f"after {survey.closes}: leadsurvey close {name}"
    return f"leadsurvey remind {name}; {after}" if mailed and survey.is_answerable(now) else after


COMMANDS = (status,)
