"""Dates as Thai paper writes them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.data import rows
from extract.thai.dates import PartialDate, common_year, find_dates, parse_date
from extract.thai.letters import to_thai

MONTHS = [(int(row["month"]), row["form"], row["kind"]) for row in rows("months.csv")]
YEARS = st.integers(2550, 2599)
DIGITS = st.sampled_from([str, to_thai])


def spelt(form: str, kind: str, style: int) -> str:
    """A short month with or without its dots and spaces."""
    if kind != "abbreviation":
        return form
    return (form, form.replace(".", ""), form.rstrip("."), form.replace(".", ". ").strip())[style]


@given(
    st.dates(dt.date(2007, 1, 1), dt.date(2056, 12, 31)),
    st.data(),
    st.integers(0, 3),
    st.sampled_from(["", "วันที่ "]),
    st.sampled_from([" ", " พ.ศ. ", " พ.ศ."]),
    st.booleans(),
    st.booleans(),
)
def test_any_day_in_any_spelling_comes_back(
    date: dt.date, data: st.DataObject, style: int, lead: str, era: str, short: bool, thai: bool
) -> None:
    form, kind = data.draw(st.sampled_from([(f, k) for m, f, k in MONTHS if m == date.month]))
    year = date.year + 543
    written = f"{lead}{date.day} {spelt(form, kind, style)}{era}{year % 100 if short else year}"
    assert parse_date(to_thai(written) if thai else written) == date


@given(
    st.dates(dt.date(2007, 1, 1), dt.date(2056, 12, 31)), st.sampled_from(["/", "."]), st.booleans(), DIGITS
)
def test_any_day_in_numbers_comes_back(date: dt.date, sep: str, padded: bool, script: object) -> None:
    width = 2 if padded else 1
    written = f"{date.day:0{width}}{sep}{date.month:0{width}}{sep}{date.year + 543}"
    assert callable(script)
    assert parse_date(script(written)) == date


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("๑ - ๓๐ มิถุนายน ๒๕๖๖", PartialDate(1, 6, 2023), PartialDate(30, 6, 2023)),
        ("ต.ค.65-ก.ย.66", PartialDate(None, 10, 2022), PartialDate(None, 9, 2023)),
        ("ต.ค. - มี.ค. ๒๕๖๖", PartialDate(None, 10, 2022), PartialDate(None, 3, 2023)),  # over the turn
        ("ต.ค. ๒๕๖๕ - มี.ค.", PartialDate(None, 10, 2022), PartialDate(None, 3, 2023)),
        ("วันที่ ๑ ถึงวันที่ ๕ ตุลาคม พ.ศ. ๒๕๖๕", PartialDate(1, 10, 2022), PartialDate(5, 10, 2022)),
        ("01/10/2565 – 30/09/2566", PartialDate(1, 10, 2022), PartialDate(30, 9, 2023)),
        ("มกราคม - มีนาคม", PartialDate(None, 1, None), PartialDate(None, 3, None)),
    ],
)
def test_ranges_share_what_is_printed_once(text: str, first: PartialDate, last: PartialDate) -> None:
    (found,) = find_dates(text)
    assert (found.first, found.last, found.ranged) == (first, last, True)
    assert found.span == (0, len(text))


def test_the_number_of_a_round_is_no_day() -> None:
    assert [d.first for d in find_dates("ครั้งที่ ๑ เมษายน ๒๕๖๖")] == [PartialDate(None, 4, 2023)]
    assert [d.first for d in find_dates("ไตรมาส ๑ มกราคม")] == [PartialDate(None, 1, None)]


def test_a_count_behind_a_month_is_no_year() -> None:
    assert [d.first for d in find_dates("มกราคม ๕๐ ครั้ง")] == [PartialDate(None, 1, None)]


@pytest.mark.parametrize("text", ["สำนักงาน ก.พ.ร. กำหนด", "ก.ค.ศ.", "สมาคม ตุลาการ", "กคง", "๑๐,๐๐๐ บาท"])
def test_what_only_looks_like_a_month_is_none(text: str) -> None:
    assert find_dates(text) == ()


def test_one_wrong_letter_in_a_full_month_is_read() -> None:
    assert parse_date("๕ มกรคม ๒๕๖๖") == dt.date(2023, 1, 5)
    assert parse_date("๕ พฤศจกายน ๒๕๖๖") == dt.date(2023, 11, 5)


def test_one_wrong_letter_beside_a_sound_month_is_read() -> None:
    (found,) = find_dates("มีนาคม ๒๕๖๗ - มิถนายน ๒๕๖๗")
    assert (found.first, found.last, found.ranged) == (
        PartialDate(None, 3, 2024),
        PartialDate(None, 6, 2024),
        True,
    )


@pytest.mark.parametrize(
    "text", ["๓๑ กันยายน ๒๕๖๖", "๓๐ ก.พ. ๒๕๖๗", "๑ มกราคม", "มกราคม ๒๕๖๖", "", "๑๓/๑๓/๒๕๖๖"]
)
def test_what_is_no_full_or_no_possible_day_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_years_of_both_eras() -> None:
    assert [common_year(n) for n in (2566, 66, 2023, 566, 12)] == [2023, 2023, 2023, None, None]


@given(st.text(alphabet="๐๑๒๕๖0129 /.-กตคพมยเดือนวทีัถึง", max_size=40))
def test_no_text_makes_it_fail_and_spans_lie_inside(text: str) -> None:
    ends = [0]
    for found in find_dates(text):
        assert ends[-1] <= found.span[0] < found.span[1] <= len(text)
        ends.append(found.span[1])
