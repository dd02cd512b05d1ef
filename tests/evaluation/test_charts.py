"""Pictures of characters and of SVG: fixed ranges, numbers beside, nothing over the edge."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.domain.document import bar, percent, sparkline
from afterword.exchange.documents import rating_chart, share_bar

ratings = st.lists(st.integers(1, 5), max_size=120)


@pytest.mark.parametrize(
    ("values", "shown"), [([], ""), ([1, 2, 3, 4, 5], "▁▃▅▆█"), ([3], "▅"), ([0, 9], "▁█"), ([5, 5], "██")]
)
def test_a_sparkline_stands_on_the_whole_scale(values: list[int], shown: str) -> None:
    """The range is that of the scale, not of the values, so that two lines compare."""
    assert sparkline(values) == shown


@given(ratings, st.integers(1, 60))
def test_a_sparkline_shows_the_latest_that_fit(values: list[int], width: int) -> None:
    """One character each, the last ones where there are more."""
    shown = sparkline(values, width=width)
    assert len(shown) == min(len(values), width)
    assert shown == "".join(sparkline([value]) for value in values[-width:])


@pytest.mark.parametrize(("share", "shown"), [(0, "░░░░"), (0.5, "██░░"), (1, "████"), (7, "████"), (-1, "░░░░")])
def test_a_bar_is_filled_by_its_share(share: float, shown: str) -> None:
    """Never beyond its ends."""
    assert bar(share, 4) == shown


def test_nothing_of_nothing_is_no_percent() -> None:
    """No division by zero reaches a person."""
    assert (percent(0, 0), percent(1, 3)) == (0, 33)


@given(ratings)
def test_a_drawn_chart_is_sound_and_stays_in_its_frame(values: list[int]) -> None:
    """Well-formed, with every dot inside, and nothing at all for no values."""
    svg = rating_chart(values, 'Voice "&<>')
    if not values:
        assert svg == ""
        return
    root = ET.fromstring(svg)  # noqa: S314 - our own words
    assert root.get("aria-label") == 'Voice "&<>'
    for dot in root.iter("circle"):
        assert 0 <= float(dot.attrib["cx"]) <= 190
        assert 0 <= float(dot.attrib["cy"]) <= 44


@pytest.mark.parametrize(("share", "width"), [(0.5, "35.0"), (2, "70.0"), (-1, "0.0")])
def test_a_drawn_bar_is_filled_by_its_share(share: float, width: str) -> None:
    """Never beyond its frame."""
    assert f'<rect width="{width}"' in share_bar(share, "written")
