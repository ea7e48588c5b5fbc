"""Faults that only a page as a whole gives away."""

from extract.pages.trust import Verdict


def test_a_page_with_aa_and_am_swapped_is_read_right() -> None:
    swapped = Verdict("text", swapped=True)
    assert [swapped.mend(line) for line in ("กำรด ำเนินงำน", "ตำมมำตรกำร")] == ["การดำเนินงาน", "ตามมาตรการ"]


def test_a_page_that_lost_its_nikhahit_is_read_right() -> None:
    assert Verdict("text", lost_am=True).mend("การดาเนินงานประจาปี") == "การดำเนินงานประจำปี"


def test_a_sound_page_keeps_its_text() -> None:
    assert Verdict("text").mend("กำรด ำเนินงำน") == "กำรดำเนินงำน"
