"""Charts, each form in a module of its own, all drawn on the same sheet."""

from leadsurvey.report.charts.answers import AnswerRow, answers, answers_height
from leadsurvey.report.charts.cover import cover, people_per_dot
from leadsurvey.report.charts.gaps import GapRow, gaps, gaps_height
from leadsurvey.report.charts.lettering import load_fonts, text_width, wrapped
from leadsurvey.report.charts.predictions import PredictionRow, predictions, predictions_height
from leadsurvey.report.charts.profile import profile, profile_height, row_height
from leadsurvey.report.charts.sheet import WIDTH, Chart, as_pages
from leadsurvey.report.charts.slopes import SlopeRow, slopes, slopes_height
from leadsurvey.report.charts.strip import strip
from leadsurvey.report.charts.versions import VersionRow, versions, versions_height

__all__ = [
    "WIDTH",
    "AnswerRow",
    "Chart",
    "GapRow",
    "PredictionRow",
    "SlopeRow",
    "VersionRow",
    "answers",
    "answers_height",
    "as_pages",
    "cover",
    "gaps",
    "gaps_height",
    "load_fonts",
    "people_per_dot",
    "predictions",
    "predictions_height",
    "profile",
    "profile_height",
    "row_height",
    "slopes",
    "slopes_height",
    "strip",
    "text_width",
    "versions",
    "versions_height",
    "wrapped",
]
