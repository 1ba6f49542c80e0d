"""Capabilities over pages."""

from leadsurvey.analysis.findings import CapabilityInfo
from leadsurvey.questionnaire.model import CapabilityId
from leadsurvey.report.chapters.page import Line
from leadsurvey.report.chapters.spread import balanced, heat_pages, profile_pages
from leadsurvey.report.marks import DENSE, ROOMY, Mark, Row, level_style


def spread(number: int, levels: int, *, narrow: bool = False) -> list[tuple[int, object]]:
    about = [CapabilityInfo(CapabilityId(f"c{i}"), f"C{i}", "gloss", "", "p", {}, ()) for i in range(number)]
    marks = tuple(Mark("L", level_style(i, reference=False), 50, 40, 60) for i in range(levels))
    rows = {one.id: Row(one.title, one.gloss, marks) for one in about}
    return [(len(page), pitch) for page, pitch in profile_pages(about, rows, 190, narrow=narrow)]


def test_up_to_eight_capabilities_stand_on_one_page() -> None:
    assert spread(8, 4) == [(8, ROOMY)]
    assert spread(8, 5) == [(8, DENSE)]


def test_more_are_spread_evenly() -> None:
    assert [number for number, _ in spread(20, 3)] == [7, 6, 7]
    assert [number for number, _ in spread(1, 1)] == [1]


def test_many_levels_take_more_pages() -> None:
    assert [number for number, _ in spread(8, 6, narrow=True)] == [4, 4]


def test_a_table_of_levels_fits_its_room_and_names_its_part_on_each_page() -> None:
    parts = [("One", [Line(str(i), ()) for i in range(14)]), ("Two", [Line("last", ())])]
    pages = heat_pages(parts, 125)
    assert [[(title, len(lines)) for title, lines in page] for page in pages] == [
        [("One", 8)],
        [("One", 6), ("Two", 1)],
    ]


def test_longer_titles_leave_room_for_fewer_rows() -> None:
    short, long = ([("One", [Line(title, ()) for _ in range(12)])] for title in ("Short", "A title that goes on " * 4))
    assert (len(heat_pages(short, 125)), len(heat_pages(long, 125))) == (1, 2)


def test_runs_are_balanced_and_whole() -> None:
    assert [list(run) for run in balanced([1, 2, 3, 4, 5], 2)] == [[1, 2], [3, 4, 5]]
