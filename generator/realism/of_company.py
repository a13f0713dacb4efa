"""A company's orders as a `Log`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute

from generator.errors import WrongUse
from generator.realism.log import MONTHS, Answers, Log, Refunds, as_day, make_log, months_later, with_parts
from generator.storage.arrow import cents

if TYPE_CHECKING:
    from generator.company import Company

MOST_CUSTOMERS = 200_000
"""Of a larger company the first so many customers are measured: they are a fair sample of all."""
DAY_MS = 86_400_000


def logs_of(company: Company, months: int | None = None) -> tuple[Log, Log]:
    """A company's log in the window (first 24 months, or `months`), and over its whole length.

    Raises `WrongUse` if it has no orders.
    """
    if not {"orders", "order_lines"} <= set(company.tables):
        raise WrongUse(f"{company.name} lacks `orders` or `order_lines`; realism is measured on them.")
    start = as_day(dt.date.fromisoformat(company.manifest.start))
    end = as_day(dt.date.fromisoformat(company.manifest.end))
    cut = min(end, months_later(start, months or MONTHS))
    orders = _Orders(company)
    if not len(orders.number):
        raise WrongUse(f"{company.name} has no orders; there is nothing to measure.")
    name = company.name.replace("\\", "/").rstrip("/").rpartition("/")[2]  # of a path, the last part
    whole = make_log(name, orders.customer, orders.day, orders.paid / 100, start, end)
    window = make_log(name, orders.customer, orders.day, orders.paid / 100, start, cut)
    parts = {
        "product_lines": orders.product_lines(cut),
        "refunds": _refunds(company, orders, cut),
        "answers": _answers(company, cut),
    }
    return with_parts(window, **parts), with_parts(whole, **parts)


class _Orders:
    """Orders by number, with their lines: customer, day, channel, cents paid."""

    def __init__(self, company: Company):
        # A company made from a log of transactions knows neither channels nor products.
        channel = ["channel"] if "channel" in company.described("orders").by_name else []
        product = ["product_id"] if "product_id" in company.described("order_lines").by_name else []
        data = company.arrow("orders", ["order_id", "customer_id", "ordered_at", *channel])
        data = data.filter(pa.compute.less_equal(data["customer_id"], MOST_CUSTOMERS))
        number = data["order_id"].to_numpy()
        order = np.argsort(number, kind="stable")
        self.number = number[order]
        self.customer = data["customer_id"].to_numpy()[order]
        self.day = (data["ordered_at"].cast(pa.int64()).to_numpy() // DAY_MS)[order]
        in_store = pa.compute.equal(data["channel"].cast(pa.string()), "store") if channel else None
        self.in_store = np.zeros(len(order), dtype=bool) if in_store is None else np.asarray(in_store)[order]
        lines = company.arrow("order_lines", ["order_id", *product, "paid_eur"])
        place, known = self.find(lines["order_id"].to_numpy())
        paid = cents(lines["paid_eur"].combine_chunks())
        self.line_place = place[known]
        self.line_product = lines["product_id"].to_numpy()[known] if product else None
        self.paid = np.bincount(self.line_place, weights=paid[known], minlength=len(self.number))

    def find(self, number: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Places of order numbers, and whether each is known."""
        place = np.minimum(np.searchsorted(self.number, number), max(len(self.number) - 1, 0))
        return place, self.number[place] == number if len(self.number) else np.zeros(len(number), dtype=bool)

    def product_lines(self, cut: int) -> np.ndarray | None:
        """Lines sold of each product before the cut; None if products are not known."""
        if self.line_product is None:
            return None
        return np.bincount(self.line_product[self.day[self.line_place] < cut])


def _refunds(company: Company, orders: _Orders, cut: int) -> Refunds | None:
    if "returns" not in company.tables or "order_id" not in company.described("returns").by_name:
        return None
    back = company.arrow("returns", ["order_id", "refund_eur"])
    place, known = orders.find(back["order_id"].to_numpy())
    refund = cents(back["refund_eur"].combine_chunks())[known]
    refunded = np.bincount(place[known], weights=refund, minlength=len(orders.number))
    inside = orders.day < cut
    online, store = inside & ~orders.in_store, inside & orders.in_store
    paid = orders.paid
    return Refunds(
        paid[online].sum() / 100, refunded[online].sum() / 100,
        paid[store].sum() / 100, refunded[store].sum() / 100,
    )  # fmt: skip


def _answers(company: Company, cut: int) -> Answers | None:
    """Answers to surveys sent before the cut; with the truth, also what those who were silent would say."""
    if "surveys" not in company.tables:
        return None
    data = company.arrow("surveys", ["survey_id", "sent_at", "answered", "score"])
    inside = data["sent_at"].cast(pa.int64()).to_numpy() // DAY_MS < cut
    data = data.filter(pa.array(inside))
    scores = data["score"].drop_null().to_numpy()
    if not len(scores):
        return None
    if "truth_surveys" not in company.truth.names:
        return Answers(scores)
    truth = company.truth.arrow("truth_surveys", ["survey_id", "would_score"])
    order = np.argsort(truth["survey_id"].to_numpy())
    place = np.searchsorted(truth["survey_id"].to_numpy()[order], data["survey_id"].to_numpy())
    would = truth["would_score"].to_numpy()[order][place]
    answered = np.asarray(data["answered"])
    return Answers(scores, would[answered], would[~answered])
