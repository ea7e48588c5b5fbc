"""Reports drawn by chance for ``bench/silent.py``: what stands on paper, and the records it means.

Two lots with no agency, wording, section label, header word, typeface or kind of rules in common. A report is
drawn from its lot and number alone; ``silent_print.py`` puts it on paper.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

Lot = Literal["development", "judging"]
LOTS: tuple[Lot, ...] = ("development", "judging")
WORDS = Path(__file__).with_name("silent_words.csv")
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
MONTHS = (
    ("ต.ค.", "ตุลาคม", 10),
    ("ม.ค.", "มกราคม", 1),
    ("มี.ค.", "มีนาคม", 3),
    ("เม.ย.", "เมษายน", 4),
    ("มิ.ย.", "มิถุนายน", 6),
    ("ก.ย.", "กันยายน", 9),
)
LAST_DAY = {1: 31, 3: 31, 4: 30, 6: 30, 9: 30, 10: 31, 12: 31}
FIELDS = ("number", "measure", "procedure", "responsible", "period", "budget", "result")
WIDTHS = {
    "number": 6,
    "measure": 24,
    "procedure": 24,
    "responsible": 13,
    "period": 14,
    "budget": 12,
    "result": 23,
}
LONG = 4
"""One report in so many has about twenty measures, on three pages or more; the others about nine."""

Truth = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Style:
    """How a report looks: typeface, sizes in points, and CSS of its table."""

    font: str
    size: float
    landscape: bool
    rules: str
    css: str
    padding: float
    repeat: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A row over the whole width."""

    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A measure as printed, by column, and the record it means."""

    cells: Mapping[str, str]
    truth: Truth


@dataclass(frozen=True, slots=True)
class Drawn:
    """One report: ``columns`` are (field, header); a paper of another kind means no record."""

    name: str
    title: str
    intro: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[Section | Row, ...]
    style: Style

    @property
    def records(self) -> tuple[Truth, ...]:
        """The records it means, in print order."""
        return tuple(row.truth for row in self.rows if isinstance(row, Row) and row.truth)


BLACK = ".ruled th,.ruled td{border:%s}"
STYLES: Mapping[Lot, tuple[tuple[str, float, bool, str, str], ...]] = {
    "development": (
        ("TH Sarabun New", 16, True, "thin", BLACK % ".5pt solid #000"),
        ("Laksaman", 12, True, "grey", BLACK % ".75pt solid #888"),
        ("Sarabun", 10.5, False, "shaded head", BLACK % ".75pt solid #000" + ".ruled th{background:#dbe5f1}"),
        ("TH Chakra Petch", 15, True, "no outer uprights", BLACK % ".75pt solid #000"
         + ".ruled tr>*:first-child{border-left:none}.ruled tr>*:last-child{border-right:none}"),
        ("Garuda", 10, True, "double outside", BLACK % ".5pt solid #000"
         + "table.ruled{border:2.5pt double #000}"),
        ("Loma", 10, False, "row rules only", ".ruled th,.ruled td{border-bottom:.75pt solid #000}"
         ".ruled th{border-top:1.5pt solid #000}"),
    ),
    "judging": (
        ("TH SarabunPSK", 15, True, "thick", BLACK % "1.25pt solid #000"),
        ("TH Niramit AS", 14, True, "coloured", BLACK % ".75pt solid #4f81bd"
         + ".ruled th{background:#e2efd9}"),
        ("Norasi", 11, False, "hair", BLACK % ".35pt solid #222"),
        ("Kinnari", 11, True, "heavy head", BLACK % ".5pt solid #000" + ".ruled th{border-width:2pt}"),
        ("TH Baijam", 15, True, "dotted between rows", ".ruled th,.ruled td{border:.75pt solid #000;"
         "border-bottom-style:dotted}"),
        ("Umpush", 10, False, "bands", ".ruled tbody tr:nth-child(even){background:#eee}"
         ".ruled th{border-bottom:1pt solid #000;border-top:1pt solid #000}"),
    ),
}  # fmt: skip
"""Typeface, size, landscape, name of the rules, CSS: layouts that nothing else in this project uses."""


@cache
def words(lot: Lot, kind: str) -> tuple[tuple[str, str, str], ...]:
    """Rows of the word list."""
    with WORDS.open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if (row["lot"], row["kind"]) == (lot, kind)]
    return tuple((row["one"], row["two"], row["three"]) for row in rows)


def draw(lot: Lot, number: int) -> Drawn:
    """The report ``number`` of ``lot``."""
    rng = random.Random(f"silent {lot} {number}")
    agencies = words(lot, "agency")
    name, district, province = agencies[number % len(agencies)]
    year = rng.choice(
        (2564, 2565, 2566, 2567, 2568) if lot == "development" else (2563, 2565, 2566, 2567, 2569)
    )
    thai = rng.random() < 0.6
    title = f"{rng.choice(words(lot, 'title'))[0].format(year=year)}\n{name} อำเภอ{district} จังหวัด{province}"
    style = _style(lot, number, rng)
    columns = _columns(lot, rng)
    rows = tuple(_rows(lot, year, dict(columns), rng, thai, number % LONG == LONG - 1))
    intro = words(lot, "intro")[0][0].format(agency=name)
    stem = f"{lot}-{number:02}"
    return Drawn(stem, _digits(title, thai), intro, columns, rows, style)


def draw_other(lot: Lot, number: int) -> Drawn:
    """A page of a development plan: projects in a table that looks like measures and are none."""
    rng = random.Random(f"silent other {lot} {number}")
    name, district, province = words(lot, "agency")[number % len(words(lot, "agency"))]
    columns = (("number", "ที่"), ("measure", "โครงการ"), ("target", "เป้าหมาย (ผลผลิตของโครงการ)"),
               ("budget", "งบประมาณ (บาท)"), ("result", "ผลที่คาดว่าจะได้รับ"),
               ("responsible", "หน่วยงานรับผิดชอบหลัก"))  # fmt: skip
    projects = list(words(lot, "project"))
    rng.shuffle(projects)
    rows = tuple(
        Row({"number": str(n), "measure": project, "target": target, "result": result,
             "budget": f"{rng.randrange(5, 90) * 10_000:,}",
             "responsible": rng.choice(("กองช่าง", "สำนักปลัด"))}, {})
        for n, (project, target, result) in enumerate(projects, start=1)
    )  # fmt: skip
    title = f"แผนพัฒนาท้องถิ่น (พ.ศ. ๒๕๖๖ - ๒๕๗๐)\n{name} อำเภอ{district} จังหวัด{province}"
    intro = "ยุทธศาสตร์ที่ ๒ การพัฒนาโครงสร้างพื้นฐานและคุณภาพชีวิต"
    return Drawn(f"{lot}-other-{number:02}", title, intro, columns, rows, _style(lot, number, rng))


def _style(lot: Lot, number: int, rng: random.Random) -> Style:
    font, size, landscape, rules, css = STYLES[lot][number % len(STYLES[lot])]
    return Style(font, size, landscape, rules, css, rng.choice((2.0, 3.0, 4.5)), number % 3 != 2)


def _columns(lot: Lot, rng: random.Random) -> tuple[tuple[str, str], ...]:
    """A subset of the columns in an order of its own."""
    rest = [key for key in ("procedure", "responsible", "period", "budget", "result") if key != "budget"]
    if rng.random() < 0.7:
        rest.insert(rng.randrange(1, 4), "budget")
    if rng.random() < 0.25:
        rest.remove("procedure")
    if rng.random() < 0.4:
        rest.remove("responsible")
        rest.insert(rng.choice((0, len(rest))), "responsible")
    own = ["number", "measure"] if rng.random() < 0.75 else ["measure"]
    kinds = {key: "number" if key == "number" else f"{key}-header" for key in FIELDS}
    return tuple((key, rng.choice(words(lot, kinds[key])[0])) for key in own + rest)


def _rows(
    lot: Lot, year: int, columns: Mapping[str, str], rng: random.Random, thai: bool, long: bool
) -> Sequence[Section | Row]:
    texts = list(words(lot, "measure"))
    rng.shuffle(texts)
    sections = list(words(lot, "section")) if rng.random() < 0.75 else [("", "", "")]
    restart, out, number = rng.random() < 0.4, list[Section | Row](), 0
    enumerator = rng.choice(("{}. ", "({}) ", "{}) "))
    for text, instrument, _ in sections:
        number = 0 if restart else number
        if text:
            out.append(Section(text))
        for _ in range(rng.choice((2, 3, 4)) + 3 * long if text else 9 + 10 * long):
            number += 1
            out.append(
                _row(year, columns, rng, thai, number, texts.pop(), enumerator, (text, instrument), lot)
            )
    return out


def _row(
    year: int, columns: Mapping[str, str], rng: random.Random, thai: bool, number: int,
    text: tuple[str, str, str], enumerator: str, section: tuple[str, str], lot: Lot,
) -> Row:  # fmt: skip
    steps = text[1].split("|")
    procedure = "\n".join(enumerator.format(n) + step for n, step in enumerate(steps, start=1))
    period, start, end = _period(year, rng)
    budget, amount = _budget(rng)
    units = rng.sample([unit for row in words(lot, "unit") for unit in row], rng.choice((1, 1, 1, 2)))
    cells = {
        "number": str(number),
        "measure": text[0] if "number" in columns else f"{number}. {text[0]}",
        "procedure": procedure,
        "responsible": "\n".join(units),
        "period": period,
        "budget": budget,
        "result": text[2],
    }
    cells = {key: _digits(value, thai) for key, value in cells.items() if key in columns}
    truth: dict[str, Any] = {key: cells.get(key) for key in FIELDS} | {"measure": _digits(text[0], thai)}
    truth |= {
        "number": str(number),
        "period_start": start,
        "period_end": end,
        "budget_thb": amount if "budget" in columns else None,
        "section": section[0] or None,
        "instrument": section[1] or None,
    }
    return Row(cells, truth)


def _period(year: int, rng: random.Random) -> tuple[str, str | None, str | None]:
    """A printed period with its first and last day."""
    short, name, month = rng.choice(MONTHS)
    civil = year - 543 - (month >= 10)
    last = f"{civil}-{month:02}-{LAST_DAY[month]}"
    whole = (f"{year - 544}-10-01", f"{year - 543}-09-30")
    shown = civil + 543
    return rng.choice(
        (
            (f"ตลอดปีงบประมาณ พ.ศ. {year}", *whole),
            (f"ต.ค. {(year - 1) % 100} - ก.ย. {year % 100}", *whole),
            (f"{name} {shown}", f"{civil}-{month:02}-01", last),
            (f"1 - {LAST_DAY[month]} {short} {shown}", f"{civil}-{month:02}-01", last),
            (f"ภายในวันที่ {LAST_DAY[month]} {name} {shown}", None, last),
            (f"มกราคม - มิถุนายน {year}", f"{year - 543}-01-01", f"{year - 543}-06-30"),
        )
    )


def _budget(rng: random.Random) -> tuple[str, float | None]:
    amount = rng.randrange(3, 240) * 500
    return rng.choice(
        (
            ("ไม่ใช้งบประมาณ", 0.0),
            ("-", None),
            (f"{amount:,}", float(amount)),
            (f"{amount:,} บาท", float(amount)),
        )
    )


def _digits(text: str, thai: bool) -> str:
    return text.translate(THAI if thai else ARABIC)
