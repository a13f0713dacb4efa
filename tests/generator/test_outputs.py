"""Ways out: CSV and DuckDB hold what Parquet holds, exactly; exports carry no damage; SQL answers in kind."""

import csv
import datetime as dt
import decimal
import json
import shutil

import duckdb
import numpy as np
import pandas as pd
import pytest
from spoken import centric

from generator import Company, UserError, WrongUse, generate, make_company, validate
from generator.making.exporting import export
from generator.making.planning import plan
from generator.reading.frames import answer
from generator.schema import TABLES
from generator.storage import plain


def digests(manifest):
    return {name: table["logical_digest"] for name, table in manifest.tables.items()}


def problems(path):
    return [fact.sentence for fact in validate(path) if not fact.good]


@pytest.fixture(scope="module", params=["csv", "duckdb"])
def other(request, tmp_path_factory, made):
    """The company of `made`, written in another format, with its manifest."""
    out = tmp_path_factory.mktemp("other") / ("c.duckdb" if request.param == "duckdb" else "c")
    return out, generate(out, customers=600, seed=3, block=200, format=request.param)


def test_another_format_says_the_same(made, other):
    out, manifest = other
    assert digests(manifest) == digests(Company.open(made).manifest)
    assert problems(out) == []
    ours, theirs = Company.open(made), Company.open(out)
    for name in ours.tables:
        pd.testing.assert_frame_equal(theirs.table(name), ours.table(name))
    for name in ours.truth.names:
        pd.testing.assert_frame_equal(theirs.truth.table(name), ours.truth.table(name))
    query = (
        "select customer_id, sum(paid_eur) as paid from orders join order_lines using (order_id) group by 1"
    )
    assert theirs.sql(query)["paid"].sum() == pytest.approx(ours.table("order_lines")["paid_eur"].sum())


def test_an_export_is_what_generate_gives(made, other, tmp_path):
    out, manifest = other
    copied = export(made, tmp_path / out.name, format=manifest.stored)
    assert digests(copied) == digests(manifest)
    if manifest.stored == "csv":
        for path in out.rglob("*.csv"):
            assert path.read_bytes() == (tmp_path / out.name / path.relative_to(out)).read_bytes()
    back = export(tmp_path / out.name, tmp_path / "back", truth=False)
    assert digests(back) == {n: d for n, d in digests(manifest).items() if not TABLES[n].truth}
    assert Company.open(tmp_path / "back").truth.names == []
    assert problems(tmp_path / "back") == []


def test_csv_is_plain(made, tmp_path):
    """Read with nothing but Python's own `csv`: exact money, UTC, and a missing text is no empty one."""
    export(made, tmp_path / "c", format="csv", truth=False)
    paid = decimal.Decimal(0)
    parts = sorted((tmp_path / "c" / "order_lines").glob("*.csv"))
    for path in parts:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                amount = decimal.Decimal(row["paid_eur"])
                assert amount.as_tuple().exponent == -2
                paid += amount
    exact = Company.open(made).arrow("order_lines").column("paid_eur").to_pylist()
    assert paid == sum(exact)
    first = (tmp_path / "c" / "orders" / "part-00000.csv").read_text(encoding="utf-8").splitlines()
    assert first[0].split(",")[0] == '"order_id"' and "Z" in first[1]
    package = json.loads((tmp_path / "c" / "datapackage.json").read_text(encoding="utf-8"))
    assert {resource["format"] for resource in package["resources"]} == {"csv"}


