"""prongsai report: one page that holds all it needs, true to the archive, and the same as data."""

import csv
import io
import json
import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from stored import stored_records

from bench import planted
from oversight.archive.documents import stream as stream_documents
from oversight.archive.findings import stream as stream_findings
from oversight.archive.selection import Filter
from oversight.archive.store import Archive
from oversight.report.coverage_matrix import short_name
from oversight.report.finding_groups import MOST_AGENCIES, MOST_PLACES, finding_groups
from oversight.report.gather import Scope, gather
from oversight.report.report_page import CSV_COLUMNS, report_page
from oversight.spoken import call
from pipeline import prongsai

VOID = {"meta", "br", "img", "link"}


class Reader(HTMLParser):
    """Elements that are opened and closed in order, ids, links, and text."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.links, self.tags, self.text = [], [], [], Counter(), []

    def handle_starttag(self, tag, attributes):
        self.tags[tag] += 1
        told = dict(attributes)
        self.ids += [told["id"]] if "id" in told else []
        self.links += [told["href"]] if "href" in told else []
        assert not [name for name in told if name == "style" or name.startswith("on")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def read(page):
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    return reader


def asked(made_province, *more, lang=("--lang", "th")):
    return call(prongsai, ["report", "--archive", str(made_province[0]), *more, *lang])


@pytest.fixture(scope="module")
def page(made_province, tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "trang.html"
    assert asked(made_province, "--province", "ตรัง", "--year", "2566", "-o", str(path)) == 0
    return path.read_text("utf-8")


@pytest.fixture(scope="module")
def facts(made_province):
    with Archive.open(made_province[0], write=False) as archive:
        return gather(archive, None, Scope(2566, "ตรัง"))


def test_the_page_is_well_formed_and_every_link_leads_to_a_place_in_it(page):
    reader = read(page)

    assert len(reader.ids) == len(set(reader.ids))
    assert reader.links
    assert {link.removeprefix("#") for link in reader.links} <= set(reader.ids)
    assert reader.tags["svg"] >= 5


def test_the_page_fetches_nothing_and_runs_nothing(page):
    assert not re.search(r"<script|<link|<img|<iframe|@import|url\(", page)
    assert set(re.findall(r'https?://[^"\s<]+', page)) == {"http://www.w3.org/2000/svg"}
    assert "default-src 'none'" in page


def test_its_figures_are_the_archives(page, facts, made_province):
    with Archive.open(made_province[0], write=False) as archive:
        records = list(stored_records(archive, Filter(province="ตรัง", fiscal_years=(2566,))))
    reports = [record for record in records if record.document_kind == "measure_report"]
    done = sum(record.result_status == "done" for record in reports)
    told = " ".join("".join(read(page).text).split())

    assert facts.count(2566) == len(records)
    assert f"{len(records):,} รายการ" in told
    assert f"{done:,} จาก {len(reports):,}" in told
    assert f"อ่านจากเอกสาร {len({record.document_id for record in records}):,} ฉบับ" in told


def test_every_planted_situation_stands_on_the_page_with_its_agency(page, made_province):
    for agency, codes in made_province[1].expected().items():
        name = next(
            short_name(paper.body.name) for paper in made_province[1].papers if paper.body.agency_id == agency
        )
        for code in codes:
            section = page.split(f'<h3 id="{code}">')[1].split("</section>")[0]
            assert name in section, (agency, code)


def test_a_finding_names_file_page_and_record(page, facts):
    (finding,) = [one for one in facts.audit.findings if one.code == "promised-not-reported"][:1]
    place = finding.evidence[0]
    section = page.split('<h3 id="promised-not-reported">')[1].split("</section>")[0]

    assert place.source_file in section
    assert place.record_id in section
    assert f"หน้า {place.page}" in section


def test_without_lang_the_report_is_thai_with_it_english(made_province, capsys, monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert asked(made_province, "--province", "ตรัง", "--year", "2566", lang=()) == 0
    thai = capsys.readouterr().out
    assert asked(made_province, "--province", "ตรัง", "--year", "2566", lang=("--lang", "en")) == 0
    english = capsys.readouterr().out

    assert '<html lang="th">' in thai and "ประจำปีงบประมาณ" in thai
    assert '<html lang="en">' in english and "Coverage of reports" in english


def test_the_same_archive_gives_the_same_page(made_province, page, facts):
    with Archive.open(made_province[0], write=False) as archive:
        assert report_page(gather(archive, None, Scope(2566, "ตรัง")), "th") == page


def test_an_agencys_report_holds_its_documents_against_the_province(made_province, capsys):
    situations = made_province[1].situations
    copier = next(agency for agency, kind in situations.items() if kind == "report-of-another")
    assert asked(made_province, "--agency", copier, "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)

    assert told["agency_id"] == copier
    assert told["year"] == 2566
    assert {one["agency_id"] for one in told["findings"]} == {copier}
    assert "document-like-another" in {one["code"] for one in told["findings"]}
    assert {cell["agency_id"] for cell in told["coverage"]} == {copier}


def test_an_agencys_page_lists_its_measures_beside_last_years(made_province, capsys):
    name = short_name(planted.body(0).name)
    assert asked(made_province, "--agency", name) == 0
    told = capsys.readouterr().out
    first = next(p for p in made_province[1].papers if p.body.agency_id == planted.body(0).agency_id)

    assert planted.body(0).name in told
    assert first.rows[0].measure in told
    assert "ช่องที่เปลี่ยน" in told


def test_an_agencys_documents_are_its_own_alone(made_province):
    """A filter by lineage once let every document of the year through."""
    agency = planted.body(0).agency_id
    with Archive.open(made_province[0], write=False) as archive:
        rows = list(stream_documents(archive.engine, Filter(lineage=agency, fiscal_years=(2565, 2566))))
        told = list(stream_findings(archive.engine, Filter(lineage=agency)))

    assert {row["agency_id"] for row in rows} == {agency}
    assert len(rows) == 4
    assert told == []


def test_csv_has_a_line_a_place_and_json_all_of_it(made_province, facts, capsys):
    assert asked(made_province, "--province", "ตรัง", "--year", "2566", "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert asked(made_province, "--province", "ตรัง", "--year", "2566", "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)

    assert tuple(rows[0]) == CSV_COLUMNS
    assert len(rows) == sum(max(1, len(one.evidence)) for one in facts.audit.findings)
    assert len(told["findings"]) == len(facts.audit.findings)
    assert told["flow"]["continued"]["before"] == facts.audit.flow["continued"][0]
    assert sum(one["records"] for one in told["measures"] if one["fiscal_year"] == 2566) == facts.count(2566)
    assert Counter(one["code"] for one in told["findings"]) == Counter(
        one.code for one in facts.audit.findings
    )


def test_a_page_shows_some_of_many_and_says_how_many_more(facts):
    many = [one for one in facts.audit.findings if one.code == "document-shared-widely"] * 30
    (group,) = finding_groups(many, "en")

    assert len(group.shown) == MOST_AGENCIES
    assert group.more == len(many) - MOST_AGENCIES
    long = next(one for one in facts.audit.findings if len(one.evidence) > MOST_PLACES)
    (told,) = finding_groups([long], "en")[0].shown
    assert (len(told.places), told.more) == (MOST_PLACES, len(long.evidence) - MOST_PLACES)


def test_flow_counts_every_measure_compared_once(facts):
    compared = [change for _, changes in facts.audit.changes for change in changes]

    assert sum(old for old, _ in facts.audit.flow.values()) == sum(len(change.before) for change in compared)
    assert sum(new for _, new in facts.audit.flow.values()) == sum(len(change.after) for change in compared)
    assert facts.audit.flow["continued"][0] > 50


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ([], "--province"),
        (["--province", "ตรัง", "--year", "2570"], "2564–2566"),
        (["--province", "ยะลา"], "ตรัง (2564–2566)"),
        (["--agency", "อบต.ไม่มีแห่งนี้"], "อบต.ไม่มีแห่งนี้"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(made_province, capsys, more, told):
    assert asked(made_province, *more) == 2
    assert told in capsys.readouterr().err


def test_a_year_without_one_before_says_that_nothing_can_be_compared(made_province, capsys):
    assert asked(made_province, "--province", "ตรัง", "--year", "2564") == 0
    told = capsys.readouterr().out

    assert "จึงเทียบไม่ได้" in told
    assert 'id="flow-title"' not in told


def test_names_with_markup_are_told_as_text(tmp_path):
    who = planted.Body("SAO-920101", 'องค์การบริหารส่วนตำบล<b>&"ก', "ห้วยยอด")
    row = planted.Row("IIT", 1, "<script>alert(1)</script> มาตรการ", "", "กองคลัง", "ทำแล้ว <i>", "done")
    papers = [
        planted.Paper(who, year, kind, (row,))
        for year in (2565, 2566)
        for kind in ("measure_plan", "measure_report")
    ]
    with Archive.open(tmp_path / "archive.db") as archive:
        planted.fill(archive, papers)
        page = report_page(gather(archive, None, Scope(2566, "ตรัง", who.agency_id, who.name)), "th")

    read(page)
    assert "<script" not in page and "<b>" not in page
