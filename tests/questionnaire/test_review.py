"""What a methodologist would question is told with its place; a near miss is left in peace."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from leadsurvey.languages import catalogue as po
from leadsurvey.questionnaire.check import faults
from leadsurvey.questionnaire.grammar import QuestionnaireKeys
from leadsurvey.questionnaire.length import minutes, seconds
from leadsurvey.questionnaire.load import load, load_with_places
from leadsurvey.questionnaire.notes import of_questionnaire
from leadsurvey.questionnaire.review import warnings
from leadsurvey.questionnaire.review.english import negation, two_in_one
from leadsurvey.questionnaire.review.grade import grade, measured, syllables
from leadsurvey.questionnaire.translate import extract, translations
from leadsurvey.questionnaire.warned import CODES
from tests.conftest import SHIPPED, TINY, dedented, problems

# Without a warning: whatever is changed in it is what is warned of.
SOUND = dedented("""
    questionnaire: sound
    title: Sound
    minutes: {front: 9, citizen: 9}
    levels:
      front: {title: Front line}
      lead: {title: Team leads}
      citizen: {title: Citizens, reference: yes}
    scales:
      how-often: {options: [Never, Rarely, Sometimes, Often, Always], opt_out: I can’t say}
      likely: {options: [Unlikely, Likely]}
    bands: {low: {title: Low, start: 0}, high: {title: High, start: 50}}
    parts: {leading: How we lead}
    stem: {all: "How often was this true of {team}?", citizen: How often?}
    texts: {team: your team}
    capabilities:
      voice:
        title: Voice
        part: leading
        scale: how-often
        bands: {low: Silence., high: Speech.}
        items:
          voice-a: A person took the lead.
          voice-b: We asked people first.
          voice-c: {text: People kept quiet., reverse: yes}
          voice-d: {text: They asked us first., asked: [citizen]}
        wording:
          lead: {voice-a: Somebody took the lead.}
    tasks_per_person: 1
    tasks:
      wells:
        title: Wells
        shows: whether wording tilts a choice
        arms: {gain: Kept, loss: Lost}
        text:
          gain: A flood comes. We [keep 300] wells.
          loss: A flood comes. We [lose 600] wells.
        questions:
          plan: {text: Which plan?, choice: {safe: The safe one, risky: The other}}
          sure: {text: How sure?, likelihood: likely}
        score: {measure: share, question: plan, option: safe, compare: [gain, loss], expect: higher}
        debrief: {usual: Most people do., guard: Say it both ways.}
    predictions:
      title: What citizens think
      of: citizen
      stem: Of 100 citizens, how many would agree?
      own_stem: Do you agree?
      statements:
        ask-help: {text: I know whom to ask., direction: +1}
    who_led: {title: Who leads, text: Who led?, choices: {front: The front line, lead: A team lead}}
    recommendations:
      - {rule: level-gap, capability: voice, title: Look, practice: Go., first_test: Try., measure: Count.}
      - {rule: rhetoric-gap, capability: voice, title: Look, practice: Go., first_test: Try., measure: Count.}
      - {rule: centralised, capability: voice, title: Look, practice: Go., first_test: Try., measure: Count.}
      - {rule: says-shows, capability: voice, title: Look, practice: Go., first_test: Try., measure: Count.}
      - {rule: invisible, capability: voice, title: Look, practice: Go., first_test: Try., measure: Count.}
      - {rule: drop, capability: voice, title: Look, practice: Go., first_test: Try., measure: Count.}
