"""What changes while a round is open: every promise is kept, and nobody learns who has answered."""

from datetime import UTC, date, datetime, timedelta

import pytest
from nacl.public import PrivateKey

from leadsurvey.fieldwork import changes, erasing, inviting, opening
from leadsurvey.fieldwork.standing import FieldworkError, stored_round
from leadsurvey.records import audit, contacts
from leadsurvey.responses.seal import Keyring, open_draft, seal_draft, seal_response, token_hash
from leadsurvey.responses.store import Store
from leadsurvey.rounds.grammar import Frozen
from leadsurvey.rounds.load import load
from leadsurvey.rounds.people import Person
from tests.conftest import leadsurvey, open_round, settings_for, write_round
from tests.web.test_at_once import all_at_once

STATES = ("open", "answered", "declined")
YESTERDAY = date.today() - timedelta(days=1)  # noqa: DTZ011 - any day near will do


@pytest.fixture
def house(tmp_path):
    settings, survey = open_round(tmp_path, closes="2099-06-01", questionnaire="levels", minimum_group=6)
    with Store(settings.database) as store:
        yield settings, store, Keyring(settings.keys), survey


def somebody(house, state="open", email="ada@example.org"):
    """The token of someone invited who is in a state."""
    _, store, keys, survey = house
    (link,) = inviting.invite(store, keys, survey, [Person(email, "east", "front", "en")], "")
    token = link.address.rpartition("/")[2]
    invitation = store.invitation(token_hash(token))
    if state == "answered":
        store.submit(invitation, seal_response(store.round("small").public_key, 0, b"x"))
    elif state == "declined":
        store.decline(invitation)
    return token


def token_of(address):
    return address.rpartition("/")[2]


# The round


def test_a_later_last_day_is_taken_and_invitations_go_on_the_day_that_was_told(house):
    settings, store, _, survey = house
    changed = changes.extend(store, "small", date(2099, 6, 20), settings.catalogues)
    assert changed.closes == date(2099, 6, 20)
    assert changed.erased_on == survey.erased_on == date(2099, 6, 29)
    assert stored_round(store, "small")[1].is_answerable(datetime(2099, 6, 20, 20, tzinfo=UTC))


@pytest.mark.parametrize("day", [date(2099, 6, 1), date(2099, 5, 30)])
def test_the_last_day_never_moves_earlier(house, day):
    settings, store, _, _ = house
    with pytest.raises(FieldworkError, match="name a later day"):
        changes.extend(store, "small", day, settings.catalogues)


def test_the_last_day_never_passes_the_day_on_which_invitations_go(house):
    settings, store, _, _ = house
    with pytest.raises(FieldworkError, match="2099-06-29 at most"):
        changes.extend(store, "small", date(2099, 6, 30), settings.catalogues)


def test_the_last_day_never_moves_to_a_day_that_is_past(tmp_path):
    settings, _ = open_round(tmp_path, closes="2026-01-10", erase_invitations=3)
    with Store(settings.database) as store, pytest.raises(FieldworkError, match="2026-01-12 is past"):
        changes.extend(store, "small", date(2026, 1, 12), settings.catalogues)


def test_a_round_whose_people_are_forgotten_goes_on_no_more(tmp_path):
    settings, survey = open_round(tmp_path, closes=str(YESTERDAY))
    with Store(settings.database) as store:
        inviting.invite(store, Keyring(settings.keys), survey, [Person("ada@example.org", "east", "front", "en")], "")
        erasing.erase_people(store, settings, "small", datetime.now(UTC))
        with pytest.raises(FieldworkError, match="could answer again"):
            changes.extend(store, "small", survey.erased_on, settings.catalogues)


def test_a_round_that_ended_and_was_not_closed_may_go_on(tmp_path):
    settings, survey = open_round(tmp_path, closes=str(YESTERDAY))
    with Store(settings.database) as store:
        changed = changes.extend(store, "small", survey.erased_on, settings.catalogues)
    assert changed.is_answerable(datetime.now(UTC))


def test_another_contact_stands_on_every_page_and_changes_nothing_else(house):
    settings, store, _, survey = house
    changed = changes.set_contact(store, "small", "Bo Example, 01 234 56", settings.catalogues)
    assert changed.texts["contact"] == "Bo Example, 01 234 56"
    assert (changed.promise, changed.placed) == (survey.promise, survey.placed)


def test_the_smallest_group_rises_and_everybody_is_told(house):
    settings, store, _, survey = house
    before = store.known("small").fingerprint
    changed = changes.raise_smallest_group(store, "small", 12, settings.catalogues)
    assert changed.minimum_group == 12
    assert "12 or more" in " ".join(changed.promise["en"])
    assert "6 or more" in " ".join(survey.promise["en"])
    assert store.known("small").fingerprint != before, "pages that are kept ready are made anew"


def test_the_smallest_group_never_falls(house):
    settings, store, _, _ = house
    for people in (6, 5):
        with pytest.raises(FieldworkError, match="can only rise"):
            changes.raise_smallest_group(store, "small", people, settings.catalogues)


