"""Closing a round."""

from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from leadsurvey.fieldwork.standing import FieldworkError, stored_round
from leadsurvey.fieldwork.telling import Release, earlier, in_one_order, released
from leadsurvey.responses import keyed
from leadsurvey.responses.body import unpack
from leadsurvey.responses.seal import Keyring, open_responses
from leadsurvey.responses.store import Store


def close(store: Store, keys: Keyring, name: str, backups: Path, links: Path, now: datetime) -> Release:
    """Unseal, shuffle, analyse and release; then back up, destroy the key and the file of links.

    Safe to run again after a failure: it goes on where it stopped.
    """
    from leadsurvey.analysis.findings import canonical, release_hash
    from leadsurvey.analysis.gather import gather

    stored, survey = stored_round(store, name)
    if survey.rehearsal:
        raise FieldworkError(f"round '{name}' is a rehearsal: nobody can read its answers; `close {name}` erases it")
    if stored.state != "closed":
        before = earlier(store, survey.since)
        private_key = keys.round_key(name)
        store.start_closing(name)
        opened = open_responses(private_key, store.sealed(name), partial(unpack, survey.questionnaire))
        responses = [(place, codes) for place, (codes, _) in opened]
        comments = sorted(comment for _, (_, written) in opened for comment in written)
        today = now.astimezone(ZoneInfo(survey.timezone)).date()
        findings = gather(survey, *in_one_order(responses), today, before)
        text = canonical(findings)
        store.finish_closing(name, responses, comments, release_hash(text), text)
    store.rebuild()
    store.back_up(backups / f"{name}-closed.db", name)
    keys.destroy_round_keys(name)
    keyed.erase(links)
    return released(store, name)
