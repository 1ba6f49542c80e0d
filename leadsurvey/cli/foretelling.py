"""What `open --dry-run` tells: which groups could be shown if so many answer, and what people would be promised."""

from itertools import islice
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from leadsurvey.analysis.advice import Expected
    from leadsurvey.rounds.grammar import Frozen
    from leadsurvey.rounds.model import Round

MOST_UNITS = 30  # told without --all


def foretell(frozen: "Frozen", share: int, *, everything: bool) -> None:
    """Tell what could be shown if so many of 100 answer, what would be withheld, and what would show more."""
    from leadsurvey.analysis.advice import expect, merges, trials
    from leadsurvey.rounds.load import as_round
    from leadsurvey.rounds.promise import to_everybody

    survey = as_round(frozen)
    expected = expect(survey, share / 100)
    click.echo(f"If {share} of 100 answer everywhere, with {survey.minimum_group} as the smallest group:")
    say_what_was_merged(survey)
    _say_groups(expected, None if everything else MOST_UNITS)
    for one, other, more in merges(expected, share / 100):
        click.echo(
            f"If '{one}' and '{other}' were one unit, {more} more group{'s' if more > 1 else ''} could be shown."
        )
    for sentence in trials(expected):
        click.echo(sentence)
    click.echo("Everybody will be promised:")
    for sentence in to_everybody(survey):
        click.echo(f"  {sentence}")
    _say_what_one_is_promised(survey)
    click.echo("Nothing was opened.")


def say_what_was_merged(survey: "Round") -> None:
    """Tell which levels are too small to stand alone."""
    from leadsurvey.rounds.places import Places

    for level, target in Places(survey).levels.items():
        if level != target:
            click.echo(f"Level '{level}' has fewer than {survey.minimum_group} people: its answers join '{target}'.")


def _say_groups(expected: "Expected", most: int | None) -> None:
    """Tell of the first units level by level, and how it stands in all."""
    from leadsurvey.analysis.advice import in_all, rehearsed

    units = expected.survey.units
    for unit, lines in islice(rehearsed(expected), most):
        click.echo(f"{units[unit].name} ({unit})")
        for line in lines:
            click.echo(f"  {line}")
    if most and len(units) > most:
        click.echo(f"… and {len(units) - most:,} other units: --all tells of them too.")
    words = ("could be shown", "would be withheld", "are too small from the start, and count with a larger unit")
    counts = [f"{count:,} {becomes}" for becomes, count in zip(words, in_all(expected), strict=True) if count]
    click.echo(f"Of all groups {'; '.join(counts)}.")


def _say_what_one_is_promised(survey: "Round") -> None:
    """Tell what somebody reads whose group is too small to stand alone: the first such group, as an example."""
    from leadsurvey.rounds.places import Places
    from leadsurvey.rounds.promise import who_sees_what

    places = Places(survey)
    for unit in survey.units.values():
        for level, people in unit.heads.items():
            place = places.of(unit.id, level)
            if people and (place.unit, place.level) != (unit.id, level):
                everybody = len(who_sees_what(survey, places, None, None, invited=False))
                own = who_sees_what(survey, places, unit.id, level, invited=False)[everybody:]
                click.echo(f"And, for example, {survey.questionnaire.levels[level].title} of {unit.name}:")
                for sentence in own:
                    click.echo(f"  {sentence}")
                return
