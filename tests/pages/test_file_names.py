"""Names on disk are bytes: Thai Windows leaves its own code page, others leave what acts on a terminal."""

from __future__ import annotations

import os

import pytest

from extract.pages.file_names import shown


def test_thai_windows_names_unpacked_on_linux_are_read_by_their_code_page() -> None:
    assert shown(os.fsdecode("แผน ๒๕๖๗/รายงาน.pdf".encode("cp874"))) == "แผน ๒๕๖๗/รายงาน.pdf"


@pytest.mark.parametrize("name", ["รายงานผล ปี 2567.pdf", "น้ำ\u00a0ใส.pdf", "plan (1).pdf"])
def test_plain_names_stay(name: str) -> None:
    assert shown(name) == name


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        (b"a\x1b[2Jb.pdf", "a\\x1b[2Jb.pdf"),  # would clear the screen
        (b"a\nb.pdf", "a\\x0ab.pdf"),
        ("a\u200bb.pdf".encode(), "a\\u200bb.pdf"),  # looks as ab.pdf does
        (b"\xff\xfe.pdf", "\\xff\\xfe.pdf"),
        ("a\u202efdp.exe".encode(), "a\\u202efdp.exe"),  # would be shown as aexe.pdf
    ],
)
def test_what_acts_or_is_no_text_is_shown_as_its_code(name: bytes, seen: str) -> None:
    assert shown(os.fsdecode(name)) == seen
