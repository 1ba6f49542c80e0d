"""The organiser's desk in a browser without scripts: signing in, and pages that everyone can read and hit."""

import pyotp
import pytest
import zxingcpp
from PIL import Image

from leadsurvey.records import accounts, audit, welcoming
from tests.browser.conftest import running
from tests.browser.test_access import BOXES, LOOKS, violations, width_and_room
from tests.organiser.desk import ORGANISER, OWNER, PASSWORD, VIEWER, Desk
from tests.organiser.provider import claims_of
from tests.organiser.provider import running as provider_running
from tests.web.site import make_site

WIDE = {"width": 1024, "height": 800}
TARGETS = "button, .button, nav a, input.text, select.text, td a"
OF_OWNERS = ("", "accounts", "accounts/new", "log", "round/small/log", "account", "account/second-factor", "nowhere")


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A desk that is served, beside a provider that knows its viewer."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "secret").write_text("s3cret-of-many-letters", encoding="utf-8")
    (folder / "secret").chmod(0o600)
    site = make_site(folder)
    desk = Desk(site.settings)
    desk.add(OWNER, {"*": "organiser"}, factor=True)
    desk.add(ORGANISER, {"small": "organiser"})
    desk.add(VIEWER, {"small": "viewer"})
    with provider_running(claims_of(VIEWER, verified=True)) as issuer, pytest.MonkeyPatch.context() as environment:
        environment.setenv("LEADSURVEY_OIDC_ISSUER", issuer)
        environment.setenv("LEADSURVEY_OIDC_CLIENT_ID", "desk")
        environment.setenv("LEADSURVEY_OIDC_CLIENT_SECRET_FILE", str(folder / "secret"))
        with running(site):
            desk.url = f"{site.url}/desk/"
            yield desk


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def sign_in(desk, page, email=OWNER):
    """Type in what is asked for, as a person does."""
    desk.forget_code(email)
    page.goto(desk.url)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    if email in desk.factors:
        page.get_by_label("Code of six digits").fill(pyotp.TOTP(desk.factors[email]).now())
        press(page, "Go on")
    assert page.url == desk.url


def read_code(page, folder):
    """What a phone reads from the picture on the page."""
    page.locator("img.code").screenshot(path=folder / "code.png")
    with Image.open(folder / "code.png") as picture:
        (found,) = zxingcpp.read_barcodes(picture)
    return pyotp.parse_uri(found.text)


@pytest.mark.parametrize("viewport", [{"width": 360, "height": 740}, WIDE])
def test_a_person_begins_with_a_link_reads_the_code_with_a_phone_and_is_in(served, device, tmp_path, viewport):
    email = f"ada{viewport['width']}@example.org"
    with served.store() as store:
        user = accounts.add(store, email, {"small": "organiser"})
        link = welcoming.new_link(store, served.secret, user, served.url.removesuffix("/desk/"))
    page = device(viewport=viewport)
    page.goto(link)
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("The same again").fill(PASSWORD)
    press(page, "Keep this password")
    factor = read_code(page, tmp_path)
    assert (factor.name, factor.issuer) == (email, "leadsurvey")
    page.get_by_label("Code of six digits").fill("000000")
    press(page, "Keep this second factor")
    assert page.locator(".summary a").get_attribute("href") == "#code"
    assert read_code(page, tmp_path).secret == factor.secret
    page.get_by_label("Code of six digits").fill(factor.now())
    press(page, "Keep this second factor")
    assert page.url == served.url
    press(page, "Sign out")
    page.goto(served.url)
    assert page.locator("h1").inner_text() == "Sign in"


def test_the_organisations_own_sign_in_leads_in_and_a_stranger_there_stays_outside(served, device):
    page = device()
    page.goto(f"{served.url}sign-in")
    page.get_by_role("link", name="Sign in with your organisation").click()
    page.get_by_role("button", name=VIEWER).click()
    assert page.url == served.url
    assert page.get_by_text(f"Signed in as {VIEWER}").is_visible()
    other = device()
    other.goto(f"{served.url}sign-in")
    other.get_by_role("link", name="Sign in with your organisation").click()
    other.get_by_placeholder("sub").fill("mallory@example.org")
    other.get_by_role("button", name="Authorize", exact=True).click()
    assert other.locator("h1").inner_text() == "Your organisation did not let you in here"


def test_the_browser_keeps_one_cookie_and_no_script_reads_it(served, device):
    page = device(java_script_enabled=True)
    sign_in(served, page)
    (cookie,) = page.context.cookies(served.url)
    assert (cookie["name"], cookie["path"], cookie["httpOnly"], cookie["sameSite"]) == ("desk", "/desk", True, "Lax")
    assert page.evaluate("document.cookie") == ""
    assert page.context.cookies(served.url.replace("/desk/", "/")) == []


def pages(desk, page):
    """Every kind of page, by what it is."""
    for path in ("sign-in", "welcome/nobody"):
        page.goto(desk.url + path)
        yield path
    page.goto(desk.url)
    page.get_by_label("E-mail address").fill("nobody@example.org")
    page.get_by_label("Password").fill("wrong")
    press(page, "Sign in")
    yield "a wrong password"
    sign_in(desk, page)
    for path in OF_OWNERS:
        page.goto(desk.url + path)
        yield path or "rounds"
    page.goto(f"{desk.url}accounts")
    page.get_by_role("link", name=VIEWER).click()
    yield "an account"
    page.goto(f"{desk.url}accounts/new")
    page.get_by_label("E-mail address").evaluate("it => { it.type = 'text'; it.value = 'no address' }")
    press(page, "Add, and show the link")
    assert page.locator(".summary").is_visible()
    yield "a wrong address"


def test_axe_finds_nothing_on_any_page_of_the_desk(served, device):
    page = device(java_script_enabled=True)
    with served.store() as store:
        audit.note(store, OWNER, "did something with a name as long as they come", "small", "x" * 200)
    found = {}
    for kind in pages(served, page):
        for width, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            if faults := violations(page):
                found[kind, width, scheme] = faults
    assert found == {}


def test_no_page_of_the_desk_scrolls_sideways_and_every_target_can_be_hit(served, device):
    page = device(java_script_enabled=True)
    for kind in pages(served, page):
        for width in (320, 360, 1024):
            page.set_viewport_size({"width": width, "height": 740})
            needed, room = width_and_room(page)
            assert needed <= room == width, kind
            for html, _, across, high in page.eval_on_selector_all(TARGETS, BOXES):
                assert min(across, high) >= 44, (kind, html, across, high)


def test_the_keyboard_alone_signs_in_and_skips_to_the_page(served, device):
    page = device()
    served.forget_code(VIEWER)
    page.goto(served.url)
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.type(VIEWER)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url == served.url
    page.keyboard.press("Tab")
    assert page.get_by_role("link", name="Skip to the page").is_visible()
    page.keyboard.press("Enter")
    assert page.locator("main:focus").count() == 1
