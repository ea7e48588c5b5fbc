"""What a report says of itself: title, agency, years, kind, O-code; from title, introduction and tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from extract.data import rows
from extract.model import DocumentFacts, DocumentKind, Finding, Page, Provenance
from extract.records.agency import Agency, Override, Printed, from_id, resolve
from extract.records.bodies import (
    IN_HEAD,
    IN_TEXT,
    LABELLED,
    is_of_another,
    own_body,
    part_of_town,
    written_to,
)
from extract.records.kinds import Evidence, document_kind, heads, none_of_measures, of_document
from extract.records.naming import agency_names, best_name, choose_place, is_listed, years
from extract.records.register import Register
from extract.records.report_years import basis_year, fiscal_years, report_year
from extract.records.subject import names_integrity
from extract.records.title import (
    Title,
    clean,
    find_title,
    kind_of,
    lines_above,
    memo_subject,
    printed_code,
    running_text,
)
from extract.records.web_address import addresses
from extract.thai.fold import unmarked

# The ITA scheme of three instruments and ten indicators, with public items coded O, began with FY2562.
FIRST_COMPARABLE_YEAR = 2562
_OLD_CODE = re.compile(r"(?<![A-Za-z])EB\s?-?\s?[0-9๐-๙]{1,2}(?![0-9๐-๙])")
_ROUND = re.compile(
    r"(รอบ(?:ที่)?\s*[0-9๐-๙]*\s*\(?[0-9๐-๙]*\s*เดือน(?:แรก|หลัง)?\)?|รอบที่\s*[0-9๐-๙]+|ไตรมาส(?:ที่)?\s*[0-9๐-๙]+)"
)
OF_RESULTS, OF_NONE = 4.0, 1.5
"""What it counts for a report that the tables have results, for a plan that they have none."""
_LIKELY = 0.5
SURELY_SO = 0.8
"""Chance from which words alone make a document without measures one of measures."""


@dataclass(frozen=True, slots=True)
class TableHints:
    """What the tables already read say: their fields, the ones filled, the years of their periods.

    ``printed`` is what their headers and section rows say, ``of_other_work`` that they look like measures and
    are none.
    """

    fields: frozenset[str] = frozenset()
    filled: frozenset[str] = frozenset()
    period_years: tuple[int, ...] = ()
    printed: str = ""
    of_other_work: bool = False


def read_facts(
    pages: Sequence[Page],
    hints: TableHints = TableHints(),
    override: Override | None = None,
    register: Register | None = None,
) -> DocumentFacts:
    """Read the facts of one report.

    Args:
        pages: the pages of this report, tables found.
        hints: what its tables say.
        override: agency and fiscal year from the command line or a manifest; above the paper.
        register: the DLA register when loaded.
    """
    override = override or Override()
    page, title = report_title(pages)
    texts = [running_text(p) for p in pages]
    ordered = [title.text, *texts] if title else texts
    agency = _agency(ordered, pages, page, title, override, register)
    said = fiscal_years(title.text if title else "", texts, hints.period_years)
    if override.fiscal_year is not None:
        said = replace(said, year=override.fiscal_year, findings=())
    year = said.year
    kind, oit_key, evidence = _kind(title, pages, hints)
    assessed = report_year(title.text if title else "", texts[:1], year)
    code, code_findings = _oit_code(page, title, assessed, oit_key, agency.agency_type)
    findings = [*agency.findings, *said.findings, *code_findings]
    if title is None:
        findings.append(Finding("no-title", "info", field="title"))
    if agency.agency_name is None:
        findings.append(Finding("agency-missing", "warning", field="agency_name"))
    if kind == "other" and evidence.chance >= _LIKELY:
        findings.append(Finding("document-of-kind", "info", evidence.told(), "document_kind"))
    if (year is not None and year < FIRST_COMPARABLE_YEAR) or _OLD_CODE.search(" ".join(ordered)):
        findings.append(Finding("not-comparable", "warning", str(year or ""), "fiscal_year"))
    return DocumentFacts(
        title=title.text if title else None,
        **agency.of_agency(),
        fiscal_year=year,
        fiscal_year_first=said.first,
        fiscal_year_last=said.last,
        basis_year=basis_year(" ".join(ordered), year, kind),
        report_year=assessed,
        assessment_round=_round(title),
        document_kind=kind,
        oit_code=code,
        provenance=_provenance(title),
        findings=tuple(findings),
    )


def report_title(pages: Sequence[Page]) -> tuple[Page | None, Title | None]:
    """The first page with a title, and it; one with a year beats one without (covers, contents)."""
    found = [(p, t) for p in pages if (t := find_title(p)) is not None]
    dated = [(p, t) for p, t in found if years(t.text)]
    if dated or found:
        return (dated or found)[0]
    return (pages[0] if pages else None), None


def _provenance(title: Title | None) -> tuple[tuple[str, tuple[Provenance, ...]], ...]:
    if title is None:
        return ()
    fields = ["title"] + (["fiscal_year"] if years(title.text) else [])
    return tuple((f, title.places) for f in fields)


def _agency(
    texts: Sequence[str],
    pages: Sequence[Page],
    page: Page | None,
    title: Title | None,
    override: Override,
    register: Register | None,
) -> Agency:
    named = best_name(texts, written_to(pages[0]) if pages else ())
    named = _as_in_its_line(named, pages) if named is not None else None
    bbox = title.places[0].bbox if title else None
    in_title = title is not None and bool(agency_names(title.text))
    body = part_of_town(pages[0]) if pages else None
    if body is None and not in_title:
        body = own_body(title.text if title else "", pages)
    if body is not None and (named is None or body.weight > _local_weight(named, texts, pages)):
        printed = Printed(None, body.name, page=page.number if page else None, bbox=bbox)
    elif named is None:
        printed = Printed(None, "", page=page.number if page else None, bbox=bbox)
    else:
        kind, bare, times = named
        district, province = choose_place(kind, bare, texts)
        certain = times >= 2 or (page is not None and page.method in ("text", "pdfplumber"))
        number = page.number if page else None
        printed = Printed(kind, bare, district, province, certain, number, bbox, addresses(texts))
    agency = resolve(printed, register)
    if override.agency_id is None:
        return agency
    ruled = from_id(override.agency_id, agency.agency_name, register)
    if agency.agency_id in (None, override.agency_id):
        return ruled
    said = Finding("agency-overridden", "info", f"{agency.agency_id} -> {override.agency_id}", "agency_id")
    return replace(ruled, findings=(said,))


def _as_in_its_line(named: tuple[str, str, int], pages: Sequence[Page]) -> tuple[str, str, int]:
    """A name that no area has, less the words of the next line that stand behind it without a blank."""
    kind, bare, times = named
    if is_listed(bare):
        return named
    lines = (clean(line.text).strip() for page in pages for line in page.lines)
    alone = (
        agency_names(text)[-1]
        for text in lines
        if agency_names(text) and text.endswith(agency_names(text)[-1][1])
    )
    shorter = [own for of, own in alone if of == kind and own and own != bare and bare.startswith(own)]
    return (kind, max(shorter, key=len), times) if shorter else named


def _local_weight(named: tuple[str, str, int], texts: Sequence[str], pages: Sequence[Page]) -> float:
    """How much speaks for a local government that no title names: its mentions, and the head of the paper."""
    kind, bare, times = named
    head = heads(
        replace(page, lines=tuple(line for line in page.lines if not is_of_another(clean(line.text).strip())))
        for page in pages[:1]
    )
    said = any(name == (kind, bare) for name in agency_names(head))
    return times * IN_TEXT + (IN_HEAD + LABELLED) * said


def _round(title: Title | None) -> str | None:
    match = _ROUND.search(title.text) if title else None
    return " ".join(match.group(1).split()) if match else None


def _kind(
    title: Title | None, pages: Sequence[Page], hints: TableHints
) -> tuple[DocumentKind, str | None, Evidence]:
    """The kind by all the words of the document together; the title's wording and the tables weigh with them.

    Measures that were read are those of a document about integrity. Without them it is one of measures only
    where its title says so or its words leave little doubt: letters and forms about the ITA name it too.
    """
    printed = title.text if title else memo_subject(pages)
    said = kind_of(printed)
    more = {}
    if "measure" in hints.fields:
        reported = bool(hints.filled & {"result", "status_text"})
        more["measure_report" if reported else "measure_plan"] = OF_RESULTS if reported else OF_NONE
    elif hints.of_other_work and not names_integrity(unmarked(printed)):
        more = none_of_measures()
    evidence = of_document(printed, pages, hints.printed, more)
    if "measure" in hints.fields:
        evidence = evidence.of_integrity()
    kind, oit_key = document_kind(evidence.best)
    if kind != "other" and said is None and "measure" not in hints.fields and evidence.chance < SURELY_SO:
        kind, oit_key = "other", None
    return cast(DocumentKind, kind), said.oit_key if said and said.kind == kind else oit_key, evidence


def _oit_code(
    page: Page | None, title: Title | None, year: int | None, oit_key: str | None, agency_type: str | None
) -> tuple[str | None, list[Finding]]:
    """A printed code wins; else the crosswalk's for item and year, its evidence mark kept in a finding."""
    above = [clean(line.text) for line in lines_above(page)] if page and title else []
    printed = printed_code(above)
    if printed:
        return printed, []
    for row in rows("oit_codes.csv"):
        if row["oit_key"] == oit_key and row["fiscal_year"] == str(year) and row["oit_code"]:
            if row["agency_class"] == "other" and agency_type is not None:
                detail = f"{row['oit_code']}, {year}: {row['evidence']}, {row['source']}"
                return None, [Finding("oit-code-unverified", "info", detail, "oit_code")]
            if row["evidence"] == "seen":
                return row["oit_code"], []
            detail = f"{row['oit_code']}, {year}: {row['evidence']}"
            return row["oit_code"], [Finding("oit-code-unverified", "info", detail, "oit_code")]
    return None, []
