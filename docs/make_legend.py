"""Set the legend of `prongsai show` in Thai again: ``python docs/make_legend.py --font FAMILY``.

Thai needs a shaping engine and a font, and a drawing can count on neither: so the labels of
extract/data/legend.csv are set once by Chromium and shipped as pixels, extract/data/legend.png, one a row.
"""

from __future__ import annotations

import argparse
import csv
import html
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

DATA = Path(__file__).resolve().parent.parent / "extract" / "data"
ROW, WIDTH, SIZE = 28, 340, 15
"""Pixels: height of a label, width of the strip, size of the letters."""


def main() -> None:
    """Write legend.png."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--font", default="Sarabun", help="family, as fontconfig knows it")
    family = parser.parse_args().font
    with (DATA / "legend.csv").open(encoding="utf-8", newline="") as stream:
        labels = [row["th"] for row in csv.DictReader(stream)]
    style = f"margin:0;background:#fff;color:#000;font:{SIZE}px/{ROW}px '{family}'"
    row = '<div style="height:{0}px;white-space:pre">{1}</div>'
    body = "".join(row.format(ROW, html.escape(label)) for label in labels)
    height = ROW * len(labels)
    with tempfile.TemporaryDirectory() as name:
        page, shot = Path(name, "legend.html"), Path(name, "legend.png")
        page.write_text(f'<meta charset="utf-8"><body style="{style}">{body}', "utf-8")
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        places = [f"--user-data-dir={name}/profile", f"--screenshot={shot}", page.as_uri()]
        size = f"--window-size={WIDTH},{height}"
        subprocess.run(["chromium", *flags, size, *places], check=True, capture_output=True)
        drawn = Image.open(shot).convert("L").crop((0, 0, WIDTH, height))
        drawn.save(DATA / "legend.png", optimize=True)


if __name__ == "__main__":
    main()
