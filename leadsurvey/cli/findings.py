"""What a closed round tells: figures and reports."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from leadsurvey import console
from leadsurvey.cli.shell import A_FILE, opened, released, teaching_errors
from leadsurvey.settings import Settings

if TYPE_CHECKING:
    from leadsurvey.fieldwork.telling import Release


@click.command()
@click.argument("name", metavar="ROUND")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
@click.option("--technical", is_flag=True, help="The annex for a methodologist, at full precision.")
@click.pass_obj
@teaching_errors
def results(settings: Settings, name: str, form: str, technical: bool) -> None:
    """Show the findings of a closed round."""
    from leadsurvey.report import export, outcomes

    release = released(settings, name)
    findings = release.findings
    if form == "json":
        click.echo((export.technical_json if technical else export.as_json)(findings, release.hash))
    elif form == "csv":
        click.echo((export.technical_csv if technical else export.as_csv)(findings), nl=False)
    elif technical:
        console.print_table("All staff, complete answers for alpha and omega", export.technical_table(findings))
        if findings.technical.quality:
            console.print_table("Signs of careless answering", export.quality_table(findings))
    else:
        console.print_table(
            f"{findings.organisation}: average (likely range), 0 to 100", export.organisation_table(findings)
        )
        console.print_table("All staff of each unit, by capability", export.units_table(findings))
        for title, rows in outcomes.tables(findings):
            console.print_table(title, rows)


@click.command()
@click.argument("name", metavar="ROUND")
@click.option("--unit", "units", multiple=True, help="A unit's id; may be given more than once.")
@click.option("--all", "everything", is_flag=True, help="One report for every unit.")
@click.option("--extra", metavar="UNIT,UNIT", help="One report for these units together, if what was told allows it.")
@click.option("--plan", is_flag=True, help="Say what is withheld and why; no report is written.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="How many to make at once.")
@click.option("-o", "--output", type=A_FILE, help="Folder for the PDFs.")
@click.pass_obj
@teaching_errors
def report(  # noqa: PLR0913  # one for each option
    settings: Settings,
    name: str,
    units: tuple[str, ...],
    everything: bool,
    extra: str | None,
    plan: bool,
    jobs: int,
    output: Path | None,
) -> None:
    """Write PDF reports: for the organisation, for some units, or for all."""
    if plan:
        _say_what_is_withheld(settings, name, units)
        return
    if output is None:
        raise click.UsageError("name a folder for the PDFs: -o reports")
    if extra and (units or everything):
        raise click.UsageError("--extra makes one report: leave out --unit and --all")
    release = _extra(settings, name, extra) if extra else released(settings, name)
    chosen = list(release.findings.units)[-1:] if extra else _chosen_units(release, units, everything)
    write_reports_of(settings, release, chosen, jobs, output)
    click.echo(f"{len(chosen)} report{'s' if len(chosen) > 1 else ''} in {output}")


def _extra(settings: Settings, name: str, members: str) -> "Release":
    from datetime import UTC, datetime

    from leadsurvey.fieldwork.telling import tell_extra

    with opened(settings) as store:
        return tell_extra(store, name, [unit.strip() for unit in members.split(",")], datetime.now(UTC))


def _say_what_is_withheld(settings: Settings, name: str, units: tuple[str, ...]) -> None:
    from leadsurvey.fieldwork.telling import why_withheld

    release = released(settings, name)
    chosen = _chosen_units(release, units, everything=not units)
    with opened(settings) as store:
        found = list(why_withheld(store, name, chosen))
    for unit, sentences in found:
        click.echo(f"{release.findings.units[unit].name} ({unit})")
        for sentence in sentences:
            click.echo(f"  {sentence}")
    if not found:
        click.echo("Nothing is withheld.")


def _chosen_units(release: "Release", units: tuple[str, ...], everything: bool) -> list[str]:
    from leadsurvey.fieldwork.standing import FieldworkError
    from leadsurvey.questionnaire.problems import did_you_mean

    known = list(release.findings.units)
    for unit in units:
        if unit not in known:
            raise FieldworkError(f"unknown unit '{unit}'; {did_you_mean(unit, known)}")
    return known if everything else list(dict.fromkeys(units)) or known[:1]


def write_reports_of(settings: Settings, release: "Release", units: list[str], jobs: int, output: Path) -> list[Path]:
    """The files written, in the order of the units, with a bar while they are made; those there already are left."""
    from leadsurvey.report.batch import report_path, write_reports

    faults = []
    with console.progress("Reports", len(units)) as step:
        made = write_reports(release.findings, release.hash, units, settings.templates, output, jobs, release.logo)
        for written in made:
            step()
            if written.fault:
                faults.append(f"{written.unit}: its report could not be made ({written.fault}); the others are there")
    if faults:
        click.echo("\n".join(sorted(faults)), err=True)
        raise SystemExit(1)
    return [report_path(output, release.findings.round, unit) for unit in units]


COMMANDS = (results, report)
