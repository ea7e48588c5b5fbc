"""The command ``compare``: two years of an agency, of a province, of the nation."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from oversight import talk
from oversight.archive.commands import archive_options, place
from oversight.spoken import Spoken, SpokenGroup, lang_option

if TYPE_CHECKING:
    from oversight.archive.store import Archive
    from oversight.compare.years import Comparison

FORMATS = ("table", "csv", "xlsx", "html", "json")
DOCUMENT_KINDS = {"plan": "measure_plan", "report": "measure_report", "analysis": "measure_analysis"}
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
    from oversight.compare.scheme import refused

    if two_years is None:
        raise refused("no_years")
    if other is not None and agency is None:
        raise refused("with_whom")
    with Archive.open(place(output, archive), write=False) as opened:
        found = compared(opened, two_years, agency, province, other, kind)
    _tell(found, agency is not None, form, target, ctx.meta["lang"])


def compared(
    archive: Archive,
    years: tuple[int, int],
    agency: str | None = None,
    province: str | None = None,
    other: str | None = None,
    kind: str | None = None,
) -> list[Comparison]:
    """What the archive holds of two years, compared.

    Raises:
        UsageError: The scheme forbids it, a name is not known, or one agency has nothing to compare.
    """
    from oversight.archive.reading import Filter
    from oversight.compare.agencies import find_agency, find_province, known_agencies
    from oversight.compare.scheme import check_classes, check_years, refused
    from oversight.compare.source import lineage_of, read_sides
    from oversight.compare.years import compare_agencies, compare_years

    kinds = _kinds(kind)
    check_years(*years, may_be_one=other is not None or kind == "promised")
    known = known_agencies(archive)
    where = find_province(province, known) if province else None
    if agency is None:
        return list(
            compare_years(read_sides(archive, Filter(province=where, fiscal_years=years)), years, kinds)
        )
    one = find_agency(agency, known, where)
    if other is not None:
        second = find_agency(other, known)
        check_classes(one.agency_id, second.agency_id)
        before, after = (
            list(
                read_sides(archive, Filter(lineage=lineage_of(archive, each.agency_id), fiscal_years=(year,)))
            )
            for each, year in zip((one, second), years, strict=True)
        )
        found = [compare_agencies(before, after, years, kinds)]
    else:
        wanted = Filter(lineage=lineage_of(archive, one.agency_id), fiscal_years=years)
        found = list(compare_years(read_sides(archive, wanted), years, kinds))
    if not found or found[0].missing is not None:
        why = found[0].missing if found else "before"
        raise refused(f"missing_{why}", agency=one.name, before=years[0], after=years[1])
    return found


def _kinds(kind: str | None) -> Sequence[tuple[str, str]] | None:
    if kind is None:
        return None
    if kind == "promised":
        return [("measure_plan", "measure_report")]
    return [(DOCUMENT_KINDS[kind], DOCUMENT_KINDS[kind])]


def _tell(found: list[Comparison], whole: bool, form: str, target: Path | None, lang: str) -> None:
    """Write to ``target``, else to stdout; what could not be compared is told on stderr."""
    from oversight.compare.scheme import refused

    if form == "xlsx" and target is None and sys.stdout.isatty():
        raise refused("binary")
    data = _data(found, whole, form, lang)
    if target is None:
        click.echo(data, nl=False)
    else:
        _write(target, data)
    missing = [one for one in found if one.missing is not None]
    if missing:
        click.echo(talk.text("compare.not_compared", lang, count=len(missing)), err=True)
    for one in found:
        if one.left_out:
            name = one.agency_name or one.agency_id
            click.echo(
                talk.text("compare.left_out", lang, agency=name, documents=", ".join(one.left_out)), err=True
            )


def _write(target: Path, data: bytes) -> None:
    from oversight.export.write import told

    part = target.with_name(f".{target.name}.part")
    with told(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(target)


def _data(found: list[Comparison], whole: bool, form: str, lang: str) -> bytes:
    import io

    from oversight.compare import written

    if form == "xlsx":
        return written.xlsx(found)
    stream = io.StringIO(newline="")
    if form == "json":
        written.write_json(found, stream)
    elif form == "csv":
        written.write_csv(found, stream)
    elif form == "html":
        stream.write(written.html(found, lang))
    else:
        stream.write(_table(found, whole, lang))
    return stream.getvalue().encode()


def _table(found: list[Comparison], whole: bool, lang: str) -> str:
    from oversight.compare.plain import counts
    from oversight.compare.shown import counts_table, measures_table

    columns = _columns()
    if not whole:
        return counts_table(found, columns, lang) + "\n"
    parts = []
    for one in found:
        kinds = [talk.text(f"compare.document.{kind}", lang) for kind in dict.fromkeys(one.kinds or ())]
        numbers = counts(one.changes)
        told = " · ".join(
            f"{talk.text(f'compare.kind.{kind}', lang)} {count}"
            for kind, count in numbers.items()
            if count and kind != "reading_difference"
        )
        name = f"{one.agency_name or one.agency_id} ({one.agency_id})"
        head = f"{name} {one.years[0]} → {one.years[1]}: {' / '.join(kinds)}"
        parts.append(f"{head}\n{measures_table(one, columns, lang)}\n{told}\n")
    return "\n".join(parts)


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
    from oversight.archive.reading import Filter
    from oversight.archive.store import Archive
    from oversight.compare.agencies import find_province, known_agencies
    from oversight.compare.grouping import group_archive
    from oversight.compare.shown import families_table

    lang, where = ctx.meta["lang"], place(output, archive)
    with Archive.open(where, write=False) as opened:
        wanted = Filter(
            province=find_province(province, known_agencies(opened)) if province else None, fiscal_years=years
        )
        stale = afresh or opened.ungrouped()
    if stale:
        with Archive.open(where) as opened:
            changed = group_archive(opened, afresh)
        click.echo(talk.text("compare.grouped", lang, count=f"{changed:,}"), err=True)
    with Archive.open(where, write=False) as opened:
        found = opened.common_families(wanted, limit)
    if as_json:
        for one in found:
            click.echo(json.dumps(asdict(one), ensure_ascii=False))
    else:
        click.echo(families_table(found, _columns(), lang))


def _columns() -> int:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else PLAIN_COLUMNS
