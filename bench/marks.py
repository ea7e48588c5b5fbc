"""Marks on scans: ``python bench/marks.py --fonts DIR [--seed N] [--count N]``.

Stamps, signatures, notes and ticks are put by chance on pages of fixtures/tables
(fixtures/oddities/inked.py), which are then scanned in colour, gray and black and white; a seed is a page. A
mark is found when a box of IoU 0.5 stands there. False alarms are counted on these pages and on all scans of
the fixtures; marks of the real scans in ../shared/real, where they lie beside the checkout, are listed.
Writes bench/results/marks.md.

Measured are the stages that find marks (coloured_ink, black_ink), not reading: the words around a signature
say whose it is. Then pages with drawings that look like marks (lookalikes.py), digital and scanned: each
``stamp`` and ``hand-note`` on them is false, with the page's own print standing for what is read there.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
import pypdfium2

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.lookalikes import KINDS, page_of  # noqa: E402
from bench.silent_print import press  # noqa: E402
from bench.speed import machine  # noqa: E402
from extract.marks.black_ink import find_marks, rules_of  # noqa: E402
from extract.marks.coloured_ink import lift  # noqa: E402
from extract.marks.ink_shapes import Shape  # noqa: E402
from extract.marks.mark_findings import Ink, Mark, apart  # noqa: E402
from extract.marks.overlays import find_overlays  # noqa: E402
from extract.model import BBox, Raster  # noqa: E402
from extract.pages.codes import chunks  # noqa: E402
from extract.pages.deskew import flatten, straighten  # noqa: E402
from extract.pages.document import open_document  # noqa: E402
from extract.pages.glyphs import read_glyphs  # noqa: E402
from extract.pages.orient import orient  # noqa: E402
from extract.pages.render import render  # noqa: E402
from extract.tables.ruled.grid import build_tables  # noqa: E402
from extract.tables.ruled.raster import find_rulings  # noqa: E402
from fixtures.oddities.inked import INKS, MAKERS, Inked, copied, put  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
DPI = 200
PAPERS = ("colour", "gray", "bilevel")
FOUND = 0.5
"""IoU from which a mark counts as found, as corrections of a person anchor (DESIGN.md, Identity)."""

TOUCHED = 0.02
Box = tuple[Shape, BBox]


def main() -> None:
    """Make, find, count, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fonts", type=Path, required=True, help="folder holding the TH fonts")
    parser.add_argument("--seed", type=int, default=20_000)
    parser.add_argument("--count", type=int, default=180)
    parser.add_argument("--alike", type=int, default=3, help="pages of each kind of drawing")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    seeds = range(options.seed, options.seed + options.count)
    table = report(options.fonts, seeds) + drawings(options.fonts, seeds[: options.alike])
    sys.stdout.write(table)
    (ROOT / "bench" / "results" / "marks.md").write_text(table, "utf-8")


def report(fonts: Path, seeds: Sequence[int]) -> str:
    """The whole report as Markdown."""
    whole, found, named, false = Counter[tuple[str, str]](), Counter[tuple[str, str]](), 0, Counter[str]()
    pages = Counter[str]()
    for seed in seeds:
        image, marks, paper = variant(seed, fonts)
        boxes = marks_of(image)[0]
        pages[paper] += 1
        for mark in marks:
            look, likeness = nearest(mark, boxes)
            whole[mark.kind, paper] += 1
            found[mark.kind, paper] += likeness >= FOUND
            named += likeness >= FOUND and ("stamp" in mark.kind) == (look in ("ring", "frame"))
        spots = [BBox(*mark.box) for mark in marks]
        false[paper] += sum(not any(box.iou(spot) >= TOUCHED for spot in spots) for _, box in boxes)
    lines = [HEAD.format(machine=machine(), first=seeds[0], last=seeds[-1]), _table(whole, found), "\n"]
    lines.append(f"Stamp told from pen: {named} of {sum(found.values())} found. ")
    told = ", ".join(f"{false[p]} on {pages[p]} pages in {p}" for p in PAPERS)
    lines.append(f"False alarms: {told}.\n\n## Clean scans\n\n{clean()}")
    return "".join(lines)


HEAD = """# Marks on scans

Made by `python bench/marks.py` on {machine}. Seeds {first} to {last}, none of
them looked at while the stages were written. A mark is found when a box with IoU ≥ 0.5 stands on it.

"""


