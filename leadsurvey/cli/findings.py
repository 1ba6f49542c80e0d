"""What a closed round tells: figures and reports."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from leadsurvey import console
from leadsurvey.cli.shell import A_FILE, released, teaching_errors
from leadsurvey.settings import Settings

if TYPE_CHECKING:
    from leadsurvey.fieldwork import Release


@click.command()
@click.argument("name", metavar="ROUND")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
@click.option("--technical", is_flag=True, help="The annex for a methodologist, at full precision.")
@click.pass_obj
@teaching_errors
def results(settings: Settings, name: str, form: str, technical: bool) -> None:
    """Show the findings of a closed round."""
    from leadsurvey.report import export

    release = released(settings, name)
    findings = release.findings
    if form == "json":
        click.echo((export.technical_json if technical else export.as_json)(findings, release.hash))
    elif form == "csv":
        click.echo((export.technical_csv if technical else export.as_csv)(findings), nl=False)
    elif technical:
        console.print_table("All staff, complete answers for alpha and omega", export.technical_table(findings))
        if findings.technical.quality:
            console.print_table("Signs of careless answering; nobody is left out", export.quality_table(findings))
    else:
        console.print_table(
            f"{findings.organisation}: average (likely range), 0 to 100", export.organisation_table(findings)
        )
        console.print_table("All staff of each unit, by capability", export.units_table(findings))


@click.command()
@click.argument("name", metavar="ROUND")
@click.option("--unit", "units", multiple=True, help="A unit's id; may be given more than once.")
@click.option("--all", "everything", is_flag=True, help="One report for every unit.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="How many to make at once.")
@click.option("-o", "--output", type=A_FILE, required=True, help="Folder for the PDFs.")
@click.pass_obj
@teaching_errors
def report(settings: Settings, name: str, units: tuple[str, ...], everything: bool, jobs: int, output: Path) -> None:
    """Write PDF reports: for the organisation, for some units, or for all."""
    release = released(settings, name)
    chosen = _chosen_units(release, units, everything)
    write_reports_of(settings, release, chosen, jobs, output)
    click.echo(f"{len(chosen)} report{'s' if len(chosen) > 1 else ''} in {output}")


def _chosen_units(release: "Release", units: tuple[str, ...], everything: bool) -> list[str]:
    from leadsurvey.fieldwork import FieldworkError
    from leadsurvey.questionnaire.problems import did_you_mean

    known = list(release.findings.units)
    for unit in units:
        if unit not in known:
            raise FieldworkError(f"unknown unit '{unit}'; {did_you_mean(unit, known)}")
    return known if everything else list(dict.fromkeys(units)) or known[:1]


def write_reports_of(settings: Settings, release: "Release", units: list[str], jobs: int, output: Path) -> list[Path]:
    """The files written, in the order of the units, with a bar while they are made."""
    from leadsurvey.report.batch import report_path, write_reports

    with console.progress("Reports", len(units)) as step:
        for _ in write_reports(release.findings, release.hash, units, settings.templates, output, jobs):
            step()
    return [report_path(output, release.findings.round, unit) for unit in units]


COMMANDS = (results, report)
