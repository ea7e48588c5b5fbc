"""Every finding that can be said is explained, and nothing else is."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.data import rows
from oversight.export.findings_command import findings
from oversight.registry.explain import explanations, table
from oversight.spoken import call

ROOT = Path(__file__).parents[2]
CODES = [row["code"] for row in (*rows("findings.csv"), *table())]
# What else is written with hyphens: repairs, verdicts on a text layer, kinds of errors, encodings, packages.
NO_FINDING = {
    "aa-am-swapped",
    "broken-row",
    "duplicate-mark",
    "legacy-tone",
    "lost-nikhahit",
    "mark-order",
    "odd-space",
    "open-side",
    "private-use",
    "sara-am-by-dictionary",
    "sara-am-doubled",
    "sara-am-parts",
    "sara-e-twice",
    "space-before-mark",
    "symbol-font",
    "zero-width",
    "few-glyphs",
    "image-file",
    "no-text-layer",
    "text-drawn-as-paths",
    "text-layer-good",
    "not-a-document",
    "read-only",
    "as-printed",
    "tabular-data-package",
    "utf-16",
    "tabular-data-resource",
    "yyyy-mm-dd",
    "latin-1",
    "utf-16-be",
    "utf-16-le",
    "utf-32-le",
    "utf-8",
    "utf-8-sig",
    "opencv-python-headless",
    "prongsai-pythainlp",
    "zxing-cpp",
}
HYPHENED = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")


def texts() -> set[str]:
    """Every text constant of extract/ and oversight/, but for the desk's, which finds none."""
    return {node.value for node in nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def nodes() -> Iterator[ast.AST]:
    """Every node of the code that finds something."""
    paths = [
        *ROOT.joinpath("extract").rglob("*.py"),
        *ROOT.joinpath("oversight").rglob("*.py"),
        ROOT / "pipeline.py",
    ]
    paths = [path for path in paths if "review" not in path.parts]
    for path in paths:
        yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def test_every_code_is_explained_in_both_languages() -> None:
    assert len(CODES) == len(set(CODES))
    for each in explanations():
        assert each.severity in ("info", "warning", "error")
        assert re.search("[ก-ฮ]", each.title["th"])
        assert re.search("[a-z]", each.title["en"])
        assert bool(each.do["th"]) == bool(each.do["en"])
        assert each.do["th"] or each.severity == "info"


def test_every_code_of_the_table_is_said_somewhere() -> None:
    assert set(CODES) - texts() == set()


def test_every_code_that_is_said_stands_in_the_table() -> None:
    hyphened = {text for text in texts() if HYPHENED.fullmatch(text)}
    errors = {row["key"] for row in rows("errors.csv")}
    assert hyphened - set(CODES) - errors - NO_FINDING == set()


def test_a_finding_weighs_in_the_code_what_it_weighs_in_the_table() -> None:
    """A warning said as info asks for nobody."""
    weights = {row["code"]: row["severity"] for row in rows("findings.csv")}
    said = [
        (one.value, other.value)
        for node in nodes()
        if isinstance(node, ast.Call)
        for one, other in zip(node.args, node.args[1:], strict=False)
        if isinstance(one, ast.Constant) and isinstance(other, ast.Constant)
        if one.value in weights and other.value in ("info", "warning", "error")
    ]
    assert len(said) > 40
    assert [(code, weight) for code, weight in said if weights[code] != weight] == []


def test_one_finding_is_told_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(findings, ["section-label-contradicts"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "section-label-contradicts (warning)",
        "",
        "ชื่อหมวดขัดกันเอง",
        "  ควรทำ: ยึดอักษรละติน (IIT/EIT/OIT) ตามที่พิมพ์ ตรวจกับต้นฉบับ",
        "",
        "Section label contradicts itself",
        "  to do: The Latin token is trusted; check the label against the report",
    ]


def test_all_are_listed_one_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(findings, ["--lang", "en"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(CODES)
    assert call(findings, ["--json"]) == 0
    assert {json.loads(line)["code"] for line in capsys.readouterr().out.splitlines()} == set(CODES)


def test_an_unknown_code_names_those_like_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(findings, ["section-label", "--lang", "en"]) == 2
    assert "section-label-contradicts" in capsys.readouterr().err
