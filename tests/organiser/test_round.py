"""A small round through the desk, from its files to its reports, by HTTP."""

import io
import json
import re
import zipfile

import pytest
from markupsafe import escape
from openpyxl import Workbook

from leadsurvey.fieldwork.telling import released
from leadsurvey.records import jobs
from leadsurvey.report.book import Book
from leadsurvey.report.tongue import Tongue
from leadsurvey.work.workshop import held
from tests.conftest import leadsurvey
from tests.organiser.desk import OWNER as OLU
from tests.organiser.desk import Desk
from tests.web.site import MANY_KINDS, UNITS, make_site
from tests.work.waiting import until

ROUND = """\
round: autumn
questionnaire: kinds.yaml
opens: 2020-01-01
closes: 2099-12-31
timezone: Europe/London
units: units.csv
"""
FILES = {"round": ("round.yaml", ROUND), "units": ("units.csv", UNITS), "questionnaire": ("kinds.yaml", MANY_KINDS)}
ITEMS = [
    f"{part}-{letter}" for part, letters in (("voice", "abcd"), ("learn", "abc"), ("care", "ab")) for letter in letters
]


def sent(**changes):
    """The files of a round as a browser sends them, some changed."""
    files = {**FILES, **changes}
    return {
        name: (io.BytesIO(text if isinstance(text, bytes) else text.encode()), called)
        for name, (called, text) in files.items()
    }


def waiting(page):
    """Where the files wait that were sent."""
    assert page.status == 303, page.text
    return page.leads_to


def opened(browser, **changes):
    """A round opened from files."""
    browser.get("/desk/new")
    where = waiting(browser.upload("/desk/new", **sent(**changes)))
    page = browser.get(where)
    return browser.post(where, state=page.field("state"))


def done(desk, name="small"):
    """The last job of a round once it has ended."""

    def last():
        with desk.store() as store:
            found = [job for job in jobs.of_round(store, name) if job.has_ended]
            return found[0] if found else None

    return until(last)


def answers(people=24, writers=12):
    """A table of answers; some wrote something."""
    lines = [f"unit,level,{','.join(ITEMS)},better"]
    for number in range(people):
        unit, said = ("east", "west")[number % 2], f"Say {number:02} of Ada" if number < writers else ""
        lines.append(f"{unit},front,{','.join(str(1 + (number + n) % 5) for n in range(len(ITEMS)))},{said}")
    return "\n".join(lines) + "\n"


@pytest.fixture
def site(tmp_path):
    """An installation with an open round of many kinds of questions."""
    return make_site(tmp_path / "site", questionnaire=MANY_KINDS)


@pytest.fixture
def closed(desk, site, tmp_path):
    """A desk whose round was answered and closed."""
    enter(desk, tmp_path)
    site.close()
    return desk


def enter(desk, folder):
    """Take in answers as from paper."""
    path = folder / "answers.csv"
    path.write_text(answers(), encoding="utf-8")
    assert leadsurvey(desk.settings.data.parent, "enter", "small", path)[0] == 0


# Opening


def test_a_fault_is_shown_with_place_and_cure_and_nothing_is_kept(desk):
    owner = desk.owner
    page = owner.upload("/desk/new", **sent(units=("units.csv", UNITS.replace("20,12", "20,twelve", 1))))
    assert page.status == 422
    assert "twelve" in page.text
    assert "write a whole number" in page.text
    assert str(desk.settings.data) not in page.text
    assert list(desk.settings.uploads.iterdir()) == []


def test_a_round_is_looked_at_and_then_opened(desk):
    owner = desk.owner
    where = waiting(owner.upload("/desk/new", **sent()))
    page = owner.get(where)
    assert "The &lt;whole&gt; house gets figures for groups" in page.text
    assert "Level <code>senior</code> has fewer than 10 people" in page.text
    assert owner.post(where, state=page.field("state")).leads_to == "/desk/round/autumn"
    assert "takes answers until 2099-12-31" in owner.get("/desk/round/autumn").text
    assert list(desk.settings.uploads.iterdir()) == []
    assert (OLU, "opened a round", None, "autumn") in desk.acts()


def test_a_rehearsal_leaves_the_files_for_opening(desk):
    owner = desk.owner
    where = waiting(owner.upload("/desk/new", **sent()))
    state = owner.get(where).field("state")
    assert owner.post(where, state=state, rehearsal="y").leads_to == "/desk/round/autumn-rehearsal"
    assert owner.post(where, state=state).leads_to == "/desk/round/autumn"


