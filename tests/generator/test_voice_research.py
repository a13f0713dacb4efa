"""The paid panels: needs, ratings, choices; and grievances with what mending them is worth."""

import datetime as dt

import numpy as np
import pytest
from scipy import optimize, stats

from generator import make_company
from generator.block import count_orders, make_block, number_orders, read_block
from generator.business import brand, grievances, needs_survey
from generator.scenario import Scenario, read_scenario
from generator.stories.clusters import adjusted_rand, k_means
from generator.world import World

RARE = 1e-4


def block_of(scenario="fernhill", customers=1_500, seed=4, until=None):
    world = World(read_scenario(scenario), seed, customers, until)
    numbers = number_orders([count_orders(world, 0, world.people)])
    return read_block(world, 0, world.people, numbers[0])


@pytest.fixture(scope="module")
def company():
    return make_company(customers=5_000, seed=77, truth=True)


def test_samples_have_a_floor_that_does_not_shrink(company):
    assert len(company.table("needs_survey")) >= 1_000
    assert company.table("ratings")["customer_id"].nunique() >= 700
    small = make_company(customers=300, seed=77)
    asked = small.table("needs_survey")["customer_id"].nunique()
    assert asked > 200  # of a small company everybody who is there


def test_only_who_is_a_customer_is_asked(company):
    joined = company.table("customers").set_index("customer_id")["signed_up_at"]
    survey = company.table("needs_survey")
    before = (
        joined.loc[survey["customer_id"]].dt.tz_localize(None).to_numpy() <= survey["answered_on"].to_numpy()
    )
    assert before.all()


