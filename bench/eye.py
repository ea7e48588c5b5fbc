"""Digital pages told by what shows: ``python bench/eye.py --fonts DIR``; writes bench/results/eye.md, .json.

Reports of ``bench/silent_make.py`` are set on one page each by a writer of this bench alone and drawn in
every kind of ``eye_make.KINDS``: text that does not show, values typed into fields, odd fonts and orders; and
printed by Chromium in every kind of ``eye_print.PRINTED``, every third file rewritten by another program.
What a person sees stays the same, so the records must. Counted are the values of ``silent_judge.JUDGED``:
right, right over those of the same reports with nothing odd (a header word that is not known costs its column
in both), wrong and flagged, wrong and silent; and the processor time a page. ``--clean 20`` sets sound pages
in so many fonts and counts the letters that were read otherwise. The lots share no agency, wording,
typeface or size: ``development`` may be looked at (``--show``), of the others only counts are told.
``judging-2`` was drawn after ``judging`` was known, and counted once.
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

from bench import (  # noqa: E402, F401 - they add their kinds
    eye_kinds,
    eye_letters,
    eye_printed_kinds,
    eye_printed_letters,
)
from bench.eye_clean import clean_lines, clean_page, families  # noqa: E402
from bench.eye_make import KINDS, make  # noqa: E402
from bench.eye_print import PRINTED, make_printed  # noqa: E402
from bench.silent_judge import JUDGED, Reading, judge, paired, places  # noqa: E402
from bench.silent_make import Lot  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
PAGES = {"development": 12, "judging": 12, "judging-2": 5}
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
    parser.add_argument("--lot", choices=PAGES, default="development")
    parser.add_argument("--fonts", type=Path, required=True, help="folder of the Thai fonts")
    parser.add_argument("--only", action="append", choices=[*KINDS, *PRINTED], metavar="KIND")
    parser.add_argument("--pages", type=int)
    parser.add_argument("--show", action="store_true", help="tell what is wrong (development only)")
    parser.add_argument("--keep", type=Path, help="write the files here (development only)")
    parser.add_argument("--clean", type=int, metavar="N", help="sound pages in N fonts, told by letters")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--results", type=Path, default=ROOT / "bench" / "results")
    options = parser.parse_args()
    if options.clean:
        chosen = enumerate(families(options.fonts, options.clean))
        rows = [clean_page(family, number, options.fonts, _read) for number, family in chosen]
        write(options.results, "clean", rows)
        sys.stdout.write("\n".join(clean_lines(rows)) + "\n")
        return
    open_lot = options.lot == "development"
    keep = options.keep if open_lot else None
    todo = [
        (options.lot, number, kind, options.fonts, keep)
        for kind in options.only or kinds(options.lot)
        for number in range(options.pages or PAGES[options.lot])
    ]
    with Pool(options.jobs) as pool:
        found = list(pool.imap_unordered(_case, todo, chunksize=4))
    told = summary(found)
    if options.show and open_lot:
        sys.stdout.writelines(shown(found))
    if not options.only:
        write(options.results, options.lot, told)
    sys.stdout.write(as_markdown({options.lot: told}))


def write(results: Path, part: str, rows: list[dict[str, Any]]) -> None:
    """What was measured of one lot, or of the clean pages, beside what stands in the files."""
    path = results / "eye.json"
    lots = json.loads(path.read_text("utf-8")) if path.exists() else {}
    lots[part] = rows
    path.write_text(json.dumps(lots, indent=1) + "\n", "utf-8")
    (results / "eye.md").write_text(as_markdown(lots), "utf-8")


NOTES = {
    "judging-2": "Some header words of this lot are not known, and records of a table with such a column are "
    "flagged: each record of its sound pages is. So silent says nothing here, and right is to be read beside "
    "the sound pages (to sound). Counted once.",
}
"""What is to be known of a lot's figures."""


def kinds(lot: Lot) -> list[str]:
    """Kinds of a lot.

    ``judging`` was counted before there were printed ones. Letters pressed to no width are left out of
    ``judging-2``: a viewer draws blots for these, so that its page is not the paper of the others.
    """
    every = [*KINDS] if lot == "judging" else [*KINDS, *PRINTED]
    return [kind for kind in every if lot != "judging-2" or kind != "no-width"]


def _case(todo: tuple[Lot, int, str, Path, Path | None]) -> Case:
    """One report in one kind."""
    lot, number, kind, fonts, keep = todo
    data, truths = (make_printed if kind in PRINTED else make)(lot, number, kind, fonts)
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
    """A row a kind, and one of all; how right a kind is to the sound pages that were made as its own."""
    by_kind: dict[str, list[Case]] = defaultdict(list)
    for case in found:
        by_kind[case.kind].append(case)
    rows = [_row(kind, by_kind[kind]) for kind in [*KINDS, *PRINTED] if kind in by_kind]
    sound = {row["kind"]: row["right"] for row in rows if row["kind"] in ("sound", "printed-sound")}
    told = []
    for row in [*rows, _row("all", list(found))]:
        base = sound.get("printed-sound" if row["kind"] in PRINTED else "sound")
        told.append(row | {"as_sound": round(row["right"] / base, 4) if base else None})
    return told


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
        if lot == "clean":
            lines += ["## Clean pages by font", "", *clean_lines(rows), ""]
            continue
        head = ("kind", "what is odd", "pages", "values", "right", "to sound", "flagged", "silent", "ms")
        noted = [NOTES[lot], ""] if lot in NOTES else []
        lines += [f"## {lot}", "", *noted, f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
        for row in rows:
            said = ((KINDS | PRINTED)[row["kind"]].__doc__ or "").strip() if row["kind"] != "all" else ""
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
