"""Surveys: who is asked, who answers, and what can be recovered of both."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from scipy import optimize, stats

from generator import make_company
from generator.block import count_orders, number_orders, read_block
from generator.business import surveys
from generator.scenario import Scenario, read_scenario
from generator.world import World

RARE = 1e-4
DAY = pd.Timedelta(days=1)


def changed(name, **nps):
    data = read_scenario(name).model_dump(mode="json")
    data["voice"]["nps"].update(nps)
    return Scenario.model_validate(data)


def known(company):
    """Surveys with what the order ledger says at the moment of sending, and the truth about each."""
    frame = company.table("surveys").merge(company.truth.table("truth_surveys"), on="survey_id")
    pairs = frame[["survey_id", "customer_id", "sent_at"]].merge(company.table("orders"), on="customer_id")
    age = pairs["sent_at"] - pairs["ordered_at"]
    pairs = pairs[(age > 0 * DAY) & (age <= 365 * DAY)].assign(age=age)
    year = pairs.groupby("survey_id")["age"].agg(["size", "min"]).reindex(frame["survey_id"])
    frame["orders"] = year["size"].to_numpy()
    frame["often"] = pd.cut(frame["orders"], [0, 1, 3, np.inf], labels=False)
    frame["recent"] = (year["min"] <= 90 * DAY).to_numpy()
    return frame


def nps(score):
    return 100 * float((score >= 9).mean() - (score <= 6).mean())


@pytest.fixture(scope="module")
def company():
    return make_company(customers=3_000, seed=41, truth=True)


@pytest.fixture(scope="module")
def sent(company):
    return known(company)


def test_only_who_ordered_in_the_last_year_is_asked(sent):
    assert sent["orders"].notna().all() and (sent["orders"] >= 1).all()
    assert not sent.duplicated(["customer_id", "sent_at"]).any()


def test_a_phase_that_asks_everybody_leaves_nobody_out(company, sent):
    last = sent["sent_at"].max()
    orders = company.table("orders")
    age = last - orders["ordered_at"]
    active = set(orders.loc[(age > 0 * DAY) & (age <= 365 * DAY), "customer_id"])
    assert set(sent.loc[sent["sent_at"] == last, "customer_id"]) == active


def test_answers_are_there_if_and_only_if_given(sent):
    assert (sent["answered"] == sent["score"].notna()).all()
    assert (sent["answered"] == sent["answered_at"].notna()).all()
    assert not (sent["verbatim"].notna() & ~sent["answered"]).any()
    assert (sent.loc[sent["answered"], "score"] == sent.loc[sent["answered"], "would_score"]).all()
    wait = (sent["answered_at"] - sent["sent_at"]).dropna()
    assert (wait > 0 * DAY).all() and (wait < 14 * DAY).all()
    written = sent["verbatim"].notna().sum() / sent["answered"].sum()
    assert 0.3 < written < 0.7


def test_a_later_end_adds_waves_and_changes_none():
    scenario = read_scenario("fernhill")

    def table(until):
        world = World(scenario, 5, 400, until)
        numbers = number_orders([count_orders(world, 0, 400)])
        block = read_block(world, 0, 400, numbers[0])
        asked = surveys.ask(block.base, block.orders.history, surveys.waves(world))
        return surveys.survey_ids(block.ids[asked.customer], asked.wave), asked, surveys.waves(world)

    early_ids, early, waves = table(
        dt.date(2025, 3, 20)
    )  # five days after a wave: it is not in the books yet
    late_ids, late, _ = table(dt.date(2025, 9, 1))
    old = late.wave < len(waves.second)
    assert np.array_equal(early_ids, late_ids[old])
    assert np.array_equal(early.would, late.would[old]) and np.array_equal(early.answered, late.answered[old])
    assert len(late_ids) > len(early_ids)
    _, closed, _ = table(dt.date(2025, 3, 30))
    assert closed.wave.max() == early.wave.max() + 1


def logistic(x, y):
    """Maximum-likelihood coefficients of a logistic regression and their standard errors."""

    def loss(beta):
        eta = x @ beta
        return np.logaddexp(0, eta).sum() - eta[y].sum()

    def slope(beta):
        return x.T @ (1 / (1 + np.exp(-x @ beta)) - y)

    beta = optimize.minimize(loss, np.zeros(x.shape[1]), jac=slope, method="BFGS").x
    chance = 1 / (1 + np.exp(-x @ beta))
    return beta, np.sqrt(np.diag(np.linalg.inv((x.T * (chance * (1 - chance))) @ x)))


@pytest.mark.parametrize("scenario", ["textbook", "fernhill"])
def test_what_makes_people_answer_is_recovered(scenario):
    """Logistic regression on orders gives the planted log odds, where answering depends on orders alone."""
    planted = read_scenario(scenario).voice.nps
    truth = np.array([planted.answer, planted.answer_by_frequency, planted.answer_by_recency])
    z = []
    for seed in range(300, 308):
        frame = known(make_company(scenario, customers=2_000, seed=seed, truth=True))
        frame = frame[frame["mode"] == "email"]
        x = np.column_stack([np.ones(len(frame)), frame["often"], frame["recent"]]).astype(float)
        beta, error = logistic(x, frame["answered"].to_numpy())
        z.append((beta - truth) / error)
        assert np.allclose(frame["response_propensity"], 1 / (1 + np.exp(-x @ truth)), atol=1e-5)
    z = np.array(z)
    assert stats.chi2(z.size).cdf((z**2).sum()) < 1 - RARE, z.round(2)
    assert (np.abs(z) < stats.norm.ppf(1 - RARE / 2)).all(), z.round(2)


def test_what_the_score_hangs_on_is_recovered():
    """On an even scale an ordinary regression of the score in mind on orders gives the planted points."""
    edges = [k + 0.5 for k in range(10)]
    even = changed("textbook", score_edges=edges, base=5.0, by_satisfaction=0.8, noise=0.8)
    frame = known(make_company(even, customers=5_000, seed=8, truth=True))
    x = np.column_stack([np.ones(len(frame)), frame["often"], frame["recent"]]).astype(float)
    beta = np.linalg.lstsq(x, frame["would_score"].to_numpy(dtype=float), rcond=None)[0]
    rules = even.voice.nps
    assert np.allclose(beta, [rules.base, rules.by_frequency, rules.by_recency], atol=0.1)


def weighted(frame):
    """NPS of the answers, weighted so that frequency and recency are as among all who were asked."""
    cells = ["often", "recent"]
    share = frame.groupby(cells).size() / len(frame)
    return float((frame[frame["answered"]].groupby(cells)["score"].apply(nps) * share).sum())


def test_weighting_repairs_what_orders_explain_and_nothing_else(sent):
    """In e-mails who answers depends on orders; in text messages on the answer too."""
    by_mail = sent[(sent["mode"] == "email") & (sent["sent_at"] >= "2024-01-01")]
    by_text = sent[sent["mode"] == "text message"]
    for frame, repaired in ((by_mail, True), (by_text, False)):
        true = nps(frame["would_score"])
        raw = nps(frame.loc[frame["answered"], "score"]) - true
        left = weighted(frame) - true
        assert raw > 5
        assert (abs(left) < raw / 2) == repaired, (raw, left)


def test_without_cause_nobody_is_heard_more():
    """If answering is by lot alone, the answers are as the rest would have said: the bias is planted."""
    rules = read_scenario("textbook").voice.nps.model_dump(mode="json")
    fair = changed(
        "textbook", answer=-0.7, answer_by_frequency=0.0, answer_by_recency=0.0, phases=rules["phases"]
    )
    frame = known(make_company(fair, customers=3_000, seed=6, truth=True))
    answered = frame[frame["answered"]]["would_score"]
    error = 100 / np.sqrt(len(answered))
    assert abs(nps(answered) - nps(frame["would_score"])) < 4 * error


def test_large_companies_ask_a_share_and_small_ones_everybody():
    scenario = read_scenario("textbook")
    rules = scenario.voice.nps
    for customers, share in ((300, 1.0), (rules.floor_customers * 2, 0.5), (2_000_000, rules.share)):
        assert surveys.tables(World(scenario, 1, customers)).asked.max() == round(65536 * share)


def test_phases_must_be_in_order():
    with pytest.raises(ValueError, match="order of their months"):
        phases = changed("fernhill").voice.nps.model_dump(mode="json")["phases"]
        changed("fernhill", phases=phases[::-1])
