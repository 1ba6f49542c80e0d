"""Where things lie: the only reader of the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_MAIL = (
    "LEADSURVEY_SMTP",
    "LEADSURVEY_SMTP_PASSWORD_FILE",
    "LEADSURVEY_SMTP_CA",
    "LEADSURVEY_MAIL_FROM",
    "LEADSURVEY_MAIL_PER_MINUTE",
)


@dataclass(frozen=True)
class Provider:
    """Where an organisation's own people sign in (OpenID Connect), and as whom we come there."""

    issuer: str
    client: str
    secret: Path  # the file that holds it

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Provider | None":
        """LEADSURVEY_OIDC_ISSUER, _CLIENT_ID and _CLIENT_SECRET_FILE: all three, or there is none."""
        names = ("ISSUER", "CLIENT_ID", "CLIENT_SECRET_FILE")
        issuer, client, secret = (environment.get(f"LEADSURVEY_OIDC_{name}", "").strip() for name in names)
        return cls(issuer.rstrip("/"), client, Path(secret)) if issuer and client and secret else None


@dataclass(frozen=True)
class Settings:
    """One installation; everything below the shell gets plain values from it."""

    data: Path  # the database, its backups and files of links
    keys: Path  # the server's secret and the keys of open rounds: back it up apart from `data`
    templates: Path
    questionnaires: Path  # those that a round may name without a path
    address: str  # where respondents reach the survey, without a slash at the end
    # what is said of the mail server, as it is written: `mail.server` reads it; a password may stand in it
    mail: Mapping[str, str] = field(default_factory=dict, repr=False)
    desk: bool = True  # whether organisers have pages, under /desk
    provider: Provider | None = None  # of accounts at the desk

    @classmethod
    def from_environment(cls, data: Path | None = None, environment: Mapping[str, str] = os.environ) -> "Settings":
        """LEADSURVEY_DATA, _KEYS, _QUESTIONNAIRES, _ADDRESS and those of mail; `data` given by a command wins."""
        chosen = data or Path(environment.get("LEADSURVEY_DATA", "leadsurvey-data"))
        return cls(
            data=chosen,
            keys=Path(environment.get("LEADSURVEY_KEYS", chosen / "keys")),
            templates=_shipped("templates"),
            questionnaires=Path(environment.get("LEADSURVEY_QUESTIONNAIRES", _shipped("questionnaires"))),
            address=environment.get("LEADSURVEY_ADDRESS", "http://localhost:8000").rstrip("/"),
            mail={name: environment[name] for name in _MAIL if environment.get(name)},
            desk=environment.get("LEADSURVEY_DESK", "on").strip().casefold() != "off",
            provider=Provider.from_environment(environment),
        )

    @property
    def is_reached_by_tls(self) -> bool:
        """Whether people reach us by TLS alone."""
        return self.address.startswith("https://")

    @property
    def database(self) -> Path:
        """The database file."""
        return self.data / "leadsurvey.db"

    @property
    def catalogues(self) -> Path:
        """The interface's texts in other languages."""
        return self.templates / "locale"

    @property
    def backups(self) -> Path:
        """Copies of the database, one for each closed round."""
        return self.data / "backups"

    def links(self, survey: str) -> Path:
        """The file of personal links of a round, deleted when it closes."""
        return self.data / "links" / f"{survey}.csv"

    def letters(self, survey: str) -> Path:
        """The folder of letters that were made at the desk."""
        return self.data / "letters" / survey

    @property
    def certificates(self) -> Path:
        """What was erased, and how it was made sure of."""
        return self.data / "certificates"

    def keyed(self, survey: str) -> Path:
        """The folder of paper forms of a round that are being keyed."""
        return self.data / "keyed" / survey

    def reports(self, survey: str) -> Path:
        """The folder of reports that were made at the desk."""
        return self.data / "reports" / survey

    @property
    def uploads(self) -> Path:
        """Files sent to the desk that wait for a round to be opened."""
        return self.data / "uploads"

    @property
    def jobs(self) -> Path:
        """What long work needs besides its row: a lock for each round, and a log of what nobody expected."""
        return self.data / "jobs"

    def as_environment(self) -> dict[str, str]:
        """The environment in which another process finds this very installation."""
        own = {
            "LEADSURVEY_DATA": str(self.data.resolve()),
            "LEADSURVEY_KEYS": str(self.keys.resolve()),
            "LEADSURVEY_QUESTIONNAIRES": str(self.questionnaires.resolve()),
            "LEADSURVEY_ADDRESS": self.address,
        }
        return {**{name: value for name, value in os.environ.items() if name not in _MAIL}, **own, **self.mail}


def _shipped(name: str) -> Path:
    """A folder of the product: inside an installed package, at the top of a checkout."""
    bundled = _PACKAGE / "bundled" / name
    return bundled if bundled.is_dir() else _PACKAGE.parent / name
