"""The explorer of lesson 01: what a cost does to the whale curve."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from classroom.explore import whale_curve
from classroom.explore.curve_picture import Line, Mark, image, svg
from classroom.explore.sliders import Explorer, Knob
from classroom.explore.whale_curve import Costs, Parts
from classroom.pages import html_table
from classroom.words import say


def _top(own: float) -> float:
    """A slider's upper end: a round number at about three times the own rate."""
    rough = max(1.0, own * 3)
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1, 1.5, 2, 3, 5, 10) if factor * power >= rough)


def knobs(parts: Parts) -> list[Knob]:
    """The five sliders, at Fernhill's own rates."""
    own = parts.own
    return [
        Knob(
            "order_eur", say("whale.order"), say("whale.order-tip"), own.order_eur, _top(own.order_eur), 0.1
        ),
        Knob(
            "return_eur",
            say("whale.return"),
            say("whale.return-tip"),
            own.return_eur,
            _top(own.return_eur),
            0.1,
        ),
        Knob(
            "ticket_eur",
            say("whale.ticket"),
            say("whale.ticket-tip"),
            own.ticket_eur,
            _top(own.ticket_eur),
            0.1,
        ),
        Knob(
            "mailing_eur",
            say("whale.mailing"),
            say("whale.mailing-tip"),
            own.mailing_eur,
            _top(own.mailing_eur),
            0.05,
        ),
        Knob(
            "months_mailed",
            say("whale.months"),
            say("whale.months-tip"),
            own.months_mailed,
            whale_curve.MONTHS,
            1,
            whole=True,
        ),
    ]


def draw(parts: Parts, costs: Costs) -> str:
    """Picture, sentence and table for one setting, as HTML."""
    profit, before = parts.profit(costs), parts.profit(parts.own)
    now, own = whale_curve.numbers(profit), whale_curve.numbers(before)
    height, compared = whale_curve.curve(profit) / 1000, whale_curve.curve(before) / 1000
    share = np.linspace(0, 100, len(height))
    words = whale_curve.sentence(now, own if costs != parts.own else None)
    top = int(np.argmax(height))
    peak = whale_curve.percent(now.peak_share) if now.total_eur > 0 else whale_curve.euros(now.peak_eur)
    drawing = svg(
        [Line(share, height), Line(share, compared, dashed=True)],
        title=say("whale.title", unprofitable=whale_curve.percent(now.unprofitable_share)),
        xlabel=say("whale.xlabel"),
        ylabel=say("whale.ylabel"),
        marks=[Mark(float(share[top]), float(height[top]), say("whale.mark", peak=peak))],
        legend=say("whale.own"),
    )
    figures = html_table(whale_curve.table(now, own), say("whale.caption"))
    alternative = f"{say('whale.alt')} {words}"
    return f"{image(drawing, alternative)}<p>{html.escape(words)}</p>{figures}"


def explorer(parts: Parts) -> Explorer:
    """The whale explorer for one company's parts."""

    def costs(setting: Mapping[str, float]) -> Costs:
        return Costs(**setting)  # type: ignore[arg-type]

    def words(setting: Mapping[str, float]) -> Any:
        return whale_curve.page(parts, costs(setting))

    return Explorer(
        heading=say("whale.heading"),
        questions=[say("whale.question-1"), say("whale.question-2"), say("whale.question-3")],
        knobs=knobs(parts),
        draw=lambda setting: draw(parts, costs(setting)),
        words=words,
    )
