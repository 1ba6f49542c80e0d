"""An organisation's logo: a picture and nothing else, on pages, letters, posters, mail and reports."""

import base64
import io

import pytest
from PIL import Image, PngImagePlugin

from leadsurvey.rounds import logo
from leadsurvey.rounds.load import as_round, load
from tests.conftest import SHIPPED, problems, write_round
from tests.web.site import make_site, served

GREEN = (11, 79, 92)


def painted(path, size=(600, 200), kind="PNG", **more):
    Image.new("RGB", size, GREEN).save(path, kind, **more)
    return path


def opened(address):
    return Image.open(io.BytesIO(base64.b64decode(address.removeprefix(logo.START))))


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo_is_made_small_and_keeps_its_shape(tmp_path, kind):
    small = opened(logo.read_logo(painted(tmp_path / "logo", kind=kind)))
    assert (small.format, small.size) == ("PNG", (480, 160))


def test_what_a_file_holds_beside_the_picture_does_not_come_along(tmp_path):
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "Somebody Example")
    read = logo.read_logo(painted(tmp_path / "logo.png", pnginfo=notes))
    assert b"Somebody" not in base64.b64decode(read.removeprefix(logo.START))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "there is no such file"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "no picture that can be read"),
        (b"GIF89a" + b"0" * 50, "no picture that can be read"),
        (b"\x89PNG\r\n\x1a\n broken", "no picture that can be read"),
        (b"0" * (logo.LARGEST + 1), "more than 5 MB"),
    ],
)
def test_what_is_no_logo_is_refused_with_its_file(tmp_path, content, said):
    if content is not None:
        (tmp_path / "logo.png").write_bytes(content)
    (fault,) = problems(lambda: logo.read_logo(tmp_path / "logo.png"))
    assert fault.startswith("logo.png:1:1: ")
    assert said in fault


def test_a_picture_of_very_many_pixels_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(logo, "MOST_PIXELS", 1000)
    (fault,) = problems(lambda: logo.read_logo(painted(tmp_path / "logo.png")))
    assert "which no logo needs" in fault


def test_a_round_keeps_its_logo_from_opening_on_and_tells_of_a_wrong_one(tmp_path):
    path = write_round(tmp_path, logo="logo.png")
    assert "there is no such file" in problems(lambda: load(path, SHIPPED))[0]
    painted(tmp_path / "logo.png")
    assert opened(as_round(load(path, SHIPPED)).logo).size == (480, 160)


def test_every_page_of_a_round_shows_its_logo_once_and_browsers_may_keep_it(tmp_path):
    tmp_path.mkdir(exist_ok=True)
    painted(tmp_path / "logo.png")
    site = make_site(tmp_path, logo="logo.png")
    with served(site):
        client = site.client()
        page = client.get(site.invite())
        (picture,) = page.tree.iter("img")
        assert picture.get("alt") == ""
        assert picture.get("referrerpolicy") == "no-referrer"  # the page's address is a link
        got = client.request("GET", picture.get("src"))
        assert (got.status, got.headers["Content-Type"]) == (200, "image/png")
        assert "immutable" in got.headers["Cache-Control"]
        assert client.request("GET", picture.get("src").replace("logo-", "logo-0")).status == 404


def test_a_round_without_a_logo_shows_no_picture(tmp_path):
    site = make_site(tmp_path)
    with served(site):
        assert list(site.client().get(site.invite()).tree.iter("img")) == []
        assert site.client().request("GET", f"/r/{site.name}/logo-0123456789ab.png").status == 404
