"""At the desk: find the doubtful row, correct, approve, take back, and what two people at once see."""

import csv
import io
import json
import re
import time
from contextlib import contextmanager
from dataclasses import replace

import pytest
from archive_samples import key, listing, place, report, sha
from stored import ask, stored_records
from web import Visitor, form_of, make_desk

from bench.scoring import score_document
from extract.model import BBox, Cell, Finding, Provenance
from extract.records.follow import follow
from oversight.archive import corrected, progress
from oversight.archive.correction_log import Correction, of_file
from oversight.archive.review_queue import HOLD_SECONDS
from oversight.archive.store import Archive
from oversight.review import truth
from oversight.review.desk import Desk
from oversight.review.panel import panel
from oversight.review.view import CellView, PageView

ID = sha("a.pdf")[:16]
DESK = f"/documents/{ID}/pages/1"


def record_id(number):
    return f"{ID}-1-1-{number}"


def field_form(page, number, field):
    """The form that corrects a field, as a browser would send it unchanged."""
    forms = re.findall(
        rf'<form class="edit"[^>]*action="/records/{record_id(number)}/correct".*?</form>', page, re.DOTALL
    )
    form = next(f for f in forms if f'name="field" value="{field}"' in f)
    given = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    given.update(re.findall(r'<input name="([^"]+)" value="([^"]*)"', form))
    given.update(re.findall(r'<textarea name="([^"]+)"[^>]*>([^<]*)</textarea>', form))
    return given


def cell_of(page, text):
    """The key of the cell that shows a text."""
    return re.search(rf'data-cell="(t\d+c\d+)"[^>]*>(?:<span.*?</span></span>)?{re.escape(text)}', page)[1]


def budget_page(visitor, number):
    """The desk with the budget of a record in hand: the third column of its row."""
    cell = f"t1c{number * 4 + 2}"
    return visitor.get(f"{DESK}?cell={cell}").text


def correct(visitor, number, text, page=None, **more):
    form = field_form(page or budget_page(visitor, number), number, "budget")
    return visitor.post(f"/records/{record_id(number)}/correct", **{**form, "text": text, **more})


def found(archive, number):
    return next(record for record in stored_records(archive) if record.record_id == record_id(number))


def exported(visitor):
    return list(csv.DictReader(io.StringIO(visitor.get("/export/records.csv").content.decode("utf-8-sig"))))


def test_the_doubtful_row_is_corrected_approved_and_told_of(visitor, filled):
    taken = visitor.post("/queue/next")
    page = visitor.follow(taken).text
    assert record_id(1) in taken.headers["location"]  # it bears the warning
    assert "ควรตรวจ" in page

    saved = correct(visitor, 1, "๘๐,๐๐๐  บาท", note="อ่านเลขผิด")
    page = visitor.follow(saved).text
    assert "๘๐,๐๐๐ บาท" in page
    assert (found(filled, 1).budget, found(filled, 1).budget_thb) == ("๘๐,๐๐๐ บาท", 80000.0)

    approved = visitor.post(
        f"/records/{record_id(1)}/approve", **form_of(page, f"/records/{record_id(1)}/approve")
    )
    assert approved.status_code == 303
    assert not found(filled, 1).needs_review
    trail = visitor.get("/audit").text
    for said in ("สมใจ", "๕๐,๐๐๐ บาท", "๘๐,๐๐๐ บาท", "อ่านเลขผิด", "รับรองรายการ"):
        assert said in trail
    row = next(row for row in exported(visitor) if row["record_id"] == record_id(1))
    assert (row["budget"], float(row["budget_thb"])) == ("๘๐,๐๐๐ บาท", 80000.0)
    book = list(csv.DictReader(io.StringIO(visitor.get("/audit.csv").content.decode("utf-8-sig"))))
    assert [(r["kind"], r["from"], r["to"], r["why"]) for r in book][0] == (
        "value",
        "๕๐,๐๐๐ บาท",
        "๘๐,๐๐๐ บาท",
        "อ่านเลขผิด",
    )


def test_what_was_corrected_survives_a_new_reading(visitor, filled):
    correct(visitor, 1, "๘๐ บาท")
    with filled.begin_run() as run:
        run.put(listing("a.pdf"), key("a.pdf", "another recipe"), report("a.pdf"))

    assert found(filled, 1).budget_thb == 80.0


def test_a_correction_is_taken_back(visitor, filled):
    before = found(filled, 1)
    page = visitor.follow(correct(visitor, 1, "๘๐ บาท")).text
    action = re.search(r'action="(/corrections/\d+/undo)"', page)[1]
    back = visitor.post(action, **form_of(page, action))

    assert back.headers["location"].startswith(DESK)
    assert found(filled, 1) == before
    assert "เลิกทำโดย" in visitor.get("/audit").text


