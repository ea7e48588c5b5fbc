"""Section rows: the print, the instrument, the indicators and the topic they announce.

The Latin token (IIT, EIT, OIT) counts before everything else, then the indicator number, then the Thai
name of the instrument: the real report prints "…ภายใน (EIT)".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extract.data import rows
from extract.model import DIGITAL, Cell, Finding, Provenance
from extract.records.indicator import Instrument, instrument_of, printed_indicators, printed_topic
from extract.records.short_prints import text_key

# I, l, 1 and | are one stroke on a scan, O and 0 one circle; T or two capitals must be there (O17 is a code).
_TOKEN = re.compile(r"(?<![A-Za-z0-9])(?:([IEO0l1|])[Il1|]T|([IEO])I7)(?![A-Za-z0-9])")
_FIRST: dict[str, Instrument] = {"E": "EIT", "O": "OIT", "0": "OIT", "I": "IIT", "l": "IIT", "1": "IIT"}
_FIRST["|"] = "IIT"
# A scan reads the two strokes of (IIT) as one.
_SHORT = re.compile(r"[(]\s*[Il1|]T\s*[)]")
# Internal Integrity and Transparency Assessment, External …, Open Data …
_ENGLISH = re.compile(r"\b(Internal|External|Open\s+Data)\s+Integrity\b", re.IGNORECASE)
_LATIN = re.compile("[A-Za-z]")
_BELIEVED = {
    "latin": ("อักษรละติน", "the Latin letters say"),
    "number": ("หมายเลขตัวชี้วัด", "the indicator's number says"),
}
_WORDS: tuple[tuple[str, Instrument], ...] = (
    ("ส่วนได้ส่วนเสียภายใน", "IIT"),
    ("ส่วนได้ส่วนเสียภายนอก", "EIT"),
    ("ส่วนได้เสียภายใน", "IIT"),
    ("ส่วนได้เสียภายนอก", "EIT"),
    ("เปิดเผยข้อมูลสาธารณะ", "OIT"),
)


# ตัวชี้วัด with its marks misread or lost, as 200-dpi scans gave it (ชึ้, ชื่, ชี่, ช).
_DAMAGED_INDICATOR = re.compile(r"ต[ัิี]?วช[ิีึื่้๊๋์ั]{0,3}ว[ัิีึื่้์]?ด(?:\s*ท[ิีึื][่้]?(?=[\s0-9๐-๙]))?")
# The longest section label seen has 48 letters; a sentence that names an instrument is longer than this.
HEADING_LENGTH = 120


# A heading that opens a section outside a table: how such lines begin.
_HEADING = re.compile(
    r"^[\s(]*([0-9๐-๙]{1,2}[.)]\s*)?(แบบวัด|แบบตรวจ|ตัวชี้วัด|เครื่องมือ|ส่วนที่|(?:มาตรการ)?ด้าน|ประเด็น|การเปิดเผย|IIT|EIT|OIT|ผู้มีส่วนได้)"
)


# A row over the whole table that says something of the rows, and opens nothing.
_REMARK = re.compile(
    r"[\s(]*(?:\*|หมายเหตุ|ข้อมูล\s*ณ|ณ\s*วันที่|วันที่|ที่มา\s*:|แหล่ง(?:ที่มา|ข้อมูล|งบ)|อ้างอิง|หน่วย\s*:|ต่อ\s*\)?\s*$)"
)


@dataclass(frozen=True, slots=True)
class Section:
    """What holds for the rows below: the section row as printed and what it announces."""

    printed: str | None = None
    instrument: Instrument | None = None
    indicators: tuple[int, ...] = ()
    topic: int | None = None
    cells: tuple[Cell, ...] = ()
    findings: tuple[Finding, ...] = ()

    def places(self) -> tuple[Provenance, ...]:
        """Where the section row stands."""
        return tuple(
            Provenance(c.page, c.bbox, c.method, c.raw, c.confidence, c.quad, c.place) for c in self.cells
        )


NO_SECTION = Section()


def latin_instruments(text: str) -> tuple[Instrument, ...]:
    """The instruments named by Latin tokens or English names in ``text``, each once, in order of print."""
    if not _LATIN.search(text):
        return ()
    tokens = [(m.start(), _FIRST[m.group(1) or m.group(2)]) for m in _TOKEN.finditer(text)]
    if (short := _SHORT.search(text)) and any(name in text_key(text) for name in _of_insiders()):
        tokens.append((short.start(), "IIT"))
    names = ((m.start(), _FIRST[m.group(1)[0].upper()]) for m in _ENGLISH.finditer(text))
    return tuple(dict.fromkeys(instrument for _, instrument in sorted((*tokens, *names))))


@cache
def _of_insiders() -> tuple[str, ...]:
    """Names of the indicators that insiders are asked about, and of those insiders."""
    named = [text_key(row["name"]) for row in rows("indicators.csv") if row["instrument"] == "IIT"]
    return (*named, *(words for words, instrument in _WORDS if instrument == "IIT"))


def named_instruments(text: str) -> tuple[Instrument, ...]:
    """The instruments named by their Thai words in ``text``."""
    key = text_key(text)
    return tuple(instrument for words, instrument in _WORDS if words in key)


def read_section(text: str, cells: tuple[Cell, ...] = ()) -> Section:
    """Read one section row.

    Args:
        text: the row as printed, repaired, lines rejoined.
        cells: the cells it stands in, for provenance and the place of findings.
    """
    latin, named, indicators = latin_instruments(text), named_instruments(text), indicators_in(text)
    by_number = instrument_of(indicators)
    instrument: Instrument | None = None
    if latin:
        instrument = latin[0] if len(latin) == 1 else None
    elif by_number:
        instrument = by_number
    elif len(named) == 1:
        instrument = named[0]
    if len(latin) == 1 and any(cell.method not in DIGITAL for cell in cells):
        text = _SHORT.sub("(IIT)", text)
    findings = []
    claims = {c for c in (by_number, named[0] if len(named) == 1 else None) if c}
    if instrument and claims - {instrument}:
        detail = _told(
            text.strip(), instrument, sorted(claims - {instrument}), "latin" if latin else "number"
        )
        findings.append(Finding("section-label-contradicts", "warning", detail, "section").at(cells))
    return Section(text.strip() or None, instrument, indicators, printed_topic(text), cells, tuple(findings))


def _told(text: str, trusted: Instrument, others: Sequence[Instrument], by: str) -> str:
    """What the label says twice and which of it counts, in Thai and in English."""
    thai, english = _BELIEVED[by]
    rival = ", ".join(others)
    return (
        f"“{text}”: {thai}คือ {trusted} แต่ข้อความส่วนอื่นหมายถึง {rival} จึงใช้ {trusted}"
        f" / {english} {trusted}, its other words mean {rival}; taken as {trusted}"
    )


def indicators_in(text: str) -> tuple[int, ...]:
    """The indicators named after ตัวชี้วัด, its marks misread or not."""
    mended, found = _DAMAGED_INDICATOR.subn("ตัวชี้วัดที่", text)
    return printed_indicators(mended) if found else ()


def announces(text: str) -> bool:
    """Whether a line of running text is a section heading: short, and naming an instrument or indicator."""
    if len(text) > HEADING_LENGTH:
        return False
    return bool(latin_instruments(text) or named_instruments(text) or indicators_in(text))


def opens_section(text: str) -> bool:
    """Whether a line outside a table is the heading of a section."""
    return begins_as_heading(text) and announces(text)


def begins_as_heading(text: str) -> bool:
    """Whether a line begins as headings of sections do, whatever it names: ด้านการบริหารพัสดุ, ส่วนที่ ๒ …."""
    return len(text) <= HEADING_LENGTH and _HEADING.match(text) is not None


def is_remark(text: str) -> bool:
    """Whether a row over the whole table is a note, a date, (ต่อ) or a source, and no section."""
    return _REMARK.match(text) is not None and not announces(text)
