"""Measures that stand in no table: numbered lists, headed paragraphs, bullets, announcements, slides.

Only of documents whose title names measures and that have no table of them. An item begins at a line with an
item number (๑. / ข้อ ๑ / มาตรการที่ ๑), at a line labelled มาตรการ:, or at a bullet; numbers below it (๑.๑)
and bullets are its steps. What is said in a labelled paragraph (ผู้รับผิดชอบ: …, ผลการดำเนินการ …) goes to the
field of that label. Where no label parts measure and procedure the cut is a guess: ``split-guessed``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from extract import fields
from extract.data import alternatives, rows
from extract.grouping import in_runs
from extract.model import Cell, Finding, Line, Page, Provenance
from extract.pages.lines import PAGE_MARK
from extract.records.departments import resolve_units
from extract.records.headers import match_header
from extract.records.indicator import printed_topic
from extract.records.kinds import Evidence
from extract.records.rows import Draft, Value
from extract.records.sections import (
    HEADING_LENGTH,
    NO_SECTION,
    Section,
    begins_as_heading,
    opens_section,
    read_section,
)
from extract.records.steps import following, split_number
from extract.records.title import clean, kind_of
from extract.thai.rejoin import rejoin

SURE = 0.6
"""Chance that a document is one of measures from which its lists are read."""
OF_MEASURES = ("measure_plan", "measure_report", "measure_announcement")
LARGE = 12
"""Cells of a table beside which no list is read: the measures may stand in it."""
COLUMNS = 3
"""Header prints on one page from which a table that was not found stands there."""
LEAST_ITEMS = 2
SHORT = 0.8
"""Share of the width of the text that a line must leave free to end a heading of its own."""
CENTRED, EDGE = 0.04, 3.0
"""Share of the page's width by which a title is off its middle; points by which a list's edge is uneven."""
LARGER = 1.25
"""A slide's title is so much higher than its text."""

_BULLET = re.compile(r"^\s*[-–•●▪■□➢✓❖*]\s*(?=\S)")
_SUB = re.compile(r"^\s*(?:\(?[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})+\)?[.)]?|\([0-9๐-๙]{1,2}\)|[ก-ฮ][.)])\s")
_NAMED = re.compile(r"^\s*(?:ข้อ(?:ที่)?|มาตรการที่)\s*[0-9๐-๙]{1,2}\s*[.):]?\s*")
_BY = re.compile(r"(?<=[ก-๎)])\s+(?=โดย(?!เฉพาะ|ทั่ว|รวม|ตรง|ชอบ)[ก-๎])")
_IN_BRACKETS = re.compile(r"\s*\(([^()]{3,80})\)\s*$")
_LEADS_ON = re.compile(r"(?:ดัง(?:นี้|ต่อไปนี้)|ได้แก่|:)\s*$")


@cache
def _words() -> dict[str, re.Pattern[str]]:
    return {role: re.compile(pattern) for role, pattern in alternatives("list_words.csv").items()}


@cache
def _labels() -> re.Pattern[str]:
    """A label of a field: after a space, with a colon behind it, or without one where it may stand alone."""
    of_fields = [row for row in rows("list_words.csv") if row["role"] in fields.keys("printed")]
    beside = [row for row in of_fields if row["role"] != "measure"]
    marked = "|".join(f"(?P<{row['role']}>{row['pattern']})" for row in beside)
    bare = "|".join(f"(?P<bare_{row['role']}>{row['pattern']})" for row in beside if row["alone"])
    return re.compile(rf"(?:(?<=\s)|(?<=[)])|^)[-–•\s]*(?:(?:{marked})\s*[:：]\s*|(?:{bare})(?:\s+|$))")


@cache
def _measure_label() -> re.Pattern[str]:
    return re.compile(rf"^\s*{alternatives('list_words.csv')['measure']}\s*[:：]\s*")


@dataclass(frozen=True, slots=True)
class _Printed:
    """A line of running text with its page and what it reads after repair."""

    page: Page
    at: int
    line: Line
    text: str

    @property
    def place(self) -> Provenance:
        line = self.line
        return Provenance(self.page.number, line.bbox, self.page.method, line.text, line.confidence)


@dataclass(slots=True)
class _Item:
    """An item while its lines are gathered."""

    number: str | None
    section: Section
    lines: list[_Printed]
    style: str


