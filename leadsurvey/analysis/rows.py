"""The rows of a round: each unit with all below it, one level at a time or all staff, and where its people stand."""

from collections.abc import Mapping
from functools import cached_property

from leadsurvey.analysis.disclosure.plan import Row
from leadsurvey.analysis.disclosure.table import Layout
from leadsurvey.analysis.findings import ALL_STAFF
from leadsurvey.rounds.model import Round
from leadsurvey.rounds.places import Places


class Rows:
    """Every row that any reader may be told, as the numbers of the places that make it up."""

    def __init__(self, survey: Round, places: Places) -> None:
        self._survey = survey
        staff = {*survey.questionnaire.staff, ""}  # "" are people who would rather not say their level
        levels: dict[Row, list[int]] = {}
        totals: dict[Row, list[int]] = {(unit, ALL_STAFF): [] for unit in survey.units}
        for number, place in enumerate(places.all):
            for unit in survey.path(place.unit):
                if place.level:
                    levels.setdefault((unit, place.level), []).append(number)
                if place.level in staff:
                    totals.setdefault((unit, ALL_STAFF), []).append(number)
        self._levels, self._totals, self.places = levels, totals, places.all

    @cached_property
    def of(self) -> Mapping[Row, list[int]]:
        """The places of each row."""
        return self._levels | self._totals

    @cached_property
    def layout(self) -> Layout:
        """The rows for the disclosure audit; places are its atoms."""
        order = {unit: number for number, unit in enumerate(self._survey.units)}  # parents come first
        levels, totals = (
            dict(sorted(family.items(), key=lambda row: order[row[0][0]])) for family in (self._levels, self._totals)
        )
        return Layout.of(range(len(self.places)), levels, totals)

    @cached_property
    def of_all_staff(self) -> Layout:
        """The rows of all staff alone, for what is told of no level."""
        return Layout.of(range(len(self.places)), {}, self._totals)
