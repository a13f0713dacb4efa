"""The embedded company is exactly what its command makes, and small."""

from pathlib import Path

import pytest

from generator import Company, generate, validate
from generator.storage.manifest import Manifest

EMBEDDED = Path(__file__).parents[2] / "datasets" / "fernhill"


def test_the_documented_command_gives_exactly_the_embedded_company(tmp_path):
    manifest = generate(tmp_path / "fernhill", scenario="fernhill", customers=8_000, seed=7, truth=False)
    embedded = Manifest.read(EMBEDDED)
    made = {name: table["logical_digest"] for name, table in manifest.tables.items()}
    assert made == {name: table["logical_digest"] for name, table in embedded.tables.items()}
    files = sorted(p.relative_to(EMBEDDED) for p in EMBEDDED.rglob("*") if p.is_file())
    assert files == sorted(
        p.relative_to(tmp_path / "fernhill") for p in (tmp_path / "fernhill").rglob("*") if p.is_file()
    )
    for path in files:
        assert (EMBEDDED / path).read_bytes() == (tmp_path / "fernhill" / path).read_bytes(), path


def test_it_is_whole_small_and_without_truth():
    assert [fact.sentence for fact in validate(EMBEDDED) if not fact.good] == []
    assert sum(path.stat().st_size for path in EMBEDDED.rglob("*") if path.is_file()) < 8_000_000
    assert Company.open(EMBEDDED).truth.names == []
    assert not list(EMBEDDED.rglob("*truth*"))


@pytest.mark.parametrize("word", ["centric generate", "--customers 8000", "--seed 7", "--no-truth"])
def test_the_command_is_documented(word):
    assert word in (EMBEDDED.parent / "README.md").read_text(encoding="utf-8")
