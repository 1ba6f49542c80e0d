"""Someone with a link: their draft lies sealed in the database, and every page has an address."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from flask import abort, url_for
from werkzeug.wrappers import Response

from leadsurvey.responses.seal import open_draft, seal_draft, token_hash
from leadsurvey.responses.store import Invitation
from leadsurvey.web import language
from leadsurvey.web.handing import body_of, refuse_unless_open, settle
from leadsurvey.web.ready import NOTHING, place
from leadsurvey.web.shared import shared, slow_down_guesses, store
from leadsurvey.web.visit import Known, Visit

LINK = place("link")


class Linked(Visit):
    """Someone with a link of their own."""

    def path(self, step: str, **where: Any) -> str:
        """The address of another page of the same link; it names the language if nothing else keeps it."""
        if self.language != self.kept_language:
            where.setdefault(language.FIELD, self.language)
        return url_for(f"respondent.{step}", _external=False, token=self.token, **where)

    def alike(self, known_by: Known, make: Callable[[Visit], str], words: Mapping[str, str] = NOTHING) -> str:
        """A page made once for each process, for somebody of whom no more is known than is said here."""
        somebody = Invitation(0, self.stored.id, token_hash(LINK), known_by.unit, known_by.level)
        draft = {language.FIELD: self.kept_language} if self.is_kept else {}
        where = self.stored.fingerprint, known_by, self.language, self.kept_language, self.is_kept
        ready = shared().pages.get(where, lambda: make(Linked(LINK, somebody, self.stored, draft)))
        return ready.filled({**words, "link": self.token})

    def to(self, step: str, **where: Any) -> Response:
        """Send the browser to another page of the same link."""
        return Response(status=HTTPStatus.SEE_OTHER, headers={"Location": self.path(step, **where)})

    def door_in(self, code: str) -> str:
        """The address of the first page in another language."""
        return self.path("door", language=code)

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
    found = store().linked(token_hash(token))
    if found is None:
        slow_down_guesses()
        abort(HTTPStatus.NOT_FOUND)
    invitation, stored, sealed = found
    visit = Linked(token, invitation, stored, open_draft(token, sealed))
    language.speak(visit.language)
    return visit


def answering(token: str) -> Linked:
    """Whose link this is, if it may be answered now."""
    visit = find_visit(token)
    if visit.is_answered:
        abort(visit.to("door"))
    refuse_unless_open(visit.stored, visit.survey, is_begun=bool(visit.answers))
    return visit
