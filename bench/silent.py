"""Is what is wrong flagged? ``python bench/silent.py``; writes bench/results/silent.md and .json.

Reports drawn by chance are read sound, and with faults planted: in files before they are read
(``silent_print.py``, ``silent_papers.py``) and in pages whose tables are filled, before records are built
(``silent_plant.py``). Every record is held against what stands on paper (``silent_judge.py`` says how), and
counted by kind of fault: wrong or lost records and the share flagged, right records and the share flagged.
The lots share no agency, wording, header, typeface or rules: ``development`` may be looked at (``--show``),
of the others only the counts are told. ``judging`` was looked at after its first count, and ``judging-2``
made beside it; it also holds forms of tables, numbers, periods and amounts that the first two have not.
``judging-3`` holds ordinary headers and plain tables only: with it right records are counted too.
``--fonts DIR`` (fixtures/README.md) is needed once to print a lot;
files and pages read are kept in the temporary folder, pages while the code that reads them is the same.
``--cases DIR`` judges files in the form of a folder of cases instead (``silent_cases.py``).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing import Pool
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.silent_judge import Reading, Verdict, judge, made_up, places  # noqa: E402
from bench.silent_make import LOTS  # noqa: E402
from bench.silent_papers import LAYERS, SHEETS, spoiled  # noqa: E402
from bench.silent_plant import KINDS  # noqa: E402
from bench.silent_print import FAULTS, FAULTY, FAULTY_SCANS, make_lot  # noqa: E402
from extract.model import Page  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
KEPT = Path(tempfile.gettempdir()) / "prongsai-silent"
TIMES = 2
"""Times each fault of ``KINDS`` is planted in each report."""
SAID = {name: (change.__doc__ or "") for name, change in FAULTS.items()}
SAID |= {name: (change.__doc__ or "") for name, (change, _) in LAYERS.items()}
SAID |= {name: (change.__doc__ or "") for name, change in SHEETS.items()}
SAID |= {name: kind.said for name, kind in KINDS.items()}
SAID |= {"other-paper": "A development plan: a table of projects, no measure report"}
SAID = {name: said.strip().splitlines()[0].rstrip(".") for name, said in SAID.items()}


@dataclass(frozen=True, slots=True)
class Case:
    """One reading: of which file, with which fault (None: sound), and the verdicts on its records."""

    kind: str | None
    file: str
    medium: str
    verdicts: tuple[Verdict, ...]


def main() -> None:
    """Print what is missing, read, plant, judge and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lot", choices=LOTS, default="development")
    parser.add_argument("--fonts", type=Path, help="folder of the Thai fonts; needed to print a lot")
    parser.add_argument("--made", type=Path, help="a lot printed before, or where to keep it")
    parser.add_argument(
        "--only", action="append", choices=sorted(SAID), metavar="KIND", help="these kinds only"
    )
    parser.add_argument("--list", action="store_true", help="name the kinds of fault")
    parser.add_argument(
        "--show", action="store_true", help="name what is wrong and silent (development only)"
    )
    parser.add_argument("--keep", action="store_true", help="take pages read before, whatever changed since")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--cases", type=Path, help="judge the files of this folder instead")
    parser.add_argument("--results", type=Path, default=ROOT / "bench" / "results")
    options = parser.parse_args()
    if options.list:
        sys.stdout.writelines(f"{name:20} {SAID[name]}\n" for name in SAID)
        return
    if options.cases:
        from bench.silent_cases import tell

        tell(options.cases, options.jobs)
        return
    made = options.made or KEPT / options.lot
    if not any(made.glob("*.json")):
        if options.fonts is None:
            parser.error("--fonts is needed to print the lot")
        make_lot(options.lot, made, options.fonts)
    found = measured(made, options.lot, frozenset(options.only or SAID), options.jobs, options.keep)
    from bench.silent_report import as_markdown, shown, summary

    told = summary(found, SAID, made)
    if options.show and options.lot == "development":
        sys.stdout.writelines(shown(found))
    if options.only:
        sys.stdout.write(as_markdown({options.lot: told}))
        return
    path = options.results / "silent.json"
    lots = json.loads(path.read_text("utf-8")) if path.exists() else {}
    lots[options.lot] = told
    path.write_text(json.dumps(lots, indent=1) + "\n", "utf-8")
    (options.results / "silent.md").write_text(as_markdown(lots), "utf-8")
    sys.stdout.write(as_markdown({options.lot: told}))


