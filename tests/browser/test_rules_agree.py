"""The rules in the browser give what they give on the server."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from forms.expression_types import Type
from forms.expression_values import Scalar
from forms.expressions import Expression, ExpressionRefused, Symbol, parse
from forms.questionnaire import Kind, Questionnaire
from tests.builders import the_questionnaire
from tests.forms.expression_strategies import SYMBOLS, Values, texts, values

pytestmark = pytest.mark.browser
RULES = Path(__file__).parents[2] / "survey" / "web" / "scripts" / "rules.js"
Case = tuple[Expression, list[Values]]
ROWS, RULES_TRIED = 25, 200
EVALUATE = "cases => cases.map(([tree, rows]) => rows.map(values => Rules.evaluate(tree, values)))"


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """An empty page that holds the rules' script and nothing else."""
    page = chromium.new_page()
    page.add_script_tag(content=RULES.read_text("utf-8"))
    yield page
    page.close()


def in_the_browser(page: Page, cases: list[Case]) -> list[list[Scalar]]:
    """What the browser gives for each rule and each row of values."""
    found = page.evaluate(EVALUATE, [[rule.as_json(), list(rows)] for rule, rows in cases])
    return [[as_sent(each) for each in row] for row in found]


def as_sent(value: Scalar) -> Scalar:
    """A value from the browser: its whole numbers come as digits, which Python reads as integers."""
    return float(value) if type(value) is int else value


def on_the_server(cases: list[Case]) -> list[list[Scalar]]:
    """What the server gives."""
    return [[rule.evaluate(row) for row in rows] for rule, rows in cases]


def kinds(found: list[list[Scalar]]) -> list[list[str]]:
    """Number, truth or missing: Python holds that 1 is True."""
    names = {bool: "truth", float: "number", type(None): "missing"}
    return [[names[type(each)] for each in row] for row in found]


@settings(
    max_examples=RULES_TRIED,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example],
)
@given(texts(), st.lists(values(), min_size=ROWS, max_size=ROWS))
def test_5000_generated_cases_agree(page: Page, text: str, rows: list[Values]) -> None:
    try:
        rule = parse(text, SYMBOLS)
    except ExpressionRefused:
        assume(False)
    cases = [(rule, rows)]
    found, expected = in_the_browser(page, cases), on_the_server(cases)
    assert found == expected
    assert kinds(found) == kinds(expected)


def test_every_rule_of_the_shipped_questionnaire_agrees(page: Page) -> None:
    questionnaire = the_questionnaire()
    symbols, draw = symbols_of(questionnaire), random.Random(2026)
    rules = all_rules(questionnaire)
    assert len(rules) > 90
    cases: list[Case] = [
        (rule, [{name: a_value(symbols, name, draw) for name in rule.names} for _ in range(40)])
        for rule in rules
    ]
    found, expected = in_the_browser(page, cases), on_the_server(cases)
    assert found == expected
    assert kinds(found) == kinds(expected)
    assert {kind for row in kinds(found) for kind in row} == {"number", "truth", "missing"}


def all_rules(questionnaire: Questionnaire) -> list[Expression]:
    """Every rule that a questionnaire holds."""
    rules: list[Expression | None] = []
    for question in questionnaire.questions:
        rules.append(question.ask_if)
        rules += [check.condition for check in question.checks]
        rules.append(question.score.expression if question.score else None)
        rules.append(question.gap.quantity if question.gap else None)
    remoteness = questionnaire.remoteness
    if remoteness:
        rules += [*remoteness.class_terms, remoteness.remote_if]
        rules += [term.expression for term in remoteness.access_terms]
    return [rule for rule in rules if rule is not None]


def symbols_of(questionnaire: Questionnaire) -> dict[str, Symbol]:
    """What each question's id stands for in an expression; questions for a text are in none."""
    types: dict[Kind, Type] = {Kind.CHOICE: "choice", Kind.YES_NO: "truth"}
    return {
        question.id: Symbol(
            types.get(question.kind, "number"),
            tuple(option.value for option in question.options),
            tuple(option.points for option in question.options),
        )
        for question in questionnaire.questions
        if question.kind is not Kind.TEXT
    }


def a_value(symbols: Mapping[str, Symbol], name: str, draw: random.Random) -> Scalar:
    """A value that a name may have, one in five missing."""
    if draw.random() < 0.2:
        return None
    symbol = symbols.get(name, Symbol("number"))
    if symbol.type == "choice":
        return draw.choice(symbol.options)
    if symbol.type == "truth":
        return draw.random() < 0.5
    return draw.choice((0, 1, 5, 12, 40, 41.5, 96, 180, 1001))


def test_comparisons_agree_where_both_sides_are_equal(page: Page) -> None:
    figures = (None, -1, 0, 0.1, 1)
    rows: list[Values] = [{"staff": a, "computers": b} for a in figures for b in figures]
    compared = ("==", "!=", "<", "<=", ">", ">=")
    cases: list[Case] = [(parse(f"staff {each} computers", SYMBOLS), rows) for each in compared]
    assert in_the_browser(page, cases) == on_the_server(cases)


def test_a_name_that_every_object_has_is_missing(page: Page) -> None:
    rule = parse("constructor + 1", {"constructor": Symbol("number")})
    assert in_the_browser(page, [(rule, [{}])]) == [[None]]


def test_the_rules_weigh_little(page: Page) -> None:
    assert len(gzip.compress(RULES.read_bytes())) <= 2048
    assert page.evaluate("typeof Rules.evaluate") == "function"
