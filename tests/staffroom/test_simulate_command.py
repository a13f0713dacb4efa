"""`centric simulate`: tables, JSON, sentences and exit codes, as a shell sees them."""

import json

import pytest
from spoken import centric


def test_it_shows_each_quarter_and_why_value_moved():
    shown = centric("simulate", "customer_first", "--customers", 400, "--quarters", 3)
    assert shown.returncode == 0, shown.stderr
    for part in ("Customer first", "quarter", "as estimated", "Why the company's worth moved", "acquisition"):
        assert part in shown.stdout
    assert "Worth" in shown.stdout.splitlines()[-1]


def test_json_adds_up_to_the_cent():
    asked = (
        "simulate",
        "product_first",
        "--customers",
        400,
        "--quarters",
        2,
        "--scenario",
        "commodity",
        "--json",
    )
    answer = json.loads(centric(*asked).stdout)
    worth = round(answer["worth_at_start_eur"] * 100)
    for quarter in answer["quarters"]:
        worth += sum(round(eur * 100) for eur in quarter["why_eur"].values())
        assert worth == round(quarter["worth_eur"] * 100)
        books = quarter["ledger_eur"]
        for name in ("revenue", "goods", "returns"):
            sums = [
                sum(round(row[name] * 100) for row in books[by].values()) for by in ("by_line", "by_segment")
            ]
            assert sums[0] == sums[1]
        assert quarter["spent_eur"] <= quarter["budget_eur"] + 0.01
    assert worth == round(answer["value_eur"] * 100)


def test_event_mode_shows_luck_and_says_where_why_is_told():
    asked = ("simulate", "customer_first", "--customers", 300, "--quarters", 2, "--mode", "event")
    shown = centric(*asked)
    assert shown.returncode == 0, shown.stderr
    assert "told in expected mode only" in shown.stdout and "acquisition" not in shown.stdout
    answer = json.loads(centric(*asked, "--noise", 2, "--json").stdout)
    assert (answer["mode"], answer["noise"]) == ("event", 2)
    for quarter in answer["quarters"]:
        assert quarter["newcomers"] == int(quarter["newcomers"])
        assert quarter["live_customers"] == int(quarter["live_customers"])
        assert quarter["spent_eur"] <= quarter["budget_eur"] + 0.01 and quarter["why_eur"] == {}


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (["nothing"], ["no policy `nothing`", "do_nothing"]),
        (["do_nothing", "--scenario", "textbook_bg"], ["BG/NBD"]),
        (["do_nothing", "--quarters", "99"], ["between 1 and 12", "found 99"]),
        (["do_nothing", "--customers", "0"], ["customers must be between 1"]),
        (["do_nothing", "--scenario", "fernhil"], ["Did you mean `fernhill`"]),
        (["do_nothing", "--noise", "2"], ["--mode event"]),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(words, parts):
    found = centric("simulate", *words)
    assert found.returncode == 2
    said = " ".join(found.stderr.split())
    assert "Traceback" not in said
    for part in parts:
        assert part in said, said
