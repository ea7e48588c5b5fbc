"""How fast the review desk answers: lists over 10,000 documents, and the desk of a real page.

    python bench/review.py [--archive BIG.db] [--output FOLDER]

Without ``--archive`` one of 10,000 made documents (300,000 records) is made first, which takes minutes.
``--output`` is a folder of results of ``prongsai run fixtures/reports``, made when it is missing. Each
address is asked for ``TIMES`` times, in this process, without a network; the median and the slowest are told,
in milliseconds of wall clock and (since machines are shared) of processor time of the whole process.
"""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench import synthetic  # noqa: E402
from oversight.archive.store import Archive  # noqa: E402
from oversight.review.app import create_app  # noqa: E402
from oversight.review.settings import Settings  # noqa: E402

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # starlette would rather have httpx2
    from starlette.testclient import TestClient

TIMES = 9
AGENCIES, YEARS = 1000, range(2559, 2569)
SEARCHES = ("ความเสี่ยง", "คู่มือ เว็บไซต์", "ไม่มีคำนี้เลย")
ORIGIN = "http://127.0.0.1:8765"


def main() -> None:
    """Measure and print a table in Markdown."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--archive", type=Path)
    options.add_argument("--output", type=Path)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as made:
        big = asked.archive or make_big(Path(made) / "archive.db")
        output = asked.output or make_output(Path(made) / "output")
        print("| page | median ms | slowest ms | median CPU ms |\n|---|--:|--:|--:|")
        for name, wall, slowest, cpu in (*lists(big, Path(made)), *desks(output)):
            print(f"| {name} | {wall:.0f} | {slowest:.0f} | {cpu:.0f} |")


def make_big(place: Path) -> Path:
    """An archive of 10,000 documents."""
    synthetic.make_archive(place, agencies=AGENCIES, years=YEARS).__exit__(None, None, None)
    return place


def make_output(folder: Path) -> Path:
    """The fixtures, read."""
    run = [sys.executable, "-m", "pipeline", "run", "fixtures/reports", "-o", str(folder)]
    subprocess.run(run, cwd=ROOT, check=True, capture_output=True)
    return folder


def ready(archive: Archive) -> None:
    """Fill what the made archive leaves out: the index of words, the ranks of the queue."""
    with archive.writing() as connection:
        connection.exec_driver_sql("INSERT INTO record_search(record_search) VALUES ('rebuild')")
        connection.exec_driver_sql("UPDATE records SET priority = 1.001 - confidence WHERE needs_review")
        waiting = (
            "SELECT count(*) FROM records WHERE records.document = documents.id AND priority IS NOT NULL"
        )
        connection.exec_driver_sql(f"UPDATE documents SET to_review = ({waiting})")


def visit(archive: Archive, folder: Path) -> TestClient:
    """A browser that came in."""
    tokens: list[str] = []
    app = create_app(Settings(archive="", output=folder), archive, tokens.append)
    app.sessions.offer()
    client = TestClient(app, base_url=ORIGIN, follow_redirects=True)
    client.get("/enter", params={"token": tokens[-1]})
    return client


def lists(place: Path, folder: Path) -> Iterator[tuple[str, float, float, float]]:
    """Overview and lists of the large archive."""
    with Archive.open(place) as archive:
        ready(archive)
        client = visit(archive, folder)
        first = client.get("/documents").text
        behind = re.search(r'href="(/documents\?after=[^"]+)"', first)
        province = re.findall(r'<option lang="th">([^<]+)', first)[0]
        pages = {
            "overview": "/",
            "documents": "/documents",
            "documents, second page": behind[1] if behind else "/documents",
            "documents of a province": f"/documents?province={province}",
            "documents of a province and year": f"/documents?province={province}&year=2566",
            "documents to review": "/documents?progress=todo",
            "documents that failed (none)": "/documents?status=failed",
            **{f"search {words}": f"/documents?q={words}" for words in SEARCHES},
            "province": f"/provinces/{province}",
            "findings": "/findings",
        }
        for name, path in pages.items():
            yield name, *measured(client, path)


def desks(output: Path) -> Iterator[tuple[str, float, float, float]]:
    """The desk of a scanned page, its picture and a cell cut out of it, once they have been drawn."""
    with Archive.open(output / "archive.db") as archive:
        client = visit(archive, output)
        listed = client.get("/documents?q=nongchanglan-2566-scan300").text
        found = re.search(r'href="(/documents/[0-9a-f]{16})"', listed)
        assert found, "fixtures/reports are not in that archive"
        desk = f"{found[1]}/pages/1"
        yield "desk of a scanned page", *measured(client, desk)
        yield "its picture", *measured(client, f"{desk}/image.webp")
        yield "a cell of it", *measured(client, f"{desk}/crop.png?x0=60&y0=200&x1=200&y1=300")


def measured(client: TestClient, path: str) -> tuple[float, float, float]:
    """Median and slowest of wall time, median of processor time, in milliseconds, once it was asked for."""
    assert client.get(path).status_code == 200, path
    walls, cpus = [], []
    for _ in range(TIMES):
        wall, cpu = time.perf_counter(), time.process_time()
        client.get(path)
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    return statistics.median(walls), max(walls), statistics.median(cpus)


if __name__ == "__main__":
    main()
