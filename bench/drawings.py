"""Drawings that are no tables, and tables that look like them: ``python bench/drawings.py --fonts FOLDER``.

Pages are made: flow and organisation charts, leaflets, slides, page borders, alone, above a table and inside
one; beside them tables with boxes, arrows or frames, which must stay what they are. Printed by Chromium and
scanned. A page is right when its tables have just the rows and columns that the paper has, and no other table
is found. Lot ``development`` was looked at, ``judging`` is only scored. The figures
stand in ``bench/results/drawings.md``.
"""

from __future__ import annotations

import argparse
import html
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.silent_make import Lot, words  # noqa: E402
from bench.silent_print import drawn_pages, press, save_scan  # noqa: E402
from bench.tables import run_files  # noqa: E402
from fixtures.oddities.sheet import Wear  # noqa: E402
from fixtures.oddities.wear import worn  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
FACES: Mapping[Lot, tuple[str, ...]] = {
    "development": ("TH Sarabun New", "Laksaman", "Garuda"),
    "judging": ("TH Niramit AS", "Norasi", "TH SarabunPSK"),
}
EACH = 3
"""Pages of each kind."""
TASKS = ("รับเรื่อง", "ตรวจสอบเอกสาร", "เสนอผู้บริหาร", "พิจารณาอนุมัติ", "แจ้งผลผู้ร้อง", "ติดตามผล", "สรุปรายงาน")
UNITS = ("สำนักปลัด", "กองคลัง", "กองช่าง", "กองการศึกษา", "กองสวัสดิการสังคม", "หน่วยตรวจสอบภายใน")
LOTS: tuple[Lot, ...] = ("development", "judging")
PAPERS = ("digital", "scan")
ALL = "**all**"
Shape = tuple[int, int]


