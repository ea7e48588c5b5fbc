"""What bench/tables.py measured, as Markdown to read and JSON to compute with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from bench.speed import machine
from bench.table_cases import Outcome

Json = dict[str, Any]
RULINGS = ("ruled", "half", "open")
KINDS = ("digital", "scan")
REACH = {"ruled": 0.99, "half": 0.95, "open": 0.90}
COUNTS = ("values", "rejoined", "records", "marks", "codes")
HEAD = """# Tables

Made by `python bench/tables.py` on {machine};
engine `{engine}`. The corpus is fixtures/tables: made pages,
one oddity each, cells known. TEDS-Struct is 1 − tree edit distance over the nodes of the larger tree, spans
counted, texts not; TEDS counts texts too. A page's score is the mean over its tables, a table missed or made
up counts 0. Load average over five minutes {before:.1f} before and {after:.1f} after: above the number of
cores other work ran here; seconds are seconds of CPU, all threads together, and still noisy: read ratios.
"""


def as_markdown(outcomes: Sequence[Outcome], measured: Json) -> str:
    """The whole report."""
    parts = [
        HEAD.format(
            machine=machine(),
            engine=measured["engine"],
            before=measured["load_before"],
            after=measured["load_after"],
        ),
        "\n## By class of rules\n\n",
        _classes(outcomes),
        _twins(outcomes),
        "\n## What the tables say\n\n",
        _counts(outcomes),
        "\n## Finding the grid, CPU milliseconds an A4 page\n\n",
        _grid(measured["grid_ms"]),
    ]
    if "peers" in measured:
        parts += ["\n## Beside other programs, TEDS-Struct\n\n", _peers(outcomes, measured)]
    parts += ["\n## By oddity\n\n", _oddities(outcomes, measured.get("peers", {}))]
    return "".join(parts)


def as_json(outcomes: Sequence[Outcome], measured: Json) -> str:
    """All scores by file, and everything else that was measured."""
    names = [field.name for field in fields(Outcome) if field.name != "case"]
    files = {
        outcome.case.path.name: {
            "oddity": outcome.case.oddity,
            "ruling": outcome.case.ruling,
            "kind": outcome.case.kind,
            **{name: getattr(outcome, name) for name in names},
        }
        for outcome in outcomes
    }
    return json.dumps({"files": files, **measured}, indent=1) + "\n"


def _classes(outcomes: Sequence[Outcome]) -> str:
    rows = []
    for ruling in RULINGS:
        for kind in KINDS:
            mine = [o for o in outcomes if (o.case.ruling, o.case.kind) == (ruling, kind)]
            structure, text = _pages(mine, "structure"), _pages(mine, "text")
            if structure:
                reached = f"{sum(score >= REACH[ruling] for score in structure)} of {len(structure)}"
                scores = [_three(_mean(structure)), f"≥ {REACH[ruling]:.2f}", reached, _three(_mean(text))]
                rows.append([ruling, kind, str(len(mine)), *scores])
    head = ["rules", "paper", "files", "TEDS-Struct", "reach", "pages that reach it", "TEDS with text"]
    return _table(head, rows)


def _twins(outcomes: Sequence[Outcome]) -> str:
    """Scans against their digital twins."""
    pairs: dict[str, dict[str, float]] = {}
    for outcome in outcomes:
        if outcome.structure:
            pairs.setdefault(outcome.case.oddity, {})[outcome.case.kind] = _mean(outcome.structure)
    both = [pair for pair in pairs.values() if len(pair) == 2]
    if not both:
        return ""
    digital, scan = (_mean([pair[kind] for pair in both]) for kind in KINDS)
    near = sum(pair["digital"] - pair["scan"] <= 0.02 for pair in both)
    return (
        f"\n{len(both)} oddities have both twins: digital {digital:.3f}, scan {scan:.3f}, difference "
        f"{digital - scan:+.3f} (reach: 0.02); {near} scans are within 0.02 of their twin.\n"
    )


def _counts(outcomes: Sequence[Outcome]) -> str:
    said = {
        "values": "values found in the record of their measure (90 % alike, dates exact)",
        "rejoined": "rows cut by a page's end, whole again in one record",
        "records": "records made, beside the measures that truth names",
        "marks": "stamps, signatures, notes, catch-words, running heads under a finding with a box",
        "codes": "QR codes read",
    }
    rows = []
    for name, what in said.items():
        sums = []
        for kind in KINDS:
            mine = [getattr(o, name) for o in outcomes if o.case.kind == kind]
            sums.append(f"{sum(right for right, _ in mine)} of {sum(whole for _, whole in mine)}")
        rows.append([what, *sums])
    return _table(["", *KINDS], rows)


def _grid(times: Json) -> str:
    reach = {"digital": "≤ 10, beyond the characters", "scan": "≤ 60, 200 dpi"}
    rows = [
        [kind, str(pages), f"{median:.1f}", f"{worst:.1f}", reach[kind]]
        for kind, (median, worst, pages) in times.items()
    ]
    return _table(["paper", "pages", "median", "largest", "reach"], rows)


def _peers(outcomes: Sequence[Outcome], measured: Json) -> str:
    rows = []
    for ruling in RULINGS:
        for kind in KINDS:
            mine = [o for o in outcomes if (o.case.ruling, o.case.kind) == (ruling, kind)]
            if mine:
                theirs = [
                    _mean([s for o in mine for s in peer["files"][o.case.path.name]["structure"]])
                    for peer in measured["peers"].values()
                ]
                rows.append([ruling, kind, *map(_three, (_mean(_pages(mine, "structure")), *theirs))])
    for kind in measured["page_seconds"]:
        mine = [o.case for o in outcomes if o.case.kind == kind]
        pages = sum(case.page_count for case in mine)
        costs = [
            sum(peer["files"][case.path.name]["seconds"] for case in mine) / pages
            for peer in measured["peers"].values()
        ]
        costs = [measured["page_seconds"][kind], *costs]
        rows.append(["CPU seconds a page", kind, *(f"{cost:.3f}" for cost in costs)])
    errors = [
        f"- {tool}: {sum(bool(entry['error']) for entry in peer['files'].values())} files ended in an error"
        for tool, peer in measured["peers"].items()
    ]
    notes = (
        "\nSeconds from the file's bytes to cells, without OCR; ours with the text layer and its trust."
        "\ncamelot gives up pages that are pictures; pdfplumber sees drawn rules only; img2table runs with"
        "\nits rotation on and, for want of OCR, without borderless tables.\n"
    )
    return _table(["rules", "paper", "ours", *measured["peers"]], rows) + notes + "\n".join(errors) + "\n"


def _oddities(outcomes: Sequence[Outcome], peers: Json) -> str:
    rows = []
    for outcome in outcomes:
        case, name = outcome.case, outcome.case.path.name
        counts = [f"{count[0]}/{count[1]}" if (count := getattr(outcome, key))[1] else "" for key in COUNTS]
        theirs = [_list(peer["files"][name]["structure"]) for peer in peers.values()]
        scores = [_list(outcome.structure), _list(outcome.text), *counts, *theirs]
        rows.append([case.group, Path(name).name, case.ruling, *scores])
    head = ["group", "file", "rules", "TEDS-Struct by page", "TEDS by page", *COUNTS, *peers]
    return _table(head, rows)


def _pages(outcomes: Iterable[Outcome], name: str) -> list[float]:
    return [score for outcome in outcomes for score in getattr(outcome, name)]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _list(values: Sequence[float]) -> str:
    return " ".join(_three(value) for value in values)


def _three(value: float) -> str:
    return f"{value:.3f}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, ["---"] * len(head), *rows)) + "\n"
