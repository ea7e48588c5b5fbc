"""Where a report says whose it is: agency names, districts, provinces and years in running text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import cache

from extract.data import alternatives, rows
from extract.records.gazetteer import area_key, find_district, find_province, gazetteer
from extract.thai.dates import BE_OFFSET
from extract.thai.letters import RAISED, to_arabic, without_raised

# A name ends where another phrase of the title begins; run-on titles have no space there. Words that names
# themselves hold (ท่าขอนยาง, นาใน) only end a name that is listed without them.
_ENDS = alternatives("name_ends.csv")
_HARD_END = re.compile(_ENDS["hard"])
_SOFT_END = re.compile(_ENDS["soft"])
_BODY_END = re.compile(_ENDS["body"])
_NO_NAME = re.compile(_ENDS["none"])
_THAI = r"[ก-\u0e4e]"
_NO_THAI = r"\s|$|[^ก-\u0e4e]"
_PLACE = re.compile(
    rf"(?:อำเภอ|กิ่งอำเภอ|อ\.)\s*([ก-\u0e4e\-]+?)\s*(?:จังหวัด|จ\.)\s*({_THAI}+?)(?=\s|$|[^ก-\u0e4e])"
)
_PROVINCE = re.compile(rf"(?:จังหวัด|(?<!{_THAI})จ\.)\s*({_THAI}{{2,}}?)(?=\s|$|[^ก-\u0e4e])")
_YEAR = re.compile(
    r"(?:ปี\s?งบ(?:ประมาณ|ฯ)?|ปี|พ\.?\s?ศ\.|พุทธศักราช|[Ff]iscal\s[Yy]ear|FY|ไตรมาส\s?(?:ที่)?\s?[1-4๑-๔]/)\s*:?\s*(?:พ\.?\s?ศ\.)?\s*"
    r"([0-9๐-๙]{4}|[5-9๕-๙][0-9๐-๙](?![0-9๐-๙.,%/ก-๎]|\s+(?:คน|ครั้ง|บาท|ราย|วัน)))"
)
_SPACED = re.compile(r"(?<![0-9๐-๙])([2๒]) ([5๕]) ([0-9๐-๙]) ([0-9๐-๙])(?![0-9๐-๙]| [0-9๐-๙])")
"""A year whose digits are set apart."""
# Years ITA reports can name: the assessment began with FY2556; a year beyond is a misread.
_FIRST_YEAR, _LAST_YEAR = 2550, 2599
_COMMON_ERA = range(_FIRST_YEAR - BE_OFFSET, _LAST_YEAR - BE_OFFSET + 1)
# The year of an act stands behind its name, that of a report behind ปีงบประมาณ or ประจำปี.
_CITED = re.compile(
    r"(?:พระราชบัญญัติ|พ\.\s?ร\.\s?บ\.|พรบ\.?|ระเบียบ|ข้อบังคับ|(?:ข้อ|เทศ)บัญญัติ(?!\s*งบประมาณ)|กฎกระทรวง|พระราชกฤษฎีกา|รัฐธรรมนูญ|ประมวล|ฉบับที่|แก้ไขเพิ่มเติม"
    r"|มติคณะรัฐมนตรี|(?:ตาม|อ้างถึง)ประกาศ|ประกาศ(?:กระทรวง|คณะกรรมการ|สำนัก))"
    r"(?:(?!ปีงบประมาณ|ประจำปี|(?<![ก-๎])ปี|พ\.\s?ศ\.|พุทธศักราช)[^\n]){0,160}?"
    r"(?:พ\.\s?ศ\.|พุทธศักราช)\s*(?P<year>[0-9๐-๙]{4})"
)
_TITLE_LENGTH = 250
"""Letters at the head of a paper in which a name is no chance word."""
# What a year printed with two digits leaves out (ปี ๖๗).
_CENTURY = 2500


# Laws, addresses and offices name Bangkok; no paper of the city's own begins so.
_IN_ADDRESS = re.compile(
    r"(?:ราชการ|ระเบียบ(?:บริหาร)?|ข้อบัญญัติ|ข้อบังคับ|พระราชบัญญัติ|กฎหมาย|ตาม(?:ประกาศ|คำสั่ง)|แขวง[ก-๎]+\s*|เขต[ก-๎]+\s*|และ|หรือ|ใน|จาก|จังหวัด|สาธารณสุข|อาสาสมัคร[ก-๎]*|ของ|กรณี|เว้น|ถนน[ก-๎]+)\s*$"
)


_AS_EXAMPLE = re.compile(r"(?:แนวทาง|ตัวอย่าง|ต้นแบบ|แบบอย่าง)(?:ของ|จาก)\s*$")
"""Before a body whose way of work the paper takes over."""


def _lax(form: str) -> str:
    """A pattern of ``form`` that may have lost tone marks: องคการบริหารสวนตำบล."""
    return re.sub(f"[{RAISED}]", lambda mark: f"{mark.group()}?", re.escape(form))


@cache
def _agency_print() -> re.Pattern[str]:
    whole = [r["print"] for r in rows("agency_types.csv") if r["class"] == "special"]
    fronts = [
        form
        for r in rows("agency_types.csv")
        if r["class"] != "special"
        for form in (r["print"], r["abbreviation"], *filter(None, [r["head"]]))
    ]
    alternatives = "|".join(_lax(f) for f in sorted(fronts, key=len, reverse=True))
    special = "|".join(map(re.escape, whole))
    # กรุงเทพมหานคร and เมืองพัทยา are whole names.
    run = rf"{_THAI}(?:{_THAI}|-(?={_THAI})|\.(?={_THAI}\.))*"
    return re.compile(
        rf"({special})|({alternatives})\s*(กม\.[5๕]|จ\.ป\.ร\.|(?!แห่ง|ทุก|เทศบาล|องค์การบริหาร){run})"
    )


@cache
def _listed() -> frozenset[str]:
    places = gazetteer()
    districts = {d.key for some in places.districts.values() for d in some}
    return frozenset(places.by_name) | districts | frozenset(places.provinces)


def cut_name(run: str) -> str:
    """The name at the front of a run of Thai letters, empty where a sentence goes on instead."""
    if run.startswith("จ.ป.ร."):
        return run
    run = _HARD_END.split(run, maxsplit=1)[0]
    if area_key(run) in _listed():
        return run
    for end in range(len(run) - 1, 1, -1):
        if run[:end] in _listed() and _SOFT_END.match(run, end):
            return run[:end]
    # "ในเขต", "ที่มี", "เป็นหน่วยบริหาร…": no name, unless listed.
    return "" if _NO_NAME.match(run) else run


def cut_body(run: str) -> str:
    """The bare name of a body that no gazetteer lists, at the front of a run of Thai letters."""
    if area_key(run.split()[0] if run.strip() else "") in _listed():
        return run  # ขอนแก่น เขต 2
    return _BODY_END.split(cut_name(run), maxsplit=1)[0]


def agency_names(text: str) -> tuple[tuple[str, str], ...]:
    """Every agency in ``text`` as (type, bare name), in order of print."""
    found = []
    for match in _agency_print().finditer(text):
        kind, bare = split_type(match.group(1) or match.group(2) + cut_name(match.group(3)))
        if _AS_EXAMPLE.search(text[: match.start()]):
            continue
        if match.group(1) == "กรุงเทพมหานคร" and _IN_ADDRESS.search(text[: match.start()]):
            continue
        if kind and (bare or match.group(1)):
            found.append((kind, bare.strip(" -") if "." in bare.rstrip(".") else bare.strip(" .-")))
    return tuple(found)


def is_listed(bare: str) -> bool:
    """Whether an area bears this name."""
    return area_key(bare) in _listed()


def best_name(
    texts: Sequence[str], written_to: Collection[tuple[str, str]] = ()
) -> tuple[str, str, int] | None:
    """The agency the texts are about: the first text's first name, settled by the most frequent like it.

    Those that the paper is ``written_to`` are none of it.

    Returns:
        (type, bare name, times printed so), or None when no text names one.
    """
    order = [name for text in texts for name in agency_names(text) if name not in written_to]
    counts = Counter(order)
    whole = " ".join(texts)
    order = [name for name in order if _is_told(name, counts[name], texts, whole)]
    if not order:
        return None
    first = order[0]
    alike = [
        n
        for n in dict.fromkeys(order)
        if n[0] == first[0] and (n[1].startswith(first[1]) or first[1].startswith(n[1]))
    ]
    best = max(alike, key=lambda n: (counts[n], n == first, -order.index(n)))
    return best[0], best[1], counts[best]


def _is_told(name: tuple[str, str], times: int, texts: Sequence[str], whole: str) -> bool:
    """Whether a name is no words of a sentence: listed, printed twice, at the head, or with its place."""
    kind, bare = name
    if not bare or times > 1 or is_listed(bare) or name in agency_names(texts[0][:_TITLE_LENGTH]):
        return True
    return re.search(rf"{re.escape(bare)}\s*(?:อำเภอ|อ\.|ตำบล|ต\.|จังหวัด|จ\.)", whole) is not None


def places(texts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Every district with its province named together, as printed, in order."""
    return tuple((m.group(1), _province(m.group(2))) for text in texts for m in _PLACE.finditer(text))


