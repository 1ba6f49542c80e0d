"""The bench measures what is promised of speed and size."""

from tests.bench.__main__ import PARTS

WELL_KNOWN = """
    serve.cpu_ms serve.per_s serve.ratio serve.p95_ms serve.rss_mb
    report.cpu_s report.ratio report.kb report.rss_mb batch500.wall_s
    scoring.load_s scoring.cells_s scoring.alpha_s scoring.all_s scoring.ratio scoring.rss_mb
    disclosure.units2000_s disclosure.units9000_s disclosure.rss_mb
    startup.help_s check.items400_s open.people500k_s
"""


def test_make_bench_yields_every_figure_that_has_a_bound_under_its_own_key() -> None:
    """A part that does not yield what it declares ends with an error."""
    assert sorted(key for part in PARTS.values() for key in part.keys) == sorted(WELL_KNOWN.split())
