"""Inputs and outputs in an object store: S3 as moto's server on loopback speaks it."""

import json
import shutil
import sys
import zipfile
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

import pipeline
from oversight.export.output_text import STREAMS
from oversight.jobs import stores
from oversight.spoken import call

REPORTS = Path(__file__).parents[2] / "fixtures" / "reports"
NAMES = ("bankhuan-2563-libreoffice.pdf", "khaophrai-2566-chromium.pdf")


@pytest.fixture
def bucket(monkeypatch):
    """An empty bucket on a server of our own, and a way to look into it."""
    pytest.importorskip("s3fs", reason="s3fs is not installed: pip install 'prongsai[cluster]'")
    server = pytest.importorskip("moto.server", reason="moto is not installed: ./prongsai test installs it")
    running = server.ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    for name, value in (("ACCESS_KEY_ID", "a"), ("SECRET_ACCESS_KEY", "b"), ("DEFAULT_REGION", "us-east-1")):
        monkeypatch.setenv(f"AWS_{name}", value)
    import s3fs

    system = s3fs.S3FileSystem(skip_instance_cache=True, use_listings_cache=False)
    system.mkdir("ita")
    yield system
    urlopen(
        Request(f"http://{host}:{port}/moto-api/reset", method="POST")
    ).close()  # it keeps all in our memory
    running.stop()


def test_reports_in_a_bucket_give_what_the_same_files_give_here(bucket, tmp_path):
    (tmp_path / "in" / "2566").mkdir(parents=True)
    for name in NAMES:
        shutil.copy(REPORTS / name, tmp_path / "in" / "2566")
    (tmp_path / "in" / "note.txt").write_text("no document")
    bucket.put(f"{tmp_path}/in/", "ita/reports", recursive=True)
    archive = ["--archive", str(tmp_path / "ita.db")]

    assert call(pipeline.prongsai, ["run", "s3://ita/reports", "-o", "s3://ita/out", *archive]) == 0
    assert call(pipeline.prongsai, ["run", str(tmp_path / "in"), "-o", str(tmp_path / "out")]) == 0

    for name in STREAMS:
        assert bucket.cat_file(f"ita/out/{name}") == (tmp_path / "out" / name).read_bytes(), name
    told = json.loads(bucket.cat_file("ita/out/run.json"))
    assert (told["counts"]["documents"], told["counts"]["ignored"]) == (2, 1)

    assert call(pipeline.prongsai, ["run", "s3://ita/reports", "-o", "s3://ita/out", *archive]) == 0
    assert json.loads(bucket.cat_file("ita/out/run.json"))["already_done"] == 2
    log = [json.loads(line)["event"] for line in bucket.cat_file("ita/out/run.log.jsonl").splitlines()]
    assert (log.count("begin"), log.count("document")) == (2, 2)


def test_what_is_wrong_with_a_url_is_that_documents_trouble(bucket, tmp_path, monkeypatch, capfd):
    monkeypatch.setattr(stores, "MAX_BYTES", 100)
    bucket.pipe_file("ita/large.pdf", b"x" * 101)
    bucket.pipe_file("ita/large.zip", b"x" * 101)
    bucket.pipe_file("ita/all.rar", b"Rar!")
    named = [f"s3://{name}" for name in ("ita/large.pdf", "ita/large.zip", "ita/all.rar", "ita/absent.pdf")]
    named.append("s3://elsewhere/")

    assert call(pipeline.prongsai, ["run", *named, "-o", str(tmp_path / "out"), "--lang", "en"]) == 3

    said = capfd.readouterr().err
    assert "large.pdf: refused: s3://ita/large.pdf is over the limit" in said
    assert "large.zip: refused: s3://ita/large.zip is over the limit" in said
    assert "all.rar: refused: not opened: rar archives are not read; unpack it" in said
    assert "failed: unreadable: nothing found at s3://ita/absent.pdf;" in said
    assert "failed: unreadable: nothing found at s3://elsewhere/;" in said


def test_a_zip_in_a_bucket_gives_what_the_same_zip_gives_here(bucket, tmp_path):
    here = tmp_path / "in" / "2566"
    here.mkdir(parents=True)
    with zipfile.ZipFile(here / "all.zip", "w") as archive:
        for name in NAMES:
            archive.write(REPORTS / name, name)
    bucket.put(f"{tmp_path}/in/", "ita/reports", recursive=True)
    away, near = tmp_path / "away", tmp_path / "near"

    assert call(pipeline.prongsai, ["run", "s3://ita/reports", "-o", str(away)]) == 0
    assert call(pipeline.prongsai, ["run", str(tmp_path / "in"), "-o", str(near)]) == 0

    for name in STREAMS:
        assert (away / name).read_bytes() == (near / name).read_bytes(), name
    assert call(pipeline.prongsai, ["run", "s3://ita/reports", "-o", str(away)]) == 0
    assert json.loads((away / "run.json").read_text())["already_done"] == 2
    (again,) = pipeline.reopen([("2566/all.zip/x.pdf", "s3://ita/reports/2566/all.zip", 1)])
    assert again.read() == (REPORTS / NAMES[1]).read_bytes()


def test_an_archive_is_never_in_an_object_store(tmp_path, capfd):
    for more in ([], ["--archive", "s3://ita/archive.db"]):
        asked = ["run", str(REPORTS / NAMES[0]), "-o", "s3://ita/out", "--lang", "en", *more]
        assert call(pipeline.prongsai, asked) == 2
        assert "a file on this machine or postgresql" in capfd.readouterr().err


def test_without_the_stores_library_the_line_to_type_is_told(tmp_path, monkeypatch, capfd):
    monkeypatch.setitem(sys.modules, "fsspec", None)

    assert (
        call(pipeline.prongsai, ["run", "s3://ita/reports", "-o", str(tmp_path / "out"), "--lang", "en"]) == 4
    )
    assert "pip install 'prongsai[cluster]'" in capfd.readouterr().err


def test_a_file_url_is_a_path(tmp_path):
    given = (REPORTS / NAMES[0]).as_uri()

    assert call(pipeline.prongsai, ["run", given, "-o", (tmp_path / "ผล ลัพธ์").as_uri()]) == 0
    assert (tmp_path / "ผล ลัพธ์" / "records.csv").exists()
