"""A real log of transactions with the face of a company: kept what it says, absent what it cannot say."""

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import Company, WrongUse

CDNOW = Path(__file__).parents[1] / "classroom" / "clv_data" / "cdnow_sample.csv"


def log(**changes):
    frame = pd.DataFrame(
        {
            "who": ["b", "a", "b", "c", "a"],
            "when": ["2024-03-01", "2024-01-05", "2024-03-01", "2024-02-02", "2024-04-01"],
            "paid": [10.0, 5.5, 2.25, 0.0, 7.0],
        },
        index=[11, 12, 13, 14, 15],
    )
    return frame.assign(**changes)


def company(frame, **words):
    return Company.from_transactions(frame, customer="who", time="when", amount="paid", **words)


def cdnow():
    """CDNOW as it is usually met: days as whole numbers like 19970101, dollars with two places."""
    raw = pd.read_csv(CDNOW)
    days = pd.Timestamp("1997-01-01") + pd.to_timedelta(raw["day"], unit="D")
    return pd.DataFrame(
        {
            "who": raw["customer"],
            "when": days.dt.strftime("%Y%m%d").astype("int64"),
            "paid": raw["cents"] / 100,
        }
    )


def test_cdnow_has_the_face_of_a_company():
    frame = cdnow()
    made = company(frame, name="CDNOW", end="1998-07-01")
    assert made.tables == ["customers", "orders", "order_lines", "clock"]
    customers, orders = made.table("customers"), made.table("orders")
    lines, clock = made.table("order_lines"), made.table("clock")
    assert len(customers) == frame["who"].nunique() and len(orders) == len(lines) == len(frame)
    assert (lines["paid_eur"].sum() * 100).round() == (frame["paid"].sum() * 100).round()
    assert orders["order_id"].tolist() == list(range(1, len(orders) + 1))
    assert orders["ordered_at"].is_monotonic_increasing
    assert str(orders["ordered_at"].dtype) == "datetime64[ms, UTC]"
    first = orders.groupby("customer_id")["ordered_at"].min()
    assert (customers.set_index("customer_id")["signed_up_at"] == first).all()
    own = lines.merge(orders).merge(customers)
    ours = own.groupby("source_id")["paid_eur"].agg(["sum", "size"])
    theirs = frame.assign(who=frame["who"].astype("str")).groupby("who")["paid"].agg(["sum", "size"])
    pd.testing.assert_frame_equal(ours.sort_index(), theirs.sort_index(), check_names=False)
    assert made.manifest.end == "1998-07-01"
    assert (
        clock["date_on"].iloc[-1] == pd.Timestamp("1998-06-30") and clock["season_week"].diff().max() < 0.15
    )
    answer = made.sql("select count(*) as n from orders join customers using (customer_id)")
    assert answer["n"].tolist() == [len(frame)]


def test_cdnow_by_day_is_one_order_a_day():
    frame = cdnow()
    made = company(frame, same_day=True)
    orders, lines = made.table("orders"), made.table("order_lines")
    assert len(orders) == len(frame.drop_duplicates(["who", "when"])) < len(frame) == len(lines)
    assert not orders.assign(day=orders["ordered_at"].dt.date).duplicated(["customer_id", "day"]).any()
    assert not lines.duplicated(["order_id", "line_no"]).any()
    assert (lines.groupby("order_id")["line_no"].max() == lines.groupby("order_id").size()).all()


