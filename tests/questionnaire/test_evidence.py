"""A recommended practice says what is known of it, from where, and whom it needs; older files and releases do not."""

import json
import re
from dataclasses import replace

import pytest
from pydantic import TypeAdapter

from leadsurvey.questionnaire.load import load
from leadsurvey.questionnaire.model import CapabilityId, Recommendation
from leadsurvey.questionnaire.prose import passages
from leadsurvey.questionnaire.translate import translated, translations
from tests.conftest import SHIPPED, TINY, problems

OLD = ["rule", "capability", "title", "practice", "first_test", "measure"]
PLAIN = Recommendation("foundation", CapabilityId("voice"), "Try", "p", "t", "m")
FORM = TypeAdapter(Recommendation)
MOST_WORDS = 15
FILES = [path for path in sorted(SHIPPED.glob("*.yaml")) if load(path, SHIPPED)[0].recommendations]
PRACTICES = [(path, practice) for path in FILES for practice in load(path, SHIPPED)[0].recommendations]
IDS = [f"{path.stem}-{practice.rule}-{practice.capability}" for path, practice in PRACTICES]


@pytest.fixture
def written(tmp_path):
    """Give the practices of a small questionnaire with these lines under its one recommendation."""

    def practices(*lines):
        path = tmp_path / "q.yaml"
        entry = ["rule: foundation", "capability: voice", "title: Try", "practice: p", "first_test: t", "measure: m"]
        text = (TINY / "one-scale.yaml").read_text(encoding="utf-8")
        path.write_text(f"{text}recommendations:\n  - " + "\n    ".join([*entry, *lines]) + "\n", encoding="utf-8")
        return load(path)[0].recommendations

    return practices


def test_a_practice_is_within_reach_of_a_team_and_says_nothing_of_evidence_unless_the_file_does(written):
    assert written() == (PLAIN,)
    assert (PLAIN.evidence, PLAIN.source, PLAIN.reach) == ("", "", "team")


def test_what_a_file_says_of_evidence_and_reach_is_kept_word_for_word(written):
    (told,) = written("evidence: Reasoned.", "source: Klein 2007", "reach: outside")
    assert told == replace(PLAIN, evidence="Reasoned.", source="Klein 2007", reach="outside")


def test_an_unknown_reach_is_a_fault_at_its_place(written):
    (told,) = problems(lambda: written("reach: nowhere"))
    assert "team" in told
    assert "outside" in told


def test_a_practice_of_before_keeps_its_text_to_the_byte():
    assert list(FORM.dump_python(PLAIN, mode="json")) == OLD


@pytest.mark.parametrize(
    "news", [{"evidence": "Reasoned."}, {"source": "Klein 2007"}, {"reach": "organisation"}, {"reach": "outside"}]
)
def test_what_is_said_of_a_practice_is_read_as_it_was_written(news):
    told = replace(PLAIN, **news)
    text = json.dumps(FORM.dump_python(told, mode="json"))
    assert list(json.loads(text)) == [*OLD, *news]
    assert FORM.validate_json(text) == told


def test_evidence_is_translated_and_its_source_is_not():
    path = SHIPPED / "pulse.yaml"
    keys = load(path, SHIPPED)[1]
    told = [passage.context for passage in passages(keys) if passage.place[0] == "recommendations"]
    contexts = {context.rsplit(".", 1)[-1] for context in told}
    assert contexts == {"title", "practice", "first_test", "measure", "evidence"}
    for texts in translations(path, keys, SHIPPED).texts.values():
        spoken = translated(keys, texts).recommendations
        assert all(one.evidence != other.evidence for one, other in zip(keys.recommendations, spoken, strict=True))
        assert [one.source for one in spoken] == [one.source for one in keys.recommendations]


@pytest.mark.parametrize(("path", "practice"), PRACTICES, ids=IDS)
def test_every_shipped_practice_names_evidence_in_one_short_sentence_and_a_source_of_the_file(path, practice):
    assert practice.evidence.endswith(".")
    assert 0 < len(practice.evidence.split()) <= MOST_WORDS
    name, year = re.fullmatch(r"(.+?)(?: et al\.| and \w+)? (\d{4})(?:, ch\. \d+)?", practice.source).groups()
    assert [source for source in load(path, SHIPPED)[1].sources if source.startswith(name) and f"({year})" in source]


@pytest.mark.parametrize("practice", [practice for _, practice in PRACTICES], ids=IDS)
def test_every_shipped_practice_says_which_kind_of_evidence_it_has_or_that_it_was_not_tested(practice):
    """Each sentence begins with the kind: trials, experiments, studies, a survey."""
    tested = ("Many trials:", "Experiment", "Team study:", "Case studies:", "Studies over time:", "A survey shows")
    untested = ("not tested", "not from a trial")
    assert practice.evidence.startswith(tested) or any(words in practice.evidence for words in untested)


def test_the_same_evidence_has_the_same_source_and_the_same_translation_everywhere():
    met = {}
    for path in FILES:
        keys = load(path, SHIPPED)[1]
        for language, texts in translations(path, keys, SHIPPED).texts.items():
            for one, spoken in zip(keys.recommendations, translated(keys, texts).recommendations, strict=True):
                found = (one.source, spoken.evidence)
                assert met.setdefault((one.evidence, language), found) == found


def test_what_senior_leaders_are_asked_for_is_beyond_a_team():
    for practice in load(SHIPPED / "distributed-leadership.yaml", SHIPPED)[0].recommendations:
        if practice.rule in {"level-gap", "centralised"}:
            assert practice.reach == "organisation"
