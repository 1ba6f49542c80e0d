"""Which rules fired in a unit, on which figures, and what became of each: for who wants to follow a report."""

from leadsurvey.analysis.findings import Findings, UnitFindings
from leadsurvey.report import recommend
from leadsurvey.report.export import Table
from leadsurvey.report.narrative import Voice
from leadsurvey.report.recommend import Choice
from leadsurvey.report.tongue import Tongue

HEAD = ["Capability", "Rule", "Because", "Need", "Sure", "Reach", "Priority", "In the report"]


def fired(findings: Findings, unit: UnitFindings) -> Table:
    """One row for each rule that fired in a capability; capabilities that no chart shows are not looked at."""
    charted = findings.charted
    told = (*recommend.priorities(charted, unit), *recommend.strengths(charted, unit))
    named = {(choice.capability.id, choice.rule) for choice in told}
    voice = Voice(charted, Tongue())
    return [
        HEAD,
        *(
            _row(charted, unit, voice, choice, is_named=(choice.capability.id, choice.rule) in named)
            for choice in recommend.fired(charted, unit)
        ),
    ]


def _row(findings: Findings, unit: UnitFindings, voice: Voice, choice: Choice, *, is_named: bool) -> list[str]:
    practice = recommend.practice(findings, choice)
    code = choice.rule.split(",")[0]
    return [
        choice.capability.title,
        f"{code} with R0" if choice.explore else code,
        " ".join(filter(None, (voice.because(choice), voice.caution(choice)))),
        str(choice.need),
        str(choice.certainty),
        practice.reach if practice else "no practice",
        f"{recommend.priority(findings, unit, choice):.1f}",
        "yes" if is_named else "no",
    ]
