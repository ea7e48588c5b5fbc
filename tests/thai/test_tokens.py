"""Thai words, offline and without writing anywhere."""

import os
import subprocess
import sys
from pathlib import Path

from extract.thai.tokens import TOKENS_VERSION, tokens


def test_words_of_the_trade_stay_whole() -> None:
    assert tokens("การจัดซื้อจัดจ้าง กองคลัง ๒๕๖๖") == ("การจัดซื้อจัดจ้าง", "กองคลัง", "๒๕๖๖")
    assert tokens("") == ()


def test_the_version_names_engine_and_lexicon() -> None:
    assert TOKENS_VERSION.startswith("newmm-")
    assert "+lexicon-" in TOKENS_VERSION


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
