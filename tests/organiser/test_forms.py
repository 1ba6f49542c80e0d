"""What the desk takes and hands out: proof in every form, one cookie, and headers that keep pages to themselves."""

from dataclasses import replace
from io import BytesIO

import pytest

from leadsurvey.web.app import create_app
from leadsurvey.web.organiser import guard
from tests.organiser.desk import PASSWORD, VIEWER, Browser
from tests.organiser.test_walk import routes

CHANGE = "/desk/account/sign-out"


def test_no_form_is_taken_without_the_proof_of_this_browser(desk):
    viewer, other = desk.viewer, desk.viewer
    for token in ("", "x", "x.y", other._token, viewer._token[:-1], viewer._token + "0", "é.é"):
        assert viewer.send(CHANGE, data={"csrf_token": token, "more": "1"}).status == 403, token
    assert viewer.get("/desk/account").status == 200
    assert viewer.send(CHANGE, data={"csrf_token": viewer._token}).status == 303


def test_every_form_needs_its_proof_signing_in_too(desk):
    owner, stranger = desk.owner, desk.browser()
    stranger.get("/desk/sign-in")
    for says, method, path, _ in routes(desk):
        if method == "POST":
            browser = stranger if says.right is guard.PUBLIC else owner
            assert browser.send(path, data={"more": "1"}).status == 403, path


def test_a_proof_from_before_signing_in_is_worth_nothing_afterwards(desk):
    browser = desk.browser()
    browser.get("/desk/sign-in")
    before = browser._token
    browser.post("/desk/sign-in", email=VIEWER, password=PASSWORD)
    assert browser.send(CHANGE, data={"csrf_token": before}).status == 403


def test_every_page_gives_another_proof(desk):
    viewer = desk.viewer
    assert len({viewer.get("/desk/account").field("csrf_token") for _ in range(3)}) == 3


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}]
)
def test_a_form_from_another_site_is_refused_even_with_its_proof(desk, headers):
    viewer = desk.viewer
    assert viewer.send(CHANGE, data={"csrf_token": viewer._token}, headers=headers).status == 403
    assert viewer.get("/desk/account").status == 200


def test_a_stranger_is_refused_before_anything_large_is_read(desk):
    large = {"csrf_token": "x", "file": (BytesIO(b"x" * 200_000), "people.csv")}
    page = desk.browser().send("/desk/accounts/new", data=large, content_type="multipart/form-data")
    assert page.status == 403


def test_a_form_is_as_large_as_its_view_declares(desk):
    large = {"file": (BytesIO(b"x" * 200_000), "people.csv")}
    view = guard.allowed(guard.OWNER, says="took a file", large=300_000)(lambda: "taken")
    desk.app.add_url_rule("/desk/probe", endpoint="desk.probe", view_func=view, methods=["POST"])
    owner = desk.owner
    assert owner.upload("/desk/accounts/new", **large).status == 413
    for size, status in ((200_000, 200), (400_000, 413)):
        assert owner.upload("/desk/probe", file=(BytesIO(b"x" * size), "people.csv")).status == status


def test_pages_are_kept_nowhere_framed_nowhere_and_load_nothing_from_elsewhere(desk):
    owner = desk.owner
    for _, method, path, _ in routes(desk):
        if method == "GET" and not path.endswith(".css"):
            headers = owner.get(path).headers
            assert headers["Cache-Control"] == "no-store", path
            assert headers["X-Frame-Options"] == "DENY"
            assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
            assert "script-src" not in headers["Content-Security-Policy"]
            assert headers["Content-Security-Policy"].startswith("default-src 'none'")
            assert headers["Referrer-Policy"] == "same-origin"


def test_the_cookie_is_for_the_desk_alone_and_out_of_reach_of_scripts(desk):
    cookie = desk.browser().get("/desk/sign-in").headers["Set-Cookie"]
    assert cookie.startswith("desk=")
    assert cookie.partition("; ")[2] == "HttpOnly; Path=/desk; SameSite=Lax"


def test_behind_tls_the_cookie_is_bound_to_it(desk):
    app = create_app(replace(desk.settings, address="https://survey.example.org"))
    cookie = Browser(app).get("/desk/sign-in").headers["Set-Cookie"]
    assert cookie.startswith("__Secure-desk=")
    assert cookie.partition("; ")[2] == "Secure; HttpOnly; Path=/desk; SameSite=Lax"
    plain = Browser(app)
    plain.client.set_cookie("desk", desk.viewer.cookie(), path="/desk")
    assert plain.get("/desk/account").status == 303


def test_respondents_get_no_cookie_and_are_not_known_by_one(desk, site):
    viewer = desk.viewer
    for path in ("/", "/resume", site.invite(), "/a/nobody"):
        assert "Set-Cookie" not in viewer.get(path).headers
        assert "desk" not in viewer.get(path).text
    assert viewer.client.get("/").request.headers.get("Cookie") is None


def test_no_page_says_a_host_that_somebody_asked_for(desk):
    cookie, client = f"desk={desk.owner.cookie()}", desk.app.test_client(use_cookies=False)
    evil = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher"}
    for _, method, path, _ in routes(desk):
        if method == "GET":
            for headers in (evil, {**evil, "Cookie": cookie}):
                page = client.get(path, headers=headers)
                assert "evil.example" not in page.text + str(page.headers), path
                assert not page.headers.get("Location", "/").startswith("http")
    assert client.get("/desk/", headers={**evil, "Cookie": cookie}).status_code == 200


def test_a_head_or_options_request_tells_a_stranger_nothing(desk):
    client = desk.browser().client
    assert client.head("/desk/log").status_code == 303
    assert client.options("/desk/log").status_code == 403


def test_the_stylesheet_is_small_and_may_be_kept(desk):
    [path] = desk.browser().get("/desk/sign-in").stylesheets
    style = desk.browser().get(path)
    assert len(style.text) <= 6_000
    assert "immutable" in style.headers["Cache-Control"]
    assert desk.browser().get("/desk/desk-000000000000.css").status == 404
    assert desk.browser().get("/desk/other-000000000000.css").status == 404


def test_where_the_database_fails_the_desk_says_so_without_a_traceback(desk):
    viewer = desk.viewer
    desk.run("ALTER TABLE audit RENAME TO elsewhere")
    page = viewer.get("/desk/account")
    assert (page.status, page.heading) == (503, "This could not be saved")
    assert "Your account</h1>" not in page.text