def provinces(texts: Iterable[str]) -> tuple[str, ...]:
    """Every province named, as printed, in order."""
    return tuple(
        name
        for text in texts
        for m in _PROVINCE.finditer(text)
        if _is_province(name := _province(m.group(1))) or not re.match(_THAI, text[m.start() - 1 : m.start()])
    )


def _is_province(name: str) -> bool:
    """Whether a province has this name; what is glued behind a word (สำนักงานจังหวัดมา…) may be none."""
    return any(p.name == name for p in gazetteer().provinces.values())


def _province(run: str) -> str:
    """The province at the front of a run of letters (run-on text: ตรังได้นำ…), else the whole run."""
    fronts = [p.name for p in gazetteer().provinces.values() if run.startswith(p.name)]
    return max(fronts, key=len, default=run)


def choose_place(kind: str, bare: str, texts: Sequence[str]) -> tuple[str | None, str | None]:
    """The (district, province) of an agency.

    The pair whose district has a subdistrict of its name, else the first pair, else the first province. A
    report also names other districts (whom it wrote to, whom it visited); one that holds the name is its own.
    """
    pairs = places(texts)
    key = area_key(bare)
    for district, province in pairs:
        p = find_province(province)
        d = find_district(district, p.code) if p else None
        if d and key in gazetteer().subdistricts[d.code]:
            return district, province
    if pairs:
        return pairs[0]
    named = provinces(texts)
    behind = (
        re.compile(rf"{re.escape(bare)}\s*(?:อำเภอ|อ\.)\s*({_THAI}{{2,}})(?={_NO_THAI})") if bare else None
    )
    alone = next((m.group(1) for text in texts for m in ([behind.search(text)] if behind else []) if m), None)
    return alone, named[0] if named else None


