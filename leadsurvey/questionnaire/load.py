"""A questionnaire file in, a `Questionnaire` out; the only module that knows YAML."""

from io import StringIO
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from leadsurvey.questionnaire.build import build
from leadsurvey.questionnaire.check import faults
from leadsurvey.questionnaire.grammar import QuestionnaireKeys, keys_at
from leadsurvey.questionnaire.model import Questionnaire
from leadsurvey.questionnaire.problems import FaultyFileError, Problem, did_you_mean

Model = TypeVar("Model", bound=BaseModel)
Place = tuple[int | str, ...]


class Document:
    """A YAML file with the place of every word."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self.node = self._compose(_read(path))
        self.problems: list[Problem] = []
        self._drop_keys_given_twice(self.node)
        self.data: Any = YAML(typ="safe", pure=True).constructor.construct_document(self.node)

    def report(self, place: Place, fault: str, cure: str, *, on_key: bool = False) -> None:
        """Note a fault at a place such as ("capabilities", "voice", "scale")."""
        node = self._find(place, on_key=on_key)
        self.problems.append(Problem(self.name, node.start_mark.line + 1, node.start_mark.column + 1, fault, cure))

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
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            cure = "check indentation, colons and quotes on this line and the one above"
            raise FaultyFileError(
                [Problem(self.name, mark.line + 1, mark.column + 1, str(error.problem), cure)]
            ) from None
        except YAMLError as error:
            fault = " ".join(str(error).split())
            raise FaultyFileError([Problem(self.name, 1, 1, f"not readable as YAML ({fault})", "retype it")]) from None
        if not isinstance(node, MappingNode):
            fault = "the file is empty" if node is None else "the file does not start with `key: value` lines"
            raise FaultyFileError([Problem(self.name, 1, 1, fault, "start from a shipped one")])
        return node

    def _drop_keys_given_twice(self, node: Node) -> None:
        """Note every repeated key, whatever its depth, and keep the first."""
        if isinstance(node, SequenceNode):
            for entry in node.value:
                self._drop_keys_given_twice(entry)
        if not isinstance(node, MappingNode):
            return
        first: dict[str, Node] = {}
        for key, value in list(node.value):
            if key.value in first:
                fault = f"'{key.value}' is already there on line {first[key.value].start_mark.line + 1}"
                line, column = key.start_mark.line + 1, key.start_mark.column + 1
                cure = "give it another name, or take one of the two out"
                self.problems.append(Problem(self.name, line, column, fault, cure))
                node.value.remove((key, value))
            first.setdefault(key.value, key)
            self._drop_keys_given_twice(value)

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
    name, found, limits = str(place[-1]) if place else "", error["input"], error.get("ctx", {})
    match error["type"]:
        case "extra_forbidden":
            return f"unknown key '{name}'", did_you_mean(name, keys_at(model, place[:-1]))
        case "missing":
            return f"key '{name}' is missing", "add it"
        case "string_type":
            return f"'{name}' must be text, but reads {found!r}", "write text, in quotes where it is a number"
        case "string_pattern_mismatch":
            return f"'{found}' cannot be used as a name here", "use letters, digits, - and _ only"
        case "string_too_short" | "too_short":
            return f"'{name}' is empty", "fill it, or take it out"
        case "too_long":
            return f"'{name}' has more than {limits['max_length']} entries", "take some out"
        case "bool_type":
            return f"'{name}' must be yes or no, but reads {found!r}", "write yes or no"
        case "literal_error":
            return f"'{found}' is not known as '{name}'", f"use {limits['expected']}"
        case _:
            return f"'{name}' reads {found!r}: {error['msg'][0].lower()}{error['msg'][1:]}", "correct it"


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
