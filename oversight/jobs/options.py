"""What a run is asked to do: options, and one document's task."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from extract.errors import UsageError
from oversight import talk

if TYPE_CHECKING:
    from oversight.jobs.inputs import InputFile

EngineName = Literal["auto", "reader", "tesseract"]
MAX_PAGES = 500  # pages of a document, DESIGN.md


@dataclass(frozen=True, slots=True)
class Options:
    """What the user chose for reading documents.

    ``pages`` holds inclusive ranges (first, last) or is empty for all pages; ``agency_id`` and
    ``fiscal_year`` (Buddhist era) overrule what the paper says. ``register`` is the file of the register of
    local governments; its digest stands for what it says. ``second_opinion`` has tesseract read again what
    the reader doubts. A document of more than ``max_pages`` is refused.
    """

    engine: EngineName = "auto"
    pages: tuple[tuple[int, int], ...] = ()
    password: str | None = None
    agency_id: str | None = None
    fiscal_year: int | None = None
    register: str | None = None
    register_digest: str | None = None
    second_opinion: bool = False
    max_pages: int = MAX_PAGES

    def wanted(self, page_count: int) -> list[int]:
        """The pages to read of a document of ``page_count``."""
        numbers = range(1, page_count + 1)
        if not self.pages:
            return list(numbers)
        return [n for n in numbers if any(first <= n <= last for first, last in self.pages)]


@dataclass(frozen=True, slots=True)
class Task:
    """One document to read, and the SHA-256 of its bytes; ``again`` if its limits ended the last reading."""

    source: InputFile
    sha256: str
    options: Options
    again: bool = False


def page_ranges(value: str) -> tuple[tuple[int, int], ...]:
    """``1-3,5`` as inclusive ranges.

    Raises:
        UsageError: Not of that form.
    """
    ranges = []
    for part in value.replace(" ", "").split(","):
        found = re.fullmatch(r"(\d+)(?:-(\d+))?", part, re.ASCII)
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not 1 <= first <= last:
            raise UsageError(*talk.both("run.bad_pages", value=value))
        ranges.append((first, last))
    return tuple(ranges)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a list of files says about each: by its path as given, or by its bare name."""

    rows: dict[str, tuple[str | None, int | None]]
    _matched: set[str] = field(default_factory=set, compare=False)

    def apply(self, options: Options, source_file: str) -> Options:
        """``options`` with the file's own agency and year, where it is listed."""
        name = source_file if source_file in self.rows else Path(source_file).name
        if name not in self.rows:
            return options
        self._matched.add(name)
        agency_id, fiscal_year = self.rows[name]
        return replace(
            options,
            agency_id=agency_id or options.agency_id,
            fiscal_year=fiscal_year or options.fiscal_year,
        )

    def unmatched(self) -> tuple[str, ...]:
        """The files it lists that were not asked for so far."""
        return tuple(name for name in self.rows if name not in self._matched)


def read_manifest(path: Path) -> Manifest:
    """Read a CSV with the columns file, agency_id and fiscal_year; the last two may be empty.

    Raises:
        UsageError: The file is missing or of another form.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = {
                row["file"]: (
                    row["agency_id"] or None,
                    int(row["fiscal_year"]) if row["fiscal_year"] else None,
                )
                for row in csv.DictReader(stream)
            }
    except (OSError, KeyError, ValueError) as error:
        texts = talk.both("run.bad_manifest", path=path, detail=error)
        raise UsageError(*texts) from error
    return Manifest(rows)
