"""Pictures of reports, axis by axis: ``python bench/pictures.py --fonts DIR``; writes results/pictures.*.

Reports drawn by chance (``silent_make.py``) are printed in TH Sarabun New (half of those of ``judging-2`` in
TH SarabunPSK and TH Niramit AS), photographed by the camera of
``pictures_make.py`` in every step of every axis, and read. What the digital page says, which is read without
an error, is the truth. Counted are measures found, letters wrong (CER, white space folded), digits right,
values wrong without a word (silent), pages that are told as not read well (refused), and processor time a
page. The development half may be looked at (``--show``); the judging half has other agencies, headers and
texts, and was not looked at while mending; the second was made when faults of the first had been looked at.
"""

from __future__ import annotations

import argparse
import io
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from multiprocessing import Pool
from pathlib import Path
from subprocess import PIPE
from typing import Any

import numpy as np
import pypdfium2
from PIL import Image
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.picture_peers import TOOLS  # noqa: E402
from bench.pictures_make import (  # noqa: E402
    AXES,
    DRAWN_DPI,
    HALVES,
    PAPERS,
    SEEDS,
    Gray,
    Shot,
    print_papers,
    take,
)
from bench.text import folded  # noqa: E402
from extract.model import MeasureRecord, Page  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
LONG = 4
"""One report in so many is of several pages; two of these lie side by side."""

PRINTED = (
    "number",
    "measure",
    "procedure",
    "responsible",
    "period",
    "budget",
    "result",
    "problem",
    "suggestion",
)
SAME_MEASURE = 55.0
"""Two measures less alike than this (0–100) are not the same record."""

BAR = 0.003
"""Share of a step's letters that may be wrong."""

NOT_TAKEN = """
## Tried and not taken: letters of which a second copy left outlines

Two pages at 200 dpi of a report copied twice: each stroke is outlines of outlines, 7 pixels wide, white
inside; pale in places. Share of the truth's triples of letters found in the cells, whose grid the net gave.
None is enough; such a page is told (`picture-hollow`).

| way | triples |
|---|---|
| Gaussian of 1.0, 1.3 pixels | 10 %, 7 % |
| Gaussian of 1.3, tones of 15 to 50 %, of 25 to 55 % stretched | 22 %, 25 % |
| Gaussian of 1.6, 2.0, tones of 20 to 50 %, of 15 to 45 % | 20 %, 12 % |
| white pieces of up to 5 pixels filled, then a Gaussian of 1.0, 1.3 | 23 %, 21 % |
| what lies 1.6 to 2.4 pixels from white areas | strokes torn, not read |
| a small net that fills strokes (0.7 MB), 1,500 steps of 6 to 10 pieces of made copies | 10 % |
| that net's picture and a Gaussian's of 1.0, 1.3, one half each | 14 %, 10 % |

The net gave back all rules (grids of 15 and 5 rows by 7 columns, as printed) and took all specks off; its
letters were still growing sharper when its time was over.

## Tried and not taken: copies whose strokes grew thick

Two pages each of three made copies at 200 dpi; letters wrong, %, of 1,702.

| way | blurred and cut twice | screened, striped | grainy, nicked |
|---|---|---|---|
| as it was read | 81 | 44 | 0.9 |
| white grown by two pixels | 59 | 100 | 91 |
| a median, then white grown by a cross of three | 65 | 100 | 100 |
| a median, white grown by two, a Gaussian of .6 | 66 | 78 | 3.2 |
| a Gaussian of .7, of 1.0 | not tried | 18, 15 | 1.1, 2.0 |
| a median of five | not tried | 95 | 24 |
| a net that gives strokes back (.5 MB), 5,150 pieces of made copies, 8 minutes of CPU | 62 | 67 | 3.7 |

The net's pictures were still soft: it had a fourteenth of a busy core. Where specks are few the median that
takes them off cost most of what was wrong on the third kind; without it .2 % of four pages (`specks.py`).
"""

