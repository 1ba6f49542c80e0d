"""One person's own answers as a tagged PDF: read from standard input as JSON, written to standard output, kept nowhere.

Run as `python -m leadsurvey.report.receipt`, by the server alone.
"""

import json
import sys
from html import unescape
from pathlib import Path
from typing import Any

from leadsurvey.languages import interface, locales
from leadsurvey.report.letters import missing
from leadsurvey.report.typeset import environment, lay_out

NO_LETTER = "\N{WHITE SQUARE}"


def pdf(told: dict[str, Any]) -> bytes:
    """The PDF; signs that our fonts lack, in what people wrote themselves, are shown as squares."""
    templates = Path(told["templates"])
    fonts = templates / "report" / "fonts"
    page = html(told, templates)
    for sign in missing(unescape(page), fonts):
        page = page.replace(sign, NO_LETTER)
    return lay_out(page, templates / "receipt" / "receipt.css", fonts)


def html(told: dict[str, Any], templates: Path) -> str:
    """The same as one page of HTML."""
    texts = interface.texts(templates / "locale", told["language"])
    page = environment(templates / "receipt", texts).get_template("receipt.html")
    return page.render(**told, direction=locales.direction(told["language"]))


if __name__ == "__main__":
    sys.stdout.buffer.write(pdf(json.load(sys.stdin)))
