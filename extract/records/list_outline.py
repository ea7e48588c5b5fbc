"""The outline of running text, and which of its items are measures.

An item begins at a line with a mark; one of another form below it belongs to it, and returning to a form
closes what stood deeper. Which level holds the measures the paper says itself: items under a subject (ด้าน…, a
topic, a lone มาตรการ) or with fields of their own (ผู้รับผิดชอบ : …) are measures and what is above them is their
section; else the first level is, and what is below it are its steps. A list under a heading of other things
is none of measures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extract.grouping import in_runs
from extract.model import Cell
from extract.records.field_labels import ASIDE, FRONT, field_of_label, label_at_front
from extract.records.indicator import printed_topic
from extract.records.list_marks import Mark, Printed, mark_of, words
from extract.records.naming import agency_names
from extract.records.sections import (
    HEADING_LENGTH,
    NO_SECTION,
    Section,
    begins_as_heading,
    opens_section,
    read_section,
)
from extract.records.status import is_status
from extract.thai.rejoin import rejoin

LEAST_ITEMS = 2
LARGER = 1.25
"""A slide's title is so much higher than its text."""
FEW_LINES = 8
"""Lines below the title of a slide that is printed on an upright sheet, at most."""
SHORT_HEADING = 40
"""Letters of a heading that ends the list above it though no list is below."""
MISSED = 2
"""Numbers that may be missing in a list that goes on."""

_CHAPTER = re.compile(r"^(?:หมวด|บท|ส่วน)(?:ที่)?\s*[0-9๐-๙]{1,2}\s")
_SIGNED = re.compile(r"^(?:ประกาศ|สั่ง|ให้ไว้)\s*ณ\s*วันที่|^ขอแสดงความนับถือ")
"""What stands behind it (copies to, forms) is no part of an announcement, an order or a letter."""
_LISTS = re.compile(r"(?:ดัง(?:นี้|ต่อไปนี้)|ประกอบด้วย)\s*:?$")
"""What it leads to is a list, of what its sentence says."""
_LEADS_ON = re.compile(r"(?:ดัง(?:นี้|ต่อไปนี้)|ได้แก่|:)\s*$")


@dataclass(slots=True)
class Node:
    """An item of the outline: its own lines, and the items below it."""

    mark: Mark
    section: Section
    lines: list[Printed]
    below: list[Node] = field(default_factory=list)
    status: Printed | None = None
    """The heading that says what became of all below it: ดำเนินการแล้วเสร็จ."""
    under: str = ""
    """What its list stands under: ``measures``, ``aside`` (aims, persons), ``other`` words, or nothing."""

    def all_lines(self) -> Iterator[Printed]:
        """Its own lines and those of the items below, as printed."""
        yield from self.lines
        for node in self.below:
            yield from node.all_lines()

    @property
    def head(self) -> str:
        """Its first line."""
        return self.lines[0].text.strip()


def title_lines(printed: Sequence[Printed], title: str) -> set[int]:
    """Which lines are those of the title: from the one that begins it on."""
    texts = [one.text.strip() for one in printed]
    first = next((n for n, text in enumerate(texts) if text and title.startswith(text)), len(texts))
    last = next((n for n in range(first, len(texts)) if texts[n] not in title), len(texts))
    return set(range(first, last))


def outline(printed: Sequence[Printed], title: set[int]) -> list[Node]:
    """The items of a text, those below others in them; what closes the text ends the last one.

    ``title``: which lines are those of the title, which head no section.
    """
    roots: list[Node] = []
    open_: list[Node] = []
    section, under, before = NO_SECTION, "", ""
    status: Printed | None = None
    counted: dict[str, int | None] = {}
    for n, one in enumerate(printed):
        text = one.text.strip()
        mark = (mark_of(text) or _headed(printed, n)) if n not in title else None
        heading = _heading(printed, n, title, open_, mark)
        level = (
            None if mark is None or heading is not None else _level(mark, open_, one, counted.get(mark.style))
        )
        if n not in title and (status or not open_) and _is_status(printed, n):
            status, open_ = one, []
        elif heading is not None:
            if open_ and section is NO_SECTION and (above := _above(printed, roots[0], title)) is not None:
                _under_section(roots, above)  # what stands over the first list is a heading as this one is
            status = None
            section, under, open_ = heading, "" if _is_section(printed, n) else _names(text), []
        elif mark is not None and level is not None:
            begins = level == 0 and (not open_ or mark.count == 1)
            lead = _lead(before) if begins else ""
            inherited = open_[0].under if open_ and not lead and not begins else ""
            node = Node(mark, section, [one], status=status, under=lead or inherited or under)
            (open_[level - 1].below if level else roots).append(node)
            counted[mark.style] = mark.count
            open_ = [*open_[:level], node]
        elif _SIGNED.match(text) and roots:
            under, section, open_ = "aside", NO_SECTION, []
        elif open_ and one.meant and leads_to_measures(text):
            open_ = []
        elif open_ and (one.meant or text.startswith("จึง")) and closes(text):
            open_ = []
            under = "aside" if words()["contact"].search(text) else under
        elif open_:
            _last(open_[-1]).lines.append(one)
        before = "" if heading is not None else f"{before} {text}"[-120:]
    return roots


