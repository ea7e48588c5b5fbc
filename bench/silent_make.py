"""Reports drawn by chance for ``bench/silent.py``: what stands on paper, and the records it means.

Four lots with no agency, wording, section label, header word (but of item numbers), typeface or kind of
rules in common; ``judging-2`` has forms of numbers, periods, amounts, headers and tables besides that the
others have not, ``judging-3`` plain ruled tables under the headers that local governments print most often.
A report is drawn from its lot and number alone; ``silent_print.py`` puts it on paper.
"""

from __future__ import annotations

import calendar
import csv
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

Lot = Literal["development", "judging", "judging-2", "judging-3"]
LOTS: tuple[Lot, ...] = ("development", "judging", "judging-2", "judging-3")
REPORTS: Mapping[Lot, int] = {"development": 24, "judging": 24, "judging-2": 30, "judging-3": 24}
"""Reports of a lot."""
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
OTHER_MONTHS = (
    ("พ.ย.", "พฤศจิกายน", 11),
    ("ธ.ค.", "ธันวาคม", 12),
    ("ก.พ.", "กุมภาพันธ์", 2),
    ("พ.ค.", "พฤษภาคม", 5),
    ("ก.ค.", "กรกฎาคม", 7),
    ("ส.ค.", "สิงหาคม", 8),
)
YEARS: Mapping[Lot, tuple[int, ...]] = {
    "development": (2564, 2565, 2566, 2567, 2568),
    "judging": (2563, 2565, 2566, 2567, 2569),
    "judging-2": (2564, 2565, 2566, 2567, 2568, 2569),
    "judging-3": (2566, 2567, 2568, 2569),
}
NUMBERS: Mapping[Lot, tuple[str, ...]] = {
    "development": ("{n}",),
    "judging": ("{n}",),
    "judging-2": ("{n}", "{n}.", "{s}.{n}", "({n})", "{n}", "{n})", "{n}.", "({n})", "{n}", "{a}.", "{s}.{n}",
                  "{n}", "{n}.", "{n}", "{n}"),
    "judging-3": ("{n}", "{n}."),
}  # fmt: skip
"""How items are numbered, report by report: by number, number of the section, or letter of the alphabet."""
LETTERS = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธน"
FIELDS = ("number", "measure", "procedure", "responsible", "period", "budget", "result")
ENUMERATORS: Mapping[Lot, tuple[str, ...]] = {
    "development": ("{}. ", "({}) ", "{}) "),
    "judging": ("{}. ", "({}) ", "{}) "),
    "judging-2": ("- ", "{}. ", "• ", "({}) ", "ขั้นที่ {} "),
    "judging-3": ("{}. ", "{}) ", "- "),
}
WIDTHS = {
    "number": 6,
    "measure": 24,
    "procedure": 24,
    "responsible": 13,
    "period": 14,
    "budget": 12,
    "result": 23,
    "problem": 14,
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
    layout: str = "table"
    """``table``, ``two levels`` of headers, a table for ``each section``, or ``cards``: one for each row."""


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
SHADED = "*{print-color-adjust:exact}"
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
    "judging-2": (
        ("TH KoHo", 16, True, "thick frame", BLACK % ".4pt solid #000"
         + "table.ruled{border:2.25pt solid #000}"),
        ("Noto Sans Thai Looped", 8.5, False, "pale", BLACK % ".5pt solid #999"
         + "@page{margin:12mm 10mm 15mm 20mm}"),
        ("Waree", 8, True, "small print", BLACK % ".6pt solid #000" + "body{line-height:1.1}"),
        ("TH Krub", 14, True, "thick between rows", BLACK % ".4pt solid #000"
         + ".ruled tr>*{border-top-width:1.75pt;border-bottom-width:1.75pt}"
         "@page{size:330.2mm 215.9mm;margin:15mm}"),
        ("Taviraj", 9.5, False, "dashed", BLACK % ".75pt dashed #000"),
        ("TH K2D July8", 14, True, "two levels", BLACK % ".75pt solid #000" + SHADED
         + ".ruled th{background:#fce4d6}"),
        ("Niramit", 10, True, "dark head", BLACK % ".75pt solid #1f3864" + SHADED
         + ".ruled th{background:#1f3864;color:#fff}"),
        ("TH Kodchasal", 15, True, "rows over pages", BLACK % ".75pt solid #000"
         + ".ruled tr{break-inside:auto}@page{margin:25mm 15mm 20mm}"),
        ("Bai Jamjuree", 9.5, False, "cards", BLACK % ".5pt solid #000" + SHADED
         + "table.ruled{margin-bottom:4mm;break-inside:avoid}"
         ".ruled th,td.number{text-align:left}.ruled th{background:#f2f2f2}"),
        ("IBM Plex Sans Thai Looped", 9, True, "each section", BLACK % ".75pt solid #000"
         + "h2{font-size:1em;margin:3mm 0 1mm}"),
        ("TH Fah kwang", 13, True, "uprights", ".ruled th{border:.75pt solid #000}"
         ".ruled td{border:solid #000;border-width:0 .75pt}table.ruled{border-bottom:.75pt solid #000}"),
        ("Noto Serif Thai", 8.5, False, "section bars", BLACK % ".5pt solid #000" + SHADED
         + ".ruled td.section{background:#d9d9d9;text-align:center}@page{size:215.9mm 330.2mm;margin:14mm}"),
        ("Trirong", 9.5, True, "double", BLACK % "2.25pt double #000"),
    ),
    "judging-3": (
        ("Kanit", 10, True, "plain thin", BLACK % ".45pt solid #000"),
        ("Noto Sans Thai", 8, False, "plain medium", BLACK % ".8pt solid #000" + "@page{margin:15mm 11mm}"),
        ("Pridi", 9.5, True, "thin, shaded head", BLACK % ".55pt solid #000" + SHADED
         + ".ruled th{background:#d9e2f3}"),
        ("IBM Plex Sans Thai", 10, True, "plain thick", BLACK % "1.4pt solid #000"),
        ("Anuphan", 9.5, True, "medium, gray head", BLACK % ".7pt solid #000" + SHADED
         + ".ruled th{background:#e7e6e6}"),
        ("Maitree", 9.5, True, "plain one point", BLACK % "1pt solid #000"),
        ("Chakra Petch", 10, True, "thick, shaded head", BLACK % "1.1pt solid #000" + SHADED
         + ".ruled th{background:#fff2cc}"),
        ("Athiti", 8.5, False, "plain fine", BLACK % ".6pt solid #111" + "@page{margin:16mm 10mm}"),
    ),
}  # fmt: skip
"""Typeface, size, landscape, name of the rules, CSS: layouts that nothing else in this project uses."""
OWN_SIZE = "table{font-size:inherit}"
"""Chromium sets tables of a page without a doctype at 12 points, as in the first two lots, unless told."""
LAYOUTS = ("two levels", "each section", "cards")
"""Rules that come with a layout of their own."""


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
    year = rng.choice(YEARS[lot])
    thai = rng.random() < 0.6
    title = f"{rng.choice(words(lot, 'title'))[0].format(year=year)}\n{name} อำเภอ{district} จังหวัด{province}"
    style = _style(lot, number, rng)
    columns = _columns(lot, rng)
    item = NUMBERS[lot][number % len(NUMBERS[lot])]
    rows = tuple(_rows(lot, year, dict(columns), rng, thai, number % LONG == LONG - 1, item))
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
    layout = rules if rules in LAYOUTS else "table"
    css += OWN_SIZE if lot in ("judging-2", "judging-3") else ""
    return Style(font, size, landscape, rules, css, rng.choice((2.0, 3.0, 4.5)), number % 3 != 2, layout)


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
    if words(lot, "problem") and rng.random() < 0.35:
        rest.append("problem")
    heads = {key: words(lot, "number" if key == "number" else f"{key}-header")[0] for key in own + rest}
    return tuple((key, rng.choice(heads[key]).replace("|", "\n")) for key in own + rest)


