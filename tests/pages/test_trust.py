"""Text layers that lie: hidden under a scan, scrambled, uncoded, swapped, with marks that are pictures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from page_paper import opened, pdf, scan_image, stream

from extract.model import BBox, Glyph
from extract.pages.document import OpenPage
from extract.pages.glyphs import read_glyphs
from extract.pages.images import Picture
from extract.pages.matrix import Matrix
from extract.pages.trust import Verdict, dictionary_rate, judge

GOOD = (
    "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ "
    "องค์การบริหารส่วนตำบลได้จัดทำคู่มือการปฏิบัติงานและประชาสัมพันธ์ช่องทางการร้องเรียนให้ประชาชนทราบ"
)
MANY_TONES = (
    "หน่วยงานได้ตั้งเจ้าหน้าที่เพื่อให้ข้อมูลและช่วยเหลือผู้มีส่วนได้ส่วนเสีย เป็นไปตามเกณฑ์และพร้อมเผยแพร่ต่อสาธารณะ "
    "การดำเนินงานของคณะกรรมการพัฒนาและยกระดับคุณธรรม ความโปร่งใสตามหลักธรรมาภิบาลของกระทรวง มาตรการทางกฎหมาย"
)
SCAN = b"q 600 0 0 400 0 0 cm /I Do Q "


def printed(text: str, visible: bool = True) -> list[Glyph]:
    """One glyph a character, sixty a line."""
    return [
        Glyph(
            letter,
            BBox(10 + 9 * (i % 60), 20 + 20 * (i // 60), 19 + 9 * (i % 60), 36 + 20 * (i // 60)),
            33 + 20 * (i // 60),
            16,
            visible,
        )
        for i, letter in enumerate(text)
    ]


def judged(glyphs: list[Glyph], content: bytes = b"", width: int = 60) -> Verdict:
    data = pdf(content, objects=b"/I 9 0 R", extra={9: scan_image(width)})
    with opened(data) as page:
        return judge(page, glyphs)


def test_sound_layer_is_read() -> None:
    verdict = judged(printed(GOOD))
    assert (verdict.method, verdict.reasons, verdict.findings) == ("text", ("text-layer-good",), ())
    assert verdict.dictionary_rate is not None and verdict.dictionary_rate > 0.95


def test_scan_without_layer_is_a_picture() -> None:
    assert judged([], SCAN).reasons == ("no-text-layer",)
    assert judged(printed("หน้า ๑ จาก ๕ หน้า"), SCAN).reasons == ("no-text-layer",)


def test_scan_of_half_a_page_is_a_picture_and_a_logo_is_none() -> None:
    assert judged([], b"q 600 0 0 200 0 0 cm /I Do Q ").reasons == ("no-text-layer",)
    assert judged([], b"q 200 0 0 200 0 0 cm /I Do Q ").reasons == ("few-glyphs",)


def test_image_file_is_a_picture() -> None:
    picture = Picture(np.full((100, 100), 255, np.uint8), 200)
    page = OpenPage(1, 36, 36, Matrix(), image=picture)
    assert judge(page, ()).reasons == ("image-file",)


def test_layer_hidden_under_a_scan_is_not_believed() -> None:
    verdict = judged(printed(GOOD, visible=False), SCAN)
    assert verdict.method == "ocr"
    assert [(f.code, f.severity) for f in verdict.findings] == [("text-layer-hidden", "info")]


def test_hidden_layer_without_a_scan_is_all_there_is() -> None:
    assert judged(printed(GOOD, visible=False)).method == "text"


def test_a_layer_under_the_scan_is_hidden_and_one_under_a_clear_picture_is_print() -> None:
    """What the letters' ink tells: the picture is drawn after the text both times."""
    text = b"BT /F 12 Tf 10 100 Td (%s) Tj ET " % (b"ABCDEFGH" * 6)
    mask = stream(
        b"\x00", b"/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"
    )
    clear = scan_image().replace(b"/Type/XObject", b"/SMask 8 0 R/Type/XObject")
    for picture, hidden in ((scan_image(), True), (clear, False)):
        with opened(pdf(text + SCAN, objects=b"/I 9 0 R", extra={8: mask, 9: picture})) as page:
            assert (judge(page, read_glyphs(page)).reasons[0] == "text-layer-hidden") is hidden


