"""A questionnaire file in, a `Questionnaire` out; the only module that knows YAML."""

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from leadsurvey.questionnaire.build import build
from leadsurvey.questionnaire.check import faults
from leadsurvey.questionnaire.grammar import QuestionnaireKeys, keys_at
from leadsurvey.questionnaire.model import Questionnaire
from leadsurvey.questionnaire.problems import FaultyFileError, Problem, did_you_mean

Model = TypeVar("Model", bound=BaseModel)
Place = tuple[int | str, ...]
PLAIN = "tag:yaml.org,2002:"  # what YAML itself knows: text, numbers, dates, lists, mappings
AS_TEXT = f"{PLAIN}str"
KINDS = {  # pydantic's names for the wrong kind of value: what it must be, and the cure
    "string_type": ("text", "write text, in quotes where it is a number"),
    "bool_type": ("yes or no", "write yes or no"),
    "date_type": ("a day", "write it as 2027-03-19, without quotes"),
    "list_type": ("a list", "write it as [one, another]"),
    "dict_type": ("`key: value` lines", "write them below it, indented"),
    "model_type": ("`key: value` lines", "write them below it, indented"),
}


class Document:
    """A YAML file with the place of every word."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self.node = self._compose(_read(path))
        self.problems: list[Problem] = []
        self._tidy(self.node, set())
        self.data: Any = YAML(typ="safe", pure=True).constructor.construct_document(self.node)

    def report(self, place: Place, fault: str, cure: str, *, on_key: bool = False) -> None:
        """Note a fault at a place such as ("capabilities", "voice", "scale")."""
        self._note(self._find(place, on_key=on_key), fault, cure)

    def read_as(self, model: type[Model]) -> Model:
        """The file's data in the model's shape.

        What has the wrong shape is noted and left out, so that one look finds the faults of sense too;
        FaultyFileError is raised only when too little is left.
        """
        try:
            return model.model_validate(self.data)
        except ValidationError as error:
            for found in error.errors():
                place: Place = tuple(step for step in found["loc"] if step != "[key]")
                on_key = found["type"] == "extra_forbidden" or "[key]" in found["loc"]
                self.report(place, *_in_words(model, place, found), on_key=on_key)
                _leave_out(self.data, place)
        try:
            return model.model_validate(self.data)
        except ValidationError:
            raise FaultyFileError(self.problems) from None

    def refuse_faults(self) -> None:
        """Raise FaultyFileError if anything was noted."""
        if self.problems:
            raise FaultyFileError(self.problems)

    def _compose(self, text: str) -> Node:
        try:
            node = YAML(typ="safe", pure=True).compose(StringIO(text))
        except RecursionError:
            fault = "brackets or indentation go too deep"
            raise FaultyFileError([Problem(self.name, 1, 1, fault, "close the brackets that are open")]) from None
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            cure = "check indentation, colons and quotes on this line and the one above"
            raise FaultyFileError(
                [Problem(self.name, mark.line + 1, mark.column + 1, str(error.problem), cure)]
            ) from None
        except YAMLError as error:
            line = text.count("\n", 0, getattr(error, "position", 0)) + 1
            fault = "a sign stands here that is no text"
            raise FaultyFileError([Problem(self.name, line, 1, fault, "retype this line")]) from None
        if not isinstance(node, MappingNode):
            fault = "the file is empty" if node is None else "the file does not start with `key: value` lines"
            raise FaultyFileError([Problem(self.name, 1, 1, fault, "start from a shipped one")])
        return node

    def _tidy(self, node: Node, seen: set[int]) -> None:
        """Note what YAML lets pass and we do not, whatever its depth, and leave it out; each node is seen once."""
        if id(node) in seen:
            return
        seen.add(id(node))
        self._tidy_tag(node)
        if isinstance(node, SequenceNode):
            for entry in node.value:
                self._tidy(entry, seen)
        if isinstance(node, MappingNode):
            self._tidy_keys(node)
            for _, value in node.value:
                self._tidy(value, seen)

    def _tidy_tag(self, node: Node) -> None:
        """Tags of one's own are refused; a day that no calendar has is left to the grammar, as text."""
        if not str(node.tag).startswith(PLAIN):
            self._note(node, f"'{node.tag}' is read as a tag of YAML", "put text that starts with ! in quotes")
            kind = "map" if isinstance(node, MappingNode) else "seq" if isinstance(node, SequenceNode) else "str"
            node.tag = PLAIN + kind
        if isinstance(node, ScalarNode) and node.tag != AS_TEXT:
            try:
                YAML(typ="safe", pure=True).constructor.construct_document(node)
            except (ValueError, YAMLError):
                node.tag = AS_TEXT

    def _tidy_keys(self, node: MappingNode) -> None:
        """Keys are words, also where YAML sees a number, and stand once: the first is kept."""
        first: dict[str, Node] = {}
        for key, value in list(node.value):
            if not isinstance(key, ScalarNode):
                self._note(key, "a key must be a word", "put text that starts with { or [ in quotes")
                node.value.remove((key, value))
                continue
            if key.value == "<<":
                self._note(key, "YAML's merge key '<<' is not used here", "write the keys out")
                node.value.remove((key, value))
                continue
            if key.value in first:
                fault = f"'{key.value}' is already there on line {first[key.value].start_mark.line + 1}"
                self._note(key, fault, "give it another name, or take one of the two out")
                node.value.remove((key, value))
            if not str(key.tag).endswith(":merge"):
                key.tag = AS_TEXT
            first.setdefault(key.value, key)

    def _note(self, node: Node, fault: str, cure: str) -> None:
        mark = node.start_mark
        self.problems.append(Problem(self.name, mark.line + 1, mark.column + 1, fault, cure))

    def _find(self, place: Place, *, on_key: bool) -> Node:
        """The node at a place, or the nearest one around it that exists."""
        node = self.node
        for depth, step in enumerate(place):
            last = depth == len(place) - 1
            if isinstance(node, MappingNode):
                pair = next((pair for pair in node.value if pair[0].value == str(step)), None)
                if pair is None:
                    break
                node = pair[0] if last and on_key else pair[1]
            elif isinstance(node, SequenceNode) and isinstance(step, int):
                node = node.value[step]
        return node


