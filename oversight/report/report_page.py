"""The report of a province or an agency as one page, as CSV and as JSON."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from typing import Any

from markupsafe import Markup

from extract.fields import by_key
from oversight import talk
from oversight.audit.findings_scores import WEAK
from oversight.compare.changes import KINDS, Change
from oversight.drawing.html import page
from oversight.export.cells import csv_lines
from oversight.registry.explain import explanations
from oversight.report.coverage_matrix import of_years, short_name
from oversight.report.figures import (
    coverage_charts,
    coverage_sentence,
    flow_chart,
    indicator_names,
    score_chart,
    status_chart,
)
from oversight.report.finding_groups import finding_groups, finding_objects
from oversight.report.gather import Facts

INSTRUMENTS = (*by_key()["instrument"].choices, None)
STATUSES = by_key()["result_status"].choices
MOST_PAPER = 10
"""So many kinds of findings of single documents are listed."""
MOST_CHANGES = 80
CSV_COLUMNS = (
    *("code", "severity", "doubtful", "agency_id", "agency_name", "fiscal_year", "detail_th", "detail_en"),
    *("record_id", "document_id", "source_file", "page", "number", "text", "place_agency", "place_year"),
)


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure of an agency beside the year before: texts of both, and which fields changed."""

    kind: str
    before: str
    after: str
    fields: str


def report_page(facts: Facts, lang: str) -> str:
    """The page."""
    year = facts.scope.year
    in_year = of_years(facts.matrix, (year,))
    agencies = len(in_year.rows)
    reporting = in_year.count(year, "report", "both") if agencies else 0
    measures = facts.count(year)
    with_results = facts.count(year, document_kind="measure_report")
    done = facts.count(year, document_kind="measure_report", result_status="done")
    found = facts.audit.findings
    return page(
        "oversight.report",
        "report.html",
        lang,
        short=short_name,
        facts=facts,
        year=year,
        agencies=agencies,
        reporting=reporting,
        measures=measures,
        done=done,
        with_results=with_results,
        grave=sum(one.severity != "info" for one in found),
        summary=_summary(facts, lang),
        coverage_sentence=coverage_sentence(facts.matrix, lang) if facts.matrix.rows else "",
        coverage=coverage_charts(facts.matrix, lang),
        by_instrument=_by_instrument(facts, lang),
        by_year=_by_year(facts, lang),
        flow=flow_chart(facts.audit.flow, year, lang) if facts.audit.changes else None,
        compared=len(facts.audit.changes),
        scores=score_chart(facts.scores, facts.scores_before, WEAK, lang) if facts.scores else None,
        weak=_weak(facts),
        least=WEAK,
        groups=finding_groups(found, lang),
        lines=_lines(facts, lang),
        paper=_paper(facts, lang),
        caveats=_caveats(facts, lang),
    )


def _summary(facts: Facts, lang: str) -> list[str]:
    """What stands out, in sentences."""
    year = facts.scope.year
    said: list[str] = []
    counts = Counter(finding.code for finding in facts.audit.findings if finding.severity != "info")
    agencies: defaultdict[str, set[str | None]] = defaultdict(set)
    for finding in facts.audit.findings:
        agencies[finding.code].add(finding.agency_id)
    flow = facts.audit.flow
    earlier = sum(old for old, _ in flow.values())
    if earlier:
        kept = sum(flow[kind][0] for kind in ("continued", "reworded"))
        values = {"year": year, "before": year - 1, "earlier": f"{earlier:,}", "kept": f"{kept:,}"}
        values |= {"share": f"{100 * kept / earlier:.0f}", "dropped": f"{flow['dropped'][0]:,}"}
        said.append(talk.text("report.said_flow", lang, **values, new=f"{flow['new'][1]:,}"))
    titles = {one.code: one.title[lang] for one in explanations()}
    for code, count in sorted(counts.items(), key=lambda one: (-len(agencies[one[0]]), one[0]))[:5]:
        said.append(
            talk.text(
                "report.said_finding",
                lang,
                title=titles[code],
                agencies=f"{len(agencies[code]):,}",
                count=f"{count:,}",
            )
        )
    if not counts:
        said.append(talk.text("report.said_none", lang))
    return said


def _status_of(facts: Facts, **wanted: Any) -> dict[str, int]:
    return {status: facts.count(result_status=status, **wanted) for status in STATUSES}


def _by_instrument(facts: Facts, lang: str) -> Markup:
    year = facts.scope.year
    wanted = {"year": year, "document_kind": "measure_report"}
    rows = [
        (
            talk.text(f"chart.{instrument or 'no_instrument'}", lang),
            _status_of(facts, instrument=instrument, **wanted),
        )
        for instrument in INSTRUMENTS
    ]
    rows = [(label, counts) for label, counts in rows if sum(counts.values())]
    return status_chart(rows, lang, "by_instrument", _in_words(rows, lang))


def _by_year(facts: Facts, lang: str) -> Markup:
    rows = [
        (str(year), _status_of(facts, year=year, document_kind="measure_report"))
        for year in facts.matrix.years
    ]
    rows = [(label, counts) for label, counts in rows if sum(counts.values())]
    return status_chart(rows, lang, "by_year", _in_words(rows, lang))