UNSEEN = """
## Pictures that nobody who mended had seen, before and after (d911d2f, and the darker limit of faint ink)

Faults of another maker's camera and paper, published while they were mended: measures found, letters wrong,
%. All are material for mending now.

| picture | before | after |
|---|---|---|
| lamp and sky, light falling to a quarter | 0 of 4 | 4 of 4, 0 |
| a telephone's soft shadow over the table | 31 values run together | 6 of 6, .18 |
| a carpet whose grain is denser than print | ended for its memory | 4 of 4, .18 |
| among other papers | 0 of 4 | 3 of 4, 28.6, told |
| clean scans of 2.0 : 1, of 2.2 : 1, of 2 : 1 on gray | 60, 76, 47 % wrong | 0, 0, 0 |
| a clean scan of 2.5 : 1 | 10.9 | 10.7, told |
| 150 dpi said to be 600; 300, 1200; 150, 300 | 0 of 5; 0 of 5; 3 of 4 | 5 of 5; 5 of 5; 4 of 4 |
| a photograph on a PDF page of 3 inches | 13 % | 4 of 4, 0 |

User CPU seconds a page, the best of three, before and after nothing is copied twice (part of 66aaf8d; load
12, one after the other, letters the same): photographs of 200 dpi 1.10 to 1.07, 1.67 to 1.58, 1.46 to
1.38, 1.55 to 1.31; of 330 dpi 1.67 to 1.37, 1.61 to 1.39, 1.93 to 1.83.
"""

REFUSED = frozenset({"page-unread", "picture-small", "picture-faint", "picture-blurred", "page-failed"})


@dataclass(frozen=True, slots=True)
class Case:
    """One picture read; ``letters`` and ``digits`` are those of the paper."""

    axis: str
    step: str
    expected: int
    found: int
    letters: int
    wrong: int
    digits: int
    digits_right: int
    silent: int
    refused: bool
    seconds: float
    shown: tuple[str, ...] = ()


