"""Whether two states of the code write the same files: ``python bench/same.py BASE [--to FOLDER]``.

The fixtures are run, exported, compared and reported by the code of the commit BASE and by this working
tree. Every file that they write is compared byte by byte. Where two differ, each key or column that differs
is listed with its first pair of values. Exit code 1 when a difference is found that ``same_intended.csv``
does not name with its reason.

BASE is the commit that a change starts from, ``origin/main`` as a rule. The list holds what that one change
means: it is emptied once the change is in, for from then on its output is the base.

What tells of the run and not of the paper (times, versions, digests of code) is left out: ``VOLATILE``.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from fnmatch import fnmatch
from itertools import zip_longest
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
HOME = HERE.parent
INPUTS = ("fixtures/reports", "fixtures/tables", "fixtures/years")
VOLATILE = {
    "run.json": ("versions", "made_by", "started", "seconds", "seconds_by_stage", "files"),
    "datapackage.json": ("created",),
}
SKIPPED = ("archive.db*", "run.log.jsonl", "docProps/*")
ARCHIVE = ("--archive", "{out}/run/archive.db")
AGENCY, PROVINCE = "อบต.นาขยาด", "ตรัง"
COMMANDS = (
    ("run", *INPUTS, "-o", "{out}/run", "--jobs", "2"),
    ("export", *ARCHIVE, "--format", "csv", "-o", "{out}/machine"),
    ("export", *ARCHIVE, "--format", "csv", "--profile", "excel", "--headers", "th", "-o", "{out}/excel"),
    ("export", *ARCHIVE, "--format", "xlsx", "--digits", "thai", "-o", "{out}/records.xlsx"),
    ("export", *ARCHIVE, "--format", "parquet", "-o", "{out}/parquet"),
    ("export", *ARCHIVE, "--format", "datapackage", "-o", "{out}/package"),
    *(
        ("compare", *ARCHIVE, "--province", PROVINCE, "--years", "2565", "2566", "--format", form)
        for form in ("csv", "json", "html")
    ),
    ("compare", *ARCHIVE, "--agency", AGENCY, "--years", "2565", "2566"),
    ("compare", "families", *ARCHIVE),
    ("coverage", *ARCHIVE, "--format", "json"),
    ("coverage", *ARCHIVE),
    *(("report", *ARCHIVE, "--province", PROVINCE, "--format", form) for form in ("html", "csv", "json")),
    ("search", *ARCHIVE, "ของขวัญ"),
    ("findings",),
)
Value = tuple[str, str]
"""A key or column, and what stands there."""
Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One key or column that differs in a file: how often, and its first pair of values."""

    file: str
    key: str
    count: int
    before: str
    after: str


