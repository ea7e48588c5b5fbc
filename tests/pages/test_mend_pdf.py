"""Damaged PDFs that pdfium does not open: what can be put together is read, and told."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

import pipeline
from bench import hazard_papers
from extract.errors import DamagedError, EncryptedError
from extract.pages.document import open_document

PAGES = {"damaged-cut-off.pdf": 1, "damaged-fuzzed-157.pdf": 4, "damaged-fuzzed-296.pdf": 4}


def locked(owner: str, user: str = "") -> bytes:
    out = BytesIO()
    with pikepdf.open(hazard_papers.REPORT) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner=owner, user=user))
    return out.getvalue()


def opens(data: bytes, password: str) -> bool:
    try:
        pypdfium2.PdfDocument(data, password=password)
    except pypdfium2.PdfiumError:
        return False
    return True


@pytest.mark.parametrize("name", hazard_papers.DAMAGED)
def test_damaged_files_open_as_far_as_they_go(name: str) -> None:
    data = hazard_papers.DAMAGED[name]()
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(data)
    with open_document(data, name) as document:
        assert (document.page_count, document.mended) == (PAGES.get(name, 5), True)


def test_what_was_damaged_gives_its_records_and_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(hazard_papers.no_object_ends())
    (source,), _ = pipeline.discover([str(path)])
    (whole,) = pipeline.digitise(replace(source, path=hazard_papers.REPORT))
    (report,) = pipeline.digitise(source)
    assert [record.measure for record in report.records] == [record.measure for record in whole.records]
    assert [record.result for record in report.records] == [record.result for record in whole.records]
    assert (report.status, report.cause) == ("partial", "pdf-mended")
    assert whole.status == "ok"


def test_a_locked_file_that_is_damaged_opens_with_its_password() -> None:
    made = (locked("owner", "user").replace(b"endobj", b"") for _ in range(20))
    data = next(one for one in made if not opens(one, "user"))  # each is encrypted anew, and a few still open
    with open_document(data, "a", "user") as document:
        assert (document.page_count, document.mended) == (5, True)
    with pytest.raises((DamagedError, EncryptedError)), open_document(data, "a"):
        pass


def test_a_file_locked_against_changes_only_opens_whatever_password_is_given() -> None:
    data = locked("owner")
    for given in (None, "wrong", "owner"):
        with open_document(data, "a", given) as document:
            assert (document.page_count, document.mended) == (5, False)
            assert document.password in (None, given)
    wrong = pytest.raises(EncryptedError, match="check the value of --password")
    with wrong, open_document(locked("owner", "user"), "a", "wrong"):
        pass


def test_what_no_page_is_left_of_stays_damaged() -> None:
    for data in (b"%PDF-1.7\n" + bytes(100), hazard_papers.REPORT.read_bytes()[:2000]):
        with pytest.raises(DamagedError), open_document(data, "a"):
            pass
