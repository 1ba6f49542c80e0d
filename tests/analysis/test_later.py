"""Findings that hold nothing new are written as they were before there was anything new."""

import json
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import get_type_hints

import pytest

from leadsurvey.analysis.annex import Quality, Technical, TechnicalCapability, TechnicalUnit
from leadsurvey.analysis.findings import CapabilityInfo, Findings, UnitFindings, canonical, from_canonical, release_hash
from tests.analysis.conftest import find, front
from tests.conftest import make_round

# Released before there were tasks, predictions and changes: 21 people of "east" and 24 of "west" on one-scale.yaml.
TEXT = (Path(__file__).parents[1] / "reference" / "release.json").read_text(encoding="utf-8").rstrip("\n")
HASH = "0694d20e8c36be8cd88a5dd464e7141707609fa66e30420152c00aacc7fe21d9"

FINDINGS = [
    "round", "title", "organisation", "language", "opens", "closes", "released", "minimum_group", "simulated", "levels",
    "bands", "parts", "capabilities", "recommendations", "units", "technical",
]  # fmt: skip
CAPABILITY = ["id", "title", "gloss", "definition", "part", "bands", "asked"]
UNIT = ["id", "name", "parent", "groups", "joined", "scores"]
TECHNICAL = ["capabilities", "units", "quality"]
TECHNICAL_CAPABILITY = [
    "n", "n_complete", "items", "mean", "sd", "pomp", "alpha", "alpha_low", "alpha_high", "omega", "icc1", "icc2",
    "item_rest",
]  # fmt: skip
TECHNICAL_UNIT = ["n", "mean", "sd", "pomp", "low", "high", "rwg_j", "ad_m"]
QUALITY = ["staff", "long_string", "no_spread", "missing", "two_or_more"]
OLD = {
    Findings: FINDINGS,
    CapabilityInfo: CAPABILITY,
    UnitFindings: UNIT,
    Technical: TECHNICAL,
    TechnicalCapability: TECHNICAL_CAPABILITY,
    TechnicalUnit: TECHNICAL_UNIT,
    Quality: QUALITY,
}


def keys(text):
    """The keys of everything that has learned to hold more, by what it is."""
    plain = json.loads(text)
    technical = plain["technical"]
    (about,), (capability,) = plain["capabilities"], technical["capabilities"].values()
    return {
        Findings: list(plain),
        CapabilityInfo: list(about),
        UnitFindings: list(plain["units"]["east"]),
        Technical: list(technical),
        TechnicalCapability: list(capability),
        TechnicalUnit: list(technical["units"]["east"]["voice"]),
        Quality: list(technical["quality"]),
    }


def without_news(thing):
    """The same with every field that came later as an older release has it: at its default."""
    if isinstance(thing, dict):
        return {key: without_news(value) for key, value in thing.items()}
    if isinstance(thing, tuple):
        return tuple(map(without_news, thing))
    if not is_dataclass(thing):
        return thing
    old = OLD.get(type(thing), [field.name for field in fields(thing)])
    return type(thing)(**{name: without_news(getattr(thing, name)) for name in old})


def test_a_release_of_before_is_read_and_keeps_its_text_and_its_hash():
    read = from_canonical(TEXT)
    assert canonical(read) == TEXT
    assert release_hash(canonical(read)) == release_hash(TEXT) == HASH
    assert read.units["east"].scores["voice"]["front"].value == 50


def test_a_release_of_before_has_none_of_what_came_later():
    read = from_canonical(TEXT)
    assert (read.weighted, read.self_views, read.tasks, read.predictions, read.who_led, read.since) == (
        {}, {}, (), None, None, None,
    )  # fmt: skip
    assert read.charted == read
    assert keys(TEXT) == OLD


def test_findings_without_anything_new_are_written_with_the_keys_of_before(tmp_path):
    made = find(make_round(tmp_path), front(21, "east") + front(24, "west"))
    assert keys(canonical(made)) != OLD
    assert keys(canonical(without_news(made))) == OLD


def test_the_same_answers_give_the_same_old_figures_to_the_byte(tmp_path):
    made = find(make_round(tmp_path), front(21, "east") + front(24, "west"))
    assert without_news(made).units == from_canonical(TEXT).units
    assert json.loads(canonical(without_news(made)))["units"] == json.loads(TEXT)["units"]


@pytest.mark.parametrize("kind", OLD, ids=lambda kind: kind.__name__)
def test_whatever_is_added_to_findings_is_left_out_where_there_is_nothing(kind):
    """A field without it would change the text of every release that was made before."""
    hints = get_type_hints(kind, include_extras=True)
    later = [name for name, hint in hints.items() if getattr(hint, "__metadata__", None)]
    technical_of_before = ["quality"] if kind is Technical else []  # left out by the very first releases
    assert [name for name in hints if name not in later] == [
        name for name in OLD[kind] if name not in technical_of_before
    ]


def test_nought_is_something():
    read = from_canonical(TEXT)
    quality = replace(read.technical.quality, effect=0)
    text = canonical(replace(read, technical=replace(read.technical, quality=quality)))
    assert '"effect":0' in text
    assert from_canonical(text).technical.quality.effect == 0
