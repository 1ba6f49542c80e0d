"""What data protection asks for in writing: notice."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from leadsurvey import whole
from leadsurvey.cli.shell import A_FILE, opened, teaching_errors
from leadsurvey.settings import Settings

if TYPE_CHECKING:
    from leadsurvey.rounds.model import Round


@click.command()
@click.argument("name", metavar="ROUND")
@click.option("-o", "--output", type=A_FILE, required=True, help="The folder for the two drafts.")
@click.pass_obj
@teaching_errors
def notice(settings: Settings, name: str, output: Path) -> None:
    """Draft a privacy notice and an impact assessment of a round, opened or still a file (.yaml).

    What only you know stands in square brackets: complete it, and have it checked.
    """
    from leadsurvey.mail.server import read
    from leadsurvey.report.notice import drafts

    survey = _of_file(settings, Path(name)) if Path(name).suffix.lower() in {".yaml", ".yml"} else _of(settings, name)
    mail_host = read(settings.mail).host if "LEADSURVEY_SMTP" in settings.mail else ""
    made = drafts(survey, settings.templates, mail_host)
    for file in made:
        _refuse_to_overwrite(output / file)
    output.mkdir(parents=True, exist_ok=True)
    for file, text in made.items():
        whole.write(output / file, text.encode())
        click.echo(f"Draft: {output / file}")
    click.echo("Complete what stands in square brackets, and have both checked by who is responsible.")


def _of_file(settings: Settings, path: Path) -> "Round":
    from leadsurvey.rounds.load import as_round, load

    return as_round(load(path, settings.questionnaires))


def _of(settings: Settings, name: str) -> "Round":
    """The round as it was frozen, in English where it speaks English."""
    from leadsurvey.fieldwork.standing import FieldworkError, stored_round
    from leadsurvey.rounds.load import thaw

    with opened(settings) as store:
        stored, survey = stored_round(store, name)
    if survey.rehearsal:
        raise FieldworkError(f"round '{name}' is a rehearsal: nothing of it is kept; name the round that is meant")
    return thaw(stored.frozen, "en")


def _refuse_to_overwrite(path: Path) -> None:
    from leadsurvey.fieldwork.standing import FieldworkError

    if path.exists():
        raise FieldworkError(
            f"{path} is there already, and somebody may have worked on it; name another folder. Nothing was written"
        )


COMMANDS = (notice,)
