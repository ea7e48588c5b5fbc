"""What a run of digital reports must not import: each of these costs as much as reading some pages."""

import subprocess
import sys

import pytest

READS = (
    "import pipeline; (source,) = pipeline.discover(['fixtures/reports/{}'])[0]; pipeline.digitise(source)"
)
CHILD = (
    "import importlib; from oversight.jobs.worker import PRELOAD; [*map(importlib.import_module, PRELOAD)]"
)
RUN = "import pipeline, oversight.jobs.run; pipeline.identity(oversight.jobs.options.Options())"


@pytest.mark.parametrize(
    ("code", "spared"),
    [
        (
            READS.format("bankhuan-2563-libreoffice.pdf"),
            "onnxruntime pdfplumber pandas scipy sqlalchemy geothai PIL numpy.ma",
        ),
        (
            CHILD + "; import extract.warm",
            "onnxruntime pdfplumber pandas scipy sqlalchemy geothai PIL",
        ),
        (RUN, "numpy cv2 onnxruntime pdfplumber pandas pythainlp alembic geothai"),
    ],
    ids=["reading", "where children are forked from", "the run's own process"],
)
def test_a_digital_report_waits_for_no_library_that_it_does_not_need(code, spared):
    found = f"; import sys; print(sorted({set(spared.split())!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code + found], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
