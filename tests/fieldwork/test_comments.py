"""Comments are told only after review, only for the whole organisation, and only in words that somebody wrote."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsurvey.fieldwork import closing, comments
from leadsurvey.fieldwork.comments import TAKEN_OUT, is_left_of
from leadsurvey.fieldwork.standing import FieldworkError, stored_round
from leadsurvey.records import audit, reviewed
from leadsurvey.responses.seal import Keyring
from leadsurvey.responses.store import Store
from tests.conftest import leadsurvey
from tests.web.site import MANY_KINDS, make_site

PEOPLE = 24
ITEMS = [
    f"{part}-{letter}" for part, letters in (("voice", "abcd"), ("learn", "abc"), ("care", "ab")) for letter in letters
]


def written_round(folder, people=PEOPLE, writers=12, **keys):
    """A closed round in which so many people answered, and so many of them wrote something."""
    site = make_site(folder, questionnaire=MANY_KINDS, **keys)
    rows = [f"unit,level,{','.join(ITEMS)},better"]
    words = [f"Word {people - n:03} from someone" if n < writers else "" for n in range(people)]
    rows += [f"east,front,{','.join(str(1 + n % 5) for _ in ITEMS)},{said}" for n, said in enumerate(words)]
    (folder / "answers.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert leadsurvey(folder, "enter", "small", folder / "answers.csv")[0] == 0
    settings = site.settings
    with Store(settings.database) as store:
        closing.close(
            store, Keyring(settings.keys), "small", settings.backups, settings.links("small"), datetime.now(UTC)
        )
    return site


@pytest.fixture(scope="module")
def closed(tmp_path_factory):
    return written_round(tmp_path_factory.mktemp("closed"))


@pytest.fixture
def store(closed):
    with Store(closed.settings.database) as store:
        yield store
        with store.write():
            store.run("UPDATE comments SET state = 'waiting', told = NULL")


def told(store):
    return comments.told(store, stored_round(store, "small")[1])


def first(store, state="waiting"):
    return reviewed.first(store, "small", state)


def test_before_review_nothing_is_told(store):
    (question,) = told(store)
    assert (question.comments, question.waiting, question.withheld) == ((), 12, "")


def test_told_comments_are_in_the_order_of_their_text(store):
    for each in list(reviewed.of_round(store, "small", "waiting")):
        comments.decide(store, each, "told", None, "ada")
    (question,) = told(store)
    assert list(question.comments) == sorted(question.comments)
    assert (len(question.comments), question.waiting) == (12, 0)


def test_words_are_taken_out_and_none_is_put_in(store):
    comment = first(store)
    for words in ("Word was told by someone", f"Another word {TAKEN_OUT} someone", f"Wo{TAKEN_OUT}meone", TAKEN_OUT):
        with pytest.raises(FieldworkError, match="take words out"):
            comments.decide(store, comment, "told", words, "ada")
    comments.decide(store, comment, "told", f"Word {TAKEN_OUT} from  someone", "ada")
    (question,) = told(store)
    assert question.comments == (f"Word {TAKEN_OUT} from  someone",)


def test_a_withheld_comment_is_not_told(store):
    comments.decide(store, first(store), "withheld", None, "ada")
    (question,) = told(store)
    assert (question.comments, question.waiting) == ((), 11)


def test_of_two_who_decide_at_once_the_second_is_told_so(store):
    seen = first(store)
    comments.decide(store, seen, "withheld", None, "ada")
    with pytest.raises(FieldworkError, match="meanwhile"):
        comments.decide(store, seen, "told", None, "bea")
    assert reviewed.find(store, seen.number).state == "withheld"


def test_the_log_says_who_decided_and_not_what_was_written(store):
    comments.decide(store, first(store), "told", None, "ada@example.org")
    entry = next(audit.entries(store, "small"))
    assert (entry.who, entry.act, entry.what) == ("ada@example.org", "comment reviewed", "better: told")


@pytest.mark.parametrize(
    ("people", "writers", "why"), [(19, 12, "fewer than 20"), (24, 9, "fewer than 10 people wrote")]
)
def test_of_few_people_or_few_writers_nothing_is_told(tmp_path, people, writers, why):
    site = written_round(tmp_path, people, writers)
    with Store(site.settings.database) as store:
        for each in list(reviewed.of_round(store, "small", "waiting")):
            comments.decide(store, each, "told", None, "ada")
        (question,) = told(store)
    assert question.comments == ()
    assert why in question.withheld
    assert f"withheld: {why}" in leadsurvey(tmp_path, "comments", "small")[1]


def test_an_open_round_has_no_comments_to_read(tmp_path):
    make_site(tmp_path, questionnaire=MANY_KINDS)
    code, _, said = leadsurvey(tmp_path, "comments", "small")
    assert code == 1
    assert "sealed until it is" in said


def test_the_command_prints_what_is_told_and_how_many_wait(closed, store):
    comments.decide(store, first(store), "told", None, "ada")
    code, said, _ = leadsurvey(closed.settings.data.parent, "comments", "small")
    assert code == 0
    assert said.splitlines() == [
        "What should be tried next?",
        f"  – {first(store, 'told').text}",
        "  11 wait for review at the desk",
    ]


WORDS = st.lists(st.text(st.characters(whitelist_categories=["L", "N", "P"]), min_size=1), min_size=2, max_size=8)


@given(WORDS, st.data())
def test_a_text_with_whole_words_taken_out_is_left_of_it(words, data):
    if any(TAKEN_OUT in word for word in words):
        return
    out = data.draw(st.sets(st.sampled_from(range(len(words))), min_size=1, max_size=len(words) - 1))
    left = " ".join(TAKEN_OUT if number in out else word for number, word in enumerate(words))
    assert is_left_of(left, " ".join(words))


@given(WORDS, st.integers(0, 7), st.text(st.characters(whitelist_categories=["L"]), min_size=1))
def test_a_word_that_nobody_wrote_is_found(words, at, new):
    if any(new in word for word in words):
        return
    left = [*words[:at], new, *words[at:], TAKEN_OUT]
    assert not is_left_of(" ".join(left), " ".join(words))