def _is_status(printed: Sequence[Printed], n: int) -> bool:
    """Whether a line is a heading that says what became of the items of a list below it."""
    one, after = printed[n], printed[n + 1] if n + 1 < len(printed) else None
    text = one.text.strip(" :")
    if after is None or not one.meant or len(text) > SHORT_HEADING or mark_of(text) is not None:
        return False
    listed = mark_of(after.text)
    return listed is not None and bool(listed.count) and is_status(text)


def closes(text: str) -> bool:
    """Whether a line ends the list before it: the day of signing, who signs, where to complain."""
    return words()["closing"].match(text) is not None or words()["contact"].search(text) is not None


def _above(printed: Sequence[Printed], first: Node, title: set[int]) -> Section | None:
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
    return read_section(text, (cell_of(printed[n]),)) if stands else None


def _under_section(nodes: Sequence[Node], section: Section) -> None:
    for node in nodes:
        node.section = section
        _under_section(node.below, section)


def _headed(printed: Sequence[Printed], n: int) -> Mark | None:
    """The mark of a heading without a number (มาตรการจัดการเรื่องร้องเรียน) over the fields of its measure."""
    one, after = printed[n], printed[n + 1] if n + 1 < len(printed) else None
    text = one.text.strip()
    if after is None or not after.meant or not words()["names"].match(text) or label_at_front(text):
        return None
    if re.search(r"\s?[:：]\s+\S", text):  # สิ่งที่ดำเนินการ : … is a label itself
        return None
    label = label_at_front(after.text.strip())
    if label is None or label.field == "measure" or len(text) > HEADING_LENGTH:
        return None
    word, _, rest = text.partition(" ")
    return Mark(
        "label headed", None, rest.strip() if field_of_label(word) == "measure" and rest.strip() else text
    )


def _names(text: str) -> str:
    """What a heading says that its list holds: ``measures``, things ``aside``, or ``other`` words."""
    text = FRONT.sub("", text, count=1)
    if words()["aside"].match(text) or words()["frame"].match(text):
        return "aside"
    return "measures" if words()["names"].match(text) and not _lead(text) else "other"


def _lead(before: str) -> str:
    """What the text before a list says that it holds: ``measures``, things ``aside``, or nothing."""
    before = before.strip()
    if words()["not_measures"].search(before):
        return "aside"
    if words()["lead"].search(before):
        return "measures"
    return "other" if _LISTS.search(before) else ""


def leads_to_measures(text: str) -> bool:
    """Whether a line says that the measures follow: … กำหนดมาตรการไว้ ดังนี้."""
    return _lead(text) == "measures" and _LISTS.search(text.strip()) is not None


def _last(node: Node) -> Node:
    """The item in which the text goes on, that of the last line."""
    return _last(node.below[-1]) if node.below else node


def _level(mark: Mark, open_: Sequence[Node], one: Printed, last_count: int | None) -> int | None:
    """How deep a line's item stands under the open ones; None where its mark counts nothing of a list.

    A mark of an open form goes on with that list or begins it anew, one of another form stands below it. A
    number that does neither is of a sentence, but where it goes on, under a heading, with the list before
    (``last_count``); so is a label of a field, which stays with its item.
    """
    label = label_at_front(mark.rest)
    heads = (
        label is not None and not mark.rest[label.end :].strip() and words()["heads"].match(mark.rest.strip())
    )
    if label is not None and label.field != ASIDE and not heads and not mark.named and open_:
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
    headed = bool(open_) and not open_[-1].below and open_[-1].lines[1:] == []
    begins = mark.count in (None, 1) or not open_ or (headed and mark.count == (last_count or 0) + 1)
    return len(open_) if begins and (one.meant or mark.style != "bullet -") else None


