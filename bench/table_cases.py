"""The corpus of odd tables as cases, and how one output folder of ``prongsai run`` scores on each."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from bench.teds import fold, page_score

Json = dict[str, Any]
Tables = Mapping[int, Sequence[Sequence[Json]]]
"""Tables of a file by page, each a list of cells."""

ALIKE = 90.0
"""Likeness (0–100, rapidfuzz ratio without white space) from which a printed value counts as found: what is
measured here is which cells a record is made of; letters are the matter of bench/accuracy.py."""
COVERED = 0.3
"""Share of a mark's box that a finding must cover."""


@dataclass(frozen=True, slots=True)
class Case:
    """One file of the corpus: its oddity, class of rules, whether digital or scan, and the truth."""

    path: Path
    oddity: str
    group: str
    ruling: str
    kind: str
    truth: Json

    @property
    def page_count(self) -> int:
        """Pages in the file."""
        return len(self.truth["pages"])


@dataclass(frozen=True, slots=True)
class Outcome:
    """Scores of one file: TEDS-Struct and TEDS of its pages, and counts as (right, of)."""

    case: Case
    structure: tuple[float, ...]
    text: tuple[float, ...]
    values: tuple[int, int] = (0, 0)
    rejoined: tuple[int, int] = (0, 0)
    records: tuple[int, int] = (0, 0)
    marks: tuple[int, int] = (0, 0)
    codes: tuple[int, int] = (0, 0)


def cases(folder: Path) -> list[Case]:
    """Every file of the corpus, oddities in order of group and name, digital before scan."""
    out = []
    for path in sorted(folder.glob("*.truth.json")):
        truth = json.loads(path.read_text("utf-8"))
        for kind, name in truth["files"].items():
            case = Case(folder / name, truth["oddity"], truth["group"], truth["ruling"], kind, truth)
            out.append(case)
    return sorted(out, key=lambda case: (case.group, case.oddity, case.kind))


def score_structure(case: Case, found: Tables, structure_only: bool) -> tuple[float, ...]:
    """TEDS of every page that has tables in truth or in what was found."""
    scores = []
    for page in case.truth["pages"]:
        truths = [table["cells"] for table in page["tables"]]
        founds = found.get(page["page"], ())
        if truths or founds:
            scores.append(page_score(truths, founds, structure_only))
    return tuple(scores)


class Run:
    """What an output folder says, by name of the input file."""

    def __init__(self, output: Path) -> None:
        """Read tables, pages, records and findings."""
        self._tables = _by_file(_lines(output / "tables.jsonl"))
        self._pages = _by_file(_lines(output / "pages.jsonl"))
        self._records = _by_file(_lines(output / "records.jsonl"))
        with (output / "findings.csv").open(encoding="utf-8-sig", newline="") as stream:
            self._findings = _by_file(csv.DictReader(stream))

    def outcome(self, case: Case) -> Outcome:
        """All scores of one file."""
        name = case.path.name
        tables: dict[int, list[list[Json]]] = {}
        for table in self._tables.get(name, ()):
            tables.setdefault(table["page"], []).append(table["cells"])
        records = self._records.get(name, [])
        facts = case.truth["facts"]
        return Outcome(
            case,
            score_structure(case, tables, structure_only=True),
            score_structure(case, tables, structure_only=False),
            _values(facts, records),
            _rejoined(facts, records),
            (len(records), len(facts)),
            self._marks(case),
            self._codes(case),
        )

    def _marks(self, case: Case) -> tuple[int, int]:
        """Marks of the paper that a finding with a box says something about."""
        boxes = [
            (int(row["page"]), [float(edge) for edge in re.findall(r"[-\d.]+", row["bbox"])])
            for row in self._findings.get(case.path.name, ())
            if row["bbox"] and row["page"]
        ]
        marks = [
            (page["page"], mark["bbox"]) for page in case.truth["pages"] for mark in page.get("marks", ())
        ]
        found = sum(any(p == page and _cover(box, b) >= COVERED for p, b in boxes) for page, box in marks)
        return found, len(marks)

    def _codes(self, case: Case) -> tuple[int, int]:
        wanted = {code["text"] for page in case.truth["pages"] for code in page.get("codes", ())}
        read = {code["text"] for page in self._pages.get(case.path.name, ()) for code in page["codes"]}
        return len(wanted & read), len(wanted)


def _values(facts: Sequence[Json], records: Sequence[Json]) -> tuple[int, int]:
    """Values of facts that stand in the record of their measure."""
    right = whole = 0
    for fact in facts:
        mine = _record(fact, records)
        for key in fact.keys() - {"broken"}:
            whole += 1
            right += mine is not None and _same(fact[key], mine.get(key))
    return right, whole


def _rejoined(facts: Sequence[Json], records: Sequence[Json]) -> tuple[int, int]:
    """Rows cut by a page's end all of whose texts stand in one record."""
    broken = [fact for fact in facts if fact.get("broken")]
    whole = 0
    for fact in broken:
        mine = _record(fact, records)
        whole += mine is not None and all(_same(fact[k], mine.get(k)) for k in fact if k != "broken")
    return whole, len(broken)


def _record(fact: Json, records: Sequence[Json]) -> Json | None:
    """The record whose measure is most like the fact's."""
    likely = [(_alike(fact["measure"], record.get("measure") or ""), record) for record in records]
    score, record = max(likely, key=lambda pair: pair[0], default=(0.0, None))
    return record if score >= ALIKE / 2 else None


def _same(truth: object, found: object) -> bool:
    if isinstance(truth, str) and isinstance(found, str) and not truth[:1].isdigit():
        return _alike(truth, found) >= ALIKE
    return truth == found


def _alike(one: str, two: str) -> float:
    return float(fuzz.ratio(fold(one), fold(two)))


def _cover(box: Sequence[float], by: Sequence[float]) -> float:
    width = min(box[2], by[2]) - max(box[0], by[0])
    height = min(box[3], by[3]) - max(box[1], by[1])
    area = (box[2] - box[0]) * (box[3] - box[1])
    return max(0.0, width) * max(0.0, height) / area


def _lines(path: Path) -> Iterable[Json]:
    with path.open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def _by_file(rows: Iterable[Json]) -> dict[str, list[Json]]:
    out: dict[str, list[Json]] = {}
    for row in rows:
        out.setdefault(Path(row["source_file"]).name, []).append(row)
    return out
