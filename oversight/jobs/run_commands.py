"""The commands around a run: ``run``, ``doctor``, ``version``. The stages come in as functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from oversight import talk
from oversight.archive.archive_commands import RetryRequest, retry_by
from oversight.spoken import Spoken, lang_option

if TYPE_CHECKING:
    from extract.model import Page, Report
    from oversight.jobs.inputs import InputFile
    from oversight.jobs.options import EngineName, Options, Task
    from oversight.jobs.run import Reopen

ENGINES = ("auto", "reader", "tesseract")
READING_OPTIONS = ("engine", "password", "agency_id", "fiscal_year", "second_opinion", "max_pages")
RUN_OPTIONS = ("manifest", "redo", "jobs", "cluster")
REDO = ("new", "stale", "failed", "all")  # as in archive.resume, which takes long to import


Discover = Callable[[Sequence[str]], tuple["Sequence[InputFile]", int]]
"""The documents in what was named, and how many files were passed over."""


def run_command(
    work: Callable[[Task], tuple[Report, ...]],
    discover: Discover,
    identity: Callable[[Options], Mapping[str, str]] = lambda options: {},
) -> click.Command:
    """The command ``run``.

    Args:
        work: Reads one document; children call it by its name.
        discover: The documents in what was named, and the number of files passed over.
        identity: The versions that decide what comes out of a file, with such options.
    """

    @click.command("run", cls=Spoken)
    @click.argument("inputs", metavar="IN...", nargs=-1, required=True)
    @click.option("-o", "--output", metavar="PATH|URL", default="output")
    @click.option("--archive", metavar="PATH|URL")
    @click.option("--redo", type=click.Choice(REDO), default="stale")
    @click.option("--jobs", type=click.IntRange(min=0), metavar="N", default=None)
    @click.option("--cluster", metavar="ADDRESS", default=None)
    @click.option("--engine", type=click.Choice(ENGINES), default="auto")
    @click.option("--pages", metavar="PAGES")
    @click.option("--password", metavar="TEXT")
    @click.option("--agency-id", metavar="ID")
    @click.option("--fiscal-year", metavar="YEAR", type=click.IntRange(2500, 2700))
    @click.option("--manifest", type=click.Path(path_type=Path), metavar="CSV")
    @click.option("--register", type=click.Path(path_type=Path), metavar="CSV")
    @click.option("--second-opinion", is_flag=True)
    @click.option("--timeout", type=click.FloatRange(min=1), metavar="SECONDS", default=300.0)
    @click.option("--page-timeout", type=click.FloatRange(min=1), metavar="SECONDS", default=30.0)
    @click.option("--memory", type=click.FloatRange(min=0.25), metavar="GIB", default=1.5)
    @click.option("--sandbox/--no-sandbox", default=None)
    @click.option("--max-pages", type=click.IntRange(min=1), metavar="N", default=500)
    @lang_option
    @click.pass_context
    def run(
        ctx: click.Context, /, inputs: tuple[str, ...], output: str, archive: str | None, **given: Any
    ) -> None:
        from extract.errors import UsageError
        from oversight.archive.archive_commands import place
        from oversight.jobs.options import Options, page_ranges
        from oversight.jobs.run import RunRequest, run_documents
        from oversight.jobs.sandbox import guarded
        from oversight.jobs.stores import is_url, outbox
        from oversight.jobs.watch import Limits
        from oversight.registry.register_file import loaded, register_path

        limits = Limits(given["timeout"], round(given["memory"] * 2**30), given["page_timeout"])
        limits = guarded(limits, given["sandbox"], any(map(is_url, inputs)))
        sources, ignored = discover(inputs)
        if not sources:
            raise UsageError(*talk.both("run.no_inputs"))
        with outbox(output, archive) as folder:
            register = given["register"]
            known = loaded(folder, register)
            options = Options(
                register=str(register_path(folder, register).absolute()) if known else None,
                register_digest=known.digest if known else None,
                pages=page_ranges(given["pages"]) if given["pages"] else (),
                **{name: given[name] for name in READING_OPTIONS},
            )
            request = RunRequest(
                folder,
                place(folder, archive),
                options,
                lang=ctx.meta["lang"],
                shown=output if is_url(output) else None,
                limits=limits,
                **{name: given[name] for name in RUN_OPTIONS},
            )
            code = run_documents(work, sources, ignored, request, identity(options))
        ctx.exit(code)

    return run


def retry_command(
    work: Callable[[Task], tuple[Report, ...]],
    reopen: Reopen,
    identity: Callable[[Options], Mapping[str, str]] = lambda options: {},
) -> click.Command:
    """The command ``retry``; ``reopen`` finds inputs again by (name, location, member)."""

    def again(asked: RetryRequest) -> int:
        from oversight.jobs.run import retry

        return retry(asked, work, reopen, identity)

    return retry_by(again)


def show_command(
    draw: Callable[[InputFile, int, Options], tuple[bytes, Page, bool]],
    discover: Discover,
) -> click.Command:
    """The command ``show``.

    Args:
        draw: Gives a page's PNG, the page as read, and whether measures stand on it.
        discover: The documents in what was named, and the number of files passed over.
    """

    @click.command("show", cls=Spoken)
    @click.argument("file", metavar="FILE")
    @click.option("--page", type=click.IntRange(min=1), metavar="N", default=1)
    @click.option("-o", "--output", "picture", type=click.Path(path_type=Path), metavar="PNG")
    @click.option("--engine", type=click.Choice(ENGINES), default="auto")
    @click.option("--password", metavar="TEXT")
    @lang_option
    @click.pass_context
    def show(
        ctx: click.Context,
        file: str,
        page: int,
        picture: Path | None,
        engine: EngineName,
        password: str | None,
    ) -> None:
        from extract.data import rows
        from oversight.jobs.options import Options
        from oversight.whole_files import replaced

        (source, *_), _ = discover([file])
        drawn, read, taken = draw(source, page, Options(engine, password=password))
        picture = picture or Path(f"{Path(source.name).stem}-{page}.png")
        with replaced(picture) as stream:
            stream.write(drawn)
        counts = {
            "tables": len(read.tables),
            "cells": sum(len(table.cells) for table in read.tables),
            "lines": len(read.lines),
            "method": read.method,
        }
        click.echo(talk.text("show.wrote", ctx.meta["lang"], path=picture, **counts), err=True)
        click.echo(talk.text("show.taken" if taken else "show.left", ctx.meta["lang"], page=page), err=True)
        for finding in read.findings:
            known = next((row for row in rows("findings.csv") if row["code"] == finding.code), {})
            title = known.get(f"title_{ctx.meta['lang']}", "")
            said = f" ({finding.detail})" if finding.detail else ""
            click.echo(f"  {finding.code}: {title}{said}", err=True)

    return show


def check_page(page: int, page_count: int) -> None:
    """See that a document of ``page_count`` pages has the page.

    Raises:
        UsageError: It has not.
    """
    from extract.errors import UsageError

    if page > page_count:
        values = {"page": page, "total": page_count}
        raise UsageError(*talk.both("show.no_page", **values))


@click.command("doctor", cls=Spoken)
@lang_option
@click.pass_context
def doctor(ctx: click.Context) -> None:
    """Print what is installed and what to do; exit code 4 when something needed is missing."""
    from oversight.jobs.installed import doctor_text, examine

    checks = examine()
    click.echo(doctor_text(checks, ctx.meta["lang"]))
    ctx.exit(4 if any(check.to_do for check in checks) else 0)


@click.command("version", cls=Spoken)
@lang_option
def version() -> None:
    """Print the version."""
    from importlib.metadata import version as version_of

    click.echo(f"prongsai {version_of('prongsai')}")
