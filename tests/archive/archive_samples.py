"""Made reports for the tests of the archive, also for their child processes."""

import datetime as dt
import hashlib

from extract.model import (
    BBox,
    Cell,
    Code,
    DocumentFacts,
    Finding,
    Line,
    MeasureRecord,
    Page,
    Provenance,
    Quantity,
    Report,
    Ruling,
    Suggestion,
    Table,
)
from oversight.archive.listing import Listing
from oversight.archive.resume import Key

RECIPE = "0123456789abcdef"
UNSURE = Finding("digits-unsure", "warning", "๒๕๖7", "budget", 1, BBox(80.1, 100.2, 160.3, 140.4))


def sha(name):
    return hashlib.sha256(name.encode()).hexdigest()


def key(name, recipe=RECIPE):
    return Key(sha(name), recipe)


def listing(name, content=None, folder="/in", **more):
    return Listing(name, f"{folder}/{name}", sha(content or name), **more)


def lines(text, y, scan):
    characters = tuple(n / 1000 for n in range(len(text))) if scan else ()
    return (
        Line(text, BBox(72.123456789, y, 500.1, y + 15.5), 0.987654321, characters, (1,) if scan else ()),
    )


def place(row, column=0):
    x = 72.1 + column * 90
    return BBox(x, 100.2 + row * 40, x + 88, 138.7 + row * 40)


def page(number, rows=3, columns=4, scan=False):
    cells = tuple(
        Cell(
            row,
            column,
            1,
            1,
            place(row, column),
            number,
            lines(f"ช่อง {row} {column}", 100.0 + row, scan),
            f"ช่อง {row} {column}",
            f"ชอ่ง {row} {column}" if column == 0 else f"ช่อง {row} {column}",
            0.5 + column / 100,
            "reader" if scan else "text",
            (UNSURE,) if (row, column) == (1, 1) else (),
        )
        for row in range(rows)
        for column in range(columns)
    )
    rulings = (Ruling(True, 100.25, 72.0, 770.0), Ruling(False, 72.5, 100.0, 400.0, 0.75))
    return Page(
        number,
        841.92,
        595.32,
        "reader" if scan else "text",
        90 if scan else 0,
        -0.25 if scan else 0.0,
        lines("มาตรการส่งเสริมคุณธรรมและความโปร่งใส", 60.0, scan),
        (
            Table(
                number,
                1,
                BBox(72, 100, 770, 400),
                rows,
                columns,
                cells,
                rulings,
                "raster" if scan else "vector",
            ),
        ),
        (Code("https://example.go.th/o42", "QRCode", BBox(700, 500, 760, 560)),),
        (Finding("page-turned", "info", "90", page=number),) if scan else (),
    )


def record(name, number, measure="ปรับปรุงคู่มือการให้บริการ", **more):
    values = {
        "record_id": f"{sha(name)[:16]}-1-1-{number}",
        "document_id": sha(name)[:16],
        "source_file": name,
        "agency_name": "องค์การบริหารส่วนตำบลหนองช้างแล่น",
        "agency_id": "SAO-920602",
        "province": "ตรัง",
        "district": "ห้วยยอด",
        "fiscal_year": 2566,
        "fiscal_year_ce": 2023,
        "document_kind": "measure_report",
        "instrument": "EIT",
        "indicators": (9, 10),
        "indicator_suggested": Suggestion(7, 0.75, "ชื่อตัวชี้วัด"),
        "number": str(number),
        "measure": measure,
        "procedure": "๑. ประชุม ๒. แต่งตั้งคณะทำงาน",
        "steps": ("ประชุม", "แต่งตั้งคณะทำงาน"),
        "budget": "๕๐,๐๐๐ บาท",
        "budget_thb": 50000.0,
        "period_start": dt.date(2022, 10, 1),
        "period_end": dt.date(2023, 9, 30),
        "result_status": "done",
        "extra": (("หมายเหตุ", "ก"), ("หมายเหตุ", "ข")),
        "quantities": (Quantity(50000.0, "บาท", (0, 11)),),
        "tokens": ("ปรับปรุง", "คู่มือ"),
        "confidence": 0.123456789,
        "needs_review": True,
        "findings": (UNSURE,) if number == 1 else (),
        "provenance": tuple(
            (field, (Provenance(1, place(number, column), "text", f"ดิบ {field}", 0.9),))
            for column, field in enumerate(("number", "measure", "budget"))
        ),
    }
    return MeasureRecord(**{**values, **more})


def report(name, pages=2, records=3, scan=False, **more):
    values = {
        "document_id": sha(name)[:16],
        "source_file": name,
        "sha256": sha(name),
        "pages": tuple(page(n, scan=scan) for n in range(1, pages + 1)),
        "facts": DocumentFacts(
            title="รายงานผล",
            agency_name="องค์การบริหารส่วนตำบลหนองช้างแล่น",
            province="ตรัง",
            fiscal_year=2566,
            document_kind="measure_report",
            oit_code="O43",
            provenance=(("title", (Provenance(1, BBox(1, 2, 3, 4), "text", "รายงาน"),)),),
            findings=(Finding("agency-ambiguous", "warning", "x"),),
        ),
        "records": tuple(record(name, n) for n in range(records)),
        "findings": (Finding("path-budget", "warning", "y", page=2),),
        "seconds": (("open", 0.25), ("text", 1.5)),
        "extra": {"versions": ["1.0"]},
    }
    return Report(**{**values, **more})