def test_text_over_a_scan_with_a_few_hidden_letters_is_read() -> None:
    """A form scanned and then filled by typing: one word of its old layer is left under the print."""
    typed = [*printed(GOOD[:12], visible=False), *printed(GOOD)[12:]]
    assert judged(typed, SCAN + b"BT /F 20 Tf 10 100 Td (A) Tj ET ").method == "text"


def test_letters_out_of_order_are_garbage() -> None:
    mixed = "".join(np.random.default_rng(3).permutation(list(GOOD)))
    verdict = judged(printed(mixed))
    assert (verdict.method, verdict.reasons) == ("ocr", ("text-layer-garbled",))
    assert verdict.findings[0].severity == "warning"


def misread(share: float) -> str:
    """A layer that a poor recogniser left: this share of the consonants is another one."""
    chance = np.random.default_rng(1)
    letters = "กขคงจชซญดตถทธนบปผพฟมยรลวสหอ"
    return "".join(
        letters[chance.integers(len(letters))] if "ก" <= c <= "ฮ" and chance.random() < share else c
        for c in MANY_TONES
    )


@pytest.mark.parametrize(
    ("share", "low", "high", "method"), [(0.15, 0.70, 0.88, "ocr"), (0.1, 0.88, 1, "text")]
)
def test_layer_with_every_seventh_letter_wrong_still_looks_like_thai_and_is_not_believed(
    share: float, low: float, high: float, method: str
) -> None:
    """Whole words of it stand in the dictionary, so the rate stays far above that of scrambled letters."""
    verdict = judged(printed(misread(share)))
    assert verdict.dictionary_rate is not None and low < verdict.dictionary_rate < high
    assert verdict.method == method


def test_letters_without_code_are_not_believed() -> None:
    for every in (3, 12):
        broken = "".join("\ufffd" if i % every == 0 else c for i, c in enumerate(GOOD))
        assert judged(printed(broken)).reasons == ("text-layer-uncoded",)


def test_scanner_that_read_thai_as_latin_is_not_believed() -> None:
    assert judged(printed("ÀÒ¹¼Å¡ÒÃ´Óà¹Ô¹§Ò¹" * 4)).reasons == ("text-layer-latin",)
    latin = printed("swnuNan1sfithifiunns aauduaSuAnusssuua" * 2)
    assert judged(latin, SCAN + b"BT /F 20 Tf 10 100 Td (A) Tj ET").reasons == ("text-layer-latin",)


@pytest.mark.parametrize(
    ("spoil", "repair"),
    [
        (lambda t: t.replace("ำ", " า"), "lost-nikhahit"),
        (lambda t: t.replace("ำ", "ํา"), "sara-am-parts"),
        (lambda t: t.replace("่", "\uf70a").replace("้", "\uf70b"), "private-use"),
        (lambda t: t.replace("่", "\u0477").replace("้", "\u0478"), "legacy-tone"),
    ],
)
def test_layer_with_a_known_fault_is_read_with_a_finding(spoil, repair: str) -> None:
    verdict = judged(printed(spoil(GOOD)))
    assert verdict.method == "text"
    assert [f.code for f in verdict.findings] == ["text-layer-repaired"]
    assert repair in verdict.findings[0].detail


def test_swapped_aa_and_am_are_told() -> None:
    swapped = GOOD.replace("ำ", " \0").replace("า", "ำ").replace("\0", "ำ")
    verdict = judged(printed(swapped))
    assert (verdict.method, verdict.swapped) == ("text", True)


