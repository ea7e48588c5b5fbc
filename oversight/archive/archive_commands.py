"""The commands that ask the archive: ``search``, ``status``, ``retry``. What reads documents comes in."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from oversight import talk
from oversight.spoken import Spoken, lang_option

if TYPE_CHECKING:
    from oversight.archive.listing import Listing
    from oversight.archive.status import ArchiveStatus, RunStatus

ARCHIVE_NAME = "archive.db"


@dataclass(frozen=True, slots=True)
class RetryRequest:
    """What ``retry`` asks for: these inputs once more, into this output folder and archive."""

    listings: Sequence[Listing]
    output: Path
    archive: str
    jobs: int | None
    lang: str


def place(output: Path, archive: str | None) -> str:
    """Where the archive of an output folder is: beside the results unless it is named."""
    return archive or str(output / ARCHIVE_NAME)


def archive_options(function: Any) -> Any:
    """``--output`` and ``--archive``, which together say where the archive is."""
    function = click.option("--archive", metavar="PATH|URL")(function)
    return click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("output"))(function)


@click.command("search", cls=Spoken)
@click.argument("words", metavar="TEXT...", nargs=-1, required=True)
@archive_options
@click.option("--province", metavar="NAME")
@click.option("--fiscal-year", "years", metavar="YEAR", type=int, multiple=True)
@click.option("--limit", metavar="N", type=click.IntRange(min=1), default=50)
@click.option("--json", "as_json", is_flag=True)
@lang_option
@click.pass_context
def search(
    ctx: click.Context,
    words: tuple[str, ...],
    output: Path,
    archive: str | None,
    province: str | None,
    years: tuple[int, ...],
    limit: int,
    as_json: bool,
) -> None:
    """Find measures by any piece of their text."""
    from oversight.archive.search import search as found
    from oversight.archive.selection import Filter
    from oversight.archive.store import Archive

    lang = ctx.meta["lang"]
    wanted = Filter(province=province, fiscal_years=years)
    with Archive.open(place(output, archive), write=False) as opened, opened.reading() as connection:
        hits = found(connection, " ".join(words), wanted, limit)
    for hit in hits:
        if as_json:
            click.echo(json.dumps(asdict(hit), ensure_ascii=False))
            continue
        head = " · ".join(str(part) for part in (hit.agency_name, hit.fiscal_year, hit.source_file) if part)
        click.echo(f"{head}\n  {' '.join(part for part in (hit.number, hit.measure) if part)}")
        if hit.field != "measure":
            click.echo(f"  {hit.field}: {hit.text}")
    if not as_json:
        key = "search.more" if len(hits) == limit else "search.found"
        click.echo(talk.text(key, lang, count=len(hits)), err=True)


@click.command("status", cls=Spoken)
@archive_options
@click.option("--json", "as_json", is_flag=True)
@lang_option
@click.pass_context
def status(ctx: click.Context, output: Path, archive: str | None, as_json: bool) -> None:
    """Tell how the archive and its last run stand."""
    from oversight.archive.status import status as counted
    from oversight.archive.store import Archive

    with Archive.open(place(output, archive), write=False) as opened, opened.reading() as connection:
        standing = counted(connection)
    if as_json:
        click.echo(json.dumps(asdict(standing), ensure_ascii=False))
    else:
        click.echo(shown(standing, ctx.meta["lang"]))


@click.command("unlock", cls=Spoken)
@archive_options
@click.option("--yes", is_flag=True)
@lang_option
@click.pass_context
def unlock(ctx: click.Context, output: Path, archive: str | None, yes: bool) -> None:
    """Free an archive whose run is known to be dead, and say whose it was."""
    from oversight.archive import lease
    from oversight.archive.store import Archive

    lang = ctx.meta["lang"]
    with Archive.open(place(output, archive)) as opened:
        with opened.reading() as connection:
            held = lease.held(connection)
        if held is None:
            click.echo(talk.text("unlock.free", lang), err=True)
            return
        who = {"run": held.run, "host": held.holder.host, "process": held.holder.process}
        click.echo(talk.text("unlock.held", lang, age=f"{held.age:,.0f}", **who), err=True)
        if not (held.over or yes):
            click.confirm(talk.text("unlock.sure", lang), abort=True, err=True)
        with opened.writing() as connection:
            lease.free(connection, held.run)
        click.echo(talk.text("unlock.done", lang), err=True)


def retry_by(again: Callable[[RetryRequest], int]) -> click.Command:
    """The command ``retry``.

    Args:
        again: Reads the given inputs once more and returns the exit code.
    """

    @click.command("retry", cls=Spoken)
    @archive_options
    @click.option("--jobs", type=click.IntRange(min=1), metavar="N", default=None)
    @lang_option
    @click.pass_context
    def retry(ctx: click.Context, output: Path, archive: str | None, jobs: int | None) -> None:
        """Read again what failed."""
        from oversight.archive.status import failed_files
        from oversight.archive.store import Archive

        lang = ctx.meta["lang"]
        where = place(output, archive)
        with Archive.open(where, write=False) as opened, opened.reading() as connection:
            failed = failed_files(connection)
        if not failed:
            click.echo(talk.text("standing.nothing_failed", lang), err=True)
            return
        ctx.exit(again(RetryRequest(failed, output, where, jobs, lang)))

    return retry


def shown(standing: ArchiveStatus, lang: str) -> str:
    """The status as lined-up text."""
    rows = [(talk.text("standing.files", lang), f"{standing.files:,}")]
    rows += [(f"  {talk.text(f'status.{name}', lang)}", f"{count:,}") for name, count in standing.statuses]
    numbers = {
        "waiting": standing.waiting,
        "pages": standing.pages,
        "records": standing.records,
        "corrections": standing.corrections,
        "conflicts": standing.conflicts,
    }
    rows += [(talk.text(f"standing.{name}", lang), f"{count:,}") for name, count in numbers.items() if count]
    parts = [talk.table(rows)]
    if standing.failures:
        parts.append(talk.text("standing.failures", lang))
        parts.append(talk.table([(cause, f"{count:,}") for cause, count in standing.failures]))
    if standing.run is not None:
        parts.append(_run(standing.run, lang))
    return "\n".join(parts)


def _run(run: RunStatus, lang: str) -> str:
    began = dt.datetime.fromtimestamp(run.started).astimezone().strftime("%Y-%m-%d %H:%M")
    total = "" if run.expected is None else f"/{run.expected:,}"
    rows = [
        (talk.text("standing.state", lang), talk.text(f"standing.{run.state}", lang)),
        (talk.text("standing.began", lang), f"{began} ({run.host}, {run.process})"),
        (talk.text("standing.done", lang), f"{run.done:,}{total}"),
        (
            talk.text("standing.pace", lang),
            talk.text(
                "standing.pace_value",
                lang,
                documents=f"{run.documents_a_second * 60:,.0f}",
                pages=f"{run.pages_a_second * 60:,.0f}",
            ),
        ),
    ]
    if run.seconds_left is not None:
        left = dt.timedelta(seconds=round(run.seconds_left))
        rows.append((talk.text("standing.left", lang), str(left)))
    return f"{talk.text('standing.run', lang, number=run.number)}\n{talk.table(rows)}"
