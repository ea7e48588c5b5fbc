"""The command ``findings``: what a finding means, and the header words of an archive that nobody listed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import click

from extract.codecs import CODECS
from extract.data import rows
from oversight import talk
from oversight.archive.archive_commands import archive_options, place
from oversight.registry.explain import explanation, explanations
from oversight.spoken import Spoken, lang_option

LIKE = 60
"""Likeness (0–100) to a listed header from which its field is proposed."""

SHOWN = 40
"""Letters of an example."""


@dataclass(frozen=True, slots=True)
class UnknownHeader:
    """A header word that stands for no field: how often, where it was met first, and a cell under it.

    ``like`` is the listed header nearest to it and ``field`` what that stands for, empty where none is near.
    """

    printed: str
    records: int
    documents: int
    source_file: str
    page: int | None
    example: str
    like: str
    field: str


@click.command("findings", cls=Spoken)
@click.argument("code", metavar="[CODE]", required=False)
@click.option("--unknown-headers", is_flag=True)
@archive_options
@click.option("--json", "as_json", is_flag=True)
@lang_option
@click.pass_context
def findings(
    ctx: click.Context,
    code: str | None,
    unknown_headers: bool,
    output: Path,
    archive: str | None,
    as_json: bool,
) -> None:
    """Explain one finding in both languages, or list all; or list header words that are not known."""
    lang = ctx.meta["lang"]
    if unknown_headers:
        _tell_headers(place(output, archive), lang, as_json)
        return
    shown = (explanation(code),) if code else explanations()
    if as_json:
        for each in shown:
            click.echo(json.dumps(asdict(each), ensure_ascii=False))
        return
    if code is None:
        click.echo(talk.table([(each.code, each.severity, each.title[lang]) for each in shown], indent=""))
        return
    (each,) = shown
    click.echo(f"{each.code} ({each.severity})")
    for each_lang in talk.LANGUAGES:
        click.echo(f"\n{each.title[each_lang]}")
        if each.do[each_lang]:
            click.echo(f"  {talk.text('findings.do', each_lang)}: {each.do[each_lang]}")


def _tell_headers(archive: str, lang: str, as_json: bool) -> None:
    from oversight.archive.records import stream
    from oversight.archive.store import Archive

    with Archive.open(archive, write=False) as opened:
        found = headers_met(stream(opened.engine, ("extra", "source_file", "provenance")))
    if as_json:
        for each in found:
            click.echo(json.dumps(asdict(each), ensure_ascii=False))
        return
    if not found:
        click.echo(talk.text("findings.no_headers", lang), err=True)
        return
    lines = []
    for each in found:
        where = f"{each.source_file}, {each.page}" if each.page else each.source_file
        lines.append((str(each.records), each.printed, each.field or "?", each.like, each.example, where))
    names = [
        talk.text(f"findings.{name}", lang)
        for name in ("records", "header", "field", "like", "cell", "place")
    ]
    click.echo(talk.table([tuple(names), *lines], indent=""))
    listed = files("extract.data").joinpath("headers.csv")
    first = found[0]
    row = f"{first.printed},{first.field or 'FIELD'},,,seen,{first.source_file}"
    fields = ", ".join(dict.fromkeys(each["field"] for each in rows("headers.csv") if each["field"]))
    click.echo(talk.text("findings.add", lang, path=str(listed), row=row, fields=fields), err=True)


def headers_met(records: Iterable[Sequence[Any]]) -> list[UnknownHeader]:
    """Header words of columns that no field took, the most frequent first.

    Args:
        records: ``extra`` (JSON text), ``source_file`` and ``provenance`` (JSON text) of each record.
    """
    met: dict[str, list[tuple[str, str, int | None]]] = {}
    for extra, source_file, provenance in records:
        for printed, text in _columns(extra):
            met.setdefault(printed, []).append((source_file, text, _page(provenance)))
    out = []
    for printed, places in met.items():
        source_file, text, page = places[0]
        like, field = _nearest(printed)
        documents = len({place[0] for place in places})
        example = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
        out.append(UnknownHeader(printed, len(places), documents, source_file, page, example, like, field))
    return sorted(out, key=lambda each: (-each.records, each.printed))


def _columns(extra: Any) -> Iterator[tuple[str, str]]:
    held = json.loads(extra) if isinstance(extra, str) else extra or {}
    for printed, text in held.items() if isinstance(held, dict) else held:
        yield " ".join(printed.split()), " ".join(text.split())


def _page(provenance: Any) -> int | None:
    held = json.loads(provenance) if isinstance(provenance, str) else provenance or []
    places = CODECS["places"].unpack(held)
    return next((place.page for _, found in places for place in found), None)


def _nearest(printed: str) -> tuple[str, str]:
    """The listed header most like ``printed`` and its field; both empty where none is near."""
    from rapidfuzz import fuzz, process

    fields = {row["printed"]: row["field"] for row in rows("headers.csv")}
    found = process.extractOne(printed, list(fields), scorer=fuzz.ratio, score_cutoff=LIKE)
    return (found[0], fields[found[0]]) if found else ("", "")
