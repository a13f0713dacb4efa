"""The whale explorer: its numbers are those of the lesson's P&L, at any setting, in picture and words."""

from __future__ import annotations

import html
import math
import re
from dataclasses import replace
from importlib import import_module

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classroom import explore
from classroom.errors import Misuse
from classroom.explore.fitted import Fitted
from generator.company import make_company

whale = import_module("classroom.lessons.01_product_vs_customer.explorer")

COMPANY = make_company(customers=80, seed=12)
TABLES = {name: COMPANY.table(name) for name in whale.EXPLORER.needs}
PARTS = whale.prepare(TABLES)
OWN = {**PARTS.own, "months_mailed": whale.MONTHS}


def by_hand(order=1.0, back=1.0, ticket=1.0, mailing=1.0, months=12) -> pd.Series:
    """Customer profit as the lesson defines it, slowly; arguments multiply Fernhill's own rates."""
    orders, lines, returns = TABLES["orders"], TABLES["order_lines"], TABLES["returns"]
    rate = TABLES["activity_costs"].set_index("activity")["rate_eur"]
    buyer = orders.set_index("order_id")["customer_id"]
    profit = pd.Series(0.0, index=TABLES["customers"]["customer_id"])
    sold = lines["paid_eur"] - lines["quantity"] * lines["unit_cost_eur"]
    for owner, amounts in (
        (lines["order_id"].map(buyer), sold),
        (returns["order_id"].map(buyer), -returns["refund_eur"] - back * returns["handling_cost_eur"]),
        (orders["customer_id"], -order * orders["channel"].map(lambda c: rate[f"{c}_order"])),
        (
            TABLES["tickets"]["customer_id"],
            pd.Series(-ticket * rate["ticket"], index=TABLES["tickets"].index),
        ),
    ):
        profit = profit.add(amounts.groupby(owner.to_numpy()).sum(), fill_value=0.0)
    for customer, mails in TABLES["touches"].groupby("customer_id"):
        bought = orders.loc[orders["customer_id"] == customer, "ordered_at"]
        for at, cost, channel in zip(mails["touched_at"], mails["cost_eur"], mails["channel"], strict=True):
            if channel != "mail":
                profit[customer] -= cost
                continue
            last = bought[bought <= at].max()
            month = max(1, math.ceil((at - last) / pd.Timedelta(days=365.25 / 12)))
            if min(month, 12) <= months:
                profit[customer] -= mailing * cost
    return profit


