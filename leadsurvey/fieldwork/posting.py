"""Invitations and reminders by mail: to whom, and what is said of it.

Who got a reminder has not answered: of reminders only counts are told, rounded, and it is forgotten to whom they went.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from leadsurvey.fieldwork.despatch import Watch, alone, despatch
from leadsurvey.fieldwork.inviting import link
from leadsurvey.fieldwork.standing import FieldworkError, still_open
from leadsurvey.mail.compose import Composer, Letter, Reader
from leadsurvey.mail.sender import Outcome
from leadsurvey.mail.server import Server, is_here
from leadsurvey.questionnaire.model import LevelId
from leadsurvey.records import audit, contacts, mailings
from leadsurvey.records.audit import CONSOLE
from leadsurvey.records.contacts import Contact
from leadsurvey.records.mailings import Kind, Mailing, State
from leadsurvey.responses.seal import Keyring, address_mark, make_slip
from leadsurvey.responses.store import Store
from leadsurvey.rounds.load import thaw
from leadsurvey.rounds.model import Round

TO_THE_INVITED: tuple[Kind, ...] = ("invitation", "reminder")
ROUNDED_TO = 5
FEWEST = 10  # people invited by mail to whom a reminder may go, however small the groups that a round may show


@dataclass(frozen=True)
class Office:
    """What it takes to write and send: keys, a mail server, the templates, and where people reach the survey."""

    keys: Keyring
    server: Server
    templates: Path
    address: str


def begin_invitations(store: Store, keys: Keyring, name: str, who: str = CONSOLE) -> Mailing | None:
    """A mailing to everyone with an address who got no invitation by mail yet; None if that is nobody.

    Left out are those whose mail came back, and who want none. Who has answered already, by a letter, gets it all the
    same: to whom an invitation went is told, and must not tell who has answered.
    """
    survey = _taking(store, name)
    people = list(_wanting_mail(store, keys, mailings.uninvited(store, name)))
    return _begin(store, survey, "invitation", people, who) if people else None


def begin_reminder(store: Store, keys: Keyring, name: str, who: str = CONSOLE) -> Mailing:
    """A mailing to everyone who was invited by mail and has not answered or declined, be it nobody.

    It takes the place of an earlier one: whoever still waits for that gets this. There is one a day at most, and none
    where so few were invited by mail that it would tell who has not answered.
    """
    survey = _taking(store, name)
    least = max(survey.minimum_group, FEWEST)
    if sum(1 for _ in _wanting_mail(store, keys, mailings.invited_by_mail(store, name))) < least:
        raise FieldworkError(
            f"fewer than {least} people of round '{name}' were invited by mail and can be reached: a reminder to some "
            "of so few would tell who has not answered. Nothing was sent"
        )
    people = list(_wanting_mail(store, keys, mailings.unanswered(store, name)))
    with store.write():
        for earlier in mailings.of_round(store, name, "reminder"):
            if earlier.day == _today(survey):
                raise FieldworkError(
                    f"people of round '{name}' were reminded today already; do it on another day. "
                    f"`leadsurvey mail {name} --go-on` sends what is left of today's"
                )
            mailings.forget(store, earlier.id)
        return _begin(store, survey, "reminder", people, who)


def send(
    store: Store, office: Office, mailing: Mailing, watch: Watch | None = None, who: str = CONSOLE
) -> Counter[Outcome]:
    """Send what waits of invitations or of a reminder; how many came to what in this run.

    Run it again after whatever stopped it: nobody gets the same mail twice.
    """
    refuse_home(office)
    _taking(store, mailing.round)
    with alone(store):
        writer = _ToTheInvited(store, office, mailing)
        found = despatch(store, office.server, mailing, writer, watch or Watch())
        if not mailings.recipients(store, mailing.id, "waiting"):
            _finish(store, mailing, who)
    return found


def unfinished(store: Store, name: str) -> list[Mailing]:
    """The invitations and reminders of a round of which some still wait."""
    begun = (each for each in mailings.of_round(store, name) if each.kind in TO_THE_INVITED)
    return [each for each in begun if mailings.counts(store, each.id).get("waiting")]


@dataclass(frozen=True)
class Standing:
    """How a mailing stands, as it may be told: of reminders rounded to fives, but for those in doubt."""

    mailing: Mailing
    counts: dict[State, int]


def standings(store: Store, name: str) -> list[Standing]:
    """How each mailing of a round stands."""
    return [Standing(each, _told(each, mailings.counts(store, each.id))) for each in mailings.of_round(store, name)]


def addresses(store: Store, keys: Keyring, mailing: Mailing, state: State) -> list[str]:
    """The addresses of those whose mail is in a state, such as in doubt; of reminders and leaders none is told."""
    if mailing.kind not in {"invitation", "edition"}:
        return []
    secret = keys.secret()
    sealed = (contacts.of_invitation(store, number) for number in mailings.recipients(store, mailing.id, state))
    return sorted(Contact.of(secret, each).address for each in sealed if each)


def decide(store: Store, mailing: Mailing, *, again: bool, who: str = CONSOLE) -> int:
    """Say of all mails in doubt that they are to be sent again, or left as if they had arrived; how many."""
    with alone(store), store.write():
        count = mailings.settle_all(store, mailing.id, "doubt", "waiting" if again else "sent")
        if count:
            decided = "to be sent again" if again else "left as sent"
            audit.note(store, who, "mails in doubt decided", mailing.round, f"{mailing.kind}: {count} {decided}")
        if not again and mailing.kind == "reminder":
            mailings.forget_settled(store, mailing.id)
    return count


def about(count: int) -> int:
    """A count as it may be told where it says how many have not answered."""
    return ROUNDED_TO * round(count / ROUNDED_TO)


class _ToTheInvited:
    """Writes to people by the numbers of their invitations."""

    def __init__(self, store: Store, office: Office, mailing: Mailing) -> None:
        stored, self._survey = still_open(store, mailing.round)
        self._store, self._address, self._round = store, office.address, mailing.round
        self._kind = mailing.kind
        self._secret, self._link_secret = office.keys.secret(), office.keys.link_secret(mailing.round)
        surveys = {code: thaw(stored.frozen, code) for code in self._survey.languages}
        self._composer = Composer(mailing.kind, surveys, office.server.sender, office.templates)

    def write(self, recipient: int) -> Letter | None:
        """The mail with their link; None for who has answered meanwhile, or cannot be reached."""
        found = mailings.mailable(self._store, recipient, self._kind)
        if found is None:
            return None
        contact = Contact.of(self._secret, found.sealed)
        language = contact.language if contact.language in self._survey.languages else self._survey.languages[0]
        return self._composer.write(
            Reader(
                contact.address,
                contact.name,
                language,
                LevelId(found.level),
                link(self._survey, self._link_secret, recipient, language, self._address),
                f"{self._address}/no-mail/{make_slip(self._secret, contact.address)}?language={language}",
            )
        )

    def may_go(self, recipient: int) -> bool:
        """Whether they may still answer, want mail, and the round goes on."""
        _taking(self._store, self._round, self._survey)
        found = mailings.mailable(self._store, recipient, self._kind)
        if found is None:
            return False
        return not contacts.has_opted_out(self._store, self._secret, Contact.of(self._secret, found.sealed).address)


def _wanting_mail(store: Store, keys: Keyring, people: Iterable[tuple[int, bytes]]) -> Iterator[int]:
    """Those with an address that may be written to."""
    secret, unwanted = keys.secret(), contacts.opted_out(store)
    for number, sealed in people:
        address = Contact.of(secret, sealed).address
        if address and not (unwanted and address_mark(secret, address) in unwanted):
            yield number


def _begin(store: Store, survey: Round, kind: Kind, people: list[int], who: str) -> Mailing:
    with store.write():
        mailing = mailings.begin(store, survey.id, kind, _today(survey), sorted(people))
        count = _told(mailing, mailings.counts(store, mailing.id)).get("waiting", 0)
        audit.note(store, who, "mailing begun", survey.id, f"{kind}: {_counted(mailing, count)}")
    return mailing


def _finish(store: Store, mailing: Mailing, who: str) -> None:
    """Nobody waits any more: note how it went, and forget to whom a reminder went."""
    with store.write():
        if mailing.kind == "reminder":  # when it ended would tell how many it was
            mailings.forget_settled(store, mailing.id)
            return
        told = _told(mailing, mailings.counts(store, mailing.id))
        words = ", ".join(f"{state} {_counted(mailing, count)}" for state, count in sorted(told.items()))
        audit.note(store, who, "mailing finished", mailing.round, f"{mailing.kind}: {words}")


def _told(mailing: Mailing, counts: dict[State, int]) -> dict[State, int]:
    if mailing.kind != "reminder":
        return counts
    return {state: count if state == "doubt" else about(count) for state, count in counts.items()}


def _counted(mailing: Mailing, count: int) -> str:
    return f"about {count}" if mailing.kind == "reminder" else str(count)


def _taking(store: Store, name: str, survey: Round | None = None) -> Round:
    """A round that takes answers now; FieldworkError if a link would lead to a closed door."""
    survey = survey or still_open(store, name)[1]
    now = datetime.now(UTC)
    if not mailings.takes_answers(store, name):
        raise FieldworkError(f"round '{name}' takes no answers now; no mail was sent that would lead to a closed door")
    if survey.is_over(now):
        raise FieldworkError(f"round '{name}' ended on {survey.closes}; no mail is sent any more")
    if not survey.is_answerable(now):
        raise FieldworkError(f"round '{name}' takes answers from {survey.opens}; send mail from then on")
    return survey


def _today(survey: Round) -> str:
    return datetime.now(ZoneInfo(survey.timezone)).date().isoformat()


def refuse_home(office: Office) -> None:
    """A link to one's own machine is of no use in a mail that leaves it."""
    host = urlsplit(office.address).hostname or ""
    if not (office.address.isascii() and office.address.isprintable()):
        raise FieldworkError("LEADSURVEY_ADDRESS has letters that no header takes; write its ASCII form (xn--…)")
    if is_here(host) and not office.server.is_here:
        raise FieldworkError(
            f"links would begin with {office.address}, which leads everybody to their own machine; "
            "set LEADSURVEY_ADDRESS to where people reach the survey"
        )
