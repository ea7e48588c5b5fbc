"""Measures that stand in no table: numbered lists, headed paragraphs, bullets, announcements, slides.

Only of documents that name measures in their title or subject and have no table of them. The lines form an
outline: a line with a number, a letter, a bullet or a heading of its own (มาตรการที่ ๑, กิจกรรม : …) begins
an item, one of another form below it belongs to it, and returning to a form closes what stood deeper. Which
level holds the measures the paper says itself: items under a subject (ด้าน…, a topic, a lone มาตรการ) or with
fields of their own (ผู้รับผิดชอบ : …) are measures and what is above them is their section; else the first
level is, and what is below it are its steps. Labels part the fields of an item (``field_labels``). Where no
label parts measure and procedure the cut is a guess: ``split-guessed``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import accumulate
from statistics import median

from extract.data import alternatives
from extract.grouping import in_runs
from extract.model import Cell, Finding, Line, LogicalTable, Page, Provenance
from extract.pages.lines import CATCH_WORD, PAGE_MARK
from extract.records.field_labels import ASIDE, FRONT, field_of_label, label_at_front, parted, result_behind
from extract.records.headers import Header, match_header
from extract.records.indicator import printed_topic
from extract.records.kinds import SUBJECT_LINES, Evidence, document_kind, heads_measures
from extract.records.naming import agency_names
from extract.records.rows import Draft, Value
from extract.records.sections import (
    HEADING_LENGTH,
    NO_SECTION,
    Section,
    begins_as_heading,
    opens_section,
    read_section,
)
from extract.records.several import LETTERS
from extract.records.steps import split_number
from extract.records.title import begins_as_title, clean, kind_of
from extract.thai.letters import to_arabic
from extract.thai.rejoin import rejoin

SURE = 0.6
"""Chance that a document is one of measures from which its lists are read."""
ANALYSIS = "measure_analysis"
"""Of an analysis only what calls itself a measure is one: its other lists say what was found."""
OF_MEASURES = ("measure_plan", "measure_report", "measure_announcement", ANALYSIS)
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
WORD = 10
"""Broad letters of a long word: a wrapped line leaves no more room before it."""
SHORT_HEADING = 40
"""Letters of a heading that ends the list above it though no list is below."""
MISSED = 2
"""Numbers that may be missing in a list that goes on."""

_BULLET = re.compile(r"^\s*([-–•●▪■□➢✓❖*])\s*(?=\S)")
_LETTER = re.compile(rf"^\s*(\(?)([{LETTERS}ซ])([.)])\s+(?=\S)")
_DASHED = re.compile(r"^\s*([0-9๐-๙]{1,2})\s*[-–]\s+(?=[ก-๎]{3})")
_ORDINAL = re.compile(r"^\s*ประการ(?:แรก|สุดท้าย|ที่\s?(?P<nth>[ก-๎]+?))\s+")
_NTH = ("หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า", "สิบ")
_CHAPTER = re.compile(r"^(?:หมวด|บท|ส่วน)(?:ที่)?\s*[0-9๐-๙]{1,2}\s")
_SIGNED = re.compile(r"^(?:ประกาศ|สั่ง|ให้ไว้)\s*ณ\s*วันที่|^ขอแสดงความนับถือ")
"""What stands behind it (copies to, forms) is no part of an announcement, an order or a letter."""
_CLAUSE = re.compile(r"^\s*ข้อ(?:ที่)?\s*(?=[0-9๐-๙])")
_NAMED = re.compile(
    r"^\s*(มาตรการ|กิจกรรม|โครงการ|แนวทาง|ข้อปฏิบัติ|แนวปฏิบัติ|แผนงาน)(?:(?:ข้อ)?ที่\s*|\s+)(?=[0-9๐-๙])"
)
_OF_PATH = re.compile(r"[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})*")
_BEHIND_NUMBER = re.compile(r"\s*[.):：]?\s*(?:(?:เรื่อง|คือ)\s*)?[:：]?\s*")
_SUBJECT = re.compile(r"^\s*เรื่อง\s*:?\s*")
_FOOT = re.compile(r"(.*[^0-9๐-๙])[0-9๐-๙]{1,3}\s*$")
_LEADS_ON = re.compile(r"(?:ดัง(?:นี้|ต่อไปนี้)|ได้แก่|:)\s*$")


@cache
def _words() -> dict[str, re.Pattern[str]]:
    return {role: re.compile(pattern) for role, pattern in alternatives("list_words.csv").items()}


@dataclass(frozen=True, slots=True)
class _Printed:
    """A line of running text with its page and what it reads after repair.

    ``meant`` is false for a wrapped line: the line before it had no room for its first word.
    """

    page: Page
    at: int
    line: Line
    text: str
    meant: bool = True

    @property
    def place(self) -> Provenance:
        line = self.line
        return Provenance(self.page.number, line.bbox, self.page.method, line.text, line.confidence)


@dataclass(frozen=True, slots=True)
class _Mark:
    """How a line begins: the form of its number, bullet or heading, the number, and the text behind."""

    style: str
    number: str | None
    rest: str

    @property
    def named(self) -> bool:
        """Whether the line says that it is a measure: มาตรการที่ ๑, กิจกรรม : …."""
        return self.style.startswith(("named", "label"))

    @property
    def count(self) -> int | None:
        """The last part of the number, None for bullets."""
        last = (self.number or "").rpartition(".")[2]
        return int(last) if last.isdigit() else None


@dataclass(slots=True)
class _Node:
    """An item of the outline: its own lines, and the items below it."""

    mark: _Mark
    section: Section
    lines: list[_Printed]
    below: list[_Node] = field(default_factory=list)
    under: str = ""
    """What its list stands under: ``measures``, ``aside`` (aims, persons), ``other`` words, or nothing."""

    def all_lines(self) -> Iterator[_Printed]:
        yield from self.lines
        for node in self.below:
            yield from node.all_lines()

    @property
    def head(self) -> str:
        """Its first line."""
        return self.lines[0].text.strip()


def read_lists(
    pages: Sequence[Page],
    evidence: Evidence,
    title: str,
    tables: Sequence[tuple[LogicalTable, Header]] = (),
) -> tuple[Draft, ...]:
    """The measures of a document in its running text, in print order.

    Args:
        pages: the pages of the report.
        evidence: what the document is.
        title: its title as printed, which heads no section.
        tables: its tables with their headers; beside those of scores lists are read.
    """
    printed = _without_feet([line for page in pages for line in _lines(page)])
    said = kind_of(title or _subject(printed))
    kind = said.kind if said else document_kind(evidence.best)[0] if heads_measures(title, pages) else "other"
    if kind not in OF_MEASURES or _chance(evidence) < SURE:
        return ()
    of_scores = {place for table, header in tables if header.kind == "score" for place in table.tables}
    if any(
        len(table.cells) >= LARGE and (page.number, table.index) not in of_scores
        for page in pages
        for table in page.tables
    ):
        return ()
    if any(_columns(page) >= COLUMNS for page in pages):
        return ()
    items = _kept(list(_measures(_outline(printed, _title_lines(printed, title)))))
    if kind == ANALYSIS:
        return tuple(_draft(item, printed) for item in items if item.mark.named)
    if not items:
        return tuple(_guessed(_draft(item, printed)) for item in _slide_lines(pages, printed))
    return tuple(_draft(item, printed, kind == "measure_report") for item in items)


def _without_feet(printed: Sequence[_Printed]) -> list[_Printed]:
    """Lines without those that stand last on several pages but for their number."""
    last = {one.page.number: one for one in printed}
    feet = {number: foot.group(1) for number, one in last.items() if (foot := _FOOT.match(one.text))}
    times = Counter(feet.values())
    return [
        one
        for one in printed
        if last[one.page.number] is not one or times[feet.get(one.page.number, "")] < LEAST_ITEMS
    ]


def _subject(printed: Sequence[_Printed]) -> str:
    """What a memo is about, by its line เรื่อง …; empty where none stands at its head."""
    head = [one.text for one in printed[:SUBJECT_LINES] if one.page is printed[0].page]
    named = next((_SUBJECT.sub("", text) for text in head if _SUBJECT.match(text)), "")
    return named if begins_as_title(named) else ""


def _chance(evidence: Evidence) -> float:
    return sum(chance for kind, chance in evidence.chances if kind in OF_MEASURES)


def _columns(page: Page) -> int:
    """How many fields the lines of a page name once, as columns do; labels stand there again and again."""
    named = [match_header(one.text).field for one in _lines(page) if len(one.text) < HEADING_LENGTH]
    return len({name for name in named if named.count(name) == 1} - {None, "number", "measure", "issue"})


def _lines(page: Page) -> Iterator[_Printed]:
    known = {found.bbox for found in page.findings if found.bbox is not None and found.code != "note"}
    boxes = [table.bbox for table in page.tables]
    left = min((line.bbox.x0 for line in page.lines), default=0.0)
    margin = max((page.width - left, *(line.bbox.x1 for line in page.lines)))
    wide = median([line.bbox.width / max(1, _broad(line.text)) for line in page.lines] or [0.0])
    before: Line | None = None
    for at, line in enumerate(page.lines):
        text = clean(line.text)
        if not text.strip() or line.bbox in known or PAGE_MARK.match(text):
            continue
        if any(box.contains(*line.bbox.center) for box in boxes):
            continue
        if CATCH_WORD.match(text) and at == len(page.lines) - 1:
            continue
        word = min(_broad(text.split(maxsplit=1)[0]), WORD) * wide
        # the first word had fitted into the line before: then a line was meant to begin
        meant = before is None or before.bbox.y1 > line.bbox.y1 or margin - before.bbox.x1 > word
        yield _Printed(page, at, line, text, meant)
        before = line


def _broad(text: str) -> int:
    """How many letters of ``text`` take room on the line: marks above and below take none."""
    return sum(unicodedata.category(letter) != "Mn" for letter in text.strip())


def _mark(text: str) -> _Mark | None:
    """How a line begins; None where it begins as running text does."""
    text = text.strip()
    found = _enumerated(text)
    rest = found.rest if found else text
    label = label_at_front(rest)
    if label is not None and label.field == "measure" and rest[label.end :].strip():
        behind = rest[label.end :].strip()
        return replace(found, rest=behind) if found else _Mark("label", None, behind)
    return found


def _enumerated(text: str) -> _Mark | None:
    for style, front in (("named", _NAMED), ("clause", _CLAUSE)):
        match = front.match(text)
        path = _OF_PATH.match(text, match.end()) if match else None
        if (
            match
            and path
            and (style == "clause" or "ที่" in match.group() or _counts_measures(text, match.end()))
        ):
            behind = _BEHIND_NUMBER.match(text, path.end())
            of = ".".join(str(int(part)) for part in to_arabic(path.group()).split("."))
            name = f"{style} {match.group(1)}" if style == "named" else style
            return _Mark(name, of, text[behind.end() if behind else path.end() :])
    if ordinal := _ORDINAL.match(text):
        nth = _NTH.index(ordinal["nth"]) + 1 if ordinal["nth"] in _NTH else None
        return _Mark(
            "letter ประการ", str(nth or 1) if "สุดท้าย" not in ordinal[0] else None, text[ordinal.end() :]
        )
    if dashed := _DASHED.match(text):
        return _Mark("number -", to_arabic(dashed[1]).lstrip("0"), text[dashed.end() :])
    if letter := _LETTER.match(text):
        return _Mark(
            f"letter {letter[1]}{letter[3]}", str("กขคงจฉชซ".find(letter[2]) + 1), text[letter.end() :]
        )
    number, rest = split_number(text)
    if number is not None and rest:
        lead = text[: len(text) - len(rest)].strip()
        form = "(1)" if lead.startswith("(") else "1)" if lead.endswith(")") else "1"
        form = "1." if lead.endswith(".") and "." not in number else form
        return _Mark(f"number {form} {number.count('.')}", number, rest)
    if bullet := _BULLET.match(text):
        return _Mark(f"bullet {bullet[1]}", None, text[bullet.end() :])
    return None


def _counts_measures(text: str, at: int) -> bool:
    """Whether the number at ``at`` counts measures (มาตรการ ๑ การ…) and is no part of a name (กิจกรรม ๕ ส)."""
    number, rest = split_number(re.sub(r"\s*[:：]", ".", text[at:], count=1))
    return number is not None and len(rest.split(maxsplit=1)[0] if rest.strip() else "") > 2


def _title_lines(printed: Sequence[_Printed], title: str) -> set[int]:
    """Which lines are those of the title: from the one that begins it on."""
    texts = [one.text.strip() for one in printed]
    first = next((n for n, text in enumerate(texts) if text and title.startswith(text)), len(texts))
    last = next((n for n in range(first, len(texts)) if texts[n] not in title), len(texts))
    return set(range(first, last))


def _outline(printed: Sequence[_Printed], title: set[int]) -> list[_Node]:
    """The items of a text, those below others in them; what closes the text ends the last one.

    ``title``: which lines are those of the title, which head no section.
    """
    roots: list[_Node] = []
    open_: list[_Node] = []
    section, under, before = NO_SECTION, "", ""
    for n, one in enumerate(printed):
        text = one.text.strip()
        mark = (_mark(text) or _headed(printed, n)) if n not in title else None
        heading = _heading(printed, n, title, open_, mark)
        level = None if mark is None or heading is not None else _level(mark, open_, one)
        if heading is not None:
            if open_ and section is NO_SECTION and (above := _above(printed, roots[0], title)) is not None:
                _under_section(roots, above)  # what stands over the first list is a heading as this one is
            section, under, open_ = heading, "" if _is_section(printed, n) else _names(text), []
        elif mark is not None and level is not None:
            begins = level == 0 and (not open_ or mark.count == 1)
            lead = _lead(before) if begins else ""
            inherited = open_[0].under if open_ and not lead and not begins else ""
            node = _Node(mark, section, [one], under=lead or inherited or under)
            (open_[level - 1].below if level else roots).append(node)
            open_ = [*open_[:level], node]
        elif _SIGNED.match(text) and roots:
            under, section, open_ = "aside", NO_SECTION, []
        elif open_ and (one.meant or text.startswith("จึง")) and _words()["closing"].match(text):
            open_ = []
        elif open_:
            _last(open_[-1]).lines.append(one)
        before = "" if heading is not None else f"{before} {text}"[-120:]
    return roots


def _above(printed: Sequence[_Printed], first: _Node, title: set[int]) -> Section | None:
    """The short line right over the first list, as the heading of its section."""
    n = next(n for n, one in enumerate(printed) if one is first.lines[0]) - 1
    text = printed[n].text.strip() if n >= 0 else ""
    if n < 0 or n in title or not printed[n].meant or len(text) > SHORT_HEADING or _LEADS_ON.search(text):
        return None
    stands = (
        label_at_front(text) is None
        and _lead(text) == ""
        and _names(text) == "other"
        and not agency_names(text)
    )
    return read_section(text, (_cell(printed[n]),)) if stands else None


def _under_section(nodes: Sequence[_Node], section: Section) -> None:
    for node in nodes:
        node.section = section
        _under_section(node.below, section)


def _headed(printed: Sequence[_Printed], n: int) -> _Mark | None:
    """The mark of a heading without a number (มาตรการจัดการเรื่องร้องเรียน) over the fields of its measure."""
    one, after = printed[n], printed[n + 1] if n + 1 < len(printed) else None
    text = one.text.strip()
    if after is None or not after.meant or not _words()["names"].match(text) or label_at_front(text):
        return None
    label = label_at_front(after.text.strip())
    if label is None or label.field == "measure" or len(text) > HEADING_LENGTH:
        return None
    word, _, rest = text.partition(" ")
    return _Mark(
        "label headed", None, rest.strip() if field_of_label(word) == "measure" and rest.strip() else text
    )


def _names(text: str) -> str:
    """What a heading says that its list holds: ``measures``, things ``aside``, or ``other`` words."""
    text = FRONT.sub("", text, count=1)
    if _words()["aside"].match(text) or _words()["frame"].match(text):
        return "aside"
    return "measures" if _words()["names"].match(text) and not _lead(text) else "other"


def _lead(before: str) -> str:
    """What the text before a list says that it holds: ``measures``, things ``aside``, or nothing."""
    if _words()["not_measures"].search(before.strip()):
        return "aside"
    return "measures" if _words()["lead"].search(before.strip()) else ""


def _last(node: _Node) -> _Node:
    """The item in which the text goes on, that of the last line."""
    return _last(node.below[-1]) if node.below else node


def _level(mark: _Mark, open_: Sequence[_Node], one: _Printed) -> int | None:
    """How deep a line's item stands under the open ones; None where its mark counts nothing of a list.

    A mark of an open form goes on with that list or begins it anew, one of another form stands below it. A
    number that does neither is of a sentence; so is a label of a field, which stays with its item.
    """
    label = label_at_front(mark.rest)
    if label is not None and label.field != ASIDE and not mark.named and open_:
        return None
    styles = [node.mark.style for node in open_]
    if mark.style in styles:
        at = styles.index(mark.style)
        last = open_[at].mark.count
        goes_on = mark.count is None or last is None or 0 < mark.count - last <= MISSED
        return at if goes_on or mark.count == 1 else None
    if mark.named:
        named = [n for n, node in enumerate(open_) if node.mark.named]
        below = mark.style == "label" and open_ and open_[-1].lines[1:] == []  # ๑. ประเด็น … / มาตรการ : …
        return named[-1] + 1 if named else len(open_) if below else 0
    begins = mark.count in (None, 1) or not open_
    return len(open_) if begins and (one.meant or mark.style != "bullet -") else None


def _heading(
    printed: Sequence[_Printed], n: int, title: set[int], open_: Sequence[_Node], mark: _Mark | None
) -> Section | None:
    """The section that a line opens: it names a topic, an instrument or indicator, or is a slide's title.

    A line over a list that begins there is a heading too, if it begins as headings do, or stands alone
    between the end of one list and the beginning of the next.
    """
    one, after = printed[n], printed[n + 1] if n + 1 < len(printed) else None
    text = one.text.strip()
    if len(text) > HEADING_LENGTH or _LEADS_ON.search(text):
        return None
    if n in title or (_words()["closing"].match(text) and _names(text) != "aside"):
        return None
    opens = _is_section(printed, n) or _CHAPTER.match(text) is not None
    if not opens and mark is None and one.meant and after is not None and after.meant:
        list_, alone = _mark(after.text), field_of_label(text) is not None
        first = list_ is not None and list_.count in (None, 1) and not list_.named
        anew = any(list_ is not None and node.mark.style == list_.style for node in open_)
        if alone or label_at_front(text) is None:
            opens = first and (anew if open_ else _names(text) != "other" or begins_as_heading(text))
            opens = opens and not (alone and list_ is not None and list_.count is None)
            opens = opens or (list_ is not None and begins_as_heading(text))
            opens = opens or (not alone and len(text) <= SHORT_HEADING and _names(text) == "aside")
    if not opens:
        return None
    plain = _words()["heads"].match(FRONT.sub("", text, count=1)) or _names(text) == "aside"
    return Section() if plain and not _is_section(printed, n) else read_section(text, (_cell(one),))


def _is_section(printed: Sequence[_Printed], n: int) -> bool:
    """Whether a line heads a section wherever it stands: a topic, an instrument, a slide's title."""
    text = printed[n].text.strip()
    return printed_topic(text) is not None or opens_section(text) or _of_slide(printed, n)


