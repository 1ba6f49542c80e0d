"""The steps of a round until it is closed: open, invite, enter."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from leadsurvey.cli.foretelling import foretell, say_what_was_merged
from leadsurvey.cli.posting import office_of, send_invitations
from leadsurvey.cli.shell import A_FILE, opened, teaching_errors
from leadsurvey.settings import Settings

if TYPE_CHECKING:
    from leadsurvey.rounds.grammar import Frozen


MOST_NOTES = 10  # groups told by name


@click.command("open")
@click.argument("path", metavar="ROUND.yaml", type=A_FILE)
@click.option("--dry-run", is_flag=True, help="Say which groups could be shown, and open nothing.")
@click.option(
    "--rehearsal", is_flag=True, help="Open it beside the one that is meant; nobody can ever read its answers."
)
@click.option(
    "--expect",
    type=click.IntRange(1, 100),
    metavar="PERCENT",
    default=60,
    show_default=True,
    help="How many of 100 are expected to answer, for --dry-run.",
)
@click.option("--all", "everything", is_flag=True, help="Every unit, however many, for --dry-run.")
@click.pass_obj
@teaching_errors
def open_command(settings: Settings, path: Path, dry_run: bool, rehearsal: bool, expect: int, everything: bool) -> None:
    """Open a round: freeze what is asked and promised."""
    from leadsurvey.fieldwork.opening import open_round, refuse_past
    from leadsurvey.fieldwork.rehearsing import open_rehearsal
    from leadsurvey.fieldwork.standing import stored_round
    from leadsurvey.responses.seal import Keyring
    from leadsurvey.rounds.load import load, load_leaders

    frozen = load(path, settings.questionnaires)
    refuse_past(frozen)
    if dry_run:
        foretell(frozen, expect, everything=everything)
        return
    with opened(settings, create=True) as store:
        if rehearsal:
            survey = open_rehearsal(store, settings, frozen)
        else:
            leaders = load_leaders(path, frozen)
            survey = open_round(store, Keyring(settings.keys), frozen, settings.catalogues, leaders=leaders)
        fingerprint = stored_round(store, survey.id)[0].fingerprint
    if rehearsal:
        click.echo(f"This is a rehearsal: nobody can ever read its answers. `leadsurvey close {survey.id}` erases it.")
    click.echo(f"Round '{survey.id}' is open: answers from {survey.opens} to the end of {survey.closes}.")
    click.echo(f"What is asked and promised is frozen as {fingerprint[:16]}.")
    say_what_was_merged(survey)
    _say_what_is_not_translated(frozen)
    _say_what_is_the_same_in_all_languages(frozen)
    if survey.kiosk:
        click.echo(f"A shared device takes answers at {settings.address}/k/{survey.id}")
    if survey.invitations == "open":
        click.echo(f"Anyone may answer at {settings.address}/r/{survey.id}")
    else:
        click.echo(f"Next: leadsurvey invite {survey.id} people.csv")


@click.command()
@click.argument("name", metavar="ROUND")
@click.argument("people", type=A_FILE)
@click.option("-o", "--output", type=A_FILE, help="Where the links go [DATA/links/ROUND.csv, which `close` deletes].")
@click.option("--send", is_flag=True, help="Send each person their link by mail, and write no file of links.")
@click.pass_obj
@teaching_errors
def invite(settings: Settings, name: str, people: Path, output: Path | None, send: bool) -> None:
    """Make a personal link for everyone in a table (email,name,unit,level,language)."""
    from leadsurvey.fieldwork import inviting, standing
    from leadsurvey.responses.seal import Keyring
    from leadsurvey.rounds.people import read_people

    if send:
        if output:
            raise click.UsageError("--send writes no file of links; leave -o out")
        office_of(settings)  # a fault in it is told before anybody is invited
    with opened(settings) as store:
        _, survey = standing.still_open(store, name)
        found = read_people(people, survey)
        links = inviting.invite(store, Keyring(settings.keys), survey, found, settings.address)
        thin = inviting.thinly_invited(store, survey)
        click.echo(f"{links.new} invited, {len(links) - links.new} invited before (same link).")
        if send:
            send_invitations(settings, store, name)
    if not send:
        target = output or settings.links(name)
        inviting.write_links(target, links)
        click.echo(f"Links: {target}")
        click.echo("Whoever holds this file can answer in their place: keep it safe, and delete copies of it.")
    for place, count in thin[:MOST_NOTES]:
        click.echo(f"Note: only {count} invited so far answer as {place.level} of {place.unit}; invite the others too.")
    if len(thin) > MOST_NOTES:
        click.echo(f"Note: the same holds for {len(thin) - MOST_NOTES} other groups.")


@click.command()
@click.argument("name", metavar="ROUND")
@click.argument("answers", type=A_FILE)
@click.pass_obj
@teaching_errors
def enter(settings: Settings, name: str, answers: Path) -> None:
    """Take in answers collected elsewhere (CSV): the whole file or nothing."""
    from leadsurvey.fieldwork.entering import enter as enter_file
    from leadsurvey.responses.seal import Keyring

    with opened(settings) as store:
        count = enter_file(store, Keyring(settings.keys), name, answers)
    click.echo(f"{count} responses entered into round '{name}' and sealed until it is closed.")


def _say_what_is_not_translated(frozen: "Frozen") -> None:
    """Tell how many texts people will read in the language of the source."""
    from leadsurvey.questionnaire.translate import to_translate

    source, texts = frozen.questionnaire.language, to_translate(frozen.questionnaire)
    for language, known in frozen.translations.items():
        missing = sum(passage.context not in known for passage in texts)
        if missing and language != source:
            click.echo(
                f"Note: {missing} of {len(texts)} texts have no translation into '{language}': shown in '{source}'."
            )


def _say_what_is_the_same_in_all_languages(frozen: "Frozen") -> None:
    """Tell which words of the round stand in every language as they are; names may, other words should not."""
    words = [name for name in frozen.round.texts if name in frozen.questionnaire.texts]
    if len(frozen.round.languages) > 1 and words:
        click.echo(f"Note: your words for {', '.join(words)} are shown as they are in every language: use names.")


COMMANDS = (open_command, invite, enter)
