"""Digital pages told by what shows: ``python bench/eye.py --fonts DIR``; writes bench/results/eye.md, .json.

Reports of ``bench/silent_make.py`` are set on one page each by a writer of this bench alone and drawn in
every kind of ``eye_make.KINDS``: text that does not show, values typed into fields, odd fonts and orders.
What a person sees stays the same, so the records must. Counted are the values of ``silent_judge.JUDGED``:
right, right over those of the same reports with nothing odd (a header word that is not known costs its column
in both), wrong and flagged, wrong and silent; and the processor time a page. The two lots share no agency,
wording, typeface or size: ``development`` may be looked at (``--show``), of ``judging`` only counts are told.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import eye_kinds, eye_letters  # noqa: E402, F401 - they add their kinds
from bench.eye_make import KINDS, make  # noqa: E402
from bench.silent_judge import JUDGED, Reading, judge, paired, places  # noqa: E402
from bench.silent_make import LOTS, Lot  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
PAGES = 12
"""Pages of each kind in a lot."""


@dataclass(frozen=True, slots=True)
class Case:
    """One page read: values counted, what is wrong in words, milliseconds of processor time."""

    kind: str
    number: int
    values: int
    flagged: int
    silent: int
    cost: float
    shown: tuple[str, ...] = ()

    @property
    def right(self) -> int:
        """Values as the paper has them."""
        return self.values - self.flagged - self.silent


def main() -> None:
    """Make, read, judge and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lot", choices=LOTS, default="development")
    parser.add_argument("--fonts", type=Path, required=True, help="folder of the Thai fonts")
    parser.add_argument("--only", action="append", choices=sorted(KINDS), metavar="KIND")
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--show", action="store_true", help="tell what is wrong (development only)")
    parser.add_argument("--keep", type=Path, help="write the files here (development only)")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--results", type=Path, default=ROOT / "bench" / "results")
    options = parser.parse_args()
    open_lot = options.lot == "development"
    keep = options.keep if open_lot else None
    todo = [
        (options.lot, number, kind, options.fonts, keep)
        for kind in options.only or KINDS
        for number in range(options.pages)
    ]
    with Pool(options.jobs) as pool:
        found = list(pool.imap_unordered(_case, todo, chunksize=4))
    told = summary(found)
    if options.show and open_lot:
        sys.stdout.writelines(shown(found))
    if not options.only:
        path = options.results / "eye.json"
        lots = json.loads(path.read_text("utf-8")) if path.exists() else {}
        lots[options.lot] = told
        path.write_text(json.dumps(lots, indent=1) + "\n", "utf-8")
        (options.results / "eye.md").write_text(as_markdown(lots), "utf-8")
    sys.stdout.write(as_markdown({options.lot: told}))


def _case(todo: tuple[Lot, int, str, Path, Path | None]) -> Case:
    """One report in one kind."""
    lot, number, kind, fonts, keep = todo
    data, truths = make(lot, number, kind, fonts)
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        (keep / f"{kind}-{number:02}.pdf").write_bytes(data)
    reading, cost = _read(data)
    verdicts, extra = judge(truths, reading, places(truths, reading))
    flagged = silent = 0
    shown: list[str] = []
    for truth, record, verdict in zip(truths, paired(truths, reading.records), verdicts, strict=True):
        wrong = len(JUDGED) if verdict.kind == "lost" else len(verdict.fields)
        flagged, silent = (flagged + wrong, silent) if verdict.flagged else (flagged, silent + wrong)
        if verdict.kind == "lost":
            shown.append(f"lost: {truth['measure']}")
        shown += [
            f"{'' if verdict.flagged else 'SILENT '}{name}: {truth.get(name)!r} -> {getattr(record, name)!r}"
            for name in verdict.fields
        ]
    silent += sum(not verdict.flagged for verdict in extra)
    flagged += sum(verdict.flagged for verdict in extra)
    shown += ["made up"] * len(extra)
    values = len(JUDGED) * len(truths) + len(extra)
    return Case(kind, number, values, flagged, silent, cost, tuple(shown))


def _read(data: bytes) -> tuple[Reading, float]:
    """The page as the program reads it, and what that cost; the second time, when all is loaded."""
    from extract.clock import Clock
    from extract.doubt.stage import doubt
    from extract.marks.page_furniture import with_marks
    from extract.ocr.choose import Engines
    from extract.pages.document import open_document
    from extract.reading.page import read_page
    from extract.records.build import build
    from extract.tables.second_opinion import SecondOpinion

    engines, costs = Engines("auto"), []
    for _ in range(2):
        with open_document(data, "made.pdf", None) as document, SecondOpinion(data, None) as second:
            start = time.process_time()
            pages = [read_page(document, 1, engines, Clock(), second)]
            costs.append(1000 * (time.process_time() - start))
    marked = with_marks(pages)
    built, doubted = doubt(build("0" * 16, "made.pdf", marked), marked)
    return Reading(doubted, built), min(costs)


def summary(found: Sequence[Case]) -> list[dict[str, Any]]:
    """A row a kind, and one of all."""
    by_kind: dict[str, list[Case]] = defaultdict(list)
    for case in found:
        by_kind[case.kind].append(case)
    rows = [_row(kind, by_kind[kind]) for kind in KINDS if kind in by_kind]
    rows.append(_row("all", list(found)))
    sound = next((row["right"] for row in rows if row["kind"] == "sound"), None)
    return [row | {"as_sound": round(row["right"] / sound, 4) if sound else None} for row in rows]


def _row(kind: str, cases: Sequence[Case]) -> dict[str, Any]:
    values = sum(case.values for case in cases)
    return {
        "kind": kind,
        "pages": len(cases),
        "values": values,
        "right": round(sum(case.right for case in cases) / max(1, values), 4),
        "flagged": sum(case.flagged for case in cases),
        "silent": sum(case.silent for case in cases),
        "ms": round(statistics.median(case.cost for case in cases), 1),
    }


def as_markdown(lots: dict[str, list[dict[str, Any]]]) -> str:
    """The table of each lot."""
    lines = ["# What the eye sees: digital pages by kind of oddity", ""]
    for lot, rows in lots.items():
        head = ("kind", "what is odd", "pages", "values", "right", "to sound", "flagged", "silent", "ms")
        lines += [f"## {lot}", "", f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
        for row in rows:
            said = (KINDS[row["kind"]].__doc__ or "").strip() if row["kind"] in KINDS else ""
            told = ("pages", "values", "right", "as_sound", "flagged", "silent", "ms")
            held = " | ".join(str(row[key]) for key in told)
            lines.append(f"| {row['kind']} | {said} | {held} |")
        lines.append("")
    return "\n".join(lines)


def shown(found: Sequence[Case]) -> Iterator[str]:
    """What is wrong, page by page."""
    for case in sorted(found, key=lambda case: (case.kind, case.number)):
        for line in case.shown:
            yield f"{case.kind}-{case.number:02} {line}\n"


if __name__ == "__main__":
    main()
