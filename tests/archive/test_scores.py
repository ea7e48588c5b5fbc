"""Score tables come back from the archive as they went in."""

from archive_samples import UNSURE, key, listing, place, report
from stored import stored_entries

from extract.model import Finding, Provenance, ScoreRecord

SCORE = ScoreRecord(
    score_id="d-p2t1",
    document_id="d",
    source_file="a.pdf",
    agency_id="SAO-920602",
    agency_name="องค์การบริหารส่วนตำบลหนองช้างแล่น",
    fiscal_year=2565,
    indicators=((1, 88.51), (10, 100.0)),
    iit=1 / 3,
    total=89.5,
    level="ผ่านดี",
    level_scheme="words",
    confidence=0.123456789,
    findings=(UNSURE, Finding("score-indicator-missing", "info", "2, 3")),
    provenance=(("indicator_1", (Provenance(2, place(1), "reader", "๘๘.๕๑", 0.97),)),),
)


def test_scores_are_kept_whole_and_go_by_the_name_of_the_file(archive):
    given = report("a.pdf", scores=(SCORE, SCORE))
    with archive.begin_run() as run:
        run.put(listing("a.pdf"), key("a.pdf"), given)
        run.put(listing("b.pdf"), key("b.pdf"), report("b.pdf"))
        run.note([listing("A.pdf", "a.pdf")])

    first, double, other = stored_entries(archive)
    assert (first.source_file, double.status) == ("A.pdf", "duplicate")
    assert {score.source_file for score in first.reports[0].scores} == {"A.pdf"}
    assert other.reports[0].scores == ()
    with archive.begin_run() as run:
        run.put(listing("c.pdf"), key("c.pdf"), report("c.pdf", scores=(SCORE,)))
    (score,) = stored_entries(archive)[-1].reports[0].scores
    assert score.indicators == SCORE.indicators
    assert (score.findings, score.provenance, score.iit) == (SCORE.findings, SCORE.provenance, SCORE.iit)
