"""Whatever goes wrong in a shipped file, `check` names that very line: no traceback, no silence, no other line."""

import re
from dataclasses import dataclass
from functools import cache
from io import StringIO

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from leadsurvey.questionnaire.grammar import QuestionnaireKeys, keys_at
from leadsurvey.questionnaire.load import load
from leadsurvey.questionnaire.problems import FaultyFileError
from tests.conftest import SHIPPED
from tests.questionnaire.test_renamed_keys import every_grammar

FILES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(SHIPPED.glob("*.yaml"))}
NONSENSE = "nonsense-x"
A_FEW = settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
WRONG_EVERYWHERE = st.sampled_from(["[[1]]", "{nonsense-x: 1}", "7.5", "2027-03-02", "", "~"])


@dataclass(frozen=True)
class Spot:
    """A value of a file, and the key it stands under, if it does."""

    place: tuple
    value: Node
    key: ScalarNode | None
    home: Node | None  # the mapping or list that it stands in


def composed(text):
    return YAML(typ="safe", pure=True).compose(StringIO(text))


def spots(node, place=()):
    """Everything in a file but the whole."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield Spot((*place, key.value), value, key, node)
            yield from spots(value, (*place, key.value))
    elif isinstance(node, SequenceNode):
        for number, value in enumerate(node.value):
            yield Spot((*place, number), value, None, node)
            yield from spots(value, (*place, number))


@cache
def spots_of(name):
    return list(spots(composed(FILES[name])))


def line_of(node):
    return node.start_mark.line + 1


def cut(text, start, end, new=""):
    return text[:start] + new + text[end:]


# What refers to what: the place of a reference, and where the names it may use stand


REFERENCES = [
    (r"minutes/(?P<id>[^/]+)", "levels"),
    (r"levels/[^/]+/merge_with", "levels"),
    (r"(.+/)?asked/\d+", "levels"),
    (r"(capabilities/[^/]+/)?stem/(?!all$|self$)(?P<id>[^/]+)", "levels"),
    (r"capabilities/[^/]+/wording/(?P<id>[^/]+)", "levels"),
    (r"capabilities/(?P<home>[^/]+)/wording/[^/]+/(?P<id>[^/]+)", "capabilities/{home}/items"),
    (r"predictions/of", "levels"),
    (r"tasks_per_person/(?!all$)(?P<id>[^/]+)", "levels"),
    (r"capabilities/[^/]+/scale", "scales"),
    (r"capabilities/[^/]+/part", "parts"),
    (r"capabilities/[^/]+/bands/(?P<id>[^/]+)", "bands"),
    (r"tasks/[^/]+/questions/[^/]+/likelihood", "scales"),
    (r"sections/\d+/capabilities/\d+", "capabilities"),
    (r"recommendations/\d+/capability", "capabilities"),
    (r"tasks/(?P<home>[^/]+)/text/(?!all$)(?P<id>[^/]+)", "tasks/{home}/arms"),
    (r"tasks/(?P<home>[^/]+)/questions/[^/]+/text/(?!all$)(?P<id>[^/]+)", "tasks/{home}/arms"),
    (r"tasks/(?P<home>[^/]+)/questions/[^/]+/choice/[^/]+/(?P<id>[^/]+)", "tasks/{home}/arms"),
    (r"tasks/(?P<home>[^/]+)/questions/[^/]+/arms/\d+", "tasks/{home}/arms"),
    (r"tasks/(?P<home>[^/]+)/score/compare/\d+(/\d+)?", "tasks/{home}/arms"),
    (r"tasks/(?P<home>[^/]+)/score/anchors/(?P<id>[^/]+)", "tasks/{home}/arms"),
    (r"tasks/(?P<home>[^/]+)/score/(question|others)", "tasks/{home}/questions"),
    (r"tasks/(?P<home>[^/]+)/score/option", "tasks/{home}/questions/{question}/choice"),
    (r"accept/\d+/warning", ""),
]


@cache
def references(name):
    """Each reference of a file as the node that names something, and the place of what it names."""
    at = {"/".join(map(str, spot.place)): spot for spot in spots_of(name)}
    return [
        (node, target)
        for place, spot in at.items()
        for pattern, kind in REFERENCES
        if (found := re.fullmatch(pattern, place))
        for node in [spot.key if "id" in found.groupdict() else spot.value]
        if isinstance(node, ScalarNode)
        for target in [_target(at, kind, found.groupdict(), node.value)]
    ]


def _target(at, kind, found, named):
    scored = at.get(f"tasks/{found.get('home')}/score/question")
    home = kind.format(home=found.get("home"), question=scored.value.value if scored else "")
    return f"{home}/{named}"


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Give the lines of a text with what is reported on each."""
    path = tmp_path_factory.mktemp("any") / "q.yaml"

    def told_of(text):
        path.write_text(text, encoding="utf-8")
        try:
            load(path, SHIPPED)
        except FaultyFileError as error:
            return [(problem.line, str(problem)) for problem in error.problems]
        return []

    return told_of


def lines(found):
    return {line for line, _ in found}


def names():
    return st.sampled_from(sorted(FILES))


def has_key(_, spot):
    return bool(spot.key)


def anything(*_):
    return True


