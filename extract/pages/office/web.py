"""Tables and paragraphs of an HTML page, as offices put their reports on the web."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from extract.errors import DamagedError
from extract.pages.office.blocks import Block, GridMaker, OfficeFile, Paragraph, Part

_UNSEEN = frozenset(
    {"script", "style", "head", "template", "noscript", "select", "nav", "iframe", "object", "svg"}
)
_INLINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "bdi",
        "big",
        "cite",
        "code",
        "del",
        "em",
        "font",
        "i",
        "ins",
        "label",
        "mark",
        "s",
        "small",
    }
    | {"span", "strike", "strong", "sub", "sup", "u", "o:p", "tt", "q", "time", "var", "img", "input"}
)
_STRUCK = frozenset({"del", "s", "strike"})
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_TABLE = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th"})
_TITLES = frozenset({"center", "h1", "h2", "h3", "h4", "caption"})
_MOST_SPANNED = 1000  # the most that browsers take, HTML 4.9.11


def read_web(data: bytes) -> OfficeFile:
    """The page's blocks, as one part.

    Raises:
        DamagedError: nothing of it can be parsed.
        RefusedError: it has too many cells.
    """
    from lxml import html
    from lxml.etree import LxmlError

    parser = html.HTMLParser(huge_tree=True)  # 2,048 levels, and not 256
    try:
        root = html.document_fromstring(_text(data), parser=parser)
    except (LxmlError, ValueError) as error:
        raise DamagedError.of("office-damaged") from error
    reader = _Reader()
    reader.read(root)
    reader.end()
    cut = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    return OfficeFile((Part(tuple(reader.blocks)),), (("web-cut", ""),) if cut else ())


def _text(data: bytes) -> str:
    """What the bytes say, whatever encoding they name: Thai Windows text is hardly ever whole UTF-8."""
    marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16" if marked else "utf-8-sig", "cp874"):
        with suppress(UnicodeDecodeError):
            return data.decode(encoding).replace("\0", "")
    return data.decode("cp874", "replace").replace("\0", "")


@dataclass(slots=True)
class _Reader:
    blocks: list[Block] = field(default_factory=list)
    text: str = ""
    centred: bool = False
    paragraphs: int = 0
    tables: int = 0

    def end(self) -> None:
        """A paragraph ends."""
        for line in self.text.split("\n"):
            if line.strip():
                self.paragraphs += 1
                place = f"paragraph {self.paragraphs}"
                self.blocks.append(Paragraph(" ".join(line.split()), place, self.centred))
        self.text = ""

    def read(self, top: Any) -> None:
        """The blocks in ``top``; a table that lays out the page is looked into."""
        centred = [self.centred]
        for what, each in _walk(top, lambda e: e.tag == "table" and not _lays_out(e)):
            if what == "text":
                self.text += each
            elif what == "whole":
                self.end()
                self._table(each)
            elif each.tag == "br":
                self.text += "\n" if what == "in" else ""
            elif each.tag not in _INLINE:
                self.end()
                if what == "in":
                    centred.append(centred[-1] or (each.tag not in _TABLE and _is_centred(each)))
                else:
                    centred.pop()
                self.centred = centred[-1]

    def _table(self, element: Any) -> None:
        rows = list(_rows(element))
        self.tables += 1
        maker = GridMaker()
        for number, row in enumerate(rows):
            column = 0
            for cell in row.iterchildren("td", "th"):
                if _is_unseen(cell):
                    continue
                column = maker.free(number, column)
                spans = min(_span(cell, "rowspan"), len(rows) - number), _span(cell, "colspan")
                lines = [" ".join(line.split()) for line in _cell_text(cell).split("\n")]
                struck = " ".join(_one_line(s.text_content()).strip() for s in cell.iter(*_STRUCK))
                place = f"table {self.tables}, row {number + 1}, column {column + 1}"
                maker.put(number, column, spans, lines, place, struck=struck)
                column += spans[1]
        grid = maker.grid()
        if grid is not None:
            self.blocks.append(grid)


def _walk(top: Any, whole: Callable[[Any], bool]) -> Iterator[tuple[str, Any]]:
    """What shows below ``top``, in order and however deep, without recursion.

    Yields:
        ``("in", element)``, ``("text", its text)``, ``("out", element)``; ``("whole", element)`` of those
        that are not looked into.
    """
    yield "text", _one_line(top.text)
    open_elements = [(top, top.iterchildren())]
    while open_elements:
        element, rest = open_elements[-1]
        each = next(rest, None)
        if each is None:
            open_elements.pop()
            if open_elements:
                yield "out", element
                yield "text", _one_line(element.tail)
        elif not isinstance(each.tag, str) or _is_unseen(each):
            yield "text", _one_line(each.tail)
        elif whole(each):
            yield "whole", each
            yield "text", _one_line(each.tail)
        else:
            yield "in", each
            yield "text", _one_line(each.text)
            open_elements.append((each, each.iterchildren()))


def _lays_out(table: Any) -> bool:
    """Whether as many of a table's cells hold tables as hold only text: it lays out the page."""
    cells = [cell for row in _rows(table) for cell in row.iterchildren("td", "th")]
    inner = [cell.find(".//table") is not None for cell in cells]
    plain = [cell for cell, holds in zip(cells, inner, strict=True) if not holds]
    return any(inner) and sum(inner) >= len([cell for cell in plain if _cell_text(cell).strip()])


def _is_centred(element: Any) -> bool:
    return (
        element.tag in _TITLES
        or element.get("align", "").lower() == "center"
        or bool(_CENTRED.search(element.get("style", "")))
    )


def _one_line(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def _is_unseen(element: Any) -> bool:
    return (
        element.tag in _UNSEEN
        or element.tag in _STRUCK
        or element.get("hidden") is not None
        or bool(_HIDDEN.search(element.get("style", "")))
    )


def _rows(table: Any) -> Iterator[Any]:
    for each in table.iterchildren():
        if each.tag == "tr":
            yield each
        elif each.tag in ("thead", "tbody", "tfoot"):
            yield from each.iterchildren("tr")


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return max(1, min(int(value), _MOST_SPANNED)) if value.isdigit() else 1


def _cell_text(element: Any) -> str:
    return "".join(
        each if what == "text" else "\n" * (each.tag not in _INLINE and (what, each.tag) != ("out", "br"))
        for what, each in _walk(element, lambda each: False)
    )
