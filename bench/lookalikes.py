"""Pages with drawings that look like marks: logos, photographs, word art, charts, links, badges.

Nothing on them was put there by a hand or a stamp. Each page is HTML of print and drawings of one kind, made
by chance from its seed; a browser prints it, and ``marks.py`` reads it as it is and scanned.
"""

# ruff: noqa: E501 paths of drawings are longer than a line

from __future__ import annotations

import base64
import io
import math
import random
from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

WIDTH, HEIGHT = 595, 842
"""A4 in points, the frame in which pages are drawn."""

FACES = ("TH Sarabun New", "TH Niramit AS", "Laksaman", "Norasi")
INKS = ("#1a3fa0", "#c81e2d", "#0a7d3c", "#e07b00", "#6e32a0", "#111111", "#00838f")
LINES = (
    "รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
    "มาตรการที่ ๑ เผยแพร่ขั้นตอนและระยะเวลาการให้บริการผ่านเว็บไซต์ของหน่วยงาน",
    "ผู้รับผิดชอบ สำนักปลัด กองคลัง กองช่าง และกองการศึกษา",
    "หน่วยงานได้ประชุมชี้แจงแนวทางให้บุคลากรทราบและถือปฏิบัติอย่างเคร่งครัด",
    "ผลการประเมินอยู่ในระดับดี ๘๗.๕๐ คะแนน เพิ่มขึ้นจากปีก่อน ๓.๒๐ คะแนน",
    "กำหนดให้มีช่องทางรับเรื่องร้องเรียนที่ประชาชนเข้าถึงได้โดยง่าย",
)
TITLES = ("No Gift Policy", "โปร่งใส ไร้ทุจริต", "ซื่อสัตย์ สุจริต", "งดรับ งดให้", "ITA ๒๕๖๗", "รวมพลังต้านโกง")


def _ink(rng: random.Random) -> str:
    return rng.choice(INKS)


def _print(rng: random.Random, top: float, count: int, left: float = 70) -> str:
    """Lines of running text from ``top`` on."""
    rows = (f'<p style="left:{left}px;top:{top + 24 * i}px">{rng.choice(LINES)}</p>' for i in range(count))
    return "".join(rows)


def _picture(image: NDArray[np.uint8], x: float, y: float, w: float, h: float, kind: str = "png") -> str:
    """An RGB or RGBA picture at a place of the page."""
    held = io.BytesIO()
    Image.fromarray(image).save(held, "JPEG" if kind == "jpeg" else "PNG", quality=85)
    data = base64.b64encode(held.getvalue()).decode()
    return (
        f'<img src="data:image/{kind};base64,{data}" style="left:{x}px;top:{y}px;width:{w}px;height:{h}px">'
    )


def _rgb(ink: str) -> tuple[int, int, int]:
    return int(ink[1:3], 16), int(ink[3:5], 16), int(ink[5:7], 16)


