"""What documents.csv says of codes and pages."""

from __future__ import annotations

from oversight.export.documents import codes_by_survey, measure_pages


def test_codes_by_the_survey_of_their_caption() -> None:
    codes = [("a", "EIT"), ("b", None), ("c", "IIT"), ("a", "EIT")]
    assert codes_by_survey(codes) == {"codes": ["a", "b", "c"], "codes_iit": ["c"], "codes_eit": ["a"]}


def test_pages_on_which_measures_begin() -> None:
    """A report among other documents: the memo on page 1 and the order on page 4 hold none."""
    assert measure_pages(["0f3a-2-p12t1r2", "0f3a-p3t1r1", "0f3a-p3t1r2m1", "0f3a-p5t2r9"]) == [3, 5, 12]
    assert measure_pages([]) == []
