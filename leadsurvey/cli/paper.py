"""The command that makes forms for a pen."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from leadsurvey import whole
from leadsurvey.cli.shell import A_FILE, opened, teaching_errors
from leadsurvey.settings import Settings

if TYPE_CHECKING:
    from leadsurvey.questionnaire.model import LevelId, Questionnaire
    from leadsurvey.rounds.model import Round


@dataclass(frozen=True)
class Asked:
    """What is asked, in one language; `survey` is the round that asks it, if one does."""

    questionnaire: "Questionnaire"
    language: str
    survey: "Round | None" = None


@click.command()
@click.argument("name", metavar="ROUND")
@click.option("--level", help="The level that answers; else each gets a form, and -o names a folder.")
@click.option("--language", help="The language [the first one].")
@click.option(
    "--version", "letter", help="One version of the form by its letter, such as B [all, one after the other]."
)
@click.option("-o", "--output", type=A_FILE, required=True, help="The PDF to write, or without --level a folder.")
@click.pass_obj
@teaching_errors
def paper(
    settings: Settings, name: str, level: str | None, language: str | None, letter: str | None, output: Path
) -> None:
    """Make forms on paper of an opened round, or drafts for reading of a questionnaire file (.yaml).

    Print them on both sides, shuffle them, and key what comes back as a table for `enter`.
    """
    from leadsurvey.questionnaire.model import LevelId

    if letter and not level:
        raise click.UsageError("--version belongs to one level: name it with --level")
    is_file = Path(name).suffix.lower() in {".yaml", ".yml"}
    asked = _of_file(settings, Path(name), language) if is_file else _of_round(settings, name, language)
    levels = asked.questionnaire.levels
    if level is None:
        output.mkdir(parents=True, exist_ok=True)
        for each in levels:
            _write(settings, asked, each, letter, output / f"{each}-{asked.language}.pdf")
        return
    _expect("--level", level, levels)
    _write(settings, asked, LevelId(level), letter, output)


def _of_file(settings: Settings, path: Path, language: str | None) -> Asked:
    from leadsurvey.questionnaire.spoken import in_language, read

    spoken = read(path, settings.questionnaires)
    chosen = language or spoken.languages[0]
    _expect("--language", chosen, spoken.languages)
    return Asked(in_language(spoken, chosen), chosen)


def _of_round(settings: Settings, name: str, language: str | None) -> Asked:
    """The round as it was frozen."""
    from leadsurvey.fieldwork.standing import stored_round
    from leadsurvey.rounds.load import thaw

    with opened(settings) as store:
        if known := store.rounds():
            _expect("ROUND", name, known)
        stored, survey = stored_round(store, name)
    chosen = language or survey.languages[0]
    _expect("--language", chosen, survey.languages)
    survey = thaw(stored.frozen, chosen)
    return Asked(survey.questionnaire, chosen, survey)


def _write(settings: Settings, asked: Asked, level: "LevelId", letter: str | None, target: Path) -> None:
    from leadsurvey.report import paper as forms
    from leadsurvey.report.typeset import LayoutError

    known = forms.letters(asked.questionnaire, level)
    if letter:
        _expect("--version", letter, known)
    voice = forms.voice(settings.templates, asked.language)
    held = forms.occasion(asked.survey, level, voice) if asked.survey else None
    make = partial(forms.paper, asked.questionnaire, level, voice, settings.templates)
    try:
        made = make(held=held, only=letter)
    except LayoutError as error:
        raise click.ClickException(str(error)) from None
    whole.write(target, made)
    click.echo(f"{target}: what '{level}' is asked, {_told(letter, known)}")


def _told(letter: str | None, known: list[str]) -> str:
    if letter:
        return f"version {letter} of {known[0]} to {known[-1]}"
    if len(known) == 1:
        return "the same for everybody"
    return f"versions {known[0]} to {known[-1]} one after the other: print all, and hand them out shuffled"


def _expect(where: str, name: str, known: Iterable[str]) -> None:
    from leadsurvey.questionnaire.problems import did_you_mean

    names = list(known)
    if name not in names:
        cure = did_you_mean(name, names)
        there = f" (there: {', '.join(names)})" if cure.startswith("did") else ""
        raise click.BadParameter(f"'{name}' is not there{there}; {cure}", param_hint=where)


COMMANDS = (paper,)
