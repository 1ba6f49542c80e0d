"""What a release gives away, from the definition and nothing else: exact algebra on its rows, no graph.

A reader knows the sum of every row that is told, and so every combination of these sums. Somebody is exposed where a
combination, not nought everywhere, is nought for all but a few people. Slow, and written apart from the house.
"""

from heapq import heappop, heappush
from itertools import combinations
from math import gcd

NOBODY = float("inf")


def fewest_exposed(people, told, least):
    """The fewest people, if below `least`, who alone carry some combination of the rows; `told` are sets of atoms."""
    there = [atom for atom, count in people.items() if count]
    spanning, found = independent([[int(atom in row) for atom in there] for row in told]), NOBODY
    for group in light_groups([(atom, people[atom]) for atom in there], least):
        rest = [number for number, atom in enumerate(there) if atom not in group]
        if rank([[row[number] for number in rest] for row in spanning]) < len(spanning):
            found = min(found, sum(people[atom] for atom in group))
    return found


def carries(people, told, group):
    """Whether some combination of the rows, not nought everywhere, is nought for all who are not in the group."""
    there = [atom for atom, count in people.items() if count]
    without = [[int(atom in row) for atom in there if atom not in group] for row in told]
    return rank(without) < rank([[int(atom in row) for atom in there] for row in told])


def light_groups(atoms, least):
    """Every group of atoms with fewer people than that."""
    small = [(atom, count) for atom, count in atoms if count < least]
    for size in range(1, len(small) + 1):
        for group in combinations(small, size):
            if sum(count for _, count in group) < least:
                yield {atom for atom, _ in group}


def rank(table):
    """The rank of a matrix of whole numbers, exactly."""
    return len(independent(table))


def independent(table):
    """Rows that span what the rows of a matrix span, none of them too many: elimination in whole numbers."""
    left, found = [row for row in table if any(row)], []
    while left:
        pivot = left.pop()
        found.append(pivot)
        column = next(number for number, value in enumerate(pivot) if value)
        left = [row for row in (without(row, pivot, column) for row in left) if any(row)]
    return found


def without(row, pivot, column):
    """The row less as much of another as makes it nought in a column."""
    if not row[column]:
        return row
    less = [pivot[column] * a - row[column] * b for a, b in zip(row, pivot, strict=True)]
    shared = gcd(*less) or 1
    return [value // shared for value in less]


def cheapest_release(people, rows, least, kept=()):
    """The rows to withhold besides those too small, at the least price; rows to be kept cost a million more."""
    sizes = {name: sum(people[atom] for atom in row) for name, row in rows.items()}
    prices = {name: size + 10**6 * (name in kept) for name, size in sizes.items() if size >= least}
    for cost, gone in by_price(prices):
        if fewest_exposed(people, [rows[name] for name in prices if name not in gone], least) == NOBODY:
            return cost, gone
    raise AssertionError("a release without rows tells nothing")


def by_price(prices):
    """Every choice of things, the cheapest first, of the same price the fewest."""
    order = sorted(prices, key=prices.get)
    price = [prices[name] for name in order]
    queue = [(0, 0, ())]
    while queue:
        cost, size, chosen = heappop(queue)
        yield cost, tuple(order[number] for number in chosen)
        last = chosen[-1] if chosen else -1
        if last + 1 < len(order):
            heappush(queue, (cost + price[last + 1], size + 1, (*chosen, last + 1)))
            if chosen:
                heappush(queue, (cost - price[last] + price[last + 1], size, (*chosen[:-1], last + 1)))
