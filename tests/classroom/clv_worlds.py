"""Customers simulated straight from the models' stories, order by order: no formula is used."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class World(NamedTuple):
    """What is seen (x, t_x, T), and what is not: still there at T, and orders in the `ahead` weeks after."""

    x: np.ndarray
    t_x: np.ndarray
    T: np.ndarray
    alive: np.ndarray
    future: np.ndarray


def pareto_nbd(r, alpha, s, beta, *, customers, seed, weeks=104.0, ahead=52.0) -> World:
    rng = np.random.default_rng(seed)
    rate = rng.gamma(r, size=customers) / alpha
    life = rng.exponential(size=customers) * beta / rng.gamma(s, size=customers)
    return _watch(rng, rate, lambda times: life[:, None] > times, life, weeks, ahead)


def bg_nbd(r, alpha, a, b, *, customers, seed, weeks=104.0, ahead=52.0, tosses_first=False) -> World:
    rng = np.random.default_rng(seed)
    rate = rng.gamma(r, size=customers) / alpha
    survives = rng.geometric(np.maximum(rng.beta(a, b, size=customers), 1e-12)).astype(float)
    # `survives`: at which toss the customer leaves; the first order has a toss only in the modified model.
    last = survives - 1 if tosses_first else survives
    return _watch(
        rng, rate, lambda times: np.arange(1, times.shape[1] + 1) <= last[:, None], last, weeks, ahead
    )


def _watch(rng, rate, placed, last, weeks, ahead) -> World:
    customers = len(rate)
    watched = rng.uniform(0.2 * weeks, weeks, size=customers)
    most = int(rng.poisson(rate * (weeks + ahead)).max() * 1.3 + 30)
    times = np.cumsum(rng.exponential(size=(customers, most)), axis=1) / rate[:, None]
    there = placed(times)
    seen = there & (times <= watched[:, None])
    future = (there & (times > watched[:, None]) & (times <= watched[:, None] + ahead)).sum(axis=1)
    x = seen.sum(axis=1)
    t_x = np.where(x > 0, np.take_along_axis(times, np.maximum(x - 1, 0)[:, None], 1)[:, 0], 0.0)
    # In Pareto/NBD `last` is a moment; in BG/NBD it is the number of the last order.
    by_moment = np.any(last != np.floor(last))
    alive = last > watched if by_moment else x < last
    return World(x, t_x, watched, alive, future)
