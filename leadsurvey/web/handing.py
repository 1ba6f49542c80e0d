"""What becomes of a visit when a form comes in: chance settles what comes next, and answers are sealed to be sent."""

import secrets
from datetime import UTC, datetime

from leadsurvey.records import doors
from leadsurvey.responses import seal
from leadsurvey.responses.body import pack
from leadsurvey.responses.columns import ARM
from leadsurvey.responses.decks import deal, most
from leadsurvey.responses.model import UNANSWERED
from leadsurvey.responses.orders import ORDERS
from leadsurvey.responses.seal import seal_response
from leadsurvey.responses.store import KnownRound
from leadsurvey.responses.walk import TaskStep, UndrawnStep
from leadsurvey.rounds.model import Round
from leadsurvey.web.shared import page_secret, store
from leadsurvey.web.visit import Visit


class NotNowError(Exception):
    """The round does not take answers at this moment."""

    def __init__(self, survey: Round, *, is_over: bool, is_begun: bool) -> None:
        self.survey, self.is_over, self.is_begun = survey, is_over, is_begun
        super().__init__(survey.id)


class NobodyNewError(Exception):
    """Who has a link may answer, but nobody new begins."""

    def __init__(self, survey: Round, *, is_enough: bool) -> None:
        self.survey, self.is_enough = survey, is_enough
        super().__init__(survey.id)


def refuse_newcomers(stored: KnownRound, survey: Round) -> None:
    """Raise NotNowError as for everybody, and NobodyNewError where the door is shut or enough answers are in."""
    refuse_unless_open(stored, survey)
    is_enough = survey.at_most is not None and doors.answers(store(), survey.id) >= survey.at_most
    if is_enough or stored.door == "shut":
        raise NobodyNewError(survey, is_enough=is_enough)


def refuse_unless_open(stored: KnownRound, survey: Round, *, is_begun: bool = False) -> None:
    """Raise NotNowError outside the days of the round, and once it is closed; `is_begun` where a draft is left."""
    now = datetime.now(UTC)
    if stored.state != "open" or not survey.is_answerable(now):
        raise NotNowError(survey, is_over=stored.state != "open" or survey.is_over(now), is_begun=is_begun)


def settle(visit: Visit, onward: int) -> None:
    """Leave to chance what has to be settled before the next page is shown: the order of pages, and the tasks."""
    if onward and visit.told.is_shuffled:
        visit.draft.setdefault("order", secrets.randbelow(ORDERS))
    if not 0 < onward <= len(visit.stops):
        return
    stop = visit.stops[onward - 1]
    if isinstance(stop, UndrawnStep):
        name = visit.survey.id
        secret = page_secret(name)
        decks = seal.open_draws(secret, store().draws(name))
        fresh = deal(decks, visit.survey, visit.level, stop.step, visit.drawn)
        # what was drawn on another level stays: back there, a task must not come a second time, in another arm
        visit.draft["drawn"] = {**visit.drawn, **fresh}
        store().save_draws(name, seal.seal_draws(secret, decks, most(visit.survey.questionnaire)))


def body_of(visit: Visit) -> bytes | None:
    """The sealed response of what is answered so far; None where nothing is.

    Only what this person was shown counts: a draft may still hold what another level was asked.
    """
    lines = [line for each in visit.sheets for line in each.lines]
    answers = {line.key: visit.answers.get(line.key, UNANSWERED) for line in lines if line.kind != "text"}
    comments = {line.key: visit.comments.get(line.key, "") for line in lines if line.kind == "text"}
    if set(answers.values()) <= {UNANSWERED} and not any(comments.values()):
        return None
    place = visit.places.numbers[visit.places.of(visit.unit, visit.level)]
    body = pack(visit.survey.questionnaire, answers | _arms(visit), comments)
    return seal_response(visit.stored.public_key, place, body)


def _arms(visit: Visit) -> dict[str, int]:
    """The arm of every task that was read to its end."""
    read = [stop for number, stop in enumerate(visit.stops, 1) if visit.is_left_behind(number)]
    return {stop.task.id + ARM: list(stop.task.arms).index(stop.arm) + 1 for stop in read if isinstance(stop, TaskStep)}
