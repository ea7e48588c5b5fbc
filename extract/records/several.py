"""Several measures in one cell (๑. … ๒. … ๓. …): taken apart by the cell's own enumerators.

Cells beside the measure that count through the same numbers are parted with it, cells without numbers speak
for every part. A cell with another count does not show which part it belongs to: then the row stays
whole and a finding says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.model import Finding
from extract.records.rows import Draft, Value
from extract.records.steps import split_number, split_steps
from extract.thai.letters import to_arabic

_ITEM = re.compile(r"(?:(?<=\s)|^)([0-9๐-๙]{1,2})[.)]\s*(?=[^\s0-9๐-๙])")


def split_measures(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Split measure cells that hold ๑. … ๒. … into a draft for each.

    Where the number of the row is the first of its measure cell, the next row of the section decides:
    going on after the last number in the cell it proves the split, going on after the first one it shows that
    the cell's numbers are its own list. Rows numbered in a column of their own are split by the list that
    opens their measure cell; the parts are numbered ``1.1``, ``1.2``.
    """
    result: list[Draft] = []
    for n, draft in enumerate(drafts):
        after = drafts[n + 1] if n + 1 < len(drafts) else None
        result.extend(_split(draft, after if after and after.section == draft.section else None))
    return tuple(result)


def _number(draft: Draft | None) -> int | None:
    value = draft.values.get("number") if draft else None
    text = to_arabic(value.text) if value else ""
    return int(text) if text.isdigit() else None


def _split(draft: Draft, after: Draft | None) -> list[Draft]:
    measure = draft.values.get("measure")
    if measure is None or measure.front is None or not measure.front.isdigit():
        return [draft]
    first = int(measure.front)
    cuts = _consecutive(measure.text, first + 1)
    if not cuts:
        return [draft]
    counted = draft.values["number"].places == measure.places
    following = _number(after) if counted else None
    if following == first + 1:
        return [draft]
    proven = following == first + len(cuts) + 1
    pieces = {
        name: _pieces(value, first, len(cuts)) for name, value in draft.values.items() if name != "number"
    }
    if not proven and (first != 1 or any(_counts_otherwise(draft, n) for n, p in pieces.items() if not p)):
        detail = f"{first}-{first + len(cuts)}"
        doubt = Finding("several-measures-in-cell", "warning", detail, "measure").at(measure.places)
        return [replace(draft, findings=(*draft.findings, doubt))]
    return _parts(draft, {name: some for name, some in pieces.items() if some}, first, counted)


def _counts_otherwise(draft: Draft, name: str) -> bool:
    """Whether a cell has a list of its own that does not go with the measures'."""
    return len(split_steps(draft.values[name].text)) > 1


def _consecutive(text: str, expected: int) -> list[tuple[int, int]]:
    """(start, end) of the enumerators ``expected``, ``expected + 1``, … in ``text``."""
    cuts = []
    for match in _ITEM.finditer(text):
        if int(to_arabic(match.group(1))) == expected:
            cuts.append(match.span())
            expected += 1
    return cuts


def _pieces(value: Value, first: int, more: int) -> list[str]:
    """The text parted at the numbers ``first`` … ``first + more``; empty when it does not count so."""
    number, text = (value.front, value.text) if value.front else split_number(value.text)
    cuts = _consecutive(text, first + 1)
    if number != str(first) or len(cuts) != more:
        return []
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    return [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]


def _parts(draft: Draft, pieces: dict[str, list[str]], first: int, counted: bool) -> list[Draft]:
    """One draft for each measure; ``counted`` when the cell's numbers are those of the table."""
    number = draft.values["number"]
    return [
        replace(
            draft,
            part=n + 1 if n else 0,
            values={
                **draft.values,
                **{name: replace(draft.values[name], text=texts[n]) for name, texts in pieces.items()},
                "number": replace(number, text=str(first + n) if counted else f"{number.text}.{first + n}"),
            },
        )
        for n in range(len(pieces["measure"]))
    ]
