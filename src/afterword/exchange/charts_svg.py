"""Owns small charts as inline SVG: a line of ratings and a bar, each with its numbers as text; no scripts, no links."""

from collections.abc import Sequence
from html import escape

from afterword.domain.scales import HIGHEST, LOWEST

_MOST = 40
_PAD = 6


def rating_chart(values: Sequence[int], label: str, width: int = 190, height: int = 44) -> str:
    """Ratings from 1 to 5 over time as a line with dots, the last 40 of them; `label` names it for screen readers."""
    shown = list(values[-_MOST:])
    if not shown:
        return ""
    step = (width - 2 * _PAD) / max(1, len(shown) - 1)
    points = [(_PAD + index * step, _y(value, height)) for index, value in enumerate(shown)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    grid = "".join(
        f'<line x1="0" y1="{_y(value, height):.1f}" x2="{width}" y2="{_y(value, height):.1f}" class="grid"/>'
        for value in (LOWEST, (LOWEST + HIGHEST) // 2, HIGHEST)
    )
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.4"/>' for x, y in points)
    return (
        f'<svg class="chart" role="img" aria-label="{escape(label, quote=True)}" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}">{grid}<polyline points="{path}" fill="none" class="line"/>{dots}</svg>'
    )


def _y(value: float, height: int) -> float:
    inside = height - 2 * _PAD
    return height - _PAD - (min(max(value, LOWEST), HIGHEST) - LOWEST) / (HIGHEST - LOWEST) * inside


def share_bar(share: float, label: str, width: int = 70, height: int = 8) -> str:
    """A bar filled by that share from 0 to 1."""
    filled = round(min(max(share, 0.0), 1.0) * width, 1)
    return (
        f'<svg class="bar" role="img" aria-label="{escape(label, quote=True)}" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}"><rect width="{width}" height="{height}" class="empty"/>'
        f'<rect width="{filled}" height="{height}" class="full"/></svg>'
    )
