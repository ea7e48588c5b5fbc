"""Reports printed by Chromium for ``bench/eye.py``: letters shaped by a browser, files edited afterwards.

As many rows of a report as stand on one page. ``eye_printed_kinds.py`` spoils them; texts of class ``old``
are in no print of the page but in one of their own (``layer``), those of class ``new`` in both or in that
one alone.
Needs Chromium (``CHROMIUM`` names it where playwright has none).
"""

from __future__ import annotations

import html
import os
import random
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from bench.eye_edit import Box, Edit, Edited
from bench.eye_make import SIDE
from bench.eye_paper import faces
from bench.silent_make import THAI, WIDTHS, Drawn, Lot, Row, Section, draw

FACES: Mapping[Lot, tuple[tuple[str, float], ...]] = {
    "development": (("Sarabun", 11), ("Kanit", 10.5), ("Laksaman", 12.5)),
    "judging": (("Umpush", 10), ("TH Niramit AS", 15), ("Norasi", 11.5)),
    "judging-2": (
        ("Mitr", 10), ("Fahkwang", 9.5), ("Athiti", 11), ("Chakra Petch", 10.5), ("IBM Plex Sans Thai", 10),
        ("Mali", 10), ("Noto Sans Thai", 10), ("Sawasdee", 9.5), ("TH Chakra Petch", 15), ("Pridi", 10.5),
    ),
}  # fmt: skip
"""Family and size in points, page by page; the next one is the second font of a page."""
SCALE = 0.75
"""Points a CSS pixel."""
LIMIT = 410.0
"""Points from the top below which a row is left out: some kinds make rows higher."""

CSS = """@font-face{{font-family:F;src:url("{first}")}}@font-face{{font-family:G;src:url("{second}")}}
@page{{size:{width}pt {height}pt;margin:0}}*{{box-sizing:border-box}}html,body{{margin:0}}
#page{{position:relative;width:{width}pt;height:{height}pt;overflow:hidden;padding:28pt 34pt;
font:{size}pt/1.4 F;isolation:isolate}}h1{{font-size:1em;font-weight:normal;text-align:center;margin:0 0 8pt;
white-space:pre-line}}table{{border-collapse:collapse;width:100%;table-layout:fixed}}
th,td{{border:.7pt solid #000;padding:2.5pt 4pt;vertical-align:top;text-align:left;font-weight:normal;
white-space:pre-line;overflow-wrap:break-word}}th{{text-align:center}}.at{{position:relative}}.old{{position:absolute;left:0;top:0;
white-space:nowrap;visibility:hidden}}
.layer *{{visibility:hidden;border-color:transparent!important;background:none!important}}
.layer-old .old,.layer-new .new,.layer-old .old *,.layer-new .new *{{visibility:visible!important}}
.without-new .new,.without-new .new *{{visibility:hidden}}"""


