"""How the figures are made, what is not in this report and why, and what its words mean."""

from collections.abc import Iterator
from dataclasses import dataclass

from leadsurvey.analysis.annex import TechnicalCapability, TechnicalWithheld
from leadsurvey.analysis.disclosure.figures import nearest
from leadsurvey.report import charts, recommend
from leadsurvey.report.chapters.page import Page
from leadsurvey.report.chapters.sight import Sight
from leadsurvey.report.recommend import HIGH, LOW
from leadsurvey.report.recommend.rules import DROP, INVISIBLE, LEVELS_APART, WORDS_APART

Entries = tuple[tuple[str, str], ...]  # each a word and its meaning, or a chapter and why it is not there
WIDE, WIDER, ENTRIES = 110.0, 148.0, 180.0  # mm: lines of meanings and of rules, and the room of all entries


@dataclass(frozen=True)
class Reliability:
    """How well the answers to a capability's questions go together."""

    title: str
    items: str
    people: str
    alpha: str
    range: str


@dataclass(frozen=True)
class Method(Page):
    """How the figures are made."""

    template = "method.html"
    lines: tuple[Reliability, ...]
    bands: str
    loose: str  # what no chart shows, for its questions do not hang together; empty where there is none


@dataclass(frozen=True)
class Words(Page):
    """What the words mean, and what is left out."""

    template = "words.html"
    glossary: Entries
    rules: Entries
    left_out: Entries


def method(sight: Sight) -> Method:
    """The page on method."""
    known, say = sight.whole.technical.capabilities, sight.tongue.say
    lines = tuple(
        _reliability(sight, about.title, known[about.id]) for about in sight.whole.capabilities if about.id in known
    )
    bands = [say("%(band)s from %(start)s", band=band.title, start=band.start) for band in sight.whole.bands]
    headline = say("Figures for groups, each with its likely range")
    listed = sight.tongue.listed
    return Method(say("How the figures are made"), headline, lines, listed(bands), listed(sight.whole.loose))


def _reliability(sight: Sight, title: str, of: TechnicalCapability | TechnicalWithheld) -> Reliability:
    if isinstance(of, TechnicalWithheld) or of.n_complete is None or of.alpha is None:
        return Reliability(title, "–", "–", "–", "–")
    known = of.alpha_low is not None and of.alpha_high is not None
    span = (
        sight.tongue.say("%(low)s–%(high)s", low=f"{of.alpha_low:.2f}", high=f"{of.alpha_high:.2f}") if known else "–"
    )
    people = sight.tongue.say("about %(number)s", number=nearest(of.n_complete, 5))
    return Reliability(title, str(of.items), people, f"{of.alpha:.2f}", span)


def words(sight: Sight, there: set[str]) -> list[Words]:
    """The page on words, or two where they do not fit on one; `there` names the chapters that the report has."""
    say = sight.tongue.say
    title, headline = say("Words, and what is left out"), say("What the words of this report mean")
    glossary, rules, left_out = tuple(_glossary(sight)), tuple(_rules(sight)), tuple(_left_out(sight, there))
    height = _height(glossary, WIDE, 1.8) + _height(rules, WIDER, 0.7) + _height(left_out, WIDE, 1.8)
    if height <= ENTRIES:
        return [Words(title, headline, glossary, rules, left_out)]
    more = say("The rules behind a choice")
    return [Words(title, headline, glossary, (), ()), Words(title, more, (), rules, left_out)]


def _height(entries: Entries, width: float, gap: float) -> float:
    """Millimetres of some entries whose meaning is set in lines of this width."""
    return sum(4.85 * len(charts.wrapped(meaning, width, 10)) + gap for _, meaning in entries)


def _glossary(sight: Sight) -> Iterator[tuple[str, str]]:
    say, least = sight.tongue.say, sight.whole.minimum_group
    yield (
        say("Capability"),
        say("What a few questions on the same practice show together. It is one of a group, not of a person."),
    )
    yield say("Likely range"), say("Where the figure most likely lies: such ranges hold the true one 95 times in 100.")
    yield (
        say("Clearly different"),
        say("Chance alone would hardly make a difference as large, with all comparisons counted."),
    )
    yield say("Cannot tell"), say("The answers allow both: a difference, or none. It does not say that there is none.")
    yield say("Points"), say("Steps on the scale from 0 (the lowest answer by all) to 100 (the highest by all).")
    yield say("All staff"), say("Every level of staff together. Partners, citizens and others are not in it.")
    yield say("Pull"), say("What the words of a task make of a choice, whoever reads them.")
    yield say("Level"), say("Where people stand, such as the front line. Levels see different things; none is better.")
    yield (
        say("Withheld"),
        say("Not shown, since it would tell about fewer than %(number)s people, alone or beside others.", number=least),
    )
    yield say("Practice"), say("A small thing to do for 30 days, with a first test and something to count.")


def _rules(sight: Sight) -> Iterator[tuple[str, str]]:
    say = sight.tongue.say
    yield "R0", say("Few people (below %(people)s) or a wide range: explore, don’t conclude.", people=recommend.FEW)
    yield "R1", say("Most likely below %(edge)s, at every staff level shown or for all staff together.", edge=HIGH)
    yield (
        "R2",
        say("A higher level of staff sees clearly more of it, by %(points)s points or more.", points=LEVELS_APART),
    )
    yield "R3", say("Staff see more of it than others do, by %(points)s points or more.", points=WORDS_APART)
    yield "R4", say("People of one unit see it very differently.")
    yield "R5", say("A level of staff could not say in %(share)s of 100 answers or more.", share=INVISIBLE)
    yield "R6", say("Few roles lead, or one that few people hold.")
    yield "R7", say("Often seen in words, while tasks or guesses show a pull.")
    yield "R8", say("Most likely below %(edge)s, so that nothing else can start.", edge=LOW)
    yield "R9", say("Most likely %(edge)s or above, at every staff level shown or for all staff together.", edge=HIGH)
    yield "R10", say("Clearly lower than in the round before, by %(points)s points or more.", points=DROP)


def _left_out(sight: Sight, there: set[str]) -> Iterator[tuple[str, str]]:
    """The chapters that this report does not have, each with the reason."""
    say, whole = sight.tongue.say, sight.whole
    elsewhere = say("It is told of the whole organisation alone, in its own report.")
    few = say("Too few answered for it to be shown.")
    if whole.loose:
        loose = sight.tongue.listed(whole.loose)
        yield loose, say("Its questions do not tell one story here, so one figure for them would mislead.")
    if "gaps" not in there:
        yield (
            say("Rhetoric and reality"),
            say("No group outside the staff is shown here that could be compared with it."),
        )
    for name, title, asked in (
        ("who_led", say("Where leadership comes from"), whole.who_led is not None),
        ("predictions", say("What we think people think"), whole.predictions is not None),
        ("tasks", say("How choices get tilted"), bool(whole.tasks)),
        ("answers", say("Answers in detail"), bool(whole.answers)),
    ):
        if name not in there and asked:
            yield title, few if sight.is_organisation else elsewhere
    if "since" not in there:
        yield say("Since last time"), _why_no_change(sight)


def _why_no_change(sight: Sight) -> str:
    say = sight.tongue.say
    since = sight.whole.since
    if since is None:
        return say("There is no round before this one to compare with.")
    if all(about.id in since.incomparable for about in sight.charted.capabilities):
        return say("The two rounds did not ask the same in the same words.")
    return say("Nothing of this unit is shown in both rounds.")
