"""Tables without outer upright rules, cut by spanning rows: a section row has no upright rule at all."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from extract.model import Ruling

SAME_END = 6.0
"""Points by which row rules of one table may differ at either end: skew left on a wide page."""

OVERHANG = 12.0
"""Points that row rules reach beyond the outermost upright rules: there is no outer one."""

TALLEST_LABEL = 48.0
"""Points between the rules above and below a label: two lines of 16-pt type with room around them."""

SAME_COLUMN = 3.0
"""Points within which two upright rules part the same columns."""

Rules = list[Ruling]


def rejoin_over_labels(groups: Sequence[Rules], rules: Sequence[Ruling], scale: float) -> list[Rules]:
    """Put together groups of rules that are one table: same columns, same row ends, only labels between.

    Args:
        groups: connected rules, each group with both directions in it.
        rules: all rules; row rules between two labels stand in no group.
        scale: units a point.
    """
    if len(groups) < 2:
        return list(groups)
    grouped = {id(rule) for group in groups for rule in group}
    loose = sorted((r for r in rules if r.horizontal and id(r) not in grouped), key=lambda r: r.position)
    out: list[Rules] = []
    for group in sorted(groups, key=lambda group: _edge(group, bottom=False).position):
        above = next((g for g in reversed(out) if _goes_on(g, group, loose, scale)), None)
        if above is None:
            out.append(list(group))
        else:
            above += [*_between(above, group, loose, scale), *group]
    return out


def _goes_on(above: Rules, below: Rules, loose: Sequence[Ruling], scale: float) -> bool:
    last, first = _edge(above, bottom=True), _edge(below, bottom=False)
    if not (_same_ends(last, first, scale) and _hangs_over(above, scale) and _hangs_over(below, scale)):
        return False
    stops = [last.position, *(r.position for r in _between(above, below, loose, scale)), first.position]
    gaps = [b - a for a, b in itertools.pairwise(stops)]
    return 0 < max(gaps) <= TALLEST_LABEL * scale and min(gaps) > 0 and _same_columns(above, below, scale)


def _between(above: Rules, below: Rules, loose: Sequence[Ruling], scale: float) -> Rules:
    last, first = _edge(above, bottom=True), _edge(below, bottom=False)
    return [r for r in loose if last.position < r.position < first.position and _same_ends(last, r, scale)]


def _edge(group: Rules, bottom: bool) -> Ruling:
    rules = (r for r in group if r.horizontal)
    return max(rules, key=lambda r: r.position) if bottom else min(rules, key=lambda r: r.position)


def _same_ends(one: Ruling, two: Ruling, scale: float) -> bool:
    return max(abs(one.start - two.start), abs(one.end - two.end)) <= SAME_END * scale


def _hangs_over(group: Rules, scale: float) -> bool:
    """Whether the longest row rules reach beyond the outermost upright rules on both sides."""
    across = max((r for r in group if r.horizontal), key=lambda r: r.length)
    down = [r.position for r in group if not r.horizontal]
    return across.start < min(down) - OVERHANG * scale and across.end > max(down) + OVERHANG * scale


def _same_columns(one: Rules, two: Rules, scale: float) -> bool:
    """Whether the one with fewer upright rules has most of them where the other has."""
    few, many = sorted(({r.position for r in g if not r.horizontal} for g in (one, two)), key=len)
    shared = sum(any(abs(x - other) <= SAME_COLUMN * scale for other in many) for x in few)
    return shared >= max(1, 0.75 * len(few))
