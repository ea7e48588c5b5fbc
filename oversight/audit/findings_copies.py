"""Whose document reads like another agency's: whole documents, and results taken over one by one.

What many agencies share is reported as shared, never as copied: measures handed down word for word, forms
that a whole district fills in. Agencies' own names, years and punctuation play no part. Which of two came
first cannot be known from them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from extract.thai.fold import key
from extract.thai.letters import MARKS
from oversight.audit.findings_model import CrossFinding, Evidence, evidence_of, found
from oversight.audit.findings_years import LEAST_RESULT
from oversight.audit.near_duplicates import Hashes, near_groups, resemblance, shingles
from oversight.compare.masks import masked
from oversight.compare.measures import Measure
from oversight.compare.readings import DOUBTFUL

SHARED_SHARE, LEAST_SHARED, MOST_SHARED = 0.1, 5, 20
"""A text that more than a tenth of the agencies have is common property, but not one that five or fewer
have; one that more than twenty have always is."""
OWN_ROWS = 3
"""So many of the rows in common must not be common property for a copy."""
LEAST_DOCUMENT = 3
"""Rows from which on a document is compared."""
DOCUMENT_ALIKE = 0.85
"""Share of common shingles of two documents: one row of a dozen left out and a sentence changed is a copy."""
READ_ALIKE = 0.8
"""Share of common shingles of two readings of one print: a wrong letter costs five of them."""
_DIGITS = re.compile(r"\d+")
_MARKS = re.compile(f"[{MARKS}]")


@dataclass(frozen=True)
class Document:
    """One report as comparing sees it: its measures in print order."""

    measures: tuple[Measure, ...]

    @property
    def first(self) -> Measure:
        """A measure, for what all of them say of the document."""
        return self.measures[0]

    @cached_property
    def rows(self) -> tuple[str, ...]:
        """Each measure with its procedure and result as one masked text, empty for an empty one."""
        return tuple(row_text(measure) for measure in self.measures)

    @cached_property
    def shingles(self) -> Hashes:
        """Of all rows together."""
        return shingles(map(bare, self.rows))

    @cached_property
    def read(self) -> bool:
        """Whether letters of it were read from a picture."""
        return any(measure.doubts for measure in self.measures)

    @property
    def doubtful(self) -> bool:
        """Whether half of it or more was read with doubt."""
        return 2 * sum(measure.confidence < DOUBTFUL for measure in self.measures) >= len(self.measures)


def row_text(measure: Measure) -> str:
    """A measure's texts without years, own names and punctuation."""
    texts = (
        measure.measure_key or key(measure.measure or ""),
        key(measure.procedure or ""),
        key(measure.result or ""),
    )
    return "|".join(masked(text, measure.agency_name, measure.agency_type) for text in texts if text)


def bare(text: str) -> str:
    """Without the marks above and below, which scans lose first."""
    return _MARKS.sub("", text)


def result_text(measure: Measure) -> str:
    """A result that says something, masked; empty for none or a set phrase."""
    folded = key(measure.result or "")
    return masked(folded, measure.agency_name, measure.agency_type) if len(folded) >= LEAST_RESULT else ""


def documents(measures: Iterable[Measure]) -> list[Document]:
    """The documents that these measures make up, in order; those of no known agency or year are left out."""
    held: dict[str, list[Measure]] = {}
    for measure in measures:
        if measure.lineage and measure.fiscal_year:
            held.setdefault(measure.document_id, []).append(measure)
    return [Document(tuple(parts)) for parts in held.values() if len(parts) >= LEAST_DOCUMENT]


def copies(given: Sequence[Document], year: int, agencies: int | None = None) -> Iterator[CrossFinding]:
    """The findings about documents of ``year``, beside those of other agencies of the same or other years.

    Args:
        given: All documents to look through: a province's, or the nation's, of ``year`` and the one before.
        year: Fiscal year that is reported on.
        agencies: Of how many the documents are; counted without it.
    """
    total = agencies or len({document.first.lineage for document in given})
    common = min(max(LEAST_SHARED, SHARED_SHARE * total), MOST_SHARED)
    rows = Rows.of(given)
    reported: set[frozenset[str | None]] = set()
    for kind in sorted({document.first.document_kind for document in given}):
        here = [document for document in given if document.first.document_kind == kind]
        for group in near_groups([document.shingles for document in here], READ_ALIKE):
            yield from _of_group([here[n] for n in group], year, common, rows, reported)
    yield from _of_results(given, year, common, reported)


@dataclass(frozen=True, slots=True)
class Rows:
    """Which rows are the same print, and how many agencies have it; both by the row's text."""

    print_of: Mapping[str, int]
    agencies: Mapping[int, int]

    @classmethod
    def of(cls, given: Sequence[Document]) -> Rows:
        """Rows of all documents, those nearly the same under one number."""
        texts = sorted({row for document in given for row in document.rows if row})
        print_of = {text: n for n, text in enumerate(texts)}
        for group in near_groups([shingles(bare(text)) for text in texts], READ_ALIKE):
            print_of |= {texts[n]: group[0] for n in group}
        bearers: defaultdict[int, set[str | None]] = defaultdict(set)
        for document in given:
            for row in document.rows:
                if row:
                    bearers[print_of[row]].add(document.first.lineage)
        return cls(print_of, {number: len(names) for number, names in bearers.items()})

    def own(self, one: Document, other: Document, common: float) -> list[tuple[Measure, Measure]]:
        """The rows that both have and few others."""
        there = {
            self.print_of[row]: measure
            for row, measure in zip(other.rows, other.measures, strict=True)
            if row
        }
        both = {
            self.print_of[row]: (measure, there[self.print_of[row]])
            for row, measure in zip(one.rows, one.measures, strict=True)
            if row and self.print_of[row] in there
        }
        return [pair for number, pair in both.items() if self.agencies[number] <= common]


