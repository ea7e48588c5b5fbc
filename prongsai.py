"""Prongsai in Python: read results, digitise a file, open an archive, compare two years.

The four functions below are what programs may rest on; docs/python.md shows them at work. What a function
needs is imported when it is called, so that importing this module is quick.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandas as pd

    from extract.model import Report
    from oversight.archive.store import Archive
    from oversight.export.read import TableName
    from oversight.jobs.options import EngineName

__all__ = ["compare", "digitise", "open_archive", "read"]


def read(folder: str | Path = "output", kind: TableName = "records") -> pd.DataFrame:
    """Return a table of results, of a run (``-o``) or of ``prongsai export``, as a pandas DataFrame.

    Args:
        folder: The folder of a run or an export (Parquet, machine CSV, data package), or one machine CSV.
        kind: ``records``, ``documents`` or ``findings``; of exports also ``coverage`` and ``dictionary``.
            Lists stay lists, dates are dates, whole numbers with gaps are ``Int64``.

    Raises:
        OutputError: The folder holds no such table.

    >>> measures = read("output")
    >>> measures.groupby(["fiscal_year", "result_status"]).size()
    fiscal_year  result_status
    2565         done             6
    2566         done             4
                 in_progress      1
                 not_reported     1
    dtype: int64
    """
    from oversight.export.read import read as read_table

    return read_table(folder, kind)


def digitise(
    path: str | Path,
    *,
    engine: EngineName = "auto",
    pages: str | None = None,
    password: str | None = None,
    agency_id: str | None = None,
    fiscal_year: int | None = None,
    register: str | Path | None = None,
    second_opinion: bool = False,
    max_pages: int | None = None,
) -> list[Report]:
    """Read what ``path`` names and return its reports, mostly one a file; nothing is written.

    The work is done in this process: a hostile file may take long or take the process down. ``prongsai run``
    reads many files in guarded children and goes on after a stop.

    Args:
        path: A PDF, an image, a folder, a zip, a pattern or an fsspec URL, as ``prongsai run`` takes it.
        engine: Of pages without a text layer to trust.
        pages: Only these, such as ``"1-3,5"``.
        password: Of an encrypted PDF.
        agency_id: Stands above what the paper says.
        fiscal_year: Stands above what the paper says; Buddhist era.
        register: File of the register of local governments (``prongsai registry import`` writes it).
        second_opinion: Tesseract reads again what the reader doubts.
        max_pages: A document of more is refused; 500 when not given.

    Raises:
        DocumentError: A file cannot be opened or read.
        UsageError: ``path`` names no document, or ``pages`` is of another form.
        SetupError: It needs something that is not installed.

    >>> report, = digitise("fixtures/years/nawong-2566.pdf", pages="1")
    >>> report.facts.agency_name, report.facts.fiscal_year, report.status
    ('เทศบาลตำบลนาวง', 2566, 'ok')
    >>> first = report.records[0]
    >>> first.number, first.instrument, first.result_status, dict(first.provenance)["measure"][0].page
    ('1', 'IIT', 'done', 1)
    """
    import pipeline
    from extract.errors import UsageError
    from oversight import talk
    from oversight.jobs.inputs import discover
    from oversight.jobs.options import MAX_PAGES, Options, page_ranges

    options = Options(
        engine=engine,
        pages=page_ranges(pages) if pages else (),
        password=password,
        agency_id=agency_id,
        fiscal_year=fiscal_year,
        register=str(Path(register).absolute()) if register else None,
        second_opinion=second_opinion,
        max_pages=max_pages or MAX_PAGES,
    )
    sources, _ = discover([str(path)])
    if not sources:
        raise UsageError(*talk.both("run.no_inputs"))
    return [report for source in sources for report in pipeline.digitise(source, options)]


def open_archive(place: str | Path = "output") -> Archive:
    """Open an archive to read it, also while a run writes; use it in a ``with`` statement.

    Args:
        place: The folder of a run, its ``archive.db``, or a URL such as
            ``postgresql+psycopg://user@host/database``.

    Raises:
        OutputError: There is no archive, or this version does not understand it.
        SetupError: PostgreSQL's driver is not installed.

    >>> with open_archive("output") as archive:
    ...     [record.number for record in archive.records() if record.needs_review]
    ['2']
    """
    from oversight.archive.store import FILE_NAME
    from oversight.archive.store import Archive as Store

    return Store.open(Path(place) / FILE_NAME if Path(place).is_dir() else place, write=False)


def compare(
    before: int,
    after: int,
    *,
    agency: str | None = None,
    province: str | None = None,
    other: str | None = None,
    kind: Literal["plan", "report", "analysis", "promised"] | None = None,
    place: str | Path = "output",
) -> pd.DataFrame:
    """Compare two fiscal years: one row a change, with the columns of ``prongsai compare --format csv``.

    ``change`` is continued, reworded, changed, split, merged, dropped or new; ``fields`` are those that
    differ; ``before_…`` and ``after_…`` are what stood there. ``attrs["not_compared"]`` maps ids of agencies
    to the year or kind they lack, ``attrs["left_out"]`` maps ids to documents that repeat another.

    Args:
        before: The earlier fiscal year, Buddhist era.
        after: The later one.
        agency: An id or a name; without it all agencies that have both years.
        province: Only of this one.
        other: Another agency, whose year ``after`` is set against ``agency``'s ``before``.
        kind: Of documents; ``promised`` sets plans against reports. Plans first, when not given.
        place: The archive, as ``open_archive`` takes it.

    Raises:
        UsageError: The years may not be compared, a name is not known, one agency has nothing to compare.
        OutputError: There is no archive.

    >>> changes = compare(2565, 2566, agency="ทต.นาวง")
    >>> changes["change"].value_counts().to_dict()
    {'continued': 3, 'new': 2, 'dropped': 1, 'merged': 1}
    """
    import pandas as pd

    from oversight.compare.change_rows import COLUMNS, change_row
    from oversight.compare.two_years import compared

    with open_archive(place) as archive:
        found = list(compared(archive, (before, after), agency, province, other, kind))
    rows = [change_row(one, change) for one in found for change in one.changes]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame = frame.astype({"from_year": "Int64", "to_year": "Int64", "score": "Float64"})
    frame.attrs["not_compared"] = {one.agency_id: one.missing for one in found if one.missing}
    frame.attrs["left_out"] = {one.agency_id: list(one.left_out) for one in found if one.left_out}
    return frame
