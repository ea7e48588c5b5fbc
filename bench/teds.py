"""Tree edit distance similarity (TEDS) of tables as HTML trees: ``table``, ``tr``, ``td`` with spans.

Zhong, ShafieiBavani, Jimeno Yepes: Image-based table recognition, 2020 (arXiv 1911.10683): TEDS = 1 - d / n,
d the edit distance of the two ordered trees, n the number of nodes of the larger. Renaming costs 1 when the
tag or a span differs; two cells of equal spans cost the edits of their texts over the longer text.
TEDS-Struct leaves texts out. The distance is that of Zhang and Shasha (1989).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz.distance import Levenshtein

Cells = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Node:
    """One node in postorder: tag with spans, text, and the place of the leftmost leaf below it."""

    tag: str
    text: str
    leftmost: int


def teds(truth: Cells, found: Cells, structure_only: bool = False) -> float:
    """Likeness of two tables, 0–1; a table is a list of ``{row, column, row_span, column_span, text}``.

    Small trees without a likeness can be further apart than they have nodes: then it is 0.
    """
    one, two = tree(truth, structure_only), tree(found, structure_only)
    return max(0.0, 1 - distance(one, two) / max(len(one), len(two)))


def tree(cells: Cells, structure_only: bool = False) -> list[Node]:
    """The HTML tree of ``cells`` in postorder. A row in which no cell begins is an empty ``tr``."""
    rows: dict[int, list[Mapping[str, Any]]] = {}
    for cell in cells:
        rows.setdefault(cell["row"], []).append(cell)
    last = max((cell["row"] + cell["row_span"] for cell in cells), default=0)
    nodes: list[Node] = []
    for number in range(last):
        first = len(nodes)
        for cell in sorted(rows.get(number, ()), key=lambda c: c["column"]):
            text = "" if structure_only else fold(cell.get("text", ""))
            nodes.append(Node(f"td {cell['row_span']}x{cell['column_span']}", text, len(nodes)))
        nodes.append(Node("tr", "", first))
    nodes.append(Node("table", "", 0))
    return nodes


def fold(text: str) -> str:
    """``text`` without white space: where lines wrap is no matter of a table."""
    return "".join(text.split())


def distance(one: Sequence[Node], two: Sequence[Node]) -> float:
    """Zhang and Shasha's edit distance of two trees given in postorder."""
    table = [[0.0] * len(two) for _ in one]
    for i in _keyroots(one):
        for j in _keyroots(two):
            _forest(one, two, i, j, table)
    return table[-1][-1]


def _keyroots(nodes: Sequence[Node]) -> Iterable[int]:
    """The last node of each leftmost leaf: the roots of subtrees that are worked out apart."""
    return sorted({node.leftmost: place for place, node in enumerate(nodes)}.values())


def _forest(one: Sequence[Node], two: Sequence[Node], i: int, j: int, table: list[list[float]]) -> None:
    """Distances of all forests below keyroots ``i`` and ``j``; those of whole subtrees go to ``table``."""
    left, top = one[i].leftmost, two[j].leftmost
    width = j - top + 2
    above = [float(n) for n in range(width)]
    lines = [above]
    for x in range(left, i + 1):
        line = [lines[-1][0] + 1] + [0.0] * (width - 1)
        for y in range(top, j + 1):
            at = y - top + 1
            best = min(lines[-1][at] + 1, line[at - 1] + 1)
            if one[x].leftmost == left and two[y].leftmost == top:
                best = min(best, lines[-1][at - 1] + rename(one[x], two[y]))
                table[x][y] = best
            else:
                before = lines[one[x].leftmost - left][two[y].leftmost - top]
                best = min(best, before + table[x][y])
            line[at] = best
        lines.append(line)


def rename(one: Node, two: Node) -> float:
    """Cost of turning one node into the other, 0–1."""
    if one.tag != two.tag:
        return 1.0
    if one.text == two.text:
        return 0.0
    return float(Levenshtein.normalized_distance(one.text, two.text))


def page_score(truths: Sequence[Cells], founds: Sequence[Cells], structure_only: bool = False) -> float:
    """Mean likeness of the tables of one page, best pairs first; a table missed or made up counts 0.

    A page without tables scores 1 when none is found on it.
    """
    most = max(len(truths), len(founds))
    if not most:
        return 1.0
    pairs = sorted(
        ((teds(t, f, structure_only), i, j) for i, t in enumerate(truths) for j, f in enumerate(founds)),
        reverse=True,
    )
    taken_truths: set[int] = set()
    taken_founds: set[int] = set()
    total = 0.0
    for score, i, j in pairs:
        if i not in taken_truths and j not in taken_founds:
            taken_truths.add(i)
            taken_founds.add(j)
            total += score
    return total / most
