"""A new printed key is a row of fields.csv, a line of the dataclass, a migration; then it is everywhere."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2]
ROW = (
    "venue,printed,text,,,yes,text,,words,,,,สถานที่,Venue,"
    "สถานที่ดำเนินการตามที่พิมพ์,Place of the work as printed,paper\n"
)
MIGRATION = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{last}"


def upgrade() -> None:
    op.add_column("records", sa.Column("venue", sa.Text()))
"""
USES_IT = """
import json, sys
from dataclasses import replace
from pathlib import Path
from archive_samples import key, listing, record, report
from extract import fields
from oversight.archive.rows import search_text
from oversight.archive.schema import records
from oversight.archive.store import Archive
from oversight.compare.changes import WORDED, columns
from oversight.compare.measures import measure_of
from oversight.archive.report_rows import InputResult
from oversight.export.export import ExportRequest, export
from oversight.export.output_files import OutputFiles
from oversight.export.read import read
from oversight.export.tables import Selection
from oversight.review.decisions import APPROVED
from oversight.review.words import name

place = Path(sys.argv[1])
whole = report("a.pdf", records=1)
bearing = replace(whole.records[0], venue="หอประชุม 1-2")
whole = replace(whole, records=(bearing,))
with Archive.open(place / "archive.db") as archive:
    with archive.begin_run() as run:
        run.put(listing("a.pdf"), key("a.pdf"), whole)
    (back,) = archive.records()
    export(Selection(archive), ExportRequest(place / "out", ("csv", "xlsx", "parquet", "datapackage")))
with OutputFiles(place / "run") as files:
    files.add(InputResult("a.pdf", "ok", reports=(whole,)))
    files.publish({})
package = json.loads((place / "out" / "datapackage" / "datapackage.json").read_text())
print(json.dumps({
    "archive": back.venue,
    "sql": str(records.c.venue.type),
    "search text": bearing.venue.replace(" ", "") in search_text(bearing),
    "desk form": "venue" in fields.editable(),
    "approval": "venue" in APPROVED,
    "desk name": [name("field", "venue", "th"), name("value", "venue", "en")],
    "compare": ["venue" in WORDED, "venue" in columns([measure_of(bearing)])],
    "jsonl": read(place / "run")["venue"][0],
    "records.csv": read(place / "run" / "records.csv")["venue"][0],
    "machine CSV": read(place / "out" / "records.csv")["venue"][0],
    "parquet": read(place / "out" / "parquet")["venue"][0],
    "schema": [f["titles"] for f in package["resources"][0]["schema"]["fields"] if f["name"] == "venue"],
}))
"""


@pytest.fixture
def house(tmp_path):
    """A copy of our code that knows one key more."""
    for room in ("extract", "oversight"):
        shutil.copytree(HOME / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__", "*.onnx"))
    _insert(tmp_path / "extract/data/fields.csv", "\nextra,", "\n" + ROW + "extra,")
    line = "    remark: str | None = None\n"
    _insert(tmp_path / "extract/model.py", line, line + "    venue: str | None = None\n")
    line = "    target: str | None = None\n"  # comparing reads it into a dataclass of its own
    _insert(tmp_path / "oversight/compare/measures.py", line, line + "    venue: str | None = None\n")
    versions = tmp_path / "oversight/archive/migrations/versions"
    last = max(path.name[:4] for path in versions.glob("0*.py"))
    (versions / "9999_venue.py").write_text(MIGRATION.format(last=last))
    return tmp_path


def _insert(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_new_key_arrives_everywhere(house):
    samples = HOME / "tests" / "archive"
    done = subprocess.run(
        [sys.executable, "-c", USES_IT, str(house)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (house, samples)))},
        cwd=house,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "archive": "หอประชุม 1-2",
        "sql": "TEXT",
        "search text": True,
        "desk form": True,
        "approval": True,
        "desk name": ["สถานที่", "Venue"],
        "compare": [True, True],
        "jsonl": "หอประชุม 1-2",
        "records.csv": "หอประชุม 1-2",
        "machine CSV": "หอประชุม 1-2",
        "parquet": "หอประชุม 1-2",
        "schema": [{"th": "สถานที่", "en": "Venue"}],
    }
    from openpyxl import load_workbook

    sheet = load_workbook(house / "out" / "prongsai.xlsx", read_only=True)["records"]
    head, first = list(sheet.iter_rows(values_only=True))[:2]
    assert first[head.index("venue")] == "หอประชุม 1-2"
