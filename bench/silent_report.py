"""What ``bench/silent.py`` tells: shares by kind, calibration of a record's confidence, seconds of doubt."""

from __future__ import annotations

import time
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bench.silent import Case
    from bench.silent_judge import Verdict

Json = dict[str, Any]
BINS = 10
MEDIA = ("digital", "scan")
TIMED = {"digital": 8, "scan": 8}
"""Files of a lot by which the stage ``doubt`` is timed."""
NOTES = {
    "judging-2": "Counted once, never mended for. 19 of its 30 reports have a header word that was not known "
    "(เจ้าของเรื่อง, ผลสำเร็จของการดำเนินงาน), two layouts were lost and told; among the first eight no record "
    "is right while sound, so faults planted in files count nothing here. What is right and flagged stands "
    "under a header matched by likeness (มาตรการในการยกระดับคุณธรรม, ผลสำเร็จของการดำเนินงาน) or beside a "
    "column of unknown meaning (ปัญหาที่พบ).",
    "judging-3": "Counted once, never mended for: plain ruled tables under ordinary headers. Of scans "
    "the reader reads one of the eight typefaces well (Chakra Petch), two in part (Maitree, Noto Sans Thai), "
    "of the other five hardly a record, so that only 36 right records of scans are left (flagged: 6 of 24, "
    "4 of 8, 3 of 3, 1 of 1) and faults planted in scans count little.",
}
"""What has to be said of a lot's figures."""


def summary(cases: Sequence[Case], said: Mapping[str, str], made: Path) -> Json:
    """All counts of a lot; nothing in it names a file or a text."""
    kinds = {kind for case in cases if (kind := case.kind)}
    natural = [case for case in cases if case.kind is None]
    out: Json = {
        "sound": {medium: _counts(_of(natural, medium)) for medium in MEDIA},
        "kinds": {
            kind: {"said": said[kind]}
            | {medium: _counts(_of([c for c in cases if c.kind == kind], medium)) for medium in MEDIA}
            for kind in said
            if kind in kinds
        },
        "fields": {m: Counter(f for v in _of(natural, m) for f in v.fields).most_common() for m in MEDIA},
        "codes": {
            m: Counter(
                code
                for v in _of(natural, m)
                if v.kind == "right" and v.flagged
                for code in v.codes or ("-",)
            ).most_common()
            for m in MEDIA
        },
        "calibration": {
            "sound": calibration([v for case in natural for v in case.verdicts]),
            "planted": calibration([v for case in cases for v in case.verdicts]),
        },
        "spite": spite([v for case in cases for v in case.verdicts]),
        "seconds": doubt_seconds(made),
    }  # fmt: skip
    planted = [case for case in cases if case.kind is not None]
    out["all"] = {medium: _counts(_of(planted, medium)) for medium in MEDIA}
    return out


def _of(cases: Sequence[Case], medium: str) -> list[Verdict]:
    return [verdict for case in cases if case.medium == medium for verdict in case.verdicts]


def _counts(verdicts: Sequence[Verdict]) -> Json:
    wrong = [v for v in verdicts if v.kind != "right"]
    right = [v for v in verdicts if v.kind == "right"]
    return {
        "wrong": len(wrong),
        "lost": sum(v.kind == "lost" for v in wrong),
        "made_up": sum(v.kind == "made up" for v in wrong),
        "flagged": sum(v.flagged for v in wrong),
        "right": len(right),
        "right_flagged": sum(v.flagged for v in right),
    }