def _in_words(rows: list[tuple[str, dict[str, int]]], lang: str) -> str:
    return "; ".join(
        f"{label}: "
        + ", ".join(f"{talk.text(f'chart.{key}', lang)} {count:,}" for key, count in counts.items() if count)
        for label, counts in rows
    )


def _weak(facts: Facts) -> list[tuple[int, str, int, int, float]]:
    """(indicator, name, agencies below, agencies, least score) of those with any below."""
    names = indicator_names()
    rows = [
        (n, names[n], sum(s < WEAK for s, _ in given), len(given), min(s for s, _ in given))
        for n, given in sorted(facts.scores.items())
    ]
    return sorted((row for row in rows if row[2]), key=lambda row: (-row[2], row[0]))


def _lines(facts: Facts, lang: str) -> list[MeasureLine]:
    """The measures of one agency beside the year before; for a province there would be too many."""
    if facts.scope.agency_id is None:
        return []
    found = [change for _, changes in facts.audit.changes for change in changes]
    found.sort(key=lambda change: KINDS.index(change.kind))
    return [_line(change, lang) for change in found[:MOST_CHANGES]]


def _line(change: Change, lang: str) -> MeasureLine:
    fields = ", ".join(talk.text(f"report.field_{name}", lang) for name in change.fields)
    before, after = (
        " / ".join(
            " ".join(filter(None, (measure.number, measure.measure or measure.procedure)))
            for measure in measures
        )
        for measures in (change.before, change.after)
    )
    return MeasureLine(talk.text(f"chart.{change.kind}", lang), before, after, fields)


def _paper(facts: Facts, lang: str) -> list[tuple[str, str, str, int]]:
    """(code, severity, title, count) of what is wrong with single documents, hints left out."""
    known = {one.code: one for one in explanations()}
    rows = [
        (code, known[code].severity, known[code].title[lang], count)
        for code, count in facts.paper
        if code in known and known[code].severity != "info"
    ]
    return rows[:MOST_PAPER]


def _caveats(facts: Facts, lang: str) -> list[str]:
    """What has to be known before anything here is relied on."""
    year = facts.scope.year
    here = [one for one in facts.tallies if one.fiscal_year == year]
    records = sum(one.records for one in here)
    review, reviewed = sum(one.needs_review for one in here), sum(one.reviewed for one in here)
    said = [
        talk.text(
            "report.caveat_reading",
            lang,
            documents=f"{facts.documents:,}",
            pages=f"{facts.pages:,}",
            scanned=f"{facts.scanned:,}",
        )
    ]
    if records:
        mean = sum(one.confidence for one in here) / records
        said.append(
            talk.text(
                "report.caveat_review",
                lang,
                records=f"{records:,}",
                review=f"{review:,}",
                share=f"{100 * review / records:.1f}",
                reviewed=f"{reviewed:,}",
                mean=f"{mean:.2f}",
            )
        )
    if facts.partial:
        said.append(talk.text("report.caveat_partial", lang, count=f"{facts.partial:,}"))
    if facts.unplaced and facts.scope.agency_id is None:
        said.append(talk.text("report.caveat_unplaced", lang, count=f"{facts.unplaced:,}"))
    if not facts.matrix.registered:
        said.append(talk.text("coverage.no_register", lang))
    if not facts.scores:
        said.append(talk.text("report.caveat_no_scores", lang, year=year - 1))
    doubtful = sum(one.doubtful for one in facts.audit.findings)
    if doubtful:
        said.append(talk.text("report.caveat_doubtful", lang, count=f"{doubtful:,}"))
    return [*said, talk.text("report.caveat_archive", lang)]


def report_json(facts: Facts) -> str:
    """All of it as one JSON object."""
    whole: dict[str, Any] = {
        **asdict(facts.scope),
        "years": list(facts.matrix.years),
        "coverage": [
            asdict(cell) | {"missing": cell.missing} for row in facts.matrix.rows for cell in row.cells
        ],
        "measures": [asdict(one) for one in facts.tallies],
        "flow": {kind: {"before": old, "after": new} for kind, (old, new) in facts.audit.flow.items()},
        "scores": {str(n): [{"score": s, "agency": who} for s, who in v] for n, v in facts.scores.items()},
        "findings": list(finding_objects(facts.audit.findings)),
        "paper_findings": dict(facts.paper),
        "documents": facts.documents,
        "pages": facts.pages,
        "pages_scanned": facts.scanned,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def report_csv(facts: Facts) -> str:
    """The findings, a line for each place they rest on, as CSV that no spreadsheet runs."""
    rows = (
        one
        | {name: place.get(name) for name in CSV_COLUMNS[8:14]}
        | {"place_agency": place.get("agency_name"), "place_year": place.get("fiscal_year")}
        for one in finding_objects(facts.audit.findings)
        for place in one["evidence"] or [{}]
    )
    return "".join(csv_lines(CSV_COLUMNS, rows))