def test_a_value_set_by_hand_stands_above_the_rule(visitor, filled):
    correct(visitor, 1, "ตามที่ได้รับจัดสรร", budget_thb="1,234.50")
    assert (found(filled, 1).budget, found(filled, 1).budget_thb) == ("ตามที่ได้รับจัดสรร", 1234.5)
    correct(visitor, 1, "ตามที่ได้รับจัดสรร", budget_thb="")
    assert found(filled, 1).budget_thb is None


def test_a_form_sent_unchanged_changes_nothing(visitor, filled):
    page = budget_page(visitor, 1)
    form = field_form(page, 1, "budget")
    assert visitor.post(f"/records/{record_id(1)}/correct", **form).status_code == 303

    assert ask(filled, of_file, sha("a.pdf")) == ()


@pytest.mark.parametrize("value", ["x", "-1", "nan", "inf", "1e99"])
def test_what_is_no_amount_is_refused(visitor, filled, value):
    assert correct(visitor, 1, "๑ บาท", budget_thb=value).status_code == 422
    assert ask(filled, of_file, sha("a.pdf")) == ()


def test_who_saw_an_older_state_is_told_what_stands_now(desk, visitor):
    app, tokens = desk
    other = Visitor(app)
    other.enter(tokens[-1])
    old = budget_page(other, 1)
    correct(visitor, 1, "๘๐ บาท")
    visitor.post("/leave")
    late = correct(other, 1, "๙๐ บาท", page=old)

    assert late.status_code == 409
    assert "เปลี่ยนไปหลังจากที่คุณเปิดหน้า" in late.text
    assert "๙๐ บาท" in late.text
    assert "๘๐ บาท" in late.text
    assert field_form(late.text, 1, "budget")["text"] == "๙๐ บาท"


def test_two_people_never_hold_one_record(desk, visitor, filled, monkeypatch):
    app, tokens = desk
    other = Visitor(app)
    other.enter(tokens[-1])
    page = budget_page(visitor, 1)
    taken = visitor.post(
        f"/records/{record_id(1)}/hold", number=1, version=field_form(page, 1, "budget")["version"]
    )
    assert taken.status_code == 303

    version = field_form(page, 1, "budget")["version"]
    typing = {"csrf": visitor.csrf, "number": 1, "version": version}
    headers = {"Origin": visitor.origin, "HX-Request": "true"}
    assert visitor.http.post(f"/records/{record_id(1)}/hold", data=typing, headers=headers).status_code == 204
    refused = correct(other, 1, "๙๐ บาท")
    assert refused.status_code == 409
    assert "มีคนอื่นกำลังตรวจรายการนี้" in refused.text
    assert record_id(1) not in other.post("/queue/next").headers["location"]
    assert found(filled, 1).budget == "๕๐,๐๐๐ บาท"

    from oversight.archive import review_queue

    monkeypatch.setattr(review_queue, "now", lambda connection: time.time() + HOLD_SECONDS + 1)
    assert correct(other, 1, "๙๐ บาท").status_code == 303


def test_page_and_document_are_approved_as_shown(visitor, filled):
    page = visitor.get(DESK).text
    action = f"{DESK}/approve"
    form = form_of(page, action)
    correct(visitor, 2, "๗ บาท")
    assert visitor.post(action, **form).status_code == 409
    assert visitor.post(action, **form_of(visitor.get(DESK).text, action)).status_code == 303
    whole = f"/documents/{ID}/approve"
    assert visitor.post(whole, **form_of(visitor.get(DESK).text, whole)).status_code == 303

    with filled.reading() as connection:
        standing = progress.standing(connection)
    assert (standing.approved, standing.whole, standing.to_review) == (3, 1, 0)
    assert "รับรองทั้งฉบับแล้ว" in visitor.get("/documents").text


def test_approving_goes_on_to_the_next_row_of_the_document(visitor, filled):
    page = budget_page(visitor, 1)
    sent = visitor.post(
        f"/records/{record_id(1)}/approve", **form_of(page, f"/records/{record_id(1)}/approve"), onward="1"
    )

    assert sent.status_code == 303
    assert re.search(r"record=\S+-[02]$", sent.headers["location"])


