"""README and the tables of facts say what the program does."""

import ast
import re
from pathlib import Path

import pipeline
from extract.data import rows
from oversight.export.output_text import RECORD_COLUMNS
from oversight.jobs.options import Options

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_readme_names_every_key_of_a_record():
    table = README.split("## The record")[1].split("\n## ")[0]

    assert set(RECORD_COLUMNS) <= set(re.findall(r"`(\w+)`", table))


def test_readmes_citation_leads_to_the_place_it_names():
    cited = r'> (\S+), p\. (\d+), \[([\d. ]+)\] points, "([^"]+) …"\n'
    cited += r"> \(Prongsai, record `([^`]+)`, field `(\w+)`"
    name, page, box, raw, record_id, field = re.search(cited, README).groups()
    sources, _ = pipeline.discover([str(ROOT / "fixtures" / "reports" / name)])
    (report,) = pipeline.digitise(sources[0], Options(pages=((int(page), int(page)),)))
    (record,) = [record for record in report.records if record.record_id == record_id]
    (place,) = dict(record.provenance)[field]

    assert place.page == int(page)
    assert " ".join(f"{v:g}" for v in place.bbox.as_list()) == box
    assert place.raw.startswith(raw)


def test_readmes_links_lead_somewhere():
    for link in re.findall(r"\]\(([^)]+)\)", README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")):
        assert (ROOT / link).exists(), link


def test_every_finding_in_the_code_is_explained_in_both_languages():
    explained = {row["code"]: row for row in rows("findings.csv")}
    raised = set()
    for path in [*(ROOT / "extract").rglob("*.py"), ROOT / "pipeline.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Finding" and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    raised.add(code.value)

    assert raised
    assert raised - set(explained) == set()
    assert len(explained) == len(rows("findings.csv"))
    for row in explained.values():
        assert row["severity"] in ("info", "warning", "error")
        assert row["title_th"] and row["title_en"] and row["source"]


def test_the_library_never_prints_reads_the_environment_or_knows_click():
    for path in (ROOT / "extract").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                assert getattr(node.func, "id", "") != "print", path
            if isinstance(node, ast.Import):
                assert "click" not in [alias.name for alias in node.names], path


def test_the_plan_of_the_house_names_every_module():
    plan = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\b(\w+\.py)`", plan))
    folders = ("routes", "migrations", "versions")  # named as a whole

    for room in ("extract", "oversight"):
        for path in (ROOT / room).rglob("*.py"):
            if path.name != "__init__.py" and path.parent.name not in folders:
                assert path.name in named, path.relative_to(ROOT)
    modules = {path.name for room in ("extract", "oversight") for path in (ROOT / room).rglob("*.py")}
    assert named <= modules


def test_the_files_that_facts_name_as_their_source_are_there():
    for table in ("fields.csv", "findings.csv"):
        for row in rows(table):
            for place in re.findall(r"\b(?:extract|oversight)/[\w/.]+\.(?:py|csv)\b", row["source"]):
                assert (ROOT / place).is_file(), (table, place)
