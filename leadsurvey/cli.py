"""The organiser's commands: parse, call, print."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

import click

from leadsurvey import __version__, console
from leadsurvey.settings import Settings

if TYPE_CHECKING:  # everything heavy is imported by the command that needs it: `--help` answers at once
    from leadsurvey.fieldwork import Release
    from leadsurvey.responses.store import Store
    from leadsurvey.rounds.model import Round

P = ParamSpec("P")
A_FILE = click.Path(path_type=Path)


def teaching_errors(command: Callable[P, None]) -> Callable[P, None]:
    """Turn faults of files, steps and storage into their message and exit code 1: users never see a traceback."""

    @wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        from leadsurvey.fieldwork import FieldworkError
        from leadsurvey.questionnaire.problems import FaultyFileError
        from leadsurvey.responses.seal import KeyLostError
        from leadsurvey.responses.store import StorageError

        try:
            command(*args, **kwargs)
        except (FaultyFileError, FieldworkError, StorageError, KeyLostError) as error:
            click.echo(str(error), err=True)
            raise SystemExit(1) from None
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            click.echo(
                f"{where}{error.strerror or error}; nothing more was written. Mend that and run it again", err=True
            )
            raise SystemExit(1) from None

    return guarded


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="leadsurvey")
@click.option("--data", type=A_FILE, help="Folder of the database [LEADSURVEY_DATA, else ./leadsurvey-data].")
@click.pass_context
def main(context: click.Context, data: Path | None) -> None:
    """Measure how leadership is shared, and give leaders reports that expose nobody."""
    context.obj = Settings.from_environment(data)


@main.command()
@click.argument("paths", type=A_FILE, nargs=-1, required=True)
@teaching_errors
def check(paths: tuple[Path, ...]) -> None:
    """Check questionnaire and round files; every fault with its place and its cure."""
    from leadsurvey.questionnaire.problems import FaultyFileError

    faults = 0
    for path in paths:
        try:
            click.echo(f"{path}: {_checked(path)}")
        except FaultyFileError as error:
            faults += len(error.problems)
            click.echo(str(error), err=True)
    if faults:
        click.echo(f"{faults} fault{'s' if faults > 1 else ''}", err=True)
        raise SystemExit(1)


def _checked(path: Path) -> str:
    """What a file holds, in a few words; a round is told from a questionnaire by its first key."""
    from leadsurvey.questionnaire.load import Document
    from leadsurvey.questionnaire.load import load as load_questionnaire
    from leadsurvey.rounds.load import load as load_round

    if "round" in Document(path).data:
        frozen = load_round(path, Settings.from_environment().questionnaires)
        return f"without fault; a round of '{frozen.questionnaire.questionnaire}', units: {len(frozen.units)}"
    questionnaire, _ = load_questionnaire(path)
    capabilities = ", ".join(questionnaire.capabilities)
    return f"without fault; items: {len(questionnaire.items)}, capabilities: {capabilities}"


@main.command("open")
@click.argument("path", metavar="ROUND.yaml", type=A_FILE)
@click.pass_obj
@teaching_errors
def open_command(settings: Settings, path: Path) -> None:
    """Open a round: freeze what is asked and promised."""
    from leadsurvey.fieldwork import open_round
    from leadsurvey.responses.seal import Keyring
    from leadsurvey.rounds.load import fingerprint, load

    frozen = load(path, settings.questionnaires)
    with _store(settings, create=True) as store:
        survey = open_round(store, Keyring(settings.keys), frozen)
    click.echo(f"Round '{survey.id}' is open: answers from {survey.opens} to the end of {survey.closes}.")
    click.echo(f"What is asked and promised is frozen as {fingerprint(frozen)[:16]}.")
    _say_what_was_merged(survey)
    if survey.invitations == "open":
        click.echo(f"Anyone may answer at {settings.address}/r/{survey.id}")
    else:
        click.echo(f"Next: leadsurvey invite {survey.id} people.csv")


@main.command()
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

    with _store(settings) as store:
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


@main.command()
@click.argument("name", metavar="ROUND")
@click.argument("answers", type=A_FILE)
@click.pass_obj
@teaching_errors
def enter(settings: Settings, name: str, answers: Path) -> None:
    """Take in answers collected elsewhere (CSV): the whole file or nothing."""
    from leadsurvey.fieldwork import enter as enter_file
    from leadsurvey.responses.seal import Keyring

    with _store(settings) as store:
        count = enter_file(store, Keyring(settings.keys), name, answers)
    click.echo(f"{count} responses entered into round '{name}' and sealed until it is closed.")


@main.command()
@click.argument("name", metavar="ROUND")
@click.pass_obj
@teaching_errors
def close(settings: Settings, name: str) -> None:
    """Close a round: shuffle the answers, release the findings, back up, destroy the key."""
    from datetime import UTC, datetime

    from leadsurvey.fieldwork import close as close_round
    from leadsurvey.responses.seal import Keyring

    with _store(settings) as store:
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


@main.command()
@click.argument("name", metavar="ROUND")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
@click.option("--technical", is_flag=True, help="The annex for a methodologist, at full precision.")
@click.pass_obj
@teaching_errors
def results(settings: Settings, name: str, form: str, technical: bool) -> None:
    """Show the findings of a closed round."""
    from leadsurvey.report import export

    release = _released(settings, name)
    findings = release.findings
    if form == "json":
        click.echo((export.technical_json if technical else export.as_json)(findings, release.hash))
    elif form == "csv":
        click.echo((export.technical_csv if technical else export.as_csv)(findings), nl=False)
    elif technical:
        console.print_table("All staff, complete answers for alpha and omega", export.technical_table(findings))
    else:
        console.print_table(
            f"{findings.organisation}: average (likely range), 0 to 100", export.organisation_table(findings)
        )
        console.print_table("All staff of each unit, by capability", export.units_table(findings))


@main.command()
@click.argument("name", metavar="ROUND")
@click.option("--unit", "units", multiple=True, help="A unit's id; may be given more than once.")
@click.option("--all", "everything", is_flag=True, help="One report for every unit.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="How many to make at once.")
@click.option("-o", "--output", type=A_FILE, required=True, help="Folder for the PDFs.")
@click.pass_obj
@teaching_errors
def report(settings: Settings, name: str, units: tuple[str, ...], everything: bool, jobs: int, output: Path) -> None:
    """Write PDF reports: for the organisation, for some units, or for all."""
    release = _released(settings, name)
    chosen = _chosen_units(release, units, everything)
    _write_reports(settings, release, chosen, jobs, output)
    click.echo(f"{len(chosen)} report{'s' if len(chosen) > 1 else ''} in {output}")


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.pass_obj
@teaching_errors
def serve(settings: Settings, host: str, port: int) -> None:
    """Serve the survey's pages; no log of requests is kept, since a log would hold links."""
    _serve(settings, host, port)