def test_places_stay_what_answers_were_stored_under(house):
    settings, store, _, _ = house
    before = Frozen.model_validate_json(store.frozen("small")).places
    changes.raise_smallest_group(store, "small", 15, settings.catalogues)
    assert Frozen.model_validate_json(store.frozen("small")).places == before


def test_nothing_changes_once_closing_has_begun(house):
    settings, store, keys, _ = house
    somebody(house)
    store.start_closing("small")
    for change in (
        lambda: changes.extend(store, "small", date(2099, 6, 20), settings.catalogues),
        lambda: changes.raise_smallest_group(store, "small", 12, settings.catalogues),
        lambda: changes.set_contact(store, "small", "Bo", settings.catalogues),
        lambda: changes.revoke(store, keys, "small", "ada@example.org"),
        lambda: changes.reissue(store, keys, "small", "ada@example.org", ""),
        lambda: changes.move(store, keys, "small", "ada@example.org", "west", "front"),
    ):
        with pytest.raises(FieldworkError, match="is closed"):
            change()


# One person


@pytest.mark.parametrize("state", ["open", "declined"])
def test_a_link_taken_back_leads_nowhere_and_takes_the_draft_along(house, state):
    _, store, keys, _ = house
    token = somebody(house, state)
    if state == "open":
        store.save_draft(store.invitation(token_hash(token)), seal_draft(token, {"answers": {"voice-a": 3}}))
    changes.revoke(store, keys, "small", "ada@example.org")
    assert store.invitation(token_hash(token)) is None
    assert store.draft(token_hash(token)) is None


def test_what_was_sent_stays_when_a_link_is_taken_back_and_nobody_answers_twice(house):
    _, store, keys, survey = house
    token = somebody(house, "answered")
    changes.revoke(store, keys, "small", "ada@example.org")
    assert len(store.sealed("small")) == 1
    assert store.invitation(token_hash(token)) is None
    (again,) = inviting.invite(store, keys, survey, [Person("ada@example.org", "east", "front", "en")], "")
    assert token_of(again.address) != token
    assert store.invitation(token_hash(token_of(again.address))).state == "answered"


def test_nothing_that_is_done_afterwards_tells_who_had_answered(house):
    _, store, keys, survey = house
    seen = set()
    for state in STATES:
        email = f"{state}@example.org"
        somebody(house, state, email)
        changes.revoke(store, keys, "small", email)
        changes.revoke(store, keys, "small", email)
        changes.move(store, keys, "small", email, "west", "front")
        invited = inviting.invite(store, keys, survey, [Person(email, "west", "front", "en")], "")
        seen.add((invited.new, contacts.invited(store, "small") - STATES.index(state)))
    assert seen == {(0, 1)}


def test_inviting_the_table_again_writes_to_nobody_whose_link_was_taken_back(house):
    _, store, keys, survey = house
    old = somebody(house)
    store.save_draft(store.invitation(token_hash(old)), seal_draft(old, {"answers": {"voice-a": 3}}))
    changes.revoke(store, keys, "small", "ada@example.org")
    (again,) = inviting.invite(store, keys, survey, [Person("ada@example.org", "east", "front", "en")], "")
    new = token_of(again.address)
    assert new != old
    assert store.invitation(token_hash(new)).state == "open"
    assert store.draft(token_hash(new)) is None
    assert list(contacts.all_of(store, "small")) == []


def test_a_link_taken_back_gets_no_more_mail(house):
    _, store, keys, _ = house
    for state in STATES:
        somebody(house, state, f"{state}@example.org")
        changes.revoke(store, keys, "small", f"{state}@example.org")
    assert list(contacts.all_of(store, "small")) == []


@pytest.mark.parametrize("state", STATES)
def test_a_new_link_takes_the_place_of_the_old_one_whatever_was_done_with_it(house, state):
    _, store, keys, _ = house
    old = somebody(house, state)
    new = token_of(changes.reissue(store, keys, "small", "ada@example.org", "https://survey.example"))
    assert store.invitation(token_hash(old)) is None
    assert store.invitation(token_hash(new)).state == state
    assert len(list(contacts.all_of(store, "small"))) == 1


def test_what_was_begun_goes_along_with_a_link_that_is_mailed_at_its_old_size(house):
    _, store, keys, _ = house
    old = somebody(house)
    before = seal_draft(old, {"answers": {"voice-a": 3}}, 500)
    store.save_draft(store.invitation(token_hash(old)), before)
    new = token_of(changes.reissue(store, keys, "small", "ada@example.org", "", is_mailed=True))
    after = store.draft(token_hash(new))
    assert open_draft(new, after) == {"answers": {"voice-a": 3}}
    assert len(after) == len(before)


def test_a_new_link_that_an_organiser_sees_opens_nothing_that_was_begun(house):
    _, store, keys, _ = house
    old = somebody(house)
    store.save_draft(store.invitation(token_hash(old)), seal_draft(old, {"answers": {"voice-a": 3}}, 500))
    new = token_of(changes.reissue(store, keys, "small", "ada@example.org", ""))
    assert store.draft(token_hash(new)) is None


