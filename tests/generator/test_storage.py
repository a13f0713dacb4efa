"""Companies on disk: whole or not there, damage found and named, nothing lost."""

import json
import os
import subprocess
import sys

import numpy as np
import pandas as pd
import psutil
import pyarrow.parquet as pq
import pytest

from generator import Company, UserError, WrongUse, generate, validate
from generator.schema import TABLES
from generator.storage import folder


def problems(path):
    return [fact.sentence for fact in validate(path) if not fact.good]


def test_a_new_company_is_whole(made):
    assert problems(made) == []
    company = Company.open(made)
    assert set(company.tables) == {name for name, table in TABLES.items() if not table.truth}
    assert set(company.truth.names) == {name for name, table in TABLES.items() if table.truth}
    manifest = company.manifest.tables
    for name in company.tables:
        frame = company.table(name)
        assert len(frame) == manifest[name]["rows"]
        assert frame.size == manifest[name]["cells"]
        assert list(frame.columns) == [column.name for column in TABLES[name].columns]


def test_frames_are_what_a_learner_expects(made):
    company = Company.open(made)
    lines = company.table("order_lines")
    assert np.allclose(lines.quantity * lines.list_price_eur - lines.discount_eur, lines.paid_eur, atol=1e-6)
    assert (lines["paid_eur"] * 100).round(6).mod(1).abs().max() < 1e-4
    assert lines["quantity"].dtype == "int64"
    orders = company.table("orders")
    assert str(orders["ordered_at"].dt.tz) == "UTC"
    assert orders["channel"].dtype == "str"
    assert not company.table("tickets")["satisfaction"].dropna().mod(1).any()
    first = company.table("orders", ["order_id"])
    first.iloc[0, 0] = -1
    assert company.table("orders")["order_id"].min() == 1


def test_money_adds_up_to_the_cent_in_any_reader(made):
    """The files hold decimals, so another reader sees exact euros too."""
    data = pq.read_table(made / "order_lines")
    assert "decimal" in str(data.schema.field("paid_eur").type)
    ours = Company.open(made).table("order_lines")["paid_eur"]
    assert round(float(sum(data.column("paid_eur").to_pylist())), 2) == round(ours.sum(), 2)


def test_truth_can_be_left_out(tmp_path):
    generate(tmp_path / "c", customers=50, seed=1, truth=False)
    assert not (tmp_path / "c" / "truth").exists()
    assert Company.open(tmp_path / "c").truth.names == []
    assert "truth" not in (tmp_path / "c" / "DICTIONARY.md").read_text(encoding="utf-8").lower()


def test_documents_cover_every_column(made):
    text = (made / "DICTIONARY.md").read_text(encoding="utf-8")
    package = json.loads((made / "datapackage.json").read_text(encoding="utf-8"))
    fields = {r["name"]: [f["name"] for f in r["schema"]["fields"]] for r in package["resources"]}
    for name, table in TABLES.items():
        assert f"### {name}\n" in text
        assert fields[name] == [column.name for column in table.columns]
        for column in table.columns:
            assert f"| `{column.name}` |" in text
            assert column.meaning.endswith(".")
            assert column.unit or column.kind not in {"money", "time", "number"}, (name, column.name)
    for resource in package["resources"]:
        assert all((made / path).is_file() for path in resource["path"])


