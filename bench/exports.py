"""Measure the exports: ``python bench/exports.py``; writes bench/results/exports.md.

A made archive (bench/synthetic.py) of as many agencies as asked, ten years and thirty measures a report. The
machine CSV is compared with a bare ``csv.writer`` that writes the very same cells out of memory, and with the
least that any export from the archive has to do: a bare ``csv.writer`` over a bare cursor. Each export runs
in a process of its own, so that its peak memory is its own; "all cores" is what the command does
with many records.
"""

from __future__ import annotations

import argparse
import csv
import multiprocessing
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from oversight.archive.records import count as count_of

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.archive import load  # noqa: E402
from bench.speed import machine  # noqa: E402
from bench.synthetic import MEASURES, YEARS, make_archive  # noqa: E402

RESULTS = Path(__file__).resolve().parent / "results"
AGENCIES = 1000  # 300,000 records
XLSX_ROWS = 100_000
BAR_CSV = 0.6  # of a bare csv.writer's rows a second
BAR_XLSX = (30, 300)  # seconds and MB for 100,000 rows
QUERIES = (
    ("statuses by year", "SELECT fiscal_year, result_status, count(*) FROM {records} GROUP BY ALL"),
    (
        "agencies by measure, one year",
        "SELECT measure_key, count(DISTINCT agency_id) AS n FROM {records} WHERE fiscal_year = 2566"
        " GROUP BY 1 ORDER BY n DESC LIMIT 20",
    ),
    (
        "one province, two years side by side",
        "SELECT a.agency_id, a.measure, b.result_status FROM {records} a JOIN {records} b"
        " USING (agency_id, measure_key) WHERE a.province = b.province AND a.province = 'ตรัง'"
        " AND a.fiscal_year = 2565 AND b.fiscal_year = 2566",
    ),
    (
        "places of a field",
        "SELECT count(*) FROM (SELECT unnest(provenance) AS p FROM {records} WHERE fiscal_year = 2566)"
        " WHERE p.field = 'budget'",
    ),
)


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds of wall clock and of processor, peak memory in MB, rows."""

    seconds: float
    cpu: float
    memory: float
    count: float


def main() -> None:
    """Measure, print the table and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agencies", type=int, default=AGENCIES)
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--place", type=Path, help="folder for the archive, kept; a temporary one without it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        table = measure(options.place or Path(temporary), options.agencies)
    sys.stdout.write(table)
    options.results.mkdir(parents=True, exist_ok=True)
    (options.results / "exports.md").write_text(table, "utf-8")


