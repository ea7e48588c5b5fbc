"""How well the findings over documents are found: ``python bench/findings.py``; bench/results/findings.md.

With ``--archive`` (one of bench/synthetic.py) it measures their pace instead: bench/results/findings_pace.md.

Provinces of made agencies, among them planted situations (``planted``): each agency's documents of a year are
laid beside those of the year before, its plan beside its report, all documents beside those of all others.
Counted by agency and code. Honest agencies are half of all; what is told of them is a false alarm.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from oversight.archive.documents import handed_in
from oversight.archive.records import count as count_of
from oversight.archive.records import stream as stream_columns

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import planted  # noqa: E402
from bench.speed import machine  # noqa: E402
from extract.thai.fold import key  # noqa: E402
from extract.thai.letters import MARKS  # noqa: E402
from oversight.archive.selection import Filter  # noqa: E402
from oversight.archive.store import Archive  # noqa: E402
from oversight.audit.audit import Audit, Material, audit  # noqa: E402
from oversight.audit.near_duplicates import near_groups, shingles  # noqa: E402
from oversight.compare.measures import Measure, measure_of  # noqa: E402
from oversight.export.coverage import tally  # noqa: E402
from oversight.registry.explain import severities  # noqa: E402
from oversight.report.gather import Scope, gather  # noqa: E402
from oversight.report.report_page import report_page  # noqa: E402

RESULTS = Path(__file__).resolve().parent / "results"
YEAR = planted.YEARS[-1]
# What a situation also is, though it was not planted for it: a report of last year has last year's plan.
ALSO = {
    planted.FORM: {"plan-repeats-last-year"},
    "report-of-last-year": {"plan-repeats-last-year", "responsible-changed"},
    "report-of-another": {"responsible-changed"},
    "results-of-another": {"responsible-changed"},
    "weak-unanswered": {"score-fell-though-done"},
}
CODES = tuple(planted.SITUATIONS.values())
MADE = (
    "Made documents: the figures say that the rules do what they promise, also through misread letters\n"
    "(1 % on scans), not how often real reports hold such things or how real copies are dressed up."
)
LOST_MARK, OTHER_LETTER = 0.025, 0.005
"""Of marks lost and of letters read as another: 1 % wrong letters in all, as on harsh scans."""


_MARK = re.compile(f"[{MARKS}]")
CONFUSED = "กขคจชซดตถทนบปผพฟภมยรลวสหอ"


@dataclass(frozen=True, slots=True)
class Score:
    """Right, false and missed findings of one code."""

    right: int
    false: int
    missed: int

    @property
    def precision(self) -> float | None:
        """Share of the told that are right."""
        return self.right / (self.right + self.false) if self.right + self.false else None

    @property
    def recall(self) -> float | None:
        """Share of the planted that are told."""
        return self.right / (self.right + self.missed) if self.right + self.missed else None


def look(made: planted.Planted, read: random.Random | None = None) -> Audit:
    """The audit of what was planted; ``read`` makes scans of it, with letters lost."""
    reports = [planted.report_of(paper) for paper in made.papers]
    sides = [measure_of(record) for report in reports for record in report.records]
    if read is not None:
        sides = [_misread(side, read) for side in sides]
    rows = [
        {
            **{name: getattr(report.facts, name) for name in planted.KNOWN},
            "dla_code": None,
            "records": len(report.records),
        }
        for report in reports
    ]
    return audit(
        Material(
            YEAR,
            tuple(side for side in sides if side.fiscal_year in (YEAR - 1, YEAR)),
            tuple(score for report in reports for score in report.scores),
            tuple(replace(cell, registered=True) for cell in tally(rows, None)),
        )
    )


def _misread(side: Measure, chance: random.Random) -> Measure:
    """The side as a scan of the page would give it."""
    texts = {name: _damaged(getattr(side, name), chance) for name in ("measure", "procedure", "result")}
    damaged = any(texts[name] != getattr(side, name) for name in texts)
    confidence = 0.87 if damaged else 0.97
    doubts = tuple((name, confidence) for name, text in texts.items() if text)
    return replace(side, **texts, measure_key=None, confidence=confidence, doubts=doubts)


def _damaged(text: str | None, chance: random.Random) -> str | None:
    """The text with marks lost and letters taken for others; digits stay."""
    if not text:
        return text
    read: list[str] = []
    for letter in text:
        if _MARK.match(letter) and chance.random() < LOST_MARK:
            continue
        read.append(
            chance.choice(CONFUSED) if letter in CONFUSED and chance.random() < OTHER_LETTER else letter
        )
    return "".join(read)


def score(made: planted.Planted, told: Audit) -> dict[str, Score]:
    """Each code's score over all agencies."""
    expected = made.expected()
    said: dict[str, set[str]] = {agency: set() for agency in expected}
    for finding in told.findings:
        # What weighs less than its code does, and not for doubtful reading, is a hint and no finding.
        if finding.severity != severities()[finding.code] and not finding.doubtful:
            continue
        said.setdefault(finding.agency_id or "", set()).add(finding.code)
    counts: dict[str, Counter[str]] = {code: Counter() for code in CODES}
    for agency, codes in said.items():
        also = ALSO.get(made.situations.get(agency, ""), set())
        for code in CODES:
            wanted, there = code in expected.get(agency, ()), code in codes
            if there and (wanted or code not in also):
                counts[code]["right" if wanted else "false"] += 1
            elif wanted and not there:
                counts[code]["missed"] += 1
    return {code: Score(c["right"], c["false"], c["missed"]) for code, c in counts.items()}


