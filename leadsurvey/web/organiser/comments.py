"""Comments: what may be told, for everybody who sees results; and their review, one after the other, for organisers."""

from http import HTTPStatus
from itertools import islice

from flask import Blueprint, abort, request
from wtforms import StringField, TextAreaField

from leadsurvey.fieldwork import comments
from leadsurvey.fieldwork.standing import FieldworkError
from leadsurvey.records import reviewed
from leadsurvey.records.reviewed import Comment, Decision
from leadsurvey.web.organiser import guard
from leadsurvey.web.organiser.forms import DeskForm
from leadsurvey.web.organiser.guard import ORGANISER, VIEWER, allowed
from leadsurvey.web.organiser.results import first_of
from leadsurvey.web.organiser.seen import Answer, expect, go, page, refusing, seen
from leadsurvey.web.shared import store

MOST = 200  # comments of a page

room = Blueprint("comments", __name__)
CHOICES = {
    "tell": "Tell it as it is",
    "cut": f"Tell it with words taken out, each place marked {comments.TAKEN_OUT}",
    "withhold": "Withhold it",
}


class Review(DeskForm):
    """What becomes of a comment."""

    then = StringField("What becomes of it?")
    words = TextAreaField("The words that are told, if some are taken out")


@room.get("/round/<name>/comments")
@allowed(VIEWER, says="looked at comments")
@refusing
def index(name: str) -> Answer:
    """What may be told of each question."""
    start = first_of(request.args.get("from"))
    found = comments.told(store(), seen(name).survey)
    most = max((len(each.comments) for each in found), default=0)
    return page("comments.html", name, questions=found, start=start, at_once=MOST, count=most)


@room.get("/round/<name>/comments/next")
@allowed(ORGANISER, says="went on with reviewing comments")
@refusing
def following(name: str) -> Answer:
    """The next one that waits."""
    waiting = comments.following(store(), seen(name).survey)
    return go("comments.one", name=name, number=waiting.number) if waiting else go("comments.index", name=name)


@room.get("/round/<name>/comments/decided")
@allowed(ORGANISER, says="looked at reviewed comments")
@refusing
def decided(name: str) -> Answer:
    """What was decided so far, to be decided anew."""
    states: tuple[Decision, ...] = ("told", "withheld")
    found = {state: list(islice(reviewed.of_round(store(), name, state), MOST)) for state in states}
    return page("comments-decided.html", name, found=found, most=MOST)


@room.get("/round/<name>/comments/<int:number>")
@allowed(ORGANISER, says="read a comment")
@refusing
def one(name: str, number: int) -> Answer:
    """One comment, and what may become of it."""
    comment = _known(name, number)
    form = Review(then=_then(comment), words=comment.words)
    return _one(name, comment, form)


@room.post("/round/<name>/comments/<int:number>")
@allowed(ORGANISER, says="decided on a comment")
@refusing
def decide(name: str, number: int) -> Answer:
    """Keep what was decided, and go on with the next."""
    comment, form = _known(name, number), Review(request.form)
    expect(comment.state)
    if form.then.data not in CHOICES:
        return _one(name, comment, form, {"then": "Choose what becomes of it"})
    state: Decision = "withheld" if form.then.data == "withhold" else "told"
    words = form.words.data or "" if form.then.data == "cut" else None
    try:
        comments.decide(store(), comment, state, words, guard.user().email)
    except FieldworkError as error:
        return _one(name, comment, form, {"words": str(error)})
    return go("comments.following", name=name)


def _then(comment: Comment) -> str | None:
    if comment.state == "waiting":
        return None
    return "withhold" if comment.state == "withheld" else "tell" if comment.told is None else "cut"


def _known(name: str, number: int) -> Comment:
    found = reviewed.find(store(), number)
    if found is None or found.round != name or found.question not in comments.readable(store(), seen(name).survey):
        abort(HTTPStatus.NOT_FOUND)
    return found


def _one(name: str, comment: Comment, form: Review, errors: dict[str, str] | None = None) -> tuple[str, int]:
    counts = reviewed.counts(store(), name)
    left = sum(count for (_, state), count in counts.items() if state == "waiting")
    asked = next((each.text for each in seen(name).survey.questionnaire.comments if each.id == comment.question), "")
    return page(
        "comment.html",
        name,
        errors,
        comment=comment,
        form=form,
        choices=CHOICES,
        left=left,
        total=sum(counts.values()),
        asked=asked,
    )
