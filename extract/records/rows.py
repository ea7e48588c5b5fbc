"""Table rows to drafts of records: field texts with their places, one draft a measure.

A cell that spans rows holds for all of them: under a spanning measure the rows are one measure, under any
other spanning cell each row gets its text. A row without measure and number goes on with the row before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from extract.grouping import in_runs
from extract.model import Cell, Finding, LogicalRow, LogicalTable, Provenance
from extract.records.cell_looks import by_content
from extract.records.headers import NO_HEADER, Column, Header, is_header_text, read_header
from extract.records.period import parse_period
from extract.records.sections import Section, announces, begins_as_heading, is_remark, read_section
from extract.records.shaded import MARK, label_print, shaded_places
from extract.records.steps import split_number
from extract.records.unknown_headers import by_cells_alone
from extract.thai.letters import to_arabic
from extract.thai.rejoin import rejoin

_DASH = re.compile(r"[\s\-\u2010-\u2015\u2212_.…]*")
_TOTAL = re.compile(
    r"^(รวม|รวมทั้งสิ้น|รวมเป็นเงิน|รวมทั้งหมด)\s*(?:จำนวน)?\s*[\d๐-๙,.]*\s*(บาท|โครงการ|มาตรการ|กิจกรรม)?$"
)
# A tick of Wingdings comes out of the text layer as the letter of its place: P, ü, R, þ; √ as Ö.
_MARKS = re.compile(r"[\s/\\✓✔√●•■▪→↔←⟵⟶⟷◄►◀▶xX×✗✘*PRüþÖ☑☒○◯◉-]*")
_CIRCLE = re.compile(r"[\s○◯]+")
_UNTICKED = re.compile(r"[\s☐□❏❑❒◻¨£]+|[(\[]\s*[)\]]")
"""An empty box under a month or a status: it is not chosen."""
_DITTO = re.compile(r"(?=.*[\"″”“„‟〃'’,])(?:[-–—.\s]*(?:[\"″”“„‟〃]|[’',]{2})[-–—.\s]*)+")
"""What stands for the value above: ″, -"-, 〃."""
_NO_WORK = re.compile(r"ไม่|ยัง|ยกเลิก|งด|^\s*(?![1๑]\s*$)[\d๐-๙]{1,2}\s*$")
"""What says that nothing is done in a month; a bare number but 1 may be a day of it."""
_YES, _NO = re.compile(r"[\s/✓✔√☑●■Öüþ]+"), re.compile(r"[\s×✗✘xX☒-]+")
_MOST_CUTS = 3
_LEAST_SAID = 2  # columns beside number and measure that one cell must cover to be a note
_ENUMERATED = re.compile(r"\s*\(?[0-9๐-๙]+(?:\.[0-9๐-๙]+)*\s*[.)]")
"""A figure that counts, not one that belongs to the words behind it."""
_PERCENT = re.compile(r"ร้อยละ|%|เปอร์เซ็นต์|percent", re.I)
_BARE = re.compile(r"[0-9๐-๙]{1,3}(?:\.[0-9๐-๙]+)?$")
_AMOUNT = re.compile(r"[\d๐-๙]{1,3}(?:,[\d๐-๙]{3})+(?:\.[\d๐-๙]+)?\s*(?:บาท)?")
_OF_COLUMN = re.compile(r"['’.\s]*[(]\s*[\d๐-๙]{1,2}\s*[)]?")
_LEAST_NUMBERS = 3
_NUMBER_CELL = re.compile(r"^[\s(]*([0-9๐-๙]{1,3}(?:\.[0-9๐-๙]{1,3})*)[\s.)]*$")


@dataclass(frozen=True, slots=True)
class Value:
    """A field's text and every place it was read from.

    ``unsure`` when a digit in it cannot be trusted; ``front`` is the item number taken off a measure's front.
    """

    text: str
    places: tuple[Provenance, ...]
    unsure: bool = False
    findings: tuple[Finding, ...] = ()
    front: str | None = None

    @property
    def confidence(self) -> float:
        """The least confidence of its places."""
        return min((p.confidence for p in self.places), default=1.0)


@dataclass(frozen=True, slots=True)
class Draft:
    """One measure before its values are normalised. ``place`` is (page, table, row) of first print."""

    place: tuple[int, int, int]
    values: Mapping[str, Value]
    section: Section
    extra: tuple[tuple[str, str], ...] = ()
    findings: tuple[Finding, ...] = ()
    fields: frozenset[str] = field(default_factory=frozenset)
    part: int = 0


