"""Someone with a link: their round, what they saved, and whether they may answer now."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from http import HTTPStatus
from typing import Any

from flask import abort, current_app, g, redirect, url_for
from werkzeug.wrappers import Response

from leadsurvey.questionnaire.model import LevelId
from leadsurvey.responses.model import UNANSWERED, Page, to_row
from leadsurvey.responses.model import pages as pages_for
from leadsurvey.responses.seal import open_draft, seal_draft, seal_response, token_hash
from leadsurvey.responses.store import Invitation, Store, StoredRound
from leadsurvey.rounds.load import thaw
from leadsurvey.rounds.model import Round
from leadsurvey.rounds.places import Places
from leadsurvey.rounds.promise import Voice, who_sees_what
from leadsurvey.settings import Settings
from leadsurvey.web import language
from leadsurvey.web.security import GuessLimit


@dataclass
class Survey:
    """What the pages share for the life of the process."""

    settings: Settings
    style: bytes
    only_simulated: bool = False  # pages that belong to no round, such as an unknown link, say so as well
    guesses: GuessLimit = field(default_factory=GuessLimit)

    @cached_property
    def style_name(self) -> str:
        """The stylesheet's name, new with every change of it, so that browsers may keep it for ever."""
        return hashlib.sha256(self.style).hexdigest()[:12]


class NotNowError(Exception):
    """The round does not take answers at this moment."""

    def __init__(self, survey: Round, *, is_over: bool) -> None:
        self.survey, self.is_over = survey, is_over
        super().__init__(survey.id)


@dataclass
class Visit:
    """Someone with a link: their round, and what they answered so far."""

    token: str
    invitation: Invitation
    stored: StoredRound

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of the round."""
        return thawed(self.stored.frozen)[0].languages

    @cached_property
    def language(self) -> str:
        """The language that is asked for, else the one kept, else the first of the round."""
        return language.asked_for(self.languages) or self.kept_language

    @property
    def kept_language(self) -> str:
        """The language a page is told in where nothing is asked for."""
        kept: str = self.draft.get(language.FIELD, self.languages[0]) if len(self.languages) > 1 else self.languages[0]
        return kept

    @property
    def is_kept(self) -> bool:
        """Whether there is a draft, which keeps a language too."""
        return bool(self.draft)

    @cached_property
    def survey(self) -> Round:
        """The round as it was frozen, in the language of the visit."""
        return thawed(self.stored.frozen, self.language)[0]

    @cached_property
    def places(self) -> Places:
        """The places of the round."""
        return thawed(self.stored.frozen, self.language)[1]

    @cached_property
    def draft(self) -> dict[str, Any]:
        """What is saved so far."""
        return open_draft(self.token, store().draft(self.invitation.token_hash))

    @property
    def answers(self) -> dict[str, int]:
        """The codes answered so far, by item."""
        answers: dict[str, int] = self.draft.get("answers", {})
        return answers

    @property
    def is_placed(self) -> bool:
        """Whether it is known where this person stands, or that they would rather not say."""
        return self.invitation.level is not None or "level" in self.draft

    @property
    def unit(self) -> str | None:
        """Their unit."""
        return self.invitation.unit or self.draft.get("unit") or None

    @property
    def level(self) -> LevelId | None:
        """Their level."""
        level = self.invitation.level or self.draft.get("level")
        return LevelId(level) if level else None

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The pages their level sees."""
        return pages_for(self.survey.questionnaire, self.level)

    @property
    def promise(self) -> list[str]:
        """Who sees what of this person's answers."""
        invited = self.invitation.level is not None
        return who_sees_what(
            self.survey, self.places, self.unit, self.level, invited=invited, voice=voice(self.language)
        )

    @property
    def is_answered(self) -> bool:
        """Whether their answers were sent."""
        return self.invitation.state == "answered"

    def path(self, step: str, **where: Any) -> str:
        """The address of another page of the same link; it names the language if nothing else keeps it."""
        if self.language != self.kept_language:
            where.setdefault(language.FIELD, self.language)
        return url_for(f"respondent.{step}", _external=False, token=self.token, **where)

    def to(self, step: str, **where: Any) -> Response:
        """Send the browser to another page of the same link."""
        return redirect(self.path(step, **where), HTTPStatus.SEE_OTHER)

    def forget(self) -> None:
        """The draft is gone; a language that was kept in it stays the language of this visit."""
        self.language = self.language  # worked out while the draft knows it
        self.draft = {}


def store() -> Store:
    """The connection of this request."""
    if "store" not in g:
        g.store = Store(shared().settings.database)
    opened: Store = g.store
    return opened


def shared() -> Survey:
    """What the pages share."""
    found: Survey = current_app.extensions["leadsurvey"]
    return found


def save(visit: Visit, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the draft under the write lock, so that two devices never overwrite each other's pages.

    Whether the link may be answered is asked again inside the transaction: Send may have been pressed on the other one.
    """
    with store().write():
        now = answering(visit.token)
        change(now.draft)
        if len(now.languages) > 1:
            now.draft[language.FIELD] = now.language
        store().save_draft(now.invitation, seal_draft(visit.token, now.draft))
    visit.draft = now.draft


def turn_down(token: str) -> Visit:
    """Keep that someone would rather not take part, unless their answers are in."""
    with store().write():
        visit = answering(token)
        store().decline(visit.invitation)
    visit.forget()
    return visit


def find_visit(token: str) -> Visit:
    """Whose link this is; 404 if nobody's."""
    invitation = store().invitation(token_hash(token))
    stored = store().round(invitation.round) if invitation else None
    if invitation is None or stored is None:
        slow_down_guesses()
        abort(HTTPStatus.NOT_FOUND)
    visit = Visit(token, invitation, stored)
    language.speak(visit.language)
    return visit


def answering(token: str) -> Visit:
    """Whose link this is, if it may be answered now."""
    visit = find_visit(token)
    if visit.is_answered:
        abort(visit.to("door"))
    refuse_unless_open(visit.stored, visit.survey)
    return visit


def refuse_unless_open(stored: StoredRound, survey: Round) -> None:
    """Raise NotNowError outside the days of the round, and once it is closed."""
    now = datetime.now(UTC)
    if stored.state != "open" or not survey.is_answerable(now):
        raise NotNowError(survey, is_over=stored.state != "open" or survey.is_over(now))


def slow_down_guesses() -> None:
    """Count an unknown link; 429 if too many were tried."""
    if shared().guesses.is_reached():
        abort(HTTPStatus.TOO_MANY_REQUESTS)


@lru_cache(maxsize=64)
def thawed(frozen: str, code: str | None = None) -> tuple[Round, Places]:
    """A stored round, in one of its languages, and its places, read once for each process."""
    survey = thaw(frozen, code)
    return survey, Places(survey)


def voice(code: str) -> Voice:
    """A language, to tell a promise in."""
    return Voice(code, language.texts_in(code))


def send(token: str) -> bool:
    """Seal the answers to the round's key; False where there are none.

    All is read inside the transaction, so that nothing is sent twice.
    """
    with store().write():
        now = answering(token)
        place = now.places.numbers[now.places.of(now.unit, now.level)]
        questionnaire = now.survey.questionnaire
        shown = {item.id for asked in now.pages for item in asked.items}
        answers = {
            item.id: code
            for item in questionnaire.items
            if item.id in shown and (code := now.answers.get(item.id, UNANSWERED)) != UNANSWERED
        }
        if not answers:
            return False
        store().submit(now.invitation, seal_response(now.stored.public_key, place, to_row(questionnaire, answers)))
        return True