def _of_group(
    members: Sequence[Document], year: int, common: float, rows: Rows, reported: set[frozenset[str | None]]
) -> Iterator[CrossFinding]:
    """The findings of one group of documents that are nearly the same."""
    if len({document.first.lineage for document in members}) < 2:
        return
    for document in members:
        mine = document.first
        if mine.fiscal_year != year:
            continue
        alike = _like(document, members, common)
        agencies = len({other.first.lineage for other, _ in alike})
        if not alike:
            continue
        nearest, share = max(alike, key=lambda one: (one[1], one[0].first.fiscal_year == year))
        own = rows.own(document, nearest, common)
        if agencies > common or len(own) < OWN_ROWS:
            yield _shared(document, agencies)
            continue
        reported.add(frozenset((mine.lineage, nearest.first.lineage)))
        yield found(
            "document-like-another",
            mine.lineage,
            mine.agency_name,
            year,
            [_whole(document), _whole(nearest), *(evidence_of(measure) for pair in own for measure in pair)],
            doubtful=document.doubtful or nearest.doubtful,
            lower=mine.document_kind == "measure_plan",
            other=nearest.first.agency_name or "",
            other_year=nearest.first.fiscal_year or 0,
            percent=round(100 * share),
            rows=len(own),
        )


def _like(document: Document, members: Sequence[Document], common: float) -> list[tuple[Document, float]]:
    """The members of other agencies that are like it; no more are looked for once they are too many."""
    found_: list[tuple[Document, float]] = []
    names = set[str | None]()
    for other in members:
        if other.first.lineage == document.first.lineage:
            continue
        share = resemblance(document.shingles, other.shingles)
        if share >= (READ_ALIKE if document.read or other.read else DOCUMENT_ALIKE):
            found_.append((other, share))
            names.add(other.first.lineage)
            if len(names) > common:
                break
    return found_


def _shared(document: Document, agencies: int) -> CrossFinding:
    first = document.first
    about = (first.lineage, first.agency_name, first.fiscal_year or 0)
    return found("document-shared-widely", *about, [_whole(document)], agencies=agencies)


def _whole(document: Document) -> Evidence:
    first = document.first
    about = {"agency_name": first.agency_name, "fiscal_year": first.fiscal_year}
    return Evidence(first.document_id, first.source_file, **about, doubtful=document.doubtful)  # type: ignore[arg-type]


def _of_results(
    given: Sequence[Document], year: int, common: float, reported: set[frozenset[str | None]]
) -> Iterator[CrossFinding]:
    """Results that few agencies have word for word, three and more between the same two."""
    by_text: defaultdict[str, list[Measure]] = defaultdict(list)
    for document in given:
        for measure in document.measures:
            if text := result_text(measure):
                by_text[text].append(measure)
    by_text = _misread_joined(by_text)
    pairs: defaultdict[tuple[str, str, int], list[tuple[Measure, Measure]]] = defaultdict(list)
    for text in sorted(by_text):
        same = by_text[text]
        names = Counter(measure.lineage for measure in same)
        if not 1 < len(names) <= common:
            continue
        for one in same:
            if one.fiscal_year != year:
                continue
            for other in _one_an_agency(same):
                if other.lineage != one.lineage:
                    there = (str(one.lineage), str(other.lineage), other.fiscal_year or 0)
                    pairs[there].append((one, other))
    for (mine, theirs, other_year), both in sorted(pairs.items()):
        rows = len({one.record_id for one, _ in both})
        if rows < OWN_ROWS or frozenset((mine, theirs)) in reported:
            continue
        first, other = both[0]
        yield found(
            "results-like-another",
            mine,
            first.agency_name,
            year,
            [evidence_of(measure, field="result") for pair in both for measure in pair],
            other=other.agency_name or "",
            other_year=other_year,
            rows=rows,
        )


def _misread_joined(by_text: Mapping[str, list[Measure]]) -> defaultdict[str, list[Measure]]:
    """The same, readings of one print under one text: nearly the same, with the same numbers.

    Without a number in it, two typed texts are two.
    """
    texts = sorted(by_text)
    joined = defaultdict(list, {text: list(measures) for text, measures in by_text.items()})
    for group in near_groups([shingles(bare(text)) for text in texts], READ_ALIKE):
        heads: dict[tuple[str, ...], str] = {}
        for text in (texts[n] for n in group):
            numbers = tuple(_DIGITS.findall(text))
            read = any(measure.doubt("result") is not None for measure in by_text[text])
            head = heads.setdefault(numbers, text) if numbers or read else text
            if head != text:
                joined[head] += joined.pop(text)
    return joined


def _one_an_agency(measures: Sequence[Measure]) -> Iterator[Measure]:
    """The first of each agency and year."""
    seen = set[tuple[str | None, int | None]]()
    for measure in measures:
        if (measure.lineage, measure.fiscal_year) not in seen:
            seen.add((measure.lineage, measure.fiscal_year))
            yield measure