class TestNumbers:
    def test_at_the_own_rates_it_is_the_lessons_profit_and_loss(self):
        np.testing.assert_allclose(whale.profit(PARTS, **OWN), by_hand().to_numpy(), atol=1e-6)

    @pytest.mark.parametrize(
        "times",
        [
            {"order": 2},
            {"back": 0},
            {"ticket": 3},
            {"mailing": 0.5},
            {"months": 0},
            {"months": 3},
            {"order": 0, "months": 7},
        ],
    )
    def test_at_any_other_setting_too(self, times):
        names = {"order_eur": "order", "return_eur": "back", "ticket_eur": "ticket", "mailing_eur": "mailing"}
        rates = {name: own * times.get(names[name], 1) for name, own in PARTS.own.items()}
        found = whale.profit(PARTS, **rates, months_mailed=times.get("months", 12))
        np.testing.assert_allclose(found, by_hand(**times).to_numpy(), atol=1e-6)

    @settings(max_examples=60)
    @given(st.lists(st.integers(-10_000, 30_000).map(lambda c: c / 100), min_size=1, max_size=60))
    def test_what_the_curve_says(self, profits):
        profit = np.array(profits)
        found = whale.numbers(profit)
        assert found.total_eur == pytest.approx(profit.sum(), abs=1e-6)
        assert found.peak_eur == pytest.approx(profit[profit > 0].sum(), abs=1e-6)
        assert found.lost_eur == pytest.approx(found.peak_eur - found.total_eur, abs=1e-6)
        assert found.unprofitable_share == np.mean(profit < 0)
        assert found.profitable == (profit > 0).sum()
        if found.total_eur > 0:
            assert found.peak_share >= 1 - 1e-12
            assert found.peak_share == pytest.approx(found.peak_eur / found.total_eur)
        else:
            assert math.isnan(found.peak_share)

    @settings(max_examples=40)
    @given(
        st.fixed_dictionaries(
            {**{name: st.floats(0, 30) for name in PARTS.own}, "months_mailed": st.integers(0, 12)}
        ),
        st.sampled_from(list(OWN)),
    )
    def test_dearer_is_never_better(self, setting, which):
        dearer = {**setting, which: setting[which] + 1}
        assert (whale.profit(PARTS, **dearer) <= whale.profit(PARTS, **setting) + 1e-9).all()

    def test_months_are_counted_from_the_last_order_before_each_mailing(self):
        def at(*days):
            return pd.Timestamp("2025-01-01", tz="UTC") + pd.to_timedelta(pd.Series(days), unit="D")

        orders = pd.DataFrame({"customer_id": [1, 1, 2], "ordered_at": at(0, 150, 10)})
        mails = at(0, 1, 31, 140, 150, 151, 500, 5)
        touches = pd.DataFrame(
            {"customer_id": [1, 1, 1, 1, 1, 1, 1, 2], "touched_at": mails, "cost_eur": 1.0}
        )
        found = whale.mail_by_month(touches, orders, pd.Index([1, 2]))
        assert found[0].tolist() == [4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1]
        assert found[1].tolist() == [1, *[0] * 11]

    def test_customers_without_anything_are_there_with_nothing(self):
        empty = {
            name: (frame if name in ("customers", "activity_costs") else frame.iloc[:0])
            for name, frame in TABLES.items()
        }
        page = explore.whale_text(tables=empty)
        assert page.numbers.customers == len(TABLES["customers"])
        assert page.numbers.total_eur == page.numbers.lost_eur == 0
        assert "no profit is left" in page.sentences[1]


class TestText:
    def test_words_and_numbers_are_the_same(self):
        page = explore.whale_text(tables=TABLES)
        assert page.numbers.customers == len(TABLES["customers"])
        assert f"{page.numbers.total_eur:,.0f} euros" in str(page)
        assert f"{page.numbers.peak_share * 100:.0f} %" in str(page)
        assert f"{page.numbers.unprofitable_share * 100:.0f} %" in page._repr_html_()

    def test_a_change_is_set_beside_the_own_costs(self):
        own, fewer = explore.whale_text(tables=TABLES), explore.whale_text(months_mailed=2, tables=TABLES)
        change = fewer.numbers.total_eur - own.numbers.total_eur
        assert change > 0
        assert f"{change:,.0f} euros more" in str(fewer)
        assert "own costs" not in own.sentences[1]
        dearer = explore.whale_text(order_eur=30, tables=TABLES)
        assert "less than at Fernhill's own costs" in str(dearer)
        assert "for 2 months" in str(fewer)

    def test_when_no_profit_is_left(self):
        page = explore.whale_text(order_eur=500, tables=TABLES)
        assert page.numbers.total_eur < 0
        assert "no profit is left" in page.sentences[1]
        assert "nan" not in str(page)

    def test_the_table_has_both_columns(self):
        table = explore.whale_text(months_mailed=2, tables=TABLES).table
        assert table.shape == (5, 2)
        assert (table.iloc[0] != table.iloc[0, 0]).any()


