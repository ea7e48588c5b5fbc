"""The command ``compare``: two years of an agency, of a province, of the nation."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field
from io import TextIOWrapper
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click
from click.core import ParameterSource

from oversight import talk
from oversight.archive.archive_commands import archive_options, place
from oversight.compare.two_years import DOCUMENT_KINDS, compared
from oversight.spoken import Spoken, SpokenGroup, lang_option
from oversight.whole_files import replaced

if TYPE_CHECKING:
    from oversight.compare.years import Comparison

FORMATS = ("table", "csv", "xlsx", "html", "json")
PLAIN_COLUMNS = 110  # of a table that goes to no terminal


@click.group("compare", cls=SpokenGroup, invoke_without_command=True)
@click.option("--agency", metavar="ID|NAME")
@click.option("--with", "other", metavar="ID|NAME")
@click.option("--province", metavar="NAME")
@click.option("--years", "two_years", metavar="YEAR YEAR", type=int, nargs=2)
@click.option("--kind", type=click.Choice([*DOCUMENT_KINDS, "promised"]), metavar="KIND")
@archive_options
@click.option("--format", "form", type=click.Choice(FORMATS), metavar="FORM", default="table")
@click.option("--to", "target", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@lang_option
@click.pass_context
def compare(
    ctx: click.Context,
    agency: str | None,
    other: str | None,
    province: str | None,
    two_years: tuple[int, int] | None,
    kind: str | None,
    output: Path,
    archive: str | None,
    form: str,
    target: Path | None,
) -> None:
    """Compare the measures of two years."""
    if ctx.invoked_subcommand is not None:
        return
    from oversight.archive.store import Archive
    from oversight.compare.comparable import refused

    if two_years is None:
        raise refused("no_years")
    if other is not None and agency is None:
        raise refused("with_whom")
    with Archive.open(place(output, archive), write=False) as opened:
        found = compared(opened, two_years, agency, province, other, kind)
        _tell(found, agency is not None, form, target, ctx.meta["lang"])


@dataclass(slots=True)
class _Notes:
    """What is told beside the answer: agencies that could not be compared, documents left out."""

    missing: int = 0
    left_out: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def of(self, found: Iterable[Comparison]) -> Iterator[Comparison]:
        """The same comparisons, looked at as they pass."""
        for one in found:
            self.missing += one.missing is not None
            if one.left_out:
                self.left_out.append((one.agency_name or one.agency_id, one.left_out))
            yield one


def _tell(found: Iterator[Comparison], whole: bool, form: str, target: Path | None, lang: str) -> None:
    """Write to ``target``, else to stdout; what could not be compared is told on stderr."""
    from oversight.compare.comparable import refused

    if form == "xlsx" and target is None and sys.stdout.isatty():
        raise refused("binary")
    notes = _Notes()
    with nullcontext(sys.stdout.buffer) if target is None else replaced(target) as stream:
        _write(notes.of(found), stream, whole, form, lang)
        stream.flush()
    if notes.missing:
        click.echo(talk.text("compare.not_compared", lang, count=notes.missing), err=True)
    for name, documents in notes.left_out:
        click.echo(talk.text("compare.left_out", lang, agency=name, documents=", ".join(documents)), err=True)


def _write(found: Iterator[Comparison], stream: IO[bytes], whole: bool, form: str, lang: str) -> None:
    from oversight.compare import change_files

    if form == "xlsx":
        change_files.write_xlsx(found, stream)
        return
    text = TextIOWrapper(stream, "utf-8", newline="", write_through=True)
    try:
        if form == "json":
            change_files.write_json(found, text)
        elif form == "csv":
            change_files.write_csv(found, text)
        elif form == "html":
            change_files.write_html(found, text, lang)
        else:
            text.write(_table(found, whole, lang))
    finally:  # a wrapper that is dropped would close what it wraps, mostly stdout
        text.detach()


def _table(found: Iterable[Comparison], whole: bool, lang: str) -> str:
    from oversight.compare.change_text import agency_text, counts_table

    if not whole:
        return counts_table(found, _columns(), lang) + "\n"
    return "\n".join(agency_text(one, _columns(), lang) for one in found)


@compare.command("families", cls=Spoken)
@click.option("--province", metavar="NAME")
@click.option("--fiscal-year", "years", metavar="YEAR", type=int, multiple=True)
@click.option("--limit", metavar="N", type=click.IntRange(min=1), default=20)
@click.option("--afresh", is_flag=True)
@archive_options
@click.option("--json", "as_json", is_flag=True)
@lang_option
@click.pass_context
def families(
    ctx: click.Context,
    province: str | None,
    years: tuple[int, ...],
    limit: int,
    afresh: bool,
    output: Path,
    archive: str | None,
    as_json: bool,
) -> None:
    """Tell which measures most agencies share; group what is not grouped yet."""
    from oversight.archive.documents import provinces
    from oversight.archive.families import common, ungrouped
    from oversight.archive.selection import Filter
    from oversight.archive.store import Archive
    from oversight.compare.change_text import families_table
    from oversight.compare.comparable import find_province
    from oversight.compare.families import group_archive
    from oversight.jobs.results import refresh_results

    lang, where = ctx.meta["lang"], place(output, archive)
    with Archive.open(where, write=False) as opened, opened.reading() as connection:
        named = find_province(province, provinces(connection)) if province else None
        wanted = Filter(province=named, fiscal_years=years)
        stale = afresh or ungrouped(connection)
    if stale:
        with Archive.open(where) as opened:
            changed = group_archive(opened, afresh)
            # The files beside the archive, or in the folder named: another archive's files are not touched.
            named_folder = ctx.get_parameter_source("output") is not ParameterSource.DEFAULT
            if changed and (archive is None or named_folder):
                refresh_results(opened, output, lang)
        click.echo(talk.text("compare.grouped", lang, count=f"{changed:,}"), err=True)
    with Archive.open(where, write=False) as opened, opened.reading() as connection:
        found = common(connection, wanted, limit)
    if as_json:
        for one in found:
            click.echo(json.dumps(asdict(one), ensure_ascii=False))
    else:
        click.echo(families_table(found, _columns(), lang))


def _columns() -> int:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else PLAIN_COLUMNS