def test_marks_drawn_as_pictures_make_a_layer_incomplete() -> None:
    """Word 2013 with a font it could not embed: หนวย in the layer, the tone a picture of 3 points."""
    holes = MANY_TONES.replace("่", "").replace("้", "").replace("็", "").replace("์", "")
    marks = b"".join(b"q 3 0 0 15 %d 300 cm /I Do Q " % (20 + 9 * i) for i in range(20))
    rate = dictionary_rate(holes)
    assert rate is not None and 0.88 <= rate < 0.95, "the dictionary alone lets it pass"
    assert judged(printed(holes), marks).reasons == ("text-layer-incomplete",)
    assert judged(printed(GOOD), marks).method == "text", "small pictures beside sound text are check boxes"


def test_text_drawn_as_outlines_is_a_picture() -> None:
    assert judged([], b"0 0 m 5 5 l 9 0 l f " * 60).reasons == ("text-drawn-as-paths",)
    assert judged([], b"").reasons == ("few-glyphs",)


def test_picture_on_a_page_of_text_is_pointed_out() -> None:
    verdict = judged(printed(GOOD), b"q 300 0 0 150 100 10 cm /I Do Q")
    assert verdict.method == "text"
    assert [box.as_list() for box in verdict.pictures] == [[100.0, 240.0, 400.0, 390.0]]
    assert judged(printed(GOOD), b"q 50 0 0 50 10 10 cm /I Do Q").pictures == ()


def test_page_too_complex_to_walk_is_a_picture_with_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.pages.openpage.MAX_OBJECTS", 10)
    verdict = judged(printed(GOOD), b"0 0 9 9 re S " * 11)
    assert (verdict.method, verdict.findings[0].code) == ("ocr", "page-too-complex")


def test_lines_of_latin_garbage_among_good_thai_spoil_the_page() -> None:
    assert judged(printed(GOOD + "ÀÒ¹¼Å¡ÒÃ´Óà¹Ô¹§Ò¹" * 3)).reasons == ("text-layer-latin",)
    assert judged(printed(GOOD + "ÀÒ¹¼Å")).method == "text"


def test_few_thai_letters_say_nothing() -> None:
    assert dictionary_rate("Plan 2566") is None
    assert dictionary_rate("อบต. ฟหกดสวง Open Data") is None


def test_letters_drawn_in_pairs_from_right_to_left_are_upright() -> None:
    glyphs = printed(GOOD)
    paired = [glyph for two in zip(glyphs[1::2], glyphs[::2], strict=False) for glyph in two]
    assert judged(paired).reasons != ("text-turned",)


def test_layer_turned_upside_down_with_its_page_is_read_as_a_picture() -> None:
    turned = [
        Glyph(g.text, BBox(600 - g.bbox.x1, g.bbox.y0, 600 - g.bbox.x0, g.bbox.y1), g.baseline, g.size)
        for g in printed(GOOD)
    ]
    verdict = judged(turned)
    assert (verdict.method, [finding.code for finding in verdict.findings]) == ("ocr", ["text-turned"])


@pytest.mark.parametrize(("slope", "method"), [(0.035, "ocr"), (-0.09, "ocr"), (0.01, "text")])
def test_a_sheet_laid_askew_with_its_text_layer_is_read_as_a_picture(slope: float, method: str) -> None:
    askew = [replace(glyph, baseline=glyph.baseline + slope * glyph.bbox.x0) for glyph in printed(GOOD)]
    assert judged(askew).method == method


def test_a_page_under_slanted_words_is_judged_by_its_level_letters() -> None:
    """Forty small สำเนา aslant: no two of their letters stand on one line, and no line was a word."""
    aslant = [
        replace(glyph, turn=30, baseline=glyph.baseline + 7.0 * (i % 9))
        for i, glyph in enumerate(printed("สำเนาถูกต้อง" * 40))
    ]
    with opened(pdf()) as page:
        assert judge(page, [*printed(GOOD), *aslant]).method == "text"
