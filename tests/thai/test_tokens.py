"""Thai words, offline and without writing anywhere."""

import os
import random
import subprocess
import sys
from pathlib import Path

from pythainlp.tokenize.newmm import segment
from pythainlp.util import Trie

from extract.thai.tokens import WordList, tokens, words

FIXTURES = Path(__file__).parents[2] / "fixtures"


def test_words_of_the_trade_stay_whole() -> None:
    assert tokens("การจัดซื้อจัดจ้าง กองคลัง ๒๕๖๖") == ("การจัดซื้อจัดจ้าง", "กองคลัง", "๒๕๖๖")
    assert tokens("") == ()


def test_a_read_only_home_is_enough(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o555)
    code = "from extract.thai.tokens import tokens; print(len(tokens('กองคลังกองช่าง')))"
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PYTHAINLP")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=kept | {"HOME": str(home)},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "2\n"
    assert list(home.iterdir()) == []


def made_texts(count: int) -> list[str]:
    """Words of the list and damaged ones, run together, with Latin letters, digits and spaces among them."""
    chance, known = random.Random(2566), sorted(words())

    def piece() -> str:
        word = chance.choice(known)
        kind = chance.random()
        if kind < 0.15:
            cut = chance.randrange(len(word) + 1)
            return word[:cut] + chance.choice("กะาเ่์ำๆ๑1aZ -./") + word[cut:]
        return chance.choice(("", " ", "\n", "2566", "O42", "๒๕๖๗", "(", "ฯ")) if kind < 0.3 else word

    return ["".join(piece() for _ in range(chance.randrange(1, 25))) for _ in range(count)]


def test_the_word_list_parts_every_text_as_pythainlps_own_trie_does() -> None:
    trie, ours = Trie(words()), WordList(words())
    printed = [path.read_text("utf-8") for path in sorted(FIXTURES.glob("*/*.truth.json"))]
    lines = [line.strip() for text in printed for line in text.splitlines()]
    for text in [*dict.fromkeys(lines), *made_texts(3_000)]:
        assert segment(text, ours) == segment(text, trie), text
    assert len(ours) == len(trie)


def test_words_shorter_than_the_head_and_at_the_end_of_a_text_are_found() -> None:
    listed = ["ก", "กา", "การ", "การบ้าน", " งาน ", ""]
    trie, ours = Trie(listed), WordList(listed)
    for text in ("การบ้าน", "การบ้า", "กา", "ก", "กข", "", "งาน"):
        for start in range(len(text) + 1):
            assert ours.prefixes(text, start) == trie.prefixes(text, start)
