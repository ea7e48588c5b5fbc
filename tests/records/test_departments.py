"""Responsible units as cells hold them."""

import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from extract.data import rows
from extract.records.departments import Units, resolve_units

NAMES = [
    (row["canonical_th"], name)
    for row in rows("departments.csv")
    for name in (row["canonical_th"], *row["synonyms"].split("|"))
    if name
]


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("สำนักปลัด กองคลัง กองช่าง", ("กองคลัง", "กองช่าง", "สำนักปลัด")),
        ("สำนักปลัดกองคลังกองช่าง", ("กองคลัง", "กองช่าง", "สำนักปลัด")),
        ("สำนักปลัดองค์การบริหารส่วนตำบลใดๆ", ("สำนักปลัด",)),
        ("กองคลัง เทศบาลเมืองทดสอบ กองช่าง", ("กองคลัง", "กองช่าง")),
        ("สำนักปลัด อบต. กองช่าง", ("กองช่าง", "สำนักปลัด")),
        ("สป./กค.", ("กองคลัง", "สำนักปลัด")),
        ("ทุกสำนัก/กอง", ("ทุกส่วนราชการ",)),
        ("กองการศึกษา ศาสนา และวัฒนธรรม", ("กองการศึกษา ศาสนาและวัฒนธรรม",)),
        ("กองการศึกษาฯ", ("กองการศึกษา ศาสนาและวัฒนธรรม",)),
        ("ส่วนการคลัง", ("กองคลัง",)),
        ("๑. สำนักปลัด ๒. กองคลัง", ("กองคลัง", "สำนักปลัด")),
        ("- สำนักปลัด - กองช่าง", ("กองช่าง", "สำนักปลัด")),
        ("สำนักปลัด และกองคลัง", ("กองคลัง", "สำนักปลัด")),
        ("สำนัก ปลัด กอง คลัง", ("กองคลัง", "สำนักปลัด")),
        ("กองการเจ้าหน้าที่ กองการประปา", ("กองการประปา", "กองการเจ้าหน้าที่")),
    ],
)
def test_offices_come_out_under_their_canonical_names(text: str, canonical: tuple[str, ...]) -> None:
    assert resolve_units(text) == Units(tuple(sorted(canonical)))


def test_sub_units_and_posts_stay_text() -> None:
    cell = "กองคลัง (งานพัสดุ) นิติกร หัวหน้าสำนักปลัด ผู้อำนวยการกองช่าง"
    assert resolve_units(cell) == Units(("กองคลัง",))


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("กองคลง กองชาง", ("กองคลัง", "กองช่าง")),
        ("กองคลงกองชาง", ("กองคลัง", "กองช่าง")),
        ("กองสาธารณสุขและสิ่งแวคล้อม", ("กองสาธารณสุขและสิ่งแวดล้อม",)),
        ("กองการศึกษา ศาสนาและวฒนธรรม", ("กองการศึกษา ศาสนาและวัฒนธรรม",)),
    ],
)
def test_a_letter_damaged_by_an_engine_does_not_hide_an_office(text: str, canonical: tuple[str, ...]) -> None:
    units = resolve_units(text)
    assert units.canonical == tuple(sorted(canonical))
    assert all(found.code != "unit-unknown" for found in units.findings)


def test_what_lies_between_two_offices_is_not_guessed() -> None:
    units = resolve_units("สำนักปลค บริษัทใด")
    assert units.canonical == ()
    assert [(f.code, f.detail) for f in units.findings] == [("unit-unknown", "สำนักปลค | บริษัทใด")]


@pytest.mark.parametrize(
    "text",
    [
        "สำนักงานปลัดกระทรวงสาธารณสุข",
        "- สำนักงานปลัดกระทรวงสาธารณสุข",
        "- กองบริหารการสาธารณสุข",
        "- กองบริหาร การสาธารณสุข",
        "กองการศึกษาต่างประเทศ",
        "กรมกองช่างศิลป์",
        "- ทุกหน่วยงาน ในสังกัดกระทรวงสาธารณสุข ที่เกี่ยวข้องกับเรื่องร้องเรียน",
        "ทุกหน่วยงานในสังกัดกระทรวงสาธารณสุข",
        "ทุกส่วนราชการที่ได้รับงบประมาณ",
        "- กองช่าง กรมชลประทาน",
    ],
)
def test_a_longer_name_of_another_body_is_not_the_office_it_holds(text: str) -> None:
    units = resolve_units(text)
    assert units.canonical == ()
    assert [finding.code for finding in units.findings] == ["unit-unknown"]


