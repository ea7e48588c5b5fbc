"""The commands ``coverage`` and ``report``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from extract.errors import UsageError
from oversight import talk
from oversight.archive.archive_commands import place as place_in
from oversight.spoken import Spoken, lang_option
from oversight.whole_files import replaced

REPORT_FORMS = ("html", "csv", "json")
FORMS = ("table", "csv", "xlsx", "html", "json")


def asking(function: Any) -> Any:
    """The options of every command that asks the archive of agencies: where it is, where the answer goes."""
    for option in (
        click.option("--register", type=click.Path(path_type=Path), metavar="CSV"),
        click.option("-o", "--output", "target", type=click.Path(path_type=Path)),
        click.option("--archive", metavar="PATH|URL"),
    ):
        function = option(function)
    return function


def settled(target: Path | None, archive: str | None) -> tuple[Path | None, str | None]:
    """The file to write and the archive: a folder after ``-o`` is, as everywhere, a folder of results."""
    if target is not None and target.is_dir():
        return None, archive or place_in(target, None)
    return target, archive


@click.command("coverage", cls=Spoken)
@asking
@click.option("--province", metavar="NAME")
@click.option("--years", "year_span", metavar="YEAR YEAR", nargs=2, type=click.IntRange(2500, 2700))
@click.option("--format", "form", type=click.Choice(FORMS), default="table")
@lang_option
@click.pass_context
def coverage(
    ctx: click.Context,
    archive: str | None,
    target: Path | None,
    register: Path | None,
    province: str | None,
    year_span: tuple[int, int] | None,
    form: str,
) -> None:
    """Which agency has which years' plan and report in the archive."""
    from oversight.archive.documents import handed_in
    from oversight.archive.selection import Filter
    from oversight.export.coverage import coverage as covered
    from oversight.registry.register_file import listed
    from oversight.report import scope
    from oversight.report.coverage_files import (
        coverage_csv,
        coverage_json,
        coverage_page,
        coverage_text,
        coverage_xlsx,
    )
    from oversight.report.coverage_matrix import matrix

    lang = ctx.meta["lang"]
    target, archive = settled(target, archive)
    if form == "xlsx" and target is None:
        raise UsageError(*talk.both("scope.need_file", form=form))
    loaded = scope.register_of(archive, register)
    with scope.opened(archive) as opened:
        with opened.reading() as connection:
            held = handed_in(connection)
        if province is not None:
            known = () if loaded is None else (entry.province for entry in listed(loaded))
            province = scope.province_of(held, province, known)
        years = tuple(range(min(year_span), max(year_span) + 1)) if year_span else ()
        made = matrix(covered(opened, loaded, Filter(province=province, fiscal_years=years)))
    if not made.rows or not made.years:
        scope.nothing(held)
    match form:
        case "json":
            _put(coverage_json(made), target, lang)
        case "csv":
            _put(coverage_csv(made), target, lang, "utf-8-sig")
        case "xlsx":
            _put(coverage_xlsx(made, lang), target, lang)
        case "html":
            _put(coverage_page(made, lang, province), target, lang)
        case _:
            _put(coverage_text(made, lang) + "\n", target, lang)
            click.echo(talk.text("coverage.key", lang), err=True)
            if not made.registered:
                click.echo(talk.text("coverage.no_register", lang), err=True)


@click.command("report", cls=Spoken)
@asking
@click.option("--province", metavar="NAME")
@click.option("--agency", metavar="ID|NAME")
@click.option("--year", metavar="YEAR", type=click.IntRange(2500, 2700))
@click.option("--format", "report_form", type=click.Choice(REPORT_FORMS), default="html")
@lang_option
@click.pass_context
def report(
    ctx: click.Context,
    archive: str | None,
    target: Path | None,
    register: Path | None,
    province: str | None,
    agency: str | None,
    year: int | None,
    report_form: str,
) -> None:
    """The report of a province or an agency."""
    from oversight.archive.documents import handed_in
    from oversight.report import scope
    from oversight.report.gather import Scope, gather
    from oversight.report.report_page import report_csv, report_json, report_page

    lang = ctx.meta["lang"]
    target, archive = settled(target, archive)
    if province is None and agency is None:
        raise UsageError(*talk.both("scope.whose"))
    loaded = scope.register_of(archive, register)
    with scope.opened(archive) as opened:
        with opened.reading() as connection:
            held = handed_in(connection)
        place = None if province is None else scope.province_of(held, province)
        if agency is None:
            whom = Scope(scope.year_of(held, place, year), place)
        else:
            whom = scope.agency_of(opened, agency, place, year)
        facts = gather(opened, loaded, whom)
    match report_form:
        case "json":
            _put(report_json(facts), target, lang)
        case "csv":
            _put(report_csv(facts), target, lang, "utf-8-sig")
        case _:
            _put(report_page(facts, lang if _lang_was_given(ctx) else "th"), target, lang)


def _put(answer: str | bytes, target: Path | None, lang: str, encoding: str = "utf-8") -> None:
    """Write ``answer`` to ``target`` and say so, or print it.

    Raises:
        OutputError: It cannot be written.
    """
    if target is None:
        click.echo(answer, nl=False)
        return
    with replaced(target) as stream:
        stream.write(answer if isinstance(answer, bytes) else answer.encode(encoding))
    click.echo(talk.text("scope.wrote", lang, path=target), err=True)


def _lang_was_given(ctx: click.Context | None) -> bool:
    """Whether --lang stands on the command line: what is handed on is else Thai, whatever the locale."""
    while ctx is not None:
        if ctx.get_parameter_source("lang") is ParameterSource.COMMANDLINE:
            return True
        ctx = ctx.parent
    return False