def test_rows_are_joined_and_split(visitor, filled):
    page = budget_page(visitor, 1)
    action = f"/records/{record_id(1)}/join"
    assert visitor.post(action, **form_of(page, action)).status_code == 303
    assert len(list(stored_records(filled))) == 2

    page = visitor.get(f"/records/{record_id(1)}/split").text
    form = form_of(page, f"/records/{record_id(1)}/split")
    names = re.findall(r'name="name" value="(\w+)"', page)
    first = [("ก" if name == "measure" else "๑ บาท" if name == "budget" else "") for name in names]
    second = [("ข" if name == "measure" else "๒ บาท" if name == "budget" else "") for name in names]
    sent = visitor.post(
        f"/records/{record_id(1)}/split", **{**form, "name": names, "first": first, "second": second}
    )
    assert sent.status_code == 303
    assert [(r.measure, r.budget_thb) for r in stored_records(filled)][1:] == [("ก", 1.0), ("ข", 2.0)]


def test_agency_and_year_are_corrected_for_the_document(visitor, filled):
    action = f"/documents/{ID}/facts"
    form = form_of(visitor.get(DESK).text, action)
    sent = visitor.post(action, **{**form, "agency_id": "SAO-920602", "fiscal_year": "2567"})
    assert sent.status_code == 303
    assert {(r.agency_id, r.district, r.fiscal_year) for r in stored_records(filled)} == {
        ("SAO-920602", "ห้วยยอด", 2567)
    }

    stale = visitor.post(action, **{**form, "agency_id": "SAO-920602", "fiscal_year": "2565"})
    assert stale.status_code == 409
    unknown = visitor.post(
        action,
        **{**form, "was_agency": "SAO-920602", "was_year": "2567", "agency_id": "XX", "fiscal_year": "2567"},
    )
    assert unknown.status_code == 422
    assert "SAO-920602" in unknown.text


def test_a_section_corrected_for_all_rows_leaves_each_its_own_suggestion(visitor, filled):
    """Once the suggestion of the first row was written into all of them."""
    label = (Provenance(1, BBox(72, 80, 770, 95), "text", "หัวข้อ", 0.9),)
    words = ("ปรับปรุงคุณภาพการให้บริการประชาชน", "เผยแพร่ข้อมูลบนเว็บไซต์ของหน่วยงาน", "ประชุมประจำเดือน")
    rows = [
        replace(
            each,
            section="หัวข้อ",
            indicators=(),
            measure=text,
            provenance=(*each.provenance, ("section", label)),
        )
        for each, text in zip(report("a.pdf").records, words, strict=True)
    ]
    with filled.begin_run() as run:
        run.put(listing("a.pdf"), key("a.pdf"), replace(report("a.pdf"), records=tuple(rows)))
    form = field_form(budget_page(visitor, 0), 0, "budget")
    asked = {"version": form["version"], "number": 1, "field": "section", "everywhere": "1"}
    text = "การวิเคราะห์ผลการประเมิน EIT"
    sent = visitor.post(f"/records/{record_id(0)}/correct", **asked, text=text)

    assert sent.status_code == 303
    after = [found(filled, number) for number in range(3)]
    assert {each.section for each in after} == {text}
    assert [each.indicator_suggested for each in after] == [
        follow(each, {"section": text})["indicator_suggested"] for each in rows
    ]
    assert len({each.indicator_suggested for each in after}) > 1


@pytest.fixture
def meanwhile(desk, monkeypatch):
    """Has something happen between the moment a form was looked at and the transaction that writes it."""

    def arrange(what):
        writing, waiting = Desk.writing, [what]

        @contextmanager
        def late(self):
            if waiting:
                waiting.pop()()
            with writing(self) as connection:
                yield connection

        monkeypatch.setattr(Desk, "writing", late)

    return arrange


def by_another(place, *given):
    """A correction that comes by another connection."""
    with Archive.open(place) as other, other.writing() as connection:
        corrected.decide(connection, given)


def test_who_joins_a_row_that_another_corrects_meanwhile_is_refused(visitor, filled, meanwhile):
    page = budget_page(visitor, 1)
    action = f"/records/{record_id(1)}/join"
    anchor = place(2, 2)
    theirs = Correction(
        sha("a.pdf"),
        1,
        anchor,
        "value",
        "มานะ",
        record_id(2),
        "budget",
        (("budget", "๗ บาท"), ("budget_thb", 7.0)),
    )
    meanwhile(lambda: by_another(filled.url.database, theirs))
    refused = visitor.post(action, **form_of(page, action))

    assert refused.status_code == 409
    assert [each.budget for each in stored_records(filled)] == ["๕๐,๐๐๐ บาท", "๕๐,๐๐๐ บาท", "๗ บาท"]


