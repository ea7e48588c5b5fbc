"""Rows of ruled columns without row rules: ``python bench/uprights.py --fonts FOLDER``.

Pages are made, not collected: tables with uprights and a rule under the header, as plans, cost estimates and
budget books have them, printed by Chromium, with ``--press-python`` (``bench/presses.py``) by typst and as
sheets drawn by reportlab too, and scanned. Two lots: on ``development`` the rules were found,
``judging`` has other texts, typefaces, pitches and gaps and is only scored. A row is right when one row of
``tables.jsonl`` holds the text of each of its cells, in its column; rows that are none of the paper's count
against it. Writes ``bench/results/uprights.md``.
"""

from __future__ import annotations

import argparse
import html
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import presses  # noqa: E402
from bench.silent_make import WIDTHS, Lot, Row, Section, draw, words  # noqa: E402
from bench.silent_print import drawn_pages, press, save_scan  # noqa: E402
from bench.tables import run_files  # noqa: E402
from bench.teds import fold  # noqa: E402
from fixtures.oddities.sheet import Wear  # noqa: E402
from fixtures.oddities.wear import worn  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
PAPERS = 36
"""Tables of a lot; each is printed, and scanned."""
LOTS: tuple[Lot, ...] = ("development", "judging", "judging-3")
PRESSES = ("chromium", "typst", "sheet")
BARS = {"digital": 0.98, "scan": 0.95}
ALIKE = {"digital": 98.0, "scan": 80.0}
"""Likeness (0-100) from which a cell's text is the paper's: what is measured is where rows part."""
FACES: Mapping[Lot, tuple[tuple[str, float], ...]] = {
    "development": (("TH Sarabun New", 15), ("Laksaman", 11), ("Sarabun", 10), ("Garuda", 9)),
    "judging": (("TH Niramit AS", 14), ("Norasi", 11), ("TH SarabunPSK", 16), ("Umpush", 9)),
    "judging-3": (("TH SarabunPSK", 15), ("Kinnari", 11), ("TH Niramit AS", 16), ("Loma", 9)),
}
PITCHES: Mapping[Lot, tuple[float, ...]] = {
    "development": (1.2, 1.35, 1.6),
    "judging": (1.15, 1.3, 1.5),
    "judging-3": (1.25, 1.4, 1.55),
}
GAPS: Mapping[Lot, tuple[float, ...]] = {
    "development": (0.0, 0.35, 1.0),
    "judging": (0.1, 0.5, 1.2),
    "judging-3": (0.05, 0.4, 0.8),
}
"""White below each row, in lines: none, some, a blank line."""
FRAMES = {
    "uprights": "",
    "frame": "table.ruled{border:1pt solid #000}",
    "inner uprights": ".ruled tr>*:first-child{border-left:none}.ruled tr>*:last-child{border-right:none}",
}
KINDS = ("measures", "measures", "measures", "budget", "budget, sub-rows", "no numbers")
ALIGNS = ("top", "top", "number middle", "middle", "bottom")

PAGE = """@page{{size:A4 {way};margin:18mm}}body{{margin:0;font:{size}pt/{pitch} "{font}"}}
h1{{font-size:1em;text-align:center}}table.ruled{{border-collapse:collapse;width:100%;table-layout:fixed}}
.ruled tr,thead{{break-inside:avoid}}.ruled th,.ruled td{{padding:{padding}pt 3pt;vertical-align:{align};
text-align:left;white-space:pre-line;overflow-wrap:break-word;border-left:.6pt solid #000;
border-right:.6pt solid #000}}
.ruled th{{text-align:center;vertical-align:middle;border:.6pt solid #000}}
.ruled tbody td{{padding-bottom:calc({padding}pt + {gap}em)}}
.ruled tbody tr:last-child td{{border-bottom:.6pt solid #000}}
td.number{{text-align:center;vertical-align:{number}}}td.budget{{text-align:right}}{frame}"""


@dataclass(frozen=True, slots=True)
class Paper:
    """One table as printed: the fields of its columns, its rows, and how it looks."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[Mapping[str, str], ...]
    css: str
    look: Mapping[str, Any]
    size: float
    landscape: bool


def paper(lot: Lot, number: int) -> Paper:
    """The paper ``number`` of ``lot``."""
    rng = random.Random(f"uprights {lot} {number}")
    kind = KINDS[number % len(KINDS)]
    columns, rows = _budget(lot, rng, kind) if kind.startswith("budget") else _measures(lot, number, kind)
    font, size = rng.choice(FACES[lot])
    align = rng.choice(ALIGNS)
    if kind == "no numbers" and align == "number middle":
        align = "top"
    look = {
        "kind": kind,
        "font": font,
        "pitch": rng.choice(PITCHES[lot]),
        # Without numbers nothing but white tells one row from the next.
        "gap": rng.choice(GAPS[lot][1:] if kind == "no numbers" else GAPS[lot]),
        "align": align,
        "frame": rng.choice(list(FRAMES)),
    }
    landscape = rng.random() < 0.6
    css = PAGE.format(
        way="landscape" if landscape else "portrait", size=size, pitch=look["pitch"], font=font,
        padding=rng.choice((0.0, 1.0, 2.5)), gap=look["gap"], frame=FRAMES[look["frame"]],
        align="top" if align == "number middle" else align,
        number="middle" if align == "number middle" else align,
    )  # fmt: skip
    return Paper(f"{lot}-{number:02}", columns, rows, css, look, size, landscape)


def _measures(lot: Lot, number: int, kind: str) -> tuple[Any, tuple[Mapping[str, str], ...]]:
    """A report of measures; sections stand in the measure's column or are left out."""
    drawn = draw(lot, number)
    columns = drawn.columns
    if kind == "no numbers":
        columns = tuple(pair for pair in columns if pair[0] != "number")
    elif columns[0][0] != "number":
        columns = (("number", words(lot, "number")[0][0]), *columns)
    rows: list[Mapping[str, str]] = []
    for row in drawn.rows:
        if isinstance(row, Row):
            no = str(row.truth["number"])
            rows.append({"number": no} | dict(row.cells))
        elif isinstance(row, Section) and number % 4 == 0 and kind != "no numbers":
            rows.append({"measure": row.text})
    return columns, tuple(rows)


