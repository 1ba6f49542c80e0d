"""Commands that bring forms of ODK and KoboToolbox in, and make such forms."""

from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

import click

from leadsurvey import whole
from leadsurvey.cli.shell import A_FILE, teaching_errors
from leadsurvey.settings import Settings

if TYPE_CHECKING:
    from leadsurvey.questionnaire.model import LevelId, Questionnaire

P = ParamSpec("P")


def needs_pyxform(command: Callable[P, None]) -> Callable[P, None]:
    """Say in one line how to install what reads and writes these forms, where it is not installed."""

    @wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] not in {"pyxform", "openpyxl"}:
                raise
            raise click.ClickException("forms need another package: pip install 'leadsurvey[xlsform]'") from None

    return guarded


@click.command("import-xlsform")
@click.argument("path", metavar="FORM.xlsx", type=A_FILE)
@click.option("-o", "--output", type=A_FILE, required=True, help="The questionnaire to write, such as OUT.yaml.")
@teaching_errors
@needs_pyxform
def import_xlsform(path: Path, output: Path) -> None:
    """Make a questionnaire of a form of ODK or KoboToolbox; stderr lists what is left out."""
    from leadsurvey.questionnaire.xlsform.write import bring_in

    found = bring_in(path, output)
    for line in found.left:
        click.echo(line, err=True)
    items = sum(len(capability.items) for capability in found.keys.capabilities.values())
    click.echo(f"{output}: items: {items}, left out or changed: {len(found.left)}")
    for file in found.files[1:]:
        click.echo(file)
    click.echo(f"Next: read it through, then: leadsurvey check {output}")


@click.command("export-xlsform")
@click.argument("path", metavar="QUESTIONNAIRE.yaml", type=A_FILE)
@click.option("--level", required=True, help="The level that answers.")
@click.option("--language", "languages", multiple=True, help="A language of it, the first one first [all there are].")
@click.option("-o", "--output", type=A_FILE, required=True, help="The form to write, such as F.xlsx.")
@click.pass_obj
@teaching_errors
@needs_pyxform
def export_xlsform(settings: Settings, path: Path, level: str, languages: tuple[str, ...], output: Path) -> None:
    """Make a form of what a level is asked, for answering offline in ODK or KoboToolbox."""
    from leadsurvey.languages.interface import texts
    from leadsurvey.questionnaire import spoken
    from leadsurvey.questionnaire.model import LevelId
    from leadsurvey.responses import offline

    found = spoken.read(path, settings.questionnaires)
    chosen = languages or found.languages
    _expect("--level", level, found.keys.levels)
    for language in chosen:
        _expect("--language", language, found.languages)
    said = {language: spoken.in_language(found, language) for language in chosen}
    form = {
        language: offline.rows(asked, LevelId(level), texts(settings.catalogues, language).gettext)
        for language, asked in said.items()
    }
    source = said[chosen[0]]
    offline.refuse_bad_names(path, form[chosen[0]])
    _write(output, offline.workbook(source.title, f"{source.id}-{level}", form))
    click.echo(f"{output}: what '{level}' is asked, in {', '.join(chosen)}")
    _say_what_is_missing(source, LevelId(level))


def _expect(option: str, name: str, known: Iterable[str]) -> None:
    from leadsurvey.questionnaire.problems import did_you_mean

    if name not in known:
        raise click.BadParameter(f"'{name}' is not there; {did_you_mean(name, known)}", param_hint=option)


def _write(output: Path, made: bytes) -> None:
    if output.exists():
        raise click.ClickException(f"{output} is there already; nothing was written. Name another with -o")
    whole.write(output, made)


def _say_what_is_missing(asked: "Questionnaire", level: "LevelId") -> None:
    """Tell what the form cannot ask."""
    from leadsurvey.responses import offline

    click.echo("Nobody is told the round's promise by the form: tell them, and how answers travel (docs/xlsform.md).")
    if tasks := offline.tasks_left_out(asked, level):
        click.echo(f"Left out, since a form cannot draw arms by the rules of a round: tasks {', '.join(tasks)}.")


COMMANDS = (import_xlsform, export_xlsform)
