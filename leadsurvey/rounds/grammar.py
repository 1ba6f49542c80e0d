"""The grammar of a round file."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from leadsurvey.questionnaire.grammar import QuestionnaireKeys
from leadsurvey.questionnaire.keys import Id, Keys, Text, YesNo

SMALLEST_GROUP, LARGEST_GROUP = 5, 1000


class RoundKeys(Keys):
    """The whole file."""

    round: Id
    """Its id, used on the command line."""
    questionnaire: Text
    """A shipped one by name, or a path from this file that ends in `.yaml`."""
    opens: date
    """First day for answers in a browser."""
    closes: date
    """Last day: answers are taken until 24:00."""
    timezone: Text
    """Where these days begin and end, such as `Africa/Nairobi`."""
    languages: list[Text] = []
    """Those offered, the first one first; left out: the questionnaire's own."""
    units: Text
    """The table of units, a path from this file."""
    minimum_group: Annotated[int, Field(ge=SMALLEST_GROUP, le=LARGEST_GROUP)] = 10
    """The smallest group that is shown."""
    invitations: Literal["personal", "open"] = "personal"
    """`personal`: only people with a link of their own; `open`: anyone with the round's link as well."""
    routes: list[Id] = []
    """Ways by which people come to the round's link, such as `poster-library` and `sms`; how many came is counted."""
    at_most: Annotated[int, Field(ge=1, le=10_000_000)] | None = None
    """So many answers; then nobody new begins by the round's link or on a shared device."""
    kiosk: YesNo = False
    """yes: people without a link of their own may answer on a shared device, at `/k/ROUND`."""
    erase_invitations: Annotated[int, Field(ge=0, le=366)] = 28
    """Days after `closes` until invitations are to be erased."""
    texts: dict[Id, Text] = {}
    """Your words for the braces of the questionnaire, and `contact` for questions."""
    logo: Text | None = None
    """Your organisation's, a PNG or JPEG, a path from this file; it stands on pages, letters, mail and reports."""
    since: Id | None = None
    """The round before this one, by its id: where both asked the same, reports tell what has changed."""
    crosswalk: dict[Id, Id] = {}
    """Items that were reworded and still mean the same: this round's id, then that of the round before."""
    leave_out_careless: YesNo = False
    """yes: answers that show two independent signs of not having been read are left out of all figures."""
    research_file: YesNo = False
    """yes: once it is closed, a file of single people's answers to the statements may be made for researchers."""
    simulated: YesNo = False
    """yes: every page is marked as simulated data."""


class UnitKeys(Keys):
    """One row of the table of units."""

    id: Text
    parent: Text | None
    name: Text
    heads: dict[Id, int]


def _by_language(promise: object) -> object:
    """Rounds opened before there were translations hold their promise as one list, in English."""
    return {"en": promise} if isinstance(promise, list) else promise


class Frozen(Keys):
    """What was promised and asked, as it is kept from opening on."""

    round: RoundKeys
    questionnaire: QuestionnaireKeys
    units: list[UnitKeys]
    places: dict[str, dict[str, tuple[str, str]]] = {}  # unit -> level -> the unit and level answers are stored under
    promise: Annotated[dict[str, list[str]], BeforeValidator(_by_language)] = {}
    logo: str = ""  # a picture, as an address that holds it
    rehearsal: bool = False  # nothing that is answered is ever read
    translations: dict[str, dict[str, str]] = {}  # language -> context of a text -> its translation
