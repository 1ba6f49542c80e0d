"""One device for many people: no links, no drafts. Each page carries the answers so far to the next, sealed.

Every page is the answer to a form, so that no address leads back to somebody's answers, and a turn that is over stays
over: its forms, sent once more, lead to the beginning.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from leadsurvey.questionnaire.length import minutes
from leadsurvey.responses.seal import new_token, open_carried, random_id, seal_carried, token_hash
from leadsurvey.responses.store import Invitation, KnownRound
from leadsurvey.rounds.promise import who_sees_what
from leadsurvey.web import forms, language, receipt, steps
from leadsurvey.web.handing import body_of, refuse_newcomers, refuse_unless_open, settle
from leadsurvey.web.shared import page_secret, shared, store, voice
from leadsurvey.web.told import told
from leadsurvey.web.visit import Visit

pages = Blueprint("kiosk", __name__, url_prefix="/k/<name>")
Answer = Response | Redirect | str | tuple[str, int]

TURN = "turn"  # what the sealed state calls the number that a turn is known by
POLICY = (  # as everywhere, and the one script that clears the screen of somebody who walked away
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


class OverError(Exception):
    """This turn is over: sent, or ended."""


class Turn(Visit):
    """Somebody at the device. Nothing of it is kept before Send; the page holds what they answered so far."""

    @property
    def can_pause(self) -> bool:
        """Nothing waits here for anybody."""
        return False

    @property
    def carried(self) -> str:
        """The answers so far and the turn they belong to, sealed."""
        state = {**self.draft, TURN: self.token, language.FIELD: self.language}
        return seal_carried(page_secret(self.survey.id), state)

    def path(self, step: str, **where: Any) -> str:
        """The address that takes the form of a step."""
        return url_for(f"kiosk.{step}", _external=False, name=self.survey.id, **where)

    def save(self, change: Callable[[Visit], object], onward: int = 0) -> None:
        """Change what the next page carries."""
        with store().write():
            self.refuse_if_over()
            change(self)
            settle(self, onward)

    def send(self) -> bool:
        """Hand the answers in, and end the turn with them."""
        with store().write():
            self.refuse_if_over()
            body = body_of(self)
            if body is None:
                return False
            store().invite([self.invitation])
            store().submit(self.invitation, body)
            return True

    def end(self) -> None:
        """End the turn without its answers."""
        with store().write():
            if store().invitation(self.invitation.token_hash) is None:
                store().invite([self.invitation])
                store().decline(self.invitation)

    def refuse_if_over(self) -> None:
        """Raise OverError where this turn was sent or ended, NotNowError where the round is."""
        refuse_unless_open(store().known(self.survey.id) or self.stored, self.survey)  # it may have closed just now
        if store().invitation(self.invitation.token_hash) is not None:
            raise OverError


@pages.errorhandler(OverError)
def over(_error: OverError) -> Answer:
    """Lead to the beginning."""
    return _to_start()


@pages.after_request
def allow_the_script(response: Response) -> Response:
    """The one page family with a script."""
    response.headers["Content-Security-Policy"] = POLICY
    return response


@pages.get("")
def door(name: str) -> Answer:
    """The promise and the way in, for whoever comes next."""
    stored = _kiosk_round(name)
    refuse_newcomers(stored, told(stored).survey)
    survey = told(stored, language.spoken()).survey
    places = told(stored, language.spoken()).places
    promise = who_sees_what(survey, places, None, None, invited=False, voice=voice(language.spoken()))
    time = minutes(survey.questionnaire, None)
    return render_template("kiosk/door.html", survey=survey, promise=promise, minutes=time)


@pages.post("/start")
def start(name: str) -> Answer:
    """A new turn."""
    stored = _kiosk_round(name)
    refuse_newcomers(stored, told(stored, language.spoken()).survey)
    return _lead(_turn(stored, new_token(), {language.FIELD: language.spoken()}), steps.Next("about"))


@pages.post("/about")
def about(name: str) -> Answer:
    """Keep where someone stands."""
    turn = _carried(name)
    return _lead(turn, steps.take_about(turn))


@pages.post("/page/<int:number>")
def page(name: str, number: int) -> Answer:
    """Keep what was answered on a page, and show the next."""
    turn = _carried(name)
    return _lead(turn, steps.take_page(turn, number))


@pages.post("/change/<int:to>")
def change(name: str, to: int) -> Answer:
    """Back from the check to a page, or to where someone stands."""
    turn = _carried(name)
    return _lead(turn, steps.Next("page", to, "yes") if to else steps.Next("about"))


@pages.post("/check")
def check(name: str) -> Answer:
    """Send."""
    turn = _carried(name)
    shown = steps.take_check(turn)
    if shown is not None:
        return _lead(turn, shown)
    copy = receipt.of(turn)
    turn.draft = {}  # the page that thanks carries nothing on
    return receipt.thanks(turn, copy)


@pages.post("/end")
def end(name: str) -> Answer:
    """Clear the screen for the next person; what was not sent is gone."""
    _carried(name).end()
    return _to_start()


@pages.get("/kiosk.js")
def script(name: str) -> Response:  # noqa: ARG001 - every address here names the round
    """What clears the screen of somebody who walked away."""
    found = (shared().settings.templates / "kiosk" / "kiosk.js").read_bytes()
    return Response(found, mimetype="text/javascript")


def _kiosk_round(name: str) -> KnownRound:
    """A round that takes answers on a shared device now, in the language asked for."""
    stored = store().known(name)
    survey = stored and told(stored).survey
    if not stored or not survey or not survey.kiosk:
        abort(HTTPStatus.NOT_FOUND)
    language.speak(language.asked_for(survey.languages) or survey.languages[0])
    refuse_unless_open(stored, told(stored, language.spoken()).survey)
    return stored


def _carried(name: str) -> Turn:
    """The turn that a form carries on; 400 for what we did not seal, the beginning for one that is over."""
    stored = _kiosk_round(name)
    state = open_carried(page_secret(name), request.form.get(forms.CARRIED, ""))
    if state is None:
        abort(HTTPStatus.BAD_REQUEST)
    turn = _turn(stored, state.pop(TURN), state)
    turn.refuse_if_over()
    return turn


def _turn(stored: KnownRound, token: str, draft: dict[str, Any]) -> Turn:
    invitation = Invitation(random_id(), stored.id, token_hash(token), unit=None, level=None)
    turn = Turn(token, invitation, stored, draft)
    language.speak(turn.language)
    return turn


def _lead(turn: Turn, outcome: steps.Next | steps.Shown) -> Answer:
    """Show a step at once: there are no addresses to send the browser to."""
    while isinstance(outcome, steps.Next):
        match outcome.step:
            case "page":
                outcome = steps.show_page(turn, outcome.number or 1, changing=outcome.change == "yes")
            case "check":
                outcome = steps.show_check(turn)
            case "about":
                outcome = steps.show_about(turn)
            case _:
                return _to_start()
    return outcome


def _to_start() -> Answer:
    names = request.view_args or {}
    return redirect(url_for("kiosk.door", name=names["name"]), HTTPStatus.SEE_OTHER)
