"""What respondents are told about who sees what, computed from the rules that are then kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from gettext import NullTranslations

from leadsurvey.languages.locales import listed
from leadsurvey.questionnaire.model import LevelId
from leadsurvey.rounds.model import Round
from leadsurvey.rounds.places import Places


@dataclass(frozen=True)
class Voice:
    """A language, and the interface's texts in it."""

    language: str
    texts: NullTranslations


ENGLISH = Voice("en", NullTranslations())


def to_everybody(survey: Round, voice: Voice = ENGLISH) -> list[str]:
    """The promise that is the same for all, frozen at opening."""
    say = voice.texts
    return [
        _who_gets_what(survey, say),
        say.ngettext(
            "A group is shown only if %(people)s or more of its people answered.",
            "A group is shown only if %(people)s or more of its people answered.",
            survey.minimum_group,
        )
        % {"people": survey.minimum_group},
        say.gettext("Once you press “Send”, nobody can read your answers until the survey closes."),
        say.gettext("Then all answers are shuffled. No name, time or device is kept with them."),
        *_of_other_parts(survey, say),
        *_of_single_answers(survey, say),
    ]


def _who_gets_what(survey: Round, say: NullTranslations) -> str:
    """The first sentence; where researchers may get more, it tells of reports alone."""
    if survey.research_file:
        # Translators: %(organisation)s is the name of the whole organisation.
        told = say.gettext("Reports to %(organisation)s show figures for groups, never one person’s answers.")
    else:
        # Translators: %(organisation)s is the name of the whole organisation.
        told = say.gettext("%(organisation)s gets figures for groups, never one person’s answers.")
    return told % {"organisation": survey.root.name}


def _of_single_answers(survey: Round, say: NullTranslations) -> Iterator[str]:
    """What is done with one person's answers besides counting them."""
    if survey.leave_out_careless:
        yield say.gettext("Answers that show two signs of not having been read are left out of all figures.")
    if survey.research_file:
        sharing = survey.fewest_sharing
        told = say.ngettext(
            "Researchers may get a file with the answers of some people to the rated statements, one line for each. "
            "It holds no names, no words and no other answers. A part of the organisation or a level is named "
            "there only if at least %(people)s person in the file shares it.",
            "Researchers may get a file with the answers of some people to the rated statements, one line for each. "
            "It holds no names, no words and no other answers. A part of the organisation or a level is named "
            "there only if at least %(people)s people in the file share it.",
            sharing,
        )
        yield told % {"people": sharing}


def _of_other_parts(survey: Round, say: NullTranslations) -> list[str]:
    """What becomes of what is asked besides statements."""
    asked = survey.questionnaire
    told = {
        say.gettext("Answers to invented cases are compared between large groups only."): asked.tasks,
        say.gettext("What you say about yourself is counted for the whole organisation only."): asked.background,
        say.gettext(
            "What you write in your own words is read by a person first. "
            "It is shown for the whole organisation only, never with your unit or your other answers."
        ): asked.comments,
    }
    return [sentence for sentence, is_there in told.items() if is_there]


def who_sees_what(
    survey: Round, places: Places, unit: str | None, level: LevelId | None, *, invited: bool, voice: Voice = ENGLISH
) -> list[str]:
    """The promise to someone of this unit and level; None is "would rather not say"."""
    own = [] if unit is None or level is None else _to_one(survey, places, unit, level, voice)
    invitation = voice.texts.gettext("Your invitation shows that you answered, never what you answered.")
    everybody = survey.promise.get(voice.language) or to_everybody(survey, voice)
    return [*everybody, *own, *([invitation] if invited else [])]


def _to_one(survey: Round, places: Places, unit: str, level: LevelId, voice: Voice) -> list[str]:
    """What the rule means for this very person, in numbers."""
    here, place = survey.units[unit].heads.get(level, 0), places.of(unit, level)
    if not here:
        return []
    if (place.unit, place.level) == (unit, level):
        return [_why_alone(survey, unit, here, voice.texts)]
    words = {
        "unit": survey.units[unit].name,
        "people": here,
        "levels": _levels(survey, places, place.level, voice),
        "place": survey.units[place.unit].name,
    }
    return [_why_together(here, survey.minimum_group, voice.texts) % words]


def _why_alone(survey: Round, unit: str, here: int, say: NullTranslations) -> str:
    """In which group someone's answers are shown, where their own is large enough."""
    told = say.ngettext(
        "In %(unit)s %(people)s person stands where you stand. "
        "This group is shown alone only if %(least)s or more of it answered; your answers count in larger groups too.",
        "In %(unit)s %(people)s people stand where you stand. "
        "This group is shown alone only if %(least)s or more of it answered; your answers count in larger groups too.",
        here,
    )
    return told % {"unit": survey.units[unit].name, "people": here, "least": survey.minimum_group}


def _why_together(here: int, minimum: int, say: NullTranslations) -> str:
    """Why someone's answers count with those of others; `here` people stand where they stand."""
    if here >= minimum:
        # Translators: %(levels)s is one or more groups of people, such as “team leads”; %(place)s a part of the house.
        return say.gettext(
            "So that a smaller group is not alone your answers count together with those of %(levels)s in %(place)s."
        )
    if here == 1:
        return say.gettext(
            "In %(unit)s you are the only one who stands where you stand. "
            "That is too few to be a group, so your answers count together with those of %(levels)s in %(place)s."
        )
    return say.ngettext(
        "In %(unit)s %(people)s person stands where you stand. "
        "That is too few to be a group, so your answers count together with those of %(levels)s in %(place)s.",
        "In %(unit)s %(people)s people stand where you stand. "
        "That is too few to be a group, so your answers count together with those of %(levels)s in %(place)s.",
        here,
    )


def _levels(survey: Round, places: Places, stored_as: str, voice: Voice) -> str:
    """The levels that someone's answers are put together with."""
    levels = (survey.questionnaire.levels[level] for level, target in places.levels.items() if target == stored_as)
    return listed([_inline(level.title, voice.language) for level in levels], voice.language)


def _inline(title: str, language: str) -> str:
    """A title inside a sentence; of other languages than English it is not known which capitals may go."""
    return title[:1].lower() + title[1:] if language.startswith("en") else title
