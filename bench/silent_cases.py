"""Files that came out wrong once, with the right answer: right, flagged, silent or lost (``--cases``).

A folder of cases holds ``digital/NAME.truth.json`` beside each file, and ``layouts/truth.json`` for the files
beside it; of PDFs elsewhere it is only told how many records they gave and how many of them are not flagged.
A truth has ``records``, each with the keys that are judged (a list where several values are right, ``"*"``
where any is), and facts of the document.

- right: every value of every record.
- flagged: what is wrong has a finding above info at its field, or its record has ``needs_review``; or
  records are missing and the document is partial, failed or refused.
- silent: something else is wrong, or a record was made up.
- lost, told: no record, and the document says so by its status or the finding ``no-measures``.
- lost: no record and not a word of it.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz

if TYPE_CHECKING:
    from extract.model import MeasureRecord, Report

Json = Mapping[str, Any]
ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
SAME_MEASURE = 55
"""Likeness (0–100) of two measures below which one record does not stand for the other."""
SAME_NUMBER = 30
"""What an equal item number adds to it."""
FACTS = ("fiscal_year", "agency_id", "agency_name")
TOLD = {"failed", "refused", "partial"}
FOLLOWS = {
    "period_start": "period",
    "period_end": "period",
    "budget_thb": "budget",
    "result_status": "result",
    "status_text": "result",
    "responsible_units": "responsible",
    "instrument": "section",
    "topic": "section",
}
"""Fields whose finding may stand at another."""
EXACT = ("period_start", "period_end", "result_status", "instrument", "topic", "number", "budget_thb")


def tell(folder: Path, jobs: int) -> None:
    """Print a verdict for each file of ``folder``, and how many there are of each."""
    found: Counter[str] = Counter()
    judged = truths(folder)
    others = [p for p in sorted(folder.glob("*/*")) if p.suffix == ".pdf" and p not in judged]
    with Pool(jobs) as pool:
        for path, verdict, wrong in pool.imap(_verdict, [*judged.items(), *((p, None) for p in others)]):
            found[verdict] += 1
            sys.stdout.write(f"{verdict:11} {path.name:36} {', '.join(wrong)}\n")
            sys.stdout.flush()
    sys.stdout.write(", ".join(f"{verdict} {n}" for verdict, n in sorted(found.items())) + "\n")


def truths(folder: Path) -> dict[Path, Json]:
    """The files of a folder of cases that have a truth, with it."""
    out: dict[Path, Json] = {}
    for truth in sorted((folder / "digital").glob("*.truth.json")):
        stem = truth.name.removesuffix(".truth.json")
        (file,) = (p for p in truth.parent.iterdir() if p.stem == stem and p.suffix != ".json")
        out[file] = json.loads(truth.read_text("utf-8"))
    layouts = folder / "layouts" / "truth.json"
    for name, truth in sorted(json.loads(layouts.read_text("utf-8")).items()) if layouts.exists() else ():
        out[layouts.with_name(name)] = truth
    return out


def _verdict(case: tuple[Path, Json | None]) -> tuple[Path, str, list[str]]:
    import pipeline
    from extract.errors import DocumentError

    path, truth = case
    sources, _ = pipeline.discover([str(path)])
    reports: tuple[Report, ...] = ()
    status = "refused"
    if sources and sources[0].error is None:
        try:
            reports = pipeline.digitise(sources[0])
            status = min((r.status for r in reports), key=lambda s: s not in TOLD)
        except DocumentError:
            status = "failed"
    if truth is None:
        records = [record for report in reports for record in report.records]
        quiet = sum(not record.needs_review for record in records)
        return path, "no truth", [f"{len(records)} records", f"{quiet} not flagged", f"status {status}"]
    return path, *verdict(truth, reports, status)


def verdict(truth: Json, reports: Sequence[Report], status: str) -> tuple[str, list[str]]:
    """What the reports read from a file are worth, and what is wrong with them."""
    left = [record for report in reports for record in report.records]
    wrong, silent, missing = list[str](), False, 0
    for expected in truth["records"]:
        record = max(left, key=partial(_alike, expected), default=None)
        if record is None or _alike(expected, record) < SAME_MEASURE:
            missing += 1
            continue
        left.remove(record)
        bad = [key for key, value in expected.items() if not same(key, value, getattr(record, key))]
        loud = {FOLLOWS.get(f.field or "", f.field) for f in record.findings if f.severity != "info"}
        silent |= not record.needs_review and any(FOLLOWS.get(key, key) not in loud for key in bad)
        wrong += bad
    facts = reports[0].facts if reports else None
    off = [key for key in FACTS if key in truth and truth[key] != getattr(facts, key, None)]
    told = status in TOLD
    said = [*dict.fromkeys(wrong), *([f"{missing} lost"] if missing else []), *off]
    said += [f"{len(left)} made up"] if left else []
    if missing and missing == len(truth["records"]) and not left:
        codes = {f.code for report in reports for f in report.findings}
        return ("lost, told" if told or "no-measures" in codes else "lost"), said
    if silent or left or (missing and not told):
        return "silent", said
    return ("flagged" if said else "right"), said


def same(key: str, true: Any, read: Any) -> bool:
    """Whether a value is right: white space, digit script, a lone dash and item numbers left out of texts."""
    read = read.isoformat() if hasattr(read, "isoformat") else read
    if key == "responsible_units":
        return sorted(true or ()) == sorted(read or ())
    if isinstance(true, list):
        return any(same(key, each, read) for each in true)
    if true == "*":
        return True
    if key in EXACT:
        return true == read
    return _plain(key, true) == _plain(key, read)


def _plain(key: str, value: Any) -> str:
    """Two numbers side by side stay two."""
    text = unicodedata.normalize("NFC", str(value or "")).replace("\u0e4d\u0e32", "\u0e33").replace("เเ", "แ")
    text = re.sub("[\u200b\u00ad\ufeff\u2060]", "", text.translate(ARABIC))
    text = re.sub(r"\s+", "", re.sub(r"(?<=\d)\s+(?=\d)", "_", text))
    if key in ("measure", "section"):
        text = re.sub(r"^\d+([._]\d+)*[.)]?", "", text)
    return "" if text in {"-", "–", "—"} else text


def _alike(expected: Json, record: MeasureRecord) -> float:
    likeness = fuzz.ratio(_plain("measure", expected["measure"]), _plain("measure", record.measure))
    return likeness + SAME_NUMBER * (expected.get("number") == record.number)
