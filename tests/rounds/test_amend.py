"""What may change in an open round: every promise that was given is kept, in every language."""

from datetime import date
from gettext import NullTranslations

import pytest

from leadsurvey.rounds import amend
from leadsurvey.rounds.amend import AmendError
from leadsurvey.rounds.load import as_round, fingerprint, freeze, load
from tests.conftest import SHIPPED, write_round

CLOSES = date(2099, 6, 1)
TOLD = date(2099, 6, 29)  # 28 days later


def english(_code):
    return NullTranslations()


@pytest.fixture
def frozen(tmp_path):
    path = write_round(tmp_path, questionnaire="distributed-leadership", closes=str(CLOSES), languages="[en, fr]")
    return freeze(load(path, SHIPPED), english)


@pytest.mark.parametrize("day", [date(2099, 6, 2), date(2099, 6, 15), TOLD])
def test_invitations_go_on_the_day_that_was_told_however_far_the_round_is_extended(frozen, day):
    changed = as_round(amend.extended(frozen, day, english))
    assert (changed.closes, changed.erased_on) == (day, TOLD)


def test_a_round_may_be_extended_more_than_once_and_still_keeps_that_day(frozen):
    once = amend.extended(frozen, date(2099, 6, 10), english)
    twice = as_round(amend.extended(once, date(2099, 6, 20), english))
    assert twice.erased_on == TOLD
    with pytest.raises(AmendError, match="2099-06-29 at most"):
        amend.extended(once, date(2099, 6, 30), english)


def test_the_promise_is_told_anew_in_every_language(frozen):
    changed = amend.raised(frozen, 14, english)
    assert set(changed.promise) == {"en", "fr"}
    for told in changed.promise.values():
        assert "14 or more" in " ".join(told)
        assert "10 or more" not in " ".join(told)


def test_places_and_all_that_is_asked_stay_as_they_were(frozen):
    for changed in (
        amend.raised(frozen, 900, english),
        amend.extended(frozen, TOLD, english),
        amend.answered_by(frozen, "Bo Example", english),
    ):
        assert (changed.places, changed.units) == (frozen.places, frozen.units)
        assert (changed.questionnaire, changed.translations) == (frozen.questionnaire, frozen.translations)


def test_each_change_gives_another_fingerprint(frozen):
    changed = [
        frozen,
        amend.raised(frozen, 11, english),
        amend.extended(frozen, TOLD, english),
        amend.answered_by(frozen, "Bo", english),
    ]
    assert len({fingerprint(each) for each in changed}) == len(changed)


@pytest.mark.parametrize("people", [10, 9, 5, 0, -1])
def test_the_smallest_group_never_falls(frozen, people):
    with pytest.raises(AmendError, match="name 11 or more"):
        amend.raised(frozen, people, english)


def test_the_smallest_group_stays_within_what_a_round_file_may_say(frozen):
    with pytest.raises(AmendError, match="1000 at most"):
        amend.raised(frozen, 1001, english)


@pytest.mark.parametrize(("contact", "said"), [(" ", "is empty"), ("ask {service}", "nothing fills braces")])
def test_a_contact_is_words(frozen, contact, said):
    with pytest.raises(AmendError, match=said):
        amend.answered_by(frozen, contact, english)


@pytest.mark.parametrize("asked", [False, True])
def test_what_becomes_of_answers_stays_as_it_was_promised(frozen, asked):
    """No change reaches the two keys that say so: neither may be set, nor taken back, once a round is open."""
    keys = {"research_file": asked, "leave_out_careless": asked}
    given = frozen.model_copy(update={"round": frozen.round.model_copy(update=keys)})
    for changed in (
        amend.raised(given, 14, english),
        amend.extended(given, TOLD, english),
        amend.answered_by(given, "Bo Example", english),
    ):
        assert (changed.round.research_file, changed.round.leave_out_careless) == (asked, asked)
        assert ("Researchers may get" in " ".join(changed.promise["en"])) == asked
