"""Messy companies on disk, recipes from files, and sentences for what is wrong with either."""

import shutil

import pandas as pd
import pytest

from generator import make_company, mess
from generator.errors import UserError, WrongUse
from generator.mess.recipe import RECIPES, read_recipe


@pytest.fixture(scope="module")
def messy():
    return mess.make(make_company(customers=500, seed=2), seed=1)


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_what_is_written_is_read(messy, tmp_path, format):
    mess.write(messy, tmp_path / "m", format=format)
    again = mess.read(tmp_path / "m")
    for name, frame in messy.tables.items():
        assert again.tables[name].equals(frame), name
    for name, frame in messy.late.items():
        assert again.late[name].equals(frame), name
    assert again.key.equals(messy.key)
    assert mess.digests(mess.undo(again)) == messy.about["clean_digests"]


def test_a_student_reads_it_as_any_csv(messy, tmp_path):
    mess.write(messy, tmp_path / "m", key=False)
    people = pd.read_csv(tmp_path / "m" / "customers.csv")
    assert people["customer_id"].dtype == "int64"
    assert people["region"].isna().any()
    assert len(pd.read_csv(tmp_path / "m" / "late" / "orders.csv")) == len(messy.late["orders"])


def test_without_the_key_nothing_gives_it_away(messy, tmp_path):
    mess.write(messy, tmp_path / "m", key=False)
    assert not (tmp_path / "m" / "truth").exists()
    manifest = (tmp_path / "m" / "mess.json").read_text(encoding="utf-8")
    for word in ('"recipe"', '"rate"', "clean_digests", '"seed"'):
        assert word not in manifest
    again = mess.read(tmp_path / "m")
    assert again.key is None
    with pytest.raises(WrongUse, match="answer key"):
        mess.undo(again)


def test_it_says_that_it_is_messy_and_from_what(messy, tmp_path):
    manifest = mess.write(messy, tmp_path / "m")
    assert manifest["messy"] is True
    assert manifest["made_from"]["scenario"] == "fernhill"
    assert (manifest["made_from"]["customers"], manifest["made_from"]["company_seed"]) == (500, 2)
    assert manifest["tables"]["orders"]["rows"] == len(messy.tables["orders"])


def test_an_older_mess_is_replaced_and_nothing_else_is_touched(messy, tmp_path):
    mess.write(messy, tmp_path / "m")
    mess.write(messy, tmp_path / "m", key=False)
    assert not (tmp_path / "m" / "truth").exists()
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "a.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "company").mkdir()
    (tmp_path / "company" / "manifest.json").write_text("{}", encoding="utf-8")
    (tmp_path / "file").write_text("", encoding="utf-8")
    for name, part in (("thesis", "not empty"), ("company", "clean company"), ("file", "is a file")):
        with pytest.raises(WrongUse, match=part):
            mess.write(messy, tmp_path / name)
    assert (tmp_path / "thesis" / "a.txt").read_text(encoding="utf-8") == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["company", "file", "m", "thesis"]


def test_another_format_is_refused(messy, tmp_path):
    with pytest.raises(WrongUse, match="csv, parquet"):
        mess.write(messy, tmp_path / "m", format="xlsx")


