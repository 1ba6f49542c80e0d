"""What a page weighs on a poor network, and what its length tells."""

import gzip

from hypothesis import given
from hypothesis import strategies as st

from leadsurvey.web.lighter import BLOCK, packed
from tests.web.site import MANY_KINDS
from tests.web.test_kinds import STORIES, met, to_the_tasks
from tests.web.test_routes import stylesheet_of

GZIP = {"Accept-Encoding": "gzip, deflate"}


@given(st.binary(max_size=5000))
def test_what_is_packed_comes_back_and_fills_whole_blocks(data):
    assert gzip.decompress(packed(data)) == data
    assert len(packed(data)) % BLOCK == 0


def test_pages_and_style_come_compressed_to_who_takes_them_so(site, client):
    # a page of questions: one so short that it fills no two blocks shows nothing
    for path in (f"{site.invite()}/page/1", stylesheet_of(client)):
        plain, light = client.request("GET", path), client.request("GET", path, headers=GZIP)
        assert "Content-Encoding" not in plain.headers
        assert light.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(light.raw) == plain.body.rstrip(b"\n") + light.body[len(light.body.rstrip(b"\n")) :]
        assert len(light.raw) < len(plain.body) * 0.6
        assert plain.headers["Vary"] == light.headers["Vary"] == "Accept-Encoding"


def test_who_takes_other_ways_only_gets_the_page_as_it_is(site, client):
    assert "Content-Encoding" not in client.request("GET", site.invite(), headers={"Accept-Encoding": "br"}).headers


def test_the_length_of_a_page_tells_neither_task_nor_arm(serve):
    site = serve(questionnaire=MANY_KINDS)
    seen, lengths = set(), set()
    while len(seen) < sum(len(arms) for arms in STORIES.values()):
        client = site.client()
        seen.add(met(to_the_tasks(client, site.invite())))
        path = client.page.path
        lengths.add((len(client.page.raw), len(client.request("GET", path, headers=GZIP).raw)))
    assert lengths == {(2 * BLOCK, BLOCK)}
