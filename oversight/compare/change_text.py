"""Comparisons on the terminal: tables that line up in Thai, cells broken between words."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from extract.thai.tokens import tokens
from oversight import talk
from oversight.archive.families import Common
from oversight.compare.change_rows import counts
from oversight.compare.changes import KINDS, WORDED, Change
from oversight.compare.measures import Measure
from oversight.compare.years import Comparison

NARROWEST = 60  # columns that a table of measures needs at least
KIND_COLUMNS, FIELD_SHARE = 12, 0.28
FAMILY_COLUMNS = 24  # of an id, with room for the years


def agency_text(one: Comparison, columns: int, lang: str) -> str:
    """One agency's comparison: who and what, the table, and the counts."""
    kinds = [talk.text(f"compare.document.{kind}", lang) for kind in dict.fromkeys(one.kinds or ())]
    numbers = counts(one.changes)
    counted = [
        f"{talk.text(f'compare.kind.{kind}', lang)} {numbers[kind]}" for kind in KINDS if numbers[kind]
    ]
    name = f"{one.agency_name or one.agency_id} ({one.agency_id})"
    head = f"{name} {one.years[0]} → {one.years[1]}: {' / '.join(kinds)}"
    return f"{head}\n{measures_table(one, columns, lang)}\n{' · '.join(counted)}\n"


def measures_table(comparison: Comparison, columns: int, lang: str) -> str:
    """All changes of one agency, one a row: what it was, what it is, what differs."""
    room = max(columns, NARROWEST) - KIND_COLUMNS - 13  # the rules and their spaces
    fields = int(room * FIELD_SHARE)
    text = (room - fields) // 2
    heads = [talk.text("compare.change", lang), *(str(year) for year in comparison.years)]
    rows = []
    for change in comparison.changes:
        rows.append(
            (
                wrapped(talk.text(f"compare.kind.{change.kind}", lang), KIND_COLUMNS),
                "\n".join(wrapped(_measure(measure), text) for measure in change.before) or "-",
                "\n".join(wrapped(_measure(measure), text) for measure in change.after) or "-",
                "\n".join(wrapped(line, fields) for line in _differences(change, lang)),
            )
        )
    return table([*heads, talk.text("compare.fields", lang)], rows, lines=True)


def counts_table(comparisons: Iterable[Comparison], columns: int, lang: str) -> str:
    """One row an agency: how many measures of each kind, and a last row with the sums."""
    heads = [talk.text("compare.agency", lang), *(talk.text(f"compare.kind.{kind}", lang) for kind in KINDS)]
    rows = []
    room = max(24, columns - sum(talk.width(head) + 3 for head in heads[1:]) - 4)
    total = dict.fromkeys(KINDS, 0)
    for one in comparisons:
        if one.missing is None:
            numbers = counts(one.changes)
            total = {kind: total[kind] + numbers[kind] for kind in KINDS}
            name = wrapped(one.agency_name or one.agency_id, room)
            rows.append((name, *(f"{numbers[kind]:,}" for kind in KINDS)))
    rows.append((talk.text("compare.total", lang), *(f"{total[kind]:,}" for kind in KINDS)))
    return table(heads, rows, right=range(1, len(heads)))


def families_table(found: Sequence[Common], columns: int, lang: str) -> str:
    """One row a family: how many agencies and records, in which years, and one of its measures."""
    heads = [talk.text(f"compare.{name}", lang) for name in ("agencies", "records", "years", "family")]
    room = max(30, columns - sum(talk.width(head) + 3 for head in heads) - FAMILY_COLUMNS)
    rows = [
        (
            f"{one.agencies:,}",
            f"{one.records:,}",
            str(one.first_year or "-")
            if one.first_year == one.last_year
            else f"{one.first_year}-{one.last_year}",
            one.family_id,
            wrapped(one.measure, room),
        )
        for one in found
    ]
    return table([*heads, talk.text("compare.field.measure", lang)], rows, right=(0, 1))


def table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = (), lines: bool = False
) -> str:
    """A ruled table; cells keep the line breaks they have, nothing else is broken."""
    drawn = Table(box=box.SQUARE, show_lines=lines, header_style="bold", pad_edge=True)
    numbers = set(right)
    for at, head in enumerate(heads):
        drawn.add_column(head, justify="right" if at in numbers else "left", no_wrap=True)
    for row in rows:
        drawn.add_row(*row)
    stream = io.StringIO()
    console = Console(
        file=stream, width=10_000, color_system=None, highlight=False, markup=False, emoji=False
    )
    console.print(drawn)
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines())


def wrapped(text: str, columns: int) -> str:
    """``text`` in lines of at most ``columns``, broken between Thai words; only a longer word stands out."""
    lines, line = list[str](), ""
    for piece in _pieces(text):
        if line and talk.width(line + piece.rstrip()) > columns:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return "\n".join([*lines, line.rstrip()])


def _pieces(text: str) -> Iterable[str]:
    """The words of a text with the white space behind them."""
    text = " ".join(text.split())
    words = tokens(text)
    end = 0
    for n, word in enumerate(words):
        start = end
        begin = text.index(word, start)
        end = begin + len(word)
        if n + 1 < len(words):
            end += len(text[end:]) - len(text[end:].lstrip())
        yield text[start:end]


def _measure(measure: Measure) -> str:
    return " ".join(part for part in (measure.instrument, measure.number, measure.measure or "-") if part)


def _differences(change: Change, lang: str) -> Iterable[str]:
    for one in change.differences:
        nature = "" if one.nature == "paper" else f" ({talk.text(f'compare.nature.{one.nature}', lang)})"
        name = talk.text(f"compare.field.{one.field}", lang)
        if one.field in WORDED:  # the words stand beside, or are too long
            yield f"{name}{nature}"
        else:
            yield f"{name}{nature}: {one.before or '-'} → {one.after or '-'}"