def false_alarms(made: planted.Planted, told: Audit) -> list[str]:
    """What is told, graver than a hint, of agencies with nothing planted and nothing taken from them."""
    expected = made.expected()
    return [
        f"{finding.agency_id} {finding.code}"
        for finding in told.findings
        if finding.severity != "info" and not expected.get(finding.agency_id or "", {""})
    ]


def pace(place: Path) -> str:
    """What a province's report and the nation's near duplicates cost on the archive of ``synthetic.py``."""
    lines: list[str] = []
    with Archive.open(place, write=False) as archive:
        with archive.reading() as connection:
            held, counted = handed_in(connection), count_of(connection)
        year = max(one.fiscal_year or 0 for one in held)
        records = sum(counted.values())
        fullest = max((one for one in held if one.fiscal_year == year), key=lambda one: one.documents)
        lines.append(f"{records:,} records of fiscal years up to {year}, made by bench/synthetic.py.\n")
        lines += ["| what | seconds | CPU seconds |", "| --- | --- | --- |"]
        for turn in ("first", "again"):
            watch = _Watch()
            facts = gather(archive, None, Scope(year, fullest.province))
            page = report_page(facts, "th")
            told = f"{fullest.documents} agencies, {facts.count(year):,} measures, {len(page) / 1e6:.1f} MB"
            lines.append(watch.line(f"report of a province, {turn} ({told})"))
        watch = _Watch()
        wanted = Filter(fiscal_years=(year,))
        texts = [key(text) for (text,) in stream_columns(archive.engine, ("measure_key",), wanted) if text]
        texts = [f"{text}{n % 977}" for n, text in enumerate(texts)]  # few are equal, many nearly
        lines.append(watch.line(f"reading {len(texts):,} measures of one year"))
        watch = _Watch()
        groups = near_groups([shingles(text) for text in texts])
        largest = max((len(group) for group in groups), default=0)
        lines.append(
            watch.line(f"near duplicates among them ({len(groups):,} groups, the largest {largest:,})")
        )
    return "\n".join(lines) + "\n"


class _Watch:
    """Wall and CPU seconds since it was made."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def line(self, what: str) -> str:
        wall, cpu = time.perf_counter() - self._wall, time.process_time() - self._cpu
        return f"| {what} | {wall:.1f} | {cpu:.1f} |"


def main() -> None:
    """Measure, print the table and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agencies", type=int, default=150)
    parser.add_argument("--provinces", type=int, default=4)
    parser.add_argument(
        "--archive", type=Path, help="an archive of bench/synthetic.py, to measure the pace on"
    )
    parser.add_argument("--results", type=Path, default=RESULTS)
    options = parser.parse_args()
    if options.archive:
        name, parts = "findings_pace.md", ["# Pace of findings over documents\n", pace(options.archive)]
    else:
        name, parts = "findings.md", ["# Findings over documents\n", f"{MADE}\n"]
        seeds = range(1, 1 + options.provinces)
        for kind, scans in (("digital", False), ("scans", True)):
            parts.append(measured(kind, options.agencies, seeds, scans))
    table = "\n".join([*parts, f"{machine()}\n"])
    sys.stdout.write(table)
    options.results.mkdir(parents=True, exist_ok=True)
    (options.results / name).write_text(table, "utf-8")


def measured(name: str, agencies: int, seeds: Iterable[int], scans: bool) -> str:
    """One table over several provinces."""
    total: Counter[tuple[str, str]] = Counter()
    honest = alarms = papers = pairs = 0
    began = time.process_time()
    for seed in seeds:
        made = planted.province(agencies, 200 + seed)
        told = look(made, random.Random(seed) if scans else None)
        for code, one in score(made, told).items():
            total.update({(code, part): getattr(one, part) for part in ("right", "false", "missed")})
        honest += sum(not codes for codes in made.expected().values())
        alarms += len(false_alarms(made, told))
        papers += len(made.papers)
        pairs += len(told.changes)
    lines = [
        f"## {name}\n",
        f"{papers} documents of {agencies * len(list(seeds))} agencies, {pairs} pairs of years; "
        f"{time.process_time() - began:.0f} CPU seconds with making them.",
        f"Agencies with nothing planted: {honest}; findings of weight told of them: {alarms}.\n",
        "| finding | planted | right | false | missed | precision | recall |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for code in CODES:
        one = Score(*(total[code, part] for part in ("right", "false", "missed")))
        shares = ["–" if share is None else f"{share:.3f}" for share in (one.precision, one.recall)]
        cells = [code, one.right + one.missed, one.right, one.false, one.missed, *shares]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
