"""The period column, read in the fiscal year 2566 (2022-10-01 to 2023-09-30)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.data import rows
from extract.records.period import Period, fiscal_span, parse_period
from extract.thai.letters import to_thai

FULL = [row["form"] for row in rows("months.csv") if row["kind"] == "full"]
SHORT = [row["form"] for row in rows("months.csv") if row["kind"] == "abbreviation"]


def days(text: str, year: int | None = 2566) -> str:
    period = parse_period(text, year)
    return f"{period.start or ''}..{period.end or ''}"


def codes(text: str, year: int | None = 2566) -> list[str]:
    return [finding.code for finding in parse_period(text, year).findings]


WHOLE = "2022-10-01..2023-09-30"
FIRST_HALF = "2022-10-01..2023-03-31"
SECOND_HALF = "2023-04-01..2023-09-30"


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("ตลอดปีงบประมาณ พ.ศ. ๒๕๖๖", WHOLE),
        ("ตลอด ปีงบประมาณ พ.ศ.๒๕๖๖", WHOLE),
        ("ตลอดปี งบประมาณ", WHOLE),
        ("ตลอดทั้งปี", WHOLE),
        ("ต่อเนื่องตลอดปี", WHOLE),
        ("ปี ๒๕๖๖", WHOLE),
        ("ปี 66", WHOLE),
        ("พ.ศ. ๒๕๖๖", WHOLE),
        ("๒๕๖6", WHOLE),
        ("ประจำปีงบประมาณ พ.ศ. ๒๕๖๖", WHOLE),
        ("ต.ค.65-ก.ย.66", WHOLE),
        ("ตค.65 - กย.66", WHOLE),
        ("ตุลาคม 2565 ถึง กันยายน 2566", WHOLE),
        ("๑ ตุลาคม ๒๕๖๕ - ๓๐ กันยายน ๒๕๖๖", WHOLE),
        ("ปีงบประมาณ พ.ศ. ๒๕๖๖ (ตุลาคม ๒๕๖๕ - กันยายน ๒๕๖๖)", WHOLE),
        ("ทุกวันที่ ๕ ของเดือน ตลอดปีงบประมาณ ๒๕๖๖", WHOLE),
        ("ต.ค. 65 – ก.ย.66 (ทุกเดือน)", WHOLE),
        ("รอบ ๑๒ เดือน", WHOLE),
        ("รอบ ๖ เดือน และ ๑๒ เดือน", WHOLE),
        ("ไตรมาส ๑-๔", WHOLE),
        ("ต.ค. ๖๕ - มี.ค. ๖๖", FIRST_HALF),
        ("ต.ค. - มี.ค. ๒๕๖๖", FIRST_HALF),
        ("ระหว่างวันที่ ๑ ต.ค. ๖๕ ถึงวันที่ ๓๑ มี.ค. ๖๖", FIRST_HALF),
        ("ไตรมาสที่ ๑ - ๒", FIRST_HALF),
        ("ไตรมาสที่ ๑ และ ๒", FIRST_HALF),
        ("ไตรมาสที่ ๑ ถึง ไตรมาสที่ ๒", FIRST_HALF),
        ("รอบ ๖ เดือน", FIRST_HALF),
        ("6 เดือนแรก", FIRST_HALF),
        ("ครึ่งปีแรก", FIRST_HALF),
        ("ครึ่งแรกของปีงบประมาณ", FIRST_HALF),
        ("ครึ่งปีหลัง", SECOND_HALF),
        ("รอบ ๖ เดือนหลัง", SECOND_HALF),
        ("ม.ค. - มิ.ย. ๒๕๖๖", "2023-01-01..2023-06-30"),
        ("ธันวาคม ๒๕๖๕", "2022-12-01..2022-12-31"),
        ("๑ - ๓๐ มิถุนายน ๒๕๖๖", "2023-06-01..2023-06-30"),
        ("ต.ค., พ.ย., ธ.ค. ๒๕๖๕", "2022-10-01..2022-12-31"),
        ("ไตรมาส 1/2566", "2022-10-01..2022-12-31"),
        ("ไตรมาสแรก", "2022-10-01..2022-12-31"),
        ("ไตรมาสที่ ๓ ปีงบประมาณ พ.ศ. ๒๕๖๖", "2023-04-01..2023-06-30"),
        ("ไตรมาสที่ ๒ (ม.ค. - มี.ค. ๒๕๖๖)", "2023-01-01..2023-03-31"),
        ("ตุลาคม - ธันวาคม ปีงบประมาณ ๒๕๖๖", "2022-10-01..2022-12-31"),
        ("ภายในวันที่ ๓๑ มีนาคม ๒๕๖๖", "..2023-03-31"),
        ("ภายในเดือน มี.ค. 2566", "..2023-03-31"),
        ("ก่อนวันที่ ๑ เมษายน ๒๕๖๖", "..2023-03-31"),
        ("ภายในไตรมาสที่ ๒", "..2023-03-31"),
        ("ภายในวันที ๓๑ มีนาคม ๒๕๖๖", "..2023-03-31"),  # a reader lost the tone mark
        ("ไตรมาสที ๑ - ๒", FIRST_HALF),
        ("ตังแต่เดือนตุลาคม ๒๕๖๕ เปนตนไป", "2022-10-01.."),
        ("ภายในปีงบประมาณ ๒๕๖๖", "..2023-09-30"),
        ("ตั้งแต่เดือนตุลาคม ๒๕๖๕ เป็นต้นไป", "2022-10-01.."),
        ("ตั้งแต่ ต.ค. ๖๕ ถึงสิ้นปีงบประมาณ", WHOLE),
    ],
)
def test_what_the_paper_prints_without_any_doubt(text: str, span: str) -> None:
    found = [code for code in codes(text) if code != "period-year-derived"]
    assert (days(text), found) == (span, [])


@pytest.mark.parametrize(
    ("text", "span", "code"),
    [
        ("ภายในเดือนมกราคม ๒๕๖๕", "..2022-01-31", "period-outside-year"),
        ("ตลอดปีงบประมาณ ๒๕๖๕", "2021-10-01..2022-09-30", "period-outside-year"),
        ("พ.ศ. ๒๕๖๖-๒๕๗๐", "2022-10-01..2027-09-30", "period-outside-year"),
        ("ปีปฏิทิน ๒๕๖๖", "2023-01-01..2023-12-31", "period-outside-year"),
        ("ต.ค.-ธ.ค. ๒๕๖๖", "2023-10-01..2023-12-31", "period-outside-year"),
        ("ต.ค. - มี.ค.", FIRST_HALF, "period-year-derived"),
        ("เดือนมกราคม", "2023-01-01..2023-01-31", "period-year-derived"),
        ("ไตรมาสที่ ๑,๓", "2022-10-01..2023-06-30", "period-several"),
        ("ไตรมาสที่ ๑ ฟหกดส", "2022-10-01..2022-12-31", "period-partly-read"),
        ("ตลอคปีงบประมาณ พ.ศ. ๒๕๖๖", WHOLE, "period-damaged-print"),
        ("ภานในวันที่ ๓๑ มีนาคม ๒๕๖๖", "..2023-03-31", "period-damaged-print"),
        ("ภายไนเดือนมกราคม ๒๕๖๖", "..2023-01-31", "period-damaged-print"),
        ("ไตรมาลที่ ๑", "2022-10-01..2022-12-31", "period-damaged-print"),
        ("ดลอดปี", WHOLE, "period-damaged-print"),
        ("ครั้งที่ ๑ เดือนเมษายน ๒๕๖๖ ครั้งที่ ๒ เดือนกันยายน ๒๕๖๖", "2023-04-01..2023-09-30", "period-several"),
        ("ภควยวันที่ ๓๑ มีนาคม ๒๕๖๖", "..", "period-partly-read"),  # may be ภายใน: no day is sure
        ("มีนาคม ๒๕๖๖ - มเuยน ๒๕๖๖", "..", "period-partly-read"),  # half a range is no period
        ("ต.ค. ๖๕ ถึง กซย. ๖๖", "..", "period-partly-read"),
        ("ปีงบประมาณ ๒๕๖๖ (ต.ค. ๖๔ - ก.ย. ๖๕)", "2021-10-01..2022-09-30", "period-contradiction"),
        ("ทุกวันที่ ๕ ของเดือน", "..", "period-recurring"),
        ("เดือนละครั้ง", "..", "period-recurring"),
        ("ปีละ ๒ ครั้ง", "..", "period-recurring"),
        ("ภายใน ๓๐ วันนับแต่ได้รับเรื่อง", "..", "period-relative"),
        ("๓ เดือน", "..", "period-relative"),
        ("31 ก.ย. 66", "..", "period-impossible-date"),
        ("มี.ค. ๖๖ - ต.ค. ๖๕", "..", "period-reversed"),
        ("เดือนเมษายน และเดือนตุลาคม", "..", "period-reversed"),
        ("ตลอดเวลา", "..", "period-unknown"),
        ("ภายหลังได้รับคะแนน ITA ปี ๒๕๖๕", "..", "period-unknown"),
        ("ไตรมาสที่ ๕", "..", "period-unknown"),
        ("ตามที่ได้รับมอบหมาย", "..", "period-unknown"),
    ],
)
def test_each_doubt_is_a_finding_and_no_guess(text: str, span: str, code: str) -> None:
    assert days(text) == span
    assert code in codes(text)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("ภายในวันที่ ๓๑ มกราคม ๒๕๖๖ และวันที่ ๑ - ๓๐ มิถุนายน ๒๕๖๖", "..2023-06-30"),
        ("เดือนตุลาคม ๒๕๖๕ และตั้งแต่เดือนมกราคม ๒๕๖๖ เป็นต้นไป", "2022-10-01.."),
    ],
)
def test_a_period_with_one_open_piece_stays_open(text: str, span: str) -> None:
    assert (days(text), codes(text)) == (span, ["period-several"])


@pytest.mark.parametrize("text", ["-", "", "  ", "–", None])
def test_an_empty_cell_gives_neither_dates_nor_findings(text: str | None) -> None:
    assert parse_period(text, 2566) == Period()


@pytest.mark.parametrize("text", ["ต.ค. - มี.ค.", "ไตรมาสที่ ๑", "รอบ ๖ เดือน", "ตลอดปีงบประมาณ"])
def test_without_any_year_there_are_no_dates(text: str) -> None:
    assert (days(text, None), codes(text, None)) == ("..", ["period-no-year"])


@given(
    st.integers(2555, 2590),
    st.integers(0, 11),
    st.integers(0, 11),
    st.sampled_from([FULL, SHORT]),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["-", " - ", " – ", " ถึง ", " ถึงเดือน"]),
)
def test_any_two_months_of_a_fiscal_year_come_back(
    year: int, one: int, two: int, names: list[str], short: bool, thai: bool, joint: str
) -> None:
    first, last = sorted((one, two))  # months of the fiscal year, October is 0
    ends = []
    for number in (first, last):
        month = (number + 9) % 12 + 1
        calendar_year = year - (month >= 10)
        ends.append((month, calendar_year, calendar_year % 100 if short else calendar_year))
    (m1, y1, w1), (m2, y2, w2) = ends
    written = f"{names[m1 - 1]} {w1}{joint}{names[m2 - 1]} {w2}"
    period = parse_period(to_thai(written) if thai else written, year)
    after = dt.date(y2 - 543 + m2 // 12, m2 % 12 + 1, 1)
    assert (period.start, period.end) == (dt.date(y1 - 543, m1, 1), after - dt.timedelta(1))
    assert period.findings == ()


@given(
    st.integers(2555, 2590),
    st.integers(0, 364),
    st.integers(0, 364),
    st.sampled_from([FULL, SHORT]),
    st.sampled_from(["", "วันที่ "]),
    st.booleans(),
    st.sampled_from([" - ", " ถึง ", " ถึงวันที่ "]),
)
def test_any_two_days_of_a_fiscal_year_come_back(
    year: int, one: int, two: int, names: list[str], lead: str, thai: bool, joint: str
) -> None:
    first, last = (fiscal_span(year)[0] + dt.timedelta(days) for days in sorted((one, two)))
    a, b = (f"{day.day} {names[day.month - 1]} {day.year + 543}" for day in (first, last))
    written = f"{lead}{a}{joint}{b}"
    period = parse_period(to_thai(written) if thai else written, year)
    assert (period.start, period.end, period.findings) == (first, last, ())


@given(st.integers(2555, 2590), st.integers(0, 364), st.sampled_from([FULL, SHORT]), st.booleans())
def test_any_last_day_comes_back_without_a_first(year: int, day: int, names: list[str], thai: bool) -> None:
    last = fiscal_span(year)[0] + dt.timedelta(day)
    written = f"ภายในวันที่ {last.day} {names[last.month - 1]} {last.year + 543}"
    period = parse_period(to_thai(written) if thai else written, year)
    assert (period.start, period.end, period.findings) == (None, last, ())


@given(
    st.integers(2555, 2590),
    st.integers(1, 4),
    st.integers(1, 4),
    st.sampled_from([" - ", "-", " ถึง ", " และ "]),
)
def test_any_quarters_come_back(year: int, one: int, two: int, joint: str) -> None:
    first, last = sorted((one, two))
    text = f"ไตรมาสที่ {first}{joint}{last}/{year}" if first != last else f"ไตรมาส {first}/{year}"
    low, high = fiscal_span(year)
    period = parse_period(to_thai(text), year)
    together = " และ " not in text or last - first <= 1
    assert period.start == (low if first == 1 else dt.date(year - 543, 3 * first - 5, 1))
    assert period.end == (
        high
        if last == 4
        else dt.date(year - 543 - (last == 1), 12 if last == 1 else 3 * last - 3, 31 if last < 3 else 30)
    )
    assert [finding.code for finding in period.findings] == ([] if together else ["period-several"])


@given(
    st.text(alphabet="๐๑๒๕๖0129 /.,-()ตค.มยธก.พ.ปีงบประมาณตลอดไตรมาสที่รอบเดือนวันภายในถึง", max_size=50),
    st.sampled_from([None, 2566]),
)
def test_no_text_makes_it_fail_and_what_is_not_read_is_said(text: str, year: int | None) -> None:
    period = parse_period(text, year)
    if period.start is None and period.end is None:
        assert period.findings or not text.strip(" -.")
    elif period.start and period.end:
        assert period.start <= period.end


@pytest.mark.parametrize("text", ["วันที่ 5 ของทุกเดือน", "ทุกวันจันทร์", "เดือนละ ๑ ครั้ง"])
def test_what_recurs_has_no_dates_of_its_own(text: str) -> None:
    period = parse_period(text, 2568)
    assert (period.start, period.end, [f.code for f in period.findings]) == (None, None, ["period-recurring"])
