"""Kinds of ``bench/eye.py`` on printed pages: what does not show, what is typed or struck over it."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Callable, Mapping, Sequence

from bench.eye_edit import Box, Edited, packed
from bench.eye_print import Draft, coded, layer, printed, whole

At = tuple[int, str]
GROUP = b"/Group<</S/Transparency>>"


def _name(at: At) -> str:
    return f"{at[0]} {at[1]}"


def _over(draft: Draft, operators: bytes, setup: Callable[[Edited, int], bytes | None]) -> None:
    """Old values as a form /Old, drawn by ``operators``; ``setup`` makes what these need."""
    draft.olds(draft.cells())
    olds = layer(draft, "old")

    def edit(file: Edited, boxes: object) -> None:
        form = file.form(olds, entries=GROUP)
        file.resource(b"/XObject", b"/Old %d 0 R" % form)
        file.over((setup(file, form) or b"") + operators)

    draft.edits.append(edit)


@printed
def _nearly_paper(draft: Draft) -> None:
    """Printed: old values in nearly the paper's colour under the new ones."""
    light = draft.rng.choice(("#fff", "#fefefe", "#fcfcfc", "#fbfcfd"))
    draft.olds(draft.cells(), f"visibility:visible;z-index:-1;color:{light}")


@printed
def _nearly_clear(draft: Draft) -> None:
    """Printed: old values of opacity 1 % or 0 over the new ones."""
    draft.olds(draft.cells(), f"visibility:visible;opacity:{draft.rng.choice(('0', '.01'))}")


@printed
def _under_a_soft_mask(draft: Draft) -> None:
    """Printed: old values under a soft mask of luminosity 0."""

    def setup(file: Edited, form: int) -> None:
        entries = b"/Type/XObject/Subtype/Form/BBox[0 0 842 595]/Group<</S/Transparency/CS/DeviceGray>>"
        mask = file.add(packed(b"0 g 0 0 842 595 re f", entries))
        file.resource(b"/ExtGState", b"/Masked<</SMask<</Type/Mask/S/Luminosity/G %d 0 R>>>>" % mask)

    _over(draft, b"/Masked gs /Old Do", setup)


@printed
def _outside_their_form(draft: Draft) -> None:
    """Printed: old values in forms of forms, outside the inner one's box."""

    def setup(file: Edited, form: int) -> bytes:
        for box in (b"0 0 2 2", b"0 0 842 595", b"0 0 842 595"):
            entries = b"/Type/XObject/Subtype/Form/BBox[%s]/Resources<</XObject<</In %d 0 R>>>>" % (box, form)
            form = file.add(packed(b"/In Do", entries))
        file.resource(b"/XObject", b"/Outer %d 0 R" % form)
        return b"/Outer Do "

    _over(draft, b"", setup)


@printed
def _layer_not_shown(draft: Draft) -> None:
    """Printed: old values on a layer that does not show, by base state, membership, expression or usage."""
    way = draft.rng.randrange(4)

    def setup(file: Edited, form: int) -> bytes:
        one, two = (file.add(b"<</Type/OCG/Name(%s)>>" % name) for name in (b"one", b"two"))
        refs = (one, two)
        default = b"/BaseState/OFF/ON[%d 0 R]" % two
        shown = b"%d 0 R" % one
        if way == 1:
            default = b"/OFF[%d 0 R]" % one
            shown = b"<</Type/OCMD/P/AllOn/OCGs[%d 0 R %d 0 R]>>" % refs
        elif way == 2:
            default = b""
            shown = b"<</Type/OCMD/VE[/Not[/Or %d 0 R %d 0 R]]>>" % refs
        elif way == 3:
            usage = b"/Usage<</View<</ViewState/OFF>>/Print<</PrintState/ON>>>>"
            file.objects[one].head = b"<</Type/OCG/Name(one)%s>>" % usage
            default = b"/AS[<</Event/View/Category[/View]/OCGs[%d 0 R]>>]" % one
        file.set_root(b"/OCProperties<</OCGs[%d 0 R %d 0 R]/D<<%s>>>>" % (*refs, default))
        file.resource(b"/Properties", b"/Layer %s" % shown)
        return b"/OC /Layer BDC /Old Do EMC "

    _over(draft, b"", setup)


def _rects(boxes: Sequence[Box], pad: float = 1.0) -> bytes:
    return b" ".join(
        b"%.2f %.2f %.2f %.2f re" % (x0 + pad, y0 + pad, x1 - x0 - 2 * pad, y1 - y0 - 2 * pad)
        for x0, y0, x1, y1 in boxes
    )


