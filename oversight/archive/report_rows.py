"""Whole reports to rows and back: document, pages, tables, cells, and the findings of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields

from extract.model import (
    DIGITAL,
    SCANNED,
    BBox,
    Cell,
    Code,
    DocumentFacts,
    Finding,
    MeasureRecord,
    Page,
    Report,
    Status,
    Table,
)
from oversight.archive import packing
from oversight.archive.rows import (
    Row,
    Stored,
    box_of,
    box_row,
    finding_of,
    finding_row,
    plain,
    provenance,
    provenance_of,
    record_of,
    score_text,
    scores_of,
)

Owner = tuple[str, int | None, int | None, int | None]
"""(kind, page, table, position): whose finding it is."""

_OWNER = ("owner", "owner_page", "owner_table", "owner_position")
_FACTS = tuple(f.name for f in fields(DocumentFacts) if f.name not in ("findings", "provenance"))
_FACT_COLUMNS = ("agency_id", "agency_name", "province", "document_kind", "oit_code", "title")
_LENGTHS = ("width", "height", "skew")
_PAGE = ("method", "rotation")
_TABLE = ("rows", "columns", "origin")
_CELL = ("row", "column", "row_span", "column_span", "confidence", "method", "shaded")


@dataclass(frozen=True, slots=True)
class InputResult:
    """One input file or zip member. ``reports`` are those in it, none when it could not be read.

    ``reason`` says in words why a status is not ``ok``; ``first`` names the first file of the same bytes,
    for which a ``duplicate`` stands.
    """

    source_file: str
    status: Status
    reason: str = ""
    sha256: str = ""
    reports: tuple[Report, ...] = ()
    first: str | None = None

    @property
    def document_id(self) -> str:
        """The beginning of the sha256, empty when unread; reports after the first of a file add -n."""
        return self.sha256[:16]

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages of all its reports."""
        return tuple(page for report in self.reports for page in report.pages)

    @property
    def pages_digital(self) -> int:
        """Pages read from their text layer."""
        return pages_by(self.pages, DIGITAL)

    @property
    def pages_scanned(self) -> int:
        """Pages read from their picture."""
        return pages_by(self.pages, SCANNED)

    @property
    def record_count(self) -> int:
        """Records of all its reports."""
        return sum(len(report.records) for report in self.reports)


def pages_by(pages: Iterable[Page], methods: Iterable[str]) -> int:
    """How many pages were read by one of these methods."""
    return sum(page.method in methods for page in pages)


def worst(held: Iterable[Stored]) -> Stored:
    """Of a file's documents the one that tells how the file stands: the first that is not ``ok``, if any."""
    first, *others = held
    return next((document for document in (first, *others) if document["status"] != "ok"), first)


def document_row(report: Report) -> Row:
    """The row of a report, but for its place among files, recipe and run."""
    return {
        "document_id": report.document_id,
        "status": report.status,
        "reason": packing.text(report.reason),
        "cause": report.cause or None,
        "pages": len(report.pages),
        "pages_digital": pages_by(report.pages, DIGITAL),
        "pages_scanned": pages_by(report.pages, SCANNED),
        **facts_row(report),
        "seconds": packing.dump(report.seconds),
        "extra": packing.dump(report.extra),
        "scores": score_text(report.scores),
    }


def facts_row(report: Report) -> Row:
    """The part of a report's row that people may correct, and the number of its records."""
    kept = plain(report.facts, _FACTS)
    return {
        "records": len(report.records),
        **{name: packing.optional(kept[name]) for name in _FACT_COLUMNS},
        "fiscal_year": report.facts.fiscal_year,
        "facts": packing.dump({**kept, "provenance": provenance(report.facts.provenance)}),
    }


def facts_of(written: str, findings: Iterable[Finding]) -> DocumentFacts:
    """The facts of a document's row; one written before a key was added has its default."""
    kept = packing.load(written)
    return DocumentFacts(
        **{name: kept[name] for name in _FACTS if name in kept},
        provenance=provenance_of(kept["provenance"]),
        findings=tuple(findings),
    )


def page_row(page: Page) -> Row:
    """The row of a page."""
    return {
        "page": page.number,
        **{name: float(getattr(page, name)) for name in _LENGTHS},
        **plain(page, _PAGE),
        "lines": packing.pack_lines([page.lines]),
        "codes": packing.dump(
            [[c.text, c.format, packing.box(c.bbox), c.caption, c.survey] for c in page.codes]
        ),
        "rules": packing.pack_rulings(page.rules) if page.rules else None,
    }


def table_row(page: int, position: int, table: Table) -> Row:
    """The row of a table: its cells' lines lie with it, for one block packs better than hundreds."""
    return {
        "page": page,
        "position": position,
        "number": table.index,
        **box_row(table.bbox),
        **plain(table, _TABLE),
        "rulings": packing.pack_rulings(table.rulings),
        "lines": packing.pack_lines([cell.lines for cell in table.cells]),
    }


def cell_rows(page: int, table_position: int, table: Table) -> Iterator[Row]:
    """The rows of a table's cells."""
    for position, cell in enumerate(table.cells):
        yield {
            "page": page,
            "table_position": table_position,
            "position": position,
            **plain(cell, _CELL),
            **box_row(cell.bbox),
            "text": packing.text(cell.text),
            "raw": None if cell.raw == cell.text else packing.text(cell.raw),
            "quad": None if cell.quad is None else packing.dump(cell.quad),
        }


def owned_findings(report: Report) -> Iterator[tuple[Owner, Finding]]:
    """Every finding with its owner, in the order of findings.csv: records' first."""
    yield from correctable_findings(report)
    for page in report.pages:
        for finding in page.findings:
            yield ("page", page.number, None, None), finding
    for page in report.pages:
        for number, table in enumerate(page.tables):
            for position, cell in enumerate(table.cells):
                for finding in cell.findings:
                    yield ("cell", page.number, number, position), finding


