"""The ำ that a text layer lost without a trace."""

from extract.thai.restore import lost_sara_am, restore_sara_am

LAYER = "ดาเนินการตามมาตรการ สานักงานกาหนดให้จัดทาแผน ประจาปี และรายงานผลการปฏิบัติงาน " * 12


def test_a_long_layer_without_one_sara_am_has_lost_it() -> None:
    assert lost_sara_am(LAYER)
    assert not lost_sara_am(LAYER + "ทำ")
    assert not lost_sara_am("มาตรการ")


def test_words_known_only_with_sara_am_get_it_back() -> None:
    done = restore_sara_am("ดาเนินการ สานักงาน กาหนด ประจาปี สาหรับ จานวน")
    assert done.text == "ดำเนินการ สำนักงาน กำหนด ประจำปี สำหรับ จำนวน"
    assert done.repairs == ("sara-am-by-dictionary",)


def test_where_both_are_words_nothing_is_done() -> None:
    assert restore_sara_am("ทา นา คา ตา จา").text == "ทา นา คา ตา จา"
    assert restore_sara_am("มาตรการ รายงาน การบริหาร").repairs == ()


def test_a_text_with_sara_am_is_left_alone() -> None:
    assert restore_sara_am("ทำ ดาเนิน").text == "ทำ ดาเนิน"
