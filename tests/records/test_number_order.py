"""A loopless ๑ that a scan's reader took for an Arabic 9, told by its column and its order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from papers import page, table

from extract.records.build import build

HEADER = ("ที่", "มาตรการ", "วิธีดำเนินการ", "ผู้รับผิดชอบ", "ระยะเวลา")
TITLE = "มาตรการส่งเสริมคุณธรรมและความโปร่งใส ปี ๒๕๖๗"


def numbers(*printed: str, method: str = "reader") -> list[str | None]:
    rows = [
        (n, f"เผยแพร่ข้อมูล{k}", "ลงเว็บไซต์", "กองคลัง", "ทั้งปี") for n, k in zip(printed, "กขคงจ", strict=False)
    ]
    read = table([HEADER, *rows])
    cells = tuple(replace(cell, method=method) for cell in read.cells)
    (built,) = build("0" * 16, "a.pdf", [page(1, (TITLE,), [replace(read, cells=cells)])])
    return [record.number for record in built.records]


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        (("9", "๒", "๓"), ["1", "2", "3"]),
        (("9.", "๒.", "๓."), ["1", "2", "3"]),
        (("9", "๓", "๔"), ["9", "3", "4"]),  # the two is not behind it: no order to go by
        (("9", "10", "11"), ["9", "10", "11"]),
        (("7", "8", "๑", "10"), ["7", "8", "9", "10"]),
    ],
)
def test_a_one_without_a_loop_is_no_nine(printed: tuple[str, ...], meant: list[str]) -> None:
    assert numbers(*printed) == meant


def test_a_text_layer_is_taken_at_its_word() -> None:
    assert numbers("9", "๒", "๓", method="text") == ["9", "2", "3"]