@pytest.mark.parametrize("harm", ["truncated", "one byte", "missing", "other content"])
def test_damage_is_found_and_named(copy, harm):
    part = copy / "orders" / "part-00001.parquet"
    content = bytearray(part.read_bytes())
    if harm == "truncated":
        part.write_bytes(content[:-100])
    elif harm == "one byte":
        content[len(content) // 2] ^= 1
        part.write_bytes(content)
    elif harm == "missing":
        part.unlink()
    else:
        part.write_bytes((copy / "orders" / "part-00000.parquet").read_bytes())
    found = problems(copy)
    assert any("part-00001.parquet" in sentence for sentence in found), found
    if harm in {"truncated", "missing"}:
        with pytest.raises(UserError, match=r"part-00001\.parquet"):
            Company.open(copy).table("orders")


def write_again(copy, name, change):
    """Change a table's rows and make files and manifest agree again, as a careful forger would."""
    from generator.storage import parts
    from generator.storage.place import Folder

    manifest = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))
    place = next(iter(manifest["tables"][name]["files"]))
    data = change(pq.ParquetFile(copy / place).read())
    manifest["tables"][name]["files"][place] = parts.write_part(TABLES[name], data, Folder(copy), place)
    (copy / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def test_a_changed_value_is_found_by_the_logical_digest(copy):
    write_again(copy, "orders", lambda data: data.slice(1))
    found = problems(copy)
    assert any("orders does not say what its manifest says" in sentence for sentence in found)
    assert any("order_id" in sentence and "are not in orders.order_id" in sentence for sentence in found)


def test_a_repeated_key_is_found(copy):
    import pyarrow as pa

    write_again(copy, "tickets", lambda data: pa.concat_tables([data, data.slice(0, 2)]))
    assert any("tickets: 2 rows repeat the key" in sentence for sentence in problems(copy))


def test_wrong_values_are_found(copy):
    import pyarrow as pa

    def change(data):
        quantity = data.column("quantity").to_numpy().copy()
        quantity[0] = 0
        return data.set_column(3, "quantity", pa.array(quantity, pa.int32()))

    write_again(copy, "order_lines", change)
    found = " ".join(problems(copy))
    assert "quantity: 0 lies below 1" in found
    assert "in 1 rows paid_eur is not quantity × list price − discount" in found


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "damaged"),
        ("[]", "not a manifest"),
        ('{"format": 99}', "newer version"),
        ('{"format": 1}', "not a"),
    ],
)
def test_a_bad_manifest_is_one_sentence(copy, content, says):
    (copy / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(UserError, match=says):
        Company.open(copy)


def test_unknown_names_are_answered_with_near_ones(made):
    company = Company.open(made)
    with pytest.raises(WrongUse, match="Did you mean `orders`"):
        company.table("oders")
    with pytest.raises(WrongUse, match="no column `price`"):
        company.table("orders", ["price"])
    with pytest.raises(WrongUse, match="truth_customers"):
        company.table("truth_customers")
    with pytest.raises(UserError, match="holds no company"):
        Company.open(made.parent)


def test_a_folder_with_something_else_is_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(WrongUse, match="not empty"):
        generate(tmp_path, customers=10)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
    with pytest.raises(WrongUse, match="is a file"):
        generate(tmp_path / "notes.txt", customers=10)


def test_a_company_is_replaced_only_by_a_complete_one(copy):
    before = (copy / "manifest.json").read_text(encoding="utf-8")

    def stop(step):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generate(copy, customers=400, seed=99, block=100, progress=stop)
    assert (copy / "manifest.json").read_text(encoding="utf-8") == before
    assert problems(copy) == []
    generate(copy, customers=400, seed=99, block=100)
    assert Company.open(copy).seed == 99
    assert problems(copy) == []
    left = [path.name for path in copy.parent.iterdir() if path.name.startswith(".copy")]
    assert left == []


#: Says how far it is; from a step on it waits, for a line or to be killed.
SLOW_RUN = """
import sys
from generator import generate
def progress(step):
    print(step.done, flush=True)
    if step.done >= int(sys.argv[3]):
        sys.stdin.readline()
if __name__ == "__main__":
    generate(sys.argv[1], customers=1200, seed=4, block=100, workers=int(sys.argv[2]), progress=progress)
"""


def start_and_kill(tmp_path, out, workers):
    script = tmp_path / "run.py"
    script.write_text(SLOW_RUN, encoding="utf-8")
    words = [sys.executable, str(script), str(out), str(workers), "4"]
    run = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    while int(run.stdout.readline() or 4) < 4:
        pass
    run.kill()
    run.communicate()


def test_a_killed_run_leaves_nothing_and_is_resumed(tmp_path):
    out = tmp_path / "c"
    start_and_kill(tmp_path, out, 1)
    assert not out.exists()
    (staging,) = [p for p in tmp_path.iterdir() if p.name.startswith(".c.partial") and p.is_dir()]
    kept = {p.name: p.stat().st_mtime_ns for p in (staging / folder.RECORDS).glob("*.json")}
    assert len(kept) >= 3
    part = staging / "orders" / "part-00000.parquet"
    written = part.stat().st_mtime_ns
    generate(out, customers=1200, seed=4, block=100)
    assert (out / "orders" / "part-00000.parquet").stat().st_mtime_ns == written, (
        "a finished block was made again"
    )
    fresh = generate(tmp_path / "d", customers=1200, seed=4, block=100)
    assert Company.open(out).manifest.as_json() == fresh.as_json()
    assert problems(out) == []


def test_a_block_that_was_cut_short_is_made_again(tmp_path):
    out = tmp_path / "c"
    start_and_kill(tmp_path, out, 1)
    (staging,) = [p for p in tmp_path.iterdir() if p.name.startswith(".c.partial") and p.is_dir()]
    part = staging / "touches" / "part-00001.parquet"
    part.write_bytes(part.read_bytes()[:50])
    generate(out, customers=1200, seed=4, block=100)
    assert problems(out) == []


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals as on POSIX")
def test_a_killed_worker_does_not_stop_the_run(tmp_path):
    script = tmp_path / "run.py"
    script.write_text(SLOW_RUN, encoding="utf-8")
    words = [sys.executable, str(script), str(tmp_path / "c"), "2", "1"]
    pipe = subprocess.PIPE
    run = subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
    run.stdout.readline()
    children = psutil.Process(run.pid).children()
    workers = [child for child in children if any("spawn_main" in word for word in child.cmdline())]
    if workers:
        workers[0].kill()
    _, err = run.communicate("go on\n", timeout=600)
    assert workers
    assert run.returncode == 0, err
    assert problems(tmp_path / "c") == []


def test_two_runs_of_the_same_company_do_not_mix(tmp_path):
    script = tmp_path / "run.py"
    script.write_text(SLOW_RUN, encoding="utf-8")
    words = [sys.executable, str(script), str(tmp_path / "c"), "1", "1"]
    run = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        run.stdout.readline()
        with pytest.raises(UserError, match="Another process is making this company"):
            generate(tmp_path / "c", customers=1200, seed=4, block=100)
    finally:
        run.kill()
        run.communicate()
    generate(tmp_path / "c", customers=1200, seed=4, block=100)


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
from staffroom.cli import main
sys.argv = ["centric", "generate", "--out", sys.argv[1], "--customers", "2000"]
sys.exit(main())
"""


@pytest.mark.skipif(os.name == "nt", reason="needs a limit on file sizes")
def test_a_limit_on_file_sizes_is_one_sentence_and_loses_nothing(copy):
    before = (copy / "manifest.json").read_text(encoding="utf-8")
    run = subprocess.run([sys.executable, "-c", LIMITED, str(copy)], capture_output=True, text=True)
    assert run.returncode == 1, run.stderr
    assert "limit on file sizes" in run.stderr and "untouched" in run.stderr
    assert "Traceback" not in run.stderr
    assert (copy / "manifest.json").read_text(encoding="utf-8") == before
    assert problems(copy) == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="mounting a small disk needs root")
@pytest.mark.parametrize(("format", "customers"), [("parquet", 12_000), ("csv", 4_000), ("duckdb", 1_500)])
def test_a_really_full_disk(tmp_path, format, customers):
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)]).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        with pytest.raises(UserError, match="No space left"):
            generate(disk / "c", customers=customers, seed=1, format=format)
        assert not (disk / "c").exists()
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_frames_survive_the_way_through_a_file(made):
    from generator import make_company

    company = make_company(customers=600, seed=3, truth=True)
    for (
        name
    ) in company.tables:  # blocks lie one after another; within each, rows may have an order of their own
        key = list(TABLES[name].key)
        ours, theirs = (one.table(name).sort_values(key) for one in (company, Company.open(made)))
        pd.testing.assert_frame_equal(ours.reset_index(drop=True), theirs.reset_index(drop=True))
