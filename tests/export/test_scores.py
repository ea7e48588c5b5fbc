"""Score tables in the output: numbers by indicator in JSON, a column an indicator in the sheet."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from extract.model import BBox, DocumentFacts, Finding, Provenance, Report, ScoreRecord
from oversight.archive.report_rows import InputResult
from oversight.export.output_files import OutputFiles

PLACE = Provenance(2, BBox(10, 20, 30, 40), "reader", "๘๘.๕๑", 0.97)
SCORE = ScoreRecord(
    score_id="d-p2t1",
    document_id="d",
    source_file="a.pdf",
    agency_id="SAO-920602",
    fiscal_year=2565,
    indicators=((1, 88.51), (10, 100.0)),
    total=89.5,
    level="A",
    level_scheme="letters",
    findings=(Finding("score-indicator-missing", "info", "2, 3"),),
    provenance=(("indicator_1", (PLACE,)),),
)


def test_scores_stand_in_files_of_their_own(tmp_path: Path) -> None:
    report = Report("d", "a.pdf", "0" * 64, (), DocumentFacts(), (), scores=(SCORE,))
    with OutputFiles(tmp_path) as files:
        files.add(InputResult("a.pdf", "ok", sha256="0" * 64, reports=(report,)))
        files.publish({})
    (written,) = map(json.loads, (tmp_path / "scores.jsonl").read_text(encoding="utf-8").splitlines())
    assert written["indicators"] == {"1": 88.51, "10": 100.0}
    assert written["provenance"]["indicator_1"][0]["raw"] == "๘๘.๕๑"
    assert (written["total"], written["computed_total"], written["level_scheme"]) == (89.5, None, "letters")
    with (tmp_path / "scores.csv").open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert [row[f"indicator_{n}"] for n in (1, 2, 10)] == ["88.51", "", "100.0"]
    assert row["findings"] == "score-indicator-missing"
    assert row["provenance"] == "indicator_1: p2 [10 20 30 40]"
