"""What a newcomer of each acquisition channel is truly worth when she comes, beside what winning her costs.

Expectations in closed form over a fixed sample of the scenario's customers, over a fixed horizon: the first
order and the `HORIZON` season-adjusted weeks after it, later euros discounted. Without horizon the few who
never leave would make the mean (with s < 1 the mean lifetime is infinite). The app, trials and what service
mends or breaks are not in it: it is what she brings by her own nature.
"""

from __future__ import annotations

import math

import numpy as np

from generator import draws, maths
from generator.block_values import Nullable
from generator.business import winning
from generator.business.buying import FIRST_WEIGHT, OTHER_WEIGHT
from generator.business.future import weekly_discount
from generator.business.market import SAMPLE_SEED, Sample, earning, margin_parts, rounded, scenario_sample
from generator.business.returns import PARTIAL_FROM, PARTIAL_RANGE, return_rate
from generator.scenario import Scenario
from generator.world import World

HORIZON = 156.0


def vocabulary(world: World) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    return {("truth_acquisition", "channel"): [channel.name for channel in world.scenario.channels]}


def orders_within(scenario: Scenario, rate: np.ndarray, hazard: np.ndarray, weeks: float) -> np.ndarray:
    """Expected repeat orders of newcomers in their first `weeks`, later ones discounted; rates per week.

    Under Pareto/NBD r / (h + d) × (1 - exp(-(h + d) T)). Under BG/NBD nobody can leave before her first
    repeat order, at u: the integral of r exp(-(r + d) u) (1 + (1 - p) R(T - u)), with R as above.
    """
    discount = weekly_discount(scenario.future.discount_per_year)
    both = hazard + discount
    if scenario.dropout.model == "pareto":
        return rate / both * (1.0 - maths.exp(-both * weeks))
    first = rate / (rate + discount) * (1.0 - maths.exp(-(rate + discount) * weeks))
    gap = np.maximum(rate - hazard, 1e-12)
    late = rate * maths.exp(-both * weeks) * (1.0 - maths.exp(-gap * weeks)) / gap
    return first + (1.0 - hazard / rate) * rate / both * (first - late)


def refund_parts(world: World, sample: Sample) -> tuple[np.ndarray, np.ndarray]:
    """Of what each customer pays, the share that she gets back; her returned lines for each line bought."""
    scenario, who, z = world.scenario, sample.who, sample.latents
    lines = scenario.lines
    taste = np.array([[need.preferences[line.name] for line in lines] for need in scenario.needs])
    ways = np.array([channel.order_channels for channel in scenario.channels])
    by_line = (ways / ways.sum(axis=1, keepdims=True)) @ return_rate(world)
    chance = ((taste / taste.sum(axis=1, keepdims=True))[who.need] * by_line[who.channel]).sum(axis=1)
    part = scenario.returns.full_share + (1.0 - scenario.returns.full_share) * (
        PARTIAL_FROM + PARTIAL_RANGE / 2
    )
    back = np.minimum(chance * z.return_factor, 1.0)
    return back * part, back


def main_share(scenario: Scenario) -> float:
    """Of what an order comes to, the share of its main line (mean over numbers of lines)."""
    weights = np.array(scenario.orders.line_weights)
    main, other = FIRST_WEIGHT + 32_768.0, OTHER_WEIGHT + 32_768.0
    return float((weights * main / (main + other * np.arange(len(weights)))).sum() / weights.sum())


def goodwill(world: World, sample: Sample) -> np.ndarray:
    """Goodwill for each customer's ticket (EUR): one order and one ticket drawn for each of the sample."""
    scenario, z = world.scenario, sample.latents
    rules, limits = scenario.service, np.array(scenario.organisation.refund_limits_eur)
    key = draws.keys(SAMPLE_SEED, "worth", np.arange(len(z.rate)))
    lot = [draws.uniform(draws.bits(key, n)) for n in range(3)]
    value = world.laws.order_value(draws.bits(key, 3)) * z.value_scale
    topics = np.array(list(rules.topics.values()))
    claims = np.array([topic in rules.claims.topics for topic in rules.topics])
    claim = 1.0 - maths.log(lot[0]) * rules.claims.mean_eur
    limit = limits[np.minimum((lot[1] * len(limits)).astype(np.int64), len(limits) - 1)]
    settled = claim <= limit
    amount = claim + rules.claims.generosity * np.maximum(limit - claim, 0.0)
    paid = np.minimum(amount, value) * (settled | (lot[2] < rules.claims.granted_later))
    return paid * float((topics * claims).sum() / topics.sum())


def truth_acquisition_table(world: World) -> dict:
    """Columns of `truth_acquisition`."""
    scenario, channels, made = world.scenario, world.scenario.channels, winning.plan(world)
    sample = scenario_sample(world)
    who, z = sample.who, sample.latents
    orders = 1.0 + orders_within(scenario, z.rate, z.dropout, HORIZON)
    spend = z.value_scale * scenario.spend.p
    earns, sending = margin_parts(world, sample)
    back, lines_back = refund_parts(world, sample)
    weights = np.array(scenario.orders.line_weights)
    lines = float((weights * np.arange(1, len(weights) + 1)).sum() / weights.sum())
    tickets = np.minimum(scenario.service.tickets_per_order * z.contact_factor, 0.9)
    service = tickets * (scenario.costs.ticket + goodwill(world, sample))
    margin = spend * (earns - back) - sending - lines * lines_back * scenario.returns.handling_eur - service
    first = margin + spend * main_share(scenario) * (earning(scenario)[who.first_line] - earns)
    new = ~who.early
    came = np.array([max(int((new & (who.channel == k)).sum()), 1) for k in range(len(channels))])

    def mean(of: np.ndarray) -> np.ndarray:
        total = [math.fsum(of[new & (who.channel == k)].tolist()) for k in range(len(channels))]
        return rounded(np.array(total) / came, 2)

    cost = np.array([channel.cost_per_customer_eur for channel in channels])
    saturation = np.array([channel.saturation for channel in channels])
    usual = np.ones(len(channels))
    stuck = saturation >= 1.0
    following = np.where(stuck, 0.0, winning.marginal_cost(cost, usual, np.where(stuck, 0.0, saturation)))
    return {
        "channel": np.arange(len(channels)),
        "newcomer_share": rounded(made.share, 4),
        "average_cost_eur": rounded(winning.blended_cost(cost, usual, saturation), 2),
        "next_cost_eur": Nullable(rounded(following, 2), stuck),
        "saturation": rounded(saturation, 4),
        "first_margin_eur": mean(first),
        "orders_in_horizon": mean(orders),
        "spend_in_horizon_eur": mean(spend * orders),
        "margin_in_horizon_eur": mean(first + margin * (orders - 1.0)),
    }
