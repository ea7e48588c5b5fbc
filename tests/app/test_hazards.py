"""Hostile files end in a recorded outcome and take nobody with them (skipped where there are none)."""

import shutil
from pathlib import Path

import pytest

import pipeline
from bench import hazard_papers
from oversight.export.read import read
from oversight.spoken import call

ROOT = Path(__file__).parents[2]
HAZARDS = ROOT.parent / "shared" / "hazards"
SEED = ROOT / "fixtures" / "reports" / "nongchanglan-2566-libreoffice.pdf"


@pytest.mark.skipif(not HAZARDS.is_dir(), reason="needs the hostile files in ../shared/hazards")
def test_hostile_files_have_a_row_each_and_leave_the_good_one_whole(tmp_path):
    folder = tmp_path / "in"
    shutil.copytree(HAZARDS, folder)
    shutil.copy(SEED, folder / "zz-good.pdf")

    code = call(pipeline.prongsai, ["run", str(folder), "-o", str(tmp_path / "out")])
    documents = read(tmp_path / "out", "documents").set_index("source_file")
    inputs = {path.name for path in folder.iterdir() if path.suffix == ".pdf"}

    assert code == 3
    assert inputs <= set(documents.index)
    assert not documents["reason"].fillna("").str.startswith(("bug", "crash", "timeout", "memory")).any()
    assert documents.loc["zz-good.pdf", "status"] == "ok"
    assert documents.loc["zz-good.pdf", "records"] == 7
    assert documents.loc["zipslip.zip/link.pdf", "status"] == "refused"
    assert documents.loc["bomb_image_60000x60000.pdf", "status"] == "refused"
    assert documents.loc["zero_bytes.pdf", "reason"].startswith("empty")


QUICK = [
    "fuzzed-05.pdf",
    "fuzzed-07.pdf",
    "image-inline.pdf",
    "image-size-by-escapes.pdf",
    "page-count-other.pdf",
    "pages-501.pdf",
    "form-of-itself.pdf",
    "tiff-loop.tif",
    "damaged-fuzzed-157.pdf",
    "html-spans.html",
    "html-tables-deep.html",
    "jpeg-of-noughts.jpg",
    "sheet-merged.xlsx",
    "word-entities.docx",
    "word-tables.docx",
]


def test_hostile_files_of_our_own_have_a_row_each_within_their_limits(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for name in QUICK:
        (folder / name).write_bytes(hazard_papers.PAPERS[name]())
    (folder / "hang.pdf").write_bytes(hazard_papers.PAPERS["pattern-tiny-tiles.pdf"]())
    shutil.copy(SEED, folder / "zz-good.pdf")

    code = call(
        pipeline.prongsai,
        ["run", str(folder), "-o", str(tmp_path / "out"), "--page-timeout", "10", "--jobs", "2"],
    )
    documents = read(tmp_path / "out", "documents").set_index("source_file")

    assert code == 3
    assert set(documents.index) == {path.name for path in folder.iterdir()}
    assert not documents["reason"].fillna("").str.startswith(("bug", "crash", "timeout", "memory")).any()
    assert documents.loc["hang.pdf", "reason"] == "page-timeout: 1: more than 10 s"
    assert documents.loc["form-of-itself.pdf", "status"] == "refused"
    assert documents.loc["pages-501.pdf", "status"] == "refused"
    assert "pdf-mended" in documents.loc["damaged-fuzzed-157.pdf", "reason"]
    assert documents.loc["sheet-merged.xlsx", "reason"].startswith("refused")
    assert documents.loc["jpeg-of-noughts.jpg", "reason"].startswith("damaged")
    assert documents.loc["word-entities.docx", "reason"].startswith("damaged")
    assert documents.loc["page-count-other.pdf", "status"] == "partial"
    found = read(tmp_path / "out", "findings").set_index("source_file")["code"]
    assert "second-opinion-pages" in set(found.loc["page-count-other.pdf"])
    assert documents.loc["zz-good.pdf", "records"] == 7