def read_lists(pages: Sequence[Page], evidence: Evidence, title: str) -> tuple[Draft, ...]:
    """The measures of a document in its running text, in print order.

    Args:
        pages: the pages of the report.
        evidence: what the document is.
        title: its title as printed, which heads no section.
    """
    said = kind_of(title) if title else None
    named = said is not None and said.kind in ("measure_plan", "measure_report")
    if not named or evidence.best not in OF_MEASURES or _chance(evidence) < SURE:
        return ()
    if any(len(table.cells) >= LARGE for page in pages for table in page.tables):
        return ()
    printed = [line for page in pages for line in _lines(page)]
    if any(_columns(page) >= COLUMNS for page in pages):
        return ()
    items = _kept(list(_items(printed, title)))
    if not items:
        return tuple(_guessed(_draft(item, printed)) for item in _slide_lines(pages, printed))
    return tuple(_draft(item, printed) for item in items)


def _chance(evidence: Evidence) -> float:
    return sum(chance for kind, chance in evidence.chances if kind in OF_MEASURES)


def _columns(page: Page) -> int:
    """How many lines of a page are names of columns."""
    found = {match_header(clean(line.text)).field for line in page.lines if len(line.text) < HEADING_LENGTH}
    return len(found - {None, "number", "measure", "issue"})


def _lines(page: Page) -> Iterator[_Printed]:
    known = {found.bbox for found in page.findings if found.bbox is not None and found.code != "note"}
    for at, line in enumerate(page.lines):
        text = clean(line.text)
        if text.strip() and line.bbox not in known and not PAGE_MARK.match(text):
            yield _Printed(page, at, line, text)


def _items(printed: Sequence[_Printed], title: str) -> Iterator[_Item]:
    """Every item of every list, each with the section above it; what closes the text ends the last one."""
    section, item, before = NO_SECTION, None, ""
    dead = astray = False  # under a heading of the paper's frame or behind its end; in a list of aims
    for n, one in enumerate(printed):
        text = one.text.strip()
        style, number = _begins(text, item)
        heading = _heading(printed, n, title)
        opens = style not in (None, "inner") or heading is not None
        if item is not None and not opens and _words()["closing"].match(text):
            yield item
            item, dead = None, True
        elif item is not None and not opens:
            item.lines.append(one)
        elif item is not None:
            yield item
            item = None
        if heading is not None:
            section, dead, astray = heading, False, False
        elif opens:
            rest = split_number(text)[1] if number else text
            if style == "number":
                astray = _leads_astray(before) if number == "1" else astray
                dead = astray or bool(_words()["frame"].match(rest))
            if style == "number" and _words()["heads"].match(rest):
                section, dead = read_section(text, (_cell(one),)), False
            elif not dead and style is not None:
                item = _Item(number, section, [one], style)
        before = f"{before} {text}"[-120:]
    if item:
        yield item


def _begins(text: str, item: _Item | None) -> tuple[str | None, str | None]:
    """How a line begins, and its number: ``label``, ``number``, ``sub`` or ``bullet`` open an item.

    ``inner`` is a step of the item above: a number below its own, or a bullet; None goes on with it.
    """
    if _measure_label().match(text):
        return "label", None
    number, rest = split_number(text)
    if _NAMED.match(text):
        return "number", number
    if _SUB.match(text):
        follows = item is not None and item.style == "sub" and number == following(item.number)
        return ("sub" if item is None or follows else "inner"), number
    if number is not None and rest:
        counts = item is None or item.style != "number" or number in ("1", following(item.number))
        return ("number" if counts else "inner"), number
    if _BULLET.match(text):
        return ("bullet" if item is None or item.style == "bullet" else "inner"), None
    return None, None


def _leads_astray(before: str) -> bool:
    """Whether the text before a list says that it holds aims, persons or scores."""
    return _words()["not_measures"].search(before.strip()) is not None


def _heading(printed: Sequence[_Printed], n: int, title: str) -> Section | None:
    """The section that a line opens: it names a topic, an instrument or indicator, or is a slide's title."""
    one = printed[n]
    text = one.text.strip()
    if len(text) > HEADING_LENGTH or text in title or _LEADS_ON.search(text):
        return None
    over_bullets = n + 1 < len(printed) and _BULLET.match(printed[n + 1].text) is not None
    opens = opens_section(text) or (over_bullets and begins_as_heading(text))
    if printed_topic(text) is not None or opens or _of_slide(printed, n):
        return read_section(text, (_cell(one),))
    return None


