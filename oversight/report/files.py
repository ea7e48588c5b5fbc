"""Where an answer goes: to standard output, or whole into a file that is replaced only when all is there."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click

from extract.errors import OutputError
from oversight import talk


def put(answer: str | bytes, target: Path | None, lang: str, encoding: str = "utf-8") -> None:
    """Write ``answer`` to ``target`` and say so, or print it.

    Raises:
        OutputError: It cannot be written.
    """
    if target is None:
        click.echo(answer, nl=False)
        return
    part = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(answer if isinstance(answer, bytes) else answer.encode(encoding))
        part.replace(target)
    except OSError as error:
        told = {"path": target, "detail": error.strerror or error}
        raise OutputError(
            *(talk.text("show.not_written", lang, **told) for lang in talk.LANGUAGES)
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    click.echo(talk.text("asked.wrote", lang, path=target), err=True)
