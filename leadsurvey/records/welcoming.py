"""One-time links with which an account begins: good for two days, and dead once a password is set or a new one made."""

from itsdangerous import BadData, URLSafeTimedSerializer

from leadsurvey.records import accounts, admitting
from leadsurvey.records.accounts import User
from leadsurvey.responses.database import Connection
from leadsurvey.responses.seal import desk_key, token_hash

LASTS = 48 * 3600  # seconds


def new_link(kept: Connection, secret: bytes, user: User, address: str) -> str:
    """A link by which somebody sets a password; the one there was is gone."""
    mark = admitting.invite(kept, user)
    return f"{address}/desk/welcome/{_signer(secret).dumps([user.number, token_hash(mark)])}"


def invited(kept: Connection, secret: bytes, token: str) -> User | None:
    """Whose link this is, if it is still good."""
    try:
        number, mark = _signer(secret).loads(token, max_age=LASTS)
    except BadData:
        return None
    user = accounts.by_number(kept, number)
    return user if user and user.password and token_hash(user.password) == mark else None


def _signer(secret: bytes) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(desk_key(secret, "link"), salt="welcome")
