"""Every printed value of the committed reports, taken from their truth, normalises to the truth."""

import json
from pathlib import Path

import pytest

from extract.records.budget import parse_budget
from extract.records.departments import resolve_units
from extract.records.indicator import printed_indicators
from extract.records.period import parse_period
from extract.records.status import result_status
from extract.records.steps import split_steps

TRUTHS = sorted((Path(__file__).parents[2] / "fixtures" / "reports").glob("*.truth.json"))


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.name)
def test_values_of_a_report_come_out_as_its_truth_says(path: Path) -> None:
    truth = json.loads(path.read_text(encoding="utf-8"))
    year = truth["document"]["fiscal_year"]
    for record in truth["records"]:
        period = parse_period(record["period"], year)
        got = [day and day.isoformat() for day in (period.start, period.end)]
        assert got == [record["period_start"], record["period_end"]]
        assert parse_budget(record["budget"])[0] == record["budget_thb"]
        assert list(resolve_units(record["responsible"]).canonical) == record["responsible_units"]
        assert ["".join(s.split()) for s in split_steps(record["procedure"] or "")] == [
            "".join(s.split()) for s in record["steps"]
        ]
        status = result_status(record["result"], record["status_text"])[0]
        assert status in (record["result_status"], *record["accept"].get("result_status", ()))
        if record["indicator"] and "ตัวชี้วัด" in (record["section"] or ""):
            assert printed_indicators(record["section"]) == (record["indicator"],)


def test_there_are_reports_to_judge_by() -> None:
    assert TRUTHS
