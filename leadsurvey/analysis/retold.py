"""Findings told in another of the questionnaire's languages: the same figures, with every name and text replaced."""

from collections.abc import Mapping
from dataclasses import replace

from leadsurvey.analysis import about
from leadsurvey.analysis.findings import CapabilityInfo, Findings
from leadsurvey.analysis.tasks import counted
from leadsurvey.analysis.whole import ItemAnswers, PredictionFindings, TaskFindings, WhoLedFindings
from leadsurvey.questionnaire.model import Capability, CapabilityId, Item, Predictions, Task, WhoLed
from leadsurvey.rounds.model import Round
from leadsurvey.rounds.places import Places


def retold(findings: Findings, survey: Round, language: str) -> Findings:
    """The findings in a language; `survey` is their round as it speaks that language."""
    asked = survey.questionnaire
    return replace(
        findings,
        title=asked.title,
        language=language,
        levels=about.levels(survey, Places(survey), language),
        bands=asked.bands,
        parts=dict(asked.parts),
        capabilities=tuple(_capability(each, asked.capabilities[each.id]) for each in findings.capabilities),
        recommendations=asked.recommendations,
        tasks=_tasks(findings, asked.tasks),
        predictions=_predictions(findings.predictions, asked.predictions),
        who_led=_who_led(findings.who_led, asked.who_led),
        answers=_answers(findings.answers, asked.items),
    )


def _capability(told: CapabilityInfo, asked: Capability) -> CapabilityInfo:
    return replace(told, title=asked.title, gloss=asked.gloss, definition=asked.definition, bands=dict(asked.bands))


def _tasks(findings: Findings, asked: tuple[Task, ...]) -> tuple[TaskFindings, ...]:
    known = {task.id: task for task in asked}
    return tuple(_task(told, known[told.id]) for told in findings.tasks)


def _task(told: TaskFindings, asked: Task) -> TaskFindings:
    versions = tuple(
        replace(version, arms=tuple(asked.arms[arm] for arm in arms))
        for version, arms in zip(told.versions, asked.score.compare, strict=True)
    )
    return replace(
        told,
        title=asked.title,
        shows=asked.shows,
        usual=asked.usual,
        guard=asked.guard,
        versions=versions,
        counted=counted(asked) if told.counted else None,
    )


def _predictions(told: PredictionFindings | None, asked: Predictions | None) -> PredictionFindings | None:
    if told is None or asked is None:
        return told
    texts = {statement.id: statement.text for statement in asked.statements}
    return replace(told, statements=tuple(replace(each, text=texts[each.id]) for each in told.statements))


def _who_led(told: WhoLedFindings | None, asked: WhoLed | None) -> WhoLedFindings | None:
    return told if told is None or asked is None else replace(told, choices=dict(asked.choices))


Answers = Mapping[CapabilityId, tuple[ItemAnswers, ...]]


def _answers(told: Answers, items: tuple[Item, ...]) -> dict[CapabilityId, tuple[ItemAnswers, ...]]:
    known = {str(item.id): item for item in items}
    return {name: tuple(_item(each, known[each.id]) for each in row) for name, row in told.items()}


def _item(told: ItemAnswers, asked: Item) -> ItemAnswers:
    wording = {level: asked.text_for(level) for level in told.wording}
    return replace(told, text=asked.text, options=asked.scale.options, wording=wording)
