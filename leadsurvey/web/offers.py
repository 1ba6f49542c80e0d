"""The answers on offer to each kind of question: what a browser may send, with its words."""

from leadsurvey.questionnaire.model import OPT_OUT_KEY, ArmId, Background, Choice, Question, Scale
from leadsurvey.responses.columns import AGREEMENT
from leadsurvey.web.language import gettext

Offer = list[tuple[str, str]]


def of_scale(scale: Scale) -> Offer:
    """Codes from 1, then "I can't say" where there is one."""
    return _with_opt_out([(str(code), label) for code, label in enumerate(scale.options, 1)], scale.opt_out)


def of_task(question: Question, arm: ArmId) -> Offer:
    """What someone in this arm may choose; nothing where a number is typed."""
    match question.answer:
        case Choice(options=options):
            return [(option, words[arm]) for option, words in options.items()]
        case Scale() as scale:
            return of_scale(scale)
        case _:
            return []


def of_background(question: Background) -> Offer:
    """Options by id, then "I'd rather not say" where there is one."""
    return _with_opt_out(list(question.options.items()), question.opt_out)


def agreement() -> Offer:
    """What those may answer whose agreement others predict."""
    words = gettext("Agree"), gettext("Disagree")
    return _with_opt_out(list(zip(AGREEMENT, words, strict=True)), gettext("I can’t say"))


def _with_opt_out(offer: Offer, opt_out: str | None) -> Offer:
    return [*offer, (OPT_OUT_KEY, opt_out)] if opt_out else offer