def test_files_wait_for_whoever_sent_them_alone(desk):
    owner = desk.owner
    where = waiting(owner.upload("/desk/new", **sent()))
    desk.add("second@example.org", {"*": "organiser"}, factor=True)
    other = desk.signed_in("second@example.org")
    assert other.get(where).status == 409
    assert "are not here any more" in other.get("/desk/new/1-aaaaaaaaaaaaaaaaaaaaaaaaa").text


@pytest.mark.parametrize(
    "named", ["../../keys/secret", "/etc/passwd", "./units.csv", "..\\units.csv", "units.csv/../units.csv", "other.csv"]
)
def test_a_round_names_no_file_that_was_not_sent(desk, named):
    text = ROUND.replace("units: units.csv", f"units: '{named}'")
    page = desk.owner.upload("/desk/new", **sent(round=("round.yaml", text)))
    assert page.status == 422
    assert "no file" in page.text
    assert "root:" not in page.text


@pytest.mark.parametrize("name", ["../../../evil.csv", "..\\..\\evil.csv", "/evil.csv", ".hidden", "\0.csv", "a" * 400])
def test_names_of_files_lead_nowhere_else(desk, tmp_path, name):
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    page = desk.owner.upload("/desk/new", **sent(units=(name, UNITS)))
    assert page.status in {409, 422}
    new = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert {path.name for path in new} <= {"leadsurvey.db-wal", "leadsurvey.db-shm"}


def test_a_round_without_units_or_a_round_file_is_told_so(desk):
    owner = desk.owner
    assert "Choose the file of the round" in owner.upload("/desk/new").text
    files = sent()
    del files["units"]
    assert "no file &#39;units.csv&#39; was sent" in owner.upload("/desk/new", **files).text


def test_what_is_no_yaml_is_told_so(desk):
    for text in (b"\xff\xfe\x00", b"- a\n- b\n", b"a: &x [*x, *x]\n", b"", b"[" * 5000):
        page = desk.owner.upload("/desk/new", **sent(round=("round.yaml", text)))
        assert page.status == 422, text
        assert "round.yaml" in page.text


def test_a_spreadsheet_that_unpacks_to_gigabytes_is_refused(desk):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/worksheets/sheet1.xml", b"0" * (210 * 1024 * 1024))
    page = desk.owner.upload("/desk/new", **sent(units=("units.xlsx", packed.getvalue())))
    assert page.status == 409
    assert "would unpack to" in page.text
    assert list(desk.settings.uploads.iterdir()) == []


@pytest.mark.parametrize(
    ("path", "megabytes"), [("new", 9), ("round/small/people", 5), ("round/small/leaders", 5), ("round/small/close", 1)]
)
def test_a_form_that_is_too_large_is_refused(desk, path, megabytes):
    form = {"data": b"x" * megabytes * 2**20, "content_type": "multipart/form-data; boundary=x"}
    assert desk.owner.send(f"/desk/{path}", **form).status == 413


def test_the_same_round_is_opened_once(desk):
    owner = desk.owner
    assert opened(owner).leads_to == "/desk/round/autumn"
    page = opened(owner)
    assert page.status == 409
    assert "was opened before" in page.text


# People


def test_people_are_invited_and_counted_and_known_ones_keep_their_link(desk):
    organiser = desk.organiser
    table = "email,unit,level\n" + "".join(f"p{n}@example.org,east,front\n" for n in range(12))
    page = organiser.upload("/desk/round/small/people", people=(io.BytesIO(table.encode()), "people.csv"))
    assert re.search(r"Invited now</dt><dd>12<", page.text)
    page = organiser.upload("/desk/round/small/people", people=(io.BytesIO(table.encode()), "people.csv"))
    assert re.search(r"same link</dt><dd>12<", page.text)
    assert "@example.org" not in page.text.replace("gil@example.org", "")
    assert list(desk.settings.uploads.iterdir()) == []


def test_people_come_from_a_spreadsheet_too(desk):
    book = Workbook()
    for row in (["email", "unit", "level"], ["ada@example.org", "east", "front"]):
        book.active.append(row)
    packed = io.BytesIO()
    book.save(packed)
    packed.seek(0)
    page = desk.organiser.upload("/desk/round/small/people", people=(packed, "people.xlsx"))
    assert re.search(r"Invited now</dt><dd>1<", page.text)


def test_a_table_with_faults_invites_nobody(desk):
    table = b"email,unit,level\nada@example.org,nowhere,front\n"
    page = desk.organiser.upload("/desk/round/small/people", people=(io.BytesIO(table), "people.csv"))
    assert page.status == 422
    assert "unknown unit" in page.text
    assert '<td class="keep">people.csv</td>' in page.text


