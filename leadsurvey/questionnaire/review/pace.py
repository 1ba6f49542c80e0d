"""Sentences that are too long, texts that are too hard, and a survey that takes longer than its file says.

One text is graded from forty words on, all that a level reads together from a hundred: on a statement of eight words
one long word makes four grades. What is read together is the better measure, and it is the one to mind.
"""

from collections.abc import Iterator, Mapping, Sequence

from leadsurvey.questionnaire.grammar import QuestionnaireKeys
from leadsurvey.questionnaire.length import minutes, reads_simply
from leadsurvey.questionnaire.model import LevelId, Questionnaire
from leadsurvey.questionnaire.review.grade import grade, measured
from leadsurvey.questionnaire.review.reading import Reading, filled
from leadsurvey.questionnaire.warned import Warned

LONGEST_SENTENCE = {False: 20, True: 15}  # words; True: for citizens
HIGHEST_GRADE = {False: 7, True: 5}
ENOUGH_FOR_ONE = 40  # words
ENOUGH_FOR_ALL = 100
SIMPLER = "use shorter words and sentences"
Simply = Mapping[LevelId, bool]


def pace_warnings(keys: QuestionnaireKeys, questionnaire: Questionnaire, read: Sequence[Reading]) -> Iterator[Warned]:
    """Long sentences, reading grades (of English only), and minutes."""
    simply = {level: reads_simply(each) for level, each in questionnaire.levels.items()}
    for reading in read:
        yield from _long_sentence(keys, reading, simply)
    if keys.language.split("-", maxsplit=1)[0] == "en":
        for reading in read:
            yield from _hard_text(keys, reading, simply)
        for level in questionnaire.levels:
            yield from _hard_level(keys, level, read, HIGHEST_GRADE[simply[level]])
    for name, most in keys.minutes.items():
        expected = minutes(questionnaire, LevelId(name))
        if expected > most:
            text = f"'{name}' will need about {expected} minutes, more than {most}"
            yield Warned("too-long", name, ("minutes", name), text, "ask less, or say how long it takes")


def _readers(reading: Reading, simply: Simply) -> list[LevelId]:
    """Those for whom the bounds are strictest first; one will do where all read the same words."""
    ordered = sorted(reading.levels, key=lambda level: not simply[level])
    return ordered if "{" in reading.text else ordered[:1]


def _long_sentence(keys: QuestionnaireKeys, reading: Reading, simply: Simply) -> Iterator[Warned]:
    for level in _readers(reading, simply):
        most = LONGEST_SENTENCE[simply[level]]
        longest = max(measured(filled(keys, reading.text, level)).sentences, default=0)
        if longest > most:
            text = f"a sentence of {longest} words, where '{level}' should read no more than {most}"
            yield Warned("long-sentence", reading.at, reading.place, text, "make two of it, or cut it")
            return


def _hard_text(keys: QuestionnaireKeys, reading: Reading, simply: Simply) -> Iterator[Warned]:
    if reading.kind == "label" or len(reading.text) < 2 * ENOUGH_FOR_ONE:
        return
    for level in _readers(reading, simply)[:1]:
        text, most = filled(keys, reading.text, level), HIGHEST_GRADE[simply[level]]
        if measured(text).words >= ENOUGH_FOR_ONE and (reached := grade([text])) > most:
            said = f"this text has reading grade {reached:.1f}, where '{level}' should meet no more than {most}"
            yield Warned("reading-grade", reading.at, reading.place, said, SIMPLER)


def _hard_level(keys: QuestionnaireKeys, level: LevelId, read: Sequence[Reading], most: int) -> Iterator[Warned]:
    """Tasks are taken apart from the rest, which their many words would drown."""
    mine = [found for found in read if level in found.levels and found.kind != "label"]
    for named, of_tasks in (("all that", False), ("all tasks that", True)):
        told = [filled(keys, found.text, level) for found in mine if (found.place[0] == "tasks") == of_tasks]
        texts = list(dict.fromkeys(told))
        if sum(measured(text).words for text in texts) >= ENOUGH_FOR_ALL and (reached := grade(texts)) > most:
            said = f"{named} '{level}' reads: reading grade {reached:.1f}, where it should be no more than {most}"
            yield Warned("reading-grade", level, ("levels", level), said, SIMPLER, on_key=True)
