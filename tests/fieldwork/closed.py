"""A closed round with answers, people invited, leaders and reports; made once, and copied for each test."""

import csv
import shutil
from collections import Counter
from dataclasses import dataclass, replace

from leadsurvey.fieldwork import delivery, edition, entering, inviting, leading, posting, telling
from leadsurvey.fieldwork.tickets import NAMED_BY, Ticket, signed
from leadsurvey.mail.server import read
from leadsurvey.records import audit, releases
from leadsurvey.responses.seal import Keyring
from leadsurvey.rounds.leaders import Leader
from leadsurvey.rounds.people import Person
from leadsurvey.settings import Settings
from leadsurvey.work.reporting import make_reports
from tests.mail.conftest import ADDRESS, AT_ONCE
from tests.web.site import ITEMS, Site, make_site

UNITS = """\
unit,parent,name,front,lead,senior,citizen
house,,The house,0,0,7,60
east,house,East & wing,20,12,0,0
west,house,West wing,20,12,0,0
"""
LEADERS = (
    Leader("house", "hana@example.org", "Hana", "ar"),
    Leader("east", "ed@example.org"),
    Leader("west", "ed@example.org"),
)
CONTACT = "survey office, 555 0100"


def make(folder):
    """A closed round "small" in English and Arabic, with reports of all its units."""
    site = make_site(folder, units=UNITS, spoken=("en", "ar"), texts=f"{{contact: '{CONTACT}'}}")
    keys = Keyring(site.settings.keys)
    people = [Person(f"p{n}@example.org", "east", "front", "ar" if n == 1 else "en") for n in range(3)]
    with site.store() as store:
        leading.name_leaders(store, keys, "small", LEADERS)
        inviting.invite(store, keys, site.survey, people, ADDRESS)
        entering.enter(store, keys, "small", _answers(folder / "answers.csv"))
    site.close()
    with site.store() as store:
        release = telling.released(store, "small")
    list(make_reports(release, ["house", "east", "west"], site.settings.templates, site.settings.reports("small"), 1))


def _answers(path):
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["unit", "level", *ITEMS])
        for unit in ("east", "west"):
            out.writerows([unit, "front", 4 + n % 2, 1 + n % 2, "", 1 + n % 2, 2, 1 + n % 2, ""] for n in range(18))
            out.writerows([unit, "lead", 3 + n % 3, 1 + n % 3, "", 2 + n % 2, 1, 2, 1 + n % 2] for n in range(11))
    return path


@dataclass
class Closed:
    """A copy of that round, and a mail server beside it."""

    site: Site
    sink: object = None

    @classmethod
    def copied(cls, made, folder, sink=None):
        shutil.copytree(made, folder, dirs_exist_ok=True)
        settings = replace(Settings.from_environment(folder / "data", {}), address=ADDRESS)
        return cls(Site(replace(settings, mail=_mail(sink)) if sink else settings, "small"), sink)

    @property
    def settings(self):
        return self.site.settings

    @property
    def keys(self):
        return Keyring(self.settings.keys)

    @property
    def secret(self):
        return self.keys.secret()

    def store(self):
        return self.site.store()

    def office(self):
        """What it takes to send mail to the sink."""
        server = read(self.settings.mail)
        return posting.Office(self.keys, server, self.settings.templates, self.settings.address)

    def deliver(self, *units, again=False, **wish):
        """Mail leaders, as the command does; what came of it."""
        with self.store() as store:
            delivery.begin_reports(store, self.keys, "small", units, again=again)
            found = Counter()
            for mailing in delivery.unfinished(store, "small"):
                found += delivery.send_reports(store, self.office(), mailing, delivery.Wish(**wish), AT_ONCE)
            return found

    def tell_all(self, **how):
        """Tell everybody who was invited; what came of it."""
        with self.store() as store:
            mailing = edition.begin_edition(store, self.keys, "small")
            return edition.send_edition(store, self.office(), mailing, watch=AT_ONCE, **how) if mailing else Counter()

    def name_leaders(self, *leaders):
        with self.store() as store:
            return leading.name_leaders(store, self.keys, "small", leaders)

    def led(self):
        """The leaders by unit."""
        with self.store() as store:
            return {led.unit: led for led in leading.leaders_of(store, self.secret, "small")}

    def link(self, unit="east", use="report", until="2099-12-31", names=None, **changes):
        """The path of a link as it is mailed; `names` another unit than its leader's."""
        with self.store() as store:
            release = releases.hash_of(store, "small")[:NAMED_BY]
        own = {"unit": unit if names is None else names, "leader": self.led()[unit].number} if use == "report" else {}
        ticket = Ticket(**{"round": "small", "release": release, "until": until, **own, **changes})
        return f"/{use}/{signed(self.secret, use, ticket)}"

    def log(self):
        """Who did what, the newest first."""
        with self.store() as store:
            return [(entry.who, entry.act, entry.what) for entry in audit.entries(store, "small")]


def _mail(sink):
    return {
        "LEADSURVEY_SMTP": f"smtp://127.0.0.1:{sink.port}",
        "LEADSURVEY_MAIL_FROM": "Riverside survey <survey@example.org>",
        "LEADSURVEY_MAIL_PER_MINUTE": "1000000",
    }
