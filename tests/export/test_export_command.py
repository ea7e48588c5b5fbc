"""``prongsai export`` as its user calls it."""

import shutil

import pytest

from oversight.export import output_files
from oversight.export.csv_files import read_records
from oversight.spoken import call
from pipeline import prongsai


def export(*arguments):
    return call(prongsai, ["export", *map(str, arguments)])


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_all_formats_come_with_one_command(archive_file, tmp_path, capfd):
    assert export("--archive", archive_file, "--format", "all", "-o", tmp_path / "open", "--lang", "th") == 0

    assert names(tmp_path / "open") == [
        "coverage.csv",
        "datapackage/coverage.csv",
        "datapackage/datapackage.json",
        "datapackage/dictionary.csv",
        "datapackage/documents.csv",
        "datapackage/findings.csv",
        "datapackage/records.csv",
        "dictionary.csv",
        "documents.csv",
        "findings.csv",
        "parquet/coverage.parquet",
        "parquet/dictionary.parquet",
        "parquet/documents.parquet",
        "parquet/findings.parquet",
        "parquet/records/fiscal_year=2565/part-0.parquet",
        "parquet/records/fiscal_year=2566/part-0.parquet",
        "prongsai.xlsx",
        "records.csv",
    ]
    said = capfd.readouterr()
    assert "ส่งออก 8 มาตรการ" in said.err
    assert said.out.splitlines()[-1] == str(tmp_path / "open" / "records.csv")


def test_results_keep_their_files_and_get_a_folder_of_exports(archive_file, tmp_path):
    shutil.copy(archive_file, tmp_path / "archive.db")
    (tmp_path / "records.csv").write_text("of the run")

    assert export("-o", tmp_path, "--province", "ปัตตานี") == 0

    assert (tmp_path / "records.csv").read_text() == "of the run"
    assert len(list(read_records(tmp_path / "export" / "records.csv"))) == 2


@pytest.mark.parametrize(
    ("conditions", "count"),
    [
        ([], 8),
        (["--province", "ตรัง"], 6),
        (["--district", "ยะหริ่ง"], 2),
        (["--agency", "SM-940101"], 2),
        (["--agency", "เทศบาลตำบลบางปู"], 2),
        (["--year", "2565", "--year", "2566"], 8),
        (["--fiscal-year", "2565"], 2),
        (["--instrument", "IIT"], 2),
        (["--status", "not_done"], 2),
        (["--min-confidence", "0.9"], 0),
        (["--reviewed"], 1),
        (["--province", "ตรัง", "--status", "not_done"], 0),
    ],
)
def test_one_file_of_the_records_asked_for(archive_file, tmp_path, conditions, count, capfd):
    path = tmp_path / "ตรัง.csv"

    assert export("--archive", archive_file, "-o", path, *conditions) == 0
    assert len(list(read_records(path))) == count
    assert ("no measure fulfils" in capfd.readouterr().err) == (count == 0)
    assert names(tmp_path) == ["ตรัง.csv"]


def test_headers_for_portals_read_back_too(archive_file, tmp_path):
    assert export("--archive", archive_file, "--headers", "ckan", "-o", tmp_path / "r.csv") == 0
    assert len(list(read_records(tmp_path / "r.csv"))) == 8


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--archive", "none.db"], 5, "none.db"),
        (["--format", "pdf"], 2, "pdf"),
        (["--format", "xlsx", "-o", "a.csv"], 2, "names a csv file"),
        (["--min-confidence", "2"], 2, "0<=x<=1"),
        (["--register", "none.csv"], 2, "none.csv"),
    ],
)
def test_trouble_is_told_with_its_exit_code(
    archive_file, tmp_path, monkeypatch, arguments, code, said, capfd
):
    monkeypatch.chdir(tmp_path)
    given = arguments if "--archive" in arguments else ["--archive", archive_file, *arguments]

    assert export(*given, "--lang", "en") == code
    assert said in capfd.readouterr().err
    assert names(tmp_path) == []


def test_a_full_disk_leaves_the_old_files(archive_file, tmp_path, monkeypatch, capfd):
    export("--archive", archive_file, "--format", "all", "-o", tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert export("--archive", archive_file, "--format", "all", "-o", tmp_path, "--year", "2565") == 5
    assert "the disk is full" in capfd.readouterr().err
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_an_export_again_replaces_folders_whole(archive_file, tmp_path):
    export("--archive", archive_file, "--format", "parquet", "-o", tmp_path)
    export("--archive", archive_file, "--format", "parquet", "-o", tmp_path, "--year", "2565")

    assert [path.name for path in (tmp_path / "parquet" / "records").iterdir()] == ["fiscal_year=2565"]
    assert [path.name for path in tmp_path.iterdir()] == ["parquet"]


def test_what_a_killed_export_left_is_cleared_away_and_a_running_ones_is_not(tmp_path, monkeypatch):
    monkeypatch.setattr(output_files, "_alive", lambda process: process == "2")
    for process in ("1", "2"):
        (tmp_path / f".new-files-{process}").mkdir()
        (tmp_path / f".new-files-{process}" / "records.csv").write_text("half")

    with output_files.Staging(tmp_path):
        pass

    assert [path.name for path in tmp_path.iterdir()] == [".new-files-2"]


def test_the_register_is_told_or_found_beside_the_archive(archive_file, tmp_path):
    shutil.copy(archive_file, tmp_path / "archive.db")
    (tmp_path / "registry.csv").write_text(
        "จังหวัด,อำเภอ,รหัส อปท.,ประเภท อปท.,อปท.\nตรัง,เมืองตรัง,04920101,ทน.,เทศบาลนครตรัง\n", "utf-8"
    )

    assert export("--archive", tmp_path / "archive.db", "-o", tmp_path / "out") == 0
    missing = [
        line
        for line in (tmp_path / "out" / "coverage.csv").read_text("utf-8").splitlines()
        if "นครตรัง" in line
    ]
    assert missing == [
        f",04920101,เทศบาลนครตรัง,ทน.,เมืองตรัง,ตรัง,true,{year},0,0,0,0,0" for year in (2565, 2566)
    ]
