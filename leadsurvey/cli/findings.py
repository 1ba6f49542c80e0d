"""What a closed round tells: figures and reports."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from leadsurvey import console
from leadsurvey.cli.shell import A_FILE, opened, released, teaching_errors
from leadsurvey.settings import Settings

if TYPE_CHECKING:
    from leadsurvey.fieldwork.telling import Release
    from leadsurvey.report.kind import Kind


@click.command()
@click.argument("name", metavar="ROUND")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
@click.option("--technical", is_flag=True, help="The annex for a methodologist, at full precision.")
@click.option("--rules", is_flag=True, help="Which rules fired, on which figures, and which of them a report names.")
@click.option("--unit", help="With --rules: of this unit [the organisation].")
@click.pass_obj
@teaching_errors
def results(settings: Settings, name: str, form: str, technical: bool, rules: bool, unit: str | None) -> None:
    """Show the findings of a closed round."""
    from leadsurvey.report import export, outcomes

    if unit and not rules:
        raise click.UsageError("--unit goes with --rules: tables of a unit are in `report --unit`")
    release = released(settings, name)
    findings = release.findings
    if rules:
        _print_rules(release, unit)
    elif form == "json":
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


def _print_rules(release: "Release", unit: str | None) -> None:
    from leadsurvey.report.fired import fired

    (chosen,) = _chosen_units(release, (unit,) if unit else (), everything=False)
    found = release.findings.units[chosen]
    console.print_table(f"{found.name}: rules that fired", fired(release.findings, found))


@click.command()
@click.argument("name", metavar="ROUND")
@click.option("--unit", "units", multiple=True, help="A unit's id; may be given more than once.")
@click.option("--all", "everything", is_flag=True, help="One report for every unit.")
@click.option(
    "--edition",
    type=click.Choice(["report", "brief", "staff"]),
    default="report",
    show_default=True,
    help="For leaders at length, for a meeting on one sheet, or for everybody who was invited.",
)
@click.option("--language", default="", help="Of the reports, such as fr [the questionnaire's own].")
@click.option("--next-steps", type=A_FILE, help="A text on what happens next, for the staff edition.")
@click.option("--archive", is_flag=True, help="PDF/A-3 copies to keep for good, with their figures attached.")
@click.option("--charts", "drawn", type=A_FILE, metavar="DIR", help="Also write the charts there, as SVG and PNG.")
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
    edition: str,
    language: str,
    next_steps: Path | None,
    archive: bool,
    drawn: Path | None,
    plan: bool,
    jobs: int,
    output: Path | None,
) -> None:
    """Write PDF reports: for the organisation, for some units, or for all."""
    from leadsurvey.report.kind import Edition, Kind

    if plan:
        _say_what_is_withheld(settings, name, units)
        return
    if output is None:
        raise click.UsageError("name a folder for the PDFs: -o reports")
    if extra and (units or everything):
        raise click.UsageError("--extra makes one report: leave out --unit and --all")
    if next_steps and edition != Edition.STAFF:
        raise click.UsageError("--next-steps stands in the staff edition: give --edition staff too")
    release = _extra(settings, name, extra) if extra else released(settings, name)
    chosen = list(release.findings.units)[-1:] if extra else _chosen_units(release, units, everything)
    release = _told_in(settings, release, language)
    kind = Kind(Edition(edition), _paragraphs(next_steps), archive)
    write_reports_of(settings, release, chosen, jobs, output, kind)
    click.echo(f"{len(chosen)} report{'s' if len(chosen) > 1 else ''} in {output}")
    if drawn:
        _draw(settings, release, chosen, drawn)


def _told_in(settings: Settings, release: "Release", language: str) -> "Release":
    from leadsurvey.fieldwork.telling import in_language

    if not language:
        return release
    with opened(settings) as store:
        return in_language(store, release, language)


def _paragraphs(text: Path | None) -> tuple[str, ...]:
    from leadsurvey.fieldwork.edition import paragraphs, read_words

    return tuple(paragraphs(read_words(text))) if text else ()


def _draw(settings: Settings, release: "Release", units: list[str], folder: Path) -> None:
    """Write the charts of these units' reports, and say how many."""
    from leadsurvey.report.drawn import write_charts

    number = sum(write_charts(release.findings, unit, settings.templates, folder) for unit in units)
    click.echo(f"{number} charts in {folder}, each as SVG and PNG")


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


def write_reports_of(
    settings: Settings, release: "Release", units: list[str], jobs: int, output: Path, kind: "Kind | None" = None
) -> list[Path]:
    """The files written, in the order of the units, with a bar while they are made; those there already are left."""
    from leadsurvey.report.batch import report_path, write_reports
    from leadsurvey.report.kind import REPORT

    faults = []
    with console.progress("Reports", len(units)) as step:
        made = write_reports(
            release.findings, release.hash, units, settings.templates, output, jobs, release.logo, kind or REPORT
        )
        for written in made:
            step()
            if written.fault:
                faults.append(f"{written.unit}: its report could not be made ({written.fault}); the others are there")
    if faults:
        click.echo("\n".join(sorted(faults)), err=True)
        raise SystemExit(1)
    return [report_path(output, release.findings.round, unit) for unit in units]


COMMANDS = (results, report)
