"""Damage holds its rates, depends on what it should and on nothing else, and is undone by its key."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from generator import make_company, mess
from generator.company import Company, Tables
from generator.errors import WrongUse
from generator.mess.copies import slip
from generator.mess.lots import Lots
from generator.mess.recipe import Recipe
from generator.mess.text import frame_of, row_keys, texts_of, values_of
from generator.schema import TABLES
from generator.storage import digest
from generator.storage.arrow import from_arrow


@pytest.fixture(scope="module")
def company():
    return make_company(customers=2_000, seed=5)


@pytest.fixture(scope="module")
def messy(company):
    return mess.make(company, seed=3)


def only(company, *names):
    """The same company as if it had these tables and no others."""
    seen = company._observable
    return Company(
        company.name, company.manifest, Tables(company.name, list(names), seen._read), company.truth
    )


def clean(company, name):
    return frame_of(company, TABLES[name])[0]


def recipe(**tables):
    return Recipe(name="own", tables=tables)


def noted(messy, kind, table, column=None):
    key = messy.key[(messy.key["kind"] == kind) & (messy.key["table"] == table)]
    return key if column is None else key[key["column"] == column]


def hit(company, messy, kind, table, column):
    """Which clean rows were damaged so."""
    keys = row_keys(TABLES[table], clean(company, table))
    return keys.isin(noted(messy, kind, table, column)["row_key"]).to_numpy()


def near_rate(share, rate, count):
    """Within 4.5 standard errors of the rate."""
    return abs(share - rate) < 4.5 * np.sqrt(rate * (1 - rate) / count)


FEW = ("customers", "orders", "order_lines")


# --- undoing


def test_with_its_key_it_is_clean_again(company, messy):
    found = mess.digests(mess.undo(messy))
    for name in company.tables:
        columns, vocabulary = from_arrow(TABLES[name], company.arrow(name))
        assert found[name] == digest.as_text(digest.digest_rows(TABLES[name], columns, vocabulary)), name
    assert set(found) == set(company.tables)


def test_without_one_note_it_is_not_clean(messy):
    """The digest sees a single cell."""
    for kind in ("missing_random", "wrong_unit", "encoding", "duplicate_near", "duplicate_exact"):
        short = messy.key.drop(messy.key.index[messy.key["kind"] == kind][0])
        found = mess.digests(mess.undo(replace(messy, key=short)))
        assert found != messy.about["clean_digests"], kind


def test_every_kind_of_damage_is_in_the_default_recipe(messy):
    from generator.mess.messy import KINDS

    assert set(messy.key["kind"]) == set(KINDS)


def test_the_key_names_every_difference_and_no_more(company, messy):
    for name in FEW:
        table, keys = TABLES[name], row_keys(TABLES[name], clean(company, name))
        now = pd.concat([messy.tables[name], *([messy.late[name]] if name in messy.late else [])])
        now = now.set_index(row_keys(table, now).to_numpy())
        now = now[now.index.isin(keys)]
        now = now[~now.index.duplicated()].loc[keys.to_numpy()]
        was = clean(company, name).set_index(keys.to_numpy())
        for column in table.by_name:
            same = (now[column] == was[column]) | (now[column].isna() & was[column].isna())
            notes = messy.key[(messy.key["table"] == name) & (messy.key["column"] == column)]
            cells = notes[notes["kind"] != "duplicate_near"]
            assert set(same.index[~same]) == set(cells["row_key"]), (name, column)
            assert (was.loc[cells["row_key"], column].to_numpy() == cells["true_value"].to_numpy()).all()


def test_it_can_be_undone_by_hand_where_hands_could(messy):
    """What lessons ask for: the damage is of the kind that it is said to be."""
    names = noted(messy, "encoding", "customers", "last_name").set_index("row_key")["true_value"]
    now = messy.tables["customers"].drop_duplicates().set_index("customer_id").loc[names.index, "last_name"]
    assert [text.encode("latin-1").decode("utf-8") for text in now] == names.tolist()
    assert (now != names).all()
    paid = noted(messy, "wrong_unit", "order_lines", "paid_eur").set_index("row_key")["true_value"]
    lines = messy.tables["order_lines"]
    lines = lines.set_index(row_keys(TABLES["order_lines"], lines).to_numpy())
    lines = lines[~lines.index.duplicated()].loc[paid.index]
    assert np.allclose(lines["paid_eur"].astype(float), 100 * paid.astype(float))
    tickets = messy.tables["tickets"].set_index("ticket_id")
    opened = noted(messy, "time_zone", "tickets", "opened_at").set_index("row_key")["true_value"]
    opened = opened[opened.index.isin(tickets.index)]
    shift = pd.to_datetime(tickets.loc[opened.index, "opened_at"]) - pd.to_datetime(opened)
    assert set(shift.dt.total_seconds() / 3600) == {1.0, 2.0}  # winter and summer time in Berlin


# --- the same mess whatever the order


def test_same_seed_same_mess_and_another_seed_another(company, messy):
    company = only(company, *FEW)
    again, other = mess.make(company, seed=3), mess.make(company, seed=4)
    for name in FEW:
        assert messy.tables[name].equals(again.tables[name]), name
    key = messy.key[messy.key["table"].isin(FEW)]
    assert key.reset_index(drop=True).equals(again.key)
    assert len(set(key["row_key"]) & set(other.key["row_key"])) < 0.5 * len(key)


def test_the_order_of_rows_does_not_matter(company, messy):
    """The same company with its rows turned round: the same rows are damaged, in the same way."""
    read, turned = company._observable._read, only(company, *company.tables)
    turned._observable._read = lambda table, columns: read(table, columns).take(
        np.arange(read(table, columns).num_rows)[::-1]
    )
    other = mess.make(turned, seed=3)
    columns = list(messy.key.columns)
    assert (
        messy.key.sort_values(columns)
        .reset_index(drop=True)
        .equals(other.key.sort_values(columns).reset_index(drop=True))
    )


def test_a_rows_draw_does_not_depend_on_the_others():
    keys = pd.Series([str(k) for k in range(1000)])
    few = Lots(1, "orders", keys.iloc[500:510]).uniform("x")
    assert (Lots(1, "orders", keys).uniform("x")[500:510] == few).all()
    assert (Lots(1, "orders", keys).uniform("y")[500:510] != few).all()
    assert (Lots(1, "returns", keys).uniform("x")[500:510] != few).all()


# --- rates, and what they depend on

MCAR = {"missing": [{"column": "reason", "rate": 0.3}, {"column": "handling_cost_eur", "rate": 0.05}]}


@pytest.mark.parametrize("seed", [1, 2])
def test_missing_completely_at_random_depends_on_nothing(company, seed):
    made = mess.make(only(company, "returns"), recipe(returns=MCAR), seed)
    frame = clean(company, "returns")
    gone = hit(company, made, "missing_random", "returns", "reason")
    assert near_rate(gone.mean(), 0.3, len(gone))
    own = stats.chi2_contingency(pd.crosstab(frame["reason"], gone)).pvalue
    money = stats.mannwhitneyu(
        frame["refund_eur"][gone].astype(float), frame["refund_eur"][~gone].astype(float)
    )
    also = hit(company, made, "missing_random", "returns", "handling_cost_eur")
    both = stats.fisher_exact(pd.crosstab(gone, also)).pvalue
    assert min(own, money.pvalue, both) > 1e-4


def test_missing_by_another_column_depends_on_it_and_through_it_only(company):
    weights = {"marketplace": 6.0, "store": 0.5}
    rule = {
        "column": "region",
        "rate": 0.12,
        "by": "other",
        "other": "acquisition_channel",
        "weights": weights,
    }
    made = mess.make(only(company, "customers"), recipe(customers={"missing": [rule]}), 1)
    frame = clean(company, "customers")
    gone = hit(company, made, "missing_by_other", "customers", "region")
    assert near_rate(gone.mean(), 0.12, len(gone))
    share = pd.Series(gone).groupby(frame["acquisition_channel"]).mean()
    mean = frame["acquisition_channel"].map(weights).fillna(1.0).mean()
    for channel, found in share.items():
        size = int((frame["acquisition_channel"] == channel).sum())
        assert near_rate(found, 0.12 * weights.get(channel, 1.0) / mean, size), channel
    for channel in share.index:  # given the channel, the region itself plays no part
        inside = (frame["acquisition_channel"] == channel).to_numpy()
        table = pd.crosstab(frame["region"][inside], gone[inside])
        assert table.shape[1] < 2 or stats.chi2_contingency(table).pvalue > 1e-4, channel


@pytest.mark.parametrize("lean", [5.0, 0.2])
def test_missing_by_its_own_value_depends_on_it(company, lean):
    rule = {"column": "unit_cost_eur", "rate": 0.2, "by": "own", "lean": lean}
    made = mess.make(only(company, "order_lines"), recipe(order_lines={"missing": [rule]}), 1)
    cost = clean(company, "order_lines")["unit_cost_eur"].astype(float)
    gone = hit(company, made, "missing_by_value", "order_lines", "unit_cost_eur")
    assert near_rate(gone.mean(), 0.2, len(gone))
    tenth = pd.qcut(cost.rank(method="first"), 10, labels=False)
    share = pd.Series(gone).groupby(tenth).mean()
    # From the middle of the lowest tenth to that of the highest: nine tenths of the way, on a log scale.
    assert share.iloc[-1] / share.iloc[0] == pytest.approx(lean**0.9, rel=0.25)
    bias = cost[~gone].mean() / cost.mean() - 1
    assert (bias < -0.05) == (lean > 1)
    assert abs(bias) > 0.02


def test_cells_that_were_empty_before_are_not_counted(company):
    rule = {"column": "satisfaction", "rate": 0.3, "by": "own", "weights": {"1": 2.0, "5": 0.5}}
    made = mess.make(only(company, "tickets"), recipe(tickets={"missing": [rule]}), 1)
    was = clean(company, "tickets")["satisfaction"]
    assert was.isna().any()
    gone = hit(company, made, "missing_by_value", "tickets", "satisfaction")
    assert not gone[was.isna().to_numpy()].any()
    assert near_rate(gone[was.notna().to_numpy()].mean(), 0.3, int(was.notna().sum()))
    assert set(noted(made, "missing_by_value", "tickets")["true_value"]) == set(was.dropna())


def test_rates_of_units_time_zones_and_letters(company):
    zone = {"column": "ordered_at", "rate": 0.4, "zone": "America/New_York", "where": {"channel": ["store"]}}
    own = {
        "orders": {"time_zones": [zone]},
        "order_lines": {"units": [{"column": "paid_eur", "rate": 0.1, "together": "order_id"}]},
        "customers": {"encoding": [{"column": "first_name", "rate": 0.5}]},
    }  # fmt: skip
    made = mess.make(only(company, *own), recipe(**own), 2)
    orders, lines, people = (clean(company, name) for name in own)
    zone = hit(company, made, "time_zone", "orders", "ordered_at")
    store = (orders["channel"] == "store").to_numpy()
    assert not zone[~store].any()
    assert near_rate(zone[store].mean(), 0.4, int(store.sum()))
    unit = pd.Series(hit(company, made, "wrong_unit", "order_lines", "paid_eur"))
    by_order = unit.groupby(lines["order_id"]).mean()
    assert set(by_order) == {0.0, 1.0}  # whole orders, or none of it
    assert near_rate(by_order.mean(), 0.1, len(by_order))
    odd = people["first_name"].map(lambda text: not text.isascii()).to_numpy()
    broken = hit(company, made, "encoding", "customers", "first_name")
    assert not broken[~odd].any()
    assert near_rate(broken[odd].mean(), 0.5, int(odd.sum()))


def test_duplicates(company):
    own = {
        "duplicates": {"exact": 0.05, "near": 0.1, "near_columns": ["first_name", "street", "signed_up_at"]}
    }
    made = mess.make(only(company, "customers"), recipe(customers=own), 1)
    frame, now = clean(company, "customers"), made.tables["customers"]
    exact, near = noted(made, "duplicate_exact", "customers"), noted(made, "duplicate_near", "customers")
    assert len(now) == len(frame) + len(exact) + len(near)
    assert near_rate(len(exact) / len(frame), 0.05, len(frame))
    assert near_rate(len(near) / len(frame), 0.1 * 0.95, len(frame))
    assert sorted(now.loc[now.duplicated(), "customer_id"]) == sorted(exact["row_key"])
    # Near copies have numbers that nobody had, which do not show whom they copy; and they differ a little.
    numbers, true = near["row_key"].astype(int), near["true_value"].astype(int)
    assert numbers.is_unique
    assert numbers.min() > frame["customer_id"].astype(int).max()
    assert abs(stats.spearmanr(numbers, true).statistic) < 0.3
    copy = now.set_index("customer_id").loc[near["row_key"]].reset_index(drop=True)
    orig = frame.set_index("customer_id").loc[near["true_value"]].reset_index(drop=True)
    changed = copy.fillna("") != orig.fillna("")
    assert changed.any(axis=1).all()
    assert set(changed.columns[changed.any()]) == {"first_name", "street", "signed_up_at"}
    delay = pd.to_datetime(copy["signed_up_at"]) - pd.to_datetime(orig["signed_up_at"])
    assert delay.dt.total_seconds().between(0, 120).all()


def test_late_rows_are_recent_and_in_the_later_delivery(company):
    late = {"by": "ordered_at", "rate": 0.5, "days": 60}
    own = {"orders": {"late": late, "duplicates": {"exact": 0.3}}}
    made = mess.make(only(company, *own), recipe(**own), 1)
    frame, behind = clean(company, "orders"), made.late["orders"]
    border = str(pd.Timestamp(company.manifest.end) - pd.Timedelta(days=60))[:10]
    assert (behind["ordered_at"] >= border).all()
    recent = int((frame["ordered_at"] >= border).sum())
    notes = noted(made, "late", "orders")
    assert set(notes["row_key"]) == set(behind["order_id"])
    assert near_rate(len(notes) / recent, 0.5, recent)
    # Both of two equal rows come late, or none: a delivery is not torn.
    assert not set(behind["order_id"]) & set(made.tables["orders"]["order_id"])


def test_a_cell_is_damaged_once(company):
    own = {
        "missing": [{"column": "paid_eur", "rate": 0.5}],
        "units": [{"column": "paid_eur", "rate": 0.5}, {"column": "paid_eur", "rate": 0.9, "factor": 10}],
    }
    made = mess.make(only(company, "order_lines"), recipe(order_lines=own), 1)
    assert not made.key[["row_key", "column"]].duplicated().any()
    assert mess.digests(mess.undo(made)) == made.about["clean_digests"]


def test_nothing_asked_nothing_done(company):
    made = mess.make(company, recipe(), 1)
    assert not len(made.key)
    assert mess.digests(made.tables) == made.about["clean_digests"]


def test_a_table_that_the_company_lacks_is_passed_over(company):
    own = {"missing": [{"column": "reason", "rate": 0.5}]}
    made = mess.make(only(company, "orders"), recipe(returns=own), 1)
    assert made.about["passed_over"] == ["returns"]


def test_a_real_log_can_be_made_messy_too():
    """It has fewer tables and columns than the schema; what is there is damaged and undone."""
    people, days = np.arange(400) % 150, np.arange(400) // 2
    when = pd.Timestamp("2024-01-01", tz="UTC") + pd.to_timedelta(days, "D")
    frame = pd.DataFrame({"who": people, "when": when, "eur": 10.0 + people})
    log = Company.from_transactions(frame, customer="who", time="when", amount="eur")
    made = mess.make(log, "default", 1)
    assert {"accounts", "orders.channel", "customers.city"} <= set(made.about["passed_over"])
    assert {"late", "wrong_unit", "duplicate_exact"} <= set(made.key["kind"])
    assert mess.digests(mess.undo(made), made.schema) == made.about["clean_digests"]


@pytest.mark.parametrize("seed", [-1, 2**63])
def test_absurd_seeds(company, seed):
    with pytest.raises(WrongUse, match="seed must be between"):
        mess.make(company, recipe(), seed)


def test_a_weight_that_asks_for_more_than_all(company):
    rule = {
        "column": "city",
        "rate": 0.5,
        "by": "other",
        "other": "acquisition_channel",
        "weights": {"email": 50.0},
    }
    with pytest.raises(WrongUse, match=r"customers\.city.*probability of \d"):
        mess.make(only(company, "customers"), recipe(customers={"missing": [rule]}), 1)


def test_lean_on_words_is_refused(company):
    rule = {"column": "city", "rate": 0.1, "by": "own", "lean": 2.0}
    with pytest.raises(WrongUse, match="give `weights`"):
        mess.make(only(company, "customers"), recipe(customers={"missing": [rule]}), 1)


# --- texts


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("money", [0, 5, 99, 100, 123456, -50, -12345]),
        ("time", [0, 1, 1_700_000_000]),
        ("date", [0, 19_000]),
        ("id", [1, 10**15]),
        ("number", [0.1, 1e-17, -3.0, 12345678.9012345]),
        ("flag", [True, False]),
    ],
)
def test_texts_say_all_that_values_say(kind, values):
    given = np.array(values)
    assert (values_of(kind, texts_of(kind, given).astype(str)) == given).all()


def test_money_and_times_read_as_people_write_them():
    assert texts_of("money", np.array([-50, 123405])).tolist() == ["-0.50", "1234.05"]
    assert texts_of("time", np.array([0])).tolist() == ["1970-01-01T00:00:00Z"]


@pytest.mark.parametrize("text", ["Anna", "A", "Łódź", "aa", "AB", ""])
@pytest.mark.parametrize("lot", range(5))
def test_a_slip_always_changes_something_and_leaves_something(text, lot):
    for place in range(6):
        now = slip(text, lot + (place << 8) * 5)
        assert now
        assert now != text
