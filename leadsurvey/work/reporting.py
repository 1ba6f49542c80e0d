"""Reports made to be handed out by link or mail: in a folder that only the server can read."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from leadsurvey.fieldwork.telling import Release, in_language
from leadsurvey.report.batch import Written, folder_in, write_reports
from leadsurvey.responses.store import Store
from leadsurvey.rounds.load import languages


def make_reports(release: Release, units: list[str], templates: Path, folder: Path, jobs: int) -> Iterator[Written]:
    """The reports of these units, each told of as it is there; those made of this release are left as they are."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for written in write_reports(release.findings, release.hash, units, templates, folder, jobs, release.logo):
        if not written.fault:
            written.path.chmod(0o600)
        yield written


def make_in_languages(  # what they are made of
    store: Store, release: Release, wanted: Mapping[str, Iterable[str]], templates: Path, folder: Path, jobs: int
) -> Iterator[Written]:
    """The reports of units by language, those in other languages than the questionnaire's in folders of their own.

    In a language that the questionnaire is not there in they are made in its own.
    """
    own_language, known = release.findings.language, languages(store.frozen(release.findings.round))
    spoken: dict[str, list[str]] = {}
    for language, units in wanted.items():
        spoken.setdefault(language if language in known else own_language, []).extend(units)
    for language, units in spoken.items():
        own = folder_in(folder, language, own_language)
        yield from make_reports(in_language(store, release, language), list(dict.fromkeys(units)), templates, own, jobs)
