"""The research file of a closed round, where the promise named it."""

import hashlib
from datetime import UTC, datetime

from leadsurvey.analysis.microdata import ResearchTable, canonical
from leadsurvey.fieldwork.standing import FieldworkError, stored_round
from leadsurvey.fieldwork.telling import released, stored_answers
from leadsurvey.responses.store import Store
from leadsurvey.rounds.places import Places


def research_table(store: Store, name: str) -> ResearchTable:
    """People's answers in rows, unit and level made coarse; noted in the ledger by its hash when it is first made.

    The same each time, whoever asks: there are no two files that could be put together. FieldworkError where the round
    is not closed, did not promise the file, or its staff are too few or too much alike.
    """
    from leadsurvey.analysis.coarsen import TooAlikeError
    from leadsurvey.analysis.gather import plan_of
    from leadsurvey.analysis.research import research_table as made_of
    from leadsurvey.analysis.sample import Sample

    released(store, name)
    survey = stored_round(store, name)[1]
    if not survey.research_file:
        raise FieldworkError(
            f"nobody was told of a research file in round '{name}', so there is none; "
            "write `research_file: yes` in the round file of the next round before it is opened"
        )
    plan = plan_of(survey, *stored_answers(store, name))
    shuffled = Sample.of(survey, Places(survey), *store.responses(name))  # as they lie: nobody knows this order
    try:
        table = made_of(shuffled, plan)
    except TooAlikeError:
        raise FieldworkError(
            f"there is no research file of round '{name}': staff who answered are too few, or too much of one mind, to "
            "be told one by one; what may be told is in the release"
        ) from None
    _note(store, name, hashlib.sha256(canonical(table).encode()).hexdigest())
    return table


def _note(store: Store, name: str, digest: str) -> None:
    """Write the file to the ledger; one that differs from what was made before is refused."""
    with store.write():
        if (known := store.research(name)) is None:
            store.add_research(name, digest, datetime.now(UTC).date().isoformat())
        elif known[0] != digest:
            raise FieldworkError(
                f"the research file of round '{name}' was made on {known[1]}, and would differ now; two files put "
                "together could point at people, so keep to the first"
            )
