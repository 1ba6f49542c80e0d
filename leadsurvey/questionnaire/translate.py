"""A questionnaire's texts to translators and back: gettext catalogues beside the file, one for each language.

`questionnaires/pulse.yaml` has its translations in `questionnaires/pulse/fr.po` and so on, and `pulse.pot` for a new
one. A text that is missing, or changed since it was translated, is shown in the language of the source: never a blank.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from leadsurvey.languages import catalogue as po
from leadsurvey.languages.catalogue import Catalogue, Counts, FaultyPoError, Message
from leadsurvey.languages.locales import is_known
from leadsurvey.questionnaire.check import option_faults
from leadsurvey.questionnaire.document import TURNING, UNPRINTABLE
from leadsurvey.questionnaire.grammar import QuestionnaireKeys
from leadsurvey.questionnaire.load import find, load
from leadsurvey.questionnaire.problems import FaultyFileError, Problem
from leadsurvey.questionnaire.prose import PLACEHOLDER, Passage, passages, rewritten
from leadsurvey.questionnaire.remarks import remarks

Texts = Mapping[str, str]  # context -> translation
BRACKETS = re.compile(r"[\[\]]")


@dataclass(frozen=True)
class Translations:
    """The translations beside a questionnaire, by language, and how far each is."""

    texts: Mapping[str, Texts]
    progress: Mapping[str, Counts]


def catalogues(path: Path) -> dict[str, Path]:
    """The catalogue of each language beside a questionnaire."""
    return {found.stem: found for found in sorted(path.with_suffix("").glob("*.po"))}


def template(path: Path, keys: QuestionnaireKeys, shipped: Path | None = None) -> Catalogue:
    """Every text to be translated; what an extension takes over is translated where it comes from."""
    own = _own(keys, _base(path, keys, shipped))
    return Catalogue(messages=tuple(Message(found.text, found.context, comments=remarks(keys, found)) for found in own))


def _base(path: Path, keys: QuestionnaireKeys, shipped: Path | None) -> tuple[Path, QuestionnaireKeys] | None:
    """The questionnaire that this one extends, if any."""
    base = find(keys.extends, path.parent, shipped) if keys.extends else None
    return (base, load(base, shipped)[1]) if base else None


def _own(keys: QuestionnaireKeys, base: tuple[Path, QuestionnaireKeys] | None) -> list[Passage]:
    known = {(found.context, found.text) for found in passages(base[1])} if base else set()
    return [found for found in to_translate(keys) if (found.context, found.text) not in known]


def to_translate(keys: QuestionnaireKeys) -> list[Passage]:
    """Every passage with words of its own; a name in braces alone is the same in every language."""
    return [found for found in passages(keys) if PLACEHOLDER.sub("", found.text).strip()]


def extract(path: Path, keys: QuestionnaireKeys, shipped: Path | None, new: str | None = None) -> list[Path]:
    """Write the template, bring every catalogue up to date, begin the one of a `new` language; the files written."""
    asked = template(path, keys, shipped)
    folder = path.with_suffix("")
    old = {language: read(found) for language, found in catalogues(path).items()}
    if new:
        old.setdefault(new, Catalogue(new))
    folder.mkdir(exist_ok=True)
    po.write(folder / f"{path.stem}.pot", asked)
    for language, found in old.items():
        po.write(folder / f"{language}.po", po.merge(asked, found))
    return [folder / f"{path.stem}.pot", *(folder / f"{language}.po" for language in old)]


def read(path: Path) -> Catalogue:
    """A catalogue; raises FaultyFileError if it cannot be read."""
    try:
        return po.read(path)
    except FaultyPoError as error:
        raise FaultyFileError([Problem(str(error.path), error.line, 1, error.fault, error.cure)]) from None


def translations(path: Path, keys: QuestionnaireKeys, shipped: Path | None = None) -> Translations:
    """What can be used of every catalogue, those of an extended questionnaire included, each read once.

    Raises FaultyFileError with all faults of all catalogues.
    """
    base = _base(path, keys, shipped)
    own = {passage.context: passage.text for passage in _own(keys, base)}
    texts = _taken_over(translations(*base, shipped).texts, own) if base else {}
    asked = {passage.context: passage.text for passage in passages(keys)}
    progress, problems = {}, list[Problem]()
    for language, file in catalogues(path).items():
        try:
            catalogue = read(file)
            problems += faults(file, catalogue, asked, keys.language)
            texts[language] = {**texts.get(language, {}), **_usable(catalogue, own)}
            problems += _alike(file, catalogue, translated(keys, texts[language]))
            progress[language] = _counts(catalogue, own)
        except FaultyFileError as error:
            problems += error.problems
    if problems:
        raise FaultyFileError(problems)
    return Translations(texts, progress)


def _taken_over(texts: Mapping[str, Texts], own: Mapping[str, str]) -> dict[str, Texts]:
    """The base's translations of what the extension left as it was."""
    return {
        language: {context: text for context, text in known.items() if context not in own}
        for language, known in texts.items()
    }


