"""What came of a round, told to everybody who was invited: answered or not, nobody can tell.

All get the same link.
"""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from leadsurvey import whole
from leadsurvey.fieldwork.delivery import DAYS, closed_round, finish, in_each_language, spoken, today
from leadsurvey.fieldwork.despatch import Watch, alone, despatch
from leadsurvey.fieldwork.posting import Office, refuse_home
from leadsurvey.fieldwork.standing import FieldworkError
from leadsurvey.fieldwork.tickets import NAMED_BY, Ticket, signed
from leadsurvey.languages import locales
from leadsurvey.mail.compose import Composer, Letter, Reader
from leadsurvey.mail.sender import Outcome
from leadsurvey.records import audit, contacts, delivering, mailings
from leadsurvey.records.audit import CONSOLE
from leadsurvey.records.contacts import Contact
from leadsurvey.records.mailings import Mailing
from leadsurvey.responses.seal import Keyring, address_mark, make_slip
from leadsurvey.responses.store import Store

LONGEST = 10_000  # signs of what happens next


def keep_next_steps(folder: Path, text: Path) -> None:
    """Keep in a round's folder of reports what the organiser says happens next."""
    keep_words(folder, read_words(text))


def read_words(text: Path) -> str:
    """What the organiser says happens next, from a text file."""
    try:
        words = text.read_text(encoding="utf-8-sig").strip()
    except UnicodeDecodeError:
        raise FieldworkError(f"{text} is not UTF-8 text; save it as plain text in UTF-8") from None
    except OSError as error:
        raise FieldworkError(f"{text} cannot be read ({error.strerror}); check the name and the folder") from None
    if not words:
        raise FieldworkError(f"{text} holds no word; write what happens next")
    _check_length(words)
    return words


def keep_words(folder: Path, words: str) -> None:
    """Keep there what happens next, in the organiser's words."""
    _check_length(words)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    whole.write(_next_steps(folder), ("\n".join(words.split("\r\n")) + "\n").encode(), private=True)


def next_steps(folder: Path) -> list[str]:
    """What the organiser says happens next, by paragraphs; none where nothing was given."""
    path = _next_steps(folder)
    return paragraphs(path.read_text(encoding="utf-8") if path.exists() else "")


def paragraphs(words: str) -> list[str]:
    """A text by paragraphs, which blank lines part."""
    return [" ".join(part.split()) for part in words.split("\n\n") if part.strip()]


def _check_length(words: str) -> None:
    if len(words) > LONGEST:
        raise FieldworkError(f"what happens next has {len(words)} letters; write {LONGEST} at most")


def begin_edition(store: Store, keys: Keyring, name: str, who: str = CONSOLE) -> Mailing | None:
    """A mailing to everyone invited who was not told yet; None if that is nobody.

    Left out are those whose mail came back, and who want none; whether they answered is not looked at.
    """
    survey, _ = closed_round(store, name)
    if not delivering.has_contacts(store, name):
        raise FieldworkError(
            f"the addresses of those invited to round '{name}' were erased on {survey.erased_on}, as was promised, so "
            "nobody can be written to any more; give the organisation's report to people in another way"
            if today(survey) >= survey.erased_on.isoformat()
            else f"nobody is kept who was invited to round '{name}' by name, so there is nobody to write to"
        )
    secret, unwanted = keys.secret(), contacts.opted_out(store)
    people = [
        number
        for number, sealed in delivering.untold(store, name)
        if (address := Contact.of(secret, sealed).address) and address_mark(secret, address) not in unwanted
    ]
    if not people:
        return None
    with store.write():
        mailing = mailings.begin(store, name, "edition", today(survey), people)
        audit.note(store, who, "mailing begun", name, f"edition: {len(people)}")
    return mailing


def unfinished(store: Store, name: str) -> list[Mailing]:
    """The mailings to all of which some still wait."""
    begun = mailings.of_round(store, name, "edition")
    return [each for each in begun if mailings.counts(store, each.id).get("waiting")]


def send_edition(
    store: Store, office: Office, mailing: Mailing, days: int = DAYS, watch: Watch | None = None, who: str = CONSOLE
) -> Counter[Outcome]:
    """Send what waits of a mailing to all; how many came to what in this run. Nobody gets it twice."""
    refuse_home(office)
    writer = _ToAll(store, office, mailing, days)
    with alone(store):
        found = despatch(store, office.server, mailing, writer, watch or Watch())
        finish(store, mailing, who)
    return found


def link_for_all(secret: bytes, mailing: Mailing, release: str, days: int, address: str) -> str:
    """The one link that everybody gets, which works for so many days from the day of the mailing on."""
    until = date.fromisoformat(mailing.day) + timedelta(days=days)
    ticket = Ticket(mailing.round, release[:NAMED_BY], until.isoformat())
    return f"{address}/told/{signed(secret, 'told', ticket)}"


class _ToAll:
    """Writes to people by the numbers of their invitations, to all of them the same."""

    def __init__(self, store: Store, office: Office, mailing: Mailing, days: int) -> None:
        self._store, self._address = store, office.address
        self._survey, release = closed_round(store, mailing.round)
        self._secret = office.keys.secret()
        self._link = link_for_all(self._secret, mailing, release, days, office.address)
        self._last_day = date.fromisoformat(mailing.day) + timedelta(days=days)
        surveys = in_each_language(store, self._survey)
        self._composer = Composer("edition", surveys, office.server.sender, office.templates)

    def write(self, recipient: int) -> Letter | None:
        """The mail with the link; None for who cannot be reached any more."""
        sealed = delivering.reachable(self._store, recipient)
        if sealed is None:
            return None
        contact = Contact.of(self._secret, sealed)
        language = spoken(self._survey, contact.language)
        reader = Reader(
            contact.address,
            contact.name,
            language,
            None,
            f"{self._link}?language={language}",
            f"{self._address}/no-mail/{make_slip(self._secret, contact.address)}?language={language}",
        )
        return self._composer.write(reader, until=locales.day(self._last_day, language))

    def may_go(self, recipient: int) -> bool:
        """Whether they can still be reached, and want mail."""
        sealed = delivering.reachable(self._store, recipient)
        return sealed is not None and not contacts.has_opted_out(
            self._store, self._secret, Contact.of(self._secret, sealed).address
        )


def _next_steps(folder: Path) -> Path:
    return folder / "next-steps.txt"
