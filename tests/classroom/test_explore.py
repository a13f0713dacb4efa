"""The whale explorer: its numbers are those of the lesson's P&L, at any setting, in picture and words."""

from __future__ import annotations

import base64
import html
import math
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classroom import explore, load
from classroom.errors import Misuse
from classroom.explore import curve_picture, sliders, whale_curve, whale_sliders
from classroom.explore.whale_curve import Costs
from generator.company import make_company

COMPANY = make_company(customers=80, seed=12)
TABLES = {name: COMPANY.table(name) for name in whale_curve.NEEDS}
PARTS = whale_curve.parts_of(TABLES)


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
        np.testing.assert_allclose(PARTS.profit(PARTS.own), by_hand().to_numpy(), atol=1e-6)

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
        own = PARTS.own
        costs = Costs(
            own.order_eur * times.get("order", 1),
            own.return_eur * times.get("back", 1),
            own.ticket_eur * times.get("ticket", 1),
            own.mailing_eur * times.get("mailing", 1),
            times.get("months", 12),
        )
        np.testing.assert_allclose(PARTS.profit(costs), by_hand(**times).to_numpy(), atol=1e-6)

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.integers(-10_000, 30_000).map(lambda c: c / 100), min_size=1, max_size=60))
    def test_what_the_curve_says(self, profits):
        profit = np.array(profits)
        found = whale_curve.numbers(profit)
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

    @settings(max_examples=40, deadline=None)
    @given(
        st.builds(Costs, *[st.floats(0, 30)] * 4, st.integers(0, 12)),
        st.sampled_from(["order_eur", "return_eur", "ticket_eur", "mailing_eur", "months_mailed"]),
    )
    def test_dearer_is_never_better(self, costs, which):
        dearer = costs.but(**{which: getattr(costs, which) + 1})
        assert (PARTS.profit(dearer) <= PARTS.profit(costs) + 1e-9).all()

    def test_months_are_counted_from_the_last_order_before_each_mailing(self):
        def at(*days):
            return pd.Timestamp("2025-01-01", tz="UTC") + pd.to_timedelta(pd.Series(days), unit="D")

        orders = pd.DataFrame({"customer_id": [1, 1, 2], "ordered_at": at(0, 150, 10)})
        mails = at(0, 1, 31, 140, 150, 151, 500, 5)
        touches = pd.DataFrame(
            {"customer_id": [1, 1, 1, 1, 1, 1, 1, 2], "touched_at": mails, "cost_eur": 1.0}
        )
        found = whale_curve._mail(touches, orders, pd.Index([1, 2]))
        assert found[0].tolist() == [4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1]
        assert found[1].tolist() == [1, *[0] * 11]

    def test_customers_without_anything_are_there_with_nothing(self):
        empty = {
            name: (frame if name in ("customers", "activity_costs") else frame.iloc[:0])
            for name, frame in TABLES.items()
        }
        parts = whale_curve.parts_of(empty)
        assert parts.customers == len(TABLES["customers"])
        assert not parts.profit(parts.own).any()
        page = whale_curve.page(parts, parts.own)
        assert "no profit is left" in page.sentences[1]


class TestText:
    def test_the_own_company_by_default(self, here):
        page = explore.whale_text()
        assert page.numbers.customers == len(load("customers"))
        assert f"{page.numbers.total_eur:,.0f} euros" in str(page)
        assert f"{page.numbers.peak_share * 100:.0f} %" in str(page)
        assert f"{page.numbers.unprofitable_share * 100:.0f} %" in page._repr_html_()

    def test_a_change_is_set_beside_the_own_costs(self, here):
        own, fewer = explore.whale_text(tables=TABLES), explore.whale_text(months_mailed=2, tables=TABLES)
        change = fewer.numbers.total_eur - own.numbers.total_eur
        assert change > 0
        assert f"{change:,.0f} euros more" in str(fewer)
        assert "own costs" not in own.sentences[1]
        dearer = explore.whale_text(order_eur=30, tables=TABLES)
        assert "less than at Fernhill's own costs" in str(dearer)
        assert "for 2 months" in str(fewer)

    def test_when_no_profit_is_left(self, here):
        page = explore.whale_text(order_eur=500, tables=TABLES)
        assert page.numbers.total_eur < 0
        assert "no profit is left" in page.sentences[1]
        assert "nan" not in str(page)

    def test_the_table_has_both_columns(self, here):
        table = explore.whale_text(months_mailed=2, tables=TABLES).table
        assert table.shape == (5, 2)
        assert (table.iloc[0] != table.iloc[0, 0]).any()


