"""Training goes on from shipped weights; fonts of the web become one file a cut. Needs torch, fontTools."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest

from extract.ocr.linecrop import HEIGHT, normalise

FLOAT = Path(__file__).parents[2] / "training" / "reader_float.onnx"
"""The shipped weights before they were made whole numbers."""


@pytest.fixture
def lines() -> np.ndarray:
    noise = np.random.default_rng(3)
    return noise.uniform(0, 1, (6, 1, HEIGHT, 160)).astype(np.float32)


def test_a_net_started_from_shipped_weights_reads_as_they_do(lines: np.ndarray) -> None:
    torch = pytest.importorskip("torch")
    pytest.importorskip("onnx")
    import onnxruntime

    from training.net import LineNet
    from training.start import NEW_CLASS_BIAS, load_onnx

    net = LineNet()
    load_onnx(net, FLOAT, torch.from_numpy(lines))
    want = onnxruntime.InferenceSession(str(FLOAT)).run(None, {"lines": lines})[0]
    known = want.shape[-1]
    with torch.no_grad():
        got = net.eval()(torch.from_numpy(lines))[..., :known].softmax(-1).numpy()
    assert np.abs(got - want).max() < 1e-4
    assert (net.scores.bias[known:] <= NEW_CLASS_BIAS).all()


def test_its_batch_norms_give_the_same_while_training(lines: np.ndarray) -> None:
    torch = pytest.importorskip("torch")
    pytest.importorskip("onnx")
    from training.net import LineNet
    from training.start import load_onnx

    net = LineNet()
    images = torch.from_numpy(lines)
    load_onnx(net, FLOAT, images)
    with torch.no_grad():
        used = net.eval()(images).softmax(-1)
        trained = net.train()(images).softmax(-1)
    assert (used - trained).abs().max() < 0.05


def test_weights_in_whole_numbers_read_alike_and_keep_what_stands_beside_them(
    lines: np.ndarray, tmp_path: Path
) -> None:
    pytest.importorskip("torch")
    pytest.importorskip("onnx")
    import onnxruntime

    from training.export import quantise

    path = tmp_path / FLOAT.name
    path.write_bytes(FLOAT.read_bytes())
    printed = np.full((HEIGHT, 320), 250, np.uint8)
    printed[14:34, 20:300:9] = 10
    quantise(path, [printed] * 3)
    assert path.stat().st_size < FLOAT.stat().st_size / 2
    old, new = (onnxruntime.InferenceSession(str(weights)) for weights in (FLOAT, path))
    facts = old.get_modelmeta().custom_metadata_map
    assert new.get_modelmeta().custom_metadata_map == facts | {"version": facts["version"] + "-int8"}
    want, got = (net.run(None, {"lines": normalise(printed)[None, None]})[0] for net in (old, new))
    assert (want.argmax(-1) == got.argmax(-1)).mean() > 0.95


def test_the_mean_of_two_nets_has_the_means_of_their_weights(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    onnx = pytest.importorskip("onnx")
    from training.export import export
    from training.mean import mean_of
    from training.net import LineNet

    files = [tmp_path / name for name in ("one.onnx", "other.onnx", "mean.onnx")]
    for seed, path in enumerate(files[:2]):
        torch.manual_seed(seed)
        export(LineNet(), path)
    mean_of(files[:2], files[2])
    one, other, mean = (
        {i.name: onnx.numpy_helper.to_array(i) for i in onnx.load(str(path)).graph.initializer}
        for path in files
    )
    bias = "net.scores.bias"
    assert not np.array_equal(one[bias], other[bias])
    assert np.allclose(mean[bias], (one[bias] + other[bias]) / 2)


def test_a_cut_of_the_web_gets_its_digits_from_its_latin_file() -> None:
    builder = pytest.importorskip("fontTools.fontBuilder")
    pens = pytest.importorskip("fontTools.pens.ttGlyphPen")
    from fontTools.ttLib import TTFont

    from training.webfonts import merge

    def one(letters: str) -> bytes:
        names = {ord(letter): f"uni{ord(letter):04X}" for letter in letters}
        order = [".notdef", *names.values()]
        font = builder.FontBuilder(1000, isTTF=True)
        font.setupGlyphOrder(order)
        font.setupCharacterMap(names)
        pen = pens.TTGlyphPen(None)
        pen.moveTo((0, 0))
        pen.lineTo((500, 0))
        pen.lineTo((250, 500))
        pen.closePath()
        font.setupGlyf({name: pen.glyph() for name in order})
        font.setupHorizontalMetrics({name: (600, 0) for name in order})
        font.setupHorizontalHeader(ascent=800, descent=-200)
        font.setupNameTable({"familyName": "Made", "styleName": "Regular"})
        font.setupOS2()
        font.setupPost()
        file = io.BytesIO()
        font.save(file)
        return file.getvalue()

    merged = TTFont(io.BytesIO(merge([one("กข "), one("12 ")])))
    assert {ord(c) for c in "กข 12"} <= set(merged.getBestCmap())


def test_styles_of_the_web_are_named_as_font_files_name_them() -> None:
    from training.webfonts import style

    assert [style(400, "normal"), style(400, "italic"), style(700, "italic"), style(100, "normal")] == [
        "Regular",
        "Italic",
        "BoldItalic",
        "Thin",
    ]
