"""What the program says to people, in Thai or English, from one table of messages."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("th", "en")


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("oversight").joinpath("messages.toml").read_text(encoding="utf-8"))


def text(key: str, lang: str, **values: object) -> str:
    """The message ``key`` (dotted) in ``lang``, its braces filled from ``values``."""
    entry: Any = _table()
    for part in key.split("."):
        entry = entry[part]
    return str(entry[lang]).strip("\n").format(**values)


def both(key: str, **values: object) -> tuple[str, str]:
    """The message in Thai and in English, as errors take it."""
    return text(key, "th", **values), text(key, "en", **values)


def example(command: str) -> str:
    """The example of a command."""
    return str(_table()["command"][command]["example"])


def language(arguments: Sequence[str] = (), environment: Mapping[str, str] = os.environ) -> str:
    """The language asked for by ``--lang``, else the locale's: ``th`` or ``en``."""
    for position, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
        elif argument == "--lang" and position + 1 < len(arguments):
            asked = arguments[position + 1]
        else:
            continue
        if asked in LANGUAGES:
            return asked
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return "th" if value.startswith("th") else "en"
    return "en"


def width(line: str) -> int:
    """Terminal columns that ``line`` takes: Thai marks above and below take none."""
    from rich.cells import cell_len

    return cell_len(line)


def padded(line: str, columns: int) -> str:
    """``line`` with spaces up to ``columns``."""
    return line + " " * max(0, columns - width(line))


def table(rows: Sequence[Sequence[str]], indent: str = "  ", gap: str = "  ") -> str:
    """Rows of cells as lined-up text; line breaks inside a last cell are kept under it."""
    if not rows:
        return ""
    count = max(len(row) for row in rows)
    widths = [max(width(row[i]) for row in rows if i < len(row)) for i in range(count - 1)]
    lines = []
    for row in rows:
        head = indent + gap.join(padded(cell, w) for cell, w in zip(row[:-1], widths, strict=False))
        first, *rest = row[-1].split("\n")
        lines.append((head + gap + first).rstrip())
        lines.extend(" " * (width(head) + len(gap)) + more for more in rest)
    return "\n".join(lines)
