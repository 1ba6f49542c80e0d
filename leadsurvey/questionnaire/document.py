"""A YAML file with the place of every word: the only module that reads YAML.

What YAML lets pass and we do not (aliases, tags, keys given twice, hidden signs) is noted here; what the keys mean is
not known here.
"""

import re
from collections.abc import Iterator
from io import StringIO
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from leadsurvey.questionnaire.fault import Place
from leadsurvey.questionnaire.problems import FaultyFileError, Problem
from leadsurvey.questionnaire.shape import in_words, named

Model = TypeVar("Model", bound=BaseModel)
PLAIN = "tag:yaml.org,2002:"  # what YAML itself knows: text, numbers, dates, lists, mappings
AS_TEXT = f"{PLAIN}str"
LARGEST = 512 * 1024  # bytes: ten times the longest questionnaire we know
LONGEST_NUMBER = 30  # digits; more are no number that anybody means, and slow to read
DEEPEST = 100  # brackets inside each other
BRACKET = re.compile(r"[\[\]{}]")
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]"
)  # as YAML's escapes can write them
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")  # signs that make text read otherwise than it is written


class Document:
    """A YAML file with the place of every word."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        text = _read(path)
        self.lines = text.split("\n")
        self.node = self._compose(text)
        self.problems: list[Problem] = []
        self.inherited: dict[str, int] = {}  # how many entries of a list come from a file that this one extends
        try:
            self._tidy(self.node, set())
            self.data: Any = YAML(typ="safe", pure=True).constructor.construct_document(self.node)
        except RecursionError:
            raise _too_deep(self.name) from None

    def report(self, place: Place, fault: str, cure: str, *, on_key: bool = False) -> None:
        """Note a fault at a place such as ("capabilities", "voice", "scale")."""
        self._note(self._find(self._here(place), on_key=on_key), fault, cure)

    def locate(self, place: Place, *, on_key: bool = False) -> tuple[int, int]:
        """Line and column of a place, or of the nearest one around it that the file has."""
        mark = self._find(self._here(place), on_key=on_key).start_mark
        return mark.line + 1, mark.column + 1

    def _here(self, place: Place) -> Place:
        """The place in this very file, which holds only the last entries of a list that it adds to."""
        if len(place) > 1 and isinstance(place[1], int) and place[0] in self.inherited:
            own = place[1] - self.inherited[str(place[0])]
            return self._as_written((place[0], own, *place[2:]) if own >= 0 else place[:1])
        return self._as_written(place)

    def _as_written(self, place: Place) -> Place:
        """The place with the codes of options in a list, which count from 1, as positions in that list."""
        node, written = self.node, list(place)
        for depth, step in enumerate(place):
            if isinstance(node, SequenceNode) and isinstance(step, str) and step.isdigit():
                written[depth] = int(step) - 1
            node = _child(node, written[depth]) or node
        return tuple(written)

    def read_as(self, model: type[Model]) -> Model:
        """The file's data in the model's shape.

        What has the wrong shape is noted and left out, so that one look finds the faults of sense too;
        FaultyFileError is raised only when too little is left.
        """
        empty = set(_empty(self.data, ()))
        try:
            model.model_validate(self.data)
        except ValidationError as error:
            for found in error.errors():
                place = self._as_written(tuple(step for step in found["loc"] if step != "[key]"))
                strange = found["type"] == "extra_forbidden"
                if strange or not empty & {place, place[:-1]}:
                    self.report(place, *in_words(model, place, found), on_key=strange or "[key]" in found["loc"])
                    empty.discard(place)
                _leave_out(self.data, place)
        for place in empty:
            self.report(place, f"'{named(place)}' is empty", "fill it, or take it out", on_key=True)
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
            _refuse_depth(text)
            node = YAML(typ="safe", pure=True).compose(StringIO(text))
        except RecursionError:
            raise _too_deep(self.name) from None
        except MarkedYAMLError as error:
            raise FaultyFileError(_broken_off(self.name, self.lines, error)) from None
        except YAMLError as error:
            line = text.count("\n", 0, getattr(error, "position", 0)) + 1
            fault = "a sign stands here that is no text"
            raise FaultyFileError([Problem(self.name, line, 1, fault, "retype this line")]) from None
        if not isinstance(node, MappingNode):
            fault = "the file is empty" if node is None else "the file does not start with `key: value` lines"
            raise FaultyFileError([Problem(self.name, 1, 1, fault, "start from a shipped one")])
        return node

    def _tidy(self, node: Node, seen: set[int]) -> None:
        """Note what YAML lets pass and we do not, whatever its depth, and leave it out."""
        seen.add(id(node))
        self._tidy_tag(node)
        self._tidy_signs(node)
        self._tidy_entries(node)
        if isinstance(node, SequenceNode):
            node.value = [entry for entry in node.value if self._is_new(entry, seen)]
        if isinstance(node, MappingNode):
            self._tidy_keys(node)
            node.value = [(key, value) for key, value in node.value if self._is_new(value, seen)]

    def _is_new(self, node: Node, seen: set[int]) -> bool:
        """Tidy a node that is met for the first time; one met before is an alias, and a few of them make a bomb."""
        if id(node) in seen:
            self._note(node, "this is repeated elsewhere by an alias of YAML (*)", "write it out in both places")
            return False
        self._tidy(node, seen)
        return True

    def _tidy_signs(self, node: Node) -> None:
        if isinstance(node, ScalarNode) and TURNING.search(node.value):
            fault = "a hidden sign here makes text read otherwise than it is written"
            self._note(node, fault, "retype this text; its language sets the direction")
            node.value = TURNING.sub("", node.value)
        if isinstance(node, ScalarNode) and UNPRINTABLE.search(node.value):
            self._note(node, "a sign stands here that is no text", "retype this text")
            node.value = UNPRINTABLE.sub("", node.value)

    def _tidy_entries(self, node: Node) -> None:
        """An entry of a list that is not below the others is read as more text of the one before."""
        if not isinstance(node, ScalarNode) or node.style or node.start_mark.line == node.end_mark.line:
            return
        for line in range(node.start_mark.line + 1, node.end_mark.line + 1):
            if self.lines[line].lstrip().startswith("- "):
                fault, cure = "this line is read as more of the text above", "let every - of a list stand in one column"
                self.problems.append(Problem(self.name, line + 1, _indent(self.lines[line]) + 1, fault, cure))

    def _tidy_tag(self, node: Node) -> None:
        """Tags of one's own are refused; a day that no calendar has is left to the grammar, as text."""
        if not str(node.tag).startswith(PLAIN):
            self._note(node, f"'{node.tag}' is read as a tag of YAML", "put text that starts with ! in quotes")
            kind = "map" if isinstance(node, MappingNode) else "seq" if isinstance(node, SequenceNode) else "str"
            node.tag = PLAIN + kind
        if isinstance(node, ScalarNode) and node.tag != AS_TEXT:
            if len(node.value) > LONGEST_NUMBER:
                node.tag = AS_TEXT
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
            if on_key and depth == len(place) - 1 and isinstance(node, MappingNode):
                return next((key for key, _ in node.value if key.value == str(step)), node)
            inner = _child(node, step)
            if inner is None and isinstance(node, MappingNode):
                break
            node = inner or node
        return node


