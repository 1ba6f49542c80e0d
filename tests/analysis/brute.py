"""What a release gives away, from the definition and nothing else: exact algebra on its rows, no graph.

A reader knows the sum of every row that is told, and so every combination of these sums. Somebody is exposed where a
combination, not nought everywhere, is nought for all but a few people. Slow, and written apart from the house.
"""

from fractions import Fraction
from itertools import combinations

NOBODY = float("inf")


def fewest_exposed(people, told, least):
    """The fewest people, if below `least`, who alone carry some combination of the rows; `told` are sets of atoms."""
    there = [atom for atom, count in people.items() if count]
    table = [[int(atom in row) for atom in there] for row in told]
    whole, found = rank(table), NOBODY
    for group in light_groups([(atom, people[atom]) for atom in there], least):
        rest = [number for number, atom in enumerate(there) if atom not in group]
        if rank([[row[number] for number in rest] for row in table]) < whole:
            found = min(found, sum(people[atom] for atom in group))
    return found


def light_groups(atoms, least):
    """Every group of atoms with fewer people than that."""
    small = [(atom, count) for atom, count in atoms if count < least]
    for size in range(1, len(small) + 1):
        for group in combinations(small, size):
            if sum(count for _, count in group) < least:
                yield {atom for atom, _ in group}


def rank(table):
    """The rank of a matrix, exactly."""
    rows, found = [[Fraction(value) for value in row] for row in table], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((number for number in range(found, len(rows)) if rows[number][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for number in range(found + 1, len(rows)):
            factor = rows[number][column] / rows[found][column]
            if factor:
                rows[number] = [a - factor * b for a, b in zip(rows[number], rows[found], strict=True)]
        found += 1
    return found


def cheapest_release(people, rows, least, kept=()):
    """The rows to withhold besides those too small, at the least price; rows to be kept cost a million more."""
    sizes = {name: sum(people[atom] for atom in row) for name, row in rows.items()}
    price = {name: size + 10**6 * (name in kept) for name, size in sizes.items()}
    open_rows = [name for name, size in sizes.items() if size >= least]
    best = (NOBODY, ())
    for size in range(len(open_rows) + 1):
        for gone in combinations(open_rows, size):
            cost = sum(price[name] for name in gone)
            told = [rows[name] for name in open_rows if name not in gone]
            if cost < best[0] and fewest_exposed(people, told, least) == NOBODY:
                best = (cost, gone)
    return best