@pytest.mark.parametrize("state", STATES)
def test_somebody_who_moved_stands_elsewhere_whatever_they_did_before(house, state):
    _, store, keys, _ = house
    token = somebody(house, state)
    changes.move(store, keys, "small", "ada@example.org", "west", "lead")
    moved = store.invitation(token_hash(token))
    assert (moved.unit, moved.level, moved.state) == ("west", "lead", state)


@pytest.mark.parametrize("wanted", ["--revoke", "--reissue", "--move"])
def test_a_command_says_the_same_of_who_answered_and_who_did_not(house, tmp_path, wanted):
    told = set()
    for state in STATES:
        somebody(house, state, f"{state}@example.org")
        words = [wanted, "west", "lead"] if wanted == "--move" else [wanted]
        code, said, warned = leadsurvey(tmp_path, "person", "small", f"{state}@example.org", *words)
        told.add((code, said.split("/a/")[0].replace(f"{state}@", "x@"), warned))
    assert len(told) == 1
    assert told.pop()[0] == 0


def test_the_log_names_no_person(house):
    _, store, keys, _ = house
    somebody(house)
    changes.move(store, keys, "small", "ada@example.org", "west", "lead")
    changes.reissue(store, keys, "small", "ada@example.org", "")
    changes.revoke(store, keys, "small", "ada@example.org")
    lines = [f"{entry.act} {entry.what}" for entry in audit.entries(store, "small")]
    assert lines[:3] == [
        "link taken back one person's",
        "link made anew one person's",
        "person moved one person, to lead of west",
    ]
    assert "ada" not in " ".join(lines)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["bo@example.org", "--revoke"], "nobody was invited to 'small' as 'bo@example.org'"),
        (["ada@example.org", "--move", "wset", "front"], "unknown unit 'wset'; did you mean 'west'?"),
        (["ada@example.org", "--move", "west", "frnt"], "unknown level 'frnt'; did you mean 'front'?"),
    ],
)
def test_a_person_or_place_that_is_not_known_is_told(house, tmp_path, words, said):
    somebody(house)
    code, _, warned = leadsurvey(tmp_path, "person", "small", *words)
    assert (code, warned.startswith(said)) == (1, True), warned


def test_somebody_without_an_address_is_found_by_unit_and_name(house, tmp_path):
    _, store, keys, survey = house
    (link,) = inviting.invite(store, keys, survey, [Person("", "east", "front", "en", "Bo Example")], "")
    assert leadsurvey(tmp_path, "person", "small", "east/Bo Example", "--revoke")[0] == 0
    assert store.invitation(token_hash(token_of(link.address))) is None
    assert list(contacts.all_of(store, "small")) == []


# Two organisers at once


def outcomes(settings, *steps):
    """What came of steps that are taken at the same moment, each on a connection of its own."""

    def taking(step):
        def take():
            with Store(settings.database) as store:
                try:
                    step(store)
                except FieldworkError as error:
                    return str(error)
            return "done"

        return take

    return sorted(all_at_once([taking(step) for step in steps]))


def test_a_round_that_two_open_at_once_is_opened_once_with_a_key_that_fits(tmp_path):
    settings, path = settings_for(tmp_path), write_round(tmp_path)
    frozen, keys = load(path, settings.questionnaires), Keyring(settings.keys)
    with Store(settings.database) as store:
        store.migrate()
    came = outcomes(settings, *[lambda store: opening.open_round(store, keys, frozen, settings.catalogues)] * 2)
    assert came[0] == "done"
    assert "was opened before" in came[1]
    with Store(settings.database) as store:
        assert bytes(PrivateKey(keys.round_key("small")).public_key) == store.round("small").public_key


def test_of_two_who_extend_to_different_days_at_once_no_day_is_lost_or_taken_back(house):
    settings, _, _, _ = house
    days = [date(2099, 6, 10), date(2099, 6, 20)]
    came = outcomes(
        settings, *[lambda store, day=day: changes.extend(store, "small", day, settings.catalogues) for day in days]
    )
    assert came[0] == "done"
    with Store(settings.database) as store:
        assert stored_round(store, "small")[1].closes == date(2099, 6, 20)


def test_a_link_that_two_make_anew_at_once_is_one_link_in_the_end(house):
    settings, store, keys, _ = house
    somebody(house)
    came = outcomes(settings, *[lambda store: changes.reissue(store, keys, "small", "ada@example.org", "")] * 2)
    assert came == ["done", "done"]
    assert contacts.invited(store, "small") == len(list(contacts.all_of(store, "small"))) == 1


@pytest.mark.usefixtures("house")
def test_of_two_organisers_who_extend_at_once_the_second_is_told(tmp_path):
    assert leadsurvey(tmp_path, "close", "small", "--extend", "2099-06-20")[0] == 0
    code, _, said = leadsurvey(tmp_path, "close", "small", "--extend", "2099-06-20")
    assert (code, "closes on 2099-06-20; name a later day" in said) == (1, True)
