"""Repair that a page as a whole calls for: ำ and า swapped, or the nikhahit of every ำ lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from extract.model import Line, Table
from extract.pages.trust import Verdict
from extract.thai.rejoin import rejoin
from extract.thai.repair import repair
from extract.thai.restore import restore_sara_am


def mend_text(text: str, verdict: Verdict) -> str:
    """``text`` of one line, repaired as its page's ``verdict`` says."""
    repaired = repair(text, verdict.swapped).text
    return restore_sara_am(repaired).text if verdict.lost_am else repaired


def mend_lines(lines: Iterable[Line], verdict: Verdict) -> tuple[Line, ...]:
    """Lines with their text repaired."""
    return tuple(replace(line, text=mend_text(line.text, verdict)) for line in lines)


def mend_tables(tables: Sequence[Table], verdict: Verdict) -> tuple[Table, ...]:
    """Tables with each cell's text made anew from its lines; ``raw`` stays as found."""
    if not (verdict.swapped or verdict.lost_am):
        return tuple(tables)  # filling has repaired all else
    return tuple(
        replace(
            table,
            cells=tuple(
                replace(cell, text=rejoin([mend_text(line.text, verdict) for line in cell.lines]))
                for cell in table.cells
            ),
        )
        for table in tables
    )
