"""Points on the sheet, classes of a measure, and colours that everyone tells apart."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reports.maps import (
    COLOURS,
    HEIGHT,
    UNKNOWN_COLOUR,
    WIDTH,
    classes_of,
    dots,
    nearest,
    points_of,
    two_classes,
)
from survey.communes import load_register


def luminance(colour: str) -> float:
    """Relative luminance, 0–1, as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    ]
    return float(np.dot((0.2126, 0.7152, 0.0722), linear))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_colour_stands_out_from_white_and_is_darker_than_the_one_before() -> None:
    assert all(contrast(each, "#ffffff") >= 3 for each in (*COLOURS, UNKNOWN_COLOUR))
    steps = [contrast(one, other) for one, other in pairwise(COLOURS)]
    assert min(steps) >= 1.3
    assert [luminance(each) for each in COLOURS] == sorted(map(luminance, COLOURS), reverse=True)


def test_the_whole_register_lies_on_the_sheet() -> None:
    communes = load_register().communes.values()
    points = points_of(
        np.array([each.latitude for each in communes]),
        np.array([each.longitude for each in communes]),
    )
    assert (points >= 0).all()
    assert (points < (WIDTH, HEIGHT)).all()


def test_a_kilometre_is_as_long_across_as_it_is_down() -> None:
    """At 16° north a degree of longitude is 107.0 km, one of latitude 110.6 km, within a unit's rounding."""
    corner, below, beside = points_of(np.array([16.0, 15.0, 16.0]), np.array([106.0, 106.0, 107.0]))
    ratio = (beside[0] - corner[0]) / (below[1] - corner[1])
    assert abs(ratio - 107.0 / 110.6) < 0.02


def test_five_classes_hold_a_fifth_each_and_what_is_missing_has_none() -> None:
    values = np.append(np.arange(100.0), np.nan)
    found = classes_of(values)
    assert np.bincount(found.of[:-1]).tolist() == [20] * 5
    assert found.of[-1] == -1
    assert (found.bounds[0], found.bounds[-1]) == (0.0, 99.0)


def test_a_part_of_the_country_keeps_the_country_s_classes() -> None:
    found = classes_of(np.array([0.0, 99.0]), among=np.arange(100.0))
    assert found.of.tolist() == [0, 4]


def test_yes_and_no_make_two_classes_and_one_value_makes_one() -> None:
    for values in ([0.0, 1.0, 1.0, np.nan], [1.0, 1.0, 0.0, np.nan], [1.0, 1.0, 1.0, np.nan]):
        found = two_classes(np.array(values))
        assert found.of.tolist() == [int(each) if each == each else -1 for each in values]
        assert found.colours == (COLOURS[0], COLOURS[-1])
    assert len(classes_of(np.array([7.0, 7.0])).colours) == 1
    assert classes_of(np.array([np.nan])).colours == ()


@given(st.lists(st.floats(0, 100) | st.just(np.nan), max_size=60))
def test_every_known_value_lies_within_its_class(values: list[float]) -> None:
    found = classes_of(np.array(values, dtype=float))
    assert len(found.colours) == max(0, len(found.bounds) - 1) <= 5
    for value, at in zip(values, found.of.tolist(), strict=True):
        if np.isnan(value):
            assert at == -1
        else:
            assert found.bounds[at] <= value <= found.bounds[at + 1]


@given(st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 1240))))
def test_a_path_stops_at_every_point(points: list[tuple[int, int]]) -> None:
    at, stops = [0, 0], []
    for kind, across, down in re.findall(r"([Mm])(-?\d+) ?(-?\d+)h0", dots(points)):
        at = [int(across), int(down)] if kind == "M" else [at[0] + int(across), at[1] + int(down)]
        stops.append(tuple(at))
    assert stops == points


def test_the_nearest_point_is_found() -> None:
    points = np.array([[0, 0], [10, 10]])
    assert nearest(points, 8, 9) == 1
    assert nearest(points[:0], 8, 9) is None
