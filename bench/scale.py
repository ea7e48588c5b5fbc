"""What the nation's history costs: ``python bench/scale.py``; writes bench/results/scale.md.

Processor time a page is measured here, on whole runs with one worker over the fixtures, starting up taken out
(the difference between many and few copies); what the run's own process does for each document comes from
``bench/archive.py``. The rest is arithmetic on assumptions that the table names.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.runs import whole_run  # noqa: E402
from bench.speed import kinds_of, machine  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"
AGENCIES = 7850  # local governments of Thailand, as many as the register holds
YEARS = 10
PAGES = 6  # a report: assumed
SCANNED = 0.5  # share of scans: assumed
EFFICIENCY = 0.9  # of so many cores, as two workers gain 0.9 of a bare loop: see soak.md
CORES = (2, 64, 512)


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor seconds of a page of either kind, and of the run's own process a document."""

    digital: float
    scan: float
    own: float

    def total(self) -> float:
        """Processor seconds of the workers for the whole history."""
        pages = AGENCIES * YEARS * PAGES
        return pages * (SCANNED * self.scan + (1 - SCANNED) * self.digital)

    def hours(self, cores: int) -> tuple[float, float]:
        """Hours by the clock that the workers need on so many cores, and that the run's own process needs.

        With few cores the two share them and add up; with many the slower one decides.
        """
        return self.total() / cores / EFFICIENCY / 3600, AGENCIES * YEARS * self.own / 3600


def main() -> None:
    """Measure, print the table and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=8, help="copies of each digital file")
    parser.add_argument("--every", type=int, default=1, help="of the scans only each so-manyth")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--stages", action="store_true", help="seconds of the stages in results/speed.json")
    options = parser.parse_args()
    digital, scans = kinds_of(ROOT / "fixtures" / "reports")
    own = json.loads((options.results / "archive.json").read_text("utf-8"))["own"]
    if options.stages:
        speed = json.loads((options.results / "speed.json").read_text("utf-8"))
        digital_page, scan_page = (sum(speed[kind]["stages"].values()) for kind in ("digital", "scans"))
        source = "Seconds of the stages in bench/results/speed.json, packing and archive not counted in."
    else:
        digital_page, scan_page = (
            page_cost(digital, options.copies),
            page_cost(scans[:: options.every], 2),
        )
        source = f"Processor time of whole runs, starting up taken out; load {os.getloadavg()[1]:.1f}."
    cost = Cost(digital_page, scan_page, own)
    table = as_markdown(cost, source)
    sys.stdout.write(table)
    (options.results / "scale.md").write_text(table, "utf-8")


def page_cost(files: Sequence[Path], copies: int) -> float:
    """Processor seconds of a further page."""
    few, many = (whole_run(files, number, jobs=1, engine="auto") for number in (1, copies))
    return float((many["cpu_seconds"] - few["cpu_seconds"]) / (many["pages"] - few["pages"]))


def as_markdown(cost: Cost, source: str) -> str:
    """The table."""
    rows = [
        "# Scale\n",
        f"{machine()}. {source}\n",
        "| | digital | scan |\n| --- | --- | --- |",
        f"| processor seconds a page | {cost.digital:.3f} | {cost.scan:.3f} |",
        f"| pages a processor hour | {3600 / cost.digital:,.0f} | {3600 / cost.scan:,.0f} |",
        f"\nThe run's own process, which enters what the workers bring: {cost.own * 1000:.1f} ms a document",
        "of five pages.\n",
        f"The nation's history: {AGENCIES:,} agencies × {YEARS} years = {AGENCIES * YEARS:,} reports;",
        "assumed are",
        f"{PAGES} pages a report and {SCANNED:.0%} scans: {AGENCIES * YEARS * PAGES:,} pages,",
        f"{cost.total() / 3600:,.0f} processor hours. Of several cores {EFFICIENCY:.0%} is counted.\n",
        "| cores | workers | the run's own process | in all |\n| --- | --- | --- | --- |",
    ]
    for cores in CORES:
        workers, own = cost.hours(cores)
        whole = workers + own / cores if cores == CORES[0] else max(workers, own)
        rows.append(f"| {cores} | {told(workers)} | {told(own)} | {told(whole)} |")
    return "\n".join(rows) + "\n"


def told(hours: float) -> str:
    """Hours, or minutes where those say more."""
    return f"{hours:.1f} h" if hours >= 2 else f"{hours * 60:.0f} min"


if __name__ == "__main__":
    main()
