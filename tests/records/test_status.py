"""What became of a measure."""

import pytest

from extract.records.status import result_share, result_status


@pytest.mark.parametrize(
    ("result", "status"),
    [
        ("ดำเนินการแล้วเสร็จตามกำหนด", "done"),
        ("ดำเนินการเรียบร้อยแล้ว", "done"),
        ("ได้ดำเนินการแล้ว ผู้รับบริการพึงพอใจร้อยละ ๙๒.๔๐", "done"),
        ("ตรวจแล้วเสร็จ พบลิงก์ที่เปิดไม่ได้ ๔ รายการ", "done"),
        ("มีการตรวจสอบข้อมูลจากทะเบียนยืมพัสดุ", "done"),
        ("๑.มีคำสั่งแต่งตั้งคณะทำงาน ๒.ชี้แจงวิธีการ", "done"),
        ("เทศบาลได้จัดทำคู่มือและแจกทุกครัวเรือน", "done"),
        ("อยู่ระหว่างดำเนินการ ปรับแล้ว ๒ ศูนย์จาก ๔ ศูนย์", "in_progress"),
        ("กำลังดำเนินการจัดซื้อ", "in_progress"),
        ("ยังไม่แล้วเสร็จ", "in_progress"),
        ("ยังไม่ได้ดำเนินการ เพราะสถานการณ์โรคระบาด", "not_done"),
        ("ไม่ได้ดำเนินการ", "not_done"),
        ("ไม่สามารถดำเนินการได้", "not_done"),
        ("ไม่ สำเร็จ", "not_done"),
        ("ยังไมไดดำเนินการ", "not_done"),  # a reader lost the marks; never done
        ("ไมได้จัดทำ", "not_done"),
        ("จัดทำแล้ว ๓ ชุดจาก ๕ ชุด", "in_progress"),
        ("จัดทำแล้ว ๕ ชุดจาก ๕ ชุด", "done"),
        ("เจ้าหน้าที่มีความเข้าใจ สามารถปฏิบัติตามขั้นตอนและผิดพลาดน้อยลง", "unclear"),
        ("ประเมินจากรายงานผลการสำรวจความพึงพอใจ", "unclear"),
        ("จะดำเนินการให้แล้วเสร็จในปีต่อไป", "unclear"),
        ("ควรมีการตรวจสอบ", "unclear"),
        ("ร้อยละความสำเร็จของแผน", "unclear"),
        ("ไม่มีการร้องเรียน", "unclear"),
        ("", "not_reported"),
        ("-", "not_reported"),
        (None, "not_reported"),
    ],
)
def test_the_words_of_a_result_decide(result: str | None, status: str) -> None:
    assert result_status(result, None) == (status, ())


@pytest.mark.parametrize(
    ("column", "status"),
    [
        ("ดำเนินการแล้ว", "done"),
        ("สำเร็จ", "done"),
        ("ร้อยละ ๑๐๐", "done"),
        ("๕๐%", "in_progress"),
        ("๐ %", "not_done"),
        ("ยังไม่ดำเนินการ", "not_done"),
        ("อยู่ระหว่างดำเนินการ", "in_progress"),
        ("✓", "unclear"),
    ],
)
def test_the_status_column_decides_before_the_result(column: str, status: str) -> None:
    assert result_status("จัดเวที ๒ ครั้ง", column) == (status, ())


def test_a_result_that_says_two_things_is_unclear_and_found() -> None:
    status, (finding,) = result_status("ดำเนินการแล้ว ๒ โครงการ ยังไม่ได้ดำเนินการ ๑ โครงการ", None)
    assert (status, finding.code) == ("unclear", "status-mixed")


def test_a_status_column_against_its_result_is_found() -> None:
    status, (finding,) = result_status("ยังไม่ได้ดำเนินการ", "ดำเนินการแล้วเสร็จ")
    assert (status, finding.code) == ("done", "status-contradiction")


@pytest.mark.parametrize(
    "text", ["จัดประชุมแล้วหนึ่งครั้ง", "แจ้งเวียนแล้วทั้งสองรอบ", "ติดตั้งป้ายแล้วสองจุด", "เผยแพร่ครบสี่ไตรมาส"]
)
def test_a_clause_of_doing_and_laeo_is_done(text: str) -> None:
    assert result_status(text, None) == ("done", ())


@pytest.mark.parametrize("text", ["ติดตั้งป้ายยังไม่แล้ว", "ร้อยละ ๙๒.๕๐", "92 %"])
def test_neither_a_negation_nor_a_bare_share_of_something_is_done(text: str) -> None:
    assert result_status(text, None) == ("unclear", ())


