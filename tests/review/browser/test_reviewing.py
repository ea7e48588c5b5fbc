"""A person checks what the machine read: with the mouse, by keys alone, in Thai, beside another person."""

import csv
import re
import subprocess
import sys

from playwright.sync_api import expect
from serving import PATIENCE, PROGRAM, ROOT

DOUBTFUL = "#work a[data-doubt]"
PROSE = re.compile("[ก-๎]{16}")


def settled(page):
    """Wait until htmx has put in what came."""
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0, timeout=PATIENCE)


def open_doubtful(page, of=re.compile("")):
    """From the first page to a doubtful cell whose text matches ``of``, as the queue gives it."""
    page.locator('form[action="/queue/next"] button').first.click()
    page.wait_for_selector(DOUBTFUL)
    page.wait_for_load_state("load")  # the script has run: the click asks by htmx
    with page.expect_response(lambda answer: "cell=" in answer.url):
        page.locator(DOUBTFUL).filter(has_text=of).first.click()
    settled(page)
    assert page.locator("#work .tag.bad").count() == 0  # nobody else has it in hand
    return page.locator("textarea[data-edit]").first


def record_in_hand(page):
    return re.search(r"/records/([^/]+)/correct", page.locator("form.edit").first.get_attribute("action"))[1]


def exported(desk, tmp_path):
    """The records as `prongsai export` gives them, by id."""
    target = tmp_path / "exported"
    command = ["export", "-o", str(target), "--archive", str(desk.output / "archive.db"), "--format", "csv"]
    subprocess.run([sys.executable, "-c", PROGRAM, *command], cwd=ROOT, check=True, capture_output=True)
    with (target / "records.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["record_id"]: row for row in csv.DictReader(file)}


def test_a_doubtful_cell_is_found_corrected_approved_told_in_the_trail_and_exported(desk, visits, tmp_path):
    page = visits.enter(desk)
    field = open_doubtful(page)
    record = record_in_hand(page)
    before = field.input_value()
    field.fill(before + " ตรวจแล้ว")
    page.locator("form.edit input[name=note]").first.fill("เทียบกับกระดาษ")
    page.locator("button[data-save]").first.click()
    page.wait_for_selector("#work td.chosen .m-corrected")
    page.locator('button[data-key="a"]').click()
    page.wait_for_selector("#work .hand-head .tag.ok")

    page.goto(page.home + "/audit")
    trail = page.locator("main").inner_text()
    assert before in trail
    assert before + " ตรวจแล้ว" in trail
    assert "เทียบกับกระดาษ" in trail
    assert "สมใจ" in trail
    assert visits.clean(page) is True
    row = exported(desk, tmp_path)[record]
    assert before + " ตรวจแล้ว" in row.values()


def test_keys_alone_are_enough(desk, visits):
    page = visits.enter(desk)
    for _ in range(40):  # by Tab to the button that gives the next record
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('form')?.getAttribute('action')") == "/queue/next":
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("#work")
    page.wait_for_load_state("load")  # the keys are listened to
    with page.expect_response(lambda answer: "cell=" in answer.url):
        page.keyboard.press("n")
    settled(page)
    page.keyboard.press("e")
    field = page.evaluate_handle("document.activeElement")
    assert field.evaluate("node => node.matches('textarea[data-edit]')")
    page.keyboard.press("Control+End")
    page.keyboard.type(" แก้ด้วยแป้น")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#work td.chosen .m-corrected")
    assert page.locator("#work td.chosen").inner_text().endswith("แก้ด้วยแป้น")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.wait_for_selector("#work .hand-head .tag.ok")
    page.keyboard.press("u")  # the approval is taken back
    page.wait_for_selector("#work .hand-head .tag:not(.ok)")
    assert visits.clean(page) is True


def test_no_key_traps_the_focus(still_desk, visits):
    page = visits.enter(still_desk)
    page.locator('form[action="/queue/next"] button').first.click()
    page.wait_for_selector("#work")
    met = []
    for _ in range(400):
        page.keyboard.press("Tab")
        where = page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)")
        met.append(where)
        if where in met[:-1]:
            break
    assert len(met) < 400, "Tab never comes round"
    assert len(set(met)) > 20


