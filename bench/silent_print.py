"""Drawn reports on paper: HTML, printed by Chromium, scanned; with faults that a press or a clerk makes.

Needs the fonts of training/README.md and Chromium (``CHROMIUM`` names it where playwright has none).
"""

from __future__ import annotations

import html
import json
import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2

from bench.silent_make import Drawn, Lot, Row, Section, draw, draw_other
from fixtures.oddities.sheet import Wear
from fixtures.oddities.wear import Gray, _save, worn

REPORTS = 24
"""Reports of a lot; each is printed, and scanned."""
FAULTY, FAULTY_SCANS, OTHERS = 8, 4, 6
"""Reports that bear each fault of the press; how many of them are scanned; papers of another kind."""
DPI = (150, 200, 200, 300)
OLD = ("๑๒ มกราคม ๒๕๖๐", "๙๙๙,๙๙๙ บาท", "ยังไม่ได้ดำเนินการ")
"""What hidden text says: a date, an amount and a result that the paper does not show."""

PAGE = """@page{{size:A4 {way};margin:{margin}mm}}body{{margin:0;font:{size}pt/1.25 "{font}"}}
h1{{font-size:1em;text-align:center;white-space:pre-line}}p{{text-indent:15mm}}
table.ruled{{border-collapse:collapse;width:100%;table-layout:fixed}}.ruled tr{{break-inside:avoid}}
.ruled th,.ruled td{{padding:{padding}pt;vertical-align:top;text-align:left;white-space:pre-line;
overflow-wrap:break-word}}.ruled th{{text-align:center}}td.number{{text-align:center}}
thead.once{{display:table-row-group}}.ruled td.section{{font-weight:bold}}"""

FONTS = (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><include>/etc/fonts/fonts.conf'
    "</include><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>"
)


def page_html(drawn: Drawn, fault: str | None = None) -> str:
    """The report as HTML, with a fault of ``FAULTS``."""
    style, keys = drawn.style, [key for key, _ in drawn.columns]
    bodies = [row for row in drawn.rows if isinstance(row, Row)]
    cells = [[html.escape(row.cells.get(key, "-")) for key in keys] for row in bodies]
    changed, more = (
        FAULTS[fault](random.Random(f"{fault} {drawn.name}"), keys, cells) if fault else (cells, {})
    )
    head = "".join(f"<th>{html.escape(header)}</th>" for _, header in drawn.columns)
    lines, at = [], 0
    for row in drawn.rows:
        if isinstance(row, Section):
            lines.append(f'<tr><td class="section" colspan="{len(keys)}">{html.escape(row.text)}</td></tr>')
            continue
        css = f' style="{more[at]}"' if at in more else ""
        lines.append(
            "<tr>"
            + "".join(f'<td class="{k}"{css}>{t}</td>' for k, t in zip(keys, changed[at], strict=True))
            + "</tr>"
        )
        at += 1
    css = PAGE.format(
        way="landscape" if style.landscape else "portrait", margin=18, size=style.size, font=style.font,
        padding=style.padding,
    ) + style.css  # fmt: skip
    return (
        f'<meta charset="utf-8"><style>{css}</style><h1>{html.escape(drawn.title)}</h1>'
        f'<p>{html.escape(drawn.intro)}</p><table class="ruled"><colgroup>{_widths(keys)}</colgroup>'
        f'<thead class="{"" if style.repeat else "once"}"><tr>{head}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table>"
    )


def _widths(keys: Sequence[str]) -> str:
    share = {"number": 6, "measure": 24, "responsible": 14, "period": 14, "budget": 12}
    total = sum(share.get(key, 24) for key in keys)
    return "".join(f'<col style="width:{100 * share.get(key, 24) / total:.2f}%">' for key in keys)


def _two(rng: random.Random, cells: Sequence[Any]) -> list[int]:
    return sorted(rng.sample(range(len(cells)), min(2, len(cells))))


def _said(key: str) -> str | None:
    return {"period": OLD[0], "budget": OLD[1], "result": OLD[2]}.get(key)


def _hidden(rng: random.Random, keys: Sequence[str], cells: list[list[str]]) -> Any:
    """White text (pale gray once printed) or half-point text beside what the cell shows, in two rows."""
    css = rng.choice(("color:#fff", "font-size:.5pt"))
    for r in _two(rng, cells):
        c = keys.index(rng.choice([key for key in keys if _said(key)]))
        cells[r][c] += f' <span style="{css}">{_said(keys[c])}</span>'
    return cells, {}


def _covered(rng: random.Random, keys: Sequence[str], cells: list[list[str]]) -> Any:
    """An old value under a white patch that bears the new one."""
    for r in _two(rng, cells):
        c = keys.index(rng.choice([key for key in keys if _said(key)]))
        patch = f'<span style="position:absolute;inset:0;background:#fff">{cells[r][c]}</span>'
        cells[r][c] = f'<div style="position:relative;min-height:3.8em">{_said(keys[c])}{patch}</div>'
    return cells, {}


