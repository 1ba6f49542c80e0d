"""Where things lie: the only reader of the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Settings:
    """One installation; everything below the shell gets plain values from it."""

    data: Path  # the database, its backups and files of links
    keys: Path  # the server's secret and the keys of open rounds: back it up apart from `data`
    templates: Path
    questionnaires: Path  # those that a round may name without a path
    address: str  # where respondents reach the survey, without a slash at the end

    @classmethod
    def from_environment(cls, data: Path | None = None, environment: Mapping[str, str] = os.environ) -> "Settings":
        """LEADSURVEY_DATA, _KEYS, _QUESTIONNAIRES and _ADDRESS; `data` given on the command line wins."""
        chosen = data or Path(environment.get("LEADSURVEY_DATA", "leadsurvey-data"))
        return cls(
            data=chosen,
            keys=Path(environment.get("LEADSURVEY_KEYS", chosen / "keys")),
            templates=_shipped("templates"),
            questionnaires=Path(environment.get("LEADSURVEY_QUESTIONNAIRES", _shipped("questionnaires"))),
            address=environment.get("LEADSURVEY_ADDRESS", "http://localhost:8000").rstrip("/"),
        )

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

    def keyed(self, survey: str) -> Path:
        """The folder of paper forms of a round that are being keyed."""
        return self.data / "keyed" / survey


def _shipped(name: str) -> Path:
    """A folder of the product: inside an installed package, at the top of a checkout."""
    bundled = _PACKAGE / "bundled" / name
    return bundled if bundled.is_dir() else _PACKAGE.parent / name
