"""A rule as XPath says true, false and missing exactly where the rule does."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from forms.expression_types import Node
from forms.expressions import parse
from forms.questionnaire import Questionnaire
from forms.xpath import truth_of
from forms.xpath_parts import Inexpressible, figure, quoted
from tests.builders import the_questionnaire
from tests.examples import examples
from tests.forms.expression_strategies import SYMBOLS, Values, truths
from tests.forms.small_questionnaire import a_file, a_question, loaded

KINDS = {"number": "decimal", "truth": "yes_no", "choice": "choice"}


def a_questionnaire() -> Questionnaire:
    """Questions that stand for the symbols which generated rules read."""
    file = a_file()
    for name, symbol in SYMBOLS.items():
        options = [
            {"value": value, "vi": value, "en": value, "points": points}
            for value, points in zip(symbol.options, symbol.points, strict=True)
        ]
        more = {"options": options} if options else {}
        file["questions"] = [q for q in file["questions"] if q["id"] != name]
        file["questions"].append(a_question(name, "place", type=KINDS[symbol.type], **more))
    for each in file["questions"]:
        each.pop("score", None)
        each.pop("gap", None)
        each.pop("checks", None)
        each["scored"] = each["id"] in ("lan", "trained")
    return loaded(file)


ASKED = a_questionnaire()


def written(value: float | bool | str | None) -> str:
    """A value as a form's field holds it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else figure(value) if isinstance(value, int | float) else value


def said(path: str, values: Values) -> bool:
    root = etree.Element("form")
    for name in SYMBOLS:
        etree.SubElement(root, name).text = written(values.get(name)) or None
    return bool(root.xpath(re.sub(r"\$\{(\w+)\}", r"/form/\1", path)))


def small(node: Node) -> bool:
    """Whether no number of a rule is so large that the two arithmetics would overflow differently."""
    return all(
        small(each) if isinstance(each, tuple) else not isinstance(each, float) or abs(each) < 1e9
        for each in node
    )


@settings(max_examples=examples(400), deadline=None)
@given(
    truths(2),
    st.fixed_dictionaries(
        {},
        optional={
            "staff": st.none() | st.integers(-3, 300),
            "computers": st.none() | st.integers(0, 3) | st.sampled_from((0.5, 12.25)),
            "has_lan": st.none() | st.booleans(),
            "border": st.none() | st.booleans(),
            "region": st.none() | st.sampled_from(SYMBOLS["region"].options),
            "island": st.none() | st.sampled_from(SYMBOLS["island"].options),
        },
    ),
)
def test_a_rule_is_true_false_or_missing_on_a_form_exactly_where_it_is_here(
    text: str, values: Values
) -> None:
    rule = parse(text, SYMBOLS)
    assume(small(rule.tree))
    try:
        truth = truth_of(ASKED, rule)
    except Inexpressible:
        assume(False)
    expected = rule.evaluate(values)
    assert said(truth.holds, values) is (expected is True), (text, truth.holds)
    assert said(truth.fails, values) is (expected is False), (text, truth.fails)


def test_a_missing_operand_decides_nothing() -> None:
    truth = truth_of(ASKED, parse("computers > 2 * staff", SYMBOLS))
    for values in ({}, {"computers": 5.0}, {"staff": 0.0}):
        assert not said(truth.holds, values)
        assert not said(truth.fails, values)


def test_a_question_that_is_not_asked_counts_as_what_it_implies() -> None:
    asked = the_questionnaire()
    check = next(c for c in asked.by_id["conn_tslcd_pc"].checks)
    holds = truth_of(asked, check.condition).holds
    root = etree.Element("form")
    for name, text in (("conn_tslcd", "none"), ("conn_tslcd_pc", "900"), ("infra_pc_working", "5")):
        etree.SubElement(root, name).text = text
    path = re.sub(r"\$\{(\w+)\}", r"/form/\1", holds)
    assert not root.xpath(path)
    root[0].text = "stable"
    assert root.xpath(path)


@pytest.mark.parametrize("text", ["register_km_to_seat > 3", "staff > register_km_to_seat"])
def test_what_reads_the_register_cannot_be_said_on_a_form(text: str) -> None:
    with pytest.raises(Inexpressible):
        truth_of(ASKED, parse(text, SYMBOLS))


def test_a_rule_that_would_grow_too_long_is_left_to_the_import() -> None:
    nested = " + ".join(["(staff if has_lan else computers)"] * 8)
    with pytest.raises(Inexpressible):
        truth_of(ASKED, parse(f"{nested} > 3", SYMBOLS))


@pytest.mark.parametrize("value", [0.0, 3.0, -2.5, 1.1, 0.5, 1e15])
def test_figures_are_written_without_an_exponent_and_mean_the_same(value: float) -> None:
    assert "e" not in figure(value)
    assert math.isclose(float(figure(value)), value)


def test_an_option_with_both_kinds_of_quotes_cannot_be_said() -> None:
    assert quoted("it's") == '"it\'s"'
    with pytest.raises(Inexpressible):
        quoted('it\'s "so"')
