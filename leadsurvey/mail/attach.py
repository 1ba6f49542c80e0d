"""A file that comes with a mail."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

from leadsurvey.mail.compose import Letter

_AS_IT_IS = SMTP.clone(refold_source="none")  # links in headers stay whole


def with_attachment(letter: Letter, name: str, pdf: bytes) -> Letter:
    """The same mail with a PDF."""
    message = message_from_bytes(letter.content, _class=EmailMessage, policy=_AS_IT_IS)
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename=name)
    return Letter(letter.to, message.as_bytes())
