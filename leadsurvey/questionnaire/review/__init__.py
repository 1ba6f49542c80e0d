"""A questionnaire read as an experienced methodologist reads it: what stops nobody, and should be thought of again."""

from collections.abc import Iterator

from leadsurvey.questionnaire.build import build
from leadsurvey.questionnaire.grammar import QuestionnaireKeys
from leadsurvey.questionnaire.review.arms import arms_warnings
from leadsurvey.questionnaire.review.evidence import evidence_warnings
from leadsurvey.questionnaire.review.pace import pace_warnings
from leadsurvey.questionnaire.review.reading import readings
from leadsurvey.questionnaire.review.rules import rule_warnings
from leadsurvey.questionnaire.review.scales import scale_warnings
from leadsurvey.questionnaire.review.signs import sign_warnings
from leadsurvey.questionnaire.review.unasked import unasked_warnings
from leadsurvey.questionnaire.review.wording import wording_warnings
from leadsurvey.questionnaire.warned import Warned


def warnings(keys: QuestionnaireKeys) -> Iterator[Warned]:
    """All of them, also those that the file accepts; the keys must have passed `check`."""
    questionnaire = build(keys)
    read = tuple(readings(keys, questionnaire))
    yield from wording_warnings(keys, read)
    yield from pace_warnings(keys, questionnaire, read)
    yield from sign_warnings(keys)
    yield from scale_warnings(keys, questionnaire)
    yield from unasked_warnings(keys, questionnaire)
    yield from rule_warnings(keys, questionnaire)
    yield from evidence_warnings(keys)
    yield from arms_warnings(keys)
