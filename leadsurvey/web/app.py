"""The Flask application: templates, headers, error pages."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from http import HTTPStatus

from flask import Flask, Request, render_template, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import MapAdapter

from leadsurvey import logs
from leadsurvey.fieldwork.erasing import due
from leadsurvey.responses.database import StorageError
from leadsurvey.responses.seal import Keyring
from leadsurvey.responses.store import Store
from leadsurvey.rounds.load import thaw
from leadsurvey.settings import Settings
from leadsurvey.web import delivered, kiosk, language, optout, respondent, security
from leadsurvey.web.dress import dress
from leadsurvey.web.language import gettext
from leadsurvey.web.lighter import lighter
from leadsurvey.web.organiser.look import error_page as desk_page
from leadsurvey.web.organiser.rooms import desk
from leadsurvey.web.quiet import QuietApp
from leadsurvey.web.reading import Counted
from leadsurvey.web.shared import Survey, shared, store
from leadsurvey.work.ordering import start_housekeeping

LARGEST_FORM = 64 * 1024


class SurveyApp(QuietApp):
    """An application whose addresses name no host."""

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Match addresses whatever host was asked for: no address of ours names one, and some hosts are no names."""
        if request is None:
            return super().create_url_adapter(request)
        return self.url_map.bind_to_environ(request.environ, server_name="survey", subdomain="")


def create_app(settings: Settings) -> Flask:
    """The survey as a WSGI application."""
    app = SurveyApp("leadsurvey", template_folder=str(settings.templates), static_folder=None)
    app.url_map.converters["int"] = Counted
    app.url_map.merge_slashes = False  # it would send a link on to whatever host was asked for
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_FORM, MAX_FORM_MEMORY_SIZE=LARGEST_FORM)
    dress(app.jinja_env)
    with Store(settings.database, create=False) as store:
        store.migrate()
        if store.rounds():
            Keyring(
                settings.keys
            ).secret()  # one that is gone, weak or open to others is told now, and not by every page
        rounds = [thaw(stored.frozen) for name in store.rounds() if (stored := store.round(name))]
    simulated = bool(rounds) and all(survey.simulated for survey in rounds)
    style = (settings.templates / "respondent" / "survey.css").read_bytes()
    app.extensions["leadsurvey"] = Survey(settings, style, only_simulated=simulated)
    shared_language = language.of_all([survey.languages for survey in rounds])
    app.extensions["leadsurvey.language"] = language.Interface(settings.catalogues, shared_language)
    if settings.desk:
        app.register_blueprint(desk)  # first: it refuses before anything is read
        app.extensions |= {f"leadsurvey.{door}": security.GuessLimit(60, door) for door in ("tries", "ways")}
    app.register_blueprint(respondent.pages)
    app.register_blueprint(kiosk.pages)
    app.register_blueprint(optout.pages)
    app.register_blueprint(delivered.pages)
    app.before_request(partial(_keep_the_promise, _Day()))
    app.after_request(security.add_headers)
    if settings.is_reached_by_tls:
        app.after_request(security.promise_tls)
    app.after_request(lighter)
    app.register_error_handler(Exception, error_page)
    return app


@dataclass
class _Day:
    """The day on which this process last looked for what has to be erased."""

    seen: date = date.min


def _keep_the_promise(day: _Day) -> None:
    """Erase invitations on the day that was promised: the first request of a day has it done, by another process."""
    now = datetime.now(UTC)
    if day.seen != now.date():
        day.seen = now.date()
        if due(store(), now):
            start_housekeeping(shared().settings)


def error_page(error: Exception) -> HTTPException | tuple[str, int, dict[str, str]]:
    """A page that says what happened and what to do; the cause of our own faults goes to the log, without the link."""
    if isinstance(error, HTTPException) and error.code and error.code < HTTPStatus.BAD_REQUEST:
        return error  # a redirect of the router's own
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    if isinstance(error, HTTPException) and error.code:
        status = HTTPStatus(error.code)
    elif isinstance(error, StorageError | OSError):  # a full disk may be met first where a key is written
        status = HTTPStatus.SERVICE_UNAVAILABLE
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        logs.fault("a page failed", error, page=str(request.endpoint))
    allowed = {"Allow": ", ".join(sorted(error.valid_methods or ()))} if isinstance(error, MethodNotAllowed) else {}
    if shared().settings.desk and f"{request.path}/".startswith("/desk/"):
        return desk_page(status), status, allowed
    title, cure = _words(status)
    return render_template("respondent/error.html", title=title, cure=cure), status, allowed


def _words(status: HTTPStatus) -> tuple[str, str]:
    """What happened, and what to do."""
    match status:
        case HTTPStatus.BAD_REQUEST:
            return gettext("This form could not be read"), gettext(
                "Go back, load the page again and send it once more."
            )
        case HTTPStatus.FORBIDDEN:
            return gettext("This form came from another site"), gettext("Open your own link and answer there.")
        case HTTPStatus.NOT_FOUND:
            return gettext("This link is not known"), gettext(
                "Check that the whole link was copied, down to its last letter, or type it in again."
            )
        case HTTPStatus.METHOD_NOT_ALLOWED:
            return gettext("This page does not take that"), gettext("Open your link again and go on from there.")
        case HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return gettext("This form is too large"), gettext("Go back, shorten what you wrote, and send it again.")
        case HTTPStatus.TOO_MANY_REQUESTS:
            return gettext("Please try again in a minute"), gettext("Too many unknown links were tried just now.")
        case HTTPStatus.SERVICE_UNAVAILABLE:
            return gettext("This page could not be saved"), gettext(
                "What you saved before is safe. Keep this page open, wait a few minutes, and send it again."
            )
        case _:
            return gettext("Something went wrong here"), gettext(
                "It is our fault, not yours. What you saved before is safe: open your link again later."
            )
