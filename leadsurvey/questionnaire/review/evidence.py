"""Practices that say what is known and not from where, or name a source and not what it says."""

from collections.abc import Iterator

from leadsurvey.questionnaire.grammar import QuestionnaireKeys
from leadsurvey.questionnaire.warned import Warned


def evidence_warnings(keys: QuestionnaireKeys) -> Iterator[Warned]:
    """One for each of them; a practice that names neither is left in peace."""
    for number, entry in enumerate(keys.recommendations):
        place = ("recommendations", number)
        if entry.evidence and not entry.source:
            text, cure = "nobody can look up what is known of this practice", "add `source:`, such as Edmondson 1999"
            yield Warned("no-source", entry.handle, (*place, "evidence"), text, cure)
        if entry.source and not entry.evidence:
            text, cure = "a source alone does not say what is known of this practice", "add `evidence:`, one sentence"
            yield Warned("no-evidence", entry.handle, (*place, "source"), text, cure)
