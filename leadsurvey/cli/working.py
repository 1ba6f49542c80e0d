"""The command that the desk starts for long work; nobody types it."""

import click

from leadsurvey.cli.shell import teaching_errors
from leadsurvey.settings import Settings


@click.command(hidden=True)
@click.argument("number", type=int)
@click.pass_obj
@teaching_errors
def work(settings: Settings, number: int) -> None:
    """Do a job that was ordered at the desk."""
    from leadsurvey.work.doing import run

    run(settings, number)


COMMANDS = (work,)