@dataclass(slots=True)
class Sheet:
    """A page being drawn, points from its top left: its parts as HTML and the tables that stand on it."""

    rng: random.Random
    font: str
    lot: Lot
    width: int = 595
    height: int = 842
    parts: list[str] = field(default_factory=list)
    tables: list[Shape] = field(default_factory=list)

    def box(
        self, x: float, y: float, w: float, h: float, text: str = "", css: str = "", way: str = ""
    ) -> None:
        """A box with text in its middle; ``way`` is how it is drawn: rect, round, ellipse or diamond."""
        stroke = 'fill="none" stroke="#000" stroke-width="0.8"'
        middle, level = x + w / 2, y + h / 2
        shape = {
            "": f'<rect x="{x}" y="{y}" width="{w}" height="{h}" {stroke}/>',
            "round": f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="8" {stroke}/>',
            "ellipse": f'<ellipse cx="{x + w / 2}" cy="{y + h / 2}" rx="{w / 2}" ry="{h / 2}" {stroke}/>',
            "diamond": f'<polygon points="{middle},{y} {x + w},{level} {middle},{y + h} {x},{level}" '
            f"{stroke}/>",
            "css": "", "none": "",
        }[way]  # fmt: skip
        if shape:
            self.parts.append(f"{self._svg}{shape}</svg>")
        border = "border:.8pt solid #000;box-sizing:border-box;" if way == "css" else ""
        self.parts.append(
            f'<div class="b" style="left:{x}pt;top:{y}pt;width:{w}pt;height:{h}pt;{border}{css}">'
            f"<span>{html.escape(text)}</span></div>"
        )

    def line(self, *points: tuple[float, float], arrow: bool = False) -> None:
        """A line through ``points``, with an arrow's head at its end."""
        path = " ".join(f"{x},{y}" for x, y in points)
        head = ""
        if arrow:
            (x0, y0), (x, y) = points[-2:]
            down = abs(y - y0) > abs(x - x0)
            s = 3 if (y > y0 if down else x > x0) else -3
            tip = (
                f"{x},{y} {x - 2.5},{y - 2 * s} {x + 2.5},{y - 2 * s}"
                if down
                else f"{x},{y} {x - 2 * s},{y - 2.5} {x - 2 * s},{y + 2.5}"
            )  # noqa: E501
            head = f'<polygon points="{tip}" fill="#000"/>'
        self.parts.append(
            f'{self._svg}<polyline points="{path}" fill="none" stroke="#000" stroke-width="0.8"/>{head}</svg>'
        )

    @property
    def _svg(self) -> str:
        return (
            f'<svg width="{self.width}pt" height="{self.height}pt" viewBox="0 0 {self.width} {self.height}">'
        )

    def text(self, x: float, y: float, w: float, text: str, css: str = "") -> None:
        """Running text ``w`` wide."""
        self.parts.append(f'<p style="left:{x}pt;top:{y}pt;width:{w}pt;{css}">{html.escape(text)}</p>')

    def table(self, x: float, y: float, widths: Sequence[float], rows: Sequence[Sequence[str]], css: str = "",
              high: float = 0, count: bool = True) -> None:  # fmt: skip
        """A ruled table; rows are ``high`` points high at least."""
        cols = "".join(f'<col style="width:{w}pt">' for w in widths)
        body = "".join(
            f'<tr style="height:{high}pt">' + "".join(f"<td>{html.escape(t)}</td>" for t in row) + "</tr>"
            for row in rows
        )
        self.parts.append(
            f'<table style="left:{x}pt;top:{y}pt;width:{sum(widths)}pt;{css}">'
            f"<colgroup>{cols}</colgroup>{body}</table>"
        )
        if count:
            self.tables.append((len(rows), len(widths)))

    def sentence(self, words_: int = 12) -> str:
        """Words of a report."""
        return " ".join(
            self.rng.choice(words(self.lot, "project"))[self.rng.randrange(3)]
            for _ in range(max(1, words_ // 6))
        )

    def html(self) -> str:
        """The page as HTML."""
        return (
            f'<meta charset="utf-8"><style>@page{{size:{self.width}pt {self.height}pt;margin:0}}'
            "body{margin:0;"
            f'font:12pt/1.2 "{self.font}"}}svg,p,.b,table{{position:absolute;left:0;top:0;margin:0}}'
            ".b{display:flex;align-items:center;justify-content:center;text-align:center;font-size:.9em}"
            "table{border-collapse:collapse;table-layout:fixed}td{border:.7pt solid #000;padding:1pt 3pt;"
            f"vertical-align:top}}</style>{''.join(self.parts)}"
        )


def flow(s: Sheet) -> None:
    """A flow chart: boxes one below the other, a question that leads back."""
    s.text(60, 50, 480, "แผนผังขั้นตอนการดำเนินงาน", "text-align:center")
    x, y, w = 200, 90, s.rng.choice((150, 190))
    way = s.rng.choice(("", "css", "round"))
    boxes = []
    for n, task in enumerate(TASKS[: s.rng.choice((5, 6, 7))]):
        kind = "ellipse" if n == 0 else "diamond" if n == 3 else way
        high = 70 if kind == "diamond" else s.rng.choice((30, 38))
        s.box(x, y, w, high, task, way=kind)
        boxes.append((y, high))
        s.line((x + w / 2, y + high), (x + w / 2, y + high + 26), arrow=True)
        y += high + 26
    s.box(x, y, w, 30, "สิ้นสุด", way="ellipse")
    top, high = boxes[3]
    s.line(
        (x, top + high / 2),
        (x - 70, top + high / 2),
        (x - 70, boxes[1][0] + 15),
        (x, boxes[1][0] + 15),
        arrow=True,
    )
    s.box(x + w + 60, boxes[4][0], 110, 40, UNITS[s.rng.randrange(6)], way=way)
    s.line((x + w, boxes[4][0] + 20), (x + w + 60, boxes[4][0] + 20), arrow=True)


def flow_in_table(s: Sheet) -> None:
    """A table with a flow chart in one of its columns; arrows run over the rules between its rows."""
    s.text(60, 50, 480, "ขั้นตอนการปฏิบัติงาน", "text-align:center")
    rows = s.rng.choice((4, 5, 6))
    high = 90
    at = s.rng.choice((1, 2))
    widths = [130, 130, 90, 110]
    widths.insert(at, widths.pop(1) + 50) if at == 1 else widths.__setitem__(at, 170)
    head = ["ขั้นตอนการทำงาน", "ระยะเวลา", "ผู้รับผิดชอบ"]
    head.insert(at, "ผังงาน (Flow Chart)")
    body = []
    for n in range(rows):
        row = [f"{n + 1}. {TASKS[n]}", f"{n + 2} วัน", UNITS[n % 6]]
        row.insert(at, "")
        body.append(row)
    x, y = 40, 90
    widths = [w * 515 / sum(widths) for w in widths]
    s.table(x, y, widths, [head, *body], high=high, css=f"height:{high * (rows + 1)}pt")
    left = x + sum(widths[:at])
    way = s.rng.choice(("", "css", "round"))
    previous = None
    for n in range(rows):
        top = y + high * (n + 1) + s.rng.choice((14, 22))
        w = widths[at] - s.rng.choice((20, 44))
        bx = left + (widths[at] - w) / 2
        bh = s.rng.choice((32, 44))
        s.box(
            bx,
            top,
            w,
            bh,
            TASKS[n],
            way=("ellipse" if n == 0 else "diamond" if n == 2 and way != "css" else way),
        )
        if previous:
            s.line((left + widths[at] / 2, previous), (left + widths[at] / 2, top), arrow=True)
        previous = top + bh
    if s.rng.random() < 0.5:
        s.line((left + widths[at] / 2, previous), (left + widths[at] / 2, y + high * (rows + 1)), arrow=True)


def _org(s: Sheet, top: float, way: str, halves: bool = False) -> float:
    """An organisation chart from ``top`` on; where it ends."""
    mid, count = s.width / 2, s.rng.choice((3, 4, 5, 6))

    def box(x: float, y: float, w: float, h: float, text: str) -> None:
        if halves:
            s.box(x, y, w, h / 2, text, way=way)
            s.box(x, y + h / 2, w, h / 2, "นาย ก ข", way=way)
        else:
            s.box(x, y, w, h, text, way=way)

    box(mid - 80, top, 160, 40, "นายกองค์การบริหารส่วนตำบล")
    bus = top + 62
    s.line((mid, top + 40), (mid, bus))
    step = (s.width - 90) / count
    w = step - s.rng.choice((8, 14))
    centres = [45 + step * (n + 0.5) for n in range(count)]
    s.line((centres[0], bus), (centres[-1], bus))
    end = bus
    for n, c in enumerate(centres):
        h = s.rng.choice((30, 44)) if not halves else 44
        s.line((c, bus), (c, bus + 16))
        box(c - w / 2, bus + 16, w, h, UNITS[n % 6])
        y = bus + 16 + h
        for k in range(s.rng.choice((0, 1, 2))):
            s.line((c, y), (c, y + 14))
            box(c - w / 2 + 4, y + 14, w - 8, 30, f"งาน{TASKS[k]}")
            y += 44
        end = max(end, y)
    if s.rng.random() < 0.5:
        s.line((mid, top + 51), (mid + 110, top + 51))
        box(mid + 110, top + 38, 120, 20, "หน่วยตรวจสอบภายใน")
    return end


def organisation(s: Sheet) -> None:
    """An organisation chart alone."""
    s.width, s.height = s.rng.choice(((595, 842), (842, 595)))
    s.text(60, 50, s.width - 120, "โครงสร้างส่วนราชการ", "text-align:center")
    _org(s, 90, s.rng.choice(("", "css", "round")))


def organisation_of_halves(s: Sheet) -> None:
    """An organisation chart whose boxes hold office and name, a rule between."""
    s.width, s.height = 842, 595
    s.text(60, 50, s.width - 120, "โครงสร้างส่วนราชการ", "text-align:center")
    _org(s, 90, s.rng.choice(("", "css")), halves=True)


def organisation_over_table(s: Sheet) -> None:
    """An organisation chart with a table of posts below."""
    s.width, s.height = s.rng.choice(((595, 842), (842, 595)))
    s.text(60, 50, s.width - 120, "โครงสร้างส่วนราชการ", "text-align:center")
    end = _org(s, 90, s.rng.choice(("", "css", "round")))
    columns = s.rng.choice((7, 9, 12))
    widths = [60, *[(s.width - 150) / (columns - 1)] * (columns - 1)]
    rows = [
        ["ระดับ", *[str(n + 2) for n in range(columns - 1)]],
        ["จำนวน", *[s.rng.choice("๑๒๓-") for _ in range(columns - 1)]],
    ]
    s.table(45, end + s.rng.choice((14, 40)), widths, rows)


def leaflet(s: Sheet) -> None:
    """A leaflet: boxes of many sizes with headings and text, in columns."""
    s.width, s.height = 842, 595
    for c in range(3):
        x, y = 20 + c * 272, 20
        while y < 480:
            h = s.rng.choice((70, 100, 150))
            w = s.rng.choice((240, 255))
            s.box(x, y, w, 24, "เรื่องน่ารู้", "font-weight:bold", way=s.rng.choice(("", "round", "none")))
            s.box(x, y + 24 + s.rng.choice((0, 6)), w, h, "", way=s.rng.choice(("", "css")))
            s.text(x + 6, y + 34, w - 12, s.sentence(12))
            y += h + 24 + s.rng.choice((12, 18))


def panels(s: Sheet) -> None:
    """A folded leaflet: a frame with rules at the folds, text in each panel."""
    s.width, s.height = 842, 595
    count = s.rng.choice((2, 3))
    s.box(20, 20, 802, 555, way=s.rng.choice(("", "css")))
    w = 802 / count
    for c in range(count):
        if c:
            s.line((20 + c * w, 20), (20 + c * w, 575))
        y = 34
        s.text(30 + c * w, y, w - 20, f"{TASKS[c]}เพื่อประชาชน", "text-align:center;font-weight:bold")
        for _ in range(4):
            y += s.rng.choice((70, 90, 110))
            s.text(30 + c * w, y, w - 20, s.sentence(12))


def slides(s: Sheet) -> None:
    """A handout: framed slides on a page, two, four or six."""
    columns, rows = s.rng.choice(((1, 2), (2, 2), (2, 3)))
    w, h = (515 - 20 * (columns - 1)) / columns, min(340.0, 740 / rows - 24)
    for r in range(rows):
        for c in range(columns):
            x, y = 40 + c * (w + 20), 50 + r * (h + 24)
            s.box(x, y, w, h, way=s.rng.choice(("", "css")))
            s.box(
                x + 10,
                y + 10,
                w - 20,
                26,
                f"หัวข้อที่ {r * columns + c + 1}",
                "font-weight:bold",
                way=s.rng.choice(("", "none")),
            )
            for k in range(3):
                s.text(x + 16, y + 46 + k * 30, w - 32, f"- {TASKS[k]}และ{TASKS[k + 1]}")


def slide(s: Sheet) -> None:
    """One slide: a frame, a rule under its title, blocks beside one another."""
    s.width, s.height = 720, 405
    s.box(10, 10, 700, 385, way=s.rng.choice(("", "css")))
    s.line((10, 70), (710, 70))
    s.text(30, 28, 660, "สรุปผลการดำเนินงานตามมาตรการ", "text-align:center;font-size:18pt")
    for c in range(3):
        s.box(
            40 + c * 220,
            100,
            s.rng.choice((180, 200)),
            s.rng.choice((120, 170)),
            TASKS[c],
            way=s.rng.choice(("", "round")),
        )
        s.text(50 + c * 220, 300, 180, s.sentence(6))


def border(s: Sheet) -> None:
    """A page border around running text, its title parted by a rule."""
    s.box(30, 30, 535, 782, way="css")
    if s.rng.random() < 0.6:
        s.box(34, 34, 527, 774)
        edge = 34
    else:
        edge = 30
    if s.rng.random() < 0.7:
        s.line((edge, 100), (s.width - edge, 100))
    s.text(60, 60, 475, "คำนำ", "text-align:center;font-weight:bold")
    for n in range(5):
        s.text(60, 120 + n * 110, 475, s.sentence(24))


def border_around_table(s: Sheet) -> None:
    """A page border with a table inside, a rule under the title."""
    s.box(30, 30, 535, 782, way=s.rng.choice(("css", "")))
    if s.rng.random() < 0.6:
        s.line((30, 100), (s.width - 30, 100))
    s.text(60, 60, 475, "แบบรายงานผล", "text-align:center;font-weight:bold")
    _plain_table(s, 60, 140, 475, s.rng.choice((3, 4)))
    s.text(60, 600, 475, s.sentence(18))


def _plain_table(s: Sheet, x: float, y: float, width: float, rows: int, css: str = "") -> None:
    body = [[str(n + 1), s.sentence(6), UNITS[n % 6], f"{n + 3},000"] for n in range(rows)]
    s.table(
        x,
        y,
        [width * w for w in (0.08, 0.5, 0.24, 0.18)],
        [["ที่", "โครงการ", "ผู้รับผิดชอบ", "งบประมาณ"], *body],
        css,
    )


def tiles(s: Sheet) -> None:
    """An infographic: tiles of many sizes, arrows between them."""
    s.width, s.height = 842, 595
    s.text(60, 24, 720, "กระบวนการให้บริการ", "text-align:center;font-size:20pt")
    x = 40.0
    for n in range(4):
        w, h = s.rng.choice((130, 160)), s.rng.choice((60, 90, 130))
        s.box(x, 200 - h / 2, w, h, TASKS[n], way=s.rng.choice(("", "css", "round")))
        if n < 3:
            s.line((x + w, 200), (x + w + 40, 200), arrow=True)
        s.line((x + w / 2, 200 + h / 2), (x + w / 2, 320))
        s.box(x, 320, w, s.rng.choice((60, 100)), UNITS[n], way="")
        x += w + 40


def lanes(s: Sheet) -> None:
    """A table of one row a unit and a chart over its columns: swim lanes, 2 rows and some columns."""
    s.width, s.height = 842, 595
    count = s.rng.choice((3, 4))
    w = 760 / count
    s.table(40, 60, [w] * count, [list(UNITS[:count]), [""] * count], css="height:460pt", high=24)
    y = 110.0
    c = 0
    for n, task in enumerate(TASKS[:6]):
        x = 40 + c * w + 20
        s.box(x, y, w - 40, 34, task, way=s.rng.choice(("", "round")))
        new = min(count - 1, c + s.rng.choice((0, 1))) if n % 2 == 0 else max(0, c - 1)
        if n < 5:
            nx = 40 + new * w + w / 2
            if new == c:
                s.line((x + w / 2 - 20, y + 34), (nx, y + 62), arrow=True)
            else:
                edge = x + w - 40 if new > c else x
                s.line((edge, y + 17), (nx, y + 17), (nx, y + 62), arrow=True)
        y, c = y + 62, new


def table_with_boxes(s: Sheet) -> None:
    """A table whose cells hold tick boxes and a framed stamp: it stays what it is."""
    _plain_table(s, 50, 80, 495, 4, css="height:350pt")
    for n in range(4):
        s.box(70, 165 + n * 72, 9, 9)
    s.box(380, s.rng.choice((168, 205)), 70, 26, "รับแล้ว")


def form(s: Sheet) -> None:
    """A form: cells of many sizes that share their edges. Counted by its finest grid."""
    body = "<tr><td colspan=4>แบบคำขอ</td></tr>"
    body += "<tr><td rowspan=2>ชื่อ</td><td>ที่อยู่</td><td colspan=2>โทรศัพท์</td></tr>"
    body += "<tr><td>อำเภอ</td><td>จังหวัด</td><td>รหัส</td></tr>"
    body += "<tr><td colspan=2>เรื่อง</td><td colspan=2>วันที่</td></tr>"
    s.parts.append(f'<table style="left:60pt;top:90pt;width:475pt">{body}</table>')
    s.tables.append((4, 4))


def framed_table(s: Sheet) -> None:
    """A table inside a frame of its own, a few points away; cells parted by a little white."""
    y = 80
    s.box(44, y - 6, 507, 330, way=s.rng.choice(("", "round")))
    _plain_table(s, 50, y, 495, 4, css="height:318pt")


def table_beside_box(s: Sheet) -> None:
    """A note in a box with an arrow to the table beside it."""
    s.width, s.height = 842, 595
    _plain_table(s, 40, 100, 520, 5)
    s.box(640, 150, 150, 60, "ดูภาคผนวก ก", way=s.rng.choice(("", "round")))
    s.line((640, 180), (560, 180), arrow=True)


def uprights(s: Sheet) -> None:
    """Ruled columns without row rules."""
    rows = [["ที่", "โครงการ", "ผู้รับผิดชอบ", "งบประมาณ"]] + [
        [str(n + 1), s.sentence(6), UNITS[n], f"{n + 3},000"] for n in range(5)
    ]
    css = "tr:not(:first-child):not(:last-child)>td{border-top:none;border-bottom:none}"
    css += "tr:nth-child(2)>td{border-top:.7pt solid #000!important}"
    s.parts.append(f"<style>{css}</style>")
    s.table(50, 90, [40, 250, 110, 95], rows)


KINDS: Mapping[str, Callable[[Sheet], None]] = {
    "flow chart": flow, "flow chart in a table": flow_in_table, "organisation chart": organisation,
    "organisation chart of halves": organisation_of_halves,
    "organisation chart over a table": organisation_over_table,
    "leaflet": leaflet, "panels": panels, "slides": slides, "slide": slide, "page border": border,
    "page border around a table": border_around_table, "tiles": tiles, "lanes": lanes,
    "table with boxes": table_with_boxes, "form": form,
    "framed table": framed_table, "table beside a box": table_beside_box, "uprights": uprights,
}  # fmt: skip


def make(lot: Lot, folder: Path, fonts: Path, kinds: Sequence[str]) -> dict[str, tuple[str, list[Shape]]]:
    """Print and scan ``lot``; the kind and the tables of each file."""
    folder.mkdir(parents=True, exist_ok=True)
    truth: dict[str, tuple[str, list[Shape]]] = {}
    with press(fonts) as pdf_of:
        for kind in kinds:
            for n in range(EACH):
                rng = random.Random(f"drawings {lot} {kind} {n}")
                sheet = Sheet(rng, FACES[lot][n % len(FACES[lot])], lot)
                KINDS[kind](sheet)
                path = folder / f"{kind.replace(' ', '-')}-{n}.pdf"
                path.write_bytes(pdf_of(sheet.html()))
                truth[path.stem] = kind, sheet.tables
                wear = Wear(
                    dpi=(200, 300)[n % 2],
                    skew=rng.uniform(-0.5, 0.5),
                    shadow=rng.uniform(0, 10),
                    ink=rng.randrange(15, 45),
                    blur=0.5,
                    noise=1.5,
                    quality=70,
                    bilevel=False,
                    seed=n,
                )
                pages = [
                    worn(page, page, wear, np.random.default_rng(n)) for page in drawn_pages(path, wear.dpi)
                ]
                save_scan(pages, folder / f"{path.stem}-scan.pdf", wear.dpi)
    return truth


def main() -> None:
    """Make, run, score, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fonts", type=Path, required=True, help="folder of TrueType fonts")
    parser.add_argument("--lot", choices=LOTS, action="append")
    parser.add_argument("--paper", choices=PAPERS, action="append")
    parser.add_argument("--kind", action="append", choices=list(KINDS))
    parser.add_argument("--to", type=Path, help="keep pages and output here")
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    papers = options.paper or PAPERS
    lots = options.lot or LOTS
    right: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as scratch:
        for lot in lots:
            folder = (options.to or Path(scratch)) / lot
            truth = make(lot, folder, options.fonts, options.kind or list(KINDS))
            for paper in papers:
                right.update(_scored(truth, lot, paper, folder, options.jobs))
    ways = [(lot, paper) for lot in lots for paper in papers]
    out = ["| kind | pages of each | " + " | ".join(f"{lot}, {paper}" for lot, paper in ways) + " |\n"]
    out.append("|---|--:|" + "--:|" * len(ways) + "\n")
    pages = Counter(kind for kind, _ in truth.values())
    for kind in (*pages, ALL):
        figures = " | ".join(str(right[kind, f"{lot} {paper}"]) for lot, paper in ways)
        out.append(f"| {kind} | {pages[kind] or pages.total()} | {figures} |\n")
    sys.stdout.write("".join(out))


def _scored(
    truth: Mapping[str, tuple[str, list[Shape]]], lot: Lot, paper: str, folder: Path, jobs: int
) -> Counter[tuple[str, str]]:
    """How many pages of each kind are right; on the development lot also what is wrong."""
    ending = "-scan.pdf" if paper == "scan" else ".pdf"
    run_files([folder / f"{name}{ending}" for name in truth], folder / paper, jobs=jobs)
    found: dict[str, list[Shape]] = {}
    for line in (folder / paper / "tables.jsonl").read_text("utf-8").splitlines():
        table = json.loads(line)
        rows = max(cell["row"] + cell["row_span"] for cell in table["cells"])
        columns = max(cell["column"] + cell["column_span"] for cell in table["cells"])
        found.setdefault(Path(table["source_file"]).name, []).append((rows, columns))
    right: Counter[tuple[str, str]] = Counter()
    for name, (kind, tables) in truth.items():
        mine = found.get(name + ending, [])
        good = sorted(mine) == sorted(tables)
        right[kind, f"{lot} {paper}"] += good
        right[ALL, f"{lot} {paper}"] += good
        if not good and lot == "development":
            sys.stderr.write(f"{paper} {name}: {mine} for {tables}\n")
    return right


if __name__ == "__main__":
    main()
