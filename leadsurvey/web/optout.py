"""The page behind the opt-out link of every mail. It asks for no reason, and works for good."""

from http import HTTPStatus

from flask import Blueprint, abort, render_template, request

from leadsurvey.languages import interface
from leadsurvey.records import contacts
from leadsurvey.responses.seal import Keyring, read_slip
from leadsurvey.web import language
from leadsurvey.web.shared import shared, slow_down_guesses, store

pages = Blueprint("optout", __name__)


@pages.route("/no-mail/<slip>", methods=["GET", "POST"])
def no_mail(slip: str) -> str:
    """A button, since mail scanners open links; pressed here, or by a mail program (RFC 8058), it is kept."""
    settings = shared().settings
    language.speak(language.asked_for(["en", *interface.offered(settings.catalogues)]) or language.spoken())
    mark = read_slip(Keyring(settings.keys).secret(), slip)
    if mark is None:
        slow_down_guesses()
        abort(HTTPStatus.NOT_FOUND)
    is_kept = request.method == "POST"  # HEAD is answered here too
    if is_kept:
        contacts.opt_out(store(), mark)
    return render_template("respondent/no-mail.html", slip=slip, is_kept=is_kept)
