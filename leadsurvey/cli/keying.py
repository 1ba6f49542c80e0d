"""The command for forms that were filled in on paper."""

import shlex
from pathlib import Path

import click

from leadsurvey.cli.shell import A_FILE, opened, teaching_errors
from leadsurvey.settings import Settings


@click.command()
@click.argument("name", metavar="ROUND")
@click.option("-o", "--output", type=A_FILE, help="Folder of what is keyed [DATA/keyed/ROUND].")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; your own machine unless told.")
@click.option("--port", default=8002, show_default=True, type=click.IntRange(1, 65535))
@click.pass_context
@teaching_errors
def key(context: click.Context, name: str, output: Path | None, host: str, port: int) -> None:
    """Serve pages for keying paper forms twice, and settle where the two keyings differ."""
    from leadsurvey.cli.serving import listen
    from leadsurvey.fieldwork.standing import still_open
    from leadsurvey.web.keying import create_keying

    settings: Settings = context.obj
    with opened(settings) as store:
        _, survey = still_open(store, name)
    folder = (output or settings.keyed(name)).absolute()
    listen(create_keying(settings, survey, folder, host, _to_enter(context, name, folder)), host, port)


def _to_enter(context: click.Context, name: str, folder: Path) -> str:
    """The command that enters what was keyed, as it is to be typed."""
    data = context.find_root().params.get("data")
    somewhere = ["--data", str(data.absolute())] if data else []
    return shlex.join(["leadsurvey", *somewhere, "enter", name, str(folder / "answers.csv")])


COMMANDS = (key,)
