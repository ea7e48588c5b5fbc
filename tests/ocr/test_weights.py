"""What the reader's weights say of themselves, without onnxruntime."""

import subprocess
import sys

import pytest

from extract.data import blob
from extract.ocr import choose
from extract.ocr.choose import shipped_version, versions
from extract.ocr.reader import Reader


def test_the_version_in_the_file_is_the_readers() -> None:
    assert shipped_version() == Reader().version
    assert versions("auto") == {"engine": f"reader {shipped_version()}"}


def test_weights_cut_short_have_no_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choose, "blob", lambda name: blob(name)[: -10 if name.endswith("onnx") else None])
    assert shipped_version() is None


def test_asking_for_versions_loads_neither_onnxruntime_nor_opencv() -> None:
    code = (
        "import sys; from extract.ocr.choose import versions; versions('auto');"
        "print({'onnxruntime', 'cv2', 'numpy'} & set(sys.modules))"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "set()\n"