def test_a_bare_share_in_the_status_column_is_progress() -> None:
    assert result_status(None, "ร้อยละ ๗๐") == ("in_progress", ())


@pytest.mark.parametrize(
    "text", ["ดำเนินการแล้วร้อยละ ๘๐", "คืบหน้าร้อยละ 50", "ดำเนินการแล้วเสร็จบางส่วน", "ดำเนินการแล้วเสร็จร้อยละ ๖๐"]
)
def test_a_part_of_the_work_done_is_in_progress(text: str) -> None:
    assert result_status(text, None) == ("in_progress", ())


def test_a_share_that_is_no_share_of_the_work_leaves_it_done() -> None:
    assert result_status("ดำเนินการแล้ว ลดได้ร้อยละ ๘", None) == ("done", ())
    assert result_status("ดำเนินการแล้ว ร้อยละ 100", None) == ("done", ())


def test_what_is_done_in_one_part_and_under_way_in_another_is_not_guessed() -> None:
    """Only where อยู่ระหว่าง… comes first is the rest a part of it (อยู่ระหว่างดำเนินการ ปรับแล้ว ๒ จาก ๔)."""
    status, (finding,) = result_status("ดำเนินการแล้วเสร็จ ๒ เรื่อง อยู่ระหว่างดำเนินการ ๑ เรื่อง", None)
    assert (status, finding.code) == ("unclear", "status-mixed")
    assert result_status("อยู่ระหว่างดำเนินการ ปรับแล้ว ๒ จาก ๔", None) == ("in_progress", ())


def test_a_share_above_the_whole_is_no_status() -> None:
    assert result_status(None, "ร้อยละ ๑๒๐") == ("unclear", ())


def test_what_could_not_be_done_is_not_under_way_for_the_share_beside_it() -> None:
    assert result_status("ไม่สามารถดำเนินการได้ คืบหน้าร้อยละ ๕๐", None) == ("not_done", ())


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("☑แล้วเสร็จ☐อยู่ระหว่างดำเนินการ☐ยังไม่ดำเนินการ", "done"),
        ("☐ แล้วเสร็จ\n☒ อยู่ระหว่างดำเนินการ\n☐ ยังไม่ดำเนินการ", "in_progress"),
        ("( ) ดำเนินการแล้ว (/) ยังไม่ได้ดำเนินการ", "not_done"),
        ("แล้วเสร็จ [ ] ยังไม่แล้วเสร็จ [x]", "in_progress"),
    ],
)
def test_the_ticked_box_is_the_status(text: str, status: str) -> None:
    assert result_status(text, None) == (status, ())


def test_boxes_none_of_which_is_ticked_are_found() -> None:
    status, (finding,) = result_status(None, "☐ แล้วเสร็จ ☐ ยังไม่ดำเนินการ")
    assert (status, finding.code) == ("unclear", "status-unticked")


def test_bullets_before_what_was_done_are_no_boxes_to_tick() -> None:
    assert result_status("□ จัดประชุมแล้ว □ ประกาศแล้ว", None) == ("done", ())


@pytest.mark.parametrize(
    ("text", "status", "share"),
    [
        ("แล้วเสร็จร้อยละ ๕๐", "in_progress", 0.5),
        ("แล้วเสร็จ ๓ จาก ๕ กิจกรรม", "in_progress", 0.6),
        ("แล้วเสร็จประมาณ ๘๐%", "in_progress", 0.8),
        ("ดำเนินการแล้ว ๓/๕ กิจกรรม", "in_progress", 0.6),
        ("เสร็จแล้ว ร้อยละ ๑๐๐", "done", 1.0),
        ("ดำเนินการครบถ้วน ๑๐๐ %", "done", 1.0),
        ("ดำเนินการครบ ๓ จาก ๕ กิจกรรม", "in_progress", 0.6),
        ("ดำเนินการไปแล้วกว่าร้อยละ ๗๐", "in_progress", 0.7),
        ("คืบหน้าไปแล้ว ๙๐ เปอร์เซ็นต์", "in_progress", 0.9),
        ("อยู่ระหว่างดำเนินการ ร้อยละ ๖๐", "in_progress", 0.6),
        ("ประมาณ ๘๐ %", "in_progress", 0.8),
        ("ดำเนินการได้ ๒ ใน ๓ ส่วน", "in_progress", 2 / 3),
        ("๓ จาก ๕ กิจกรรม", "in_progress", 0.6),
        ("๕ จาก ๕ กิจกรรม", "done", 1.0),
        ("แล้วเสร็จครบ ๕ ใน ๕ กิจกรรม", "done", 1.0),
        ("สำเร็จแล้ว 60%", "in_progress", 0.6),
        ("ดำเนินการแล้วครึ่งหนึ่ง", "in_progress", 0.5),
        ("ร้อยละ ๘๕", "unclear", None),  # of whom or what is not said
        ("๑๘ จาก ๒๐ คน", "unclear", None),
        ("ดำเนินการแล้วเสร็จ ผู้เข้าร่วม ๔๘ คน จาก ๕๐ คน", "done", None),
        ("ดำเนินการแล้วเสร็จ ประชาชนพึงพอใจร้อยละ ๘๕", "done", None),
        ("จัดอบรมแล้วเสร็จ ๓/๕/๒๕๖๖", "done", None),
        ("ดำเนินการแล้วเสร็จ", "done", None),
    ],
)
def test_a_part_of_the_work_is_in_progress(text: str, status: str, share: float | None) -> None:
    assert (result_status(text, None)[0], result_share(text, None)) == (status, share)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("คาดว่าจะดำเนินการแล้วเสร็จภายในเดือนกันยายน", "in_progress"),
        ("ได้รับอนุมัติให้ดำเนินการแล้วในปี ๒๕๖๘", "unclear"),
        ("จะดำเนินการแล้วเสร็จในไตรมาสที่ ๔", "unclear"),
    ],
)
def test_what_is_expected_or_allowed_is_not_done(text: str, status: str) -> None:
    assert result_status(text, None)[0] == status


