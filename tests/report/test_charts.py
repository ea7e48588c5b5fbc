"""Charts are plain, accessible SVG that a strict page takes, and draw what they are given."""

import re
import xml.etree.ElementTree as ET

import pytest

from oversight.drawing.charts import HeatRow, heat_map, stacked_bars
from oversight.drawing.flow import flow
from oversight.drawing.score_dots import ScoreRow, score_dots
from oversight.drawing.svg import BLUE, INK, RED, WHITE, LegendEntry, fitted, text_width
from oversight.export.coverage import Coverage
from oversight.report.coverage_matrix import matrix
from oversight.report.figures import coverage_charts

SVG = "{http://www.w3.org/2000/svg}"
KINDS = {"yes": LegendEntry("มี", BLUE, WHITE, "●"), "no": LegendEntry("ไม่มี <ทดสอบ>", WHITE, RED, "–")}


def charts():
    rows = [HeatRow(f"อบต.ที่ {n}", ("yes", "no"), ("ก", "ข & ค")) for n in range(45)]
    yield heat_map("h", "ความครบถ้วน", "คำบรรยาย", ["2565", "2566"], rows, KINDS)
    yield heat_map("e", "ว่าง", "ไม่มีแถว", [], [], KINDS)
    yield stacked_bars("b", "มาตรการ", "คำบรรยาย", [("IIT", {"yes": 3, "no": 1}), ("EIT", {})], KINDS)
    yield flow("f", "การไหล", "คำบรรยาย", ("2565", "2566"), {"yes": (4, 5), "no": (2, 0)}, KINDS)
    yield flow("g", "ว่าง", "คำบรรยาย", ("2565", "2566"), {}, KINDS)
    yield score_dots("s", "คะแนน", "คำบรรยาย", [ScoreRow("๑", ((71.2, "ก"),), "1 แห่ง")], 85.0, "85")


@pytest.mark.parametrize("chart", list(charts()))
def test_every_chart_is_well_formed_named_and_without_script_or_style(chart):
    tree = ET.fromstring(chart)
    ids = tree.get("aria-labelledby").split()

    assert tree.get("role") == "img"
    assert [tree.find(f".//*[@id='{each}']").tag for each in ids] == [f"{SVG}title", f"{SVG}desc"]
    assert all(tree.find(f".//*[@id='{each}']").text for each in ids)
    for element in tree.iter():
        assert element.tag.removeprefix(SVG) in {
            "svg",
            "title",
            "desc",
            "rect",
            "text",
            "line",
            "path",
            "circle",
        }
        assert not {
            name for name in element.attrib if name == "style" or name.startswith("on") or "href" in name
        }


@pytest.mark.parametrize("chart", list(charts()))
def test_nothing_is_drawn_outside_the_frame(chart):
    tree = ET.fromstring(chart)
    *_, width, height = map(float, tree.get("viewBox").split())
    for rect in tree.iter(f"{SVG}rect"):
        x, y, w, h = (float(rect.get(name)) for name in ("x", "y", "width", "height"))
        assert x >= -0.01 and x + w <= width + 0.01
        assert y >= -0.01 and y + h <= height + 0.01
    for text in tree.iter(f"{SVG}text"):
        assert 0 <= float(text.get("y")) <= height


def test_parts_of_a_bar_are_as_long_as_their_counts():
    tree = ET.fromstring(stacked_bars("b", "t", "d", [("IIT", {"yes": 30, "no": 10})], KINDS))
    bars = {r.find(f"{SVG}title").text: float(r.get("width")) for r in tree.iter(f"{SVG}rect") if len(r)}

    assert bars["IIT · มี 30"] == pytest.approx(3 * bars["IIT · ไม่มี <ทดสอบ> 10"], rel=0.01)


def test_what_went_has_no_place_in_the_later_year():
    tree = ET.fromstring(flow("f", "t", "d", ("a", "b"), {"yes": (4, 5), "no": (2, 0)}, KINDS))
    labels = [text.text for text in tree.iter(f"{SVG}text")]

    assert [label for label in labels if label and label.startswith("ไม่มี")] == ["ไม่มี <ทดสอบ> 2"]
    assert {"มี 4", "มี 5", "6", "5"} <= set(labels)


def test_a_score_below_the_mark_has_another_colour():
    row = ScoreRow("๑", ((71.2, "ก"), (92.0, "ข")))
    tree = ET.fromstring(score_dots("s", "t", "d", [row], 85.0, "85"))

    assert [dot.get("fill") for dot in tree.iter(f"{SVG}circle")] == [RED, BLUE]


def test_many_agencies_come_in_charts_of_a_page_each():
    told = [
        Coverage(f"SAO-{n}", None, f"องค์การบริหารส่วนตำบล{n}", "อบต.", "ก", "ตรัง", None, year, 1, n % 2)
        for n in range(120)
        for year in range(2562, 2567)
    ]
    found = list(coverage_charts(matrix(told), "th"))

    assert len(found) == 2
    assert all(float(ET.fromstring(chart).get("height")) < 900 for chart in found)
    assert sum(chart.count("ปี 2566: แผน") for chart in found) == 120


def test_text_is_cut_to_fit_and_never_parts_a_letter_from_its_mark():
    name = "องค์การบริหารส่วนตำบลที่มีชื่อยาวมากเป็นพิเศษ"
    for width in range(20, 300, 7):
        cut = fitted(name, width)
        assert text_width(cut) <= max(width, text_width("…"))
        rest = name[len(cut.rstrip("…")) :]
        assert not rest or cut == name or not re.match("[ัิ-ฺ็-๎]", rest)


def test_colours_stand_out_from_what_is_written_on_them():
    """WCAG 2.1: 4.5 to 1 for text."""

    def light(colour):
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    told = matrix([Coverage("a", None, "ก", "อบต.", "ก", "ตรัง", None, 2566, 1, 1)])
    pairs = {(BLUE, WHITE), (WHITE, INK)}
    assert next(iter(coverage_charts(told, "th")))
    for ground, ink in pairs:
        low, high = sorted((light(ground), light(ink)))
        assert (high + 0.05) / (low + 0.05) >= 4.5
