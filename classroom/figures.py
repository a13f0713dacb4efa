"""Figures that everyone can read: one theme, a second cue beside colour, a finding as title, words below.

    ax = figures.axes()
    sns.barplot(data=pnl, x="line", y="margin_eur", ax=ax)
    figures.show(ax, finding="Lumen loses money on every sale",
                 says="Bars for six lines: five are above zero, Lumen is 6 % of its revenue below.")
    figures.table_beside(pnl, caption="Margin by line, in euros")

The sentence below the figure is its alternative text too, so both come from one source.
"""

from __future__ import annotations

import base64
import html
import io
import textwrap
from typing import TYPE_CHECKING, Any

from classroom.pages import STYLE, WIDTH, Page, html_table, text_table
from classroom.words import say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SIZE = (6.4, 3.6)
"""Width and height in inches: fits beside a small table on a laptop's screen."""
DPI = 96
SHARPNESS = 1.5
"""Pixels drawn for each pixel shown, for screens with fine pixels."""
HATCHES = ("", "///", "...", "xxx", "\\\\\\", "++", "oo", "--")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
DASHES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), (0, (1, 1)), (0, (7, 3)))
MOST_MARKERS = 12
"""Markers on a line at most, so that a line of many points stays a line."""
_LABELLED = "labelled"  # axes whose bars bear their names and values need no second cue
_RULES = {
    "axes.grid": True,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "axes.labelsize": 11,
    "grid.color": "0.88",
    "figure.dpi": DPI,
    "figure.figsize": SIZE,
    "legend.frameon": False,
    "hatch.linewidth": 0.6,
}


def palette(count: int | None = None) -> list[tuple[float, float, float]]:
    """Colours that are told apart with any kind of colour vision (seaborn's `colorblind`)."""
    import seaborn as sns

    return list(sns.color_palette("colorblind", count))


def theme() -> None:
    """Use the course's look for every figure that follows; safe to call again."""
    import seaborn as sns

    sns.set_theme(context="notebook", style="whitegrid", palette="colorblind", rc=_RULES)


def axes(width: float = SIZE[0], height: float = SIZE[1], **options: Any) -> Axes:
    """An empty figure in the course's look, as its axes.

    Parameters
    ----------
    width, height : in inches
    options : for `matplotlib.pyplot.subplots`, such as `ncols=2` (then an array of axes comes back)
    """
    import matplotlib.pyplot as plt

    theme()
    _, made = plt.subplots(figsize=(width, height), layout="constrained", **options)
    return made


def _first(ax: Any) -> Axes:
    """The axes itself, or the first of a list, an array, a seaborn grid or a Figure."""
    if hasattr(ax, "plot"):
        return ax
    if hasattr(ax, "axes_dict"):  # a seaborn grid
        return _first(ax.axes)
    if hasattr(ax, "flat"):
        return next(iter(ax.flat))
    return _first(ax[0]) if isinstance(ax, (list, tuple)) else ax.axes[0]


