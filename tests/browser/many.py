"""Every page of a questionnaire with all kinds of questions, by link and on a shared device, in any language.

Pages are told apart by what stands on them and not by words, so that the way is the same in every language.
"""

from tests.browser.walks import press_first

SPOIL = """
() => document.querySelectorAll("main fieldset, main .q").forEach(block => {
  const box = block.querySelector("input, textarea");
  if (box.type === "radio" || box.type === "checkbox") { box.value = "bad"; box.checked = true; }
  else { box.removeAttribute("maxlength"); box.value = "x".repeat(3000); }
})
"""
CLEAR = "() => document.querySelectorAll('.text').forEach(box => { box.value = box.inputMode ? '7' : 'Walk-in hours' })"
ANSWER = "() => document.querySelectorAll('main fieldset').forEach(it => it.querySelector('.pick').click())"
QUIET = 95  # seconds after which a shared device asks


def every_page(page, site, language):
    """Lead the page to one state of a page after the other, and say which; it needs scripts to make mistakes."""
    link = site.url + site.invite()
    page.goto(f"{link}?language={language}")
    yield "door"
    press_first(page)
    yield from _to_the_end(page)
    yield "thanks with a copy"
    page.goto(link)
    yield "thanks"
    with page.expect_navigation():
        page.locator("main li a").first.click()
    yield "explained"
    yield from _with_a_second_link(page, site, language)


def _to_the_end(page):
    while page.locator("fieldset, .q").count():
        kind = page.locator("h1").inner_text()
        yield kind
        page.evaluate(SPOIL)
        press_first(page)
        yield f"{kind}, with errors"
        page.evaluate(CLEAR)
        page.evaluate(ANSWER)
        press_first(page)
    yield "check"
    press_first(page)


def _with_a_second_link(page, site, language):
    link = site.url + site.invite()
    page.goto(f"{link}?language={language}")
    press_first(page)
    save_elsewhere(page)
    page.evaluate(ANSWER)
    press_first(page)
    yield "changed elsewhere"
    for step in ("promise", "later"):
        page.goto(f"{link}/{step}")
        yield step


def save_elsewhere(page):
    """Open the page that is shown in another window, and save it there with other answers."""
    other = page.context.new_page()
    other.goto(page.url)
    for last in other.locator("fieldset .pick:last-of-type").all():
        last.click()
    press_first(other)
    other.close()


def every_page_of_a_device(page, site, language):
    """The same on a shared device, which also asks whether anybody is there."""
    page.clock.install()
    page.goto(f"{site.url}/k/small?language={language}")
    yield "kiosk door"
    press_first(page)
    yield "kiosk about"
    page.evaluate("document.querySelector('[name=level]').value = 'bad'")
    page.evaluate(ANSWER)
    press_first(page)
    yield "kiosk about, with errors"
    page.evaluate(ANSWER)
    press_first(page)
    yield "kiosk page"
    page.clock.fast_forward(QUIET * 1000)
    page.locator("[role=alertdialog]").wait_for()
    yield "kiosk asks"
    page.keyboard.press("Shift")
    while page.locator("fieldset, .q").count():
        press_first(page)
    yield "kiosk check with nothing to send"
    press_first(page)
    yield "kiosk check with an error"
    with page.expect_navigation():
        page.locator("section button").nth(1).click()
    page.evaluate(ANSWER)
    press_first(page)
    yield "kiosk check"
    press_first(page)
    yield "kiosk thanks"
