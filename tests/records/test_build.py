"""The whole way from pages to records, on the real report's text."""

import datetime as dt

import pytest

stitch = pytest.importorskip("extract.tables.stitch")

import seed  # noqa: E402
from papers import page, table  # noqa: E402

from extract.records.agency import Override  # noqa: E402
from extract.records.build import build, split_reports  # noqa: E402

ID = "0123456789abcdef"


def test_the_real_report_gives_seven_measures_of_three_instruments() -> None:
    (built,) = build(ID, "a.pdf", seed.pages())
    assert [(r.record_id[17:], r.instrument, r.number) for r in built.records] == [
        ("p1t1r2", "IIT", "1"),
        ("p2t1r1", "IIT", "2"),
        ("p2t1r2", "IIT", "3"),
        ("p3t1r2", "EIT", "1"),
        ("p3t1r3", "EIT", "2"),
        ("p4t1r1", "EIT", "3"),
        ("p5t1r2", "OIT", "1"),
    ]
    assert [[f.code for f in r.findings] for r in built.records] == [[]] * 3 + [
        ["section-label-contradicts"]
    ] * 4
    first = built.records[0]
    assert (first.agency_id, first.fiscal_year, first.fiscal_year_ce) == ("SAO-920602", 2566, 2023)
    assert (first.period_start, first.period_end) == (dt.date(2022, 10, 1), dt.date(2023, 9, 30))
    assert first.responsible_units == ("กองคลัง", "กองช่าง", "สำนักปลัด")
    assert first.suggestion is None
    assert (first.confidence, first.needs_review) == (1.0, False)
    assert dict(first.provenance)["measure"][0].raw.startswith("๑.การให้ความรู้")


def test_facts_of_the_real_report() -> None:
    facts = build(ID, "a.pdf", seed.pages())[0].facts
    assert facts.title == "".join(seed.TITLE)
    assert (facts.document_kind, facts.oit_code) == ("measure_report", "O43")
    assert (facts.fiscal_year, facts.basis_year) == (2566, 2565)
    assert (facts.district, facts.province) == ("ห้วยยอด", "ตรัง")


def test_the_command_line_stands_above_the_paper() -> None:
    (built,) = build(ID, "a.pdf", seed.pages(), Override("SM-920601", 2567))
    assert {(r.agency_id, r.agency_name, r.fiscal_year) for r in built.records} == {
        ("SM-920601", "เทศบาลตำบลห้วยยอด", 2567)
    }
    assert "agency-overridden" in [f.code for f in built.findings]


def test_two_reports_in_one_file() -> None:
    other = page(
        7,
        (
            "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส",
            "ของเทศบาลนครหาดใหญ่ ประจำปีงบประมาณ พ.ศ. ๒๕๖๗",
        ),
        [table([seed.FIRST, ("๑. ก้าวแรก", "ทำ", "กองคลัง", "ม.ค. ๖๗", "ทำแล้ว", "-")], page=7)],
    )
    assert [len(part) for part in split_reports((*seed.pages(), other))] == [6, 1]
    built = build(ID, "a.pdf", (*seed.pages(), other))
    assert [b.document_id for b in built] == [ID, f"{ID}-2"]
    assert [len(b.records) for b in built] == [7, 1]
    assert built[1].records[0].record_id == f"{ID}-2-p7t1r1"


def test_a_list_of_names_gives_no_record() -> None:
    (built,) = build(ID, "b.pdf", [page(1, (), [table([("ลำดับ", "ชื่อ-สกุล", "ตำแหน่ง"), ("๑", "ก", "ข")])])])
    assert built.records == ()
    assert "not-a-measure-report" in [f.code for f in built.findings]