""")
HARD = (
    "Interdepartmental communication necessitates organisational prioritisation. "
    "Administrative responsibilities accumulate continually. Collaboration facilitates accountability. "
    "Professional communities appreciate methodological considerations. "
    "Institutional arrangements determine international opportunities. Experimental evaluation "
    "characterises contemporary administration. Professional development encourages experimentation. "
    "Simultaneously individual responsibilities multiply considerably. "
    "Participatory governance institutionalises representative deliberation everywhere immediately."
)


def of_words(count):
    """A sentence of so many words."""
    return f"We asked {'one ' * (count - 3)}person."


@pytest.fixture
def noted(tmp_path):
    """Give what is told of a file with this content."""

    def notes_on(content):
        path = tmp_path / "q.yaml"
        path.write_text(content, encoding="utf-8")
        loaded = load_with_places(path)
        return of_questionnaire(path, loaded, translations(path, loaded.keys).progress)

    return notes_on


def changed(before, after, text=SOUND):
    assert text.count(before) == 1, f"'{before}' must stand once"
    return text.replace(before, after)


def line_of(words, text):
    assert words in text
    return text[: text.index(words)].count("\n") + 1


def without(key, text=SOUND):
    """The file without one key of the top, and all under it."""
    lines = text.splitlines(keepends=True)
    start = next(number for number, line in enumerate(lines) if line.startswith(f"{key}:"))
    rest = (number for number in range(start + 1, len(lines)) if not lines[number].startswith(" "))
    return "".join(lines[:start] + lines[next(rest, len(lines)) :])


def test_a_sound_file_has_no_warning(noted):
    assert noted(SOUND) == []


GAP = "{rule: level-gap, capability: voice,"
DROP = '{rule: drop, capability: voice, title: "Look ",'
TRIGGERS = [
    ("double-barrelled", "voice-b", changed("We asked people first.", "We asked people and acted on it."), "voice-b:"),
    ("double-barrelled", "voice-a", changed("Somebody took the lead.", "Somebody led and decided."), "Somebody led"),
    ("double-barrelled", "ask-help", changed("I know whom to ask.", "I am safe and sound."), "ask-help:"),
    ("negated", "voice-b", changed("We asked people first.", "We did not ask people."), "voice-b:"),
    ("negated", "ask-help", changed("I know whom to ask.", "I never know whom to ask."), "ask-help:"),
    ("reversed-items", "voice", changed("voice-b: We asked people first.", "voice-b: {text: We sat., reverse: yes}"),
     "voice-c:"),
    ("few-items", "voice", changed("{text: People kept quiet., reverse: yes}", "{text: They sat., asked: [citizen]}"),
     "voice:"),
    ("long-sentence", "voice-b", changed("We asked people first.", of_words(21)), "voice-b:"),
    ("long-sentence", "voice-d", changed("They asked us first.", of_words(16)), "voice-d:"),
    ("reading-grade", "who_led", changed("text: Who led?", f"text: {HARD}"), "who_led:"),
    ("stray-signs", "voice-b", changed("We asked people first.", "We asked people's friends."), "voice-b:"),
    ("stray-signs", "voice-b", changed("We asked people first.", "We asked  people first."), "voice-b:"),
    ("stray-signs", "voice-b", changed("We asked people first.", "We asked people first ."), "voice-b:"),
    ("stray-signs", "voice-b", changed("We asked people first.", "We asked people first..."), "voice-b:"),
    ("stray-signs", "voice-b", changed("We asked people first.", '"We asked people first. "'), "voice-b:"),
    ("stray-signs", "drop.voice", changed("{rule: drop, capability: voice, title: Look,", DROP), "rule: drop"),
    ("unasked", "team", changed("of {team}?", "of us?"), "texts:"),
    ("unasked", "other", changed("  likely:", "  other: {options: [No idea, Some idea]}\n  likely:"), "other:"),
    ("unasked", "bias", changed("parts: {leading: How", "parts: {bias: Bias, leading: How"), "parts:"),
    ("unasked", "visitor", changed("  citizen: {", "  visitor: {title: Visitors, reference: yes}\n  citizen: {"),
     "visitor:"),
    ("unasked", "voice-e", changed("      voice-d:", "      voice-e: {text: We sat., asked: [partner]}\n      voice-d:")
     .replace("  citizen: {title: Citizens", "  partner: {title: Partners, staff: no}\n  citizen: {title: Citizens")
     .replace("who_led: {", "who_led: {asked: [front, lead, partner], "), "voice-e:"),
    ("unasked", "voice-a", changed("lead: {voice-a: Somebody took the lead.}", "citizen: {voice-a: Somebody led.}"),
     "Somebody led"),
    ("no-band", "voice", changed("bands: {low: Silence., high: Speech.}", "bands: {low: Silence.}"),
     "bands: {low: Sil"),
    ("no-band", "voice", changed("bands: {low: {title: Low, start: 0}, high: {title: High, start: 50}}",
             "bands: {low: {title: Low, start: 0}, mid: {title: Mid, start: 51}, high: {title: High, start: 55}}")
     .replace("bands: {low: Silence., high: Speech.}", "bands: {low: Silence., mid: Talk., high: Speech.}"), "voice:"),
    ("never-fires", "level-gap.voice", changed("    items:\n", "    asked: [front]\n    items:\n")
     .replace("    wording:\n      lead: {voice-a: Somebody took the lead.}\n", ""), "rule: level-gap"),
    ("never-fires", "rhetoric-gap.voice", changed("      voice-d: {text: They asked us first., asked: [citizen]}\n", "")
     .replace(", citizen: How often?", ""), "rule: rhetoric-gap"),
    ("never-fires", "invisible.voice", changed(", opt_out: I can’t say", ""), "rule: invisible"),
    ("never-fires", "centralised.voice", without("who_led"), "rule: centralised"),
    ("no-source", "level-gap.voice", changed(GAP, f"{GAP} evidence: Reasoned.,"), "Reasoned."),
    ("no-evidence", "level-gap.voice", changed(GAP, f"{GAP} source: Klein 2007,"), "Klein 2007"),
    ("arms-differ", "wells", changed("We [lose 600] wells.", "They [lose 600] wells."), "loss: A flood"),
    ("arms-differ", "wells", changed("We [lose 600] wells.", "We lose.").replace("We [keep 300] wells.", "We keep."),
     "loss: A flood"),
    ("arms-differ", "wells", changed("We [lose 600] wells.", "We [keep 300] wells."), "arms: {gain"),
    ("arms-differ", "wells", changed("safe: The safe one", "safe: {gain: The safe one, loss: The sure one}"), "plan:"),
    ("too-long", "front", changed("minutes: {front: 9", "minutes: {front: 1"), "minutes:"),
    ("accepts-nothing", "voice-a", f"{SOUND}accept:\n  - {{warning: negated, at: voice-a, reason: So.}}\n",
     "  - {warning"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "at", "content", "words"), TRIGGERS, ids=[f"{row[0]}-{row[1]}" for row in TRIGGERS])
def test_each_warning_is_told_alone_and_at_its_line(noted, code, at, content, words):
    told = noted(content)
    assert [(note.code, note.at) for note in told] == [(code, at)]
    assert told[0].line == line_of(words, content)
    assert str(told[0]).endswith(f"[{code} at {at}]")
    assert ": warning: " in str(told[0])


def test_every_warning_of_a_file_has_a_trigger_here():
    assert {code for code, *_ in TRIGGERS} == set(CODES) - {"untranslated", "fuzzy"}


NEAR_MISSES = [
    changed("We asked people first.", "We asked users and carers first."),
    changed("We asked people first.", "We talked about something that did not work."),
    changed("We asked people first.", of_words(20)),
    changed("They asked us first.", of_words(15)),
    changed("We asked people first.", HARD.split(".", maxsplit=1)[0] + "."),
    changed("We asked people first.", "We asked people’s friends … and others, “too”."),
    changed("We asked people first.", "We counted .5 of a day, from 9 to 17:30."),
    changed("voice-c: {text: People kept quiet., reverse: yes}", "voice-c: People kept quiet."),
    changed("bands: {low: Silence., high: Speech.}", "gloss: speaking up"),
    changed("A flood comes. We [lose 600] wells.", "A [second] flood comes. We [lose 600] wells."),
    changed("sure: {text: How sure?, likelihood: likely}", "sure: {text: How sure?, likelihood: likely, arms: [gain]}"),
    changed(GAP, f"{GAP} evidence: Reasoned., source: Klein 2007, reach: outside,"),
    without("minutes"),
]  # fmt: skip


@pytest.mark.parametrize("content", NEAR_MISSES)
def test_a_near_miss_is_left_in_peace(noted, content):
    assert [str(note) for note in noted(content)] == []


def test_without_tasks_and_predictions_nothing_is_shown_that_what_is_said_could_be_compared_with(noted):
    content = without("tasks", without("predictions")).replace("  likely: {options: [Unlikely, Likely]}\n", "")
    assert [(note.code, note.at) for note in noted(content)] == [("never-fires", "says-shows.voice")]


def test_a_task_that_nobody_draws_is_told(noted):
    told = [(note.code, note.at) for note in noted(changed("tasks_per_person: 1", "tasks_per_person: 0"))]
    assert told == [("unasked", "wells")]


def test_a_capability_asked_of_no_level_that_counts_is_told_once(noted):
    content = dedented("""
        questionnaire: lost
        title: Lost
        levels: {front: {title: Front line}, partner: {title: Partners, staff: no}}
        scales: {how-often: {options: [Never, Always]}}
        capabilities:
          voice: {title: Voice, asked: [partner], items: {voice-a: We led., voice-b: We asked., voice-c: We heard.}}
        comments: {change: {text: What would help?, warning: Name no one., asked: [front]}}
    """)
    assert [(note.code, note.at, note.line) for note in noted(content)] == [("unasked", "voice", 6)]


def test_all_that_a_level_reads_is_graded_together_where_single_statements_are_too_short(noted):
    hard = [f"{sentence.strip()}." for sentence in HARD.split(".") if sentence.strip()]
    texts = [sentence.replace(".", f" {number}.") for number, sentence in enumerate(hard * 4, 10)]
    items = "".join(f"      voice-{number}: {text}\n" for number, text in enumerate(texts, 10))
    content = changed("      voice-d:", f"{items}      voice-d:")
    told = noted(content)
    assert [(note.code, note.at) for note in told] == [("reading-grade", "front"), ("reading-grade", "lead")]
    assert noted(content.replace("title: Sound", "language: de\ntitle: Sound")) == []


def test_the_rules_of_english_are_not_put_to_another_language(noted):
    content = changed("We asked people first.", "We did not ask, and we never came.")
    assert {note.code for note in noted(content)} == {"double-barrelled", "negated"}
    assert noted(content.replace("title: Sound", "language: de\ntitle: Sound")) == []


def test_french_sets_a_space_before_high_signs(noted):
    content = changed("How often was this true of {team}?", "Est-ce vrai ? Oui : {team} !")
    assert noted(content.replace("title: Sound", "language: fr\ntitle: Sound")) == []
    assert {note.code for note in noted(content)} == {"stray-signs"}


def test_an_accepted_warning_is_kept_and_marked(noted):
    content = changed("We asked people first.", "We did not ask people.")
    content += "accept:\n  - {warning: negated, at: voice-b, reason: It is a test.}\n"
    assert [(note.code, note.accepted) for note in noted(content)] == [("negated", True)]


def test_what_is_missing_in_a_language_is_counted_and_may_be_accepted(noted, tmp_path):
    noted(SOUND)
    extract(tmp_path / "q.yaml", load(tmp_path / "q.yaml")[1], None, "fr")
    (missing,) = noted(SOUND)
    assert (missing.path, missing.code, missing.at) == (str(tmp_path / "q" / "fr.po"), "untranslated", "fr")
    (accepted,) = noted(SOUND + "accept:\n  - {warning: untranslated, at: fr, reason: It is on its way.}\n")
    assert accepted.accepted


def test_what_changed_since_it_was_translated_is_counted(noted, tmp_path):
    noted(SOUND)
    extract(tmp_path / "q.yaml", load(tmp_path / "q.yaml")[1], None, "fr")
    catalogue = tmp_path / "q" / "fr.po"
    empty = po.read(catalogue)
    done = tuple(replace(message, translations=(message.source,)) for message in empty.messages)
    po.write(catalogue, replace(empty, messages=done))
    assert noted(SOUND) == []
    (told,) = noted(SOUND.replace("title: Sound", "title: Sound and whole"))
    assert (told.code, told.at, told.message[:5]) == ("fuzzy", "fr", "1 of ")


def test_an_unknown_warning_cannot_be_accepted(tmp_path):
    path = tmp_path / "q.yaml"
    content = SOUND + "accept:\n  - {warning: negatet, at: voice-b, reason: It is a test.}\n"
    path.write_text(content, encoding="utf-8")
    line = line_of("negatet", content)
    assert problems(lambda: load(path)) == [f"q.yaml:{line}:15: unknown warning 'negatet'; did you mean 'negated'?"]


def test_what_an_extended_file_is_warned_of_stays_with_that_file(noted, tmp_path):
    (tmp_path / "base.yaml").write_text(
        changed("We asked people first.", "We did not ask people.")
        + "accept:\n  - {warning: unasked, at: gone, reason: It is a test.}\n"
    )
    content = dedented("""
        questionnaire: ours
        title: Ours
        extends: base.yaml
        capabilities:
          learn:
            title: Learning
            part: leading
            scale: how-often
            items: {learn-a: We tried things., learn-b: We never sat., learn-c: We asked.}
    """)
    assert [(note.code, note.at, note.line) for note in noted(content)] == [("negated", "learn-b", 9)]


# English

TWO_THINGS = """
    We asked people and acted on what they said.
    My manager is fair and supportive.
    We tried things out and learned from them.
    My team listens to people and helps them.
    We set aims and the results were shared.
    I feel safe and respected at work.
    The service was quick and easy to use.
    We hired people, and they stayed with us.
    I am good at planning and organising my work.
    Leaders ask for ideas or act on them.
    We had a plan and/or a budget.
    My leader encourages and supports me.
    Staff were trained and the tools worked.
    Decisions are clear and well explained.
    We shared our plans openly and then changed them.
    We gave people tools and trusted them.
    They come when they can and they stay.
    The chair listened and summed up.
    I am proud to work here and would recommend it.
