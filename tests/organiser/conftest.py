"""A desk with people at it."""

import pytest

from tests.organiser.desk import ORGANISER, OWNER, STRANGER, VIEWER, Desk
from tests.web.site import make_site


@pytest.fixture
def site(tmp_path):
    """An installation with two open rounds, "small" and "other"."""
    made = make_site(tmp_path / "site")
    make_site(tmp_path / "site", name="other")
    return made


@pytest.fixture
def desk(site):
    """Its desk: an owner, an organiser and a viewer of "small", and somebody who sees "other" alone."""
    made = Desk(site.settings)
    made.add(OWNER, {"*": "organiser"}, factor=True)
    made.add(ORGANISER, {"small": "organiser"}, factor=True)
    made.add(VIEWER, {"small": "viewer"})
    made.add(STRANGER, {"other": "viewer"})
    return made
