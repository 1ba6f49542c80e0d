"""What comes in that no page of ours would send, and what comes at the wrong time."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest

from leadsurvey.responses.store import Store
from leadsurvey.web.app import create_app
from tests.organiser.desk import OWNER, Desk
from tests.web.site import QUESTIONNAIRE, make_site, served

OWN_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def link(site):
    return site.invite()


def saved(client, link):
    """What is chosen on the first page of a link."""
    return client.get(f"{link}/page/1").chosen


# What was never offered


@pytest.mark.parametrize(
    "value",
    ["6", "0", "-1", "-128", "1.0", " 1", "+1", "٣", "Never", "DK", "<script>", "x" * 5000, "1\x00", "é"],
)
def test_an_answer_never_offered_is_refused_beside_its_line_and_the_others_are_saved(site, client, link, value):
    refused = client.post(f"{link}/page/1", {"voice-a": value, "voice-b": "5"})
    assert refused.status == 422
    assert refused.title == "Error: Speaking up"
    message = "Choose one of the answers shown, or leave this line empty."
    assert refused.summary == {"#voice-a": f"Someone without a title took the lead: {message}"}
    assert "The others are saved." in refused.text
    assert refused.chosen == {"voice-b": "Always"}
    assert saved(site.client(), link) == {"voice-b": "Always"}


def test_an_opt_out_where_none_is_offered_is_refused(client, link):
    refused = client.post(f"{link}/page/3", {"trust-a": "dk"})
    assert refused.status == 422
    assert list(refused.summary) == ["#trust-a"]


def test_a_refused_answer_leaves_the_one_before_in_place(site, client, link):
    client.post(f"{link}/page/1", {"voice-a": "2"})
    assert client.post(f"{link}/page/1", {"voice-a": "9"}).status == 422
    assert saved(site.client(), link) == {"voice-a": "Rarely"}


def test_the_same_line_twice_is_refused_and_none_of_the_two_is_taken(site, client, link):
    refused = client.post(f"{link}/page/1", [("voice-a", "1"), ("voice-b", "2"), ("voice-a", "5")])
    assert refused.status == 422
    assert list(refused.summary) == ["#voice-a"]
    assert "Two answers came in for this line." in refused.text
    assert saved(site.client(), link) == {"voice-b": "Rarely"}


def test_no_answer_at_all_is_fine_and_leads_on(site, client, link):
    answer = client.post(f"{link}/page/1")
    assert (answer.status, answer.leads_to) == (303, f"{link}/page/2")
    assert saved(site.client(), link) == {}


@pytest.mark.parametrize(
    "stray", ["learn-a", "voice-citizen", "trust-lead", "answers", "token", "__class__", "", "voice-a "]
)
def test_a_line_that_is_not_on_the_page_is_refused_and_nothing_is_saved(site, client, link, stray):
    client.post(f"{link}/page/1", {"voice-a": "2"})
    before = site.tables()
    refused = client.post(f"{link}/page/1", {"voice-a": "1", stray: "1"})
    assert refused.status == 400
    assert refused.title == "This form could not be read"
    assert site.tables() == before


@pytest.mark.parametrize("button", ["", "send", "../..", "99", "é"])
def test_a_button_that_is_not_there_leads_on(client, link, button):
    answer = client.post(f"{link}/page/1", {"voice-a": "1", "go": button})
    assert (answer.status, answer.leads_to) == (303, f"{link}/page/2")


@pytest.mark.parametrize("number", ["0", "4", "-1", "1.0", "x", "999999999999999999999999"])
def test_a_page_that_is_not_there_is_not_found(site, client, link, number):
    before = site.tables()
    assert client.get(f"{link}/page/{quote(number)}").status == 404
    assert client.post(f"{link}/page/{quote(number)}", {"voice-a": "1"}).status == 404
    assert site.tables() == before


def test_a_unit_or_level_never_offered_is_refused_and_nothing_is_said_to_be_saved(open_site):
    client = open_site.client()
    about = client.post("/r/small").leads_to
    before = open_site.tables()
    for sent, wrong in (
        ({"level": "boss", "unit": "west"}, ["#level"]),
        ({"level": "front", "unit": "nowhere"}, ["#unit"]),
        ({"level": "boss", "unit": "nowhere"}, ["#level", "#unit"]),
    ):
        refused = client.post(about, sent)
        assert refused.status == 422
        assert list(refused.summary) == wrong
        assert "saved" not in refused.text
        assert len(refused.chosen) == 2 - len(wrong)
    assert open_site.tables() == before


def test_a_stray_field_beside_unit_and_level_is_refused(open_site):
    client = open_site.client()
    about = client.post("/r/small").leads_to
    before = open_site.tables()
    assert client.post(about, {"level": "front", "voice-a": "1"}).status == 400
    assert open_site.tables() == before


def test_pages_of_an_open_link_wait_until_it_is_said_where_one_stands(open_site):
    client = open_site.client()
    link = client.post("/r/small").leads_to.removesuffix("/about")
    before = open_site.tables()
    for path in ("/page/1", "/check"):
        assert client.post(link + path, {"voice-a": "1"}).leads_to == f"{link}/about"
        assert client.get(link + path).heading == "Where you stand"
    assert open_site.tables() == before


# What cannot be read


def test_a_form_that_is_too_large_is_refused_and_nothing_is_saved(site, client, link):
    before = site.tables()
    for body in ({"voice-a": "1", "more": "x" * 70_000}, [(f"f{n}", "1") for n in range(20_000)]):
        refused = client.post(f"{link}/page/1", body)
        assert refused.status == 413
        assert refused.title == "This form is too large"
    assert site.tables() == before


def test_a_multipart_form_is_read_like_any_other(site, client, link):
    part = '--b\r\nContent-Disposition: form-data; name="voice-a"\r\n\r\n3\r\n'
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    assert client.request("POST", f"{link}/page/1", f"{part}--b--\r\n", kind).status == 303
    assert saved(site.client(), link) == {"voice-a": "Sometimes"}
    too_many = "".join(part.replace("voice-a", f"f{n}") for n in range(1100))[:60_000]
    assert client.request("POST", f"{link}/page/1", too_many, kind).status in {400, 413}


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b'{"voice-a": "1"}'),
        ("text/plain", b"voice-a=1"),
        ("multipart/form-data", b"voice-a=1"),
        ("multipart/form-data; boundary=b", b"no boundary at all"),
        ("", b"\x00\xff" * 50),
    ],
)
def test_what_is_not_a_form_is_refused_and_the_page_keeps_its_answers(site, client, link, kind, body):
    client.post(f"{link}/page/1", {"voice-a": "2"})
    before = site.tables()
    for path in ("/page/1", "/check", "", "/decline"):
        assert client.request("POST", link + path, body, {"Content-Type": kind}).status == 400, path
    assert site.tables() == before


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"voice-a=%FF&voice-b=2", 422),
        (b"voice-a=\xff&voice-b=2", 400),
        (b"voice-a=%ED%A0%80&voice-b=2", 422),
        (b"voice-a=%00&voice-b=2", 422),
        (b"voice-%FF=1&voice-b=2", 400),
        (b"\xff\xfe\x00=1&voice-b=2", 400),
    ],
)
def test_bytes_that_are_no_text_are_refused_like_any_other_wrong_word(site, client, link, body, status):
    assert client.request("POST", f"{link}/page/1", body, OWN_FORM).status == status
    assert saved(site.client(), link) == ({"voice-b": "Rarely"} if status == 422 else {})


@pytest.mark.parametrize(
    "path",
    [
        "/a/%FF", "/a/%00", "/a/%ED%A0%80", "/a/%0d%0aSet-Cookie:x", "/a/..%2f..%2fetc", "/r/%FF", "/r/%00",
        "/r/%27%20OR%201=1--", "/survey-%FF.css", "/%FF", "/a//page/1", "/a/" + "a" * 3000, "/a/%F0%9F%98%80/page/1",
    ],
)  # fmt: skip
def test_a_path_of_any_bytes_is_a_page_that_is_not_known(client, path):
    missing = client.get(path)
    assert missing.status == 404
    assert missing.title == "This link is not known"


@pytest.mark.parametrize("path", ["/", "/resume", "/desk/sign-in", "/desk/round/small/work"])
def test_a_query_of_any_bytes_is_read(site, path):
    query = {"QUERY_STRING": "next=\xff\xfe&language=\x80%ff%00&watch"}  # bytes, as servers hand them on
    answer = create_app(site.settings).test_client().get(path, environ_overrides=query)
    assert answer.status_code in {200, 303, 403, 404}


@pytest.mark.parametrize("number", [2**63, 10**400, 2**64])
def test_a_number_that_no_row_can_have_names_no_page(site, number):
    desk = Desk(site.settings)
    desk.add(OWNER, {"*": "organiser"}, factor=True)
    for path in (f"/desk/accounts/{number}", f"/desk/round/small/comments/{number}", f"/kiosk/page/{number}"):
        assert desk.owner.client.get(path).status_code == 404


@pytest.mark.parametrize("code", ["%FF", "%00", "%ED%A0%80", "a" * 10_000, "%F0%9F%98%80"])
def test_a_code_of_any_bytes_is_a_code_that_is_not_known(client, code):
    refused = client.request("POST", "/resume", f"code={code}", OWN_FORM)
    assert refused.status == 422
    assert list(refused.summary) == ["#code"]


# Foreign pages


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://127.0.0.1.elsewhere.example"},
        {"Origin": "garbage"},
        {"Origin": "http://[garbage"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_form_from_a_foreign_page_is_refused_wherever_it_is_sent(serve, headers):
    site = serve()
    client, link = site.client(), site.invite()
    client.post(f"{link}/page/1", {"voice-a": "1"})
    before = site.tables()
    for path in ("", "/page/1", "/check", "/decline", "/about"):
        refused = client.post(link + path, {}, headers)
        assert refused.status == 403, path
        assert refused.title == "This form came from another site"
    assert client.post("/resume", {"code": "x"}, headers).status == 403
    assert client.post("/r/small", {}, headers).status == 403
    assert site.tables() == before


@pytest.mark.parametrize("site_is", ["same-origin", "same-site", "none"])
def test_a_form_from_our_own_page_is_taken(client, link, site_is):
    own = {"Origin": f"http://127.0.0.1:{client.port}", "Sec-Fetch-Site": site_is}
    assert client.post(f"{link}/page/1", {"voice-a": "1"}, own).status == 303


def test_a_link_in_a_mail_opens_although_it_comes_from_elsewhere(client, link):
    assert client.get(link, {"Sec-Fetch-Site": "cross-site", "Origin": "https://mail.example"}).status == 200


# Unknown links


def test_an_unknown_link_is_not_found_and_says_what_to_do(client):
    missing = client.get("/a/aaaabbbbccccddddeeeeffffgggghhhh")
    assert missing.status == 404
    assert "Check that the whole link was copied" in missing.text


def test_a_round_that_is_not_there_has_no_open_door(client):
    assert client.get("/r/large").status == 404


def test_a_round_of_personal_links_has_no_open_door(site, client):
    before = site.tables()
    assert client.get("/r/small").status == 404
    assert client.post("/r/small").status == 404
    assert site.tables() == before


def test_guessing_is_slowed_down_and_known_links_still_work(site, client, link):
    statuses = [client.request("HEAD", f"/a/guess{n}").status for n in range(130)]
    assert statuses == [404] * 120 + [429] * 10
    slow = client.post("/resume", {"code": "one more guess"})
    assert slow.status == 429
    assert slow.title == "Please try again in a minute"
    assert client.get(link).status == 200
    assert client.post(f"{link}/page/1", {"voice-a": "1"}).status == 303
    assert saved(site.client(), link) == {"voice-a": "Never"}


def test_guessing_codes_counts_as_guessing(client):
    statuses = {client.request("POST", "/resume", f"code={n}x", OWN_FORM).status for n in range(121)}
    assert statuses == {422, 429}
    assert client.get("/a/guess").status == 429


# The wrong time


def far_apart():
    """(today, zone) at the end of the world where it is earliest, and where it is latest: never the same day.

    The earlier zone is one where the day does not end within the hour in which the test runs.
    """
    now = datetime.now(UTC)
    early = next(zone for zone in ("Etc/GMT+12", "Etc/GMT+11") if now.astimezone(ZoneInfo(zone)).hour < 23)
    late = "Pacific/Kiritimati"
    days = [now.astimezone(ZoneInfo(zone)).date() for zone in (early, late)]
    assert days[0] < days[1]
    return (days[0], early), (days[1], late)


@pytest.mark.parametrize("invitations", ["personal", "open"])
def test_a_round_ends_when_its_last_day_ends_where_it_is_held(tmp_path, invitations):
    (day, early), (_, late) = far_apart()
    for zone, status in ((early, 200), (late, 410)):
        assert status_of(tmp_path / zone.replace("/", "-"), invitations, closes=day, timezone=zone) == status


@pytest.mark.parametrize("invitations", ["personal", "open"])
def test_a_round_begins_when_its_first_day_begins_where_it_is_held(tmp_path, invitations):
    (_, early), (day, late) = far_apart()
    for zone, status in ((late, 200), (early, 403)):
        assert status_of(tmp_path / zone.replace("/", "-"), invitations, opens=day, timezone=zone) == status


def status_of(folder, invitations, **keys):
    """The status of a link's first page; where it is not open, nothing can be sent to any page either."""
    with served(make_site(folder, invitations=invitations, **keys)) as site:
        client = site.client()
        link = site.invite() if invitations == "personal" else "/r/small"
        page = client.get(link)
        if page.status != 200:
            before = site.tables()
            titles = {403: "This survey is not open yet", 410: "This survey is closed"}
            assert page.title == titles[page.status]
            for path in ("", "/page/1", "/check", "/decline", "/about") if invitations == "personal" else ("",):
                assert client.post(link + path, {"voice-a": "1"}).status == page.status, path
            assert site.tables() == before
        return page.status


