"""The reference models keep their own story: what they expect is what simulated customers do."""

from __future__ import annotations

from itertools import pairwise

import clv_worlds
import numpy as np
import pytest
from scipy import integrate, optimize, special

from classroom import clv
from classroom.clv import bg_nbd, gamma_gamma, pareto_nbd, shifted_beta_geometric
from classroom.clv.value import YEAR

PARETO, BG = (0.75, 14.0, 0.5, 20.0), (0.45, 9.0, 0.8, 2.4)
WORLDS = {
    "pareto": (clv.ParetoNBD(*PARETO), lambda **how: clv_worlds.pareto_nbd(*PARETO, **how)),
    "bg": (clv.BGNBD(*BG), lambda **how: clv_worlds.bg_nbd(*BG, **how)),
    "mbg": (clv.MBGNBD(*BG), lambda **how: clv_worlds.bg_nbd(*BG, tosses_first=True, **how)),
}
HISTORIES = (
    np.array([0, 0, 1, 2, 7, 30, 30, 250.0]),
    np.array([0, 0, 3.0, 50, 90, 20, 99.5, 90]),
    np.array([5, 104, 80.0, 50, 104, 104, 104, 104]),
)


@pytest.mark.parametrize("name", WORLDS)
def test_simulated_customers_behave_as_expected(name):
    """Within groups by what the model expects, means of the truth differ from it by chance alone."""
    model, simulate = WORLDS[name]
    world = simulate(customers=60_000, seed=11)
    for expected, true in (
        (model.p_alive(*world[:3]), world.alive),
        (model.expected(52, *world[:3]), world.future),
    ):
        groups = np.argsort(np.argsort(expected, kind="stable")) * 10 // len(expected)
        for group in range(10):
            own = groups == group
            error = np.sqrt(np.var(true[own] - expected[own]) / own.sum()) + 1e-9
            assert abs(true[own].mean() - expected[own].mean()) < 4.5 * error, (group, name)


@pytest.mark.parametrize("name", WORLDS)
def test_chances_of_a_number_of_orders(name):
    model, simulate = WORLDS[name]
    world = simulate(customers=60_000, seed=12)
    for n in (0, 1, 2, 5):
        expected, seen = model.probability(n, world.T).mean(), (world.x == n).mean()
        assert abs(seen - expected) < 4.5 * np.sqrt(expected / len(world.x)), n
    assert sum(model.probability(n, 40.0) for n in range(400)) == pytest.approx(1, abs=1e-6)
    assert sum(n * model.probability(n, 40.0) for n in range(400)) == pytest.approx(
        model.expected_new(40), rel=1e-5
    )


@pytest.mark.parametrize("name", WORLDS)
def test_a_customer_without_history_is_a_new_one(name):
    model = WORLDS[name][0]
    if name != "mbg":  # where one toss lies between a first order and the start of watching
        assert model.expected(52, 0, 0, 0) == pytest.approx(model.expected_new(52))
    assert model.expected(52, 3, 10, 20) > model.expected(52, 3, 5, 20)
    steps = np.diff(model.expected_new(np.arange(0, 200, 10)))
    assert (steps > 0).all() and (np.diff(steps) < 0).all()


def test_pareto_nbd_in_its_published_form():
    """With the hypergeometric function (Fader, Hardie 2005, note on the derivation; alpha above beta)."""
    r, alpha, s, beta = 0.55, 14.0, 0.6, 11.0
    x, t_x, T = (column[:6] for column in HISTORIES)

    def part(t):
        z = (alpha - beta) / (alpha + t)
        return special.hyp2f1(r + s + x, s + 1, r + s + x + 1, z) / (alpha + t) ** (r + s + x)

    front = np.exp(special.gammaln(r + x) - special.gammaln(r)) * alpha**r * beta**s
    likelihood = front * (
        (alpha + T) ** -(r + x) * (beta + T) ** -s + s / (r + s + x) * (part(t_x) - part(T))
    )
    model = clv.ParetoNBD(r, alpha, s, beta)
    assert model.log_likelihood(x, t_x, T) == pytest.approx(np.log(likelihood), rel=1e-9)
    alive = front * (alpha + T) ** -(r + x) * (beta + T) ** -s / likelihood
    assert model.p_alive(x, t_x, T) == pytest.approx(alive, rel=1e-8)


