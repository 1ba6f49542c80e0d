"""No key of a questionnaire can be mistyped unseen."""

import string
from io import StringIO

from hypothesis import example, given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, SequenceNode

from leadsurvey.questionnaire import asking, grammar
from leadsurvey.questionnaire.keys import Keys
from leadsurvey.questionnaire.load import load
from leadsurvey.questionnaire.problems import FaultyFileError
from tests.conftest import TINY

FILES = [(TINY / name).read_text(encoding="utf-8") for name in ("every-key.yaml", "beyond-items.yaml")]


def keys_in(node):
    """Every key of the tree with its marks."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield key
            yield from keys_in(value)
    elif isinstance(node, SequenceNode):
        for entry in node.value:
            yield from keys_in(entry)


def every_grammar():
    """The model of every mapping of a questionnaire file."""
    found = [value for module in (grammar, asking) for value in vars(module).values()]
    return [model for model in found if isinstance(model, type) and issubclass(model, Keys) and model is not Keys]


KEYS = [(text, key) for text in FILES for key in keys_in(YAML(typ="safe", pure=True).compose(StringIO(text)))]
WORDS = st.text(string.ascii_lowercase, min_size=1, max_size=8)


def test_the_questionnaires_of_these_tests_have_every_key_of_the_grammar():
    written = {key.value for _, key in KEYS}
    assert {name for model in every_grammar() for name in model.model_fields} - {"extends"} <= written


@given(st.sampled_from(KEYS), st.tuples(WORDS, WORDS).map(" ".join))
@example(KEYS[0], "two words")
@example(KEYS[-1], "two words")
def test_a_key_renamed_to_nonsense_is_told_at_its_own_place(tmp_path_factory, text_and_key, nonsense):
    """Two words are never a key of the grammar, and no name an author may give either."""
    text, key = text_and_key
    start, end = key.start_mark.index, key.end_mark.index
    path = tmp_path_factory.mktemp("renamed") / "q.yaml"
    path.write_text(text[:start] + nonsense + text[end:], encoding="utf-8")
    try:
        load(path)
        found = []
    except FaultyFileError as error:
        found = [(problem.line, problem.column) for problem in error.problems if nonsense in problem.fault]
    assert (key.start_mark.line + 1, key.start_mark.column + 1) in found
