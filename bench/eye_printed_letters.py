"""Kinds of ``bench/eye.py`` on printed pages: codes that lie, order, turned letters, overprint."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from bench.eye_edit import Edited
from bench.eye_print import PRINTED, Draft, coded, layer, printed


def _second_font(draft: Draft, *keys: str) -> None:
    draft.css.append(",".join(f"td.{key} span" for key in keys or ("period", "budget")) + "{font-family:G}")


def _recode(draft: Draft, change: Callable[[dict[int, str]], dict[int, str] | None], second: bool) -> None:
    name = draft.fonts[1].stem.split("-")[0].encode() if second else b""

    def edit(file: Edited, boxes: object) -> None:
        for font, codes in file.fonts():
            if name.lower() in font.head.replace(b" ", b"").lower():
                file.say(font, change(codes))

    draft.edits.append(edit)


def _letters(pairs: dict[str, str]) -> Callable[[dict[int, str]], dict[int, str]]:
    return lambda codes: {code: "".join(pairs.get(c, c) for c in text) for code, text in codes.items()}


def _two_digits(draft: Draft) -> tuple[str, str]:
    said = " ".join(f"{truth.get('budget')} {truth.get('period')}" for truth in draft.truths)
    shown = sorted(set(re.findall(r"\d", said)))
    one, two = draft.rng.sample(shown, 2) if len(shown) > 1 else ("1", "2")
    return one, two


@printed
def _digits_exchanged(draft: Draft) -> None:
    """Printed: a second font of periods and amounts whose codes exchange two digits."""
    one, two = _two_digits(draft)
    _second_font(draft)
    _recode(draft, _letters({one: two, two: one}), True)


@printed
def _two_digits_of_one_code(draft: Draft) -> None:
    """Printed: a font that gives one digit's code to another as well."""
    one, two = _two_digits(draft)
    second = draft.rng.random() < 0.5
    if second:
        _second_font(draft)
    _recode(draft, _letters({one: two}), second)


@printed
def _second_font_without_codes(draft: Draft) -> None:
    """Printed: a second font of periods and amounts without codes, or all U+FFFD, or all blank."""
    _second_font(draft)
    way = draft.rng.randrange(3)

    def change(codes: dict[int, str]) -> dict[int, str] | None:
        return None if way == 0 else dict.fromkeys(codes, "\ufffd" if way == 1 else " ")

    _recode(draft, change, True)


@printed
def _a_digit_without_code(draft: Draft) -> None:
    """Printed: one digit, or the comma, without a code."""
    missing = draft.rng.choice((*_two_digits(draft), ","))
    _recode(draft, lambda codes: {code: text for code, text in codes.items() if text != missing}, False)


@printed
def _letters_exchanged(draft: Draft) -> None:
    """Printed: codes that exchange two letters."""
    one, two = draft.rng.choice((("ก", "ถ"), ("ด", "ค"), ("ร", "ธ"), ("น", "ม")))
    _recode(draft, _letters({one: two, two: one}), False)


@printed
def _am_for_aa(draft: Draft) -> None:
    """Printed: one of two fonts codes า as ำ."""
    _second_font(draft, "measure", "result")
    _recode(draft, _letters({"\u0e32": "\u0e33", "\u0e33": " \u0e33"}), True)


@printed
def _private_or_latin_codes(draft: Draft) -> None:
    """Printed: all Thai codes in U+F000, or as Latin-1 of their TIS-620 bytes."""
    base = draft.rng.choice((0xF000, 0))
    thai = {chr(0xE00 + n): chr(base + 0xA0 + n) for n in range(1, 0x5C)}
    _recode(draft, _letters(thai), False)


@printed
def _actual_text_lies(draft: Draft) -> None:
    """Printed: /ActualText of cells that says other digits than show."""
    at = draft.rng.choice(draft.cells("budget", share=1) or draft.cells("period", share=1))
    draft.put(at, f'<span class="new">{draft.text(at)}</span>')
    draft.parted = True
    news, text = layer(draft, "new"), coded(draft.old(at))

    def edit(file: Edited, boxes: object) -> None:
        file.over(b"/Span <</ActualText %s>> BDC %s EMC" % (text, file.inline(news)))

    draft.edits.append(edit)


