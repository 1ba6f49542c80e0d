"""A real mail server on loopback that keeps what it gets, and misbehaves towards those whose names ask for it.

Addresses begin with what happens to them: `refused`, `greylisted` (twice), `put-off` (always), `unplugged` (the line is
cut when they are named), `cut` (when the mail has begun to arrive, which is then lost), `swallowed` (the mail arrives,
and the line is cut before that is said), `spam` (refused when it has arrived). All others are taken.
"""

import contextlib
import ipaddress
import socket
import ssl
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "survey@example.org", "pass: word/@%"


class Sink:
    """What a server got: the raw mails, by the address each went to."""

    def __init__(self, slowness=0.0):
        self.mails = []
        self.asked = Counter()
        self.signed_in = 0
        self.slowness = slowness
        self.port = 0

    def read(self):
        """Every mail, read by the standard parser."""
        return [(to, message_from_bytes(content, policy=default)) for to, content in self.mails]

    def got(self):
        """How many mails each address got."""
        return Counter(to for to, _ in self.mails)

    async def handle_RCPT(self, server, _session, envelope, address, _options):  # noqa: N802 - as aiosmtpd calls it
        self.asked[address] += 1
        if address.startswith("refused"):
            return "550 5.1.1 nobody of that name: " + address
        if address.startswith("put-off") or (address.startswith("greylisted") and self.asked[address] <= 2):
            return "451 4.7.1 come back later"
        if address.startswith("unplugged"):
            server.transport.abort()
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 fine"

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802 - as aiosmtpd calls it
        (to,) = envelope.rcpt_tos
        if self.slowness:
            time.sleep(self.slowness)  # noqa: ASYNC251 - a slow server
        if to.startswith("spam"):
            return "554 5.7.1 not here"
        if not to.startswith("cut"):
            self.mails.append((to, envelope.content))
        if to.startswith(("cut", "swallowed")):
            server.transport.abort()
        return "250 2.0.0 taken"

    def authenticate(self, _server, _session, _envelope, _mechanism, data):
        self.signed_in += 1
        fits = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=fits, handled=fits or None)


@contextlib.contextmanager
def running(sink, **how):
    """A server that hands its mail to a sink, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        sink.port = free.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port, ready_timeout=20, **how)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()


def certificate(folder, name="127.0.0.1"):
    """A context with a certificate of its own for an address; the file is what who connects has to trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a mail server")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(name))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path, private = folder / "certificate.pem", folder / "key.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption_algorithm=plain)
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(path, private)
    return context, path
