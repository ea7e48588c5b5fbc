"""An archive of made records, as large as asked, for the benches: deterministic, inserted in bulk.

    with synthetic.make_archive(folder / "archive.db", agencies=7850, years=range(2559, 2569)) as archive: ...

Every agency has one report a year with the same number of measures. Their wording is put together from parts,
so that agencies share measures; from year to year a measure stays word for word, changes one part, changes
its departments or result, or gives way to another (``SHARES``). The text index is not filled: it would take
most of the time and disk, and no bench of ours searches. ``python bench/synthetic.py PLACE`` makes one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.made_measures import words  # noqa: E402
from extract.records.gazetteer import gazetteer  # noqa: E402
from extract.thai.fold import fold  # noqa: E402
from oversight.archive.schema import documents, files, findings, records  # noqa: E402
from oversight.archive.store import Archive  # noqa: E402

AGENCIES = 7850  # local governments of Thailand
YEARS = range(2559, 2569)
MEASURES = 30  # of a report: 7,850 × 10 × 30 = 2,355,000
AT_ONCE = 200  # reports a transaction
# What becomes of a measure in the next year: its department and result change, one part of its words, …
SHARES = (("same", 0.55), ("changed", 0.15), ("reworded", 0.15), ("new", 0.15))

_VERBS = ("จัดทำ", "ปรับปรุง", "เผยแพร่", "ประชาสัมพันธ์", "กำหนด", "ส่งเสริม", "พัฒนา", "ทบทวน", "ติดตาม", "จัดให้มี")
_THINGS = (
    *("คู่มือการให้บริการประชาชน", "แผนการใช้จ่ายงบประมาณประจำปี", "ระเบียบการยืมพัสดุของทางราชการ"),
    *("ช่องทางการร้องเรียนเรื่องทุจริต", "มาตรการป้องกันการรับสินบน", "ประกาศเจตนารมณ์สุจริต"),
    *("ข้อมูลการจัดซื้อจัดจ้าง", "หลักเกณฑ์การบริหารทรัพยากรบุคคล", "รายงานผลการดำเนินงาน"),
    *("เว็บไซต์ของหน่วยงาน", "การรับฟังความคิดเห็นของประชาชน", "แบบสำรวจความพึงพอใจ"),
    *("ขั้นตอนการปฏิบัติงาน", "การประเมินความเสี่ยงการทุจริต", "นโยบายไม่รับของขวัญ", "การมอบหมายงาน"),
    *("ทะเบียนคุมทรัพย์สิน", "กิจกรรมเสริมสร้างคุณธรรมจริยธรรม", "การเปิดเผยข้อมูลสาธารณะ"),
    *("ระบบให้บริการออนไลน์", "การตรวจสอบภายใน", "แผนปฏิบัติการป้องกันการทุจริต"),
)
_HOW = (
    *("ให้เป็นปัจจุบัน", "ผ่านเว็บไซต์และสื่อสังคมออนไลน์", "อย่างทั่วถึงและเป็นธรรม", "ให้ประชาชนเข้าถึงได้ง่าย"),
    *("โดยเปิดโอกาสให้มีส่วนร่วม", "ตามระเบียบของทางราชการ", "ทุกไตรมาส", "ให้บุคลากรทราบ", "เป็นลายลักษณ์อักษร"),
    *("ให้ตรวจสอบได้", "พร้อมระบุระยะเวลาและผู้รับผิดชอบ", "และรายงานผู้บริหาร"),
)
_UNITS = ("สำนักปลัด", "กองคลัง", "กองช่าง", "กองการศึกษา ศาสนาและวัฒนธรรม", "กองสวัสดิการสังคม", "หน่วยตรวจสอบภายใน")
_SYLLABLES = (
    "หนอง",
    "บาง",
    "ห้วย",
    "ทุ่ง",
    "โคก",
    "นา",
    "ดอน",
    "คลอง",
    "วัง",
    "ท่า",
    "บ้าน",
    "ป่า",
    "แม่",
    "ควน",
    "เขา",
)
_ENDS = (
    "ไทร",
    "แก้ว",
    "ขาม",
    "ยาง",
    "โพธิ์",
    "เสือ",
    "ช้าง",
    "บัว",
    "หลวง",
    "ใหม่",
    "ทอง",
    "เหนือ",
    "ใต้",
    "งาม",
    "หิน",
)
_INSTRUMENTS = ("IIT", "EIT", "OIT")
_RESULTS = (
    ("done", "ดำเนินการแล้วเสร็จ"),
    ("in_progress", "อยู่ระหว่างดำเนินการ"),
    ("not_done", "ยังไม่ได้ดำเนินการ"),
    ("not_reported", None),
)
_PRINTED = ("number", "measure", "procedure", "responsible", "period", "budget", "result")

Wording = tuple[int, int, int]  # verb, thing, how
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Measure:
    """What one report says of one measure: wording, department and result by their place in the lists.

    ``detail`` numbers what is added to the wording, 0 for nothing.
    """

    wording: Wording
    unit: int
    result: int
    detail: int = 0


@dataclass(frozen=True, slots=True)
class Agency:
    """One made agency; ``number`` counts from 0."""

    number: int
    agency_id: str
    name: str
    district: str
    province: str
    province_code: str
    dla_code: str


def make_archive(
    place: Path,
    agencies: int = AGENCIES,
    years: Sequence[int] = YEARS,
    measures: int = MEASURES,
    seed: int = 7,
    details: int = 0,
) -> Archive:
    """Make the archive of one report an agency and year, and open it.

    Args:
        place: The SQLite file; it must not be there yet.
        agencies: How many.
        years: Fiscal years, Buddhist era, ascending.
        measures: Of each report.
        seed: Another one gives other wordings.
        details: How many further details tell measures of one wording apart; without them a nation shares
            some thousand texts.
    """
    if place.exists():
        raise FileExistsError(place)
    Archive.open(place).__exit__(None, None, None)
    with closing(sqlite3.connect(place, isolation_level=None)) as store:
        store.execute("PRAGMA synchronous=OFF")
        store.execute("DROP TRIGGER record_search_in")
        indexes = _drop_indexes(store)
        store.execute(
            "INSERT INTO runs(id, state, machine, process, started, ended, about)"
            " VALUES (1, 'finished', 'bench', 1, 0, 0, '{}')"
        )
        document = 0
        for start in range(0, agencies, AT_ONCE):
            store.execute("BEGIN")
            for agency in map(agency_of, range(start, min(start + AT_ONCE, agencies))):
                for year, said in history(agency.number, years, measures, seed, details):
                    document += 1
                    _insert(store, document, agency, year, said)
            store.execute("COMMIT")
        for statement in indexes:
            store.execute(statement)
        store.execute("ANALYZE")
    return Archive.open(place, write=False)


def history(
    agency: int, years: Sequence[int], measures: int, seed: int = 7, details: int = 0
) -> Iterator[tuple[int, list[Measure]]]:
    """What an agency reports year by year."""
    chance = random.Random(seed * 1_000_003 + agency)
    said = [_new(chance, details) for _ in range(measures)]
    for year in years:
        yield year, said
        said = [_next(chance, measure, details) for measure in said]


@cache
def _areas() -> tuple[tuple[str, str, str], ...]:
    """(province code, province, a district of it)."""
    places = gazetteer()
    found = []
    for number in range(10, 97):
        code = str(number)
        province, district = places.province(code), places.district(code + "02")
        if province and district:
            found.append((code, province, district))
    return tuple(found)


def agency_of(number: int) -> Agency:
    """The agency of a number; agencies next to one another lie in different provinces."""
    areas = _areas()
    code, province, district = areas[number % len(areas)]
    turn = number // len(areas)
    count = len(_SYLLABLES)
    bare = _SYLLABLES[turn % count] + _ENDS[turn // count % len(_ENDS)]
    return Agency(
        number,
        f"SAO-{code}{turn + 1:04}",
        f"องค์การบริหารส่วนตำบล{bare}",
        district,
        province,
        code,
        f"0{code}{turn + 1:05}",
    )


def text_of(wording: Wording, detail: int = 0) -> str:
    """The printed words of a measure."""
    verb, thing, how = wording
    return _VERBS[verb] + _THINGS[thing] + _HOW[how] + (detail_text(detail) if detail else "")


def detail_text(detail: int) -> str:
    """A detail in words, from the lists of ``made_words.csv``: for whom, how often, where, in that order."""
    ways = []
    for kind in ("who", "often", "channel"):
        rows = words()[kind]
        detail, at = divmod(detail, len(rows) + 1)
        if at:
            detail, way = divmod(detail, 3)
            ways.append(rows[at - 1][way])
    return "".join(ways)


def _new(chance: random.Random, details: int = 0) -> Measure:
    unit, result = chance.randrange(len(_UNITS)), chance.choices(range(4), (6, 2, 1, 1))[0]
    return Measure(_wording(chance), unit, result, chance.randrange(details) if details else 0)


def _wording(chance: random.Random) -> Wording:
    return chance.randrange(len(_VERBS)), chance.randrange(len(_THINGS)), chance.randrange(len(_HOW))


def _next(chance: random.Random, measure: Measure, details: int = 0) -> Measure:
    """The measure a year later."""
    verb, thing, how = measure.wording
    match chance.choices([name for name, _ in SHARES], [share for _, share in SHARES])[0]:
        case "new":
            return _new(chance, details)
        case "reworded":
            return replace(measure, wording=(verb, thing, chance.randrange(len(_HOW))))
        case "changed":
            unit, result = chance.randrange(len(_UNITS)), chance.randrange(len(_RESULTS))
            return replace(measure, unit=unit, result=result)
    return measure


@lru_cache(maxsize=1 << 16)
def _words(wording: Wording, detail: int) -> tuple[str, str, str]:
    """Measure, its key, its tokens."""
    printed = text_of(wording, detail)
    verb, thing, how = wording
    return (
        printed,
        fold(printed),
        _json([_VERBS[verb], _THINGS[thing], _HOW[how], *([detail_text(detail)] if detail else [])]),
    )


@cache
def _provenance(wording: Wording, position: int) -> str:
    """Seven printed fields with their places."""
    y = 90.5 + 31.25 * (position % 12)
    page = 1 + position // 12
    texts = {"measure": text_of(wording), "number": str(position + 1)}
    return _json(
        [
            [
                field,
                [
                    [
                        page,
                        [72.04 + 97.5 * n, y, 166.3 + 97.5 * n, y + 30.01],
                        "text",
                        texts.get(field, field),
                        1.0,
                    ]
                ],
            ]
            for n, field in enumerate(_PRINTED)
        ]
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _insert(store: sqlite3.Connection, number: int, agency: Agency, year: int, said: list[Measure]) -> None:
    sha256 = hashlib.sha256(f"{agency.number} {year}".encode()).hexdigest()
    name = f"{year}/{agency.province}/{agency.agency_id}.pdf"
    known = {
        "agency_id": agency.agency_id,
        "agency_name": agency.name,
        "province": agency.province,
        "fiscal_year": year,
        "document_kind": "measure_report",
        "oit_code": "O43",
    }
    placed = {"agency_type": "อบต.", "dla_code": agency.dla_code, "district": agency.district}
    facts = {**known, **placed, "province_code": agency.province_code, "agency_lineage_id": agency.agency_id}
    file = {
        "source_file": name,
        "location": f"/{name}",
        "member": -1,
        "sha256": sha256,
        "reason": "",
        "run": 1,
    }
    document = {
        **{
            "id": number,
            "document_id": sha256[:16],
            "sha256": sha256,
            "part": 0,
            "recipe": "bench",
            "run": 1,
        },
        **{"status": "ok", "reason": "", "pages": 3, "pages_digital": 3, "pages_scanned": 0},
        **{"records": len(said), **known, "title": f"รายงานผลการดำเนินการ ปีงบประมาณ พ.ศ. {year}"},
        **{"facts": _json(facts), "seconds": "[]", "extra": "{}"},
    }
    _enter(store, files, [file])
    _enter(store, documents, [document])
    base = {
        **known,
        **placed,
        "document": number,
        "document_id": sha256[:16],
        "subdistrict": agency.name[21:],
    }
    base |= {"province_code": agency.province_code, "agency_lineage_id": agency.agency_id}
    base |= {"fiscal_year_ce": year - 543, "basis_year": year - 1, "report_year": year}
    _enter(store, records, [_record(base, year, n, measure) for n, measure in enumerate(said)])
    silent = [n for n, measure in enumerate(said) if _RESULTS[measure.result][0] == "not_reported"]
    _enter(store, findings, [_finding(number, k, n) for k, n in enumerate(silent)])


def _record(base: Row, year: int, position: int, measure: Measure) -> Row:
    printed, key, tokens = _words(measure.wording, measure.detail)
    status, result = _RESULTS[measure.result]
    unit = _UNITS[measure.unit]
    indicator = 1 + position % 10
    return {
        **base,
        "position": position,
        "record_id": f"{base['document_id']}-{1 + position // 12}-1-{1 + position % 12}",
        "section": f"ตัวชี้วัดที่ {indicator}",
        "instrument": _INSTRUMENTS[(indicator > 5) + (indicator > 8)],
        "indicator": indicator,
        "indicators": f"[{indicator}]",
        "number": str(position + 1),
        "measure": printed,
        "procedure": f"๑. แต่งตั้งคณะทำงาน ๒. {printed} ๓. รายงานผลต่อผู้บริหารและเผยแพร่ให้ประชาชนทราบ",
        "steps": _json(["แต่งตั้งคณะทำงาน", printed, "รายงานผลต่อผู้บริหารและเผยแพร่ให้ประชาชนทราบ"]),
        "responsible": unit,
        "responsible_units": _json([unit]),
        "period": f"ต.ค. {year - 1} - ก.ย. {year}",
        "period_start": f"{year - 544}-10-01",
        "period_end": f"{year - 543}-09-30",
        "budget": "ไม่ใช้งบประมาณ",
        "budget_thb": 0.0,
        "result": result and f"{result} {printed} จำนวน {position + 1} ครั้ง",
        "result_status": status,
        "status_text": result,
        "quantities": result and _json([[position + 1.0, "ครั้ง", [0, 7]]]),
        "tokens": tokens,
        "measure_key": key,
        "confidence": 1.0 - position % 7 / 50,
        "needs_review": int(position % 7 == 6),
        "reviewed": 0,
        "provenance": _provenance(measure.wording, position),
        "search_text": key,
    }


def _finding(document: int, position: int, record: int) -> Row:
    return {
        **{"document": document, "position": position, "owner": "record", "owner_position": record},
        **{"listed": 1, "code": "no-result", "severity": "warning", "detail": "", "field": "result"},
    }


def _enter(store: sqlite3.Connection, table: Any, rows: list[Row]) -> None:
    if rows:
        names = list(rows[0])
        places = ",".join(f":{name}" for name in names)
        quoted = ",".join(f'"{name}"' for name in names)
        store.executemany(f'INSERT INTO "{table.name}"({quoted}) VALUES ({places})', rows)


def _drop_indexes(store: sqlite3.Connection) -> list[str]:
    """Drop the indexes of records and documents; return the statements that make them again."""
    made = store.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        " AND tbl_name IN ('records', 'documents', 'files', 'findings')"
    ).fetchall()
    for name, _ in made:
        store.execute(f'DROP INDEX "{name}"')
    return [sql for _, sql in made]


def main() -> None:
    """Make an archive at the place named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("place", type=Path)
    parser.add_argument("--agencies", type=int, default=AGENCIES)
    parser.add_argument("--measures", type=int, default=MEASURES)
    options = parser.parse_args()
    make_archive(options.place, options.agencies, measures=options.measures).__exit__(None, None, None)


if __name__ == "__main__":
    main()
