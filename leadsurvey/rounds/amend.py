"""What may change once a round is open: only what keeps every promise that was given.

The last day may move later, the smallest group may rise, and questions may go to somebody else. Places never change:
answers are stored under them. Nor does what becomes of answers: whether careless ones are left out, and whether
researchers may get a file of single ones, is decided before anybody answers.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from gettext import NullTranslations
from typing import Any

from leadsurvey.questionnaire.prose import PLACEHOLDER
from leadsurvey.rounds.grammar import LARGEST_GROUP, Frozen
from leadsurvey.rounds.load import as_round
from leadsurvey.rounds.promise import Voice, to_everybody

Texts = Callable[[str], NullTranslations]


class AmendError(Exception):
    """A change that would break what people were told; its text says why and what is possible."""


def extended(frozen: Frozen, closes: date, texts: Texts) -> Frozen:
    """The round with a later last day. Invitations are erased on the day that people were told."""
    keys, told = frozen.round, as_round(frozen).erased_on
    if closes <= keys.closes:
        raise AmendError(f"the round closes on {keys.closes}; name a later day, or end it now with `close`")
    if closes > told:
        raise AmendError(f"people were told that invitations are erased on {told}; the last day can be {told} at most")
    return _with(frozen, {"closes": closes, "erase_invitations": (told - closes).days}, texts)


def raised(frozen: Frozen, minimum_group: int, texts: Texts) -> Frozen:
    """The round with a larger smallest group."""
    known = frozen.round.minimum_group
    if minimum_group <= known:
        raise AmendError(
            f"the smallest group is {known}, and that was promised: it can only rise; name {known + 1} or more"
        )
    if minimum_group > LARGEST_GROUP:
        raise AmendError(f"the smallest group can be {LARGEST_GROUP} at most")
    return _with(frozen, {"minimum_group": minimum_group}, texts)


def answered_by(frozen: Frozen, contact: str, texts: Texts) -> Frozen:
    """The round with somebody else whom people may ask."""
    if not contact.strip():
        raise AmendError("the contact is empty; write whom people may ask, and how to reach them")
    if PLACEHOLDER.search(contact):
        raise AmendError("nothing fills braces in the contact; write the words themselves")
    return _with(frozen, {"texts": {**frozen.round.texts, "contact": contact.strip()}}, texts)


def _with(frozen: Frozen, changes: dict[str, Any], texts: Texts) -> Frozen:
    """The same with some keys changed, and the promise told anew in every language of the round."""
    changed = frozen.model_copy(update={"round": frozen.round.model_copy(update=changes)})
    survey = replace(as_round(changed), promise={})
    told = {language: to_everybody(survey, Voice(language, texts(language))) for language in survey.languages}
    return changed.model_copy(update={"promise": told})
