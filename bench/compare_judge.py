"""How right the alignment is on the hand-made years, read through the whole pipeline.

What became of a measure counts as right when the change, the measures of both years and, for ``changed``, the
facts that changed (not the wording) are those of ``fixtures/years/alignment.json``. A record is that measure
of the truth whose text it is likest to; what is like none counts as wrong.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz
from rapidfuzz.process import cdist
from scipy.optimize import linear_sum_assignment

from extract.model import MeasureRecord
from oversight.compare.align import align
from oversight.compare.changes import WORDED
from oversight.compare.measures import measure_of

YEARS = Path(__file__).resolve().parent.parent / "fixtures" / "years"
LIKE = 70.0  # percent of letters: the worst scan of a measure is far liker
Told = tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Judged:
    """Changes of one class of paper: right, found, in truth; and what differs, file by file."""

    right: int
    found: int
    truth: int
    differences: tuple[str, ...]

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / max(1, self.found)

    @property
    def recall(self) -> float:
        """Share of the truth that was found."""
        return self.right / max(1, self.truth)


def pairs() -> dict[tuple[str, str], list[dict[str, Any]]]:
    """The links of each pair of files that the truth tells wholly."""
    links = json.loads((YEARS / "alignment.json").read_text(encoding="utf-8"))
    found: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for link in links:
        found[link["from_file"], link["to_file"]].append(link)
    return {files: told for files, told in found.items() if len(told) > 1}


def judge(records: Mapping[str, Sequence[MeasureRecord]]) -> dict[str, Judged]:
    """Judge ``digital`` and ``scan``; ``records`` are those of each file of ``pairs``."""
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    differences: defaultdict[str, list[str]] = defaultdict(list)
    for files, links in pairs().items():
        kind = "scan" if "scan" in files[0] else "digital"
        names = [names_of(file, records[file]) for file in files]
        sides = [[measure_of(record) for record in records[file]] for file in files]
        found: set[Told] = set()
        for change in align(*sides):
            old, new = (
                tuple(sorted(named.get(side.record_id, side.record_id) for side in group))
                for named, group in zip(names, (change.before, change.after), strict=True)
            )
            facts = tuple(f for f in change.fields if f not in WORDED) if change.kind == "changed" else ()
            found.add((change.kind, old, new, facts))
        truth = {
            (link["change"], _keys(link["from"]), _keys(link["to"]), tuple(link["fields"])) for link in links
        }
        sums[kind] = [
            a + b for a, b in zip(sums[kind], (len(found & truth), len(found), len(truth)), strict=True)
        ]
        differences[kind] += [f"{files}: found {one}" for one in sorted(found - truth)]
        differences[kind] += [f"{files}: missed {one}" for one in sorted(truth - found)]
    return {kind: Judged(*sums[kind], tuple(differences[kind])) for kind in sums}


def names_of(file: str, records: Sequence[MeasureRecord]) -> dict[str, str]:
    """The name (instrument-number) in truth of each record that is one of its measures."""
    told = json.loads((YEARS / file.replace(".pdf", ".truth.json")).read_text(encoding="utf-8"))["records"]
    texts = [record.measure or "" for record in records], [measure["measure"] for measure in told]
    similarity = cdist(*texts, scorer=fuzz.ratio)
    places = linear_sum_assignment(similarity, maximize=True)
    return {
        records[a].record_id: f"{told[b]['instrument']}-{told[b]['number']}"
        for a, b in zip(*places, strict=True)
        if similarity[a, b] >= LIKE
    }


def _keys(measures: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    return tuple(sorted(f"{one['instrument']}-{one['number']}" for one in measures))
