"""`centric generate` and `centric validate`: sentences, exit codes and JSON, as a shell sees them."""

import json
from pathlib import Path

import pytest
from spoken import centric, shell


def one_sentence(run, code, *parts):
    assert run.returncode == code, run.stdout + run.stderr
    assert "Traceback" not in run.stderr
    said = " ".join(run.stderr.split())
    for part in parts:
        assert part in said, said
    # The terminal may wrap the sentence, but it is one.
    assert len(said) < 600


def test_generate_and_validate(tmp_path):
    made = shell("generate", "--out", tmp_path / "c", "--customers", 300, "--seed", 2, "--json")
    assert made.returncode == 0, made.stderr
    answer = json.loads(made.stdout)
    manifest = json.loads((tmp_path / "c" / "manifest.json").read_text(encoding="utf-8"))
    for name, table in answer["tables"].items():
        assert table == {key: manifest["tables"][name][key] for key in ("rows", "cells", "logical_digest")}
    assert (tmp_path / "c" / "truth" / "truth_customers" / "part-00000.parquet").is_file()
    checked = shell("validate", tmp_path / "c", "--json")
    assert checked.returncode == 0
    assert json.loads(checked.stdout)["good"] is True
    part = tmp_path / "c" / "orders" / "part-00000.parquet"
    part.write_bytes(part.read_bytes()[:-5])
    damaged = shell("validate", tmp_path / "c")
    assert damaged.returncode == 1
    assert "part-00000.parquet is damaged" in damaged.stdout
    part.unlink()
    missing = shell("validate", tmp_path / "c", "--json")
    assert missing.returncode == 1
    facts = json.loads(missing.stdout)["facts"]
    assert any("is missing" in fact["sentence"] for fact in facts if not fact["good"])


@pytest.mark.parametrize(
    ("words", "code", "parts"),
    [
        (["--scenario", "fernhil"], 2, ["no scenario `fernhil`", "Did you mean `fernhill`"]),
        (["--scenario", "none.yaml"], 2, ["none.yaml does not exist"]),
        (["--customers", "0"], 2, ["customers must be between 1"]),
        (["--seed", "-1"], 2, ["seed must be between 0"]),
        (["--workers", "0"], 2, ["workers must be at least 1"]),
        (["--workers", "-3"], 2, ["workers must be at least 1", "found -3"]),
        (["--workers", "9999"], 2, ["at most 1,024"]),
        (["--customers", "-5"], 2, ["customers must be between 1", "found -5"]),
        (["--customers", "99999999999"], 2, ["customers must be between 1 and 2,000,000,000"]),
        (["--seed", "99999999999999999999"], 2, ["seed must be between 0"]),
        (["--until", "1999-01-01"], 2, ["until must lie after", "found 1999-01-01"]),
        (["--until", "soon"], 2, ["`soon` is not a date", "for example 2025-07-01"]),
        (["--until", "2999-01-01"], 2, ["until must lie", "at most"]),
        (["--format", "parkett"], 2, ["no format `parkett`", "Did you mean `parquet`"]),
        (["--engine", "spark"], 2, ["no engine `spark`", "serial, processes, dask"]),
        (["--scheduler", "localhost"], 2, ["is not the address of a scheduler", "tcp://host:port"]),
        (["--out", "nonsense://c"], 2, ["URLs that begin with nonsense://"]),
        (["--out", ""], 2, ["No place is given"]),
    ],
)
def test_wrong_use_is_one_sentence(tmp_path, words, code, parts):
    run = centric("generate", "--out", "c", *words, cwd=tmp_path)
    one_sentence(run, code, *parts)
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_scenario_file_names_line_and_range(tmp_path):
    (tmp_path / "mine.yaml").write_text(
        "extends: fernhill\nname: mine\npurchase: {r: -2}\n", encoding="utf-8"
    )
    run = centric("generate", "--out", "c", "--scenario", "mine.yaml", cwd=tmp_path)
    one_sentence(run, 2, "mine.yaml, line 3: purchase.r", "greater than or equal to 0.1", "found -2")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.yaml"]


def test_a_place_or_a_dry_run_must_be_asked_for(tmp_path):
    one_sentence(shell("generate", cwd=tmp_path), 2, "Give --out", "--dry-run")
    for words in (["--customers", "0"], ["--format", "x"], ["--until", "x"], ["--engine", "x"]):
        assert centric("generate", "--dry-run", *words, cwd=tmp_path).returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_a_newer_manifest_is_refused_by_every_command(tmp_path):
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "manifest.json").write_text('{"format": 99}', encoding="utf-8")
    for words in (["validate", "c"], ["append", "c", "--until", "2030-01-01"], ["export", "c", "--to", "d"]):
        one_sentence(centric(*words, cwd=tmp_path), 1, "newer version", "Update the software")
    assert [path.name for path in tmp_path.iterdir()] == ["c"]


def test_formats_do_not_write_over_one_another(tmp_path):
    (tmp_path / "folder").mkdir()
    small = ["--customers", "5", "--format", "duckdb"]
    one_sentence(
        centric("generate", "--out", tmp_path / "folder", *small), 2, "is a folder; give the name of a file"
    )
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    one_sentence(
        centric("generate", "--out", tmp_path / "thesis.txt", *small),
        2,
        "holds no company",
        "nothing is lost",
    )
    one_sentence(centric("generate", "--out", tmp_path / "thesis.txt", "--customers", "5"), 2, "is a file")
    assert (tmp_path / "thesis.txt").read_text(encoding="utf-8") == "mine"


def test_a_place_that_may_not_be_written(tmp_path):
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    run = centric("generate", "--customers", "5", "--out", tmp_path / "file" / "c")
    one_sentence(run, 1, "could not be written")


def test_stopped_runs_of_other_companies_are_told_and_removed(tmp_path):
    (tmp_path / ".c.partial-0123456789ab").mkdir()
    (tmp_path / ".c.partial-0123456789ab" / "part").write_text("x", encoding="utf-8")
    told = centric("generate", "--customers", "5", "--out", tmp_path / "c")
    assert told.returncode == 0 and "Left by a stopped run" in told.stderr and "--clear" in told.stderr
    assert (tmp_path / ".c.partial-0123456789ab" / "part").exists()
    assert centric("generate", "--customers", "5", "--out", tmp_path / "c", "--clear").returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["c"]


def test_folders_that_are_no_company(tmp_path):
    one_sentence(centric("validate", tmp_path), 1, "holds no company")
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    one_sentence(centric("generate", "--out", tmp_path, "--customers", 5), 2, "not empty", "nothing is lost")
    assert Path(tmp_path / "thesis.txt").read_text(encoding="utf-8") == "mine"
