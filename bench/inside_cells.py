"""What stands inside cells: ``python bench/inside_cells.py --fonts FOLDER``.

Plans and reports with periods drawn as arrows or shades, ticks under statuses and months, choices with boxes,
tables in a cell, several measures in a cell, ditto marks, upright header words and headers of levels; printed
by Chromium and scanned. A file is right when each value of each of its measures is, flagged when every wrong
one is told, else silent. Each lot draws other rows, typefaces, years and signs. Writes
``bench/results/inside_cells.md``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.silent_print import drawn_pages, press, save_scan  # noqa: E402
from bench.tables import run_files  # noqa: E402
from bench.teds import fold  # noqa: E402
from fixtures.oddities.sheet import Wear  # noqa: E402
from fixtures.oddities.wear import worn  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
LOTS = ("development", "judging", "judging-2")
FACES = (("TH Sarabun New", 14), ("Sarabun", 10), ("Laksaman", 10), ("Norasi", 10), ("Garuda", 9),
         ("TH Niramit AS", 14), ("TH SarabunPSK", 15), ("Kinnari", 10))  # fmt: skip
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
MONTHS = ("ต.ค.", "พ.ย.", "ธ.ค.", "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.")
MEASURES = (
    "จัดทำแผนผังขั้นตอนการให้บริการประชาชน", "ประชุมชี้แจงแนวทางการใช้รถราชการ", "ประกาศนโยบายไม่รับของขวัญ",
    "ปรับปรุงเว็บไซต์ของหน่วยงานให้เป็นปัจจุบัน", "สำรวจความพึงพอใจของผู้มารับบริการ",
    "อบรมบุคลากรด้านการจัดซื้อจัดจ้าง", "เปิดช่องทางร้องเรียนผ่านระบบออนไลน์",
    "ตรวจสอบทะเบียนทรัพย์สินของทางราชการ", "เผยแพร่รายงานการเงินประจำเดือน", "จัดทำคู่มือการยืมพัสดุ",
)  # fmt: skip
STEPS = (
    "รวบรวมข้อมูล วิเคราะห์ และจัดทำร่างเสนอผู้บริหาร", "จัดประชุมร่วมกับทุกกองและแจ้งเวียนหนังสือ",
    "พิมพ์เอกสารแจกและปิดประกาศที่บอร์ดประชาสัมพันธ์", "ทบทวนระเบียบและปรับปรุงแบบฟอร์มที่เกี่ยวข้อง",
)  # fmt: skip
UNITS = ("สำนักปลัด", "กองคลัง", "กองช่าง", "กองการศึกษา", "หน่วยตรวจสอบภายใน")
REPORT = "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส"
PLAN = "แผนปฏิบัติการส่งเสริมคุณธรรมและความโปร่งใส"
BODY = "องค์การบริหารส่วนตำบลหนองบัว อำเภอบ้านค่าย จังหวัดระยอง"
STATUSES = (
    (("ดำเนินการแล้วเสร็จ", "done"), ("อยู่ระหว่างดำเนินการ", "in_progress"), ("ยังไม่ได้ดำเนินการ", "not_done")),
    (("ดำเนินการแล้ว", "done"), ("ยังไม่ได้ดำเนินการ", "not_done")),
)
SHADES = ("#bfbfbf", "#d9d9d9", "#808080", "#9dc3e6", "#ffe699", "#000", "#e2e2e2")
TICKS = ("✓", "✔", "/", "√", "●", "x")
BOXES = (("☑", "☐"), ("☒", "☐"), ("■", "□"), ("(✓)", "(&nbsp;&nbsp;)"), ("(/)", "(&nbsp;&nbsp;&nbsp;)"),
         ("[✓]", "[&nbsp;]"), ("✓", "☐"), ("●", "○"), ("◉", "○"))  # fmt: skip
DITTOS = ("″", "”", "„", '"', '-"-')
PAGE = """@page{{size:A4 landscape;margin:15mm}}*{{print-color-adjust:exact}}
body{{margin:0;font:{size}pt/1.3 "{font}","Noto Sans Symbols2","DejaVu Sans"}}
h1{{font-size:1.1em;text-align:center}}
table{{border-collapse:collapse;width:100%;table-layout:fixed}}tr{{break-inside:avoid}}
td,th{{border:{rule};padding:{pad}px;vertical-align:top;text-align:left;height:1.2em}}
th{{text-align:center}}.c{{text-align:center}}.m{{position:relative;padding:0}}.no{{width:5%}}.unit{{width:14%}}
.up{{writing-mode:vertical-rl;transform:rotate(180deg);white-space:nowrap;display:inline-block}}
.month{{padding:1px;font-size:.75em}}i{{position:absolute;left:2px;top:50%;border-top:{stroke}pt solid #000}}
i.bar{{border-top-width:5pt}}i.arrow::before,i.arrow::after{{content:"";position:absolute;top:-4.5pt;
border:4pt solid transparent}}i.arrow::after{{right:-2px;border-left-color:#000;border-right:0}}
i.arrow::before{{left:-2px;border-right-color:#000;border-left:0}}"""
WRITTEN = ("number", "measure", "procedure", "responsible", "period", "result")
COMPARED = (*WRITTEN, "period_start", "period_end", "result_status", "instrument")


@dataclass(slots=True)
class Paper:
    """One file: its look, its rows as drawn, and the records that are right."""

    name: str
    kind: str
    chance: random.Random
    title: str = REPORT
    head: str = ""
    rows: list[str] = field(default_factory=list)
    truth: list[dict[str, Any]] = field(default_factory=list)
    year: int = 2567
    thai: bool = True

    def digits(self, value: object) -> str:
        """``value`` in the paper's digits."""
        return str(value).translate(THAI) if self.thai else str(value)

    def html(self) -> str:
        """The paper as HTML."""
        rng = self.chance
        font, size = rng.choice(FACES)
        rule = rng.choice(("1px solid #000", ".5pt solid #000", "1px solid #555"))
        pad, stroke = rng.choice((2, 3, 5)), rng.choice((1, 1.3, 2))
        css = PAGE.format(font=font, size=size, pad=pad, stroke=stroke, rule=rule)
        return (
            f'<meta charset="utf-8"><style>{css}</style><h1>{self.title}<br>ประจำปีงบประมาณ พ.ศ. '
            f"{self.digits(self.year)}<br>{BODY}</h1><table><thead>{self.head}</thead>{''.join(self.rows)}</table>"
        )


def _cell(text: str, kind: str = "", more: str = "") -> str:
    return f'<td class="{kind}" {more}>{text}</td>'


def _row(*cells: str) -> str:
    return "<tr>" + "".join(each if each.startswith("<t") else _cell(each) for each in cells) + "</tr>"


def _dates(year: int, first: int, last: int) -> dict[str, str]:
    """Start and end of months ``first`` to ``last`` of a fiscal year, October 0."""
    starts = [
        dt.date(year - 544 + (m > 2), (m + 9) % 12 + 1, 1) for m in (first, last + 1 if last < 11 else 11)
    ]
    end = starts[1] - dt.timedelta(1) if last < 11 else dt.date(year - 543, 9, 30)
    return {"period_start": starts[0].isoformat(), "period_end": end.isoformat()}


def _periods(paper: Paper, draw: Callable[[Paper, int, int, int], list[str]], quarters: bool) -> None:
    """Rows under months or quarters, marked by ``draw``."""
    count = 4 if quarters else 12
    names = [f"ไตรมาสที่ {paper.digits(n + 1)}" for n in range(4)] if quarters else list(MONTHS)
    paper.title = PLAN
    label = "<th>" if quarters else '<th class="month">'
    paper.head = (
        f'<tr><th rowspan=2 class="no">ที่</th><th rowspan=2 style="width:24%">มาตรการ</th><th colspan={count}>'
        f'ระยะเวลาดำเนินการ</th><th rowspan=2 class="unit">ผู้รับผิดชอบ</th></tr><tr>'
        + "".join(f"{label}{name}</th>" for name in names) + "</tr>"
    )  # fmt: skip
    for n, measure in enumerate(paper.chance.sample(MEASURES, 5)):
        first = paper.chance.randrange(count)
        last = paper.chance.randrange(first, count)
        unit = paper.chance.choice(UNITS)
        paper.rows.append(_row(paper.digits(n + 1), measure, *draw(paper, count, first, last), unit))
        span = (first * 3, last * 3 + 2) if quarters else (first, last)
        one = {"number": str(n + 1), "measure": measure, "responsible": unit}
        paper.truth.append(one | _dates(paper.year, *span))


def arrows(paper: Paper, number: int) -> None:
    """Periods as arrows, lines and bars."""
    look = ("arrow", "line", "bar")[number % 3]

    def draw(_: Paper, count: int, first: int, last: int) -> list[str]:
        width = f"width:calc({100 * (last - first + 1)}% + {last - first - 4}px)"
        mark = f'<i class="{look}" style="{width}"></i>'
        return [_cell(mark if n == first else "", "m") for n in range(count)]

    _periods(paper, draw, number % 4 == 3)


def shades(paper: Paper, number: int) -> None:
    """Periods as shaded cells."""
    color = SHADES[number % len(SHADES)]

    def draw(_: Paper, count: int, first: int, last: int) -> list[str]:
        style = f'style="background:{color}"'
        return [_cell("", "", style if first <= n <= last else "") for n in range(count)]

    _periods(paper, draw, number % 3 == 2)


def period_ticks(paper: Paper, number: int) -> None:
    """Ticks under months and quarters."""
    sign = TICKS[number % len(TICKS)]

    def draw(_: Paper, count: int, first: int, last: int) -> list[str]:
        return [_cell(sign if first <= n <= last else "", "c") for n in range(count)]

    _periods(paper, draw, number % 2 == 0)


def _report(
    paper: Paper, head: Sequence[str], rows: Callable[[int, str, str, str], tuple[list[str], Any]]
) -> None:
    """Rows of number, measure, procedure, unit and what ``rows`` adds: cells, and values that are right."""
    front = [
        '<th class="no">ที่</th>',
        "<th>มาตรการ</th>",
        "<th>ขั้นตอนการดำเนินการ</th>",
        '<th class="unit">ผู้รับผิดชอบ</th>',
    ]
    if not paper.head:
        paper.head = "<tr>" + "".join((*front, *(f"<th>{text}</th>" for text in head))) + "</tr>"
    for n, measure in enumerate(paper.chance.sample(MEASURES, 5)):
        steps, unit = paper.chance.choice(STEPS), paper.chance.choice(UNITS)
        one = {"number": str(n + 1), "measure": measure, "procedure": steps, "responsible": unit}
        cells, values = rows(n, measure, steps, unit)
        paper.rows.append(_row(paper.digits(n + 1), measure, *cells))
        paper.truth.append(one | values)


def status_ticks(paper: Paper, number: int) -> None:
    """Ticks in columns of statuses under one header."""
    sign, blank = TICKS[number % len(TICKS)], ("", "-")[number % 2]
    options = STATUSES[number % len(STATUSES)]
    paper.head = (
        '<tr><th rowspan=2 class="no">ที่</th><th rowspan=2>มาตรการ</th><th rowspan=2>ขั้นตอนการดำเนินการ</th>'
        f'<th rowspan=2 class="unit">ผู้รับผิดชอบ</th><th colspan={len(options)}>ผลการดำเนินการ</th></tr><tr>'
        + "".join(f'<th style="width:10%">{text}</th>' for text, _ in options) + "</tr>"
    )  # fmt: skip

    def rows(n: int, measure: str, steps: str, unit: str) -> tuple[list[str], Any]:
        at = paper.chance.randrange(len(options))
        marks = [_cell(sign if k == at else blank, "c") for k in range(len(options))]
        return [steps, unit, *marks], {"result_status": options[at][1]}

    _report(paper, (), rows)


def boxes(paper: Paper, number: int) -> None:
    """A choice in one cell, one of its boxes, circles or brackets ticked."""
    ticked, empty = BOXES[number % len(BOXES)]
    options, glue = STATUSES[number % len(STATUSES)], (" ", "<br>", "<br>")[number % 3]

    def rows(n: int, measure: str, steps: str, unit: str) -> tuple[list[str], Any]:
        at = paper.chance.randrange(len(options))
        choice = glue.join(f"{ticked if k == at else empty} {text}" for k, (text, _) in enumerate(options))
        return [steps, unit, choice], {"result_status": options[at][1]}

    _report(paper, ["สถานะการดำเนินการ"], rows)


def inner_tables(paper: Paper, number: int) -> None:
    """A table inside a cell."""
    width, where = ("80%", "100%")[number % 2], number % 5

    def rows(n: int, measure: str, steps: str, unit: str) -> tuple[list[str], Any]:
        if n != where:
            return [steps, unit, "ดำเนินการแล้วเสร็จ"], {"result_status": "done"}
        inner = [("รุ่นที่", "จำนวน (คน)"), *((paper.digits(k), paper.digits(30 + 7 * k)) for k in (1, 2, 3))]
        text = (
            f'<table style="width:{width};margin:2px auto">'
            + "".join(_row(*each) for each in inner)
            + "</table>"
        )
        whole = " ".join((steps, *(" ".join(each) for each in inner)))
        return [steps + text, unit, "ดำเนินการแล้วเสร็จ"], {"result_status": "done", "procedure": whole}

    _report(paper, ["ผลการดำเนินการ"], rows)


def dittos(paper: Paper, number: int) -> None:
    """Ditto marks under a unit and a period."""
    sign, before = DITTOS[number % len(DITTOS)], dict[str, str]()

    def rows(n: int, measure: str, steps: str, unit: str) -> tuple[list[str], Any]:
        first = paper.chance.randrange(3, 11)
        year = paper.digits(paper.year % 100)
        period = f"{MONTHS[first]} {year} - {MONTHS[11]} {year}"
        values, cells = {"responsible": unit, "period": period}, []
        for key in ("responsible", "period"):
            again = n > 0 and paper.chance.random() < 0.5
            values[key] = before[key] if again else values[key]
            before[key] = values[key]
            cells.append(_cell(sign, "c") if again else values[key])
        return [steps, *cells], values

    _report(paper, ["ระยะเวลา"], rows)


def upright_headers(paper: Paper, number: int) -> None:
    """Header words that run up."""
    names = ("ลำดับที่", "ผู้รับผิดชอบ", "งบประมาณ")
    no, unit, money = (f'<span class="up">{name}</span>' for name in names)
    paper.head = (
        f'<tr><th class="no">{no}</th><th>มาตรการ</th><th>ขั้นตอนการดำเนินการ</th><th class="unit">{unit}</th>'
        f'<th style="width:9%">{money}</th></tr>'
    )

    def rows(n: int, measure: str, steps: str, unit: str) -> tuple[list[str], Any]:
        amount = 1000 * paper.chance.randrange(2, 60)
        return [steps, unit, paper.digits(f"{amount:,}")], {"budget_thb": amount}

    _report(paper, (), rows)


def header_levels(paper: Paper, number: int) -> None:
    """A header of three levels with both ends of the period."""
    start, end = (("เริ่มต้น", "สิ้นสุด"), ("วันเริ่มต้น", "วันสิ้นสุด"), ("ตั้งแต่", "ถึง"))[number % 3]
    paper.head = (
        '<tr><th rowspan=3 class="no">ที่</th><th rowspan=3>มาตรการ</th><th colspan=4>แผนการดำเนินงาน</th></tr>'
        '<tr><th rowspan=2>ขั้นตอนการดำเนินการ</th><th rowspan=2 class="unit">ผู้รับผิดชอบ</th>'
        f"<th colspan=2>ระยะเวลา</th></tr><tr><th>{start}</th><th>{end}</th></tr>"
    )

    def rows(n: int, measure: str, steps: str, unit: str) -> tuple[list[str], Any]:
        first = paper.chance.randrange(11)
        dates = _dates(paper.year, first, paper.chance.randrange(first, 12))
        ends = (dt.date.fromisoformat(dates[key]) for key in ("period_start", "period_end"))
        prints = [f"{day.day} {MONTHS[(day.month + 2) % 12]} {(day.year + 543) % 100}" for day in ends]
        return [steps, unit, *map(paper.digits, prints)], dates

    _report(paper, (), rows)


def several(paper: Paper, number: int) -> None:
    """Several measures in one cell, each with its procedure beside it."""
    paper.title = PLAN
    paper.head = (
        '<tr><th style="width:20%">ประเด็น</th><th>มาตรการ</th><th>ขั้นตอน</th>'
        '<th class="unit">ผู้รับผิดชอบ</th></tr>'
    )
    names = (("การปฏิบัติหน้าที่ (IIT)", "IIT"), ("คุณภาพการดำเนินงาน (EIT)", "EIT"), ("การเปิดเผยข้อมูล (OIT)", "OIT"))
    left = paper.chance.sample(MEASURES, 6)
    for group, (name, instrument) in enumerate(names, start=1):
        counted = [paper.digits(f"{group}.{k} ") if number % 2 else f"{'กข'[k - 1]}. " for k in (1, 2)]
        pair, unit = [left.pop(), left.pop()], paper.chance.choice(UNITS)
        steps = [paper.chance.choice(STEPS) for _ in pair]
        cells = ["<br>".join(map("".join, zip(counted, texts, strict=True))) for texts in (pair, steps)]
        paper.rows.append(_row(paper.digits(f"{group}. ") + name, *cells, unit))
        for measure, text in zip(pair, steps, strict=True):
            one = {"measure": measure, "procedure": text, "responsible": unit, "instrument": instrument}
            paper.truth.append(one)


KINDS: Mapping[str, tuple[Callable[[Paper, int], None], int]] = {
    "arrows, lines, bars": (arrows, 8), "shades": (shades, 9), "ticks under months": (period_ticks, 6),
    "ticks under statuses": (status_ticks, 6), "boxes, circles, brackets": (boxes, 9),
    "table in a cell": (inner_tables, 6), "several measures": (several, 6), "ditto marks": (dittos, 5),
    "upright headers": (upright_headers, 4), "headers of levels": (header_levels, 5),
}  # fmt: skip
"""What is drawn, and how many papers of it stand in a lot."""


def make_lot(lot: str, folder: Path, fonts: Path) -> list[Paper]:
    """Print a lot into ``folder`` and scan it."""
    folder.mkdir(parents=True, exist_ok=True)
    papers = []
    with press(fonts) as pdf_of:
        for kind, (make, count) in KINDS.items():
            for number in range(count):
                rng = random.Random(f"inside {lot} {kind} {number}")
                paper = Paper(f"{make.__name__}-{number}", kind, rng, year=rng.choice((2565, 2566, 2567)))
                paper.thai = rng.random() < 0.6
                make(paper, number + (LOTS.index(lot) if make not in (shades, boxes) else 0))
                path = folder / f"{paper.name}.pdf"
                path.write_bytes(pdf_of(paper.html()))
                _scan(path, rng)
                papers.append(paper)
    return papers


def _scan(path: Path, rng: random.Random) -> None:
    dark, blur = rng.choice((20, 40)), rng.choice((0.4, 0.6))
    wear = Wear(
        dpi=rng.choice((200, 200, 300)), skew=rng.uniform(-0.8, 0.8), shadow=rng.choice((0.0, 20.0)),
        ink=dark, blur=blur, noise=rng.choice((2.0, 4.0)), quality=60, seed=7,
    )  # fmt: skip
    noise = np.random.default_rng(rng.randrange(10**6))
    pages = [worn(page, page, wear, noise) for page in drawn_pages(path, wear.dpi)]
    save_scan(pages, path.with_name(f"{path.stem}-scan.pdf"), wear.dpi)


def verdict(paper: Paper, records: Sequence[Mapping[str, Any]]) -> str:
    """Whether a file was read right, its errors told, or silent."""
    left, told, wrong = list(records), True, False
    for want in paper.truth:
        found = max(left, key=lambda one: _alike(want, one), default=None)
        if found is None or _alike(want, found) < 0.6:
            wrong = True
            continue
        left.remove(found)
        bad = [
            key
            for key in (*COMPARED, "budget_thb")
            if key in want and not _same(key, want[key], found.get(key))
        ]
        wrong = wrong or bool(bad)
        told = told and (not bad or found["needs_review"])
    if left:
        return "silent"
    return "right" if not wrong else "flagged" if told else "silent"


def _alike(want: Mapping[str, Any], found: Mapping[str, Any]) -> float:
    same = 0.3 * (want.get("number") == found.get("number"))
    return same + SequenceMatcher(None, fold(want["measure"]), fold(found["measure"] or "")).ratio()


def _same(key: str, want: Any, found: Any) -> bool:
    return fold(want) == fold(found or "") if key in WRITTEN else want == found


def main() -> None:
    """Make, run, score, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fonts", type=Path, required=True, help="folder of TrueType fonts")
    parser.add_argument("--lot", choices=LOTS, action="append")
    parser.add_argument("--to", type=Path, help="keep pages and output here")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--results", type=Path, default=ROOT / "bench" / "results")
    options = parser.parse_args()
    out = ["# What stands inside cells\n\nFiles right, flagged, silent of all.\n\n"]
    out.append("| lot | kind | digital | scan |\n|---|---|--:|--:|\n")
    with tempfile.TemporaryDirectory() as scratch:
        for lot in options.lot or LOTS:
            folder = (options.to or Path(scratch)) / lot
            papers = make_lot(lot, folder, options.fonts)
            run_files(sorted(folder.glob("*.pdf")), folder / "out", jobs=options.jobs)
            records: dict[str, list[Any]] = {}
            for line in (folder / "out" / "records.jsonl").read_text("utf-8").splitlines():
                record = json.loads(line)
                records.setdefault(Path(record["source_file"]).stem, []).append(record)
            for kind in KINDS:
                mine = [paper for paper in papers if paper.kind == kind]
                shares = [_share(mine, records, end, lot) for end in ("", "-scan")]
                out.append(f"| {lot} | {kind} | {shares[0]} | {shares[1]} |\n")
    sys.stdout.write("".join(out))
    if not options.lot:
        options.results.mkdir(parents=True, exist_ok=True)
        (options.results / "inside_cells.md").write_text("".join(out), "utf-8")


def _share(papers: Sequence[Paper], records: Mapping[str, Sequence[Any]], end: str, lot: str) -> str:
    """How many of ``papers`` are right, flagged and silent; of the development lot which are not right."""
    found = {paper.name: verdict(paper, records.get(paper.name + end, ())) for paper in papers}
    counts = Counter(found.values())
    for name, said in found.items():
        if lot == "development" and said != "right":
            sys.stderr.write(f"{name}{end}: {said}\n")
    return f"{counts['right']}, {counts['flagged']}, {counts['silent']} of {len(papers)}"


if __name__ == "__main__":
    main()
