"""An export from beginning to end: the formats asked for, made aside and put in place together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from extract.errors import OutputError, UsageError
from oversight.archive.records import count
from oversight.export import csv_files, pool
from oversight.export.columns import TABLES
from oversight.export.csv_files import Profile
from oversight.export.output_files import Staging
from oversight.export.style import Style
from oversight.export.tables import Selection
from oversight.whole_files import output_errors

Format = Literal["csv", "xlsx", "parquet", "datapackage"]
FORMATS: tuple[Format, ...] = ("csv", "xlsx", "parquet", "datapackage")
BOOK = "prongsai.xlsx"


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What is to be made: into a folder, or into one CSV or XLSX ``file`` of it."""

    folder: Path
    formats: Sequence[Format]
    profile: Profile = "machine"
    style: Style | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """The files and folders made, how many records stand in them, and how many cells had to be cut."""

    paths: tuple[Path, ...]
    records: int
    cut: int


def export(selection: Selection, asked: ExportRequest) -> Made:
    """Make the files; all of them come into place together, or none.

    Raises:
        OutputError: They cannot be written, or the archive cannot be read.
    """
    style = asked.style or Style()
    with selection.archive.reading() as connection:
        counts = count(connection, selection.wanted)
    many = sum(counts.values()) >= pool.FROM
    with Staging(asked.folder) as staging:
        with output_errors(asked.folder):
            for form in asked.formats:
                match form:
                    case "csv":
                        _csv(staging, selection, asked, style, many)
                    case "xlsx":
                        _xlsx(staging, selection, counts, asked.file or BOOK, style)
                    case "parquet":
                        _parquet(staging, selection)
                    case "datapackage":
                        _package(staging, selection, many)
        return Made(staging.publish(), sum(counts.values()), style.cut)


def _csv(staging: Staging, selection: Selection, asked: ExportRequest, style: Style, many: bool) -> None:
    """CSV of every table, or of the records alone into the file asked for."""
    names = {"records": asked.file} if asked.file else {table: f"{table}.csv" for table in TABLES}
    for table, name in names.items():
        _table(staging.path(name), selection, table, asked.profile, style, many)


def _table(path: Path, selection: Selection, table: str, profile: Profile, style: Style, many: bool) -> None:
    """One CSV file; ``many`` records are put together by all cores."""
    with path.open("w", encoding=csv_files.ENCODING[profile], newline="", buffering=1 << 20) as stream:
        if many and table == "records":
            pool.write_records(stream, selection, profile, style)
        else:
            csv_files.write(stream, profile, table, selection.rows(table), style)


def _xlsx(
    staging: Staging,
    selection: Selection,
    counts: dict[tuple[int | None, str | None], int],
    name: str,
    style: Style,
) -> None:
    """One workbook, or one a year (and province) where one sheet would not do."""
    from xlsxwriter.exceptions import FileCreateError, FileSizeError

    from oversight.archive.selection import Filter
    from oversight.export import workbook

    path = Path(name)
    try:
        for keys in workbook.parts(counts):
            wanted, ending = selection.wanted or Filter(), ""
            for key, value in zip(("fiscal_year", "province"), keys, strict=False):
                ending += f"-{'none' if value is None else value}"
                if value is None:
                    wanted = replace(wanted, nulls=(*wanted.nulls, key))
                elif key == "fiscal_year":
                    wanted = replace(wanted, fiscal_years=(value,))
                else:
                    wanted = replace(wanted, province=value)
            part = replace(selection, wanted=wanted) if keys else selection
            workbook.write(staging.path(f"{path.stem}{ending}{path.suffix}"), part, style)
    except (FileCreateError, FileSizeError) as error:
        raise OutputError(f"เขียนไฟล์ XLSX ไม่ได้: {error}", f"the XLSX cannot be written: {error}") from error


def _parquet(staging: Staging, selection: Selection) -> None:
    from oversight.export import parquet

    parquet.write_by_year(staging.path("parquet/records"), "records", selection.rows("records"))
    for table in TABLES:
        if table != "records":
            parquet.write(staging.path(f"parquet/{table}.parquet"), table, selection.rows(table))


def _package(staging: Staging, selection: Selection, many: bool) -> None:
    from oversight.export import package

    for table in TABLES:
        _table(staging.path(f"datapackage/{table}.csv"), selection, table, "machine", Style(), many)
    package.write(staging.path("datapackage/x").parent)


def destination(output: Path, formats: Sequence[Format]) -> tuple[Path, str | None]:
    """Folder and, where ``output`` names one, the file in it.

    Raises:
        UsageError: A file's name that does not go with the formats.
    """
    forms: dict[str, Format] = {".csv": "csv", ".xlsx": "xlsx"}
    form = forms.get(output.suffix.lower())
    if form is None or output.is_dir():
        return output, None
    if list(formats) != [form]:
        raise UsageError(
            f"-o {output} เป็นชื่อไฟล์ {form} จึงใช้กับ --format {form} ได้อย่างเดียว หรือระบุเป็นโฟลเดอร์",
            f"-o {output} names a {form} file: give --format {form} alone, or a folder",
        )
    return output.parent, output.name