def _too_deep(name: str) -> FaultyFileError:
    fault, cure = "brackets or indentation go too deep", "close the brackets that are open"
    return FaultyFileError([Problem(name, 1, 1, fault, cure)])


def _child(node: Node, step: int | str) -> Node | None:
    """What stands in a mapping under a name, or in a list at a position."""
    if isinstance(node, MappingNode):
        return next((value for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        found: Node = node.value[step]
        return found
    return None


def _refuse_depth(text: str) -> None:
    """Brackets are counted before they are followed; those in quotes are few enough to be counted with them."""
    steps = (1 if sign in "[{" else -1 for sign in BRACKET.findall(text))
    if max(accumulate(steps), default=0) > DEEPEST:
        raise RecursionError


def _broken_off(name: str, lines: list[str], error: MarkedYAMLError) -> list[Problem]:
    """Where YAML gave up; if a block ends askew, also where that block begins, for either line may be the wrong one."""
    mark, around = error.problem_mark or error.context_mark, error.context_mark
    cure = "check indentation, colons and quotes on this line and the one above"
    told = [Problem(name, mark.line + 1, mark.column + 1, str(error.problem), cure)]
    if around and "block end" in str(error.problem):
        began = _first_of_block(lines, mark.line, around)
        fault = f"what begins here goes on at column {mark.column + 1} of line {mark.line + 1}"
        told.append(Problem(name, began + 1, _indent(lines[began]) + 1, fault, "let both begin in one column"))
    return told


def _first_of_block(lines: list[str], end: int, around: Any) -> int:
    """The first line of what stands above `end`, inside of what it is part of."""
    first = end
    for number in range(end - 1, around.line - 1, -1):
        if lines[number].strip() and not lines[number].lstrip().startswith("#"):
            if _indent(lines[number]) <= around.column:
                return number if number == around.line and first != end else first
            first = number
    return first


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _empty(data: Any, place: Place) -> Iterator[Place]:
    """The places of keys and entries with nothing behind them."""
    for step, inner in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        if inner is None:
            yield (*place, step)
        yield from _empty(inner, (*place, step))


def _leave_out(data: Any, place: Place) -> None:
    """Take what stands at a place out of the data; a place that is not there is left alone."""
    for step in place[:-1]:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(data, dict):
        data.pop(place[-1], None)


def _read(path: Path) -> str:
    """The file's text, or a problem that says why not."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            fault, cure = "more than 512 KB, which no questionnaire needs", "check that this is the right file"
            raise FaultyFileError([Problem(str(path), 1, 1, fault, cure)])
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        fault, cure = "not UTF-8 text", "save the file as UTF-8"
        raise FaultyFileError([Problem(str(path), line, 1, fault, cure)]) from None
    except FileNotFoundError:
        raise FaultyFileError([Problem(str(path), 1, 1, "no such file", "check the name and the folder")]) from None
    except OSError as error:
        raise FaultyFileError([Problem(str(path), 1, 1, f"cannot be read ({error.strerror})", "check it")]) from None
