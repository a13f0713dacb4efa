"""`centric simulate`: a company under a policy, quarter by quarter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from generator.errors import WrongUse
from staffroom.cli.say import AsJson, answer_json, say, show
from staffroom.simulated import Compared, check_folder, check_place, save

if TYPE_CHECKING:
    from rich.table import Table

    from generator.simulate import Simulation
    from generator.simulate.search import Found


def register(app: typer.Typer) -> None:
    """Add the simulator."""
    app.command()(simulate)


def simulate(
    policy: Annotated[
        str | None,
        typer.Argument(help="A YAML file, or a policy's name such as product_first.", show_default=False),
    ] = None,
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
    figure: Annotated[
        Path | None,
        typer.Option(help="Also draw it beside doing nothing: a file .png or .svg.", show_default=False),
    ] = None,
    search: Annotated[
        bool, typer.Option("--search", help="Look for the best policy instead of playing one.")
    ] = False,
    policies: Annotated[int, typer.Option(help="Policies that a search tries.")] = 5_000,
    workers: Annotated[int, typer.Option(help="Processes that a search uses.")] = 1,
    out: Annotated[
        Path | None,
        typer.Option(help="Where a search writes the best policy: a new file .yaml.", show_default=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Play a policy on a company and show each quarter's profit, what the company is worth, and why that
    moved.

    Values are expected ones, given the company: nothing is left to chance. With --mode event, chance decides
    for each customer when she orders and leaves; luck is the same under every policy. Worth counts the
    quarters played and ten years after them, discounted to the start. Policies that come with it:
    customer_first, delight_everyone, do_nothing, greedy_value, product_first.

    With --search it looks for the best policy of the company: half by lot, half by moving the best ones on.
    Ctrl-C ends it with the best so far.

    Examples:  centric simulate product_first  ·  centric simulate my.yaml --scenario commodity --seed 3
    ·  centric simulate customer_first --calm --json  ·  centric simulate greedy_value --mode event --noise 2
    ·  centric simulate customer_first --figure first.png
    ·  centric simulate --search --policies 20000 --workers 2 --out best.yaml
    """
    if noise and mode != "event":
        raise WrongUse("Only event mode knows luck: give --mode event with --noise.")
    if search:
        _check_search(policy, figure, out, mode)
        _search(scenario, customers, seed, quarters, not calm, policies, workers, out, as_json)
        return
    if policy is None:
        raise WrongUse("Give a policy to play (a name or a YAML file), or --search to look for the best one.")
    if out is not None:
        raise WrongUse("--out is for the policy that a search finds; give --search too, or leave it out.")
    if figure is not None:
        check_place(figure)

    def played(policy: str) -> Simulation:
        from generator.simulate import simulate as run
        from generator.simulate import simulate_events

        if mode == "event":
            return simulate_events(policy, scenario, customers, seed, quarters, not calm, noise)
        return run(policy, scenario, customers, seed, quarters, not calm)

    found = played(policy)
    if as_json:
        answer_json(_answer(found))
    else:
        _tables(found)
    if figure is not None:
        both = Compared.of(found, played("do_nothing"), not calm)
        save(both, figure)
        say("", err=as_json)
        say(f"{both.says} Drawn in {figure}.", err=as_json)


def _check_search(policy: str | None, figure: Path | None, out: Path | None, mode: str) -> None:
    if policy is not None:
        raise WrongUse(f"Give a policy or --search, not both: leave {policy} out to look for the best one.")
    if figure is not None:
        raise WrongUse("--figure draws a policy that is played; write the best one with --out and play it.")
    if mode != "expected":
        raise WrongUse("A search goes by what is to be expected; leave --mode out.")
    if out is None:
        return
    if out.suffix not in {".yaml", ".yml"}:
        raise WrongUse(f"A policy is a file that ends in .yaml; found {out.name}.")
    check_folder(out)
    if out.exists():
        raise WrongUse(f"{out} exists already; choose another name for the best policy.")


def _search(
    scenario: str, customers: int, seed: int, quarters: int, pressed: bool, policies: int, workers: int,
    out: Path | None, as_json: bool,
) -> None:  # fmt: skip
    from generator.policy import policy_text
    from generator.scenario import read_scenario
    from generator.simulate.search import search
    from staffroom.cli.progress import counted

    what = read_scenario(scenario)
    with counted("Policies tried", as_json) as told:
        found = search(what, seed, customers, quarters, policies, workers, pressed, told)
    text = policy_text(found.best.policy)
    if out is not None:
        out.write_text(text, encoding="utf-8")
    if as_json:
        answer_json(_answer_of_search(found))
        return
    _tables_of_search(found)
    say(text.rstrip() if out is None else f"The best policy is in {out}; play it: centric simulate {out}")


def _answer_of_search(found: Found) -> dict:
    return {
        "scenario": found.scenario.name,
        "seed": found.seed,
        "customers": found.customers,
        "tried": found.tried,
        "stopped": found.stopped,
        "cells": found.cells,
        "value_eur": round(found.best.value, 2),
        "value_on_cells_eur": round(found.on_cells, 2),
        "profits_eur": [round(one, 2) for one in found.best.profits],
        "policy": found.best.policy.model_dump(mode="json", exclude_none=True),
        "named": {
            one.policy.name: {"value_eur": round(one.value, 2), "kept": round(one.kept, 4)}
            for one in found.named
        },
    }


def _tables_of_search(found: Found) -> None:
    if found.stopped:
        say(f"Stopped after {found.tried:,} policies; this is the best so far.")
    say(
        f"Best of {found.tried:,} policies tried on {found.cells:,} cells of like customers, "
        f"{found.scenario.name}, seed {found.seed}; valued on the company itself, thousands of euros."
    )
    made = _table("policy", "value", "of the best", "profit of the first 3", "of the last 3")
    for one in (found.best, *found.named):
        first, last = sum(one.profits[:3]), sum(one.profits[-3:])
        made.add_row(
            "the best found" if one is found.best else one.policy.name, f"{one.value / 1e3:,.1f}",
            f"{one.kept:.0%}", f"{first / 1e3:,.1f}", f"{last / 1e3:,.1f}",
            style="bold" if one is found.best else "",
        )  # fmt: skip
    show(made)
    say("")


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
