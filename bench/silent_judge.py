"""Which records are wrong, which are lost, and which of these the output tells of.

*Wrong*: a record of the paper that was read with one of ``JUDGED`` differing from the truth; or a record that
the paper has not. Flagged when its ``needs_review`` is true.
*Lost*: a record of the paper that no output record stands for. Flagged when a finding above info tells of it:
a finding of the document as a whole (never one about its agency, year or title); of its page; or one whose
box meets its table, or the nearest row before or after it that was not lost. With a fault planted only
findings count that were not there before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from extract.model import BBox, Finding, MeasureRecord, Page
from extract.records.build import Built

JUDGED = (
    "number", "measure", "procedure", "responsible", "period", "period_start", "period_end", "budget",
    "budget_thb", "result", "section", "instrument",
)  # fmt: skip
TEXTS = ("measure", "procedure", "responsible", "period", "budget", "result", "section")
ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
LEAST_ALIKE = 0.5
"""Likeness (0–1) of a record to the truth below which it does not stand for it."""
OF_THE_DOCUMENT = ("agency", "province", "district", "fiscal", "oit", "not-comparable", "no-title", "score")
"""How codes begin that speak of the report's facts and tell nothing of its rows."""

Truth = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one file: its pages, and what was built from them."""

    pages: tuple[Page, ...]
    built: tuple[Built, ...]

    @property
    def records(self) -> list[MeasureRecord]:
        """The records of all its reports."""
        return [record for part in self.built for record in part.records]

    @property
    def told(self) -> list[Finding]:
        """Findings above info, wherever they stand."""
        found = [f for page in self.pages for f in page.findings]
        found += [f for page in self.pages for t in page.tables for c in t.cells for f in c.findings]
        found += [f for part in self.built for f in part.findings]
        found += [f for record in self.records for f in record.findings]
        return [f for f in found if f.severity != "info" and not f.code.startswith(OF_THE_DOCUMENT)]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one record: ``kind`` right, wrong, lost or made up; the fields that are wrong."""

    kind: str
    flagged: bool
    confidence: float | None = None
    fields: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record of the paper is printed, as far as the sound reading knows."""

    page: int
    row: BBox
    table: BBox


def same(field: str, true: Any, read: Any) -> bool:
    """Whether a value is as the paper has it; white space and digit script left out of texts."""
    if field in TEXTS:
        return _plain(true) == _plain(read)
    if field in ("period_start", "period_end"):
        return (true or None) == (read.isoformat() if read else None)
    return true == read


def _plain(text: str | None) -> str:
    text = re.sub(r"\s", "", (text or "").translate(ARABIC))
    return "" if re.fullmatch(r"[-–—]*", text) else text


def paired(truths: Sequence[Truth], records: Sequence[MeasureRecord]) -> list[MeasureRecord | None]:
    """The record that stands for each truth, each used once, most alike first."""
    alike = sorted(
        ((_alike(t, r), -i, -j) for i, t in enumerate(truths) for j, r in enumerate(records)), reverse=True
    )
    partner: dict[int, int] = {}
    for likeness, i, j in alike:
        if likeness >= LEAST_ALIKE and -i not in partner and -j not in partner.values():
            partner[-i] = -j
    return [records[partner[i]] if i in partner else None for i in range(len(truths))]


def _alike(truth: Truth, record: MeasureRecord) -> float:
    """By the measure, or by all the rest where no measure was read."""
    measure = fuzz.ratio(_plain(truth["measure"]), _plain(record.measure)) / 100
    others = [field for field in ("procedure", "responsible", "period", "result") if truth.get(field)]
    rest = sum(fuzz.ratio(_plain(truth[f]), _plain(getattr(record, f))) / 100 for f in others) / max(
        1, len(others)
    )
    return max(measure, 0.9 * rest) + 0.1 * (truth["number"] == record.number) * (max(measure, rest) > 0.3)


def places(truths: Sequence[Truth], reading: Reading) -> list[Place | None]:
    """Where the records are printed, from a reading without a planted fault."""
    out: list[Place | None] = []
    for record in paired(truths, reading.records):
        spots = [s for name, found in record.provenance if name != "section" for s in found] if record else []
        if not spots:
            out.append(None)
            continue
        box = spots[0].bbox
        for spot in spots:
            box = box.union(spot.bbox) if spot.page == spots[0].page else box
        tables = [t.bbox for p in reading.pages if p.number == spots[0].page for t in p.tables]
        whole = next((t for t in tables if t.intersection(box).area > 0), box)
        out.append(Place(spots[0].page, box, whole))
    return out


def judge(
    truths: Sequence[Truth],
    reading: Reading,
    spots: Sequence[Place | None],
    before: Sequence[Finding] = (),
    page_of: Callable[[int], int | None] = lambda page: page,
    known: frozenset[str] = frozenset(),
) -> tuple[list[Verdict], list[Verdict]]:
    """Verdicts on the records of the paper, one each, and on those that it has not.

    Args:
        truths: the records of the paper.
        reading: what came of the file.
        spots: where each is printed.
        before: findings that count for nothing: those of the reading without the fault.
        page_of: where a page of the paper stands in the file now, None when it is not there.
        known: measures of records that the paper has not and that count for nothing either.
    """
    records = reading.records
    pairs = paired(truths, records)
    news = _news(before, reading.told)
    stood = {id(record) for record in pairs if record is not None}
    found = []
    for at, (truth, record) in enumerate(zip(truths, pairs, strict=True)):
        if record is None:
            near = [
                _nearest(pairs, spots, range(at - 1, -1, -1)),
                _nearest(pairs, spots, range(at + 1, len(pairs))),
            ]
            told = {f.code for f in news if _tells(f, spots[at], near, page_of)}
            found.append(Verdict("lost", bool(told), codes=tuple(sorted(told))))
            continue
        wrong = tuple(field for field in JUDGED if not same(field, truth.get(field), getattr(record, field)))
        found.append(_verdict("wrong" if wrong else "right", record, wrong))
    extra = [r for r in records if id(r) not in stood and _plain(r.measure) not in known]
    return found, [_verdict("made up", record, ()) for record in extra]


def made_up(truths: Sequence[Truth], reading: Reading) -> frozenset[str]:
    """Measures of the records that the paper has not."""
    stood = {id(record) for record in paired(truths, reading.records)}
    return frozenset(_plain(record.measure) for record in reading.records if id(record) not in stood)


def _verdict(kind: str, record: MeasureRecord, wrong: tuple[str, ...]) -> Verdict:
    codes = tuple(sorted({f.code for f in record.findings if f.severity != "info"}))
    return Verdict(kind, record.needs_review, record.confidence, wrong, codes)


def _nearest(
    pairs: Sequence[MeasureRecord | None], spots: Sequence[Place | None], order: Iterable[int]
) -> Place | None:
    """Where the next record in ``order`` stands that was not lost."""
    return next((spots[n] for n in order if pairs[n] is not None), None)


def _news(before: Sequence[Finding], after: Sequence[Finding]) -> list[Finding]:
    """Findings of ``after`` that ``before`` has not; pages may have been counted anew between the two."""
    had = Counter(map(_name, before))
    out = []
    for finding in after:
        if had[_name(finding)]:
            had[_name(finding)] -= 1
        else:
            out.append(finding)
    return out


def _name(finding: Finding) -> tuple[Any, ...]:
    box = tuple(map(round, finding.bbox.as_list())) if finding.bbox else None
    return finding.code, finding.field, finding.detail, box


def _tells(
    finding: Finding, spot: Place | None, near: Sequence[Place | None], page_of: Callable[[int], int | None]
) -> bool:
    """Whether a finding tells of a lost record printed at ``spot`` between the places ``near``."""
    if finding.page is None or (spot is None and finding.field is None):
        return True
    boxes = [(place.page, place.row) for place in near if place is not None]
    boxes += [(spot.page, spot.table)] if spot is not None else []
    here = [box for page, box in boxes if page_of(page) == finding.page]
    return any(finding.bbox is None or finding.bbox.intersection(box).area > 0 for box in here)
