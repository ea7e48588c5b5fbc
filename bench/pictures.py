"""Pictures of reports, axis by axis: ``python bench/pictures.py``; writes bench/results/pictures.md, .json.

Digital pages of fixtures/reports are drawn, photographed by the camera of ``pictures_make.py`` in every step
of every axis, and read. What the digital page says, which is read without an error, is the truth. Counted
are measures found, letters wrong (CER, white space folded), digits right, values wrong without a word
(silent), pages that are told as not read well (refused), and processor time a page. The development lot may
be looked at (``--show``); the reports of the judging lot were not looked at while mending.
"""

from __future__ import annotations

import argparse
import io
import json
import statistics
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
from PIL import Image
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.pictures_make import AXES, DRAWN_DPI, Gray, Shot, take  # noqa: E402
from bench.text import folded  # noqa: E402
from extract.model import MeasureRecord, Page  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "fixtures" / "reports"
LOTS: dict[str, tuple[tuple[str, int], ...]] = {
    "development": (("khaophrai-2566-chromium", 1),),
    "judging": (
        ("hatyai-2568-chromium", 1),
        ("nayongnuea-2564-plan-libreoffice", 1),
        ("thungsong-2567-plan-libreoffice", 1),
        ("phatthalung-pao-2565-chromium", 1),
        ("nongchanglan-2566-libreoffice", 2),
    ),
}
PAGES = 3
"""Pages of each step; they take turns."""

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
    parser.add_argument("--lot", choices=LOTS, default="development")
    parser.add_argument("--axis", action="append", choices=AXES)
    parser.add_argument("--pages", type=int, default=PAGES, help="pages of each step")
    parser.add_argument("--show", action="store_true", help="tell what is wrong (development only)")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--results", type=Path, default=ROOT / "bench" / "results")
    options = parser.parse_args()
    todo = [
        (options.lot, axis, number, page)
        for axis in options.axis or AXES
        for number in range(len(AXES[axis]))
        for page in range(options.pages)
    ]
    found = []
    with Pool(options.jobs) as pool:
        for case in pool.imap(_case, todo):
            found.append(case)
            sys.stderr.write(f"{case.axis} {case.step}: {case.found}/{case.expected}, {case.wrong} wrong\n")
            if options.show and options.lot == "development":
                sys.stdout.writelines(f"    {line}\n" for line in case.shown)
    told = summary(found)
    if not options.axis:
        path = options.results / "pictures.json"
        lots = json.loads(path.read_text("utf-8")) if path.exists() else {}
        lots[options.lot] = told
        path.write_text(json.dumps(lots, indent=1, ensure_ascii=False) + "\n", "utf-8")
        (options.results / "pictures.md").write_text(as_markdown(lots), "utf-8")
    sys.stdout.write(as_markdown({options.lot: told}))


def _case(todo: tuple[str, str, int, int]) -> Case:
    lot, axis, number, page = todo
    step, shot = AXES[axis][number]
    reports = LOTS[lot]
    name, at = reports[(number + page) % len(reports)]
    drawn, truth = _paper(name, at)
    picture = take(drawn, shot, 1000 * number + page)
    read, records, codes, seconds = _read(_file(picture, shot), "picture.jpg", 1)
    counted = _compared(truth, records)
    refused = bool(REFUSED & (codes | {found.code for found in read.findings}))
    return Case(axis, step, len(truth), *counted[:-1], refused, seconds, counted[-1])


_KEPT: dict[tuple[str, int], tuple[Gray, tuple[MeasureRecord, ...]]] = {}


def _paper(name: str, number: int) -> tuple[Gray, tuple[MeasureRecord, ...]]:
    """A digital page drawn, and its records."""
    if (name, number) not in _KEPT:
        data = (REPORTS / f"{name}.pdf").read_bytes()
        document = pypdfium2.PdfDocument(data)
        drawn = document[number - 1].render(scale=DRAWN_DPI / 72, grayscale=True).to_pil().convert("L")
        _KEPT[name, number] = np.asarray(drawn), _read(data, f"{name}.pdf", number)[1]
    return _KEPT[name, number]


def _file(picture: Gray, shot: Shot) -> bytes:
    """The picture as a telephone or a scanner saves it: only a scanner knows its dpi."""
    out = io.BytesIO()
    stated = {} if shot.desk else {"dpi": (shot.dpi, shot.dpi)}
    Image.fromarray(picture[:, :, ::-1]).save(out, "JPEG", quality=shot.quality, **stated)
    return out.getvalue()


def _read(data: bytes, name: str, number: int) -> tuple[Page, tuple[MeasureRecord, ...], set[str], float]:
    """One page as the program reads it: the page, its records, codes told of it, processor seconds."""
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
        page = read_page(document, number, _ENGINES[0], Clock(), None)
        seconds = time.process_time() - start
    marked = with_marks([page])
    built, doubted = doubt(build("0" * 16, name, marked), marked)
    codes = {found.code for each in doubted for found in each.findings}
    return page, tuple(record for part in built for record in part.records), codes, seconds


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
        pages = sum(row["pages"] for row in rows)
        had, expected = (sum(row[key] for row in rows) for key in ("found", "expected"))
        out.append(f"\n## {lot}: {pages} pages, {had} of {expected} measures found\n\n")
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
    return "".join(out)


if __name__ == "__main__":
    main()
