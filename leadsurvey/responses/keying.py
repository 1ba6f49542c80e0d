"""Forms on paper, keyed twice: the two keyings, where they differ, and the answers that both agree on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import SystemRandom
from threading import RLock

from leadsurvey.questionnaire.model import LevelId
from leadsurvey.responses.cells import Cells, Fault, Rule
from leadsurvey.responses.keyed import ABOUT, Forms, Table, erase, mark, names_of, write
from leadsurvey.rounds.model import Round

FIRST, SECOND = KEYINGS = ("first", "second")


class KeyedBeforeError(Exception):
    """A form of this number is there already, or is not as it was when it was shown: look again."""

    def __init__(self, sheet: int) -> None:
        self.sheet = sheet
        super().__init__(f"sheet {sheet}")


class BadCellsError(Exception):
    """Cells that `enter` would refuse; nothing was written."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(dict.fromkeys(faults))
        super().__init__("; ".join(f"{each.column}: {each.fault}" for each in self.faults))


class WrittenError(Exception):
    """The answers were written to be entered: what is keyed now would be entered twice, or never."""


class NotAgreedError(Exception):
    """Sheets are keyed once only, or differ."""


@dataclass(frozen=True)
class Seen:
    """A form as it was shown to whoever corrects it."""

    sheet: int
    mark: str


@dataclass(frozen=True)
class Difference:
    """A cell in which the two keyings of a sheet do not say the same."""

    column: str
    first: str
    second: str


@dataclass(frozen=True)
class Comparison:
    """The two keyings beside each other, by the numbers of their sheets."""

    first: Mapping[int, Cells]
    second: Mapping[int, Cells]
    differences: Mapping[int, tuple[Difference, ...]]

    @property
    def once(self) -> dict[str, list[int]]:
        """The sheets that only one keying holds."""
        return {FIRST: sorted(self.first.keys() - self.second), SECOND: sorted(self.second.keys() - self.first)}

    @property
    def is_agreed(self) -> bool:
        """Whether every sheet is keyed twice, and nothing differs."""
        return bool(self.first) and self.first.keys() == self.second.keys() and not self.differences


class Keyings:
    """The folder of both keyings of a round; one process at a time writes into it."""

    def __init__(self, folder: Path, survey: Round) -> None:
        self.folder = folder
        self.rule = Rule(survey)
        self.columns = names_of(self.rule)
        self._tables = {keying: Table(folder / f"{keying}.csv", self.rule) for keying in KEYINGS}
        self._lock = RLock()

    @property
    def answers(self) -> Path:
        """The file for `enter`."""
        return self.folder / "answers.csv"

    @property
    def is_written(self) -> bool:
        """Whether the file for `enter` is there."""
        return self.answers.exists()

    def forms(self, keying: str) -> Forms:
        """The forms of a keying by the numbers of their sheets; FaultyFileError if somebody spoilt the file."""
        return self._tables[keying].forms()

    def save(self, keying: str, sheet: int, cells: Cells, seen: Seen | None = None) -> None:
        """Add a form, or put it in place of the one that was seen, which may get another number by that.

        Raises BadCellsError, and KeyedBeforeError rather than overwrite what nobody saw.
        """
        with self._lock:
            forms = self._open(keying)
            self._refuse_faults(cells)
            was = seen.sheet if seen and seen.sheet in forms else sheet
            if seen and was in forms and mark(forms[was]) != seen.mark:
                raise KeyedBeforeError(was)
            if sheet in forms and not (seen and seen.sheet == sheet):
                raise KeyedBeforeError(sheet)
            forms.setdefault(was, cells)
            placed = ((sheet, cells) if each == was else (each, form) for each, form in forms.items())
            self._tables[keying].keep(dict(placed))

    def take_out(self, keying: str, seen: Seen) -> None:
        """Take the form that was seen out of a keying."""
        with self._lock:
            forms = self._open(keying)
            if seen.sheet in forms and mark(forms[seen.sheet]) != seen.mark:
                raise KeyedBeforeError(seen.sheet)
            forms.pop(seen.sheet, None)
            self._tables[keying].keep(forms)

    def compared(self) -> Comparison:
        """Both keyings, and where they differ."""
        with self._lock:
            first, second = self.forms(FIRST), self.forms(SECOND)
        both = sorted(first.keys() & second.keys())
        found = {sheet: tuple(self._differ(first[sheet], second[sheet])) for sheet in both}
        return Comparison(first, second, {sheet: differences for sheet, differences in found.items() if differences})

    def _differ(self, first: Cells, second: Cells) -> Iterator[Difference]:
        for name in self.columns:
            if first[name] != second[name] and self._meaning(first, name) != self._meaning(second, name):
                yield Difference(name, first[name], second[name])

    def _meaning(self, cells: Cells, name: str) -> int | str:
        """What a cell says, whichever way it is written."""
        column = self.rule.column(name, LevelId(cells["level"]) or None)
        return column.read(cells[name]) if column else cells[name]

    def settle(self, seen: Seen, cells: Cells) -> None:
        """Write the right cells of a sheet into both keyings; what its level is not asked is left out.

        Raises BadCellsError, and KeyedBeforeError if the sheet is not as it was seen.
        """
        with self._lock:
            both = {keying: self._open(keying) for keying in KEYINGS}
            kept = [forms.get(seen.sheet) for forms in both.values()]
            if mark(*(form for form in kept if form)) != seen.mark:
                raise KeyedBeforeError(seen.sheet)
            for forms in both.values():
                forms[seen.sheet] = self._settled(forms[seen.sheet], cells)
            self._refuse_faults(*(forms[seen.sheet] for forms in both.values()))
            for keying, forms in both.items():
                self._tables[keying].keep(forms)

    def _settled(self, form: Cells, cells: Cells) -> Cells:
        made = {**form, **cells}
        if made["level"] == form["level"]:
            return made
        asked = self.rule.asked(LevelId(made["level"]) or None)
        return {name: cell if name in {*ABOUT, *cells, *asked} else "" for name, cell in made.items()}

    def write_answers(self) -> None:
        """Write the file for `enter`: no numbers of sheets, and rows in an order that nobody knows."""
        with self._lock:
            compared = self.compared()
            if not compared.is_agreed:
                raise NotAgreedError
            rows = [[form[name] for name in self.columns] for form in compared.first.values()]
            SystemRandom().shuffle(rows)
            write(self.answers, [self.columns, *rows])

    def go_on(self) -> None:
        """Delete the file for `enter`, which was not entered yet, so that forms can be keyed and corrected again."""
        erase(self.answers)

    def delete(self) -> None:
        """Delete both keyings and the file for `enter`."""
        with self._lock:
            for path in (*(table.path for table in self._tables.values()), self.answers):
                erase(path)

    def _open(self, keying: str) -> Forms:
        if self.is_written:
            raise WrittenError
        return self.forms(keying)

    def _refuse_faults(self, *forms: Cells) -> None:
        if faults := [each for form in forms for each in self.rule.read(form).faults]:
            raise BadCellsError(faults)