@pytest.mark.parametrize(
    "parameters", [(0.75, 14, 0.5, 20), (0.5, 3, 1, 90), (4, 75, 2.5, 100), (2, 90, 15, 0.05)]
)
def test_pareto_nbds_integral_is_exact(parameters):
    r, alpha, s, beta = parameters
    for x, t_x, T in zip(*HISTORIES, strict=True):
        top = -(r + x) * np.log(alpha + t_x) - (s + 1) * np.log(beta + t_x)

        def inner(y, x=x, top=top):
            return np.exp(-(r + x) * np.log(alpha + y) - (s + 1) * np.log(beta + y) - top)

        edges = t_x + (T - t_x) * np.append(0, np.logspace(-6, 0, 30))
        whole = sum(integrate.quad(inner, *pair, epsabs=0)[0] for pair in pairwise(edges))
        found = pareto_nbd._leaving(*parameters, *(np.array([value]) for value in (x, t_x, T)))[0, 0]
        expected = top + np.log(whole) if whole else -np.inf
        assert found == pytest.approx(expected, abs=1e-8)


def test_bg_nbd_in_its_published_form():
    model = clv.BGNBD(*BG)
    r, alpha, a, b = BG
    x, t_x, T = (column[:5] for column in HISTORIES)
    t = 26.0
    series = special.hyp2f1(r + x, b + x, a + b + x - 1, t / (alpha + T + t))
    above = (a + b + x - 1) / (a - 1) * (1 - ((alpha + T) / (alpha + T + t)) ** (r + x) * series)
    below = 1 + (x > 0) * a / (b + x - 1 + (x == 0)) * ((alpha + T) / (alpha + t_x)) ** (r + x)
    assert model.expected(t, x, t_x, T) == pytest.approx(above / below, rel=1e-9)


@pytest.mark.parametrize(
    ("scores", "parameters", "data"),
    [
        (pareto_nbd._scores, PARETO, HISTORIES),
        (pareto_nbd._scores, (0.5, 30.0, 1.0, 4.0), HISTORIES),
        (lambda *all: bg_nbd._scores(False, *all), BG, HISTORIES),
        (lambda *all: bg_nbd._scores(True, *all), BG, HISTORIES),
        (gamma_gamma._scores, (4.0, 3.6, 40.0), (np.array([1, 2, 30.0]), np.array([3.0, 70, 55]))),
        (shifted_beta_geometric._scores, (0.7, 6.0), (np.array([1.0, 0, 9]), np.array([True, False, False]))),
    ],
)
def test_gradients(scores, parameters, data):
    slope = scores(*parameters, *data)[1]
    for k, value in enumerate(parameters):
        step = 1e-6 * value
        up, down = (
            scores(*[p + side * step * (i == k) for i, p in enumerate(parameters)], *data)[0]
            for side in (1, -1)
        )
        assert (up - down) / (2 * step) == pytest.approx(slope[k], rel=1e-4, abs=1e-6)


def test_bg_nbd_far_from_any_shop():
    """Where the hypergeometric series gives up, quantiles of p take over; where it does not, they agree."""
    for parameters in (BG, (2.0, 30.0, 0.1, 0.3), (0.3, 3.0, 5.0, 9.0)):
        model = clv.BGNBD(*parameters)
        weeks = np.array([1.0, 52, 300])
        assert model._by_quantiles(weeks, 4.0, 60.0) == pytest.approx(
            model._if_there(weeks, 4.0, 60.0), rel=5e-3
        )
    rng = np.random.default_rng(2)
    for _ in range(300):
        r, alpha, a, b = np.exp(rng.uniform(-12, 12, size=4))
        expected = clv.BGNBD(r, alpha, a, b)._if_there(52.0, np.arange(5.0), 80.0)
        assert (expected >= 0).all() and (expected <= (r + np.arange(5)) / (alpha + 80) * 52 * 1.001).all()


def test_formulas_pass_smoothly_through_one():
    near = [clv.ParetoNBD(0.75, 14, s, 20).expected(52, *HISTORIES) for s in (1 - 1e-7, 1.0, 1 + 1e-7)]
    assert near[0] == pytest.approx(near[1], rel=1e-6) and near[2] == pytest.approx(near[1], rel=1e-6)
    near = [clv.BGNBD(0.45, 9, a, 2.4).expected(52, *HISTORIES) for a in (1 - 2e-4, 1.0, 1 + 2e-4)]
    assert 0.5 * (near[0] + near[2]) == pytest.approx(near[1], rel=1e-6)


@pytest.mark.parametrize("name", WORLDS)
def test_the_busiest_and_the_oldest_customers_get_numbers(name):
    model = WORLDS[name][0]
    x, t_x, T = (
        np.array([5_000.0, 5_000, 0, 0]),
        np.array([500.0, 1e-9, 0, 0]),
        np.array([500.0, 500, 5_000, 0]),
    )
    for found in (model.expected(52, x, t_x, T), model.p_alive(x, t_x, T), model.log_likelihood(x, t_x, T)):
        assert np.isfinite(found).all()
    assert 480 < model.expected(52, x, t_x, T)[0] < 520  # a little less than ten a week: she may leave
    assert model.p_alive(x, t_x, T)[1] < 1e-6


