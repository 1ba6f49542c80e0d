"""As much English as two questions need: are two things said here, and does a “not” turn the sentence round.

There is no parser here. Short word lists and the signs around a word decide; where they cannot tell, nothing is said.
"""

import re

from leadsurvey.questionnaire.review.vocabulary import (
    ADVERBS,
    ATTRIBUTES,
    AUXILIARY,
    DETERMINERS,
    NAMES_IN_ING,
    NO_ADJECTIVES,
    OBJECTS,
    PAST,
    PLAIN_VERBS,
    PRONOUNS,
    RELATIVE,
    SERIAL,
    SUBJECTS,
    TO_BE,
    VERBS_OR_NOUNS,
)

WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*|[,;:.!?]|\d+")

ONE_IDEA = re.compile(
    r"\b(yes (?:and|or) no|now and then|more and more|again and again|live and work|lives and works|lived and worked"
    r"|back and forth|up and running|once and for all|whether or not|do(?:es|n’t)? and don’?ts?)\b",
    re.IGNORECASE,
)
JOINS = {"and", "or"}


def two_in_one(text: str) -> str | None:
    """The words that join two clauses, two verbs or two judgements; None where there are none."""
    slashed = re.search(r"\band/or\b", text, re.IGNORECASE)
    if slashed:
        return slashed[0]
    words = WORD.findall(ONE_IDEA.sub("together", text))
    small = [word.lower() for word in words]
    for place, word in enumerate(small):
        if word in JOINS and 0 < place < len(small) - 1 and _joins_two(small[:place], small[place + 1 :]):
            return " ".join(word for word in words[max(0, place - 1) : place + 2] if word[0].isalnum())
    return None


def _joins_two(before: list[str], after: list[str]) -> bool:
    if _two_judgements(before, after):
        return True
    last = next((word for word in reversed(before) if word.isalpha()), "")
    if last in SERIAL or not _has_verb(before):
        return False
    after = _without_adverbs(after)
    return bool(after) and (after[0] in SUBJECTS or _second_verb(before, after) or _second_clause(after))


def _has_verb(words: list[str]) -> bool:
    """Whether something is said already: “the lead and the team” only names two."""
    named = ["the", *words]  # “Care of patients”: what could be either is a name where a statement begins
    return any(
        word.endswith("ed") or (_is_verb(word) and not (word in VERBS_OR_NOUNS and named[place] in DETERMINERS))
        for place, word in enumerate(words)
    )


def _without_adverbs(words: list[str]) -> list[str]:
    while len(words) > 1 and (words[0] in ADVERBS or (words[0].endswith("ly") and len(words[0]) > 4)):
        words = words[1:]
    return words


def _second_verb(before: list[str], after: list[str]) -> bool:
    first, follower = after[0], after[1] if len(after) > 1 else ""
    if first == "to" and follower:
        return _stem(follower) in PLAIN_VERBS | VERBS_OR_NOUNS and "to" in before
    if first.endswith("ing") and first not in NAMES_IN_ING:
        return any(word.endswith("ing") and word not in NAMES_IN_ING - {"planning", "learning"} for word in before)
    if _stem(first) in VERBS_OR_NOUNS and not first.endswith("ed"):
        return follower in OBJECTS or (
            follower in {"on", "with", "for", "to"} and after[2:3] != [] and after[2] in PRONOUNS
        )
    return _is_verb(first) or _stem(first) in PLAIN_VERBS


def _second_clause(after: list[str]) -> bool:
    """A subject of up to four words, then a verb: “and the team was told”."""
    for place, word in enumerate(after[:5]):
        if word in RELATIVE or not word[0].isalpha() or (place and word in SUBJECTS | {"you", "to"}):
            return False
        if place and (word in AUXILIARY or word in PAST or _ends_a_clause(word, after[place + 1 :])):
            return True
    return False


def _ends_a_clause(word: str, after: list[str]) -> bool:
    """“and the tools worked”, but not “and the people trained by us”."""
    return word.endswith("ed") and word not in ATTRIBUTES and not (after and after[0] in {"by", "in", "to", "from"})


def _two_judgements(before: list[str], after: list[str]) -> bool:
    """“was fair and clear”: a form of `to be`, and two adjectives that close the thought."""
    left = [word for word in before[-3:] if word not in ADVERBS | {"both"}]
    after = _without_adverbs(after)
    closes = len(after) == 1 or not after[1][0].isalpha() or after[1] in {"to", "for", "with", "when", "at", "about"}
    return closes and len(left) > 1 and left[-2] in TO_BE and _may_judge(before[-1]) and _may_judge(after[0])


def _may_judge(word: str) -> bool:
    """Whether this may be an adjective; most words that end in one s are nouns."""
    is_plural = word.endswith("s") and not word.endswith(("ss", "ous"))
    return word[0].isalpha() and not is_plural and word not in NO_ADJECTIVES | ADVERBS


def _is_verb(word: str) -> bool:
    if word in AUXILIARY or word in PAST or _stem(word) in PLAIN_VERBS:
        return True
    if word.endswith("ed") and len(word) > 4:
        return word not in ATTRIBUTES
    return word in VERBS_OR_NOUNS


def _stem(word: str) -> str:
    """The verb behind “asks”, “tries” and “reaches”."""
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("es") and word[:-2] in PLAIN_VERBS | VERBS_OR_NOUNS:
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


NEGATION = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|nowhere|neither|nor|cannot|without|no-one)\b|\b\w+n[’']t\b", re.IGNORECASE
)
NO_NEGATION = re.compile(
    r"\b(?:yes (?:and|or) no|no or yes|not only|no matter|whether or not|or not|if not|why not|no\.? \d+)\b",
    re.IGNORECASE,
)
PERSON = (
    r"(?:someone|somebody|anyone|anybody|everyone|people|persons?|those|staff|colleagues?|citizens?|users?"
    r"|women|men|children|families|patients?|members?|parents?)"
)
DESCRIBED = re.compile(rf"\b{PERSON} without\b", re.IGNORECASE)  # tells who, and turns nothing round
BRANCH = re.compile(
    r"\b(?:who|which|whom|whose|where|when|while|because|although)\b"
    r"|(?<!\bthink)(?<!\bfeel)(?<!\bfelt)(?<!\bknow)(?<!\bbelieve)(?<!\bsay)(?<!\bsaid)(?<!\bsure)(?<!\bagree)"
    r"(?<!\bclear)(?<!\bthought)(?<!\bknew)(?<!\bsee)\s\bthat\b",
    re.IGNORECASE,
)


def negation(text: str) -> str | None:
    """The word that turns the sentence round; one inside a relative clause (“something that did not work”) does not."""
    text = DESCRIBED.sub("someone", NO_NEGATION.sub("", text))
    for part in re.split(r"[,;:.!?—–]", text):
        branch = BRANCH.search(part)
        found = NEGATION.search(part[: branch.start()] if branch else part)
        if found:
            return found[0]
    return None
