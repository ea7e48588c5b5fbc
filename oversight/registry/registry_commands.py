"""The commands ``registry import`` and ``findings``."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import click

from oversight import talk
from oversight.spoken import Spoken, SpokenGroup, lang_option


@click.group("registry", cls=SpokenGroup)
@lang_option
def registry() -> None:
    """The register of local governments."""


@registry.command("import", cls=Spoken)
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("output"))
@click.option("--register", type=click.Path(path_type=Path), metavar="CSV")
@lang_option
@click.pass_context
def import_register(ctx: click.Context, file: Path, output: Path, register: Path | None) -> None:
    """Load the DLA register for the runs to come."""
    from oversight.registry.register_file import read_register, register_path, write_register

    lang = ctx.meta["lang"]
    read, target = read_register(file), register_path(output, register)
    write_register(read, target)
    for kind, count in Counter(entry.type for entry in read.entries).most_common():
        click.echo(f"{kind}\t{count}")
    if read.unplaced:
        names = ", ".join(read.unplaced[:5])
        click.echo(talk.text("registry.unplaced", lang, count=len(read.unplaced), names=names), err=True)
    values = {"count": len(read.entries), "path": target, "digest": read.digest}
    click.echo(talk.text("registry.imported", lang, **values), err=True)


@click.command("findings", cls=Spoken)
@click.argument("code", metavar="[CODE]", required=False)
@click.option("--json", "as_json", is_flag=True)
@lang_option
@click.pass_context
def findings(ctx: click.Context, code: str | None, as_json: bool) -> None:
    """Explain one finding in both languages, or list all."""
    from oversight.registry.explain import explanation, explanations

    lang = ctx.meta["lang"]
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