@pytest.mark.parametrize("name", WORLDS)
def test_fits_find_what_was_simulated(name):
    """Twice the log-likelihood gained over the truth is chi-square with 4 degrees of freedom, thrice."""
    model, simulate = WORLDS[name]
    gain = 0.0
    for seed in (1, 2, 3):
        world = simulate(customers=6_000, seed=seed)
        fit = type(model).fit(*world[:3])
        assert fit.converged and not fit.mute
        gain += 2 * (fit.log_likelihood - model.log_likelihood(*world[:3]).sum())
    assert 0 < gain < special.chdtri(12, 1e-4)


def test_weights_stand_for_customers():
    world = clv_worlds.bg_nbd(*BG, customers=800, seed=5)
    rounded = [np.round(column) for column in world[:3]]
    twice = clv.BGNBD.fit(*(np.tile(column, 2) for column in rounded))
    weighed = clv.BGNBD.fit(*rounded, weights=np.full(800, 2.0))
    assert list(twice.parameters.values()) == pytest.approx(list(weighed.parameters.values()), rel=1e-6)
    assert twice.log_errors["r"] == pytest.approx(weighed.log_errors["r"], rel=1e-4)
    assert twice.log_errors["r"] * np.sqrt(2) == pytest.approx(
        clv.BGNBD.fit(*rounded).log_errors["r"], rel=1e-3
    )


def test_a_general_optimiser_finds_the_same_top():
    """From the likelihood alone, without the gradient."""
    world = clv_worlds.pareto_nbd(*PARETO, customers=1_500, seed=3)

    def down(theta):
        return -clv.ParetoNBD(*np.exp(theta)).log_likelihood(*world[:3]).sum()

    plain = optimize.minimize(
        down, np.log(PARETO), method="Nelder-Mead", options={"fatol": 1e-7, "xatol": 1e-5}
    )
    fit = clv.ParetoNBD.fit(*world[:3])
    assert fit.log_likelihood >= -plain.fun - 1e-6
    assert list(fit.parameters.values()) == pytest.approx(np.exp(plain.x), rel=2e-3)


def test_a_fit_that_the_data_cannot_settle_says_so():
    """Nobody is seen to leave: the law of leaving runs off to no dropout at all."""
    x = np.arange(40.0)
    fit = clv.ParetoNBD.fit(x, np.where(x > 0, 51.9, 0), np.full(40, 52.0))
    assert fit.mute or not fit.converged
    assert {"s", "beta"} & set(fit.mute)


@pytest.mark.parametrize("model", [clv.ParetoNBD, clv.BGNBD, clv.MBGNBD])
@pytest.mark.parametrize(
    "data",
    [
        (np.zeros(50), np.zeros(50), np.full(50, 52.0)),  # nobody repeats
        (np.zeros(1), np.zeros(1), np.zeros(1)),  # nothing was watched
        (np.full(1, 3), np.full(1, 20.0), np.full(1, 30.0)),
        (np.full(90, 5), np.linspace(30, 50, 90), np.full(90, 52.0)),  # all alike
    ],
)
def test_hopeless_data_give_a_fit_that_does_not_pretend(model, data):
    fit = model.fit(*data)
    assert not fit.converged or fit.mute
    assert (fit.model.expected(52, *data) >= 0).all() and len(fit.interval()) == 4


def test_hopeless_memberships_too():
    for periods, left in (([5] * 9, [False] * 9), ([1] * 9, [True] * 9), ([1], [True])):
        fit = clv.ShiftedBetaGeometric.fit(periods, left)
        assert fit.mute and len(fit.interval()) == 2


def test_errors_of_derived_numbers():
    world = clv_worlds.bg_nbd(*BG, customers=4_000, seed=8)
    fit = clv.BGNBD.fit(*world[:3])
    assert fit.error_of(lambda model: model.r) == pytest.approx(fit.standard_errors["r"], rel=1e-4)
    error = fit.error_of(lambda model: model.expected_new(52))
    others = [
        clv.BGNBD.fit(*clv_worlds.bg_nbd(*BG, customers=4_000, seed=k)[:3]).model.expected_new(52)
        for k in range(20, 44)
    ]
    assert error == pytest.approx(np.std(others), rel=0.5)
    limits = fit.interval(0.9)
    assert (limits["low"] < limits["estimate"]).all() and (limits["estimate"] < limits["high"]).all()


