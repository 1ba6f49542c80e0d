"""What a round asks and promises, as it was frozen: at a glance, and all of it on paper."""

from http import HTTPStatus

from flask import Blueprint, Response, abort

from leadsurvey.questionnaire import length
from leadsurvey.questionnaire.spoken import Spoken
from leadsurvey.responses.flow import flow
from leadsurvey.responses.tally import tally
from leadsurvey.rounds.grammar import Frozen
from leadsurvey.rounds.promise import to_everybody
from leadsurvey.web.organiser import guard
from leadsurvey.web.organiser.guard import VIEWER, allowed
from leadsurvey.web.organiser.seen import Answer, page, refusing, seen
from leadsurvey.web.shared import shared, store

room = Blueprint("asked", __name__)


@room.get("/round/<name>/asked")
@allowed(VIEWER, says="looked at what is asked")
@refusing
def index(name: str) -> Answer:
    """What each level is asked, and what everybody was promised."""
    survey = seen(name).survey
    asked = survey.questionnaire
    own = [part.self_rating.id for part in asked.capabilities.values() if part.self_rating]
    levels = [
        (level, about.title, length.minutes(asked, level), tally(flow(asked, level), own))
        for level, about in asked.levels.items()
    ]
    promise = survey.promise.get("en") or next(iter(survey.promise.values()), to_everybody(survey))
    return page("asked.html", name, levels=levels, promise=promise)


@room.get("/round/<name>/asked/<code>.pdf")
@allowed(VIEWER, says="downloaded what is asked")
@refusing
def booklet(name: str, code: str) -> Answer:
    """All that is asked, scored and told, as it was frozen, in one of the languages of the round."""
    from leadsurvey.report.booklet import booklet as printed
    from leadsurvey.report.typeset import LayoutError

    if code not in seen(name).survey.languages:
        abort(HTTPStatus.NOT_FOUND)
    frozen = Frozen.model_validate_json(store().frozen(name))
    keys = frozen.questionnaire.model_copy(update={"texts": {**frozen.questionnaire.texts, **frozen.round.texts}})
    guard.adds(code)
    try:
        made = printed(Spoken(keys, frozen.translations, {}, ()), code, shared().settings.templates)
    except LayoutError as error:
        return str(error), HTTPStatus.CONFLICT
    return download(made, f"{name}-{code}.pdf", "application/pdf")


def download(content: bytes | str, name: str, kind: str) -> Response:
    """A file to be kept; its name holds nothing but letters, digits and a few signs."""
    return Response(content, mimetype=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
