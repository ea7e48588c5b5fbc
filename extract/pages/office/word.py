"""Tables and paragraphs of a .docx, as Word shows it with its tracked changes taken over.

Inserted text is text, deleted and hidden text is none. A table that frames another is no table, a table in a
cell of a table of measures is that cell's text; text boxes follow the paragraph they are anchored in.
Pictures and shapes without words are told: in a cell of a table as what was not read of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from extract.errors import DamagedError
from extract.pages.office.blocks import Block, Grid, GridMaker, OfficeFile, Paragraph, Part, not_read
from extract.pages.office.numbering import Numbering

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_RULE = "{urn:schemas-microsoft-com:office:office}hr"
"""On a shape that is a horizontal rule."""
_GONE = frozenset(
    {_FALLBACK, *(_W + name for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText"))}
)
"""Elements whose text is not shown: an older form of the same, deleted text, properties, field codes."""
_DRAWN = tuple(_W + name for name in ("drawing", "pict", "object"))
_SIGNS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_CHANGES = tuple(_W + name for name in ("ins", "del", "moveFrom", "moveTo"))


def read_word(data: bytes) -> OfficeFile:
    """The file's parts, one between two page breaks.

    Raises:
        DamagedError: it is no whole .docx.
        RefusedError: it has too many cells.
    """
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        document = docx.Document(BytesIO(data))
        body = document.element.body
        styles = _part(document, "styles")
        numbering = Numbering.of(_part(document, "numbering_part"), styles)
    except (OpcError, LxmlError, BadZipFile, KeyError, ValueError, OSError, AttributeError) as error:
        raise DamagedError.of("office-damaged") from error
    reader = _Reader(numbering, _centred(styles))
    reader.read(body)
    told = [("changes-taken-over", "")] if any(True for _ in body.iter(*_CHANGES)) else []
    told += [("text-struck", " ".join(reader.struck))] if reader.struck else []
    parts = reader.parts()
    return OfficeFile(parts, (*told, *not_read(parts, reader.unread)))


def _part(document: Any, name: str) -> Any:
    """Root of the part ``name``, None where the file has none."""
    try:
        found = getattr(document.part, name, None)
    except (KeyError, NotImplementedError):
        return None
    return getattr(found, "element", None)


@dataclass(slots=True)
class _Reader:
    """The body walked from its top."""

    numbering: Numbering
    centred_styles: frozenset[str] = frozenset()
    done: list[Part] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0

    def parts(self) -> tuple[Part, ...]:
        """What was read; a file without anything has one empty part."""
        self._break()
        return tuple(self.done) or (Part(()),)

    def read(self, parent: Any) -> None:
        """The blocks of ``parent``: body, text box or frame."""
        for each in parent.iterchildren():
            if each.tag == _W + "p":
                self._paragraph(each)
            elif each.tag == _W + "tbl":
                self._table(each)
            elif each.tag == _W + "sdt":  # a field to fill in
                for content in each.iterchildren(_W + "sdtContent"):
                    self.read(content)
            elif each.tag in (_W + "ins", _W + "moveTo", _W + "customXml"):
                self.read(each)

    def _break(self) -> None:
        if self.blocks:
            self.done.append(Part(tuple(self.blocks)))
            self.blocks = []

    def _paragraph(self, element: Any) -> None:
        properties = element.find(_W + "pPr")
        if properties is not None and _is_on(properties.find(_W + "pageBreakBefore")):
            self._break()
        self.struck += _struck(element)
        self.paragraphs += 1
        place = f"paragraph {self.paragraphs}"
        self.unread += [place] * _is_drawn_in(element)
        for n, piece in enumerate(self.text(element).split("\f")):
            if n:
                self._break()
            centred = self._is_centred(properties)
            self.blocks += [Paragraph(line, place, centred) for line in piece.split("\n") if line.strip()]
        for box in _boxes(element):
            self.read(box)
        section = properties is not None and properties.find(_W + "sectPr") is not None
        if section and not _goes_on(properties):
            self._break()

    def _is_centred(self, properties: Any) -> bool:
        if properties is None:
            return False
        own, style = properties.find(_W + "jc"), properties.find(_W + "pStyle")
        if own is not None:
            return bool(own.get(_W + "val") == "center")
        return style is not None and style.get(_W + "val") in self.centred_styles

    def text(self, paragraph: Any) -> str:
        """The text of a paragraph with the number that Word puts before it."""
        return self.numbering.label(paragraph) + "".join(_shown(paragraph))

    def _table(self, element: Any) -> None:
        rows = list(_rows(element))
        cells = [cell for row in rows for cell in _cells(row)]
        if len(cells) == 1 and any(True for _ in cells[0].iterchildren(_W + "tbl")):
            self.read(cells[0])  # a frame
            return
        self.tables += 1
        number, inner = self.tables, list[Any]()
        grid = self._grid(rows, f"table {number}", _widths(element), inner)
        if grid is not None:
            self.blocks.append(grid)
        for box in inner:
            self.read(box)

    def _grid(self, rows: Sequence[Any], name: str, widths: Sequence[float], boxes: list[Any]) -> Grid | None:
        """The grid of ``rows``; tables in text boxes of its cells go to ``boxes``."""
        maker, starts = GridMaker(), dict[int, tuple[int, int]]()
        layout = [list(_spans(row)) for row in rows]
        for number, row in enumerate(layout):
            for column, across, merge, cell in row:
                if merge == "continue" and starts.get(column, (0, 0))[0]:
                    continue
                down = 1
                if merge == "restart":
                    while number + down < len(layout) and any(
                        c == column and m == "continue" for c, _, m, _ in layout[number + down]
                    ):
                        down += 1
                starts[column] = (down, number)
                place = f"{name}, row {number + 1}, column {column + 1}"
                paragraphs = tuple(self._cell_text(cell, boxes))
                if maker.free(number, column) == column:
                    struck = " ".join(_struck(cell))
                    drawn = _is_drawn_in(cell)
                    self.unread += [place] * drawn
                    maker.put(number, column, (down, across), paragraphs, place, unread=drawn, struck=struck)
        return maker.grid(widths)

    def _cell_text(self, cell: Any, boxes: list[Any]) -> Iterator[str]:
        for each in cell.iterchildren():
            if each.tag == _W + "p":
                yield from self.text(each).replace("\f", "\n").split("\n")
                for box in _boxes(each):
                    if any(True for _ in box.iterchildren(_W + "tbl")):
                        boxes.append(box)
                    else:
                        yield from self._cell_text(box, boxes)
            elif each.tag == _W + "tbl":
                for row in _rows(each):
                    inner = [" ".join(self._cell_text(c, boxes)).strip() for c in _cells(row)]
                    yield " ".join(part for part in inner if part)
            elif each.tag in (_W + "sdt", _W + "sdtContent", _W + "ins"):
                yield from self._cell_text(each, boxes)


def _centred(styles: Any) -> frozenset[str]:
    """Styles of centred paragraphs."""
    found = styles.iterchildren(_W + "style") if styles is not None else ()
    marks = ((style, style.find(f"{_W}pPr/{_W}jc")) for style in found)
    return frozenset(
        s.get(_W + "styleId", "") for s, jc in marks if jc is not None and jc.get(_W + "val") == "center"
    )


def _is_on(element: Any) -> bool:
    return element is not None and element.get(_W + "val", "true") not in ("0", "false", "off")


def _goes_on(properties: Any) -> bool:
    kind = properties.find(f"{_W}sectPr/{_W}type")
    return kind is not None and kind.get(_W + "val") == "continuous"


def _shown(element: Any) -> Iterator[str]:
    r"""The pieces of text that are shown below ``element``; a page break is ``\\f``."""
    for each in element.iterchildren():
        if not isinstance(each.tag, str) or each.tag in _GONE or each.tag == _W + "txbxContent":
            continue
        name = each.tag.removeprefix(_W)
        if name == "t":
            yield each.text or ""
        elif name == "br" and each.get(_W + "type") == "page":
            yield "\f"
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name == "sym":
            yield _sign(each)
        elif name == "r" and _is_hidden(each):
            continue
        else:
            yield from _shown(each)


def _is_hidden(run: Any) -> bool:
    properties = run.find(_W + "rPr")
    if properties is None:
        return False
    return any(_is_on(properties.find(_W + name)) for name in ("vanish", "strike", "dstrike"))


def _struck(element: Any) -> Iterator[str]:
    """Text below ``element`` that is struck out and not deleted."""
    for run in element.iter(_W + "r"):
        properties = run.find(_W + "rPr")
        if properties is not None and any(
            _is_on(properties.find(_W + name)) for name in ("strike", "dstrike")
        ):
            text = "".join(each.text or "" for each in run.iterchildren(_W + "t")).strip()
            if text:
                yield text


_TICKS = {
    "F0FC": "✓",
    "F0FE": "☑",
    "F052": "☑",
    "F0A8": "☐",
    "F06F": "☐",
    "F0E0": "→",
    "F0A7": "▪",
    "F0B7": "•",
}
"""Signs of the fonts Wingdings and Symbol that forms are filled in with."""


def _sign(element: Any) -> str:
    return _TICKS.get(str(element.get(_W + "char")).upper(), "")


def _boxes(paragraph: Any) -> Iterator[Any]:
    """Text boxes anchored in a paragraph; those of an older form of the same drawing are left out."""
    for box in paragraph.iter(_W + "txbxContent"):
        above = list(box.iterancestors())
        if not any(each.tag == _FALLBACK for each in above) and not any(
            each.tag == _W + "txbxContent" for each in above[: above.index(paragraph)]
        ):
            yield box


def _is_drawn_in(element: Any) -> bool:
    """Whether a picture, a chart or a shape without words shows in ``element``, outside its text boxes."""
    for drawn in element.iter(*_DRAWN):
        above = {each.tag for each in drawn.iterancestors()}
        if above & {_FALLBACK, _W + "del", _W + "moveFrom"}:
            continue
        words = any(each.text for each in drawn.iter(_W + "t"))
        hidden = any(each.get("hidden") in ("1", "true") for each in drawn.iter(_WP + "docPr"))
        if not words and not hidden and not any(each.get(_RULE) for each in drawn.iter()):
            return True
    return False


def _rows(table: Any) -> Iterator[Any]:
    for each in table.iterchildren():
        if each.tag == _W + "tr":
            properties = each.find(_W + "trPr")
            if properties is None or properties.find(_W + "del") is None:
                yield each
        elif each.tag in (_W + "sdt", _W + "sdtContent", _W + "ins", _W + "customXml"):
            yield from _rows(each)


def _cells(row: Any) -> Iterator[Any]:
    for each in row.iterchildren():
        if each.tag == _W + "tc":
            yield each
        elif each.tag in (_W + "sdt", _W + "sdtContent", _W + "customXml"):
            yield from _cells(each)


def _spans(row: Any) -> Iterator[tuple[int, int, str, Any]]:
    """Each cell with its first column, the columns that it spans, and its part in a merge of rows."""
    column = _number(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
    for cell in _cells(row):
        across = max(1, _number(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1))
        merge = cell.find(f"{_W}tcPr/{_W}vMerge")
        yield column, across, "" if merge is None else merge.get(_W + "val", "continue"), cell
        column += across


def _number(element: Any, without: int) -> int:
    value = "" if element is None else element.get(_W + "val", "")
    return min(int(value), 1000) if value.isdigit() else without


def _widths(table: Any) -> list[float]:
    columns = table.findall(f"{_W}tblGrid/{_W}gridCol")
    values = [column.get(_W + "w", "") for column in columns]
    return [float(value) for value in values] if all(value.isdigit() for value in values) else []