def _of_slide(printed: Sequence[_Printed], n: int) -> bool:
    """Whether a line is a slide's title: first on a wide page, higher than the text, without a number."""
    one = printed[n]
    if one.page.width <= one.page.height or (n and printed[n - 1].page is one.page):
        return False
    heights = sorted(
        other.line.bbox.height for other in printed if other.page is one.page and other is not one
    )
    if not heights:
        return False
    plain = split_number(one.text)[0] is None and not _BULLET.match(one.text)
    return plain and one.line.bbox.height >= LARGER * heights[len(heights) // 2]


def _slide_lines(pages: Sequence[Page], printed: Sequence[_Printed]) -> list[_Item]:
    """The lines of slides whose bullets are drawn: each page behind the first is a title and a list.

    A title is higher than the text or stands in the middle of its page, the list begins at one edge and ends
    before the margin. One page of another look, and nothing is taken; blank ones say nothing.
    """
    out: list[_Item] = []
    for page in pages[1:]:
        places = [n for n, one in enumerate(printed) if one.page is page]
        if not places:
            continue
        head, *rest = (printed[n] for n in places)
        if not rest:
            return []
        left = min(one.line.bbox.x0 for one in rest)
        middle = abs(head.line.bbox.center[0] - page.width / 2) <= CENTRED * page.width
        apart = middle and head.line.bbox.x0 > left + EDGE and len(rest) >= LEAST_ITEMS
        listed = all(
            one.line.bbox.x0 <= left + EDGE and one.line.bbox.x1 <= SHORT * page.width for one in rest
        )
        if not ((apart or _of_slide(printed, places[0])) and len(head.text) <= HEADING_LENGTH and listed):
            return []
        section = read_section(head.text.strip(), (_cell(head),))
        out += [_Item(None, section, [one], "line") for one in rest]
    return out if len(out) >= LEAST_ITEMS else []


def _guessed(draft: Draft) -> Draft:
    """A draft of which it is a guess that each line is a measure."""
    found = Finding("split-guessed", "warning", draft.values["measure"].text[:60], "measure")
    return replace(draft, findings=(*draft.findings, found.at(draft.values["measure"].places)))


def _cell(one: _Printed) -> Cell:
    line, page = one.line, one.page
    text = one.text.strip()
    return Cell(0, 0, 1, 1, line.bbox, page.number, (line,), text, line.text, line.confidence, page.method)


def _kept(items: list[_Item]) -> list[_Item]:
    """The items of lists: of the leading style, two and more of them, clauses about the paper left out."""
    styles = [item.style for item in items]
    under = sum(item.style == "sub" and _is_head(item.section) for item in items) >= LEAST_ITEMS
    order = ("sub",) if under else ("label", "number", "sub", "bullet")
    style = next((name for name in order if name in styles), None)
    runs = in_runs([item for item in items if item.style == style], _counts_on)
    found = [item for run in runs if len(run) >= LEAST_ITEMS or _named(run[0]) for item in run]
    return [item for item in found if not _words()["clause"].search(_joined(item.lines))]


def _is_head(section: Section) -> bool:
    return section.printed is not None and bool(_words()["heads"].match(split_number(section.printed)[1]))


def _counts_on(run: Sequence[_Item], item: _Item) -> bool:
    last = run[-1]
    return item.number is None or item.number == following(last.number) or item.number == "1" != last.number


def _named(item: _Item) -> bool:
    return item.style == "label" or _NAMED.match(item.lines[0].text) is not None


def _joined(lines: Sequence[_Printed]) -> str:
    """The lines as one text; a label at the edge of a line is parted from what stands beside it."""
    return rejoin([_with_edges(one.text) for one in lines])


def _with_edges(text: str) -> str:
    marks = list(_labels().finditer(text.strip()))
    front = " " if marks and marks[0].start() == 0 else ""
    back = " " if marks and marks[-1].end() >= len(text.strip()) else ""
    return f"{front}{text}{back}"


def _draft(item: _Item, printed: Sequence[_Printed]) -> Draft:
    lines = item.lines
    head = _head(item, printed)
    whole = _joined(lines)
    front = _measure_label().match(whole) or _NAMED.match(whole)
    number = item.number
    text = whole[front.end() :] if front else split_number(whole)[1] if number else _BULLET.sub("", whole)
    texts, guessed = parted(text)
    cut = len(_joined(lines[:head])) - (len(whole) - len(text))
    if head and "procedure" not in texts and 0 < cut < len(texts["measure"]):
        measure = texts["measure"]
        texts = {**texts, "measure": measure[:cut].strip(), "procedure": measure[cut:].strip()}
    texts = {name: said for name, said in texts.items() if said}
    values = {name: Value(said, _places(said, whole, lines)) for name, said in texts.items()}
    if number is not None:
        values["number"] = Value(number, (lines[0].place,))
    place = (lines[0].page.number, 0, lines[0].at)
    findings = [Finding("measure-in-text", "info", field="measure").at([lines[0].place])]
    if guessed:
        findings.append(
            Finding("split-guessed", "warning", texts["procedure"][:60], "procedure").at([lines[0].place])
        )
    return Draft(place, values, item.section, (), tuple(findings), frozenset(values))


def _head(item: _Item, printed: Sequence[_Printed]) -> int:
    """How many of its first lines are the item's heading, which ends well before the margin."""
    if len(item.lines) < 2:
        return 0
    page = item.lines[0].page
    margin = max(one.line.bbox.x1 for one in printed if one.page is page)
    left = min(one.line.bbox.x0 for one in printed if one.page is page)
    for n, (one, after) in enumerate(pairwise(item.lines), start=1):
        begins = _SUB.match(after.text) or _BULLET.match(after.text)
        if begins or (one.line.bbox.x1 - left) < SHORT * (margin - left):
            return n
    return 0


def parted(text: str) -> tuple[dict[str, str], bool]:
    """A text by its labels: field to text, what stands before the first label being the measure.

    Returns:
        The texts, and whether measure and procedure were parted without a label.
    """
    marks = list(_labels().finditer(text))
    texts: dict[str, str] = {}
    edges = [*(mark.start() for mark in marks), len(text)]
    for mark, end in zip(marks, edges[1:], strict=True):
        name = (mark.lastgroup or "").removeprefix("bare_")
        said = text[mark.end() : end].strip()
        if said:
            texts[name] = f"{texts[name]} {said}" if name in texts else said
    measure = text[: edges[0]].strip()
    units = _IN_BRACKETS.search(measure)
    if units and "responsible" not in texts:
        found = resolve_units(units.group(1))
        if found.canonical and not found.findings:
            texts["responsible"], measure = units.group(1).strip(), measure[: units.start()].strip()
    guessed = False
    by = _BY.search(measure)
    if by and "procedure" not in texts:
        texts["procedure"] = measure[by.end() :].removeprefix("โดย").strip()
        measure, guessed = measure[: by.start()].strip(), True
    return {"measure": measure, **texts}, guessed


def _places(said: str, whole: str, lines: Sequence[_Printed]) -> tuple[Provenance, ...]:
    """The lines in which a part of the joined text was printed, by counting its letters."""
    start = whole.find(said)
    if start < 0:
        return tuple(one.place for one in lines)
    first, last = _letters(whole[:start]), _letters(whole[: start + len(said)])
    found, count = [], 0
    for one in lines:
        end = count + _letters(one.text)
        if count < last and end > first:
            found.append(one.place)
        count = end
    return tuple(found)


def _letters(text: str) -> int:
    return sum(not letter.isspace() for letter in text)


def result_apart(draft: Draft) -> Draft:
    """Measure and result in one cell, parted at the label of the result; of tables without its column."""
    measure = draft.values.get("measure")
    if measure is None or "result" in draft.fields:
        return draft
    named, text = ("result", "bare_result"), _with_spaces(measure)
    label = next((mark for mark in _labels().finditer(text) if mark.lastgroup in named), None)
    if label is None or not (before := text[: label.start()].strip()):
        return draft
    said = text[label.end() :].strip()
    if not said:
        return draft
    values = {
        **draft.values,
        "measure": replace(measure, text=before),
        "result": replace(measure, text=said, front=None),
    }
    return replace(draft, values=values, fields=draft.fields | {"result"})


def _with_spaces(value: Value) -> str:
    """The text of a cell with a space before each label that begins one of its lines."""
    text = value.text
    for line in (line for place in value.places for line in place.raw.splitlines()):
        label = _labels().match(clean(line).strip())
        word = label.group(0).strip() if label else ""
        at = text.find(word) if word else 0
        if at > 0:
            text = f"{text[:at]} {text[at:]}"
    return text
