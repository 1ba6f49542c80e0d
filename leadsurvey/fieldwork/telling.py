"""What a closed round tells: its release, and groups that nobody planned."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from leadsurvey.fieldwork.standing import FieldworkError, stored_round
from leadsurvey.responses.store import Store
from leadsurvey.rounds.load import languages, thaw
from leadsurvey.rounds.places import Places

if TYPE_CHECKING:
    from leadsurvey.analysis.findings import Extra, Findings
    from leadsurvey.analysis.gather import Earlier


@dataclass(frozen=True)
class Release:
    """The findings of a closed round and the hash they are known by."""

    findings: "Findings"
    hash: str
    logo: str = ""  # of the organisation, as an address that holds it


def tell_extra(store: Store, name: str, members: Sequence[str], now: datetime) -> Release:
    """The findings of a closed round with one more group of units, and the hash of what is told of it.

    What was told before is audited with it, and a group told before is only read again. Nothing is kept of one of
    which nothing may be told.
    """
    from leadsurvey.analysis.extra import gather_extra
    from leadsurvey.analysis.findings import Extra, canonical_extra, extra_from_canonical, release_hash

    release, survey = released(store, name), stored_round(store, name)[1]
    with store.write():
        known = {digest: extra_from_canonical(text) for digest, text in store.extras(name)}
        if digest := next((digest for digest, extra in known.items() if set(extra.members) == set(members)), None):
            return replace(release, findings=_with_extra(release.findings, known[digest]), hash=digest)
        unit = gather_extra(survey, *stored_answers(store, name), release.findings, [*known.values()], members)
        today = now.astimezone(ZoneInfo(survey.timezone)).date()
        extra = Extra(release.hash, today, tuple(members), unit)
        text = canonical_extra(extra)
        if not unit.is_told:
            raise FieldworkError(
                f"nothing may be told of {unit.name} together: beside what was told before it would tell about fewer "
                f"than {survey.minimum_group} people. Nothing was written"
            )
        store.add_extra(name, release_hash(text), text)
    return replace(release, findings=_with_extra(release.findings, extra), hash=release_hash(text))


def why_withheld(store: Store, name: str, units: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """For each of these units of a closed round what is withheld and why, for its organiser."""
    from leadsurvey.analysis.advice import explained
    from leadsurvey.analysis.gather import plan_of

    _, survey = stored_round(store, name)
    yield from explained(survey, Places(survey), plan_of(survey, *stored_answers(store, name)), units)


def in_language(store: Store, release: Release, language: str) -> Release:
    """The same release told in another language; FieldworkError with those there are if the round has it not.

    A language of the round's questionnaire will do, whether anybody answered in it or not.
    """
    from leadsurvey.analysis.retold import retold

    findings, frozen = release.findings, store.frozen(release.findings.round)
    if language == findings.language:
        return release
    known = languages(frozen)
    if language not in known:
        raise FieldworkError(
            f"round '{findings.round}' has no texts in '{language}'; its reports can be in: {', '.join(known)}"
        )
    return replace(release, findings=retold(findings, thaw(frozen, language), language))


def _with_extra(findings: "Findings", extra: "Extra") -> "Findings":
    """The findings as a report of the extra group reads them."""
    return replace(findings, released=extra.released, units={**findings.units, extra.unit.id: extra.unit})


def released(store: Store, name: str) -> Release:
    """The release of a closed round; before closing there is none, for anybody."""
    from leadsurvey.analysis.findings import from_canonical

    stored, survey = stored_round(store, name)
    found = store.release(name)
    if survey.rehearsal:
        raise FieldworkError(f"round '{name}' is a rehearsal: nobody can ever read its answers, so it has no results")
    if found is None:
        raise FieldworkError(
            f"round '{name}' is {stored.state}: until it is closed nobody can read its answers, and that was promised; "
            f"`leadsurvey close {name}` ends it"
        )
    digest, text = found
    return Release(from_canonical(text), digest, survey.logo)


def earlier(store: Store, name: str | None) -> "Earlier | None":
    """The round before, as the analysis takes it; None where there is none. FieldworkError while it is not closed.

    One that was erased since is none: the round after it must be closed all the same.
    """
    from leadsurvey.analysis.gather import Earlier

    if name is None or store.round(name) is None:
        return None
    release = released(store, name)
    return Earlier(stored_round(store, name)[1], *stored_answers(store, name), release.findings, release.hash)


def stored_answers(store: Store, name: str) -> tuple[list[int], bytes]:
    """The answers of a closed round in the order in which it was released."""
    places, rows = store.responses(name)
    width = len(rows) // max(1, len(places))
    return in_one_order((place, rows[width * n : width * (n + 1)]) for n, place in enumerate(places))


def in_one_order(responses: Iterable[tuple[int, bytes]]) -> tuple[list[int], bytes]:
    """The places and rows whatever the shuffle, so that what is told can be made again bit for bit.

    The answers go before the place: the last bit of a mean, which the order decides, must not tell who stood where.
    """
    ordered = sorted(responses, key=lambda response: (response[1], response[0]))
    return [place for place, _ in ordered], b"".join(row for _, row in ordered)
