"""Whatever an author writes wrong is answered with its place, the fault and the cure, all at once."""

import pytest

from leadsurvey.questionnaire.load import load
from tests.conftest import TINY, dedented, problems

EVERY_KEY = (TINY / "every-key.yaml").read_text(encoding="utf-8")
INDENTED = "check indentation, colons and quotes on this line and the one above"
IN_QUOTES = "write text, in quotes where it is a number"
OF_ONE_KIND = (
    "levels that count as staff, references and others are never merged with each other; merge levels of the same kind"
)


@pytest.fixture
def faults(tmp_path):
    """Give what is reported on a file with this content."""

    def faults_of(content):
        path = tmp_path / "q.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return problems(lambda: load(path))

    return faults_of


def place_of(words, text=EVERY_KEY):
    """Line and column of the first place where these words stand, as an editor counts them."""
    before = text[: text.index(words)]
    return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def changed(before, after, text=EVERY_KEY):
    assert text.count(before) == 1, f"'{before}' must stand once in every-key.yaml"
    return text.replace(before, after)


# Files that cannot be read


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "q.yaml:1:1: the file is empty; start from a shipped one"),
        ("# only a remark\n", "q.yaml:1:1: the file is empty; start from a shipped one"),
        ("- a\n- b\n", "q.yaml:1:1: the file does not start with `key: value` lines; start from a shipped one"),
        (b"title: A\nlanguage: caf\xe9\n", "q.yaml:2:1: not UTF-8 text; save the file as UTF-8"),
        ("title: A\nlevels: {a: b\n", f"q.yaml:3:1: expected ',' or '}}', but got '<stream end>'; {INDENTED}"),
        ("title: A\n\ttitle: B\n", f"q.yaml:2:1: found character '\\t' that cannot start any token; {INDENTED}"),
        ("title: A\nlanguage: \x07\n", "q.yaml:2:1: a sign stands here that is no text; retype this line"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_with_its_line(faults, content, said):
    assert faults(content) == [said]


def test_a_missing_file_is_said(tmp_path):
    said = problems(lambda: load(tmp_path / "nowhere.yaml"))
    assert said == ["nowhere.yaml:1:1: no such file; check the name and the folder"]


def test_a_folder_is_not_a_file(tmp_path):
    folder = tmp_path / "q.yaml"
    folder.mkdir()
    assert problems(lambda: load(folder)) == ["q.yaml:1:1: cannot be read (Is a directory); check it"]


def test_a_byte_order_mark_does_no_harm(faults):
    assert faults("\ufeff" + EVERY_KEY) == []


# Faults of shape


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("reverse: yes", "revers: yes", "unknown key 'revers'; did you mean 'reverse'?"),
        ("merge_with: front", "merge_wiht: front", "unknown key 'merge_wiht'; did you mean 'merge_with'?"),
        ("gloss: speaking", "glos: speaking", "unknown key 'glos'; did you mean 'gloss'?"),
        ("opt_out: I", "optout: I", "unknown key 'optout'; did you mean 'opt_out'?"),
        ("recommendations:", "reccomendations:", "unknown key 'reccomendations'; did you mean 'recommendations'?"),
        ("opt_out: I", "xyzzy: I", "unknown key 'xyzzy'; use one of: options, opt_out"),
    ],
)  # fmt: skip
def test_an_unknown_key_is_told_at_any_depth_with_the_nearest_known_one(faults, before, after, fault):
    text = changed(before, after)
    assert faults(text) == [f"q.yaml:{place_of(after, text)}: {fault}"]