def test_who_corrects_the_year_that_another_corrects_meanwhile_is_refused(visitor, filled, meanwhile):
    action = f"/documents/{ID}/facts"
    form = form_of(visitor.get(DESK).text, action)
    theirs = Correction(
        *(sha("a.pdf"), 1, BBox(0, 0, 0, 0), "facts", "มานะ", ID, "fiscal_year", (("fiscal_year", 2565),))
    )
    meanwhile(lambda: by_another(filled.url.database, theirs))
    refused = visitor.post(action, **{**form, "agency_id": "", "fiscal_year": "2567"})

    assert refused.status_code == 409
    assert {each.fiscal_year for each in stored_records(filled)} == {2565}


def test_approved_documents_become_truth_in_the_benchs_form(visitor, filled, tmp_path):
    assert truth.export_truth(filled, tmp_path / "truth") == []
    correct(visitor, 1, "๘๐ บาท")
    whole = f"/documents/{ID}/approve"
    visitor.post(whole, **form_of(visitor.get(DESK).text, whole))
    (path,) = truth.export_truth(filled, tmp_path / "truth")
    told = json.loads(path.read_text(encoding="utf-8"))

    assert (told["source_file"], told["sha256"], told["class"], told["pages"]) == (
        "a.pdf",
        sha("a.pdf"),
        "digital",
        2,
    )
    assert told["records"][1]["budget"] == "๘๐ บาท"
    cells = {(c["row"], c["column"]): c["text"] for c in told["tables"][0]["cells"]}
    assert cells[1, 2] == "๘๐ บาท"
    from oversight.export.jsonl import record_json

    mine = [record_json(record) for record in stored_records(filled)]
    score = score_document(told, mine, told["document"])
    assert score.expected == 3
    assert score.extra == 0


def test_search_and_filters_find_documents(visitor, filled):
    with filled.begin_run() as run:
        other = replace(
            report("b.pdf"), facts=replace(report("b.pdf").facts, province="สงขลา", fiscal_year=2565)
        )
        run.put(listing("b.pdf"), key("b.pdf"), other)

    def names(path):
        return set(re.findall(r"\b([ab]\.pdf)", visitor.get(path).text))

    assert names("/documents") == {"a.pdf", "b.pdf"}
    assert names("/documents?province=สงขลา") == {"b.pdf"}
    assert names("/documents?year=2566") == {"a.pdf"}
    assert names("/documents?q=คู่มือ+๕๐") == set()
    assert names("/documents?q=คู่มือการให้บริการ") == {"a.pdf", "b.pdf"}
    assert names("/documents?q=คู") == {"a.pdf", "b.pdf"}
    assert names("/documents?progress=approved") == set()
    assert visitor.get("/documents?year=abc").status_code == 422
    assert visitor.get("/documents?after=nonsense").status_code == 200


def test_lists_go_on_by_key(visitor, filled, monkeypatch):
    from oversight.review.routes import documents

    monkeypatch.setattr(documents, "PAGE", 2)
    with filled.begin_run() as run:
        for name in ("b.pdf", "c.pdf"):
            run.put(listing(name), key(name), report(name))
    page = visitor.get("/documents").text
    following = re.search(r'href="(/documents\?after=[^"]+)"', page)[1]

    assert "c.pdf" not in page
    assert "c.pdf" in visitor.get(following.replace("&amp;", "&")).text


@pytest.mark.parametrize(
    "path",
    [
        "/provinces",
        "/provinces/ตรัง",
        "/agencies/SAO-920602",
        "/findings",
        "/findings/agency-ambiguous",
        "/export",
        "/audit",
    ],
)
@pytest.mark.parametrize("lang", ["th", "en"])
def test_every_page_is_there_in_both_languages(visitor, filled, path, lang):
    facts = replace(report("a.pdf").facts, agency_id="SAO-920602")
    with filled.begin_run() as run:
        run.put(listing("a.pdf"), key("a.pdf"), replace(report("a.pdf"), facts=facts))
    visitor.post("/language", to=lang, back="/")
    answer = visitor.get(path)

    assert answer.status_code == 200
    assert f'<html lang="{lang}">' in answer.text


def test_two_years_are_compared_word_by_word(visitor, filled):
    later = report("b.pdf")
    records = tuple(
        replace(r, fiscal_year=2567, measure=r.measure + " ผ่านเว็บไซต์" if r.number == "1" else r.measure)
        for r in later.records
    )
    later = replace(later, facts=replace(later.facts, fiscal_year=2567), records=records)
    with filled.begin_run() as run:
        run.put(listing("b.pdf"), key("b.pdf"), later)
    page = visitor.get("/compare?agency=SAO-920602&before=2566&after=2567")

    assert page.status_code == 200
    assert "เทียบปี 2566 กับ 2567" in page.text
    assert "crop.png" in page.text
    assert visitor.get("/compare?agency=SAO-920602&before=2567&after=2566").status_code == 404
    assert visitor.get("/compare?agency=none&before=2566&after=2567").status_code == 404


