"""Who mail comes from and goes to: only what stands in a header without doing anything there."""

import re
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.utils import parseaddr

LONGEST = 254  # signs, as RFC 5321 has it; and of a name
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*")


class UnfitAddressError(ValueError):
    """No mail can go to this address, or under this name."""


def mailbox(name: str, address: str) -> Address:
    """A name and an address for a header; UnfitAddressError where either could break out of it.

    A domain in other letters is sent by its ASCII name, as mail servers know it; the part before the @ has to be ASCII.
    """
    local, _, domain = address.rpartition("@")
    known = _ascii(domain)
    if not (_LOCAL.fullmatch(local) and _DOMAIN.fullmatch(known)) or len(address) > LONGEST:
        raise UnfitAddressError("this is not an address that mail can go to")
    if len(name) > LONGEST or not name.isprintable():
        raise UnfitAddressError("this name is too long, or not all letters")
    try:
        return Address(display_name=name, username=local, domain=known)
    except (ValueError, HeaderParseError):
        raise UnfitAddressError("this is not an address that mail can go to") from None


def read_mailbox(text: str) -> Address:
    """`Name <address>`, or an address alone."""
    name, address = parseaddr(text) if text.isprintable() else ("", "")
    return mailbox(name, address)


def _ascii(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
