"""Secrets are made strong and kept shut; one that is weak, or open to others, is refused with its cure."""

import os
import stat

import pytest

from leadsurvey.mail.server import MailError, read
from leadsurvey.responses.seal import KeyLostError, Keyring
from leadsurvey.web.app import create_app
from tests.conftest import leadsurvey, open_round
from tests.web.site import make_site


@pytest.fixture
def keys(tmp_path):
    made = Keyring(tmp_path / "keys")
    made.make_secret(tmp_path / "data")
    made.new_round_keys("small")
    return made


def readers(keys):
    return {
        "secret": keys.secret,
        "small.key": lambda: keys.round_key("small"),
        "small.links": lambda: keys.link_secret("small"),
        "small.pages": lambda: keys.page_secret("small"),
    }


@pytest.mark.parametrize("umask", [0o000, 0o022])
def test_everything_an_installation_makes_at_first_start_is_for_its_owner_alone(tmp_path, umask):
    before = os.umask(umask)
    try:
        site = make_site(tmp_path)
        Keyring(site.settings.keys).page_secret("small")
        site.store().close()
    finally:
        os.umask(before)
    for path in (site.settings.data, *site.settings.data.rglob("*")):
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path


@pytest.mark.parametrize("name", ["secret", "small.key", "small.links", "small.pages"])
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o644, 0o666])
def test_a_key_that_others_can_read_or_change_is_refused_until_that_is_mended(keys, name, mode):
    get = readers(keys)[name]
    good = get()
    path = keys.folder / name
    path.chmod(mode)
    with pytest.raises(KeyLostError, match=f"run: chmod 600 {path}"):
        get()
    path.chmod(0o600)
    assert get() == good


@pytest.mark.parametrize("mode", [0o720, 0o702, 0o777])
def test_a_keys_folder_in_which_others_can_put_files_is_refused(keys, mode):
    keys.folder.chmod(mode)
    with pytest.raises(KeyLostError, match=f"run: chmod go-w {keys.folder}"):
        keys.secret()
    keys.folder.chmod(0o750)
    assert len(keys.secret()) == 32


@pytest.mark.parametrize(
    "content",
    [b"", b"\0" * 32, b"x" * 32, b"secret", b"0123456789" * 4, b"changemechangemechangemechangeme", bytes(range(31))],
)
@pytest.mark.parametrize("name", ["secret", "small.key", "small.links", "small.pages"])
def test_a_key_that_chance_did_not_draw_is_refused(keys, name, content):
    readers(keys)[name]()
    (keys.folder / name).write_bytes(content)
    with pytest.raises(KeyLostError, match="is no key of ours: it"):
        readers(keys)[name]()


def test_keys_that_chance_draws_are_never_taken_for_weak(tmp_path):
    keys = Keyring(tmp_path)
    for number in range(300):
        keys.page_secret(f"round-{number}")


def test_two_data_folders_never_share_their_keys(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    settings, _ = open_round(tmp_path / "one")
    keys = Keyring(settings.keys)
    before = {path.name: path.read_bytes() for path in keys.folder.iterdir()}
    with pytest.raises(KeyLostError, match="name another folder in LEADSURVEY_KEYS"):
        keys.make_secret(tmp_path / "two" / "data")
    assert {path.name: path.read_bytes() for path in keys.folder.iterdir()} == before
    settings.data.rename(tmp_path / "moved")
    Keyring(tmp_path / "moved" / "keys").make_secret(tmp_path / "moved")


def test_a_command_says_what_is_wrong_with_the_secret(folder):
    secret = folder / "data" / "keys" / "secret"
    secret.chmod(0o644)
    code, told, said = leadsurvey(folder, "organiser", "add", "ada@example.org")
    assert (code, told) == (1, "")
    assert said == f"others can read or change {secret}; run: chmod 600 {secret}\n"


def test_the_server_does_not_start_with_a_secret_that_others_can_read(tmp_path):
    site = make_site(tmp_path)
    (site.settings.keys / "secret").chmod(0o644)
    with pytest.raises(KeyLostError, match="chmod 600"):
        create_app(site.settings)


@pytest.mark.parametrize(("mode", "cure"), [(0o640, "chmod 600"), (0o602, "chmod 600")])
def test_a_mail_password_that_others_can_read_is_refused(tmp_path, mode, cure):
    file = tmp_path / "password"
    file.write_text("pass", encoding="utf-8")
    file.chmod(mode)
    with pytest.raises(MailError, match=cure):
        read({"LEADSURVEY_SMTP": "smtps://u@mail.example.org", "LEADSURVEY_SMTP_PASSWORD_FILE": str(file)})
