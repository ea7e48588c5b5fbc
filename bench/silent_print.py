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
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2

from bench.silent_make import REPORTS, Drawn, Lot, Row, Section, Style, draw, draw_other
from fixtures.oddities.sheet import Wear
from fixtures.oddities.wear import Gray, _save, worn

SECOND_PRESS: tuple[Lot, ...] = ("judging-2",)
"""Lots of which some reports are printed by WeasyPrint, which has to be installed for them."""
FAULTY, FAULTY_SCANS, OTHERS = 8, 4, 6
"""Reports that bear each fault of the press; how many of them are scanned; papers of another kind."""
SCANS: Mapping[Lot, tuple[Mapping[str, Any], ...]] = {
    "development": ({"dpi": 150}, {"dpi": 200}, {"dpi": 200}, {"dpi": 300}),
    "judging": ({"dpi": 150}, {"dpi": 200}, {"dpi": 200}, {"dpi": 300}),
    "judging-2": ({"holes": True}, {"show_through": True}, {"bend": 5.0}, {"quality": 45}, {"bilevel": True},
                  {"black_border": True}, {"ink": 70}),
    "judging-3": ({"dpi": 150}, {"dpi": 200}, {"dpi": 200}, {"dpi": 300}),
}  # fmt: skip
"""What is wrong with the scans of a lot beside mild skew, shadow, blur and noise, report by report."""
GROUP = "การนำไปสู่การปฏิบัติ"
"""What stands over several columns in a header of two levels."""
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
    css = PAGE.format(
        way="landscape" if style.landscape else "portrait", margin=18, size=style.size, font=style.font,
        padding=style.padding,
    ) + style.css  # fmt: skip
    return (
        f'<meta charset="utf-8"><style>{css}</style><h1>{html.escape(drawn.title)}</h1>'
        f"<p>{html.escape(drawn.intro)}</p>" + "".join(_tables(drawn, changed, more))
    )


def _tables(drawn: Drawn, cells: Sequence[Sequence[str]], more: Mapping[int, str]) -> Iterator[str]:
    """The tables and headings of a report; ``more`` is CSS of the rows that bear a fault."""
    style, keys = drawn.style, [key for key, _ in drawn.columns]
    head = f'<thead class="{"" if style.repeat else "once"}">{_heads(drawn.columns, style)}</thead>'
    lines, at = list[str](), 0
    for row in drawn.rows:
        if isinstance(row, Section):
            text = html.escape(row.text)
            if style.layout in ("table", "two levels"):
                lines.append(f'<tr><td class="section" colspan="{len(keys)}">{text}</td></tr>')
                continue
            yield _table(_widths(keys), head, lines)
            yield f"<h2>{text}</h2>"
            lines = []
            continue
        css = f' style="{more[at]}"' if at in more else ""
        texts = [f'<td class="{k}"{css}>{t}</td>' for k, t in zip(keys, cells[at], strict=True)]
        at += 1
        if style.layout == "cards":
            pairs = zip(drawn.columns, texts, strict=True)
            card = [f"<tr><th>{html.escape(header)}</th>{text}</tr>" for (_, header), text in pairs]
            yield _table('<col style="width:28%">', "", card)
        else:
            lines.append(f"<tr>{''.join(texts)}</tr>")
    yield _table(_widths(keys), head, lines)


def _table(widths: str, head: str, lines: Sequence[str]) -> str:
    body = "".join(lines)
    whole = f'<table class="ruled"><colgroup>{widths}</colgroup>{head}<tbody>{body}</tbody></table>'
    return whole if lines else ""


def _heads(columns: Sequence[tuple[str, str]], style: Style) -> str:
    """The header's row, or two of them: columns between measure and result under one heading."""
    texts = [html.escape(header) for _, header in columns]
    keys = [key for key, _ in columns]
    first, last = keys.index("measure") + 1, keys.index("result") if "result" in keys else 0
    if style.layout != "two levels" or last - first < 2:
        return "<tr>" + "".join(f"<th>{text}</th>" for text in texts) + "</tr>"
    tall = [f'<th rowspan="2">{text}</th>' for text in texts]
    group = f'<th colspan="{last - first}">{GROUP}</th>'
    low = "".join(f"<th>{text}</th>" for text in texts[first:last])
    return f"<tr>{''.join((*tall[:first], group, *tall[last:]))}</tr><tr>{low}</tr>"


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
    reports = [draw(lot, number) for number in range(REPORTS[lot])]
    others = [draw_other(lot, number) for number in range(OTHERS)]
    with press(fonts) as pdf_of:
        for number, drawn in enumerate((*reports, *others)):
            sound = folder / f"{drawn.name}.pdf"
            second = lot in SECOND_PRESS and number >= FAULTY and number % 3 == 1
            sound.write_bytes((_by_weasyprint if second else pdf_of)(page_html(drawn)))
            if drawn.style.font.replace(" ", "").encode() not in sound.read_bytes().replace(b"-", b""):
                raise FileNotFoundError(f"no font {drawn.style.font}; see training/README.md")
            _scan(sound, lot, number)
            for fault in FAULTS if number < FAULTY else ():
                path = folder / f"{drawn.name}.{fault}.pdf"
                path.write_bytes(pdf_of(page_html(drawn, fault)))
                if fault in SCANNED_FAULTS and number < FAULTY_SCANS:
                    _scan(path, lot, number)
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
        os.environ["FONTCONFIG_FILE"] = str(conf)  # for a press in this process
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = play.chromium.launch(executable_path=path, env={**os.environ}, args=["--no-sandbox"])
        page = browser.new_page()

        def pdf_of(text: str) -> bytes:
            page.set_content(text)
            return page.pdf(prefer_css_page_size=True)

        yield pdf_of
        browser.close()


def _by_weasyprint(text: str) -> bytes:
    """HTML to PDF by a press that shapes, breaks lines and writes letters otherwise."""
    # PDF 1.5 and later hides the names of typefaces in compressed objects.
    return bytes(import_module("weasyprint").HTML(string=text).write_pdf(pdf_version="1.4"))


def _scan(source: Path, lot: Lot, number: int) -> None:
    """The print as a scan with mild damage."""
    target = source.with_name(source.stem + "-scan.pdf")
    rng = random.Random(f"scan {source.stem}")
    mild: dict[str, Any] = {
        "dpi": 200, "skew": rng.uniform(-0.7, 0.7), "shadow": rng.uniform(0, 12),
            "ink": rng.randrange(15, 45), "blur": rng.uniform(0.4, 0.7), "noise": rng.uniform(0.8, 2.5),
            "bilevel": False, "quality": 70, "seed": number}  # fmt: skip
    wear = Wear(**(mild | dict(SCANS[lot][number % len(SCANS[lot])])))
    drawn = drawn_pages(source, wear.dpi)
    pages = [worn(page, drawn[n - 1], wear, np.random.default_rng(number)) for n, page in enumerate(drawn)]
    save_scan(pages, target, wear.dpi, wear)


def drawn_pages(source: Path, dpi: float) -> list[Gray]:
    """The pages of a PDF in gray."""
    document = pypdfium2.PdfDocument(source)
    pages = [np.array(page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")) for page in document]
    document.close()
    return pages


def save_scan(pages: Sequence[Gray], target: Path, dpi: int, wear: Wear | None = None) -> None:
    """Pages as a PDF of pictures."""
    from PIL import Image

    wear = wear or Wear(dpi=dpi, bilevel=False, quality=70)
    _save([Image.fromarray(page) for page in pages], target, wear)
