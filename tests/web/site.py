"""A served survey: a round opened for real, behind the real server, on a port of its own."""

import contextlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import Thread

from waitress.server import create_server

from leadsurvey import fieldwork
from leadsurvey.responses.seal import Keyring, open_responses
from leadsurvey.responses.store import Store
from leadsurvey.rounds.load import load
from leadsurvey.rounds.people import Person
from leadsurvey.rounds.places import Places
from leadsurvey.settings import Settings
from leadsurvey.web.app import create_app
from tests.web.client import Client

QUESTIONNAIRE = """
questionnaire: who-leads
title: Who leads & how
levels:
  front: {title: Front line, about: your team}
  lead: {title: Team leads, about: your team}
  senior: {title: Senior leaders, about: all teams, merge_with: lead}
  citizen: {title: Citizens, about: this "service", reference: true}
scales:
  how-often: {options: [Never, Rarely, Sometimes, Often, Always], opt_out: I can’t say}
  agree: {options: [No <never>, Yes]}
stem:
  all: How often in {about}?
  citizen: How often with {about}?
capabilities:
  voice:
    title: Voice
    scale: how-often
    items:
      voice-a: {text: Someone without a title took the lead., asked: [front, lead, senior, citizen]}
      voice-b: {text: People waited for someone senior., reverse: true}
      voice-citizen: {text: The person I talk to gets things moving., asked: [citizen]}
    wording:
      senior: {voice-a: In our teams someone without a title took the lead.}
      citizen: {voice-a: Somebody took the lead.}
  learn:
    title: Learning
    scale: how-often
    asked: [front, lead, senior]
    items: {learn-a: We tried a thing out first., learn-b: We talked about what went wrong.}
  trust:
    title: Trust
    scale: agree
    asked: [front, lead, senior]
    stem: Is this so in {about}?
    items:
      trust-a: I trust <b>you</b> & "them".
      trust-lead: {text: I trust my own team leads., asked: [lead, senior]}
sections:
  - {title: Speaking up, capabilities: [voice]}
  - {title: Learning, capabilities: [learn]}
  - {title: Trust & care, capabilities: [trust]}
"""
UNITS = """\
unit,parent,name,front,lead,senior,citizen
house,,The <whole> house,0,0,7,60
east,house,East & wing,20,12,0,0
west,house,West wing,20,12,0,0
attic,west,Attic,3,0,0,0
"""
ITEMS = ("voice-a", "voice-b", "voice-citizen", "learn-a", "learn-b", "trust-a", "trust-lead")
ALWAYS_OPEN = {"opens": "2020-01-01", "closes": "2099-12-31", "timezone": "Europe/London"}


@dataclass
class Site:
    """One installation with one round, and the port it is served on."""

    settings: Settings
    name: str
    port: int = 0
    _invited: int = field(default=0)

    @property
    def survey(self):
        """The round."""
        with self.store() as store:
            return fieldwork.stored_round(store, self.name)[1]

    def store(self):
        """A connection of one's own to the database."""
        return Store(self.settings.database)

    def client(self):
        """A browser that has never been here."""
        return Client(self.port)

    def invite(self, unit="east", level="front"):
        """Invite one more person and return the path of their link."""
        self._invited += 1
        return self.invite_many([(unit, level)], start=self._invited)[0]

    def invite_many(self, places, start=1000):
        """Invite people who stand at (unit, level) and return the paths of their links."""
        people = [Person(f"p{n}@example.org", unit, level, "en") for n, (unit, level) in enumerate(places, start)]
        with self.store() as store:
            links = fieldwork.invite(store, Keyring(self.settings.keys), self.survey, people, "")
        return [link.address for link in links]

    def tables(self):
        """Every row of every table, to be compared."""
        with self.store() as store:
            names = [name for name in store._db.table_names() if not name.startswith("_")]
            return {name: sorted(map(repr, store._db.execute(f'SELECT * FROM "{name}"'))) for name in names}  # noqa: S608 - names of our own tables

    def sent(self):
        """The place and answers of every response sent so far, opened with the round's key, as no organiser can."""
        with self.store() as store:
            return self._decoded(
                open_responses(Keyring(self.settings.keys).round_key(self.name), store.sealed(self.name))
            )

    def close(self):
        """Close the round as an organiser does."""
        settings = self.settings
        with self.store() as store:
            links = settings.links(self.name)
            fieldwork.close(store, Keyring(settings.keys), self.name, settings.backups, links, datetime.now(UTC))

    def responses(self):
        """The place and answers of every response of the closed round."""
        with self.store() as store:
            places, rows = store.responses(self.name)
        length = len(self.survey.questionnaire.items)
        return self._decoded([(place, rows[n * length : (n + 1) * length]) for n, place in enumerate(places)])

    def _decoded(self, responses):
        """(unit, level, {item: code}) of each response; a line left empty has no code."""
        survey = self.survey
        places = Places(survey).all
        ids = [item.id for item in survey.questionnaire.items]
        return [
            (
                places[place].unit,
                places[place].level,
                {item: code - 256 if code > 127 else code for item, code in zip(ids, row, strict=True) if code != 128},
            )
            for place, row in responses
        ]


def make_site(folder, *, questionnaire=QUESTIONNAIRE, units=UNITS, name="small", spoken=(), templates=None, **keys):
    """Write a round's files into a folder and open the round there, `spoken` in these languages if any are given."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "questions.yaml").write_text(questionnaire, encoding="utf-8")
    (folder / "units.csv").write_text(units, encoding="utf-8")
    lines = {"round": name, "questionnaire": "questions.yaml", **ALWAYS_OPEN, "units": "units.csv", **keys}
    path = folder / f"{name}.yaml"
    path.write_text("".join(f"{key}: {value}\n" for key, value in lines.items()), encoding="utf-8")
    settings = Settings.from_environment(folder / "data", {})
    settings = replace(settings, templates=templates or settings.templates)
    with Store(settings.database) as store:
        store.migrate()
        frozen = load(path, settings.questionnaires)
        if spoken:
            languages = {"languages": list(spoken)}
            frozen = frozen.model_copy(update={"round": frozen.round.model_copy(update=languages)})
        fieldwork.open_round(store, Keyring(settings.keys), frozen, settings.catalogues)
    return Site(settings, name)


@contextlib.contextmanager
def served(site):
    """Serve a site with the server that `leadsurvey serve` runs, on a free port."""
    server = create_server(create_app(site.settings), host="127.0.0.1", port=0, threads=8, ident="")
    thread = Thread(target=server.run)
    thread.start()
    site.port = server.effective_port
    try:
        yield site
    finally:
        server.task_dispatcher.shutdown(timeout=30)  # first, since a thread that ends a request still calls the server
        with contextlib.suppress(OSError):  # the loop may have woken and closed all before this
            server.trigger.pull_trigger(lambda: [channel.close() for channel in list(server._map.values())])
        thread.join(timeout=10)
        assert not thread.is_alive()
