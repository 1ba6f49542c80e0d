"""One response as it is written into cells, on a line of a table or from paper: one rule for all who take it in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from leadsurvey.questionnaire.model import Comment, LevelId
from leadsurvey.questionnaire.problems import did_you_mean
from leadsurvey.responses.body import TooLongError, pack
from leadsurvey.responses.columns import ARM, Column, columns
from leadsurvey.responses.model import UNANSWERED, NotOfferedError
from leadsurvey.rounds.model import Round

Cells = Mapping[str, str]  # unit, level and what was answered, by the names of the columns


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell."""

    column: str
    fault: str
    cure: str


@dataclass(frozen=True)
class Response:
    """What the cells say; unit and level are None for those who would rather not tell."""

    unit: str | None
    level: LevelId | None
    codes: Mapping[str, int]  # by the key of the column
    comments: Mapping[str, str]
    faults: tuple[Fault, ...]


class Rule:
    """What may be written into the cells of a round."""

    def __init__(self, survey: Round) -> None:
        self._survey = survey
        self._questionnaire = survey.questionnaire
        self._named: dict[str, list[Column]] = {}  # two may share a name: one for those who predict, one for the others
        for column in columns(survey.questionnaire):
            self._named.setdefault(column.name, []).append(column)

    @property
    def names(self) -> list[str]:
        """The columns that follow unit and level, comments last."""
        return [*self._named, *(each.id for each in self._questionnaire.comments)]

    def read(self, cells: Cells) -> Response:
        """The response, with every fault there is."""
        faults: list[Fault] = []
        unit, level = self._unit(cells["unit"], faults), self._level(cells["level"], faults)
        codes = self._codes(cells, level, faults)
        faults += self._unread(codes)
        comments = {each.id: cells.get(each.id, "") for each in self._questionnaire.comments}
        for each in self._questionnaire.comments:
            faults += self._comment(each, comments[each.id], level)
        return Response(unit, level, codes, comments, tuple(faults))

    def column(self, name: str, level: LevelId | None) -> Column | None:
        """What a level answers under this name; None if it is not asked, or answers in words of its own."""
        asked = (column for column in self._named.get(name, ()) if level is None or level in column.asked)
        return next(asked, None)

    def asked(self, level: LevelId | None) -> set[str]:
        """The names of all that a level is asked."""
        asks = self._questionnaire.is_asked
        named = {name for name, some in self._named.items() if any(asks(column.asked, level) for column in some)}
        return named | {each.id for each in self._questionnaire.comments if asks(each.asked, level)}

    def _unit(self, unit: str, faults: list[Fault]) -> str | None:
        if unit and unit not in self._survey.units:
            faults.append(Fault("unit", f"unknown unit '{unit}'", did_you_mean(unit, self._survey.units)))
        return unit or None

    def _level(self, level: str, faults: list[Fault]) -> LevelId | None:
        known = self._questionnaire.levels
        if level and level not in known:
            faults.append(Fault("level", f"unknown level '{level}'", did_you_mean(level, known)))
            return None
        return LevelId(level) if level else None

    def _codes(self, cells: Cells, level: LevelId | None, faults: list[Fault]) -> dict[str, int]:
        codes = {}
        for name in self._named:
            written = cells.get(name)
            if not written:
                continue
            if column := self.column(name, level):
                try:
                    codes[column.key] = column.read(written)
                except NotOfferedError as error:
                    codes[column.key] = UNANSWERED
                    faults.append(Fault(name, f"'{written}' was never offered", str(error)))
            else:
                faults.append(_not_asked(name, level))
        return codes

    def _unread(self, codes: Mapping[str, int]) -> Iterator[Fault]:
        """An answer to a task counts only with the version that was read."""
        for task in self._questionnaire.tasks:
            arm = task.id + ARM
            if arm not in codes and any(key == task.id or key.startswith(f"{task.id}.") for key in codes):
                fault = f"'{task.id}' is answered, but not which version was read"
                yield Fault(arm, fault, f"write {' or '.join(task.arms)} into '{arm}'")

    def _comment(self, question: Comment, written: str, level: LevelId | None) -> Iterator[Fault]:
        if not written:
            return
        if not self._questionnaire.is_asked(question.asked, level):
            yield _not_asked(question.id, level)
        try:
            pack(self._questionnaire, {}, {question.id: written})
        except TooLongError as error:
            yield Fault(question.id, str(error), "shorten it")


def _not_asked(name: str, level: LevelId | None) -> Fault:
    whom = f"level '{level}'" if level else "people of no stated level"
    return Fault(name, f"'{name}' is not asked of {whom}", "leave the cell empty")
