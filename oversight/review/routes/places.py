"""Agencies with their years, provinces with their agencies."""

from __future__ import annotations

from collections import defaultdict
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Request
from starlette.responses import HTMLResponse

from oversight.archive import document_list, progress
from oversight.archive.document_list import Wanted
from oversight.archive.progress import AgencyYear
from oversight.drawing.charts import Portion, columns
from oversight.review.desk import DeskOf, MayRead, language, page
from oversight.review.values import STATUSES
from oversight.review.words import name, say

router = APIRouter()
MOST_DOCUMENTS = 200
Named = Annotated[str, Path(max_length=200)]


def chart(rows: list[tuple[int | None, str, int]], lang: str) -> list[tuple[str, list[Portion]]]:
    """Measures by year and result, as the columns of a chart."""
    years: defaultdict[int | None, dict[str, int]] = defaultdict(dict)
    for year, status, count in rows:
        years[year][status] = count
    ordered = sorted(years, key=lambda year: (year is None, year or 0))
    return [
        (
            say("year.unknown", lang) if year is None else str(year),
            [Portion(each, name("result_status", each, lang), years[year].get(each, 0)) for each in STATUSES],
        )
        for year in ordered
    ]


@router.get("/agencies/{agency_id}", response_class=HTMLResponse)
def agency(request: Request, here: DeskOf, session: MayRead, agency_id: Named) -> HTMLResponse:
    """An agency with the documents and results of its years."""
    lang = language(request)
    with here.reading() as connection:
        documents, _ = document_list.listed(connection, Wanted(agency_id=agency_id), limit=MOST_DOCUMENTS)
        outcomes = progress.outcomes(connection, agency_id=agency_id)
    if not documents:
        raise HTTPException(404)
    documents.sort(key=lambda each: (each.fiscal_year is None, each.fiscal_year or 0, each.source_file))
    years = sorted({each.fiscal_year for each in documents if each.fiscal_year})
    bars = chart(outcomes, lang)
    return page(
        request,
        "agency.html",
        agency_id=agency_id,
        title=next((each.agency_name for each in documents if each.agency_name), agency_id),
        province=next((each.province for each in documents if each.province), None),
        documents=documents,
        pairs=list(zip(years, years[1:], strict=False)),
        bars=bars,
        chart=columns(bars, say("agency.results", lang)),
        statuses=STATUSES,
    )


@router.get("/provinces", response_class=HTMLResponse)
def provinces(request: Request, here: DeskOf, session: MayRead) -> HTMLResponse:
    """All provinces."""
    with here.reading() as connection:
        covered = progress.coverage(connection)
    sums: dict[str | None, list[int]] = {}
    for each in covered:
        kept = sums.setdefault(each.province, [0, 0, 0])
        kept[0] += each.documents
        kept[1] += each.records
        kept[2] += each.approved
    return page(request, "provinces.html", rows=list(sums.items()))


@router.get("/provinces/{province}", response_class=HTMLResponse)
def province(request: Request, here: DeskOf, session: MayRead, province: Named) -> HTMLResponse:
    """A province: results by year, and its agencies."""
    lang = language(request)
    with here.reading() as connection:
        found = progress.agencies(connection, province)
        outcomes = progress.outcomes(connection, province=province)
    if not found and not outcomes:
        raise HTTPException(404)
    years = sorted({each.fiscal_year for each in found if each.fiscal_year})
    rows: dict[tuple[str, str], dict[int | None, AgencyYear]] = {}
    for each in found:
        rows.setdefault((each.agency_name, each.agency_id), {})[each.fiscal_year] = each
    bars = chart(outcomes, lang)
    return page(
        request,
        "province.html",
        province=province,
        rows=list(rows.items()),
        years=years,
        bars=bars,
        chart=columns(bars, say("agency.results", lang)),
        statuses=STATUSES,
    )
