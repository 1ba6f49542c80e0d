"""What the figures allow us to say: each sentence is chosen by a rule, and says how sure it is.

No sentence claims a band that is not sure, nor a difference that is not clear. Titles come from the questionnaire, so
sentences are built to be right whatever the number, gender and article of a title would be.
"""

from leadsurvey.analysis.disclosure.figures import Reason
from leadsurvey.analysis.findings import ALL_STAFF, Findings
from leadsurvey.questionnaire.model import CapabilityId, LevelId
from leadsurvey.report.recommend import FEW, HIGH, Cell, Choice, Gap, Ranking, Rule, Surprise, Unknown
from leadsurvey.report.tongue import Tongue, inline


class Voice:
    """Speaks of a round: knows how its levels, capabilities and bands are called."""

    def __init__(self, findings: Findings, tongue: Tongue) -> None:
        self.tongue, self._least = tongue, findings.minimum_group
        self._levels = {level.id: level.title for level in findings.levels} | {ALL_STAFF: tongue.say("All staff")}
        self._titles = {capability.id: capability.title for capability in findings.capabilities}
        self._bands = {band.id: band.title for band in findings.bands}
        self._high = next((band.title for band in findings.bands if band.start == HIGH), None)

    # Names and figures

    def level(self, level: LevelId) -> str:
        """The name of a level; people whose level was merged away go by no name."""
        return self._levels.get(level) or self.tongue.say("Some people")

    def title(self, capability: CapabilityId) -> str:
        """A capability by its title."""
        return self._titles[capability]

    def capability(self, capability: CapabilityId) -> str:
        """A capability inside a sentence."""
        return inline(self._titles[capability])

    def span(self, cell: Cell) -> str:
        """A likely range."""
        return self.tongue.span(cell.low, cell.high)

    def value(self, cell: Cell) -> str:
        """An estimate with its likely range: 66 (62–74)."""
        return self.tongue.say("%(value)s (%(range)s)", value=cell.value, range=self.span(cell))

    def named(self, cell: Cell, *, first: bool = True) -> str:
        """A level with its estimate: Front line 66 (62–74)."""
        who = self.level(cell.level) if first else inline(self.level(cell.level))
        return self.tongue.say("%(level)s %(figure)s", level=who, figure=self.value(cell))

    def estimate(self, cell: Cell) -> str:
        """A level's estimate with what it amounts to: All staff: 66, Established (most likely 62–70)."""
        say, names = self.tongue.say, [self._bands[band] for band in dict.fromkeys(cell.bands) if band in self._bands]
        told = {"level": self.level(cell.level), "value": cell.value, "range": self.span(cell)}
        if not names:
            return say("%(level)s: %(value)s, most likely %(range)s.", **told)
        if len(names) == 1:
            return say("%(level)s: %(value)s, %(band)s (most likely %(range)s).", band=names[0], **told)
        return say(
            "%(level)s: %(value)s, between %(lower)s and %(upper)s (most likely %(range)s).",
            lower=names[0], upper=names[-1], **told,
        )  # fmt: skip

    def facing(self, one: Cell, other: Cell) -> str:
        """Two levels with their figures."""
        return self.tongue.say("%(one)s, %(other)s", one=self.named(one), other=self.named(other, first=False))

    def points(self, number: int) -> str:
        """So many points of 100."""
        return self.tongue.many("%(number)s point", "%(number)s points", number)

    # The summary

    def headline(self, strengths: tuple[Choice, ...], priorities: tuple[Choice, ...], ranking: Ranking) -> str:
        """The whole report in a sentence that a tired leader could repeat in the lift."""
        say = self.tongue.say
        best = self.capability(strengths[0].capability.id) if strengths else ""
        next_up = self.capability(priorities[0].capability.id) if priorities else ""
        if best and next_up:
            return say("There is strength in %(strength)s, and room to grow in %(room)s", strength=best, room=next_up)
        if best:
            return say("There is strength in %(strength)s; nothing shown asks for a change first", strength=best)
        if next_up:
            return say("There is room to grow in %(room)s", room=next_up)
        if not ranking:
            return say("What staff say may not be shown here")
        return say("Nothing stands out clearly yet, high or low")

    def because(self, choice: Choice) -> str:
        """Why a capability is a strength or a priority, with the figures that met its rule."""
        if choice.gap:
            return self.apart(choice.gap)
        figures = choice.staff and self.estimate(choice.staff)
        told = figures or " ".join(map(self.estimate, choice.levels))
        return " ".join(filter(None, (self._finding(choice), told)))

    def apart(self, gap: Gap) -> str:
        """Two groups that clearly differ."""
        return self.tongue.many(
            "%(groups)s: clearly apart, by %(number)s point (most likely %(range)s).",
            "%(groups)s: clearly apart, by %(number)s points (most likely %(range)s).",
            gap.points,
            groups=self.facing(gap.one, gap.other),
            range=self.tongue.span(gap.low, gap.high),
        )

    def _finding(self, choice: Choice) -> str:
        """What a rule found besides the figure of all staff."""
        say, several = self.tongue.say, len(choice.levels) > 1
        match choice.rule:
            case Rule.LOW_EVERYWHERE if several:
                return say("Most likely below %(edge)s at every staff level shown.", edge=HIGH)
            case Rule.HIGH_EVERYWHERE if several:
                return say("Most likely %(edge)s or above at every staff level shown.", edge=HIGH)
            case Rule.OVERLOAD:
                return say("There is little room left, so other new practices can wait.")
            case Rule.SPLIT:
                return say("People here see this very differently.")
            case Rule.INVISIBLE if choice.share:
                return say(
                    "%(level)s: in about %(share)s of 100 answers, people could not say.",
                    level=choice.share.who, share=choice.share.of,
                )  # fmt: skip
            case Rule.CENTRALISED if choice.share:
                return self._centralised(choice)
            case Rule.SAYS_SHOWS:
                return self._shows(choice)
            case Rule.DROP if choice.change and choice.change.low is not None and choice.change.high is not None:
                change = choice.change
                return self.tongue.many(
                    "%(number)s point lower than in the round before (most likely %(range)s).",
                    "%(number)s points lower than in the round before (most likely %(range)s).",
                    -change.value,
                    range=self.tongue.span(-(change.high or 0), -(change.low or 0)),
                )
        return ""

    def _centralised(self, choice: Choice) -> str:
        share = choice.share
        if share is None:
            return ""
        told = {"role": inline(share.who), "share": share.of, "people": share.in_post}
        if share.in_post is None:
            return self.tongue.say("Of 100 times that somebody was named, about %(share)s went to: %(role)s.", **told)
        return self.tongue.say(
            "Of 100 times that somebody was named, about %(share)s went to: %(role)s. "
            "Of 100 people in post, about %(people)s are.",
            **told,
        )

    def _shows(self, choice: Choice) -> str:
        if choice.shows:
            return self.tongue.say(
                "People say that they take care, and the tasks still show a pull: %(tasks)s.",
                tasks=self.tongue.listed([self.tongue.say("“%(statement)s”", statement=each) for each in choice.shows]),
            )
        return self.tongue.many(
            "People say that they take care, and guesses of what others think are off by about %(number)s point.",
            "People say that they take care, and guesses of what others think are off by about %(number)s points.",
            choice.error or 0,
        )

    def caution(self, choice: Choice) -> str:
        """What R0 asks for, or nothing."""
        if not choice.explore:
            return ""
        cells = [choice.gap.one, choice.gap.other] if choice.gap else [choice.staff] if choice.staff else choice.levels
        if any(cell.n < FEW for cell in cells if cell):
            return self.tongue.say("Few people answered: explore, don’t conclude.")
        return self.tongue.say("The range is wide: explore, don’t conclude.")

    def no_strength(self, ranking: Ranking) -> str:
        """The honest word where nothing qualifies as a strength."""
        if not ranking:
            return self.tongue.say("All staff together are not shown, so none can be named.")
        first = (
            self.tongue.say("No capability is clearly %(band)s yet.", band=self._high)
            if self._high
            else self.tongue.say("No capability is clearly at %(edge)s or above yet.", edge=HIGH)
        )
        highest = self.tongue.say("The highest for all staff: %(list)s.", list=self._ends(ranking[:2]))
        return f"{first} {highest}"

    def no_priority(self, ranking: Ranking) -> str:
        """The honest word where nothing qualifies as a priority."""
        if not ranking:
            return self.tongue.say("All staff together are not shown, so none can be named.")
        first = self.tongue.say("No capability is clearly below %(edge)s.", edge=HIGH)
        lowest = self.tongue.say("The lowest for all staff: %(list)s.", list=self._ends(ranking[:-3:-1]))
        return f"{first} {lowest}"

    def _ends(self, cells: Ranking) -> str:
        named = [
            self.tongue.say("%(capability)s, %(figure)s", capability=self.capability(name), figure=self.value(cell))
            for name, cell in cells
        ]
        return self.tongue.say("%(one)s; %(other)s", one=named[0], other=named[1]) if len(named) > 1 else named[0]

    def surprise(self, found: Surprise) -> tuple[str, str]:
        """A surprise: the point, then its figures."""
        say = self.tongue.say
        if found.statement and found.agree and found.guessed:
            return say("“%(statement)s”", statement=found.statement.text), say(
                "%(level)s: %(share)s of 100 agree (most likely %(range)s). Staff guessed %(guess)s.",
                level=self.level(found.agree.level), share=found.agree.value, range=self.span(found.agree),
                guess=self.value(found.guessed),
            )  # fmt: skip
        if found.gap is None:
            return "", ""
        about = self.capability(found.gap.capability)
        if found.turned:
            point = say("Seen more from outside than from within: %(capability)s.", capability=about)
        else:
            point = say("Views differ most on %(capability)s.", capability=about)
        return point, self.apart(found.gap)

    def unknown(self, found: Unknown | None) -> tuple[str, str]:
        """What cannot be told: the question, then why it stays open."""
        say = self.tongue.say
        if found is None:
            return (
                say("Nothing large stays open."),
                say("No figure here is withheld, and every likely range is narrow enough to use."),
            )
        who, about = inline(self.level(found.level)), self.capability(found.capability)
        if found.cell:
            text = say(
                "The likely range, %(range)s, is too wide to conclude from. A conversation tells more.",
                range=self.span(found.cell),
            )
            return say("Where %(level)s stand on %(capability)s.", level=who, capability=about), text
        point = (
            say("How %(level)s see any of this.", level=who)
            if found.everywhere
            else say("How %(level)s see %(capability)s.", level=who, capability=about)
        )
        asking = say("Ask the whole group, together.")
        return point, f"{self.silence(found.reason)} {asking}"

    def silence(self, reason: Reason | None) -> str:
        """Why a figure is withheld."""
        if reason == Reason.TOGETHER:
            return self.tongue.many(
                "A figure would, alone or beside others, tell about fewer than %(number)s person, so nothing is shown.",
                "A figure would, alone or beside others, tell about fewer than %(number)s people, so nothing is shown.",
                self._least,
            )
        return self.tongue.say(
            "Fewer than %(number)s of them answered those questions, so nothing is shown.", number=self._least
        )

    # What stands out among capabilities

    def ends(self, ranking: Ranking) -> str:
        """The capability seen most and the one seen least, if their ranges lie apart: a headline."""
        say = self.tongue.say
        if not ranking:
            return say("All staff together are not shown")
        (first, top), (last, bottom) = ranking[0], ranking[-1]
        if first == last:
            return say("%(capability)s: %(value)s out of 100 for all staff", capability=self.title(first),
                       value=top.value)  # fmt: skip
        if top.low > bottom.high:
            return say("Seen most: %(most)s; seen least: %(least)s", most=self.capability(first),
                       least=self.capability(last))  # fmt: skip
        return say("No capability stands clearly above the others")

    def stretch(self, ranking: Ranking) -> str:
        """From where to where the figures of all staff go."""
        say = self.tongue.say
        if not ranking:
            return say("All staff together are not shown.")
        if len(ranking) == 1:
            return say("All staff: %(figure)s.", figure=self.value(ranking[0][1]))
        (first, top), (last, bottom) = ranking[0], ranking[-1]
        return say(
            "All staff: from %(low)s for %(least)s to %(high)s for %(most)s.",
            low=self.value(bottom), least=self.capability(last), high=self.value(top), most=self.capability(first),
        )  # fmt: skip

    def stands_out(self, found: Surprise | None, levels: int) -> str:
        """The clearest difference between levels."""
        if levels < 2:
            return self.tongue.say("Only one level is shown, so differences between levels cannot be told.")
        if found is None:
            return self.tongue.say("No two levels differ clearly. That is not to say that they are alike.")
        return " ".join(self.surprise(found))