def _heading(
    printed: Sequence[Printed], n: int, title: set[int], open_: Sequence[Node], mark: Mark | None
) -> Section | None:
    """The section that a line opens: it names a topic, an instrument or indicator, or is a slide's title.

    A line over a list that begins there is a heading too, if it begins as headings do, or stands alone
    between the end of one list and the beginning of the next.
    """
    one, after = printed[n], printed[n + 1] if n + 1 < len(printed) else None
    text = one.text.strip()
    if len(text) > HEADING_LENGTH or _LEADS_ON.search(text):
        return None
    if n in title or (words()["closing"].match(text) and _names(text) != "aside"):
        return None
    opens = _is_section(printed, n) or _CHAPTER.match(text) is not None
    if not opens and mark is None and one.meant and after is not None and after.meant:
        list_, alone = mark_of(after.text), field_of_label(text) is not None
        first = list_ is not None and list_.count in (None, 1) and not list_.named
        anew = any(list_ is not None and node.mark.style == list_.style for node in open_)
        if alone or label_at_front(text) is None:
            named = _names(text) == "measures" and not alone
            opens = first and (anew or named if open_ else _names(text) != "other" or begins_as_heading(text))
            opens = opens and not (alone and list_ is not None and list_.count is None)
            opens = opens or (list_ is not None and begins_as_heading(text))
            opens = opens or (not alone and len(text) <= SHORT_HEADING and _names(text) == "aside")
    if not opens:
        return None
    plain = words()["heads"].match(FRONT.sub("", text, count=1)) or _names(text) == "aside"
    return Section() if plain and not _is_section(printed, n) else read_section(text, (cell_of(one),))


def _is_section(printed: Sequence[Printed], n: int) -> bool:
    """Whether a line heads a section wherever it stands: a topic, an instrument, a slide's title."""
    text = printed[n].text.strip()
    return printed_topic(text) is not None or opens_section(text) or of_slide(printed, n)


def measures(nodes: Sequence[Node]) -> Iterator[Node]:
    """The items that are measures: those under a subject or with fields of their own, else ``nodes``."""
    own = [node for node in nodes if node.under != "aside" and not _is_frame(node)]
    if any(node.under == "measures" for node in own):
        own = [node for node in own if node.under != "other"]
    announcing = [node for node in own if leads_to_measures(rejoin([one.text for one in node.lines]))]
    for node in own:
        lone = len(own) == 1 and not node.mark.named
        head = any(words()[role].match(node.mark.rest) for role in ("heads", *(("names",) if lone else ())))
        subject = begins_as_heading(node.head) or begins_as_heading(node.mark.rest)
        subject = subject or printed_topic(node.head) is not None or head
        calls = not node.mark.named and any(below.mark.named for below in node.below)
        calls = calls or announcing == [node]
        if node.below and (subject or calls or _fields_below(node)):
            section = read_section(rejoin([one.text for one in node.lines]), tuple(map(cell_of, node.lines)))
            for below in measures(node.below):
                below.section = section if below.section is node.section else below.section
                yield below
        else:
            yield node


def _is_frame(node: Node) -> bool:
    """Whether an item is a heading of the paper's frame, or of a list of forms, persons and the like."""
    listed = node.below and words()["aside"].match(node.mark.rest)
    return bool(listed or words()["frame"].match(node.mark.rest))


def _fields_below(node: Node) -> bool:
    """Whether the items below one have fields of their own, which it has not."""
    if len(node.below) < LEAST_ITEMS or _labelled(node.lines):
        return False
    return sum(_labelled(list(below.all_lines())) for below in node.below) * 2 > len(node.below)


def _labelled(lines: Sequence[Printed]) -> bool:
    said = [label_at_front(one.text.strip()) for one in lines[1:]]
    return any(label is not None and label.field in ("responsible", "period", "result") for label in said)


def of_slide(printed: Sequence[Printed], n: int) -> bool:
    """Whether a line is a slide's title: first on a wide page, higher than the text, without a number."""
    one = printed[n]
    if n and printed[n - 1].page is one.page:
        return False
    heights = sorted(
        other.line.bbox.height for other in printed if other.page is one.page and other is not one
    )
    if one.page.width <= one.page.height and not (heights and len(heights) <= FEW_LINES):
        return False
    plain = mark_of(one.text) is None
    return plain and (not heights or one.line.bbox.height >= LARGER * heights[len(heights) // 2])


def cell_of(one: Printed) -> Cell:
    """A line as the cell of a section row."""
    line, page = one.line, one.page
    text = one.text.strip()
    return Cell(0, 0, 1, 1, line.bbox, page.number, (line,), text, line.text, line.confidence, page.method)


def kept(items: list[Node]) -> list[Node]:
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
    no_item = re.compile(f"{words()['clause'].pattern}|{words()['score'].pattern}")
    return [item for item, text in zip(found, texts, strict=True) if not no_item.search(text)]


def _is_head(section: Section) -> bool:
    behind = FRONT.sub("", section.printed or "", count=1)
    return bool(words()["heads"].match(behind) or words()["names"].match(behind))


def _counts_on(run: Sequence[Node], item: Node) -> bool:
    last, count = run[-1].mark.count, item.mark.count
    return None in (last, count) or count == 1 or 0 < (count or 0) - (last or 0) <= MISSED
