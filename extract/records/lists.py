"""Measures that stand in no table: numbered lists, headed paragraphs, bullets, announcements, slides.

Only of documents that name measures in their title or subject and have no table of them. The outline of their
text (``list_outline``) tells which items are measures, labels part the fields of an item (``field_labels``).
Where no label parts measure and procedure the cut is a guess: ``split-guessed``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, takewhile

from extract.grouping import in_runs
from extract.model import Finding, LogicalTable, Page, Provenance
from extract.records.field_labels import ASIDE, label_at_front, parted
from extract.records.headers import Header, match_header
from extract.records.item_ends import parted_ends
from extract.records.kinds import Evidence, document_kind
from extract.records.list_inline import apart
from extract.records.list_marks import Mark, Printed, is_text, lines_of, mark_of
from extract.records.list_outline import (
    LEAST_ITEMS,
    Node,
    cell_of,
    closes,
    kept,
    leads_to_measures,
    measures,
    of_slide,
    outline,
    title_lines,
)
from extract.records.own_labels import own_labels
from extract.records.rows import Draft, Value
from extract.records.sections import (
    HEADING_LENGTH,
    NO_SECTION,
    read_section,
)
from extract.records.subject import heads_measures
from extract.records.title import about_integrity, is_letter, kind_of, laid_down, memo_subject
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
SHORT = 0.8
"""Share of the width of the text that a line must leave free to end a heading of its own."""
MOST_LINES = 3
"""Lines of a measure that no mark begins, at most."""
CENTRED, EDGE = 0.04, 3.0
"""Share of the page's width by which a title is off its middle; points by which a list's edge is uneven."""
_THANKS = re.compile("ขอบคุณ|จบการนำเสนอ|ติดต่อ(?:สอบถาม|เรา)|ช่องทาง|thank", re.IGNORECASE)
"""How last slides begin, which hold no measures."""
_FOOT = re.compile(r"(.*[^0-9๐-๙])[0-9๐-๙]{1,3}\s*$")


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
    printed = apart(_without_feet([line for page in pages for line in lines_of(page)]))
    subject = "" if title else laid_down(pages)
    said = kind_of(title or memo_subject(pages) or subject)
    kind = said.kind if said else "other"
    heads = said is None and heads_measures(title, pages)
    about = about_integrity(pages) if said is None and not title else ""
    if not (heads or about or kind in OF_MEASURES):
        return ()
    of_scores = {place for table, header in tables if header.kind == "score" for place in table.tables}
    if any(
        len(table.cells) >= LARGE and not is_text(table) and (page.number, table.index) not in of_scores
        for page in pages
        for table in page.tables
    ):
        return ()
    if any(_columns(page) >= COLUMNS for page in pages):
        return ()
    items = kept(list(measures(outline(printed, title_lines(printed, title)))))
    set_down = bool(items) and all(item.under == "measures" for item in items)
    if about and set_down:
        kind, subject = "measure_plan", about  # a memo on integrity whose text lays the measures down
    if heads:
        kind = "measure_plan" if subject else document_kind(evidence.best)[0]
    if kind not in OF_MEASURES:
        return ()
    if not set_down and not title and said is None and is_letter(pages):
        return ()  # what a letter asks for is none of measures
    if _chance(evidence) < SURE and not (set_down and subject):
        return ()
    if kind == ANALYSIS:
        return tuple(_draft(item, printed) for item in items if item.mark.named)
    if not items:
        bare = _bare_lines(printed) or _slide_lines(pages, printed)
        return tuple(_guessed(_draft(item, printed)) for item in bare)
    report = kind == "measure_report" or _tells_results(items)
    own = own_labels([[one.text for one in item.all_lines()] for item in items])
    return tuple(_draft(item, printed, report, own) for item in items)


def _tells_results(items: Sequence[Node]) -> bool:
    """Whether most items end in a result that a sign sets apart: such a list reports, whatever its title."""
    ends = [parted_ends(rejoin([one.text for one in item.all_lines()]), (), {"result"})[1] for item in items]
    sure = sum(any(not end.guessed for end in found) for found in ends)
    return sure >= LEAST_ITEMS and 2 * sure > len(items)


def _without_feet(printed: Sequence[Printed]) -> list[Printed]:
    """Lines without those that stand last on several pages but for their number."""
    last = {one.page.number: one for one in printed}
    feet = {number: foot.group(1) for number, one in last.items() if (foot := _FOOT.match(one.text))}
    times = Counter(feet.values())
    return [
        one
        for one in printed
        if last[one.page.number] is not one or times[feet.get(one.page.number, "")] < LEAST_ITEMS
    ]


def _chance(evidence: Evidence) -> float:
    return sum(chance for kind, chance in evidence.chances if kind in OF_MEASURES)


def _columns(page: Page) -> int:
    """How many fields the lines of a page name once, as columns do; labels stand there again and again."""
    named = [match_header(one.text).field for one in lines_of(page) if len(one.text) < HEADING_LENGTH]
    return len({name for name in named if named.count(name) == 1} - {None, "number", "measure", "issue"})


def _slide_lines(pages: Sequence[Page], printed: Sequence[Printed]) -> list[Node]:
    """The lines of slides whose bullets are drawn: each page behind the first is a title and a list.

    A title is higher than the text or stands in the middle of its page, the list begins at one edge and ends
    before the margin. One page of another look, and nothing is taken; blank ones say nothing.
    """
    out: list[Node] = []
    for page in pages[1:]:
        places = [n for n, one in enumerate(printed) if one.page is page]
        if not places:
            continue
        head, *rest = (printed[n] for n in places)
        if not rest or _THANKS.match(head.text.strip()):
            continue
        left = min(one.line.bbox.x0 for one in rest)
        middle = abs(head.line.bbox.center[0] - page.width / 2) <= CENTRED * page.width
        apart = middle and head.line.bbox.x0 > left + EDGE and len(rest) >= LEAST_ITEMS
        wide = of_slide(printed, places[0])
        items = in_runs(rest, _wrapped) if wide else [[one] for one in rest]
        ends = (one.line.bbox.x1 <= SHORT * page.width for run in items for one in run[-1:])
        listed = all(ends) and all(one.line.bbox.x0 <= left + EDGE for one in rest)
        if not ((apart or wide) and len(head.text) <= HEADING_LENGTH and listed):
            return []
        section = read_section(head.text.strip(), (cell_of(head),))
        out += [Node(Mark("line", None, run[0].text.strip()), section, run) for run in items]
    return out if len(out) >= LEAST_ITEMS else []


def _bare_lines(printed: Sequence[Printed]) -> list[Node]:
    """The lines without marks below a sentence that says that measures follow, up to what closes the text."""
    first = next((n for n, one in enumerate(printed, start=1) if leads_to_measures(one.text)), len(printed))
    listed = list(takewhile(lambda one: not closes(one.text.strip()), printed[first:]))
    items = in_runs(listed, _wrapped)
    own = all(mark_of(one.text) is None and label_at_front(one.text.strip()) is None for one in listed)
    if not own or len(items) < LEAST_ITEMS or any(len(run) > MOST_LINES for run in items):
        return []
    return [Node(Mark("line", None, run[0].text.strip()), NO_SECTION, run) for run in items]


def _wrapped(run: Sequence[Printed], one: Printed) -> bool:
    return bool(run) and not one.meant


def _guessed(draft: Draft) -> Draft:
    """A draft of which it is a guess that each line is a measure."""
    found = Finding("split-guessed", "warning", draft.values["measure"].text[:60], "measure")
    return replace(draft, findings=(*draft.findings, found.at(draft.values["measure"].places)))


def _draft(
    item: Node, printed: Sequence[Printed], report: bool = False, own: Mapping[str, str] | None = None
) -> Draft:
    lines = list(item.all_lines())
    texts = [item.mark.rest + " " * one.text.endswith(" ") if one is lines[0] else one.text for one in lines]
    whole = rejoin(texts)
    starts = _starts(whole, texts)
    marked = {id(node.lines[0]) for node in _nodes(item)}
    meant = {at for at, one in zip(starts, lines, strict=True) if one.meant or id(one) in marked}
    said, guesses = parted(whole, set(starts) - {0}, meant - {0}, report, own or {})
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
    if item.status is not None and not {"result", "status_text"} & values.keys():
        values["status_text"] = Value(item.status.text.strip(" :"), (item.status.place,))
    place = (lines[0].page.number, 0, lines[0].at)
    findings = [Finding("measure-in-text", "info", field="measure").at([lines[0].place])]
    for name in guesses:
        findings.append(Finding("split-guessed", "warning", said[name][:60], name).at([lines[0].place]))
    return Draft(place, values, item.section, extra, tuple(findings), frozenset(values))


def _nodes(item: Node) -> Iterator[Node]:
    yield item
    for below in item.below:
        yield from _nodes(below)


def _head(lines: Sequence[Printed], marked: set[int], printed: Sequence[Printed]) -> int:
    """How many of its first lines are the item's heading, which ends well before the margin; 0 for all."""
    page = lines[0].page
    column = lines[0].column
    on_page = [one.line.bbox for one in printed if one.page is page and one.column == column]
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


def _places(said: str, whole: str, texts: Sequence[str], lines: Sequence[Printed]) -> tuple[Provenance, ...]:
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