def main() -> None:
    """Photograph, read, compare and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fonts", type=Path, required=True, help="folder of the fonts of training/README.md")
    parser.add_argument("--half", choices=tuple(SEEDS), default="development")
    parser.add_argument("--axis", action="append", choices=AXES)
    parser.add_argument("--pages", type=int, default=1, help="pages of each step")
    parser.add_argument("--show", action="store_true", help="tell what is wrong (development only)")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--peers", type=Path, help="Python of the peers: read two steps of each axis by them")
    parser.add_argument("--results", type=Path, default=ROOT / "bench" / "results")
    options = parser.parse_args()
    papers = Path(tempfile.gettempdir()) / "prongsai-pictures" / options.half
    if not papers.is_dir():
        print_papers(options.half, papers, options.fonts)
    if options.peers:
        path = options.results / "pictures.json"
        told = json.loads(path.read_text("utf-8")) if path.exists() else {}
        told["peers"] = compared_with_peers(papers, options.peers, options.axis or tuple(AXES))
        path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")
        (options.results / "pictures.md").write_text(as_markdown(told), "utf-8")
        return
    todo = [
        (papers, axis, number, page)
        for axis in options.axis or AXES
        for number in range(len(AXES[axis]))
        for page in range(options.pages)
    ]
    found = []
    with Pool(options.jobs) as pool:
        for case in pool.imap(_case, todo):
            found.append(case)
            sys.stderr.write(f"{case.axis} {case.step}: {case.found}/{case.expected}, {case.wrong} wrong\n")
            if options.show and options.half == "development":
                sys.stdout.writelines(f"    {line}\n" for line in case.shown)
    told = summary(found)
    if not options.axis:
        path = options.results / "pictures.json"
        lots = json.loads(path.read_text("utf-8")) if path.exists() else {}
        lots[options.half] = told
        path.write_text(json.dumps(lots, indent=1, ensure_ascii=False) + "\n", "utf-8")
        (options.results / "pictures.md").write_text(as_markdown(lots), "utf-8")
    sys.stdout.write(as_markdown({options.half: told}))


def _case(todo: tuple[Path, str, int, int]) -> Case:
    axis, number = todo[1:3]
    step, _ = AXES[axis][number]
    data, truth = _picture(*todo)
    read, records, codes, seconds = _read(data, "picture.jpg", 1)
    counted = _compared(truth, records)
    refused = bool(REFUSED & (codes | {found.code for each in read for found in each.findings}))
    return Case(axis, step, len(truth), *counted[:-1], refused, seconds, counted[-1])


def _picture(papers: Path, axis: str, number: int, page: int) -> tuple[bytes, tuple[MeasureRecord, ...]]:
    """A picture of one step as a file, and the records of its paper."""
    shot = AXES[axis][number][1]
    turn = list(AXES).index(axis) + number + page  # reports take turns
    if shot.paper == "half":
        name, count = f"half-{turn % HALVES}", 1
    elif shot.paper == "page":
        name, count = f"{turn % PAPERS}", 1
    else:
        name, count = f"{turn * LONG % PAPERS + LONG - 1}", 2
    drawn, truth = _paper(papers / f"{name}.pdf", count)
    seed = SEEDS.get(papers.name, 0) + 1000 * turn + len(axis)
    return _file(take(drawn, shot, seed), shot), truth


def compared_with_peers(papers: Path, python: Path, axes: Sequence[str]) -> list[dict[str, Any]]:
    """Share of the truth's triples of letters that a program's text has, in any order; CPU seconds."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        wanted: dict[str, tuple[str, set[str]]] = {}
        ours: dict[str, tuple[str, float]] = {}
        for axis in axes:
            steps = AXES[axis]
            for number in sorted({len(steps) // 3, 2 * len(steps) // 3}):
                data, truth = _picture(papers, axis, number, 0)
                path = Path(folder) / f"{len(wanted)}.jpg"
                path.write_bytes(data)
                text = [folded(getattr(each, key)) for each in truth for key in PRINTED]
                wanted[path.name] = f"{axis}, {steps[number][0]}", _triples(text)
                read, _, _, seconds = _read(data, "picture.jpg", 1)
                ours[path.name] = "\n".join(line.text for page in read for line in page.lines), seconds
        got = {"ours": ours}
        for tool in TOOLS:
            command = [str(python), str(ROOT / "bench" / "picture_peers.py"), tool]
            done = subprocess.run([*command, *(str(Path(folder) / name) for name in wanted)], stdout=PIPE)
            lines = [json.loads(line) for line in done.stdout.decode().splitlines()]
            got[tool] = {line["file"]: (line["text"], line["seconds"]) for line in lines}
    for name, (step, triples) in wanted.items():
        row: dict[str, Any] = {"step": step}
        for tool, read_by in got.items():
            text, seconds = read_by.get(name, ("", 0.0))
            row[tool] = round(100 * len(triples & _triples([folded(text)])) / max(1, len(triples)), 1)
            row[f"{tool} s"] = round(seconds, 2)
        rows.append(row)
    return rows


def _triples(texts: Iterable[str]) -> set[str]:
    bare = ["".join(text.split()) for text in texts]
    return {text[n : n + 3] for text in bare for n in range(len(text) - 2)}


_KEPT: dict[tuple[Path, int], tuple[list[Gray], tuple[MeasureRecord, ...]]] = {}


def _paper(path: Path, count: int) -> tuple[list[Gray], tuple[MeasureRecord, ...]]:
    """The first ``count`` pages of a digital report drawn, and their records."""
    if (path, count) not in _KEPT:
        data = path.read_bytes()
        with closing(pypdfium2.PdfDocument(data)) as document:
            drawn = [
                np.asarray(document[n].render(scale=DRAWN_DPI / 72, grayscale=True).to_pil().convert("L"))
                for n in range(count)
            ]
        _KEPT[path, count] = drawn, _read(data, path.name, count)[1]
    return _KEPT[path, count]


def _file(picture: Gray, shot: Shot) -> bytes:
    """The picture as a telephone or a scanner saves it: only a scanner knows its dpi."""
    out = io.BytesIO()
    stated = {} if shot.desk else {"dpi": (shot.dpi, shot.dpi)}
    Image.fromarray(picture[:, :, ::-1]).save(out, "JPEG", quality=shot.quality, **stated)
    return out.getvalue()


def _read(
    data: bytes, name: str, count: int
) -> tuple[list[Page], tuple[MeasureRecord, ...], set[str], float]:
    """The first pages as the program reads them, their records, codes told of them, processor seconds."""
    from extract.clock import Clock
    from extract.doubt.stage import doubt
    from extract.marks.page_furniture import with_marks
    from extract.ocr.choose import Engines
    from extract.pages.document import open_document
    from extract.reading.page import read_page
    from extract.records.build import build

    if not _ENGINES:
        _ENGINES.append(Engines("auto"))
    with open_document(data, name, None) as document:
        start = time.process_time()
        pages = [read_page(document, n + 1, _ENGINES[0], Clock(), None) for n in range(count)]
        seconds = time.process_time() - start
    marked = with_marks(pages)
    built, doubted = doubt(build("0" * 16, name, marked), marked)
    codes = {found.code for each in doubted for found in each.findings}
    return pages, tuple(record for part in built for record in part.records), codes, seconds


_ENGINES: list[Any] = []


def _compared(
    truth: Sequence[MeasureRecord], read: Iterable[MeasureRecord]
) -> tuple[int, int, int, int, int, int, tuple[str, ...]]:
    """Found, letters, wrong letters, digits, digits right, silent, and what is wrong in words."""
    left = list(read)
    found = letters = wrong = digits = right = silent = 0
    shown = []
    for true in truth:
        texts = {key: folded(getattr(true, key)) for key in PRINTED}
        letters += sum(map(len, texts.values()))
        digits += sum(_digits(text) for text in texts.values())
        like = [fuzz.ratio(texts["measure"], folded(each.measure)) for each in left]
        if not like or max(like) < SAME_MEASURE:
            wrong += sum(map(len, texts.values()))
            shown.append(f"lost: {texts['measure'][:60]}")
            continue
        record = left.pop(like.index(max(like)))
        found += 1
        for key, text in texts.items():
            other = folded(getattr(record, key))
            wrong += Levenshtein.distance(text, other)
            right += _digits_right(text, other)
            if text != other:
                silent += not record.needs_review
                shown.append(f"{key}: {text[:50]} -> {other[:50]}")
    silent += sum(not each.needs_review for each in left)
    return found, letters, wrong, digits, right, silent, tuple(shown)


def _digits(text: str) -> int:
    return sum(letter.isdigit() for letter in text)


def _digits_right(text: str, other: str) -> int:
    """Digits of ``text`` that stand at the same place in ``other``."""
    kept = Levenshtein.opcodes(text, other)
    return sum(_digits(text[op.src_start : op.src_end]) for op in kept if op.tag == "equal")


def summary(found: Sequence[Case]) -> list[dict[str, Any]]:
    """A row a step, in the order in which they were read."""
    steps: dict[tuple[str, str], list[Case]] = {}
    for case in found:
        steps.setdefault((case.axis, case.step), []).append(case)
    return [_row(axis, step, cases) for (axis, step), cases in steps.items()]


def _row(axis: str, step: str, cases: Sequence[Case]) -> dict[str, Any]:
    keys = ("expected", "found", "letters", "wrong", "digits", "digits_right", "silent", "refused")
    sums = {key: sum(asdict(case)[key] for case in cases) for key in keys}
    seconds = round(statistics.median(case.seconds for case in cases), 2)
    return {"axis": axis, "step": step, "pages": len(cases), **sums, "seconds": seconds}


def as_markdown(lots: dict[str, list[dict[str, Any]]]) -> str:
    """The tables of all lots."""
    out = ["# Pictures of reports, step by step\n\n", __doc__.split("\n\n")[1].replace("\n", " "), "\n"]
    for lot, rows in lots.items():
        if lot == "peers":
            out += _peers_table(rows)
            continue
        pages = sum(row["pages"] for row in rows)
        had, expected = (sum(row[key] for row in rows) for key in ("found", "expected"))
        out.append(f"\n## {lot}: {pages} pages, {had} of {expected} measures found\n\n")
        out += _limits(rows)
        out.append("| axis | step | pages | found | CER % | digits % | silent | refused | CPU s |\n")
        out.append("|---|---|---|---|---|---|---|---|---|\n")
        for row in rows:
            cer = 100 * row["wrong"] / max(1, row["letters"])
            digits = 100 * row["digits_right"] / max(1, row["digits"])
            found = f"{row['found']}/{row['expected']}"
            cells = (
                row["axis"],
                row["step"],
                row["pages"],
                found,
                f"{cer:.2f}",
                f"{digits:.1f}",
                row["silent"],
            )
            cells = (*cells, row["refused"] or "", f"{row['seconds']:.2f}")
            out.append(f"| {' | '.join(map(str, cells))} |\n")
    return "".join([*out, UNSEEN, NOT_TAKEN])


def _limits(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Up to which step of each axis all is found and read within the bar, and which steps are refused."""
    yield "| axis | steps | read within CER .3 % | not all found | refused |\n|---|---|---|---|---|\n"
    for axis in dict.fromkeys(row["axis"] for row in rows):
        mine = [row for row in rows if row["axis"] == axis]
        well = [
            row for row in mine if row["found"] == row["expected"] and row["wrong"] <= BAR * row["letters"]
        ]
        lost = ", ".join(row["step"] for row in mine if row["found"] < row["expected"])
        refused = ", ".join(row["step"] for row in mine if row["refused"])
        yield f"| {axis} | {len(mine)} | {len(well)} | {lost} | {refused} |\n"
    yield "\n"


def _peers_table(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    tools = [key for key in rows[0] if key != "step" and not key.endswith(" s")]
    yield "\n## Other programs: share of the truth's triples of letters in their text, %; CPU seconds\n\n"
    yield f"| step | {' | '.join(tools)} |\n|---|{'---|' * len(tools)}\n"
    for row in rows:
        cells = " | ".join(
            f"{row[tool]:.1f} ({row[f'{tool} s']:.1f} s)" if row[f"{tool} s"] else "ended without a text"
            for tool in tools
        )
        yield f"| {row['step']} | {cells} |\n"
    means = " | ".join(
        f"**{statistics.mean(row[tool] for row in rows if row[f'{tool} s']):.1f}**" for tool in tools
    )
    yield f"| mean of those read | {means} |\n"


if __name__ == "__main__":
    main()