def dash_to_none(text: str) -> str | None:
    """None for empty text and for a lone dash, which on paper means empty."""
    return None if _DASH.fullmatch(text) else text.strip()


def cell_value(parts: Sequence[Cell]) -> Value | None:
    """The joined text of one logical cell with its places; None when empty or a lone dash."""
    filled = [c for c in parts if c.text.strip()]
    text = dash_to_none(rejoin([c.text for c in filled]))
    if text is None:
        return None
    places = tuple(Provenance(c.page, c.bbox, c.method, c.raw, c.confidence, c.quad, c.place) for c in filled)
    unsure = any(line.unsure for c in filled for line in c.lines)
    return Value(text, places, unsure, tuple(f for c in filled for f in c.findings))


@dataclass(slots=True)
class _Spans:
    """What rows above leave to a row: the cells that still cover it, and the values that ditto marks repeat.

    ``open`` is column to (page, table, last row, parts), ``above`` column to the last value printed there.
    """

    open: dict[int, tuple[int, int, int, tuple[Cell, ...]]] = field(default_factory=dict)

    above: dict[int, Value] = field(default_factory=dict)

    def cover(self, row: LogicalRow) -> dict[int, tuple[Cell, ...]]:
        """Columns of ``row`` that a cell from above covers; then note the spans that begin in it."""
        page, table, number = row.table
        self.open = {c: s for c, s in self.open.items() if s[:2] == (page, table) and number <= s[2]}
        own = {c for c, parts in row.cells if parts}
        covered = {c: s[3] for c, s in self.open.items() if c not in own}
        for column, parts in row.cells:
            if parts and parts[-1].row_span > 1:
                last = parts[-1]
                self.open[column] = (last.page, table, last.row + last.row_span - 1, parts)
        return covered

    def repeated(self, own: Mapping[int, Value]) -> dict[int, Value]:
        """``own`` with the value above in place of each ditto mark; a mark under nothing stays."""
        values = {column: self._repeated(column, value) for column, value in own.items()}
        self.above |= values
        return values

    def _repeated(self, column: int, value: Value) -> Value:
        above = self.above.get(column)
        if above is None or not _DITTO.fullmatch(value.text):
            return value
        note = Finding("ditto", "info", f"{value.text}: {above.text[:60]}").at(value.places)
        return replace(above, places=(*value.places, *above.places), findings=(*above.findings, note))


def read_rows(
    table: LogicalTable, section: Section, of_measures: bool = False
) -> tuple[tuple[Draft, ...], Section, Header]:
    """Read a table's measures.

    Args:
        table: the stitched table.
        section: the section that holds where the table begins.
        of_measures: whether its report's title names measures: cells alone may then tell its columns.

    Returns:
        The drafts (none when this is no measure table), the section that holds after it, and its header.
    """
    header, drafts, spans = NO_HEADER, list[Draft](), _Spans()
    shown = NO_HEADER
    groups = _groups(table.rows)
    for at, group in enumerate(groups):
        if group[0].kind == "header":
            below = groups[at + 1] if at + 1 < len(groups) else ()
            shown = by_content(read_header(group, table.columns), below)
            shown = by_cells_alone(shown, below) if of_measures and header.kind != "measure" else shown
            if shown.fields() != header.fields():
                spans.above = {}
            header = shown if shown.kind == "measure" or header is NO_HEADER else header
            continue
        for row, after in zip(group, [*group[1:], None], strict=True):
            covered = spans.cover(row)
            if row.kind == "section" or _reads_as_section(row, header) or _heads(row, after, header):
                heading = [c for c in row.all_cells if not _AMOUNT.fullmatch(c.text.strip())]
                text = rejoin([c.text for c in heading])
                if not is_remark(text):
                    section = read_section(text, row.all_cells)
                elif drafts:
                    note = Finding("row-remark", "info", text.strip()[:80]).at(row.all_cells)
                    drafts[-1] = replace(drafts[-1], findings=(*drafts[-1].findings, note))
            elif header.kind == "measure" and not _repeats_header(row, header):
                section = _beside(row, covered, header, section)
                _take(row, covered, spans, header, section, drafts)
    return tuple(drafts), section, header


