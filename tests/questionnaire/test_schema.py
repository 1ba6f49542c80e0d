"""The JSON Schema that editors complete by accepts what the grammar accepts, and nothing else."""

import copy
import json
from datetime import date

import jsonschema
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from leadsurvey.questionnaire.document import Document
from leadsurvey.questionnaire.grammar import QuestionnaireKeys
from leadsurvey.questionnaire.schema import schema_of, text_of
from leadsurvey.rounds.grammar import RoundKeys
from tests.conftest import SHIPPED, TINY, leadsurvey, write_round

ROUND = {
    "round": "small", "questionnaire": "pulse", "opens": date(2027, 3, 2), "closes": date(2027, 3, 19),
    "timezone": "Europe/London", "languages": ["en"], "units": "units.csv", "minimum_group": 12, "invitations": "open",
    "erase_invitations": 7, "texts": {"contact": "us"}, "simulated": "yes",
}  # fmt: skip
WRITTEN = {path.stem: Document(path).data for path in (*SHIPPED.glob("*.yaml"), *TINY.glob("*.yaml"))}
FILES = {name: (QuestionnaireKeys, data) for name, data in WRITTEN.items()} | {"round": (RoundKeys, ROUND)}
VALIDATORS = {
    model: jsonschema.Draft202012Validator(
        schema_of(model), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    for model in (QuestionnaireKeys, RoundKeys)
}
OTHER_VALUES = st.sampled_from(
    [
        "", "a", "two words", "yes", "no", "1.0", "en", "all", "share", True, False, None, 0, 1, -1, 5, 100, 127, 1.5,
        [], ["a"], ["a", "b"], [["a"], "b"], ["a"] * 12, [1, 2], {}, {"a": "b"}, {"a": 1}, {"a": "b", "c": {"a": "b"}},
        {"two words": "b"}, {"all": "b"}, {"text": "b"}, {"text": 1}, {"options": ["a", "b"]},
    ]
)  # fmt: skip
OTHER_NAMES = st.sampled_from(["nonsense", "two words", "", "all", "text", "title", "asked", "1", "extends "])


def places(value, place=()):
    """Every place of a tree but its root."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in inside:
        yield (*place, step)
        yield from places(inner, (*place, step))


PLACES = [(name, place) for name, (_, data) in FILES.items() for place in places(data)]
CHANGES = st.one_of(
    st.tuples(st.just("value"), OTHER_VALUES),
    st.tuples(st.just("renamed"), OTHER_NAMES),
    st.tuples(st.just("added"), st.tuples(OTHER_NAMES, OTHER_VALUES)),
    st.tuples(st.just("taken out"), st.none()),
)


def change(data, place, kind, new):
    """One change at a place of the tree."""
    *above, last = place
    for step in above:
        data = data[step]
    if kind == "value":
        data[last] = new
    elif kind == "renamed" and isinstance(data, dict):
        data[new] = data.pop(last)
    elif kind == "added" and isinstance(data[last], dict):
        data[last][new[0]] = new[1]
    elif kind == "added" and isinstance(data[last], list):
        data[last].append(new[1])
    elif kind == "taken out":
        del data[last]


def accepted_by_the_grammar(model, data):
    try:
        model.model_validate(data)
    except ValidationError:
        return False
    return True


def accepted_by_the_schema(model, data):
    """An editor sees a day as text."""
    return VALIDATORS[model].is_valid(json.loads(json.dumps(data, default=str)))


@pytest.mark.parametrize("model", [QuestionnaireKeys, RoundKeys])
def test_the_schema_is_a_schema(model):
    jsonschema.Draft202012Validator.check_schema(schema_of(model))


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_file_without_fault_keeps_to_the_schema(name):
    model, data = FILES[name]
    assert accepted_by_the_schema(model, data)


@settings(max_examples=300)
@given(
    st.sampled_from(sorted(FILES)).flatmap(lambda name: st.sampled_from([pair for pair in PLACES if pair[0] == name])),
    CHANGES,
)
@example(("beyond-items", ("tasks", "wells", "score", "compare", 1)), ("value", []))
@example(("every-key", ("scales", "how-often", "options")), ("value", ["one"]))
@example(("every-key", ("capabilities", "voice", "items", "voice-a")), ("value", None))
@example(("round", ("simulated",)), ("value", True))
@example(("bias-tasks", ("predictions", "statements", "solve-together", "direction")), ("value", True))
def test_a_changed_file_is_accepted_by_schema_and_grammar_or_by_neither(name_and_place, changed):
    name, place = name_and_place
    model, data = FILES[name]
    data = copy.deepcopy(data)
    change(data, place, *changed)
    assert accepted_by_the_schema(model, data) == accepted_by_the_grammar(model, data)


@pytest.mark.parametrize(
    ("changes", "right"),
    [
        ({}, True),
        ({"capabilities": {"voice": {"wording": {"trainee": {"voice-a": "Somebody spoke."}}}}}, True),
        ({"extends": None}, False),
        ({"capabilities": {"voice": {"nonsense": "x"}}}, False),
        ({"title": None}, False),
    ],
)
def test_a_file_that_extends_another_needs_no_levels_and_may_add_to_what_stands_there(changes, right):
    """Which of its capabilities are new, and so need all their keys, is known to `check` alone."""
    data = {"questionnaire": "ours", "title": "Ours", "extends": "distributed-leadership", **changes}
    assert accepted_by_the_schema(QuestionnaireKeys, data) == right


@pytest.mark.parametrize(
    ("place", "value"),
    [(("title",), date(2027, 3, 2)), (("minutes", "front"), 3.0)],
)
def test_what_a_schema_cannot_tell_apart_the_grammar_still_refuses(place, value):
    data = copy.deepcopy(WRITTEN["every-key"])
    change(data, place, "value", value)
    assert accepted_by_the_schema(QuestionnaireKeys, data)
    assert not accepted_by_the_grammar(QuestionnaireKeys, data)


def test_every_key_is_described():
    schema = schema_of(QuestionnaireKeys)
    for described in (schema, *schema["$defs"].values(), schema_of(RoundKeys)):
        assert described["description"]
        for name, key in described["properties"].items():
            refers_to = schema["$defs"].get(key.get("$ref", "").removeprefix("#/$defs/"), {})
            assert key.get("description") or refers_to.get("description"), name


def test_the_shipped_schema_is_what_the_grammar_gives():
    assert (SHIPPED / "schema.json").read_text(encoding="utf-8") == text_of(QuestionnaireKeys), "run: make docs"


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_shipped_questionnaire_names_the_schema_to_editors_in_its_first_line(path):
    assert path.read_text(encoding="utf-8").splitlines()[0] == "# yaml-language-server: $schema=schema.json"


def test_the_schema_is_printed_or_written(tmp_path):
    code, out, _ = leadsurvey(tmp_path, "schema")
    assert (code, out) == (0, text_of(QuestionnaireKeys))
    code, out, _ = leadsurvey(tmp_path, "schema", "round", "-o", tmp_path / "round.json")
    assert (code, "yaml-language-server" in out) == (0, True)
    assert json.loads((tmp_path / "round.json").read_text(encoding="utf-8")) == schema_of(RoundKeys)


def test_a_round_with_its_schema_in_the_first_line_is_read(tmp_path):
    path = write_round(tmp_path)
    path.write_text("# yaml-language-server: $schema=round.json\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert leadsurvey(tmp_path, "check", path)[0] == 0
