"""A whole run into either kind of store: done once, the files are the same the second time."""

import fake_stages
from stored import ask, stored_entries

from oversight.archive.status import status as counted
from oversight.archive.store import Archive
from oversight.export.output_files import STREAMS
from oversight.jobs.options import Options
from oversight.jobs.run import RunRequest, run_documents


def test_a_run_into_any_kind_of_archive_is_done_once(place, tmp_path):
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for name, text in {"ก": "fine", "ข": "damaged", "ค": "fine"}.items():
        (folder / f"{name}.pdf").write_text(text)
    sources, ignored = fake_stages.discover([folder])
    request = RunRequest(output, place, Options(), jobs=1)

    codes, files = [], []
    for _ in range(2):
        codes.append(run_documents(fake_stages.work, sources, ignored, request, {}))
        files.append({name: (output / name).read_bytes() for name in STREAMS})

    assert codes == [3, 3]
    assert files[0] == files[1]
    with Archive.open(place, write=False) as archive:
        assert [(entry.source_file, entry.status) for entry in stored_entries(archive)] == [
            ("ก.pdf", "ok"),
            ("ข.pdf", "failed"),
            ("ค.pdf", "duplicate"),
        ]
        assert ask(archive, counted).run.done == 0
