"""Someone with a link: their draft lies sealed in the database, and every page has an address."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response

from leadsurvey.responses.seal import open_draft, seal_draft, token_hash
from leadsurvey.web import language
from leadsurvey.web.handing import body_of, refuse_unless_open, settle
from leadsurvey.web.shared import slow_down_guesses, store
from leadsurvey.web.visit import Visit


class Linked(Visit):
    """Someone with a link of their own."""

    def path(self, step: str, **where: Any) -> str:
        """The address of another page of the same link; it names the language if nothing else keeps it."""
        if self.language != self.kept_language:
            where.setdefault(language.FIELD, self.language)
        return url_for(f"respondent.{step}", _external=False, token=self.token, **where)

    def to(self, step: str, **where: Any) -> Response:
        """Send the browser to another page of the same link."""
        return redirect(self.path(step, **where), HTTPStatus.SEE_OTHER)

    def save(self, change: Callable[[Visit], object], onward: int = 0) -> None:
        """Change the draft under the write lock, so that two devices never overwrite each other's pages.

        Whether the link may be answered is asked again inside the transaction: Send may have been pressed on the
        other one.
        """
        with store().write():
            now = answering(self.token)
            change(now)
            settle(now, onward)
            if len(now.languages) > 1:
                now.draft[language.FIELD] = now.language
            store().save_draft(now.invitation, seal_draft(self.token, now.draft, now.told.room))
        self.draft = now.draft

    def send(self) -> bool:
        """Hand the answers in; all is read inside the transaction, so that nothing is sent twice."""
        with store().write():
            now = answering(self.token)
            body = body_of(now)
            if body is None:
                return False
            store().submit(now.invitation, body)
        self.draft = now.draft  # what was sent, whatever this page knew of it
        return True

    def forget(self) -> None:
        """The draft is gone; a language that was kept in it stays the language of this visit."""
        self.language = self.language  # worked out while the draft knows it
        self.draft = {}


def turn_down(token: str) -> Linked:
    """Keep that someone would rather not take part, unless their answers are in."""
    with store().write():
        visit = answering(token)
        store().decline(visit.invitation)
    visit.forget()
    return visit


def find_visit(token: str) -> Linked:
    """Whose link this is; 404 if nobody's."""
    invitation = store().invitation(token_hash(token))
    stored = store().known(invitation.round) if invitation else None
    if invitation is None or stored is None:
        slow_down_guesses()
        abort(HTTPStatus.NOT_FOUND)
    visit = Linked(token, invitation, stored, open_draft(token, store().draft(invitation.token_hash)))
    language.speak(visit.language)
    return visit


def answering(token: str) -> Linked:
    """Whose link this is, if it may be answered now."""
    visit = find_visit(token)
    if visit.is_answered:
        abort(visit.to("door"))
    refuse_unless_open(visit.stored, visit.survey, is_begun=bool(visit.answers))
    return visit
