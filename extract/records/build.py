"""Pages to records: one ``Built`` for each report in a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.model import (
    Cell,
    DocumentFacts,
    Finding,
    Line,
    LogicalTable,
    MeasureRecord,
    Page,
    ScoreRecord,
    Severity,
)
from extract.records import kinds
from extract.records.agency import Override
from extract.records.captions import Caption, captions_of
from extract.records.checks import check
from extract.records.facts import TableHints, read_facts, report_title
from extract.records.field_labels import result_apart
from extract.records.headers import Header, field_of, is_header_text
from extract.records.lists import read_lists
from extract.records.naming import agency_names, years
from extract.records.normalise import normalise
from extract.records.number_order import in_script
from extract.records.page_order import in_order
from extract.records.register import Register
from extract.records.rows import Draft, read_rows
from extract.records.scores import read_scores
from extract.records.sections import (
    NO_SECTION,
    Section,
    announces,
    begins_as_heading,
    opens_section,
    read_section,
)
from extract.records.several import split_measures
from extract.records.subject import of_other_work
from extract.records.table_subject import calls_measures, of_other_form
from extract.records.title import Title, clean, find_title, kind_of, memo_subject
from extract.records.unknown_headers import headed
from extract.tables.sideways import find_sideways, with_whole_lines
from extract.tables.stitch import stitch

_COUNTED = re.compile(r"[\s(]*[0-9๐-๙]{1,2}[.)]")
# What differs between one report and another: year, agency and kind in its title.
_Marks = tuple[str | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Built:
    """One report: its id (``-n`` for the n-th in a file), pages, facts, records and findings.

    ``drafts`` has one draft a record; ``tables`` all its tables with their headers, of measures or not.
    """

    document_id: str
    pages: tuple[int, ...]
    facts: DocumentFacts
    records: tuple[MeasureRecord, ...]
    findings: tuple[Finding, ...] = ()
    scores: tuple[ScoreRecord, ...] = ()
    drafts: tuple[Draft, ...] = ()
    tables: tuple[tuple[LogicalTable, Header], ...] = ()


def build(
    document_id: str,
    source_file: str,
    pages: Sequence[Page],
    override: Override | None = None,
    register: Register | None = None,
) -> tuple[Built, ...]:
    """Build every report of one file.

    Args:
        document_id: the file's id, first 16 hex digits of its sha256.
        source_file: as given by the user, relative to the input.
        pages: all pages read, tables found and filled.
        override: agency and fiscal year that stand above the paper.
        register: the DLA register when loaded.

    Returns:
        One entry a report, in print order; a file without a measure table still gives one entry.
    """
    pages, disordered = in_order(pages)
    parts = split_reports(with_whole_lines(pages, find_sideways(pages, is_header_text, field_of)))
    first, *others = (
        _build_one(f"{document_id}-{n}" if n > 1 else document_id, source_file, part, override, register)
        for n, part in enumerate(parts, start=1)
    )
    return (replace(first, findings=(*first.findings, *disordered)), *others)


def split_reports(pages: Sequence[Page]) -> tuple[tuple[Page, ...], ...]:
    """Cut a file where a page bears the title of another report: other year, agency or kind than before."""
    parts: list[list[Page]] = [[]]
    current: _Marks | None = None
    for page in pages:
        title = find_title(page)
        if title is not None and years(title.text):
            marks = _marks(title)
            if current is not None and _another(current, marks) and any(p.tables for p in parts[-1]):
                parts.append([])
            current = marks
        parts[-1].append(page)
    return tuple(tuple(part) for part in parts)


def _marks(title: Title) -> _Marks:
    kind, names, said = kind_of(title.text), agency_names(title.text), years(title.text)
    return str(said[-1]) if said else None, " ".join(names[0]) if names else None, kind.kind if kind else None


def _another(a: _Marks, b: _Marks) -> bool:
    return any(x is not None and y is not None and x != y for x, y in zip(a, b, strict=True))


def _build_one(
    document_id: str,
    source_file: str,
    pages: Sequence[Page],
    override: Override | None,
    register: Register | None,
) -> Built:
    tables = stitch(pages, is_header_text, field_of)
    _, title = report_title(pages)
    if title is not None and kinds.names_measures(title.text):
        tables = tuple(map(headed, tables))
    drafts, headers, unused = _read_tables(tables, pages, title.text if title else "")
    if not drafts:
        printed = title.text if title else ""
        of_pages = kinds.of_document(printed or memo_subject(pages), pages)
        drafts = read_lists(pages, of_pages, printed, list(zip(tables, headers, strict=True)))
    facts = read_facts(pages, _hints(drafts, headers, unused), override, register)
    records = tuple(normalise(document_id, source_file, facts, draft) for draft in drafts)
    records, whole = check(records, drafts, facts)
    scores = read_scores(tables, document_id, source_file, facts, pages)
    of_scores = (f for score in scores for f in score.findings)
    findings = (*facts.findings, *(f for t in tables for f in t.findings), *unused, *whole, *of_scores)
    numbers, read = tuple(p.number for p in pages), tuple(zip(tables, headers, strict=True))
    return Built(document_id, numbers, facts, records, findings, scores, drafts, read)


def _read_tables(
    tables: Sequence[LogicalTable], pages: Sequence[Page], title: str
) -> tuple[tuple[Draft, ...], tuple[Header, ...], tuple[Finding, ...]]:
    """The drafts of all measure tables and the header of each table; a section holds until the next.

    A table that nothing shows to be of integrity work gives none: it stays a table, and a finding says why.
    """
    section, drafts, headers, unused = NO_SECTION, list[Draft](), list[Header](), list[Finding]()
    read = list[tuple[LogicalTable, Header, tuple[Draft, ...]]]()
    captions = captions_of(pages)
    for table in tables:
        caption = captions.get(table.tables[0]) if table.tables else None
        section = _heading_above(table, pages, section, caption) or section
        found, section, header = read_rows(table, section, kinds.names_measures(title))
        found = in_script(found)
        headers.append(header)
        read.append((table, header, found))
    of_measures = any(calls_measures(header) for _, header, found in read if found)
    for table, header, found in read:
        other = _of_other_work(table, header, found, title, pages, of_measures) if found else None
        if other is not None:
            unused.append(other)
        else:
            drafts.extend(found)
    placed = {id(d.section) for d in drafts}
    if section.findings and id(section) not in placed:
        unused.extend(section.findings)
    return tuple(map(result_apart, split_measures(drafts))), tuple(headers), tuple(unused)


def _of_other_work(
    table: LogicalTable,
    header: Header,
    found: Sequence[Draft],
    title: str,
    pages: Sequence[Page],
    of_measures: bool,
) -> Finding | None:
    """The finding on a table with the columns of measures that is of other work; None for integrity work.

    ``of_measures``: some table of the report calls its rows measures. One of projects under a heading of its
    own is then weighed by itself, for the report's title speaks of the other.
    """
    form = None if kinds.names_measures(title) else of_other_form(table, header)
    if form is not None:
        return Finding("table-of-other-work", "warning", f"{len(found)}: {form}").at(table.rows[0].all_cells)
    evidence = kinds.of_table(table, header, [draft.section for draft in found], title, pages)
    severity: Severity = "info" if evidence.integrity < kinds.SURELY_OTHER else "warning"
    if evidence.integrity >= kinds.OF_OTHER_WORK:
        heading = " ".join(clean(line.text) for line in _lines_above(table, pages))
        if not (of_measures and heading.strip()) or calls_measures(header):
            return None
        evidence, severity = kinds.by_itself(table, header, heading), "warning"
        if evidence.integrity >= kinds.SURELY_OTHER and not of_other_work(heading, ()):
            return None
    detail = f"{len(found)}: {evidence.told()}"
    return Finding("table-of-other-work", severity, detail).at(table.rows[0].all_cells)


def _lines_above(table: LogicalTable, pages: Sequence[Page]) -> list[Line]:
    """The lines between the table before ``table``, or the top of its page, and itself, from top to foot."""
    if not table.tables:
        return []
    number, index = table.tables[0]
    page = next((p for p in pages if p.number == number), None)
    here = next((t for t in page.tables if t.index == index), None) if page else None
    if page is None or here is None:
        return []
    half = page.half(here.bbox)
    above = (t.bbox.y1 for t in page.tables if page.half(t.bbox) == half and t.bbox.y1 <= here.bbox.y0)
    top = max(above, default=0.0)
    return [
        line
        for line in page.lines
        if page.half(line.bbox) == half and top <= line.bbox.center[1] < here.bbox.y0
    ]


def _heading_above(
    table: LogicalTable, pages: Sequence[Page], before: Section, caption: Caption | None
) -> Section | None:
    """The section heading printed as a line of its own between the table before and this one, or its caption.

    Above a table with a header of its own, a heading that names no instrument ends the section ``before``;
    a counted one (๑. มาตรการด้าน…) opens one above any table.
    The caption of another table says nothing.
    """
    ends = before is not NO_SECTION and table.rows[0].kind == "header"

    def opens(text: str) -> bool:
        heads = ends or _COUNTED.match(text) is not None
        return opens_section(text) or (heads and begins_as_heading(text))

    for line in reversed(_lines_above(table, pages)):
        text = clean(line.text).strip()
        if opens(text):
            return _section_of(line, text, next(p for p in pages if p.number == table.tables[0][0]))
    if caption is not None:
        text = clean(caption.line.text).strip()
        if ends or announces(text):
            return _section_of(caption.line, text, caption.page)
    return None


def _section_of(line: Line, text: str, page: Page) -> Section:
    """The section that a line outside the tables opens."""
    cell = Cell(0, 0, 1, 1, line.bbox, page.number, (line,), text, line.text, line.confidence, page.method)
    return read_section(text, (cell,))


def _hints(drafts: Sequence[Draft], headers: Sequence[Header], unused: Sequence[Finding]) -> TableHints:
    filled = frozenset(name for d in drafts for name in d.values)
    periods = [y for d in drafts if "period" in d.values for y in years(d.values["period"].text)]
    fields = frozenset[str]().union(*(d.fields for d in drafts))
    printed = [column.printed for header in headers for column in header.columns]
    labels = dict.fromkeys(d.section.printed for d in drafts if d.section.printed)
    other = not drafts and any(finding.code == "table-of-other-work" for finding in unused)
    return TableHints(fields, filled, tuple(periods), " ".join((*labels, *printed)), other)