def _covers(file: Edited, boxes: Sequence[Box], way: int) -> bytes:
    """Operators that cover boxes: with nearly the paper's colour, a shading, a pattern or a picture."""
    if way == 1:
        ramp = b"<</FunctionType 2/Domain[0 1]/C0[.88 .94 1]/C1[1 1 1]/N 1>>"
        shading = b"/Ramp<</ShadingType 2/ColorSpace/DeviceRGB/Coords[0 0 842 0]/Function %s>>" % ramp
        file.resource(b"/Shading", shading)
        return b"%s W n /Ramp sh " % _rects(boxes)
    if way == 2:
        entries = b"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep 9/Resources<<>>"
        tile = file.add(packed(b"1 1 .9 rg 0 0 9 9 re f .8 .8 .6 rg 0 0 1 1 re f", entries))
        file.resource(b"/Pattern", b"/Tile %d 0 R" % tile)
        return b"/Pattern cs /Tile scn %s f " % _rects(boxes)
    if way == 3:
        return b" ".join(
            b"q %.2f 0 0 %.2f %.2f %.2f cm BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID F9> EI Q "
            % (x1 - x0 - 2, y1 - y0 - 2, x0 + 1, y0 + 1)
            for x0, y0, x1, y1 in boxes
        )
    return b".992 g %s f " % _rects(boxes)


@printed
def _covered(draft: Draft) -> None:
    """Printed: old values under boxes, shadings, patterns or pictures, new ones on these."""
    cells, way = draft.cells(), draft.rng.randrange(4)
    for at in cells:
        draft.put(at, f'<span class="new">{draft.text(at)}</span>')
    draft.olds(cells)
    draft.parted = True
    olds, news = layer(draft, "old"), layer(draft, "new")

    def edit(file: Edited, boxes: Mapping[str, Box]) -> None:
        for name, each in ((b"/Old", olds), (b"/New", news)):
            file.resource(b"/XObject", name + b" %d 0 R" % file.form(each))
        covers = _covers(file, [boxes[_name(at)] for at in cells], way)
        file.over(b"/Old Do q %s Q /New Do" % covers)

    draft.edits.append(edit)


@printed
def _redacted(draft: Draft) -> None:
    """Printed: values under black bars or annotations, with nothing on these, or black on black."""
    cells, way = draft.cells("period", "budget", "responsible", share=0.3), draft.rng.randrange(3)
    for at in cells:
        draft.blank(at)
        if way == 1:
            draft.put(at, f'<span style="background:#000;color:#000">{draft.text(at)}</span>')

    def edit(file: Edited, boxes: Mapping[str, Box]) -> None:
        places = [boxes[_name(at)] for at in cells]
        if way == 0:
            file.over(b"0 g %s f" % _rects(places))
        for box in places if way == 2 else ():
            file.annotate(box, b"/Subtype/Square/F 4/C[0 0 0]/IC[0 0 0]")

    draft.edits.append(edit)


@printed
def _boxes_of_the_page(draft: Draft) -> None:
    """Printed: pages turned by /Rotate, in other units, with old values outside the crop box."""
    draft.olds(draft.cells())
    olds, turn, unit = layer(draft, "old"), draft.rng.choice((0, 90, 180, 270)), draft.rng.random() < 0.4

    def edit(file: Edited, boxes: object) -> None:
        file.resource(b"/XObject", b"/Old %d 0 R" % file.form(olds))
        file.over(b"1 0 0 1 842 0 cm /Old Do")
        width, height = 842.0, 595.0
        matrix = {0: (1, 0, 0, 1, 0, 0), 90: (0, 1, -1, 0, height, 0), 180: (-1, 0, 0, -1, width, height),
                  270: (0, -1, 1, 0, 0, width)}[turn]  # fmt: skip
        file.content = b"q %g %g %g %g %g %g cm\n%s\nQ" % (*matrix, file.content)
        shown = (height, width) if turn in (90, 270) else (width, height)
        page = file.objects[file.page]
        page.head = re.sub(rb"/MediaBox ?\[[^\]]*\]", b"/MediaBox[-1000 -1000 2000 2000]", page.head)
        file.set_page(b"/CropBox[0 0 %g %g]/Rotate %d" % (*shown, turn))
        if unit:
            file.set_page(b"/UserUnit 2")

    draft.edits.append(edit)


@printed
def _light_on_dark(draft: Draft) -> None:
    """Printed: light letters on dark cells, pale ones on paper: these show."""
    head, cell, pale = draft.rng.choice((("#1f3864", "#000", "#999"), ("#333", "#7b1e1e", "#a5a5a5")))
    draft.css.append(
        f"th{{background:{head};color:#fff}}td.budget,td.period{{background:{cell};color:#fff}}"
        f"td.result{{color:{pale}}}*{{print-color-adjust:exact}}"
    )