def measured(made: Path, lot: str, kinds: frozenset[str], jobs: int, keep: bool = False) -> list[Case]:
    """All cases of a lot that are of ``kinds``, sound readings too."""
    kept = KEPT / ("last" if keep else _state())
    kept.mkdir(parents=True, exist_ok=True)
    if not keep:
        last = KEPT / "last"
        last.unlink(missing_ok=True)
        last.symlink_to(kept.name)
    todo = [(path, medium) for path in sorted(made.glob("*.json")) for medium in ("scan", "digital")]
    with Pool(jobs) as pool:
        done = pool.imap_unordered(partial(_cases, kinds, kept), todo, chunksize=1)
        return sorted((c for cases in done for c in cases), key=lambda c: (c.file, c.medium, c.kind or ""))


def _state() -> str:
    """A name for the code that reads pages: all of extract/ but what builds records from them or doubts."""
    digest = hashlib.sha256()
    for path in sorted((ROOT / "extract").rglob("*")):
        if path.is_file() and path.suffix in {".py", ".csv", ".onnx"}:
            if path.parent.name == "doubt" or path.name == "doubts.csv":
                continue
            if path.parent.name == "records" and path.stem not in ("headers", "short_prints"):
                continue
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _cases(kinds: frozenset[str], kept: Path, todo: tuple[Path, str]) -> list[Case]:
    """One report in one medium: sound, with the faults of files, with faults planted in its pages."""
    path, medium = todo
    truth = json.loads(path.read_text("utf-8"))
    end = "-scan" if medium == "scan" else ""
    source = path.with_name(path.stem + end + ".pdf")
    pages = read_file(source, kept)
    sound = built(pages)
    truths = truth["records"] if any(truth["records"]) else []
    if not truths:
        _, extra = judge((), sound, ())
        return [Case("other-paper", path.stem, medium, tuple(extra))] if "other-paper" in kinds else []
    base, extra = judge(truths, sound, spots := places(truths, sound))
    cases = [Case(None, path.stem, medium, (*base, *extra))]
    known, before = made_up(truths, sound), sound.told

    def against(kind: str, changed: Sequence[Page]) -> None:
        where = {id(page.lines): page.number for page in changed}
        after = built(changed)
        place = (lambda n: where.get(id(pages[n - 1].lines))) if kind == "page-dropped" else (lambda n: n)
        found, more = judge(truths, after, spots, before, place, known)
        news = [v for v, was in zip(found, base, strict=True) if was.kind == "right"]
        cases.append(Case(kind, path.stem, medium, (*news, *more)))

    for kind, changed in _spoiled(path, medium, kinds, kept):
        against(kind, changed)
    for name, kind in KINDS.items():
        for time in range(TIMES if name in kinds else 0):
            planted = kind.plant(
                list(pages), truth["columns"], random.Random(f"{name} {time} {path.stem} {medium}")
            )
            if planted is not None:
                against(name, planted)
    return cases


def _spoiled(path: Path, medium: str, kinds: frozenset[str], kept: Path) -> Iterator[tuple[str, list[Page]]]:
    """The faults of the report's file, each with its pages as read."""
    number, end = int(path.stem.rpartition("-")[2]), "-scan" if medium == "scan" else ""
    for kind in FAULTS:
        file = path.with_name(f"{path.stem}.{kind}{end}.pdf")
        if kind in kinds and file.exists():
            yield kind, read_file(file, kept)
    own = LAYERS if medium == "digital" else SHEETS
    for kind in own if number < (FAULTY if medium == "digital" else FAULTY_SCANS) else ():
        if kind in kinds:
            yield kind, read_file(path.with_name(f"{path.stem}{end}.pdf"), kept, kind)


def read_file(path: Path, kept: Path, kind: str | None = None) -> list[Page]:
    """The pages of a file with tables filled, as the program reads them; kept for the next time."""
    place = kept / f"{path.parent.name}-{path.stem}{'.' + kind if kind else ''}.pickle"
    if place.exists():
        return pickle.loads(place.read_bytes())
    from extract.clock import Clock
    from extract.ocr.choose import Engines
    from extract.pages.document import open_document
    from extract.reading.page import read_page
    from extract.tables.second_opinion import SecondOpinion

    data, engines = spoiled(path, kind) if kind else path.read_bytes(), Engines("auto")
    with open_document(data, path.name, None) as document, SecondOpinion(data, None) as second:
        count = document.page_count
        pages = [read_page(document, n, engines, Clock(), second) for n in range(1, count + 1)]
    place.write_bytes(pickle.dumps(pages))
    return pages


def built(pages: Sequence[Page]) -> Reading:
    """Records of read pages, as the program makes them (``pipeline.digitise``)."""
    from extract.doubt.stage import doubt
    from extract.marks.page_furniture import with_marks
    from extract.records.build import build

    marked = with_marks(pages)
    reports, doubted = doubt(build("0" * 16, "made.pdf", marked), marked)
    return Reading(doubted, reports)


if __name__ == "__main__":
    main()
