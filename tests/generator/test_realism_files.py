"""Real logs from files: one log in many dresses gives one set of measures, and bad files one sentence."""

from pathlib import Path

import pandas as pd
import pytest

from generator.errors import UserError, WrongUse
from generator.realism.read import columns_of, read_log
from generator.realism.taking import take

SAMPLE = Path(__file__).parents[1] / "classroom" / "clv_data" / "cdnow_sample.csv"


@pytest.fixture(scope="module")
def frame():
    data = pd.read_csv(SAMPLE).head(1500)
    day = pd.Timestamp("1997-01-01") + pd.to_timedelta(data["day"], "D")
    return pd.DataFrame({"who": data["customer"], "on": day, "cents": data["cents"]})


def euros(cents):
    return (cents / 100).map("{:.2f}".format)


def cdnow(frame, ids):
    words = [
        ids(frame["who"]),
        frame["on"].dt.strftime("%Y%m%d"),
        frame["who"] * 0 + 1,
        euros(frame["cents"]),
    ]
    return [" ".join(map(str, row)) for row in zip(*words, strict=True)]


def master(frame):
    head = " customer_id  date number_of_cds  dollar_value"
    return "\n".join([head, *cdnow(frame, lambda who: who.map("{:05d}".format))])


def no_header(frame):
    return "\n".join(cdnow(frame, lambda who: who.map("{:05d}".format)))


def sample(frame):
    return "\n".join(cdnow(frame, lambda who: who.map("{0:05d} {0:04d}".format)))


def uci_two(frame):
    """UCI Online Retail II: price and quantity, decimals as customer numbers, rows of nobody, returns."""
    data = pd.DataFrame(
        {
            "Invoice": range(len(frame)), "StockCode": "85123A", "Description": "HOLDER, “WHITE”",
            "Quantity": 2, "InvoiceDate": frame["on"].dt.strftime("%Y-%m-%d 10:00:00"),
            "Price": frame["cents"] / 200, "Customer ID": frame["who"].astype(float), "Country": "France",
        }
    )  # fmt: skip
    back = data.head(5).assign(Quantity=-1, Price=3.0)
    nobody = data.head(9).assign(**{"Customer ID": float("nan")})
    return pd.concat([data, back, nobody]).to_csv(index=False)


def uci_one(frame):
    data = pd.DataFrame(
        {
            "InvoiceNo": 1, "StockCode": 2, "Quantity": 4,
            "InvoiceDate": frame["on"].dt.strftime("%m/%d/%Y 8:26"),
            "UnitPrice": frame["cents"] / 400, "CustomerID": frame["who"],
        }
    )  # fmt: skip
    return data.to_csv(index=False)


def semicolons(frame):
    data = pd.DataFrame(
        {
            "amount": euros(frame["cents"]),
            "customer": frame["who"],
            "date": frame["on"].dt.strftime("%d.%m.%Y"),
        }
    )
    return data.to_csv(index=False, sep=";")


def own_names(frame):
    data = frame.assign(cents=euros(frame["cents"]), on=frame["on"].dt.strftime("%Y-%m-%dT09:30:00Z"))
    return data.to_csv(index=False)


@pytest.fixture(scope="module")
def wanted(frame, tmp_path_factory):
    path = tmp_path_factory.mktemp("log") / "log.txt"
    path.write_text(master(frame[frame["cents"] > 0]), encoding="utf-8")
    window, whole = read_log(path)
    assert window.customers == frame.loc[frame["cents"] > 0, "who"].nunique()
    return {one.name: one.value for one in take(window, whole)}


@pytest.mark.parametrize(
    ("dress", "columns"),
    [
        (master, ""), (no_header, ""), (sample, ""), (uci_two, ""), (uci_one, ""), (semicolons, ""),
        (own_names, "customer=who, time=on,amount=cents"),
    ],
)  # fmt: skip
def test_one_log_in_many_dresses(frame, wanted, tmp_path, dress, columns):
    path = tmp_path / "log.csv"
    path.write_bytes(dress(frame[frame["cents"] > 0]).encode("utf-8" if dress is not uci_two else "cp1252"))
    window, whole = read_log(path, columns_of(columns))
    found = {one.name: one.value for one in take(window, whole)}
    if dress is uci_two:
        assert found["returns"] == pytest.approx(5 * 3.0 / (frame["cents"].sum() / 100))
        assert found["returns_online"] is None
    products = {"returns", "returns_online", "product_tail", "product_steepens"}
    assert {n: v for n, v in found.items() if n not in products} == pytest.approx(
        {n: v for n, v in wanted.items() if n not in products}, nan_ok=True
    )