def test_csv_gives_every_value_back():
    import pyarrow as pa

    from generator.schema import Column, Table
    from generator.storage.arrow import arrow_type

    kinds = ("id", "count", "money", "number", "time", "date", "text", "prose", "flag")
    table = Table("t", "r", "p", ("id",), tuple(Column(kind, kind, "M.", nullable=True) for kind in kinds))
    cents = [decimal.Decimal("0.01"), None, decimal.Decimal("-9.99")]
    cell = {
        "id": [1, None, 2**62],
        "count": [0, None, -5],
        "money": cents,
        "number": [0.1 + 0.2, None, 1e-300],
        "time": [0, None, 1_700_000_000_123],
        "date": [0, None, 20_000],
        "text": ["", None, 'a "quoted", text'],
        "prose": ["line\nbreak", None, "naïve — 日本"],
        "flag": [True, None, False],
    }
    types = {column.name: arrow_type(column, table) for column in table.columns}
    arrays = []
    for kind in kinds:
        final = types[kind]
        base = final.value_type if pa.types.is_dictionary(final) else final
        via = pa.decimal128(9, 2) if kind == "money" else base
        array = pa.array(cell[kind], via).cast(base)
        arrays.append(array.dictionary_encode() if pa.types.is_dictionary(final) else array)
    data = pa.table(arrays, names=list(kinds))
    back = plain.decode(table, plain.encode(table, data).to_pybytes())
    for kind in kinds:
        assert back.column(kind).to_pylist() == data.column(kind).to_pylist(), kind


@pytest.fixture(scope="module")
def duck(tmp_path_factory, made):
    path = tmp_path_factory.mktemp("duck") / "c.duckdb"
    export(made, path, format="duckdb")
    return path


def test_a_duckdb_file_knows_keys_comments_and_views(duck, made):
    ours = Company.open(made)
    with duckdb.connect(str(duck), read_only=True) as connection:
        rows = connection.execute(
            "select schema_name, table_name, comment, estimated_size from duckdb_tables()"
        ).fetchall()
        found = {name: (schema, comment, size) for schema, name, comment, size in rows if schema != "about"}
        assert set(found) == set(ours.tables) | set(ours.truth.names)
        for name, (schema, comment, size) in found.items():
            table = TABLES[name]
            assert schema == ("truth" if table.truth else "main")
            assert table.purpose in comment and size == ours.manifest.tables[name]["rows"]
        comments = dict(
            connection.execute(
                "select table_name || '.' || column_name, comment from duckdb_columns() where not internal"
            ).fetchall()
        )
        for name in found:
            for column in TABLES[name].columns:
                assert column.meaning in comments[f"{name}.{column.name}"]
        keys = connection.execute(
            "select table_name, constraint_type, constraint_column_names, referenced_table "
            "from duckdb_constraints()"
        ).fetchall()
        primary = {table: tuple(columns) for table, kind, columns, _ in keys if kind == "PRIMARY KEY"}
        assert all(primary[name] == TABLES[name].key for name in found)
        foreign = {(table, columns[0], home) for table, kind, columns, home in keys if kind == "FOREIGN KEY"}
        assert {("orders", "customer_id", "customers"), ("order_lines", "order_id", "orders"),
                ("order_lines", "product_id", "products")} <= foreign  # fmt: skip
        kinds = {
            kind
            for (kind,) in connection.execute(
                "select data_type from duckdb_columns() where not internal"
            ).fetchall()
        }
        assert {"DECIMAL(9,2)", "TIMESTAMP", "DATE"} <= kinds
    with duckdb.connect(str(duck)) as connection, pytest.raises(duckdb.ConstraintException):
        connection.execute("begin; insert into orders select * from orders limit 1")


