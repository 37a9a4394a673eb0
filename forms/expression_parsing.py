"""Text of the rule language → a typed tree. Everything outside the grammar is refused here.

A node is ``(operation, *operands)``: numbers are ``("number", 3.0)``, names ``("name", id)``; a choice
stands only in ``("among", id, ((value, index), …))`` and ``("points", id, ((value, points), …))``, so
that no other operation meets a text.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from forms.sentence import Refused, Sentence

Type = Literal["number", "truth", "choice"]
Node = tuple[object, ...]
LONGEST, DEEPEST = 2000, 40
ARITHMETIC: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}
COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
REGISTER = "register_"


class ExpressionRefused(Refused):
    """A text that is not of the rule language, with what is wrong."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """What a name stands for; ``options`` and their ``points`` where it is a choice."""

    type: Type
    options: tuple[str, ...] = ()
    points: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """A tree, what it gives, and the names that it reads."""

    tree: Node
    type: Type
    names: frozenset[str]


def refused(vi: str, en: str) -> ExpressionRefused:
    """The refusal with this sentence."""
    return ExpressionRefused(Sentence(vi, en))


def parsed(text: str, symbols: Mapping[str, Symbol]) -> Parsed:
    """Parse and type a text; raises :class:`ExpressionRefused`."""
    if len(text) > LONGEST or deepest(text) > DEEPEST:
        raise refused(
            "Biểu thức quá dài hoặc lồng quá sâu.", "The expression is too long or too deep."
        )
    try:
        body = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as fault:
        raise refused(
            f"Không đọc được biểu thức “{text[:80]}”.", f"Cannot read the expression “{text[:80]}”."
        ) from fault
    reader = Reader(symbols, text)
    tree, kind = reader.node(body, 0)
    if kind == "choice":
        raise refused(
            f"Câu hỏi lựa chọn “{text[:80]}” phải so sánh với một giá trị.",
            f"The choice “{text[:80]}” must be compared with a value.",
        )
    return Parsed(tree, kind, frozenset(reader.names))


def deepest(text: str) -> int:
    """How deep brackets nest, counted before parsing so that no text can exhaust the parser."""
    depth = most = 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        most = max(most, depth)
    return most


class Reader:
    """One text being read: the symbols that it may name, and those that it did."""

    def __init__(self, symbols: Mapping[str, Symbol], text: str) -> None:
        self.symbols = symbols
        self.text = text
        self.names: set[str] = set()

    def node(self, part: ast.expr, depth: int) -> tuple[Node, Type]:  # noqa: PLR0911 - a line for each kind
        """One part of the text as a node with its type."""
        if depth > DEEPEST:
            raise refused("Biểu thức lồng quá sâu.", "The expression is too deep.")
        depth += 1
        match part:
            case ast.Constant(value=bool() | complex() | bytes() | None):
                raise self.outside(part)
            case ast.Constant(value=int() | float() as value):
                return self.number(part, value)
            case ast.Name(id=name):
                return self.name(name)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
                node = self.of_type(operand, "number", depth)
                return (("neg", node) if isinstance(sign, ast.USub) else node), "number"
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return ("not", self.of_type(operand, "truth", depth)), "truth"
            case ast.BinOp(left=left, op=op, right=right) if type(op) in ARITHMETIC:
                pair = (self.of_type(each, "number", depth) for each in (left, right))
                return (ARITHMETIC[type(op)], *pair), "number"
            case ast.BoolOp(op=op, values=values):
                word = "and" if isinstance(op, ast.And) else "or"
                return (word, *(self.of_type(each, "truth", depth) for each in values)), "truth"
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return self.comparison(left, op, right, depth), "truth"
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return self.conditional(test, body, orelse, depth)
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
                return self.call(name, arguments, part, depth), "number"
        raise self.outside(part)

    def outside(self, part: ast.expr) -> ExpressionRefused:
        """The refusal of what the language does not have."""
        piece = (ast.get_source_segment(self.text.strip(), part) or self.text)[:80]
        return refused(
            f"Ngôn ngữ quy tắc không có “{piece}”.", f"The rule language does not have “{piece}”."
        )

    def number(self, part: ast.expr, value: float) -> tuple[Node, Type]:
        """A number written plainly: digits with at most one point."""
        written = (ast.get_source_segment(self.text.strip(), part) or "").strip()
        if not written.replace(".", "", 1).isdigit() or not written.isascii():
            raise self.outside(part)
        number = float(written)
        if number == float("inf"):
            raise self.outside(part)
        return ("number", number), "number"

    def symbol(self, name: str) -> Symbol:
        """What a name stands for; every column of the register is a number."""
        if name.startswith(REGISTER) and name.isascii() and "__" not in name:
            self.names.add(name)
            return Symbol("number")
        if name not in self.symbols:
            raise refused(
                f"Không có câu hỏi “{name[:80]}”.", f"There is no question “{name[:80]}”."
            )
        self.names.add(name)
        return self.symbols[name]

    def name(self, name: str) -> tuple[Node, Type]:
        """A question or a column of the register."""
        return ("name", name), self.symbol(name).type

    def of_type(self, part: ast.expr, wanted: Type, depth: int) -> Node:
        """A part that must be a number, or must be true or false."""
        node, kind = self.node(part, depth)
        if kind != wanted:
            piece = ast.get_source_segment(self.text.strip(), part) or self.text
            words = {"number": ("một số", "a number"), "truth": ("đúng hoặc sai", "true or false")}
            vi, en = words[wanted]
            raise refused(f"“{piece[:80]}” phải là {vi}.", f"“{piece[:80]}” must be {en}.")
        return node

    def conditional(
        self, test: ast.expr, body: ast.expr, orelse: ast.expr, depth: int
    ) -> tuple[Node, Type]:
        """``a if b else c``: both sides of one type."""
        condition = self.of_type(test, "truth", depth)
        node, kind = self.node(body, depth)
        if kind == "choice":
            raise self.outside(body)
        return ("if", condition, node, self.of_type(orelse, kind, depth)), kind

    def comparison(self, left: ast.expr, op: ast.cmpop, right: ast.expr, depth: int) -> Node:
        """Two numbers, a choice with a value, or membership in a list of either."""
        if isinstance(op, ast.In):
            return self.membership(left, right, depth)
        if isinstance(op, ast.NotIn):
            return ("not", self.membership(left, right, depth))
        word = COMPARISONS.get(type(op))
        if word is None:
            raise self.outside(left)
        if is_text(left):
            left, right = right, left
        if not is_text(right):
            return (word, *(self.of_type(each, "number", depth) for each in (left, right)))
        if word not in ("==", "!="):
            raise self.outside(right)
        chosen = self.among(left, [right])
        return chosen if word == "==" else ("not", chosen)

    def membership(self, left: ast.expr, right: ast.expr, depth: int) -> Node:
        """``x in (…)``: option values of a choice, or plain numbers."""
        if not isinstance(right, ast.Tuple | ast.Constant) or is_empty(right):
            raise self.outside(right)
        members: list[ast.expr] = right.elts if isinstance(right, ast.Tuple) else [right]
        if all(is_text(each) for each in members):
            return self.among(left, members)
        number = self.of_type(left, "number", depth)
        equal = tuple(("==", number, self.of_type(each, "number", depth)) for each in members)
        return ("or", *equal) if len(equal) > 1 else equal[0]

    def among(self, left: ast.expr, members: list[ast.expr]) -> Node:
        """A choice compared with values, all of them its own; each with its place among the options."""
        if not isinstance(left, ast.Name):
            raise self.outside(left)
        symbol = self.symbol(left.id)
        if symbol.type != "choice":
            raise refused(
                f"“{left.id}” không phải câu hỏi lựa chọn.", f"“{left.id}” is not a choice."
            )
        values = [str(each.value) for each in members if isinstance(each, ast.Constant)]
        for value in values:
            if value not in symbol.options:
                raise refused(
                    f"Câu hỏi “{left.id}” không có giá trị “{value[:80]}”.",
                    f"Question “{left.id}” has no option “{value[:80]}”.",
                )
        return "among", left.id, tuple((value, symbol.options.index(value)) for value in values)

    def call(self, name: str, arguments: list[ast.expr], part: ast.expr, depth: int) -> Node:
        """``min``, ``max``, ``ceil`` and ``points``."""
        if name == "points" and len(arguments) == 1 and isinstance(arguments[0], ast.Name):
            choice = arguments[0].id
            symbol = self.symbol(choice)
            if symbol.type == "choice":
                pairs = zip(
                    symbol.options, symbol.points or (None,) * len(symbol.options), strict=True
                )
                return ("points", choice, tuple(pairs))
        if name == "ceil" and len(arguments) == 1:
            return ("ceil", self.of_type(arguments[0], "number", depth))
        if name in ("min", "max") and arguments:
            return (name, *(self.of_type(each, "number", depth) for each in arguments))
        raise self.outside(part)


def is_text(part: ast.expr) -> bool:
    """Whether a part is a quoted value."""
    return isinstance(part, ast.Constant) and isinstance(part.value, str)


def is_empty(part: ast.expr) -> bool:
    """Whether a list in brackets has nothing in it."""
    return isinstance(part, ast.Tuple) and not part.elts