@pytest.mark.parametrize(
    ("result", "status"),
    [
        ("ยังไม่ติดตั้ง", "not_done"),
        ("ยังไม่มีการประชุม", "not_done"),
        ("งบประมาณไม่พอ จึงยังไม่จัดซื้อ", "not_done"),
        ("ยังไม่มีเรื่องร้องเรียน", "unclear"),
        ("ยังไม่ครบ", "in_progress"),
        ("จัดเวทีแล้ว แต่ยังไม่ติดประกาศ", "unclear"),
    ],
)
def test_a_deed_not_yet_done(result: str, status: str) -> None:
    assert result_status(result, None)[0] == status


@pytest.mark.parametrize("result", ["งดดำเนินการ", "งด", "ยกเลิก", "ชะลอไว้ก่อน ไม่มีงบประมาณ", "เลื่อนออกไป"])
def test_what_was_put_off_is_not_done(result: str) -> None:
    assert result_status(result, None) == ("not_done", ())


def test_to_abstain_from_gifts_is_no_status() -> None:
    assert result_status("งดรับของขวัญ", None)[0] == "unclear"


@pytest.mark.parametrize(
    ("printed", "status", "share"),
    [
        ("Completed", "done", None),
        ("In Progress", "in_progress", None),
        ("Not started", "not_done", None),
        ("Not yet completed", "in_progress", None),
        ("80% completed", "in_progress", 0.8),
        ("In progress (50%)", "in_progress", 0.5),
        ("Cancelled", "not_done", None),
        ("Done", "done", None),
    ],
)
def test_statuses_in_english(printed: str, status: str, share: float | None) -> None:
    assert result_status(None, printed) == (status, ())
    assert result_share(None, printed) == share


@pytest.mark.parametrize(
    ("result", "share"),
    [
        ("อบรมแล้ว 1 ครั้ง จากแผน 2 ครั้ง", 0.5),
        ("จัดประชุม ๒ ครั้ง จากที่กำหนดไว้ ๔ ครั้ง", 0.5),
        ("อบรมแล้ว ๔๐ คน จากเป้าหมาย ๕๐ คน", 0.8),
        ("จัดทำแล้ว ๓ ชุดจาก ๕ ชุด", 0.6),
        ("ดำเนินการได้เพียงครึ่งหนึ่ง", 0.5),
        ("แล้วเสร็จไม่ถึงร้อยละ ๕๐", 0.5),
    ],
)
def test_a_count_out_of_what_was_planned_is_a_share(result: str, share: float) -> None:
    assert result_status(result, None) == ("in_progress", ())
    assert result_share(result, None) == share


@pytest.mark.parametrize(
    "result", ["ได้รับ ๔ คะแนน จาก ๕ คะแนน", "ผู้ตอบ ๓ หน่วย จาก ๕ หน่วย", "มาอบรมแล้ว ๓๐ คน จาก ๔๐ คน"]
)
def test_a_count_of_something_else_is_no_share_of_the_work(result: str) -> None:
    assert result_status(result, None)[0] != "in_progress"
    assert result_share(result, None) is None


def test_a_deed_beside_a_share_of_it_is_no_contradiction() -> None:
    assert result_status("อบรมแล้ว ๔๐ คน ดำเนินการแล้ว", "ร้อยละ ๘๐") == ("in_progress", ())