def test_the_views_add_up(duck, made):
    ours = Company.open(made)
    lines, orders = ours.table("order_lines"), ours.table("orders")
    with duckdb.connect(str(duck), read_only=True) as connection:
        by_order = answer(connection.execute("select * from order_totals").to_arrow_table())
        by_customer = answer(connection.execute("select * from customer_totals").to_arrow_table())
        by_month = answer(connection.execute("select * from monthly_sales").to_arrow_table())
    exact = sum(ours.arrow("order_lines").column("paid_eur").to_pylist())
    for frame in (by_order, by_customer, by_month):
        assert round(float(frame["paid_eur"].sum()), 2) == float(exact)
    assert len(by_order) == len(orders) and len(by_customer) == orders["customer_id"].nunique()
    assert by_customer["refund_eur"].sum() == pytest.approx(ours.table("returns")["refund_eur"].sum())
    assert by_order["pieces"].sum() == lines["quantity"].sum()
    months = orders["ordered_at"].dt.strftime("%Y-%m").value_counts().sort_index()
    assert by_month["orders"].tolist() == months.tolist()


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo"])
def test_times_are_utc_for_plain_python_in_any_zone(duck, made, zone):
    ours = Company.open(made).table("orders").sort_values("order_id")
    query = "select ordered_at from {} order by order_id"
    with duckdb.connect(str(duck), read_only=True) as connection:
        connection.execute(f"set TimeZone = '{zone}'")
        plain = [time for (time,) in connection.execute(query.format("orders")).fetchall()]
        frame = connection.execute(query.format("orders")).fetchdf()
        months = connection.execute("select month_on, orders from monthly_sales").fetchall()
        # Parquet files keep their zone, and for that DuckDB wants pytz.
        parquet = connection.execute(query.format(f"'{made.as_posix()}/orders/*.parquet'")).fetchall()
    exact = ours["ordered_at"].dt.tz_localize(None)
    assert plain == exact.dt.to_pydatetime().tolist()
    assert (frame["ordered_at"].to_numpy() == exact.to_numpy()).all()
    assert [time.astimezone(dt.UTC) for (time,) in parquet] == ours["ordered_at"].dt.to_pydatetime().tolist()
    counted = exact.dt.to_period("M").value_counts().sort_index()
    assert months == [(month.start_time.date(), count) for month, count in counted.items()]


def test_damage_is_not_exported(copy, tmp_path):
    part = copy / "orders" / "part-00001.parquet"
    part.write_bytes((copy / "orders" / "part-00000.parquet").read_bytes())
    with pytest.raises(UserError, match="the table orders does not say what its manifest says"):
        export(copy, tmp_path / "c", format="csv")
    assert not (tmp_path / "c").exists()
    with pytest.raises(WrongUse, match="is the company itself"):
        export(copy, copy)


@pytest.mark.parametrize("harm", ["truncated", "other file", "empty"])
def test_a_damaged_duckdb_file_is_one_sentence(duck, tmp_path, harm):
    path = tmp_path / "c.duckdb"
    content = duck.read_bytes()
    path.write_bytes({"truncated": content[:5_000], "other file": b"hello " * 100, "empty": b""}[harm])
    with pytest.raises(UserError, match="no DuckDB file of a company"):
        Company.open(path)
    if harm == "other file":
        with pytest.raises(WrongUse, match="holds no company; give another name"):
            generate(path, customers=5, format="duckdb")
        assert path.read_bytes() == b"hello " * 100


@pytest.mark.slow
def test_a_stopped_run_leaves_the_old_duckdb_file(duck, tmp_path):
    path = shutil.copy(duck, tmp_path / "c.duckdb")

    def stop(step):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generate(path, customers=400, seed=9, block=100, format="duckdb", progress=stop)
    assert Company.open(path).seed == 3 and problems(path) == []
    steps = []
    generate(path, customers=400, seed=9, block=100, format="duckdb", progress=steps.append)
    assert steps[0].found > 0 and Company.open(path).seed == 9
    assert [item.name for item in tmp_path.iterdir()] == ["c.duckdb"]


# --- SQL ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def company():
    return make_company(customers=300, seed=4, truth=True)


