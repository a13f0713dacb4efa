"""The report's drawings, as SVG with the same in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from staffroom.grading.report.words import e, percent

if TYPE_CHECKING:
    from staffroom.grading.summary import Summary

BINS = 10


def scores_chart(summary: Summary) -> str:
    """Histogram of the scores, drawn as SVG, with the median as a dashed line and a text of its own."""
    counts = [0] * BINS
    for share in summary.shares:
        counts[min(int(share * BINS + 1e-9), BINS - 1)] += 1
    top = max([*counts, 1])
    width, height, left, right, bottom = 460, 222, 34, 16, 34
    step, room = (width - left - right) / BINS, height - bottom - 38
    ticks = sorted({0, top} | ({top // 2} if top >= 4 else set()))
    parts = []
    for tick in ticks:
        y = height - bottom - room * tick / top
        parts.append(f'<line class="grid" x1="{left}" x2="{width - right}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text class="tick" x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{tick}</text>')
    for n, count in enumerate(counts):
        x, tall = left + n * step, room * count / top
        y = height - bottom - tall
        if count:
            place = f'x="{x + 2:.1f}" y="{y:.1f}" width="{step - 4:.1f}" height="{tall:.1f}"'
            parts.append(f'<rect {place} class="column"/>')
            parts.append(f'<text class="count" x="{x + step / 2:.1f}" y="{y - 4:.1f}">{count}</text>')
    for n in range(0, BINS + 1, 2):
        parts.append(
            f'<text class="tick" x="{left + n * step:.1f}" y="{height - bottom + 15}" '
            f'text-anchor="middle">{n * 100 // BINS}</text>'
        )
    parts.append(
        f'<text class="axis" x="{left + (width - left - right) / 2:.0f}" y="{height - 4}">score, % of '
        f"{summary.basis:g} points</text>"
    )
    parts.append(f'<text class="axis" x="{left - 26}" y="10" style="text-anchor:start">students</text>')
    if summary.median is not None:
        x = left + summary.median * BINS * step
        end = x > width * 0.72
        parts.append(f'<line class="middle" x1="{x:.1f}" x2="{x:.1f}" y1="14" y2="{height - bottom}"/>')
        parts.append(
            f'<text class="median" x="{x + (-6 if end else 6):.1f}" y="12" '
            f'text-anchor="{"end" if end else "start"}">median {percent(summary.median)}</text>'
        )
    spread = [f"{n * 10}–{n * 10 + 10}\u202f%: {count}" for n, count in enumerate(counts) if count]
    says = (
        f"Students by score, in per cent of {summary.basis:g} points: {', '.join(spread)}."
        if spread
        else "Nobody has a score yet."
    )
    return (
        f'<figure><svg viewBox="0 0 {width} {height}" role="img" aria-label="{e(says)}">'
        f"{''.join(parts)}</svg><figcaption>{e(says)}</figcaption></figure>"
    )