def test_one_person_is_given_a_new_link_moved_and_taken_back(desk):
    organiser = desk.organiser
    table = b"email,unit,level\nada@example.org,east,front\n"
    organiser.upload("/desk/round/small/people", people=(io.BytesIO(table), "people.csv"))
    page = organiser.post("/desk/round/small/person/reissue", person="ada@example.org")
    assert page.status == 409, "it is mailed, and no mail server is named"
    assert "LEADSURVEY_SMTP" in page.text
    assert "/a/" not in page.text
    assert (
        organiser.post("/desk/round/small/person/move", person="ada@example.org", unit="west", level="lead").status
        == 200
    )
    assert organiser.post("/desk/round/small/person/revoke", person="ada@example.org").status == 200
    page = organiser.post("/desk/round/small/person/revoke", person="bea@example.org")
    assert page.status == 422
    assert "nobody was invited" in page.text


# Dates and closing


def test_the_last_day_moves_once_for_two_who_ask_at_once(desk):
    desk.run("UPDATE rounds SET frozen = replace(frozen, '2099-12-31', '2098-12-31')")
    organiser = desk.organiser
    state = organiser.get("/desk/round/small/dates").field("state")
    assert organiser.post("/desk/round/small/dates", state=state, closes="2099-01-10").status == 303
    assert organiser.post("/desk/round/small/dates", state=state, closes="2099-01-11").status == 409
    page = organiser.get("/desk/round/small/dates")
    page = organiser.post("/desk/round/small/dates", state=page.field("state"), closes="soon")
    assert (page.status, "write it as" in page.text) == (422, True)
    assert organiser.post("/desk/round/small/smallest-group", state=page.field("state"), people="12").status == 303
    assert "2099-01-10" in organiser.get("/desk/round/small").text


def test_closing_asks_twice(desk):
    organiser = desk.organiser
    page = organiser.get("/desk/round/small/close")
    page = organiser.post("/desk/round/small/close", state=page.field("state"))
    assert page.heading == "Really? Close the round small"
    with desk.store() as store:
        assert store.known("small").state == "open"


# What is told


def test_before_closing_nobody_sees_results(desk):
    for path in (
        "results",
        "results.csv",
        "results.json",
        "technical.json",
        "withheld",
        "reports",
        "reports.zip",
        "comments",
    ):
        page = desk.organiser.get(f"/desk/round/small/{path}")
        assert page.status == 409, path
        assert "closed" in page.text


def test_a_round_is_closed_by_a_job(desk, tmp_path):
    enter(desk, tmp_path)
    organiser = desk.organiser
    page = organiser.get("/desk/round/small/close")
    page = organiser.post("/desk/round/small/close", state=page.field("state"))
    page = organiser.post("/desk/round/small/close", state=page.field("state"), sure="yes")
    assert page.leads_to == "/desk/round/small/work?watch=yes"
    assert done(desk).said.startswith("closed")
    assert "results and reports can be read" in organiser.get("/desk/round/small").text


def test_results_are_those_of_the_command(closed):
    viewer, folder = closed.viewer, closed.settings.data.parent
    table = leadsurvey(folder, "results", "small", "--format", "csv")[1]
    assert viewer.get("/desk/round/small/results.csv").text.replace("\r\n", "\n") == table.replace("\r\n", "\n")
    told = json.loads(viewer.get("/desk/round/small/results.json").text)
    assert told == json.loads(leadsurvey(folder, "results", "small", "--format", "json")[1])
    page = viewer.get("/desk/round/small/results?unit=east")
    for figure in [f for cells in told["units"]["east"]["capabilities"].values() for f in cells.values()]:
        assert ("withheld" if "withheld" in figure else str(figure["value"])) in page.text
    assert viewer.get("/desk/round/small/results?unit=../x").status == 409
    assert "looked at results" in [act for _, act, _, _ in closed.acts()]


def test_reports_are_made_listed_and_handed_out(closed):
    organiser = closed.organiser
    organiser.get("/desk/round/small/reports")
    assert organiser.post("/desk/round/small/reports").status == 303
    assert done(closed).said == "4 reports are there"
    viewer = closed.viewer
    assert viewer.get("/desk/round/small/reports").text.count("report.pdf?unit=") == 4
    one = viewer.get("/desk/round/small/report.pdf?unit=east").answer
    assert one.data.startswith(b"%PDF")
    with zipfile.ZipFile(io.BytesIO(viewer.get("/desk/round/small/reports.zip").answer.data)) as packed:
        assert sorted(packed.namelist()) == [f"small-{unit}.pdf" for unit in ("attic", "east", "house", "west")]
        assert packed.read("small-east.pdf") == one.data
    assert ("vic@example.org", "downloaded a report", "small", "East & wing") in closed.acts()


