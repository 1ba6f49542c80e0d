"""The plan: what to try in the next thirty days, why, and room for handwriting."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from leadsurvey.questionnaire.model import Recommendation
from leadsurvey.report import charts
from leadsurvey.report.chapters.page import Page, Picture
from leadsurvey.report.chapters.sight import Sight
from leadsurvey.report.chapters.spread import filled, room_for, typical
from leadsurvey.report.recommend import Choice, Step

STRIP, WHY, DO = 58.0, 53.0, 79.0  # mm: the small chart, and lines of text to the left and right
LEDE = 150  # letters that stand above the cards, at most
LOOK_BACK = timedelta(weeks=6)  # after the release: 30 days of trying, and time to meet


@dataclass(frozen=True)
class Card:
    """One practice to try, and why."""

    advice: Recommendation
    why: str
    caution: str
    evidence: str
    rule: str
    strip: Picture | None


@dataclass(frozen=True)
class Plan(Page):
    """What to try, with room for handwriting."""

    template = "plan.html"
    cards: tuple[Card, ...]
    look_back: str


def plans(sight: Sight) -> Iterator[Plan]:
    """The plan on as few pages as hold it; none where there is nothing to try."""
    if not sight.steps:
        return
    cards = tuple(_card(sight, step) for step in sight.steps)
    headline = sight.tongue.many(
        "%(number)s thing to try in the next 30 days", "%(number)s things to try in the next 30 days", len(cards)
    )
    room = room_for(headline, typical(LEDE), "")
    for here in filled(cards, _height, room):
        yield Plan(sight.tongue.say("Your plan"), headline, tuple(here), look_back(sight))


def _height(cards: Sequence[Card]) -> float:
    """Millimetres of some cards, one under the other."""
    return sum(6.5 + max(_left(card), _right(card)) for card in cards)


def _left(card: Card) -> float:
    """Why: the title, the reason, the chart, what is known of the practice, and the rule."""
    small = sum(4.41 * len(charts.wrapped(text, WHY, 9)) + 1.4 for text in (card.evidence, card.rule) if text)
    title, why = charts.wrapped(card.advice.title, WHY, 13, 700), charts.wrapped(f"{card.why} {card.caution}", WHY, 10)
    return 6.2 * len(title) + 1.4 + 4.41 * len(why) + (card.strip.height + 2.1 if card.strip else 0) + small


def _right(card: Card) -> float:
    """What: practice, first test, measure, and three lines for a pen."""
    texts = (card.advice.practice, card.advice.first_test, card.advice.measure)
    return sum(4.59 * len(charts.wrapped(text, DO, 10)) + 1.23 for text in texts) + 3 * 7.8


def look_back(sight: Sight) -> str:
    """The day on which to look back together."""
    return sight.tongue.day(sight.whole.released + LOOK_BACK)


def _card(sight: Sight, step: Step) -> Card:
    choice, advice = step.choice, step.practice
    why, caution = sight.voice.because(choice), sight.voice.caution(choice)
    return Card(advice, why, caution, evidence(sight, advice), rule(sight, choice), sight.strip(choice, STRIP))


def evidence(sight: Sight, advice: Recommendation) -> str:
    """What is known about a practice, and where that comes from."""
    if not advice.evidence or not advice.source:
        return advice.evidence
    return (
        sight.tongue.say("%(evidence)s (%(source)s)", evidence=advice.evidence.rstrip("."), source=advice.source) + "."
    )


def rule(sight: Sight, choice: Choice) -> str:
    """Which rule chose it, as the last pages explain it."""
    code, title = choice.rule.split(",")[0], choice.capability.title
    if choice.explore:
        return sight.tongue.say("%(capability)s: rules %(rule)s and R0", capability=title, rule=code)
    return sight.tongue.say("%(capability)s: rule %(rule)s", capability=title, rule=code)
