"""Commands that serve pages: the survey, and the demo."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from leadsurvey import logs
from leadsurvey.cli.findings import write_reports_of
from leadsurvey.cli.shell import A_FILE, teaching_errors
from leadsurvey.settings import Settings

if TYPE_CHECKING:
    from flask import Flask

SERVER: dict[str, Any] = {
    "threads": 8,
    "ident": "",  # no name of a program in any answer
    "max_request_header_size": 32 * 1024,
    "max_request_body_size": 16 * 1024 * 1024,  # kept before a page refuses it with words; the desk takes 8 MB
    "channel_timeout": 60,  # seconds in which nothing comes
    "connection_limit": 1000,  # lines that wait cost no thread
}


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.pass_obj
@teaching_errors
def serve(settings: Settings, host: str, port: int) -> None:
    """Serve the survey's pages; no log of requests is kept, since a log would hold links."""
    _serve(settings, host, port)


@click.command()
@click.option("-o", "--output", type=A_FILE, default=Path("demo"), show_default=True, help="Folder for everything.")
@click.option("--serve/--no-serve", default=True, help="Serve a second, open round to answer yourself.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@teaching_errors
def demo(output: Path, serve: bool, port: int) -> None:
    """Simulate a round of more than 600 people, write its reports, and serve the survey."""
    from leadsurvey import demo as simulation

    settings = simulation.settings_in(output, f"http://localhost:{port}")
    release = simulation.run(settings, output)
    written = write_reports_of(settings, release, list(release.findings.units), 2, output / "reports")
    click.echo(f"{len(written)} reports on '{release.findings.organisation}' (all simulated); start with {written[0]}")
    click.echo(f"Answer the survey yourself: {simulation.own_link(settings, output)}")
    if serve:
        _serve(settings, "127.0.0.1", port)


def _serve(settings: Settings, host: str, port: int) -> None:
    from leadsurvey.web.app import create_app
    from leadsurvey.web.organiser.provider import has_extra

    if settings.provider and not has_extra():
        click.echo("LEADSURVEY_OIDC_ISSUER is set; signing in there needs: pip install 'leadsurvey[sso]'", err=True)
    listen(create_app(settings), host, port)


def listen(app: "Flask", host: str, port: int) -> None:
    """Serve an application until somebody presses Ctrl-C."""
    from waitress.server import create_server

    logs.begin()
    try:
        server = create_server(app, host=host, port=port, **SERVER)
    except ValueError as error:
        raise click.BadParameter(f"{host} is no address of this machine ({error})", param_hint="--host") from None
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"Serving on http://{shown}:{port} (stop with Ctrl-C)", err=True)
    try:
        server.run()
    finally:
        server.close()


COMMANDS = (serve, demo)