def _beside(
    row: LogicalRow, covered: Mapping[int, tuple[Cell, ...]], header: Header, section: Section
) -> Section:
    """The section that a cell merged over this row and others names beside them; else ``section``."""
    if header.section is None:
        return section
    own = next((parts for column, parts in row.cells if column == header.section and parts), ())
    cells = own or covered.get(header.section, ())
    text = rejoin([cell.text for cell in cells]).strip()
    if not text or text == section.printed or not (own and own[-1].row_span > 1):
        return section
    return read_section(text, tuple(cells))


def _groups(rows: Sequence[LogicalRow]) -> list[list[LogicalRow]]:
    """Runs of header rows of one printing, and runs of other rows."""

    def goes_on(group: list[LogicalRow], row: LogicalRow) -> bool:
        heads = group[-1].kind == "header", row.kind == "header"
        return heads == (False, False) or (all(heads) and group[-1].table[:2] == row.table[:2])

    return in_runs(rows, goes_on)


def _texts(row: LogicalRow) -> list[str]:
    return [c.text for c in row.all_cells if c.text.strip()]


def _repeats_header(row: LogicalRow, header: Header) -> bool:
    """Whether most texts of a row are header words, or numbers of columns: (1) (2) (3).

    An item number and a measure of its own make it none.
    """
    own = {c: "".join(cell.text for cell in parts) for c, parts in row.cells}
    at = {field: header.column_of(field) for field in ("number", "measure")}
    number, measure = (own.get(column, "") if column is not None else "" for column in at.values())
    if _NUMBER_CELL.match(number) and measure.strip() and not is_header_text(measure):
        return False
    texts = _texts(row)
    if len(texts) >= _LEAST_NUMBERS and sum(bool(_OF_COLUMN.fullmatch(text)) for text in texts) * 2 > len(
        texts
    ):
        return True
    return len(texts) >= 2 and sum(map(is_header_text, texts)) * 2 > len(texts)


def _reads_as_section(row: LogicalRow, header: Header) -> bool:
    """A row that names an instrument or indicator and is no measure.

    Either one cell alone has text, standing first or under the measure, and it may begin as headings do
    (ด้านการใช้งบประมาณ); or a few merged cells cover the whole row: on a scan a letter's stem can pass for a
    rule and cut a section row in two.
    """
    if header.kind != "measure":
        return False
    text = "".join(_texts(row))
    filled = [(c, parts[0]) for c, parts in row.cells if any(cell.text.strip() for cell in parts)]
    if len(filled) == 1 and filled[0][0] in (0, header.column_of("measure")):
        return announces(text) or begins_as_heading(text) or _over_number_and_measure(filled[0], header)
    if _heads_with_sum(filled, header):
        return True
    if len(filled) == 1 or not announces(text):
        return False
    spans = [cell.column_span for _, cell in filled]
    if len(filled) > _MOST_CUTS or sum(spans) != len(header.columns):
        return False
    cut_off = re.search(r"[ก-๎]", filled[0][1].text) is not None  # แบบ|วัดการรับรู้…: no item number
    return min(spans) > 1 or (cut_off and len(spans) == 2 and spans[1] > 1)


def _heads_with_sum(filled: Sequence[tuple[int, Cell]], header: Header) -> bool:
    """Whether a row has but a heading (ด้าน…) and the sum of the money below it."""
    if len(filled) != 2 or filled[1][0] != header.column_of("budget"):
        return False
    column, cell = filled[0]
    amount = _AMOUNT.fullmatch(filled[1][1].text.strip()) is not None
    return amount and column in (0, header.column_of("measure")) and begins_as_heading(cell.text)


def _over_number_and_measure(filled: tuple[int, Cell], header: Header) -> bool:
    """Whether the only text of a row stands in a cell merged over number and measure: it heads rows."""
    column, cell = filled
    over = range(column, column + cell.column_span)
    return header.column_of("number") in over and header.column_of("measure") in over


def _heads(row: LogicalRow, below: LogicalRow | None, header: Header) -> bool:
    """A row of a number and one cell merged over all that is said of measures, whose parts stand below it.

    ๑ | ด้านการเสริมสร้างวัฒนธรรมสุจริต, and below it ๑.๑, ๑.๒.
    """
    measure = header.column_of("measure")
    if below is None or measure is None or _note(row, header) is None:
        return False
    number, first = _item_number(row, header), _item_number(below, header)
    return bool(number) and first in (f"{number}.1", f"{number}.01")