@main.command()
@click.option("-o", "--output", type=A_FILE, default=Path("demo"), show_default=True, help="Folder for everything.")
@click.option("--serve/--no-serve", default=True, help="Serve a second, open round to answer yourself.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@teaching_errors
def demo(output: Path, serve: bool, port: int) -> None:
    """Simulate a round of more than 600 people, write its reports, and serve the survey."""
    from leadsurvey import demo as simulation

    settings = simulation.settings_in(output, f"http://localhost:{port}")
    release = simulation.run(settings, output)
    written = _write_reports(settings, release, list(release.findings.units), 2, output / "reports")
    click.echo(f"{len(written)} reports on '{release.findings.organisation}' (all simulated); start with {written[0]}")
    click.echo(f"Answer the survey yourself: {simulation.own_link(settings, output)}")
    if serve:
        _serve(settings, "127.0.0.1", port)


def _serve(settings: Settings, host: str, port: int) -> None:
    from waitress.server import create_server

    from leadsurvey.web.app import create_app

    try:
        server = create_server(create_app(settings), host=host, port=port, threads=8, ident="")
    except ValueError as error:
        raise click.BadParameter(f"{host} is no address of this machine ({error})", param_hint="--host") from None
    click.echo(f"Serving on http://{host}:{port} (stop with Ctrl-C)", err=True)
    try:
        server.run()
    finally:
        server.close()


def _chosen_units(release: "Release", units: tuple[str, ...], everything: bool) -> list[str]:
    from leadsurvey.fieldwork import FieldworkError
    from leadsurvey.questionnaire.problems import did_you_mean

    known = list(release.findings.units)
    for unit in units:
        if unit not in known:
            raise FieldworkError(f"unknown unit '{unit}'; {did_you_mean(unit, known)}")
    return known if everything else list(dict.fromkeys(units)) or known[:1]


def _write_reports(settings: Settings, release: "Release", units: list[str], jobs: int, output: Path) -> list[Path]:
    """The files written, in the order of the units, with a bar while they are made."""
    from leadsurvey.report.batch import report_path, write_reports

    with console.progress("Reports", len(units)) as step:
        for _ in write_reports(release.findings, release.hash, units, settings.templates, output, jobs):
            step()
    return [report_path(output, release.findings.round, unit) for unit in units]


def _say_what_was_merged(survey: "Round") -> None:
    """Tell which levels are too small to stand alone."""
    from leadsurvey.rounds.places import Places

    for level, target in Places(survey).levels.items():
        if level != target:
            click.echo(f"Level '{level}' has fewer than {survey.minimum_group} people: its answers join '{target}'.")


def _released(settings: Settings, name: str) -> "Release":
    from leadsurvey.fieldwork import released

    with _store(settings) as store:
        return released(store, name)


@contextmanager
def _store(settings: Settings, *, create: bool = False) -> "Iterator[Store]":
    """The database of the data folder; only `open` and `demo` may make a new one."""
    from leadsurvey.responses.store import Store as DatabaseStore

    with DatabaseStore(settings.database, create=create) as store:
        store.migrate()
        yield store
