"""Words put right and words spoiled: ``python bench/respell.py --fonts DIR [--fonts DIR]``.

Cells of the fixtures' truth are drawn in families never trained on, and in known ones with marks not stacked;
the reader reads them line by line and ``respell`` goes over each line. Every right text is also given
to it as if no letter had been sure. Writes ``bench/results/respell.md``.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rapidfuzz.distance import Levenshtein  # noqa: E402

from bench.text import packed  # noqa: E402
from extract.model import Line  # noqa: E402
from extract.ocr.choose import open_engine  # noqa: E402
from extract.thai.respell import respell  # noqa: E402

HERE = Path(__file__).resolve().parent
FIXTURES = HERE.parent / "fixtures" / "reports"
SEED = 20_267
PAGES = 3
LONGEST = 60
UNSURE = 0.6
"""Chance given to every letter of a right text: the least favourable reading."""


@dataclass(slots=True)
class Tally:
    """Lines of one kind, and letters wrong in them before and after."""

    lines: int = 0
    letters: int = 0
    before: int = 0
    after: int = 0
    wrong_before: int = 0
    wrong_after: int = 0
    better: int = 0
    worse: int = 0
    spoiled: int = 0


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fonts", type=Path, action="append", required=True)
    parser.add_argument("--pages", type=int, default=PAGES, help="pages a condition")
    parser.add_argument("--out", type=Path, default=HERE / "results" / "respell.md")
    chosen = parser.parse_args()
    texts = sorted(truths())
    tallies: dict[str, Tally] = {}
    for name, truth, line in read_lines(texts, chosen.fonts, chosen.pages):
        add(
            tallies.setdefault(name, Tally()),
            truth,
            line.text,
            respell(line.text, line.char_confidences).text,
        )
    changed = [text for text in texts if respell(text, [UNSURE] * len(text)).words]
    table = as_markdown(tallies, len(texts), changed)
    sys.stdout.write(table)
    chosen.out.write_text(table, "utf-8")


def truths() -> set[str]:
    """The texts of the fixtures' cells, each once."""
    cells = (
        cell["text"]
        for path in FIXTURES.glob("*.truth.json")
        for table in json.loads(path.read_text("utf-8"))["tables"] or ()
        for cell in table["cells"]
    )
    return {" ".join(text.split()) for text in cells if text and any("ก" <= c <= "ฮ" for c in text)}


def read_lines(texts: list[str], fonts: list[Path], pages: int) -> Iterable[tuple[str, str, Line]]:
    """Each drawn line: its kind, its text, and what the reader made of it."""
    from training import fonts as known
    from training.alphabet import encode
    from training.heldout import CONDITIONS, HeldOutText, draw_page

    class OfReports(HeldOutText):
        def text(self) -> str:
            return "\n".join(self.rng.sample(short, self.rng.randint(1, 2)))

    short = [text for text in texts if len(text) <= LONGEST and encode(text)]
    reader = open_engine("reader")
    kinds = [("known fonts", tuple(known.SHARES), True), ("marks not stacked", tuple(known.SHARES), False)]
    kinds += [(name, (name,), True) for name in known.ALL_HELD_OUT]
    for name, families, shaped in kinds:
        faces = known.find_faces(fonts, families)
        for condition in CONDITIONS:
            rng, source = random.Random(SEED), OfReports(SEED)
            for _ in range(pages):
                page = draw_page(rng, source, faces, condition, shaped)
                read = reader.read(page.image, page.dpi, page.regions)
                for text, lines in zip(page.texts, read, strict=True):
                    if len(true := text.split("\n")) == len(lines):
                        yield from ((name, one, line) for one, line in zip(true, lines, strict=True))


def add(tally: Tally, truth: str, read: str, respelt: str) -> None:
    """Count one line, spaces aside."""
    want, before, after = packed(truth), packed(read), packed(respelt)
    first, second = (Levenshtein.distance(want, text) for text in (before, after))
    tally.lines += 1
    tally.letters += len(want)
    tally.before += first
    tally.after += second
    tally.wrong_before += first > 0
    tally.wrong_after += second > 0
    tally.better += second < first
    tally.worse += second > first
    tally.spoiled += first == 0 < second


def as_markdown(tallies: dict[str, Tally], right: int, changed: list[str]) -> str:
    """The table."""
    out = [
        "# Misread words put right\n",
        "Made by `bench/respell.py`: cells of the fixtures' truth drawn in four conditions, in families",
        "never trained on and with marks not stacked, read line by line, then given to `respell`.\n",
        "| print | lines | CER % as read | after | wrong lines | after | bettered | worsened | spoiled |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, t in tallies.items():
        rates = " | ".join(f"{100 * wrong / max(1, t.letters):.2f}" for wrong in (t.before, t.after))
        out.append(
            f"| {name} | {t.lines} | {rates} | {t.wrong_before} | {t.wrong_after} | {t.better} | {t.worse} "
            f"| {t.spoiled} |"
        )
    out.append(
        f"\nOf {right} right texts, were no letter of them sure, {len(changed)} would change"
        + (": " + ", ".join(changed[:5]) if changed else "")
        + "."
    )
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    main()