def test_a_poll_is_in_the_books_when_it_is_over():
    rules = read_scenario("fernhill").voice
    for month, table in (
        (rules.needs_survey.month, needs_survey.needs_survey_table),
        (rules.brands.month, None),
    ):
        start = dt.date(2023 + (month - 1) // 12, (month - 1) % 12 + 1, 1)
        for days, there in ((13, False), (14, True)):
            block = block_of(customers=200, until=start + dt.timedelta(days=days))
            count = len(table(block)["customer_id"]) if table else len(brand.panel(block)[0])
            assert (count > 0) == there


def test_agreement_follows_need_style_and_noise(company):
    rules = company.scenario.voice.needs_survey
    survey = company.table("needs_survey")
    need = company.truth.table("truth_customers").set_index("customer_id")["need_segment"]
    need = need.loc[survey["customer_id"]].to_numpy()
    own = need[:, None] == np.array(rules.items)[None, :]
    answers = survey.filter(like="item_").to_numpy(dtype=float)
    assert abs(answers[~own].mean() - rules.usual) < 0.1
    assert abs(answers[own].mean() - answers[~own].mean() - rules.own) < 0.25  # the scale ends at 5
    assert 0.55 < survey["ever_left_after_bad_service"].mean() < 0.70


def test_clusters_of_raw_answers_are_ways_of_answering():
    """In the textbook all have the same need: raw answers still fall into the same two groups of people
    whichever statements are taken (who says yes to anything), and centred answers do not."""
    survey = make_company("textbook", customers=2_000, seed=3).table("needs_survey")
    answers = survey.filter(like="item_").to_numpy(dtype=float)
    halves = (answers[:, :4], answers[:, 4:])
    raw = adjusted_rand(*(k_means(half, 2) for half in halves))
    centred = adjusted_rand(*(k_means(half - half.mean(axis=1, keepdims=True), 2) for half in halves))
    assert raw > 0.1 > abs(centred)


def test_part_worths_are_recovered_from_choices(company):
    """A conditional logit by true need gives back the planted part-worths."""
    rules = company.scenario.voice.brands
    table = company.table("choices")
    need = company.truth.table("truth_customers").set_index("customer_id")["need_segment"]
    table["need"] = need.loc[table["customer_id"]].to_numpy()
    z = []
    for segment, own in table.groupby("need"):
        named = {**rules.part_worths.model_dump(), **rules.part_worths_by_need.get(segment, {})}
        tens = (own["price_eur"] - brand.MIDDLE_EUR) / 10
        columns = [own["brand"] == name for name in rules.names[1:]]
        columns += [tens, own["premium"], own["delivery_days"], own["free_repair"], own["sustainable"]]
        x = np.column_stack([np.asarray(c, dtype=float) for c in columns]).reshape(-1, 3, len(columns))
        y = own["chosen"].to_numpy().reshape(-1, 3)
        truth = np.array(
            [b - named["brands"][0] for b in named["brands"][1:]] + [named[w] for w in brand.WORTHS]
        )

        def loss(beta, x=x, y=y):
            eta = x @ beta
            return np.logaddexp.reduce(eta, axis=1).sum() - eta[y].sum()

        beta = optimize.minimize(loss, np.zeros(len(truth)), method="BFGS").x
        share = np.exp(x @ beta)
        share /= share.sum(axis=1, keepdims=True)
        off = x - (share[..., None] * x).sum(axis=1, keepdims=True)
        error = np.sqrt(np.diag(np.linalg.inv(np.einsum("nj,njk,njl->kl", share, off, off))))
        z += list((beta - truth) / error)
    z = np.array(z)
    assert stats.chi2(len(z)).cdf((z**2).sum()) < 1 - RARE, z.round(2)


def test_each_task_offers_each_brand_once_and_one_is_chosen(company):
    tasks = company.table("choices").groupby(["customer_id", "task"])
    assert (tasks["brand"].nunique() == 3).all() and (tasks["chosen"].sum() == 1).all()
    assert (tasks.size() == 3).all()


def test_ratings_are_whole(company):
    table = company.table("ratings")
    per = table.groupby("customer_id").size()
    assert (per == 3 * 8).all()
    assert (table["importance"].isna() == (table["attribute"] == "overall")).all()
    said = table.dropna(subset="importance").groupby(["customer_id", "attribute"])["importance"].nunique()
    assert (said == 1).all()


def test_mending_is_worth_what_staying_longer_is_worth():
    """The gain is the closed form with the hazard that belongs to the better satisfaction."""
    block = block_of()
    truth = grievances.truth_grievances(block)
    gain = truth["mending_gain_eur"]
    gone = block.left < block.world.clock.end_week
    assert (gain[gone] == 0).all() and (gain[~gone] > 0).all()
    scenario, z = block.world.scenario, block.latents
    relief = np.array([scenario.voice.grievances.themes[t].relief for t in grievances.THEMES])[truth["theme"]]
    score = stats.norm.ppf(stats.gamma.cdf(z.dropout * scenario.dropout.beta, scenario.dropout.s))
    better = score - scenario.ties.satisfaction_dropout * relief
    hazard = stats.gamma.ppf(stats.norm.cdf(better), scenario.dropout.s) / scenario.dropout.beta
    discount = np.log(1 + scenario.future.discount_per_year) / 52
    value = z.rate * z.value_scale * scenario.spend.p
    done = block.hazard(block.world.clock.end_week) / z.dropout  # what was done to her raises both
    expected = value / (hazard * done + discount) - value / (z.dropout * done + discount)
    sound = ~gone & (np.abs(score) < 6)  # far in the tails the inverse functions of the test lose digits
    assert np.allclose(gain[sound], expected[sound], rtol=1e-4, atol=1e-6)


def test_in_the_textbook_mending_changes_nothing():
    assert (grievances.truth_grievances(block_of("textbook", 300))["mending_gain_eur"] == 0).all()


def test_complaints_are_mostly_about_what_bothers_the_customer(company):
    texts = company.truth.table("truth_texts")
    own = texts[(texts["source"] == "surveys") & texts["sentiment"].isin(["negative", "mixed"])]
    own = own[own["theme"] != "none"]
    customer = company.table("surveys").set_index("survey_id")["customer_id"].loc[own["text_id"]].to_numpy()
    bothers = (
        company.truth.table("truth_grievances").set_index("customer_id")["theme"].loc[customer].to_numpy()
    )
    told = company.scenario.voice.grievances.told
    assert told - 0.05 < (own["theme"].to_numpy() == bothers).mean() < told + 0.12  # others hit it by chance


def test_a_missing_theme_is_named():
    data = read_scenario("fernhill").model_dump(mode="json")
    del data["voice"]["grievances"]["themes"]["price"]
    with pytest.raises(ValueError, match="8 entries are needed"):
        Scenario.model_validate(data)


def test_before_the_polls_their_tables_are_empty():
    world = World(read_scenario("fernhill"), 3, 300, dt.date(2023, 9, 1))
    numbers = number_orders([count_orders(world, 0, 300)])
    made = make_block(world, 0, 300, numbers[0])
    assert len(made["surveys"]["survey_id"])
    for name in ("needs_survey", "ratings", "choices"):
        assert all(
            len(column[0] if isinstance(column, tuple) else column) == 0 for column in made[name].values()
        )
