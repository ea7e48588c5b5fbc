"""Labels of fields in running text: ผู้รับผิดชอบ : …, - ระยะเวลา …, ๑.๒ งบประมาณ …, … ผลการดำเนินการ ….

A label is known from ``data/headers.csv``, as a column's header is, or from ``data/list_words.csv``. With a
colon behind it it may stand anywhere behind a space; without one it begins a line that was meant to begin
there, or it is one of the words that stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from extract import fields
from extract.data import alternatives, rows
from extract.records.headers import listed
from extract.records.item_ends import parted_ends
from extract.records.rows import Draft, Value
from extract.records.status import names_status, result_status
from extract.records.title import clean

LONGEST = 45
"""Letters of a label; the longest of headers.csv that was seen in running text has 41."""
ASIDE = "aside "
"""Field of a label that no field of a record answers to (วัตถุประสงค์): its text is kept under its own words."""
_NONE: Mapping[str, str] = {}
_LEAST = 3
"""Letters of a label that begins a line without a colon: ผล begins sentences."""
_FIELDS = frozenset(
    {"procedure", "responsible", "period", "budget", "result", "status_text", "problem", "suggestion"}
    | {"monitoring", "target", "evidence", "remark", "measure"}
)
BULLET = r"(?:[-–•●▪■□➢✓❖*๏»‣◦○◆◇►▶→⇒☐☑✔★\ue000-\uf8ff]|[oO](?=\s+[ก-๎]))"
"""Signs that items without a number begin with; o and signs of symbol fonts among them."""
FRONT = re.compile(
    rf"\s*(?:{BULLET}|\(?[0-9๐-๙]{{1,2}}(?:\.[0-9๐-๙]{{1,2}})*[.)]?(?=\s)|\(?[ก-ฮ][.)](?=\s))?\s*"
)
"""A bullet or number that a line of a list begins with."""
_COLON = re.compile(r"\s*(?:[:：](?![0-9๐-๙]{2}(?![0-9๐-๙])|//)|(?<=\s)=(?=\s))\s*")
_BEGINS = re.compile(r"(?<=\s)(?=\S)|(?<=[)])(?=[ก-๎])|^")
_BY = re.compile(r"(?<=[ก-๎)])\s+(?=โดย(?!เฉพาะ|ทั่ว|รวม|ตรง|ชอบ|ให้)[ก-๎])")
_TOLD = re.compile(r"(?<=[ก-๎)])\s+(?:ซึ่ง)?(?=ได้(?!แก่|รับ)|ยังไม่|อยู่ระหว่าง|ดำเนินการ(?:แล้ว|เสร็จ|ครบ)|แล้วเสร็จ)")
_STATE = re.compile(r"\s+(?:สถานะ|ผล|ความคืบหน้า)\s*$")


@dataclass(frozen=True, slots=True)
class Label:
    """A label in a text: where it begins, where what it names begins, and its field."""

    start: int
    end: int
    field: str


@cache
def _words() -> dict[str, re.Pattern[str]]:
    named = fields.keys("printed")
    return {
        role: re.compile(pattern) for role, pattern in alternatives("list_words.csv").items() if role in named
    }


@cache
def _aside() -> re.Pattern[str]:
    return re.compile(alternatives("list_words.csv")["label_aside"])


@cache
def _alone() -> re.Pattern[str]:
    forms = [row for row in rows("list_words.csv") if row["alone"]]
    named = "|".join(f"(?P<{row['role']}>{row['pattern']})" for row in forms)
    return re.compile(rf"(?:(?<=\s)|(?<=[)])|^)(?:{named})")


@lru_cache(maxsize=4096)
def field_of_label(text: str) -> str | None:
    """The field that a label names, None for other words."""
    text = text.strip(" -–•(")
    for role, pattern in _words().items():
        if pattern.fullmatch(text):
            return role
    if _aside().fullmatch(text):
        return ASIDE
    if not 1 < len(text) <= LONGEST or names_status(text):
        return None
    found = listed(text).field
    return found if found in _FIELDS else None


def label_at_front(text: str) -> Label | None:
    """The label that a line begins with, behind its number or bullet."""
    return next((label for label in labels(text, {0}) if label.start == 0), None)


def labels(
    text: str,
    begins: Collection[int] = (),
    meant: Collection[int] | None = None,
    own: Mapping[str, str] = _NONE,
) -> list[Label]:
    """Every label in ``text`` from front to end, none within another.

    Args:
        text: lines joined to one text.
        begins: where lines begin.
        meant: which of them were meant to begin there, no wrapped ones; all where not given.
        own: labels that the paper has beside those of the lists, with their fields.
    """
    meant = begins if meant is None else meant
    found = [*_with_colon(text, begins, meant, own), *_at_begins(text, meant)]
    for alone in _alone().finditer(text):
        if alone.end() in begins or not text[alone.end() : alone.end() + 1].strip():
            found.append(Label(alone.start(), alone.end(), alone.lastgroup or ""))
    kept: list[Label] = []
    for label in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or label.start >= kept[-1].end:
            kept.append(label)
    return kept


def _with_colon(
    text: str, begins: Collection[int], meant: Collection[int], own: Mapping[str, str]
) -> Iterator[Label]:
    """Labels with a colon, from a space or the beginning of a line on; none over the meant end of a line."""
    for colon in _COLON.finditer(text):
        front = max(0, colon.start() - LONGEST, *(at for at in meant if at < colon.start()))
        at_space = {m.start() for m in _BEGINS.finditer(text, front, colon.start())}
        at_space = {at for at in at_space if not text[at].isdigit()}
        for start in sorted(at_space | {at for at in begins if front <= at < colon.start()}):
            behind = _behind_front(text, start) if start in begins else start
            name = text[behind : colon.start()]
            if field := field_of_label(name) or own.get(name.strip()):
                yield Label(start, colon.end(), field)
                break


def _behind_front(text: str, start: int) -> int:
    match = FRONT.match(text, start)
    return match.end() if match else start


def _at_begins(text: str, begins: Collection[int]) -> Iterator[Label]:
    """Labels without a colon: a line begins with them, and a space or the next line is behind them."""
    for start in begins:
        at = _behind_front(text, start)
        later = [at for at in begins if at > start]
        line = text[at : min(later, default=len(text))]
        ends = [m.start() for m in re.finditer(r"\s|$", line) if m.start() <= LONGEST]
        for end in reversed(ends[:3]):
            known = end >= _LEAST or end == len(line) or _says_status(line[:end], line[end:])
            field = field_of_label(line[:end]) if known else None
            if field and (field != "measure" or line.startswith("ชื่อ")):
                behind = at + end
                yield Label(start, behind + len(text[behind:]) - len(text[behind:].lstrip()), field)
                break


def _says_status(label: str, said: str) -> bool:
    """Whether a short label (ผล) stands before words that say what became of a measure."""
    return field_of_label(label) == "result" and result_status(said, None)[0] not in (
        "unclear",
        "not_reported",
    )


def parted(
    text: str,
    begins: Collection[int] = (),
    meant: Collection[int] | None = None,
    report: bool = False,
    own: Mapping[str, str] = _NONE,
) -> tuple[dict[str, str], tuple[str, ...]]:
    """A text by its labels: field to text, what stands before the first label being the measure.

    Args:
        text: lines joined to one text.
        begins: where lines begin.
        meant: which of them were meant to begin there, no wrapped ones; all where not given.
        report: whether the paper reports: what stands at the end of the measure may be its result.
        own: labels that the paper has beside those of the lists, with their fields.

    Returns:
        The texts, and the fields that were parted from the measure by a guess.
    """
    marks = labels(text, begins, meant, own)
    texts: dict[str, str] = {}
    edges = [*(mark.start for mark in marks), len(text)]
    measure = text[: edges[0]].strip()
    for mark, end in zip(marks, edges[1:], strict=True):
        # กิจกรรม : below a measure that has its name says how it is done
        name = mark.field if mark.field != "measure" else "procedure" if measure else "measure"
        said = text[mark.end : end].strip()
        said = said[:-1].strip() if text[mark.start] == "(" and said.endswith(")") else said
        if name == ASIDE:
            name += text[_behind_front(text, mark.start) : mark.end].strip(" :：")
        if name == "measure":
            measure = said
        elif said:
            texts[name] = f"{texts[name]} {said}" if name in texts else said
    measure = measure.rstrip(" ;")
    whole = text.startswith(measure)
    lines = set(begins if meant is None else meant) - {0} if whole else ()
    measure, ends = parted_ends(
        measure, lines, {"responsible", *({"result"} if report else ())} - texts.keys()
    )
    texts |= {end.field: end.text for end in ends}
    guesses = [end.field for end in ends if end.guessed]
    by = _BY.search(measure)
    if by and "procedure" not in texts:
        texts["procedure"] = measure[by.end() :].removeprefix("โดย").strip()
        measure = measure[: by.start()].strip()
        guesses.append("procedure")
    told = result_behind(measure) if report and "result" not in texts else None
    if told is not None:
        measure, texts["result"] = told
        guesses.append("result")
    return {"measure": measure, **texts}, tuple(guesses)


def result_behind(measure: str) -> tuple[str, str] | None:
    """Measure and result with a space between them and no label: … ได้ดำเนินการ…, … ยังไม่ได้ดำเนินการ."""
    for space in _TOLD.finditer(measure):
        said = measure[space.end() :].strip()
        if said.startswith("ได้") or result_status(said, None)[0] not in ("unclear", "not_reported"):
            return _STATE.sub("", measure[: space.start()]).strip(), said
    return None


def result_apart(draft: Draft) -> Draft:
    """Measure and result in one cell, parted at the label of the result; of tables without its column."""
    measure = draft.values.get("measure")
    if measure is None or "result" in draft.fields:
        return draft
    text, begins = _with_spaces(measure)
    label = next((mark for mark in labels(text, begins) if mark.field == "result"), None)
    if label is None or not (before := text[: label.start].strip()):
        return draft
    said = text[label.end :].strip()
    if not said:
        return draft
    values = {
        **draft.values,
        "measure": replace(measure, text=before),
        "result": replace(measure, text=said, front=None),
    }
    return replace(draft, values=values, fields=draft.fields | {"result"})


def _with_spaces(value: Value) -> tuple[str, set[int]]:
    """The text of a cell with a space before each label that begins a line of it, and where these stand."""
    text, begins = value.text, set[int]()
    for line in (line for place in value.places for line in place.raw.splitlines()):
        label = label_at_front(clean(line).strip())
        word = clean(line).strip()[: label.end].strip() if label else ""
        at = text.find(word) if word else 0
        if at > 0:
            text = f"{text[:at]} {text[at:]}"
            begins.add(at + 1)
    return text, begins