def test_an_invoice_column_makes_orders():
    made = company(log(invoice=["x", "y", "x", "z", "w"]), order="invoice")
    assert len(made.table("orders")) == 4 and len(made.table("order_lines")) == 5
    with pytest.raises(WrongUse, match="'x' in the column `invoice` belongs to more than one customer"):
        company(log(invoice=["x", "x", "y", "z", "w"]), order="invoice")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.integers(0, 400), st.integers(0, 100_000)), min_size=1, max_size=60
    ),
    st.booleans(),
)
def test_nothing_is_lost_or_invented(rows, same_day):
    frame = pd.DataFrame(rows, columns=["who", "day", "cents"])
    frame["when"] = pd.Timestamp("2020-02-01T13:30", tz="Asia/Tokyo") + pd.to_timedelta(
        frame["day"], unit="D"
    )
    frame["paid"] = frame["cents"] / 100
    made = company(frame, same_day=same_day)
    own = made.table("order_lines").merge(made.table("orders")).merge(made.table("customers"))
    assert sorted((own["paid_eur"] * 100).round().astype("int64")) == sorted(frame["cents"])
    pairs = zip(own["source_id"].astype(int), own["ordered_at"].dt.tz_convert("Asia/Tokyo"), strict=True)
    if not same_day:
        assert sorted(pairs) == sorted(zip(frame["who"], frame["when"], strict=True))
    assert made.table("customers")["signed_up_at"].is_monotonic_increasing
    assert set(own["order_id"]) == set(made.table("orders")["order_id"])


def test_what_a_log_does_not_tell_is_not_there_and_says_so():
    made = company(log())
    with pytest.raises(WrongUse, match=r"no table `tickets`\. A log of transactions does not tell it\."):
        made.table("tickets")
    with pytest.raises(WrongUse, match=r"no column `channel`\. A log of transactions does not tell it\."):
        made.table("orders", ["channel"])
    with pytest.raises(WrongUse, match="no table `truth_customers`"):
        made.truth.table("truth_customers")
    with pytest.raises(WrongUse, match="Did you mean `orders`"):
        made.table("oders")
    with pytest.raises(WrongUse, match="no scenario"):
        _ = made.scenario
    assert any("calendar" in note for note in made.notes)
    assert any("UTC" in note for note in made.notes)
    assert any("1 purchase of zero" in note for note in made.notes)


def test_returns_are_refused_left_out_or_kept():
    frame = log(paid=[10.0, 5.5, -2.25, -1.0, 7.0])
    with pytest.raises(
        WrongUse,
        match=r'2 amounts in .* below zero, the first in row 13: .*negative="drop".*negative="returns"',
    ):
        company(frame)
    dropped = company(frame, negative="drop")
    assert dropped.tables == ["customers", "orders", "order_lines", "clock"]
    assert dropped.table("customers")["source_id"].tolist() == ["a", "b"]
    assert any("2 rows with amounts below zero" in note for note in dropped.notes)
    kept = company(frame, negative="returns")
    assert kept.table("returns")["refund_eur"].tolist() == [2.25]
    assert any("1 return of customers who never bought" in note for note in kept.notes)
    assert kept.sql("select sum(refund_eur) as r from returns")["r"].tolist() == [2.25]


def test_amounts_are_exact():
    frame = log(paid=["0.10", "0.20", "0.30", "1234567.89", "0.01"])
    lines = company(frame).arrow("order_lines")
    assert str(sum(lines.column("paid_eur").to_pylist())) == "1234568.50"
    rounded = company(log(paid=[1.005, 2.0, 3.0, 4.0, 5.0]))
    assert any("Rounded to the cent: 1 amount " in note for note in rounded.notes)


@pytest.mark.parametrize(
    ("frame", "words", "says"),
    [
        (log().rename(columns={"paid": "Paid"}), {}, r"no column `paid` \(amount=\)\. Did you mean `Paid`"),
        (log(when=["2024-01-01", "later", "x", "2024-01-02", "2024-01-03"]), {},
         r"2 values of the column `when` not to be read as times, the first in row 12: 'later'"),
        (log(when=[1, 2, 3, 4, 5]), {}, "numbers that are no dates of the form 20240131"),
        (log(when=[1.5, 2, 3, 4, 5]), {}, "which are no times"),
        (log(who=["a", None, "b", None, "c"]), {}, "2 values of the column `who` missing, .* row 12"),
        (log(paid=[1, np.nan, 2, 3, 4]), {}, "1 value of the column `paid` missing, the first in row 12"),
        (log(paid=["1", "two", "3", "4", "5"]), {}, "must hold numbers; row 12 holds 'two'"),
        (log(paid=[1, 2, np.inf, 3, 4]), {}, "row 13; amounts must be finite"),
        (log(paid=[1, 2, 1e9, 3, 4]), {}, "row 13; amounts must be finite and below 10,000,000"),
        (log(paid=[-1, -2, -1, -3, -4]), {"negative": "drop"}, "all amounts are below zero"),
        (log(), {"negative": "keep"}, "negative must be one of error, drop, returns"),
        (log(), {"order": "who", "same_day": True}, "Give either order= or same_day=True"),
        (log(), {"end": dt.date(2024, 3, 1)}, "its last row is of 2024-04-01"),
        (log(), {"end": "soon"}, "`soon` is not a date"),
        (log().iloc[:0], {}, "is empty"),
        (log(who=["7", 7, "7", 7, 8]), {}, "same mark as text"),
        ([1, 2], {}, "must be a pandas DataFrame; found list"),
        (pd.concat([log(), log()[["paid"]]], axis=1), {}, "the column `paid` twice"),
    ],
)  # fmt: skip
def test_a_log_that_cannot_be_used_is_explained(frame, words, says):
    with pytest.raises(WrongUse, match=says) as caught:
        company(frame, **words)
    assert "\n" not in str(caught.value)


