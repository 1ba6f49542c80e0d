"""The marks that longer texts may hold: *emphasis*, line breaks, a blank line between paragraphs, [what differs].

The set is closed: all else, HTML included, is text and stays as it was written.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby

BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
EMPHASIS = re.compile(r"\*(?=[^\s*])([^*]*[^\s*])\*")
DIFFERS = re.compile(r"\[([^\[\]]+)\]")


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one line that are marked alike."""

    text: str
    emphasis: bool = False
    differs: bool = False  # between the arms of a task


Line = tuple[Run, ...]
Paragraph = tuple[Line, ...]


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """The text as paragraphs of lines of runs; marks that nothing closes are text."""
    return tuple(tuple(_lines(part)) for part in BLANK_LINES.split(text.strip()) if part)


def _lines(paragraph: str) -> Iterator[Line]:
    """The lines of one paragraph; a mark may span several."""
    found = (*EMPHASIS.finditer(paragraph), *DIFFERS.finditer(paragraph))
    signs = {edge for one in found for edge in (one.start(), one.end() - 1)}
    stressed, different = _covered(EMPHASIS, paragraph), _covered(DIFFERS, paragraph)
    start = 0
    for line in paragraph.split("\n"):
        places = [place for place in range(start, start + len(line)) if place not in signs]
        yield tuple(
            Run("".join(paragraph[place] for place in run), *marked)
            for marked, run in groupby(places, key=lambda place: (place in stressed, place in different))
        )
        start += len(line) + 1


def _covered(mark: re.Pattern[str], paragraph: str) -> set[int]:
    """The places that a mark covers."""
    return {place for found in mark.finditer(paragraph) for place in range(*found.span())}


def plain(text: str) -> str:
    """The text without its marks."""
    return "\n\n".join("\n".join(map(_plain, lines)) for lines in paragraphs(text))


def _plain(line: Line) -> str:
    return "".join(run.text for run in line)


def as_html(text: str, *, shows_difference: bool = False) -> str:
    """The text as paragraphs of HTML, everything escaped; what differs is only told to those who may know."""
    return "".join(f"<p>{_html(lines, shows_difference)}</p>" for lines in paragraphs(text))


def as_html_line(text: str, *, shows_difference: bool = False) -> str:
    """The same within one element, such as a question: line breaks are all that parts it."""
    return "<br>".join(_html(lines, shows_difference) for lines in paragraphs(text))


def _html(lines: Paragraph, shows_difference: bool) -> str:
    return "<br>".join("".join(_html_run(run, shows_difference) for run in line) for line in lines)


def _html_run(run: Run, shows_difference: bool) -> str:
    html = escape(run.text)
    html = f"<em>{html}</em>" if run.emphasis else html
    return f"<mark>{html}</mark>" if run.differs and shows_difference else html
