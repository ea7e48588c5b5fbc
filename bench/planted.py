"""Made agencies of one province over three years, with situations planted that an auditor looks for.

    made = planted.province(agencies=60, seed=1)

Every agency's reports are honest first: measures of its own and of a template that many print alike, some
continued, some reworded, some given up, results of their own every year. Then a situation is planted (or
none), and ``expected`` says which finding it has to give at which agency. Wordings are put together from
parts; none of it comes from a real report. Nothing here knows how the findings are found.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extract.model import BBox, DocumentFacts, MeasureRecord, Page, Provenance, Report, ScoreRecord
from extract.thai.fold import key as folded
from extract.thai.letters import to_thai
from extract.thai.tokens import tokens
from oversight.archive.listing import Listing
from oversight.archive.resume import Key
from oversight.archive.store import Archive

PROVINCE, CODE = "ตรัง", "92"
YEARS = (2564, 2565, 2566)
NAMES = tuple(
    first + last
    for first in ("หนอง", "บาง", "ห้วย", "ทุ่ง", "โคก", "นา", "ดอน", "คลอง", "วัง", "ท่า", "ควน", "เขา")
    for last in ("ไทร", "แก้ว", "ขาม", "ยาง", "โพธิ์", "เสือ", "ช้าง", "บัว", "หลวง", "ใหม่", "ทอง", "งาม", "หิน")
)
DISTRICTS = ("เมืองตรัง", "กันตัง", "ย่านตาขาว", "ปะเหลียน", "สิเกา", "ห้วยยอด", "วังวิเศษ", "นาโยง", "รัษฎา")
UNITS = ("สำนักปลัด", "กองคลัง", "กองช่าง", "กองการศึกษา", "กองสวัสดิการสังคม", "หน่วยตรวจสอบภายใน")
_VERBS = (
    *("จัดทำ", "ปรับปรุง", "เผยแพร่", "กำหนด", "พัฒนา", "ทบทวน", "ติดตาม", "จัดให้มี", "ชี้แจง", "ประเมิน"),
    *("รวบรวม", "แจ้งเวียน", "สร้างความเข้าใจเรื่อง", "ตรวจสอบ", "เพิ่มช่องทาง", "ถ่ายทอดความรู้เรื่อง"),
)
_THINGS = (
    *("คู่มือการให้บริการประชาชน", "แผนการใช้จ่ายงบประมาณ", "ระเบียบการยืมพัสดุของทางราชการ", "ทะเบียนคุมทรัพย์สิน"),
    *("ช่องทางร้องเรียนการทุจริต", "มาตรการป้องกันการรับสินบน", "ประกาศเจตนารมณ์สุจริต", "ข้อมูลการจัดซื้อจัดจ้าง"),
    *("หลักเกณฑ์การบริหารทรัพยากรบุคคล", "เว็บไซต์ของหน่วยงาน", "แบบสำรวจความพึงพอใจของผู้มาติดต่อ"),
    *("ขั้นตอนการขออนุญาตก่อสร้าง", "การประเมินความเสี่ยงการทุจริต", "นโยบายไม่รับของขวัญ", "การมอบหมายงาน"),
    *("กิจกรรมเสริมสร้างคุณธรรมจริยธรรม", "ระบบนัดหมายและรับคำร้องออนไลน์", "การตรวจสอบพัสดุประจำปี"),
    *("การเบิกจ่ายค่าเดินทางไปราชการ", "การรับฟังความคิดเห็นในการประชาคมหมู่บ้าน", "ป้ายบอกขั้นตอนและค่าธรรมเนียม"),
    *("การใช้รถราชการ", "หลักเกณฑ์การเลื่อนเงินเดือน", "ข้อบัญญัติงบประมาณรายจ่าย", "รายงานการประชุมสภาท้องถิ่น"),
    *("การลงเวลาปฏิบัติงาน", "กล่องรับความคิดเห็น", "การอบรมพนักงานใหม่", "การจัดเก็บภาษีที่ดินและสิ่งปลูกสร้าง"),
)
_HOW = (
    *("ให้เป็นปัจจุบัน", "ผ่านสื่อสังคมออนไลน์", "อย่างทั่วถึงและเป็นธรรม", "ให้ประชาชนเข้าถึงได้ง่าย", "ทุกไตรมาส"),
    *("โดยเปิดโอกาสให้มีส่วนร่วม", "ตามระเบียบกระทรวงมหาดไทย", "เป็นลายลักษณ์อักษร", "พร้อมระบุผู้รับผิดชอบ"),
    *("ร่วมกับผู้นำชุมชน", "ก่อนสิ้นปีงบประมาณ", "สำหรับผู้สูงอายุและผู้พิการ", "ในทุกหมู่บ้าน", "ให้บุคลากรทุกระดับทราบ"),
    *("ตามข้อเสนอแนะของผู้ตรวจสอบ", "และรายงานต่อผู้บริหาร", "ให้แล้วเสร็จภายในวันเดียว", "ณ จุดบริการ"),
)
_DID = (
    *("ประชุมคณะทำงาน", "ลงพื้นที่ชี้แจง", "อบรมเจ้าหน้าที่", "เผยแพร่ทางเว็บไซต์", "ติดป้ายประกาศ", "สำรวจความเห็น"),
    *("ออกคำสั่งแต่งตั้งผู้รับผิดชอบ", "ส่งหนังสือเวียน", "จัดทำวีดิทัศน์", "ปรับปรุงแบบฟอร์ม", "ตรวจนับพัสดุ"),
)
_PLACES = (
    *("ห้องประชุมสภา", "ศาลาหมู่ที่ ๓", "โรงเรียนวัด", "ตลาดนัด", "ศูนย์พัฒนาเด็กเล็ก", "ที่ทำการกำนัน"),
    *("อาคารเอนกประสงค์", "โรงพยาบาลส่งเสริมสุขภาพตำบล", "ลานกีฬา", "ห้องทะเบียนพัสดุ"),
)
_OUTCOMES = (
    *("ผู้เข้าร่วมมีความเข้าใจมากขึ้น", "ข้อร้องเรียนลดลง", "ระยะเวลารอคอยสั้นลง", "มีผู้ใช้บริการเพิ่มขึ้น"),
    *("แก้ไขข้อทักท้วงได้ครบถ้วน", "ประชาชนเสนอแนะเพิ่มเติมหลายประการ", "นำผลเสนอผู้บริหารแล้ว", "พบข้อบกพร่องและแก้ไขทันที"),
)
_MONTHS = (
    *("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน"),
    *("กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"),
)
TEMPLATE = (
    ("IIT", 1, "เผยแพร่คู่มือการปฏิบัติงานให้บุคลากรทราบโดยทั่วกัน"),
    ("IIT", 2, "เปิดเผยแผนการใช้จ่ายงบประมาณประจำปีให้บุคลากรรับทราบ"),
    ("IIT", 4, "จัดทำแนวปฏิบัติการใช้ทรัพย์สินของราชการที่ถูกต้อง"),
    ("EIT", 6, "เผยแพร่มาตรฐานการให้บริการและระยะเวลาให้ประชาชนทราบ"),
    ("EIT", 7, "เพิ่มช่องทางการรับฟังความคิดเห็นบนเว็บไซต์"),
    ("OIT", 9, "ปรับปรุงข้อมูลสาธารณะบนเว็บไซต์ให้ครบถ้วนเป็นปัจจุบัน"),
    ("OIT", 10, "ประกาศนโยบายไม่รับของขวัญจากการปฏิบัติหน้าที่"),
)
"""Measures that most agencies print word for word, as handed down to them."""
PLAIN_RESULT = "ดำเนินการแล้วเสร็จ"
STOCK_RESULTS = (
    "ดำเนินการเผยแพร่ประชาสัมพันธ์ผ่านเว็บไซต์ของหน่วยงานเรียบร้อยแล้ว",
    "ได้ดำเนินการตามขั้นตอนและวิธีการที่กำหนดไว้ในมาตรการครบถ้วนทุกประการ",
    "ผู้รับผิดชอบดำเนินการและรายงานผลให้ผู้บริหารทราบตามกำหนดเวลา",
)
"""Phrases that agencies write year after year; long, but they say nothing of one year."""
POOL = 40
"""Measures that agencies of one province take up from one another, each with results of its own."""

Situation = str
FORM, SHARED = "form-filled-in", "document-shared-widely"
KNOWN = (
    *(
        "agency_name",
        "agency_type",
        "agency_id",
        "agency_lineage_id",
        "district",
        "province",
        "province_code",
    ),
    *("fiscal_year", "basis_year", "document_kind"),
)
"""What a report and each of its records know of their agency and year."""


@dataclass(frozen=True, slots=True)
class Row:
    """One measure as printed. ``confidence`` below 1 is a scan's."""

    instrument: str
    indicator: int
    measure: str
    procedure: str
    unit: str
    result: str | None = None
    status: str = "not_reported"
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Body:
    """One made agency."""

    agency_id: str
    name: str
    district: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One report before it is a ``Report``; ``scores`` has the ten indicators of ``basis`` in their order."""

    body: Body
    year: int
    kind: str
    rows: tuple[Row, ...]
    scores: tuple[float, ...] = ()


def body(number: int) -> Body:
    """The agency of a number, counted from 0."""
    name = NAMES[number % len(NAMES)] + ("" if number < len(NAMES) else "ใหม่")
    code = f"SAO-{CODE}{1 + number % 9:02}{1 + number // 9:02}"
    return Body(code, f"องค์การบริหารส่วนตำบล{name}", DISTRICTS[number % 9])


@dataclass(frozen=True, slots=True)
class Planted:
    """The papers of all agencies; the situation of each (``honest`` for none), and from whom it copied."""

    papers: tuple[Paper, ...]
    situations: dict[str, Situation]
    sources: dict[str, str]

    def expected(self) -> dict[str, set[str]]:
        """The findings of the last year that each agency has to give.

        A copy is seen from both sides: which of two documents came first cannot be known from them.
        """
        told = {
            agency: {code} if (code := SITUATIONS.get(situation)) else set[str]()
            for agency, situation in self.situations.items()
        }
        for copier, source in self.sources.items():
            told[source] |= told[copier]
        return told


def province(agencies: int, seed: int = 1, kinds: Sequence[Situation] = ()) -> Planted:
    """Agencies of one province.

    Args:
        agencies: How many; the first four are honest, of the others every fourth, and every fourth does
            nothing but fill in the form that all of them share.
        seed: Another one gives other words.
        kinds: The situations to plant in turn; all of ``SITUATIONS`` without it.
    """
    chance = random.Random(seed)
    pool = [_own(chance) for _ in range(POOL)]
    told = list(kinds or (each for each in SITUATIONS if each != FORM))
    papers: dict[str, list[Paper]] = {}
    situations: dict[str, Situation] = {}
    sources: dict[str, str] = {}
    for number in range(agencies):
        who = body(number)
        situation = "honest"
        if number > 3 and number % 4 == 0:
            situation = FORM
        elif number > 3 and number % 2:
            situation = told[number // 2 % len(told)]
        free = [i for i, kind in situations.items() if kind == "honest" and i not in sources.values()]
        source = chance.choice(free or list(papers) or [who.agency_id])
        made = honest(chance, who, pool)
        papers[who.agency_id] = _plant(situation, made, papers.get(source, made)[-1], chance)
        situations[who.agency_id] = situation
        if situation.endswith("-of-another"):
            sources[who.agency_id] = source
    return Planted(tuple(paper for made in papers.values() for paper in made), situations, sources)


def honest(chance: random.Random, who: Body, pool: Sequence[Row]) -> list[Paper]:
    """Plan and report of three years, nothing wrong with them; half of the measures are from the pool."""
    template = [Row(i, n, text, "", chance.choice(UNITS)) for i, n, text in TEMPLATE if chance.random() < 0.8]
    count = chance.randrange(6, 14)
    taken = [replace(row, unit=chance.choice(UNITS)) for row in chance.sample(pool, count // 2)]
    own = [*taken, *(_own(chance) for _ in range(count - len(taken)))]
    scores = [round(chance.uniform(86, 97), 2) for _ in range(10)]
    made: list[Paper] = []
    for year in YEARS:
        said = [*template, *own]
        made.append(Paper(who, year, "measure_plan", tuple(said)))
        told = tuple(_reported(chance, row) for row in said)
        made.append(Paper(who, year, "measure_report", told, tuple(scores)))
        own = [_next_year(chance, row) for row in own]
        scores = [min(99.5, round(score + chance.uniform(-0.4, 1.2), 2)) for score in scores]
    return made


def _own(chance: random.Random) -> Row:
    indicator = chance.randrange(1, 11)
    instrument = "IIT" if indicator <= 5 else "EIT" if indicator <= 8 else "OIT"
    text = chance.choice(_VERBS) + chance.choice(_THINGS) + chance.choice(_HOW)
    steps = f"๑. {chance.choice(_DID)} ๒. {chance.choice(_DID)}ที่{chance.choice(_PLACES)}"
    return Row(instrument, indicator, text, steps, chance.choice(UNITS))


def _next_year(chance: random.Random, row: Row) -> Row:
    """A measure a year later: the same, in other words, or another one."""
    lot = chance.random()
    if lot < 0.6:
        return row
    if lot < 0.8:
        return replace(row, procedure=row.procedure + f" ๓. {chance.choice(_DID)}")
    return _own(chance)


def _reported(chance: random.Random, row: Row) -> Row:
    """What a report says of a promised measure."""
    lot = chance.random()
    if lot < 0.25:
        return replace(row, result=PLAIN_RESULT, status="done")
    if lot < 0.32:
        return replace(row, result="อยู่ระหว่างดำเนินการ", status="in_progress")
    if lot < 0.35:
        return replace(row, result="ยังไม่ได้ดำเนินการ", status="not_done")
    if lot < 0.5:
        return replace(row, result=chance.choice(STOCK_RESULTS), status="done")
    day, month = to_thai(str(chance.randrange(1, 29))), chance.choice(_MONTHS)
    result = (
        f"{chance.choice(_DID)}เมื่อวันที่ {day} {month} ณ {chance.choice(_PLACES)} "
        f"จำนวน {to_thai(str(chance.randrange(11, 240)))} คน {chance.choice(_OUTCOMES)}"
    )
    return replace(row, result=result, status="done")


def _plant(situation: Situation, papers: list[Paper], other: Paper, chance: random.Random) -> list[Paper]:
    """The papers with the situation in the last year; ``other`` is the report that is copied from."""
    plan, report, before = papers[-2], papers[-1], papers[-3]
    count = len(report.rows)
    match situation:
        case "form-filled-in":
            rows = tuple(Row(i, n, text, "", UNITS[0]) for i, n, text in TEMPLATE)
            filled = tuple(replace(row, result=PLAIN_RESULT, status="done") for row in rows)
            return [replace(p, rows=rows if p.kind == "measure_plan" else filled) for p in papers]
        case "report-of-last-year":
            report = replace(report, rows=before.rows)
            plan = replace(plan, rows=tuple(replace(r, result=None) for r in before.rows))
        case "results-of-last-year":
            long = [row for row in before.rows if _telling(row) and _stands(report.rows, row)]
            told = {row.measure: row.result for row in long[:3]}
            rows = tuple(replace(r, result=told.get(r.measure, r.result)) for r in report.rows)
            report = replace(report, rows=rows)
        case "report-of-another":
            rows = tuple(
                replace(r, measure=r.measure.replace(other.body.name, report.body.name)) for r in other.rows
            )
            report = replace(report, rows=rows[: max(4, len(rows) - 1)])
            plan = replace(plan, rows=report.rows)
        case "results-of-another":
            long = [row for row in other.rows if _telling(row)][:5]
            report = replace(report, rows=(*report.rows[: count - 2], *long))
            plan = replace(plan, rows=(*plan.rows[: count - 2], *(replace(r, result=None) for r in long)))
        case "promise-forgotten":
            gone = set(chance.sample(range(count), 2))
            report = replace(report, rows=tuple(r for n, r in enumerate(report.rows) if n not in gone))
        case "result-unpromised":
            more = _reported(chance, _own(chance))
            report = replace(report, rows=(*report.rows, more))
        case "unit-changed":
            place = next(n for n, r in enumerate(report.rows) if _stands(before.rows, r))
            rows = list(report.rows)
            old = next(r.unit for r in before.rows if r.measure == rows[place].measure)
            new = next(unit for unit in UNITS if unit not in (old, rows[place].unit))
            rows[place] = replace(rows[place], unit=new)
            report = replace(report, rows=tuple(rows))
            plan = replace(plan, rows=tuple(replace(r, unit=rows[n].unit) for n, r in enumerate(plan.rows)))
        case "score-fell":
            done = next(row.indicator for row in before.rows if row.status == "done")
            scores = list(report.scores)
            scores[done - 1] = round(before.scores[done - 1] - 6.5, 2)
            report = replace(report, scores=tuple(scores))
        case "weak-unanswered":
            weak = next(n for n in range(1, 11) if n in {r.indicator for r in report.rows})
            scores = list(report.scores)
            scores[weak - 1] = 71.25
            kept = tuple(r for r in report.rows if r.indicator != weak)
            report = replace(report, rows=kept, scores=tuple(scores))
            plan = replace(plan, rows=tuple(r for r in plan.rows if r.indicator != weak))
        case "report-missing":
            return [*papers[:-2], plan]
        case "nothing-handed-in":
            return papers[:-2]
    return [*papers[:-3], before, plan, report]


def _telling(row: Row) -> bool:
    return row.result is not None and any(letter.isdigit() for letter in row.result)


def _stands(earlier: Iterable[Row], row: Row) -> bool:
    return any(one.measure == row.measure for one in earlier)


SITUATIONS: dict[Situation, str] = {
    "report-of-last-year": "report-repeats-last-year",
    "results-of-last-year": "result-repeats-last-year",
    "report-of-another": "document-like-another",
    "results-of-another": "results-like-another",
    "promise-forgotten": "promised-not-reported",
    "result-unpromised": "result-without-promise",
    "unit-changed": "responsible-changed",
    "score-fell": "score-fell-though-done",
    "weak-unanswered": "weak-indicator-no-measure",
    "report-missing": "report-missing",
    "nothing-handed-in": "documents-missing",
    FORM: SHARED,
}
"""Situation, and the finding it has to give."""


def report_of(paper: Paper, confidence: float | None = None) -> Report:
    """The report as reading it would give it: records with places, facts, scores of the year before."""
    who, year = paper.body, paper.year
    name = f"{year}/{who.agency_id}-{paper.kind}.pdf"
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    document_id = sha256[:16]
    known = {
        "agency_name": who.name,
        "agency_type": "อบต.",
        "agency_id": who.agency_id,
        "agency_lineage_id": who.agency_id,
        "district": who.district,
        "province": PROVINCE,
        "province_code": CODE,
        "fiscal_year": year,
        "basis_year": year - 1,
        "document_kind": paper.kind,
    }
    records = tuple(
        _record(document_id, name, known, n, row, row.confidence if confidence is None else confidence)
        for n, row in enumerate(paper.rows)
    )
    scores = ()
    if paper.scores:
        table = ScoreRecord(
            score_id=f"{document_id}-p1t1",
            document_id=document_id,
            source_file=name,
            agency_id=who.agency_id,
            agency_name=who.name,
            fiscal_year=year - 1,
            indicators=tuple(enumerate(paper.scores, 1)),
            provenance=tuple((f"indicator_{n}", _place(1, n, "")) for n in range(1, 11)),
        )
        scores = (table,)
    pages = tuple(Page(n, 595.0, 842.0, "text") for n in range(1, 2 + len(paper.rows) // 8))
    facts = DocumentFacts(title="รายงาน", **known)  # type: ignore[arg-type]
    return Report(document_id, name, sha256, pages, facts, records, scores=scores)


def _place(page: int, row: int, raw: str, confidence: float = 1.0) -> tuple[Provenance, ...]:
    box = BBox(72.0, 90.0 + 60 * (row % 8), 400.0, 140.0 + 60 * (row % 8))
    return (Provenance(page, box, "text" if confidence == 1 else "reader", raw, confidence),)


def _record(
    document_id: str, name: str, known: dict[str, object], n: int, row: Row, confidence: float
) -> MeasureRecord:
    page = 1 + n // 8
    printed = {
        "measure": row.measure,
        "procedure": row.procedure,
        "responsible": row.unit,
        "result": row.result,
    }
    return MeasureRecord(
        record_id=f"{document_id}-p{page}t1r{1 + n % 8}",
        document_id=document_id,
        source_file=name,
        fiscal_year_ce=int(str(known["fiscal_year"])) - 543,
        instrument=row.instrument,  # type: ignore[arg-type]
        indicator=row.indicator,
        indicators=(row.indicator,),
        number=str(n + 1),
        measure=row.measure,
        procedure=row.procedure or None,
        responsible=row.unit,
        responsible_units=(row.unit,),
        result=row.result,
        result_status=row.status,  # type: ignore[arg-type]
        measure_key=folded(row.measure),
        tokens=tokens(row.measure),
        confidence=confidence,
        needs_review=confidence < 0.9,
        provenance=tuple((f, _place(page, n, text, confidence)) for f, text in printed.items() if text),
        **known,  # type: ignore[arg-type]
    )


def fill(archive: Archive, papers: Iterable[Paper]) -> None:
    """Put the reports of these papers into an archive."""
    with archive.begin_run() as run:
        for paper in papers:
            report = report_of(paper)
            listing = Listing(report.source_file, f"/made/{report.source_file}", report.sha256)
            run.put(listing, Key(report.sha256, "made"), report)