def _crest(rng: random.Random, side: int = 320, several: bool = True) -> NDArray[np.uint8]:
    """A round logo with rings, rays, leaves and letters, on nothing."""
    image = np.zeros((side, side, 4), np.uint8)
    inks = [_rgb(_ink(rng)) for _ in range(3 if several else 1)]
    middle, r = (side // 2, side // 2), side // 2 - 6

    def ink() -> tuple[int, int, int, int]:
        return (*rng.choice(inks), 255)

    cv2.circle(image, middle, r, ink(), rng.randint(4, 10), cv2.LINE_AA)
    cv2.circle(image, middle, round(r * rng.uniform(0.66, 0.8)), ink(), rng.randint(2, 6), cv2.LINE_AA)
    for i in range(rng.randint(6, 16)):
        turn = 2 * math.pi * i / 12 + rng.random()
        end = (round(side / 2 + 0.6 * r * math.cos(turn)), round(side / 2 + 0.6 * r * math.sin(turn)))
        way = rng.random()
        if way < 0.4:
            cv2.line(image, middle, end, ink(), rng.randint(2, 6), cv2.LINE_AA)
        elif way < 0.7:
            size = (round(r * rng.uniform(0.1, 0.3)), round(r * rng.uniform(0.05, 0.15)))
            cv2.ellipse(image, end, size, math.degrees(turn), 0, 360, ink(), -1)
        else:
            size = (round(r * rng.uniform(0.1, 0.35)), round(r * rng.uniform(0.1, 0.3)))
            cv2.ellipse(image, end, size, math.degrees(turn), 0, 230, ink(), rng.randint(2, 5))
    for i in range(24):
        turn = 2 * math.pi * i / 24
        end = (
            round(side / 2 + 0.87 * r * math.cos(turn)) - 8,
            round(side / 2 + 0.87 * r * math.sin(turn)) + 8,
        )
        cv2.putText(image, rng.choice("ABCDEGHKM"), end, 0, 0.7, ink(), 2)
    return image


def _scene(rng: random.Random, gray: bool = False) -> NDArray[np.uint8]:
    """A photograph of people in a room, as far as tones go: ground, a wall's edge, figures, grain."""
    made = np.random.default_rng(rng.randrange(1 << 30))
    height, width = 300, 400
    soft = cv2.resize(
        made.uniform(60, 220, (5, 6, 3)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC
    )
    for _ in range(rng.randint(4, 9)):
        x, y, r = rng.randint(20, 380), rng.randint(110, 280), rng.randint(14, 34)
        tone = tuple(float(v) for v in made.uniform(20, 240, 3))
        cv2.ellipse(soft, (x, y + 2 * r), (2 * r, 3 * r), 0, 180, 360, tone, -1)
        cv2.circle(soft, (x, y), r, tuple(float(v) for v in made.uniform(90, 210, 3)), -1)
    cv2.line(soft, (0, rng.randint(40, 110)), (width, rng.randint(40, 110)), (40.0, 40.0, 40.0), 3)
    soft = cv2.GaussianBlur(soft, (0, 0), 1.2) + made.normal(0, 6, soft.shape).astype(np.float32)
    image = np.clip(soft, 0, 255).astype(np.uint8)
    return np.repeat(image[:, :, :1], 3, axis=2) if gray else image


def picture_logo(rng: random.Random) -> str:
    """A logo pasted as a picture at the head, beside or over the letterhead."""
    several, x, y, side = rng.random() < 0.6, rng.uniform(60, 420), rng.uniform(25, 60), rng.uniform(60, 110)
    head = f'<p style="left:{x + side + 12 if x < 260 else 70}px;top:{y + side / 2 - 10}px">{TITLES[1]}</p>'
    return _picture(_crest(rng, several=several), x, y, side, side) + head + _print(rng, y + side + 10, 9)


def drawn_logo(rng: random.Random) -> str:
    """A logo of drawn rings, curves and letters on a curve."""
    x, y, r, ink = rng.uniform(120, 470), rng.uniform(90, 130), rng.uniform(34, 60), _ink(rng)
    leaves = "".join(
        f'<path d="M0,0 C{r * 0.2},{-r * 0.5} {r * 0.5},{-r * 0.5} {r * 0.55},0 C{r * 0.4},{r * 0.3} 5,20 0,0" '
        f'transform="rotate({angle})" fill="none" stroke="{ink}" stroke-width="1.4"/>'
        for angle in range(0, 360, rng.choice([45, 60, 90]))
    )
    return (
        f'<svg><g transform="translate({x},{y})"><circle r="{r}" fill="none" stroke="{ink}" stroke-width="2"/>'
        f'<circle r="{r * 0.72}" fill="none" stroke="{ink}" stroke-width="1"/>{leaves}'
        f'<path id="a" d="M{-r * 0.78},0 A{r * 0.78},{r * 0.78} 0 0 1 {r * 0.78},0" fill="none"/>'
        f'<text font-size="{r * 0.2}" fill="{ink}"><textPath href="#a">{rng.choice(TITLES)}</textPath></text>'
        f"</g></svg>{_print(rng, y + r + 20, 9)}"
    )


def photographs(rng: random.Random) -> str:
    """Photographs with captions, some over the lines of text."""
    out, gray = _print(rng, 60, 3), rng.random() < 0.3
    for i in range(rng.choice([2, 4, 6])):
        w = rng.uniform(150, 225)
        x, y = 60 + 245 * (i % 2), 140 + 215 * (i // 2) - rng.choice([0, 0, 25])
        out += _picture(_scene(rng, gray), x, y, w, w * 0.75, "jpeg")
        out += f'<p style="left:{x}px;top:{y + w * 0.75 + 4}px">ภาพที่ {i + 1} การประชุม</p>'
    return out


def small_photographs(rng: random.Random) -> str:
    """Photographs as small as a stamp inside the lines of a report."""
    out = _print(rng, 60, 20)
    for _ in range(rng.randint(2, 5)):
        side = rng.uniform(60, 130)
        out += _picture(_scene(rng), rng.uniform(60, 430), rng.uniform(80, 600), side, side * 0.8, "jpeg")
    return out


def word_art(rng: random.Random) -> str:
    """Outlined, slanted, arched and shadowed words."""
    out = _print(rng, 330, 8)
    for i in range(3):
        ink, y, size = _ink(rng), 90 + 80 * i, rng.uniform(34, 58)
        text = rng.choice(TITLES)
        way = rng.choice(["outline", "turned", "arch", "skew", "wave"])
        fill = rng.choice(["none", "#fff", "#ffe08a"]) if way == "outline" else ink
        style = f'font-size="{size}" font-weight="bold" fill="{fill}" stroke="{ink}" stroke-width="1.2"'
        if way == "arch":
            d = f"M80,{y + 40} Q300,{y - 60} 520,{y + 40}"
            out += f'<svg><path id="p{i}" d="{d}" fill="none"/><text {style}><textPath href="#p{i}">{text}</textPath></text></svg>'
        elif way == "wave":
            d = f"M80,{y} C180,{y - 50} 280,{y + 50} 400,{y} S500,{y - 30} 540,{y}"
            out += f'<svg><path id="p{i}" d="{d}" fill="none"/><text {style}><textPath href="#p{i}">{text}</textPath></text></svg>'
        else:
            turn = f"rotate({rng.uniform(-14, 14):.1f} 200 {y})" if way == "turned" else ""
            turn = f"translate(40 0) skewX({rng.choice([-20, 20])})" if way == "skew" else turn
            out += f'<svg><text x="110" y="{y}" {style} transform="{turn}">{text}</text></svg>'
    return out


def outlined_words(rng: random.Random) -> str:
    """Words whose letters are pictures of one ink, as a drawing program gives them."""
    ink = _rgb(_ink(rng))
    image = np.zeros((160, 900, 4), np.uint8)
    face = rng.choice(
        [cv2.FONT_HERSHEY_SCRIPT_COMPLEX, cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, cv2.FONT_HERSHEY_TRIPLEX]
    )
    cv2.putText(image, rng.choice(["Zero Tolerance", "No Gift Policy", "Integrity", "STRONG"]), (20, 110), face,
                3.0, (*ink, 255), rng.randint(3, 7), cv2.LINE_AA)  # fmt: skip
    w = rng.uniform(150, 320)
    return _picture(image, rng.uniform(60, 220), rng.uniform(40, 120), w, w * 160 / 900) + _print(rng, 150, 8)


def links(rng: random.Random) -> str:
    """Addresses in blue with a line under them."""
    out = _print(rng, 60, 6)
    for i in range(4):
        address = f"http://www.{rng.choice(['yyv-local', 'thamai', 'wangkwai'])}.go.th/{rng.choice(['ita', 'news/show/yy/2567', 'view.php?id=73'])}/"
        place = f"left:{rng.uniform(60, 200)}px;top:{240 + 40 * i}px;font-style:{rng.choice(['normal', 'italic'])}"
        out += f'<p style="{place};color:#0000ee;font-size:{rng.uniform(13, 20)}px"><u>{address}</u></p>'
    return out


def flow_of_ovals(rng: random.Random) -> str:
    """Ovals, curved arrows and clouds of a flow chart around words."""
    out, ink = _print(rng, 40, 2), _ink(rng)
    x = rng.uniform(180, 380)
    for i in range(4):
        y = 150 + 130 * i
        rx, ry = rng.uniform(55, 110), rng.uniform(20, 32)
        out += f'<svg><ellipse cx="{x}" cy="{y}" rx="{rx}" ry="{ry}" fill="none" stroke="{ink}"/>'
        bend = rng.choice([-60, 60, 0])
        out += (
            f'<path d="M{x},{y + ry} C{x + bend},{y + 60} {x - bend},{y + 80} {x},{y + 130 - 32}" fill="none" '
            f'stroke="{ink}" stroke-width="1.5"/></svg><p style="left:{x - 40}px;top:{y - 12}px">{rng.choice(LINES)[:14]}</p>'
        )
    return out


def charts(rng: random.Random) -> str:
    """Smooth lines, pies and spider webs with their words."""
    out, kind = _print(rng, 40, 3), rng.choice(["lines", "one line", "pie", "web"])
    if kind in ("lines", "one line"):
        for _ in range(1 if kind == "one line" else 3):
            ink, ys = _ink(rng), [rng.uniform(180, 420) for _ in range(7)]
            d = f"M80,{ys[0]}" + "".join(
                f" S{40 + 70 * i},{y} {80 + 70 * i},{y}" for i, y in enumerate(ys[1:], 1)
            )
            out += f'<svg><path d="{d}" fill="none" stroke="{ink}" stroke-width="2"/></svg>'
            out += "".join(
                f'<p style="left:{75 + 70 * i}px;top:{y - 22}px">{rng.randint(60, 99)}</p>'
                for i, y in enumerate(ys)
            )
    elif kind == "pie":
        turn = 0.0
        for _ in range(4):
            end = turn + rng.uniform(0.8, 1.7)
            (x0, y0), (x1, y1) = ((300 + 110 * math.cos(t), 320 + 110 * math.sin(t)) for t in (turn, end))
            out += f'<svg><path d="M300,320 L{x0},{y0} A110,110 0 0 1 {x1},{y1} Z" fill="none" stroke="{_ink(rng)}"/></svg>'
            turn = end
        out += "".join(
            f'<p style="left:{240 + 40 * i}px;top:{260 + 30 * i}px">{rng.randint(5, 45)} %</p>'
            for i in range(4)
        )
    else:
        for ring in range(1, 5):
            points = " ".join(
                f"{300 + 40 * ring * math.cos(2 * math.pi * i / 10)},{360 + 40 * ring * math.sin(2 * math.pi * i / 10)}"
                for i in range(10)
            )
            out += f'<svg><polygon points="{points}" fill="none" stroke="#888"/></svg>'
        points = " ".join(
            f"{300 + rng.uniform(60, 150) * math.cos(2 * math.pi * i / 10)},{360 + rng.uniform(60, 150) * math.sin(2 * math.pi * i / 10)}"
            for i in range(10)
        )
        out += f'<svg><polygon points="{points}" fill="none" stroke="{_ink(rng)}" stroke-width="2"/></svg>'
        out += "".join(
            f'<p style="left:{290 + 175 * math.cos(2 * math.pi * i / 10)}px;top:{350 + 175 * math.sin(2 * math.pi * i / 10)}px">{i + 1}</p>'
            for i in range(10)
        )
    return out


def branches(rng: random.Random) -> str:
    """A tree of thoughts: curved branches of one ink from a word in the middle."""
    ink, out = _ink(rng), '<p style="left:250px;top:380px;font-size:22px">คุณธรรม</p>'
    for i in range(6):
        x, y = (60 if i % 2 else 420), 200 + 70 * i
        out += f'<svg><path d="M{290},{395} C{(290 + x) / 2},{395} {(290 + x) / 2},{y} {x + 50},{y}" fill="none" stroke="{ink}" stroke-width="2"/></svg>'
        out += f'<p style="left:{x}px;top:{y - 14}px">{rng.choice(LINES)[:16]}</p>'
    return out


def badges(rng: random.Random) -> str:
    """Numbers in coloured rings and boxes with round corners, as on a slide."""
    out = ""
    for i in range(4):
        ink, y, r = _ink(rng), 120 + 130 * i, rng.uniform(20, 48)
        out += f'<svg><circle cx="120" cy="{y}" r="{r}" fill="none" stroke="{ink}" stroke-width="{rng.uniform(1, 5)}"/>'
        out += (
            f'<rect x="190" y="{y - 30}" width="330" height="60" rx="14" fill="none" stroke="{ink}"/></svg>'
        )
        out += f'<p style="left:104px;top:{y - 16}px;font-size:24px;color:{ink}">{rng.randint(70, 99)}</p>'
        out += f'<p style="left:205px;top:{y - 12}px">{rng.choice(LINES)[:40]}</p>'
    return out


def icons(rng: random.Random) -> str:
    """Icons of lines before the headings: a pen, a heart, a megaphone, a speech bubble."""
    shapes = (
        "M0,24 L18,4 L26,12 L8,30 L0,32 Z M18,4 C22,0 28,6 26,12",
        "M16,30 C-8,12 2,-6 16,8 C30,-6 40,12 16,30 Z",
        "M0,12 L22,2 C28,10 28,20 22,28 L0,18 Z M6,18 C6,30 14,32 14,20",
        "M2,6 C2,-2 38,-2 38,10 C38,22 20,22 16,22 L6,32 L8,20 C2,18 2,12 2,6 Z",
    )
    out = ""
    for i in range(6):
        ink, grow = _ink(rng), rng.uniform(0.7, 2.2)
        place = f"translate({rng.uniform(40, 70)},{80 + 95 * i}) scale({grow})"
        out += f'<svg><path d="{rng.choice(shapes)}" transform="{place}" fill="none" stroke="{ink}" stroke-width="2"/></svg>'
        out += _print(rng, 84 + 95 * i, 2, 90 + 40 * grow)
    return out


def ornaments(rng: random.Random) -> str:
    """Curls and waves that part a page, and corners of a certificate."""
    ink, out = _ink(rng), _print(rng, 160, 6)
    for y in (110, 340, 620):
        d = f"M80,{y}" + "".join(f" q25,{-rng.uniform(8, 26)} 50,0 t50,0" for _ in range(4))
        out += f'<svg><path d="{d}" fill="none" stroke="{ink}" stroke-width="1.6"/></svg>'
    for x, y, a, b in ((40, 40, 1, 1), (555, 40, -1, 1), (40, 800, 1, -1), (555, 800, -1, -1)):
        d = "M0,90 C0,30 30,0 90,0 M8,70 C20,50 50,20 70,8 C40,12 12,40 8,70"
        out += f'<svg><path d="{d}" transform="translate({x},{y}) scale({a},{b})" fill="none" stroke="{ink}" stroke-width="1.5"/></svg>'
    return out


def slanted_heads(rng: random.Random) -> str:
    """Italic and slanted captions, and labels of a chart set at 45 degrees."""
    out = _print(rng, 60, 5)
    for i in range(7):
        out += f'<p style="left:{90 + 60 * i}px;top:330px;transform:rotate(-45deg);transform-origin:0 0">{rng.choice(LINES)[:12]}</p>'
    return out + f'<p style="left:90px;top:480px;font-style:italic;color:{_ink(rng)}">{rng.choice(LINES)}</p>'


KINDS: dict[str, Callable[[random.Random], str]] = {
    "logo, a picture": picture_logo,
    "logo, drawn": drawn_logo,
    "photographs": photographs,
    "small photographs": small_photographs,
    "word art": word_art,
    "words as a picture": outlined_words,
    "links": links,
    "flow chart of ovals": flow_of_ovals,
    "charts": charts,
    "branches": branches,
    "badges": badges,
    "icons": icons,
    "ornaments": ornaments,
    "slanted labels": slanted_heads,
}


def page_of(kind: str, seed: int) -> str:
    """The page of ``kind`` that ``seed`` gives, as HTML."""
    rng = random.Random(f"{kind} {seed}")
    face = rng.choice(FACES)
    return (
        f'<meta charset="utf-8"><style>@page{{size:{WIDTH}px {HEIGHT}px;margin:0}}'
        f'body{{margin:0;font:{rng.choice([15, 16, 18])}px/1.2 "{face}"}}p,svg,img{{position:absolute;margin:0}}'
        f"svg{{left:0;top:0;width:{WIDTH}px;height:{HEIGHT}px}}p{{white-space:nowrap}}</style>{KINDS[kind](rng)}"
    )
