"""What every form of the desk is made of: fields of WTForms, and proof that it was sent from a page of this session."""

from typing import Any

from wtforms import Form, ValidationError
from wtforms.csrf.core import CSRF

from leadsurvey.web.organiser import presence


class OfThisBrowser(CSRF):
    """A token keyed to the cookie of the desk."""

    def generate_csrf_token(self, csrf_token_field: Any) -> str:
        """Give a form the token of this browser."""
        del csrf_token_field
        return presence.form_token()

    def validate_csrf_token(self, form: Any, field: Any) -> None:
        """Refuse a token that is not of this browser."""
        del form
        if not presence.is_ours(field.data or ""):
            raise ValidationError("This form is of another session")


class DeskForm(Form):
    """A form of the desk; alone, it is nothing but the proof."""

    class Meta:
        """How WTForms is to protect it."""

        csrf = True
        csrf_class = OfThisBrowser
        csrf_field_name = "csrf_token"
