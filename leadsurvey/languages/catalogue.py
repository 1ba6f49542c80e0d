"""Catalogues of texts and their translations, as gettext's PO files.

Babel reads and writes the words; the comments are written here, since Babel would break their lines anew.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from gettext import GNUTranslations, NullTranslations, c2py
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages import Catalog
from babel.messages import Message as BabelMessage
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, escape, normalize, read_po, unescape

from leadsurvey import whole

WIDTH = 100
LARGEST = 5_000_000
MOST_FORMS = 6  # no language has more plural forms
FUZZY = "fuzzy"
DERIVED = {"python-format", "python-brace-format"}  # flags that Babel finds anew from the source text
IN_CLDR_ORDER = {  # Babel numbers the last two forms otherwise than translators' programs do
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"
}
BROKEN = re.compile(r'"[ \t\r]*\n\s*"')  # where a text goes on in the next line
UNNAMED = ("FULL NAME <EMAIL@ADDRESS>", "LANGUAGE <LL@li.org>")  # what Babel puts where nobody is named


class FaultyPoError(Exception):
    """A PO file cannot be used; nothing of it was."""

    def __init__(self, path: Path, line: int, fault: str, cure: str) -> None:
        self.path, self.line, self.fault, self.cure = path, line, fault, cure
        super().__init__(f"{path}:{line}: {fault}; {cure}")


@dataclass(frozen=True, slots=True)
class Message:
    """A text to be translated, and its translation.

    Each comment, remark and place is one line without space at its ends.
    """

    source: str
    context: str = ""  # tells texts with the same words apart; empty for none
    plural: str = ""  # the text for many, where a number counts; else empty
    translations: tuple[str, ...] = ()  # one, or one for each plural form; empty while there is none
    previous: str = ""  # what a fuzzy translation was made from
    comments: tuple[str, ...] = ()  # for the translators
    remarks: tuple[str, ...] = ()  # by the translators
    places: tuple[str, ...] = ()  # files it stands in
    flags: frozenset[str] = frozenset()
    line: int = field(default=0, compare=False)  # where it stood in the file it was read from

    @property
    def is_fuzzy(self) -> bool:
        """Whether somebody has to look at the translation before it counts."""
        return FUZZY in self.flags and any(self.translations)

    @property
    def is_translated(self) -> bool:
        """Whether every form has a translation that counts."""
        return bool(self.translations) and all(map(str.strip, self.translations)) and FUZZY not in self.flags


@dataclass(frozen=True)
class Catalogue:
    """The messages of one language, or of none: a template."""

    language: str = ""
    messages: tuple[Message, ...] = ()
    gone: tuple[Message, ...] = ()  # translated once; nobody asks for them now
    heading: tuple[str, ...] = ()  # comment lines at the top of the file
    translator: str = ""
    team: str = ""
    plural_forms: str = ""  # as the file's header has them; empty for those usual in the language


class Counts(NamedTuple):
    """How far a translation is."""

    translated: int
    fuzzy: int
    missing: int


def counts(catalogue: Catalogue) -> Counts:
    """How many messages are translated, have to be looked at, and are missing."""
    translated = sum(message.is_translated for message in catalogue.messages)
    fuzzy = sum(message.is_fuzzy for message in catalogue.messages)
    return Counts(translated, fuzzy, len(catalogue.messages) - translated - fuzzy)


# Reading


def read(path: Path) -> Catalogue:
    """The catalogue in a PO file; FaultyPoError if it cannot be read as one."""
    text = _text(path)
    _refuse_many_forms(path, text)
    lines = text.split("\n")
    try:
        found = read_po(lines, abort_invalid=True)
        c2py(found.plural_expr)
    except PoFileError as error:
        fault = f"not readable as a catalogue ({str(error).rpartition(' on ')[0]})"
        cure = "every msgid needs its msgstr, and every text its quotes"
        raise FaultyPoError(path, error.lineno + 1, fault, cure) from None
    except (
        ValueError,
        LookupError,
        AttributeError,
        AssertionError,
        TypeError,
        ArithmeticError,
        RecursionError,
    ) as error:
        fault = f"not readable as a catalogue ({error or type(error).__name__})"
        raise FaultyPoError(path, 1, fault, "open and save it in a PO editor") from None
    return _from_babel(found)


def _refuse_many_forms(path: Path, text: str) -> None:
    """The header's number of plural forms is believed by whoever reads on, and makes lists of that length."""
    joined = BROKEN.sub("", text).replace("\\t", " ").replace("\\r", " ")  # a header may go over several lines
    for found in re.finditer(r"nplurals([^;=\n]*)=\s*([^;\s\n\\]*)", joined):
        name, number = found[1].strip(), found[2]
        if name or not (number.isascii() and number.isdigit() and len(number) == 1 and int(number) <= MOST_FORMS):
            line = text.count("\n", 0, max(text.find("nplurals"), 0)) + 1
            raise FaultyPoError(path, line, f"{number[:9]} plural forms", f"no language has more than {MOST_FORMS}")


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise FaultyPoError(path, 1, f"more than {LARGEST // 1_000_000} MB", "is it the right file?")
        return data.decode("utf-8-sig")
    except OSError as error:
        raise FaultyPoError(path, 1, f"cannot be read ({error.strerror})", "check the name and the folder") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise FaultyPoError(path, line, "not UTF-8 text", "save the catalogue as UTF-8") from None