def test_after_close_no_answer_is_taken_whatever_the_date(site, client):
    begun, sent = site.invite(), site.invite()
    client.post(f"{begun}/page/1", {"voice-a": "1"})
    client.post(f"{sent}/page/1", {"voice-a": "2"})
    client.post(f"{sent}/check")
    site.close()
    before = site.tables()
    for path in ("/page/1", "/check", "", "/decline"):
        refused = client.post(begun + path, {"voice-a": "5"})
        assert refused.status == 410, path
        assert refused.title == "This survey is closed"
    assert client.get(sent).heading == "Thank you. Your answers are in."
    assert client.get(f"{begun}/promise").status == 200
    assert site.tables() == before
    assert [answers for *_, answers in site.responses()] == [{"voice-a": 2}]


def test_while_a_close_is_going_on_no_answer_is_taken(site, client):
    link, fresh = site.invite(), site.invite()
    client.post(f"{link}/page/1", {"voice-a": "1"})
    with Store(site.settings.database) as store:
        store.start_closing("small")
    assert client.post(f"{link}/check").status == 410
    assert client.get(link).status == 410
    assert "was not sent, so it does not count" in client.page.text
    assert site.sent() == []
    assert "was not sent" not in client.get(fresh).text, "who has not begun has nothing to hear of"


def test_a_page_of_hundreds_of_lines_is_taken_whole(serve):
    many = "".join(f"      many-{n}: Line {n}.\n" for n in range(300))
    capability = f"  many:\n    title: Many\n    scale: how-often\n    items:\n{many}"
    longer = QUESTIONNAIRE.replace("[voice]", "[voice, many]").replace("  learn:\n", f"{capability}  learn:\n", 1)
    site = serve(questionnaire=longer)
    client, link = site.client(), site.invite()
    answers = {f"many-{n}": str(1 + n % 5) for n in range(300)}
    assert client.post(f"{link}/page/1", answers).status == 303
    assert client.post(f"{link}/check").status == 200
    assert site.sent()[0][2] == {name: int(code) for name, code in answers.items()}


def test_the_opening_day_is_said_on_the_page(serve):
    day = datetime.now(UTC).date() + timedelta(days=30)
    site = serve(opens=day)
    page = site.client().get(site.invite())
    assert f"It takes answers from {day.day} {day:%B %Y}" in page.text
