"""The desk of one installation, and browsers at it: real pages by HTTP, without a server in between."""

import re
from dataclasses import dataclass
from functools import cache

import pyotp
from argon2 import PasswordHasher

from leadsurvey.records import accounts, audit, factors
from leadsurvey.responses.seal import Keyring
from leadsurvey.responses.store import Store
from leadsurvey.settings import Settings
from leadsurvey.web.app import create_app

PASSWORD = "tangerine-orbit-walrus-9"
OWNER, ORGANISER, VIEWER, STRANGER = "olu@example.org", "gil@example.org", "vic@example.org", "sam@example.org"


@cache
def hashed():
    """The password that everybody here has; a hash says what it costs, and this one costs next to nothing."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


@dataclass
class Page:
    """What the desk said to one request."""

    answer: object

    @property
    def status(self):
        """The code of the answer."""
        return self.answer.status_code

    @property
    def text(self):
        """The page as HTML."""
        return self.answer.get_data(as_text=True)

    @property
    def heading(self):
        """The one heading of the first rank, without its marks."""
        return re.sub(r"<[^>]*>", "", re.search(r"<h1>(.*?)</h1>", self.text, re.DOTALL)[1])

    @property
    def leads_to(self):
        """Where a redirect leads."""
        return self.answer.headers["Location"]

    @property
    def headers(self):
        """The headers of the answer."""
        return self.answer.headers

    @property
    def stylesheets(self):
        """Where the stylesheets of the page are."""
        return re.findall(r'<link rel="stylesheet"[^>]* href="([^"]+)"', self.text)

    def field(self, name):
        """What a hidden field of the page holds."""
        tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', self.text)[0]
        return re.search(r'value="([^"]*)"', tag)[1]


class Browser:
    """A browser at the desk; forms are sent with the proof that the last page gave."""

    def __init__(self, app):
        self.client = app.test_client()
        self._token = ""

    def get(self, path, **wanted):
        """Open a page; redirects are not followed."""
        return self._seen(self.client.get(path, **wanted))

    def post(self, path, /, **fields):
        """Send a form with its proof."""
        return self._seen(self.client.post(path, data={"csrf_token": self._token, **fields}))

    def send(self, path, /, **wanted):
        """Send what no page gave."""
        return self._seen(self.client.post(path, **wanted))

    def upload(self, path, /, **fields):
        """Send a form with files, each as (stream, name)."""
        data = {"csrf_token": self._token, **fields}
        return self._seen(self.client.post(path, data=data, content_type="multipart/form-data"))

    def cookie(self, name="desk"):
        """The value of a cookie of the desk."""
        found = self.client.get_cookie(name, path="/desk")
        return found.value if found else None

    def sign_in(self, email, password=PASSWORD, factor=None, code=None):
        """Go through both steps."""
        self.get("/desk/sign-in")
        page = self.post("/desk/sign-in", email=email, password=password)
        if factor or code:
            self.get("/desk/code")
            page = self.post("/desk/code", code=code or pyotp.TOTP(factor).now())
        return page

    def _seen(self, answer):
        page = Page(answer)
        if answer.mimetype == "text/html" and 'name="csrf_token"' in page.text:
            self._token = page.field("csrf_token")
        return page


class Desk:
    """An installation with rounds, and people who may do different things in "small"."""

    def __init__(self, settings: Settings, name: str = "small"):
        self.settings, self.name = settings, name
        self.app = create_app(settings)
        self.secret = Keyring(settings.keys).secret()
        self.factors = {}

    def store(self):
        """A connection of one's own to the database."""
        return Store(self.settings.database)

    def add(self, email, roles, *, factor=False):
        """Somebody with a password, and a second factor where it is wanted."""
        with self.store() as store:
            user = accounts.add(store, email, roles)
            with store.write():
                store.run("UPDATE users SET password = ? WHERE id = ?", (hashed(), user.number))
            if factor:
                self.factors[email] = factors.new_factor()
                factors.set_factor(store, self.secret, user, self.factors[email])
            return accounts.known(store, email)

    def browser(self):
        """A browser that has never been here."""
        return Browser(self.app)

    def signed_in(self, email):
        """A browser of somebody who has signed in, with a page open that has a form."""
        browser = self.browser()
        self.forget_code(email)
        page = browser.sign_in(email, factor=self.factors.get(email))
        assert page.status == 303, page.text
        assert browser.get("/desk/account").status == 200
        return browser

    def forget_code(self, email):
        """Let the code of this half minute be good once more: tests are quicker than people."""
        with self.store() as store, store.write():
            store.run("UPDATE users SET totp_step = 0 WHERE email = ?", (email,))

    def log(self, name=None):
        """The lines of the log, the oldest first."""
        with self.store() as store:
            return list(audit.entries(store, name))[::-1]

    def acts(self):
        """Who did what at the desk, the oldest first."""
        return [(entry.who, entry.act, entry.round, entry.what) for entry in self.log() if entry.who != audit.CONSOLE]

    def run(self, sql, *values):
        """Change the database as time or a clock would."""
        with self.store() as store, store.write():
            store.run(sql, values)

    @property
    def owner(self):
        """A browser of the owner."""
        return self.signed_in(OWNER)

    @property
    def organiser(self):
        """A browser of the organiser of the round."""
        return self.signed_in(ORGANISER)

    @property
    def viewer(self):
        """A browser of the viewer of the round."""
        return self.signed_in(VIEWER)
