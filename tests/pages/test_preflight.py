"""What is refused before pdfium sees it: bombs behind any filters, contents named often, too many objects."""

import random
import zlib

import pytest

from bench import hazard_papers
from extract.errors import RefusedError
from extract.pages import preflight
from extract.pages.document import open_document

BLANKS = b" " * (60 << 20)


def content(body, filters):
    return hazard_papers.pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents[4 0 R 4 0 R]>>",
            4: hazard_papers.stream(body, b"/Filter[" + filters + b"]"),
        }
    )


def test_a_bomb_behind_hexadecimal_digits_is_refused():
    body = zlib.compress(zlib.compress(b" " * (65 << 20), 9), 9).hex().encode() + b">"

    with pytest.raises(RefusedError, match="more than 64 MiB"):
        preflight.check(content(body, b"/ASCIIHexDecode/FlateDecode/FlateDecode"))


def test_contents_named_twice_count_twice():
    with pytest.raises(RefusedError, match="more than 64 MiB"):
        preflight.check(content(zlib.compress(BLANKS, 9), b"/FlateDecode"))


def test_all_streams_together_are_limited(monkeypatch):
    monkeypatch.setattr(preflight, "MAX_ALL_BYTES", 1 << 20)

    with pytest.raises(RefusedError, match="more than 1 MiB"):
        preflight.check(content(zlib.compress(BLANKS + random.Random(1).randbytes(10_000)), b"/FlateDecode"))


def test_a_form_that_draws_itself_is_refused():
    with pytest.raises(RefusedError, match="inside one another"):
        preflight.check(hazard_papers.form_of_itself())


def test_objects_of_a_file_are_limited(monkeypatch):
    monkeypatch.setattr(preflight, "MAX_OBJECTS", 3)

    with pytest.raises(RefusedError, match="more than 3 objects"):
        preflight.check(hazard_papers.page(b""))


def test_filters_of_text_do_not_hide_an_honest_page():
    data = content(zlib.compress(b"0 0 m 9 9 l S").hex().encode() + b">", b"/ASCIIHexDecode/FlateDecode")

    preflight.check(data)
    with open_document(data, "a.pdf") as document:
        assert document.page_count == 1


def test_pages_are_limited_and_the_limit_can_be_raised():
    with pytest.raises(RefusedError, match="501 pages"), open_document(hazard_papers.pages_501(), "a.pdf"):
        pass
    with open_document(hazard_papers.pages_501(), "a.pdf", max_pages=501) as document:
        assert document.page_count == 501
