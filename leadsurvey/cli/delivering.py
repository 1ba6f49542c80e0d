"""What comes after closing: reports to leaders, and what came of it to all who were invited."""

from collections.abc import Collection, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from leadsurvey.cli import posting
from leadsurvey.cli.shell import A_FILE, opened, teaching_errors
from leadsurvey.settings import Settings

if TYPE_CHECKING:
    from leadsurvey.fieldwork.delivery import Wish
    from leadsurvey.fieldwork.posting import Office
    from leadsurvey.fieldwork.telling import Release
    from leadsurvey.records.mailings import State
    from leadsurvey.responses.store import Store

MOST_NAMED = 20  # units told by name


@click.command()
@click.argument("name", metavar="ROUND")
@click.option("--leaders", type=A_FILE, help="Only keep who leads which unit (unit,email,name,language); send nothing.")
@click.option("--staff", is_flag=True, help="Tell everybody who was invited what came of it, by one link for all.")
@click.option("--next-steps", type=A_FILE, help="A text on what happens next, for the page of --staff.")
@click.option("--unit", "units", multiple=True, help="Only this unit's leader; may be given more than once.")
@click.option("--again", is_flag=True, help="With --unit: a new link, whoever got one before.")
@click.option("--language", default="", help="Of mails to leaders of whom none is known [the first of the round].")
@click.option("--attach", is_flag=True, help="Send the report itself with the mail: nobody can take it back then.")
@click.option(
    "--days", type=click.IntRange(1, 366), default=30, show_default=True, help="How many days the links work."
)
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="How many reports to make at once.")
@click.pass_obj
@teaching_errors
def deliver(  # noqa: PLR0913  # one for each option
    settings: Settings,
    name: str,
    leaders: Path | None,
    staff: bool,
    next_steps: Path | None,
    units: tuple[str, ...],
    again: bool,
    language: str,
    attach: bool,
    days: int,
    jobs: int,
) -> None:
    """Mail each leader a link to the report of the own unit; nobody gets the same mail twice."""
    from leadsurvey.fieldwork.delivery import Wish
    from leadsurvey.fieldwork.standing import stored_round

    if again and not units:
        raise click.UsageError("--again sends new links: say whose, with --unit")
    if next_steps and not staff:
        raise click.UsageError("--next-steps stands on the page of --staff: give both")
    with opened(settings) as store:
        if leaders:
            _name_leaders(settings, store, name, leaders)
        elif staff:
            _tell_all(settings, store, name, next_steps, days, jobs)
        else:
            own = stored_round(store, name)[1].questionnaire.language
            wish = Wish(days, language, partial(_pdf_of, settings, name, own) if attach else None)
            _deliver(settings, store, name, units, wish, jobs, again=again)


def _name_leaders(settings: Settings, store: "Store", name: str, path: Path) -> None:
    from leadsurvey.fieldwork.leading import name_leaders
    from leadsurvey.fieldwork.standing import stored_round
    from leadsurvey.responses.seal import Keyring
    from leadsurvey.rounds.leaders import read_leaders

    stored, survey = stored_round(store, name)
    found = read_leaders(path, survey)
    changed = name_leaders(store, Keyring(settings.keys), name, found)
    click.echo(f"{len(found)} units have a leader in this table, {changed} of them new. Nothing was sent.")
    after = "" if stored.state == "closed" else ", once the round is closed"
    click.echo(f"Next{after}: leadsurvey deliver {name}")


def _deliver(  # one for each wish
    settings: Settings, store: "Store", name: str, units: tuple[str, ...], wish: "Wish", jobs: int, *, again: bool
) -> None:
    """Begin a mailing to those who got no report, make the reports that it brings, and send whatever waits."""
    from leadsurvey.fieldwork import delivery
    from leadsurvey.fieldwork.standing import stored_round
    from leadsurvey.fieldwork.telling import released

    release, office = released(store, name), posting.office_of(settings)
    delivery.check_language(stored_round(store, name)[1], wish.language)
    begun = delivery.begin_reports(store, office.keys, name, units, again=again)
    waiting = delivery.unfinished(store, name)
    _make(settings, store, release, delivery.by_language(store, office.keys, waiting, wish.language), jobs)
    for mailing in waiting:
        posting.send(store, office, mailing, partial(delivery.send_reports, wish=wish))
    if begun is None and not waiting:
        click.echo("Every leader was written to before; `--again --unit U` sends a new link.")
    _say_who_got_none(store, office, name)


