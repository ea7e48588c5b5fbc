"""Two years of an agency side by side: what continued, changed, came and went, word by word and on paper."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import HTMLResponse

from oversight.archive import document_list, records
from oversight.archive.document_list import Wanted
from oversight.archive.records import StoredRecord
from oversight.archive.selection import Filter
from oversight.compare.changes import KINDS, Change, ChangeKind
from oversight.compare.comparable import lineage_of
from oversight.compare.measures import Measure, read_measures
from oversight.compare.worddiff import Piece, pieces
from oversight.review.desk import DeskOf, MayRead, page
from oversight.review.view import first_place

router = APIRouter()
YEAR = r"^2[5-6]\d\d$"
# The order in which people look: what changed comes before what stayed.
SHOWN: tuple[ChangeKind, ...] = ("changed", "reworded", "split", "merged", "new", "dropped", "continued")
assert set(SHOWN) == set(KINDS)


@dataclass(frozen=True, slots=True)
class Texts:
    """A field of both years, in stretches; ``nature`` says whether paper or our reading differs."""

    field: str
    before: list[Piece]
    after: list[Piece]
    nature: str


@router.get("/compare", response_class=HTMLResponse)
def compare(
    request: Request,
    here: DeskOf,
    session: MayRead,
    agency: Annotated[str, Query(max_length=200)] = "",
    before: Annotated[str, Query(pattern=YEAR)] = "2500",
    after: Annotated[str, Query(pattern=YEAR)] = "2500",
    kind: Annotated[str, Query(max_length=20)] = "",
    at: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> HTMLResponse:
    """The comparison; ``at`` is the change in hand, whose two crops are shown."""
    from oversight.compare.years import compare_years  # scipy takes long to import

    years = (int(before), int(after))
    wanted = Filter(lineage=lineage_of(here.archive, agency), fiscal_years=years)
    found = next(iter(compare_years(read_measures(here.archive, wanted), years)), None)
    if found is None or years[0] >= years[1]:
        raise HTTPException(404)
    counts = Counter(change.kind for change in found.changes)
    changes = [
        (n, change) for n, change in enumerate(found.changes) if change.kind == kind or kind not in KINDS
    ]
    chosen = next((each for each in changes if each[0] == at), changes[0] if changes else None)
    with here.reading() as connection:
        held = {
            side.record_id: records.one(connection, side.record_id)
            for side in ((*chosen[1].before, *chosen[1].after) if chosen else ())
        }
        others, _ = document_list.listed(connection, Wanted(agency_id=agency), limit=200)
    return page(
        request,
        "compare.html",
        agency=agency,
        found=found,
        years=years,
        counts=counts,
        kinds=SHOWN,
        kind=kind,
        changes=changes,
        chosen=chosen,
        texts=_texts(chosen[1]) if chosen else (),
        crops={record_id: _crop(each) for record_id, each in held.items()},
        all_years=sorted({each.fiscal_year for each in others if each.fiscal_year}),
    )


def _texts(change: Change) -> list[Texts]:
    """Every field that differs, the measure always."""
    if len(change.before) != 1 or len(change.after) != 1:
        return []
    old, new = change.before[0], change.after[0]
    made = []
    natures = {difference.field: difference.nature for difference in change.differences}
    for name in dict.fromkeys(("measure", *natures)):
        made.append(Texts(name, *pieces(_said(old, name), _said(new, name)), natures.get(name, "")))
    return made


def _said(side: Measure, name: str) -> str:
    value = getattr(side, name, None)
    if isinstance(value, tuple):
        return ", ".join(str(each) for each in value)
    return "" if value is None else str(value)


def _crop(held: StoredRecord | None) -> tuple[str, int, tuple[float, float, float, float]] | None:
    """Document, page and box of a measure on paper."""
    place = first_place(held.record) if held else None
    if held is None or place is None:
        return None
    box = place.bbox
    return held.record.document_id, place.page, (box.x0, box.y0, box.x1, box.y1)