@dataclass
class Draft:
    """A page to be printed; ``rows`` are HTML by field, ``truths`` their records."""

    drawn: Drawn
    rng: random.Random
    fonts: tuple[Path, Path]
    size: float
    rows: list[Section | dict[str, str]]
    truths: list[dict[str, Any]]
    css: list[str] = field(default_factory=list)
    more: list[str] = field(default_factory=list)
    """HTML over the table."""
    script: str = ""
    """JavaScript run before the print."""
    parted: bool = False
    """What is of class ``new`` is not in the page's own print."""
    edits: list[Edit] = field(default_factory=list)
    heads: dict[str, str] = field(default_factory=dict)
    """HTML of header cells that are changed."""

    @property
    def keys(self) -> list[str]:
        """Fields from left to right."""
        return [key for key, _ in self.drawn.columns]

    def cells(self, *keys: str, share: float = 0.5) -> list[tuple[int, str]]:
        """Some cells of these fields that say something: row among the records, field."""
        own = [
            (n, key)
            for n, truth in enumerate(self.truths)
            for key in keys or ("period", "budget", "result", "responsible")
            if key in self.keys and len(truth.get(key) or "") > 1
        ]
        return sorted(self.rng.sample(own, min(len(own), max(3, round(share * len(own))))))

    def text(self, at: tuple[int, str]) -> str:
        """HTML of a cell."""
        return self._body(at[0])[at[1]]

    def put(self, at: tuple[int, str], text: str) -> None:
        """Change a cell."""
        self._body(at[0])[at[1]] = text

    def _body(self, row: int) -> dict[str, str]:
        return [each for each in self.rows if isinstance(each, dict)][row]

    def old(self, at: tuple[int, str]) -> str:
        """Another short value."""
        said = {
            "period": ("ก.พ. 58", "ส.ค. 57", "15 พ.ค. 59"),
            "budget": ("99,100", "8,750", "61,340"),
            "responsible": ("กองกลาง", "งานสภา"),
        }.get(at[1], ("ยกเลิก 9 แห่ง", "เลื่อนไปปี 2559"))
        return self.digits(self.rng.choice(said))

    def digits(self, text: str) -> str:
        """Digits as the report has them."""
        thai = re.search("[๐-๙]", self.drawn.title) is not None
        return text.translate(THAI) if thai else text

    def olds(self, cells: list[tuple[int, str]], css: str = "") -> None:
        """Put old values into cells, for a layer of their own unless ``css`` makes them visible."""
        for at in cells:
            old = (
                f'<span class="at"><span class="old" style="{css}">{html.escape(self.old(at))}</span></span>'
            )
            self.put(at, old + self.text(at))

    def blank(self, at: tuple[int, str]) -> None:
        """The record has no value there."""
        more = {"period": ("period_start", "period_end"), "budget": ("budget_thb",)}.get(at[1], ())
        for key in (at[1], *more):
            self.truths[at[0]][key] = None


Kind = Callable[[Draft], None]
PRINTED: dict[str, Kind] = {}


def printed(change: Kind) -> Kind:
    """Register a kind under its function's name."""
    PRINTED["printed" + change.__name__.replace("_", "-")] = change
    return change


@printed
def _sound(draft: Draft) -> None:
    """Printed by Chromium, nothing is odd."""


def make_printed(
    lot: Lot, number: int, name: str, fonts: Path
) -> tuple[bytes, tuple[Mapping[str, Any], ...]]:
    """The file of report ``number`` of ``lot`` printed as kind ``name``, and its records."""
    draft = _draft(lot, number, name, fonts)
    PRINTED[name](draft)
    press = _press()
    boxes, data = press.print(draft, "without-new" if draft.parted else "")
    edited = Edited.of(data)
    for edit in draft.edits:
        edit(edited, boxes)
    data = edited.pdf()
    return (_saved(data) if number % 3 == 1 else data), tuple(draft.truths)


def coded(text: str) -> bytes:
    """A text string of a PDF."""
    return b"<FEFF%s>" % text.encode("utf-16-be").hex().encode()


def layer(draft: Draft, name: str) -> Edited:
    """A print of what is of one class alone: ``old`` or ``new``."""
    return Edited.of(_press().print(draft, f"layer layer-{name}")[1])


def whole(draft: Draft) -> Edited:
    """A print of all of it."""
    return Edited.of(_press().print(draft, "")[1])


def _draft(lot: Lot, number: int, name: str, fonts: Path) -> Draft:
    drawn = draw(lot, number)
    styles = FACES[lot]
    (family, size), (second, _) = styles[number % len(styles)], styles[(number + 1) % len(styles)]
    known = faces(fonts)
    rows: list[Section | dict[str, str]] = []
    for row in drawn.rows:
        cells = row if isinstance(row, Section) else {
            key: html.escape(row.cells.get(key, "-")) for key, _ in drawn.columns
        }  # fmt: skip
        rows.append(cells)
    truths = [dict(row.truth) for row in drawn.rows if isinstance(row, Row)]
    rng = random.Random(f"printed {lot} {number} {name}")
    draft = Draft(drawn, rng, (known[family], known[second]), size, rows, truths)
    fit = _press().fitting(draft)
    draft.rows = draft.rows[:fit]
    if isinstance(draft.rows[-1], Section):
        draft.rows.pop()
    draft.truths = draft.truths[: sum(isinstance(row, dict) for row in draft.rows)]
    return draft


