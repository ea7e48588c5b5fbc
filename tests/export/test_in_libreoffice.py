"""What an office program makes of our files: opened in LibreOffice, no screen, a profile of its own."""

import csv
import shutil
import subprocess
from dataclasses import replace

import pytest
from archive_samples import key, listing, record, report

from oversight.archive.store import Archive
from oversight.export.export import ExportRequest, export
from oversight.export.style import Style
from oversight.export.tables import Selection

SOFFICE = shutil.which("soffice")
SECONDS = 120
NO_OFFICE = "LibreOffice is not installed: apt-get install --no-install-recommends libreoffice-calc"
# Cells with semicolons parted, texts quoted, as shown; the last is the sheet, from 1.
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,true,false,false,{sheet}"
MEASURES = [
    "=1+1",
    "+66 2 123 4567",
    "-ประชุม",
    "@SUM(1,2)",
    '=HYPERLINK("http://example.org","x")',
    "＝1+1",
    "0123",
    "1.10",
    "12e5",
    "1-2",
    "12345678901234567890",
    "่นำหน้าด้วยวรรณยุกต์ ที่นี่ น้ำ ญี่ปุ่น ฯ ๆ",
    "บรรทัดแรก\nบรรทัดสอง",
    '"คำพูด", ตัวคั่น; แท็บ\tจบ',
    "<r><t>ไม่ใช่มาร์กอัป</t></r> & _x000D_",
]

pytestmark = pytest.mark.skipif(SOFFICE is None, reason=NO_OFFICE)


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """Rows as LibreOffice shows them, from the workbook and from the CSV of the excel profile."""
    place = tmp_path_factory.mktemp("office")
    with Archive.open(place / "archive.db") as archive, archive.begin_run() as run:
        made = tuple(record("a.pdf", n, text, dla_code="06920602") for n, text in enumerate(MEASURES))
        run.put(listing("a.pdf"), key("a.pdf"), replace(report("a.pdf"), records=made))
    with Archive.open(place / "archive.db", write=False) as archive:
        for profile in ("excel", "machine"):
            style = Style("keys", "as-printed", "be")
            export(Selection(archive), ExportRequest(place / profile, ("csv", "xlsx"), profile, style))
        export(Selection(archive), ExportRequest(place / "thai", ("xlsx",), style=Style("th", "thai", "be")))
    return {
        "xlsx": shown(place, place / "excel" / "prongsai.xlsx"),
        "csv": shown(place, place / "excel" / "records.csv"),
        "thai": shown(place, place / "thai" / "prongsai.xlsx"),
    }


def shown(place, path):
    target = place / "shown" / path.parent.name / path.suffix[1:]
    command = [SOFFICE, "--headless", f"-env:UserInstallation=file://{place}/profile"]
    if path.suffix == ".csv":  # comma, double quote, UTF-8, from line 1; numbers and dates are looked for
        command.append("--infilter=Text - txt - csv (StarCalc):44,34,76,1,,0,false,true")
    command += ["--convert-to", AS_CSV.format(sheet=1), "--outdir", str(target), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    (made,) = target.iterdir()
    with made.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_workbook_shows_every_text_as_it_was_printed(opened):
    assert [row["measure"] for row in opened["xlsx"]] == MEASURES
    assert {row["dla_code"] for row in opened["xlsx"]} == {"06920602"}


def test_the_csv_shows_every_text_behind_at_most_an_apostrophe(opened):
    assert [row["measure"].removeprefix("'") for row in opened["csv"]] == MEASURES
    assert {row["dla_code"] for row in opened["csv"]} == {"'06920602"}


def test_nothing_was_reckoned(opened):
    for form in ("xlsx", "csv"):
        assert not [row for row in opened[form] if row["measure"] in ("2", "3", "x", "Err:510", "#NAME?")]


def test_dates_are_shown_by_the_buddhist_calendar_in_thai(opened):
    assert opened["xlsx"][0]["period_start"] == opened["csv"][0]["period_start"] == "1 ต.ค. 2565"
    assert opened["xlsx"][0]["budget"] == "๕๐,๐๐๐ บาท"
    assert opened["xlsx"][0]["budget_thb"] == "50,000.00"


def test_thai_digits_are_shown_where_they_are_asked_for(opened):
    first = opened["thai"][0]

    assert first["ปีงบประมาณ (พ.ศ.)"] == "๒๕๖๖"
    assert first["วันเริ่มต้น"] == "๑ ต.ค. ๒๕๖๕"
    assert first["งบประมาณ (บาท)"] == "๕๐,๐๐๐.๐๐"
