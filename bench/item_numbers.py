"""Item numbers of scans: ``python bench/item_numbers.py --fonts FOLDER``; writes results/item_numbers.md.

A column under ที่, ลำดับ or ข้อ is too short a print to be read for certain in every typeface; below it the
numbers run. One report of six to nine measures is printed by Chromium in each of 22 typefaces, with loops and
without, in Thai and Arabic digits, restarting under each section or not, and scanned at 200 and 100 dpi with
mild damage. ``number`` is right when it is the printed one; a wrong or lost one is silent when the record is
not for review. Lot ``judging`` draws other headers, rows, sizes and damage, and was scored once.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.inside_cells import BODY, MEASURES, REPORT, STEPS, THAI, UNITS  # noqa: E402
from bench.silent_print import drawn_pages, press, save_scan  # noqa: E402
from bench.tables import run_files  # noqa: E402
from bench.teds import fold  # noqa: E402
from fixtures.oddities.sheet import Wear  # noqa: E402
from fixtures.oddities.wear import worn  # noqa: E402

RESULTS = Path(__file__).resolve().parent / "results"
LOOPED = ("TH Sarabun New", "TH SarabunPSK", "TH Niramit AS", "TH Baijam", "TH KoHo", "Sarabun", "Laksaman",
          "Garuda", "Norasi", "Kinnari", "Loma", "Umpush", "Waree")  # fmt: skip
LOOPLESS = ("Kanit", "Prompt", "Noto Sans Thai", "IBM Plex Sans Thai", "Mitr", "Athiti", "Bai Jamjuree",
            "Chakra Petch", "Anuphan")  # fmt: skip
SMALL = ("TH", "Athiti")
"""Faces whose letters are small for their size."""
DPI = (200, 100)
HEADERS = {
    "development": ("ที่", "ลำดับ", "ข้อ", "ลำดับที่"),
    "judging": ("ที่", "ข้อที่", "ที่", "No.", "ลำดับที่"),
}
SECTIONS = ("การปฏิบัติหน้าที่ (IIT)", "คุณภาพการดำเนินงาน (EIT)")
PAGE = """<!doctype html><meta charset=utf-8><style>@page {{size:A4 landscape;margin:14mm}}
body {{font-family:'{face}';font-size:{size}pt;line-height:1.35}} h1 {{font-size:1.1em;text-align:center}}
table {{border-collapse:collapse;width:100%}}
th,td {{border:.6pt solid #000;padding:2px 5px;vertical-align:top}}
.c {{text-align:center}} </style><h1>{title}<br>{body}</h1>
<table><tr><th style="width:6%">{no}<th style="width:30%">มาตรการ<th>ขั้นตอนการดำเนินการ
<th style="width:15%">ผู้รับผิดชอบ<th style="width:17%">ผลการดำเนินการ</tr>{rows}</table>"""


@dataclass(frozen=True, slots=True)
class Report:
    """A made report: its typeface and dpi, and the measures with their numbers."""

    name: str
    face: str
    dpi: int
    truth: tuple[tuple[str, str], ...]


def make_lot(lot: str, folder: Path, fonts: Path) -> Iterator[Report]:
    """Print and scan the reports of a lot into ``folder``."""
    with press(fonts) as pdf_of:
        for at, face in enumerate((*LOOPED, *LOOPLESS)):
            rng = random.Random(f"{lot} {face}")
            html, truth = _html(lot, face, at, rng)
            printed = folder / f"{lot}-{at}.pdf"
            printed.write_bytes(pdf_of(html))
            for dpi in DPI:
                name = f"{lot}-{at}-{dpi}.pdf"
                skew, shadow, ink = rng.uniform(-0.5, 0.5), rng.uniform(0, 10), rng.randrange(15, 40)
                mild: dict[str, Any] = {"blur": rng.uniform(0.3, 0.6), "noise": rng.uniform(0.8, 2.5)}
                mild |= {"dpi": dpi, "skew": skew, "shadow": shadow, "ink": ink, "seed": at}
                wear = Wear(**mild, bilevel=False, quality=75)
                pages = drawn_pages(printed, dpi)
                spoilt = [worn(p, pages[n - 1], wear, np.random.default_rng(at)) for n, p in enumerate(pages)]
                save_scan(spoilt, folder / name, dpi, wear)
                yield Report(name, face, dpi, truth)
            printed.unlink()


def _html(lot: str, face: str, at: int, rng: random.Random) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The page, and (number, measure) of each row in order."""
    header = HEADERS[lot][at % len(HEADERS[lot])]
    thai, dotted, sections = rng.random() < 0.6, rng.random() < 0.4, rng.random() < 0.5
    size = (15 if face.startswith(SMALL) else 10) + rng.choice((0, 1))
    rows, truth, number = [], [], 0
    measures = rng.sample(MEASURES, rng.randint(6, 9))
    for place, measure in enumerate(measures):
        if sections and place in (0, len(measures) // 2):
            rows.append(f"<tr><td colspan=5><b>{SECTIONS[place > 0]}</b></tr>")
            number = 0
        number += 1
        said = str(number).translate(THAI) if thai else str(number)
        cells = (measure, rng.choice(STEPS), rng.choice(UNITS), "ดำเนินการแล้วเสร็จ")
        rows.append(f"<tr><td class=c>{said}{'.' * dotted}" + "".join(f"<td>{cell}" for cell in cells))
        truth.append((str(number), measure))
    title = f"{REPORT} ประจำปีงบประมาณ พ.ศ. ๒๕๖๗"
    page = PAGE.format(face=face, size=size, title=title, body=BODY, no=header, rows="".join(rows))
    return page, tuple(truth)


def score(reports: Sequence[Report], output: Path) -> dict[tuple[str, int], list[int]]:
    """For each kind of face and dpi: numbers right, marked though right or wrong, silent, all."""
    records = defaultdict(list)
    with (output / "records.jsonl").open(encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            records[record["source_file"]].append(record)
    found: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    for report in reports:
        loops = "with loops" if report.face in LOOPED else "without loops"
        read = records[report.name]
        for number, measure in report.truth:
            record = _of_measure(measure, number, read)
            counts = found[loops, report.dpi]
            counts[2] += 1
            if record is not None and record["number"] == number:
                counts[0] += 1
            elif record is not None and not record["needs_review"]:
                counts[1] += 1
                print(f"{report.name} {report.face}: {number} read {record['number']}")
            else:
                print(f"{report.name} {report.face}: {number} lost or marked")
    return found


def _of_measure(measure: str, number: str, read: Sequence[dict[str, str]]) -> dict[str, str] | None:
    """The record whose measure is most like the printed one."""
    from rapidfuzz import fuzz

    ranked = sorted(read, key=lambda r: -fuzz.ratio(fold(measure), fold(r["measure"] or "")))
    best = ranked[0] if ranked else None
    return best if best is not None and fuzz.ratio(fold(measure), fold(best["measure"] or "")) >= 60 else None


def main() -> None:
    """Print, scan, read, score and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fonts", type=Path, required=True, help="folder of TrueType fonts")
    parser.add_argument("--lots", nargs="*", default=list(HEADERS))
    parser.add_argument("--keep", type=Path, help="folder for the files of the lots")
    options = parser.parse_args()
    told = ["# Item numbers of scans", "", (__doc__ or "").split("\n\n")[1].strip(), ""]
    told += [
        "| lot | faces | dpi | right | silent | of | |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    with tempfile.TemporaryDirectory() as scratch:
        for lot in options.lots:
            folder = (options.keep or Path(scratch)) / lot
            folder.mkdir(parents=True, exist_ok=True)
            reports = list(make_lot(lot, folder, options.fonts))
            run_files([folder / report.name for report in reports], folder / "out")
            for (loops, dpi), (right, silent, count) in sorted(score(reports, folder / "out").items()):
                told.append(
                    f"| {lot} | {loops} | {dpi} | {right} | {silent} | {count} | {right / count:.3f} |"
                )
    (RESULTS / "item_numbers.md").write_text("\n".join(told) + "\n", encoding="utf-8")
    print("\n".join(told))


if __name__ == "__main__":
    main()
