"""Rules as XPath 1.0 for XForms, where a missing operand never decides anything.

XPath has no third truth value: an empty field becomes NaN or "". So a rule is written twice, as what
is true exactly where the rule is true, and as what is true exactly where it is false; where both are
false the rule is missing. A number is written as cases, each with the guard under which it holds.
"""

from __future__ import annotations

from collections.abc import Sequence

from forms.expression_types import Node
from forms.expressions import Expression
from forms.questionnaire import Question, Questionnaire
from forms.xpath_parts import (
    FALSE,
    TRUE,
    Case,
    Inexpressible,
    Truth,
    all_of,
    any_of,
    chosen,
    combined,
    compared,
    figure,
    guarded,
    joined,
    negated,
    quoted,
)

YES, NO = "yes", "no"
LONGEST = 8000


def truth_of(questionnaire: Questionnaire, rule: Expression, own: str = "") -> Truth:
    """A rule as XPaths over ``${question}``; the question ``own`` is the context node.

    A question that is not asked counts as what it implies. Raises :class:`Inexpressible`.
    """
    found = Writer(questionnaire, own).truth(rule.tree)
    if max(len(found.holds), len(found.fails)) > LONGEST:
        raise Inexpressible(rule.text)
    return found


class Writer:
    """One rule being written, beside the question that carries it."""

    def __init__(self, questionnaire: Questionnaire, own: str) -> None:
        self.questionnaire = questionnaire
        self.own = own

    def reference(self, name: str) -> str:
        """Where a question's answer stands in the form."""
        return "." if name == self.own else f"${{{name}}}"

    def question(self, name: object) -> Question:
        """The question with this id; the register is not in the form."""
        found = self.questionnaire.by_id.get(str(name))
        if found is None:
            raise Inexpressible(str(name))
        return found

    def asked(self, question: Question) -> Truth:
        """Whether a question is asked; where its condition is missing, its answer stands."""
        if question.ask_if is None:
            return Truth(TRUE, FALSE)
        asked = self.truth(question.ask_if.tree)
        return Truth(negated(asked.fails), asked.fails)

    def truth(self, node: Node) -> Truth:
        """A tree that is true or false."""
        operation, *operands = node
        match operation:
            case "name":
                return self.yes_no(self.question(operands[0]))
            case "among":
                pairs: Sequence[tuple[str, int]] = operands[1]  # type: ignore[assignment]
                return self.among(self.question(operands[0]), [value for value, _ in pairs])
            case "not":
                return self.truth(operands[0]).swapped  # type: ignore[arg-type]
            case "and" | "or":
                return joined(str(operation), [self.truth(each) for each in operands])  # type: ignore[arg-type]
            case "if":
                condition, one, other = (self.truth(each) for each in operands)  # type: ignore[arg-type]
                return chosen(condition, one, other)
        left, right = (self.number(each) for each in operands)  # type: ignore[arg-type]
        return compared(str(operation), left, right)

    def yes_no(self, question: Question) -> Truth:
        """A yes/no question as itself."""
        at = self.reference(question.id)
        given = Truth(f"{at} = '{YES}'", f"{at} = '{NO}'")
        return self.counted(question, given, bool(question.implied))

    def among(self, question: Question, values: list[str]) -> Truth:
        """Whether a choice is one of these values."""
        at = self.reference(question.id)
        one = any_of([f"{at} = {quoted(value)}" for value in values])
        given = Truth(one, all_of([f"{at} != ''", negated(one)]))
        return self.counted(question, given, question.implied in values)

    def counted(self, question: Question, given: Truth, implied: bool) -> Truth:
        """An answer as it counts: where it is not asked, what it implies."""
        if question.implied is None:
            return given
        constant = Truth(TRUE, FALSE) if implied else Truth(FALSE, TRUE)
        return chosen(self.asked(question), given, constant)

    def number(self, node: Node) -> list[Case]:
        """A tree that gives a number."""
        operation, *operands = node
        match operation:
            case "number":
                return [Case(TRUE, figure(float(operands[0])))]  # type: ignore[arg-type]
            case "name":
                return self.figure_of(self.question(operands[0]))
            case "points":
                return self.points(self.question(operands[0]), operands[1])  # type: ignore[arg-type]
            case "if":
                condition = self.truth(operands[0])  # type: ignore[arg-type]
                one, other = (self.number(each) for each in operands[1:])  # type: ignore[arg-type]
                return guarded(condition.holds, one) + guarded(condition.fails, other)
        return combined(str(operation), [self.number(each) for each in operands])  # type: ignore[arg-type]

    def figure_of(self, question: Question) -> list[Case]:
        """A numeric question as it counts."""
        at = self.reference(question.id)
        given = [Case(f"{at} != ''", f"number({at})")]
        if question.implied is None:
            return given
        asked = self.asked(question)
        implied = Case(TRUE, figure(float(question.implied)))
        return guarded(asked.holds, given) + guarded(asked.fails, [implied])

    def points(self, question: Question, pairs: Sequence[tuple[str, float | None]]) -> list[Case]:
        """The points of the option chosen."""
        return [
            Case(self.among(question, [value]).holds, figure(float(points)))
            for value, points in pairs
            if points is not None
        ]