def _measures(nodes: Sequence[_Node]) -> Iterator[_Node]:
    """The items that are measures: those under a subject or with fields of their own, else ``nodes``."""
    own = [node for node in nodes if node.under != "aside" and not _is_frame(node)]
    if any(node.under == "measures" for node in own):
        own = [node for node in own if node.under != "other"]
    for node in own:
        head = _words()["heads"].match(node.mark.rest) or (
            len(own) == 1 and not node.mark.named and _words()["names"].match(node.mark.rest)
        )
        subject = begins_as_heading(node.head) or printed_topic(node.head) is not None or head
        calls = not node.mark.named and any(below.mark.named for below in node.below)
        if node.below and (subject or calls or _fields_below(node)):
            section = read_section(rejoin([one.text for one in node.lines]), tuple(map(_cell, node.lines)))
            for below in _measures(node.below):
                below.section = section if below.section is node.section else below.section
                yield below
        else:
            yield node


def _is_frame(node: _Node) -> bool:
    """Whether an item is a heading of the paper's frame, or of a list of forms, persons and the like."""
    listed = node.below and _words()["aside"].match(node.mark.rest)
    return bool(listed or _words()["frame"].match(node.mark.rest))


def _fields_below(node: _Node) -> bool:
    """Whether the items below one have fields of their own, which it has not."""
    if len(node.below) < LEAST_ITEMS or _labelled(node.lines):
        return False
    return sum(_labelled(list(below.all_lines())) for below in node.below) * 2 > len(node.below)


