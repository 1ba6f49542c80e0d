"""The Flask application: templates, headers, error pages."""

from http import HTTPStatus
from typing import Any

from flask import Flask, current_app, render_template, request
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from leadsurvey.report.words import day
from leadsurvey.responses.store import StorageError, Store
from leadsurvey.settings import Settings
from leadsurvey.web import respondent, security
from leadsurvey.web.visit import Survey, thawed

LARGEST_FORM = 64 * 1024
ERRORS = {
    HTTPStatus.BAD_REQUEST: ("This form could not be read", "Go back, load the page again and send it once more."),
    HTTPStatus.FORBIDDEN: ("This form came from another site", "Open your own link and answer there."),
    HTTPStatus.NOT_FOUND: (
        "This link is not known",
        "Check that the whole link was copied, down to its last letter, or type it in again.",
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: ("This page does not take that", "Open your link again and go on from there."),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        "This form is too large",
        "Go back, shorten what you wrote, and send it again.",
    ),
    HTTPStatus.TOO_MANY_REQUESTS: ("Please try again in a minute", "Too many unknown links were tried just now."),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        "This page could not be saved",
        "What you saved before is safe. Keep this page open, wait a few minutes, and send it again.",
    ),
}
FALLBACK = (
    "Something went wrong here",
    "It is our fault, not yours. What you saved before is safe: open your link again later.",
)


class SurveyApp(Flask):
    """Flask that never logs a path: it holds a link."""

    def log_exception(self, exc_info: Any) -> None:
        """Log a fault that even the error page met."""
        self.logger.error("a page and its error page failed", exc_info=exc_info)


def create_app(settings: Settings) -> Flask:
    """The survey as a WSGI application."""
    app = SurveyApp("leadsurvey", template_folder=str(settings.templates), static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_FORM, MAX_FORM_MEMORY_SIZE=LARGEST_FORM)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["day"] = day
    with Store(settings.database, create=False) as store:
        store.migrate()
        rounds = [thawed(stored.frozen)[0] for name in store.rounds() if (stored := store.round(name))]
    simulated = bool(rounds) and all(survey.simulated for survey in rounds)
    style = (settings.templates / "respondent" / "survey.css").read_bytes()
    app.extensions["leadsurvey"] = Survey(settings, style, only_simulated=simulated)
    app.register_blueprint(respondent.pages)
    app.after_request(security.add_headers)
    app.register_error_handler(Exception, error_page)
    return app


def error_page(error: Exception) -> HTTPException | tuple[str, int, dict[str, str]]:
    """A page that says what happened and what to do; the cause of our own faults goes to the log, without the link."""
    if isinstance(error, HTTPException) and error.code and error.code < HTTPStatus.BAD_REQUEST:
        return error  # a redirect of the router's own
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    if isinstance(error, HTTPException) and error.code:
        status = HTTPStatus(error.code)
    elif isinstance(error, StorageError):
        status = HTTPStatus.SERVICE_UNAVAILABLE
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _log(error)
    title, cure = ERRORS.get(status, FALLBACK)
    allowed = {"Allow": ", ".join(sorted(error.valid_methods or ()))} if isinstance(error, MethodNotAllowed) else {}
    return render_template("respondent/error.html", title=title, cure=cure), status, allowed


def _log(error: Exception) -> None:
    """Name the fault and the kind of page, never the path: it holds a link."""
    current_app.logger.error("%s in %s: %s", type(error).__name__, request.endpoint, error, exc_info=error)
