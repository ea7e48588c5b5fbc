"""Item numbers of scans that were read in another script than their column is printed in.

A ๑ without a loop looks like a 9. In a column of Thai digits a lone Arabic 9 that stands where only a one can
be, before the two, is that ๑; likewise a ๑ between eight and ten of Arabic ones. Both must hold: another
script than the rest, and the only number that its place allows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.grouping import in_runs
from extract.model import SCANNED, Finding
from extract.records.rows import Draft
from extract.records.steps import following
from extract.thai.letters import to_arabic

_LOOKS_LIKE = str.maketrans({"9": "๑", "๑": "9"})
"""Digits of the two scripts that loopless faces draw alike (bench/item_numbers.py, lot development)."""
_LEAST_OTHERS = 2


def in_script(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """The rows of a table with such numbers in the script of their column."""
    texts = [_number(draft) for draft in drafts]
    odd = _odd_ones(texts)
    out: list[Draft] = []
    for run in in_runs(
        list(range(len(drafts))), lambda held, n: drafts[held[-1]].section is drafts[n].section
    ):
        for at, n in enumerate(run):
            before = texts[run[at - 1]] if at else None
            behind = texts[run[at + 1]] if at + 1 < len(run) else None
            meant = texts[n].translate(_LOOKS_LIKE)
            if n in odd and _fits(meant, before, behind):
                out.append(_read_as(drafts[n], meant))
            else:
                out.append(drafts[n])
    return tuple(out)


def _number(draft: Draft) -> str:
    value = draft.values.get("number")
    return value.text.strip() if value and all(place.method in SCANNED for place in value.places) else ""


def _odd_ones(texts: Sequence[str]) -> set[int]:
    """The places of numbers whose script no other number of the column has."""
    thai = {n for n, text in enumerate(texts) if text and to_arabic(text) != text}
    arabic = {n for n, text in enumerate(texts) if text and n not in thai}
    for few, many in ((thai, arabic), (arabic, thai)):
        if len({texts[n] for n in few}) == 1 and len(many) >= max(_LEAST_OTHERS, len(few) + 1):
            return few
    return set()


def _fits(meant: str, before: str | None, behind: str | None) -> bool:
    """Whether a number goes on from the one before, or begins, and the one behind goes on from it."""
    number = to_arabic(meant)
    starts = before is None and number == "1"
    after = bool(before) and number == following(to_arabic(before or ""))
    return (starts or after) and (behind is None or to_arabic(behind) == following(number))


def _read_as(draft: Draft, meant: str) -> Draft:
    value = draft.values["number"]
    told = Finding("number-by-order", "info", f"{value.text} -> {meant}", "number").at(value.places)
    values = {**draft.values, "number": replace(value, text=meant, findings=(*value.findings, told))}
    return replace(draft, values=values)
