"""An application for organisers: paper forms are keyed twice, compared, and made ready for `enter`."""

from functools import partial
from http import HTTPStatus
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as WsgiResponse

from leadsurvey.questionnaire.problems import FaultyFileError
from leadsurvey.responses.keying import Keyings, NotAgreedError, WrittenError
from leadsurvey.rounds.model import Round
from leadsurvey.settings import Settings
from leadsurvey.web import entry, language, mismatches, security, typed
from leadsurvey.web.desk import Desk, Page, desk, go
from leadsurvey.web.dress import dress
from leadsurvey.web.quiet import QuietApp

LARGEST_FORM = 256 * 1024  # one form whole, with its comments
STYLES = {"survey": "respondent", "keying": "keying"}  # stylesheet -> its folder among the templates

pages = Blueprint("keying", __name__)


def create_keying(settings: Settings, survey: Round, folder: Path, host: str, command: str) -> Flask:
    """The desk for one round as a WSGI application, listening on `host`; `command` enters what was keyed."""
    app = QuietApp("leadsurvey", template_folder=str(settings.templates), static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_FORM, MAX_FORM_MEMORY_SIZE=LARGEST_FORM)
    app.before_request(partial(security.refuse_foreign_names, host))
    app.before_request(_refuse_foreign_forms)
    dress(app.jinja_env)
    app.extensions["leadsurvey.keying"] = Desk(survey, Keyings(folder, survey), command)
    app.extensions["leadsurvey.language"] = language.Interface(settings.catalogues)
    for blueprint in (pages, entry.pages, mismatches.pages):
        app.register_blueprint(blueprint)
    app.after_request(security.add_headers)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(FaultyFileError, _spoilt)
    app.register_error_handler(WrittenError, _written)
    app.register_error_handler(NotAgreedError, _not_agreed)
    app.register_error_handler(OSError, _not_saved)
    return app


def _refuse_foreign_forms() -> None:
    if request.method == "POST" and security.is_foreign(request, f"http://{request.host}"):
        abort(HTTPStatus.FORBIDDEN)


@pages.app_context_processor
def common() -> dict[str, object]:
    """What every template needs."""
    here = desk()
    return {**language.for_templates(), "survey": here.survey, "keyings": here.keyings}


@pages.get("/")
def index() -> str:
    """Where both keyings stand, and what comes next."""
    here = desk()
    return render_template("keying/index.html", compared=here.keyings.compared(), command=here.command)


@pages.post("/answers")
def write_answers() -> WsgiResponse:
    """Write the file that is to be entered."""
    typed.sent([])
    desk().keyings.write_answers()
    return go("keying.index")


@pages.post("/go-on")
def go_on() -> WsgiResponse:
    """Take that file back, since it was not entered yet."""
    typed.sent([])
    desk().keyings.go_on()
    return go("keying.index")


@pages.get("/delete")
def before_deleting() -> str | WsgiResponse:
    """Ask once more."""
    return render_template("keying/delete.html") if desk().keyings.is_written else go("keying.index")


@pages.post("/delete")
def delete() -> WsgiResponse:
    """Delete both keyings and the file, once it was written and entered."""
    typed.sent([])
    if desk().keyings.is_written:
        desk().keyings.delete()
    return go("keying.index")


@pages.get("/<any(survey, keying):name>.css")
def stylesheet(name: str) -> Response:
    """The survey's own stylesheet, or what keying adds to it."""
    folder = Path(current_app.root_path) / (current_app.template_folder or "")
    return Response((folder / STYLES[name] / f"{name}.css").read_bytes(), mimetype="text/css")


def _refused(error: HTTPException) -> WsgiResponse | HTTPException:
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error
    answer = error.get_response()
    page = render_template("keying/refused.html", title=error.name, cure=_cure(error.code))
    answer.set_data(page)
    return answer


def _cure(code: int) -> str:
    match code:
        case HTTPStatus.NOT_FOUND:
            return "There is no such page or level in this round."
        case HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return "This form is too large. Go back, shorten what you typed, and save it again."
        case HTTPStatus.FORBIDDEN:
            return "This form came from another site. Nothing was written."
        case _:
            return (
                "This could not be read, and nothing was written. Go back, load the page again, and send it once more."
            )


def _spoilt(error: FaultyFileError) -> Page:
    return render_template("keying/faults.html", problems=error.problems), HTTPStatus.CONFLICT


def _written(_error: WrittenError) -> Page:
    told = (
        f"{desk().keyings.answers.name} is written, and what is keyed now would not be in it. Enter it first, or go on "
        "keying from the first page: then come back here with your browser, and what you typed is still there."
    )
    return render_template("keying/refused.html", title="This was not saved", cure=told), HTTPStatus.CONFLICT


def _not_agreed(_error: NotAgreedError) -> Page:
    told = "Sheets are keyed once only, or differ. Nothing was written."
    return render_template(
        "keying/refused.html", title="The two keyings do not agree yet", cure=told
    ), HTTPStatus.CONFLICT


def _not_saved(error: OSError) -> Page:
    told = f"{error.strerror or error}. Mend that, go back with your browser, and save it again."
    return render_template("keying/refused.html", title="This was not saved", cure=told), HTTPStatus.SERVICE_UNAVAILABLE