def second_cue(ax: Axes) -> None:
    """Let groups be told apart without colour: hatches on bars, markers and dashes on lines.

    Nothing changes where there is only one colour, or where the groups have such a cue already.
    """
    from matplotlib.colors import to_hex
    from matplotlib.patches import Rectangle

    legend = ax.get_legend()
    handles = list(legend.legend_handles) if legend else []
    bars = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    bars += [handle for handle in handles if isinstance(handle, Rectangle)]
    colours = list(dict.fromkeys(to_hex(bar.get_facecolor()) for bar in bars))
    if len(colours) > 1 and not any(bar.get_hatch() for bar in bars):
        for bar in bars:
            bar.set_hatch(HATCHES[colours.index(to_hex(bar.get_facecolor())) % len(HATCHES)])
            bar.set_edgecolor("white")
    lines = [line for line in ax.lines if len(line.get_xdata()) > 2]
    lines += [
        handle for handle in handles if hasattr(handle, "get_linestyle") and hasattr(handle, "get_marker")
    ]
    drawn = [line for line in lines if line.get_linestyle() != "None"]
    hues = list(dict.fromkeys(to_hex(line.get_color()) for line in drawn))
    plain = all(
        line.get_linestyle() in ("-", "solid") and line.get_marker() in ("None", "", None) for line in drawn
    )
    if len(hues) > 1 and plain:
        for line in drawn:
            group = hues.index(to_hex(line.get_color())) % len(MARKERS)
            line.set_linestyle(DASHES[group])
            line.set_marker(MARKERS[group])
            line.set_markersize(5)
            line.set_markevery(max(1, len(line.get_xdata()) // MOST_MARKERS))


def png(figure: Figure) -> bytes:
    """The figure as PNG, sharper than it is shown."""
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=DPI * SHARPNESS, bbox_inches="tight", metadata={"Software": None})
    return file.getvalue()


def drawn(figure: Figure) -> bytes:
    """Draw the figure and give it as PNG.

    Drawing takes nearly all the time of a figure; one that is laid out to its edges is drawn only once.
    """
    canvas: Any = figure.canvas
    if type(figure.get_layout_engine()).__name__ != "ConstrainedLayoutEngine" or not hasattr(
        canvas, "buffer_rgba"
    ):
        canvas.draw()
        return png(figure)
    from matplotlib.image import imsave

    figure.set_dpi(DPI * SHARPNESS)
    canvas.draw()
    file = io.BytesIO()
    imsave(file, canvas.buffer_rgba(), format="png", dpi=DPI * SHARPNESS, metadata={"Software": None})
    return file.getvalue()


def picture(content: bytes, alternative: str, width: int | None = None) -> str:
    """An image element that carries its picture and its alternative text."""
    data = base64.b64encode(content).decode("ascii")
    size = f' width="{width}"' if width else ""
    alt = html.escape(alternative, quote=True)
    return f'<img src="data:image/png;base64,{data}" alt="{alt}"{size} style="max-width:100%;height:auto">'


class Shown:
    """A figure as a notebook keeps it: HTML with alternative text, and the same in plain words."""

    def __init__(self, markup: str, words: str) -> None:
        """Keep both forms."""
        self.markup = markup
        self.words = words

    def _repr_html_(self) -> str:
        return self.markup

    def __repr__(self) -> str:
        """The figure in words, for a terminal or a screen reader."""
        return self.words


def put_out(shown: Any) -> None:
    """Display in a notebook; print in a terminal."""
    try:
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:
        print(shown)
        return
    if get_ipython() is None:
        print(shown)
    else:
        display(shown)


def _missing_labels(figure: Figure) -> list[str]:
    missing = []
    for ax in figure.axes:
        if not ax.get_visible() or not (ax.lines or ax.patches or ax.collections):
            continue
        for which, axis in (("x", ax.xaxis), ("y", ax.yaxis)):
            ticked = axis.get_visible() and any(label.get_text() for label in axis.get_ticklabels())
            named = which == "y" and ax.get_gid() == _LABELLED  # by the bars' own names
            if ticked and not named and not axis.get_label_text().strip():
                missing.append(which)
    return list(dict.fromkeys(missing))


def show(
    ax: Any,
    finding: str,
    says: str,
    *,
    xlabel: str | None = None,
    ylabel: str | None = None,
    table: pd.DataFrame | None = None,
    caption: str = "",
    digits: int | None = None,
) -> None:
    """Show a figure with its finding as title and a sentence below that is its alternative text too.

    The figure is closed afterwards, so that it is not drawn a second time at the end of the cell.

    Parameters
    ----------
    ax : the axes drawn on (also an array of axes, a figure or a seaborn grid)
    finding : what the figure shows, as a statement: "Lumen loses money on every sale"
    says : what can be seen, for those who cannot see it: shape, direction, the telling numbers
    xlabel, ylabel : the axes' labels with unit, if they are not set yet
    table, caption, digits : a small table of the same numbers, shown beside the figure
    """
    import matplotlib.pyplot as plt

    first = _first(ax)
    figure = first.figure
    if xlabel is not None:
        first.set_xlabel(xlabel)
    if ylabel is not None:
        first.set_ylabel(ylabel)
    for one in figure.axes:
        if one.get_gid() != _LABELLED:
            second_cue(one)
    # long names of bars leave little room above them, so their title spans the figure
    whole = len(figure.axes) > 1 or first.get_gid() == _LABELLED
    wide = figure.get_figwidth() * (10 if whole else 8.6)
    title = "\n".join(textwrap.wrap(finding, max(24, int(wide))))
    if whole:
        figure.suptitle(title, x=0.01, ha="left", fontsize=12, fontweight="bold")
    else:
        first.set_title(title)
    content = drawn(figure)
    missing = _missing_labels(figure)
    alternative = f"{finding.rstrip('.')}. {says}"
    width = int(figure.get_figwidth() * DPI)
    markup = [STYLE, '<figure style="margin:0">']
    words = [say("figure.words", finding=finding, says=says)]
    if table is not None:
        markup.append('<div style="display:flex;flex-wrap:wrap;gap:1.5em;align-items:center">')
    markup.append(picture(content, alternative, width))
    if table is not None:
        markup += [html_table(table, caption, digits), "</div>"]
        words.append(text_table(table, caption, digits))
    markup += [f"<figcaption>{html.escape(says)}</figcaption>", "</figure>"]
    plt.close(figure)
    put_out(Shown("".join(markup), "\n\n".join("\n".join(_wrap(part)) for part in words)))
    if missing:
        print(say("figure.no-label", which=" / ".join(missing)))


def bars(
    values: pd.Series,
    finding: str,
    says: str,
    *,
    xlabel: str,
    ylabel: str | None = None,
    stands_out: Any = None,
    low: Any = None,
    high: Any = None,
    table: pd.DataFrame | None = None,
    caption: str = "",
    digits: int | None = None,
) -> None:
    """Show lying bars with their values beside them: the one that matters in colour, the others grey.

    Parameters
    ----------
    values : one number per bar, the first at the bottom; the index names the bars
    finding, says, xlabel, ylabel, table, caption, digits : as for `show`; by default the table holds the bars
    stands_out : the name of the bar that the finding is about; by default all are in colour
    low, high : the ends of a range for each bar, drawn as a line with caps
    """
    import numpy as np

    ax = axes(height=min(SIZE[1], 1.4 + 0.4 * len(values)))
    strong, names, heights = palette(1)[0], [str(name) for name in values.index], values.to_numpy(dtype=float)
    colours = [strong if stands_out is None or name == str(stands_out) else "0.75" for name in names]
    ax.barh(names, heights, color=colours)
    ends = heights
    if low is not None and high is not None:
        low, high = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
        ax.errorbar(
            heights, names, xerr=[heights - low, high - heights], fmt="none", color="black", capsize=5
        )
        ends = high
    places = 0 if np.abs(heights).max(initial=0.0) >= 10 else 2
    for name, value, end in zip(names, heights, ends, strict=True):
        said = f"{value:,.{places}f}"
        if low is not None and high is not None:
            said += f" ({low[names.index(name)]:,.{places}f} to {high[names.index(name)]:,.{places}f})"
        ax.annotate(
            said, (max(end, 0.0), name), xytext=(6, 0), textcoords="offset points", va="center", ha="left",
        )  # fmt: skip
    if table is None:
        table = values.iloc[::-1].to_frame("value")
        if low is not None and high is not None:
            table = table.assign(low=low[::-1], high=high[::-1])
    ax.set_gid(_LABELLED)
    ax.margins(x=0.15 if low is None else 0.45)
    ax.axvline(0, color="black", linewidth=0.8)
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:,g}")
    ax.grid(axis="y", visible=False)
    show(
        ax, finding, says, xlabel=xlabel, ylabel=ylabel or str(values.index.name or ""), table=table,
        caption=caption, digits=digits,
    )  # fmt: skip


def _wrap(text: str) -> list[str]:
    lines = text.splitlines()
    return textwrap.wrap(text, WIDTH) if len(lines) == 1 else lines


def table_beside(frame: pd.DataFrame, caption: str, digits: int | None = None) -> None:
    """A small table of a figure's numbers, with caption and scope, for those who read rather than look.

    Parameters
    ----------
    frame : a few rows; its index gives the row heads
    caption : what the numbers are, with their unit
    digits : decimals; by default few, by size
    """
    put_out(Page(captioned=[(caption, frame)], digits=digits))