def measure(place: Path, agencies: int) -> str:
    """The table, from an archive of ``agencies``."""
    archive = place / f"archive-{agencies}.db"
    shutil.rmtree(place / "parquet", ignore_errors=True)
    if not archive.exists():
        make_archive(archive, agencies).__exit__(None, None, None)
    records = agencies * len(YEARS) * MEASURES
    memory, cursor = apart(bare_memory, archive, place), apart(bare_cursor, archive, place)
    verbatim, excel = apart(machine_csv, archive, place), apart(excel_csv, archive, place)
    shared, shared_excel = apart(machine_shared, archive, place), apart(excel_shared, archive, place)
    again = apart(reread, archive, place)
    book = apart(xlsx, archive, place)
    arrow = apart(parquet, archive, place)

    def pace(name: str, taken: Taken) -> tuple[str, ...]:
        rows = taken.count / taken.seconds
        ratio = f"{rows / (memory.count / memory.seconds):.2f}, {rows / (cursor.count / cursor.seconds):.2f}"
        return name, f"{taken.seconds:.1f}", f"{taken.cpu:.1f}", f"{rows:,.0f}", ratio, f"{taken.memory:.0f}"

    rows = [
        pace("bare `csv.writer`, the same cells out of memory", memory),
        pace("bare cursor and `csv.writer`, the stored columns", cursor),
        pace("CSV, machine, one core", verbatim),
        pace("CSV, machine, all cores", shared),
        pace("CSV, excel, Thai headers, one core", excel),
        pace("CSV, excel, Thai headers, all cores", shared_excel),
        pace("records read again from the machine CSV", again),
        pace(f"XLSX, all sheets, {XLSX_ROWS:,} records", book),
        pace("Parquet by year", arrow),
    ]
    size = sum(path.stat().st_size for path in (place / "parquet").rglob("*.parquet")) / 1e6
    lines = [
        "# Exports: rows a second and memory",
        "",
        f"{records:,} made records of {agencies:,} agencies over {len(YEARS)} years"
        f" ({archive.stat().st_size / 1e9:.1f} GB SQLite). {machine()}, {load()}",
        "",
        f"Bars: CSV ≥ {BAR_CSV} of the bare writer in the same run; XLSX {XLSX_ROWS:,} rows in"
        f" ≤ {BAR_XLSX[0]} s and {BAR_XLSX[1]} MB.",
        "",
        "| | seconds | processor | rows a second | of bare writer: memory, cursor | MB of a process |",
        "| --- | --- | --- | --- | --- | --- |",
        *(f"| {' | '.join(row)} |" for row in rows),
        "",
        f"The machine CSV has {(place / 'machine.csv').stat().st_size / records:,.0f} bytes a record, Parquet"
        f" {size * 1e6 / records:,.0f}.",
        "",
        "| DuckDB over the Parquet files | ms |",
        "| --- | --- |",
        *(f"| {name} | {seconds * 1000:.0f} |" for name, seconds in queries(place / "parquet")),
    ]
    return "\n".join(lines) + "\n"


Work = Callable[[Path, Path], tuple[float, float, int]]
"""(archive, folder to write into) to seconds, processor seconds, rows."""


def apart(work: Work, archive: Path, place: Path) -> Taken:
    """What ``work`` takes in a process of its own."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:  # one that may have children
        return pool.submit(_taken, work, archive, place).result()


def _taken(work: Work, archive: Path, place: Path) -> Taken:
    seconds, cpu, count = work(archive, place)
    memory = max(
        resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return Taken(seconds, cpu, memory / 1024, count)


@contextmanager
def timed(into: list[float]) -> Iterator[None]:
    """Seconds of wall clock and processor, added to ``into``."""
    began, cpu = time.perf_counter(), time.process_time()
    yield
    into[:] = [time.perf_counter() - began, time.process_time() - cpu]


@contextmanager
def selection(archive: Path) -> Iterator[Any]:
    """All of an archive."""
    from oversight.archive.store import Archive
    from oversight.export.tables import Selection

    with Archive.open(archive, write=False) as opened:
        yield Selection(opened)


def bare_memory(archive: Path, place: Path) -> tuple[float, float, int]:
    """The cells of the machine CSV, made before the clock runs."""
    from oversight.export.csv_files import machine_cells

    took: list[float] = []
    with selection(archive) as chosen, opened(place / "bare.csv", "utf-8") as stream:
        rows = list(islice(machine_cells("records", chosen.records()), XLSX_ROWS))
        with timed(took):
            csv.writer(stream).writerows(rows)
            stream.flush()
    return (took[0], took[1], len(rows))


def bare_cursor(archive: Path, place: Path) -> tuple[float, float, int]:
    """Columns as they are stored, by the driver alone."""
    import sqlite3

    from oversight.export.columns import keys

    stored = ",".join(f'"{key}"' for key in keys("records") if key not in ("source_file", "findings"))
    took: list[float] = []
    store = sqlite3.connect(archive)
    with timed(took), opened(place / "bare.csv", "utf-8") as stream:
        csv.writer(stream).writerows(store.execute(f"SELECT {stored} FROM records"))
    (count,) = store.execute("SELECT count(*) FROM records").fetchone()
    return (took[0], took[1], count)


def machine_csv(archive: Path, place: Path) -> tuple[float, float, int]:
    """The machine profile."""
    from oversight.export.csv_files import write
    from oversight.export.style import Style

    took: list[float] = []
    with selection(archive) as chosen, timed(took), opened(place / "machine.csv", "utf-8") as stream:
        write(stream, "machine", "records", chosen.records(), Style())
    return (took[0], took[1], counted(archive))


def excel_csv(archive: Path, place: Path) -> tuple[float, float, int]:
    """The excel profile under Thai headers."""
    from oversight.export.csv_files import ENCODING, write
    from oversight.export.style import Style

    took: list[float] = []
    with selection(archive) as chosen, timed(took), opened(place / "excel.csv", ENCODING["excel"]) as stream:
        write(stream, "excel", "records", chosen.records(), Style("th"))
    return (took[0], took[1], counted(archive))


def machine_shared(archive: Path, place: Path) -> tuple[float, float, int]:
    """The machine profile by all cores."""
    return in_pool(archive, place / "machine.csv", "machine")


def excel_shared(archive: Path, place: Path) -> tuple[float, float, int]:
    """The excel profile under Thai headers by all cores."""
    return in_pool(archive, place / "excel.csv", "excel")


def in_pool(archive: Path, path: Path, profile: str) -> tuple[float, float, int]:
    """A CSV by all cores; the processor's seconds are those of all processes."""
    from oversight.export.pool import write_records
    from oversight.export.style import Style

    took: list[float] = []
    with selection(archive) as chosen, timed(took), opened(path, "utf-8") as stream:
        write_records(stream, chosen, profile, Style("th" if profile == "excel" else "keys"))
    helpers = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (took[0], took[1] + helpers.ru_utime + helpers.ru_stime, counted(archive))


