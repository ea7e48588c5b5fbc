"""The command ``registry import``."""

from __future__ import annotations

from collections import Counter
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