PARTED = """(order)=>{const out=[];for(const span of document.querySelectorAll('td>span')){const walk=document
.createTreeWalker(span,NodeFilter.SHOW_TEXT);let node;while(node=walk.nextNode()){const find=
/.[\\u0e31\\u0e33\\u0e34-\\u0e3a\\u0e47-\\u0e4e]*/gs;let m;while(m=find.exec(node.data)){const range=document
.createRange();range.setStart(node,m.index);range.setEnd(node,m.index+m[0].length);const b=range
.getClientRects()[0];if(b&&m[0].trim())out.push([m[0],b.x,b.y,b.height])}}span.style.visibility='hidden'}
const key={mixed:c=>(Math.sin(c[1]*12.9898+c[2]*78.233)*43758.5453)%1,backward:c=>-(c[2]*2000+c[1]),
digits:c=>/\\d|[๐-๙]/.test(c[0])?0:/[ -~]/.test(c[0])?1:2,columns:c=>c[1]}[order];
out.sort((a,b)=>key(a)-key(b));
for(const [t,x,y,h] of out){const e=document.createElement('i');e.style.cssText=`position:absolute;
font-style:normal;white-space:pre;left:${x}px;top:${y}px;line-height:${h}px`;e.textContent=t;
document.getElementById('page').appendChild(e)}}"""


@printed
def _letters_in_another_order(draft: Draft) -> None:
    """Printed: letters drawn one by one: mixed, backwards, digits first, or by columns."""
    order = draft.rng.choice(("mixed", "backward", "digits", "columns"))
    draft.script = f"({PARTED})('{order}')"


@printed
def _header_on_end(draft: Draft) -> None:
    """Printed: header words set upwards or downwards, all or some."""
    turn = draft.rng.choice(("", "transform:rotate(180deg)"))
    some = [key for key in draft.keys if draft.rng.random() < 0.7] or draft.keys
    heads = dict(draft.drawn.columns)
    draft.css.append(f"th{{height:105pt}}th span{{writing-mode:vertical-rl;{turn}}}")
    draft.heads |= {key: f"<span>{html.escape(heads[key])}</span>" for key in some}


@printed
def _page_on_its_side(draft: Draft) -> None:
    """Printed: the whole page lies on its side, and nothing in the file says so."""
    left = draft.rng.random() < 0.5

    def edit(file: Edited, boxes: object) -> None:
        matrix = (0, 1, -1, 0, 595, 0) if left else (0, -1, 1, 0, 0, 842)
        file.content = b"q %g %g %g %g %g %g cm\n%s\nQ" % (*matrix, file.content)
        page = file.objects[file.page]
        page.head = re.sub(rb"/MediaBox ?\[[^\]]*\]", b"/MediaBox[0 0 595 842]", page.head)

    draft.edits.append(edit)


@printed
def _large_watermark(draft: Draft) -> None:
    """Printed: a large word over the table, level or slanted, clear, grey or in outline."""
    way = draft.rng.choice(
        (
            "color:rgba(255,0,0,.22)",
            "color:#d5e3f0;z-index:-1",
            "color:transparent;-webkit-text-stroke:.5pt #666",
        )
    )
    turn, word = draft.rng.choice((0, -28, 24)), draft.rng.choice(("ฉบับร่าง", "สำเนา", "ใช้ภายใน"))
    css = f"left:170pt;top:190pt;font-size:110pt;line-height:1;{way};transform:rotate({turn}deg)"
    draft.more.append(f'<div style="position:absolute;{css}">{word}</div>')