def correctable_findings(report: Report) -> Iterator[tuple[Owner, Finding]]:
    """Those of records, report and facts, which corrections may add to."""
    for position, record in enumerate(report.records):
        for finding in record.findings:
            yield ("record", None, None, position), finding
    for finding in report.findings:
        yield ("report", None, None, None), finding
    for finding in report.facts.findings:
        yield ("facts", None, None, None), finding


def finding_rows(report: Report) -> Iterator[Row]:
    """The rows of all findings of a report."""
    return listed_rows(owned_findings(report))


def listed_rows(owned: Iterable[tuple[Owner, Finding]]) -> Iterator[Row]:
    """The rows of findings; one that stands in an earlier row is kept but not listed again."""
    for position, (owner, finding, listed) in enumerate(once(owned)):
        yield {"position": position, **owner_row(owner), "listed": listed, **finding_row(finding)}


def owner_row(owner: Owner) -> Row:
    """Whose a finding is, in columns."""
    return dict(zip(_OWNER, owner, strict=True))


def owner_of(row: Stored) -> Owner:
    """Whose the finding of a row is."""
    return row["owner"], row["owner_page"], row["owner_table"], row["owner_position"]


def once(owned: Iterable[tuple[Owner, Finding]]) -> Iterator[tuple[Owner, Finding, bool]]:
    """Findings with whether they are listed: not where an earlier owner bears the same.

    What several records bear of one place (a section label that holds for all of them) is listed once; what
    a record bears without a place is its own.
    """
    seen: set[Finding] = set()
    for owner, finding in owned:
        own = owner[0] == "record" and finding.bbox is None
        yield owner, finding, own or finding not in seen
        seen.add(finding)


@dataclass(slots=True)
class ReportRows:
    """The rows that belong to one document, in their order; none of a table that was not asked for."""

    document: Stored
    pages: list[Stored] = field(default_factory=list)
    tables: list[Stored] = field(default_factory=list)
    cells: list[Stored] = field(default_factory=list)
    records: list[Stored] = field(default_factory=list)
    findings: list[Stored] = field(default_factory=list)

    def report(self, source_file: str) -> Report | None:
        """The report put together again, None when there is none."""
        document = self.document
        if document["pages"] is None:
            return None
        owned = self._owned()
        return Report(
            document_id=document["document_id"],
            source_file=source_file,
            sha256=document["sha256"],
            pages=self.read_pages(),
            facts=facts_of(document["facts"], owned["facts", None, None, None]),
            records=self.measures(source_file),
            findings=tuple(owned["report", None, None, None]),
            status=document["status"],
            cause=document["cause"] or "",
            reason=document["reason"],
            seconds=tuple((stage, seconds) for stage, seconds in packing.load(document["seconds"])),
            extra=packing.load(document["extra"]),
            scores=scores_of(document["scores"], source_file),
        )

    def measures(self, source_file: str) -> tuple[MeasureRecord, ...]:
        """The records, under the name of their file."""
        owned = self._owned()
        return tuple(
            record_of(row, source_file, owned.get(("record", None, None, row["position"]), ()))
            for row in self.records
        )

    def read_pages(self) -> tuple[Page, ...]:
        """The pages with their tables."""
        owned = self._owned()
        cells: defaultdict[tuple[int, int], list[Stored]] = defaultdict(list)
        for row in self.cells:
            cells[row["page"], row["table_position"]].append(row)
        tables: defaultdict[int, list[Table]] = defaultdict(list)
        for row in self.tables:
            page, position = row["page"], row["position"]
            tables[page].append(_table_of(row, cells[page, position], owned))
        return tuple(
            _page_of(row, tables[row["page"]], owned.get(("page", row["page"], None, None), ()))
            for row in self.pages
        )

    def _owned(self) -> defaultdict[Owner, list[Finding]]:
        """Findings by whose they are."""
        owned: defaultdict[Owner, list[Finding]] = defaultdict(list)
        for row in self.findings:
            owned[owner_of(row)].append(finding_of(row))
        return owned


def _page_of(row: Stored, tables: Iterable[Table], findings: Iterable[Finding]) -> Page:
    """The page of a row, its tables given."""
    return Page(
        number=row["page"],
        **{name: row[name] for name in (*_LENGTHS, *_PAGE)},
        lines=packing.unpack_lines(row["lines"])[0],
        tables=tuple(tables),
        codes=tuple(
            Code(text, kind, BBox(*box), *said) for text, kind, box, *said in packing.load(row["codes"])
        ),
        findings=tuple(findings),
        rules=packing.unpack_rulings(row["rules"]) if row["rules"] else (),
    )


def _table_of(row: Stored, cells: Iterable[Stored], owned: Mapping[Owner, list[Finding]]) -> Table:
    """The table of a row with the rows of its cells, in order."""
    page, position = row["page"], row["position"]
    return Table(
        page=page,
        index=row["number"],
        bbox=box_of(row),
        **{name: row[name] for name in _TABLE},
        cells=tuple(
            Cell(
                **{name: cell[name] for name in _CELL},
                bbox=box_of(cell),
                page=page,
                lines=lines,
                text=cell["text"],
                raw=cell["text"] if cell["raw"] is None else cell["raw"],
                quad=None if cell["quad"] is None else tuple(packing.load(cell["quad"])),
                findings=tuple(owned.get(("cell", page, position, cell["position"]), ())),
            )
            for cell, lines in zip(cells, packing.unpack_lines(row["lines"]), strict=True)
        ),
        rulings=packing.unpack_rulings(row["rulings"]),
    )
