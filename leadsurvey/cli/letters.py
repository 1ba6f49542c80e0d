"""The command that makes invitations on paper."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from leadsurvey import console, whole
from leadsurvey.cli.shell import A_FILE, opened, teaching_errors
from leadsurvey.settings import Settings

if TYPE_CHECKING:
    from leadsurvey.report.invitations import Addressee, Form
    from leadsurvey.responses.store import Store
    from leadsurvey.rounds.model import Round

AT_MOST = 400  # people in one file: a printer takes it, and memory stays small


@click.command()
@click.argument("name", metavar="ROUND")
@click.option("-o", "--output", type=A_FILE, required=True, help="The PDF to write; of many people several, numbered.")
@click.option("--unit", help="Only people of this unit and those below it.")
@click.option("--all", "everybody", is_flag=True, help="People with an e-mail address too.")
@click.option("--cards", is_flag=True, help="Cards to be handed out, eight a page, instead of letters.")
@click.pass_obj
@teaching_errors
def letters(settings: Settings, name: str, output: Path, unit: str | None, everybody: bool, cards: bool) -> None:
    """Make invitations on paper, with a code for phones, for people without an address or whose mail came back."""
    from leadsurvey.fieldwork.standing import FieldworkError, still_open
    from leadsurvey.questionnaire.problems import did_you_mean
    from leadsurvey.rounds.load import thaw

    with opened(settings) as store:
        stored, survey = still_open(store, name)
        if unit and unit not in survey.units:
            raise FieldworkError(f"unknown unit '{unit}'; {did_you_mean(unit, survey.units)}")
        people = _addressees(settings, store, survey, unit, everybody=everybody)
    if not people:
        raise FieldworkError(
            "nobody is to get a letter: everyone invited has an e-mail address; --all makes them for everybody"
        )
    surveys = {language: thaw(stored.frozen, language) for language in survey.languages}
    written = _write(settings, people, surveys, output, "cards" if cards else "letter")
    click.echo(f"{len(people)} invitations: {', '.join(map(str, written))}")
    click.echo("Whoever holds them can answer in these people's place: print, hand out, and delete the files.")


def _addressees(
    settings: Settings, store: "Store", survey: "Round", unit: str | None, *, everybody: bool
) -> "list[Addressee]":
    """Those who get one, in the order in which they are handed out."""
    from leadsurvey.fieldwork.inviting import to_be_written
    from leadsurvey.report.invitations import Addressee
    from leadsurvey.responses.seal import Keyring

    found = to_be_written(store, Keyring(settings.keys), survey, settings.address, everybody=everybody)
    inside = survey.below(unit) if unit else set(survey.units)
    order = {each: number for number, each in enumerate(survey.units)}
    people = [
        Addressee(
            each.person.name or each.person.email,
            each.person.unit,
            each.person.level,
            each.person.language,
            each.address,
        )
        for each in found
        if each.person.unit in inside
    ]
    return sorted(people, key=lambda each: (order[each.unit], each.name.casefold(), each.link))


def _write(
    settings: Settings, people: "list[Addressee]", surveys: "dict[str, Round]", output: Path, form: "Form"
) -> list[Path]:
    from leadsurvey.report.invitations import invitations
    from leadsurvey.report.typeset import LayoutError

    parts = [people[start : start + AT_MOST] for start in range(0, len(people), AT_MOST)]
    numbered = [output.with_name(f"{output.stem}-{number}{output.suffix}") for number in range(1, len(parts) + 1)]
    paths = numbered if len(parts) > 1 else [output]
    with console.progress("Letters", len(parts)) as step:
        for path, some in zip(paths, parts, strict=True):
            try:
                made = invitations(some, surveys, settings.templates, form)
            except LayoutError as error:
                raise click.ClickException(str(error)) from None
            whole.write(path, made, private=True)
            step()
    return paths


COMMANDS = (letters,)