class TestExplorer:
    @pytest.fixture
    def explorer(self):
        return whale_sliders.explorer(PARTS)

    def test_questions_stand_before_the_sliders(self, explorer):
        first, *rest = explorer.widgets().children
        assert first.value.count("<li>") == 3
        assert [row.children[0].description for row in rest[:5]] == [knob.label for knob in explorer.knobs]

    def test_every_slider_has_a_label_with_unit_a_tooltip_and_room(self, explorer):
        explorer.widgets()
        for name, slider in explorer.sliders.items():
            box = explorer.boxes[name]
            assert "EUR" in box.description or "Months" in box.description
            assert len(slider.tooltip) > 20
            assert box.tooltip == slider.tooltip
            assert (slider.min, slider.max, slider.step) == (box.min, box.max, box.step)
            assert slider.min == 0 < slider.value <= slider.max

    def test_a_typed_number_moves_the_slider_and_the_other_way_round(self, explorer):
        explorer.widgets()
        explorer.boxes["order_eur"].value = 1.5
        assert explorer.sliders["order_eur"].value == explorer.setting["order_eur"] == 1.5
        explorer.sliders["months_mailed"].value = 4
        assert explorer.boxes["months_mailed"].value == 4

    def test_moving_a_slider_moves_picture_words_and_text_twin(self, explorer):
        box = explorer.widgets()
        before = box.children[-1].value
        explorer.sliders["months_mailed"].value = 2
        after = box.children[-1].value
        assert after != before
        expected = whale_curve.page(PARTS, PARTS.own.but(months_mailed=2))
        assert html.escape(expected.sentences[1]) in after
        assert str(explorer.text()) == str(expected)

    def test_the_words_are_the_pictures_alternative_text(self, explorer):
        value = explorer.widgets().children[-1].value
        (alternative,) = re.findall(r'alt="([^"]+)"', value)
        assert whale_curve.sentence(whale_curve.numbers(PARTS.profit(PARTS.own))) in html.unescape(
            alternative
        )

    def test_back_to_the_own_costs(self, explorer):
        box = explorer.widgets()
        before = box.children[-1].value
        for slider in explorer.sliders.values():
            slider.value = slider.max / 3
        assert box.children[-1].value != before
        box.children[-2].click()
        assert box.children[-1].value == before
        assert explorer.setting == explorer.start
        assert {name: box.value for name, box in explorer.boxes.items()} == explorer.start

    def test_without_widgets_there_is_a_still_picture_with_the_questions(self, explorer):
        still = explorer.still()
        assert "<img" in still
        assert still.count("<li>") == 3
        assert "still picture" in still

    def test_live_widgets_hide_the_still_picture(self, explorer):
        box = explorer.widgets()
        hidden = re.search(r"<style>\.(centric-still-\w+)\{display:none\}</style>", box.children[0].value)[1]
        assert f'class="centric-page {hidden}"' in explorer.still(hidden)

    def test_the_handles_are_named_after_the_labels_beside_them(self, explorer):
        """In a browser: tests/browser. Here: the script looks where the widgets are."""
        box = explorer.widgets()
        assert sliders.LIVE in box._dom_classes
        assert f".{sliders.LIVE} .noUi-handle" in sliders.NAMES
        assert sliders.NAMES.count("{") == sliders.NAMES.count("}")

    def test_nothing_of_matplotlib_is_opened(self, explorer):
        import matplotlib.pyplot as plt

        explorer.widgets()
        explorer.sliders["order_eur"].value = 1
        assert plt.get_fignums() == []

    def test_in_a_terminal_it_is_its_text_twin(self, explorer):
        assert repr(explorer) == str(explorer.text())

    def test_the_picture_does_not_grow_with_the_customers(self):
        """What is sent at each move of a slider stays small, so that it moves smoothly."""
        rng = np.random.default_rng(1)

        def size(customers: int) -> int:
            costs = (rng.normal(20, 30, customers) for _ in range(4))
            mailed = np.abs(rng.normal(1, 1, (customers, 12)))
            return len(whale_sliders.draw(many := whale_curve.Parts(*costs, mailed, PARTS.own), many.own))

        assert size(80_000) < 1.1 * size(4_000) < 60_000


