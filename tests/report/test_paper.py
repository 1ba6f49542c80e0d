"""Forms for a pen: accessible, the same bytes each time, and every printed code is one that `enter` reads."""

import csv
import re
from functools import cache
from itertools import zip_longest

import html5lib
import pikepdf
import pytest
from pypdf import PdfReader

from leadsurvey.questionnaire.spoken import in_language, read
from leadsurvey.report import paper as forms
from leadsurvey.report.typeset import LayoutError
from leadsurvey.responses.columns import columns
from leadsurvey.responses.exchange import read_answers
from leadsurvey.responses.flow import flow
from leadsurvey.responses.versions import versions
from leadsurvey.rounds.load import as_round, freeze, load
from tests.conftest import SHIPPED, TINY, open_round, write_round
from tests.report.conftest import TEMPLATES
from tests.report.test_booklet import joined
from tests.report.test_pdf import elements
from tests.verapdf import validate

UNITS = "unit,parent,name,front,lead,senior,partner,citizen\nall,,The whole house,30,30,20,20,50\n"
UNITS += "east,all,East wing,20,12,0,0,0\nwest,all,West wing,20,12,0,0,0\n"
WHOLE = "distributed-leadership"


@pytest.fixture(scope="module")
def surveys(tmp_path_factory):
    """A round of a questionnaire as it is frozen at opening, in one of its languages."""

    @cache
    def make(name, language="en"):
        folder = tmp_path_factory.mktemp("rounds")
        asked = read(path if (path := TINY / f"{name}.yaml").exists() else SHIPPED / f"{name}.yaml", SHIPPED)
        head, *rows = [line.split(",") for line in UNITS.splitlines()]
        kept = [place for place, title in enumerate(head) if place < 3 or title in asked.keys.levels]
        units = "".join(",".join(row[place] for place in kept) + "\n" for row in (head, *rows))
        spoken = "[en]" if name != WHOLE else "[en, ar]"
        path = write_round(folder, questionnaire=name, units=units, languages=spoken, texts="{contact: Ask Ana.}")
        frozen = freeze(load(path, SHIPPED), lambda code: forms.voice(TEMPLATES, code).texts)
        return as_round(frozen, language)

    return make


def html(survey, level, language="en", only=None):
    voice = forms.voice(TEMPLATES, language)
    held = forms.occasion(survey, level, voice)
    return forms.html(survey.questionnaire, level, voice, TEMPLATES, held=held, only=only)


def pdf(survey, level, language="en", only=None):
    voice = forms.voice(TEMPLATES, language)
    held = forms.occasion(survey, level, voice)
    return forms.paper(survey.questionnaire, level, voice, TEMPLATES, held=held, only=only)


@pytest.fixture(scope="module")
def printed(surveys, tmp_path_factory):
    """The PDF of a level's forms."""
    folder = tmp_path_factory.mktemp("forms")

    @cache
    def make(name, level, language="en", only=None):
        path = folder / f"{name}-{level}-{language}.pdf"
        path.write_bytes(pdf(surveys(name, language), level, language, only))
        return path

    return make


def pages(path):
    return [page.extract_text() for page in PdfReader(path).pages]


FORMS = [
    ("beyond-items", "front", "en", None),
    ("two-scales", "front", "en", None),
    (WHOLE, "front", "en", "B"),
    (WHOLE, "front", "ar", "B"),
    (WHOLE, "citizen", "en", None),
    (WHOLE, "citizen", "ar", None),
]