def _leave_out(data: Any, place: Place) -> None:
    """Take what stands at a place out of the data; a place that is not there is left alone."""
    for step in place[:-1]:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(data, dict):
        data.pop(place[-1], None)


def _in_words(model: type[BaseModel], place: Place, error: Any) -> tuple[str, str]:
    """An error of pydantic's as fault and cure."""
    name, found, limits = _named(place), error["input"], error.get("ctx", {})
    if error["type"] in KINDS:
        kind, cure = KINDS[error["type"]]
        reads = str(found) if isinstance(found, date) else repr(found)
        return f"'{name}' must be {kind}, but reads {reads}", cure
    match error["type"]:
        case "extra_forbidden":
            return f"unknown key '{name}'", did_you_mean(name, keys_at(model, place[:-1]))
        case "missing":
            return f"key '{name}' is missing", "add it"
        case "string_pattern_mismatch":
            code = name == "language"
            cure = "write the code of a language: en, ar, pt-BR" if code else "use letters, digits, - and _ only"
            return f"'{found}' cannot be used as a {'language' if code else 'name'} here", cure
        case "too_short" if found:
            return f"'{name}' has fewer than {limits['min_length']} entries", "add what is missing"
        case "string_too_short" | "too_short":
            return f"'{name}' is empty", "fill it, or take it out"
        case "too_long":
            return f"'{name}' has more than {limits['max_length']} entries", "take some out"
        case "literal_error":
            return f"'{found}' is not known as '{name}'", f"use {limits['expected']}"
        case _:
            return f"'{name}' reads {found!r}: {error['msg'][0].lower()}{error['msg'][1:]}", "correct it"


def _named(place: Place) -> str:
    """What stands at a place, by the name an author gave it; entries of a list have a number only."""
    name = str(place[-1]) if place else ""
    return f"{place[-2]}, entry {int(name) + 1}" if place and isinstance(place[-1], int) else name


def _read(path: Path) -> str:
    """The file's text, or a problem that says why not."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        fault, cure = "not UTF-8 text", "save the file as UTF-8"
        raise FaultyFileError([Problem(str(path), line, 1, fault, cure)]) from None
    except FileNotFoundError:
        raise FaultyFileError([Problem(str(path), 1, 1, "no such file", "check the name and the folder")]) from None
    except OSError as error:
        raise FaultyFileError([Problem(str(path), 1, 1, f"cannot be read ({error.strerror})", "check it")]) from None


def load(path: Path) -> tuple[Questionnaire, QuestionnaireKeys]:
    """A questionnaire and the keys it was written as; raises FaultyFileError with every fault at once."""
    document = Document(path)
    keys = document.read_as(QuestionnaireKeys)
    for fault in faults(keys):
        document.report(fault.place, fault.fault, fault.cure, on_key=fault.on_key)
    document.refuse_faults()
    return build(keys), keys
