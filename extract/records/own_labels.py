"""Labels that a paper sets in item after item and no list knows: their field by what stands behind them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from extract.records.cell_looks import is_amount, is_office, is_period, tells_result, to_be_done
from extract.records.field_labels import ASIDE, FRONT, LONGEST, field_of_label

LEAST_ITEMS = 2
HALF = 0.5
"""Share of the items in which a label stands, and of its texts that must look like its field."""
_LABEL = re.compile(rf"([ก-๎A-Za-z][^:：=]{{1,{LONGEST}}}?)\s*(?:[:：]|=|\s[–-])\s+(\S.*)")
_LOOKS: Mapping[str, Callable[[str], bool]] = {
    "budget": is_amount,
    "period": is_period,
    "responsible": is_office,
    "result": tells_result,
    "procedure": to_be_done,
}


def own_labels(items: Sequence[Sequence[str]]) -> dict[str, str]:
    """The labels of a paper that are in no list, with their fields; ``aside`` for those of no look.

    Args:
        items: the lines of each item.
    """
    said: dict[str, list[str]] = {}
    taken: set[str] = set()
    for lines in items:
        for line in lines[1:]:
            match = _LABEL.match(line.strip(), FRONT.match(line.strip()).end())  # type: ignore[union-attr]
            if match is None:
                continue
            if (field := field_of_label(match.group(1))) is not None:
                taken.add(field)
            else:
                said.setdefault(match.group(1).strip(), []).append(match.group(2).strip())
    found: dict[str, str] = {}
    for name, texts in said.items():
        if len(texts) < max(LEAST_ITEMS, HALF * len(items)) or len(texts) > len(items):
            continue
        likely = (field for field, looks in _LOOKS.items() if sum(map(looks, texts)) >= HALF * len(texts))
        field = next((field for field in likely if field not in taken), ASIDE)
        taken.add(field)
        found[name] = field
    return found
