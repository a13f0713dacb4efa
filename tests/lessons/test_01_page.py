"""The page of lesson 01 agrees with itself."""

from __future__ import annotations

import pandas as pd

from classroom import toys


def test_the_whole_page_reconciles():
    page = toys.page("01_product_vs_customer")
    lines, customers = page.right("line_pnl"), page.right("customer_pnl")
    costs = customers[["fulfilment_eur", "tickets_eur", "mailings_eur"]].sum().sum()
    assert lines["margin_eur"].sum() - costs == customers["profit_eur"].sum()
    pd.testing.assert_frame_equal(page["by_line"].set_index("line"), lines)
    pd.testing.assert_frame_equal(page["by_customer"].set_index("customer_id"), customers)
    assert 5 not in page["by_customer_without_eva"]["customer_id"].tolist()