def test_a_folder_that_is_none_or_damaged(messy, tmp_path):
    with pytest.raises(UserError, match="holds no messy company"):
        mess.read(tmp_path)
    mess.write(messy, tmp_path / "m")
    harmed = shutil.copytree(tmp_path / "m", tmp_path / "h")
    (harmed / "orders.csv").write_text("order_id\n1\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"orders\.csv is damaged"):
        mess.read(harmed)
    (harmed / "orders.csv").unlink()
    with pytest.raises(UserError, match=r"orders\.csv is missing"):
        mess.read(harmed)
    (harmed / "mess.json").write_text("{", encoding="utf-8")
    with pytest.raises(UserError, match="is damaged"):
        mess.read(harmed)
    (harmed / "mess.json").write_text('{"format": 99, "tables": {}}', encoding="utf-8")
    with pytest.raises(UserError, match="newer version"):
        mess.read(harmed)


# --- recipes


def test_the_recipes_are_sound_and_named_like_their_files():
    for name in mess.recipe_names():
        assert read_recipe(name).name == name


BAD = [
    ("orders: {misssing: []}", 3, ["tables.orders.misssing", "not permitted"]),
    ("ordrs: {}", 3, ["no table `ordrs`", "Did you mean `orders`?"]),
    ("truth_customers: {}", 3, ["no table `truth_customers`"]),
    ("orders: {missing: [{column: chanel, rate: .1}]}", 3, ["did you mean `channel`"]),
    ("orders: {missing: [{column: order_id, rate: .1}]}", 3, ["part of the key"]),
    ("orders: {missing: [{column: channel, rate: 1.5}]}", 3, ["rate", "less than or equal to 0.9", "1.5"]),
    ("orders: {missing: [{column: channel, rate: -1}]}", 3, ["rate", "greater than or equal to 0"]),
    ("orders: {missing: [{column: channel, rate: .1, by: other}]}", 3, ["go together"]),
    ("orders: {missing: [{column: channel, rate: .1, by: own}]}", 3, ["give `weights` or `lean`"]),
    ("orders: {missing: [{column: channel, rate: .1, lean: 2}]}", 3, ["give `weights` or `lean`"]),
    ("orders: {missing: [{column: channel, rate: .1, by: own, lean: 2, weights: {a: 2}}]}", 3, ["not both"]),
    ("orders: {missing: [{column: channel, rate: .1, by: other, other: x, lean: 2}]}", 3, ["no column `x`"]),
    ("orders: {units: [{column: channel, rate: .1}]}", 3, ["holds text", "money"]),
    ("orders: {time_zones: [{column: channel, rate: .1, zone: UTC}]}", 3, ["needs time"]),
    ("orders: {time_zones: [{column: ordered_at, rate: .1, zone: Mars/Base}]}", 3, ["no time zone `Mars"]),
    ("orders: {encoding: [{column: ordered_at, rate: .1}]}", 3, ["holds time"]),
    ("orders: {late: {by: channel, rate: .1, days: 3}}", 3, ["needs date or time"]),
    ("orders: {late: {by: ordered_at, rate: .1, days: 0}}", 3, ["days", "greater than or equal to 1"]),
    ("order_lines: {duplicates: {near: .1, near_columns: []}}", 3, ["no single number as its key"]),
    ("customers: {duplicates: {near: .1}}", 3, ["say in which `near_columns`"]),
    ("customers:\n    encoding:\n      - {column: cty, rate: .1}", 5, ["encoding.0.column", "mean `city`"]),
    ("orders: [1", 3, ["not valid YAML"]),
]  # fmt: skip


@pytest.mark.parametrize(("tables", "line", "parts"), BAD)
def test_a_wrong_recipe_names_line_and_range(tmp_path, tables, line, parts):
    path = tmp_path / "mine.yaml"
    path.write_text(f"name: mine\ntables:\n  {tables}\n", encoding="utf-8")
    with pytest.raises(WrongUse) as caught:
        read_recipe(path)
    said = str(caught.value)
    assert "\n" not in said
    for part in (f"mine.yaml, line {line}", *parts):
        if part == f"mine.yaml, line {line}" and "YAML" in parts[0]:
            part = "mine.yaml, line "
        assert part in said, said


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("defaut", "Did you mean `default`"),
        ("none.yaml", "none.yaml does not exist"),
        ("zzz", "no recipe `zzz`"),
    ],
)
def test_recipes_that_are_not_there(name, part):
    with pytest.raises(WrongUse, match=part):
        read_recipe(name)


def test_a_recipe_made_in_python_is_checked_too():
    from pydantic import ValidationError

    with pytest.raises(ValidationError, match="no column `chanel`"):
        mess.Recipe(name="own", tables={"orders": {"missing": [{"column": "chanel", "rate": 0.1}]}})


def test_each_rule_of_the_default_recipe_has_its_reason():
    text = (RECIPES / "default.yaml").read_text(encoding="utf-8")
    tables = text[text.index("tables:") :].splitlines()[1:]
    rules = [line for line in tables if line.strip() and not line.strip().endswith(":")]
    assert rules
    assert [line for line in rules if "# " not in line] == []
