"""Files in, records out: the stages in their order on the committed reports, and what bad input becomes."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import pipeline
from extract.errors import DamagedError
from extract.pages.document import OpenDocument
from oversight.export.read import read
from oversight.jobs.options import Options
from oversight.spoken import call

ROOT = Path(__file__).parents[2]
REPORTS = ROOT / "fixtures" / "reports"
SEED = REPORTS / "nongchanglan-2566-libreoffice.pdf"
EMPTY_PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj
trailer<</Root 1 0 R/Size 3>>
"""
LOCKED_PDF = b"""%%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>endobj
4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>endobj
trailer<</Root 1 0 R/Size 5/Encrypt 4 0 R/ID[<00><00>]>>
""" % (b"11" * 32, b"22" * 32)


def digitise(path, **options):
    sources, _ = pipeline.discover([str(path)])
    return pipeline.digitise(sources[0], Options(**options))


def test_the_real_report_gives_its_seven_measures():
    (report,) = digitise(SEED)

    assert report.status == "ok"
    assert [page.method for page in report.pages] == ["text"] * 5
    assert [(record.instrument, record.number) for record in report.records] == [
        (record["instrument"], record["number"]) for record in truth(SEED)["records"]
    ]
    assert [record.measure for record in report.records] == [r["measure"] for r in truth(SEED)["records"]]
    assert report.facts.agency_id == "SAO-920602"
    assert sorted(code.text for page in report.pages for code in page.codes) == [
        "https://www.nongchanglan.go.th/ita2566/eit",
        "https://www.nongchanglan.go.th/ita2566/iit",
    ]
    assert {stage for stage, _ in report.seconds} == {
        "open",
        "text",
        "marks",
        "rulings",
        "grid",
        "second opinion",
        "fill",
        "codes",
        "render",
        "records",
        "doubt",
    }


def test_every_value_leads_back_to_its_place():
    (report,) = digitise(SEED)

    for record in report.records:
        for _, places in record.provenance:
            for place in places:
                page = report.pages[place.page - 1]
                assert 0 <= place.bbox.x0 < place.bbox.x1 <= page.width
                assert 0 <= place.bbox.y0 < place.bbox.y1 <= page.height
                assert place.raw
        assert record.measure is None or "measure" in dict(record.provenance)


def test_a_scan_of_the_report_gives_the_same_measures_and_codes():
    (report,) = digitise(REPORTS / "nongchanglan-2566-scan300.pdf")
    (digital,) = digitise(SEED)

    assert {page.method for page in report.pages} <= {"reader", "tesseract"}
    assert [r.instrument for r in report.records] == [r.instrument for r in digital.records]
    assert {c.text for p in report.pages for c in p.codes} == {c.text for p in digital.pages for c in p.codes}


def test_only_the_wanted_pages_are_read():
    (report,) = digitise(SEED, pages=((2, 2), (4, 9)))

    assert [page.number for page in report.pages] == [2, 4, 5]


def test_what_the_user_says_of_agency_and_year_stands_above_the_paper():
    (report,) = digitise(SEED, pages=((1, 1),), agency_id="SAO-920601", fiscal_year=2565)

    assert report.facts.agency_id == "SAO-920601"
    assert {record.fiscal_year for record in report.records} == {2565}


def test_a_page_that_will_not_open_is_a_finding_and_the_others_go_on(monkeypatch):
    whole = OpenDocument.page

    def broken(self, number):
        if number == 2:
            raise DamagedError("หน้าเสีย", "page 2 cannot be drawn")
        return whole(self, number)

    monkeypatch.setattr(OpenDocument, "page", broken)
    (report,) = digitise(SEED)

    assert report.status == "partial"
    assert report.reason == "page-failed: 2: page 2 cannot be drawn"
    assert report.pages[1].method == "none"
    assert [f.code for f in report.pages[1].findings] == ["page-failed"]
    assert len(report.records) > 3


def test_the_same_file_gives_the_same_records_twice():
    first, second = (digitise(SEED)[0] for _ in range(2))

    assert first.records == second.records
    assert first.pages == second.pages


@pytest.fixture(scope="module")
def bad(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bad")
    (folder / "a-empty.pdf").write_bytes(b"")
    (folder / "b-text.pdf").write_text("no document at all")
    (folder / "c-cut.pdf").write_bytes(SEED.read_bytes()[:9000])
    (folder / "d-locked.pdf").write_bytes(LOCKED_PDF)
    (folder / "e-no-pages.pdf").write_bytes(EMPTY_PDF)
    shutil.copy(SEED, folder / "f-good.pdf")
    (folder / "g-letter.docx").write_text("no Word file")
    shutil.copy(SEED, folder / "h-again.pdf")
    return folder


def test_bad_input_costs_a_row_each_and_the_good_come_out(bad, tmp_path, capfd):
    code = call(pipeline.prongsai, ["run", str(bad), "-o", str(tmp_path), "--lang", "en"])
    documents = read(tmp_path, "documents")
    said = capfd.readouterr().err

    assert code == 3
    assert [
        (row.source_file[0], row.status, str(row.reason).split(":")[0]) for row in documents.itertuples()
    ] == [
        ("a", "failed", "empty"),
        ("b", "failed", "not-a-document"),
        ("c", "failed", "damaged"),
        ("d", "failed", "encrypted"),
        ("e", "failed", "empty"),
        ("f", "ok", "<NA>"),
        ("g", "failed", "not-a-document"),
        ("h", "duplicate", "same bytes as f-good.pdf"),
    ]
    assert "--password" in said
    assert len(read(tmp_path)) == 7
    assert json.loads((tmp_path / "run.json").read_text())["counts"]["ignored"] == 0


def test_show_draws_a_page(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)

    assert call(pipeline.prongsai, ["show", str(SEED), "--page", "2"]) == 0
    assert (tmp_path / "nongchanglan-2566-libreoffice-2.png").read_bytes().startswith(b"\x89PNG")
    assert "tables 1" in capfd.readouterr().err


def test_show_knows_how_many_pages_there_are(capfd):
    assert call(pipeline.prongsai, ["show", str(SEED), "--page", "9", "--lang", "en"]) == 2
    assert "the document has 5" in capfd.readouterr().err


REFUSED = """
import socket, sys
def refuse(*_, **__):
    raise SystemExit("the network was asked")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
import prongsai
print(sum(len(report.records) for path in sys.argv[1:] for report in prongsai.digitise(path, pages="1")))
"""


def test_no_stage_asks_the_network_or_writes_to_the_home(tmp_path):
    home = tmp_path / "home"
    home.mkdir(mode=0o500)
    alone = ["unshare", "--net"] if _can_leave_the_network() else []
    command = [*alone, sys.executable, "-c", REFUSED, SEED, REPORTS / "nongchanglan-2566-scan300.pdf"]

    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "HOME": str(home)}, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (0, "2\n"), done.stderr
    assert list(home.iterdir()) == []


def _can_leave_the_network():
    tried = shutil.which("unshare") and subprocess.run(
        ["unshare", "--net", "true"], capture_output=True, check=False
    )
    return bool(tried) and tried.returncode == 0


def truth(path):
    return json.loads(path.with_suffix("").with_suffix(".truth.json").read_text(encoding="utf-8"))