def drawings(fonts: Path, seeds: Sequence[int]) -> str:
    """Findings on pages of drawings that are no marks, as a table by kind and paper."""
    found = Counter[tuple[str, str]]()
    with press(fonts) as pdf_of:
        for kind in KINDS:
            for seed in seeds:
                found.update((kind, paper) for paper in _told(pdf_of(page_of(kind, seed)), seed))
    papers = ("digital", *PAPERS)
    rows = [f"| {kind} | " + " | ".join(str(found[kind, p]) for p in papers) + " |" for kind in KINDS]
    head = f"| drawing | {' | '.join(papers)} |\n| --- | --: | --: | --: | --: |"
    sums = " | ".join(str(sum(found[kind, p] for kind in KINDS)) for p in papers)
    return "\n".join(
        (
            f"\n## Drawings that are no marks\n\nFalse `stamp` and `hand-note` on {len(seeds)} pages of each"
            " kind and paper.\n",
            head,
            *rows,
            f"| all of {len(seeds) * len(KINDS)} pages | {sums} |\n",
        )
    )


def _told(data: bytes, seed: int) -> Iterator[str]:
    """The paper of each false finding on a page of drawings."""
    with open_document(data, "made.pdf") as document, document.page(1) as page:
        glyphs = read_glyphs(page)
        over, lines = find_overlays(page, glyphs), chunks(glyphs)
        named = {"digital": apart(over.marks, chunks(over.glyphs), (), 1)[0]}
        assert page.handle is not None
        image = np.array(page.handle.render(scale=DPI / 72, rev_byteorder=True).to_pil().convert("RGB"))
    for paper in PAPERS:
        ink: Ink = "coloured" if paper == "colour" else "black"
        boxes = marks_of(copied(image.copy(), paper, np.random.default_rng(seed)))[0]
        marks = [Mark(shape, box.scaled(72 / DPI), ink) for shape, box in boxes]
        named[paper] = apart(marks, lines, (), 1)[0]
    for paper, findings in named.items():
        yield from (paper for finding in findings if finding.code in ("stamp", "hand-note"))


def _table(whole: Counter[tuple[str, str]], found: Counter[tuple[str, str]]) -> str:
    rows = [f"| mark | {' | '.join(PAPERS)} |", "| --- | --- | --- | --- |"]
    for kind in MAKERS:
        rows.append(
            f"| {kind} | " + " | ".join(f"{found[kind, p]} of {whole[kind, p]}" for p in PAPERS) + " |"
        )
    sums = [(sum(found[k, p] for k in MAKERS), sum(whole[k, p] for k in MAKERS)) for p in PAPERS]
    return "\n".join([*rows, "| all | " + " | ".join(f"{a} of {b}" for a, b in sums) + " |"]) + "\n"


def variant(seed: int, fonts: Path) -> tuple[np.ndarray, list[Inked], str]:
    """A page with one or two marks, scanned; the marks with their boxes; the paper."""
    rng = np.random.default_rng(seed)
    cases = _cases()
    path, table = cases[int(rng.integers(len(cases)))]
    document = pypdfium2.PdfDocument(path)
    page = np.array(document[0].render(scale=DPI / 72, rev_byteorder=True).to_pil().convert("RGB"))
    document.close()
    printed = next(fonts.rglob("THSarabunNew-Bold.ttf"))
    hands = sorted(path for path in fonts.rglob("*.ttf") if "harmon" in path.name.lower())
    marks: list[Inked] = []
    for _ in range(int(rng.integers(1, 3))):
        kind = list(MAKERS)[int(rng.integers(len(MAKERS)))]
        cover = MAKERS[kind][1](rng, DPI, printed, hands[int(rng.integers(len(hands)))])
        shares = (0.3, 0.3, 0.15, 0.25) if "stamp" in kind else (0.1, 0.55, 0.0, 0.35)
        name = str(rng.choice(list(INKS), p=shares))
        place = _place(rng, cover.shape, page.shape, table, marks)
        if place is not None:
            ink = INKS[name][int(rng.integers(len(INKS[name])))]
            box = put(page, cover, ink, *place, float(rng.uniform(0.75, 1)))
            marks.append(Inked(kind, name, box))
    paper = PAPERS[seed % len(PAPERS)]
    return copied(page, paper, rng), marks, paper


def _cases() -> list[tuple[Path, BBox | None]]:
    """Digital pages of odd rules and structure, and the box of their first table in pixels."""
    out = []
    for path in sorted((ROOT / "fixtures" / "tables").glob("*.truth.json")):
        truth = json.loads(path.read_text("utf-8"))
        if truth["group"] in ("rules", "structure") and "digital" in truth["files"]:
            box = truth["pages"][0]["tables"][0].get("bbox")
            scaled = BBox(*(v * DPI / 72 for v in box)) if box else None
            out.append((path.parent / truth["files"]["digital"], scaled))
    return out


