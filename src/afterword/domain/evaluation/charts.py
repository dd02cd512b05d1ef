"""Owns pictures made of characters: sparklines and bars, always with their numbers beside them."""

from collections.abc import Sequence

TICKS = "▁▂▃▄▅▆▇█"


def sparkline(values: Sequence[float], low: float = 1, high: float = 5, width: int = 24) -> str:
    """One character per value, the last `width` of them, on the fixed range from `low` to `high`.

    The range is fixed so that two lines can be compared; values outside it stand at its ends.
    """
    if not values or high <= low:
        return ""
    top = len(TICKS) - 1
    steps = (round((value - low) / (high - low) * top) for value in values[-width:])
    return "".join(TICKS[min(max(step, 0), top)] for step in steps)


def bar(share: float, width: int = 10) -> str:
    """A bar of `width` cells, filled by that share from 0 to 1: `████░░░░░░`."""
    filled = round(min(max(share, 0.0), 1.0) * width)
    return "█" * filled + "░" * (width - filled)


def percent(part: int, whole: int) -> int:
    """The share in whole percent; 0 where there is nothing to share."""
    return round(100 * part / whole) if whole else 0
