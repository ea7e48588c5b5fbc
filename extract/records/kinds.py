"""What a document is, by all the evidence of its words together.

Each cue of ``data/kind_cues.csv`` found in a text speaks for one class of ``data/kinds.csv`` (integrity
measures, a development plan, minutes …) with its own weight, more where it stands at the head of the document
or of a page. The weights are fitted on made texts by ``bench/kinds_fit.py``. The chances of all classes add
up to one; those of the classes about integrity tell whether a table is one of integrity work at all.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from extract.data import alternatives, rows
from extract.model import BBox, LogicalTable, Page
from extract.once import once_a_page
from extract.pages.lines import PAGE_MARK
from extract.records.body_names import bodies_in
from extract.records.headers import Header
from extract.records.sections import Section
from extract.records.title import begins_as_title, clean, kind_of, lines_above, running_text
from extract.thai.fold import fold
from extract.thai.letters import without_raised

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
MOST_ROWS, LEAST_SUBJECT = 0.5, 3
"""What rows must say for integrity where the title names an unknown subject; letters that make a subject."""
TITLE_LINES, SUBJECT_LINES = 3, 10
"""Lines at the head of a paper that say what it is where it has no title; among which a subject stands."""
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
            cues.setdefault(re.compile(without_raised(row["pattern"])), []).append((row["kind"], weight))
    return cues


@lru_cache(maxsize=64)
def folded(text: str) -> str:
    """``text`` as cues are looked for in it: without white space, tone marks and case, Arabic digits."""
    return without_raised(fold(text).lower().replace(" ", ""))


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
    return _weighed(folded(head)[:LONGEST], folded(text)[:LONGEST], tuple((more or {}).items()))


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


@cache
def _subjects() -> dict[str, re.Pattern[str]]:
    said = alternatives("title_subjects.csv")
    return {role: re.compile(without_raised(pattern)) for role, pattern in said.items()}


def of_other_work(title: str, pages: Sequence[Page], rows_said: Callable[[], float] | None = None) -> bool:
    """Whether the title, or the head of a paper without one, names other work than integrity.

    มาตรการ alone is no integrity work: its subject is (ทุจริต, โปร่งใส …, or อุทกภัย, พลังงาน …). Calendars, orders
    that appoint, gift reports and the like are other papers whatever they are about. Of a subject that is in
    neither list what the rows say decides.

    Args:
        title: its title, empty where it has none.
        pages: its pages.
        rows_said: gives ``rows_say`` of what it lists, where it is asked; None where that is not known.
    """
    text, said = _head(title, pages), _subjects()
    if said["form"].search(text):
        return True
    if said["integrity"].search(text) or said["integrity"].search(_head("", pages)):
        return False
    if said["other"].search(text):
        return True
    return rows_said is not None and _has_subject(title, pages) and rows_said() <= MOST_ROWS


def _has_subject(title: str, pages: Sequence[Page]) -> bool:
    """Whether a title names some subject, beside words like รายงานผลการดำเนินการตามมาตรการ."""
    said, lines = _subjects(), lines_above(pages[0])[:1] if pages and not title else ()
    named = title or next((line.text for line in lines if begins_as_title(line.text)), "")
    text = said["ends"].split(_head(named, ()), maxsplit=1)[0]
    return len(said["generic"].sub("", text)) >= LEAST_SUBJECT


def heads_measures(title: str, pages: Sequence[Page]) -> bool:
    """Whether the title, or the head of a paper without one, names measures of integrity in any wording."""
    text, said = _head(title, pages), _subjects()
    named = said["measures"].search(text) and said["integrity"].search(text)
    return named is not None and not said["form"].search(text)


def _head(title: str, pages: Sequence[Page]) -> str:
    """The title, else the first lines of a paper, folded; without names of bodies (วิทยาลัยการอาชีพ…)."""
    lines = [clean(line.text).strip() for page in pages[:1] for line in lines_above(page)[:SUBJECT_LINES]]
    subject = (line for line in lines[TITLE_LINES:] if line.startswith("เรื่อง"))
    head = title or " ".join((*lines[:TITLE_LINES], *subject))
    for start, end, _ in reversed(bodies_in(head)):
        head = head[:start] + head[end:]
    return folded(head)


def _listed(pages: Sequence[Page]) -> list[str]:
    """The lines of the first pages under its head that say something."""
    lines = [line.text for page in pages[:FIRST_PAGES] for line in page.lines if line.text.strip()]
    return [text for text in lines[TITLE_LINES:] if rows_say([text])] or [""]


def _measure_classes() -> list[str]:
    return [kind for kind, row in _classes().items() if row["document_kind"].startswith("measure_")]


def of_document(
    title: str, pages: Sequence[Page], printed: str = "", more: Mapping[str, float] | None = None
) -> Evidence:
    """The evidence of a whole document by its first pages.

    Args:
        title: its title, empty where it has none; its wording weighs beside its cues.
        pages: all its pages.
        printed: headers and section rows of its tables.
        more: what else speaks for a class.
    """
    weights = dict(more or {})
    said = kind_of(title) if title else None
    if said is not None:
        kind = class_of(said.kind, said.oit_key)
        weights[kind] = weights.get(kind, 0.0) + SAID + SAID_WEIGHT * said.weight
    measures = _measure_classes()
    listed = None if set(measures) & set(more or {}) else lambda: rows_say(_listed(pages))
    for kind in measures if of_other_work(title, pages, listed) else ():
        weights[kind] = weights.get(kind, 0.0) - OTHER_WORK
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
    document = of_document(title, pages)
    more = {kind: OF_DOCUMENT * math.log(max(chance, LEAST)) for kind, chance in document.chances}
    by_rows = table_says(table)
    said = ROWS * by_rows
    said += NAMED * (document.chance < SAYS_NOTHING and said >= 0 and calls_measures(header))
    other = OTHER_WORK * of_other_work(title, pages, lambda: by_rows)
    for kind, row in _classes().items():
        more[kind] -= other if row["integrity"] else said
    return weigh(head, f"{named} {_body(table)}", more)


def calls_measures(header: Header) -> bool:
    """Whether the column of measures is headed so, and not as one of projects or activities."""
    return any(column.field == "measure" and "มาตรการ" in column.printed for column in header.columns)


_RISK_COLUMN = re.compile(r"(?:เหตุการณ์|ระดับ|ประเด็น|ปัจจัย|คะแนน|โอกาส[ก-๎]*)\s?(?:ของ)?ความเสี่ยง|^ความเสี่ยง")
RISKS = "การประเมินหรือบริหารความเสี่ยง / risk assessment"


def weighs_risks(header: Header) -> bool:
    """Whether a column of its own holds the risks of work (ความเสี่ยงที่เหลืออยู่): controls stand beside them."""
    return any(
        column.field != "measure" and _RISK_COLUMN.search(column.printed.strip()) for column in header.columns
    )


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


@cache
def _row_cues() -> dict[str, re.Pattern[str]]:
    patterns: dict[str, list[str]] = {}
    for row in rows("row_cues.csv"):
        patterns.setdefault(row["speaks_for"], []).append(without_raised(row["pattern"].replace("\\s?", "")))
    return {said: re.compile("|".join(found)) for said, found in patterns.items()}


def rows_say(texts: Sequence[str]) -> float:
    """How far the rows of a table are about what the assessment asks, −1 to 1; 0 where they say nothing.

    The subjects of ``data/row_cues.csv`` that a row names speak for integrity work or for other work; a row
    that names both, or none, says nothing.
    """
    cues = _row_cues()
    votes = [
        bool(cues["integrity"].search(text)) - bool(cues["other"].search(text)) for text in map(folded, texts)
    ]
    return sum(votes) / len(votes) if votes else 0.0


def table_says(table: LogicalTable) -> float:
    """``rows_say`` of the rows of ``table``."""
    return rows_say(
        [" ".join(cell.text for cell in row.all_cells) for row in table.rows if row.kind == "body"]
    )
