"""Commands for translators: what to translate, and how far each language is."""

from pathlib import Path

import click

from leadsurvey import console
from leadsurvey.cli.shell import A_FILE, teaching_errors
from leadsurvey.settings import Settings


@click.group()
def translate() -> None:
    """Give a questionnaire's texts to translators as PO files, and see how far they are."""


@translate.command()
@click.argument("path", metavar="QUESTIONNAIRE.yaml", type=A_FILE)
@click.option("--language", help="Begin a catalogue for this language, such as fr, ar or pt-BR.")
@click.pass_obj
@teaching_errors
def extract(settings: Settings, path: Path, language: str | None) -> None:
    """Write the template of all texts, and bring every catalogue up to date; a changed text turns fuzzy."""
    from leadsurvey.languages.locales import is_known
    from leadsurvey.questionnaire import translate as catalogues
    from leadsurvey.questionnaire.load import load

    if language and not is_known(language):
        raise click.BadParameter(
            f"'{language}' is no language that we know; write fr, ar, pt-BR", param_hint="--language"
        )
    _, keys = load(path, settings.questionnaires)
    for written in catalogues.extract(path, keys, settings.questionnaires, language):
        click.echo(written)
    click.echo(
        "Translate the PO files with Poedit, Weblate or any editor, then: leadsurvey translate status " + str(path)
    )


@translate.command()
@click.argument("path", metavar="QUESTIONNAIRE.yaml", type=A_FILE)
@click.pass_obj
@teaching_errors
def status(settings: Settings, path: Path) -> None:
    """Count what is translated, what changed since (fuzzy), and what is missing; a faulty catalogue is refused."""
    from leadsurvey.questionnaire import translate as catalogues
    from leadsurvey.questionnaire.load import load

    _, keys = load(path, settings.questionnaires)
    found = catalogues.translations(path, keys, settings.questionnaires).progress
    if not found:
        click.echo(f"No catalogue yet. Begin one: leadsurvey translate extract {path} --language fr")
        return
    rows = [[language, *map(str, counts)] for language, counts in found.items()]
    console.print_table(str(path), [["Language", "translated", "fuzzy", "missing"], *rows])


COMMANDS = (translate,)
