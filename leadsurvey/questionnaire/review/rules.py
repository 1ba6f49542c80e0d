"""Recommendations whose rule can never fire, whatever people answer."""

from collections.abc import Iterator

from leadsurvey.questionnaire.grammar import QuestionnaireKeys
from leadsurvey.questionnaire.model import Capability, Questionnaire, Recommendation
from leadsurvey.questionnaire.review.reading import drawing
from leadsurvey.questionnaire.warned import Warned


def rule_warnings(keys: QuestionnaireKeys, questionnaire: Questionnaire) -> Iterator[Warned]:
    """One for each of them."""
    for number, (written, built) in enumerate(zip(keys.recommendations, questionnaire.recommendations, strict=True)):
        why = _why_never(questionnaire, built)
        if why:
            text = f"rule '{built.rule}' can never fire for '{built.capability}': {why}"
            cure = "ask what it needs, or take it out"
            yield Warned("never-fires", written.handle, ("recommendations", number, "rule"), text, cure)


def _why_never(questionnaire: Questionnaire, entry: Recommendation) -> str | None:
    """What the rule would need and the questionnaire does not give; None where it may fire."""
    capability = questionnaire.capabilities[entry.capability]
    asked = {level for item in capability.items for level in item.asked}
    staff = [level for level in questionnaire.staff if level in asked]
    if not staff:
        return "no staff level is asked its items"
    match entry.rule:
        case "level-gap" if len(staff) < 2:
            return "fewer than two staff levels are asked its items"
        case "rhetoric-gap" if not any(questionnaire.levels[level].reference for level in asked):
            return "no reference level is asked its items"
        case "invisible" if not _has_opt_out(capability):
            return "its scale has no `opt_out`"
        case "centralised" if not _asks_who_led(questionnaire):
            return "no staff level is asked who led"
        case "says-shows" if not _shows(questionnaire):
            return "there are no tasks or predictions of staff to compare it with"
    return None


def _has_opt_out(capability: Capability) -> bool:
    return capability.items[0].scale.opt_out is not None


def _asks_who_led(questionnaire: Questionnaire) -> bool:
    led = questionnaire.who_led
    return led is not None and not set(questionnaire.staff).isdisjoint(led.asked)


def _shows(questionnaire: Questionnaire) -> bool:
    """Whether any staff level draws a task or predicts."""
    doing = {level for task in questionnaire.tasks for level in drawing(questionnaire, task.asked)}
    doing |= set(questionnaire.predictions.asked) if questionnaire.predictions else set()
    return not doing.isdisjoint(questionnaire.staff)
