"""The rule language: what it reads, what it refuses, and that every way of evaluating it agrees."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from forms.expression_values import Scalar
from forms.expressions import Expression, ExpressionRefused, from_json, parse
from tests.examples import examples
from tests.forms.expression_strategies import SYMBOLS, Values, columns_of, texts, values


def value(text: str, **given_: float | bool | str | None) -> Scalar:
    """What a rule gives for these values."""
    return parse(text, SYMBOLS).evaluate(given_)


def read(text: str) -> Expression:
    """The rule, or no example where it is too long or too deep."""
    try:
        return parse(text, SYMBOLS)
    except ExpressionRefused as refused:
        assume("too" not in refused.sentence.en)
        raise


def as_float(scalar: Scalar) -> float:
    """A scalar as a frame holds it."""
    assert not isinstance(scalar, str)
    return math.nan if scalar is None else float(scalar)


@settings(max_examples=examples(400), deadline=None)
@given(texts(), st.lists(values(), min_size=1, max_size=6))
def test_one_response_a_frame_and_the_json_tree_agree(text: str, rows: list[Values]) -> None:
    rule = read(text)
    again = from_json(json.loads(json.dumps(rule.as_json())), rule.type)
    one_by_one = [rule.evaluate(row) for row in rows]
    assert [again.evaluate(row) for row in rows] == one_by_one
    frame = rule.evaluate_frame(columns_of(rows), len(rows))
    assert frame.dtype == np.float64
    assert frame.shape == (len(rows),)
    np.testing.assert_array_equal(frame, [as_float(each) for each in one_by_one])
    np.testing.assert_array_equal(again.evaluate_frame(columns_of(rows), len(rows)), frame)
    assert again.names == rule.names


@settings(max_examples=examples(200), deadline=None)
@given(texts(), values())
def test_a_rule_gives_its_type_or_nothing_and_is_never_infinite(text: str, row: Values) -> None:
    rule = read(text)
    found = rule.evaluate(row)
    if found is None:
        return
    assert isinstance(found, bool) == (rule.type == "truth")
    assert math.isfinite(float(found))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("staff + computers * 2", 25.0),
        ("(staff + computers) * 2", 30.0),
        ("-staff - -computers", 5.0),
        ("staff / computers", 0.5),
        ("ceil(staff / 2)", 3.0),
        ("min(staff, computers, 7)", 5.0),
        ("max(0, staff - computers)", 0.0),
        ("staff in (4, 5)", True),
        ("staff not in (4, 5)", False),
        ("region in ('r2', 'r3')", True),
        ('region == "r2"', False),
        ("'r3' == region", True),
        ("island != 'không'", False),
        ("points(region)", 40.0),
        ("10 if border else 0", 10.0),
        ("not border or staff >= 5 and computers < 11", True),
        ("register_km_to_seat > 40", True),
    ],
)
def test_a_rule_is_read_as_arithmetic_is_read(text: str, expected: object) -> None:
    known: dict[str, float | bool | str | None] = {
        "staff": 5,
        "computers": 10,
        "border": True,
        "region": "r3",
        "island": "không",
        "register_km_to_seat": 41.5,
    }
    assert value(text, **known) == expected


def test_a_missing_operand_makes_the_result_missing_and_never_zero() -> None:
    for text in (
        "staff + 1",
        "staff * 0",
        "-staff",
        "ceil(staff)",
        "min(1, staff)",
        "max(1, staff)",
    ):
        assert value(text) is None
    for text in ("staff == staff", "region == 'r1'", "region != 'r1'", "staff in (1, 2)"):
        assert value(text) is None
    assert value("points(region)", region=None) is None


def test_the_points_of_an_option_without_points_are_missing() -> None:
    assert value("points(region)", region="r2") is None
    assert value("points(region)", region="none") == 0


def test_a_condition_that_is_missing_makes_the_whole_missing() -> None:
    assert value("1 if border else 0") is None
    assert value("1 if border else staff", border=True) == 1


@pytest.mark.parametrize("text", ["1 / staff", "staff / staff", "1 / (staff - staff)"])
def test_division_by_zero_is_missing(text: str) -> None:
    assert value(text, staff=0) is None
    assert np.isnan(parse(text, SYMBOLS).evaluate_frame({"staff": np.zeros(3)}, 3)).all()


def test_what_overflows_is_missing() -> None:
    assert value("staff * staff", staff=1e200) is None
    assert value("staff + 1", staff=10**400) is None
    assert value("staff + 1", staff=math.nan) is None
    assert value("staff + 1", staff=math.inf) is None


def test_and_or_and_not_are_three_valued() -> None:
    truth: tuple[bool | None, ...] = (True, False, None)
    for left in truth:
        for right in truth:
            both = value("has_lan and border", has_lan=left, border=right)
            either = value("has_lan or border", has_lan=left, border=right)
            assert both is (
                False if False in (left, right) else None if None in (left, right) else True
            )
            assert either is (
                True if True in (left, right) else None if None in (left, right) else False
            )
    assert [value("not border", border=each) for each in truth] == [False, True, None]


def test_a_column_that_a_frame_does_not_have_is_missing_everywhere() -> None:
    rule = parse("staff > 1 or region == 'r1'", SYMBOLS)
    assert np.isnan(rule.evaluate_frame({}, 4)).all()
    assert rule.evaluate_frame({}, 0).shape == (0,)


def test_a_frame_is_not_changed_by_evaluating_it() -> None:
    staff = np.array([1.0, np.nan])
    result = parse("staff", SYMBOLS).evaluate_frame({"staff": staff}, 2)
    result[:] = 7
    np.testing.assert_array_equal(staff, [1, np.nan])


def test_a_rule_names_what_it_reads() -> None:
    rule = parse("points(region) + staff if island == 'gần bờ' else register_km_to_seat", SYMBOLS)
    assert rule.names == {"region", "staff", "island", "register_km_to_seat"}
    assert (rule.type, parse("has_lan", SYMBOLS).type) == ("number", "truth")
