"""A questionnaire as each level sees it, while somebody writes it: pages that follow the file and take no answers."""

from dataclasses import dataclass
from functools import partial
from gettext import NullTranslations
from http import HTTPStatus
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, render_template
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as WsgiResponse

from leadsurvey.questionnaire import length, telling
from leadsurvey.questionnaire.model import ArmId, Item, LevelId, Question, Questionnaire
from leadsurvey.questionnaire.spoken import Spoken, in_language
from leadsurvey.responses.flow import Step, TasksStep, flow
from leadsurvey.responses.tally import Tally, tally
from leadsurvey.settings import Settings
from leadsurvey.web import language, offers, security
from leadsurvey.web.dress import dress, marked_line
from leadsurvey.web.quiet import QuietApp
from leadsurvey.web.source import Reading, Source

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
STYLES = {"survey": "respondent", "preview": "preview"}  # stylesheet -> its folder among the templates

pages = Blueprint("preview", __name__)


@dataclass(frozen=True)
class Sheet:
    """One step with the numbers of its pages among all pages of a level."""

    step: Step
    first: int
    last: int

    @property
    def kind(self) -> str:
        """What its template is called by."""
        return type(self.step).__name__.removesuffix("Step").lower()


@dataclass(frozen=True)
class Seen:
    """A questionnaire as one level sees it in one language."""

    questionnaire: Questionnaire
    level: LevelId

    @property
    def tally(self) -> Tally:
        """How much it is asked."""
        return tally(flow(self.questionnaire, self.level), self.self_rated)

    @property
    def minutes(self) -> int:
        """How long it takes, as far as one can expect."""
        return length.minutes(self.questionnaire, self.level)

    @property
    def self_rated(self) -> list[str]:
        """The ids of what people rate of themselves."""
        return [part.self_rating.id for part in self.questionnaire.capabilities.values() if part.self_rating]

    @property
    def sheets(self) -> list[Sheet]:
        """The steps in order."""
        made: list[Sheet] = []
        for step in flow(self.questionnaire, self.level):
            first = made[-1].last + 1 if made else 1
            made.append(Sheet(step, first, first + (step.drawn if isinstance(step, TasksStep) else 1) - 1))
        return made

    def fill(self, text: str) -> str:
        """A stem or statement with what this level answers about."""
        return text.replace("{about}", self.questionnaire.levels[self.level].about)

    def others_asked(self, item: Item) -> list[str]:
        """The other levels that are asked an item, with a word where they read other words."""
        titles = {name: level.title for name, level in self.questionnaire.levels.items()}
        own = item.text_for(self.level)
        others = [name for name in item.asked if name != self.level]
        return [titles[name] + ("" if item.text_for(name) == own else " (in other words)") for name in others]


def create_preview(settings: Settings, path: Path, host: str) -> Flask:
    """The preview of one questionnaire as a WSGI application, listening on `host`."""
    app = QuietApp("leadsurvey", template_folder=str(settings.templates), static_folder=None)
    app.before_request(partial(security.refuse_foreign_names, host))
    dress(app.jinja_env)
    app.extensions["leadsurvey.preview"] = Source(path, settings.questionnaires)
    app.extensions["leadsurvey.language"] = language.Interface(settings.catalogues)
    app.register_blueprint(pages)
    app.after_request(_add_headers)
    app.register_error_handler(HTTPException, _error_page)
    return app


def _add_headers(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    return security.add_headers(response)


def _error_page(error: HTTPException) -> WsgiResponse:
    """A page that leads back, and that follows the file like all others."""
    answer = error.get_response()
    if error.code and error.code >= HTTPStatus.BAD_REQUEST:
        page = render_template("preview/unknown.html", error=error, reading=_source().read())
        answer = WsgiResponse(page, answer.status_code, answer.headers)
    return answer


def _source() -> Source:
    found: Source = current_app.extensions["leadsurvey.preview"]
    return found


@pages.app_context_processor
def common() -> dict[str, object]:
    """What every template needs."""
    return {**language.for_templates(), "path": _source().path}


@pages.get("/")
def index() -> str:
    """Levels and languages, and what each level is asked."""
    reading = _source().read()
    if reading.spoken is None:
        return _faults(reading)
    spoken = reading.spoken
    found = in_language(spoken, spoken.keys.language)
    seen = [Seen(found, level) for level in found.levels]
    return render_template("preview/index.html", reading=reading, spoken=spoken, questionnaire=found, seen=seen)


@pages.get("/<code>/<level>")
def as_level(code: str, level: str) -> str:
    """All that one level sees in one language, on one page."""
    reading = _source().read()
    if reading.spoken is None:
        return _faults(reading)
    if code not in reading.spoken.languages or level not in reading.spoken.keys.levels:
        abort(HTTPStatus.NOT_FOUND)
    return _level_page(reading, reading.spoken, code, LevelId(level))


def _level_page(reading: Reading, spoken: Spoken, code: str, level: LevelId) -> str:
    language.speak(code)
    seen = Seen(in_language(spoken, code), level)
    told = {"score": telling.score, "expected": telling.expected, "others": telling.others}
    return render_template(
        "preview/level.html",
        reading=reading,
        spoken=spoken,
        seen=seen,
        questionnaire=seen.questionnaire,
        offers=offers,
        of_task=_of_task,
        told=told,
        english=NullTranslations().gettext,
    )


def _of_task(question: Question, arm: ArmId) -> offers.Offer:
    """The answers of a task's question with what differs marked."""
    return [(value, marked_line(words, differs=True)) for value, words in offers.of_task(question, arm)]


def _faults(reading: Reading) -> str:
    return render_template("preview/faults.html", reading=reading)


@pages.get("/state")
def state() -> Response:
    """A name for what the files hold now."""
    return Response(_source().state(), mimetype="text/plain")


@pages.get("/<any(survey, preview):name>.css")
def stylesheet(name: str) -> Response:
    """The survey's own stylesheet, or what the preview adds to it."""
    return _file(f"{STYLES[name]}/{name}.css", "text/css")


@pages.get("/preview.js")
def script() -> Response:
    """What loads a page again when a file has changed."""
    return _file("preview/preview.js", "text/javascript")


def _file(name: str, kind: str) -> Response:
    folder = Path(current_app.root_path) / (current_app.template_folder or "")
    return Response((folder / name).read_bytes(), mimetype=kind)