def _tell_all(  # one for each wish
    settings: Settings, store: "Store", name: str, next_steps: Path | None, days: int, jobs: int
) -> None:
    """Make the page and the organisation's report, and send the link for all to whoever was not told yet."""
    from leadsurvey.fieldwork import edition
    from leadsurvey.fieldwork.standing import stored_round
    from leadsurvey.fieldwork.telling import released

    release, office = released(store, name), posting.office_of(settings)
    begun = edition.begin_edition(store, office.keys, name)
    if next_steps:
        edition.keep_next_steps(settings.reports(name), next_steps)
    root, languages = list(release.findings.units)[:1], stored_round(store, name)[1].languages
    _make(settings, store, release, dict.fromkeys(languages, root), jobs)
    waiting = edition.unfinished(store, name)
    for mailing in waiting:
        link = edition.link_for_all(office.keys.secret(), mailing, release.hash, days, office.address)
        click.echo(f"All get the same link: {link}")
        posting.send(store, office, mailing, partial(edition.send_edition, days=days))
    if begun is None and not waiting:
        click.echo("Everybody who was invited, and can be reached, was told before.")


def _make(  # one for each thing that reports are made of
    settings: Settings, store: "Store", release: "Release", wanted: Mapping[str, list[str]], jobs: int
) -> None:
    """Make the reports that are not there yet, with a bar; nobody is sent a link to one that could not be made."""
    from leadsurvey.console import progress
    from leadsurvey.work.reporting import make_in_languages

    folder, faults = settings.reports(release.findings.round), []
    with progress("Reports", sum(map(len, wanted.values()))) as step:
        for written in make_in_languages(store, release, wanted, settings.templates, folder, jobs):
            step()
            if written.fault:
                faults.append(f"{written.unit}: its report could not be made ({written.fault}); nothing was sent")
    if faults:
        click.echo("\n".join(sorted(faults)), err=True)
        raise SystemExit(1)


def _pdf_of(settings: Settings, name: str, own: str, unit: str, language: str) -> bytes:
    from leadsurvey.report.batch import folder_in, report_path

    folder = settings.reports(name)
    paths = (report_path(folder_in(folder, code, own), name, unit) for code in (language, own))
    return next(path for path in paths if path.is_file()).read_bytes()


def _say_who_got_none(store: "Store", office: "Office", name: str) -> None:
    """Units whose report nobody got, and units where that is in doubt."""
    from leadsurvey.fieldwork import delivery
    from leadsurvey.records import mailings

    nobody, silent = delivery.without_leader(store, office.keys, name)
    begun = mailings.of_round(store, name, "report")
    told = {
        state: {u for each in begun for u in delivery.units_in(store, office.keys, each, state)} for state in _STATES
    }
    _list(f"has no leader in our table: leadsurvey deliver {name} --leaders leaders.csv", nobody)
    _list("has a leader who wants no mail: give them the report in another way", silent)
    _list("has a leader whose address the mail server refused: correct it by --leaders", told["refused"] - told["sent"])
    _list(f"may have got it or not: leadsurvey deliver {name} --again --unit U sends another", told["doubt"])


_STATES: "tuple[State, ...]" = ("sent", "refused", "doubt")


def _list(words: str, units: Collection[str]) -> None:
    for unit in sorted(units)[:MOST_NAMED]:
        click.echo(f"  {unit} {words}")
    if len(units) > MOST_NAMED:
        click.echo(f"  … and {len(units) - MOST_NAMED} others")


COMMANDS = (deliver,)
