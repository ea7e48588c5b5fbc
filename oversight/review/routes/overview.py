"""The first page: how far review is, the last run, what failed, what the archive covers, what to do next."""

from __future__ import annotations

from collections import defaultdict

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from oversight.archive import progress, review_queue
from oversight.archive import status as counting
from oversight.archive.progress import Covered
from oversight.drawing.charts import Portion, bar
from oversight.review.desk import DeskOf, MayRead, language, page
from oversight.review.words import say

router = APIRouter()
SHADES = 5
MOST_PROVINCES = 80  # Thailand has 77
QUEUE = 8


@router.get("/", response_class=HTMLResponse)
def overview(request: Request, here: DeskOf, session: MayRead) -> HTMLResponse:
    """The overview."""
    lang = language(request)
    with here.reading() as connection:
        standing = progress.standing(connection)
        status = counting.status(connection)
        covered = progress.coverage(connection)
        waiting = review_queue.queue(connection, session.key[:16], QUEUE)
    rest = max(0, standing.records - standing.approved - standing.to_review)
    parts = [
        Portion("approved", say("overview.approved", lang), standing.approved),
        Portion("todo", say("overview.to_review", lang), standing.to_review),
        Portion("rest", say("overview.unasked", lang), rest),
    ]
    provinces, years = matrix(covered)
    return page(
        request,
        "overview.html",
        standing=standing,
        archive_status=status,
        parts=parts,
        bar=bar(parts, say("overview.progress", lang)),
        provinces=provinces[:MOST_PROVINCES],
        years=years,
        queue=waiting,
    )


def matrix(
    covered: list[Covered],
) -> tuple[list[tuple[str | None, dict[int | None, tuple[Covered, int]]]], list[int | None]]:
    """Rows of provinces with their years, each with a shade from 1 (little) to ``SHADES`` (most)."""
    most = max((each.documents for each in covered), default=1)
    rows: defaultdict[str | None, dict[int | None, tuple[Covered, int]]] = defaultdict(dict)
    for each in covered:
        shade = 1 + min(SHADES - 1, (SHADES * (each.documents - 1)) // max(1, most))
        rows[each.province][each.fiscal_year] = (each, shade)
    years = sorted({each.fiscal_year for each in covered}, key=lambda year: (year is None, year or 0))
    return list(rows.items()), years
