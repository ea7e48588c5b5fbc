"""Parquet, data package and pandas: the tables as programs take them."""

import datetime as dt
import json
import re
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from stored import ask

from extract.errors import OutputError
from oversight.archive.records import count as count_of
from oversight.export import package, parquet
from oversight.export.columns import TABLES, columns
from oversight.export.export import ExportRequest, export
from oversight.export.read import read
from oversight.export.tables import Selection

DOCS = (Path(__file__).parents[2] / "docs" / "export.md").read_text("utf-8")
RECIPES = re.findall(r"```sql\n(.*?)```", DOCS, re.DOTALL)


@pytest.fixture(scope="module")
def folder(archive_file, tmp_path_factory):
    from oversight.archive.store import Archive

    place = tmp_path_factory.mktemp("out")
    with Archive.open(archive_file, write=False) as archive:
        export(Selection(archive), ExportRequest(place, ("csv", "parquet", "datapackage")))
    return place


def test_frictionless_finds_nothing_wrong_with_package_and_files(folder):
    frictionless = pytest.importorskip("frictionless")

    report = frictionless.validate(str(folder / "datapackage" / "datapackage.json"))

    assert report.valid, report.flatten(["resourceName", "rowNumber", "fieldName", "message"])
    assert {task.name for task in report.tasks} == set(TABLES)
    assert all(task.stats["rows"] > 0 for task in report.tasks)


def test_frictionless_finds_a_record_whose_document_is_gone_and_a_word_that_is_no_status(folder, tmp_path):
    frictionless = pytest.importorskip("frictionless")
    for path in (folder / "datapackage").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    records = (tmp_path / "records.csv").read_text("utf-8")
    (tmp_path / "records.csv").write_text(records.replace(",done,", ",finished,", 1), "utf-8", newline="")
    documents = (tmp_path / "documents.csv").read_text("utf-8").splitlines(keepends=True)
    (tmp_path / "documents.csv").write_text("".join(documents[:1] + documents[2:]), "utf-8", newline="")

    report = frictionless.validate(str(tmp_path / "datapackage.json"))

    found = {kind for (kind,) in report.flatten(["type"])}
    assert {"foreign-key", "constraint-error"} <= found


def test_the_schema_says_everything_in_both_languages_with_keys_and_bounds():
    schema = package.table_schema("records")
    fields = {field["name"]: field for field in schema["fields"]}

    assert fields["confidence"]["constraints"] == {"required": True, "minimum": 0, "maximum": 1}
    assert fields["instrument"]["constraints"] == {"enum": ["IIT", "EIT", "OIT"]}
    assert fields["measure"]["titles"] == {"th": "มาตรการ", "en": "Measure"}
    assert schema["primaryKey"] == ["record_id"]
    assert schema["foreignKeys"][0]["reference"]["resource"] == "documents"


def test_parquet_has_types_partitions_zstd_and_descriptions(folder):
    path = folder / "parquet" / "records" / "fiscal_year=2566" / "part-0.parquet"
    made = pq.ParquetFile(path)
    (first, *_) = made.read().to_pylist()

    assert made.metadata.row_group(0).column(0).compression == "ZSTD"
    assert (first["period_start"], first["indicators"], first["reviewed"]) == (
        dt.date(2022, 10, 1),
        [9, 10],
        True,
    )
    assert first["provenance"][1]["field"] == "measure"
    assert first["provenance"][1]["bbox"][0] == pytest.approx(162.1)
    assert first["extra"] == [{"name": "หมายเหตุ", "value": "ก"}, {"name": "หมายเหตุ", "value": "ข"}]
    assert first["quantities"] == [{"value": 50000.0, "unit": "บาท", "start": 0, "end": 11}]
    assert first["indicator_suggested"] == {"value": 7, "score": 0.75, "basis": "ชื่อตัวชี้วัด"}
    assert made.schema_arrow.field("budget_thb").metadata[b"description_en"].startswith(b"Amount in baht")


@pytest.mark.parametrize("table", TABLES)
def test_parquet_has_the_columns_of_the_dictionary(table):
    assert parquet.schema(table).names == [column.key for column in columns(table)]