"""
ONE_THING = """
    We worked with another service to solve a problem.
    We gave people time and money to solve it.
    Someone who came to us was passed back and forth between services.
    They come and see how things really are.
    I got help and support from my team.
    My manager and I trust each other.
    Staff and citizens chose the aims.
    Staff and our partners were asked first.
    They do it now and then.
    People who live and work here were asked.
    We met in the morning and the evening.
    A person was told yes or no.
    We saw the office full of men and women.
    We asked for time and support to learn.
    I meet people of all ages and ranks.
    The lead and the team met.
    We asked carers and the people involved.
    Care of patients and service users is what counts.
    I know who my manager is and what they do.
    We listened to people before and during the change.
    We did it for staff and for citizens.
"""
SAYS_NOT = """
    We did not ask people.
    There is no time to think.
    Nobody listens to me.
    We acted without asking people.
    I can’t say what I think.
    I feel that my boss does not listen.
    When I ask, nobody answers.
"""
SAYS_WHAT_IS = """
    We talked openly about something that did not work.
    Someone without a senior title took the lead.
    We listened to people who do not come to us.
    I know whether or not to ask.
    They tell us when something did not work.
    We listened not only to staff.
    I met a nobleman.
"""


def lines(text):
    return [line.strip() for line in text.strip().splitlines()]


@pytest.mark.parametrize("statement", lines(TWO_THINGS))
def test_a_statement_with_two_verbs_clauses_or_judgements_asks_two_things(statement):
    assert two_in_one(statement)


@pytest.mark.parametrize("statement", lines(ONE_THING))
def test_two_names_for_one_thing_are_one_thing(statement):
    assert two_in_one(statement) is None


@pytest.mark.parametrize("statement", lines(SAYS_NOT))
def test_a_statement_turned_round_is_found(statement):
    assert negation(statement)


@pytest.mark.parametrize("statement", lines(SAYS_WHAT_IS))
def test_a_negation_that_turns_nothing_round_is_left_in_peace(statement):
    assert negation(statement) is None


# Reading grade


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Published in Wikipedia, “Flesch-Kincaid readability tests”: 13 words with 24 syllables are 11.3.
        ("The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.", 11.3),
        # By hand: 6 words, 6 syllables: .39 · 6 + 11.8 - 15.59.
        ("The cat sat on the mat.", -1.45),
        # By hand: 2 sentences, 10 words, 17 syllables.
        ("We asked citizens for ideas. People decided what to do.", 0.39 * 10 / 2 + 11.8 * 17 / 10 - 15.59),
    ],
)
def test_the_grade_is_that_of_flesch_and_kincaid(text, expected):
    assert grade([text]) == pytest.approx(expected, abs=0.05)


def test_texts_are_graded_together_as_one_text():
    assert grade(["The cat sat on the mat.", "We asked people first."]) == pytest.approx(
        grade(["The cat sat on the mat. We asked people first."])
    )
    assert grade([]) == grade(["…"]) == 0


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("area", 3), ("idea", 3), ("people", 2), ("citizens", 3), ("organisation", 5), ("decided", 3), ("service", 2),
        ("able", 2), ("anyone", 3), ("reviewed", 2), ("experience", 4), ("asked", 1), ("needed", 2), ("tried", 1),
        ("colleagues", 2), ("really", 2), ("didn’t", 2), ("can’t", 1), ("people’s", 2), ("two-page", 2), ("x", 1),
        ("7", 1), ("whole", 1), ("created", 3), ("language", 2), ("choices", 2), ("lives", 1), ("evaluate", 4),
    ],
)  # fmt: skip
def test_syllables_are_those_of_a_dictionary(word, count):
    assert syllables(word) == count


def test_marks_and_quotes_part_no_sentence_and_lines_do():
    assert measured("*Plan 1:* [we keep] it.\nHe said “Go!” to us.").sentences == (5, 3, 2)
    assert measured("At 9.30 a.m. we met").words == 5


# Minutes


def test_each_level_of_the_shipped_questionnaire_needs_the_time_its_design_allows():
    questionnaire = load(SHIPPED / "distributed-leadership.yaml")[0]
    told = {level: minutes(questionnaire, level) for level in questionnaire.levels}
    assert told["front"] <= 12
    assert told["citizen"] <= 5
    assert minutes(questionnaire, None) == max(told.values())


def test_every_part_takes_time_and_only_of_those_who_are_asked(tmp_path):
    questionnaire = load(write(tmp_path, SOUND))[0]
    for key in ("tasks", "predictions", "who_led"):
        shorter = load(write(tmp_path, without(key)))[0]
        assert seconds(shorter, "front") < seconds(questionnaire, "front")
    assert seconds(load(write(tmp_path, without("who_led")))[0], "citizen") == seconds(questionnaire, "citizen")


def test_a_person_reads_as_many_tasks_as_are_drawn(tmp_path):
    beyond = load(TINY / "beyond-items.yaml")[0]
    only = {part: seconds(beyond, part) for part in beyond.levels}
    assert only["lead"] == 0  # draws no task, and is asked nothing else
    text = (TINY / "beyond-items.yaml").read_text(encoding="utf-8")
    twice = load(write(tmp_path, text.replace("all: 1, lead: 0", "all: 2, lead: 8")))[0]
    assert seconds(twice, "front") > only["front"]
    assert seconds(twice, "lead") == pytest.approx(2 * (seconds(twice, "front") - only["front"]))


def test_writing_without_spaces_takes_time_to_read(tmp_path):
    japanese = load(write(tmp_path, changed("We asked people first.", "私たちはまず人々に尋ねました。")))[0]
    shorter = load(write(tmp_path, changed("We asked people first.", "私は")))[0]
    assert seconds(japanese, "front") > seconds(shorter, "front")


def write(folder, content):
    path = folder / "q.yaml"
    path.write_text(content, encoding="utf-8")
    return path


# Invariants

FILES = [YAML(typ="safe", pure=True).load(TINY / f"{name}.yaml") for name in ("every-key", "beyond-items")]
WORDS = st.one_of(
    st.sampled_from(
        ["and", "We asked and", "or we", "not", "…", "[x]", "*x* [y", "A. B! C?", "' \"", "and and or or", "is"]
    ),
    st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="{}"), min_size=1, max_size=60),
)


@st.composite
def questionnaires(draw):
    """A file of the tests with some entries left out and some texts replaced; as it was, where that made a fault."""
    data = draw(st.sampled_from(FILES))
    keys = QuestionnaireKeys.model_validate(mutated(draw, data, ()))
    return QuestionnaireKeys.model_validate(data) if list(faults(keys)) else keys


def mutated(draw, value, place):
    """The same data, changed here and there; what must be there stays."""
    if isinstance(value, dict):
        optional = place in {(), ("capabilities", "voice")} and len(value) > 1
        gone = {
            "tasks",
            "predictions",
            "who_led",
            "background",
            "comments",
            "accept",
            "parts",
            "self_rating",
            "recommendations",
        }
        kept = {key: part for key, part in value.items() if not (optional and key in gone and draw(st.booleans()))}
        return {key: mutated(draw, part, (*place, key)) for key, part in kept.items()}
    if place and place[-1] in {"text", "stem", "voice-a", "gain", "loss", "usual"} and isinstance(value, str):
        return draw(WORDS) if draw(st.booleans()) else value
    return value


@given(WORDS)
def test_no_text_breaks_what_is_asked_of_it(text):
    two_in_one(text)
    negation(text)
    assert measured(text).syllables >= measured(text).words


@given(questionnaires())
def test_no_questionnaire_without_fault_breaks_the_review(keys):
    assert {one.code for one in warnings(keys)} <= set(CODES)


@given(questionnaires(), st.randoms(use_true_random=False))
def test_the_order_of_a_file_does_not_matter(keys, random):
    told = sorted((one.code, one.at) for one in warnings(keys))
    assert sorted((one.code, one.at) for one in warnings(shuffled(keys, random))) == told


def shuffled(keys, random):
    """The same file with the entries of its mappings in another order, but for what has one: answers, bands, arms."""
    change = {}
    for name in ("levels", "capabilities", "texts", "parts", "tasks", "background", "comments"):
        entries = list(getattr(keys, name).items())
        random.shuffle(entries)
        change[name] = dict(entries)
    return keys.model_copy(update=change)
