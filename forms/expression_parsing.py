"""Text of the rule language → a typed tree. Everything outside the grammar is refused here.

A node is ``(operation, *operands)``: numbers are ``("number", 3.0)``, names ``("name", id)``; a choice
stands only in ``("among", id, ((value, index), …))`` and ``("points", id, ((value, points), …))``, so
that no other operation meets a text.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from forms.expression_text import DEEPEST, body_of
from forms.expression_types import Node, Parsed, Symbol, Type, refused
from forms.sentence import Refused

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


def parsed(text: str, symbols: Mapping[str, Symbol]) -> Parsed:
    """Parse and type a text; raises :class:`ExpressionRefused`."""
    text = text.strip()
    body = body_of(text)
    reader = Reader(symbols, text)
    tree, kind = reader.node(body, 0)
    if kind == "choice":
        raise refused(
            f"Câu hỏi lựa chọn “{text[:80]}” phải so sánh với một giá trị.",
            f"The choice “{text[:80]}” must be compared with a value.",
        )
    return Parsed(tree, kind, frozenset(reader.names))


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

    def outside(self, part: ast.expr) -> Refused:
        """The refusal of what the language does not have."""
        piece = (ast.get_source_segment(self.text, part) or self.text)[:80]
        return refused(
            f"Ngôn ngữ quy tắc không có “{piece}”.", f"The rule language does not have “{piece}”."
        )

    def number(self, part: ast.expr, value: float) -> tuple[Node, Type]:
        """A number written plainly: digits with at most one point."""
        written = (ast.get_source_segment(self.text, part) or "").strip()
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
                f"Không có câu hỏi “{name[:80]}” mà quy tắc đọc được.",
                f"There is no question “{name[:80]}” that a rule can read.",
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
            piece = ast.get_source_segment(self.text, part) or self.text
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
        """``name in (…)``: option values of a choice, or numbers."""
        # Brackets around one member leave no trace in Python's tree.
        members = right.elts if isinstance(right, ast.Tuple) else [right]
        before = self.text.encode()[: members[0].col_offset] if members else b""
        if not before.rstrip().endswith(b"("):
            raise self.outside(right)
        if all(is_text(each) for each in members):
            return self.among(left, members)
        # The left side is repeated for every member, so it must be a name: else trees could explode.
        if not isinstance(left, ast.Name):
            raise self.outside(left)
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
        values = [self.quoted(each) for each in members]
        for value in values:
            if value not in symbol.options:
                raise refused(
                    f"Câu hỏi “{left.id}” không có giá trị “{value[:80]}”.",
                    f"Question “{left.id}” has no option “{value[:80]}”.",
                )
        return "among", left.id, tuple((value, symbol.options.index(value)) for value in values)

    def quoted(self, part: ast.expr) -> str:
        """An option's value exactly as written: one text in one pair of quotes."""
        value = str(part.value) if isinstance(part, ast.Constant) else ""
        written = ast.get_source_segment(self.text, part)
        if written not in (f"'{value}'", f'"{value}"'):
            raise self.outside(part)
        return value

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