def test_a_report_is_a_page_with_the_same_sentences_charts_and_tables(closed):
    viewer = closed.viewer
    page = viewer.get("/desk/round/small/report?unit=east")
    assert page.status == 200
    with closed.store() as kept:
        told = released(kept, "small")
    for chapter in Book(told.findings, "east", Tongue()).pages()[1:]:
        assert str(escape(chapter.headline)) in page.text
    assert "data:image/svg+xml;base64," in page.text
    assert [len(viewer.get(path).text) <= 6_000 for path in page.stylesheets] == [True, True]
    assert "style=" not in page.text  # the policy of every page forbids it
    assert viewer.get("/desk/round/small/report?unit=../x").status == 409
    assert viewer.get("/desk/round/small/report?unit=east&language=xx").status == 409
    assert ("vic@example.org", "read a report", "small", "East & wing") in closed.acts()


def test_reports_can_be_made_in_any_language_of_the_round_and_in_no_other(closed):
    assert closed.viewer.get("/desk/round/small/reports?language=../keys").status == 404
    assert closed.viewer.get("/desk/round/small/report.pdf?unit=east&language=fr").status == 404
    page = closed.viewer.get("/desk/round/small/reports?language=en")
    assert page.status == 200


@pytest.mark.parametrize("unit", ["../../keys/secret", "..%2f..%2fleadsurvey.db", "%2e%2e/x", "nowhere", "", "house\0"])
def test_no_path_leads_out_of_the_reports(closed, unit):
    assert closed.viewer.get(f"/desk/round/small/report.pdf?unit={unit}").status == 404


def test_a_report_of_another_release_is_not_handed_out(closed):
    folder = closed.settings.reports("small")
    folder.mkdir(parents=True)
    (folder / "small-east.pdf").write_bytes(b"%PDF of leadsurvey-another-")
    assert closed.viewer.get("/desk/round/small/report.pdf?unit=east").status == 404
    with zipfile.ZipFile(io.BytesIO(closed.viewer.get("/desk/round/small/reports.zip").answer.data)) as packed:
        assert packed.namelist() == []


def test_comments_are_reviewed_one_after_the_other_before_a_viewer_sees_one(closed):
    organiser, viewer = closed.organiser, closed.viewer
    assert "Say 00" not in viewer.get("/desk/round/small/comments").text
    where = organiser.get("/desk/round/small/comments/next").leads_to
    page = organiser.get(where)
    assert "Say 00 of Ada" in page.text
    page = organiser.post(where, state="waiting", then="cut", words="Say 00 of Bea […]")
    assert (page.status, "take words out" in page.text) == (422, True)
    assert organiser.post(where, state="waiting", then="cut", words="Say 00 of […]").status == 303
    assert organiser.post(where, state="waiting", then="tell", words="").status == 409
    assert "Say 00 of […]" in viewer.get("/desk/round/small/comments").text
    assert viewer.get(where).status == 403
    second = organiser.get("/desk/round/small/comments/next").leads_to
    organiser.get(second)
    organiser.post(second, state="waiting", then="withhold", words="")
    assert "Say 01" not in viewer.get("/desk/round/small/comments").text
    assert "Say 01" in organiser.get("/desk/round/small/comments/decided").text


def test_what_was_asked_is_downloaded_as_it_was_frozen(desk):
    viewer = desk.viewer
    assert "figures for groups" in viewer.get("/desk/round/small/asked").text
    assert viewer.get("/desk/round/small/asked/en.pdf").answer.data.startswith(b"%PDF")
    assert viewer.get("/desk/round/small/asked/../../x.pdf").status == 404
    assert viewer.get("/desk/round/small/asked/fr.pdf").status == 404


def test_a_job_that_was_cut_off_is_shown_so_and_goes_on(closed):
    with closed.store() as store:
        job = jobs.add(store, "small", {"do": "reports"}, "gil@example.org")
        jobs.begin(store, job.number)
    organiser = closed.organiser
    page = organiser.get("/desk/round/small/work")
    assert "Making reports: interrupted" in page.text
    where = f"/desk/round/small/work/{job.number}/go-on"
    assert organiser.post(where, state="running").status == 303
    assert organiser.post(where, state="running").status == 409
    assert done(closed).said == "4 reports are there"
    assert "Refresh" not in organiser.get("/desk/round/small/work?watch=yes").headers


