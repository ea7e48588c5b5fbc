"""Every page for everybody: WCAG 2.2 AA by axe-core, no outside request, a clean policy, tablets."""

from pathlib import Path

import pytest

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (tags) => {
  const found = await axe.run(document, { runOnly: { type: "tag", values: tags } });
  const where = (one) => one.nodes.slice(0, 3).map((node) => node.html).join(" | ");
  return found.violations.map((one) => `${one.id}: ${where(one)}`);
}"""


def pages(page):
    """The addresses of one page of every kind that this archive has."""
    home = page.home
    page.goto(home + "/documents")
    documents = page.locator('main a[href^="/documents/"]').first.get_attribute("href")
    page.goto(home + "/provinces")
    province = page.locator('main a[href^="/provinces/"]').first.get_attribute("href")
    page.goto(home + province)
    agency = page.locator('main a[href^="/agencies/"]', has_text="นาวง").first.get_attribute("href")
    found = {
        "overview": "/",
        "documents": "/documents",
        "search": "/documents?q=ทุจริต",
        "desk": documents,
        "provinces": "/provinces",
        "province": province,
        "agency": agency,
        "findings": "/findings",
        "audit": "/audit",
        "export": "/export",
        "nothing": "/documents/nothing",
    }
    page.goto(home + agency)
    found["compare"] = page.locator('main a[href^="/compare"]').first.get_attribute("href")
    page.goto(home + "/findings")
    found["finding"] = page.locator('main a[href^="/findings/"]').first.get_attribute("href")
    return found


@pytest.mark.parametrize(("lang", "width"), [("th", 1280), ("en", 1024)])
def test_no_page_has_a_violation_an_outside_request_or_a_scroll_bar_across(still_desk, visits, lang, width):
    page = visits.enter(still_desk, width=width, height=800)
    if lang == "en":
        page.locator('form[action="/language"] button').click()
        page.wait_for_selector("html[lang=en]")
    told = {}
    for name, address in pages(page).items():
        page.goto(page.home + address)
        missing = name == "nothing"
        page.wait_for_load_state("networkidle")
        page.evaluate(AXE)
        wrong = page.evaluate(RUN, RULES)
        clean = visits.clean(page)
        if clean is not True and not missing:  # the browser logs that status itself
            wrong += clean
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wide > 0:
            wrong.append(f"{wide} pixels wider than the window")
        if page.locator("h1").count() != 1:
            wrong.append("not one h1")
        if wrong:
            told[name] = wrong
    assert told == {}


def test_pages_are_read_without_script(still_desk, visits):
    page = visits.enter(still_desk, java_script_enabled=False)
    page.locator("nav a[href='/documents']").click()
    page.locator('main a[href^="/documents/"]').first.click()
    page.wait_for_selector("#work table.sheet td")
    assert page.locator("#work table.sheet td").count() > 4
    assert page.locator("svg.stage image").count() == 1
    for place in ("/provinces", "/findings", "/audit", "/export"):
        page.goto(page.home + place)
        assert page.locator("main h1").count() == 1
