"""Time goes on: `append` gives what a run to the later date gives, table by table, digest by digest."""

import datetime as dt
import json

import pandas as pd
import pytest
from spoken import centric

from generator import Company, UserError, WrongUse, generate, make_company, validate
from generator.making.appending import append
from generator.schema import TABLES
from generator.storage.manifest import Manifest

SMALL = {"customers": 500, "seed": 5, "block": 200}


def digests(manifest):
    return {name: table["logical_digest"] for name, table in manifest.tables.items()}


def problems(path):
    return [fact.sentence for fact in validate(path) if not fact.good]


def later(end, days):
    return dt.date.fromisoformat(end) + dt.timedelta(days=days)


@pytest.fixture
def short(tmp_path):
    out = tmp_path / "c"
    return out, generate(out, **SMALL)


@pytest.mark.parametrize("days", [1, 75, 400])
def test_append_equals_a_run_to_that_date(short, tmp_path, days):
    out, manifest = short
    day = later(manifest.end, days)
    longer = append(out, day)
    full = generate(tmp_path / "d", **SMALL, until=day)
    assert digests(longer) == digests(full)
    assert longer.as_json() == Manifest.read(out).as_json()
    assert problems(out) == []
    made, read = make_company(customers=500, seed=5, until=day), Company.open(out)
    for name in read.tables:
        key = list(TABLES[name].key)
        ours, theirs = (one.table(name).sort_values(key) for one in (made, read))
        pd.testing.assert_frame_equal(ours.reset_index(drop=True), theirs.reset_index(drop=True))


def test_step_by_step_is_the_same_as_at_once(short, tmp_path):
    out, manifest = short
    for days in (10, 11, 200):
        stepped = append(out, later(manifest.end, days))
    assert digests(stepped) == digests(generate(tmp_path / "d", **SMALL, until=later(manifest.end, 200)))
    assert stepped.end == str(later(manifest.end, 200))


def test_the_past_stays_and_time_brings_more(short):
    out, manifest = short
    before = Company.open(out).table("orders").set_index("order_id")
    people = Company.open(out).table("customers")
    longer = append(out, later(manifest.end, 120))
    after = Company.open(out).table("orders").set_index("order_id")
    common = after.loc[before.index]
    pd.testing.assert_frame_equal(common, before, check_like=True)
    new = after.drop(index=before.index)
    assert len(new) and (new["ordered_at"] >= pd.Timestamp(manifest.end, tz="UTC")).all()
    assert (new["ordered_at"] < pd.Timestamp(longer.end, tz="UTC")).all()
    known = Company.open(out).table("customers")
    assert set(people["customer_id"]) < set(known["customer_id"])
    assert longer.people == len(known) > manifest.people == len(people)


def test_without_truth_and_in_other_formats(tmp_path):
    out = tmp_path / "c.duckdb"
    first = generate(out, **SMALL, truth=False, format="duckdb")
    day = later(first.end, 30)
    longer = append(out, day)
    assert (longer.stored, longer.truth) == ("duckdb", False)
    assert Company.open(out).manifest.end == str(day)
    assert digests(longer) == digests(generate(tmp_path / "d", **SMALL, truth=False, until=day))


def test_a_stopped_append_leaves_the_company_as_it_was(short, monkeypatch):
    out, manifest = short
    text = (out / "manifest.json").read_text(encoding="utf-8")

    def stop(step):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        append(out, later(manifest.end, 30), progress=stop)
    assert (out / "manifest.json").read_text(encoding="utf-8") == text
    assert problems(out) == []
    append(out, later(manifest.end, 30))
    assert problems(out) == []
    assert [path.name for path in out.parent.iterdir()] == ["c"]


def change(out, **entries):
    path = out / "manifest.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**data, **entries}), encoding="utf-8")


def test_what_cannot_be_appended_to_is_said(short):
    out, manifest = short
    end = manifest.end
    with pytest.raises(WrongUse, match=f"already goes up to {end}"):
        append(out, end)
    with pytest.raises(WrongUse, match="give a later day"):
        append(out, later(end, -30))
    with pytest.raises(WrongUse, match="is not a date"):
        append(out, "tomorrow")
    with pytest.raises(WrongUse, match="at most"):
        append(out, "2900-01-01")
    change(out, data_version="0.1")
    with pytest.raises(UserError, match=r"data version 0\.1"):
        append(out, later(end, 30))
    change(out, data_version=manifest.data_version, scenario={})
    with pytest.raises(UserError, match="holds no scenario"):
        append(out, later(end, 30))
    with pytest.raises(UserError, match="holds no company"):
        append(out.parent, later(end, 30))


def test_a_manifest_of_the_first_format_is_read(short):
    out, manifest = short
    path = out / "manifest.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data = {name: value for name, value in data.items() if name not in {"people", "stored"}} | {"format": 1}
    path.write_text(json.dumps(data), encoding="utf-8")
    assert Company.open(out).manifest.stored == "parquet"
    assert problems(out) == []
    assert append(out, later(manifest.end, 5)).format > 1


def test_an_end_before_the_start(tmp_path):
    for day in ("1999-01-01", dt.date(1, 1, 1)):
        with pytest.raises(WrongUse, match="until must lie after"):
            generate(tmp_path / "c", **SMALL, until=day)
    assert list(tmp_path.iterdir()) == []


def test_the_command_appends(short):
    out, manifest = short
    day = later(manifest.end, 20)
    words = ["append", str(out), "--until", str(day)]
    run = centric(*words, "--json")
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["end"] == str(day)
    again = centric(*words)
    assert again.returncode == 2 and "already goes up to" in " ".join(again.stderr.split())
    assert problems(out) == []
