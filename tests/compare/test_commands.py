"""The command ``compare`` as its user meets it."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

import prongsai
from oversight import talk
from oversight.archive.store import Archive
from oversight.jobs.results import write_results
from oversight.jobs.run_counts import RunCounts
from oversight.spoken import call
from pipeline import prongsai as commands
from tests.compare.conftest import enter


@pytest.fixture
def said(output, capfd):
    """Run ``compare`` on the archive; (exit code, stdout, stderr)."""

    def run(*arguments, lang="th"):
        code = call(commands, ["compare", *arguments, "-o", str(output), "--lang", lang])
        out, err = capfd.readouterr()
        return code, out, err

    return run


def test_a_table_of_an_agency_lines_up_and_breaks_between_words(said):
    code, out, err = said("--agency", "อบต.ปากคม", "--years", "2564", "2565")
    ruled = [line for line in out.splitlines() if line[:1] in "┌│├└"]

    assert (code, err) == (0, "")
    assert len({talk.width(line) for line in ruled}) == 1
    assert all(line[:1] not in "ะาำิีึืุู่้๊๋์็ัๆฯ" for row in ruled for line in row.split("│ ")[1:])
    assert "ผู้รับผิดชอบ: สำนักปลัด →" in out
    assert out.splitlines()[-1] == "คงเดิม 2 · ปรับถ้อยคำ 1 · เปลี่ยน 1 · ยกเลิก 1 · เพิ่มใหม่ 1 · แยกข้อ 1"


def test_a_province_is_counted_by_agency(said):
    code, out, _ = said("--province", "จังหวัดตรัง", "--years", "2564", "2565", lang="en")
    rows = [
        [cell.strip() for cell in line.split("│")[1:-1]] for line in out.splitlines() if line.startswith("│")
    ]

    assert code == 0
    assert rows[0] == ["agency", "continued", "reworded", "changed", "dropped", "new", "split", "merged"]
    assert rows[-1][0] == "total"
    assert [sum(int(row[n]) for row in rows[1:-1]) for n in range(1, 8)] == [int(n) for n in rows[-1][1:]]
    assert len(rows) == 5


def test_json_is_a_list_of_objects_with_change_and_both_records(said):
    code, out, _ = said("--agency", "SAO-920611", "--years", "2564", "2565", "--format", "json")
    found = json.loads(out)

    assert code == 0
    assert {one["change"] for one in found} == {"continued", "reworded", "changed", "dropped", "new", "split"}
    (changed,) = [one for one in found if one["change"] == "changed"]
    assert changed["fields"] == ["responsible"]
    assert changed["differences"] == [
        {"field": "responsible", "from": "สำนักปลัด", "to": "สำนักปลัด กองช่าง", "nature": "paper"}
    ]
    assert changed["before"][0]["record_id"] != changed["after"][0]["record_id"]
    assert changed["before"][0]["measure"] == "ติดป้ายขั้นตอนและเวลาให้บริการหน้าเคาน์เตอร์"
    (split,) = [one for one in found if one["change"] == "split"]
    assert (len(split["before"]), len(split["after"])) == (1, 2)
    assert all(not one["before"] for one in found if one["change"] == "new")


def test_csv_opens_in_a_spreadsheet(said):
    code, out, _ = said("--province", "ตรัง", "--years", "2564", "2565", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"), newline="")))

    assert code == 0 and out.startswith("\ufeff") and "\r\n" in out
    assert {row["agency_id"] for row in rows} == {"SAO-920611", "SAO-920703", "SM-920616"}
    assert any(row["differences"] == "responsible: สำนักปลัด → สำนักปลัด กองช่าง" for row in rows)


def test_xlsx_holds_changes_and_counts(said, tmp_path):
    target = tmp_path / "new" / "years.xlsx"
    code, out, _ = said(
        "--province", "ตรัง", "--years", "2564", "2565", "--format", "xlsx", "--to", str(target)
    )
    book = openpyxl.load_workbook(target)

    assert (code, out) == (0, "")
    assert [sheet.title for sheet in book] == ["changes", "summary"]
    assert book["summary"].max_row == 4
    assert [path.name for path in target.parent.iterdir()] == ["years.xlsx"]


def test_html_is_one_page_with_the_words_that_differ_marked(said):
    code, out, _ = said("--agency", "ปากคม", "--years", "2564", "2565", "--format", "html")

    assert code == 0
    assert "<ins>สายตรงนายก</ins>" in out or "<ins>" in out
    assert "http" not in out and "<script" not in out
    assert "เทียบมาตรการ ปีงบประมาณ 2564 กับ 2565" in out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--agency", "ปากคม"), "--years 2565 2566"),
        (("--agency", "ปากคม", "--years", "2561", "2565"), "before 2562 the assessment had other indicators"),
        (("--agency", "ปากคม", "--years", "2565", "2565"), "the two years must differ"),
        (("--agency", "ปากโคม", "--years", "2564", "2565"), "SAO-920611  องค์การบริหารส่วนตำบลปากคม ตรัง"),
        (("--agency", "กขค", "--years", "2564", "2565"), "no agency กขค in the archive"),
        (("--province", "ตราง", "--years", "2564", "2565"), "near: ตรัง"),
        (("--agency", "ปากคม", "--years", "2565", "2567"), "has no measures of 2567"),
        (("--agency", "ปากคม", "--years", "2563", "2565"), "has no measures of 2563"),
        (("--agency", "ปากคม", "--years", "2564", "2565", "--kind", "promised"), "no documents of one kind"),
        (("--agency", "ปากคม", "--with", "นาวง", "--years", "2565", "2565"), "of different classes"),
        (("--with", "นาวง", "--years", "2565", "2565"), "--with needs --agency"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_the_reason(said, arguments, told):
    code, out, err = said(*arguments, lang="en")

    assert (code, out) == (2, "")
    assert told in err


def test_the_refusal_is_said_in_thai_too(said):
    _, _, err = said("--agency", "ปากคม", "--with", "นาวง", "--years", "2565", "2565")

    assert "เป็นหน่วยงานคนละประเภท (อบต. กับ เทศบาล)" in err


def test_agencies_of_one_class_may_be_set_side_by_side_in_one_year(said):
    code, out, _ = said("--agency", "ปากคม", "--with", "อ่าวตง", "--years", "2565", "2565", "--format", "json")
    found = json.loads(out)

    assert code == 0
    assert {record["agency_id"] for one in found for record in one["before"]} == {"SAO-920611"}
    assert {record["agency_id"] for one in found for record in one["after"]} == {"SAO-920703"}


def test_no_archive_at_all(tmp_path, capfd):
    code = call(commands, ["compare", "--years", "2564", "2565", "-o", str(tmp_path), "--lang", "en"])

    assert code == 5
    assert "archive" in capfd.readouterr().err


def families_of(folder):
    return prongsai.read(folder)["family_id"]


def test_families_stand_in_the_files_at_once(year_reports, tmp_path):
    """Once ``read()`` gave no family until the next run."""
    with Archive.open(tmp_path / "archive.db") as archive:
        enter(archive, year_reports)
        write_results(archive, tmp_path, "th", RunCounts(seconds=1.5), 3, {"started": "then"})
    assert families_of(tmp_path).isna().all()

    assert call(commands, ["compare", "families", "-o", str(tmp_path), "--lang", "th"]) == 0
    assert families_of(tmp_path).notna().all()
    run = json.loads((tmp_path / "run.json").read_text())
    assert (run["started"], run["seconds"], run["counts"]["ignored"]) == ("then", 1.5, 3)


def test_files_of_another_archive_are_left_alone(year_reports, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with Archive.open("output/archive.db") as archive, Archive.open("other.db") as other:
        enter(archive, year_reports[:1])
        write_results(archive, Path("output"), "th", RunCounts(), 0, {})
        enter(other, year_reports[1:])
    before = Path("output/records.jsonl").read_bytes()

    assert call(commands, ["compare", "families", "--archive", "other.db"]) == 0
    assert Path("output/records.jsonl").read_bytes() == before