def test_thai_is_kept_as_typed_with_sara_am_composed_and_marks_in_order(desk, visits):
    page = visits.enter(desk)
    field = open_doubtful(page, of=PROSE)  # item numbers are kept in Arabic digits
    field.fill("")
    field.press_sequentially("ที่ทำแล้ว ๒๕๖๖ ผู้ใหญ่")
    page.locator("button[data-save]").first.click()
    page.wait_for_selector("#work td.chosen .m-corrected")
    assert page.locator("textarea[data-edit]").first.input_value() == "ที่ทำแล้ว ๒๕๖๖ ผู้ใหญ่"
    # other keyboards and pasted text: nikhahit and sara aa apart, a tone mark before its vowel
    page.locator("textarea[data-edit]").first.fill("น\u0e4d\u0e32ทางท\u0e48\u0e35")
    page.locator("button[data-save]").first.click()
    expect(page.locator("textarea[data-edit]").first).to_have_value(
        "น\u0e33ทางท\u0e35\u0e48", timeout=PATIENCE
    )
    size = "node => parseFloat(getComputedStyle(node).fontSize)"
    assert page.locator("textarea[data-edit]").first.evaluate(size) >= 18  # marks above and below stay apart


def test_two_people_at_one_record_never_overwrite_each_other(desk, visits):
    first = visits.enter(desk)
    second = visits.enter(desk)
    field = open_doubtful(first)
    place, record = first.url, record_in_hand(first)
    second.goto(place)
    settled(second)
    theirs = second.locator("textarea[data-edit]").first
    field.fill("คนแรกแก้")
    first.locator("button[data-save]").first.click()
    first.wait_for_selector("#work td.chosen .m-corrected")
    theirs.fill("คนที่สองแก้")
    settled(second)  # entering text takes the record in hand, and its answer exchanges the form's head
    with second.expect_response(lambda answer: "/correct" in answer.url) as answered:
        second.locator("button[data-save]").first.click()
    assert answered.value.status == 409
    second.wait_for_selector("#notice")
    assert second.locator("textarea[data-edit]").first.input_value() == "คนที่สองแก้"  # what was typed stays
    assert "คนแรกแก้" in second.locator("#notice").inner_text()
    first.reload()
    assert first.locator("textarea[data-edit]").first.input_value() == "คนแรกแก้"
    second.goto(second.home + "/")
    second.locator('form[action="/queue/next"] button').first.click()
    second.wait_for_selector("#work")
    assert record_in_hand(second) != record  # the queue gives the second person another one


def test_hover_and_focus_light_both_the_paper_and_the_table(still_desk, visits):
    page = visits.enter(still_desk)
    page.locator('form[action="/queue/next"] button').first.click()
    page.wait_for_selector("#work td[data-cell]")
    page.wait_for_load_state("load")  # the script has run
    cell = page.locator("#work td[data-cell]").nth(3)
    key = cell.get_attribute("data-cell")
    lit = page.locator(f'#boxes [data-cell="{key}"] .box.lit')
    cell.hover()
    expect(lit).to_have_count(1, timeout=PATIENCE)
    page.mouse.move(0, 0)
    page.locator(f'#work td[data-cell="{key}"] a').focus()
    expect(lit).to_have_count(1, timeout=PATIENCE)
    assert visits.clean(page) is True


def test_without_script_a_cell_is_still_corrected(desk, visits):
    page = visits.enter(desk, java_script_enabled=False)
    page.locator('form[action="/queue/next"] button').first.click()
    page.locator(DOUBTFUL).first.click()
    page.wait_for_url("**cell=*")
    page.locator("textarea[data-edit]").first.fill("แก้โดยไม่มีสคริปต์")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("button[data-save]").first.click()
    page.wait_for_selector("#work td.chosen .m-corrected")
    assert page.locator("textarea[data-edit]").first.input_value() == "แก้โดยไม่มีสคริปต์"
    page.goto(page.home + "/audit")
    assert "แก้โดยไม่มีสคริปต์" in page.locator("main").inner_text()
