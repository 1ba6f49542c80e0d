"""A round whose people are reached by mail, and a mail server on loopback."""

from dataclasses import dataclass, replace

import pytest

from leadsurvey.fieldwork import inviting, posting
from leadsurvey.fieldwork.despatch import Watch
from leadsurvey.mail.server import read
from leadsurvey.records import mailings
from leadsurvey.responses.seal import Keyring, seal_response, token_hash
from leadsurvey.rounds.people import Person
from tests.mail.sink import Sink, running
from tests.web.site import make_site

AT_ONCE = Watch(waits=(0.0, 0.0))
ADDRESS = "https://survey.example.org"


@dataclass
class House:
    """A round, its people and its mail."""

    site: object
    sink: Sink
    has_crowd: bool = False

    @property
    def settings(self):
        return self.site.settings

    @property
    def keys(self):
        return Keyring(self.settings.keys)

    def office(self, **changes):
        """What it takes to send mail to the sink."""
        return posting.Office(
            self.keys, replace(read(self.settings.mail), **changes), self.settings.templates, self.settings.address
        )

    def invite(self, *names, language="en", called=""):
        """Invite people by their names at example.org; their links by address."""
        people = [Person(f"{name}@example.org", "east", "front", language, called) for name in names]
        with self.site.store() as store:
            links = inviting.invite(store, self.keys, self.site.survey, people, self.settings.address)
            return {link.person.email: link.address for link in links}

    def begin(self):
        with self.site.store() as store:
            return posting.begin_invitations(store, self.keys, "small")

    def crowd(self):
        """Ten people who were invited by mail and have answered: of fewer nobody is reminded."""
        if self.has_crowd:
            return
        self.has_crowd = True
        links = self.invite(*(f"crowd-{number}" for number in range(10)))
        for link in links.values():
            self.answer(link)
        with self.site.store() as store, store.write():
            mailing = mailings.begin(store, "small", "invitation", "2026-01-01", self._numbers(store, links))
            mailings.settle_all(store, mailing.id, "waiting", "sent")

    def _numbers(self, store, links):
        tokens = [link.rpartition("/")[2].partition("?")[0] for link in links.values()]
        return [store.invitation(token_hash(token)).number for token in tokens]

    def remind(self, today="2026-01-01"):
        """A reminder, put back to an earlier day so that there may be one more."""
        self.crowd()
        with self.site.store() as store:
            mailing = posting.begin_reminder(store, self.keys, "small")
            store.run("UPDATE mailings SET day = ? WHERE id = ?", (today, mailing.id))
            return mailing

    def send(self, mailing, watch=AT_ONCE, **changes):
        with self.site.store() as store:
            return posting.send(store, self.office(**changes), mailing, watch)

    def post(self, *names, **how):
        """Invite people by mail."""
        links = self.invite(*names, **how)
        mailing = self.begin()
        self.send(mailing)
        return links

    def counts(self, mailing):
        with self.site.store() as store:
            return mailings.counts(store, mailing.id)

    def addresses(self, mailing, state):
        with self.site.store() as store:
            return posting.addresses(store, self.keys, mailing, state)

    def answer(self, link):
        """Somebody sends their answers."""
        with self.site.store() as store:
            invitation = store.invitation(token_hash(link.rpartition("/")[2].partition("?")[0]))
            store.submit(invitation, seal_response(store.round("small").public_key, 0, b"\x01"))

    def decline(self, link):
        with self.site.store() as store:
            store.decline(store.invitation(token_hash(link.rpartition("/")[2].partition("?")[0])))


@pytest.fixture
def sink():
    """A mail server without TLS."""
    with running(Sink()) as started:
        yield started


@pytest.fixture
def house(tmp_path, sink):
    """A round in English and Arabic, with nobody invited yet."""
    return make_house(tmp_path, sink)


def make_house(folder, sink, **keys):
    site = make_site(folder, spoken=("en", "ar"), **keys)
    mail = {
        "LEADSURVEY_SMTP": f"smtp://127.0.0.1:{sink.port}",
        "LEADSURVEY_MAIL_FROM": "Riverside survey <survey@example.org>",
        "LEADSURVEY_MAIL_PER_MINUTE": "1000000",
    }
    site.settings = replace(site.settings, address=ADDRESS, mail=mail)
    return House(site, sink)
