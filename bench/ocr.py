"""Compare the OCR engines: ``python bench/ocr.py --fonts DIR [--fonts DIR] [--each] [--weights FILE]``.

The same cells go to each engine in one process, in turn: the cells of the fixture scans as the pipeline
cuts them, and made pages of text and fonts the reader was never trained on. Pages are skipped where the
grid does not have the truth's cells, for every engine alike, and counted.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rapidfuzz.distance import Levenshtein  # noqa: E402

from bench.text import ARABIC_DIGITS, SPACE, THAI_DIGITS, Share, digits_right, packed  # noqa: E402
from extract.model import GrayImage, Line  # noqa: E402
from extract.ocr.choose import Engine, Region  # noqa: E402
from extract.ocr.net import Net  # noqa: E402
from extract.ocr.reader import Reader  # noqa: E402
from extract.thai.rejoin import rejoin  # noqa: E402
from extract.thai.repair import repair  # noqa: E402

HERE = Path(__file__).resolve().parent
FIXTURES = HERE.parent / "fixtures" / "reports"
SEED = 20_266
PAGES_A_CONDITION = 6
BOXES = "✓✔☑☒☐"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page image with the cells to read and the text of each."""

    kind: str
    image: GrayImage
    dpi: float
    regions: tuple[Region, ...]
    texts: tuple[str, ...]
    wrapped: bool = True
    """Whether the truth has its lines joined, as in fixtures, or one by one."""


@dataclass(slots=True)
class Tally:
    """Running sums of one engine on one kind of sheet."""

    pages: int = 0
    cer: Share = Share()
    cer_spaces: Share = Share()
    thai: Share = Share()
    arabic: Share = Share()
    spaces: Share = Share()
    boxes: Share = Share()
    lines: int = 0
    seconds: float = 0.0

    def add(self, truth: str, found: str) -> None:
        """Count one cell; digit scripts are not folded, line breaks are."""
        want, got = packed(truth), packed(found)
        self.cer += Share(Levenshtein.distance(want, got), len(want))
        want, got = (SPACE.sub(" ", text).strip() for text in (truth, found))
        self.cer_spaces += Share(Levenshtein.distance(want, got), len(want))
        self.thai += digits_right(truth, found, THAI_DIGITS)
        self.arabic += digits_right(truth, found, ARABIC_DIGITS)
        self.spaces += _spaces_kept(want, got)
        self.boxes += digits_right(truth, found, BOXES)
        self.lines += truth.count("\n") + 1