def _item_number(row: LogicalRow, header: Header) -> str:
    """What the row's number column holds, in Arabic digits; empty where it is no number."""
    column = header.column_of("number")
    own = "".join(cell.text for at, parts in row.cells if at == column for cell in parts)
    match = _NUMBER_CELL.match(own)
    return to_arabic(match.group(1)) if match else ""


def _take(
    row: LogicalRow,
    covered: Mapping[int, tuple[Cell, ...]],
    spans: _Spans,
    header: Header,
    section: Section,
    drafts: list[Draft],
) -> None:
    """Add the row to ``drafts``: as a new measure, or to the one it goes on with."""
    own = spans.repeated(_own(row, header))
    measure, number = header.column_of("measure"), header.column_of("number")
    if not own or _is_total(own):
        return
    heads = {c for c in (measure, number) if c is not None}
    goes_on = not heads & own.keys() and (measure in covered or not heads & covered.keys())
    if drafts and drafts[-1].section == section and (goes_on or (measure in covered and measure not in own)):
        extended = _extend(drafts[-1], _fields(own, {}, header), _extras(own, header))
        if measure not in covered and row.table[:2] == drafts[-1].place[:2]:
            extended = replace(extended, findings=(*extended.findings, _goes_on(row)))
        drafts[-1] = extended
        return
    note = _note(row, header)
    if note is not None and drafts:
        drafts[-1] = replace(drafts[-1], findings=(*drafts[-1].findings, note))
        return
    shared = {c: v for c, parts in covered.items() if (v := cell_value(parts)) is not None}
    values = number_apart(_fields(own, shared, header))
    fields = frozenset(header.fields().values())
    drafts.append(Draft(row.table, values, section, _extras(own, header), row.findings, fields))


def _goes_on(row: LogicalRow) -> Finding:
    """A row with neither measure nor number, own or spanning, was joined to the one above."""
    return Finding("row-goes-on", "warning", " | ".join(_texts(row))[:80]).at(row.all_cells)


def _note(row: LogicalRow, header: Header) -> Finding | None:
    """A finding when one cell stands for the measure and all that is said of it: a remark, no measure.

    ยกเลิกการดำเนินการตามมติที่ประชุม… from the measure's column to the last tells why a row was not carried out; a
    record of it would be one more than the paper has.
    """
    measure = header.column_of("measure")
    cell = next((parts[0] for column, parts in row.cells if column == measure and parts), None)
    said = {c for c, name in header.fields().items() if name not in ("number", "measure")}
    if cell is None or measure is None or len(said) < _LEAST_SAID:
        return None
    if not said <= set(range(measure, measure + cell.column_span)):
        return None
    return Finding("row-is-a-note", "warning", cell.text.strip()).at([cell])


def _own(row: LogicalRow, header: Header) -> dict[int, Value]:
    """The row's own values by column; a cell across month or quarter columns stands under each of them.

    A shaded cell there counts as a mark, an empty box as none, nor an empty circle beside another sign.
    """
    labelled = {c.index for c in header.columns if c.label or c.end}
    own: dict[int, Value] = {}
    for column, parts in row.cells:
        value = cell_value(parts) if parts else None
        if value is not None and not (column in labelled and _UNTICKED.fullmatch(value.text)):
            own[column] = value
            across = range(column + 1, column + max(c.column_span for c in parts))
            if column in labelled and not labelled.issuperset(across):
                found = Finding("mark-end-unsure", "warning", value.text[:60], "period").at(value.places)
                own[column] = value = replace(value, findings=(*value.findings, found))
            own.update({n: value for n in across if {n, column} <= labelled})
    beyond = [
        parts[0].bbox
        for column, parts in row.cells
        if parts and not labelled.issuperset(range(column, column + parts[0].column_span))
    ]
    for number, places in shaded_places(row, header).items():
        unsure = Finding("mark-end-unsure", "warning", "", "period").at(places)
        doubts = (unsure,) if any(place.bbox in beyond for place in places) else ()
        own.setdefault(number, Value(MARK, places, findings=doubts))
    signs = {column: own[column].text for column in labelled & own.keys()}
    if any(_YES.fullmatch(text) for text in signs.values()):  # beside a tick a cross says no
        own = {column: value for column, value in own.items() if not _NO.fullmatch(signs.get(column, ""))}
    empty = {n for n in labelled & own.keys() if _CIRCLE.fullmatch(own[n].text)}
    if empty and len(empty) < len(labelled & own.keys()):
        own = {column: value for column, value in own.items() if column not in empty}
    return own