class TestExplorer:
    @pytest.fixture
    def explorer(self):
        return explore.whale(TABLES)

    def test_questions_stand_before_the_sliders(self, explorer):
        first, *rest = explorer.widgets().children
        assert first.value.count("<li>") == 1
        assert [row.children[0].description for row in rest[:5]] == [c.label for c in explorer.controls]

    def test_every_slider_begins_at_the_own_costs_and_ends_at_a_round_number_well_above(self, explorer):
        explorer.widgets()
        for name, slider in explorer.sliders.items():
            assert slider.value == OWN[name]
            assert "EUR" in explorer.boxes[name].description or "Months" in explorer.boxes[name].description
            assert slider.min == 0 < slider.value <= slider.max
        assert all(3 * own <= explorer.sliders[name].max <= 6.1 * own for name, own in PARTS.own.items())
        assert explorer.sliders["months_mailed"].max == 12

    def test_moving_a_slider_moves_picture_words_and_text_twin(self, explorer):
        box = explorer.widgets()
        before = box.children[-1].value
        explorer.sliders["months_mailed"].value = 2
        after = box.children[-1].value
        assert re.search(r'src="[^"]+"', after)[0] != re.search(r'src="[^"]+"', before)[0]
        expected = explore.whale_text(months_mailed=2, tables=TABLES)
        assert html.escape(expected.sentences[1]) in after
        assert str(explorer.text()) == str(expected)

    def test_the_words_are_the_pictures_alternative_text(self, explorer):
        value = explorer.widgets().children[-1].value
        (alternative,) = re.findall(r'alt="([^"]+)"', value)
        assert whale.sentence(whale.numbers(whale.profit(PARTS, **OWN)), None) in html.unescape(alternative)

    def test_the_button_leads_back_to_the_own_costs(self, explorer):
        box = explorer.widgets()
        before = box.children[-1].value
        explorer.sliders["order_eur"].value = 1
        box.children[-2].click()
        assert box.children[-1].value == before
        assert box.children[-2].description == "Back to Fernhill's own costs"

    def test_the_picture_does_not_grow_with_the_customers(self):
        """What is sent at each move of a slider stays small, so that it moves smoothly."""
        rng = np.random.default_rng(1)

        def size(customers: int) -> int:
            goods, *costs = (rng.normal(20, 30, customers) for _ in range(4))
            mailed = np.abs(rng.normal(1, 1, (customers, 12)))
            rates = ("order_eur", "return_eur", "ticket_eur")
            many = whale.Parts(goods, dict(zip(rates, costs, strict=True)), mailed, PARTS.own)
            return len(Fitted(replace(whale.EXPLORER, prepare=lambda _: many), {}).html(OWN))

        assert size(80_000) < 1.1 * size(4_000) < 60_000


class TestWhatCannotBe:
    @pytest.mark.parametrize("months", [13, -1, 2.5, "3", True, float("nan"), [3]])
    def test_months(self, months):
        with pytest.raises(Misuse, match="whole number of months from 0 to 12"):
            explore.whale_text(months_mailed=months, tables={})

    @pytest.mark.parametrize("cost", [-1, "3", True, float("inf"), float("nan"), [3]])
    @pytest.mark.parametrize("name", ["order_eur", "return_eur", "ticket_eur", "mailing_eur"])
    def test_costs(self, name, cost):
        with pytest.raises(Misuse, match=f"{name} is a number of euros from 0 on"):
            explore.whale_text(**{name: cost}, tables={})

    def test_what_can_be(self):
        same = explore.whale_text(np.float64(3), 0, months_mailed=np.int64(3), tables=TABLES)
        assert same.numbers == explore.whale_text(3, 0.0, months_mailed=3.0, tables=TABLES).numbers


@pytest.mark.parametrize("seed", [21, 22, 23])
def test_the_first_question_has_one_answer(seed):
    company = make_company(customers=1500, seed=seed)
    parts = whale.prepare({name: company.table(name) for name in whale.EXPLORER.needs})
    left = {
        name: whale.profit(
            parts, **{**parts.own, name: 2 * parts.own[name]}, months_mailed=whale.MONTHS
        ).sum()
        for name in parts.own
    }
    first, second = sorted(left, key=left.get)[:2]
    assert first == "order_eur" and left[first] < 0.97 * left[second]