@pytest.mark.parametrize(
    ("result", "share"),
    [
        ("กำลังดำเนินการ ประมาณ 30 %", 0.3),
        ("อยู่ระหว่างดำเนินการ (ประมาณครึ่งหนึ่ง)", 0.5),
        ("ลุล่วงครึ่งหนึ่งของแผน", 0.5),
        ("อยู่ระหว่างการจัดซื้อ ร้อยละ ๒๐", 0.2),
        ("อบรมแล้ว ๓ ใน ๔ รุ่น", 0.75),
        ("ทำได้ ๑ ใน ๔ ของเป้าหมาย", 0.25),
        ("เสร็จไปแล้วสามในสี่", 0.75),
    ],
)
def test_a_share_of_work_that_is_under_way_in_words_or_numbers(result: str, share: float) -> None:
    assert result_status(result, None) == ("in_progress", ())
    assert result_share(result, None) == share


@pytest.mark.parametrize(
    ("result", "status"),
    [
        ("ยังมิได้ดำเนินการ", "not_done"),
        ("ไม่ได้จัด เพราะงบไม่พอ", "not_done"),
        ("ยังไม่คืบหน้า", "not_done"),
        ("เลื่อนไปปีงบประมาณ ๒๕๖๙", "not_done"),
        ("อยู่ในกระบวนการจัดซื้อจัดจ้าง", "in_progress"),
        ("ล่าช้ากว่าแผน", "in_progress"),
        ("รอผู้บริหารลงนาม", "in_progress"),
        ("กำลังติดตั้งกล้องวงจรปิด", "in_progress"),
        ("ทำครบทุกขั้นตอนแล้ว", "done"),
        ("เสร็จก่อนกำหนด", "done"),
        ("สภาให้ความเห็นชอบแล้ว", "done"),
        ("ขึ้นเว็บไซต์แล้วเมื่อ ๑๒ พฤศจิกายน ๒๕๖๗", "done"),
        ("ทำแล้ว ๖ เดือน", "done"),
        ("✓ เสร็จ", "done"),
        ("จัดทำแล้ว ๒ ชุด ใน ๓ เดือน", "done"),
    ],
)
def test_what_was_done_waits_or_was_put_off_in_everyday_words(result: str, status: str) -> None:
    assert result_status(result, None) == (status, ())
    assert result_share(result, None) is None


@pytest.mark.parametrize(
    "result",
    [
        "ประชาชนทราบแล้ว",
        "กำลังคนไม่พอ",
        "ไม่ได้ตรวจพบข้อร้องเรียน",
        "ไม่ได้รับแจ้ง",
        "ได้ความเห็น ๔๘๕ ข้อ แก้ไขแล้ว ๔๐๗ ข้อ",
    ],
)
def test_an_outcome_or_a_count_of_parts_is_no_status(result: str) -> None:
    assert result_status(result, None) == ("unclear", ())


@pytest.mark.parametrize(
    ("printed", "status", "share"),
    [
        ("แล้ว", "done", None),
        ("ยัง", "not_done", None),
        ("☑ แล้ว ☐ ยัง", "done", None),
        ("☐ แล้ว ☑ ยัง", "not_done", None),
        ("ทำอยู่", "in_progress", None),
        ("ทำแล้วบางส่วน", "in_progress", None),
        ("เผยแพร่ได้เพียงบางรายการ", "unclear", None),
        ("ได้ ๓ เวทีจาก ๔ เวที", "in_progress", 0.75),
    ],
)
def test_a_word_alone_and_work_done_in_part(printed: str, status: str, share: float | None) -> None:
    assert result_status(printed, None)[0] == status
    assert result_share(printed, None) == share


@pytest.mark.parametrize(
    ("result", "status"),
    [
        ("จัดทำสมุดคุมเรียบร้อย", "done"),
        ("พิมพ์แผ่นพับ ๕๐๐ แผ่น แจกครบทุกหมู่บ้าน", "done"),
        ("ลงนามประกาศเมื่อวันที่ ๑๐ มกราคม ๒๕๖๘", "done"),
        ("ให้จัดทำเมื่อวันที่ ๑๐ มกราคม ๒๕๖๘", "unclear"),
        ("เพิ่งเริ่มดำเนินการ", "in_progress"),
        ("ขยายเวลาออกไปถึง ก.ย. ๖๘", "in_progress"),
        ("ยกเลิกเพราะน้ำท่วม", "not_done"),
        ("ไม่มีการจัดกิจกรรมในรอบนี้", "not_done"),
        ("ไม่ได้รับจัดสรรงบประมาณ", "not_done"),
        ("ผลงานสะสม ๔๕ %", "in_progress"),
    ],
)
def test_what_became_of_work_in_other_everyday_words(result: str, status: str) -> None:
    assert result_status(result, None) == (status, ())
