"""The texts of the pages themselves, in the languages they were translated into."""

from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path

from leadsurvey.languages.catalogue import compiled, read


def offered(folder: Path) -> list[str]:
    """The codes of the languages that there is a catalogue for; English, the source, needs none."""
    return sorted(path.stem for path in folder.glob("*.po"))


@lru_cache(maxsize=64)
def texts(folder: Path, code: str) -> NullTranslations:
    """The texts in a language; those that are not translated, or of which nobody is sure, stay English."""
    if code not in offered(folder):
        return NullTranslations()
    return compiled(read(folder / f"{code}.po"))