def _place(
    rng: np.random.Generator,
    cover: tuple[int, ...],
    page: tuple[int, ...],
    table: BBox | None,
    marks: Sequence[Inked],
) -> tuple[int, int] | None:
    """A corner for a mark, four times in five over the table, clear of other marks; None without room."""
    height, width = cover
    for _ in range(20):
        if table is not None and rng.random() < 0.8:
            x = rng.uniform(table.x0 - 40, table.x1 - width / 2)
            y = rng.uniform(table.y0, max(table.y0 + 1, table.y1 - height / 3))
        else:
            x, y = rng.uniform(60, page[1] - width - 60), rng.uniform(60, page[0] - height - 60)
        x, y = int(np.clip(x, 20, page[1] - width - 20)), int(np.clip(y, 20, page[0] - height - 20))
        mine = BBox(x - 20, y - 20, x + width + 20, y + height + 20)
        if all(
            mine.intersection(BBox(*m.box)).width < 0 or mine.intersection(BBox(*m.box)).height < 0
            for m in marks
        ):
            return x, y
    return None


def marks_of(image: np.ndarray) -> tuple[list[Box], float]:
    """Marks found on a scan, in its own pixels, and CPU milliseconds of telling them."""
    color = np.ascontiguousarray(image[:, :, ::-1]) if image.ndim == 3 else None
    gray = image if color is None else np.asarray(cv2.cvtColor(color, cv2.COLOR_BGR2GRAY))
    return found_on(Raster(np.ascontiguousarray(gray), DPI, np.eye(2, 3), color=color))


def found_on(raster: Raster) -> tuple[list[Box], float]:
    """The same of a raster, boxes in its page's frame."""
    began = time.process_time()
    bare, inks = lift(raster)
    took = time.process_time() - began
    level = flatten(straighten(orient(bare)))
    rulings = find_rulings(level)
    scale = level.dpi / 72
    rules = rules_of(build_tables(rulings, 1, "raster", scale), rulings, scale)
    began = time.process_time()
    drawn = find_marks(level, rules)
    took += time.process_time() - began
    boxes = [(ink.form.shape, bare.box_to_page(ink.box)) for ink in inks]
    return [*boxes, *((mark.form.shape, level.box_to_page(mark.box)) for mark in drawn)], 1000 * took


def nearest(mark: Inked, boxes: Sequence[Box]) -> tuple[Shape | None, float]:
    """The look of the box that is most like ``mark``'s, and their IoU."""
    return max(
        ((look, box.iou(BBox(*mark.box))) for look, box in boxes), key=lambda p: p[1], default=(None, 0.0)
    )


def clean() -> str:
    """Marks and milliseconds on the scans of the fixtures that have none, and marks on real scans."""
    lines, pages, alarms, took = [], 0, [], []
    for path, number, raster in _scans():
        boxes, ms = found_on(raster)
        pages += 1
        alarms += [f"{path.name} page {number}: {look}" for look, _ in boxes]
        took += [ms] if abs(raster.dpi - DPI) < 1 else []
    lines.append(f"{len(alarms)} false alarms on {pages} pages{': ' if alarms else ''}{'; '.join(alarms)}.\n")
    lines.append(
        f"CPU milliseconds that telling marks takes at {DPI} dpi: median {np.median(took):.1f},"
        f" 95 % under {np.quantile(took, 0.95):.1f} (reach: 15).\n"
    )
    for name in ("scan_memo.pdf", "scan_report_mixed.pdf"):
        path = ROOT.parent / "shared" / "real" / name
        if path.exists():
            told = [f"{n}: {len(found_on(raster)[0])}" for n, raster in _pages(path)]
            lines.append(f"\nMarks found by page in the real {name}: {', '.join(told)}.")
    return "".join(lines) + "\n"


def _scans() -> Iterator[tuple[Path, int, Raster]]:
    marked = {"hand-notes-over-table", "signature-over-table", "stamp-over-table"}
    files = sorted((ROOT / "fixtures" / "tables").glob("*-scan.*"))
    files = [path for path in files if path.stem.removesuffix("-scan") not in marked]
    reports = sorted((ROOT / "fixtures" / "reports").glob("*.pdf"))
    files += [path for path in reports if any(word in path.stem for word in ("scan", "harsh", "fax"))]
    for path in files:
        yield from ((path, number, raster) for number, raster in _pages(path))


def _pages(path: Path) -> Iterator[tuple[int, Raster]]:
    with open_document(path.read_bytes(), path.name) as document:
        for number in range(1, document.page_count + 1):
            with document.page(number) as page:
                yield number, render(page, color=True)


if __name__ == "__main__":
    main()
