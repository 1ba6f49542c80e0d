"""The checking client finds what it is there to find."""

from http.client import HTTPMessage

import pytest
from html5lib.html5parser import ParseError

from tests.web.checking import faults_of_headers, faults_of_page, parsed

GOOD = """<!doctype html><html lang="en"><head><title>A page</title></head><body><h1>A page</h1>
<form method="post" action="/a"><fieldset><legend>Which?</legend>
<label><input type="radio" name="a" id="a"><span>This</span></label></fieldset>
<label for="code">Code</label><input id="code" name="code" aria-describedby="hint"><p id="hint">Letters</p>
<button>Send</button></form><a href="#code">Code</a></body></html>"""


def headers(**changed):
    message = HTTPMessage()
    given = {
        "Content-Security-Policy": (
            "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'"
        ),
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noindex",
        "Cache-Control": "no-store",
    }
    for name, value in {**given, **{key.replace("_", "-"): value for key, value in changed.items()}}.items():
        if value is not None:
            message[name] = value
    return message


def test_a_good_page_with_good_headers_has_no_faults():
    assert faults_of_page(parsed(GOOD)) == []
    assert faults_of_headers(headers(), may_be_kept=False) == []


@pytest.mark.parametrize(
    ("part", "instead", "fault"),
    [
        ("<h1>A page</h1>", "", "one h1"),
        ("<h1>A page</h1>", "<h1>A page</h1><h1>Two</h1>", "one h1"),
        ("<title>A page", "<title>", "one title"),
        ("<title>A page", "<title>Error: A page", "title says Error where there is one"),
        ("<h1>", '<div class="summary"></div><h1>', "title says Error where there is one"),
        ("<h1>A page", "<h1>Another page", "title says what the heading says"),
        (' lang="en"', "", "a language"),
        ('<p id="hint">', '<p id="hint"></p><p id="hint">', "unique ids"),
        ("<span>This</span>", "", "labelled inputs"),
        ('for="code"', 'for="other"', "labelled inputs"),
        ("<legend>Which?</legend>", "", "radios in a fieldset with a legend"),
        (' action="/a"', "", "forms with an action"),
        (' method="post"', "", "forms with an action"),
        ("Send", " ", "buttons with words"),
        ('href="#code"', 'href="#gone"', "links within the page lead somewhere"),
        ('"hint"><p', '"gone"><p', "described by what is there"),
        ("<h1>", '<img src="/x" alt=""><h1>', "no styles or pictures but a logo"),
        ("<h1>", "<script></script><h1>", "no scripts"),
        ("<h1>", '<h1 style="color: red">', "no styles or pictures but a logo"),
    ],
)
def test_each_fault_of_a_page_is_found(part, instead, fault):
    assert part in GOOD
    assert faults_of_page(parsed(GOOD.replace(part, instead))) == [fault]


@pytest.mark.parametrize(
    "bad", ["<p>No doctype", GOOD.replace("</fieldset>", ""), GOOD.replace("Which?", "This & that &")]
)
def test_html_that_is_not_valid_is_refused(bad):
    with pytest.raises(ParseError):
        parsed(bad.replace("&", "&bogus;"))


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"Content_Security_Policy": None}, "content policy"),
        ({"Content_Security_Policy": "default-src 'self' 'unsafe-inline'"}, "content policy"),
        ({"Referrer_Policy": "no-referrer"}, "referrer policy"),
        ({"X_Content_Type_Options": None}, "nosniff"),
        ({"X_Frame_Options": None}, "frames"),
        ({"X_Robots_Tag": None}, "not indexed"),
        ({"Cache_Control": "private"}, "cache"),
        ({"Cache_Control": "public, immutable"}, "cache"),
        ({"Set_Cookie": "a=b"}, "no cookie"),
        ({"Server": "waitress"}, "no name of a server"),
    ],
)
def test_each_fault_of_the_headers_is_found(changed, fault):
    assert faults_of_headers(headers(**changed), may_be_kept=False) == [fault]
