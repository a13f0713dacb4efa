"""What was planted can be found again: laws over all customers, ties, and the models of the textbook."""

import numpy as np
import pytest
import scipy.optimize
import scipy.special
import scipy.stats

from generator import make_company
from generator.latents import Laws, draw_latents
from generator.scenario import read_scenario


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("name", ["fernhill", "textbook"])
def test_laws_over_all_customers_are_exact_whatever_the_ties(name, seed):
    scenario = read_scenario(name)
    latents = draw_latents(scenario, Laws.of(scenario), seed, np.arange(1, 40_001))
    p, d, s = scenario.purchase, scenario.dropout, scenario.spend
    laws = {
        "rate": (latents.rate, scipy.stats.gamma(p.r, scale=1 / p.alpha)),
        "dropout": (latents.dropout, scipy.stats.gamma(d.s, scale=1 / d.beta)),
        "value scale": (1 / latents.value_scale, scipy.stats.gamma(s.q, scale=1 / s.gamma)),
        # Life is a gamma mixture of exponentials: Pareto of the second kind.
        "life": (latents.life, scipy.stats.lomax(d.s, scale=d.beta)),
        "return": (np.log(latents.return_factor), None),
    }
    for what, (found, law) in laws.items():
        if law is not None:
            assert scipy.stats.kstest(found, law.cdf).pvalue > 1e-4, what


def test_ties_are_as_planted():
    scenario = read_scenario("fernhill")
    z = draw_latents(scenario, Laws.of(scenario), 4, np.arange(1, 100_001))

    def tie(a, b):
        return np.corrcoef(a, b)[0, 1]

    assert tie(z.z_rate, z.z_spend) == pytest.approx(scenario.ties.rate_spend, abs=0.015)
    assert tie(z.z_dropout, z.z_satisfaction) == pytest.approx(-scenario.ties.satisfaction_dropout, abs=0.015)
    assert tie(z.z_rate, z.z_dropout) == pytest.approx(0, abs=0.015)


def pareto_nbd_fit(x, last, watched):
    """Maximum likelihood of Pareto/NBD in r, alpha, s, beta with standard errors of their logarithms.

    Likelihood with the integral over the time of leaving by Gauss-Legendre in log time (no hypergeometric
    function needed).
    """
    nodes, weights = np.polynomial.legendre.leggauss(40)
    cells, index = np.unique(np.stack([x, last.round(3), watched.round(3)]), axis=1, return_inverse=True)
    count = np.bincount(index.ravel())
    x, last, watched = cells

    def negative(theta):
        r, a, s, b = np.exp(theta)
        low, high = np.log(b + last), np.log(b + watched)
        y = 0.5 * (high + low)[:, None] + 0.5 * (high - low)[:, None] * nodes
        inner = -(r + x)[:, None] * np.log(a + np.exp(y) - b) - s * y
        peak = inner.max(axis=1)
        integral = (np.exp(inner - peak[:, None]) * weights).sum(axis=1) * 0.5 * (high - low)
        with np.errstate(divide="ignore"):
            left = np.log(s) + peak + np.log(integral)
        stay = -(r + x) * np.log(a + watched) - s * np.log(b + watched)
        front = scipy.special.gammaln(r + x) - scipy.special.gammaln(r) + r * np.log(a) + s * np.log(b)
        return -(count * (front + np.logaddexp(left, stay))).sum()

    best = scipy.optimize.minimize(negative, np.log([1.0, 10.0, 1.0, 10.0]), method="L-BFGS-B")
    step, hessian = 1e-3, np.empty((4, 4))
    for i in range(4):
        for j in range(4):
            e, f = np.eye(4)[i] * step, np.eye(4)[j] * step
            t = best.x
            hessian[i, j] = (
                negative(t + e + f) - negative(t + e - f) - negative(t - e + f) + negative(t - e - f)
            ) / (4 * step * step)
    return best.x, np.sqrt(np.diag(np.linalg.inv(hessian)))


