"""Turns ``@fontsource`` packages into font files: ``python -m training.webfonts PACKED OUT``.

A package holds each cut of a family as one woff2 file a script; the Thai file has no digits and no Latin.
Both are merged here, so that a line of mixed text is drawn in one font as in print.
"""

from __future__ import annotations

import argparse
import io
import json
import tarfile
from pathlib import Path

WEIGHTS = {
    100: "Thin", 200: "ExtraLight", 300: "Light", 400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold",
    800: "ExtraBold", 900: "Black",
}  # fmt: skip
SLANTED = (300, 400, 600, 700)
"""Weights whose italics are taken; the others differ too little to be worth their files."""

SCRIPTS = ("thai", "latin", "symbols", "math")
LATE_TABLES = ("GSUB", "GPOS", "GDEF")
"""Tables by which Thai marks are stacked: they stay with the Thai file."""


def convert(package: Path, out: Path) -> list[Path]:
    """Write one ``Family-Style.ttf`` a cut of the packed ``package`` (a ``.tgz``), with its licence."""
    with tarfile.open(package) as packed:
        facts = json.loads(_read(packed, "package/metadata.json"))
        family = facts["family"].replace(" ", "")
        out.mkdir(parents=True, exist_ok=True)
        (out / f"{family}.LICENSE").write_bytes(_read(packed, "package/LICENSE"))
        names = set(packed.getnames())
        written = []
        for weight in facts["weights"]:
            for slant in facts["styles"]:
                if slant != "normal" and weight not in SLANTED:
                    continue
                cuts = [f"package/files/{facts['id']}-{s}-{weight}-{slant}.woff2" for s in SCRIPTS]
                parts = [_read(packed, name) for name in cuts if name in names]
                if parts:
                    path = out / f"{family}-{style(weight, slant)}.ttf"
                    path.write_bytes(merge(parts))
                    written.append(path)
    return written


def style(weight: int, slant: str) -> str:
    """The style's name as font files spell it: ``Bold``, ``Italic``, ``LightItalic``."""
    if slant == "normal":
        return WEIGHTS[weight]
    return "Italic" if weight == 400 else WEIGHTS[weight] + "Italic"


def merge(parts: list[bytes]) -> bytes:
    """One TrueType font of the characters of all ``parts`` (woff2 files of one cut)."""
    from fontTools.merge import Merger
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    known: set[int] = set()
    files = []
    for number, part in enumerate(parts):
        font = TTFont(io.BytesIO(part))
        own = set(font.getBestCmap()) - known
        known |= own
        options = Options(glyph_names=False, notdef_outline=True, layout_features=["*"] if not number else [])
        options.drop_tables += ["STAT", "DSIG", "gasp", "prep", "fpgm", "cvt ", "hdmx", "VDMX", "LTSH"]
        options.hinting = False
        if number:
            options.drop_tables += list(LATE_TABLES)
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=own)
        subsetter.subset(font)
        font.flavor = None
        file = io.BytesIO()
        font.save(file)
        file.seek(0)
        files.append(file)
    if len(files) == 1:
        return files[0].getvalue()
    merged = Merger().merge(files)
    out = io.BytesIO()
    merged.save(out)
    return out.getvalue()


def _read(packed: tarfile.TarFile, name: str) -> bytes:
    file = packed.extractfile(name)
    if file is None:
        raise FileNotFoundError(name)
    return file.read()


def main() -> None:
    """Convert every package of a folder."""
    parser = argparse.ArgumentParser(prog="python -m training.webfonts", description=__doc__)
    parser.add_argument("packed", type=Path, help="folder of the .tgz files that npm pack wrote")
    parser.add_argument("out", type=Path, help="folder of the font files")
    chosen = parser.parse_args()
    for package in sorted(chosen.packed.glob("fontsource-*.tgz")):
        print(package.name, len(convert(package, chosen.out)))  # noqa: T201


if __name__ == "__main__":
    main()
