"""The grammar of a round file."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from leadsurvey.questionnaire.grammar import Id, Keys, QuestionnaireKeys, Text, YesNo

SMALLEST_GROUP = 5


class RoundKeys(Keys):
    """The whole file."""

    round: Id
    questionnaire: Text
    opens: date
    closes: date
    timezone: Text
    languages: list[Text] = []
    units: Text
    minimum_group: Annotated[int, Field(ge=SMALLEST_GROUP, le=1000)] = 10
    invitations: Literal["personal", "open"] = "personal"
    erase_invitations: Annotated[int, Field(ge=0, le=366)] = 28
    texts: dict[Id, Text] = {}
    simulated: YesNo = False


class UnitKeys(Keys):
    """One row of the table of units."""

    id: Text
    parent: Text | None
    name: Text
    heads: dict[Id, int]


class Frozen(Keys):
    """What was promised and asked, as it is kept from opening on."""

    round: RoundKeys
    questionnaire: QuestionnaireKeys
    units: list[UnitKeys]
    places: dict[str, dict[str, tuple[str, str]]] = {}  # unit -> level -> the unit and level answers are stored under
    promise: list[str] = []