def summary(company):
    """Repeat orders, time of the last and time watched, in operational weeks."""
    scenario = company.scenario
    from generator.clock import Clock

    clock = Clock.of(scenario.calendar)
    orders = company.table("orders").sort_values(["customer_id", "ordered_at"])
    # Back into operational time through the public clock: day, and share of the day's profile.
    seconds = orders["ordered_at"].astype("int64").to_numpy() // 1000
    day = seconds // 86_400 - clock.first_day
    hour, rest = np.divmod(seconds % 86_400, 3_600)
    share = clock.hour_edges[hour] + (clock.hour_edges[hour + 1] - clock.hour_edges[hour]) * rest / 3_600
    week = clock.weeks[day] + clock.factors[day] / 7 * share
    grouped = orders.assign(week=week).groupby("customer_id")["week"].agg(["count", "min", "max"])
    x = grouped["count"].to_numpy() - 1
    return x, (grouped["max"] - grouped["min"]).to_numpy(), clock.end_week - grouped["min"].to_numpy()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_textbook_orders_are_pareto_nbd_in_operational_time(seed):
    company = make_company("textbook", customers=12_000, seed=seed)
    planted = company.scenario
    truth = np.log([planted.purchase.r, planted.purchase.alpha, planted.dropout.s, planted.dropout.beta])
    found, error = pareto_nbd_fit(*summary(company))
    assert np.all(np.abs(found - truth) < 3.5 * error), np.exp(found)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_textbook_order_values_are_gamma_gamma(seed):
    company = make_company("textbook", customers=12_000, seed=seed)
    spend = company.scenario.spend
    orders = company.table("orders")
    value = company.table("order_lines").groupby("order_id")["paid_eur"].sum()
    grouped = orders.assign(value=orders["order_id"].map(value)).groupby("customer_id")["value"]
    x, mean = grouped.count().to_numpy(), grouped.mean().to_numpy()

    def negative(theta):
        p, q, g = np.exp(theta)
        likelihood = (
            scipy.special.gammaln(p * x + q) - scipy.special.gammaln(p * x) - scipy.special.gammaln(q)
            + q * np.log(g) + (p * x - 1) * np.log(mean) + p * x * np.log(x)
            - (p * x + q) * np.log(g + mean * x)
        )  # fmt: skip
        return -likelihood.sum()

    p, q, g = np.exp(scipy.optimize.minimize(negative, np.log([2, 3, 30]), method="Nelder-Mead").x)
    assert p * g / (q - 1) == pytest.approx(spend.p * spend.gamma / (spend.q - 1), rel=0.03)
    assert (p, q) == (pytest.approx(spend.p, rel=0.1), pytest.approx(spend.q, rel=0.1))


def test_trial_effects_are_as_planted():
    company = make_company("textbook", customers=20_000, seed=2, truth=True)
    planted, trial = company.scenario.price_trial, company.table("trials").query("trial_id == 'brio_kettle'")
    for answer, chances in ((True, planted.take_up_price_led), (False, planted.take_up_others)):
        for arm, chance in zip(("list", "minus_10", "minus_20"), chances, strict=True):
            own = trial[((trial["answer"] == "price") == answer) & (trial["arm"] == arm)]["bought"]
            assert abs(own.mean() - chance) < 4 * np.sqrt(chance * (1 - chance) / len(own))
    # A common draw: whoever buys at a price buys at any lower one.
    would = company.truth.table("truth_trials").query("trial_id == 'brio_kettle'")
    would = would.pivot(index="customer_id", columns="arm", values="would_buy")
    assert (would["list"] <= would["minus_10"]).all() and (would["minus_10"] <= would["minus_20"]).all()
    shown = trial.set_index("customer_id")
    assert all(would.loc[c, a] == b for c, a, b in shown[["arm", "bought"]].head(500).itertuples())


def test_truth_agrees_with_what_is_seen():
    company = make_company(customers=4_000, seed=9, truth=True)
    truth = company.truth.table("truth_customers").set_index("customer_id")
    last = company.table("orders").groupby("customer_id")["ordered_at"].max()
    left = truth["left_at"].dropna()
    assert (last.loc[left.index] <= left).all()
    first = company.table("order_lines").query("line_no == 1").merge(company.table("orders"), on="order_id")
    first = first.sort_values("ordered_at").drop_duplicates("customer_id")
    line = company.table("products").set_index("product_id")["line"]
    seen = first.set_index("customer_id")["product_id"].map(line).reindex(truth.index)
    assert (seen == truth["first_line"]).all()