def test_a_form_of_dates_can_be_given():
    made = company(log(when=["05/01/2024"] * 4 + ["31/12/2024"]), time_format="%d/%m/%Y")
    assert made.manifest.start == "2024-01-05" and made.manifest.end == "2025-01-01"


@pytest.mark.parametrize(
    ("days", "words", "first"),
    [
        (["05/01/2024", "06/02/2024"], {"dayfirst": True}, "2024-01-05"),
        (["05/01/2024", "06/02/2024"], {"dayfirst": False}, "2024-05-01"),
        (["05/01/2024", "13/02/2024"], {}, "2024-01-05"),
        (["05/01/2024", "05/13/2024"], {}, "2024-05-01"),
        (["5.1.2024 10:00", "13.2.2024 11:30"], {}, "2024-01-05"),
        (["2024-01-05", "2024-02-06"], {"dayfirst": True}, "2024-01-05"),
        (["2024-01-05", "2024-02-06"], {}, "2024-01-05"),
        (["2024-01-05T10:00:00Z", "2024-02-06T10:00:00Z"], {"dayfirst": True}, "2024-01-05"),
        (["5 Jan 2024", "6 Feb 2024"], {}, "2024-01-05"),
        (["05/05/2024", "06/06/2024"], {}, "2024-05-05"),
        ([20240105, 20240206], {"dayfirst": True}, "2024-01-05"),
    ],
)
def test_day_or_month_first_as_all_rows_say_or_as_asked(days, words, first):
    made = company(log(when=[days[0]] * 4 + [days[1]]), **words)
    assert made.manifest.start == first
    assert not any("two ways" in note for note in made.notes)


@pytest.mark.parametrize("day", ["05/01/2024", "5-1-24", "05.01.2024 10:00"])
def test_days_that_can_be_read_in_two_ways_are_told(day):
    made = company(log(when=[day] * 5))
    assert made.manifest.start == "2024-05-01"
    (note,) = [note for note in made.notes if "two ways" in note]
    assert repr(day) in note and "dayfirst=True" in note and "\n" not in note
    assert company(log(when=[day] * 5), dayfirst=True).manifest.start == "2024-01-05"


@pytest.mark.parametrize(
    ("days", "words", "says"),
    [
        (["13/01/2024", "01/13/2024"], {},
         r"'13/01/2024' in row 11\) and with the month first \('01/13/2024' in row 15"),
        (["05/01/2024", "01/13/2024"], {"dayfirst": True}, "=True does not fit '01/13/2024' in row 15"),
        (["05/01/2024", "13/01/2024"], {"dayfirst": False}, "=False does not fit '13/01/2024' in row 15"),
        (["05/01/2024", "06/01/2024"], {"dayfirst": True, "time_format": "%d/%m/%Y"}, "Give either"),
    ],
)  # fmt: skip
def test_days_that_contradict_are_refused(days, words, says):
    with pytest.raises(WrongUse, match=says):
        company(log(when=[days[0]] * 4 + [days[1]]), **words)
