"""What every file says of the round that it holds: whose, from when, by which rules."""

from leadsurvey.analysis.findings import Findings
from leadsurvey.report.dataset.table import plain

READ = (
    "What is withheld is empty, and the column beside it says why. Withheld is not zero, and not “nobody”: it would "
    "tell about fewer people than were promised. Do not fill it in, and do not work it out from what is told."
)
ROUNDED = (
    "Means are whole numbers from 0 to 100 with their likely range (95 in 100). Counts and rates are to the nearest 5."
)


def about(findings: Findings, release: str) -> dict[str, str]:
    """Facts of the release, by what they are called."""
    facts = {
        "Round": findings.round,
        "Title": findings.title,
        "Organisation": findings.organisation,
        "Answers": "simulated: every person, answer and figure is invented" if findings.simulated else "of real people",
        "First day": findings.opens.isoformat(),
        "Last day": findings.closes.isoformat(),
        "Released": findings.released.isoformat(),
        "Release": release,
        "Smallest group": f"{findings.minimum_group} people",
        "Reading": READ,
        "Figures": ROUNDED,
    }
    if findings.since:
        facts["Round before"] = f"{findings.since.round}, closed {findings.since.closed}, {findings.since.release}"
    return {name: plain(fact) for name, fact in facts.items()}
