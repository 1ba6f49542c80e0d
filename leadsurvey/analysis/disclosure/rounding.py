"""What shares leave open that are told to the nearest 5 of 100: how many people may have chosen each option.

Among twenty people 5 of 100 are one person, and rounding hides nothing; the more people, the more it leaves open. It is
worked out in whole numbers, as somebody would who knows how many people answered.
"""

from collections.abc import Iterable, Sequence

from leadsurvey.analysis.disclosure.figures import COUNT_STEP, nearest

Ends = tuple[float, float]


def rounded_shares(counts: Sequence[int]) -> tuple[int, ...]:
    """Of 100 people how many are in each count, to the nearest 5; each for itself, so that they may not add up."""
    people = sum(counts)
    return tuple(nearest(100 * count / people, COUNT_STEP) for count in counts)


def possible_totals(counts: Sequence[int], values: Sequence[float]) -> Ends:
    """The lowest and the highest total of `values`, one for each option, that people with the same shares may have."""
    people = sum(counts)
    fewest, most = zip(*(_possible(share, people) for share in rounded_shares(counts)), strict=True)
    room = [high - low for low, high in zip(fewest, most, strict=True)]
    least = sum(low * value for low, value in zip(fewest, values, strict=True))
    spare = people - sum(fewest)  # they are somewhere: all as low as there is room, or all as high
    lowest, highest = (
        least + _placed(spare, sorted(zip(values, room, strict=True), reverse=high)) for high in (False, True)
    )
    return lowest, highest


def possible_ends(counts: Sequence[int], values: Sequence[float]) -> Ends:
    """The lowest and the highest value that somebody may have chosen, as far as rounded shares tell."""
    people = sum(counts)
    open_to = [
        value for value, share in zip(values, rounded_shares(counts), strict=True) if _possible(share, people)[1]
    ]
    return min(open_to), max(open_to)


def _possible(share: int, people: int) -> tuple[int, int]:
    """The smallest and the largest number of these people that is told as `share`; halves go upward."""
    low, above = (-(-(2 * share + side) * people // 200) for side in (-COUNT_STEP, COUNT_STEP))
    return max(0, low), min(people, above - 1)


def _placed(spare: int, options: Iterable[tuple[float, int]]) -> float:
    """The total of `spare` people who fill options, each a value with the room that it has, one after the other."""
    total = 0.0
    for value, room in options:
        here = min(spare, room)
        total, spare = total + here * value, spare - here
    return total
