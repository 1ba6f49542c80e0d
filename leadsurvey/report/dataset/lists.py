"""The lists of codes of a release: its units, levels, capabilities, and what else rows are known by."""

from leadsurvey.analysis.findings import ALL_STAFF, Findings
from leadsurvey.report.dataset.table import codes

EVERYBODY = "all staff"  # how results call the row of all staff levels together


class Lists:
    """One list for each kind of code, shared by all tables."""

    def __init__(self, findings: Findings) -> None:
        self.unit = codes("unit", {unit.id: unit.name for unit in findings.units.values()})
        levels: dict[str, str] = {level.id: level.title for level in findings.levels}
        self.level = codes("level", {**levels, EVERYBODY: "All staff"})
        self.capability = codes("capability", {about.id: about.title for about in findings.capabilities})
        items = [item for each in findings.answers.values() for item in each]
        self.item = codes("item", {item.id: item.text for item in items})
        self.band = codes("band", {band.id: band.title for band in findings.bands})
        self.task = codes("task", {task.id: task.title for task in findings.tasks})
        told = findings.predictions
        self.statement = codes("statement", {each.id: each.text for each in told.statements} if told else {})
        self.role = codes("role", findings.who_led.choices if findings.who_led else {})


def level_code(level: str) -> str:
    """How a level is written: all staff in words, as in `results`."""
    return EVERYBODY if level == ALL_STAFF else level
