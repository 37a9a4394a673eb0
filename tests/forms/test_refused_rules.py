"""What the rule language refuses: everything outside its grammar, with a sentence in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.expressions import ExpressionRefused, parse
from forms.sentence import Sentence
from tests.examples import examples
from tests.forms.expression_strategies import SYMBOLS


def refusal(text: str) -> Sentence | None:
    """What is said about a text that is refused."""
    try:
        parse(text, SYMBOLS)
    except ExpressionRefused as refused:
        return refused.sentence
    return None


@settings(max_examples=examples(300), deadline=None)
@given(
    st.text(
        st.sampled_from("staff region 'none' 012.+-*/()<>=!,iforandelsenot\\#[]{}:@\n\0"),
        max_size=60,
    )
)
def test_any_text_is_read_or_refused_in_both_languages(text: str) -> None:
    said = refusal(text)
    assert said is None or (said.vi and said.en and said.vi != said.en)


OUTSIDE = [
    "",
    " ",
    "staff.real",
    "staff.__class__",
    "__import__('os')",
    "open('x')",
    "abs(staff)",
    "min()",
    "ceil(1, 2)",
    "ceil(staff, staff)",
    "min(*staff)",
    "max(staff, key=staff)",
    "points(staff)",
    "points('r1')",
    "points(region, region)",
    "min",
    "min(1)(2)",
    "staff[0]",
    "region['r1']",
    "lambda: 1",
    "(lambda: 1)()",
    "[staff for staff in (1, 2)]",
    "[1, 2]",
    "{1, 2}",
    "{'a': 1}",
    "(1, 2)",
    "()",
    "staff in ()",
    "staff in [1, 2]",
    "staff in staff",
    "staff in 1",
    "staff in (1, 2) + (3,)",
    "(staff + 1) in (1, 2)",
    "f'{staff}'",
    "'r1'",
    "'r1' 'r2' == region",
    "region == 'r' '1'",
    "region == r'r1'",
    "region == '''r1'''",
    "region == b'r1'",
    "region == 'r\\x31'",
    "(staff := 1)",
    "staff = 1",
    "staff ** 2",
    "staff // 2",
    "staff % 2",
    "staff @ 2",
    "staff << 2",
    "~staff",
    "staff & 1",
    "staff is staff",
    "1 < staff < 5",
    "staff == computers == 1",
    "1_000",
    "0x10",
    "0b1",
    "1e5",
    "1j",
    "1.2.3",
    ".",
    "9" * 400,
    "inf",
    "nan",
    "True",
    "None",
    "...",
    "yield staff",
    "await staff",
    "*staff",
    "staff; staff",
    "staff # a comment",
    "staff +\n1 #",
    "staff\\\n+ 1",
    "staff +",
    "(staff",
    "staff)",
    "1 if staff > 1",
    "staff\u00a0+ 1",
    "ｓｔａｆｆ",
    "staﬀ",
    "số_máy",
    "staff\0",
    "staff == 'r1'",
    "region == 'r9'",
    "region in ('r1', 'r9')",
    "region in ('r1', 2)",
    "region == 1",
    "region < 'r1'",
    "region == region",
    "region",
    "region + 1",
    "ceil(region)",
    "region if border else region",
    "staff and border",
    "not staff",
    "border + 1",
    "border == 1",
    "-border",
    "1 if staff else 0",
    "1 if border else has_lan",
    "unknown_question",
    "register__x",
    "((((" * 30 + "1" + "))))" * 30,
    "-" * 1500 + "1",
    "not " * 400 + "border",
    "1" + "+1" * 900,
    "staff if border else " * 90 + "1",
    "staff + " * 300 + "1",
]


@pytest.mark.parametrize("text", OUTSIDE, ids=lambda text: ascii(text)[:40])
def test_everything_outside_the_grammar_is_refused_in_both_languages(text: str) -> None:
    said = refusal(text)
    assert said is not None
    assert said.vi
    assert said.en
    assert len(str(said)) < 400


def test_an_option_that_the_question_does_not_have_is_named() -> None:
    with pytest.raises(ExpressionRefused, match="“region” has no option “r9”"):
        parse("region == 'r9'", SYMBOLS)
