"""A served survey: a round opened for real, behind the real server, on a port of its own."""

import contextlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import Thread

from waitress.server import create_server

from leadsurvey.cli.serving import SERVER
from leadsurvey.fieldwork import closing, inviting, opening, standing
from leadsurvey.responses.body import unpack
from leadsurvey.responses.columns import columns
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
MANY_KINDS = """
questionnaire: many-kinds
title: Many kinds
levels:
  front: {title: Front line, about: your team}
  lead: {title: Team leads, about: your team}
  senior: {title: Senior leaders, about: all teams, merge_with: lead}
  citizen: {title: Citizens, about: this service, reference: true}
scales:
  how-often: {options: [Never, Rarely, Sometimes, Often, Always], opt_out: I can’t say}
stem: {all: "How often in {about}?"}
capabilities:
  voice:
    title: Voice
    scale: how-often
    items: {voice-a: We spoke up., voice-b: We kept quiet., voice-c: We were heard., voice-d: We asked.}
  learn:
    title: Learning
    scale: how-often
    items: {learn-a: We tried., learn-b: We looked back., learn-c: We changed.}
  care:
    title: Care
    scale: how-often
    items: {care-a: We cared., care-b: We rested.}
sections:
  - {title: Speaking up, capabilities: [voice], fixed: yes}
  - {title: Learning, capabilities: [learn]}
  - {title: Care, capabilities: [care]}
order: {pages: shuffled, items: shuffled}
tasks_per_person: {front: 2, lead: 2, senior: 1}
tasks:
  framing-wells:
    title: Framing of the wells
    shows: how a frame tilts a choice
    asked: [front, lead, senior]
    arms: {gain: Gains, loss: Losses}
    text:
      gain: Of 900 wells, 300 will be [kept].
      loss: Of 900 wells, 600 will be [lost].
    questions:
      plan:
        text: Which plan would you choose?
        choice: {sure: The sure plan, risky: {gain: One in three that all are kept, loss: One in three that none is}}
      others: {text: "Out of 10 colleagues, how many would choose the sure plan?", number: {most: 10, unit: colleagues}}
    score: {measure: share, question: plan, option: sure, compare: [gain, loss], expect: higher, others: others}
    debrief: {usual: Most people choose the sure plan where gains are told. All is invented., guard: Tell it both ways.}
  anchor-share:
    title: Anchors
    shows: how a first number pulls an estimate
    asked: [front, lead, senior]
    arms: {low: A low number, high: A high number}
    text: Think of all households here.
    questions:
      side:
        text: {low: "Is it above or below [15]?", high: "Is it above or below [65]?"}
        choice: {above: Above, below: Below}
      share: {text: How many of 100 households is it?, number: {most: 100, unit: households}}
    score: {measure: anchoring, question: share, compare: [high, low], expect: higher, anchors: {low: 15, high: 65}}
    debrief: {usual: The first number pulls., guard: Estimate before anyone names a number.}
  rank-idea:
    title: Rank
    shows: how rank tilts a judgement
    asked: [front, lead, senior]
    arms: {top: From the top, new: From someone new}
    text: {top: "[The director] proposes a walk-in hour.", new: "[A new colleague] proposes a walk-in hour."}
    questions:
      act: {text: How likely is it that you take it forward?, likelihood: how-often}
    score: {measure: mean, question: act, compare: [top, new], expect: higher}
    debrief: {usual: Rank counts., guard: Hear the idea before the name.}
predictions:
  title: What citizens think
  asked: [front, lead, senior]
  of: citizen
  stem: Out of 100 citizens, how many would agree?
  own_stem: Do you agree?
  statements:
    ask-help: {text: I know whom to ask for help., direction: 1}
    no-say: {text: I have no say., direction: -1}
who_led:
  title: Who led
  asked: [front, lead, senior]
  text: Who took the lead?
  hint: Tick all that apply.
  choices: {front: The front line, lead: Team leads, citizen: Citizens}
background:
  years:
    text: How long have you been here?
    options: {new: Less than a year, old: A year or more}
    opt_out: I’d rather not say
comments:
  better: {text: What should be tried next?, warning: A person reads this. Please name nobody.}
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
            return standing.stored_round(store, self.name)[1]

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
            links = inviting.invite(store, Keyring(self.settings.keys), self.survey, people, "")
        return [link.address for link in links]

    def tables(self):
        """Every row of every table, to be compared."""
        with self.store() as store:
            names = [name for name in store.db.table_names() if not name.startswith("_")]
            return {name: sorted(map(repr, store.db.execute(f'SELECT * FROM "{name}"'))) for name in names}  # noqa: S608 - names of our own tables

    def sent(self):
        """The place and answers of every response sent so far, opened with the round's key, as no organiser can."""
        with self.store() as store:
            opened = open_responses(Keyring(self.settings.keys).round_key(self.name), store.sealed(self.name))
        questionnaire = self.survey.questionnaire
        return self._decoded([(place, unpack(questionnaire, body)[0]) for place, body in opened])

    def close(self):
        """Close the round as an organiser does."""
        settings = self.settings
        with self.store() as store:
            links = settings.links(self.name)
            closing.close(store, Keyring(settings.keys), self.name, settings.backups, links, datetime.now(UTC))

    def responses(self):
        """The place and answers of every response of the closed round."""
        with self.store() as store:
            places, rows = store.responses(self.name)
        length = len(rows) // len(places) if places else 0
        return self._decoded([(place, rows[n * length : (n + 1) * length]) for n, place in enumerate(places)])

    def _decoded(self, responses):
        """(unit, level, {column: code}) of each response; a line left empty has no code."""
        survey = self.survey
        places = Places(survey).all
        keys = [column.key for column in columns(survey.questionnaire)]
        return [
            (
                places[place].unit,
                places[place].level,
                {key: code - 256 if code > 127 else code for key, code in zip(keys, row, strict=True) if code != 128},
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
        opening.open_round(store, Keyring(settings.keys), frozen, settings.catalogues)
    return Site(settings, name)


@contextlib.contextmanager
def served(site):
    """Serve a site with the server that `leadsurvey serve` runs, on a free port."""
    server = create_server(create_app(site.settings), host="127.0.0.1", port=0, **SERVER)
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