@printed
def _small_watermarks(draft: Draft) -> None:
    """Printed: a word in pale letters of the text's size again and again over the rows, with a number."""
    marks = (("ตัวอย่าง 1/2558", "#f4d3a5"), ("สำเนา 2559", "#c4c4c4"), ("ห้ามใช้", "#b9d3ec"))
    word, color = draft.rng.choice(marks)
    for n in range(15):
        css = f"position:absolute;left:{45 + n % 3 * 270}pt;top:{80 + n * 27}pt;color:{color}"
        draft.more.append(f'<div style="{css}">{draft.digits(word)}</div>')


@printed
def _overprinted(draft: Draft) -> None:
    """Printed: shadows, or letters printed two to four times for bold."""
    way = draft.rng.choice(
        (
            "1.1pt 1.1pt 0 #aaa",
            "1.6pt 1.2pt 0 #bbb",
            ".4pt 0 0 #000",
            ".25pt 0 0 #000,.5pt 0 0 #000,.75pt 0 0 #000",
        )
    )
    draft.css.append(f"h1,th,td{{text-shadow:{way}}}")


@printed
def _set_twice(draft: Draft) -> None:
    """Printed: all of the page twice at the same spot, or half a point beside."""
    step = draft.rng.choice((b"0", b".5"))

    def edit(file: Edited, boxes: object) -> None:
        file.content = b"q %s Q q 1 0 0 1 %s 0 cm %s Q" % (file.content, step, file.content)

    draft.edits.append(edit)


@printed
def _tight(draft: Draft) -> None:
    """Printed: letters and lines set tight."""
    draft.css.append(
        draft.rng.choice(
            ("td.budget span,td.period span{letter-spacing:-.8pt}", "td span{letter-spacing:-.5pt}",
             "td{line-height:1.02}")
        )
    )  # fmt: skip


@printed
def _spread(draft: Draft) -> None:
    """Printed: lines justified to the end, by blanks or by letters, or set wide."""
    draft.css.append(
        draft.rng.choice(
            ("td span{display:block;text-align:justify;text-align-last:justify}",
             "td.measure span,td.result span{display:block;text-align:justify;text-justify:inter-character}",
             "td.budget span,td.period span{letter-spacing:.15em}", "td span{word-spacing:.5em}")
        )
    )  # fmt: skip


@printed
def _narrow(draft: Draft) -> None:
    """Printed: a column so narrow that amounts and years are broken anywhere."""
    key = draft.rng.choice(("budget", "period"))
    draft.css.append(f"td.{key}{{padding-right:42pt;word-break:break-all}}")


@printed
def _note_marks(draft: Draft) -> None:
    """Printed: raised note marks behind values: digits, digits in brackets, daggers."""
    form = draft.rng.choice(("{}", "({})", "{})"))
    raised = ("vertical-align:super;font-size:60%", "position:relative;top:-.35em;font-size:55%")
    rise = draft.rng.choice(raised)
    for n, at in enumerate(draft.cells("budget", "result", "responsible"), start=1):
        mark = draft.digits(form.format(n))
        draft.put(at, f'{draft.text(at)}<span style="{rise};line-height:0">{mark}</span>')


@printed
def _over_an_empty_cell(draft: Draft) -> None:
    """Printed: one-line texts that run over into the empty cell beside theirs."""
    keys = draft.keys
    pairs = [p for p in zip(keys[1:-1], keys[2:], strict=True) if p[0] in ("period", "responsible", "budget")]
    key, beside = draft.rng.choice(pairs)
    rows = [n for n, truth in enumerate(draft.truths) if 6 < len(truth.get(key) or "") < 28]
    for n in draft.rng.sample(rows, (len(rows) + 1) // 2):
        draft.put((n, beside), "")
        draft.blank((n, beside))
        draft.put((n, key), f'<span style="white-space:nowrap;font-size:1.2em">{draft.text((n, key))}</span>')


@printed
def _three_of_these(draft: Draft) -> None:
    """Printed: three of these kinds on one page."""
    several = ("nearly-paper", "struck-in-the-program", "note-marks", "digits-exchanged", "comments",
               "large-watermark", "header-on-end", "layer-not-shown", "struck-by-marks")  # fmt: skip
    for name in draft.rng.sample(several, 3):
        PRINTED[f"printed-{name}"](draft)
