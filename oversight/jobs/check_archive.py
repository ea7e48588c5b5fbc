"""The command ``check``: whether an archive, the files it was read from and its results are whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from oversight import talk
from oversight.archive.archive_commands import archive_options, place
from oversight.spoken import Spoken, lang_option

if TYPE_CHECKING:
    from oversight.archive.listing import Listing
    from oversight.archive.store import Archive

Kind = Literal["archive", "gone", "changed", "unreadable", "results", "mixed"]
GRAVE: tuple[Kind, ...] = ("archive", "mixed")
"""Kinds that say that the archive or its folder cannot be trusted."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it was: ``kind`` says what to do, ``name`` where, ``detail`` what."""

    kind: Kind
    name: str
    detail: str = ""


@click.command("check", cls=Spoken)
@archive_options
@click.option("--quick", is_flag=True)
@click.option("--json", "as_json", is_flag=True)
@lang_option
@click.pass_context
def check(ctx: click.Context, output: Path, archive: str | None, quick: bool, as_json: bool) -> None:
    """Tell what is wrong with an archive, its files and results; exit code 5 or 3 if something is."""
    from oversight.archive.store import Archive

    lang, found = ctx.meta["lang"], list[Problem]()
    with Archive.open(place(output, archive), write=False) as opened:
        for problem in problems(opened, output, quick):
            found.append(problem)
            if as_json:
                click.echo(json.dumps(asdict(problem), ensure_ascii=False))
            else:
                kind = talk.text(f"check.{problem.kind}", lang)
                click.echo(": ".join(part for part in (kind, problem.name, problem.detail) if part))
    for kind in dict.fromkeys(problem.kind for problem in found):
        click.echo(talk.text(f"check.do_{kind}", lang), err=True)
    if not found:
        click.echo(talk.text("check.quick" if quick else "check.whole", lang), err=True)
    ctx.exit(5 if any(problem.kind in GRAVE for problem in found) else 3 if found else 0)


def problems(archive: Archive, output: Path, quick: bool = False) -> Iterator[Problem]:
    """What is wrong; ``quick`` looks whether files are there and reads none."""
    from oversight.archive.health import faults, identity, listed
    from oversight.jobs.results import foreign, stale

    with archive.reading() as connection:
        yield from (Problem("archive", fault.name, fault.detail) for fault in faults(connection))
        own = identity(connection)
    if foreign(output, own):
        yield Problem("mixed", str(output))
    yield from (Problem("results", name) for name in stale(output))
    for location, group in groupby(listed(archive.engine), key=lambda given: given.location):
        yield from _files(location, list(group), quick)


def _files(location: str, listings: list[Listing], quick: bool) -> Iterator[Problem]:
    """The inputs at one place: a file, or an archive with its members."""
    from extract.errors import DocumentError
    from oversight.jobs.inputs import digest_of, is_there, reopen

    if not is_there(location):
        yield from (Problem("gone", given.source_file, location) for given in listings)
        return
    if quick:
        return
    found = reopen([(given.source_file, given.location, given.member) for given in listings])
    by_member = {source.member: source for source in found}
    for given in listings:
        source = by_member.get(given.member)
        if source is None:
            yield Problem("gone", given.source_file, location)
            continue
        try:
            if digest_of(source) != given.sha256:
                yield Problem("changed", given.source_file, location)
        except DocumentError as error:
            yield Problem("unreadable", given.source_file, error.english)
