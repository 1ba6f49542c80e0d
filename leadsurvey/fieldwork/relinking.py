"""A new link sent to somebody by mail, so that nobody else sees it.

Whoever has answered gets it as well: who gets mail must not tell who has not.
"""

from datetime import UTC, datetime

from leadsurvey.fieldwork import changes
from leadsurvey.fieldwork.posting import Office, refuse_home
from leadsurvey.fieldwork.standing import FieldworkError, still_open
from leadsurvey.mail.compose import Composer, Reader
from leadsurvey.mail.sender import Outcome, Sender
from leadsurvey.questionnaire.model import LevelId
from leadsurvey.records import contacts
from leadsurvey.records.audit import CONSOLE
from leadsurvey.records.contacts import Contact
from leadsurvey.responses.seal import make_slip
from leadsurvey.responses.store import Store
from leadsurvey.rounds.load import thaw


def reissue_by_mail(store: Store, office: Office, name: str, person: str, who: str = CONSOLE) -> Outcome:
    """Make a new link and send it to whom it is for; the old one leads nowhere, whatever becomes of the mail."""
    refuse_home(office)
    stored, survey = still_open(store, name)
    if not survey.is_answerable(datetime.now(UTC)):
        raise FieldworkError(
            f"round '{name}' takes answers from {survey.opens} to {survey.closes}; nothing was changed or sent"
        )
    surveys = {code: thaw(stored.frozen, code) for code in survey.languages}
    composer = Composer("invitation", surveys, office.server.sender, office.templates)
    with Sender(office.server) as sender:  # a server that is not there is told before anything changes
        contact = _reachable(store, office, name, person)
        link = changes.reissue(store, office.keys, name, person, office.address, who, is_mailed=True)
        invitation = changes.find(store, office.keys, name, person)
        no_mail = f"{office.address}/no-mail/{make_slip(office.keys.secret(), contact.address)}"
        language = contact.language if contact.language in surveys else survey.languages[0]
        level = LevelId(invitation.level or survey.questionnaire.staff[0])
        reader = Reader(contact.address, contact.name, language, level, link, f"{no_mail}?language={language}")
        return sender.send(composer.write(reader), lambda: True)


def _reachable(store: Store, office: Office, name: str, person: str) -> Contact:
    """How somebody is reached by mail; FieldworkError if they cannot be, or want none."""
    secret = office.keys.secret()
    kept = contacts.of_invitation(store, changes.find(store, office.keys, name, person).number)
    contact = Contact.of(secret, kept) if kept else None
    if contact is None or not contact.address or contacts.has_opted_out(store, secret, contact.address):
        raise FieldworkError(
            f"no mail may go to '{person}'; nothing was changed. `leadsurvey person {name} WHO --reissue` on the "
            "server prints a new link, or `leadsurvey letters` a letter"
        )
    return contact
