"""Texts in a company: each with its truth, in the mood of what happened, the same whatever the size."""

import numpy as np
import pytest

from generator import make_company, text

PLACES = {
    "tickets": ("ticket_id", "text"),
    "surveys": ("survey_id", "verbatim"),
    "posts": ("post_id", "text"),
}


@pytest.fixture(scope="module")
def company():
    return make_company(customers=3_000, seed=5, truth=True)


@pytest.mark.parametrize("source", PLACES)
def test_every_text_has_its_truth_and_no_truth_is_without_a_text(company, source):
    key, words = PLACES[source]
    written = company.table(source).dropna(subset=[words])
    truth = company.truth.table("truth_texts")
    truth = truth[truth["source"] == source]
    assert len(truth) > 300
    assert sorted(written[key]) == sorted(truth["text_id"])
    assert (written[words].str.len() > 2).all()
    both = truth["second_theme"].dropna()
    assert len(both) and (both != truth.loc[both.index, "theme"]).all()


def test_discontent_tickets_are_written_in_a_discontent_mood(company):
    truth = company.truth.table("truth_texts").query("source == 'tickets'")
    tickets = company.table("tickets").merge(truth, left_on="ticket_id", right_on="text_id", validate="1:1")
    negative = (tickets["sentiment"] == "negative").groupby(tickets["satisfaction"]).mean()
    assert negative.loc[1] > negative.loc[3] + 0.2 > negative.loc[5] + 0.2
    passed_on = tickets["hand_offs"].clip(upper=3)
    by_steps = (tickets["sentiment"] == "negative").groupby(passed_on).mean()
    assert by_steps.loc[3] > by_steps.loc[0] + 0.1
    assert (tickets["theme"] == tickets["topic"].map(text.TOPIC_THEMES)).all()


def test_places_speak_of_different_things(company):
    shares = (
        company.truth.table("truth_texts").groupby("source")["theme"].value_counts(normalize=True).unstack(0)
    )
    shares = shares.fillna(0.0)
    assert shares.loc["price", "surveys"] > shares.loc["price", "posts"] + 0.04
    assert shares.loc["range", "posts"] > shares.loc["range", "surveys"] + 0.03
    assert shares["tickets"].idxmax() == "delivery"


def test_what_a_customer_writes_does_not_hang_on_the_size_of_the_company(company):
    small = make_company(customers=400, seed=5)
    words = ["customer_id", "opened_at", "text"]
    many = company.table("tickets")[words].query("customer_id <= 400")
    few = small.table("tickets")[words]
    many, few = (frame.sort_values(words, ignore_index=True) for frame in (many, few))
    assert len(few) > 100
    assert np.array_equal(many["customer_id"], few["customer_id"])
    assert many["text"].tolist() == few["text"].tolist()
