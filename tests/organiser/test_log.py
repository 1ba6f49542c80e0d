"""The log: every view, download and change of the desk is a line, and no secret is in any."""

import csv
import io

import pytest

from leadsurvey.records import audit
from leadsurvey.responses.database import StorageError
from tests.organiser.desk import ORGANISER, OWNER, PASSWORD


def rows(page):
    return list(csv.reader(io.StringIO(page.text)))


def test_what_is_looked_at_is_a_line_with_its_round(desk):
    organiser = desk.organiser
    organiser.get("/desk/round/small/log")
    assert desk.acts()[-1] == (ORGANISER, "looked at the log of the round", "small", "")
    assert "gil@example.org" in organiser.get("/desk/round/small/log").text


def test_an_organiser_reads_the_lines_of_the_own_round_alone(desk):
    desk.owner.get("/desk/accounts")
    with desk.store() as store:
        audit.note(store, OWNER, "did something elsewhere", "other")
    page = desk.organiser.get("/desk/round/small/log")
    assert "elsewhere" not in page.text
    assert "accounts" not in page.text.partition("<main")[2]


def test_a_download_holds_every_line_and_is_itself_one(desk):
    owner = desk.owner
    page = owner.get("/desk/log.csv")
    assert page.headers["Content-Disposition"] == "attachment; filename=log.csv"
    assert page.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert rows(page)[0] == ["at", "who", "act", "round", "what"]
    assert desk.acts()[-1][:2] == (OWNER, "downloaded the log")
    assert rows(owner.get("/desk/log.csv"))[1][1:3] == [OWNER, "downloaded the log"]
    desk.organiser.get("/desk/round/small/log.csv")
    assert desk.acts()[-1] == (ORGANISER, "downloaded the log of the round", "small", "")


@pytest.mark.parametrize("what", ["=cmd|'/c calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1"])
def test_a_cell_that_would_be_run_as_a_formula_is_plain_text(desk, what):
    with desk.store() as store:
        audit.note(store, OWNER, "looked", "small", what)
    assert rows(desk.organiser.get("/desk/round/small/log.csv"))[1][4] == f"'{what}"


def test_what_somebody_wrote_is_shown_as_text(desk):
    with desk.store() as store:
        audit.note(store, OWNER, "looked", "small", "<script>alert(1)</script>")
    page = desk.organiser.get("/desk/round/small/log")
    assert "&lt;script&gt;" in page.text
    assert "<script" not in page.text


def test_a_long_log_shows_its_last_lines_and_the_file_all(desk):
    with desk.store() as store, store.write():
        for number in range(520):
            audit.note(store, OWNER, f"act {number}", "small")
    organiser = desk.organiser
    page = organiser.get("/desk/round/small/log")
    assert "These are the last 500 lines" in page.text
    assert "act 519" in page.text
    assert "act 12<" not in page.text
    acts = [row[2] for row in rows(organiser.get("/desk/round/small/log.csv"))]
    assert {f"act {number}" for number in range(520)} <= set(acts)


def test_nobody_changes_or_deletes_a_line(desk):
    desk.owner  # noqa: B018 - signs in
    for sql in ("DELETE FROM audit", "UPDATE audit SET who = 'nobody'"):
        with pytest.raises(StorageError, match="audit log"):
            desk.run(sql)


def test_no_secret_is_ever_in_the_log(desk, caplog):
    owner = desk.owner
    owner.get("/desk/accounts/new")
    page = owner.post("/desk/accounts/new", email="ada@example.org", **{"role-small": "viewer"})
    token = page.text.partition("/desk/welcome/")[2].partition("<")[0]
    desk.browser().sign_in("x", "typed-a-wrong-password")
    told = str(desk.log()) + caplog.text
    for secret in (PASSWORD, desk.factors[OWNER], owner.cookie(), owner._token, token, "typed-a-wrong-password"):
        assert secret
        assert secret not in told
