"""The body of a response as it is sealed: its codes, then a slot for each open question.

Slots have one length whether somebody wrote or not: the size of a sealed response tells nothing.
"""

import struct
import unicodedata
from collections.abc import Mapping

from leadsurvey.questionnaire.model import Questionnaire
from leadsurvey.responses.columns import columns, to_codes
from leadsurvey.responses.model import UNANSWERED, Answers

LONGEST_COMMENT = 2000  # bytes of UTF-8: 2,000 letters of English, 1,000 of Arabic
LENGTH = struct.Struct(">H")
SLOT = LENGTH.size + LONGEST_COMMENT
EMPTY = bytes([UNANSWERED % 256])


class TooLongError(ValueError):
    """A comment that does not fit into its slot."""


def cleaned(text: str) -> str:
    """What somebody wrote, without signs that nobody can type or see; lines stay lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return "".join(sign for sign in lines if sign == "\n" or is_sign(sign))


def is_sign(sign: str) -> bool:
    """Whether this is a sign of some script; not one that steers machines, nor one that no text may hold."""
    is_none = ord(sign) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(sign) <= 0xFDEF
    return unicodedata.category(sign) not in {"Cc", "Cs"} and not is_none


def pack(questionnaire: Questionnaire, answers: Answers, comments: Mapping[str, str]) -> bytes:
    """Answers by column and comments by question; TooLongError if a comment is too long."""
    slots = (_slot(comments.get(question.id, "")) for question in questionnaire.comments)
    return to_codes(questionnaire, answers) + b"".join(slots)


def _slot(comment: str) -> bytes:
    text = comment.strip().encode()
    if len(text) > LONGEST_COMMENT:
        raise TooLongError(f"a comment may have {LONGEST_COMMENT} bytes, this one has {len(text)}")
    return (LENGTH.pack(len(text)) + text).ljust(SLOT, b"\0")


def unpack(questionnaire: Questionnaire, body: bytes) -> tuple[bytes, list[tuple[str, str]]]:
    """The codes, and (question, comment) for what was written.

    Rounds opened before there were tasks and comments sealed their items alone: what was not asked is unanswered.
    """
    width = len(columns(questionnaire))
    codes, slots = body[:width].ljust(width, EMPTY), body[width:]
    texts = [_text(slots[start : start + SLOT]) for start in range(0, len(slots), SLOT)]
    named = zip((question.id for question in questionnaire.comments), texts, strict=False)
    return codes, [(question, text) for question, text in named if text]


def _text(slot: bytes) -> str:
    (length,) = LENGTH.unpack_from(slot)
    return slot[LENGTH.size : LENGTH.size + length].decode()
