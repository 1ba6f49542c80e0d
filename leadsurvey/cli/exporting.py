"""The released tables of a closed round as files for other programs."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

import click

from leadsurvey.cli.shell import A_FILE, opened, released, teaching_errors
from leadsurvey.settings import Settings

if TYPE_CHECKING:
    from leadsurvey.report.dataset.table import Table

P = ParamSpec("P")
FORMS = ("csv", "xlsx", "sav", "sps", "ddi")
ALL = "all"


def needs_pyreadstat(command: Callable[P, None]) -> Callable[P, None]:
    """Say in one line how to install what writes SPSS files, where it is not installed."""

    @wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] not in {"pyreadstat", "pandas"}:
                raise
            fault = "--format sav needs another package; nothing was written. Install it: pip install 'leadsurvey[sav]'"
            raise click.ClickException(f"{fault}; or take sps, whose syntax makes the same of the CSV files") from None

    return guarded


@click.command()
@click.argument("name", metavar="ROUND")
@click.option(
    "--format",
    "forms",
    type=click.Choice([*FORMS, ALL]),
    multiple=True,
    default=("csv", "xlsx"),
    show_default=True,
    help="May be given more than once. sps and ddi bring the CSV files along that they describe.",
)
@click.option("--research", is_flag=True, help="The research file too, if the round promised one.")
@click.option("-o", "--output", type=A_FILE, required=True, help="Folder for the files.")
@click.pass_obj
@teaching_errors
@needs_pyreadstat
def export(settings: Settings, name: str, forms: tuple[str, ...], research: bool, output: Path) -> None:
    """Write the released tables of a closed round for other programs, with a codebook."""
    from leadsurvey.report.dataset.files import Form, files, write
    from leadsurvey.report.dataset.table import ExportError

    release = released(settings, name)
    chosen = [Form(form) for form in (FORMS if ALL in forms else forms)]
    people = _research(settings, name) if research else None
    try:
        made = files(release.findings, release.hash, chosen, people)
    except ExportError as error:
        raise click.ClickException(str(error)) from None
    write(output, made)
    click.echo(f"{len(made)} files in {output}; {name}-codebook.csv explains all that is in them")


def _research(settings: Settings, name: str) -> "Table":
    from leadsurvey.fieldwork.researching import research_table
    from leadsurvey.report.dataset.research import research

    with opened(settings) as store:
        told = research_table(store, name)
    return research(told.columns, told.labels, told.values, told.rows)


COMMANDS = (export,)