def _budget(lot: Lot, rng: random.Random, kind: str) -> tuple[Any, tuple[Mapping[str, str], ...]]:
    """A list of projects with their amounts, parts of each under it, and the sum."""
    columns = (("number", "ที่"), ("measure", "โครงการ"), ("target", "เป้าหมาย"), ("budget", "งบประมาณ (บาท)"),
               ("result", "ผลที่คาดว่าจะได้รับ"))  # fmt: skip
    projects, total, rows = list(words(lot, "project")), 0, list[Mapping[str, str]]()
    rng.shuffle(projects)
    parts = ("- ค่าวัสดุ", "- ค่าจ้างเหมาบริการ", "- ค่าตอบแทนวิทยากรและค่าใช้จ่ายในการเดินทาง")
    for number, (project, target, result) in enumerate(projects, start=1):
        amount = rng.randrange(5, 90) * 10_000
        total += amount
        one = {"number": str(number), "measure": project, "target": target, "result": result}
        rows.append({**one, "budget": f"{amount:,}"})
        if kind == "budget, sub-rows" and rng.random() < 0.6:
            for part in parts[: rng.choice((2, 3))]:
                rows.append({"measure": part, "budget": f"{rng.randrange(5, 90) * 500:,}"})
    rows.append({"measure": f"รวม {len(projects)} โครงการ", "budget": f"{total:,}"})
    return columns, tuple(rows)