def test_a_list_of_a_ministry_gives_one_finding_that_names_every_unknown_office() -> None:
    units = resolve_units("- ศูนย์ปฏิบัติการ - ส่วนราชการระดับกรมทุกกรม - องค์การมหาชน - รัฐวิสาหกิจ - กองคลัง (กลุ่มพัสดุ)")
    assert units.canonical == ("กองคลัง",)
    assert [f.detail for f in units.findings] == ["องค์การมหาชน | รัฐวิสาหกิจ"]


@pytest.mark.parametrize(
    "text", ["ทุกส่วนราชการในสังกัด", "ทุกหน่วยงานในสังกัดเทศบาลตำบลใด", "ทุกกองของ อบต.", "- ทุกกอง"]
)
def test_all_offices_of_the_agency_itself_are_all(text: str) -> None:
    assert resolve_units(text).canonical == ("ทุกส่วนราชการ",)


@pytest.mark.parametrize("text", ["-", "", None, "หน่วยงานที่เกี่ยวข้อง"])
def test_nothing_named_gives_nothing(text: str | None) -> None:
    assert resolve_units(text) == Units()


@given(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=4),
    st.sampled_from([" ", "/", ", ", " และ ", "\n", " - "]),
)
def test_any_list_of_known_names_comes_back(named: list[tuple[str, str]], joint: str) -> None:
    assume(joint != "/" or not any("/" in name for _, name in named))  # ทุกกอง/สำนัก/กอง: read two ways
    units = resolve_units(joint.join(name for _, name in named))
    assert units.canonical == tuple(sorted({canonical for canonical, _ in named}))
    assert all(found.code != "unit-unknown" for found in units.findings)


def test_one_or_two_damaged_letters_never_give_another_office() -> None:
    """Every name of seven letters and more, 20 random damages of one or two letters each: none wrong."""
    rng = random.Random(7)
    letters = "กขคงจชดตถทนบปผพฟมยรลวสหอาิีึืุูัะเแ่้์"
    wrong = []
    for canonical, name in NAMES:
        for _ in range(20 if len(name) >= 7 else 0):
            broken = list(name)
            for _ in range(rng.choice((1, 2))):
                place = rng.randrange(len(broken))
                broken[place] = rng.choice((rng.choice(letters), ""))
            units = resolve_units("".join(broken))
            if set(units.canonical) - {canonical}:
                wrong.append((name, "".join(broken), units.canonical))
    assert wrong == []


def test_a_person_by_name_is_a_post_and_hides_no_office() -> None:
    for person in ("น.ส.สมหญิง ดีใจ", "นายกเทศมนตรี"):
        assert resolve_units(f"{person} กองคลัง") == Units(("กองคลัง",))


def test_the_personnel_section_is_no_officer() -> None:
    assert resolve_units("งานการเจ้าหน้าที่ สป.").canonical == ("สำนักปลัด",)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("กองสารสนเทศภาษีและทรัพย์สิน", "กองสารสนเทศภาษีและทะเบียนทรัพย์สิน"),
        ("กองส่งเสริมและพัฒนาคุณภาพชีวิต", "กองพัฒนาคุณภาพชีวิต"),
        ("งานป้องกันและบรรเทาสาธารณภัย", "สำนักปลัด"),
        ("กองป้องกันและบรรเทาสาธารณภัย", "กองป้องกันและบรรเทาสาธารณภัย"),
        ("สถานธนานุบาล", "สถานธนานุบาล"),
        ("ฝ่ายเทศกิจ", "กองเทศกิจ"),
        ("เทศกิจ", "กองเทศกิจ"),
        ("งานป้องกันฯ", "สำนักปลัด"),
    ],
)
def test_units_by_their_names_now_and_before(text: str, name: str) -> None:
    assert resolve_units(text).canonical == (name,)