def test_sql_has_the_types_of_table(company):
    for name in company.tables:
        pd.testing.assert_frame_equal(company.sql(f"select * from {name}"), company.table(name))
    for name in company.truth.names:
        pd.testing.assert_frame_equal(company.truth.sql(f"select * from {name}"), company.truth.table(name))
    found = company.sql(
        "select count(*) as n, sum(quantity) as q, sum(paid_eur) as paid, avg(paid_eur) as mean, "
        "min(ordered_at) as first_at, min(ordered_at)::date as first_on, bool_or(quantity > 1) as many "
        "from orders join order_lines using (order_id)"
    )
    assert [str(kind) for kind in found.dtypes] == [
        "int64", "int64", "float64", "float64", "datetime64[ms, UTC]", "datetime64[s]", "bool"
    ]  # fmt: skip
    lines = company.table("order_lines")
    assert found["paid"][0] == round(lines["paid_eur"].sum(), 2)
    assert found["q"][0] == lines["quantity"].sum()
    nothing = company.sql("select paid_eur, quantity from order_lines where paid_eur < 0")
    assert len(nothing) == 0 and list(nothing.columns) == ["paid_eur", "quantity"]
    gone = company.sql("select max(paid_eur) as m, max(quantity) as q from order_lines where paid_eur < 0")
    assert np.isnan(gone["m"][0]) and np.isnan(gone["q"][0])


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("select * from oders", r"has no table `oders`\. Did you mean `orders`"),
        ("select * from truth_customers", "has no table `truth_customers`"),
        ("select ordred_at from orders", r"no column `ordred_at` in orders\. Near it: ordered_at"),
        ("select o.colour from orders o", r"no column `colour` in orders\. There are: order_id"),
        ("selct 1", "not valid SQL: DuckDB stumbles at `selct` in line 1"),
        ("select *\nfrom orders\nwhere where", "stumbles at `where` in line 3"),
        ("delete from orders", "Give one SELECT"),
        ("select 1; select 2", "Give one SELECT"),
        ("copy orders to 'x.csv'", "Give one SELECT"),
        ("select * from read_csv('x.csv')", "no files and no addresses"),
        ("select * from 'x.parquet'", "no files and no addresses|no table"),
        ("select nope(1)", "no function `nope`"),
        ("select paid_eur + 'x' from order_lines", "cannot answer this query"),
        ("  ", "is empty"),
        (7, "is empty"),
    ],
)
def test_a_query_that_cannot_be_answered_is_one_sentence(company, query, says):
    orders = "a name of the program that no query may see"
    with pytest.raises(WrongUse, match=says) as caught:
        company.sql(query)
    assert "\n" not in str(caught.value) and orders


def test_a_query_over_a_damaged_file(copy):
    part = copy / "orders" / "part-00001.parquet"
    part.write_bytes(part.read_bytes()[:-100])
    with pytest.raises(UserError):
        Company.open(copy).sql("select sum(order_id) from orders")
    part.unlink()
    with pytest.raises(UserError):
        Company.open(copy).sql("select sum(order_id) from orders")
    assert Company.open(copy).sql("select count(*) as n from customers")["n"][0] == 600


# --- the dry run -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["parquet", "csv"])
def test_a_dry_run_comes_near(tmp_path, format):
    asked = {"customers": 9_000, "seed": 8, "format": format, "block": 3_000}
    found, made = plan(**asked), generate(tmp_path / "c", **asked)
    assert found.sampled and found.seconds > 0
    for name, table in made.tables.items():
        told = found.tables[name]
        size = sum(file["bytes"] for file in table["files"].values())
        assert told["rows"] == pytest.approx(table["rows"], rel=0.15, abs=30), name
        assert told["bytes"] == pytest.approx(size, rel=0.35, abs=4_000), name
        assert told["files"] == len(table["files"]), name
    assert found.rows == pytest.approx(sum(table["rows"] for table in made.tables.values()), rel=0.05)


def test_the_command_says_what_it_would_cost_and_writes_nothing(tmp_path):
    words = ["generate", "--customers", "100000", "--dry-run", "--out", "c"]
    run = centric(*words, "--json", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert told["customers"] == 100_000 and told["sampled"] < 10_000
    assert told["rows"] == sum(table["rows"] for table in told["tables"].values()) > 1_000_000
    assert told["bytes"] > 1_000_000 and told["seconds"] > 0
    said = centric(*words[:-2], cwd=tmp_path)
    assert said.returncode == 0, said.stderr
    assert "order_lines" in said.stdout and "Nothing was written." in said.stdout
    assert list(tmp_path.iterdir()) == []