def _alike(path: Path, catalogue: Catalogue, keys: QuestionnaireKeys) -> Iterator[Problem]:
    """Answers that were told apart in the source, and are not in the translation."""
    lines = {message.context: message.line for message in catalogue.messages}
    for found in option_faults(keys):
        line = lines.get(".".join(map(str, found.place)))
        if line is not None:
            yield Problem(str(path), line, 1, found.fault, "translate each answer otherwise")


def _counts(catalogue: Catalogue, asked: Mapping[str, str]) -> Counts:
    """How far a catalogue is, as the questionnaire stands now: what was translated in other words counts as fuzzy."""
    done = _usable(catalogue, asked).keys() & asked.keys()
    begun = {message.context for message in catalogue.messages if any(message.translations)} & asked.keys() - done
    return Counts(len(done), len(begun), len(asked) - len(done) - len(begun))


def translated(keys: QuestionnaireKeys, texts: Texts) -> QuestionnaireKeys:
    """The questionnaire in another language; a text without translation stays as it is."""
    return rewritten(keys, texts.get)


def _usable(catalogue: Catalogue, asked: Mapping[str, str]) -> dict[str, str]:
    """Translations of words that still stand in the questionnaire."""
    return {
        message.context: message.translations[0]
        for message in catalogue.messages
        if message.is_translated and asked.get(message.context) == message.source
    }


def faults(path: Path, catalogue: Catalogue, asked: Mapping[str, str], source: str) -> Iterator[Problem]:
    """What would go wrong with a catalogue: another questionnaire's, or words that a page could not show.

    `source` is the language that the questionnaire is written in.
    """
    if path.stem == source:
        fault = f"the questionnaire is written in '{source}': nothing is to be translated"
        yield Problem(str(path), 1, 1, fault, "take this file away")
    elif not is_known(path.stem):
        cure = "call it by the code of a language: fr.po, pt-BR.po"
        yield Problem(str(path), 1, 1, f"'{path.stem}' is no language that we know", cure)
    elif catalogue.language != path.stem:
        fault = f"its header says language '{catalogue.language}'"
        yield Problem(str(path), 1, 1, fault, f"correct the header, or call the file {catalogue.language}.po")
    known = sum(message.context in asked for message in catalogue.messages)
    if catalogue.messages and known * 2 < len(catalogue.messages):
        fault = f"{known} of its {len(catalogue.messages)} texts are of this questionnaire: it belongs to another one"
        yield Problem(str(path), 1, 1, fault, "move it to the folder of its own questionnaire")
        return
    for message in catalogue.messages:
        if message.is_translated:
            yield from _faults_of(path, message)


def _faults_of(path: Path, message: Message) -> Iterator[Problem]:
    text = message.translations[0]
    missing = set(PLACEHOLDER.findall(message.source)) - set(PLACEHOLDER.findall(text))
    strange = set(PLACEHOLDER.findall(text)) - set(PLACEHOLDER.findall(message.source))
    for name in sorted(missing):
        yield Problem(str(path), message.line, 1, f"{{{name}}} is lost in “{text}”", "put it where its words belong")
    for name in sorted(strange):
        yield Problem(
            str(path), message.line, 1, f"{{{name}}} is not in the source text", "take it out, braces and all"
        )
    if BRACKETS.findall(message.source) != BRACKETS.findall(text):
        cure = "mark the same words with [ and ] as in the source text"
        yield Problem(str(path), message.line, 1, "the square brackets are not those of the source text", cure)
    if UNPRINTABLE.search(text):
        yield Problem(str(path), message.line, 1, "a sign stands here that is no text", "retype this text")
    if TURNING.search(text):
        cure = "retype this text; the language sets the direction"
        yield Problem(
            str(path), message.line, 1, "a hidden sign here makes text read otherwise than it is written", cure
        )
