"""The scorer itself, on records made by hand."""

import csv
import json

from bench.accuracy import score_folder
from bench.accuracy_table import as_markdown, by_class
from bench.scoring import match, score_document, total
from bench.text import (
    ARABIC_DIGITS,
    THAI_DIGITS,
    Share,
    digits_right,
    errors,
    errors_with_spaces,
    spaces_right,
)

TRUE = {
    "number": "1",
    "section": "แบบวัด (IIT)",
    "measure": "จัดทำคู่มือการให้บริการ",
    "procedure": "๑.ร่าง ๒.ประกาศ",
    "responsible": "สำนักปลัด กองคลัง",
    "period": "ตลอดปีงบประมาณ พ.ศ. ๒๕๖๖",
    "suggestion": None,
    "instrument": "IIT",
    "indicator": None,
    "topic": None,
    "steps": ["ร่าง", "ประกาศ"],
    "responsible_units": ["กองคลัง", "สำนักปลัด"],
    "period_start": "2022-10-01",
    "period_end": "2023-09-30",
    "budget_thb": None,
    "result_status": "done",
    "page": 2,
    "accept": {"result_status": ["done", "unclear"]},
    "hard_breaks": {"responsible": [9]},
}
OTHER = TRUE | {"number": "2", "measure": "อบรมผู้ตรวจรับพัสดุ"}
FACTS = {"title": "รายงานผล", "agency_name": "อบต.ก", "fiscal_year": 2566}


def truth(*records):
    return {"source_file": "a.pdf", "class": "digital", "pages": 1, "document": FACTS, "records": records}


def found(record, **changes):
    place = {"provenance": {"measure": [{"page": record["page"]}]}}
    return {
        **{k: v for k, v in record.items() if k not in ("accept", "hard_breaks", "page")},
        **place,
        **changes,
    }


def test_white_space_and_digit_script_do_not_count_as_errors():
    assert errors("พ.ศ. ๒๕๖๖", "พ.ศ.2566") == Share(0, 8)


def test_a_wrong_mark_counts_one_letter():
    assert errors("น้ำ", "นำ") == Share(1, 3)


def test_cer_with_spaces_counts_a_lost_blank():
    assert errors_with_spaces("กอง คลัง", "กองคลัง") == Share(1, 8)


def test_at_a_hard_break_no_blank_is_as_right_as_a_blank():
    assert errors_with_spaces("สำนักปลัด กองคลัง", "สำนักปลัดกองคลัง", [9]).part == 0
    assert errors_with_spaces("สำนักปลัด กองคลัง", "สำนักปลัด กองคลัง", [9]).part == 0


def test_spaces_are_judged_by_place_and_only_where_letters_are_right():
    assert spaces_right("ก ข ค", "ก ขค") == Share(2, 3)
    assert spaces_right("ก ข", "ก ง") == Share()


def test_thai_and_arabic_digits_are_counted_apart():
    assert digits_right("๒๕๖7", "๒๕67", THAI_DIGITS) == Share(2, 3)
    assert digits_right("๒๕๖7", "๒๕67", ARABIC_DIGITS) == Share(1, 1)


def test_a_perfect_output_scores_full_marks():
    score = score_document(truth(TRUE, OTHER), [found(OTHER), found(TRUE)], FACTS)
    assert (score.found, score.missed, score.extra) == (2, 0, 0)
    assert total(score.cer).part == 0
    assert total(score.exact).value == total(score.normalised).value == total(score.facts).value == 1


def test_each_true_record_takes_one_found_record_and_the_rest_is_extra():
    pairs, extra = match([TRUE], [found(TRUE, measure="จัดทำคู่มือให้บริการ"), found(TRUE)])
    assert pairs[0][1]["measure"] == TRUE["measure"]
    assert [record["measure"] for record in extra] == ["จัดทำคู่มือให้บริการ"]


def test_a_missed_record_counts_all_its_letters_and_values():
    score = score_document(truth(TRUE), [found(OTHER)], FACTS)
    assert (score.found, score.missed, score.extra) == (0, 1, 1)
    assert total(score.cer).value == 1
    assert total(score.normalised).part == 0


def test_text_where_the_paper_has_none_is_an_error():
    score = score_document(truth(TRUE), [found(TRUE, suggestion="กขค")], FACTS)
    assert score.cer["suggestion"] == Share(3, 0)
    assert score.exact["suggestion"] == Share(0, 1)


def test_an_open_status_takes_each_honest_value_but_no_other():
    for status, right in (("done", 1), ("unclear", 1), ("not_done", 0)):
        score = score_document(truth(TRUE), [found(TRUE, result_status=status)], FACTS)
        assert score.normalised["result_status"].part == right


def test_steps_are_judged_by_their_split_with_or_without_enumerator():
    for steps, right in ((["๑.ร่าง", "๒.ประกาศ"], 1), (["ร่าง ๒.ประกาศ"], 0)):
        score = score_document(truth(TRUE), [found(TRUE, steps=steps)], FACTS)
        assert score.normalised["steps"].part == right


def test_page_is_that_of_the_measures_provenance():
    wrong = {"measure": [{"page": 3}]}
    score = score_document(truth(TRUE), [found(TRUE, provenance=wrong)], FACTS)
    assert score.normalised["page"].part == 0


def test_a_folder_is_scored_from_the_output_files_alone(tmp_path):
    (tmp_path / "a.truth.json").write_text(json.dumps(truth(TRUE)), "utf-8")
    record = found(TRUE, source_file="reports/a.pdf", agency_type=None)
    (tmp_path / "records.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    with (tmp_path / "documents.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, ["source_file", *FACTS])
        writer.writeheader()
        writer.writerow({"source_file": "reports/a.pdf", **FACTS})
    scores = score_folder(tmp_path, tmp_path)
    score = by_class(scores)["digital"]
    assert (score.found, score.missed, score.extra) == (1, 0, 0)
    assert total(score.facts).value == 1
    assert "| digital | 1 | 1 | 1 | 1 | 0 | 0 | 0.00 | 0.00 | 100.0 |" in as_markdown(scores)