@pytest.mark.parametrize(("name", "level", "language", "only"), FORMS)
def test_every_form_conforms_to_pdf_ua(printed, name, level, language, only):
    assert validate(printed(name, level, language, only)) == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_same_round_gives_the_same_bytes(surveys, printed, language):
    assert pdf(surveys(WHOLE, language), "front", language, "B") == printed(WHOLE, "front", language, "B").read_bytes()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_all_fonts_are_embedded_and_ours(printed, language):
    with pikepdf.open(printed(WHOLE, "front", language, "B")) as file:
        fonts = [one for one in file.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
        own = [font for font in fonts if font.Subtype != "/Type0"]
        assert own
        assert all("Lead" in str(font.BaseFont) and "/FontFile2" in font.FontDescriptor for font in own)


def test_statements_stand_in_tables_with_headers(printed):
    with pikepdf.open(printed(WHOLE, "front", "en", "B")) as file:
        tables = [one for one in elements(file.Root.StructTreeRoot.K) if one.S == "/Table"]
        assert len(tables) > 6
        assert all(any(below.S == "/TH" for below in elements(table)) for table in tables)


# What stands on a form, as whoever keys it reads it


class Sheet:
    """One form, read from its page."""

    def __init__(self, section, key):
        self.lines = {}  # margin -> codes, or the bounds of a number
        self.said = " ".join("".join(section.itertext()).split())
        self._key = key
        for line in section.iter():
            is_line = line.tag == "tr" or line.get("class", "").split()[:1] == ["q"]
            for note in self._of(line, "note") if is_line else []:
                self.lines[note] = self._of(line, "code") or re.findall(r"\d+", "".join(line.itertext()))[-2:]
        self.level, self.language = (self._after(section, name) for name in ("level", "language"))
        lists = [one for one in section.iter("ul") if "units" in one.get("class", "").split()]
        self.units = [code for one in lists for code in self._of(one, "code")]

    @staticmethod
    def _of(element, kind):
        found = [one for one in element.iter() if kind in (one.get("class") or "").split()]
        return ["".join(one.itertext()) for one in found]

    def _after(self, section, name):
        (line,) = [one for one in section.iter("p") if one.get("class") == "set" and self._of(one, "note") == [name]]
        return self._of(line, "code")[0]

    def rows(self):
        """Rows of answers.csv that use every printed code once at least."""
        codes = {}
        for note, offered in self.lines.items():
            task = re.fullmatch(r"(T\d+)\.(\d)([a-z]*)", note)
            codes[self._key[task[1], task[3]] if task else note] = offered
            if task:
                codes[self._key[task[1], ""]] = [task[2]] * max(map(len, self.lines.values()))
        rest = {"level": [self.level], "language": [self.language], "unit": self.units}
        for some in zip_longest(*(codes | rest).values()):
            yield dict(zip(codes | rest, some, strict=True)) | {"level": self.level}


def sheets(page):
    """The forms of a page, and the header of answers.csv."""
    body = html5lib.parse(page, treebuilder="etree", namespaceHTMLElements=False).find("body")
    *filled, key = body.findall("section")
    columns_of = {}
    for row in key.iter("tr"):
        if (cells := ["".join(cell.itertext()) for cell in row])[0].startswith("T"):
            columns_of[cells[0], ""] = cells[1]
            columns_of |= {(cells[0], letter): name for letter, name in re.findall(r"([a-z]): ([^;]+)", cells[2])}
    header = next("".join(one.itertext()) for one in key.iter("div") if one.get("class") == "header")
    return [Sheet(section, columns_of) for section in filled], header.split(", ")


@pytest.mark.parametrize(("name", "level"), [("beyond-items", "front"), (WHOLE, "front"), (WHOLE, "citizen")])
def test_a_form_filled_with_every_printed_code_enters(surveys, tmp_path, name, level):
    survey = surveys(name)
    made, header = sheets(html(survey, level))
    rows = [row for each in made for row in each.rows()]
    comments = {each.id for each in survey.questionnaire.comments}
    path = tmp_path / "answers.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, header, restval="")
        table.writeheader()
        table.writerows({key: value for key, value in row.items() if key not in comments} for row in rows)
    assert len(rows) > 2
    assert len(read_answers(path, survey)) == len(rows)


@pytest.mark.parametrize("level", ["front", "lead", "senior", "partner", "citizen"])
def test_every_column_asked_of_a_level_stands_on_its_forms(surveys, level):
    survey = surveys(WHOLE)
    asked = survey.questionnaire
    made, header = sheets(html(survey, level))
    on_paper = {name for each in made for row in each.rows() for name in row}
    pool = {name for version in versions(flow(asked, level)) for name in version.tasks}
    tasks = {task.id for task in asked.tasks}
    expected = {each.name for each in columns(asked) if each.is_asked(asked, level)}
    expected = {name for name in expected if name.split(".")[0] not in tasks - pool} | {"unit", "level", "language"}
    assert on_paper == expected | {each.id for each in asked.comments}
    assert set(header) == on_paper


def test_who_reads_a_form_meets_no_name_of_an_arm_a_task_or_its_options(surveys):
    survey = surveys(WHOLE)
    said = [each.said for each in sheets(html(survey, "front"))[0]]
    for task in survey.questionnaire.tasks:
        chosen = [option for each in task.questions for option in getattr(each.answer, "options", ())]
        ids = [name for name in (*chosen, *task.arms) if "-" in name]  # the others are words of the language too
        for name in (task.id, task.title, task.shows, *task.arms.values(), *ids):
            assert not any(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", each) for each in said), name


def test_words_that_differ_between_arms_are_not_marked(surveys):
    page = html(surveys(WHOLE), "front")
    assert "<mark" not in page
    assert "[" not in page


def test_every_version_has_its_tasks_and_starts_on_an_odd_page(printed, surveys):
    path = printed("beyond-items", "front")
    said = pages(path)
    made = versions(flow(surveys("beyond-items").questionnaire, "front"))
    starts = [number for number, page in enumerate(said, 1) if "Who sees what" in page]
    assert len(starts) == len(made) == 4
    assert all(number % 2 for number in starts)
    for start, following, version in zip(starts, [*starts[1:], len(said)], made, strict=True):
        inside = [page for page in said[start - 1 : following - 1] if page.strip()]
        assert all(f"Version {version.letter}" in page for page in inside)


def test_pages_are_counted_anew_in_each_version(printed):
    said = [page for page in pages(printed("beyond-items", "front")) if "Who sees what" in page]
    assert {page.split()[-1] for page in said} == {"1"}


def test_the_last_page_tells_those_who_key_what_each_version_holds(printed, surveys):
    path = printed("beyond-items", "front")
    last = pages(path)[-1]
    assert joined("For those who key the answers: keep this page") in joined(last)
    for told in ("wells.arm", "a: wells", "b: wells.others", "c: wells.sure", "anchor.arm"):
        assert joined(told) in joined(last)
    held = [tuple(version.tasks.items()) for version in versions(flow(surveys("beyond-items").questionnaire, "front"))]
    numbers = {("wells", "gain"): "T1.1", ("wells", "loss"): "T1.2", ("anchor", "small"): "T2.1"}
    numbers["anchor", "large"] = "T2.2"
    for letter, ((card,),) in zip("ABCD", zip(held, strict=True), strict=True):
        assert joined(f"{letter} {numbers[card]}") in joined(last)


def test_one_version_alone_is_the_same_form(surveys):
    whole, alone = html(surveys(WHOLE), "front"), html(surveys(WHOLE), "front", only="C")
    first = re.findall(r'<section class="form".*?</section>', alone, re.DOTALL)
    assert len(first) == 1
    assert first[0] in whole


def test_the_first_page_holds_promise_contact_units_and_level(surveys):
    survey = surveys(WHOLE)
    first = sheets(html(survey, "front", only="A"))[0][0]
    for told in (*survey.promise["en"], "Ask Ana.", "Leading together", "The whole house", "East wing", "Front line"):
        assert joined(told) in joined(first.said)
    assert first.units == ["all", "east", "west"]
    assert first.level == "front"
    assert "Write no name on this form" in joined_words(first.said)


def joined_words(said):
    return said.replace("\N{NO-BREAK SPACE}", " ")


def test_many_units_are_written_and_a_single_one_is_printed(tmp_path):
    rows = "".join(f"unit-{number},all,Unit {number},9\n" for number in range(30))
    for units, written in ((rows, True), ("", False)):
        folder = tmp_path / str(written)
        folder.mkdir()
        _, survey = open_round(folder, units=f"unit,parent,name,front\nall,,The whole house,40\n{units}")
        page = html(survey, "front", only="A")
        assert ("Where do you work" in page) is written
        assert "units" not in re.findall(r'class="([^"]*)"', page)


def test_what_a_level_answers_about_is_filled_in(surveys):
    survey = surveys(WHOLE)
    for level in ("front", "senior", "citizen"):
        assert "{about}" not in html(survey, level)
        assert survey.questionnaire.levels[level].about in html(survey, level)


def test_arabic_runs_from_the_right_and_can_be_read_out(surveys, printed):
    asked = surveys(WHOLE, "ar").questionnaire
    assert '<html lang="ar" dir="rtl">' in html(surveys(WHOLE, "ar"), "citizen", "ar")
    said = joined(" ".join(pages(printed(WHOLE, "citizen", "ar"))))
    words = {word.strip(".؟،") for item in asked.items if "citizen" in item.asked for word in item.text.split()}
    assert len(words) > 30
    assert len([word for word in words if word not in said]) < len(words) / 10  # few ligatures are told out of place


def test_a_draft_makes_no_promise_and_says_that_it_is_a_draft():
    asked = in_language(read(TINY / "beyond-items.yaml"), "en")
    page = forms.html(asked, "front", forms.voice(TEMPLATES, "en"), TEMPLATES)
    assert "This is a draft for reading" in joined_words(page)
    assert "Who sees what" not in page


def test_a_simulated_round_says_so(tmp_path):
    _, survey = open_round(tmp_path, simulated="yes")
    assert 'data-head="Simulated data"' in html(survey, "front")


def test_markup_in_a_text_is_text(tmp_path):
    path = tmp_path / "marked.yaml"
    source = (TINY / "beyond-items.yaml").read_text()
    path.write_text(source.replace("text: Who led?", 'text: "<script>x</script> <b>Who</b>?"'))
    page = forms.html(in_language(read(path), "en"), "front", forms.voice(TEMPLATES, "en"), TEMPLATES)
    assert "<script" not in page
    assert "&lt;b&gt;Who" in page


def test_a_script_that_our_fonts_lack_is_refused(tmp_path):
    path = tmp_path / "hindi.yaml"
    path.write_text((TINY / "beyond-items.yaml").read_text().replace("Who led?", "किसने"))
    with pytest.raises(LayoutError, match="no font here has the signs"):
        forms.paper(in_language(read(path), "en"), "front", forms.voice(TEMPLATES, "en"), TEMPLATES)