def _html(draft: Draft, mode: str) -> str:
    first, second = (path.resolve().as_uri() for path in draft.fonts)
    css = CSS.format(first=first, second=second, width=SIDE[0], height=SIDE[1], size=draft.size)
    keys = draft.keys
    total = sum(WIDTHS[key] for key in keys)
    widths = "".join(f'<col style="width:{100 * WIDTHS[key] / total:.2f}%">' for key in keys)
    heads = {key: html.escape(text) for key, text in draft.drawn.columns} | draft.heads
    head = "".join(f'<th class="{key}">{heads[key]}</th>' for key in keys)
    lines, at = [], 0
    for row in draft.rows:
        if isinstance(row, Section):
            lines.append(f'<tr class="row"><td colspan="{len(keys)}">{html.escape(row.text)}</td></tr>')
            continue
        texts = [f'<td class="{key}" data-at="{at} {key}"><span>{row[key]}</span></td>' for key in keys]
        lines.append(f'<tr class="row">{"".join(texts)}</tr>')
        at += 1
    return (
        f'<!doctype html><html lang="th"><meta charset="utf-8"><style>{css}{"".join(draft.css)}</style>'
        f'<body class="{mode}"><div id="page"><h1>{html.escape(draft.drawn.title)}</h1>'
        f"<table><colgroup>{widths}</colgroup><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody>"
        f"</table>{''.join(draft.more)}</div>"
    )


class Press:
    """A browser that prints."""

    def __init__(self) -> None:
        from playwright.sync_api import sync_playwright

        self._folder = tempfile.TemporaryDirectory()
        self._file = Path(self._folder.name) / "page.html"
        self._play = sync_playwright().start()
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        arguments = ["--no-sandbox", "--allow-file-access-from-files"]
        self._page = self._play.chromium.launch(executable_path=path, args=arguments).new_page()
        self._page.emulate_media(media="print")

    def _open(self, draft: Draft, mode: str) -> None:
        self._file.write_text(_html(draft, mode), "utf-8")
        self._page.goto(self._file.as_uri())
        self._page.wait_for_function('document.fonts.status=="loaded"')

    def fitting(self, draft: Draft) -> int:
        """How many rows stand above ``LIMIT``."""
        self._open(draft, "")
        found: list[float] = self._page.evaluate(
            "[...document.querySelectorAll('tr.row')].map(row=>row.getBoundingClientRect().bottom)"
        )
        return max(2, sum(bottom * SCALE < LIMIT for bottom in found))

    def print(self, draft: Draft, mode: str) -> tuple[Mapping[str, Box], bytes]:
        """Where cells and marked texts stand, points from the bottom left; and the file."""
        self._open(draft, mode)
        found = self._page.evaluate(
            "Object.fromEntries([...document.querySelectorAll('[data-at]')].map(e=>{const r=e"
            ".getBoundingClientRect();return [e.dataset.at,[r.left,r.top,r.right,r.bottom]]}))"
        )
        low = self._page.evaluate("document.querySelector('table').getBoundingClientRect().bottom")
        if low * SCALE > SIDE[1]:
            raise ValueError("the table is higher than the page")
        if draft.script:
            self._page.evaluate(draft.script)
        data = self._page.pdf(prefer_css_page_size=True, print_background=True)
        high = SIDE[1]
        return {
            name: (left * SCALE, high - low * SCALE, right * SCALE, high - top * SCALE)
            for name, (left, top, right, low) in found.items()
        }, data


@cache
def _press() -> Press:
    return Press()


def _saved(data: bytes) -> bytes:
    """The same file as another program writes it."""
    import io

    import pypdfium2

    document, out = pypdfium2.PdfDocument(data), io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()
