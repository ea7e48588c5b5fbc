"""What a document is, by all the evidence of its words together.

Each cue of ``data/kind_cues.csv`` found in a text speaks for one class of ``data/kinds.csv`` (integrity
measures, a development plan, minutes …) with its own weight, more where it stands at the head of the document
or of a page. The weights are fitted on made texts by ``bench/kinds_fit.py``. The chances of all classes add
up to one; those of the classes about integrity tell whether a table is one of integrity work at all.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from extract.data import rows
from extract.model import BBox, LogicalTable, Page
from extract.once import once_a_page
from extract.pages.lines import PAGE_MARK
from extract.records.headers import Header
from extract.records.sections import Section
from extract.records.subject import TITLE_LINES, begins_with_subject, names_integrity, of_other_work
from extract.records.table_subject import HALF, calls_measures, rows_say, table_says
from extract.records.title import kind_of, memo_subject, running_text
from extract.thai.fold import unmarked, unmarked_pattern

HEAD = 2.4
"""How much more a cue counts at the head than in the text; fitted with the weights."""
HEAD_LINES, FOOT_LINES = 4, 2
"""Lines outside the tables at the top and at the foot of a page that say what the document is."""
LONGEST = 4000
"""Letters of a text that are looked at: what a document is shows on its first pages."""
FIRST_PAGES = 3
"""Pages that say what a document is."""
OF_DOCUMENT = 0.7
"""What the evidence of a whole report counts for each of its tables, of its logarithm."""
SAID, SAID_WEIGHT = 2.0, 0.5
"""What the wording of a title counts, in units of the cues' weights, and each unit of its own certainty."""
ROWS = 3.0
"""What its rows count for a table, in units of the weights: all of them about subjects of the assessment, or
none and all about other work (bench/real_kinds.py, lot ``fit``)."""
NAMED = 2.5
"""What it counts for a table, where its report says nothing, that its header calls its rows measures and they
name no other work."""
SAYS_NOTHING = 0.5
"""Chance of the likeliest class under which a report says nothing of itself."""
OTHER_WORK = 30.0
"""What it takes from the classes of integrity, in units of the weights, that a title names other work: more
than a title's wording and its tables can give (12 did not decide, bench/results/kinds.md)."""
LETTER = "letter"
"""The class of memos, which are what their subjects name where these are listed."""
TELLING = 0.25
"""Share of the lines of a paper that must name subjects of the assessment, or others, to say what it is."""
LEAST = 1e-4
"""Chance of a class of the report under which it counts no less."""
OF_OTHER_WORK = 0.4
"""Chance of integrity under which a table gives no measures (bench/real_kinds.py, lot ``fit``)."""
SURELY_INTEGRITY = 0.6
"""Chance of integrity from which the measures of a table are not doubted for it."""
SURELY_OTHER = 0.05
"""Chance of integrity under which a table is of other work without a doubt."""

# A scan loses tone marks first.


@dataclass(frozen=True, slots=True)
class Evidence:
    """The chance of each class, 0–1, the likeliest first."""

    chances: tuple[tuple[str, float], ...]

    @property
    def best(self) -> str:
        """The likeliest class."""
        return self.chances[0][0]

    @property
    def chance(self) -> float:
        """The chance of the likeliest class."""
        return self.chances[0][1]

    @property
    def integrity(self) -> float:
        """The chance that this is integrity work of any class."""
        return sum(chance for kind, chance in self.chances if _classes()[kind]["integrity"])

    def told(self) -> str:
        """The likeliest class and its chance, in Thai and English."""
        row = _classes()[self.best]
        return f"{row['name_th']} / {row['name_en']} ({self.chance:.0%})"

    def of_integrity(self) -> Evidence:
        """The same, of the classes about integrity alone."""
        kept = [(kind, chance) for kind, chance in self.chances if _classes()[kind]["integrity"]]
        whole = sum(chance for _, chance in kept) or 1.0
        return Evidence(tuple((kind, chance / whole) for kind, chance in kept))