def _is_total(own: Mapping[int, Value]) -> bool:
    return any(_TOTAL.match(v.text) for v in own.values()) and len(own) <= 3


def _fields(own: Mapping[int, Value], shared: Mapping[int, Value], header: Header) -> dict[str, Value]:
    values: dict[str, Value] = {}
    merged = {**shared, **own}
    for column in header.columns:
        value = merged.get(column.index)
        if value is None or column.field is None:
            continue
        if column.label and (_MARKS.fullmatch(value.text) or _is_work(column, value.text)):
            # A mark under a month, quarter or status says it: its print is the label of the column.
            value = replace(value, text=label_print(column, header))
        elif column.field == "period" and not column.label and _MARKS.fullmatch(value.text):
            # A mark under no month, for two stand in one header cell or none was read.
            found = Finding("mark-end-unsure", "warning", column.printed, "period").at(value.places)
            value = replace(value, findings=(*value.findings, found))
        elif column.label and column.field == "status_text":
            value = replace(value, text=f"{column.label}: {value.text}")
        elif column.field == "status_text" and _PERCENT.search(column.printed) and _BARE.match(value.text):
            value = replace(value, text=f"ร้อยละ {value.text}")  # its header says what the number is
        before = values.get(column.field)
        if column.end == "end" and before is None:
            value = replace(value, text=f"ถึง {value.text}")
        glue = " - " if column.end else ", "
        if before is not None and column.label and before.text.split(glue)[-1] == value.text:
            value = replace(value, text=before.text)  # the next week of one month
        values[column.field] = value if before is None else joined(before, value, glue)
    return values


def _extras(own: Mapping[int, Value], header: Header) -> tuple[tuple[str, str], ...]:
    return tuple(
        (column.printed or f"column {column.index + 1}", own[column.index].text)
        for column in header.columns
        if column.index in own
        and column.index != header.section
        and (column.field is None or _is_work(column, own[column.index].text))
    )


def _is_work(column: Column, text: str) -> bool:
    """Whether words or an amount stand under a month or quarter: what is done or spent in it marks it."""
    if column.field != "period" or not column.label or _MARKS.fullmatch(text) or _NO_WORK.search(text):
        return False
    return any(found.code == "period-unknown" for found in parse_period(text, None).findings)


def joined(a: Value, b: Value, glue: str = "\n") -> Value:
    """Two texts of one field as one; the same text twice stays one."""
    text = a.text if b.text == a.text else a.text + glue + b.text
    findings = (*a.findings, *(found for found in b.findings if found not in a.findings))
    return Value(text, a.places + b.places, a.unsure or b.unsure, findings, a.front)


def _extend(draft: Draft, more: Mapping[str, Value], extra: tuple[tuple[str, str], ...]) -> Draft:
    values = dict(draft.values)
    for name, value in more.items():
        values[name] = joined(values[name], value) if name in values else value
    return replace(draft, values=values, extra=draft.extra + extra)


def number_apart(values: dict[str, Value]) -> dict[str, Value]:
    """Take the item number from its own column, else off the front of the measure.

    Beside a number of its own, a measure keeps a figure at its front that says another: ๑ | ๕ ส. เพื่อ….
    """
    result, cell = dict(values), values.get("number")
    own: str | None = None
    if cell is not None:
        match = _NUMBER_CELL.match(cell.text)
        number, rest = (match.group(1), "") if match else split_number(cell.text)
        if number is None:
            result.pop("number")
        else:
            own = to_arabic(number)
            result["number"] = replace(cell, text=number)
    measure = result.get("measure")
    if measure is not None:
        number, rest = split_number(measure.text)
        if (
            number is not None
            and rest
            and (own in (None, to_arabic(number)) or _ENUMERATED.match(measure.text))
        ):
            result["measure"] = replace(measure, text=rest, front=number)
            result.setdefault("number", replace(measure, text=number))
    return result
