"""Several measures in one cell (๑. … ๒. …, ๑.๑ … ๑.๒ …, ก. … ข. …, - … - …): parted at its own enumerators.

Cells beside the measure that count through the same marks are parted with it, cells without marks speak
for every part. A cell with another count does not show which part it belongs to: then the row stays
whole and a finding says so. Letters and bullets part a cell only where another cell goes along with them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extract.model import Finding
from extract.records.rows import Draft, Value
from extract.records.steps import refers, split_number, split_steps
from extract.thai.letters import to_arabic

_ITEM = re.compile(r"(?:(?<=\s)|^)([0-9๐-๙]{1,2})[.)]\s*(?=[^\s0-9๐-๙])")
_PATH = re.compile(r"(?:(?<=\s)|^)([0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})+)[.)]?\s*(?=[^\s0-9๐-๙.,/%])")
_LETTER = re.compile(r"(?:(?<=\s)|^)[(]?([กขคงจฉช])[.)]\s*(?=[^\s.])")
_BULLET = re.compile(r"(?:(?<=\s)|^)([-–•●▪■□➢✓❖*])\s*(?=[ก-๙A-Za-z])")
LETTERS = "กขคงจฉช"
"""Letters that count items in Thai, ฃ and ฅ left out."""


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


@dataclass(frozen=True, slots=True)
class _Counted:
    """How a measure cell counts: path before its numbers (``(1,)`` for 1.1), the first, how many more."""

    parent: tuple[int, ...]
    first: int
    more: int

    def number(self, at: int) -> str:
        """The number of part ``at``, from 0."""
        return ".".join(map(str, (*self.parent, self.first + at)))


def _number(draft: Draft | None) -> tuple[int, ...]:
    value = draft.values.get("number") if draft else None
    return _path(value.text if value else "")


def _path(text: str) -> tuple[int, ...]:
    parts = to_arabic(text).split(".")
    return tuple(map(int, parts)) if all(part.isdigit() for part in parts) else ()


def _split(draft: Draft, after: Draft | None) -> list[Draft]:
    measure = draft.values.get("measure")
    if measure is None:
        return [draft]
    path = _path(measure.front or "")
    if not path:
        return _split_unnumbered(draft)
    count = _Counted(path[:-1], path[-1], 0)
    count = replace(count, more=len(_consecutive(measure.text, count)))
    if not count.more:
        return [draft]
    counted = draft.values["number"].places == measure.places
    following = _number(after) if counted else ()
    if following == (*count.parent, count.first + 1):
        return [draft]
    proven = following == (*count.parent, count.first + count.more + 1)
    pieces = {name: _pieces(value, count) for name, value in draft.values.items() if name != "number"}
    if not proven and (
        count.first != 1 or any(_counts_otherwise(draft, n) for n, p in pieces.items() if not p)
    ):
        detail = f"{count.number(0)}-{count.number(count.more)}"
        return [_doubted(draft, detail)]
    number = draft.values["number"].text
    own = counted or bool(count.parent)
    numbers = [count.number(n) if own else f"{number}.{count.number(n)}" for n in range(count.more + 1)]
    return _parts(draft, {name: some for name, some in pieces.items() if some}, numbers)


def _doubted(draft: Draft, detail: str) -> Draft:
    places = draft.values["measure"].places
    doubt = Finding("several-measures-in-cell", "warning", detail, "measure").at(places)
    return replace(draft, findings=(*draft.findings, doubt))


def _counts_otherwise(draft: Draft, name: str) -> bool:
    """Whether a cell has a list of its own that does not go with the measures'."""
    return len(split_steps(draft.values[name].text)) > 1


def _consecutive(text: str, count: _Counted) -> list[tuple[int, int]]:
    """(start, end) of the enumerators after the first of ``count``, in order, in ``text``."""
    cuts, expected = [], count.first + 1
    for match in (_PATH if count.parent else _ITEM).finditer(text):
        if _path(match.group(1)) == (*count.parent, expected) and not refers(text, match.start()):
            cuts.append(match.span())
            expected += 1
    return cuts


def _pieces(value: Value, count: _Counted) -> list[str]:
    """The text parted at the numbers of ``count``; empty when it does not count so."""
    number, text = (value.front, value.text) if value.front else split_number(value.text)
    cuts = _consecutive(text, count)
    if number != count.number(0) or len(cuts) != count.more:
        return []
    return _between(text, [(0, 0), *cuts])


def _between(text: str, cuts: Sequence[tuple[int, int]]) -> list[str]:
    """What stands behind each of ``cuts`` up to the next."""
    ends = [*(start for start, _ in cuts[1:]), len(text)]
    return [text[cut[1] : end].strip() for cut, end in zip(cuts, ends, strict=True)]


def _split_unnumbered(draft: Draft) -> list[Draft]:
    """A measure cell of letters or bullets; parted where the procedure, result or the like counts along."""
    pieces = {name: _marked(value.text) for name, value in draft.values.items() if name != "number"}
    measures = pieces.get("measure", [])
    if len(measures) < 2:
        return [draft]
    along = {name: some for name, some in pieces.items() if len(some) == len(measures)}
    others = [name for name, some in pieces.items() if name not in along and len(some) > 1]
    if len(along) < 2 or others:
        return [_doubted(draft, f"{len(measures)}")]
    number = draft.values.get("number")
    return _parts(draft, along, [number.text if number else None] * len(measures))


def _marked(text: str) -> list[str]:
    """The items of a text that opens with ก. or a bullet and goes on in the same way; empty for any other."""
    letters = list(_LETTER.finditer(text))
    kept = [match for at, match in enumerate(letters) if LETTERS[at : at + 1] == match.group(1)]
    bullets = list(_BULLET.finditer(text))
    for marks in (kept, [match for match in bullets if match.group(1) == bullets[0].group(1)]):
        if len(marks) > 1 and not text[: marks[0].start()].strip():
            return _between(text, [match.span() for match in marks])
    return []


def _parts(draft: Draft, pieces: Mapping[str, list[str]], numbers: Sequence[str | None]) -> list[Draft]:
    """One draft for each measure, with its number."""
    number = draft.values.get("number")
    out = []
    for n, said in enumerate(numbers):
        values = dict(draft.values)
        values |= {name: replace(values[name], text=texts[n]) for name, texts in pieces.items()}
        if number is not None and said is not None:
            values["number"] = replace(number, text=said)
        out.append(replace(draft, part=n + 1 if n else 0, values=values))
    return out
