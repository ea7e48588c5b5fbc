"""Near duplicates: what is alike is found, what is not is not, however many there are."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oversight.audit import near_duplicates
from oversight.audit.near_duplicates import near_groups, resemblance, shingles

TEXT = "ปรับปรุงคู่มือการให้บริการประชาชนให้เป็นปัจจุบันและเผยแพร่ผ่านเว็บไซต์ของหน่วยงานเพื่อให้ประชาชนเข้าถึงได้ง่ายและสะดวกรวดเร็ว"
LETTERS = "กขคงจชซดตถทนบปผพฟมยรลวสหอะาเแโใไ"


def made(chance, length=150):
    return "".join(chance.choices(LETTERS, k=length))


def test_a_word_more_is_alike_another_text_is_not():
    longer = TEXT + "ขึ้น"
    other = "จัดทำแผนการใช้จ่ายงบประมาณประจำปีและรายงานผลต่อผู้บริหารทุกไตรมาสเพื่อให้การเบิกจ่ายเป็นไปตามเป้าหมาย"

    assert near_groups([shingles(text) for text in (TEXT, other, longer)]) == ((0, 2),)


def test_order_of_rows_plays_no_part():
    rows = [TEXT, "จัดทำทะเบียนคุมทรัพย์สิน", "ประกาศนโยบายไม่รับของขวัญ"]

    assert resemblance(shingles(rows), shingles(rows[::-1])) == 1.0


def test_empty_texts_are_like_nothing_and_short_ones_like_themselves():
    assert near_groups([shingles(text) for text in ("", "", "ก", "ก", "ข")]) == ((2, 3),)
    assert resemblance(shingles(""), shingles("")) == 0.0


@given(st.text(LETTERS + "่้ ๑๒", max_size=60), st.text(LETTERS, max_size=60))
def test_resemblance_is_that_of_the_sets_of_runs_of_five_letters(one, other):
    def runs(text):
        return {text[n : n + 5] for n in range(max(1, len(text) - 4))} if text else set()

    ones, others = runs(one), runs(other)
    expected = len(ones & others) / len(ones | others) if ones | others else 0.0

    assert resemblance(shingles(one), shingles(other)) == pytest.approx(expected)


def test_every_pair_that_is_alike_is_found_and_no_other():
    """Against comparing all with all, on 300 texts of which some are altered copies."""
    chance = random.Random(5)
    texts = [made(chance) for _ in range(200)]
    for n in range(100):
        cut = chance.randrange(100)
        texts.append(texts[n][:cut] + texts[n][cut + chance.randrange(1, 12) :])
    sets = [shingles(text) for text in texts]
    alike = {(a, b) for a in range(300) for b in range(a + 1, 300) if resemblance(sets[a], sets[b]) >= 0.9}
    told = {(group[0], other) for group in near_groups(sets) for other in group[1:]}

    assert told == alike
    assert len(alike) > 50


def test_a_text_that_half_the_nation_shares_takes_no_square_of_comparisons(monkeypatch):
    """6,000 almost equal texts, each with an ending of its own: 18 million pairs, few comparisons."""
    compared = []

    def counted(one, other):
        compared.append(len(one))
        return resemblance(one, other)

    monkeypatch.setattr(near_duplicates, "resemblance", counted)
    chance = random.Random(6)
    common = made(chance, 400)
    sets = [shingles(common + made(chance, 9)) for _ in range(6000)]
    groups = near_groups(sets)

    assert [len(group) for group in groups] == [6000]
    assert len(compared) < 10 * len(sets)


def test_the_same_texts_give_the_same_groups_in_any_order():
    chance = random.Random(7)
    texts = [made(chance) for _ in range(60)]
    texts += [text[:140] for text in texts[:20]]
    order = list(range(len(texts)))
    chance.shuffle(order)

    straight = {frozenset(texts[n] for n in group) for group in near_groups([shingles(t) for t in texts])}
    mixed = [texts[n] for n in order]
    turned = {frozenset(mixed[n] for n in group) for group in near_groups([shingles(t) for t in mixed])}

    assert straight == turned
    assert len(straight) == 20


def test_shingles_are_sorted_and_each_once():
    found = shingles("กกกกกกกกกกกก")

    assert len(found) == 1
    assert np.all(np.diff(shingles(TEXT).astype(object)) > 0)