def _from_babel(found: Catalog) -> Catalogue:
    language = (found.locale_identifier or "").replace("_", "-")
    usual = _empty(language)
    heading = "" if found.header_comment == usual.header_comment else found.header_comment
    return Catalogue(
        language=language,
        messages=tuple(_message(message) for message in found if message.id),
        gone=tuple(_message(message) for message in found.obsolete.values() if message.id),
        heading=tuple(line[1:].strip() for line in heading.split("\n") if line[1:].strip()),
        translator="" if found.last_translator in UNNAMED else found.last_translator,
        team="" if found.language_team in UNNAMED else found.language_team,
        plural_forms="" if found.plural_forms == usual.plural_forms else found.plural_forms,
    )


def _message(found: BabelMessage) -> Message:
    source, plural = found.id if isinstance(found.id, tuple | list) else (found.id, "")
    strings = list(found.string) if isinstance(found.string, tuple | list) else [found.string or ""]
    while strings and not strings[-1]:
        strings.pop()
    return Message(
        source=source,
        context=found.context or "",
        plural=plural,
        translations=tuple(strings),
        previous=_previous(found.user_comments),
        comments=tuple(found.auto_comments),
        remarks=tuple(line for line in found.user_comments if line and not line.startswith("|")),
        places=tuple(place for place, _ in found.locations),
        flags=frozenset(found.flags) - DERIVED - {""},
        line=found.lineno or 0,
    )


def _previous(remarks: Iterable[str]) -> str:
    """The source text that a fuzzy translation was made from; Babel takes its lines for remarks."""
    lines = [line[1:].strip() for line in remarks if line.startswith("|")]
    start = next((number for number, line in enumerate(lines) if line.startswith("msgid ")), None)
    if start is None:
        return ""
    more = lines[start + 1 :]
    end = next((number for number, line in enumerate(more) if not line.startswith('"')), len(more))
    return "".join(map(unescape, [lines[start].removeprefix("msgid "), *more[:end]]))


def _empty(language: str) -> Catalog:
    """What is taken for granted of a language."""
    usual = Catalog(locale=language.replace("-", "_") or None)
    if language in IN_CLDR_ORDER:
        usual.mime_headers = [("Plural-Forms", IN_CLDR_ORDER[language])]
    return usual


# Writing


def write(path: Path, catalogue: Catalogue) -> None:
    """Write a catalogue as a PO file: the same bytes for the same catalogue."""
    forms = _forms(catalogue)
    entries = [_header(catalogue, forms)]
    entries += [_entry(message, forms.num_plurals, "") for message in catalogue.messages]
    entries += [_entry(message, forms.num_plurals, "#~ ") for message in catalogue.gone]
    whole.write(path, "\n".join(entries).encode())  # at once, so that no translation is lost on a full disk


