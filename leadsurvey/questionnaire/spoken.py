"""A questionnaire as people read it before there is a round: in each of its languages, with its own words filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from leadsurvey.languages.catalogue import Counts
from leadsurvey.questionnaire.build import build
from leadsurvey.questionnaire.grammar import QuestionnaireKeys
from leadsurvey.questionnaire.load import load_with_places
from leadsurvey.questionnaire.model import Questionnaire
from leadsurvey.questionnaire.notes import Note, of_questionnaire
from leadsurvey.questionnaire.prose import filled
from leadsurvey.questionnaire.translate import translated, translations


@dataclass(frozen=True)
class Spoken:
    """A questionnaire's keys with the translations beside it, and what a methodologist would question."""

    keys: QuestionnaireKeys
    texts: Mapping[str, Mapping[str, str]]  # language -> context -> translation
    progress: Mapping[str, Counts]  # how far each translation is
    warnings: tuple[Note, ...]  # of the file, those that it accepts included

    @property
    def languages(self) -> tuple[str, ...]:
        """The language it is written in, then the others."""
        return (self.keys.language, *(code for code in self.texts if code != self.keys.language))


def read(path: Path, shipped: Path | None = None) -> Spoken:
    """A questionnaire in all its languages; raises FaultyFileError with the faults of the file or of its catalogues."""
    loaded = load_with_places(path, shipped)
    keys = loaded.keys
    found = translations(path, keys, shipped)
    return Spoken(keys, found.texts, found.progress, tuple(of_questionnaire(path, loaded, found.progress)))


def keys_in(spoken: Spoken, language: str) -> QuestionnaireKeys:
    """Its keys in one of its languages, with the defaults of `texts:` filled in; `{about}` waits for a level."""
    keys = translated(spoken.keys, spoken.texts.get(language, {}))
    return filled(keys, keys.texts)


def in_language(spoken: Spoken, language: str) -> Questionnaire:
    """The questionnaire in one of its languages."""
    return build(keys_in(spoken, language))
