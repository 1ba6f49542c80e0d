"""The steps of a round: open, invite, enter, close."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from leadsurvey.cli.shell import A_FILE, opened, teaching_errors
from leadsurvey.settings import Settings

if TYPE_CHECKING:
    from leadsurvey.responses.store import Store
    from leadsurvey.rounds.grammar import Frozen
    from leadsurvey.rounds.model import Round


@click.command("open")
@click.argument("path", metavar="ROUND.yaml", type=A_FILE)
@click.option("--dry-run", is_flag=True, help="Say which groups could be shown, and open nothing.")
@click.option(
    "--expect",
    type=click.IntRange(1, 100),
    metavar="PERCENT",
    default=60,
    show_default=True,
    help="How many of 100 are expected to answer, for --dry-run.",
)
@click.pass_obj
@teaching_errors
def open_command(settings: Settings, path: Path, dry_run: bool, expect: int) -> None:
    """Open a round: freeze what is asked and promised."""
    from leadsurvey.fieldwork import open_round, stored_round
    from leadsurvey.responses.seal import Keyring
    from leadsurvey.rounds.load import load

    frozen = load(path, settings.questionnaires)
    if dry_run:
        _rehearse(frozen, expect)
        return
    with opened(settings, create=True) as store:
        survey = open_round(store, Keyring(settings.keys), frozen, settings.catalogues)
        fingerprint = stored_round(store, survey.id)[0].fingerprint
    click.echo(f"Round '{survey.id}' is open: answers from {survey.opens} to the end of {survey.closes}.")
    click.echo(f"What is asked and promised is frozen as {fingerprint[:16]}.")
    _say_what_was_merged(survey)
    _say_what_is_not_translated(frozen)
    _say_what_is_the_same_in_all_languages(frozen)
    if survey.kiosk:
        click.echo(f"A shared device takes answers at {settings.address}/k/{survey.id}")
    if survey.invitations == "open":
        click.echo(f"Anyone may answer at {settings.address}/r/{survey.id}")
    else:
        click.echo(f"Next: leadsurvey invite {survey.id} people.csv")


def _rehearse(frozen: "Frozen", share: int) -> None:
    """Tell what could be shown if so many of 100 answer, what would be withheld, and what would show more."""
    from leadsurvey.analysis.advice import expect, merges, rehearsed
    from leadsurvey.rounds.load import as_round
    from leadsurvey.rounds.promise import to_everybody

    survey = as_round(frozen)
    expected = expect(survey, share / 100)
    click.echo(f"If {share} of 100 answer everywhere, with {survey.minimum_group} as the smallest group:")
    _say_what_was_merged(survey)
    for unit, lines in rehearsed(expected):
        click.echo(f"{survey.units[unit].name} ({unit})")
        for line in lines:
            click.echo(f"  {line}")
    for one, other, more in merges(expected, share / 100):
        click.echo(
            f"If '{one}' and '{other}' were one unit, {more} more group{'s' if more > 1 else ''} could be shown."
        )
    click.echo("Everybody will be promised:")
    for sentence in to_everybody(survey):
        click.echo(f"  {sentence}")
    click.echo("Nothing was opened.")


@click.command()
@click.argument("name", metavar="ROUND")
@click.argument("people", type=A_FILE)
@click.option("-o", "--output", type=A_FILE, help="Where the links go [DATA/links/ROUND.csv, which `close` deletes].")
@click.pass_obj
@teaching_errors
def invite(settings: Settings, name: str, people: Path, output: Path | None) -> None:
    """Make a personal link for everyone in a table (email,unit,level,language)."""
    from leadsurvey import fieldwork
    from leadsurvey.responses.seal import Keyring
    from leadsurvey.rounds.people import read_people

    with opened(settings) as store:
        _, survey = fieldwork.still_open(store, name)
        found = read_people(people, survey)
        links = fieldwork.invite(store, Keyring(settings.keys), survey, found, settings.address)
        thin = fieldwork.thinly_invited(store, survey)
    target = output or settings.links(name)
    fieldwork.write_links(target, links)
    new = sum(link.is_new for link in links)
    click.echo(f"{new} invited, {len(links) - new} invited before (same link). Links: {target}")
    click.echo("Whoever holds this file can answer in their place: keep it safe, and delete copies of it.")
    for place, count in thin:
        click.echo(f"Note: only {count} invited so far answer as {place.level} of {place.unit}; invite the others too.")


@click.command()
@click.argument("name", metavar="ROUND")
@click.argument("answers", type=A_FILE)
@click.pass_obj
@teaching_errors
def enter(settings: Settings, name: str, answers: Path) -> None:
    """Take in answers collected elsewhere (CSV): the whole file or nothing."""
    from leadsurvey.fieldwork import enter as enter_file
    from leadsurvey.responses.seal import Keyring

    with opened(settings) as store:
        count = enter_file(store, Keyring(settings.keys), name, answers)
    click.echo(f"{count} responses entered into round '{name}' and sealed until it is closed.")


@click.command()
@click.argument("name", metavar="ROUND")
@click.pass_obj
@teaching_errors
def close(settings: Settings, name: str) -> None:
    """Close a round: shuffle the answers, release the findings, back up, destroy the key."""
    from datetime import UTC, datetime

    from leadsurvey.fieldwork import close as close_round
    from leadsurvey.responses.seal import Keyring

    with opened(settings) as store:
        _confirm_early_close(store, name)
        release = close_round(
            store, Keyring(settings.keys), name, settings.backups, settings.links(name), datetime.now(UTC)
        )
    click.echo(f"Round '{name}' is closed. Release {release.hash[:16]} of {release.findings.released}.")
    click.echo(f"Next: leadsurvey results {name}, leadsurvey report {name} --all -o reports")


def _confirm_early_close(store: "Store", name: str) -> None:
    """Ask a person at a terminal before ending a round ahead of its day: it cannot be undone. Scripts mean it."""
    import sys
    from datetime import UTC, datetime

    from leadsurvey.fieldwork import stored_round

    stored, survey = stored_round(store, name)
    if stored.state == "open" and not survey.is_over(datetime.now(UTC)) and sys.stdin.isatty():
        click.confirm(f"People may still answer until the end of {survey.closes}. Close '{name}' for good?", abort=True)


def _say_what_was_merged(survey: "Round") -> None:
    """Tell which levels are too small to stand alone."""
    from leadsurvey.rounds.places import Places

    for level, target in Places(survey).levels.items():
        if level != target:
            click.echo(f"Level '{level}' has fewer than {survey.minimum_group} people: its answers join '{target}'.")


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


COMMANDS = (open_command, invite, enter, close)
