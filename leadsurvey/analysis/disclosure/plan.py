"""Which rows of a round may be told, for all readers at once, and why the others may not.

Readers talk, so there is one plan; what is safe together is safe in every part. Each indicator is a table of its own,
with the people who gave it a valid answer. In turn: rows of fewer than the smallest group go, and rows of one mind;
then what would give away a small group by difference; then what would hem someone in. What goes for the last reason
makes room for more to be worked out, so the audits are run again until both hold.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from leadsurvey.analysis.disclosure.cuts import exposed
from leadsurvey.analysis.disclosure.figures import Reason, Withheld
from leadsurvey.analysis.disclosure.narrow import Sums, narrow
from leadsurvey.analysis.disclosure.suppress import Suppression, suppress
from leadsurvey.analysis.disclosure.table import Layout, Table
from leadsurvey.scoring.scores import Floats

Row = tuple[str, str]  # a unit with all units below it, and a level or ALL_STAFF
T = TypeVar("T")


@dataclass(frozen=True)
class Verdict:
    """What becomes of the rows of one indicator: those that may not be told, and whom the others protect by that."""

    rows: frozenset[Any]
    withheld: Mapping[Any, Reason]
    exposed: Mapping[Any, tuple[Any, ...]]  # for rows withheld for others' sake: the atoms that they would expose

    def reason(self, row: Any) -> Reason | None:
        """Why a row is withheld; None if it may be told. A row that was never planned may not."""
        return self.withheld.get(row) if row in self.rows else Reason.UNPLANNED

    def clear(self, row: Any, make: Callable[[], T]) -> T | Withheld:
        """What `make` tells of a row, or that it is withheld; then nothing is made."""
        reason = self.reason(row)
        return Withheld(reason) if reason else make()


def verdict(
    layout: Layout,
    counts: Sequence[int],
    least: int,
    *,
    sums: Floats | None = None,
    alike: Collection[int] = (),
    kept: Collection[int] = (),
) -> Verdict:
    """Plan one indicator from the valid answers of each atom; `sums` of scores, 0 to 100, where ends may tell.

    `alike` are rows of one mind: their mean is each one's answer, so they weigh as one person.
    """
    light = Light(layout, counts, alike)
    lost = {*alike}
    found = suppress(light.table, least, kept=kept, lost=lost)
    while sums is not None and (hemmed := narrow(Sums(layout, counts, sums), found.withheld, least, alike)):
        for group in hemmed:
            if not light.lighten(group):  # it is known too nearly although nothing tells of it alone
                lost.add(_cheapest_around(light.table, group, found.withheld, kept))
        found = suppress(light.table, least, kept=kept, lost=lost)
    return _told(layout, Table(layout, counts).people(), least, found)


class Light:
    """People of whom one answer would tell all, because they are of one mind or hemmed in: they weigh as one person."""

    def __init__(self, layout: Layout, counts: Sequence[int], alike: Collection[int]) -> None:
        people = Table(layout, counts).people()
        self._weights = [float(count) for count in counts]
        self._lightened: set[tuple[int, ...]] = set()
        self.table = Table(layout, self._weights)
        for atom, ends in enumerate(layout.ends):
            around = [people[row] for end in ends for row in layout.path(end) if row in alike]
            self._weights[atom] /= max(around, default=1.0) or 1.0  # so that none of these rows weighs more than one

    def lighten(self, group: tuple[int, ...]) -> bool:
        """Let these atoms weigh as one person; False if they do already."""
        if group in self._lightened:
            return False
        self._lightened.add(group)
        total = sum(self._weights[atom] for atom in group)
        for atom in group:
            self._weights[atom] /= max(1.0, total)
        return True


def _cheapest_around(table: Table, group: tuple[int, ...], withheld: Collection[int], kept: Collection[int]) -> int:
    """The smallest row that is told and holds one of a group."""
    people = table.people()
    rows = {row for atom in group for end in table.layout.ends[atom] for row in table.layout.path(end)}
    return min(rows - {*withheld}, key=lambda row: (row in kept, people[row], -row))


def _told(layout: Layout, people: list[float], least: int, found: Suppression) -> Verdict:
    """The verdict; that a group is of one mind is no reason to be told, for it would tell what each of them said."""
    names = layout.rows
    reasons = {row: Reason.FEW if people[row] < least else Reason.TOGETHER for row in sorted(found.withheld)}
    return Verdict(
        frozenset(names[1:]),
        {names[row]: reason for row, reason in reasons.items()},
        {names[row]: tuple(layout.atoms[atom] for atom in atoms) for row, atoms in found.second.items()},
    )


def admit(
    layout: Layout,
    counts: Sequence[int],
    least: int,
    told: Collection[int],
    wanted: Sequence[int],
    *,
    sums: Floats | None = None,
    alike: Collection[int] = (),
) -> Verdict:
    """Which of the wanted rows may be told beside those that were told before: what was told stays, a new row loses."""
    table, people = Light(layout, counts, alike).table, Table(layout, counts).people()
    hidden = frozenset(range(1, len(layout.rows))) - {*told}
    reasons: dict[Any, Reason] = {}
    found: dict[Any, tuple[Any, ...]] = {}
    for row in wanted:
        name, without = layout.rows[row], hidden - {row}
        if people[row] < least:
            reasons[name] = Reason.FEW
        elif atoms := exposed(table, without, least):
            reasons[name], found[name] = Reason.TOGETHER, tuple(layout.atoms[atom] for atom in atoms)
        elif row in alike or (sums is not None and narrow(Sums(layout, counts, sums), without, least, alike)):
            reasons[name] = Reason.TOGETHER
        else:
            hidden = without
    return Verdict(frozenset(layout.rows[row] for row in wanted), reasons, found)
