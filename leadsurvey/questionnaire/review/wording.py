"""Statements that ask two things at once, or say what is not."""

from collections.abc import Iterator, Sequence

from leadsurvey.questionnaire.grammar import QuestionnaireKeys
from leadsurvey.questionnaire.review.english import negation, two_in_one
from leadsurvey.questionnaire.review.reading import Reading
from leadsurvey.questionnaire.warned import Warned


def wording_warnings(keys: QuestionnaireKeys, read: Sequence[Reading]) -> Iterator[Warned]:
    """Double-barrelled and negated statements; of English only, since the rules are those of English."""
    if keys.language.split("-", maxsplit=1)[0] != "en":
        return
    for reading in read:
        if reading.kind != "statement":
            continue
        joined, turned = two_in_one(reading.text), negation(reading.text)
        if joined:
            text = f"“{joined}” may ask two things at once: who does one of them only cannot answer"
            cure = "keep one, or make two statements"
            yield Warned("double-barrelled", reading.at, reading.place, text, cure)
        if turned:
            text = f"“{turned}” turns the statement round, which is easily overlooked"
            yield Warned("negated", reading.at, reading.place, text, "say what is, or what happens instead")