def _rows(
    lot: Lot, year: int, columns: Mapping[str, str], rng: random.Random, thai: bool, long: bool, item: str
) -> Sequence[Section | Row]:
    texts = list(words(lot, "measure"))
    rng.shuffle(texts)
    sections = list(words(lot, "section")) if rng.random() < 0.75 else [("", "", "")]
    restart, out, number = rng.random() < 0.4 or "{s}" in item, list[Section | Row](), 0
    enumerator = rng.choice(ENUMERATORS[lot])
    sets = sorted({kind for _, _, kind in sections})
    kind = rng.choice(sets) if len(sets) > 1 else sets[0]
    for at, (text, instrument, _) in enumerate((s for s in sections if s[2] == kind), start=1):
        number = 0 if restart else number
        if text:
            out.append(Section(text))
        for _ in range(rng.choice((2, 3, 4)) + 3 * long if text else 9 + 10 * long):
            number += 1
            shown = item.format(n=number, s=at, a=LETTERS[number - 1])
            out.append(
                _row(year, columns, rng, thai, shown, texts.pop(), enumerator, (text, instrument), lot)
            )
    return out


def _row(
    year: int, columns: Mapping[str, str], rng: random.Random, thai: bool, number: str,
    text: tuple[str, str, str], enumerator: str, section: tuple[str, str], lot: Lot,
) -> Row:  # fmt: skip
    steps = text[1].split("|")
    procedure = "\n".join(enumerator.format(n) + step for n, step in enumerate(steps, start=1))
    period, start, end = _period(lot, year, rng)
    budget, amount = _budget(lot, year, rng)
    units = rng.sample([unit for row in words(lot, "unit") for unit in row], rng.choice((1, 1, 1, 2)))
    front = number if number.strip("0123456789") else f"{number}."
    cells = {
        "number": number,
        "measure": text[0] if "number" in columns else f"{front} {text[0]}",
        "procedure": procedure,
        "responsible": "\n".join(units),
        "period": period,
        "budget": budget,
        "result": text[2],
    }
    if "problem" in columns:
        cells["problem"] = rng.choice([said for row in words(lot, "problem") for said in row])
    cells = {key: _digits(value, thai) for key, value in cells.items() if key in columns}
    truth: dict[str, Any] = {key: cells.get(key) for key in FIELDS} | {"measure": _digits(text[0], thai)}
    truth |= {
        "number": number.strip("().").translate(ARABIC),
        "period_start": start,
        "period_end": end,
        "budget_thb": amount if "budget" in columns else None,
        "section": section[0] or None,
        "instrument": section[1] or None,
    }
    return Row(cells, truth)


