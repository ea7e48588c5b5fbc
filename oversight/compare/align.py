"""One agency's measures of two years, linked: which continued, which changed, which came and went.

First what stands word for word in both years, then one measure covered by several, then the best one-to-one
assignment of the rest. Precedence: split and merged, changed, reworded, continued.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from oversight.compare.changes import Change, Columns, columns, differences, kind_of
from oversight.compare.masks import Masked, masked_measure
from oversight.compare.measures import Measure
from oversight.compare.similarity import Floats, Pairs, chance, compare
from oversight.compare.splits import Division, groups

LINKED = 0.0
"""Log-odds from which on two measures count as the same one: more likely than not."""


def align(before: Sequence[Measure], after: Sequence[Measure]) -> tuple[Change, ...]:
    """What became of the measures ``before`` in the report ``after``; each stands in exactly one change.

    The two need not be of the same kind: a plan's promises against the year's report give what was promised
    and not reported as ``dropped``, results without promise as ``new``.

    Args:
        before: The measures of one agency in one year, in print order.
        after: Those of another year, or of another report of the same year.

    Returns:
        Changes in the order of the later report, each dropped measure behind what stood before it.
    """
    old, new = [masked_measure(measure) for measure in before], [masked_measure(measure) for measure in after]
    common = columns(before) & columns(after)
    equal = _word_for_word(old, new)
    taken = set(equal.values())
    rest_old = [n for n in range(len(old)) if n not in equal]
    rest_new = [n for n in range(len(new)) if n not in taken]
    found = [(one, other, 1.0) for one, other in equal.items()]
    divided: list[Change] = []
    if rest_old and rest_new:
        pairs = compare([old[n] for n in rest_old], [new[n] for n in rest_new])
        divided, gone_old, gone_new = _divided(
            pairs, [before[n] for n in rest_old], [after[n] for n in rest_new]
        )
        found += [
            (rest_old[a], rest_new[b], sure) for a, b, sure in _assigned(pairs.score, gone_old, gone_new)
        ]
    linked = [_linked(old[a], new[b], sure, common) for a, b, sure in found]
    return _in_order(before, after, [*linked, *divided])


def _word_for_word(old: Sequence[Masked], new: Sequence[Masked]) -> dict[int, int]:
    """Measures whose text stands once in each year, letter for letter but for years and own name.

    A text that stands several times in a year is told apart by its instrument, else left to the assignment.
    """
    found: dict[int, int] = {}
    for named in (False, True):
        places: list[defaultdict[object, list[int]]] = [defaultdict(list), defaultdict(list)]
        for year, taken, at in ((old, set(found), places[0]), (new, set(found.values()), places[1])):
            for n, one in enumerate(year):
                if n not in taken:
                    at[(one.text, one.measure.instrument) if named else one.text].append(n)
        for text, here in places[0].items():
            there = places[1].get(text, [])
            if text and len(here) == len(there) == 1:
                found[here[0]] = there[0]
    return dict(sorted(found.items()))


def _divided(
    pairs: Pairs, before: Sequence[Measure], after: Sequence[Measure]
) -> tuple[list[Change], set[int], set[int]]:
    """Splits and mergers, surest first, none sharing a measure; and the rows that are spoken for."""
    rows, cols = pairs.score.shape
    splits = groups(pairs.before, pairs.after, np.ones(cols, bool), _rivals(pairs.score), pairs.score)
    mergers = groups(pairs.after, pairs.before, np.ones(rows, bool), _rivals(pairs.score.T), pairs.score.T)
    candidates: list[tuple[float, bool, Division]] = [(group.covered, True, group) for group in splits]
    candidates += [(group.covered, False, group) for group in mergers]
    changes, gone_old, gone_new = list[Change](), set[int](), set[int]()
    for covered, is_split, group in sorted(candidates, key=lambda one: (-one[0], not one[1], one[2].whole)):
        old, new = ({group.whole}, set(group.parts)) if is_split else (set(group.parts), {group.whole})
        if old & gone_old or new & gone_new:
            continue
        gone_old, gone_new = gone_old | old, gone_new | new
        measures = tuple(before[n] for n in sorted(old)), tuple(after[n] for n in sorted(new))
        changes.append(Change("split" if is_split else "merged", *measures, score=covered))
    return changes, gone_old, gone_new


def _rivals(score: Floats) -> Floats:
    """For each pair (whole, part) the best score that another whole has for the part."""
    if len(score) < 2:
        return np.full(score.shape, -np.inf)
    ordered = np.sort(score, axis=0)
    return np.asarray(np.where(score == ordered[-1], ordered[-2], ordered[-1]))


def _assigned(score: Floats, gone_old: set[int], gone_new: set[int]) -> list[tuple[int, int, float]]:
    """The one-to-one links of the greatest sum, those that are less likely than not left out."""
    gain = np.maximum(score - LINKED, 0)
    gain[sorted(gone_old)], gain[:, sorted(gone_new)] = 0, 0
    rows, cols = linear_sum_assignment(gain, maximize=True)
    return [
        (int(a), int(b), chance(float(score[a, b])))
        for a, b in zip(rows, cols, strict=True)
        if gain[a, b] > 0
    ]


def _linked(old: Masked, new: Masked, sure: float, common: Columns) -> Change:
    found = differences(old, new, common)
    return Change(kind_of(found), (old.measure,), (new.measure,), sure, found)


def _in_order(
    before: Sequence[Measure], after: Sequence[Measure], linked: Sequence[Change]
) -> tuple[Change, ...]:
    """All changes in print order, with what is dropped and what is new."""
    first = {id(measure): n for n, measure in enumerate(before)} | {
        id(measure): n for n, measure in enumerate(after)
    }
    met = Counter(id(measure) for change in linked for measure in (*change.before, *change.after))
    new = [Change("new", (), (measure,)) for measure in after if id(measure) not in met]
    ordered = sorted((*linked, *new), key=lambda change: min(first[id(measure)] for measure in change.after))
    place = {id(measure): n for n, change in enumerate(ordered) for measure in change.before}
    behind: defaultdict[int, list[Change]] = defaultdict(list)
    last = -1
    for measure in before:
        last = place.get(id(measure), last)
        if id(measure) not in met:
            behind[last].append(Change("dropped", (measure,), ()))
    return tuple(
        one for n in range(-1, len(ordered)) for one in (*((ordered[n],) if n >= 0 else ()), *behind[n])
    )