@cache
def _classes() -> dict[str, dict[str, str]]:
    return {row["kind"]: row for row in rows("kinds.csv")}


@cache
def _cues() -> dict[re.Pattern[str], list[tuple[str, float]]]:
    """What each cue weighs for the classes it speaks for or against."""
    cues: dict[re.Pattern[str], list[tuple[str, float]]] = {}
    for row in rows("kind_cues.csv"):
        if weight := float(row["weight"]):
            cues.setdefault(re.compile(unmarked_pattern(row["pattern"])), []).append((row["kind"], weight))
    return cues


def document_kind(kind: str) -> tuple[str, str | None]:
    """The ``document_kind`` of a class and its OIT item."""
    row = _classes()[kind]
    return row["document_kind"], row["oit_key"] or None


def class_of(kind: str, oit_key: str) -> str:
    """The class of a ``document_kind``; of ``other`` by its OIT item."""
    named = [name for name, row in _classes().items() if row["document_kind"] == kind]
    of_item = [name for name in named if _classes()[name]["oit_key"] == oit_key]
    return of_item[0] if of_item else "anticorruption_plan" if kind == "other" else kind


def weigh(head: str, text: str, more: Mapping[str, float] | None = None) -> Evidence:
    """Weigh the cues in the ``head`` of a document or page and in its ``text``.

    Args:
        head: its title, the first and last lines of its pages, its section rows.
        text: its running text, the headers and cells of its tables.
        more: what else speaks for a class, in units of the weights.
    """
    return _weighed(unmarked(head)[:LONGEST], unmarked(text)[:LONGEST], tuple((more or {}).items()))


@lru_cache(maxsize=256)
def _weighed(head: str, text: str, more: tuple[tuple[str, float], ...]) -> Evidence:
    scores = dict.fromkeys(_classes(), 0.0)
    for weights, in_head, in_text in zip(_cues().values(), _said(head), _said(text), strict=True):
        for kind, weight in weights:
            scores[kind] += weight * (HEAD * in_head + in_text)
    for kind, weight in more:
        scores[kind] += weight
    highest = max(scores.values())
    grown = {kind: math.exp(score - highest) for kind, score in scores.items()}
    whole = sum(grown.values())
    chances = ((kind, value / whole) for kind, value in grown.items())
    return Evidence(tuple(sorted(chances, key=lambda each: -each[1])))


@lru_cache(maxsize=256)
def _said(text: str) -> tuple[bool, ...]:
    """Of each cue, whether it stands in a folded text."""
    return tuple(pattern.search(text) is not None for pattern in _cues())


def heads(pages: Iterable[Page]) -> str:
    """The first and the last lines outside the tables of each of ``pages``, each line once."""
    return " ".join(dict.fromkeys(text for page in pages for text in _ends(page)))


@once_a_page
def _ends(page: Page) -> tuple[str, ...]:
    """The first and the last lines of a page outside its tables, its page marks left out."""
    boxes = [table.bbox for table in page.tables]
    outside = [line for line in page.lines if line.text.strip() and not _stands_in(boxes, line.bbox)]
    outside.sort(key=lambda line: line.bbox.center[1])
    free = [text for line in outside if not PAGE_MARK.match(text := line.text.strip())]
    return (*free[:HEAD_LINES], *free[HEAD_LINES:][-FOOT_LINES:])


def _stands_in(boxes: Sequence[BBox], line: BBox) -> bool:
    x, y = line.center
    return any(box.contains(x, y) for box in boxes)


def _listed(pages: Sequence[Page]) -> list[str]:
    """The lines of the first pages under its head that say something; none where few do."""
    lines = [line.text for page in pages[:FIRST_PAGES] for line in page.lines if line.text.strip()]
    lines = lines[TITLE_LINES:]
    telling = [text for text in lines if rows_say([text])]
    return telling if len(telling) >= TELLING * len(lines) else []


