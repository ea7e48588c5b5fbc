"""What bench/heldout.py measured, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bench.table_cases import Outcome

Json = dict[str, Any]
RULINGS = ("ruled", "half", "open")
KINDS = ("digital", "scan")
REACH = {"ruled": 0.99, "half": 0.95, "open": 0.90}
HEAD = """# Tables on pages nobody has looked at

Made by `python bench/heldout.py --fonts DIR --lot {lot}`, engine `{engine}`. Offices drawn by chance
(fixtures/oddities/chance.py): font and size, paper, margins, leading, Chromium or LibreOffice; each with a
ruled, a half-ruled (no outer uprights, row rules, header rules, rules between rows, shaded rows) and an open
table of 3 to 11 columns, headers of one to three levels, quarters, labels, merged and empty cells, titles,
remarks and signatures around it; and the scan of each, of chance resolution, skew, bend, blur, noise, shadow,
ink, breaks and threshold. Development and judging lots have other texts, fonts, furniture and seeds; rules of
the program are made by looking at the development lot only. TEDS-Struct; a table missed or made up counts 0.
"""


def as_markdown(outcomes: Sequence[Outcome], real: Sequence[Json], lot: str, engine: str) -> str:
    """The whole report."""
    parts = [HEAD.format(lot=lot, engine=engine), "\n## By class of rules\n\n", _classes(outcomes)]
    parts += ["\n## By press\n\n", _presses(outcomes)]
    if real:
        parts += ["\n## Ruled pages read again without their rules\n\n", _erased(real)]
    return "".join(parts)


def _classes(outcomes: Sequence[Outcome]) -> str:
    rows = []
    for ruling in RULINGS:
        for kind in KINDS:
            scores = _scores(outcomes, ruling, kind)
            if scores:
                perfect = sum(score == 1 for score in scores)
                lost = sum(score < LOST for score in scores)
                texts = [
                    s for o in outcomes if (o.case.ruling, o.case.kind) == (ruling, kind) for s in o.text
                ]
                rows.append(
                    [ruling, kind, str(len(scores)), _three(scores), f"≥ {REACH[ruling]:.2f}"]
                    + [f"{perfect}", f"{lost}", _three(texts)]
                )
    head = [
        "rules",
        "paper",
        "pages",
        "TEDS-Struct",
        "reach",
        "pages without a fault",
        "below .5",
        "with text",
    ]
    return _table(head, rows)


LOST = 0.5


def _presses(outcomes: Sequence[Outcome]) -> str:
    presses = sorted({outcome.case.group for outcome in outcomes})
    rows = []
    for ruling in RULINGS:
        for kind in KINDS:
            found = [
                _scores([o for o in outcomes if o.case.group == press], ruling, kind) for press in presses
            ]
            rows.append([ruling, kind, *(f"{_three(part)} ({len(part)})" for part in found)])
    return _table(["rules", "paper", *presses], rows)


def _erased(real: Sequence[Json]) -> str:
    rows = []
    for told, wanted in (("real documents", True), ("made reports", False)):
        mine = [entry for entry in real if entry["real"] is wanted]
        if mine:
            scores = [_three([entry[way] for entry in mine]) for way in ("row rules", "no rules")]
            rows.append([told, str(len(mine)), *scores])
    return _table(["pages of", "pages", "upright rules taken away", "all rules taken away"], rows)


def _scores(outcomes: Sequence[Outcome], ruling: str, kind: str) -> list[float]:
    mine = (o for o in outcomes if (o.case.ruling, o.case.kind) == (ruling, kind))
    return [score for outcome in mine for score in outcome.structure]


def _three(scores: Sequence[float]) -> str:
    return f"{sum(scores) / len(scores):.3f}" if scores else "–"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows)]
    return "\n".join(lines) + "\n"
