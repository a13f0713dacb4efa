"""Consents and posts: whom one may contact, and what is said in public."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from generator import make_company
from generator.block import count_orders, number_orders, read_block
from generator.business import consents, contact, posts
from generator.scenario import Scenario, read_scenario
from generator.world import World

CONSENTS = read_scenario("fernhill").voice.consents


def block_of(scenario, customers=3_000, seed=4, until=None):
    world = World(scenario, seed, customers, until)
    numbers = number_orders([count_orders(world, 0, world.people)])
    return read_block(world, 0, world.people, numbers[0])


def changed(**voice):
    data = read_scenario("fernhill").model_dump(mode="json")
    for part, values in voice.items():
        data["voice"][part].update(values)
    return Scenario.model_validate(data)


@pytest.fixture(scope="module")
def company():
    return make_company(customers=3_000, seed=12, truth=True)


def test_shares_of_consent_are_as_planted(company):
    table = company.table("consents")
    people = len(company.table("customers"))
    share = table.groupby(["channel", "purpose"]).size() / people
    for name in ("email", "phone", "post"):
        assert abs(share.get((name, "service"), 0) - CONSENTS.channels[name].service) < 0.04
        assert abs(share.get((name, "marketing"), 0) - CONSENTS.channels[name].marketing) < 0.04
    assert 0 < share["app", "service"] < 0.5  # of those who have the app


def test_a_consent_begins_with_the_account_and_ends_later(company):
    table = company.table("consents")
    joined = (
        company.table("customers").set_index("customer_id")["signed_up_at"].dt.tz_localize(None).dt.floor("D")
    )
    since = joined.loc[table["customer_id"]].to_numpy()
    assert (table["since_on"].to_numpy() >= since).all()
    assert (
        table.loc[table["channel"] != "app", "since_on"].to_numpy() == since[table["channel"] != "app"]
    ).all()
    out = table.dropna(subset="opted_out_on")
    assert (
        len(out) and (out["opted_out_on"] >= out["since_on"]).all() and (out["purpose"] == "marketing").all()
    )


def test_nobody_is_written_to_after_opting_out(company):
    table = company.table("consents")
    ended = table[(table["channel"] == "post") & (table["purpose"] == "marketing")].dropna(
        subset="opted_out_on"
    )
    letters = company.table("touches").merge(ended[["customer_id", "opted_out_on"]], on="customer_id")
    letters = letters[letters["channel"] == "mail"]
    assert len(ended) > 20
    assert (letters["touched_at"].dt.tz_localize(None).dt.floor("D") <= letters["opted_out_on"]).all()


def test_each_contact_ends_a_consent_with_the_planted_chance():
    """Where satisfaction plays no part: opt-outs over contacts while the consent stood."""
    block = block_of(changed(consents={"by_satisfaction": 0.0}), customers=6_000)
    made = contact.contacts(block)
    touches, table = contact.touches_table(block, made), consents.consents_table(block, made)
    channel = consents.CHANNELS.index("phone")
    mine = (table["channel"] == channel) & (table["purpose"] == consents.MARKETING)
    out = table["opted_out_on"]
    stood = pd.DataFrame(
        {
            "customer_id": table["customer_id"][mine],
            "since": table["since_on"][mine],
            "until": np.where(out.missing, 1 << 30, out.values)[mine],
        }
    )
    # The contact that was too much lies up to ten days before the end; contacts are a month apart.
    contacts = pd.DataFrame({"customer_id": touches["customer_id"], "day": touches["touched_at"] // 86_400})
    seen = contacts.merge(stood, on="customer_id")
    seen = seen[(seen["day"] >= seen["since"]) & (seen["day"] <= seen["until"])]
    ended = int((stood["until"] < 1 << 30).sum())
    chance = CONSENTS.channels["phone"].opt_out
    assert abs(ended - chance * len(seen)) < 4 * np.sqrt(chance * len(seen)) + 0.02 * ended


def test_the_discontented_opt_out_sooner():
    ratios = []
    for load in (0.0, CONSENTS.by_satisfaction):
        block = block_of(changed(consents={"by_satisfaction": load}))
        table = consents.consents_table(block, contact.contacts(block))
        mine = (table["purpose"] == consents.MARKETING) & (table["channel"] == 0)
        z = block.latents.z_satisfaction[np.searchsorted(block.ids, table["customer_id"][mine])]
        out = ~table["opted_out_on"].missing[mine]
        ratios.append(out[z < -0.7].mean() / out[z > 0.7].mean())
    assert ratios[0] < 1.4 < 2.0 < ratios[1]


def test_a_later_end_keeps_consents_and_posts():
    scenario = read_scenario("fernhill")
    early, late = (block_of(scenario, 400, 6, until) for until in (dt.date(2024, 6, 10), dt.date(2025, 2, 3)))
    end = early.world.clock.first_day + early.world.clock.days
    tables = [consents.consents_table(block, contact.contacts(block)) for block in (early, late)]
    out = tables[1]["opted_out_on"]
    then = out.missing | (out.values >= end)
    known = (tables[1]["since_on"] < end) & np.isin(tables[1]["customer_id"], early.ids)
    assert np.array_equal(tables[0]["customer_id"], tables[1]["customer_id"][known])
    assert np.array_equal(tables[0]["opted_out_on"].missing, then[known])
    first, second = (posts.posts_table(block)[0] for block in (early, late))
    old = second["posted_at"] + 86_400 < early.world.clock.end_second
    assert np.array_equal(first["post_id"], second["post_id"][old])
    assert first["text"].to_pylist() == second["text"].filter(old).to_pylist()


def test_post_numbers_are_one_to_one_and_tell_nothing(company):
    numbers = np.arange(1, 200_001)
    found = posts.scrambled(numbers, 3)
    assert len(np.unique(found)) == len(numbers) and found.min() >= 0 and found.max() < 1 << posts.POST_BITS
    assert abs(np.corrcoef(numbers, found)[0, 1]) < 0.02
    assert company.table("posts")["post_id"].is_unique


def test_posts_do_not_name_their_customer(company):
    table = company.table("posts")
    assert not {"customer_id", "survey_id", "order_id"} & set(table.columns)
    authors = table.groupby("handle").size()
    assert authors.max() > 1 and len(authors) > 0.9 * len(table) / 2
    names = company.table("customers")
    assert not set(table["handle"]) & set((names["first_name"] + names["last_name"]).str.lower())


def test_the_strong_are_liked_more(company):
    truth = company.truth.table("truth_texts")
    table = company.table("posts").merge(
        truth[truth["source"] == "posts"], left_on="post_id", right_on="text_id"
    )
    strong = table["sentiment"].isin(["negative", "positive"])
    assert table.loc[strong, "likes"].median() > 1.5 * table.loc[~strong, "likes"].median()
    assert len(table) == len(company.table("posts"))