def test_gamma_gamma_draws_a_mean_towards_that_of_all():
    model = clv.GammaGamma(4.0, 3.6, 40.0)
    assert model.mean == pytest.approx(4 * 40 / 2.6)
    one, many = model.expected_value([1, 100], [200.0, 200.0])
    assert model.mean < one < many < 200
    assert model.expected_value([0], [np.nan]) == pytest.approx(model.mean)
    assert clv.GammaGamma(4.0, 0.9, 40.0).mean == np.inf
    rng = np.random.default_rng(3)
    n = rng.integers(1, 9, size=40_000)
    scale = 40 / rng.gamma(3.6, size=len(n))
    mean = rng.gamma(4.0 * n) * scale / n
    for own in (n == 1, n > 5, mean > 150):
        error = np.std(4 * scale[own]) / np.sqrt(own.sum())
        assert model.expected_value(n, mean)[own].mean() == pytest.approx(
            4 * scale[own].mean(), abs=4.5 * error
        )


def test_shifted_beta_geometric_by_counting():
    model = clv.ShiftedBetaGeometric(0.7, 6.0)
    assert model.survival([0, 1]) == pytest.approx([1, 6 / 6.7])
    periods = np.arange(1, 200_000)
    assert np.cumprod(model.retention(periods[:24])) == pytest.approx(model.survival(periods[:24]))
    for renewals in (0, 5):
        left = model.survival(renewals + periods) / model.survival(renewals)
        by_hand = (left * 1.01 ** (1.0 - periods)).sum()
        assert model.expected_periods(0.01, renewals) == pytest.approx(by_hand, rel=1e-6)
    total = np.exp(model.log_likelihood(periods[:500], np.ones(500, bool))).sum()
    assert total + np.exp(model.log_likelihood(500, False)) == pytest.approx(1)


@pytest.mark.parametrize("name", WORLDS)
def test_lifetime_value_is_the_sum_over_short_steps(name):
    model = WORLDS[name][0]
    history = tuple(column[:6] for column in HISTORIES)
    edges = np.linspace(0, 104, 1_041)
    for known, orders in ((None, model.expected_new), (history, lambda t: model.expected(t, *history))):
        steps = np.diff([orders(t) for t in edges], axis=0).T
        discounts = 1.12 ** -((edges[1:] + edges[:-1]) / 2 / YEAR)
        value = clv.lifetime_value(model, 104, known, order_value=60.0, margin=0.4, discount=0.12)
        assert value == pytest.approx(steps @ discounts * 24, rel=1e-5)
    assert clv.lifetime_value(model, 52) == pytest.approx(model.expected_new(52))


@pytest.mark.parametrize("name", WORLDS)
@pytest.mark.parametrize("years", [1, 20, 100, 400])
def test_lifetime_value_is_exact_over_any_horizon(name, years):
    """Against SciPy's adaptive integral, in the logarithm of time, customer by customer."""
    model, weeks = WORLDS[name][0], years * YEAR
    history = tuple(column[:3] for column in HISTORIES)
    one = [tuple(column[k] for column in history) for k in range(3)]
    for discount in (0.01, 0.1, 1.0, -0.02):
        force = np.log1p(discount) / YEAR
        found = [clv.lifetime_value(model, weeks, discount=discount)]
        found += list(clv.lifetime_value(model, weeks, history, discount=discount))
        ways = [model.expected_new, *(lambda t, known=known: model.expected(t, *known) for known in one)]
        for value, orders in zip(found, ways, strict=True):

            def late(u, orders=orders, force=force):
                return force * np.exp(u - force * np.expm1(u)) * float(orders(np.expm1(u)))

            by_parts = integrate.quad(late, 0, np.log1p(weeks), epsrel=1e-10, epsabs=0, limit=200)[0]
            assert value == pytest.approx(by_parts + orders(weeks) * np.exp(-force * weeks), rel=1e-8)


def test_lifetime_value_for_ever_is_the_published_one():
    """Fader, Hardie and Lee 2005 (RFM and CLV), discounted expected residual transactions, in closed form."""
    r, alpha, s, beta = 0.55, 10.58, 0.61, 11.67
    model, force = clv.ParetoNBD(r, alpha, s, beta), np.log(1.15) / YEAR
    x, t_x, T = np.array([0.0, 2.0, 11.0]), np.array([0.0, 30.0, 71.0]), np.array([77.0, 77.0, 77.0])
    there = model.p_alive(x, t_x, T) * (r + x) / (alpha + T)
    stays = force * (beta + T)
    # Mean of 1 / (mu + force), mu ~ gamma(s, beta + T): a confluent hypergeometric function.
    closed = there * (beta + T) * special.hyperu(1.0, 2.0 - s, stays)
    for years in (300, 400):
        value = clv.lifetime_value(model, years * YEAR, (x, t_x, T), discount=0.15)
        assert value == pytest.approx(closed, rel=1e-8)