def main() -> None:
    """Read every sheet with every engine, print the table and write it to bench/results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fonts", type=Path, action="append", default=[], help="for made pages")
    parser.add_argument("--engines", default="reader,tesseract")
    parser.add_argument("--weights", type=Path, help="other weights of the reader, as engine 'candidate'")
    parser.add_argument("--pages", type=int, default=PAGES_A_CONDITION, help="made pages a condition")
    parser.add_argument("--each", action="store_true", help="every family by itself")
    parser.add_argument("--only", default="", help="made pages of the families whose name holds this")
    parser.add_argument("--made-only", action="store_true", help="leave the fixtures out")
    parser.add_argument("--out", type=Path, default=HERE / "results" / "ocr.md")
    chosen = parser.parse_args()
    engines = {name: _open(name) for name in chosen.engines.split(",")}
    if chosen.weights:
        engines["candidate"] = Reader(Net(chosen.weights.read_bytes(), chosen.weights.name))
    tallies: dict[tuple[str, str], Tally] = {}
    made = made_sheets(chosen.fonts, chosen.pages, chosen.each, chosen.only)
    for sheet in made if chosen.made_only else chain(fixture_sheets(), made):
        for name, engine in engines.items():
            read_sheet(sheet, engine, tallies.setdefault((sheet.kind, name), Tally()))
    table = as_markdown(tallies)
    sys.stdout.write(table)
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    chosen.out.write_text(table, "utf-8")


def read_sheet(sheet: Sheet, engine: Engine, tally: Tally) -> None:
    """Read one sheet and count its cells."""
    began = time.process_time(), resource.getrusage(resource.RUSAGE_CHILDREN)
    read = engine.read(sheet.image, sheet.dpi, sheet.regions)
    ended = time.process_time(), resource.getrusage(resource.RUSAGE_CHILDREN)
    children = ended[1].ru_utime + ended[1].ru_stime - began[1].ru_utime - began[1].ru_stime
    tally.seconds += ended[0] - began[0] + children
    tally.pages += 1
    for truth, lines in zip(sheet.texts, read, strict=True):
        tally.add(truth, _text(lines, sheet.wrapped))


def fixture_sheets() -> Iterable[Sheet]:
    """The scans under fixtures/reports, cut into cells as the pipeline does it."""
    from extract.pages.deskew import flatten, straighten
    from extract.pages.document import open_document
    from extract.pages.orient import orient
    from extract.pages.render import render
    from extract.tables.fill_image import INSET
    from extract.tables.ruled.grid import build_tables
    from extract.tables.ruled.raster import erase_rulings, find_rulings

    skipped = 0
    for path in sorted(FIXTURES.glob("*.truth.json")):
        truth = json.loads(path.read_text("utf-8"))
        if truth["class"] == "digital" or not truth["tables"]:
            continue
        pdf = path.with_name(path.name.replace(".truth.json", ".pdf"))
        with open_document(pdf.read_bytes(), pdf.name) as document:
            for number in range(1, document.page_count + 1):
                wanted = [table for table in truth["tables"] if table["page"] == number]
                with document.page(number) as page:
                    raster = flatten(straighten(orient(render(page))))
                found = build_tables(find_rulings(raster), number, "raster", scale=raster.dpi / 72)
                pairs = _pair_cells(wanted, found, INSET * raster.dpi / 72)
                if pairs is None:
                    skipped += 1
                    continue
                rules = [rule for table in found for rule in table.rulings]
                image = erase_rulings(raster.image, rules, raster.dpi)
                kind = pdf.stem.rsplit("-", 1)[1]
                yield Sheet(f"fixtures {kind}", image, raster.dpi, *pairs)
    if skipped:
        sys.stderr.write(f"{skipped} fixture pages skipped: their grid differs from the truth\n")


def _pair_cells(
    wanted: list, found: Sequence, edge: float
) -> tuple[tuple[Region, ...], tuple[str, ...]] | None:  # type: ignore[type-arg]
    """Regions and texts of the cells of a page, or None when grid and truth differ."""
    from extract.tables.fill_image import inset

    if len(wanted) != len(found):
        return None
    regions, texts = [], []
    for true, table in zip(wanted, found, strict=True):
        if (true["rows"], true["columns"]) != (table.rows, table.columns):
            return None
        for cell in true["cells"]:
            drawn = table.at(cell["row"], cell["column"])
            if cell["text"] is not None and drawn is not None:
                regions.append(Region(inset(drawn.bbox, edge)))
                texts.append(cell["text"])
    return tuple(regions), tuple(texts)


def made_sheets(
    fonts: list[Path], pages: int = PAGES_A_CONDITION, each: bool = False, only: str = ""
) -> Iterable[Sheet]:
    """Pages of held-out text, in the fonts trained on and in those held out; none without fonts.

    ``each`` takes every family trained on by itself, as those held out always are, at 200 dpi alone;
    ``only`` leaves out the groups whose name does not hold it.
    """
    if not fonts:
        return
    from training import fonts as known
    from training.heldout import CONDITIONS, HeldOutCells, HeldOutSigns, HeldOutText, draw_page

    trained = tuple(known.SHARES)
    groups: list[tuple[str, tuple[str, ...], bool, type[HeldOutText]]] = [
        *(((f"known {name}", (name,), True, HeldOutText) for name in trained) if each else ()),
        ("known fonts", trained, True, HeldOutText),
        ("known fonts, unshaped", trained, False, HeldOutText),
        ("known fonts, signs", trained, True, HeldOutSigns),
        ("known fonts, short cells", trained, True, HeldOutCells),
        *((f"held-out {name}", (name,), True, HeldOutText) for name in known.HELD_OUT),
        *((f"held-out {name} (no loops)", (name,), True, HeldOutText) for name in known.HELD_OUT_LOOPLESS),
        *((f"held-out {name} (serif)", (name,), True, HeldOutText) for name in known.HELD_OUT_SERIF),
        *((f"held-out {name} (loops)", (name,), True, HeldOutText) for name in known.HELD_OUT_LOOPED),
        *((f"display {name}", (name,), True, HeldOutText) for name in known.DISPLAY),
    ]
    for name, families, shaped, text in (group for group in groups if only in group[0]):
        faces = known.find_faces(fonts, families)
        alone = name.removeprefix("known ") in trained
        for condition in [c for c in CONDITIONS if not alone or c.name == "200 dpi"]:
            rng, source = random.Random(SEED), text(SEED)
            for _ in range(pages):
                page = draw_page(rng, source, faces, condition, shaped)
                kind = f"made, {name}, {condition.name}"
                yield Sheet(kind, page.image, page.dpi, page.regions, page.texts, wrapped=False)


def as_markdown(tallies: dict[tuple[str, str], Tally]) -> str:
    """The results as a table, one row a kind of sheet and engine."""
    lines = [
        "# The line reader against tesseract\n",
        "Made by `bench/ocr.py`; the same cells go to both engines in one process. Fixture cells are cut",
        "as the pipeline cuts them; their text is joined over line ends before it is compared, so their",
        "spaces are those of the joining too.\n",
        "| sheets | engine | pages | CER % | CER with spaces % | Thai digits % | Arabic digits % | spaces % "
        "| ticks and boxes % | CPU s a page | CPU ms a line |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for (kind, engine), tally in sorted(tallies.items()):
        shares = (tally.cer, tally.cer_spaces, tally.thai, tally.arabic, tally.spaces, tally.boxes)
        values = " | ".join("–" if s.value is None else f"{100 * s.value:.2f}" for s in shares)
        cost = f"{tally.seconds / tally.pages:.2f} | {1000 * tally.seconds / max(1, tally.lines):.1f}"
        lines.append(f"| {kind} | {engine} | {tally.pages} | {values} | {cost} |")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines.append(
        f"\nPeak memory of this process, all engines open: {peak:.0f} MiB. Digit scripts are not folded."
    )
    return "\n".join(lines) + "\n"


def _open(name: str) -> Engine:
    from extract.ocr.choose import open_engine

    return open_engine(name)


def _text(lines: Sequence[Line], wrapped: bool) -> str:
    texts = [repair(line.text).text for line in lines]
    return rejoin(texts) if wrapped else "\n".join(texts)


def _spaces_kept(truth: str, found: str) -> Share:
    """Spaces of the truth that stand in the same place of the reading, and of those read, as F1."""
    kept = sum(
        truth[step.src_start : step.src_end].count(" ")
        for step in Levenshtein.opcodes(truth, found)
        if step.tag == "equal"
    )
    return Share(2 * kept, truth.count(" ") + found.count(" "))


if __name__ == "__main__":
    main()
