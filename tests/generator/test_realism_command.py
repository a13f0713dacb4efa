"""`centric validate` with a real log beside it and figures, and `centric mess`: as a user meets them."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from spoken import say

from generator.realism.bands import BANDS
from generator.realism.read import read_log

SAMPLE = Path(__file__).parents[1] / "classroom" / "clv_data" / "cdnow_sample.csv"


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    data = pd.read_csv(SAMPLE)
    when = pd.Timestamp("1997-01-01") + pd.to_timedelta(data["day"], "D")
    path = tmp_path_factory.mktemp("real") / "cdnow.csv"
    frame = pd.DataFrame({"who": data["customer"], "on": when.dt.date, "usd": data["cents"] / 100})
    frame.to_csv(path, index=False)
    return path


COLUMNS = ("--columns", "customer=who,time=on,amount=usd")


def run(capsys, *words):
    code, out, err = say(capsys, *words)
    assert "Traceback" not in err
    return code, out, err


def test_validate_prints_every_measure(made, capsys):
    code, out, _ = run(capsys, "validate", made)
    assert code == 0
    assert "0 wrong" in out
    for band in BANDS:
        line = next(line for line in out.splitlines() if line.startswith(band.title + " "))
        assert band.bounds in line
    assert "2023-01-01 to 2024-12-31" in out


def test_validate_says_that_nobody_came(tmp_path, capsys):
    """A company that is whole is no misuse, though nothing can be measured."""
    made = tmp_path / "c"
    code, out, _ = run(capsys, "generate", "--out", made, "--customers", 1, "--until", "2023-01-02")
    assert code == 0 and ": 0 customers up to 2023-01-02" in out
    code, out, _ = run(capsys, "validate", made)
    assert code == 0 and ", 0 wrong." in out and "Nobody came" in out
    code, out, err = run(capsys, "validate", made, "--plot", tmp_path / "page.html")
    assert code != 0 and "has no orders" in err


def test_validate_as_data(made, real, capsys):
    code, out, _ = run(capsys, "validate", made, "--against", real, *COLUMNS, "--json")
    assert code == 0
    answer = json.loads(out)
    assert answer["good"] is True
    found = {one["name"]: one for one in answer["measures"]}
    assert set(found) == {band.name for band in BANDS}
    # Beside a log of 18 months the company is measured on 18 months.
    assert answer["window"] == "2023-01-01 to 2024-06-30"
    assert answer["against"]["window"] == "1997-01-01 to 1998-06-30"
    assert 0.4 < answer["against"]["values"]["repeat_rate"] < 0.55
    assert answer["realistic"] == all(one["verdict"] != "outside" for one in found.values())


def test_strict_fails_where_a_band_is_missed(made, tmp_path, capsys):
    """Six hundred customers miss a band now and then; what counts is that the exit code says so."""
    _, out, _ = run(capsys, "validate", made, "--json")
    missed = not json.loads(out)["realistic"]
    code, _, _ = run(capsys, "validate", made, "--strict")
    assert code == int(missed)


@pytest.mark.parametrize("beside", [False, True])
def test_the_page_of_figures_can_be_read_without_seeing(made, real, tmp_path, capsys, beside):
    words = ["--against", real, *COLUMNS] if beside else []
    code, out, _ = run(capsys, "validate", made, "--plot", tmp_path / "page.html", *words)
    assert code == 0
    assert "page.html" in out
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    alternatives = re.findall(r'<img [^>]*alt="([^"]+)"', page)
    titles = re.findall(r"<h2>([^<]+)</h2>", page)
    assert len(alternatives) == len(titles) == 7
    for alternative, title in zip(alternatives, titles, strict=True):
        assert alternative.startswith(title)
        assert len(alternative) > len(title) + 30
        assert any(char.isdigit() for char in title) or "fifth" in title  # a finding, not a label
    assert page.count('<th scope="row">') == len(BANDS)
    assert ("cdnow.csv" in page) == beside


def test_the_page_as_one_picture(made, tmp_path, capsys):
    code, _, _ = run(capsys, "validate", made, "--plot", tmp_path / "deep" / "page.png")
    assert code == 0
    assert (tmp_path / "deep" / "page.png").read_bytes().startswith(b"\x89PNG")


def test_a_company_too_small_or_too_short_is_measured_as_far_as_it_goes(tmp_path, capsys):
    """Ten customers, and a log of two months beside sixty: no figure that cannot be drawn, no traceback."""
    run(capsys, "generate", "--out", tmp_path / "ten", "--customers", 10, "--seed", 1)
    code, out, _ = run(capsys, "validate", tmp_path / "ten")
    assert code == 0
    assert "fewer than 30 customers" in out
    code, _, err = run(capsys, "validate", tmp_path / "ten", "--plot", tmp_path / "page.html")
    assert code == 1
    assert "too little to draw" in err
    rows = [f"{k % 50},2024-0{1 + k // 60}-{k % 28 + 1:02d},{5 + k}" for k in range(110)]
    (tmp_path / "short.csv").write_text("\n".join(["customer,date,amount", *rows]), encoding="utf-8")
    run(capsys, "generate", "--out", tmp_path / "c", "--customers", 200, "--seed", 1)
    words = ("--against", tmp_path / "short.csv", "--plot", tmp_path / "page.html")
    code, out, _ = run(capsys, "validate", tmp_path / "c", *words)
    assert code == 0
    assert "short.csv" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_a_damaged_company_is_not_measured(copy, capsys):
    part = copy / "orders" / "part-00000.parquet"
    part.write_bytes(part.read_bytes()[:-5])
    code, out, _ = run(capsys, "validate", copy)
    assert code == 1
    assert "part-00000.parquet is damaged" in out
    assert "repeat" not in out


def test_wrong_use_of_validate(made, real, tmp_path, capsys):
    for words, part in (
        (["--plot", tmp_path / "page.pdf"], ".png or .html"),
        (["--columns", "customer=a"], "--against"),
        (["--against", real], "--columns"),
        (["--against", tmp_path / "none.csv"], "does not exist"),
        (["--against", real, "--columns", "who=customer"], "role=name"),
    ):
        code, _, err = run(capsys, "validate", made, *words)
        assert code in (1, 2)
        assert part in err
        assert len(err.strip().splitlines()) == 1


def test_mess_says_what_it_did(made, tmp_path, capsys):
    code, out, _ = run(capsys, "mess", made, "--out", tmp_path / "messy")
    assert code == 0
    assert "wrong unit" in out
    assert "not for students" in out
    key = pd.read_csv(tmp_path / "messy" / "truth" / "key.csv")
    code, out, _ = run(capsys, "mess", made, "--out", tmp_path / "messy", "--json", "--no-key")
    answer = json.loads(out)
    assert answer["damage"] == key["kind"].value_counts().to_dict()
    assert not (tmp_path / "messy" / "truth").exists()
    rows = len(pd.read_csv(tmp_path / "messy" / "orders.csv"))
    assert answer["tables"]["orders"]["rows"] == rows


def test_mess_with_a_recipe_of_ones_own(made, tmp_path, capsys):
    recipe = tmp_path / "mine.yaml"
    recipe.write_text("name: mine\ntables:\n  orders:\n    duplicates: {exact: 0.5}\n", encoding="utf-8")
    code, out, _ = run(capsys, "mess", made, "--out", tmp_path / "m", "--recipe", recipe, "--json")
    assert code == 0
    assert set(json.loads(out)["damage"]) == {"duplicate_exact"}


def test_wrong_use_of_mess(made, tmp_path, capsys):
    for words, part in (
        ([made, "--out", made], "clean company"),
        ([tmp_path, "--out", tmp_path / "m"], "holds no company"),
        ([made, "--out", tmp_path / "m", "--recipe", "none.yaml"], "does not exist"),
        ([made, "--out", tmp_path / "m", "--format", "xml"], "csv, parquet"),
        ([made, "--out", tmp_path / "m", "--seed", "-1"], "seed must be"),
    ):
        code, _, err = run(capsys, "mess", *words)
        assert code in (1, 2)
        assert part in err
        assert not (tmp_path / "m").exists()


def test_a_messy_company_is_no_company(made, tmp_path, capsys):
    run(capsys, "mess", made, "--out", tmp_path / "m")
    code, _, err = run(capsys, "validate", tmp_path / "m")
    assert code == 1
    assert "holds no company" in err


def test_a_companys_own_orders_can_stand_beside_it(made, tmp_path, capsys):
    """Written as a log and put beside itself, a company has the same measures twice."""
    from generator import Company

    company = Company.open(made)
    orders = company.table("orders", ["order_id", "customer_id", "ordered_at"])
    paid = company.table("order_lines", ["order_id", "paid_eur"]).groupby("order_id")["paid_eur"].sum()
    orders["amount"] = orders["order_id"].map(paid)
    orders["ordered_at"] = orders["ordered_at"].dt.strftime("%Y-%m-%d %H:%M:%S")
    orders.to_csv(tmp_path / "own.csv", index=False)
    window, _ = read_log(tmp_path / "own.csv")
    _, out, _ = run(capsys, "validate", made, "--against", tmp_path / "own.csv", "--json")
    answer = json.loads(out)
    values = {one["name"]: one["value"] for one in answer["measures"]}
    for name in ("repeat_rate", "gini", "gap_variation", "spend_spread", "frequency_spend", "top_1"):
        assert answer["against"]["values"][name] == pytest.approx(values[name], rel=0.02), name
    assert window.customers == pytest.approx(company.manifest.customers * 0.6, rel=0.2)