class TestPicture:
    @given(st.floats(-1e7, 1e7), st.floats(1e-3, 1e7))
    def test_ticks_are_few_round_and_inside(self, low, span):
        found = curve_picture.ticks(low, low + span)
        assert 1 <= len(found) <= 11
        slack = span * 1e-6
        assert all(low - slack <= tick <= low + span + slack for tick in found)

    def test_ticks_of_nothing(self):
        assert curve_picture.ticks(0.0, 0.0) == [0.0]
        assert curve_picture.ticks(0.0, math.inf) == [0.0]

    def test_a_thinned_curve_keeps_ends_and_peak(self):
        y = np.sin(np.linspace(0, 3, 5000))
        xs, ys = curve_picture.thinned(curve_picture.Line(np.arange(5000.0), y))
        assert len(xs) <= curve_picture.POINTS + 1
        assert (xs[0], xs[-1]) == (0, 4999)
        assert ys.max() == y.max()

    def test_a_flat_curve_is_drawn_too(self):
        flat = curve_picture.Line(np.array([0.0, 1.0]), np.array([0.0, 0.0]))
        assert "nan" not in curve_picture.svg([flat, flat], "t", "x", "y")

    def test_it_is_valid_xml_with_its_words_escaped(self):
        import xml.etree.ElementTree as tree

        line = curve_picture.Line(np.array([0.0, 1.0]), np.array([1.0, 2.0]))
        marks = [curve_picture.Mark(0.5, 1.5, "a < b")]
        drawing = curve_picture.svg([line, line], "T & <t>", "x", "y", marks, legend="l & m")
        assert tree.fromstring(drawing).tag.endswith("svg")
        image = curve_picture.image(drawing, 'says "this" & <that>')
        data = re.search(r"base64,([^\"]+)", image)[1]
        assert base64.b64decode(data).decode("utf-8") == drawing
        assert "&quot;this&quot;" in image


class TestWhatCannotBe:
    @pytest.mark.parametrize("months", [13, -1, 2.5, "3", True, float("nan"), [3]])
    def test_months(self, months):
        with pytest.raises(Misuse, match="whole number of months from 0 to 12"):
            explore.whale_text(months_mailed=months, tables={})

    @pytest.mark.parametrize("cost", [-1, "3", True, float("inf"), float("nan"), [3]])
    @pytest.mark.parametrize("name", ["order_eur", "return_eur", "ticket_eur", "mailing_eur"])
    def test_costs(self, name, cost):
        with pytest.raises(Misuse, match=f"{name} is a cost in euros"):
            explore.whale_text(**{name: cost}, tables={})

    def test_what_can_be(self):
        same = explore.whale_text(np.float64(3), 0, months_mailed=np.int64(3), tables=TABLES)
        assert same.numbers == explore.whale_text(3, 0.0, months_mailed=3.0, tables=TABLES).numbers
