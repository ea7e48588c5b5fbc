"""``prongsai findings --unknown-headers``: header words of the archive that stand for no field."""

from __future__ import annotations

import json

from oversight.export.findings_command import UnknownHeader, headers_met


def row(extra: dict[str, str], source_file: str = "a.pdf") -> tuple[str, str, str]:
    return json.dumps(extra), source_file, json.dumps([["measure", [[3, [0, 0, 1, 1], "text", "raw", 1.0]]]])


def test_words_are_counted_with_an_example_and_the_field_they_are_like() -> None:
    records = [
        row({"ผู้รับผิดชอบหลักการ": "กองคลัง", "สีของแฟ้ม": "เขียว"}),
        row({"ผู้รับผิดชอบหลักการ": "กองช่าง"}, "b.pdf"),
        row({}),
    ]
    first, second = headers_met(records)
    assert (first.printed, first.records, first.documents, first.field) == (
        "ผู้รับผิดชอบหลักการ",
        2,
        2,
        "responsible",
    )
    assert (first.source_file, first.page, first.example) == ("a.pdf", 3, "กองคลัง")
    assert second == UnknownHeader("สีของแฟ้ม", 1, 1, "a.pdf", 3, "เขียว", "", "")


def test_an_archive_whose_headers_are_known_has_none() -> None:
    assert headers_met([row({})]) == []
