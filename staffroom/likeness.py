"""A page of figures: is a company like real ones? Each figure's title says what it shows."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from generator.errors import UserError
from generator.realism import measures as m
from generator.realism.answers import UNIFORM, bimodality
from generator.realism.log import Log
from generator.realism.taking import FEWEST

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from generator.realism.taking import Measure

Logs = list[tuple[Log, Log]]
"""For the company and perhaps a real log: what is in the window, and all of it."""
FORMATS = (".png", ".html")
GROUPS = ((1, 1), (2, 2), (3, 3), (4, 5), (6, 9), (10, 10**9))
DAYS = np.arange(0, 365, 7)


def write_page(path: Path, logs: Logs, found: list[Measure], other: list[Measure] | None = None) -> None:
    """Write the page: six figures or seven as one picture (.png), or with words and the table (.html).

    Raises `UserError` if there is too little to draw or the file cannot be written.
    """
    if logs[0][0].customers < FEWEST:
        raise UserError(f"{logs[0][0].name} has fewer than {FEWEST} customers; there is too little to draw.")
    panels = [panel for panel in PANELS if panel.wanted(logs)]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix.lower() == ".png":
            path.write_bytes(_picture(panels, logs))
        else:
            path.write_text(_html(panels, logs, found, other), encoding="utf-8", newline="\n")
    except OSError as error:
        raise UserError(f"{path} could not be written: {error.strerror or error}.") from error


def _picture(panels: list[Panel], logs: Logs) -> bytes:
    import matplotlib.pyplot as plt

    from classroom import figures

    axes = figures.axes(15, 3.8 * -(-len(panels) // 3), nrows=-(-len(panels) // 3), ncols=3)
    for ax, panel in zip(axes.flat, panels, strict=False):
        title, _ = panel.draw(ax, logs)
        ax.set_title("\n".join(textwrap.wrap(title, 52)), fontsize=10)
    for ax in axes.flat[len(panels) :]:
        ax.set_visible(False)
    figure = axes.flat[0].figure
    try:
        return figures.png(figure)
    finally:
        plt.close(figure)


def _html(panels: list[Panel], logs: Logs, found: list[Measure], other: list[Measure] | None) -> str:
    import matplotlib.pyplot as plt

    from classroom import figures

    parts = []
    for panel in panels:
        ax = figures.axes()
        title, says = panel.draw(ax, logs)
        picture = figures.picture(figures.png(ax.figure), f"{title}. {says}")
        plt.close(ax.figure)
        words = f"<figcaption>{html.escape(says)}</figcaption>"
        parts.append(f"<figure><h2>{html.escape(title)}</h2>{picture}{words}</figure>")
    names = " and ".join(html.escape(window.name) for window, _ in logs)
    spans = "; ".join(f"{html.escape(window.name)}: {window.window}" for window, _ in logs)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Likeness</title><style>'
        "body{font-family:system-ui,sans-serif;max-width:66rem;margin:2rem auto;padding:0 1rem}"
        "main{display:grid;grid-template-columns:repeat(auto-fit,minmax(24rem,1fr));gap:1.5rem}"
        "figure{margin:0}h2{font-size:1rem}table{border-collapse:collapse;margin-top:2rem}"
        "th,td{padding:.2rem .7rem;text-align:left;border-bottom:1px solid #ccc}td.n{text-align:right}"
        f"</style></head><body><h1>How like real retailers? {names}</h1><p>{spans}.</p>"
        f"<main>{''.join(parts)}</main>{_table(found, other, logs)}</body></html>\n"
    )


def _table(found: list[Measure], other: list[Measure] | None, logs: Logs) -> str:
    heads = ["measure", logs[0][0].name, *([logs[1][0].name] if other else []), "band", "verdict"]
    rows = []
    for k, one in enumerate(found):
        beside = [f'<td class="n">{other[k].shown}</td>'] if other else []
        rows.append(
            f'<tr><th scope="row">{html.escape(one.title)}</th><td class="n">{one.shown}</td>'
            f"{''.join(beside)}"
            f"<td>{one.bounds}</td><td>{one.verdict}{f' ({one.why})' if one.why else ''}</td></tr>"
        )
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in heads)
    return (
        "<table><caption>Every measure, with the band of real retailers</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


class Panel:
    """One figure: `draw(ax, logs)` gives its title and what can be seen in it.

    `needs`: the part of the log that it shows; `again`: customers who came again; `watched`: who were watched
    for five quarters.
    """

    def __init__(self, draw: Callable[[Axes, Logs], tuple[str, str]], needs: str = "") -> None:
        self.draw, self.needs = draw, needs

    def wanted(self, logs: Logs) -> bool:
        """Whether each log holds what is drawn; for what the company alone can have, whether it does."""
        if self.needs == "again":
            return all(len(m.gaps(window)) > 1 for window, _ in logs)
        if self.needs == "watched":
            return all(np.isfinite(m.activity(whole)).all() for _, whole in logs)
        return not self.needs or getattr(logs[0][0], self.needs) is not None


def _lines(ax: Axes, logs: Logs, curve: Callable[[Log, Log], tuple[np.ndarray, np.ndarray] | None]) -> None:
    """One line for each log, told apart by colour, dashes and markers, with a legend if there are two."""
    from classroom import figures

    for (window, whole), colour, dash, mark in zip(
        logs, figures.palette(2), figures.DASHES, figures.MARKERS, strict=False
    ):
        made = curve(window, whole)
        if made is not None:
            x, y = made
            every = max(1, len(x) // 8)
            ax.plot(x, y, color=colour, linestyle=dash, marker=mark, markevery=every, ms=5, label=window.name)
    if len(logs) > 1:
        ax.legend()


def _beside(logs: Logs, value: Callable[[Log, Log], str]) -> str:
    """The same for the real log, in brackets."""
    return f" ({logs[1][0].name}: {value(*logs[1])})" if len(logs) > 1 else ""


def _gaps(ax: Axes, logs: Logs) -> tuple[str, str]:
    def curve(window: Log, _: Log) -> tuple[np.ndarray, np.ndarray]:
        days = np.sort(m.gaps(window))
        return DAYS, 1 - np.searchsorted(days, DAYS, side="right") / max(len(days), 1)

    _lines(ax, logs, curve)
    ax.set(xlabel="days to the next order", ylabel="share of gaps that are longer", ylim=(0, 1))
    window = logs[0][0]
    return (
        f"Half of the gaps between orders are shorter than {m.gap_median(window):.0f} days, "
        f"the mean is {m.gap_mean(window):.0f}",
        "A falling curve, steep at first and with a long tail: many short gaps and a few very long ones"
        + _beside(logs, lambda w, _: f"median {m.gap_median(w):.0f}, mean {m.gap_mean(w):.0f} days")
        + ".",
    )


def _lorenz(ax: Axes, logs: Logs) -> tuple[str, str]:
    def curve(window: Log, _: Log) -> tuple[np.ndarray, np.ndarray]:
        best = np.sort(m.revenue(window))[::-1]
        share = np.concatenate([[0], np.cumsum(best) / best.sum()])
        place = np.linspace(0, len(best), 201).astype(int)
        return place / len(best), share[place]

    _lines(ax, logs, curve)
    ax.plot([0, 1], [0, 1], color="0.6", linewidth=1)
    ax.axvline(0.2, color="0.6", linewidth=1, linestyle=":")
    ax.set(xlabel="share of customers, best first", ylabel="share of revenue", xlim=(0, 1), ylim=(0, 1))
    return (
        f"The best fifth of customers brings {m.top_share(logs[0][0]):.0%} of revenue",
        "The curve rises steeply and lies far above the straight line of equal customers"
        + _beside(logs, lambda w, _: f"{m.top_share(w):.0%}")
        + ".",
    )


def _activity(ax: Axes, logs: Logs) -> tuple[str, str]:
    _lines(ax, logs, lambda _, whole: (np.arange(1, m.QUARTERS + 1), m.activity(whole)))
    ax.set(xlabel="quarter after the first order", ylabel="share of customers who order", ylim=(0, None))
    ax.set_xticks(range(1, m.QUARTERS + 1))
    curve = m.activity(logs[0][1])
    words = ", ".join(f"{value:.0%}" for value in curve)
    slower = ", ever more slowly" if m.activity_flattening(logs[0][1]) < 1 else ""
    falls = f"Activity falls{slower}" if curve[-1] < curve[0] else "Activity does not fall"
    return (
        f"{falls}: {curve[0]:.0%} order in the first quarter, {curve[-1]:.0%} in the fifth",
        f"A curve over the five quarters after the first order: {words}"
        + _beside(logs, lambda _, w: ", ".join(f"{value:.0%}" for value in m.activity(w)))
        + ".",
    )


def _values(ax: Axes, logs: Logs) -> tuple[str, str]:
    def curve(window: Log, _: Log) -> tuple[np.ndarray, np.ndarray]:
        logs10 = np.log10(window.value[window.value > 0])
        edges = np.linspace(*np.percentile(logs10, [0.1, 99.9]), 31)
        share = np.histogram(logs10, edges)[0] / len(logs10)
        return 10 ** ((edges[1:] + edges[:-1]) / 2), share

    _lines(ax, logs, curve)
    ax.set_xscale("log")
    ax.set(xlabel="order value (logarithmic scale)", ylabel="share of orders", ylim=(0, None))
    low, median, high = np.percentile(logs[0][0].value, [5, 50, 95])
    spread = m.spend_spread(logs[0][0])
    return (
        f"Nine of ten orders are worth between {low:.0f} and {high:.0f}, half of them less than {median:.0f}",
        f"A hill on a logarithmic scale; the standard deviation of the log is {spread:.2f}"
        + _beside(
            logs, lambda w, _: f"median {np.median(w.value):.0f}, sd of the log {m.spend_spread(w):.2f}"
        )
        + ".",
    )


def _frequency(ax: Axes, logs: Logs) -> tuple[str, str]:
    def curve(window: Log, _: Log) -> tuple[np.ndarray, np.ndarray]:
        number, value = m.frequency_and_spend(window)
        means = [value[(number >= low) & (number <= high)] for low, high in GROUPS]
        # Relative to all, so that two currencies and two decades share one axis.
        return np.arange(len(GROUPS)), np.array(
            [v.mean() if len(v) else np.nan for v in means]
        ) / value.mean()

    _lines(ax, logs, curve)
    ax.set_xticks(range(len(GROUPS)), ["1", "2", "3", "4–5", "6–9", "10+"])
    ax.set(xlabel="repeat orders of a customer", ylabel="mean order value (1 = all)", ylim=(0, None))
    rank = m.frequency_spend(logs[0][0])
    return (
        f"Who comes more often spends {'a little more' if rank > 0.1 else 'much the same'} each time "
        f"(rank correlation {rank:.2f})",
        "The line is close to flat, whatever the number of repeat orders"
        + _beside(logs, lambda w, _: f"{m.frequency_spend(w):.2f}")
        + ".",
    )


def _products(ax: Axes, logs: Logs) -> tuple[str, str]:
    def curve(window: Log, _: Log) -> tuple[np.ndarray, np.ndarray] | None:
        if window.product_lines is None:
            return None
        best = np.sort(window.product_lines[window.product_lines > 0])[::-1]
        share = np.concatenate([[0], np.cumsum(best) / best.sum()])
        place = np.linspace(0, len(best), 201).astype(int)
        return place / len(best), share[place]

    _lines(ax, logs, curve)
    ax.axvline(0.2, color="0.6", linewidth=1, linestyle=":")
    ax.set(xlabel="share of products, best first", ylabel="share of lines sold", xlim=(0, 1), ylim=(0, 1))
    return (
        f"A fifth of the products makes {m.tail_share(logs[0][0]):.0%} of the lines",
        "The curve rises steeply and has a long flat tail of products that hardly sell.",
    )


def _answers(ax: Axes, logs: Logs) -> tuple[str, str]:
    from classroom import figures

    scores = logs[0][0].answers.scores
    share = np.bincount(scores.astype(int), minlength=11)[:11] / len(scores)
    bars = ax.bar(range(11), share, color=figures.palette(1)[0])
    for bar in bars[:7]:
        bar.set_hatch("///")
        bar.set_edgecolor("white")
    ax.set_xticks(range(11))
    ax.set(xlabel="score (hatched: detractors, 0 to 6)", ylabel="share of answers")
    nps = 100 * (share[9:].sum() - share[:7].sum())
    where = "at the ends" if bimodality(logs[0][0]) > UNIFORM else "towards one end or the middle"
    return (
        f"Answers gather {where}: {share[9:].sum():.0%} promoters, {share[:7].sum():.0%} detractors",
        f"Bars for the scores 0 to 10; the net promoter score of those who answered is {nps:.0f}.",
    )


PANELS = (
    Panel(_gaps, "again"), Panel(_lorenz), Panel(_activity, "watched"), Panel(_values),
    Panel(_frequency, "again"),
    Panel(_products, "product_lines"), Panel(_answers, "answers"),
)  # fmt: skip
