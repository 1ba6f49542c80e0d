"""A questionnaire as large as anybody will write, with its translations, and a round of it."""

from dataclasses import replace
from pathlib import Path

from leadsurvey.languages import catalogue
from leadsurvey.questionnaire import translate
from leadsurvey.questionnaire.load import load

ITEMS, CAPABILITIES = 400, 40
LANGUAGES = ("fr", "de", "es")  # beside English
HEAD = """\
questionnaire: large
title: As large as can be
language: en
levels:
  front: {title: Front line}
  lead: {title: Team leads}
  senior: {title: Senior leaders, merge_with: lead}
  citizen: {title: Citizens, reference: yes}
texts: {service: this service}
scales:
  how-often:
    options: {never: Never, rarely: Rarely, sometimes: Sometimes, often: Often, always: Always}
    opt_out: I can’t say
stem: In the last three months, how often was this true of {about}?
capabilities:
"""
ROUND = """\
round: large
questionnaire: large.yaml
opens: 2027-03-02
closes: 2027-03-19
timezone: Europe/London
languages: [en, fr, de, es]
units: units.csv
"""


def write(folder: Path) -> tuple[Path, Path]:
    """The files of questionnaire and round."""
    path = folder / "large.yaml"
    path.write_text(HEAD + "".join(map(_capability, range(CAPABILITIES))), encoding="utf-8")
    keys = load(path)[1]
    for language in LANGUAGES:
        translate.extract(path, keys, None, new=language)
        _translate(path.with_suffix("") / f"{language}.po", language)
    (folder / "units.csv").write_text("unit,parent,name,front\nall,,The whole house,400\n", encoding="utf-8")
    (folder / "round.yaml").write_text(ROUND, encoding="utf-8")
    return path, folder / "round.yaml"


def _capability(number: int) -> str:
    items = range(ITEMS // CAPABILITIES)
    return (
        f"  c{number}:\n    title: Capability {number}\n    definition: People do what number {number} is about.\n"
        "    items:\n"
        + "".join(f"      c{number}-{item}: Someone in number {number} did thing {item} well.\n" for item in items)
        + "    wording:\n      senior:\n"
        + "".join(f"        c{number}-{item}: In our teams someone did thing {item} well.\n" for item in items)
    )


def _translate(path: Path, language: str) -> None:
    found = catalogue.read(path)
    said = [replace(one, translations=(f"{language} {one.source}",)) for one in found.messages]
    catalogue.write(path, replace(found, messages=tuple(said)))
