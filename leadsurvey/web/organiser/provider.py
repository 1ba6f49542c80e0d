"""An organisation's own sign-in (OpenID Connect): the way there, and whom its answer names. Needs the extra `sso`."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from itsdangerous import BadData, URLSafeTimedSerializer

from leadsurvey import private
from leadsurvey.settings import Provider

# no signature by a secret that is shared
SIGNED_BY = ["RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512"]
SHORTEST = 16  # letters of our secret
WAITS = 10  # seconds for the provider
LASTS = 600  # seconds in which somebody signs in there
LEEWAY = 60  # seconds by which its clock may be off


class ProviderError(Exception):
    """The provider, or what came back from it, cannot be used; the text is for our log."""


@dataclass(frozen=True, slots=True)
class Way:
    """What this browser alone knows of a sign-in that was begun: what comes back must fit."""

    state: str
    nonce: str
    verifier: str  # of PKCE (RFC 7636)

    def signed(self, key: bytes) -> str:
        """As a cookie."""
        return _signer(key).dumps(asdict(self))

    @classmethod
    def of(cls, key: bytes, cookie: str) -> "Way | None":
        """The way of a cookie, unless it is not ours or too old."""
        try:
            return cls(**_signer(key).loads(cookie, max_age=LASTS))
        except BadData:
            return None


def is_offered(provider: Provider | None) -> bool:
    """Whether there is a provider, and the extra that it needs."""
    return provider is not None and has_extra()


def has_extra() -> bool:
    """Whether the packages of the extra `sso` are there."""
    return all(map(find_spec, ("authlib", "joserfc", "requests")))


def begin(provider: Provider, back: str) -> tuple[str, Way]:
    """The address to go to, and the way; `back` is where the provider sends people afterwards."""
    way = Way(*(secrets.token_urlsafe(32) for _ in range(3)))
    with _client(provider, back) as client:
        there = _metadata(client, provider)["authorization_endpoint"]
        address, _ = client.create_authorization_url(
            there, state=way.state, nonce=way.nonce, code_verifier=way.verifier, prompt="select_account"
        )
    return str(address), way


def verified_address(provider: Provider, back: str, way: Way, answer: Mapping[str, str]) -> str:
    """The e-mail address that the provider vouches for; ProviderError for anything else."""
    if not secrets.compare_digest(answer.get("state", "").encode(), way.state.encode()):
        raise ProviderError("the answer belongs to no sign-in that was begun in this browser")
    if "code" not in answer:
        raise ProviderError("the provider gave no code")
    with _client(provider, back) as client:
        known = _metadata(client, provider)
        token = client.fetch_token(known["token_endpoint"], code=answer["code"], code_verifier=way.verifier)
        claims = _claims(client, provider, known, way, token)
    if claims.get("email_verified") not in {True, "true"} or not isinstance(claims.get("email"), str):
        raise ProviderError("the provider does not vouch for an e-mail address")
    return str(claims["email"])


def _client(provider: Provider, back: str) -> Any:
    """A client of Authlib, which makes PKCE's challenge and takes the token."""
    from authlib.integrations.requests_client import OAuth2Session

    return OAuth2Session(
        provider.client,
        _secret(provider.secret),
        scope="openid email",
        redirect_uri=back,
        code_challenge_method="S256",
        default_timeout=WAITS,
    )


def _secret(path: Path) -> str:
    """The secret by which the provider knows us; ProviderError if others can read it, or it is too short for one."""
    secret = path.read_text(encoding="utf-8").strip()
    if private.exposed(path):
        raise ProviderError("others can read LEADSURVEY_OIDC_CLIENT_SECRET_FILE, or put another there; chmod 600 it")
    if len(secret) < SHORTEST:
        raise ProviderError(f"LEADSURVEY_OIDC_CLIENT_SECRET_FILE has fewer than {SHORTEST} letters; have one made")
    return secret


def _metadata(client: Any, provider: Provider) -> dict[str, Any]:
    """What the provider says of itself; it must be the one that was asked, and be reached by TLS."""
    _refuse_without_tls(provider.issuer)
    found = client.get(f"{provider.issuer}/.well-known/openid-configuration", withhold_token=True)
    found.raise_for_status()
    known: dict[str, Any] = found.json()
    if str(known.get("issuer", "")).rstrip("/") != provider.issuer:
        raise ProviderError("the provider calls itself by another name than LEADSURVEY_OIDC_ISSUER")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        _refuse_without_tls(known[name])
    return known


def _refuse_without_tls(address: str) -> None:
    """Anybody on the way could vouch for anybody; on this machine itself there is no way."""
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise ProviderError("the provider is reached without TLS; LEADSURVEY_OIDC_ISSUER begins with https://")


def _claims(
    client: Any, provider: Provider, known: dict[str, Any], way: Way, token: Mapping[str, Any]
) -> dict[str, Any]:
    """What the signed token says, once signature, audience, end and nonce are right; with the rest if it lacks it."""
    from joserfc import jwt
    from joserfc.jwk import KeySet

    keys = KeySet.import_key_set(client.get(known["jwks_uri"], withhold_token=True).json())
    signed = jwt.decode(token["id_token"], keys, algorithms=SIGNED_BY).claims
    jwt.JWTClaimsRegistry(
        leeway=LEEWAY,
        iss={"essential": True, "value": known["issuer"]},
        aud={"essential": True, "value": provider.client},
        exp={"essential": True},
        sub={"essential": True},
        nonce={"essential": True, "value": way.nonce},
    ).validate(signed)
    if signed.get("azp", provider.client) != provider.client:
        raise ProviderError("the token was made for another program")
    if "email" in signed:
        return signed
    more: dict[str, Any] = client.get(known["userinfo_endpoint"]).json()
    if more.get("sub") != signed["sub"]:
        raise ProviderError("the provider tells of two people at once")
    return more


def _signer(key: bytes) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(key, salt="way")