def a_spot(fit=anything):
    """A file and a place in it that fits: drawn from those that do, since most places fit nothing in particular."""
    return st.deferred(lambda: st.sampled_from(_fitting(fit)))


@cache
def _fitting(fit):
    return [(name, spot) for name in sorted(FILES) for spot in spots_of(name) if fit(name, spot)]


@given(a_spot(has_key))
@A_FEW
def test_a_key_renamed_to_nonsense_is_told_on_its_line(told, name_and_spot):
    name, spot = name_and_spot
    text = cut(FILES[name], spot.key.start_mark.index, spot.key.end_mark.index, "two words")
    assert line_of(spot.key) in lines(told(text))


@given(a_spot(), WRONG_EVERYWHERE)
@A_FEW
def test_a_value_of_a_wrong_type_is_told_on_its_line(told, name_and_spot, wrong):
    name, spot = name_and_spot
    assume(wrong or spot.key)  # nothing, in a list, is an entry less
    start, end = spot.value.start_mark.index, spot.value.end_mark.index
    written = FILES[name][start:end]
    room = written[len(written.rstrip()) :]  # the end of a block reaches to the next key
    found = told(cut(FILES[name], start, end, wrong + room))
    assert {line_of(spot.value), line_of(spot.key or spot.value)} & lines(found), found


@given(names().flatmap(lambda name: st.tuples(st.just(name), st.sampled_from(references(name)))))
@A_FEW
def test_a_name_that_nothing_has_is_told_on_its_line(told, name_and_reference):
    name, (node, _) = name_and_reference
    found = told(cut(FILES[name], node.start_mark.index, node.end_mark.index, NONSENSE))
    assert line_of(node) in lines(found), found


@given(a_spot(lambda name, spot: has_key(name, spot) and _uses(name, spot)))
@A_FEW
def test_where_a_name_is_changed_every_use_of_it_is_told_on_its_line(told, name_and_spot):
    name, spot = name_and_spot
    found = told(cut(FILES[name], spot.key.start_mark.index, spot.key.end_mark.index, NONSENSE))
    assert {line_of(node) for node in _uses(name, spot)} <= lines(found), found


def _uses(name, spot):
    """Nodes that name it; those that stand inside it move along with it."""
    place = "/".join(map(str, spot.place))
    return [node for node, target in references(name) if target == place]


@given(
    names().flatmap(lambda name: st.tuples(st.just(name), st.integers(0, FILES[name].count("\n") - 1))), st.booleans()
)
@A_FEW
def test_a_line_out_of_line_is_told_or_changes_nothing(told, name_and_number, further):
    """Told on that line or where YAML sees it, which is the line before or after; folded text may hold more spaces."""
    name, number = name_and_number
    written = FILES[name].splitlines(keepends=True)
    old = written[number]
    written[number] = f" {old}" if further else old.removeprefix(" ")
    text = "".join(written)
    found = told(text)
    near = {number, number + 1, number + 2}
    assert near & lines(found) or (not found and meaning(text) == meaning(FILES[name])), found


def meaning(text):
    """What a file says, whatever the room between words."""
    return _said(composed(text))


def _said(node):
    if isinstance(node, MappingNode):
        return {key.value: _said(value) for key, value in node.value}
    if isinstance(node, SequenceNode):
        return [_said(value) for value in node.value]
    return node.value.split()


@given(a_spot(has_key))
@A_FEW
def test_a_key_given_twice_is_told_on_the_line_of_the_second(told, name_and_spot):
    name, spot = name_and_spot
    start, column = spot.key.start_mark.index, spot.key.start_mark.column
    room = ", " if spot.home.flow_style else "\n" + " " * column
    found = told(cut(FILES[name], start, start, f"{FILES[name][start : spot.key.end_mark.index]}: x{room}"))
    second = line_of(spot.key) + (not spot.home.flow_style)
    assert any(line == second and "already there" in said for line, said in found), found


MODELS = {tuple(model.model_fields): model for model in every_grammar()}


def is_required(spot):
    """Whether the grammar cannot do without this key."""
    model = MODELS.get(tuple(keys_at(QuestionnaireKeys, spot.place[:-1])))
    return bool(model) and model.model_fields[spot.place[-1]].is_required()


@given(a_spot(lambda name, spot: has_key(name, spot) and is_required(spot)))
@A_FEW
def test_a_required_key_taken_out_is_told_where_it_belongs(told, name_and_spot):
    name, spot = name_and_spot
    written = FILES[name][spot.key.start_mark.index : spot.value.end_mark.index]
    rest = [key for key, _ in spot.home.value if key is not spot.key]
    text = cut(FILES[name], spot.key.start_mark.index, spot.value.end_mark.index, _nothing(written, spot, rest))
    at = line_of(spot.home) if spot.home.flow_style or not rest else line_of(rest[0])
    assert any(line == at and f"'{spot.key.value}'" in said for line, said in told(text))


def _nothing(written, spot, rest):
    """What takes the room of an entry, so that no line moves; between braces a key stands in for it."""
    if not rest:
        return "{}" + "\n" * written.count("\n")
    if spot.home.flow_style:
        return f"{rest[0].value}: again" + "\n" * written.count("\n")
    return "\n" * written.count("\n") + written[len(written.rstrip()) :].rpartition("\n")[2]