def reread(archive: Path, place: Path) -> tuple[float, float, int]:
    """Records from the machine CSV."""
    from oversight.export.csv_files import read_records

    took: list[float] = []
    with timed(took):
        count = sum(1 for _ in islice(read_records(place / "machine.csv"), XLSX_ROWS))
    return (took[0], took[1], count)


def xlsx(archive: Path, place: Path) -> tuple[float, float, int]:
    """A workbook of all sheets, its records ``XLSX_ROWS``."""
    from oversight.export import workbook
    from oversight.export.style import Style
    from oversight.export.tables import Selection

    class Some(Selection):
        """The first records of a selection."""

        def rows(self, table: str) -> Any:
            return islice(super().rows(table), XLSX_ROWS)

    took: list[float] = []
    with selection(archive) as chosen, timed(took):
        some = Some(chosen.archive)
        written = workbook.write(place / "book.xlsx", some, Style("th"))
    return (took[0], took[1], written["records"])


def parquet(archive: Path, place: Path) -> tuple[float, float, int]:
    """Records by year."""
    from oversight.export import parquet as profile

    took: list[float] = []
    with selection(archive) as chosen, timed(took):
        profile.write_by_year(place / "parquet", "records", chosen.records())
    return (took[0], took[1], counted(archive))


def counted(archive: Path) -> int:
    """Records of an archive."""
    with selection(archive) as chosen, chosen.archive.reading() as connection:
        return sum(count_of(connection).values())


@contextmanager
def opened(path: Path, encoding: str) -> Iterator[Any]:
    """A CSV file to write."""
    with path.open("w", encoding=encoding, newline="", buffering=1 << 20) as stream:
        yield stream


def queries(folder: Path) -> Iterator[tuple[str, float]]:
    """Seconds of each query, the second time it is asked."""
    import duckdb

    records = f"read_parquet('{folder}/*/*.parquet', hive_partitioning = true)"
    with duckdb.connect() as connection:
        connection.execute(f"SET threads = {os.cpu_count()}")
        for name, query in QUERIES:
            asked = query.format(records=records)
            connection.execute(asked).fetchall()
            began = time.perf_counter()
            connection.execute(asked).fetchall()
            yield name, time.perf_counter() - began


if __name__ == "__main__":
    main()
