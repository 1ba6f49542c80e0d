"""Collects the texts of the pages into interface.pot, and brings every language's catalogue up to date with it.

Translators write in the .po files beside it. The same sources give the same bytes. Run it: `make messages`.
"""
# ruff: noqa: INP001 - a script beside the files that it makes

from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file

from leadsurvey.languages.catalogue import Catalogue, Message, merge, read, write

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
TEMPLATE = HERE / "interface.pot"
JINJA = {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
SOURCES = (
    ("jinja2", JINJA, "templates/respondent/*.html"),
    ("jinja2", JINJA, "templates/kiosk/*.html"),
    ("jinja2", JINJA, "templates/receipt/*.html"),
    ("jinja2", JINJA, "templates/preview/*.html"),
    ("jinja2", JINJA, "templates/booklet/*.html"),
    ("jinja2", JINJA, "templates/paper/*.html"),
    ("jinja2", JINJA, "templates/poster/*.html"),
    ("jinja2", JINJA, "templates/letter/*.html"),
    ("jinja2", JINJA, "templates/delivered/*.html"),
    ("jinja2", JINJA, "templates/mail/*.txt"),
    ("jinja2", JINJA, "templates/mail/*.html"),
    ("python", {}, "leadsurvey/mail/*.py"),
    ("python", {}, "leadsurvey/web/*.py"),
    ("python", {}, "leadsurvey/rounds/promise.py"),
    ("python", {}, "leadsurvey/questionnaire/telling.py"),
    ("jinja2", JINJA, "templates/report/*.html"),
    ("python", {}, "leadsurvey/report/narrative.py"),
    ("python", {}, "leadsurvey/report/tongue.py"),
    ("python", {}, "leadsurvey/report/turnout.py"),
    ("python", {}, "leadsurvey/report/pdf.py"),
    ("python", {}, "leadsurvey/report/chapters/*.py"),
)
CALLS: Mapping[str, tuple[int, ...] | None] = DEFAULT_KEYWORDS | {"say": None, "_say": None, "many": (1, 2)}
FOR_TRANSLATORS = "Translators:"
HEADING = ("The texts of the pages that respondents see, English being the source.",)


def collected() -> Catalogue:
    """Every text of the interface, once, with the files it stands in."""
    texts: dict[tuple[str, str], Message] = {}
    for place, source, plural, comments in _found():
        known = texts.get((source, plural), Message(source, plural=plural))
        texts[source, plural] = Message(
            source,
            plural=plural,
            comments=tuple(dict.fromkeys([*known.comments, *comments])),
            places=tuple(dict.fromkeys([*known.places, place])),
        )
    return Catalogue(messages=tuple(texts.values()), heading=HEADING)


def _found() -> Iterator[tuple[str, str, str, list[str]]]:
    """Each text where it stands: its file, the text, the text for many, and what translators are told of it."""
    for method, options, pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            found = extract_from_file(
                method, path, keywords=CALLS, comment_tags=[FOR_TRANSLATORS], options=options, strip_comment_tags=True
            )
            for _, text, comments, _ in found:
                source, plural = (text[0], text[1]) if isinstance(text, tuple) else (text, "")
                yield path.relative_to(ROOT).as_posix(), source, plural, [" ".join(line.split()) for line in comments]


if __name__ == "__main__":
    template = collected()
    write(TEMPLATE, template)
    for path in sorted(HERE.glob("*.po")):
        write(path, merge(template, read(path)))