def _labelled(lines: Sequence[_Printed]) -> bool:
    said = [label_at_front(one.text.strip()) for one in lines[1:]]
    return any(label is not None and label.field in ("responsible", "period", "result") for label in said)


def _of_slide(printed: Sequence[_Printed], n: int) -> bool:
    """Whether a line is a slide's title: first on a wide page, higher than the text, without a number."""
    one = printed[n]
    if one.page.width <= one.page.height or (n and printed[n - 1].page is one.page):
        return False
    heights = sorted(
        other.line.bbox.height for other in printed if other.page is one.page and other is not one
    )
    plain = _mark(one.text) is None
    return plain and (not heights or one.line.bbox.height >= LARGER * heights[len(heights) // 2])


def _slide_lines(pages: Sequence[Page], printed: Sequence[_Printed]) -> list[_Node]:
    """The lines of slides whose bullets are drawn: each page behind the first is a title and a list.

    A title is higher than the text or stands in the middle of its page, the list begins at one edge and ends
    before the margin. One page of another look, and nothing is taken; blank ones say nothing.
    """
    out: list[_Node] = []
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
        wide = _of_slide(printed, places[0])
        items = in_runs(rest, _wrapped) if wide else [[one] for one in rest]
        ends = (one.line.bbox.x1 <= SHORT * page.width for run in items for one in run[-1:])
        listed = all(ends) and all(one.line.bbox.x0 <= left + EDGE for one in rest)
        if not ((apart or wide) and len(head.text) <= HEADING_LENGTH and listed):
            return []
        section = read_section(head.text.strip(), (_cell(head),))
        out += [_Node(_Mark("line", None, run[0].text.strip()), section, run) for run in items]
    return out if len(out) >= LEAST_ITEMS else []


def _wrapped(run: Sequence[_Printed], one: _Printed) -> bool:
    return bool(run) and not one.meant


def _guessed(draft: Draft) -> Draft:
    """A draft of which it is a guess that each line is a measure."""
    found = Finding("split-guessed", "warning", draft.values["measure"].text[:60], "measure")
    return replace(draft, findings=(*draft.findings, found.at(draft.values["measure"].places)))


def _cell(one: _Printed) -> Cell:
    line, page = one.line, one.page
    text = one.text.strip()
    return Cell(0, 0, 1, 1, line.bbox, page.number, (line,), text, line.text, line.confidence, page.method)


def _kept(items: list[_Node]) -> list[_Node]:
    """The items of lists: of the leading form, two and more of them, clauses about the paper left out.

    What calls itself a measure stands before numbers and letters, these before bullets. Where measures stand
    under a heading of their own (๓. มาตรการ), those beside it are none.
    """
    under = [item for item in items if _is_head(item.section)]
    items = under if len(under) >= LEAST_ITEMS else items
    ranks = [0 if item.mark.named else 2 if item.mark.style.startswith("bullet") else 1 for item in items]
    leading = [item for item, rank in zip(items, ranks, strict=True) if rank == min(ranks)]
    runs = in_runs(leading, _counts_on)
    found = [item for run in runs if len(run) >= LEAST_ITEMS or run[0].mark.named for item in run]
    texts = [rejoin([one.text for one in item.all_lines()]) for item in found]
    no_item = re.compile(f"{_words()['clause'].pattern}|{_words()['score'].pattern}")
    return [item for item, text in zip(found, texts, strict=True) if not no_item.search(text)]


def _is_head(section: Section) -> bool:
    behind = FRONT.sub("", section.printed or "", count=1)
    return bool(_words()["heads"].match(behind) or _words()["names"].match(behind))


def _counts_on(run: Sequence[_Node], item: _Node) -> bool:
    last, count = run[-1].mark.count, item.mark.count
    return None in (last, count) or count == 1 or 0 < (count or 0) - (last or 0) <= MISSED


def _draft(item: _Node, printed: Sequence[_Printed], report: bool = False) -> Draft:
    lines = list(item.all_lines())
    texts = [item.mark.rest + " " * one.text.endswith(" ") if one is lines[0] else one.text for one in lines]
    whole = rejoin(texts)
    starts = _starts(whole, texts)
    marked = {id(node.lines[0]) for node in _nodes(item)}
    meant = {at for at, one in zip(starts, lines, strict=True) if one.meant or id(one) in marked}
    said, guessed = parted(whole, set(starts) - {0}, meant - {0})
    told = result_behind(said["measure"]) if report and "result" not in said else None
    if told is not None:
        said = {**said, "measure": told[0], "result": told[1]}
    head = _head(lines, {id(one) for one in lines[1:] if id(one) in marked}, printed)
    cut = starts[head] if 0 < head < len(starts) else 0
    if "procedure" not in said and 0 < cut < len(said["measure"]):
        measure = said["measure"]
        said = {**said, "measure": measure[:cut].strip(), "procedure": measure[cut:].strip()}
    extra = tuple((name.removeprefix(ASIDE), text) for name, text in said.items() if name.startswith(ASIDE))
    said = {name: text for name, text in said.items() if text and not name.startswith(ASIDE)}
    values = {name: Value(text, _places(text, whole, texts, lines)) for name, text in said.items()}
    if item.mark.number is not None and not item.mark.style.startswith("letter"):
        values["number"] = Value(item.mark.number, (lines[0].place,))
    place = (lines[0].page.number, 0, lines[0].at)
    findings = [Finding("measure-in-text", "info", field="measure").at([lines[0].place])]
    for name in [*(["procedure"] if guessed else []), *(["result"] if told else [])]:
        findings.append(Finding("split-guessed", "warning", said[name][:60], name).at([lines[0].place]))
    return Draft(place, values, item.section, extra, tuple(findings), frozenset(values))


def _nodes(item: _Node) -> Iterator[_Node]:
    yield item
    for below in item.below:
        yield from _nodes(below)


def _head(lines: Sequence[_Printed], marked: set[int], printed: Sequence[_Printed]) -> int:
    """How many of its first lines are the item's heading, which ends well before the margin; 0 for all."""
    page = lines[0].page
    on_page = [one.line.bbox for one in printed if one.page is page]
    margin, left = max(box.x1 for box in on_page), min(box.x0 for box in on_page)
    for n, (one, after) in enumerate(zip(lines, lines[1:], strict=False), start=1):
        if id(after) in marked or (one.line.bbox.x1 - left) < SHORT * (margin - left):
            return n
    return 0


def _starts(whole: str, texts: Sequence[str]) -> list[int]:
    """Where in the joined text each of ``texts`` begins, by counting letters."""
    at = [n for n, letter in enumerate(whole) if not letter.isspace()]
    before = accumulate((_letters(text) for text in texts), initial=0)
    return [at[count] if count < len(at) else len(whole) for count, _ in zip(before, texts, strict=False)]


def _places(said: str, whole: str, texts: Sequence[str], lines: Sequence[_Printed]) -> tuple[Provenance, ...]:
    """The lines in which a part of the joined text was printed, by counting its letters."""
    start = whole.find(said)
    if start < 0:
        return tuple(one.place for one in lines)
    first, last = _letters(whole[:start]), _letters(whole[: start + len(said)])
    ends = list(accumulate(_letters(text) for text in texts))
    begins = [0, *ends]
    return tuple(
        one.place for one, low, high in zip(lines, begins, ends, strict=False) if low < last and high > first
    )


def _letters(text: str) -> int:
    return sum(not letter.isspace() for letter in text)