def _period(lot: Lot, year: int, rng: random.Random) -> tuple[str, str | None, str | None]:
    """A printed period with its first and last day."""
    short, name, month = rng.choice(MONTHS + OTHER_MONTHS if lot == "judging-2" else MONTHS)
    civil = year - 543 - (month >= 10)
    days = calendar.monthrange(civil, month)[1]
    first, last = f"{civil}-{month:02}-01", f"{civil}-{month:02}-{days}"
    begin, middle, end = f"{year - 544}-10-01", f"{year - 543}-03-31", f"{year - 543}-09-30"
    shown, before = civil + 543, year - 1
    if lot == "judging-2":
        return rng.choice(
            (
                (f"ตุลาคม {before} ถึง กันยายน {year}", begin, end),
                (f"1 ต.ค. {before} - 31 มี.ค. {year}", begin, middle),
                (f"ไตรมาสที่ 2 ปีงบประมาณ {year}", f"{year - 543}-01-01", middle),
                ("ไตรมาสที่ 3 - 4", f"{year - 543}-04-01", end),
                (f"ภายในเดือน{name} {shown}", None, last),
                (f"เดือน{name} {shown}", first, last),
                (f"15 {short} {shown % 100}", f"{civil}-{month:02}-15", f"{civil}-{month:02}-15"),
                ("ตลอดทั้งปีงบประมาณ", begin, end),
                (f"รอบ 6 เดือนแรก (ต.ค. {before % 100} - มี.ค. {year % 100})", begin, middle),
                (f"เมษายน–กันยายน {year}", f"{year - 543}-04-01", end),
            )
        )
    return rng.choice(
        (
            (f"ตลอดปีงบประมาณ พ.ศ. {year}", begin, end),
            (f"ต.ค. {before % 100} - ก.ย. {year % 100}", begin, end),
            (f"{name} {shown}", first, last),
            (f"1 - {days} {short} {shown}", first, last),
            (f"ภายในวันที่ {days} {name} {shown}", None, last),
            (f"มกราคม - มิถุนายน {year}", f"{year - 543}-01-01", f"{year - 543}-06-30"),
        )
    )


def _budget(lot: Lot, year: int, rng: random.Random) -> tuple[str, float | None]:
    amount = rng.randrange(3, 240) * 500
    forms = [("ไม่ใช้งบประมาณ", 0.0), ("-", None), (f"{amount:,}", amount), (f"{amount:,} บาท", amount)]
    if lot == "judging-2":
        forms = [
            ("ไม่ใช้งบประมาณ", 0.0),
            ("ไม่มีค่าใช้จ่าย", 0.0),
            ("-", None),
            (f"{amount:,}.-", amount),
            (f"{amount:,}.00", amount),
            (f"จำนวน {amount:,} บาท", amount),
            (f"{amount:,} บาท\n(ข้อบัญญัติฯ ปี {year})", amount),
        ]
    printed, value = rng.choice(forms)
    return printed, value if value is None else float(value)


def _digits(text: str, thai: bool) -> str:
    return text.translate(THAI if thai else ARABIC)
