"""The command ``export``."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from oversight import talk
from oversight.spoken import Spoken, lang_option

if TYPE_CHECKING:
    from oversight.archive.selection import Filter

ARCHIVE_NAME = "archive.db"
RESULTS = Path("output")
FOLDER = "export"
INSTRUMENTS = ("IIT", "EIT", "OIT")
STATUSES = ("done", "in_progress", "not_done", "not_reported", "unclear")
TELL_SECONDS, TELL_SECONDS_PLAIN = 0.5, 10.0


@click.command("export", cls=Spoken)
@click.option(
    "--format",
    "forms",
    type=click.Choice(("csv", "xlsx", "parquet", "datapackage", "all")),
    multiple=True,
    default=("csv",),
    metavar="FORMAT",
)
@click.option("--profile", type=click.Choice(("machine", "excel")), default="machine", metavar="WHICH")
@click.option("-o", "--output", "destination", type=click.Path(path_type=Path), default=RESULTS)
@click.option("--archive", metavar="PATH|URL")
@click.option("--register", type=click.Path(path_type=Path), metavar="CSV")
@click.option("--headers", type=click.Choice(("keys", "th", "en", "ckan")), default="keys", metavar="WHICH")
@click.option(
    "--digits", type=click.Choice(("as-printed", "thai", "arabic")), default="as-printed", metavar="WHICH"
)
@click.option("--years", "eras", type=click.Choice(("both", "be", "ce")), default="both", metavar="WHICH")
@click.option("--agency", "of_agency", metavar="ID|NAME")
@click.option("--province", metavar="NAME")
@click.option("--district", metavar="NAME")
@click.option("--year", "--fiscal-year", "fiscal_years", metavar="YEAR", type=int, multiple=True)
@click.option("--instrument", type=click.Choice(INSTRUMENTS))
@click.option("--status", "result_status", type=click.Choice(STATUSES), metavar="STATUS")
@click.option("--min-confidence", type=click.FloatRange(0, 1), metavar="0-1")
@click.option("--reviewed", is_flag=True)
@lang_option
@click.pass_context
def export(
    ctx: click.Context,
    /,
    forms: tuple[str, ...],
    profile: str,
    destination: Path,
    archive: str | None,
    register: Path | None,
    headers: str,
    digits: str,
    eras: str,
    **asked: Any,
) -> None:
    """Hand out the archive as CSV, XLSX, Parquet or a data package."""
    from oversight.archive.store import Archive
    from oversight.export import export as work
    from oversight.export.style import Style
    from oversight.export.tables import Selection
    from oversight.registry.register_file import loaded

    lang = ctx.meta["lang"]
    formats = work.FORMATS if "all" in forms else [form for form in work.FORMATS if form in forms]
    folder, file = work.destination(_folder(destination), formats)
    results, where = _archive(destination, archive)
    style = Style(headers, digits, eras)  # type: ignore[arg-type]
    began = time.monotonic()
    with Archive.open(where, write=False) as opened:
        selection = Selection(opened, _filter(**asked), loaded(results, register), _teller(lang))
        what = work.ExportRequest(folder, formats, profile, style, file)  # type: ignore[arg-type]
        made = work.export(selection, what)
    seconds = f"{time.monotonic() - began:.1f}"
    if not made.records:
        click.echo(talk.text("export.nothing", lang), err=True)
    if made.cut:
        click.echo(talk.text("export.cut", lang, count=f"{made.cut:,}"), err=True)
    values = {"records": f"{made.records:,}", "seconds": seconds}
    click.echo(talk.text("export.wrote", lang, **values), err=True)
    for path in made.paths:
        click.echo(path)


def _folder(target: Path) -> Path:
    """Where the files go: into a folder of their own beside the results of a run."""
    return target / FOLDER if target == RESULTS or (target / ARCHIVE_NAME).is_file() else target


def _archive(target: Path, named: str | None) -> tuple[Path, str]:
    """The folder of results, and the archive: the one named, else that of the target, else ``output/``'s."""
    beside = target if (target / ARCHIVE_NAME).is_file() else RESULTS
    if named is None:
        return beside, str(beside / ARCHIVE_NAME)
    return (Path(named).parent if "://" not in named else beside), named


def _filter(of_agency: str | None, reviewed: bool, result_status: str | None, **same: Any) -> Filter:
    """The options as a filter; an agency is named by its id or its full name."""
    from oversight.archive.selection import Filter

    by_id = of_agency is not None and (of_agency.isascii() or "-" in of_agency)
    return Filter(
        agency_id=of_agency if by_id else None,
        agency_name=None if by_id else of_agency,
        result_status=result_status,
        reviewed=True if reviewed else None,
        **same,
    )


def _teller(lang: str) -> Callable[[str, int], None]:
    """Progress on stderr: one line that is written over on a terminal, now and then a line elsewhere."""
    last = time.monotonic()

    def tell(table: str, count: int) -> None:
        nonlocal last
        screen = sys.stderr.isatty()
        if time.monotonic() - last > (TELL_SECONDS if screen else TELL_SECONDS_PLAIN):
            last = time.monotonic()
            said = talk.text(
                "export.progress", lang, table=talk.text(f"export.sheet_{table}", lang), count=f"{count:,}"
            )
            click.echo(f"\r\x1b[K{said}\r" if screen else said, nl=not screen, err=True)

    return tell
