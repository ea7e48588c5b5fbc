"""Reports inside a PDF, and PDFs behind junk: portfolios, XFA forms, what a web server left before a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from page_paper import assemble, opened, pdf, stream

from extract.clock import Clock
from extract.errors import DamagedError
from extract.ocr.choose import Engines
from extract.pages.document import open_document
from extract.pages.glyphs import read_glyphs
from extract.pages.intake import Tally, discover
from extract.reading.page import read_page

SHEET = pdf(b"BT /F 12 Tf 20 300 Td (ABC) Tj ET")


def portfolio(*names: str) -> bytes:
    """A cover with the same report attached under each of ``names``."""
    files, objects = b"", {}
    for number, name in enumerate(names):
        spec, file = 10 + 2 * number, 11 + 2 * number
        files += b"(%d) %d 0 R " % (number, spec)
        objects[spec] = b"<</Type/Filespec/F(%s)/UF(%s)/EF<</F %d 0 R>>>>" % (
            name.encode(), name.encode(), file,
        )  # fmt: skip
        objects[file] = stream(SHEET, b"/Type/EmbeddedFile")
    tree = b"/Names<</EmbeddedFiles<</Names[%s]>>>>/Collection<<>>" % files
    cover = pdf(b"BT /F 12 Tf 20 300 Td (CBA) Tj ET", extra=objects)
    return cover.replace(b"/Type/Catalog", b"/Type/Catalog" + tree, 1)


def test_reports_of_a_portfolio_are_inputs_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "all.pdf").write_bytes(portfolio("one.pdf", "notes.odt", "../two.PDF"))
    tally = Tally()
    cover, one, two = discover([tmp_path], tally)
    assert [source.name for source in (cover, one, two)] == ["all.pdf", "all.pdf#one.pdf", "all.pdf#two.PDF"]
    assert one.read() == two.read() == SHEET
    assert tally.ignored == 1


def test_a_broken_portfolio_is_one_input_that_says_why(tmp_path: Path) -> None:
    (tmp_path / "all.pdf").write_bytes(b"%PDF-1.7\n/EmbeddedFile")
    (cover,) = discover([tmp_path])
    with pytest.raises(DamagedError), open_document(cover.read(), cover.name):
        pass


def test_attached_files_that_are_no_documents_are_told() -> None:
    with open_document(portfolio("one.pdf", "notes.odt"), "all.pdf") as document:
        document.opened_apart = True
        page = read_page(document, 1, Engines("auto"), Clock())
    told = [(found.code, found.severity, found.detail) for found in page.findings]
    assert ("attachments-apart", "info", "one.pdf") in told
    assert ("attachments-unread", "warning", "notes.odt") in told


def test_attached_reports_of_a_document_in_an_archive_or_at_an_address_are_told_as_unread() -> None:
    """Only those of a file of its own are opened apart."""
    with open_document(portfolio("one.pdf", "notes.odt"), "all.zip#all.pdf") as document:
        page = read_page(document, 1, Engines("auto"), Clock())
    told = [(found.severity, found.detail) for found in page.findings if found.code == "attachments-unread"]
    assert told == [("warning", "one.pdf, notes.odt")]


@pytest.mark.parametrize("size", [20, 2000, 60_000])
def test_junk_before_the_header_is_passed_over(size: int) -> None:
    junk = (b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" + b"x" * size)[:size]
    with opened(junk + SHEET) as page:
        assert "".join(glyph.text for glyph in read_glyphs(page)) == "กขค"


def test_a_form_that_asks_to_wait_is_told() -> None:
    letters = "Please wait."
    face = "".join(dict.fromkeys(letters.replace(" ", "")))
    code = {letter: chr(0x41 + i) for i, letter in enumerate(face)} | {" ": " "}
    text = "".join(code[letter] for letter in "Please wait...")
    data = pdf(f"BT /F 12 Tf 20 300 Td ({text}) Tj ET".encode(), letters=face)
    data = data.replace(
        b"/Type/Catalog", b"/Type/Catalog/AcroForm<</Fields[]/XFA 7 0 R>>/NeedsRendering true"
    )
    with open_document(data, "form.pdf") as document:
        page = read_page(document, 1, Engines("auto"), Clock())
    assert "xfa-unread" in [found.code for found in page.findings]


def test_an_empty_portfolio_file_is_no_portfolio(tmp_path: Path) -> None:
    (tmp_path / "plain.pdf").write_bytes(
        assemble({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages>>"})
    )
    assert len(list(discover([tmp_path]))) == 1