def without_citations(text: str) -> str:
    """``text`` without the years of acts, regulations and announcements that it cites."""
    return _CITED.sub(lambda match: match.group(0)[: match.start("year") - match.start()], text)


def years(text: str) -> tuple[int, ...]:
    """Buddhist years introduced by ปี, ปีงบประมาณ or พ.ศ., in order of print; those of cited acts left out."""
    text = without_citations(_SPACED.sub(r"\1\2\3\4", text))
    found = (int(to_arabic(m.group(1))) for m in _YEAR.finditer(text))
    found = (y + _CENTURY if y < 100 else y for y in found)
    found = (y + BE_OFFSET if y in _COMMON_ERA else y for y in found)  # Fiscal Year 2024
    return tuple(y for y in found if _FIRST_YEAR <= y <= _LAST_YEAR)


@cache
def agency_types() -> dict[str, dict[str, str]]:
    """Abbreviation (อบต.) to its row of ``data/agency_types.csv``."""
    return {r["abbreviation"]: r for r in rows("agency_types.csv")}


@cache
def _forms() -> dict[str, str]:
    """The prints of each type, its head's among them, with tone marks and without, and its abbreviation."""
    types = rows("agency_types.csv")
    forms = ((f, r["abbreviation"]) for r in types for f in (r["print"], r["abbreviation"], r["head"]) if f)
    return {form: kind for print_, kind in forms for form in (print_, without_raised(print_))}


@cache
def _type_front() -> re.Pattern[str]:
    longest_first = sorted(_forms(), key=len, reverse=True)
    return re.compile("^(" + "|".join(map(_lax, longest_first)) + r")\s*")


def split_type(text: str) -> tuple[str | None, str]:
    """Part the type off a name: ``เทศบาลตำบลห้วยยอด`` → ``("ทต.", "ห้วยยอด")``; (None, text) for others."""
    stripped = text.strip()
    match = _type_front().match(stripped)
    if not match:
        return None, stripped
    return _forms()[without_raised(match.group(1))], stripped[match.end() :].strip()


def full_name(kind: str, bare: str) -> str:
    """The official name of a type and a bare name."""
    print_ = agency_types()[kind]["print"]
    return print_ if agency_types()[kind]["code"] in ("SP", "BMA") else print_ + bare
