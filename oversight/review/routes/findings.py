"""Findings: how many of each, what they mean, where they are."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query, Request
from starlette.responses import HTMLResponse

from oversight.archive import findings as findings_of
from oversight.registry.explain import explanations
from oversight.review.desk import DeskOf, MayRead, page

router = APIRouter()
PAGE = 50


@router.get("/findings", response_class=HTMLResponse)
def findings(request: Request, here: DeskOf, session: MayRead) -> HTMLResponse:
    """Every kind of finding there is in the archive, most serious first."""
    with here.reading() as connection:
        counts = findings_of.counts(connection)
    order = {"error": 0, "warning": 1, "info": 2}
    known = {each.code: each for each in explanations()}
    rows = sorted(
        ((known[code], count) for code, count in counts.items() if code in known),
        key=lambda row: (order[row[0].severity], -row[1]),
    )
    return page(request, "findings.html", rows=rows)


@router.get("/findings/{code}", response_class=HTMLResponse)
def finding(
    request: Request,
    here: DeskOf,
    session: MayRead,
    code: Annotated[str, Path(pattern=r"^[a-z0-9-]{1,60}$")],
    after: Annotated[str, Query(pattern=r"^(\d{1,15}-\d{1,15})?$")] = "",
) -> HTMLResponse:
    """One kind: what it means, what to do, and its places."""
    explained = next((each for each in explanations() if each.code == code), None)
    if explained is None:
        raise HTTPException(404)
    document, _, position = after.partition("-")
    behind = (int(document), int(position)) if after else None
    with here.reading() as connection:
        rows = findings_of.places(connection, code, behind, PAGE + 1)
    more = f"{rows[PAGE - 1].key[0]}-{rows[PAGE - 1].key[1]}" if len(rows) > PAGE else ""
    return page(request, "finding.html", explained=explained, rows=rows[:PAGE], more=more, after=after)
