"""Score tables: ten indicators, a total that must be their weighted mean, old and new levels."""

from statistics import mean

import pytest
from papers import cell, page

from extract.model import DocumentFacts, LogicalRow, LogicalTable
from extract.records.scores import computed_total, level_of, read_scores, suspects

NAMES = (
    "การปฏิบัติหน้าที่",
    "การใช้งบประมาณ",
    "การใช้อำนาจ",
    "การใช้ทรัพย์สินของราชการ",
    "การแก้ไขปัญหาการทุจริต",
    "คุณภาพการดำเนินงาน",
    "ประสิทธิภาพการสื่อสาร",
    "การปรับปรุงระบบการทำงาน",
    "การเปิดเผยข้อมูล",
    "การป้องกันการทุจริต",
)
SCORES = (88.51, 80.12, 84.9, 79.33, 82.4, 85.26, 86.9, 83.04, 92.5, 100.0)
TOTAL = 0.3 * sum(SCORES[:5]) / 5 + 0.3 * sum(SCORES[5:8]) / 3 + 0.4 * sum(SCORES[8:]) / 2


def score_table(total: str, level: str, scores: tuple[float, ...] = SCORES) -> LogicalTable:
    texts = [("ตัวชี้วัด", "คะแนน", "ระดับ")]
    texts += [
        (f"ตัวชี้วัดที่ {n} {name}", f"{s:.2f}", "")
        for n, (name, s) in enumerate(zip(NAMES, scores, strict=True), start=1)
    ]
    texts.append(("คะแนนรวม", total, level))
    rows = [
        LogicalRow(
            "body" if n else "header",
            (1, 1, n),
            tuple((c, (cell(n, c, t, columns=3),)) for c, t in enumerate(row)),
        )
        for n, row in enumerate(texts)
    ]
    return LogicalTable(3, tuple(rows), ((1, 1),))


def read(table: LogicalTable):  # type: ignore[no-untyped-def]
    (record,) = read_scores([table], "0" * 16, "a.pdf", DocumentFacts(fiscal_year=2566, basis_year=2565))
    return record


def test_a_right_total_gives_no_finding() -> None:
    record = read(score_table(f"{TOTAL:.2f}", "A"))
    assert dict(record.indicators) == dict(enumerate(SCORES, start=1))
    assert record.total == record.computed_total == round(TOTAL, 2)
    assert (record.level, record.level_scheme, record.fiscal_year) == ("A", "letters", 2565)
    assert record.findings == ()


def test_a_misread_digit_is_pointed_to() -> None:
    misread = (88.51, 80.12, 34.9, *SCORES[3:])
    (finding,) = read(score_table(f"{TOTAL:.2f}", "A", misread)).findings
    assert finding.code == "score-total-wrong"
    assert "indicator 3: 34.90 -> 84.90" in finding.detail


def test_a_level_that_does_not_fit_its_total() -> None:
    assert [f.code for f in read(score_table(f"{TOTAL:.2f}", "AA")).findings] == ["score-level-disagrees"]


def test_a_level_in_words_has_a_condition_on_each_indicator() -> None:
    assert not read(score_table(f"{TOTAL:.2f}", "ผ่าน")).findings
    (found,) = read(score_table(f"{TOTAL:.2f}", "ผ่านดี")).findings
    assert found.code == "score-level-disagrees" and "least 79.33" in found.detail
    (found,) = read(score_table(f"{TOTAL:.2f}", "ต้องปรับปรุง")).findings
    assert found.code == "score-level-disagrees" and "70–84.99" in found.detail


@pytest.mark.parametrize(
    ("text", "level"),
    [("ผ่านดีเยี่ยม", "ผ่านดีเยี่ยม"), ("ระดับ AA", "AA"), ("ต้องปรับปรุงโดยด่วน", "ต้องปรับปรุงโดยด่วน"), ("-", None)],
)
def test_levels_old_and_new(text: str, level: str | None) -> None:
    assert level_of(text) == level


def test_nine_indicators_have_no_total() -> None:
    assert computed_total(dict(enumerate(SCORES[:9], start=1))) is None