@pytest.mark.parametrize(
    ("before", "after", "at", "fault"),
    [
        ("title: Every key", "title: 5", "5", f"'title' must be text, but reads 5; {IN_QUOTES}"),
        ("title: Every key", "title: 2026-05-01", "2026",
         f"'title' must be text, but reads 2026-05-01; {IN_QUOTES}"),
        ("title: Every key", "title: !Hola people", "!Hola",
         "'!Hola' is read as a tag of YAML; put text that starts with ! in quotes"),
        ("voice-a: A person took the lead.", "voice-a: 12", "12", f"'text' must be text, but reads 12; {IN_QUOTES}"),
        ("voice-a: A person took the lead.", "voice-a: ''", "''", "'text' is empty; fill it, or take it out"),
        ("voice-b: {text", "voice b: {text", "voice b:",
         "'voice b' cannot be used as a name here; use letters, digits, - and _ only"),
        ("[Never, Sometimes, Always]", "[Never, 2, Always]", "2, Always",
         f"'options, entry 2' must be text, but reads 2; {IN_QUOTES}"),
        ("[Never, Sometimes, Always]", "[Always]", "[Always]",
         "'options' has fewer than 2 entries; add what is missing"),
        ("[Never, Sometimes, Always]", "[]", "[]", "'options' is empty; fill it, or take it out"),
        ("[Never, Sometimes, Always]", "[a, b, c, d, e, f, g, h, i, j, k, l]", "[a, b",
         "'options' has more than 11 entries; take some out"),
        ("reverse: yes", "reverse: perhaps", "perhaps",
         "'reverse' must be yes or no, but reads 'perhaps'; write yes or no"),
        ("asked: [front, lead]", "asked: front", "front\n    bands",
         "'asked' must be a list, but reads 'front'; write it as [one, another]"),
        ("language: en", "language: English", "English",
         "'English' cannot be used as a language here; write the code of a language: en, ar, pt-BR"),
        ("start: 50", "start: 100", "100", "'start' reads 100: input should be less than 100; correct it"),
        ("texts: {team: your team}", "texts: {team: your team, '': x}", "'': x",
         "'' cannot be used as a name here; use letters, digits, - and _ only"),
        ("texts: {team: your team}", "texts: {team: your team}\n{team}: ours", "{team}: ours",
         "a key must be a word; put text that starts with { or [ in quotes"),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_kind_is_told_where_it_stands(faults, before, after, at, fault):
    text = changed(before, after)
    assert faults(text) == [f"q.yaml:{place_of(at, text)}: {fault}"]


def test_what_an_alias_repeats_is_told_once_and_left_out(faults):
    text = changed("texts: {team: your team}", "texts: {team: &a your team, unit: *a}")
    said = "this is repeated elsewhere by an alias of YAML (*); write it out in both places"
    assert faults(text) == [f"q.yaml:{place_of('&a', text)}: {said}"]


def test_a_circle_of_aliases_ends(faults):
    assert any("by an alias" in fault for fault in faults(changed("{team: your team}", "&a {team: *a}")))


def test_a_bomb_of_aliases_is_refused_before_it_grows(faults):
    """Nine lines that would be a thousand million words."""
    bomb = "".join(f"a{n}: &b{n} [{', '.join([f'*b{n - 1}'] * 10)}]\n" for n in range(1, 9))
    assert any("by an alias" in fault for fault in faults(f"a0: &b0 [x]\n{bomb}{EVERY_KEY}"))


def test_a_file_too_large_for_a_questionnaire_is_refused_unread(faults):
    said = "more than 512 KB, which no questionnaire needs; check that this is the right file"
    assert faults("# " + "x" * 50_000_000) == [f"q.yaml:1:1: {said}"]


@pytest.mark.parametrize("sign", ["\u202e", "\u202d", "\u2066"])
def test_a_sign_that_turns_text_around_is_told(faults, sign):
    text = changed("People speak up.", f"People {sign}speak up.")
    said = "a hidden sign here makes text read otherwise than it is written"
    assert faults(text) == [
        f"q.yaml:{place_of('People ', text)}: {said}; retype this text; its language sets the direction"
    ]


def test_a_condition_on_anything_but_the_level_is_refused_with_what_there_is(faults):
    text = changed("reverse: yes, asked", 'relevant: "${a} > 1", reverse: yes, asked')
    said = "'relevant' is not known: what is asked depends on the level only; write `asked: [level, level]`"
    assert faults(text) == [f"q.yaml:{place_of('relevant', text)}: {said}"]


@pytest.mark.parametrize(
    ("before", "after", "at", "fault"),
    [
        ("rule: foundation", "rule: fundation", "fundation",
         "'fundation' is not known as 'rule'; did you mean 'foundation'?"),
        ("    measure: Answers.\n", "", "rule: foundation", "key 'measure' is missing; add it"),
        ("  - title: The only page\n    capabilities: [voice]\n    fixed: yes", "  - voice", "voice\norder",
         "'sections, entry 1' must be `key: value` lines, but reads 'voice'; write them below it, indented"),
        ("title: Every key\n", "", "# Every", "key 'title' is missing; add it"),
    ],
)  # fmt: skip
def test_what_a_file_cannot_do_without_is_asked_for(faults, before, after, at, fault):
    text = changed(before, after)
    line = "2:1" if at == "# Every" else place_of(at, text)
    assert faults(text) == [f"q.yaml:{line}: {fault}"]


def test_a_key_given_twice_names_both_lines(faults):
    text = changed("    gloss: speaking up\n", "    gloss: speaking up\n    title: Voices\n")
    first = place_of("title: Voice", text).split(":")[0]
    fault = f"'title' is already there on line {first}; give it another name, or take one of the two out"
    assert faults(text) == [f"q.yaml:{place_of('title: Voices', text)}: {fault}"]


def test_an_item_given_twice_in_one_capability_is_a_key_given_twice(faults):
    text = changed("      voice-b: {text", "      voice-a: Again.\n      voice-b: {text")
    first = place_of("voice-a: A person", text).split(":")[0]
    fault = f"'voice-a' is already there on line {first}; give it another name, or take one of the two out"
    assert faults(text) == [f"q.yaml:{place_of('voice-a: Again', text)}: {fault}"]


# Faults of sense


@pytest.mark.parametrize(
    ("before", "after", "at", "fault"),
    [
        ("lead: {voice-a: Some", "lead: {voice-aa: Some", "voice-aa",
         "unknown item 'voice-aa'; did you mean 'voice-a'?"),
        ("lead: {voice-a: Some", "laed: {voice-a: Some", "laed", "unknown level 'laed'; did you mean 'lead'?"),
        ("scale: how-often", "scale: how-oftn", "how-oftn", "unknown scale 'how-oftn'; did you mean 'how-often'?"),
        ("{low: Silence", "{lwo: Silence", "lwo", "unknown band 'lwo'; did you mean 'low'?"),
        ("part: leading", "part: leding", "leding", "unknown part 'leding'; did you mean 'leading'?"),
        ("    part: leading\n", "", "voice:\n", "no part is named; add `part:` with one of: leading"),
        ("asked: [front, lead]", "asked: [front, led]", "led]", "unknown level 'led'; did you mean 'lead'?"),
        ("asked: [front]}", "asked: [frnt]}", "frnt", "unknown level 'frnt'; did you mean 'front'?"),
        ("asked: [front]}", "asked: []}", "[]}",
         "'voice-b' is asked of nobody; name a level, or take `asked:` out"),
        ("asked: [front, lead]", "asked: []", "[]\n",
         "'voice' is asked of nobody; name a level, or take `asked:` out"),
        ("citizen: How often", "citzen: How often", "citzen", "unknown level 'citzen'; did you mean 'citizen'?"),
        ("capabilities: [voice]", "capabilities: [voice, vice]", "vice]",
         "unknown capability 'vice'; did you mean 'voice'?"),
        ("capabilities: [voice]", "capabilities: [voice, voice]", "voice]",
         "'voice' stands in section 1 already; keep one"),
        ("capability: voice", "capability: vioce", "vioce", "unknown capability 'vioce'; did you mean 'voice'?"),
        ("[Never, Sometimes, Always]", "[Never, Always, Never]", "Never]", "'Never' stands here 2 times; keep one"),
        ("start: 50", "start: 0", "bands:\n  low",
         "the bands do not cover 0 to 100 in order; let the first start at 0 and each next one higher"),
        ("{title: Low, start: 0}", "{title: Low, start: 60}", "bands:\n  low",
         "the bands do not cover 0 to 100 in order; let the first start at 0 and each next one higher"),
        ("merge_with: front", "merge_with: lead", "lead\n  citizen",
         "'lead' ends up merged with itself; merge in one direction"),
        ("merge_with: front", "merge_with: boss", "boss", "unknown level 'boss'; use one of: front, lead, citizen"),
        ("merge_with: front", "merge_with: citizen", "citizen\n",
         OF_ONE_KIND),
        ("staff: yes}", "staff: no}", "front\n  citizen",
         OF_ONE_KIND),
        ("{title: Citizens, reference: yes}", "{title: Citizens, reference: yes, staff: yes}",
         "yes, staff: yes}\nscales",
         "a reference level is never part of staff; keep one of the two"),
        ("definition: People speak up.", "definition: People in {taem} speak up.", "People in",
         "nothing fills {taem}; did you mean 'team'?"),
        ("citizen: How often with us?", "citizen: How often with {}?", "How often with {}",
         "nothing fills {}; use one of: team, about"),
        ('about: "{team}"', 'about: "{about}"', '"{about}"', "nothing fills {about}; use one of: team"),
        ("texts: {team: your team}", "texts: {team: 'your {team}'}", "'your {team}'",
         "nothing fills {team}; take it out"),
    ],
)  # fmt: skip
def test_a_fault_of_sense_is_told_where_it_stands(faults, before, after, at, fault):
    text = changed(before, after)
    assert faults(text) == [f"q.yaml:{place_of(at, text)}: {fault}"]


TWO_CAPABILITIES = dedented("""
    questionnaire: two
    title: Two
    levels: {front: {title: Front}, lead: {title: Lead}, senior: {title: Senior}}
    scales: {often: {options: [No, Yes]}}
    capabilities:
      voice: {title: Voice, items: {a: A., b: B.}}
      learn: {title: Learn, items: {c: C.}}
    """)


def test_an_item_of_two_capabilities_is_told_at_the_second(faults):
    text = changed("{c: C.}", "{a: C.}", TWO_CAPABILITIES)
    fault = "'a' stands in 'voice' already; give it another id"
    assert faults(text) == [f"q.yaml:{place_of('a: C.', text)}: {fault}"]


@pytest.mark.parametrize(
    ("name", "home"),
    [("unit", "a table of answers"), ("go", "the buttons of every page"), ("sheet", "the tables of keyed forms")],
)
def test_an_id_that_tables_or_pages_use_themselves_is_told(faults, name, home):
    text = changed("{c: C.}", f"{{{name}: C.}}", TWO_CAPABILITIES)
    fault = f"'{name}' stands in '{home}' already; give it another id"
    assert faults(text) == [f"q.yaml:{place_of(f'{name}: C.', text)}: {fault}"]


def test_a_capability_without_a_scale_is_told_where_there_are_several(faults):
    text = changed("{options: [No, Yes]}", "{options: [No, Yes]}, true: {options: [No, Yes]}", TWO_CAPABILITIES)
    fault = "no scale is named, and there are several; add `scale:`"
    assert faults(text) == [
        f"q.yaml:{place_of('voice:', text)}: {fault}",
        f"q.yaml:{place_of('learn:', text)}: {fault}",
    ]


def test_a_capability_in_no_section_is_told(faults):
    text = TWO_CAPABILITIES + "sections:\n  - {title: One, capabilities: [voice]}\n"
    assert faults(text) == [f"q.yaml:{place_of('learn:', text)}: 'learn' stands in no section; add it to one"]


def test_a_capability_in_two_sections_is_told_at_the_second(faults):
    text = TWO_CAPABILITIES + (
        "sections:\n  - {title: One, capabilities: [learn, voice]}\n  - {title: Two, capabilities: [voice]}\n"
    )
    assert faults(text) == ["q.yaml:10:33: 'voice' stands in section 1 already; keep one"]


def test_levels_that_merge_in_a_circle_are_each_told(faults):
    text = TWO_CAPABILITIES
    for level, into in (("Front", "lead"), ("Lead", "senior"), ("Senior", "front")):
        text = text.replace(f"title: {level}}}", f"title: {level}, merge_with: {into}}}")
    said = [fault.split(": ", 1)[1] for fault in faults(text)]
    cure = "ends up merged with itself; merge in one direction"
    assert said == [f"'{level}' {cure}" for level in ("front", "lead", "senior")]


def test_a_questionnaire_of_references_only_is_refused(faults):
    text = TWO_CAPABILITIES
    for level in ("Front", "Lead", "Senior"):
        text = text.replace(f"title: {level}}}", f"title: {level}, reference: yes}}")
    assert "q.yaml:3:1: no level counts as staff; leave out `reference` for at least one" in faults(text)


def test_faults_of_shape_and_of_sense_are_told_in_one_run_sorted_by_line(faults):
    text = EVERY_KEY
    for before, after in [
        ("lead: {voice-a: Some", "lead: {voice-z: Some"),
        ("reverse: yes", "revers: yes"),
        ("scale: how-often", "scale: how-rarely"),
        ("gloss: speaking up", "gloss: 7"),
        ("merge_with: front", "merge_with: lead"),
        ("    first_test: Ask one.\n", "    first_test: Ask one.\n    first_test: Ask two.\n"),
    ]:
        text = changed(before, after, text)
    said = faults(text)
    lines = [int(fault.split(":")[1]) for fault in said]
    assert lines == sorted(lines)
    assert [fault.split(": ", 1)[1].split(";")[0] for fault in said] == [
        "'lead' ends up merged with itself",
        "'gloss' must be text, but reads 7",
        "unknown scale 'how-rarely'",
        "unknown key 'revers'",
        "unknown item 'voice-z'",
        f"'first_test' is already there on line {place_of('first_test: Ask one', text).split(':')[0]}",
    ]


UNPAIRED = "a square bracket is not closed, or none is open"
BEYOND_ITEMS = (TINY / "beyond-items.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("before", "after", "at", "fault"),
    [
        ("arms: [loss]}", "arms: []}", "[]}", "'arms' is empty; fill it, or take it out"),
        ("[gain, [loss]]", "[gain, [loss, loss]]", "[gain", "an arm is compared with itself; name two different ones"),
        ("risky: {gain: The other, loss: The other}", "risky: The safe one", "The safe one}",
         "'risky' has the words of 'safe'; give each option words of its own"),
        ("lead: A team lead", "lead: The front line", "The front line}",
         "'The front line' stands here 2 times; keep one"),
        ("We [keep] 300", "We ]keep[ 300", "A flood comes. We ]",
         f"{UNPAIRED}; put the words that differ between [ and ]"),
        ("expect: higher, others: others}", "expect: higher, anchors: {gain: 3, loss: 4}}", "anchors: {gain",
         "for 'share' no anchor counts; take them out"),
        ("anchors: {small: 15, large: 65}}", "anchors: {small: 15, large: 65}, others: guess}", "guess}",
         "what others would do is compared with a share, not with 'anchoring'; take it out"),
    ],
)  # fmt: skip
def test_what_has_no_effect_in_a_task_is_told(faults, before, after, at, fault):
    text = changed(before, after, BEYOND_ITEMS)
    assert f"q.yaml:{place_of(at, text)}: {fault}" in faults(text)


def test_what_a_level_answers_about_fills_questions_and_no_titles(faults):
    text = changed("title: Voice", 'title: "Voice in {about}"')
    where = place_of('"Voice in', text)
    assert faults(text) == [f"q.yaml:{where}: nothing fills {{about}}; use one of: team"]
    text = changed("texts: {team: your team}", "texts: {team: your team, about: it}")
    assert any("{about} is what a level answers about, and no text" in fault for fault in faults(text))


def test_a_language_of_which_nothing_is_known_is_told(faults):
    text = changed("language: en", "language: xx")
    said = "nothing is known of a language 'xx': neither its direction nor its dates"
    assert faults(text) == [f"q.yaml:{place_of('xx', text)}: {said}; write the code of a language: en, ar, pt-BR"]


@pytest.mark.parametrize("depth", [330, 400, 600, 5000])
def test_any_depth_ends_in_a_message(faults, depth):
    said = faults(f"questionnaire: q\naccept:\n{'- ' * depth}a\n")[
        -1
    ]  # versions of Python go down to depths of their own
    assert "go too deep" in said or "must be" in said
