"""The organiser's commands: parse, call, print."""

from pathlib import Path

import click

from leadsurvey import __version__
from leadsurvey.cli import (
    changing,
    checking,
    comments,
    delivering,
    exporting,
    files,
    findings,
    keeping,
    keying,
    letters,
    notices,
    organisers,
    paper,
    poster,
    posting,
    serving,
    standing,
    steps,
    translating,
    working,
    xlsforms,
)
from leadsurvey.cli.shell import A_FILE
from leadsurvey.settings import Settings


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="leadsurvey")
@click.option("--data", type=A_FILE, help="Folder of the database [LEADSURVEY_DATA, else ./leadsurvey-data].")
@click.pass_context
def main(context: click.Context, data: Path | None) -> None:
    """Measure how leadership is shared, and give leaders reports that expose nobody."""
    context.obj = Settings.from_environment(data)


for room in (
    checking,
    files,
    xlsforms,
    comments,
    working,
    translating,
    steps,
    changing,
    notices,
    keying,
    findings,
    exporting,
    paper,
    poster,
    letters,
    posting,
    standing,
    delivering,
    keeping,
    serving,
    organisers,
):
    for command in room.COMMANDS:
        main.add_command(command)
