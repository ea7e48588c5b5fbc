"""Files to take away: those of ``prongsai export``, made when they are asked for, with every correction."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi import Path as InPath
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, HTMLResponse, Response

from oversight.archive import documents, users
from oversight.archive.selection import Filter
from oversight.export.csv_files import Profile
from oversight.export.export import ExportRequest, Format, export
from oversight.export.tables import Selection
from oversight.review.desk import Desk, DeskOf, MayRead, page, query
from oversight.review.routes.documents import Short

router = APIRouter()
Year = Annotated[str, Query(pattern=r"^(\d{4})?$")]
Flag = Annotated[Literal["", "1"], Query()]


@dataclass(frozen=True, slots=True)
class Offer:
    """One download: a format, and the one file of it (None: all its files, as a zip)."""

    form: Format
    profile: Profile
    kind: str
    one: str | None = None


OFFERS = {
    "records.csv": Offer("csv", "excel", "text/csv; charset=utf-8", "records.csv"),
    "prongsai.xlsx": Offer(
        "xlsx", "excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ),
    "csv.zip": Offer("csv", "machine", "application/zip"),
    "parquet.zip": Offer("parquet", "machine", "application/zip"),
    "datapackage.zip": Offer("datapackage", "machine", "application/zip"),
}


@router.get("/export", response_class=HTMLResponse)
def offers(
    request: Request,
    here: DeskOf,
    session: MayRead,
    province: Short = "",
    year: Year = "",
    reviewed: Flag = "",
) -> HTMLResponse:
    """What can be taken away."""
    with here.reading() as connection:
        provinces, years = documents.provinces(connection), documents.years(connection)
    given = {"province": province, "year": year, "reviewed": reviewed}
    return page(
        request,
        "export.html",
        files=list(OFFERS),
        provinces=provinces,
        years=years,
        given=given,
        asked=query(**given),
    )


@router.get("/export/{name}", response_class=Response)
def file(
    here: DeskOf,
    session: MayRead,
    name: Annotated[str, InPath(max_length=40)],
    province: Short = "",
    year: Year = "",
    reviewed: Flag = "",
) -> Response:
    """One download."""
    if name not in OFFERS:
        raise HTTPException(404)
    wanted = Filter(
        province=province or None,
        fiscal_years=(int(year),) if year else (),
        reviewed=True if reviewed else None,
    )
    with here.writing() as connection:
        about = query(province=province, year=year, reviewed=reviewed)
        users.note(connection, session.user.name, "export", f"{name}{about}")
    folder = Path(tempfile.mkdtemp(prefix="prongsai-export-"))
    try:
        path = make(here, OFFERS[name], wanted, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    gone = BackgroundTask(shutil.rmtree, folder, ignore_errors=True)
    sent = name if path.suffix == Path(name).suffix else f"{Path(name).stem}{path.suffix}"
    return FileResponse(path, media_type=OFFERS[name].kind, filename=sent, background=gone)


def make(here: Desk, offer: Offer, wanted: Filter, folder: Path) -> Path:
    """Make the file of an offer in ``folder``."""
    into = folder / "made"
    selection = Selection(here.archive, wanted)
    paths = export(selection, ExportRequest(into, (offer.form,), offer.profile, file=offer.one)).paths
    files = [path for path in paths if path.is_file()]
    if len(files) == 1 and len(paths) == 1:
        return files[0]
    packed = folder / "packed.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(into.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(into))
    return packed
