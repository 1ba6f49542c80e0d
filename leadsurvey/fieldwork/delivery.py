"""Reports on their way to leaders: one mail to each, with a signed link for every unit they lead.

A mailing names the numbers of all leaders whose reports it brings. Whoever leads several units gets one mail: it goes
to one of their numbers, and the others stand beside it as sent, or share what becomes of it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from leadsurvey.fieldwork.despatch import Watch, alone, despatch
from leadsurvey.fieldwork.leading import Led, leaders_of
from leadsurvey.fieldwork.posting import Office, refuse_home
from leadsurvey.fieldwork.standing import FieldworkError, stored_round
from leadsurvey.fieldwork.tickets import NAMED_BY, Ticket, signed
from leadsurvey.languages import locales
from leadsurvey.mail.attach import with_attachment
from leadsurvey.mail.compose import Composer, Letter, Reader
from leadsurvey.mail.sender import Outcome
from leadsurvey.questionnaire.problems import did_you_mean
from leadsurvey.records import audit, contacts, delivering, mailings, releases
from leadsurvey.records.audit import CONSOLE
from leadsurvey.records.mailings import Mailing, State
from leadsurvey.responses.seal import Keyring, make_slip
from leadsurvey.responses.store import Store
from leadsurvey.rounds.load import thaw
from leadsurvey.rounds.model import Round

DAYS = 30  # for which a link works


@dataclass(frozen=True)
class Wish:
    """How reports are to be sent."""

    days: int = DAYS
    language: str = ""  # of mails to leaders of whom none is known
    pdf_of: Callable[[str, str], bytes] | None = None  # of a unit in a language, where it is to come with the mail


def closed_round(store: Store, name: str) -> tuple[Round, str]:
    """A round that was closed, and the hash of its release."""
    _, survey = stored_round(store, name)
    release = releases.hash_of(store, name)
    if release is None:
        raise FieldworkError(
            f"round '{name}' is not closed: there is nothing to deliver before `leadsurvey close {name}`"
        )
    return survey, release


def begin_reports(
    store: Store, keys: Keyring, name: str, units: Collection[str] = (), *, again: bool = False, who: str = CONSOLE
) -> Mailing | None:
    """A mailing to the leaders who got no mail with their report yet, of all units or of these; None if that is nobody.

    `again` is for a new link, whoever got one before. Left out are leaders who want no mail.
    """
    survey, _ = closed_round(store, name)
    if today(survey) >= survey.erased_on.isoformat():
        raise FieldworkError(
            f"all addresses of round '{name}', leaders' too, are erased from {survey.erased_on} on, as was promised; "
            f"`leadsurvey report {name} --all -o reports` makes the reports, to be handed over in another way"
        )
    with store.write():
        groups = _to_be_written(store, keys.secret(), survey, units, again=again)
        if not groups:
            return None
        mailing = mailings.begin(
            store, name, "report", today(survey), [led.number for group in groups for led in group]
        )
        for _, *others in groups:
            for led in others:
                mailings.settle(store, mailing.id, led.number, "sent")
        audit.note(store, who, "mailing begun", name, f"report: {len(groups)} leaders")
    return mailing


def without_leader(store: Store, keys: Keyring, name: str) -> tuple[list[str], list[str]]:
    """The units whose reports go to nobody: those without a known leader, and those whose leader wants no mail."""
    survey, secret = stored_round(store, name)[1], keys.secret()
    led = leaders_of(store, secret, name)
    known = {each.unit for each in led}
    silent = [each.unit for each in led if contacts.has_opted_out(store, secret, each.contact.address)]
    return [unit for unit in survey.units if unit not in known], silent


def unfinished(store: Store, name: str) -> list[Mailing]:
    """The mailings with reports of which some still wait."""
    begun = mailings.of_round(store, name, "report")
    return [each for each in begun if mailings.counts(store, each.id).get("waiting")]


def units_in(store: Store, keys: Keyring, mailing: Mailing, state: State | None = None) -> list[str]:
    """The units whose reports a mailing brings, or those of them whose mail is in a state, such as in doubt."""
    found = delivering.states(store, mailing.id)
    led = (each for each in leaders_of(store, keys.secret(), mailing.round) if each.number in found)
    return [each.unit for each in led if state in {None, found[each.number]}]


def by_language(store: Store, keys: Keyring, waiting: Iterable[Mailing], wish: str = "") -> dict[str, list[str]]:
    """The units whose reports some mailings bring, by the language of their leader; `wish` where none is known."""
    found = defaultdict[str, list[str]](list)
    for mailing in waiting:
        survey, named = closed_round(store, mailing.round)[0], delivering.states(store, mailing.id)
        for led in leaders_of(store, keys.secret(), mailing.round):
            if led.number in named:
                found[spoken(survey, led.contact.language or wish)].append(led.unit)
    return found


def send_reports(
    store: Store, office: Office, mailing: Mailing, wish: Wish, watch: Watch | None = None, who: str = CONSOLE
) -> Counter[Outcome]:
    """Send what waits of a mailing with reports; how many came to what in this run. Nobody gets the same mail twice."""
    refuse_home(office)
    writer = _ToLeaders(store, office, mailing, wish)
    with alone(store):
        try:
            found = despatch(store, office.server, mailing, writer, watch or Watch())
        finally:
            writer.settle_together()
        finish(store, mailing, who)
    return found


class _ToLeaders:
    """Writes to leaders, to each about all units of theirs that a mailing brings."""

    def __init__(self, store: Store, office: Office, mailing: Mailing, wish: Wish) -> None:
        self._store, self._office, self._mailing, self._wish = store, office, mailing, wish
        self._survey, release = closed_round(store, mailing.round)
        self._secret = office.keys.secret()
        self._ticket = Ticket(mailing.round, release[:NAMED_BY], last_day(self._survey, wish.days).isoformat())
        named = delivering.states(store, mailing.id)
        led = (each for each in leaders_of(store, self._secret, mailing.round) if each.number in named)
        self._groups = {each.number: group for group in _by_address(led, self._survey) for each in group}
        self._composer = Composer(
            "report", in_each_language(store, self._survey), office.server.sender, office.templates
        )

    def write(self, recipient: int) -> Letter | None:
        """The mail to the leader of this number; None if somebody else leads the unit now, or they want no mail."""
        group = self._groups.get(recipient, [])
        if not group or not self.may_go(recipient):
            self._drop(group)
            return None
        contact = group[0].contact
        language = spoken(self._survey, contact.language or self._wish.language)
        links = [self._link(led, language) for led in group]
        reader = Reader(
            contact.address, contact.name, language, None, links[0], self._no_mail(contact.address, language)
        )
        letter = self._composer.write(
            reader, until=locales.day(self._ticket.last_day, language), **self._told(group, links)
        )
        return self._attached(letter, group, language)

    def may_go(self, recipient: int) -> bool:
        """Whether they still lead the unit, and want mail."""
        group = self._groups[recipient]
        return delivering.is_leader(self._store, recipient) and not contacts.has_opted_out(
            self._store, self._secret, group[0].contact.address
        )

    def settle_together(self) -> None:
        """Keep of all units of a mail that was refused that they were not brought."""
        refused = mailings.recipients(self._store, self._mailing.id, "refused")
        for led in (each for number in refused for each in self._groups.get(number, [])):
            mailings.settle(self._store, self._mailing.id, led.number, "refused")

    def _attached(self, letter: Letter, group: list[Led], language: str) -> Letter:
        """The mail with the reports, where they are to come with it."""
        for led in group:
            if self._wish.pdf_of:
                letter = with_attachment(
                    letter, f"{self._survey.id}-{led.unit}.pdf", self._wish.pdf_of(led.unit, language)
                )
        return letter

    def _drop(self, group: list[Led]) -> None:
        """What does not go to a leader brings none of their units."""
        for led in group:
            mailings.drop(self._store, self._mailing.id, led.number)

    def _link(self, led: Led, language: str) -> str:
        known = self._ticket
        ticket = Ticket(known.round, known.release, known.until, led.unit, led.number)
        return f"{self._office.address}/report/{signed(self._secret, 'report', ticket)}?language={language}"

    def _told(self, group: list[Led], links: list[str]) -> dict[str, str]:
        """Unit and link of each report, by number."""
        units = {f"unit{at}": self._survey.units[led.unit].name for at, led in enumerate(group, 1)}
        return units | {f"link{at}": link for at, link in enumerate(links, 1)}

    def _no_mail(self, address: str, language: str) -> str:
        return f"{self._office.address}/no-mail/{make_slip(self._secret, address)}?language={language}"


def _to_be_written(
    store: Store, secret: bytes, survey: Round, units: Collection[str], *, again: bool
) -> list[list[Led]]:
    """The leaders to be written to, each with all units that the mail is to bring."""
    for unit in units:
        if unit not in survey.units:
            raise FieldworkError(f"unknown unit '{unit}'; {did_you_mean(unit, survey.units)}")
    led = leaders_of(store, secret, survey.id)
    if not led:
        raise FieldworkError(
            f"no leader of round '{survey.id}' is known; name them: "
            f"leadsurvey deliver {survey.id} --leaders leaders.csv"
        )
    done = set() if again else delivering.reported(store, survey.id)
    wanted = (each for each in led if each.number not in done and (not units or each.unit in units))
    willing = (each for each in wanted if not contacts.has_opted_out(store, secret, each.contact.address))
    return _by_address(willing, survey)


def _by_address(led: Iterable[Led], survey: Round) -> list[list[Led]]:
    """What each person leads, in the order of the units: those with the same address are one person."""
    order = {unit: at for at, unit in enumerate(survey.units)}
    groups = defaultdict[str, list[Led]](list)
    for each in sorted(led, key=lambda each: order[each.unit]):
        groups[each.contact.address.casefold()].append(each)
    return list(groups.values())


def in_each_language(store: Store, survey: Round) -> dict[str, Round]:
    """A round as it speaks each of its languages."""
    return {code: thaw(store.frozen(survey.id), code) for code in survey.languages}


def spoken(survey: Round, language: str) -> str:
    """A language of the round: this one if it is, else the first."""
    return language if language in survey.languages else survey.languages[0]


def last_day(survey: Round, days: int) -> date:
    """The last day of links that are sent today; they end with the addresses they were sent to."""
    return min(date.fromisoformat(today(survey)) + timedelta(days=days), survey.erased_on - timedelta(days=1))


def check_language(survey: Round, language: str) -> None:
    """Refuse a language that the round does not speak."""
    if language and language not in survey.languages:
        raise FieldworkError(
            f"'{language}' is not a language of this round; {did_you_mean(language, survey.languages)}"
        )


def today(survey: Round) -> str:
    """The day where the round is held."""
    return datetime.now(ZoneInfo(survey.timezone)).date().isoformat()


def finish(store: Store, mailing: Mailing, who: str) -> None:
    """Note how a mailing went, once nobody waits any more."""
    counts = mailings.counts(store, mailing.id)
    if not counts.get("waiting"):
        words = ", ".join(f"{state} {count}" for state, count in sorted(counts.items()))
        audit.note(store, who, "mailing finished", mailing.round, f"{mailing.kind}: {words or 'nobody was left'}")