def _forms(catalogue: Catalogue) -> Catalog:
    """A catalogue of Babel's that counts as this one does."""
    forms = _empty(catalogue.language)
    if catalogue.plural_forms:
        forms.mime_headers = [("Plural-Forms", catalogue.plural_forms)]
    return forms


def _header(catalogue: Catalogue, forms: Catalog) -> str:
    fields = {
        "Last-Translator": catalogue.translator,
        "Language": catalogue.language.replace("-", "_"),
        "Language-Team": catalogue.team,
        "Plural-Forms": forms.plural_forms if catalogue.language or catalogue.plural_forms else "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    text = "".join(f"{name}: {value}\n" for name, value in fields.items() if value)
    lines = [*(f"# {line}" for line in catalogue.heading), 'msgid ""', f"msgstr {normalize(text, width=WIDTH)}"]
    return "\n".join(lines) + "\n"


def _entry(message: Message, plurals: int, mark: str) -> str:
    """A message as it stands in the file; `mark` begins its lines if it is gone."""
    flags = message.flags | DERIVED & set(BabelMessage(_id(message)).flags)
    lines = [
        *(f"# {line}" for line in message.remarks),
        *(f"#. {line}" for line in message.comments),
        *(f"#: {place}" for place in message.places),
        *([f"#, {', '.join(sorted(flags))}"] if flags else []),
        *([f"#| msgid {escape(message.previous)}"] if message.previous else []),
        *(f"{mark}{key} {normalize(text, prefix=mark, width=WIDTH)}" for key, text in _keys(message, plurals)),
    ]
    return "\n".join(lines) + "\n"


def _keys(message: Message, plurals: int) -> Iterator[tuple[str, str]]:
    if message.context:
        yield "msgctxt", message.context
    yield "msgid", message.source
    if not message.plural:
        yield "msgstr", "".join(message.translations[:1])
        return
    yield "msgid_plural", message.plural
    for number in range(plurals):
        yield f"msgstr[{number}]", "".join(message.translations[number : number + 1])


def _id(message: Message) -> str | tuple[str, str]:
    return (message.source, message.plural) if message.plural else message.source


# Bringing up to date


def merge(template: Catalogue, old: Catalogue) -> Catalogue:
    """The template's messages with the translations there are; nothing that was translated is lost.

    A message whose words changed under the same context keeps its translation as fuzzy, with the words it was made
    from. What the template no longer has is kept as gone.
    """
    asked = {_key(message) for message in template.messages}
    known = [*old.messages, *old.gone]
    same = {_key(message): message for message in reversed(known)}
    moved = {_shape(message): message for message in reversed(known) if message.context and _key(message) not in asked}
    merged, used = [], set[int]()
    for message in template.messages:
        before = same.get(_key(message)) or moved.get(_shape(message))
        if before:
            used.add(id(before))
        merged.append(_taken_over(message, before) if before else message)
    gone = [message for message in known if id(message) not in used and any(message.translations)]
    return replace(old, messages=tuple(merged), gone=tuple(gone))


def _key(message: Message) -> tuple[str, str, bool]:
    return message.context, message.source, bool(message.plural)


def _shape(message: Message) -> tuple[str, bool]:
    return message.context, bool(message.plural)


def _taken_over(message: Message, before: Message) -> Message:
    """A message of the template with the translation that one before it had."""
    kept = replace(
        message, remarks=before.remarks, flags=message.flags | before.flags, translations=before.translations
    )
    if before.source == message.source and before.plural == message.plural:
        return replace(kept, previous=before.previous)
    if not any(before.translations):
        return kept
    previous = before.previous if before.is_fuzzy and before.previous else before.source
    return replace(kept, previous=previous, flags=kept.flags | {FUZZY})


# Use


def compiled(catalogue: Catalogue) -> NullTranslations:
    """What a program asks for translated texts; what is missing, fuzzy, or breaks a placeholder stays in the source."""
    found = _forms(catalogue)
    for message in catalogue.messages:
        if message.is_translated:
            string = message.translations if message.plural else message.translations[0]
            added = found.add(_id(message), string, context=message.context or None)
            if list(added.check(found)):
                found.delete(added.id, added.context)
    file = BytesIO()
    write_mo(file, found)
    file.seek(0)
    return GNUTranslations(file)
