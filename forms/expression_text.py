"""A rule's text → Python's syntax tree, where it is short, shallow and made of known tokens only."""

from __future__ import annotations

import ast
import re

from forms.expression_types import refused

LONGEST, DEEPEST = 2000, 40
# Everything that a text may be made of. What Python would read beyond this (comments, escapes, names
# that it folds together) never reaches its parser.
TOKENS = re.compile(
    r"""(?: +|[A-Za-z_]\w*|[0-9.]+(?![\w.])|'[^'\\\n]*'|"[^"\\\n]*"|[=!<>]=|[-+*/()<>,])*""",
    re.ASCII,
)


def body_of(text: str) -> ast.expr:
    """The syntax tree of a text without blanks at its ends; raises ExpressionRefused."""
    if len(text) > LONGEST or deepest(text) > DEEPEST:
        raise refused(
            "Biểu thức quá dài hoặc lồng quá sâu.", "The expression is too long or too deep."
        )
    tokens = TOKENS.match(text)
    foreign = text[tokens.end() if tokens else 0 :][:20]
    if foreign:
        raise refused(
            f"Ngôn ngữ quy tắc không có “{foreign}”.",
            f"The rule language does not have “{foreign}”.",
        )
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as fault:
        raise refused(
            f"Không đọc được biểu thức “{text[:80]}”.", f"Cannot read the expression “{text[:80]}”."
        ) from fault


def deepest(text: str) -> int:
    """How deep brackets nest, counted before parsing so that no text can exhaust the parser."""
    depth = most = 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        most = max(most, depth)
    return most