@printed
def _of_one_gray(draft: Draft) -> None:
    """Printed: coloured letters as light as their coloured ground: these show."""
    pairs = (("#008000", "#f00"), ("#a0a0a0", "#ff8c00"), ("#7a7a7a", "#ff4d4d"))
    ground, ink = draft.rng.choice(pairs)
    draft.css.append(f"td.period,td.budget{{background:{ground};color:{ink}}}*{{print-color-adjust:exact}}")


@printed
def _older_page(draft: Draft) -> None:
    """Printed: a whole older page under a white box or picture, the new one on it."""
    older = Draft(
        draft.drawn,
        draft.rng,
        draft.fonts,
        draft.size,
        [dict(r) if isinstance(r, dict) else r for r in draft.rows],
        draft.truths,
    )
    for at in older.cells(share=1):
        older.put(at, html.escape(older.old(at)))
    below, picture = whole(older), draft.rng.random() < 0.5

    def edit(file: Edited, boxes: object) -> None:
        file.resource(b"/XObject", b"/Older %d 0 R" % file.form(below))
        white = b"1 g 0 0 900 900 re f"
        if picture:
            white = b"q 842 0 0 595 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID FF> EI Q"
        file.under(b"/Older Do " + white)

    draft.edits.append(edit)


@printed
def _painted_through_letters(draft: Draft) -> None:
    """Printed: letters in outline, or as a clip that paint fills: these show."""
    draft.css.append(
        draft.rng.choice(
            (
                "td.period span,td.budget span{-webkit-text-stroke:.4pt #000;color:transparent}",
                "td.period span,td.budget span{background:linear-gradient(#000,#222);"
                "-webkit-background-clip:text;color:transparent}",
            )
        )
    )


@printed
def _cut_off_or_tiny(draft: Draft) -> None:
    """Printed: old values beyond the clip of their cell, of one point, or scaled to nothing."""
    way = draft.rng.randrange(3)
    for at in draft.cells("period", "budget"):
        old = html.escape(draft.old(at))
        block, out = "display:block;position:relative;overflow:hidden", "position:absolute;white-space:nowrap"
        inner = {
            0: f'<span style="{block}">{draft.text(at)}<span style="{out};left:100%">{old}</span></span>',
            1: f'{draft.text(at)}<span style="font-size:.9pt">{old}</span>',
            2: f'{draft.text(at)}<span style="{out};transform:scale(.002)">{old}</span>',
        }
        draft.put(at, inner[way])


@printed
def _wiped(draft: Draft) -> None:
    """Printed: old values wiped by the same letters in white strokes, the new ones over these."""
    for at in draft.cells():
        old, css = html.escape(draft.old(at)), "visibility:visible"
        twice = "".join(
            f'<span class="old" style="{css}{more}">{old}</span>'
            for more in ("", ";color:#fff;-webkit-text-stroke:4pt #fff")
        )
        new = f'<span style="position:relative">{draft.text(at)}</span>'
        draft.put(at, f'<span class="at">{twice}</span>{new}')


def _appearances(draft: Draft, cells: Sequence[At], entries: Callable[[Edited, At, int], bytes]) -> None:
    """Cells whose text stands in the appearance of an annotation."""
    for at in cells:
        draft.put(at, f'<span class="new">{draft.text(at)}</span>')
    draft.parted = True
    news = layer(draft, "new")

    def edit(file: Edited, boxes: Mapping[str, Box]) -> None:
        for at in cells:
            box = boxes[_name(at)]
            file.annotate(box, entries(file, at, file.form(news, box)))

    draft.edits.append(edit)


@printed
def _choices(draft: Draft) -> None:
    """Printed: values chosen in fields, or held by a parent field, or not what the field's value says."""
    cells, way = draft.cells("period", "budget", "result"), draft.rng.randrange(3)
    fields: list[int] = []

    def entries(file: Edited, at: At, form: int) -> bytes:
        own, old = coded(str(draft.truths[at[0]][at[1]])), coded(draft.old(at))
        shown = b"/Subtype/Widget/F 4/AP<</N %d 0 R>>" % form
        name = b"/T(f%d)/DA(/Helv 10 Tf 0 g)" % len(fields)
        if way == 0:
            held = b"/FT/Ch/Ff 131072/Opt[%s %s]/V%s" % (old, own, own)
        elif way == 1:
            held = b"/FT/Tx/Ff 4096/V%s" % own
        else:
            held = b"/FT/Tx/Ff 4096/V%s" % old
        if way != 1:
            fields.append(max(file.objects) + 1)
            return shown + name + held
        parent = file.add(b"<<%s%s/Kids[%d 0 R]>>" % (name, held, max(file.objects) + 2))
        fields.append(parent)
        return shown + b"/Parent %d 0 R" % parent

    _appearances(draft, cells, entries)
    listed = draft.edits[-1]

    def edit(file: Edited, boxes: Mapping[str, Box]) -> None:
        listed(file, boxes)
        file.set_root(b"/AcroForm<</Fields[%s]>>" % b" ".join(b"%d 0 R" % n for n in fields))

    draft.edits[-1] = edit