def calibration(verdicts: Sequence[Verdict]) -> Json:
    """Confidence in bins of equal mass, their mean error (ECE), and AUROC of right over wrong.

    Records of one confidence that fall into several bins each count as right by the share of them all.
    """
    points = sorted((v.confidence, v.kind == "right") for v in verdicts if v.confidence is not None)
    if not points:
        return {"records": 0, "ece": None, "auroc": None, "bins": []}
    sums: dict[float, list[bool]] = {}
    for confidence, right in points:
        sums.setdefault(confidence, []).append(right)
    even = [(confidence, sum(sums[confidence]) / len(sums[confidence])) for confidence, _ in points]
    bins = [even[n * len(even) // BINS : (n + 1) * len(even) // BINS] for n in range(BINS)]
    rows = [
        {
            "records": len(b),
            "confidence": sum(c for c, _ in b) / len(b),
            "right": sum(r for _, r in b) / len(b),
        }
        for b in bins
        if b
    ]
    error = sum(row["records"] * abs(row["confidence"] - row["right"]) for row in rows) / len(points)
    return {"records": len(points), "ece": error, "auroc": auroc(points), "bins": rows}


def spite(verdicts: Sequence[Verdict]) -> dict[str, tuple[int, int]]:
    """Finding to the records that bear it: how many are right all the same, and all; the most frequent first.

    ``extract/data/doubts.csv`` takes its shares from here.
    """
    stood = [v for v in verdicts if v.confidence is not None]
    borne = Counter(code for v in stood for code in v.codes)
    right = Counter(code for v in stood for code in v.codes if v.kind == "right")
    return {code: (right[code], count) for code, count in borne.most_common()}


def auroc(points: Sequence[tuple[float, bool]]) -> float | None:
    """The chance that a right record has a higher confidence than a wrong one, ties half."""
    right = [c for c, r in points if r]
    wrong = [c for c, r in points if not r]
    if not right or not wrong:
        return None
    ranks: dict[float, float] = {}
    ordered = sorted(c for c, _ in points)
    for value in set(ordered):
        ranks[value] = (bisect_left(ordered, value) + bisect_right(ordered, value) + 1) / 2
    total = sum(ranks[c] for c in right)
    return (total - len(right) * (len(right) + 1) / 2) / (len(right) * len(wrong))


def doubt_seconds(made: Path) -> Json:
    """CPU seconds a page in the stage ``doubt``, after the records were built as in a run.

    The first file is not counted: with it a process loads its word lists, once for thousands of pages.
    """
    from bench.silent import KEPT, read_file
    from extract.doubt.stage import doubt
    from extract.marks.page_furniture import with_marks
    from extract.records.build import build

    out: Json = {}
    for medium, count in TIMED.items():
        spent, pages = 0.0, 0
        for number, path in enumerate(sorted(made.glob("*.json"))[: count + 1]):
            file = path.with_name(path.stem + ("-scan" if medium == "scan" else "") + ".pdf")
            marked = with_marks(read_file(file, KEPT / "last"))
            built = build("0" * 16, file.name, marked)
            start = time.process_time()
            doubt(built, marked)
            if number:
                spent, pages = spent + time.process_time() - start, pages + len(marked)
        out[medium] = spent / pages if pages else None
    return out


def as_markdown(lots: Mapping[str, Json]) -> str:
    """The page of results."""
    out = [
        "# Never silently wrong\n",
        "Made reports, printed and scanned, read sound and with faults planted (`bench/silent.py`). "
        "*Flagged*: of wrong records those with `needs_review`, of lost ones those that a finding above info "
        "tells of; `bench/silent_judge.py` says exactly how both are counted. Records wrong without a fault "
        "are counted under *sound* only. Bars: 95 % of wrong records flagged, no kind under 80 %; of right "
        "records of sound files at most 4 % (digital) and 10 % (scan) flagged; ECE at most .03, AUROC at "
        "least .95; the stage `doubt` at most 3 and 15 ms a page.\n",
    ]
    for lot, told in lots.items():
        out += [f"## Lot {lot}\n", *([NOTES[lot] + "\n"] if lot in NOTES else []), *_lot(told)]
    return "\n".join(out) + "\n"


def _lot(told: Json) -> Iterator[str]:
    yield "| fault | digital: wrong | flagged | right | flagged | scan: wrong | flagged | right | flagged |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    rows = [("**sound files**", told["sound"]), ("**all kinds together**", told["all"])]
    rows += [(f"{name}: {kind['said']}", kind) for name, kind in told["kinds"].items()]
    for name, row in rows:
        yield f"| {name} | " + " | ".join(_cells(row[medium]) for medium in MEDIA) + " |"
    yield ""
    shares = [_least(kind) for kind in told["kinds"].values()]
    low = sum(share is not None and share < 0.8 for share in shares)
    known = [share for share in shares if share is not None]
    mean = f"{100 * sum(known) / len(known):.0f} %" if known else "-"
    yield f"{len(shares)} kinds, each counted alike {mean} flagged; {low} of them under 80 %.\n"
    for name, found in told["calibration"].items():
        if not found["records"]:
            continue
        area = "-" if found["auroc"] is None else f"{found['auroc']:.3f}"
        what = "sound files" if name == "sound" else "sound files and planted faults"
        yield (
            f"Confidence of records over {what}: ECE {found['ece']:.3f}, AUROC {area}, "
            f"{found['records']} records.\n"
        )
        yield "| confidence | " + " | ".join(f"{row['confidence']:.3f}" for row in found["bins"]) + " |"
        yield "| --- |" + " ---: |" * len(found["bins"])
        yield "| right | " + " | ".join(f"{row['right']:.3f}" for row in found["bins"]) + " |\n"
    borne = ", ".join(f"{code} {right} of {count}" for code, (right, count) in told.get("spite", {}).items())
    yield f"Records right in spite of a finding, faults planted or not: {borne}.\n"
    for medium in MEDIA:
        fields = ", ".join(f"{name} {n}" for name, n in told["fields"][medium]) or "none"
        codes = ", ".join(f"{name} {n}" for name, n in told["codes"][medium]) or "none"
        yield f"Sound {medium} files: fields wrong: {fields}.\n"
        yield f"Findings of right records flagged in sound {medium} files: {codes}.\n"
    times = [f"{m} {s * 1000:.1f} ms" for m, s in told["seconds"].items() if s is not None]
    yield f"The stage `doubt`, CPU time a page: {', '.join(times)}.\n"


def _cells(row: Json) -> str:
    return (
        f"{row['wrong']} | {_share(row['flagged'], row['wrong'])} | "
        f"{row['right']} | {_share(row['right_flagged'], row['right'])}"
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else ""


def _least(kind: Json) -> float | None:
    wrong = sum(kind[medium]["wrong"] for medium in MEDIA)
    return sum(kind[medium]["flagged"] for medium in MEDIA) / wrong if wrong else None


def shown(cases: Sequence[Case]) -> Iterator[str]:
    """What is wrong and silent, and what is right and flagged in sound files: a line each."""
    for case in cases:
        for verdict in case.verdicts:
            silent = verdict.kind != "right" and not verdict.flagged
            loud = verdict.kind == "right" and verdict.flagged and case.kind is None
            if silent or loud:
                what = (
                    f"{verdict.kind} {' '.join(verdict.fields)}"
                    if silent
                    else f"flagged {' '.join(verdict.codes)}"
                )
                sure = "" if verdict.confidence is None else f"{verdict.confidence:.2f}"
                yield f"{case.kind or 'sound':20} {case.file} {case.medium:8} {sure:5} {what}\n"
