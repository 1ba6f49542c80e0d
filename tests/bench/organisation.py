"""A large organisation's round, simulated, and what planning its release takes; `disclosure` runs it as a process."""

import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from leadsurvey.analysis.disclosure.cuts import exposed
from leadsurvey.analysis.disclosure.narrow import Sums, narrow
from leadsurvey.analysis.disclosure.plan import Light
from leadsurvey.analysis.disclosure.suppress import suppress
from leadsurvey.analysis.disclosure.table import Layout, Table
from leadsurvey.analysis.findings import ALL_STAFF, canonical, from_canonical
from leadsurvey.analysis.gather import gather
from leadsurvey.analysis.planning import Indicator, of_complete, of_response, of_scores, person_scores
from leadsurvey.analysis.rows import Rows
from leadsurvey.analysis.sample import Sample
from leadsurvey.responses.columns import columns
from leadsurvey.responses.model import UNANSWERED
from leadsurvey.rounds.load import as_round, load
from leadsurvey.rounds.model import Round
from leadsurvey.rounds.places import Places
from leadsurvey.scoring.scores import Floats
from leadsurvey.settings import Settings
from tests.bench.figure import peak_mb

HEADS = {"front": 22, "lead": 11, "senior": 4, "partner": 9, "citizen": 25}  # of a unit, on average
ANSWER, MISSING = 0.6, 0.07
TEAMS = 25  # in a directorate
SHIPPED = "distributed-leadership"
ROUND = """\
round: nation
questionnaire: {questionnaire}
opens: 2027-03-02
closes: 2027-03-19
timezone: Europe/London
units: units.csv
texts: {{organisation: Nation, service: services}}
"""


def organisation(folder: Path, units: int, chance: np.random.Generator, questionnaire: str = SHIPPED) -> Round:
    """Three levels of units; people work in the lowest."""
    directorates = max(2, units // (TEAMS + 1))
    rows = ["unit,parent,name," + ",".join(HEADS), "nation,,Nation,0,0,0,0,0"]
    rows += [f"d{number},nation,Directorate {number},0,0,0,0,0" for number in range(directorates)]
    for number in range(units - directorates - 1):
        heads = [max(0, round(chance.normal(mean, mean / 2.5))) for mean in HEADS.values()]
        rows.append(f"t{number},d{number % directorates},Team {number}," + ",".join(map(str, heads)))
    (folder / "units.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "round.yaml").write_text(ROUND.format(questionnaire=questionnaire), encoding="utf-8")
    survey = as_round(load(folder / "round.yaml", Settings.from_environment(environment={}).questionnaires))
    return replace(survey, placed=Places(survey).placed)


def answers(survey: Round, places: Places, chance: np.random.Generator) -> tuple[list[int], bytes]:
    """The place and codes of everybody who answers: a level's and a unit's own view, and a person's outlook."""
    numbers: list[int] = []
    levels: list[int] = []
    for unit in survey.units.values():
        for level, name in enumerate(survey.questionnaire.levels):
            people = int(chance.binomial(unit.heads.get(name, 0), ANSWER))
            numbers += [places.numbers[places.of(unit.id, name)]] * people
            levels += [level] * people
    middle = chance.normal(3, 0.4, len(places.all))[numbers] + chance.normal(0, 0.6, len(numbers))
    return numbers, _codes(survey, middle, levels, chance).tobytes()


def _codes(survey: Round, middle: Floats, levels: list[int], chance: np.random.Generator) -> NDArray[np.int8]:
    """Rows as the store keeps them, respondents x columns; filled one column at a time, to save memory."""
    asked = columns(survey.questionnaire)
    codes = np.full((len(levels), len(asked)), UNANSWERED, dtype=np.int8)
    for number, column in enumerate(asked):
        put = np.array([column.is_asked(survey.questionnaire, level) for level in survey.questionnaire.levels])[levels]
        answered = np.flatnonzero(put & (chance.random(len(levels)) >= MISSING))
        codes[answered, number] = np.clip(np.rint(middle[answered] + chance.normal(0, 0.8, len(answered))), 1, 5)
    return codes


def timed(make: Callable[[], object]) -> tuple[float, object]:
    """How long it takes, in seconds, and what comes out."""
    start = perf_counter()
    made = make()
    return perf_counter() - start, made


def measure(units: int, folder: Path) -> dict[str, float]:
    """Seconds, megabytes and shares."""
    chance = np.random.default_rng(2015)
    survey = organisation(folder, units, chance)
    places = Places(survey)
    numbers, rows = answers(survey, places, chance)
    start = perf_counter()
    layout = Rows(survey, places)
    sample = Sample.of(survey, places, numbers, rows)
    planned = _indicators(sample, layout)
    plan = perf_counter() - start
    audit = told = wanted = 0.0
    for rows_of, each in planned:
        kept = [rows_of.rows.index((survey.root.id, ALL_STAFF))]
        table, least = Light(rows_of, each.counts, each.alike).table, survey.minimum_group
        start = perf_counter()
        found = suppress(table, least, kept=kept, lost=each.alike)
        if atoms := exposed(table, found.withheld, least):
            raise ArithmeticError(f"the release exposes {atoms}")
        plan += perf_counter() - start
        enough = sum(count >= least for count in Table(rows_of, each.counts).people()[1:])
        told, wanted = told + len(rows_of.rows) - 1 - len(found.withheld), wanted + enough
        if each.sums is not None:
            start = perf_counter()
            narrow(Sums(rows_of, each.counts, each.sums), found.withheld, least, each.alike)
            audit += perf_counter() - start
    memory = peak_mb()
    whole, findings = timed(lambda: gather(survey, numbers, rows, date(2027, 3, 20)))
    text = canonical(findings)
    return {
        "people": len(numbers),
        "rows": len(layout.layout.rows) - 1,
        "plan": plan,
        "audit": audit,
        "memory": memory,
        "shown": 100 * told / wanted,
        "gather": whole,
        "gather_memory": peak_mb(),
        "read": timed(lambda: from_canonical(text))[0],
    }


def _indicators(sample: Sample, rows: Rows) -> list[tuple[Layout, Indicator]]:
    """What is planned, each by its own rows: who answered, each capability, and staff who answered all of it."""
    scores = person_scores(sample)
    found = [(rows.layout, of_response(sample, rows))]
    found += [(rows.layout, of_scores(sample, rows, values)) for values in scores.values()]
    return found + [(rows.of_all_staff, of_complete(sample, rows, name, scores)) for name in scores]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as room:
        json.dump(measure(int(sys.argv[1]), Path(room)), sys.stdout)