def none_of_measures() -> dict[str, float]:
    """What the classes of measures weigh for a paper of other work."""
    kinds = (kind for kind, row in _classes().items() if row["document_kind"].startswith("measure_"))
    return dict.fromkeys(kinds, -OTHER_WORK)


def of_document(
    title: str,
    pages: Sequence[Page],
    printed: str = "",
    more: Mapping[str, float] | None = None,
    letters: bool = True,
) -> Evidence:
    """The evidence of a whole document by its first pages.

    Args:
        title: its title, empty where it has none; its wording weighs beside its cues.
        pages: all its pages.
        printed: headers and section rows of its tables.
        more: what else speaks for a class.
        letters: whether a letter without a title is none of measures; a table in one may be.
    """
    weights = dict(more or {})
    said = kind_of(title) if title else None
    if said is not None:
        if title == memo_subject(pages):
            weights[LETTER] = weights.get(LETTER, 0.0) - OTHER_WORK
        kind = class_of(said.kind, said.oit_key)
        weights[kind] = weights.get(kind, 0.0) + SAID + SAID_WEIGHT * said.weight
    listed = None if any(weight > 0 for weight in (more or {}).values()) else lambda: rows_say(_listed(pages))
    if of_other_work(title, pages, listed, letters and listed is not None):
        weights |= {kind: weights.get(kind, 0.0) + less for kind, less in none_of_measures().items()}
    first = pages[:FIRST_PAGES]
    head = " ".join((title, heads(first), printed))
    return weigh(head, " ".join(running_text(page) for page in first), weights)


def of_table(
    table: LogicalTable, header: Header, sections: Iterable[Section], title: str, pages: Sequence[Page]
) -> Evidence:
    """The evidence of one table: the head of its pages, its sections, headers and cells, and its report's.

    Args:
        table: the table.
        header: its header as read.
        sections: the sections of its rows.
        title: the title of its report.
        pages: the pages of its report.
    """
    own = {number for number, _ in table.tables}
    labels = dict.fromkeys(section.printed for section in sections if section.printed)
    head = " ".join((title, heads(page for page in pages if page.number in own), *labels))
    named = " ".join(column.printed for column in header.columns)
    by_rows, called = table_says(table, header), calls_measures(header)
    document = of_document(title, pages, letters=not called)
    more = {kind: OF_DOCUMENT * math.log(max(chance, LEAST)) for kind, chance in document.chances}
    said = ROWS * by_rows
    says_nothing = document.chance < SAYS_NOTHING or document.integrity >= SAYS_NOTHING
    said += NAMED * (says_nothing and said >= 0 and called)
    shown = called or not head.strip() or by_rows > HALF * begins_with_subject(pages)
    shown = shown or _names_integrity((title, *labels), pages, own)
    other = OTHER_WORK * (not shown or of_other_work(title, pages, lambda: by_rows, not called))
    for kind, row in _classes().items():
        more[kind] -= other if row["integrity"] else said
    return weigh(head, f"{named} {_body(table)}", more)


def _names_integrity(said: Iterable[str], pages: Iterable[Page], own: set[int]) -> bool:
    """Whether a title, a section or the running text of a table's pages speaks of integrity at all."""
    texts = (*said, *(running_text(page) for page in pages if page.number in own))
    return any(names_integrity(unmarked(text)) for text in texts)


def names_measures(title: str) -> bool:
    """Whether a title names a plan of measures or a report on them."""
    said = kind_of(title) if title else None
    return said is not None and said.kind.startswith("measure_")


def by_itself(table: LogicalTable, header: Header, heading: str) -> Evidence:
    """The evidence of one table by its own words: the lines above it, its headers and cells."""
    named = " ".join(column.printed for column in header.columns)
    return weigh(heading, f"{named} {_body(table)}")


def _body(table: LogicalTable) -> str:
    return " ".join(cell.text for row in table.rows if row.kind == "body" for cell in row.all_cells)