def page_html(one: Paper) -> str:
    """The paper as HTML."""
    keys = [key for key, _ in one.columns]
    widths = {"target": 24} | WIDTHS
    total = sum(widths[key] for key in keys)
    cols = "".join(f'<col style="width:{100 * widths[key] / total:.2f}%">' for key in keys)
    head = "".join(f"<th>{html.escape(header)}</th>" for _, header in one.columns)
    body = "".join(
        "<tr>" + "".join(f'<td class="{key}">{html.escape(row.get(key, ""))}</td>' for key in keys) + "</tr>"
        for row in one.rows
    )
    return (
        f'<meta charset="utf-8"><style>{one.css}</style><h1>แบบรายงาน {one.name}</h1><table class="ruled">'
        f"<colgroup>{cols}</colgroup><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def make_lot(lot: Lot, folder: Path, fonts: Path, by: str, python: Path | None, scans: bool) -> list[Paper]:
    """Print ``lot`` into ``folder`` and scan it."""
    folder.mkdir(parents=True, exist_ok=True)
    papers = [paper(lot, number) for number in range(PAPERS)]
    if by == "chromium":
        with press(fonts) as pdf_of:
            for one in papers:
                (folder / f"{one.name}.pdf").write_bytes(pdf_of(page_html(one)))
    elif python is not None:
        jobs = [_job(one, folder / f"{one.name}.pdf", fonts, by) for one in papers]
        presses.run(python, presses.SET if by == "typst" else presses.DRAW, jobs)
    for number, one in enumerate(papers if scans else ()):
        path = folder / f"{one.name}.pdf"
        rng = random.Random(f"scan {one.name}")
        wear = Wear(
                dpi=(200, 300)[number % 2], skew=rng.uniform(-0.5, 0.5), shadow=rng.uniform(0, 10),
                ink=rng.randrange(15, 45), blur=0.5, noise=1.5, bilevel=False, quality=70, seed=number,
            )  # fmt: skip
        pages = drawn_pages(path, wear.dpi)
        noise = np.random.default_rng(number)
        save_scan(
            [worn(page, page, wear, noise) for page in pages], folder / f"{one.name}-scan.pdf", wear.dpi
        )
    return papers


def _job(one: Paper, target: Path, fonts: Path, by: str) -> list[Any]:
    """What another press is given: a source for typst, or the pages of a sheet as they are drawn."""
    widths = {"target": 24} | WIDTHS
    columns = [(header, widths[key]) for key, header in one.columns]
    rows = [[row.get(key, "") for key, _ in one.columns] for row in one.rows]
    if by == "typst":
        return [
            str(target),
            presses.typst_source(columns, rows, one.look, one.size, one.landscape),
            str(fonts),
        ]
    font = _font_file(fonts, one.look["font"])
    pages = presses.sheet_pages(columns, rows, one.look, font, one.size, one.landscape)
    return [str(target), str(font), one.size, pages]


def _font_file(fonts: Path, name: str) -> Path:
    """The regular face of family ``name``."""
    from PIL import ImageFont

    for path in sorted(fonts.glob("*.[to]tf")):
        if ImageFont.truetype(str(path), 10).getname() == (name, "Regular"):
            return path
    raise FileNotFoundError(f"no font {name} in {fonts}")


def score(one: Paper, alike: float, tables: Sequence[Mapping[str, Any]]) -> tuple[int, int]:
    """Rows that are right, and the paper's rows, or those found where they are more."""
    keys = [key for key, _ in one.columns]
    wanted = [[fold(row.get(key, "")) for key in keys] for row in one.rows]
    head = [fold(header) for _, header in one.columns]
    found = [row for table in tables for row in _rows(table) if not _same(head, row, 60.0)]
    left, right = list(found), 0
    for row in wanted:
        mine = next((other for other in left if _same(row, other, alike)), None)
        if mine is not None:
            left.remove(mine)
            right += 1
    return right, max(len(wanted), len(found))


def _rows(table: Mapping[str, Any]) -> Iterator[list[str]]:
    """Texts of each row that has any, by column."""
    texts: dict[int, dict[int, str]] = {}
    columns = max(cell["column"] + cell["column_span"] for cell in table["cells"])
    for cell in table["cells"]:
        texts.setdefault(cell["row"], {})[cell["column"]] = fold(cell["text"])
    for row in texts.values():
        if any(row.values()):
            yield [row.get(column, "") for column in range(columns)]


def _same(one: Sequence[str], two: Sequence[str], alike: float) -> bool:
    """Whether two rows have the same cells; a blank cell and a filled one are never the same."""
    return len(one) == len(two) and all(
        bool(a) == bool(b) and fuzz.ratio(a, b) >= alike for a, b in zip(one, two, strict=True)
    )


def main() -> None:
    """Make, run, score, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fonts", type=Path, required=True, help="folder of TrueType fonts")
    parser.add_argument("--lot", choices=FACES, action="append")
    parser.add_argument("--kind", choices=list(BARS), action="append")
    parser.add_argument("--press", choices=PRESSES, action="append")
    parser.add_argument(
        "--press-python", type=Path, help="Python of the environment with typst and reportlab"
    )
    parser.add_argument("--to", type=Path, help="keep pages and output here")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--results", type=Path, default=ROOT / "bench" / "results")
    options = parser.parse_args()
    out = [
        "# Rows of ruled columns without row rules\n\n",
        "| lot | press | kind | pages | rows | right | bar |\n",
    ]
    out.append("|---|---|---|--:|--:|--:|--:|\n")
    kinds = options.kind or list(BARS)
    presses_ = options.press or (PRESSES if options.press_python else PRESSES[:1])
    with tempfile.TemporaryDirectory() as scratch:
        for lot in options.lot or LOTS:
            for by in presses_:
                folder = (options.to or Path(scratch)) / lot / by
                papers = make_lot(lot, folder, options.fonts, by, options.press_python, "scan" in kinds)
                for kind in kinds:
                    out.append(_scored(papers, lot, by, kind, folder, options.jobs))
    sys.stdout.write("".join(out))
    if not (options.lot or options.kind or options.press) and options.press_python:
        options.results.mkdir(parents=True, exist_ok=True)
        (options.results / "uprights.md").write_text("".join(out), "utf-8")


def _scored(papers: Sequence[Paper], lot: Lot, by: str, kind: str, folder: Path, jobs: int) -> str:
    """A line of the table; of the development lot also each paper with a wrong row, and its look."""
    ending = "-scan.pdf" if kind == "scan" else ".pdf"
    output = folder / kind
    run_files([folder / f"{one.name}{ending}" for one in papers], output, jobs=jobs)
    tables: dict[str, list[Any]] = {}
    pages: Counter[str] = Counter()
    for line in (output / "tables.jsonl").read_text("utf-8").splitlines():
        table = json.loads(line)
        tables.setdefault(Path(table["source_file"]).name, []).append(table)
    for line in (output / "pages.jsonl").read_text("utf-8").splitlines():
        pages[Path(json.loads(line)["source_file"]).name] += 1
    right = whole = 0
    for one in papers:
        good, rows = score(one, ALIKE[kind], tables.get(one.name + ending, ()))
        right, whole = right + good, whole + rows
        if lot == "development" and good < rows:
            look = ", ".join(map(str, one.look.values()))
            sys.stderr.write(f"{one.name} {by} {kind}: {good} of {rows} ({look})\n")
    share = f"{right / whole:.3f}" if whole else "-"
    return f"| {lot} | {by} | {kind} | {pages.total()} | {whole} | {share} | {BARS[kind]} |\n"


if __name__ == "__main__":
    main()