def test_a_misread_total_is_a_suspect_itself() -> None:
    right = round(TOTAL, 2)
    wrong = float(f"{right:.2f}".replace("8", "3", 1))
    assert f"total: {wrong:.2f} -> {right:.2f}" in suspects(dict(enumerate(SCORES, start=1)), wrong)


def test_a_printed_mean_that_is_right_clears_its_indicators() -> None:
    """With the mean of each instrument printed and right, the misread digit must be the total's."""
    printed = dict(enumerate(SCORES, start=1))
    means = {"iit": mean(SCORES[:5]), "eit": mean(SCORES[5:8]), "oit": mean(SCORES[8:])}
    right = computed_total(printed)
    assert right is not None
    wrong = right + 10 if right < 90 else right - 10
    assert suspects(printed, wrong, means) == (f"total: {wrong:.2f} -> {right:.2f}",)


def test_what_was_read_least_surely_is_named_first() -> None:
    printed = dict(enumerate(SCORES, start=1)) | {3: SCORES[2] - 10}
    right = computed_total(dict(enumerate(SCORES, start=1)))
    assert right is not None
    likely = suspects(printed, right, trust={"indicator_3": 0.4})
    assert likely[0] == f"indicator 3: {SCORES[2] - 10:.2f} -> {SCORES[2]:.2f}"


def test_letters_of_the_scheme_before_2562_are_not_comparable() -> None:
    facts = DocumentFacts(fiscal_year=2562, basis_year=2561)
    (record,) = read_scores([score_table(f"{TOTAL:.2f}", "A")], "0" * 16, "a.pdf", facts)
    assert (record.level, record.level_scheme) == ("A", "letters")
    assert [(f.code, f.detail) for f in record.findings] == [("not-comparable", "2561")]


def told_above(*lines: str, scores: tuple[float, ...] = SCORES):  # type: ignore[no-untyped-def]
    """The record of a table of ten scores alone, with ``lines`` above it."""
    bare = score_table("", "", scores)
    bare = LogicalTable(3, bare.rows[:-1], bare.tables)
    facts = DocumentFacts(fiscal_year=2567)
    (record,) = read_scores([bare], "0" * 16, "a.pdf", facts, [page(1, lines)])
    return record


@pytest.mark.parametrize(
    "line",
    [
        "คะแนนรวม {total} คะแนน ระดับผลการประเมิน ผ่านดี",
        "ผลการประเมินได้คะแนน {total} อยู่ในระดับ ผ่านดี",
        "โดยมีคะแนน ITA ปี ๒๕๖๗ เท่ากับ {total} คะแนน (ระดับ “ผ่านดี”)",
        "คะแนนเฉลี่ย : {total}  ระดับ : ผ่านดี",
    ],
)
def test_total_and_level_in_a_line_above_the_scores(line: str) -> None:
    record = told_above("ผลการประเมิน ITA", line.format(total=f"{TOTAL:.2f}"))
    assert (record.total, record.level) == (round(TOTAL, 2), "ผ่านดี")
    assert [f.code for f in record.findings] == ["score-level-disagrees"]  # one is under 85
    assert dict(record.provenance)["total"][0].page == 1


def test_a_right_level_above_the_scores_is_not_doubted() -> None:
    record = told_above(f"คะแนนรวม {TOTAL:.2f} คะแนน", "ระดับผลการประเมิน ผ่าน")
    assert (record.level, record.findings) == ("ผ่าน", ())


@pytest.mark.parametrize(
    "line",
    [
        "เป้าหมายคะแนน ITA ไม่ต่ำกว่า 85.00 คะแนน",
        "คะแนนรวม ปี ๒๕๖๕ 80.12 คะแนน",
        "คะแนนเฉลี่ย IIT 92.10",
        "ระดับ AA 95.00 ระดับ A 85.00 ระดับ B 75.00",
        "ผ่านเกณฑ์การประเมินทุกตัวชี้วัด",
    ],
)
def test_lines_that_tell_of_something_else_are_no_total_and_no_level(line: str) -> None:
    record = told_above(line)
    assert (record.total, record.level, record.findings) == (None, None, ())
