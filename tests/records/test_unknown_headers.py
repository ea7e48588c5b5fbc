"""Tables of measures under headers that say nothing we know: the cells tell."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from papers import page, table

from extract.records.build import Built, build

TITLE = "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส ปี ๒๕๖๖"
ROWS = (
    ("๑", "มาตรการเผยแพร่ข้อมูลการจัดซื้อ", "ลงเว็บไซต์ภายใน ๓ วัน", "กองคลัง", "ต.ค. ๖๕ - ก.ย. ๖๖", "ดำเนินการแล้วเสร็จ"),
    ("๒", "จัดพิธีประกาศเจตนารมณ์สุจริต", "เชิญผู้บริหารลงนาม", "สำนักปลัด", "ธันวาคม ๒๕๖๕", "อยู่ระหว่างดำเนินการ"),
    ("๓", "โครงการคุมการเบิกน้ำมัน", "ตรวจใบสั่งจ่ายทุกเดือน", "กองช่าง", "ม.ค. ๖๖", "ยังไม่ได้ดำเนินการ"),
)
NUMBERS = ("๑", "๒", "๓", "๔", "๕", "๖")
SENTENCES = (
    "ลำดับของเรื่องที่จะขับเคลื่อน",
    "งานซึ่งได้ตกลงร่วมกันว่าจะทำเพื่อความโปร่งใส",
    "หนทางที่จะนำไปสู่ความสำเร็จ",
    "ส่วนราชการซึ่งเป็นเจ้าของเรื่องนี้",
    "ห้วงเวลาที่จะทำให้เสร็จ",
    "ความเป็นไปของเรื่องจนถึงวันนี้",
)
PLAIN = ("เลขเรื่อง", "เรื่องอะไร", "ลงมือยังไง", "มอบใคร", "ตอนไหน", "ไปถึงไหนแล้ว")
TITLE_OF_OTHERS = "บัญชีรายการงานประจำ ปี ๒๕๖๖"


def read(header: Sequence[str], rows: Sequence[Sequence[str]] = ROWS, title: str = TITLE) -> Built:
    (built,) = build("0" * 16, "a.pdf", [page(1, (title,), [table([header, *rows])])])
    return built


@pytest.mark.parametrize("header", [NUMBERS, SENTENCES, PLAIN], ids=["numbers", "sentences", "plain"])
def test_headers_that_say_nothing_known(header: Sequence[str]) -> None:
    records = read(header).records
    assert [(r.number, r.measure, r.procedure, r.responsible) for r in records] == [
        (str(n), row[1], row[2], row[3]) for n, row in enumerate(ROWS, start=1)
    ]
    assert all(r.period_start for r in records)
    assert [r.result_status for r in records] == ["done", "in_progress", "not_done"]


def test_other_orders_of_columns() -> None:
    order = (3, 5, 1, 2, 4)
    records = read([NUMBERS[n] for n in range(5)], [[row[n] for n in order] for row in ROWS]).records
    assert [(r.measure, r.responsible) for r in records] == [(row[1], row[3]) for row in ROWS]


def test_two_header_words_beside_offices_make_a_header() -> None:
    head = ("ลำดับ", "มาตรการ", "ผลงานที่ต้องส่งมอบ", "ผลงานที่ส่งมอบแล้ว", "ผู้ส่งมอบ")
    rows = [
        ("๑", "มาตรการจัดทำคู่มือบริการ", "คู่มือ ๑๐ เล่ม", "คู่มือ ๑๐ เล่ม ครบแล้ว", "กองช่าง"),
        ("๒", "มาตรการเผยแพร่งบการเงิน", "งบการเงิน ๔ ไตรมาส", "งบการเงิน ๒ ไตรมาส", "กองคลัง"),
    ]
    records = read(head, rows).records
    assert [(r.measure, r.result, r.responsible) for r in records] == [
        (row[1], row[3], row[4]) for row in rows
    ]


def test_a_table_without_offices_is_none_of_measures() -> None:
    rows = [
        ("๑", "มาตรการ ก ของปีก่อน", "ต.ค. ๖๕", "ข้อความ"),
        ("๒", "มาตรการ ข ของปีก่อน", "ม.ค. ๖๖", "ข้อความอื่น"),
    ]
    assert read(NUMBERS[:4], rows).records == ()


def test_a_list_of_a_committee_is_none_of_measures() -> None:
    rows = [("๑", "นายสมชาย ใจดี", "กองคลัง", "ต.ค. ๖๕"), ("๒", "นางสาวสมหญิง มีสุข", "กองช่าง", "ม.ค. ๖๖")]
    assert read(NUMBERS[:4], rows).records == ()


def test_a_paper_whose_title_names_no_measures_is_not_guessed_at() -> None:
    assert read(PLAIN, title=TITLE_OF_OTHERS).records == ()


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("ขั้นตอนหรือวิธีการในการขับเคลื่อนมาตรการ", "procedure"),
        ("ชื่อส่วนราชการเจ้าของเรื่อง", "responsible"),
        ("ระยะเวลาที่ใช้ในการขับเคลื่อนงานนี้", "period"),
        ("ผลที่เกิดขึ้นจากการขับเคลื่อนมาตรการ", "result"),
        ("ปัญหาและอุปสรรคที่เกิดขึ้นระหว่างปีงบประมาณนี้", "problem"),
    ],
)
def test_a_header_of_a_whole_sentence_is_named_by_its_first_noun(header: str, field: str) -> None:
    known = ("ที่", "มาตรการ", header, "หมายเหตุ", "ผู้รับผิดชอบ" if field != "responsible" else "ขั้นตอน")
    rows = [("๑", "มาตรการเผยแพร่", "ก ข ค", "-", "ง"), ("๒", "มาตรการตรวจ", "จ ฉ ช", "-", "ซ")]
    assert [getattr(r, field) for r in read(known, rows).records] == ["ก ข ค", "จ ฉ ช"]


def test_a_measure_it_agrees_with_is_not_the_measure() -> None:
    known = ("ที่", "โครงการ/กิจกรรม", "มาตรการที่สอดคล้องกับการประเมิน", "ผู้รับผิดชอบ")
    rows = [
        ("๑", "โครงการเผยแพร่", "การเปิดเผยข้อมูล", "กองคลัง"),
        ("๒", "โครงการตรวจรถ", "การใช้ทรัพย์สิน", "กองช่าง"),
    ]
    assert [r.measure for r in read(known, rows).records] == ["โครงการเผยแพร่", "โครงการตรวจรถ"]
