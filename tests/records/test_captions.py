"""Captions of tables belong to their own table, above it or below."""

from __future__ import annotations

from collections.abc import Sequence

from stitched_paper import HEAD, sheet, table

from extract.model import Page
from extract.records.build import build

TITLE = ("รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. ๒๕๖๗", 20)
IIT = "ตารางที่ ๑ มาตรการตามแบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (IIT)"
EIT = "ตารางที่ ๒ มาตรการตามแบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก (EIT)"
PLAIN = "ตารางที่ ๒ มาตรการด้านการบริหารพัสดุ"
ROWS = (["๑", "อบรมพนักงานเรื่องประโยชน์ทับซ้อน", "ข", "กองคลัง"], ["๒", "ประกาศนโยบายไม่รับของขวัญ", "ข", "กองช่าง"])


def instruments(*pages: Page) -> list[str | None]:
    (built,) = build("0" * 16, "a.pdf", pages)
    return [record.instrument for record in built.records]


def two_tables(lines: Sequence[tuple[str, float]], label: str | None = None) -> Page:
    over = [[label, None, None, None]] if label else []
    first = table(1, [HEAD, *over, *ROWS], step=40)
    return sheet(1, first, table(1, [HEAD, *ROWS], top=320, step=40, index=2), lines=[TITLE, *lines])


def test_captions_above() -> None:
    assert instruments(two_tables([(IIT, 80), (EIT, 295)])) == ["IIT", "IIT", "EIT", "EIT"]


def test_captions_below() -> None:
    assert instruments(two_tables([(IIT, 230), (EIT, 450)])) == ["IIT", "IIT", "EIT", "EIT"]


def test_a_caption_at_the_foot_of_a_page_is_that_of_the_table_on_the_next() -> None:
    first = sheet(1, table(1, [HEAD, *ROWS], step=40), lines=[TITLE, (IIT, 80), (EIT, 700)])
    assert instruments(first, sheet(2, table(2, [HEAD, *ROWS], step=40))) == ["IIT", "IIT", "EIT", "EIT"]


def test_a_caption_that_names_nothing_ends_what_another_said() -> None:
    assert instruments(two_tables([(IIT, 80), (PLAIN, 295)])) == ["IIT", "IIT", None, None]
    assert instruments(two_tables([(PLAIN, 295)], "แบบวัด EIT")) == ["EIT", "EIT", None, None]
