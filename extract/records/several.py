"""Several measures in one cell: taken apart only where the table's own numbering proves it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.model import Finding
from extract.records.rows import Draft
from extract.thai.digits import to_arabic

_ITEM = re.compile(r"(?:(?<=\s)|^)([0-9๐-๙]{1,2})[.)]\s*(?=[^\s0-9๐-๙])")


def split_measures(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Split measure cells that hold ๑. … ๒. … while the other cells are shared.

    The proof is the next row of the same section going on with the number after the last one in the cell.
    Where the next row goes on from the first number, the cell's numbers are its own list; where there is no
    telling, the cell stays whole and a finding says so.
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
    first, measure = _number(draft), draft.values.get("measure")
    if first is None or measure is None or draft.values["number"].places != measure.places:
        return [draft]
    cuts = _consecutive(measure.text, first + 1)
    if not cuts:
        return [draft]
    last = first + len(cuts)
    following = _number(after)
    if following == last + 1:
        return _parts(draft, cuts)
    if following == first + 1:
        return [draft]
    place = measure.places[0] if measure.places else None
    doubt = Finding(
        "several-measures-in-cell",
        "warning",
        f"{first}-{last}",
        "measure",
        place.page if place else None,
        place.bbox if place else None,
    )
    return [replace(draft, findings=(*draft.findings, doubt))]


def _consecutive(text: str, expected: int) -> list[tuple[int, int]]:
    """(start, end) of the enumerators ``expected``, ``expected + 1``, … in ``text``."""
    cuts = []
    for match in _ITEM.finditer(text):
        if int(to_arabic(match.group(1))) == expected:
            cuts.append(match.span())
            expected += 1
    return cuts


def _parts(draft: Draft, cuts: Sequence[tuple[int, int]]) -> list[Draft]:
    measure, number = draft.values["measure"], draft.values["number"]
    first = int(to_arabic(number.text))
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(measure.text)]
    return [
        replace(
            draft,
            part=n + 1 if n else 0,
            values={
                **draft.values,
                "number": replace(number, text=str(first + n)),
                "measure": replace(measure, text=measure.text[start:end].strip()),
            },
        )
        for n, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]
