"""What a translator is told of each passage: what it is, who reads it, on which scale it is answered."""

from leadsurvey.questionnaire.grammar import CapabilityKeys, QuestionnaireKeys
from leadsurvey.questionnaire.prose import Passage

KINDS = {
    "title": "The title of the survey.",
    "levels": "A level of people, or what they answer about.",
    "texts": "Words that stand for a name in braces; they must fit into a sentence.",
    "scales": "An answer on a scale. Keep the steps between answers equally large.",
    "bands": "The name of a stretch of the 0-100 scale, in reports.",
    "parts": "The title of a part of the report.",
    "sections": "The heading of a page.",
    "who_led": "The question on who led, or one of its answers.",
    "background": "A question about the person, or one of its answers.",
    "comments": "An open question, or the warning above its box.",
    "recommendations": "A practice recommended to leaders, in reports.",
}
BESIDE_ITEMS = {
    "title": "The name of a capability, in reports.",
    "gloss": "A few words under the name of a capability, in reports.",
    "definition": "What a capability means, in reports.",
    "bands": "What a capability looks like at one stage, in reports.",
}
STEM = "The question above statements; {about} is what people answer about."
DIFFERS = (
    "[Square brackets] mark what differs between versions: keep them, and keep all else the same in every version."
)


def remarks(keys: QuestionnaireKeys, passage: Passage) -> tuple[str, ...]:
    """One or more lines on a passage."""
    match passage.place:
        case ("capabilities", name, *inside):
            return _of_capability(keys, keys.capabilities[str(name)], [str(step) for step in inside])
        case ("tasks", name, *inside):
            return _of_task(keys, str(name), [str(step) for step in inside])
        case ("predictions", "statements", *_):
            return ("A statement that citizens agree with or not, and staff predict.",)
        case ("predictions", *_):
            return ("About the statements that staff predict.",)
        case ("stem", level):
            return (STEM, f"Read by: {_readers(keys, [str(level)])}.")
        case ("recommendations", _, "evidence"):
            return ("What is known about a practice, in reports; no more certain than in the source.",)
        case (first, *_):
            return (KINDS.get(str(first), ""),) if KINDS.get(str(first)) else ()
    return ()


def _of_capability(keys: QuestionnaireKeys, capability: CapabilityKeys, inside: list[str]) -> tuple[str, ...]:
    match inside:
        case ["items", item, "text"]:
            asked = capability.items[item].asked or capability.asked
            others = [level for level in _everybody(keys, asked) if item not in capability.wording.get(level, {})]
            return (f"A statement read by: {_readers(keys, others)}.", _answers(keys, capability))
        case ["wording", level, item]:
            same = f"The same statement for others: {capability.items[item].text}"
            return (f"A statement read by: {_readers(keys, [level])}.", _answers(keys, capability), same)
        case ["self_rating", "text"] if capability.self_rating:
            readers = _readers(keys, capability.self_rating.asked)
            return (f"A statement about oneself, read by: {readers}.", _answers(keys, capability))
        case ["stem", level]:
            return (STEM, f"Read by: {_readers(keys, [level])}.")
        case [first, *_]:
            return (BESIDE_ITEMS[first],)
    return ()


def _of_task(keys: QuestionnaireKeys, name: str, inside: list[str]) -> tuple[str, ...]:
    arm = next((step for step in reversed(inside) if step in keys.tasks[name].arms), None)
    match inside:
        case ["title" | "shows" | "arms", *_]:
            return ("Of a task, for reports; not shown before answering.",)
        case ["debrief", *_]:
            return ("Told after answering.",)
    version = f"A task, version “{keys.tasks[name].arms[arm]}”." if arm else "A task, the same in all versions."
    return (version, DIFFERS) if arm else (version,)


def _everybody(keys: QuestionnaireKeys, asked: list[str] | None) -> list[str]:
    return asked or [name for name, level in keys.levels.items() if not level.reference]


def _readers(keys: QuestionnaireKeys, levels: list[str]) -> str:
    special = {"all": "everybody else", "self": "people who rate themselves"}
    return ", ".join(special.get(level) or keys.levels[level].title for level in levels) or "nobody"


def _answers(keys: QuestionnaireKeys, capability: CapabilityKeys) -> str:
    scale = keys.scales[capability.scale or next(iter(keys.scales))]
    return f"Answered by: {' · '.join(scale.options.values())}."