def main() -> None:
    """Run both, compare, print; exit 1 when a difference is not meant."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", help="commit to compare with")
    parser.add_argument("--to", type=Path, help="keep the files of both here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        out = options.to or Path(place)
        tree = Path(place) / "tree"
        checkout(options.base, tree)
        for code, name in ((tree, "before"), (HOME, "after")):
            write_all(code, (out / name).absolute())
        found = list(differences(out / "before", out / "after"))
    intended = list(csv.DictReader((HERE / "same_intended.csv").open(encoding="utf-8", newline="")))
    unmeant = 0
    for each in found:
        reason = next((row["reason"] for row in intended if _meant(row, each)), None)
        unmeant += reason is None
        sys.stdout.write(f"{each.file}: {each.key} (x{each.count}): {reason or 'NOT MEANT'}\n")
        sys.stdout.write(f"  before {each.before[:200]}\n  after  {each.after[:200]}\n")
    sys.stdout.write(f"{len(found)} differences, {unmeant} not meant\n")
    sys.exit(1 if unmeant else 0)


def _meant(row: dict[str, str], found: Difference) -> bool:
    return fnmatch(found.file, row["file"]) and fnmatch(found.key, row["key"])


def checkout(commit: str, tree: Path) -> None:
    """The files of ``commit`` in a new folder."""
    tree.mkdir(parents=True)
    packed = subprocess.run(["git", "archive", commit], cwd=HOME, check=True, stdout=subprocess.PIPE)
    subprocess.run(["tar", "-x", "-C", str(tree)], input=packed.stdout, check=True)


def write_all(code: Path, out: Path) -> None:
    """Every output file that the code in ``code`` writes; what a command prints goes to ``printed/``."""
    printed = out / "printed"
    printed.mkdir(parents=True)
    for number, command in enumerate(COMMANDS):
        words = [word.format(out=out) for word in command]
        done = subprocess.run(
            [sys.executable, "-c", "import pipeline; pipeline.main()", *words],
            cwd=code,
            env={**os.environ, "PYTHONPATH": str(code), "LC_ALL": "C.UTF-8"},
            capture_output=True,
        )
        if done.returncode not in (0, 3):
            sys.stderr.write(f"{' '.join(words)}: exit {done.returncode}\n{done.stderr.decode()[-2000:]}\n")
        text = done.stdout.decode().replace(str(out), "OUT")
        (printed / f"{number:02}-{command[0]}.txt").write_text(f"exit {done.returncode}\n{text}", "utf-8")


def differences(before: Path, after: Path) -> Iterator[Difference]:
    """What differs between two folders of files."""
    names = sorted(
        {str(p.relative_to(top)) for top in (before, after) for p in top.rglob("*") if p.is_file()}
    )
    for name in names:
        first, second = before / name, after / name
        if any(fnmatch(Path(name).name, pattern) for pattern in SKIPPED):
            continue
        if not (first.exists() and second.exists()):
            yield Difference(name, "file", 1, str(first.exists()), str(second.exists()))
        else:
            yield from in_file(name, first.read_bytes(), second.read_bytes())


def in_file(name: str, first: bytes, second: bytes) -> Iterator[Difference]:
    """What differs between two files of one name."""
    if first == second:
        return
    if zipfile.is_zipfile(io.BytesIO(first)) and zipfile.is_zipfile(io.BytesIO(second)):
        parts = [dict(_members(content)) for content in (first, second)]
        for member in sorted({*parts[0], *parts[1]}):
            yield from in_file(f"{name}!{member}", parts[0].get(member, b""), parts[1].get(member, b""))
        return
    found: dict[str, list[tuple[str, str]]] = {}
    for (key, old), (other, new) in _pairs(list(_rows(name, first)), list(_rows(name, second))):
        if key != other:
            found.setdefault(f"{key} | {other}", []).append((old, new))
        elif old != new:
            found.setdefault(key, []).append((old, new))
    if not found and not name.endswith(("run.json", "datapackage.json")):
        found["bytes"] = [(str(len(first)), str(len(second)))]
    for key, values in found.items():
        yield Difference(name, key, len(values), *values[0])


def _members(content: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if not any(fnmatch(name, pattern) for pattern in SKIPPED):
                yield name, archive.read(name)


def _pairs(before: Sequence[Row], after: Sequence[Row]) -> Iterator[tuple[Value, Value]]:
    """Values side by side of the rows that differ; ``row``, with its code if any, has no partner."""
    for _, i, end_i, j, end_j in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old, new = before[i:end_i], after[j:end_j]
        for one, other in zip(old, new, strict=False):
            yield from zip_longest(one, other, fillvalue=("missing", ""))
        lone = [(row, True) for row in old[len(new) :]] + [(row, False) for row in new[len(old) :]]
        for row, gone in lone:
            key = f"row {dict(row).get('code', '')}".strip()
            shown = ", ".join(value for _, value in row if value)
            yield ((key, shown), (key, "")) if gone else ((key, ""), (key, shown))


def _rows(name: str, content: bytes) -> Iterator[Row]:
    """The rows of a file in its order, each as (key, value) of all that stands in it."""
    volatile = VOLATILE.get(Path(name).name, ())
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return
    if name.endswith(".jsonl"):
        for line in text.splitlines():
            yield tuple(_leaves("", json.loads(line)))
    elif name.endswith(".json"):
        told: Any = json.loads(text)
        yield tuple(_leaves("", {k: v for k, v in told.items() if k not in volatile}))
    elif name.endswith(".csv"):
        header, *rows = list(csv.reader(io.StringIO(text, newline=""))) or [[]]
        yield tuple(("header", title) for title in header)
        for row in rows:
            yield tuple(zip_longest(header, row, fillvalue=""))
    else:
        yield from ((("line", line),) for line in text.splitlines())


def _leaves(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """Keys of nested JSON as paths; places in lists are not told apart."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(f"{path}.{key}" if path else key, inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(f"{path}[]", inner)
    else:
        yield path, json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    main()
