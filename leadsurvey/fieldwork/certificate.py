"""A certificate of erasure: what went, what stays and why, and how it was made sure of. One page of plain text."""

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from leadsurvey.rounds.model import Round

WIDE = 88
NAMES = {
    "invitations": "invitations",
    "contacts": "addresses and names of people who were invited",
    "drafts": "drafts of answers that were not sent",
    "leaders": "addresses of leaders",
    "mails": "notes of mail sent",
}
ANSWERS = (
    "Answers that were sent, without name, time, device or link; nothing joins them to an invitation. The key "
    "with which they are sealed while a round is open is destroyed when it is closed."
)
OPT_OUTS = (
    "Of every address that asked for no more mail, whatever the round, a keyed mark, so that the wish is kept. It "
    "holds no address, and tells nothing to whoever lacks the server's secret."
)
COPIES = "Copies of closed rounds in the folder of backups: answers and findings, and nobody who was invited."
STAYS = (
    ANSWERS,
    "Findings that were released, and reports made of them; comments as people wrote them, whomever they name.",
    OPT_OUTS,
    "The log of what organisers did. It names accounts of organisers, and nobody who was invited.",
    COPIES,
)
PROOF = """\
Before erasing, {marks:,} marks that point at a person were noted, in memory only: {kinds}.
The file was then written anew without free pages, its log emptied, and every one of the
{files:,} files in the data folder was searched for every mark, byte by byte: none was found. Not searched were files of
other rounds, and tables waiting at the desk, which may name the same people. What is packed inside a file, such as
a PDF, does not show this way, nor do names and addresses of fewer than eight signs."""
NO_NAMES = """\
Addresses and names could not be noted: the server's secret with which they were sealed was not there."""
NOTHING = """\
The database held nobody any more, so there were no marks to look for: this certificate proves nothing about files.
An earlier one may, or the log of what organisers did says when people were erased."""
ELSEWHERE = (
    "copies made with `leadsurvey backup`, or by whoever backs up this machine: delete those made before this day;",
    "tables of people and of links, letters and posters that were saved outside the data folder;",
    "the mail server: its log, and what it keeps of mail sent; reports and mails in mailboxes.",
)


@dataclass(frozen=True)
class Erasure:
    """What was done."""

    survey: Round
    day: date
    who: str
    counts: Mapping[str, int]  # rows of each table
    files: tuple[str, ...]
    copies: tuple[str, ...]  # in the folder of backups
    marks: int
    names_known: bool  # whether addresses and names are among the marks
    looked_at: int  # files
    database: str  # SHA-256 of the file afterwards


def written(done: Erasure) -> str:
    """The certificate as text."""
    survey = done.survey
    went = [f"{done.counts.get(table, 0):>9,}  {name}" for table, name in NAMES.items()]
    ordered = (
        f"On {done.day} those who were invited were forgotten, by order of {done.who}. "
        f"People had been told that this happens on {survey.erased_on} at the latest."
    )
    return "\n\n".join((
        f"CERTIFICATE OF ERASURE\n{survey.root.name}: {survey.questionnaire.title} (round {survey.id})",
        textwrap.fill(ordered, WIDE),
        "Erased from the database:\n" + "\n".join(went),
        "Files deleted, or freed of it:\n" + ("\n".join(f"  {name}" for name in done.files) or "  there were none"),
        "What stays, and why:\n" + _listed((*STAYS, f"Copies there now: {', '.join(done.copies) or 'none'}.")),
        "How it was made sure of:\n" + _listed(_proof(done)),
        "What this installation cannot reach, and somebody must look after:\n" + _listed(ELSEWHERE),
        f"SHA-256 of the database file when this was written:\n  {done.database}\n",
    ))  # fmt: skip


def _proof(done: Erasure) -> tuple[str, ...]:
    """How it was made sure of, as far as that could be done."""
    if not done.marks:
        return (NOTHING,)
    held = "what the database held of links, addresses and drafts"
    kinds = f"addresses, names, and {held}" if done.names_known else held
    proof = PROOF.format(marks=done.marks, kinds=kinds, files=done.looked_at)
    return (proof,) if done.names_known else (proof, NO_NAMES)


def _listed(sentences: tuple[str, ...]) -> str:
    return "\n".join(textwrap.fill(each, WIDE, initial_indent="- ", subsequent_indent="  ") for each in sentences)
