"""prongsai coverage: which agency has which year's plan and report, what is missing, in every form."""

import csv
import io
import json
import re

import openpyxl
import pytest

from bench import planted
from oversight import talk
from oversight.export.coverage import Coverage
from oversight.report.coverage_files import coverage_text
from oversight.report.coverage_matrix import matrix, of_years, short_name, state_of, year_span
from oversight.spoken import call
from pipeline import prongsai


def asked(made_province, *more):
    return call(prongsai, ["coverage", "--archive", str(made_province[0]), "--lang", "th", *more])


def cell(year, name="องค์การบริหารส่วนตำบลนาวง", **more):
    about = {"agency_id": "SAO-1", "dla_code": None, "agency_name": name, "agency_type": "อบต."}
    return Coverage(**about, district="ห้วยยอด", province="ตรัง", registered=None, fiscal_year=year, **more)


def test_a_year_with_plan_and_report_is_both_and_one_with_neither_is_none():
    assert state_of(cell(2566, plans=1, reports=2)) == "both"
    assert state_of(cell(2566, reports=1)) == "report"
    assert state_of(cell(2566, plans=1)) == "plan"
    assert state_of(cell(2566, others=3)) == "other"
    assert state_of(cell(2566)) == "none"


def test_the_matrix_counts_agencies_and_can_be_cut_to_some_years():
    told = [cell(y, plans=1, reports=y % 2) for y in (2564, 2565)]
    told += [cell(y, "เทศบาลเมืองทุ่งสง", reports=y % 2) for y in (2564, 2565)]
    made = matrix(told)

    assert made.years == (2564, 2565)
    assert (made.count(2564, "none"), made.count(2565, "both", "report")) == (1, 2)
    assert made.rows[1].missing == (2564,)
    assert of_years(made, [2565]).rows[1].missing == ()


def test_names_are_short_and_years_are_spans():
    assert short_name("องค์การบริหารส่วนตำบลหนองช้างแล่น") == "อบต.หนองช้างแล่น"
    assert short_name("เมืองพัทยา") == "เมืองพัทยา"
    assert short_name(None) == "–"
    assert year_span((2564, 2565, 2566)) == "2564–2566"
    assert year_span((2562, 2564)) == "2562, 2564"


def test_the_table_lines_up_in_thai():
    names = ("องค์การบริหารส่วนตำบลทุ่งปี้", "องค์การบริหารส่วนตำบลกก", "เทศบาลตำบลน้ำผุด")
    told = [cell(year, name, plans=1, reports=1) for name in names for year in (2564, 2565)]
    lines = coverage_text(matrix(told), "th").splitlines()

    assert lines[1].split() == ["อบต.ทุ่งปี้", "ห้วยยอด", "ผ1", "ร1", "ผ1", "ร1"]
    assert len({talk.width(line[: line.index("ผ1")]) for line in lines[1:4]}) == 1


def test_the_table_tells_who_lacks_what(made_province, capsys):
    assert asked(made_province) == 0
    said = capsys.readouterr()
    gone = [planted.body(n).name for n in range(28)]
    gone = [
        short_name(name)
        for name, kind in zip(gone, made_province[1].situations.values(), strict=True)
        if kind == "nothing-handed-in"
    ]

    assert gone
    missing = said.out.split("หน่วยงานที่ไม่พบเอกสารบางปี")[1]
    assert [line.split()[0] for line in missing.splitlines()[1:]] == gone
    assert "ยังไม่ได้นำเข้าทะเบียน" in said.err


def test_json_and_csv_hold_an_object_an_agency_and_year(made_province, capsys):
    assert asked(made_province, "--format", "json", "--years", "2566", "2565") == 0
    told = json.loads(capsys.readouterr().out)
    assert asked(made_province, "--format", "csv", "--years", "2565", "2566") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))

    assert len(told) == len(rows) == 28 * 2
    assert {one["fiscal_year"] for one in told} == {2565, 2566}
    assert [one["missing"] for one in told] == [row["missing"] == "true" for row in rows]
    assert sum(one["reports"] for one in told) == sum(int(row["reports"]) for row in rows)


def test_a_register_shows_those_without_any_document(made_province, tmp_path, capsys):
    register = tmp_path / "registry.csv"
    lines = ["จังหวัด,อำเภอ,รหัส อปท.,ประเภท อปท.,อปท."]
    lines += [f"ตรัง,{b.district},{n:07},อบต.,{b.name}" for n, b in ((n, planted.body(n)) for n in range(28))]
    lines += ["ตรัง,ห้วยยอด,9999999,อบต.,องค์การบริหารส่วนตำบลที่ไม่เคยส่ง"]
    register.write_text("\n".join(lines), "utf-8")

    assert asked(made_province, "--register", str(register), "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    never = [one for one in told if one["agency_name"].endswith("ที่ไม่เคยส่ง")]

    assert [one["missing"] for one in never] == [True] * 3
    assert all(one["registered"] for one in told)
    assert len({one["dla_code"] for one in told}) == 29


def test_the_workbook_has_the_matrix_and_plain_rows(made_province, tmp_path):
    path = tmp_path / "coverage.xlsx"
    assert asked(made_province, "--format", "xlsx", "-o", str(path)) == 0
    book = openpyxl.load_workbook(path)
    first, second = book.worksheets

    assert [c.value for c in first[1]] == ["หน่วยงาน", "อำเภอ", 2564, 2565, 2566]
    assert first.max_row == 29
    assert second.max_row == 28 * 3 + 1
    assert [c.value for c in second[1]][:3] == ["รหัสหน่วยงาน", "รหัส อปท.", "หน่วยงาน"]


def test_the_page_fetches_nothing_and_runs_nothing(made_province, tmp_path):
    path = tmp_path / "coverage.html"
    assert asked(made_province, "--format", "html", "-o", str(path), "--province", "จังหวัดตรัง") == 0
    page = path.read_text("utf-8")

    assert "จังหวัดตรัง" in page
    assert not re.search(r"<script|<link|<img|@import|url\(|\son\w+=|\sstyle=", page)
    assert set(re.findall(r'https?://[^"\s<]+', page)) == {"http://www.w3.org/2000/svg"}
    assert page.count('fill="#ffffff"') >= 1


def test_a_folder_after_o_is_a_folder_of_results_as_in_other_commands(made_province, capsys):
    assert call(prongsai, ["coverage", "-o", str(made_province[0].parent), "--format", "json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 28 * 3


def test_xlsx_needs_a_file(made_province, capsys):
    assert asked(made_province, "--format", "xlsx") == 2
    assert "-o" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--province", "ตรงั"], "ตรัง (2564–2566)"),
        (["--province", "กระบี่"], "ตรัง (2564–2566)"),
    ],
)
def test_an_archive_without_what_is_asked_says_what_it_has(made_province, capsys, more, told):
    assert asked(made_province, *more) == 2
    assert told in capsys.readouterr().err


def test_a_missing_archive_says_how_to_make_one(tmp_path, capsys):
    assert call(prongsai, ["coverage", "--archive", str(tmp_path / "no.db"), "--lang", "en"]) == 5
    assert "prongsai run" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_told(made_province, tmp_path, capsys):
    (tmp_path / "file").write_text("x")
    assert asked(made_province, "--format", "json", "-o", str(tmp_path / "file" / "x.json")) == 5
    assert "เขียน" in capsys.readouterr().err
