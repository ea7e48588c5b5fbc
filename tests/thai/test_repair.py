"""What real text layers do to Thai, and what comes out."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.thai.repair import repair, swapped_aa_am

REAL = Path(__file__).parents[3] / "shared" / "real"


@pytest.mark.parametrize(
    ("broken", "sound", "rule"),
    [
        ("ส านักงาน", "สำนักงาน", "lost-nikhahit"),  # Word 2007
        ("ไม่ต่ ากว่า", "ไม่ต่ำกว่า", "lost-nikhahit"),
        ("ค ำน ำ", "คำนำ", "lost-nikhahit"),  # Word 2013, several fonts
        ("ส\x01านัก", "สำนัก", "lost-nikhahit"),
        ("ส\ufffdานัก", "สำนัก", "lost-nikhahit"),
        ("ส\u0148านัก", "สำนัก", "lost-nikhahit"),  # WeasyPrint leaves the glyph number
        ("จํานวน", "จำนวน", "sara-am-parts"),
        ("นํ้า", "น้ำ", "sara-am-parts"),
        ("น้ํา", "น้ำ", "sara-am-parts"),
        ("จาํนวน", "จำนวน", "sara-am-parts"),  # Quartz draws the nikhahit last
        ("ดำาเนินการ", "ดำเนินการ", "sara-am-doubled"),  # LibreOffice
        ("ดำ\x02าเนินการ", "ดำเนินการ", "sara-am-doubled"),
        ("น้\u200bํา", "น้ำ", "zero-width"),
        ("บันทึก\u200bข้อความ", "บันทึกข้อความ", "zero-width"),  # e-Saraban
        ("งาน\u00a0๑", "งาน ๑", "odd-space"),
        ("ที\uf70a", "ที่", "private-use"),
        ("ป\uf710น", "ปัน", "private-use"),
        ("\uf0b7 จัดทำ", "• จัดทำ", "symbol-font"),
        ("ทีѷ", "ที่", "legacy-tone"),  # Microsoft Print to PDF
        ("เนืѸอหา", "เนื้อหา", "legacy-tone"),
        ("หนÉา", "หน่า", "legacy-tone"),  # Distiller with PSL and Angsana
        ("เเผน", "แผน", "sara-e-twice"),
        ("ที่่", "ที่", "duplicate-mark"),
        ("ที ่", "ที่", "space-before-mark"),
        ("ท่ี", "ที่", "mark-order"),
        ("สิทธ์ิ", "สิทธิ์", "mark-order"),
        ("วา่", "ว่า", "mark-order"),  # marks sorted by x
        ("กข\x0c", "กข", "control"),
    ],
)
def test_each_known_fault_is_undone_and_named(broken: str, sound: str, rule: str) -> None:
    done = repair(broken)
    assert done.text == sound
    assert rule in done.repairs


@pytest.mark.parametrize(
    "sound",
    [
        "ตลอดปีงบประมาณ พ.ศ. ๒๕๖๖",
        "น้ำ ก็ สิทธิ์ พันธุ์ ญี่ปุ่น เรื่องที่ ๑",
        "Café ๕๐% (IIT)",
        "ตอนที่ ๒๒ ก ราชกิจจานุเบกษา",
        "a\nb\n",
        "",
    ],
)
def test_sound_text_passes_unchanged(sound: str) -> None:
    done = repair(sound)
    assert done.text == sound
    assert done.repairs == ()


def test_never_nfkc_so_sara_am_stays_one_letter_and_superscripts_stay() -> None:
    assert repair("ทำ ม² ½ ①").text == "ทำ ม² ½ ①"


def test_letter_spaced_line_is_not_taken_for_a_lost_nikhahit() -> None:
    assert repair("หน ว ยงานภ าครัฐ งบปร ะ ม า ณ").text == "หน ว ยงานภ าครัฐ งบปร ะ ม า ณ"


def test_a_mark_without_a_letter_below_it_is_left_where_it_is() -> None:
    assert repair("หนา ๒ ้ เล่ม").text == "หนา ๒ ้ เล่ม"


def test_word_2010_exchanges_aa_and_am_over_a_page() -> None:
    page = "จ ำนวนสมำชิกของครัวเรือน รำยได้เฉลี่ย บำท ข้ำพเจ้ำขอรับรองว่ำรำยชื่อที่ปรำกฏข้ำงต้น อำศัยมำนำน"
    assert swapped_aa_am(page)
    done = repair(page, swapped=True)
    assert done.text == "จำนวนสมาชิกของครัวเรือน รายได้เฉลี่ย บาท ข้าพเจ้าขอรับรองว่ารายชื่อที่ปรากฏข้างต้น อาศัยมานาน"
    assert done.repairs == ("aa-am-swapped",)


def test_on_a_swapped_page_a_line_in_another_font_keeps_its_letters() -> None:
    assert repair("ตำแหน่งงาน\nต ำแหน่งงำน", swapped=True).text == "ตำแหน่งงาน\nตำแหน่งงาน"


def test_sound_text_and_short_text_are_not_called_swapped() -> None:
    assert not swapped_aa_am("การดำเนินการตามมาตรการ สำนักงาน จำนวน อำนาจหน้าที่ การทำงาน นำเสนอ รายงาน")
    assert not swapped_aa_am("ทำ ทำ ทำ")


THAI = st.text(
    alphabet=st.one_of(
        st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B),
        st.sampled_from(" \n\x01\u200b\u00a0\ufffd\u00c9\u0477\uf70a\uf0b7Aa1(-.\u0148"),
    ),
    max_size=40,
)


@given(THAI)
def test_repair_twice_is_repair_once(text: str) -> None:
    once = repair(text).text
    assert repair(once) == type(repair(once))(once, ())


@given(st.text(max_size=40))
def test_repair_never_fails_and_never_grows_a_text(text: str) -> None:
    assert len(repair(text).text) <= len(text)


@pytest.mark.parametrize(
    ("name", "page", "words"),
    [
        ("word2007_lost_sara_am.pdf", 1, ["คำนำ", "จัดทำขึ้น", "ดำเนินงาน", "กำหนด", "สำนักงานสาธารณสุขอำเภอ"]),
        ("word2007_ita_form.pdf", 0, ["สำนักงานสาธารณสุขอำเภอ", "ประจำปีงบประมาณ", "สำหรับ"]),
        ("word2010_aa_am_swap.pdf", 0, ["จำนวนสมาชิก", "ข้าพเจ้าขอรับรองว่ารายชื่อ", "คำนวณแล้ว"]),
        ("esaraban_pua.pdf", 0, ["บันทึกข้อความ", "ผู้มีสิทธิ์เข้ารับการประเมิน", "อำเภอพิชัย"]),
        ("moph_anticorruption_plan_p105-116.pdf", 0, ["ลำดับ", "สำนักงานเขตสุขภาพ"]),
    ],
)
def test_real_text_layers_come_out_whole(name: str, page: int, words: list[str]) -> None:
    if not (REAL / name).exists():
        pytest.skip("the real documents are not here")
    pdfium = pytest.importorskip("pypdfium2")
    with pdfium.PdfDocument(REAL / name) as document:
        text = document[page].get_textpage().get_text_range()
    done = repair(text, swapped_aa_am(text)).text
    assert [word for word in words if word not in done] == []
    assert repair(done).text == done


def test_the_quick_look_lets_no_fault_pass() -> None:
    """Every short run of letters and marks: what is taken for sound comes out as the rules leave it."""
    letters = "กเ \u0e3a\u0e34\u0e31\u0e48\u0e49\u0e4c\u0e4e\u0e4d\u0e32\u0e33"
    for drawn in itertools.product(letters, repeat=3):
        text = "".join(drawn)
        assert repair(text).text == repair("\x7f\n" + text).text[1:]


@pytest.mark.parametrize(
    ("layer", "text"),
    [
        ("\uf0b3 70", "≥ 70"),
        ("\uf0a3 ๕", "≤ ๕"),
        ("ป\uf88b", "ป\u0e48"),
        ("ป\uf886\uf88a", "ป\u0e35\u0e48"),
        ("\uf89aา", "ญา"),
        ("ป\uf702\uf713", "ป\u0e35\u0e48"),
        ("\uf081", "①"),
    ],
)
def test_private_codes_of_symbol_and_thai_fonts(layer: str, text: str) -> None:
    """Signs of Symbol and Wingdings, shifted glyphs of Thai fonts of Windows and the Macintosh."""
    assert repair(layer).text == text
