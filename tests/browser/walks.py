"""One person's way through a whole questionnaire: every line answered, the first button pressed, page after page."""

from dataclasses import dataclass, field

# Answers every line of a page, each with another of its answers; says what was pressed and how the page lies.
FILL = """
([turn, written]) => {
  const words = it => it.textContent.trim().replace(/\\s+/g, " ");
  const edges = it => it.getBoundingClientRect();
  const isRightToLeft = document.documentElement.dir === "rtl";
  const stands = (mark, label) => isRightToLeft ? edges(mark).left >= edges(label).right
                                                : edges(mark).right <= edges(label).left;
  const misplaced = [...document.querySelectorAll(".pick")].filter(it => !stands(...it.children)).map(words);
  const pick = (picks, chosen) => chosen.forEach(place => picks[place].click());
  const lines = [...document.querySelectorAll("main fieldset, main .q")].map((block, place) => {
    const picks = [...block.querySelectorAll(".pick")], n = turn + place, box = block.querySelector("input, textarea");
    const told = answer => ({ name: box.name, line: words(block.querySelector("legend, label")), ...answer });
    if (box.type === "radio") {
      const chosen = n % picks.length;
      pick(picks, [chosen]);
      return told({ words: words(picks[chosen]), code: picks[chosen].control.value === "dk" ? -1 : chosen + 1 });
    }
    if (box.type === "checkbox") {
      const chosen = [...new Set([0, n % picks.length])];
      pick(picks, chosen);
      return told({ words: chosen.map(it => words(picks[it])).join(", "),
                    code: chosen.reduce((sum, it) => sum + 2 ** it, 0) });
    }
    if (box.type === "textarea") {
      box.value = written;
      return told({ words: written, code: null });
    }
    const count = /^(?:(.+), )?[^,]*?(\\d+)\\D+(\\d+)$/.exec(words(block.querySelector(".count")));
    const [unit, least, most] = count.slice(1);
    box.value = String(Number(least) + n % (Number(most) - Number(least) + 1));
    return told({ words: `${box.value} ${unit ?? ""}`.trim(), code: Number(box.value) });
  });
  return { lines, misplaced, isTask: document.querySelector("main .story") !== null,
           title: words(document.querySelector("h1")),
           isWide: document.documentElement.scrollWidth > innerWidth };
}
"""
SHOWN = """
all => all.map(row => [...row.children].map(it => it.textContent.trim().replace(/\\s+/g, " ")))
"""
LONGEST = 40  # pages; no questionnaire has so many


@dataclass(frozen=True)
class Line:
    """One line as it was answered; `code` is what should be stored, None for words of one's own."""

    name: str
    line: str
    words: str
    code: int | None


@dataclass
class Walked:
    """What was pressed on the way to the check, page by page, and how the pages lay."""

    lines: list[Line] = field(default_factory=list)
    of_tasks: list[Line] = field(default_factory=list)
    misplaced: list[str] = field(default_factory=list)
    wide: list[str] = field(default_factory=list)

    def take(self, page):
        """Keep what one page told."""
        kept = self.of_tasks if page["isTask"] else self.lines
        kept.extend(Line(**line) for line in page["lines"])
        self.misplaced += page["misplaced"]
        self.wide += [page["title"]] if page["isWide"] else []


def press_first(page):
    """Press the first button of the page itself; that a thumb hits it is for the tests of its looks to say."""
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.evaluate("document.querySelector('main nav button').click()")


def walk(page, address, level, *, turn=0, written="Walk-in hours"):
    """Answer everything from an open link to the check; the unit is the first that is offered."""
    walked = Walked()
    page.goto(address)
    walked.take(page.evaluate(FILL, [turn, written]))
    press_first(page)
    page.evaluate("() => [...document.querySelectorAll('fieldset')].forEach(it => it.querySelector('label').click())")
    page.locator(f"label:has([name=level][value={level}])").click()
    press_first(page)
    for _ in range(LONGEST):
        told = page.evaluate(FILL, [turn, written])
        walked.take(told)
        if not told["lines"]:
            return walked
        press_first(page)
    raise AssertionError(page.locator("main").inner_text())


def shown(page, rows):
    """Questions and answers as a page shows them side by side."""
    return page.eval_on_selector_all(rows, SHOWN)


def told_of(lines):
    """The same of what was pressed."""
    return [[line.line, line.words] for line in lines]