def test_every_word_stands_in_both_languages():
    from oversight.review.words import LANGUAGES, table

    def leaves(entry, at):
        if set(entry) & set(LANGUAGES) and all(isinstance(v, str) for v in entry.values()):
            yield at, entry
        else:
            for name, inner in entry.items():
                yield from leaves(inner, f"{at}.{name}")

    words = list(leaves(table(), ""))
    assert len(words) > 250
    for at, entry in words:
        assert set(entry) == set(LANGUAGES), at
        assert set(re.findall(r"\{\w+\}", entry["th"])) == set(re.findall(r"\{\w+\}", entry["en"])), at


def test_the_desk_works_on_postgresql_while_a_run_is_at_work(database, tmp_path):
    with Archive.open(database) as archive:
        with archive.begin_run() as run:
            run.put(listing("a.pdf"), key("a.pdf"), report("a.pdf"))
            app, tokens = make_desk(archive, tmp_path / "out")
            visitor, other = Visitor(app), Visitor(app)
            visitor.enter(tokens[-1])
            other.enter(tokens[-1])
            page = visitor.follow(visitor.post("/queue/next")).text
            visitor.follow(correct(visitor, 1, "๘๐ บาท"))
            assert correct(other, 1, "๙๐ บาท").status_code == 409
            run.put(listing("a.pdf"), key("a.pdf", "again"), report("a.pdf"))
        assert found(archive, 1).budget_thb == 80.0
        page = visitor.get(DESK).text
        undo = re.search(r'action="(/corrections/\d+/undo)"', page)[1]
        visitor.follow(visitor.post(undo, **form_of(page, undo)))
        assert found(archive, 1).budget_thb == 50000.0
        for path in ("/", "/documents?q=คู่มือ+การ", "/documents?q=คู", "/provinces/ตรัง", "/findings", "/audit"):
            assert visitor.get(path).status_code == 200, path
        assert "a.pdf" in visitor.get("/documents?q=คู่มือ").text
        assert visitor.get("/audit.csv").text.count(",withdraw,") == 1
        assert visitor.post("/queue/next", document="\x00").status_code == 303
        assert correct(visitor, 1, "๑\x00 บาท", note="\x00").status_code == 303


def test_what_each_engine_read_stands_beside_the_cell_as_data():
    readings = (("reader", "๑,๒๐๐ | บาท: ห้า"), ("tesseract 5.3", "๑,๒๐๘ บาท"))
    doubt = Finding("engines-disagree", "warning", "prose", None, 1, BBox(0, 0, 9, 9), readings)
    cell = Cell(0, 0, 1, 1, BBox(0, 0, 9, 9), 1, text=readings[0][1], findings=(doubt,))

    shown = panel(CellView("t1c0", cell, cell.text, "plain", 0.5), PageView((), (), ()), [])

    assert shown.readings == readings


def test_an_export_leaves_its_line_in_the_audit_trail(visitor):
    visitor.get("/export/records.csv?province=ตรัง")

    (event,) = csv.DictReader(io.StringIO(visitor.get("/audit.csv").content.decode("utf-8-sig")))

    assert (event["who"], event["kind"]) == ("สมใจ", "export")
    assert event["to"].startswith("records.csv?province=")
    assert "records.csv" in visitor.get("/audit").text


def test_cell_that_stands_slanted_is_drawn_by_its_corners(archive, tmp_path):
    made = report("a.pdf")
    first, *pages = made.pages
    (table,) = first.tables
    slanted = replace(table.cells[0], quad=(72.5, 100.25, 160, 104, 159, 142, 72.0, 138.5))
    first = replace(first, tables=(replace(table, cells=(slanted, *table.cells[1:])),))
    with archive.begin_run() as run:
        run.put(listing("a.pdf"), key("a.pdf"), replace(made, pages=(first, *pages)))
    app, tokens = make_desk(archive, tmp_path / "out")
    visitor = Visitor(app)
    visitor.enter(tokens[-1])
    page = visitor.get(DESK).text
    points = re.search(r'data-cell="t1c0"[^>]*><polygon class="box [^"]*" points="([^"]+)"', page)[1]
    assert points.split() == ["72.50,100.25", "160.00,104.00", "159.00,142.00", "72.00,138.50"]
    assert len(re.findall(r"<polygon", page)) == 1
