"""The command that looks over what an organiser wrote: faults that stop, warnings that ask to think again."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from leadsurvey.cli.shell import A_FILE, teaching_errors
from leadsurvey.settings import Settings

if TYPE_CHECKING:  # everything heavy is imported where it is needed: `--help` answers at once
    from leadsurvey.questionnaire.load import Loaded
    from leadsurvey.questionnaire.notes import Note
    from leadsurvey.rounds.grammar import Frozen

ROUND = b"round"  # the key by which a round is known
PEOPLE = {"email", "name"}  # one of the columns by which a table of people is known, beside `level`
TABLES = {".csv", ".xlsx"}


@dataclass(frozen=True)
class Checked:
    """What was found in one file; in a few words what it holds, if it is without fault."""

    notes: "tuple[Note, ...]"
    told: str = ""
    survey: "Frozen | None" = None


@click.command()
@click.argument("paths", type=A_FILE, nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="json: for editors and CI.")
@click.pass_obj
@teaching_errors
def check(settings: Settings, paths: tuple[Path, ...], form: str) -> None:
    """Check questionnaires, rounds, and tables of people with their round: faults, and warnings beside them.

    Every fault and warning comes with its place and its cure. Exit code 1 if there is a fault, 0 with warnings alone.
    """
    notes: list[Note] = []
    rounds: dict[Path, Frozen] = {}
    for path in sorted(paths, key=_comes_last):
        found = _checked(path, settings.questionnaires, rounds)
        notes += found.notes
        if found.survey:
            rounds[path] = found.survey
        if form == "text":
            _tell(path, found)
    if form == "json":
        click.echo(json.dumps([asdict(note) for note in notes], ensure_ascii=False, indent=2))
    faults = sum(note.kind == "fault" for note in notes)
    if faults:
        if form == "text":
            click.echo(_counted(faults, "fault"), err=True)
        raise SystemExit(1)


def _comes_last(path: Path) -> bool:
    """Tables wait for the round that they belong to."""
    return path.suffix.lower() in TABLES


def _tell(path: Path, found: Checked) -> None:
    for note in found.notes:
        if not note.accepted:
            click.echo(note, err=True)
    if found.told:
        click.echo(f"{path}: {found.told}")


def _checked(path: Path, shipped: Path, rounds: "Mapping[Path, Frozen]") -> Checked:
    """One file, by what it is."""
    from leadsurvey.questionnaire.notes import of_problems
    from leadsurvey.questionnaire.problems import FaultyFileError

    try:
        if path.suffix.lower() in TABLES:
            return _table(path, rounds)
        if path.suffix.lower() == ".po":
            return _catalogue(path, shipped)
        return _round(path, shipped) if _is_round(path) else _questionnaire(path, shipped)
    except FaultyFileError as error:
        return Checked(tuple(of_problems(error.problems)))


def _is_round(path: Path) -> bool:
    """Whether `round:` is among its first keys; what cannot be read is told by whoever loads it."""
    from leadsurvey.questionnaire.document import LARGEST

    try:
        with path.open("rb") as file:
            lines = file.read(LARGEST).removeprefix(b"\xef\xbb\xbf").splitlines()
    except OSError:
        return False
    return any(line.split(b":")[0].strip(b" \"'{") == ROUND for line in lines if line[:1] not in (b" ", b"#"))


def _round(path: Path, shipped: Path) -> Checked:
    """The warnings of its questionnaire are not repeated: they belong to another file."""
    from leadsurvey.rounds.load import load

    frozen = load(path, shipped)
    told = f"without fault; a round of '{frozen.questionnaire.questionnaire}', units: {len(frozen.units)}"
    return Checked((), told, frozen)


def _questionnaire(path: Path, shipped: Path) -> Checked:
    from leadsurvey.questionnaire.load import load_with_places
    from leadsurvey.questionnaire.notes import of_questionnaire
    from leadsurvey.questionnaire.translate import translations

    loaded = load_with_places(path, shipped)
    notes = tuple(of_questionnaire(path, loaded, translations(path, loaded.keys, shipped).progress))
    return Checked(notes, "; ".join(_summary(loaded, notes)))


def _summary(loaded: "Loaded", notes: "Iterable[Note]") -> list[str]:
    from leadsurvey.questionnaire.length import minutes

    asked = loaded.questionnaire
    tasks = f", tasks: {len(asked.tasks)}" if asked.tasks else ""
    told = [
        "without fault",
        f"items: {len(asked.items)}, capabilities: {', '.join(asked.capabilities) or 'none'}{tasks}",
    ]
    told.append(", ".join(f"{level} {minutes(asked, level)} min" for level in asked.levels))
    accepted = sum(note.accepted for note in notes)
    if accepted:
        told.append(f"{_counted(accepted, 'warning')} accepted in the file")
    if loaded.base:
        told.append(_locked(loaded))
    return told


def _locked(loaded: "Loaded") -> str:
    """What an extension takes over, and may not change."""
    base = loaded.base
    if base is None:
        return ""
    items = sum(len(part.items) + (part.self_rating is not None) for part in base.capabilities.values())
    counts = [("item", items), ("capability", len(base.capabilities)), ("task", len(base.tasks))]
    counts.append(("prediction", len(base.predictions.statements) if base.predictions else 0))
    told = ", ".join(_counted(count, named) for named, count in counts if count)
    return f"locked by '{base.questionnaire}', so that scores stay comparable: {told or 'its levels and scales'}"


def _counted(count: int, named: str) -> str:
    several = f"{named[:-1]}ies" if named.endswith("y") else f"{named}s"
    return f"{count} {named if count == 1 else several}"


def _catalogue(path: Path, shipped: Path) -> Checked:
    """A catalogue stands in the folder of its questionnaire: `pulse/fr.po` beside `pulse.yaml`."""
    from leadsurvey.questionnaire.problems import FaultyFileError, Problem

    folder = path.resolve().parent
    beside = [folder.parent / f"{folder.name}{ending}" for ending in (".yaml", ".yml")]
    source = next((found for found in beside if found.is_file()), None)
    if source is None:
        cure = "put it into a folder that is named as its questionnaire"
        raise FaultyFileError([Problem(str(path), 1, 1, f"there is no {beside[0].name} beside its folder", cure)])
    if not path.is_file():
        raise FaultyFileError([Problem(str(path), 1, 1, "no such file", "check the name and the folder")])
    own = tuple(note for note in _questionnaire(source, shipped).notes if Path(note.path).resolve() == path.resolve())
    return Checked(own, f"without fault; translations of {source.name}")


def _table(path: Path, rounds: "Mapping[Path, Frozen]") -> Checked:
    """People are checked against the round before them; other tables by whoever reads them."""
    from leadsurvey.questionnaire.problems import FaultyFileError, Problem
    from leadsurvey.rounds.load import as_round
    from leadsurvey.rounds.people import read_people
    from leadsurvey.rounds.sheet import Sheet

    columns = set(Sheet(path).header)
    if "level" not in columns or not columns & PEOPLE:
        fault = "a table without e-mail addresses or names is not checked alone"
        cure = "units are checked with the round that names them, answers by `enter`"
        raise FaultyFileError([Problem(str(path), 1, 1, fault, cure)])
    if not rounds:
        fault = "people are checked against their round, and none without fault was named"
        cure = f"write: leadsurvey check my-round.yaml {path.name}"
        raise FaultyFileError([Problem(str(path), 1, 1, fault, cure)])
    name, frozen = list(rounds.items())[-1]
    people = read_people(path, as_round(frozen))
    return Checked((), f"without fault; people: {len(people)}, of round '{frozen.round.round}' in {name.name}")


COMMANDS = (check,)
