"""Hostile files end in a recorded outcome and take nobody with them (skipped where there are none)."""

import shutil
from pathlib import Path

import pytest

import pipeline
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
