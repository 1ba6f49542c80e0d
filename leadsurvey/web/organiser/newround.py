"""Opening a round from files: they are sent and checked, what it would be is shown, and then it is opened or not."""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from flask import Blueprint, render_template, request
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, FileField, MultipleFileField

from leadsurvey.analysis.advice import expect as expected
from leadsurvey.analysis.advice import merges, rehearsed
from leadsurvey.fieldwork import opening, rehearsing, uploads
from leadsurvey.fieldwork.standing import FieldworkError
from leadsurvey.questionnaire.document import Document
from leadsurvey.questionnaire.problems import FaultyFileError, Problem
from leadsurvey.rounds.grammar import Frozen
from leadsurvey.rounds.load import as_round, fingerprint, load, load_leaders
from leadsurvey.rounds.places import Places
from leadsurvey.rounds.promise import to_everybody
from leadsurvey.web.organiser import guard
from leadsurvey.web.organiser.forms import DeskForm
from leadsurvey.web.organiser.guard import OWNER, allowed
from leadsurvey.web.organiser.people import MOST_TOLD, without_folder
from leadsurvey.web.organiser.seen import Answer, go, keys, refusing
from leadsurvey.web.shared import shared, store

LARGEST = 8 * 1024 * 1024  # bytes of all files together
SHARE = 0.6  # of the people in post are expected to answer
MOST_SHOWN = 100  # units whose groups are told before opening
ROUND = "round.yaml"
NAMES = ("units", "questionnaire", "extends", "logo")  # keys that name another file

room = Blueprint("newround", __name__)


class Files(DeskForm):
    """What a round is made of."""

    round = FileField("Round (YAML)")
    units = FileField("Units (CSV or XLSX)")
    questionnaire = FileField("Your own questionnaire (YAML), if it is not a shipped one")
    translations = MultipleFileField("Its translations (PO), if there are any")
    others = MultipleFileField("Other files that these name, such as a logo")


class Open(DeskForm):
    """Whether it is meant."""

    rehearsal = BooleanField("As a rehearsal: to try it out; nobody ever reads what is answered")


@room.get("/new")
@allowed(OWNER, says="looked at the form for a new round")
@refusing
def begin() -> Answer:
    """Ask for the files."""
    uploads.sweep_now(shared().settings.uploads)
    return _begin()


@room.post("/new")
@allowed(OWNER, says="sent files of a new round", large=LARGEST)
@refusing
def send() -> Answer:
    """Take the files in and check them; they wait for a day at most."""
    sent = request.files.get("round")
    if sent is None or not sent.filename:
        return _begin({"round": "Choose the file of the round"})
    folder = uploads.begin(shared().settings.uploads, guard.user().number)
    try:
        _keep_all(folder, sent)
        opening.refuse_past(_load(folder))
    except FaultyFileError as error:
        found = without_folder(error.problems, folder)
        shutil.rmtree(folder, ignore_errors=True)
        return _begin(
            {"round": "These files have faults; nothing was kept of them. Mend them and send them again"}, found
        )
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return go("newround.look", waiting=folder.name)


def _keep_all(folder: Path, sent: FileStorage) -> None:
    uploads.keep(folder, ROUND, sent.stream)
    questionnaire = request.files.get("questionnaire")
    for each in _sent("units", "others"):
        uploads.keep(folder, each.filename or "", each.stream)
    if questionnaire and questionnaire.filename:
        path = uploads.keep(folder, questionnaire.filename, questionnaire.stream)
        for each in _sent("translations"):
            uploads.keep(path.with_suffix(""), each.filename or "", each.stream)
    elif next(_sent("translations"), None):
        raise FieldworkError("translations belong to a questionnaire of your own; send that too")


def _sent(*names: str) -> Iterator[FileStorage]:
    return (each for name in names for each in request.files.getlist(name) if each.filename)


def _load(folder: Path) -> Frozen:
    """What the files say; none of them may name a file elsewhere on this machine."""
    faults = [fault for path in sorted(folder.glob("*.y*ml")) for fault in _elsewhere(path, folder)]
    if faults:
        raise FaultyFileError(faults)
    return load(folder / ROUND, shared().settings.questionnaires)


def _elsewhere(path: Path, folder: Path) -> Iterator[Problem]:
    document = Document(path)
    if not isinstance(document.data, dict):
        return
    for key in NAMES:
        named = document.data.get(key)
        if not isinstance(named, str) or (
            key in {"questionnaire", "extends"} and not named.endswith((".yaml", ".yml"))
        ):
            continue  # no file: one that is shipped
        if named != uploads.plain(named) or not (folder / named).is_file():
            line, column = document.locate((key,))
            cure = f"send the file too, and write its name alone, such as {key}: {uploads.plain(named)}"
            yield Problem(str(path), line, column, f"no file '{named}' was sent", cure)


@room.get("/new/<waiting>")
@allowed(OWNER, says="looked at a round before opening it")
@refusing
def look(waiting: str) -> Answer:
    """What would be promised, asked and shown."""
    frozen = _waiting(waiting)
    survey = as_round(frozen)
    guard.adds(survey.id)
    told = expected(survey, SHARE)
    groups = list(rehearsed(told))
    return render_template(
        "organiser/new-look.html",
        survey=survey,
        waiting=waiting,
        state=fingerprint(frozen),
        form=Open(),
        promise=to_everybody(survey),
        joined=[(level, target) for level, target in Places(survey).levels.items() if level != target],
        groups=groups[:MOST_SHOWN],
        more=len(groups) - MOST_SHOWN,
        merges=list(merges(told, SHARE)),
        share=round(100 * SHARE),
    )


@room.post("/new/<waiting>")
@allowed(OWNER, says="opened a round")
@refusing
def open_it(waiting: str) -> Answer:
    """Open what was looked at, or a rehearsal of it, which leaves the files where they are."""
    frozen, form = _waiting(waiting), Open(request.form)
    if request.form.get("state") != fingerprint(frozen):
        raise FieldworkError("these are not the files that the page showed; look at them again")
    settings, who = shared().settings, guard.user().email
    folder = uploads.find(settings.uploads, guard.user().number, waiting)
    if form.rehearsal.data:
        survey = rehearsing.open_rehearsal(store(), settings, frozen, who)
    else:
        leaders = load_leaders(folder / ROUND, frozen)
        survey = opening.open_round(store(), keys(), frozen, settings.catalogues, who, leaders)
        shutil.rmtree(folder, ignore_errors=True)
    guard.adds(survey.id)
    return go("overview.one", name=survey.id)


def _waiting(waiting: str) -> Frozen:
    folder = uploads.find(shared().settings.uploads, guard.user().number, waiting)
    try:
        return _load(folder)
    except FaultyFileError:
        raise FieldworkError("these files cannot be read any more; send them again") from None


def _begin(errors: dict[str, str] | None = None, problems: Iterable[Problem] = ()) -> tuple[str, int]:
    shipped = sorted(path.stem for path in shared().settings.questionnaires.glob("*.yaml"))
    html = render_template(
        "organiser/new.html",
        form=Files(),
        errors=errors or {},
        problems=list(problems),
        most=MOST_TOLD,
        shipped=shipped,
    )
    return html, 422 if errors else 200