def test_an_order_of_nothing_is_an_order_but_a_gift_in_a_price_list_is_not(frame, tmp_path):
    free = frame.head(300).copy()
    free.loc[free.index[:20], "cents"] = 0
    (tmp_path / "a.txt").write_text(master(free), encoding="utf-8")
    (tmp_path / "b.csv").write_text(uci_one(free), encoding="utf-8")
    orders = [len(read_log(tmp_path / name)[1].day) for name in ("a.txt", "b.csv")]
    days = free.groupby(["who", "on"])["cents"].sum()
    assert orders == [len(days), int((days > 0).sum())]


def test_the_window_is_the_first_two_years(tmp_path):
    rows = [f"{k % 40},{2015 + k // 12}-{k % 12 + 1:02d}-01,5" for k in range(60)]
    (tmp_path / "long.csv").write_text("\n".join(["customer,date,amount", *rows]), encoding="utf-8")
    window, whole = read_log(tmp_path / "long.csv")
    assert (window.window, len(window.day), len(whole.day)) == ("2015-01-01 to 2016-12-31", 24, 60)


GOOD = "customer,date,amount\n1,2024-01-01,5\n2,2024-01-02,6\n"


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        ("", ["is empty"]),
        ("customer,date,amount\n", ["no rows"]),
        ("a,b,c\n1,2,3\n", ["as customer and as time and as amount", "--columns"]),
        ("customer,date\n1,2024-01-01\n", ["as amount", "customer, date"]),
        ("customer,date,amount\n1,2024-01-01,5\n2,2024-01-02,much\n", ["row 2", "amount is `much`", "12.50"]),
        ("customer,date,amount\n1,2024-01-01,\n", ["row 1", "amount is nothing"]),
        ("customer,date,amount\n1,yesterday,5\n", ["row 1", "time is `yesterday`", "2024-01-31"]),
        ("customer,date,amount\n1,2024-13-01,5\n", ["row 1", "2024-13-01"]),
        ("customer,date,amount\n1,03/04/2024,5\n", ["two ways", "03/04/2024"]),
        ("customer,date,amount\n1,13/04/2024,5\n2,04/13/2024,5\n", ["some the day"]),
        ("customer,date,amount\n,2024-01-01,5\n", ["no row names a customer"]),
        ("customer,date,amount\n1,2024-01-01,-5\n", ["no row is a sale"]),
        ("1 2 3\n", ["3 numbers and no header"]),
        ('customer,date,amount\n1,"2024-01-01,5\n', ["cannot be read as a table"]),
        ("customer,date,amount\n1,2024-01-01,inf\n", ["row 1", "inf"]),
    ],
)
def test_a_bad_file_is_one_sentence(tmp_path, content, parts):
    path = tmp_path / "bad.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        read_log(path)
    said = str(caught.value)
    assert str(path) in said
    assert "\n" not in said
    for part in parts:
        assert part in said, said


@pytest.mark.parametrize(
    ("columns", "parts"),
    [
        ({"customer": "custmer"}, ["no column `custmer`", "Did you mean `customer`"]),
        ({"amout": "amount"}, ["no role `amout`"]),
    ],
)
def test_columns_that_do_not_exist(tmp_path, columns, parts):
    (tmp_path / "good.csv").write_text(GOOD, encoding="utf-8")
    with pytest.raises(WrongUse) as caught:
        read_log(tmp_path / "good.csv", columns)
    for part in parts:
        assert part in str(caught.value)


@pytest.mark.parametrize("words", ["customer", "who=id", "customer=", "customer=a;time=b", "=a"])
def test_roles_that_cannot_be_read(words):
    if words == "customer=a;time=b":  # one role with an odd name, found missing in the file later
        assert columns_of(words) == {"customer": "a;time=b"}
        return
    with pytest.raises(WrongUse, match="role=name"):
        columns_of(words)


def test_places_that_are_no_text_files(tmp_path):
    for path, part in (
        (tmp_path, "is a folder"),
        (tmp_path / "none.csv", "does not exist"),
        (tmp_path / "a.xlsx", "CSV"),
    ):
        with pytest.raises(WrongUse, match=part):
            read_log(path)
    (tmp_path / "binary.csv").write_bytes(b"PK\0\0\0")
    with pytest.raises(UserError, match="not a text file"):
        read_log(tmp_path / "binary.csv")
