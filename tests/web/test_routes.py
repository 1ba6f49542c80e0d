"""What holds for every route there is, now and later: new ones are walked without being named here."""

import hashlib
import re
from pathlib import Path

import pytest

from leadsurvey.responses.seal import Keyring, make_slip
from leadsurvey.web.app import create_app
from tests.web.site import MANY_KINDS, make_site, served

AFTER_CLOSING = {"delivered.report", "delivered.told_to_all"}  # test_delivered.py looks at these
WITH_A_PICTURE = {"respondent.logo"}  # tests/rounds/test_logo.py looks at it


def rules(site):
    """All but those of the organiser's desk, which tests/organiser walks."""
    every = create_app(site.settings).url_map.iter_rules()
    return [rule for rule in every if not rule.rule.startswith("/desk")]


def matcher(site):
    """From a path to the name of its page."""
    adapter = create_app(site.settings).url_map.bind("localhost")
    return lambda path: adapter.match(path)[0]


def stylesheet_of(client):
    (link,) = (node for node in client.get("/").tree.iter("link") if node.get("rel") == "stylesheet")
    return link.get("href")


def states(folder):
    """Links in every state a link can be in, each with the site it belongs to."""
    site = make_site(folder / "personal")
    opened = make_site(folder / "open", invitations="open", name="anyone")
    fresh, begun, declined, answered = (site.invite() for _ in range(4))
    with served(site), served(opened):
        client = site.client()
        client.post(f"{begun}/page/1", {"voice-a": "2"})
        client.post(f"{declined}/decline")
        client.post(f"{answered}/page/1", {"voice-a": "2"})
        client.post(f"{answered}/check")
        nowhere = opened.client().post("/r/anyone").leads_to.removesuffix("/about")
        placed = opened.client().post("/r/anyone").leads_to.removesuffix("/about")
        opened.client().post(f"{placed}/about", {"level": "front", "unit": "west"})
        yield from ((site, link) for link in (fresh, begun, declined, answered, "/a/nobody"))
        yield from ((opened, link) for link in (nowhere, placed))
    with served(make_site(folder / "many", questionnaire=MANY_KINDS, kiosk="yes")) as many:
        yield many, answered_in(many)


def answered_in(site):
    """The link of somebody who has answered where there are tasks, to be explained afterwards."""
    client, link = site.client(), site.invite()
    client.get(link)
    client.press("Start")
    client.press("Save and go on", {"voice-a": "Often"})
    client.get(f"{link}/check")
    client.press("Send my answers")
    return link


def paths(site, link):
    """Every GET route, filled in for this link."""
    slip = make_slip(Keyring(site.settings.keys).secret(), "ada@example.org")
    values = {"token": link.removeprefix("/a/"), "number": 1, "slip": slip, "signed": "unsigned", "mark": "unknown"}
    for rule in rules(site):
        name = "unknown" if rule.endpoint == "respondent.stylesheet" else "small"
        if "GET" in rule.methods:
            filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str({**values, "name": name}[found[1]]), rule.rule)  # noqa: B023 - used at once
            yield filled
    yield "/r/anyone"
    yield stylesheet_of(site.client())


def digest(site):
    """The bytes of every file in the data folder, the keys among them; of the database the rows are compared."""
    files = [path for path in Path(site.settings.data).rglob("*") if path.is_file()]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files if ".db" not in path.name}


def test_every_page_in_every_state_of_a_link_is_sound_and_no_get_or_head_writes(tmp_path):
    seen = set()
    for site, link in states(tmp_path):
        before, rows = digest(site), site.tables()
        client, match = site.client(), matcher(site)
        for path in paths(site, link):
            got = client.request("GET", path)
            head = client.request("HEAD", path)
            options = client.request("OPTIONS", path)
            assert got.status in {200, 303, 404}, path
            assert head.status == got.status, path
            assert head.body == b"", path
            assert options.status == 200, path
            if got.status == 200:
                seen.add(match(path))
        assert site.tables() == rows
        assert digest(site) == before
    assert seen | AFTER_CLOSING | WITH_A_PICTURE == {rule.endpoint for rule in rules(site) if "GET" in rule.methods}, (
        "a page that no state shows"
    )


def test_no_link_or_form_of_any_page_leads_nowhere(tmp_path):
    for site, start in states(tmp_path):
        if start == "/a/nobody":
            continue
        client, waiting, seen = site.client(), [start, "/"], set()
        while waiting:
            path = waiting.pop()
            page = client.get(path)
            assert page.status == 200, path
            seen.add(path)
            hrefs = [link.get("href").removeprefix(site.settings.address) for link in page.tree.iter("a")]
            actions = [form.get("action") for form in page.tree.iter("form")]
            assert all(client.request("OPTIONS", action).headers["Allow"].count("POST") for action in actions)
            waiting += {href for href in hrefs if not href.startswith("#")} - seen - set(waiting)


def test_what_a_route_does_not_take_is_refused_with_a_page_that_says_what_it_takes(site, client):
    link = site.invite()
    before = site.tables()
    for path in paths(site, link):
        for method in ("PUT", "PATCH", "DELETE"):
            refused = client.request(method, path)
            assert refused.status == 405, (method, path)
            assert "GET" in refused.headers["Allow"]
            assert refused.title == "This page does not take that"
    assert client.get(f"{link}/decline").headers["Allow"] == "OPTIONS, POST"
    assert site.tables() == before


def test_every_route_with_a_link_refuses_an_unknown_one(site, client):
    before = site.tables()
    for rule in rules(site):
        if "token" in rule.arguments:
            path = rule.rule.replace("<token>", "a" * 32).replace("<int:number>", "1")
            for method in rule.methods & {"GET", "POST"}:
                assert client.request(method, path).status == 404, (method, path)
    assert site.tables() == before


def test_paths_are_in_kebab_case_and_take_no_query_that_they_need(site):
    for rule in rules(site):
        for part in re.sub(r"<[^>]*>", "x", rule.rule).split("/"):
            assert re.fullmatch(r"[a-z0-9.-]*", part), rule.rule


def test_the_stylesheet_may_be_kept_since_its_name_changes_with_it(client):
    path = stylesheet_of(client)
    style = client.request("GET", path)
    assert style.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert style.headers["Content-Type"] == "text/css; charset=utf-8"
    assert hashlib.sha256(style.body).hexdigest().startswith(re.search(r"-(\w+)\.css$", path)[1])
    assert client.request("GET", "/survey-000000000000.css").status == 404


@pytest.mark.parametrize("kind", ["style", "page"])
def test_a_page_and_its_style_are_small(site, client, kind):
    link = site.invite()
    client.get(link)
    page = client.press("Start")
    size = {"style": len(client.request("GET", stylesheet_of(client)).body), "page": len(page.body)}[kind]
    assert size < {"style": 6_000, "page": 14_000}[kind]