def test_records_without_a_year_have_a_folder_of_their_own_and_row_groups_keep_their_size(
    tmp_path, made, monkeypatch
):
    monkeypatch.setattr(parquet, "CHUNK", 2)
    monkeypatch.setattr(parquet, "GROUP", 4)
    rows = list(Selection(made).records())
    at = [column.key for column in columns("records")].index("fiscal_year")
    rows[0][at] = None

    parquet.write_by_year(tmp_path / "records", "records", rows)

    frame = read(tmp_path)
    assert sorted(frame["fiscal_year"].fillna(0)) == [0, 2565, 2565, *[2566] * 5]
    groups = pq.ParquetFile(tmp_path / "records" / "fiscal_year=2566" / "part-0.parquet").metadata
    assert [groups.row_group(n).num_rows for n in range(groups.num_row_groups)] == [4, 1]


def test_an_empty_selection_still_is_a_table(tmp_path):
    parquet.write_by_year(tmp_path / "records", "records", [])

    assert len(read(tmp_path)) == 0
    assert set(read(tmp_path).columns) == {column.key for column in columns("records")}


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.split("\n")[0][:40])
def test_duckdb_answers_the_recipes_of_the_docs(folder, recipe, monkeypatch):
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed: pip install 'prongsai[duckdb]'")
    monkeypatch.chdir(folder)

    with duckdb.connect() as connection:
        answer = connection.sql(recipe).fetchall()

    assert "coverage" in recipe or answer


def test_there_are_recipes():
    assert len(RECIPES) == 5


def test_duckdb_counts_what_the_archive_holds(folder, made, monkeypatch):
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed: pip install 'prongsai[duckdb]'")
    monkeypatch.chdir(folder)

    with duckdb.connect() as connection:
        answer = connection.sql(
            "SELECT fiscal_year, province, count(*) FROM read_parquet('parquet/records/*/*.parquet',"
            " hive_partitioning = true) GROUP BY ALL"
        ).fetchall()

    assert {(year, province): count for year, province, count in answer} == ask(made, count_of)


@pytest.mark.parametrize("place", ["parquet", "datapackage", ".", "datapackage/records.csv"])
def test_pandas_reads_every_form_alike(folder, place):
    frame = read(folder / place)

    assert len(frame) == 8
    assert frame["fiscal_year"].dtype == "Int64"
    assert frame["period_start"][0] == dt.datetime(2022, 10, 1)
    assert list(frame["steps"][0]) == ["ประชุม", "แต่งตั้งคณะทำงาน"]
    assert frame["number"][0] in ("0", "1")


@pytest.mark.parametrize("kind", TABLES[1:])
@pytest.mark.parametrize("place", ["parquet", "datapackage"])
def test_pandas_reads_the_other_tables(folder, place, kind):
    frame = read(folder / place, kind)

    assert len(frame) > 1
    assert set(frame.columns) == {column.key for column in columns(kind)}


def test_whole_numbers_with_gaps_and_empty_fields_are_the_same_in_every_form(folder, tmp_path):
    forms = [read(folder / place, "findings") for place in (".", "parquet", "datapackage")]
    assert {str(frame["page"].dtype) for frame in forms} == {"Int64"}
    text = pd.read_csv(folder / "records.csv", dtype="string").assign(
        extra="", steps="", indicator_suggested=""
    )
    text.to_csv(tmp_path / "records.csv", index=False)
    first = read(tmp_path / "records.csv").iloc[0]
    empty = [first[key] for key in ("extra", "steps", "indicator_suggested")]
    assert empty == [{}, [], None]  # as in records.jsonl


def test_pandas_tells_when_there_is_nothing_or_another_thing(folder, tmp_path):
    with pytest.raises(OutputError, match="no coverage in"):
        read(tmp_path, "coverage")
    with pytest.raises(OutputError, match="lacks record_id"):
        read(folder / "datapackage" / "dictionary.csv")


def test_the_descriptor_names_sizes_and_digests(folder):
    told = json.loads((folder / "datapackage" / "datapackage.json").read_text("utf-8"))

    for resource in told["resources"]:
        assert resource["bytes"] == (folder / "datapackage" / resource["path"]).stat().st_size
        assert resource["hash"].startswith("sha256:")
