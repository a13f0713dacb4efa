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


ONE = ("simulate", "product_first", "--customers", 400, "--quarters", 3)


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_the_figure_says_the_finding_in_the_file_and_on_the_terminal(tmp_path, suffix):
    path = tmp_path / f"first.{suffix}"
    shown = centric(*ONE, "--figure", path)
    assert shown.returncode == 0, shown.stderr
    last = shown.stdout.splitlines()[-1]
    assert last.startswith("Product first ") and "Profit by quarter: " in last and str(path) in last
    said = last.removesuffix(f" Drawn in {path}.")
    if suffix == "svg":
        assert f"<desc>{said}</desc>" in path.read_text(encoding="utf-8")
    else:
        from PIL import Image

        with Image.open(path) as image:
            image.load()
            assert image.text["Description"] == said
            assert image.text["Title"] == said[: said.index(" (fernhill")]


def test_a_search_writes_a_policy_that_plays(tmp_path):
    path = tmp_path / "best.yaml"
    asked = ("--customers", 300, "--quarters", 2)
    found = centric("simulate", "--search", "--policies", 40, *asked, "--out", path, "--json")
    assert found.returncode == 0, found.stderr
    answer = json.loads(found.stdout)
    assert answer["tried"] == 40 and answer["named"]["do_nothing"]["kept"] <= 1
    played = json.loads(centric("simulate", path, *asked, "--json").stdout)
    assert played["value_eur"] == pytest.approx(answer["value_eur"], abs=0.5)
    again = centric("simulate", "--search", "--out", path)
    assert again.returncode == 2 and "exists already" in again.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "Give a policy to play (a name or a YAML file), or --search"),
        (["do_nothing", "--search"], "not both: leave do_nothing out"),
        (["do_nothing", "--out", "best.yaml"], "--out is for the policy that a search finds"),
        (["do_nothing", "--figure", "x.gif"], "ends in .png or .svg; found x.gif"),
        (["do_nothing", "--figure", "nowhere/x.png"], "The folder nowhere does not exist"),
        (["do_nothing", "--figure", "."], "ends in .png or .svg"),
        (["--search", "--figure", "x.png"], "--figure draws a policy that is played"),
        (["--search", "--out", "best.txt"], "ends in .yaml; found best.txt"),
        (["--search", "--out", "nowhere/best.yaml"], "The folder nowhere does not exist"),
        (["--search", "--policies", "3"], "policies must be between 20 and 10,000,000; found 3"),
        (["--search", "--workers", "0"], "workers must be at least 1"),
        (["--search", "--quarters", "13"], "quarters must be between 1 and 12; found 13"),
        (["--search", "--scenario", "textbook_bg"], "BG/NBD"),
    ],
)
def test_wrong_words_of_figure_and_search_are_answered_in_one_sentence(words, says):
    found = centric("simulate", *words)
    said = " ".join(found.stderr.split())
    assert found.returncode == 2 and says in said and "Traceback" not in said, said
    assert found.stdout == ""


def test_a_folder_in_the_way_is_said(tmp_path):
    (tmp_path / "x.png").mkdir()
    found = centric("simulate", "do_nothing", "--figure", tmp_path / "x.png")
    assert found.returncode == 2 and "is a folder; give the name of a file" in " ".join(found.stderr.split())
