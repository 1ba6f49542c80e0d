"""What a page weighs on a poor network."""

import gzip

from tests.web.test_routes import stylesheet_of

GZIP = {"Accept-Encoding": "gzip, deflate"}


def test_pages_and_style_come_compressed_to_who_takes_them_so(site, client):
    for path in (site.invite(), stylesheet_of(client)):
        plain, packed = client.request("GET", path), client.request("GET", path, headers=GZIP)
        assert "Content-Encoding" not in plain.headers
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.raw) == plain.body
        assert len(packed.raw) < len(plain.body) / 2
        assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"


def test_a_page_that_fits_into_one_packet_stays_as_it_is(client):
    page = client.request("GET", "/", headers=GZIP)
    assert len(page.raw) < 1000
    assert "Content-Encoding" not in page.headers


def test_who_takes_other_ways_only_gets_the_page_as_it_is(site, client):
    assert "Content-Encoding" not in client.request("GET", site.invite(), headers={"Accept-Encoding": "br"}).headers
