"""What is in a figure, as plain data: titles, labels, lines, bars, points.

    about = check.picture(ax)
    check.same(about["axes"][0]["bars"], want, "sales_chart")

The same call works where the figure itself is in another process.
"""

from __future__ import annotations

from typing import Any

from classroom.check import student

#: Elements of one kind and points of one line that are told.
MOST, POINTS = 500, 5_000


def picture(thing: Any) -> dict[str, Any]:
    """Describe a figure, or what belongs to one (axes, an array of axes, a seaborn grid).

    Gives `title`, `width`, `height` (inches) and `axes`; for each of these: `title`, `xlabel`, `ylabel`,
    `xlim`, `ylim`, `xticks`, `yticks` (texts), `legend` (texts), `lines` (x, y, label), `bars` (x, y, width,
    height), `points` (x, y), `texts`. Raises TypeError for what is no figure.
    """
    elsewhere = student.described(thing)
    return elsewhere if elsewhere is not None else describe(thing)


def describe(thing: Any) -> dict[str, Any]:
    """Describe a figure of this process."""
    figure = _figure_of(thing)
    if figure is None:
        raise TypeError(f"{type(thing).__name__} is no figure and no axes")
    figure.draw_without_rendering()
    title = figure._suptitle.get_text() if figure._suptitle is not None else ""
    width, height = (float(size) for size in figure.get_size_inches())
    axes = [_axes(ax) for ax in figure.axes[:MOST] if ax.get_visible()]
    return {"title": title, "width": width, "height": height, "axes": axes}


def _figure_of(thing: Any) -> Any:
    from matplotlib.artist import Artist
    from matplotlib.figure import FigureBase

    if hasattr(thing, "flat") and len(thing.flat):  # an array of axes
        thing = thing.flat[0]
    if isinstance(thing, (list, tuple)) and thing:
        thing = thing[0]
    if isinstance(thing, FigureBase):
        return thing
    if not isinstance(thing, Artist):
        thing = getattr(thing, "figure", None)  # a grid of seaborn
    found = thing if isinstance(thing, FigureBase) else getattr(thing, "figure", None)
    return found if isinstance(found, FigureBase) else None


def _axes(ax: Any) -> dict[str, Any]:
    from matplotlib.patches import Rectangle

    legend = ax.get_legend()
    bars = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    places = [tuple(map(float, place)) for group in ax.collections for place in _offsets(group)]
    return {
        "title": ax.get_title() or ax.get_title(loc="left"),
        "xlabel": ax.get_xlabel(),
        "ylabel": ax.get_ylabel(),
        "xlim": [float(edge) for edge in ax.get_xlim()],
        "ylim": [float(edge) for edge in ax.get_ylim()],
        "xticks": [label.get_text() for label in ax.get_xticklabels()[:MOST]],
        "yticks": [label.get_text() for label in ax.get_yticklabels()[:MOST]],
        "legend": [text.get_text() for text in legend.get_texts()] if legend else [],
        "lines": [_line(line) for line in ax.lines[:MOST]],
        "bars": [
            {word: float(getattr(bar, f"get_{word}")()) for word in ("x", "y", "width", "height")}
            for bar in bars[:MOST]
        ],
        "points": [{"x": x, "y": y} for x, y in places[:POINTS]],
        "texts": [text.get_text() for text in ax.texts[:MOST]],
    }


def _offsets(group: Any) -> Any:
    return group.get_offsets()[:POINTS] if hasattr(group, "get_offsets") else ()


def _line(line: Any) -> dict[str, Any]:
    x, y = (_numbers(values) for values in (line.get_xdata(orig=False), line.get_ydata(orig=False)))
    return {"x": x, "y": y, "label": str(line.get_label())}


def _numbers(values: Any) -> list[float]:
    import numpy as np

    return [float(value) for value in np.asarray(values, dtype=float)[:POINTS]]
