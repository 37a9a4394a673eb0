"""What the rule language's parts are: types, nodes, symbols, and how a text is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from forms.sentence import Refused, Sentence

Type = Literal["number", "truth", "choice"]
Node = tuple[object, ...]


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
