"""How hard a text is to read: words, sentences, syllables, and the grade of Flesch and Kincaid.

Grade = 0.39 · words/sentence + 11.8 · syllables/word - 15.59 (Kincaid, Fishburne, Rogers & Chissom 1975). It was made
on whole passages, and says little of a short text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

import pyphen

from leadsurvey.questionnaire.length import WORD

SENTENCE = re.compile(r"[.!?…]+[”’)\]*\"]*(?=\s|$)|\n\s*\n|\n")
VOWELS = re.compile(r"[aeiouyàáâäèéêëìíîïòóôöùúûü]+")
SILENT = re.compile(r"(?<=[^aeiouyl])e$|(?<=[aeiouy]l)e$|(?<=[^aeiouytd])(?:ed)$|(?<=[^aeiouyszxhcgl])(?:es)$")
SHORT_NOT = re.compile(r"[ds]n[’']t$")  # a syllable without a vowel: didn’t, isn’t
EXCEPTIONS = {
    "area": 3, "areas": 3, "idea": 3, "ideas": 3, "science": 2, "every": 2, "everyone": 3, "everything": 3,
    "real": 1, "really": 2, "colleague": 2, "colleagues": 2,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measured:
    """What can be counted in a text; marks count for nothing, and the end of a line ends a sentence."""

    sentences: tuple[int, ...]  # words of each
    syllables: int

    @property
    def words(self) -> int:
        """All of them; one with a hyphen counts as one."""
        return sum(self.sentences)


@lru_cache(maxsize=4096)
def measured(text: str) -> Measured:
    """A text, counted."""
    told = [found for part in SENTENCE.split(text) if (found := WORD.findall(part))]
    return Measured(tuple(map(len, told)), sum(syllables(word.lower()) for sentence in told for word in sentence))


def grade(texts: Iterable[str]) -> float:
    """The grade of texts taken together: years of school after which they are read with ease."""
    counted = [measured(text) for text in texts]
    words, sentences = sum(one.words for one in counted), sum(len(one.sentences) for one in counted)
    spoken = sum(one.syllables for one in counted)
    return 0.39 * words / sentences + 11.8 * spoken / words - 15.59 if words else 0.0


@lru_cache(maxsize=16384)
def syllables(word: str) -> int:
    """The syllables of an English word: where it may be parted, and the vowels between."""
    if word in EXCEPTIONS:
        return EXCEPTIONS[word]
    told = sum(_in_piece(piece) for part in re.split(r"[’'.,-]", word) for piece in _pieces(part))
    return max(1, told) + bool(SHORT_NOT.search(word))


def _pieces(word: str) -> list[str]:
    """Parted by the rules for hyphens, which are exact where they part and silent near the ends."""
    return [piece for piece in _hyphenation().inserted(word).split("-") if len(piece) > 1 or VOWELS.match(piece)]


def _in_piece(piece: str) -> int:
    return max(1, len(VOWELS.findall(SILENT.sub("", piece))))


@cache
def _hyphenation() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US")
