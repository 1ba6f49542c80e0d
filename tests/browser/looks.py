"""What can be measured on a page that axe does not look at; each measure tells faults, and none where all is well."""

TARGETS = ".pick, button, input.text, textarea, nav a, header a, footer a"
LEAST = 44  # CSS pixels; WCAG asks for 24
OUTLINE = 3

SMALL = """
([targets, least]) => {
  const isAlone = it => it.textContent.trim() === it.parentElement.textContent.trim();
  const all = [...document.querySelectorAll(targets), ...[...document.querySelectorAll("main a")].filter(isAlone)];
  const isShown = it => it.checkVisibility() && !it.classList.contains("unseen");
  return [...new Set(all)].filter(isShown).filter(it => {
    const box = it.getBoundingClientRect();
    return Math.min(box.width, box.height) < least || box.left < 0 || box.right > innerWidth;
  }).map(it => it.outerHTML);
}
"""
MISPLACED = """
() => [...document.querySelectorAll(".pick")].filter(pick => {
  const [mark, label] = [...pick.children].map(it => it.getBoundingClientRect());
  return document.documentElement.dir === "rtl" ? mark.left < label.right : mark.right > label.left;
}).map(it => it.outerHTML)
"""
WIDE = "() => document.documentElement.scrollWidth > innerWidth ? [innerWidth] : []"
UNMARKED = """
() => [...document.querySelectorAll(".pick:has(:checked)")].filter(pick => {
  const style = getComputedStyle(pick);
  return style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2;
}).map(it => it.outerHTML)
"""
MOVING = """
() => [...document.querySelectorAll("*")].filter(it => {
  const style = getComputedStyle(it);
  return style.animationName !== "none" || style.transitionDuration !== "0s" || style.scrollBehavior !== "auto";
}).map(it => it.outerHTML)
"""
SHOWN_BUTTONS = (
    "() => [...document.querySelectorAll('button')].filter(it => it.checkVisibility()).map(it => it.outerHTML)"
)
SPACED = """
*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}
p{margin-bottom:2em!important}
"""
CUT = """
() => [...document.querySelectorAll("body *")].filter(it => {
  const style = getComputedStyle(it), isOwn = it.matches("textarea, input, .unseen, script");
  const hides = style.overflowX !== "visible" || style.overflowY !== "visible";
  const over = it.scrollWidth > it.clientWidth + 1 || it.scrollHeight > it.clientHeight + 1;
  return !isOwn && hides && over;
}).map(it => it.outerHTML).concat(document.documentElement.scrollWidth > innerWidth ? ["the page"] : [])
"""
ADD_STYLE = """
css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
"""
FOCUSED = """
least => {
  const it = document.activeElement;
  if (!it || it === document.body) return null;
  const mark = it.closest(".pick") || it, style = getComputedStyle(mark), box = mark.getBoundingClientRect();
  const inset = 3;
  const isSeen = top => top && (mark.contains(top) || top.contains(mark));
  const points = [[box.left + inset, box.top + inset], [box.right - inset, box.bottom - inset],
                  [(box.left + box.right) / 2, (box.top + box.bottom) / 2]];
  const tells = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= least;
  const lies = points.every(([x, y]) => isSeen(document.elementFromPoint(x, y)));
  return { html: it.outerHTML.slice(0, 200), tells, lies, value: it.value ?? "", type: it.type ?? "",
           go: it.name === "go" ? it.value : "" };
}
"""


def focused(page):
    """What has the focus, whether an outline tells so, and whether it lies in sight; None where nothing has it."""
    return page.evaluate(FOCUSED, OUTLINE)


def faults_of_focus(page, stops=60):
    """What the Tab key leads to and cannot be seen there."""
    page.evaluate("document.activeElement.blur()")
    found, first = [], None
    for _ in range(stops):
        page.keyboard.press("Tab")
        now = focused(page)
        if now is None or now["html"] == first:
            break
        first = first or now["html"]
        if not (now["tells"] and now["lies"]):
            found.append(now["html"])
    return found


def small(page, widths):
    """Buttons, answers, boxes and links outside of sentences that a thumb misses, or that lie outside of the page."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 640})
        found += page.evaluate(SMALL, [TARGETS, LEAST])
    return found


def misplaced(page):
    """Answers whose mark stands on the wrong side of the words."""
    return page.evaluate(MISPLACED)


def sideways(page, sizes):
    """Sizes at which the page is wider than the screen."""
    found = []
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        found += page.evaluate(WIDE)
    return found


def unmarked(page):
    """Chosen answers that look like the others where the system chooses the colours."""
    page.emulate_media(forced_colors="active")
    found = page.evaluate(UNMARKED)
    page.emulate_media(forced_colors="none")
    return found


def moving(page):
    """Whatever moves by itself, for everybody: nobody has to ask for less of it."""
    return page.evaluate(MOVING)


def printed_buttons(page):
    """Buttons on paper."""
    page.emulate_media(media="print")
    found = page.evaluate(SHOWN_BUTTONS)
    page.emulate_media(media="screen")
    return found


def cut_by_spacing(page):
    """What is cut off when a reader sets lines, words and letters apart as far as WCAG 1.4.12 says."""
    add_style(page, SPACED)
    found = page.evaluate(CUT)
    page.evaluate("document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1)")
    return found


def add_style(page, css):
    """Style a page as an extension of the browser would; the page's own policy lets no other style in."""
    page.evaluate(ADD_STYLE, css)