@printed
def _stamped(draft: Draft) -> None:
    """Printed: values that are appearances of stamps and notes."""
    kind = draft.rng.choice((b"/Stamp", b"/FreeText/DA(/Helv 9 Tf 0 g)"))

    def entries(file: Edited, at: At, form: int) -> bytes:
        return b"/Subtype%s/F 4/AP<</N %d 0 R>>" % (kind, form)

    _appearances(draft, draft.cells(), entries)


def _quads(box: Box) -> bytes:
    x0, y0, x1, y1 = box
    corners = (x0, y1, x1, y1, x0, y0, x1, y0)
    return b"/QuadPoints[%.1f %.1f %.1f %.1f %.1f %.1f %.1f %.1f]" % corners


@printed
def _comments(draft: Draft) -> None:
    """Printed: comments, highlights and hidden notes that hold other values: none of these is print."""
    cells = draft.cells()
    texts = [coded(draft.old(at)) for at in cells]

    def edit(file: Edited, boxes: Mapping[str, Box]) -> None:
        for n, (at, text) in enumerate(zip(cells, texts, strict=True)):
            x0, y0, x1, y1 = box = boxes[_name(at)]
            if n % 3 == 0:
                file.annotate((x1 - 12, y1 - 12, x1, y1), b"/Subtype/Text/F 28/Contents%s" % text)
            elif n % 3 == 1:
                entries = b"/Subtype/Highlight/F 4/C[1 1 0]%s/Contents%s" % (_quads(box), text)
                file.annotate(box, entries)
            else:
                flags = random.Random(n).choice((2, 32))
                file.annotate(box, b"/Subtype/FreeText/F %d/DA(/Helv 9 Tf 0 g)/Contents%s" % (flags, text))

    draft.edits.append(edit)


def _with_struck(draft: Draft, tag: str = "span") -> list[At]:
    cells = draft.cells()
    for at in cells:
        marked = f'<{tag} data-at="struck {_name(at)}" style="white-space:nowrap">'
        old = f"{marked}{html.escape(draft.old(at))}</{tag}>"
        draft.put(at, f"{old} {draft.text(at)}")
    return cells


@printed
def _struck_in_the_program(draft: Draft) -> None:
    """Printed: old values struck by single, double, thick or wavy lines, the new ones behind."""
    way = draft.rng.choice(("", "double", "red 1.2pt", "wavy", "#888"))
    draft.css.append(f"del{{text-decoration:line-through {way}}}")
    _with_struck(draft, "del")


@printed
def _struck_by_marks(draft: Draft) -> None:
    """Printed: old values struck by a StrikeOut, Line or Ink annotation, or crossed by two drawn lines."""
    cells, way = _with_struck(draft), draft.rng.randrange(4)

    def edit(file: Edited, boxes: Mapping[str, Box]) -> None:
        for at in cells:
            x0, y0, x1, y1 = box = boxes[f"struck {_name(at)}"]
            middle = (y0 + y1) / 2 - 0.5
            if way == 0:
                file.annotate(box, b"/Subtype/StrikeOut/F 4/C[1 0 0]%s" % _quads(box))
            elif way == 3:
                ends = (x0, y0 + 3, x1, y1 - 3, x0, y1 - 3, x1, y0 + 3)
                file.over(b".7 w 1 0 0 RG %.1f %.1f m %.1f %.1f l %.1f %.1f m %.1f %.1f l S" % ends)
            else:
                turns = (0.0, 0.0) if way == 1 else (2.2, -2.2)
                steps = [(x0 + (x1 - x0) * n / 12, middle + turns[n % 2]) for n in range(13)]
                path = b" ".join(
                    b"%.1f %.1f %s" % (*point, b"l" if n else b"m") for n, point in enumerate(steps)
                )
                entries = b"/Type/XObject/Subtype/Form/BBox[%.1f %.1f %.1f %.1f]" % box
                form = file.add(packed(b"1 0 0 RG .8 w %s S" % path, entries))
                listed = b" ".join(b"%.1f %.1f" % point for point in steps)
                tips = (*steps[0], *steps[-1])
                kind = b"/Line/L[%.1f %.1f %.1f %.1f]" % tips if way == 1 else b"/Ink/InkList[[%s]]" % listed
                file.annotate(box, b"/Subtype%s/F 4/C[1 0 0]/AP<</N %d 0 R>>" % (kind, form))

    draft.edits.append(edit)


@printed
def _lines_that_strike_nothing(draft: Draft) -> None:
    """Printed: values underlined and overlined: these are live."""
    draft.css.append(
        "td.budget span,td.result span{text-decoration:underline;text-underline-offset:1px}"
        "td.period span{text-decoration:overline}"
    )
