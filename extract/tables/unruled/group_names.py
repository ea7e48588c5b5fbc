"""Names of groups that stand as close over the name of one of their columns as lines of one name.

In a table of single lines the step between rows is that between the levels of its header.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.grouping import in_runs
from extract.tables.unruled.ink_mask import FINE
from extract.tables.unruled.text_blocks import CENTRED, TextBlock

OFF_MIDDLE = 0.3
"""Of a line's height: how far below the header's middle a print's middle is that stands low."""

TWO_LINES = 1.6
"""Of a line's height, from which a print has two lines."""


def parted_from_groups(
    blocks: Sequence[TextBlock], lines: Sequence[TextBlock], height: float
) -> list[TextBlock]:
    """``blocks`` with the name of a group parted from that of a column right below it.

    Where other names stand at the header's middle, a column named at its foot alone is of a group: of one
    that begins the print beside it.

    Args:
        blocks: prints of a header.
        lines: the same line by line.
        height: of a line.
    """
    if not blocks:
        return []
    middle = (min(b.top for b in blocks) + max(b.end for b in blocks)) / 2
    single = [b for b in blocks if b.first == b.last and b.end - b.top < TWO_LINES * height]
    if not any(abs((b.top + b.end) / 2 - middle) <= OFF_MIDDLE * height for b in single):
        return list(blocks)
    low = [b for b in single if (b.top + b.end) / 2 > middle + OFF_MIDDLE * height]
    runs = in_runs(sorted(low, key=lambda b: b.first), lambda run, b: b.first - run[-1].first <= 1)
    out = list(blocks)
    for names in (*runs, *reversed(runs)):
        first, last, top = names[0].first, names[-1].first, min(b.top for b in names)
        if any(b.end <= top + FINE and b.last >= first and b.first <= last for b in out):
            continue
        beside = [b for b in out if b.last == first - 1 or b.first == last + 1]
        found = [(block, parts) for block in beside if (parts := _parts(block, lines, top, height))]
        if len(found) > 1:
            found = [(b, (u, w)) for b, (u, w) in found if abs(u.middle - w.middle) > CENTRED * FINE]
        if len(found) == 1:
            block, parts = found[0]
            at = out.index(block)
            out[at : at + 1] = parts
    return out


def _parts(
    block: TextBlock, lines: Sequence[TextBlock], top: int, height: float
) -> tuple[TextBlock, TextBlock] | None:
    """``block`` above ``top`` and from there on; None where it has no line on one side."""
    mine = [
        line
        for line in lines
        if block.x0 <= line.x0 and line.x1 <= block.x1 and block.top <= line.top and line.end <= block.end
    ]
    upper = [line for line in mine if line.end <= top + FINE]
    lower = [line for line in mine if line.end > top + FINE]
    if not (upper and lower) or min(line.top for line in lower) < top - height / 2:
        return None
    return _around(upper), _around(lower)


def _around(lines: Sequence[TextBlock]) -> TextBlock:
    return TextBlock(
        min(line.first for line in lines),
        max(line.last for line in lines),
        min(line.x0 for line in lines),
        max(line.x1 for line in lines),
        min(line.top for line in lines),
        max(line.end for line in lines),
    )