def test_an_erasure_that_has_taken_its_own_row_away_is_waited_for(closed):
    with held(closed.settings, "small"):
        page = closed.organiser.get("/desk/round/small/work?watch=yes")
        assert ("Erasing is under way." in page.text, "Refresh" in page.headers) == (True, True)
    page = closed.organiser.get("/desk/round/small/work?watch=yes")
    assert ("Nothing was ordered yet." in page.text, "Refresh" in page.headers) == (True, False)


def test_a_job_of_another_round_is_not_found(closed):
    with closed.store() as store:
        job = jobs.add(store, "other", {"do": "reports"}, "x")
    assert closed.organiser.post(f"/desk/round/small/work/{job.number}/stop").status == 404


def test_mail_without_a_server_is_refused_with_the_cure(desk):
    organiser = desk.organiser
    assert "LEADSURVEY_SMTP" in organiser.get("/desk/round/small/mail").text
    page = organiser.post("/desk/round/small/mail", kind="invitation")
    assert (page.status, "no mail server is named" in page.text.casefold()) == (409, True)


def test_a_desk_without_rounds_of_ones_own_says_so(desk):
    assert "small" not in desk.signed_in("sam@example.org").get("/desk/").text
    assert isinstance(desk, Desk)


# After closing


def test_leaders_are_named_and_told_in_part_alone(closed):
    organiser = closed.organiser
    table = b"unit,email\neast,lea@example.org\nwest,lea@example.org\n"
    organiser.get("/desk/round/small/deliver")
    assert organiser.upload("/desk/round/small/leaders", leaders=(io.BytesIO(table), "leaders.csv")).status == 303
    page = organiser.get("/desk/round/small/deliver")
    assert "l…@example.org" in page.text
    assert "lea@example.org" not in page.text
    page = organiser.upload("/desk/round/small/leaders", leaders=(io.BytesIO(b"unit,email\nx,y\n"), "leaders.csv"))
    assert (page.status, "unknown unit" in page.text) == (422, True)


def test_people_are_erased_by_a_job_and_the_certificate_is_handed_out(closed):
    organiser = closed.organiser
    page = organiser.get("/desk/round/small/erase")
    page = organiser.post("/desk/round/small/erase", state=page.field("state"))
    assert page.heading.startswith("Really?")
    assert organiser.post("/desk/round/small/erase", state=page.field("state"), sure="yes").status == 303
    assert done(closed).said.startswith("erased; certificate small-")
    (name,) = re.findall(r"/certificate/([^\"]+)", organiser.get("/desk/round/small/erase").text)
    assert "CERTIFICATE OF ERASURE" in organiser.get(f"/desk/round/small/certificate/{name}").text
    for file in ("..%2f..%2fkeys%2fsecret", "other-2026-01-01.txt", "%2e%2e"):
        assert organiser.get(f"/desk/round/small/certificate/{file}").status == 404


def test_an_open_round_is_not_erased(desk):
    organiser = desk.organiser
    organiser.get("/desk/round/small/erase")
    page = organiser.post("/desk/round/small/erase", state="open", sure="yes")
    assert (page.status, "close it first" in page.text) == (409, True)


def test_how_many_answered_is_told_in_fives_of_large_groups(desk, tmp_path):
    table = "email,unit,level\n" + "".join(
        f"p{n}@example.org,{'east' if n < 17 else 'attic'},front\n" for n in range(19)
    )
    organiser = desk.organiser
    organiser.upload("/desk/round/small/people", people=(io.BytesIO(table.encode()), "people.csv"))
    enter(desk, tmp_path)
    page = desk.viewer.get("/desk/round/small/turnout")
    assert "About 25 answers" in page.text
    assert "about 20" in page.text
    assert "Attic" not in page.text


# The door


def test_the_door_is_turned_once_for_two_who_turn_it_at_once(tmp_path):
    site = make_site(tmp_path, invitations="open")
    desk = Desk(site.settings)
    desk.add(OLU, {"*": "organiser"}, factor=True)
    owner = desk.owner
    assert "It is open" in owner.get("/desk/round/small/door").text
    assert owner.post("/desk/round/small/door", state="open", door="shut").status == 303
    assert owner.post("/desk/round/small/door", state="open", door="shut").status == 409
    assert "It is shut" in owner.get("/desk/round/small/door").text
    assert owner.get("/desk/round/small/poster/en.pdf").answer.data.startswith(b"%PDF")
    assert owner.get("/desk/round/small/poster/..%2fx.pdf").status == 404


def test_a_round_of_personal_links_has_no_door(desk):
    assert "links of their own only" in desk.organiser.get("/desk/round/small/door").text
    assert desk.organiser.post("/desk/round/small/door", state="open", door="shut").status == 409
