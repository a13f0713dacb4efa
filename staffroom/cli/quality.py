"""`centric validate` and `centric mess`: is a company whole and like real ones; and what if it were not?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from staffroom.cli.say import AsJson, answer_json, plural, say, shown

if TYPE_CHECKING:
    from generator.facts import Fact
    from generator.realism.taking import Measure

SMALL = 4_000
"""Customers below which a band may be missed by chance."""


def register(app: typer.Typer) -> None:
    """Add the commands that look at a company's quality."""
    app.command()(validate)
    app.command()(mess)


def validate(
    folder: Annotated[
        str, typer.Argument(help="Folder, DuckDB file or URL of a company.", show_default=False)
    ],
    plot: Annotated[
        Path | None,
        typer.Option(help="A page of figures: a file ending in .png or .html.", show_default=False),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(
            help="A real transaction log to put beside it: CDNOW's or UCI Online Retail's file, or any CSV.",
            show_default=False,
        ),
    ] = None,
    columns: Annotated[
        str,
        typer.Option(
            help="Which column is which: customer=…,time=…,amount=… (or price=…,quantity=…).",
            show_default="by the header",
        ),
    ] = "",
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit code 1 also for a measure outside its band.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check that a company is whole, and how like real retailers it is.

    Files, digests, columns, keys, references and arithmetic must hold: exit code 1 if anything is wrong.
    Then repeat rate, concentration, gaps between orders and the like are measured on the first 24 months
    and compared with the bands of real retailers.

    Examples:  centric validate datasets/fernhill  ·  centric validate company --against CDNOW_master.txt
    """
    from generator import Company
    from generator.facts import validate as check
    from staffroom.likeness_run import asked, look

    real = asked(against, columns, plot)
    facts = check(folder)
    bad = [fact for fact in facts if not fact.good]
    wanted = real is not None or plot is not None  # then it is said that there is nothing
    empty = not bad and not wanted and not Company.open(folder).manifest.came
    seen = None if bad or empty else look(folder, real, plot)
    outside = [one for one in seen.measures if one.verdict == "outside"] if seen else []
    if as_json:
        answer_json(
            {
                "good": not bad,
                "checked": len(facts),
                "facts": [fact.__dict__ for fact in facts],
                **(seen.as_data() if seen else {}),
            }
        )
    else:
        _say_facts(facts, bad)
        if empty:
            say("Nobody came before the company's end, so there is nothing to measure.")
        if seen:
            _say_measures(seen, outside)
            if plot:
                say(f"Figures: {shown(plot.absolute())}")
    if bad or (strict and outside):
        raise typer.Exit(1)


def _say_facts(facts: list[Fact], bad: list[Fact]) -> None:
    for table in dict.fromkeys(fact.table for fact in facts):
        own = [fact for fact in facts if fact.table == table]
        wrong = [fact for fact in own if not fact.good]
        say(f"{'WRONG' if wrong else 'ok   '} {table}: {len(own)} checks")
        for fact in wrong:
            say(f"      {fact.sentence}")
    say(f"{len(facts)} checks, {len(bad)} wrong.")
    if bad:
        say("What is wrong is not measured.")


def _say_measures(seen, outside: list[Measure]) -> None:
    beside = seen.other or []
    width = max(len(one.title) for one in seen.measures)
    say(f"\nLike real retailers? {seen.log.customers:,} customers who bought, {seen.log.window}.")
    if beside:
        other = seen.other_log
        say(f"Beside it: {other.name}, {other.customers:,} customers, {other.window}.")
    second = f"  {'beside':>8}" if beside else ""
    say(f"{'measure':{width}}  {'value':>8}{second}  {'band':13}  verdict")
    for k, one in enumerate(seen.measures):
        other = f"  {beside[k].shown:>8}" if beside else ""
        verdict = one.verdict + (f": {one.why}" if one.why and one.verdict else "")
        say(f"{one.title:{width}}  {one.shown:>8}{other}  {one.bounds:13}  {verdict}".rstrip())
    judged = [one for one in seen.measures if one.verdict in {"inside", "outside"}]
    say(f"{len(judged) - len(outside)} of {plural(len(judged), 'measure')} inside the band.")
    if outside and seen.customers < SMALL:
        say(f"With fewer than {SMALL:,} customers a band may be missed by chance.")


def mess(
    folder: Annotated[
        str, typer.Argument(help="Folder, DuckDB file or URL of a clean company.", show_default=False)
    ],
    out: Annotated[Path, typer.Option(help="Folder for the messy one.", show_default=False)],
    recipe: Annotated[str, typer.Option(help="A recipe's name, or a YAML file of your own.")] = "default",
    seed: Annotated[int, typer.Option(help="Same seed, same mess.")] = 1,
    format: Annotated[
        str, typer.Option("--format", help="csv, or parquet with every column as text.")
    ] = "csv",
    no_key: Annotated[
        bool, typer.Option("--no-key", help="Leave the answer key out, as for students.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Lay dirt over a company: duplicates, gaps, wrong units, local times, late rows, broken letters.

    The answer key in the folder `truth` says for each damage what is true; it is not for students.

    Examples:  centric mess datasets/fernhill --out messy  ·  centric mess company --out messy --no-key
    """
    from generator import Company
    from generator import mess as dirt

    made = dirt.make(Company.open(folder), recipe, seed)
    manifest = dirt.write(made, out, format=format, key=not no_key)
    counts = made.key.groupby("kind").size() if len(made.key) else {}
    damage = {name: int(counts[name]) for name in counts.index} if len(made.key) else {}
    passed_over = made.about["passed_over"]
    if as_json:
        tables = {
            name: {k: v for k, v in about.items() if "rows" in k}
            for name, about in manifest["tables"].items()
        }
        answer_json({"out": str(out), "tables": tables, "damage": damage, "passed_over": passed_over})
        return
    told = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in damage.items())
    say(f"{shown(out.absolute())}: {plural(len(manifest['tables']), 'table')}. Damage: {told or 'none'}.")
    for name in passed_over:
        say(f"The recipe's table `{name}` is not in this company; it was passed over.")
    if not no_key:
        say(f"What is true: {shown(out.absolute() / 'truth' / 'key.csv')} (not for students).")