def _rules_lost(rng: random.Random, keys: Sequence[str], cells: list[list[str]]) -> Any:
    """Two pairs of neighbour rows without the rule between them."""
    gone: dict[int, str] = {}
    for r in rng.sample(range(len(cells) - 1), 2):
        gone[r] = gone.get(r, "") + "border-bottom:none;"
        gone[r + 1] = gone.get(r + 1, "") + "border-top:none;"
    return cells, gone


def _half_rules_lost(rng: random.Random, keys: Sequence[str], cells: list[list[str]]) -> Any:
    """The later half of the table without any rule."""
    return cells, {r: "border:none" for r in range(len(cells) // 2, len(cells))}


def _overflow(rng: random.Random, keys: Sequence[str], cells: list[list[str]]) -> Any:
    """Text that does not wrap and runs into the next cells, over what they hold."""
    for r in _two(rng, cells):
        c = keys.index("measure")
        cells[r][c] = f'<span style="white-space:nowrap">{cells[r][c]} </span>'
    return cells, {}


def _shifted(rng: random.Random, keys: Sequence[str], cells: list[list[str]]) -> Any:
    """All text of the body 5 mm to the right of its place, over the uprights."""
    moved = [[f'<div style="position:relative;left:5mm">{text}</div>' for text in row] for row in cells]
    return moved, {}


FAULTS: Mapping[str, Callable[[random.Random, Sequence[str], list[list[str]]], Any]] = {
    "hidden-text": _hidden,
    "covered-text": _covered,
    "rules-lost": _rules_lost,
    "half-rules-lost": _half_rules_lost,
    "overflow": _overflow,
    "text-shifted": _shifted,
}
"""Faults that a press or a clerk makes, by name."""
SCANNED_FAULTS = ("rules-lost", "half-rules-lost", "overflow", "text-shifted")


def make_lot(lot: Lot, folder: Path, fonts: Path) -> None:
    """Print the lot into ``folder``: NAME.pdf, NAME-scan.pdf, NAME.FAULT.pdf … and NAME.json, the truth."""
    folder.mkdir(parents=True, exist_ok=True)
    reports = [draw(lot, number) for number in range(REPORTS)]
    others = [draw_other(lot, number) for number in range(OTHERS)]
    with press(fonts) as pdf_of:
        for number, drawn in enumerate((*reports, *others)):
            sound = folder / f"{drawn.name}.pdf"
            sound.write_bytes(pdf_of(page_html(drawn)))
            if drawn.style.font.replace(" ", "").encode() not in sound.read_bytes():
                raise FileNotFoundError(f"no font {drawn.style.font}; see training/README.md")
            _scan(sound, number)
            for fault in FAULTS if number < FAULTY else ():
                path = folder / f"{drawn.name}.{fault}.pdf"
                path.write_bytes(pdf_of(page_html(drawn, fault)))
                if fault in SCANNED_FAULTS and number < FAULTY_SCANS:
                    _scan(path, number)
    for drawn in (*reports, *others):
        truth = {
            "columns": [key for key, _ in drawn.columns],
            "rules": drawn.style.rules,
            "records": drawn.records,
        }
        (folder / f"{drawn.name}.json").write_text(json.dumps(truth, ensure_ascii=False), "utf-8")


@contextmanager
def press(fonts: Path) -> Iterator[Callable[[str], bytes]]:
    """Chromium with ``fonts`` at hand: HTML to PDF."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as name, sync_playwright() as play:
        conf = Path(name) / "fonts.conf"
        conf.write_text(FONTS.format(fonts=fonts.resolve(), cache=name), "utf-8")
        env = {**os.environ, "FONTCONFIG_FILE": str(conf)}
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = play.chromium.launch(executable_path=path, env=env, args=["--no-sandbox"])
        page = browser.new_page()

        def pdf_of(text: str) -> bytes:
            page.set_content(text)
            return page.pdf(prefer_css_page_size=True)

        yield pdf_of
        browser.close()


def _scan(source: Path, number: int) -> None:
    """The print as a scan with mild damage, gray, 150 to 300 dpi."""
    target = source.with_name(source.stem + "-scan.pdf")
    rng = random.Random(f"scan {source.stem}")
    wear = Wear(
        dpi=DPI[number % len(DPI)], skew=rng.uniform(-0.7, 0.7), shadow=rng.uniform(0, 12),
        ink=rng.randrange(15, 45), blur=rng.uniform(0.4, 0.7), noise=rng.uniform(0.8, 2.5), bilevel=False,
        quality=70, seed=number,
    )  # fmt: skip
    save_scan(
        [worn(page, page, wear, np.random.default_rng(number)) for page in drawn_pages(source, wear.dpi)],
        target,
        wear.dpi,
    )


def drawn_pages(source: Path, dpi: float) -> list[Gray]:
    """The pages of a PDF in gray."""
    document = pypdfium2.PdfDocument(source)
    pages = [np.array(page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")) for page in document]
    document.close()
    return pages


def save_scan(pages: Sequence[Gray], target: Path, dpi: int) -> None:
    """Pages as a PDF of pictures."""
    from PIL import Image

    _save([Image.fromarray(page) for page in pages], target, Wear(dpi=dpi, bilevel=False, quality=70))
