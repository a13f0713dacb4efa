"""`centric generate` and `centric validate`: sentences, exit codes and JSON, as a shell sees them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

CENTRIC = [sys.executable, "-c", "import sys; from staffroom.cli import main; sys.exit(main())"]


def centric(*words, cwd=None):
    return subprocess.run(
        [*CENTRIC, *map(str, words)], capture_output=True, text=True, cwd=cwd, encoding="utf-8"
    )


def one_sentence(run, code, *parts):
    assert run.returncode == code, run.stdout + run.stderr
    assert "Traceback" not in run.stderr
    said = " ".join(run.stderr.split())
    for part in parts:
        assert part in said, said
    # The terminal may wrap the sentence, but it is one.
    assert len(said) < 600


def test_generate_and_validate(tmp_path):
    made = centric("generate", "--out", tmp_path / "c", "--customers", 300, "--seed", 2, "--json")
    assert made.returncode == 0, made.stderr
    answer = json.loads(made.stdout)
    manifest = json.loads((tmp_path / "c" / "manifest.json").read_text(encoding="utf-8"))
    for name, table in answer["tables"].items():
        assert table == {key: manifest["tables"][name][key] for key in ("rows", "cells", "logical_digest")}
    assert (tmp_path / "c" / "truth" / "truth_customers" / "part-00000.parquet").is_file()
    checked = centric("validate", tmp_path / "c", "--json")
    assert checked.returncode == 0
    assert json.loads(checked.stdout)["good"] is True
    part = tmp_path / "c" / "orders" / "part-00000.parquet"
    part.write_bytes(part.read_bytes()[:-5])
    damaged = centric("validate", tmp_path / "c")
    assert damaged.returncode == 1
    assert "part-00000.parquet is damaged" in damaged.stdout
    part.unlink()
    missing = centric("validate", tmp_path / "c", "--json")
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


def test_folders_that_are_no_company(tmp_path):
    one_sentence(centric("validate", tmp_path), 1, "holds no company")
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    one_sentence(centric("generate", "--out", tmp_path, "--customers", 5), 2, "not empty", "nothing is lost")
    assert Path(tmp_path / "thesis.txt").read_text(encoding="utf-8") == "mine"
