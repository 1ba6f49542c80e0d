"""A round as the pages of the desk see it, and the frame that all pages about a round have."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from http import HTTPStatus
from typing import Any, ParamSpec
from zoneinfo import ZoneInfo

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from leadsurvey.fieldwork.standing import FieldworkError
from leadsurvey.mail.server import MailError
from leadsurvey.records import jobs
from leadsurvey.records.jobs import Job
from leadsurvey.responses.seal import KeyLostError, Keyring
from leadsurvey.responses.store import KnownRound
from leadsurvey.rounds.model import Round
from leadsurvey.web.organiser import guard
from leadsurvey.web.shared import shared, store
from leadsurvey.web.told import told
from leadsurvey.work.workshop import is_held

Answer = Response | str | tuple[str, int]
P = ParamSpec("P")
UNDER_WAY = {"waiting", "running", "stopping"}


@dataclass(frozen=True)
class Seen:
    """A round: how it stands, what was frozen, and what whoever looks may do."""

    known: KnownRound
    survey: Round
    is_organiser: bool

    @property
    def name(self) -> str:
        """Its id."""
        return self.known.id

    @property
    def state(self) -> str:
        """Whether it is open, being closed, or closed."""
        return self.known.state

    @property
    def is_over(self) -> bool:
        """Whether its last day is past."""
        return self.survey.is_over(datetime.now(UTC))

    @property
    def has_begun(self) -> bool:
        """Whether its first day has come."""
        return datetime.now(ZoneInfo(self.survey.timezone)).date() >= self.survey.opens


def seen(name: str) -> Seen:
    """A round that was let through by the guard; its text is read once for each process."""
    known = store().known(name)
    if known is None:
        raise FieldworkError(f"round '{name}' is not there any more; go to the list of rounds")
    return Seen(known, told(known).survey, guard.user().role_in(name) == "organiser")


def keys() -> Keyring:
    """The keys of this installation."""
    return Keyring(shared().settings.keys)


def page(template: str, name: str, errors: dict[str, str] | None = None, **more: Any) -> tuple[str, int]:
    """A page about a round, with what is wrong in its form."""
    html = render_template(f"organiser/{template}", round=seen(name), errors=errors or {}, **more)
    return html, HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK


def go(endpoint: str, **where: Any) -> Response:
    """On to another page once something was done."""
    return redirect(url_for(f"desk.{endpoint}", **where), HTTPStatus.SEE_OTHER)


def refusing(view: Callable[P, Answer]) -> Callable[P, Answer]:
    """Tell what cannot be done now, and what to do instead, on a page of its own; nothing was changed."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Answer:
        try:
            return view(*args, **kwargs)
        except (FieldworkError, KeyLostError, MailError) as error:
            name = (request.view_args or {}).get("name")
            return render_template("organiser/refused.html", why=str(error), name=name), HTTPStatus.CONFLICT

    return guarded


def expect(was: str) -> None:
    """Refuse a form that was made for another state of things than the one there is."""
    if request.form.get("state") != was:
        raise FieldworkError("this page was made for an earlier state of the round; look at it again, and decide anew")


@dataclass(frozen=True, slots=True)
class Standing:
    """A job, and whether anybody works on it."""

    job: Job
    is_held: bool

    @property
    def is_under_way(self) -> bool:
        """Whether it goes on by itself."""
        return self.job.state in UNDER_WAY and self.is_held

    @property
    def was_cut_off(self) -> bool:
        """Whether its process ended before its work did."""
        return self.job.state in UNDER_WAY and not self.is_held

    @property
    def words(self) -> str:
        """How it stands."""
        if self.was_cut_off:
            return "about to begin, or interrupted" if self.job.state == "waiting" else "interrupted"
        return {"stopping": "stopping at the next step", "running": "under way"}.get(self.job.state, self.job.state)


def jobs_of(name: str) -> list[Standing]:
    """The jobs of a round, the last one first."""
    is_busy = is_held(shared().settings, name)
    return [Standing(job, is_busy) for job in jobs.of_round(store(), name)]
