"""`centric simulate`: a company under a policy, quarter by quarter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from staffroom.cli.say import AsJson, answer_json, say, show

if TYPE_CHECKING:
    from rich.table import Table

    from generator.simulate import Simulation


def register(app: typer.Typer) -> None:
    """Add the simulator."""
    app.command()(simulate)


def simulate(
    policy: Annotated[
        str,
        typer.Argument(help="A YAML file, or a policy's name such as product_first.", show_default=False),
    ],
    quarters: Annotated[int, typer.Option(help="Quarters to play, 1 to 12.")] = 8,
    scenario: Annotated[str, typer.Option(help="A preset's name, or a YAML file of your own.")] = "fernhill",
    customers: Annotated[int, typer.Option(help="Customers acquired in the scenario's own months.")] = 8_000,
    seed: Annotated[int, typer.Option(help="Same seed, same company.")] = 7,
    calm: Annotated[bool, typer.Option("--calm", help="Without rival, warehouse and recession.")] = False,
    mode: Annotated[
        Literal["expected", "event"], typer.Option(help="What is to be expected, or what chance makes of it.")
    ] = "expected",
    noise: Annotated[
        int, typer.Option(min=0, help="In event mode: 0 is the company's own luck, 1, 2 … are others.")
    ] = 0,
    as_json: AsJson = False,
) -> None:
    """Play a policy on a company and show each quarter's profit, what the company is worth, and why that
    moved.

    Values are expected ones, given the company: nothing is left to chance. With --mode event, chance decides
    for each customer when she orders and leaves; luck is the same under every policy. Worth counts the
    quarters played and ten years after them, discounted to the start. Policies that come with it:
    customer_first, delight_everyone, do_nothing, greedy_value, product_first.

    Examples:  centric simulate product_first  ·  centric simulate my.yaml --scenario commodity --seed 3
    ·  centric simulate customer_first --calm --json  ·  centric simulate greedy_value --mode event --noise 2
    """
    found: Simulation
    if mode == "event":
        from generator.simulate import simulate_events

        found = simulate_events(policy, scenario, customers, seed, quarters, not calm, noise)
    elif noise:
        from generator.errors import WrongUse

        raise WrongUse("Only event mode knows luck: give --mode event with --noise.")
    else:
        from generator.simulate import simulate as run

        found = run(policy, scenario, customers, seed, quarters, pressed=not calm)
    if as_json:
        answer_json(_answer(found))
        return
    _tables(found)


def _answer(found: Simulation) -> dict:
    """Everything as JSON: money in euros with two decimals, exact."""
    from generator.play.outcomes import Ledger

    def eur(cents: int) -> float:
        return round(int(cents) / 100, 2)

    names = [line.name for line in found.of.lines], [need.name for need in found.of.needs]

    def books(ledger: Ledger) -> dict:
        rows = (ledger.lines, ledger.segments)
        columns = (Ledger.LINES, Ledger.SEGMENTS)
        lines, segments = (
            {name: dict(zip(what, map(eur, row), strict=True)) for name, row in zip(who, table, strict=True)}
            for who, table, what in zip(names, rows, columns, strict=True)
        )
        company = {
            name: eur(getattr(ledger, name)) for name in ("offers", "organisation", "lamps", "dead", "profit")
        }
        return {"by_line": lines, "by_segment": segments, "company": company}

    return {
        "policy": found.policy.name,
        "scenario": found.scenario,
        "seed": found.seed,
        "customers": found.customers,
        "mode": found.mode,
        "noise": found.noise,
        "worth_at_start_eur": eur(found.start),
        "value_eur": eur(found.value),
        "quarters": [
            {
                "quarter": one.number,
                "decision": vars(one.decision),
                "stage": one.stage,
                "profit_eur": eur(one.ledger.profit),
                "worth_eur": eur(one.position),
                "why_eur": {name: eur(cents) for name, cents in one.why.items()},
                "equity_eur": round(one.equity, 2),
                "equity_estimated_eur": round(one.equity_estimated, 2),
                "lenses": one.lenses,
                "nps_measured": one.nps[0],
                "nps": one.nps[1],
                "latency_days": one.latency_days,
                "surplus_eur": round(one.surplus, 2),
                "live_customers": one.live,
                "newcomers": one.newcomers,
                "spent_eur": eur(one.spent),
                "budget_eur": eur(one.budget),
                "share_of_plan": one.scale,
                "ledger_eur": books(one.ledger),
            }
            for one in found.quarters
        ],
    }


def _tables(found: Simulation) -> None:
    top = _table(
        "quarter",
        "profit",
        "worth",
        "equity",
        "as estimated",
        "live",
        "new",
        "NPS",
        "is",
        "state",
        "days to decide",
    )
    for one in found.quarters:
        top.add_row(
            str(one.number), _thousands(one.ledger.profit), _thousands(one.position),
            _thousands(one.equity * 100), _thousands(one.equity_estimated * 100), f"{one.live:,.0f}",
            f"{one.newcomers:,.0f}", f"{one.nps[0]:.0f}", f"{one.nps[1]:.0f}", str(one.stage),
            f"{one.latency_days:.0f}",
        )  # fmt: skip
    say(
        f"{found.policy.title or found.policy.name}, {found.scenario}, seed {found.seed}; thousands of euros."
    )
    show(top)
    say("")
    if found.mode == "event":
        say("Why worth moved is told in expected mode only: here luck moves it, too.")
    else:
        _why(found)
    say("")
    before, after = _thousands(found.start), _thousands(found.value)
    say(
        f"Worth {before} before the first quarter, {after} under this policy (thousands of euros, "
        f"discounted: {len(found.quarters)} quarters and ten years after them)."
    )


def _why(found: Simulation) -> None:
    say("Why the company's worth moved:")
    terms = [name for name in found.quarters[0].why if any(one.why[name] for one in found.quarters)]
    why = _table("quarter", *terms, "moved")
    for one in found.quarters:
        why.add_row(
            str(one.number), *(_thousands(one.why[name]) for name in terms), _thousands(sum(one.why.values()))
        )
    sums = [sum(one.why[name] for one in found.quarters) for name in terms]
    why.add_row("all", *map(_thousands, sums), _thousands(sum(sums)), style="bold")
    show(why)


def _table(*columns: str) -> Table:
    from rich.table import Table

    made = Table(box=None, pad_edge=False)
    for number, name in enumerate(columns):
        made.add_column(name, justify="right" if number else "left")
    return made


def _thousands(cents: float) -> str:
    return f"{cents / 100_000:,.1f}"
