"""Companies in an object store: a real S3 server, stopped runs, and all that it may refuse."""

import importlib.util
import json
import os
import subprocess
import sys
import zlib
from pathlib import Path

import pandas as pd
import pytest
from spoken import shell

from generator import Company, UserError, generate, validate
from generator.making.appending import append
from generator.making.exporting import export
from generator.storage.manifest import NAME
from generator.storage.place import Store

HERE = Path(__file__).parent
SMALL = {"customers": 240, "seed": 5, "block": 80}


def serve(*words):
    run = subprocess.Popen(
        [sys.executable, "-W", "ignore", str(HERE / "objectstore.py"), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    return run, f"http://127.0.0.1:{int(run.stdout.readline())}"


def stop(run):
    run.kill()
    run.wait()
    run.stdout.close()


@pytest.fixture(scope="module")
def server():
    if importlib.util.find_spec("moto") is None:
        pytest.skip("needs requirements-remote.lock: the object store of the tests")
    run, address = serve()
    yield address
    stop(run)


@pytest.fixture(scope="module")
def surroundings(server):
    return {
        "AWS_ENDPOINT_URL": server,
        "AWS_ACCESS_KEY_ID": "somebody",
        "AWS_SECRET_ACCESS_KEY": "something",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }


@pytest.fixture
def bucket(request, monkeypatch, surroundings):
    """An empty bucket of the test's own, as a URL."""
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)
    import pyarrow.fs as pafs

    name = f"b{zlib.crc32(request.node.name.encode())}"
    system = pafs.S3FileSystem(allow_bucket_creation=True, endpoint_override=surroundings["AWS_ENDPOINT_URL"])
    system.create_dir(name)
    return f"s3://{name}"


def digests(manifest):
    return {name: table["logical_digest"] for name, table in manifest.tables.items()}


def problems(url):
    return [fact.sentence for fact in validate(url) if not fact.good]


def stopped(url, after=1, **changes):
    """Begin a run and stop it after some blocks."""

    def stop(step):
        if step.done >= after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generate(url, **{**SMALL, **changes}, progress=stop)


def test_a_company_in_a_store_is_the_same_company(bucket, tmp_path):
    here = generate(tmp_path / "c", **SMALL)
    there = generate(f"{bucket}/deep/c", **SMALL, workers=2)
    assert digests(there) == digests(here)
    company, local = Company.open(f"{bucket}/deep/c"), Company.open(tmp_path / "c")
    for name in company.tables:
        pd.testing.assert_frame_equal(company.table(name), local.table(name))
    query = "select channel, count(*) as orders from orders group by channel order by channel"
    pd.testing.assert_frame_equal(company.sql(query), local.sql(query))
    assert problems(f"{bucket}/deep/c") == []
    found = Store(f"{bucket}/deep/c").sizes()
    named = {part for table in there.tables.values() for part in table["files"]}
    assert set(found) == named | {NAME, "DICTIONARY.md", "datapackage.json"}


def test_no_manifest_no_company_and_a_rerun_resumes(bucket, tmp_path):
    url = f"{bucket}/c"
    stopped(url, after=2)
    with pytest.raises(UserError, match="holds no company"):
        Company.open(url)
    place = Store(url)
    (part,) = [name for name in place.sizes() if name.endswith("/orders/part-00000.parquet")]
    system, root = place.arrow()
    written = system.get_file_info(f"{root}/{part}").mtime_ns
    steps = []
    manifest = generate(url, **SMALL, progress=steps.append)
    assert [step.done for step in steps] == [3] and steps[0].found > 0
    assert system.get_file_info(f"{root}/{part}").mtime_ns == written, "a finished block was made again"
    assert digests(manifest) == digests(generate(tmp_path / "c", **SMALL))
    assert problems(url) == []


def test_a_part_that_was_cut_short_is_made_again(bucket):
    url = f"{bucket}/c"
    stopped(url, after=2)
    place = Store(url)
    (part,) = [name for name in place.sizes() if name.endswith("/orders/part-00001.parquet")]
    place.write(part, place.read(part)[:-5])
    generate(url, **SMALL)
    assert problems(url) == []


def test_the_old_company_stays_until_the_new_one_is_whole(bucket):
    url = f"{bucket}/c"
    old = generate(url, **SMALL)
    stopped(url, seed=6)
    assert digests(Company.open(url).manifest) == digests(old)
    assert problems(url) == []
    told = []
    again = generate(url, **SMALL, tell=told.append)  # the company that lies there, made once more
    assert again.seed == 5 and problems(url) == []
    assert len(told) == 1 and "stopped run" in told[0] and "/run-" in told[0]
    third = generate(url, **{**SMALL, "seed": 7}, clear=True)
    named = {part for table in third.tables.values() for part in table["files"]}
    assert {part for part in Store(url).sizes() if part.startswith("run-")} == named
    assert Company.open(url).seed == 7 and problems(url) == []


def test_something_else_is_left_alone(bucket):
    place = Store(f"{bucket}/mine")
    place.write("thesis.txt", b"mine")
    with pytest.raises(UserError, match="nothing is lost"):
        generate(f"{bucket}/mine", **SMALL)
    place.write(NAME, b"{}")
    with pytest.raises(UserError, match="not the manifest"):
        generate(f"{bucket}/mine", **SMALL)
    assert place.read("thesis.txt") == b"mine"
    assert set(place.sizes()) == {"thesis.txt", NAME}


def test_damage_in_a_store_is_named(bucket):
    url = f"{bucket}/c"
    manifest = generate(url, **SMALL)
    place, part = Store(url), next(iter(manifest.tables["orders"]["files"]))
    content = bytearray(place.read(part))
    content[len(content) // 2] ^= 1
    place.write(part, bytes(content))
    assert any(part in sentence and "damaged" in sentence for sentence in problems(url))
    place.remove([part])
    assert any(part in sentence and "missing" in sentence for sentence in problems(url))
    with pytest.raises(UserError, match="is missing"):
        Company.open(url).table("orders")


def test_csv_export_and_append_in_a_store(bucket, tmp_path):
    first = generate(f"{bucket}/c", **SMALL, format="csv")
    assert problems(f"{bucket}/c") == []
    day = str(pd.Timestamp(first.end) + pd.Timedelta(days=40))[:10]
    longer = append(f"{bucket}/c", day)
    assert longer.stored == "csv" and longer.end == day
    exported = export(f"{bucket}/c", f"{bucket}/d", truth=False)
    assert {**digests(longer), **digests(exported)} == digests(longer)
    assert not any("truth" in part for part in Store(f"{bucket}/d").sizes())
    assert digests(generate(tmp_path / "c", **SMALL, until=day)) == digests(longer)
    export(f"{bucket}/d", tmp_path / "back")
    assert problems(tmp_path / "back") == []


def test_other_file_systems_come_from_fsspec(tmp_path):
    there = generate("memory://somewhere/c", **SMALL)
    assert digests(there) == digests(generate(tmp_path / "c", **SMALL))
    assert problems("memory://somewhere/c") == []


def test_a_store_that_workers_do_not_share_is_said(tmp_path):
    with pytest.raises(UserError, match="not where their workers wrote them"):
        generate("memory://nowhere/c", **SMALL, workers=2)
    with pytest.raises(UserError, match="holds no company"):
        Company.open("memory://nowhere/c")


def said(words, surroundings, code, *parts):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    nobody = {"AWS_SHARED_CREDENTIALS_FILE": os.devnull + "x", "AWS_CONFIG_FILE": os.devnull + "x"}
    run = shell(*words, env={**kept, **nobody, **surroundings}, seconds=600)
    sentence = " ".join(run.stderr.split())
    assert run.returncode == code, run.stdout + run.stderr
    assert "Traceback" not in run.stderr and len(sentence) < 600
    for part in parts:
        assert part in sentence, sentence
    return sentence


def test_a_bucket_that_is_not_there(surroundings):
    words = ["generate", "--customers", "5", "--out", "s3://no-such-bucket/c"]
    said(words, surroundings, 1, "There is no bucket s3://no-such-bucket", "make it first")
    said(["validate", "s3://no-such-bucket/c"], surroundings, 1, "There is no bucket")


def test_credentials_that_are_missing_or_wrong(surroundings):
    words = ["generate", "--customers", "5", "--out", "s3://somebodys/c"]
    run, address = serve("refusing")
    try:
        nobody = {"AWS_ENDPOINT_URL": address, "AWS_EC2_METADATA_DISABLED": "true"}
        said(words, nobody, 1, "without credentials", "AWS_ACCESS_KEY_ID")
        said(words, {**surroundings, "AWS_ENDPOINT_URL": address}, 1, "refused these credentials")
    finally:
        stop(run)


def test_a_store_that_does_not_answer(surroundings):
    words = ["generate", "--customers", "5", "--out", "s3://bucket/c"]
    nowhere = {**surroundings, "AWS_ENDPOINT_URL": "http://127.0.0.1:9"}  # the discard port: nobody listens
    said(words, nowhere, 1, "s3://bucket cannot be reached", "run the same command again")


@pytest.mark.parametrize(
    ("where", "parts"),
    [
        ("s3://bucket", ["is a whole bucket", "s3://bucket/company"]),
        ("nonsense://bucket/c", ["Nothing here opens URLs that begin with nonsense://"]),
        ("s3:///c", ["s3:///c is not the URL of a place"]),
    ],
)
def test_urls_that_are_none(where, parts):
    said(["generate", "--customers", "5", "--out", where], {}, 2, *parts)


def test_a_duckdb_file_is_no_object():
    words = ["generate", "--customers", "5", "--format", "duckdb", "--out", "s3://bucket/c.duckdb"]
    said(words, {}, 2, "is made on this machine")


def test_a_password_in_a_url_is_never_shown(surroundings):
    url = "s3://user:opensesame@no-such-bucket/c?endpoint_override=127.0.0.1:9&scheme=http"
    sentence = said(["generate", "--customers", "5", "--out", url], {}, 1, "s3://no-such-bucket")
    assert "opensesame" not in sentence and "endpoint" not in sentence


def test_the_command_writes_to_a_store(surroundings, bucket):
    words = ["generate", "--customers", "60", "--out", f"{bucket}/c", "--json"]
    run = shell(*words, env={**os.environ, **surroundings})
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["out"] == f"{bucket}/c"
    assert Company.open(f"{bucket}/c").manifest.customers == 60
