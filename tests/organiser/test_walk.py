"""Every route of the desk, those to come as well: declared, and refused to whom it is not for."""

import re
from dataclasses import replace

import pytest

from leadsurvey.web.app import create_app
from leadsurvey.web.organiser import guard
from leadsurvey.web.organiser.guard import HALFWAY, ORGANISER, OWNER, PUBLIC, SIGNED_IN, VIEWER
from tests.organiser.desk import ORGANISER as GIL
from tests.organiser.desk import STRANGER

NOTED_ELSEWHERE = {"desk.factor.renew"}  # by what is done there, not by looking


def routes(desk):
    """(declared, method, path, endpoint) of every route, its path filled in for the round "small"."""
    for rule in desk.app.url_map.iter_rules():
        if rule.rule.startswith("/desk"):
            filled = re.sub(r"<int:\w+>", "1", rule.rule).replace("<name>", desk.name)
            with desk.app.app_context():
                says = guard.declared(rule.endpoint)
            for method in sorted(rule.methods & {"GET", "POST"}):
                yield says, method, re.sub(r"<[^>]*>", "x", filled), rule.endpoint


def ask(browser, method, path):
    return browser.get(path) if method == "GET" else browser.post(path)


def walked(desk, browser, rights):
    """The status of every route with one of these rights."""
    return {
        (method, path): ask(browser, method, path).status
        for says, method, path, _ in routes(desk)
        if says.right in rights
    }


def test_every_route_declares_whom_it_is_for_and_what_it_says(desk):
    seen = list(routes(desk))
    assert len(seen) > 20
    for says, _, path, endpoint in seen:
        assert says is not None, path
        assert bool(says.says) == (says.right not in {PUBLIC, HALFWAY}) or endpoint in NOTED_ELSEWHERE, path
        assert ("/round/small" in path) == (says.right in {VIEWER, ORGANISER}), path


def test_no_address_of_the_desk_is_led_on_to_by_the_router_which_would_name_a_host(desk):
    endings = [rule.rule for rule in desk.app.url_map.iter_rules() if rule.rule.startswith("/desk")]
    assert [rule for rule in endings if rule.endswith("/")] == ["/desk/"]
    assert desk.browser().get("/desk").leads_to == "/desk/"


def test_strangers_are_led_to_sign_in_and_send_nothing(desk):
    browser = desk.browser()
    browser.get("/desk/sign-in")
    before = desk.log()
    for (method, path), status in walked(desk, browser, {HALFWAY, SIGNED_IN, VIEWER, ORGANISER, OWNER}).items():
        assert status == (303 if method == "GET" else 403), (method, path)
    assert browser.get("/desk/round/small/log").leads_to == "/desk/sign-in?next=/desk/round/small/log"
    assert desk.log() == before


def test_whoever_gave_a_password_alone_is_a_stranger_but_for_the_next_step(desk):
    browser = desk.browser()
    browser.get("/desk/sign-in")
    browser.sign_in(GIL)
    assert browser.get("/desk/code").status == 200
    for (method, path), status in walked(desk, browser, {SIGNED_IN, VIEWER, ORGANISER, OWNER}).items():
        assert status == (303 if method == "GET" else 403), (method, path)


def test_who_sees_another_round_alone_does_not_learn_that_this_one_is_there(desk):
    browser = desk.signed_in(STRANGER)
    there = walked(desk, browser, {VIEWER, ORGANISER})
    assert set(there.values()) == {404}
    desk.name = "nowhere"
    assert browser.get("/desk/round/nowhere/log").heading == browser.get("/desk/round/small/log").heading


def test_wrong_roles_are_refused(desk):
    assert set(walked(desk, desk.organiser, {OWNER}).values()) == {403}
    assert set(walked(desk, desk.viewer, {OWNER, ORGANISER}).values()) == {403}


def test_a_role_in_a_round_that_is_not_there_opens_nothing(desk):
    desk.add("far@example.org", {"small": "viewer", "ghost": "organiser"}, factor=True)
    assert desk.signed_in("far@example.org").get("/desk/round/ghost/log").status == 404


def test_nothing_a_refused_person_did_is_in_the_log(desk):
    viewer = desk.viewer
    before = desk.log()
    walked(desk, viewer, {OWNER, ORGANISER})
    assert desk.log() == before


@pytest.mark.parametrize("path", ["probe", "round/small/probe"])
def test_a_view_without_declaration_is_shown_to_nobody(desk, path):
    desk.app.add_url_rule(f"/desk/{path}", endpoint="desk.probe", view_func=lambda: "seen")
    assert desk.browser().get(f"/desk/{path}").status == 403
    assert desk.owner.get(f"/desk/{path}").status == 403


def test_what_is_not_taken_is_refused_in_the_look_of_the_desk(desk):
    owner = desk.owner
    for says, _, path, _ in list(routes(desk)):
        if says.right is OWNER:
            assert owner._seen(owner.client.put(path)).heading == "This page does not take that"
    assert owner.get("/desk/nowhere").heading == "There is no such page here"
    assert desk.browser().get("/desk/nowhere").status == 404


def test_the_desk_can_be_switched_off(site):
    app = create_app(replace(site.settings, desk=False))
    assert not [rule for rule in app.url_map.iter_rules() if "desk" in rule.rule]
    assert app.test_client().get("/desk/sign-in").status_code == 404
