"""What a request finds: which items there are, how one of them is made, and where it all comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, g

from forms.sentence import Sentence
from survey.accounts import Step, may
from survey.communes import Commune, plain
from survey.web.api.arguments import Asked
from survey.web.state import register

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """Items by key; ``make`` makes those that are shown. ``simulated``: whether their figures are."""

    keys: Sequence[Any]
    make: Callable[[Sequence[Any]], Iterable[Item]]
    source: Sentence
    simulated: bool = False

    def items(self, first: int = 0, many: int | None = None) -> list[Item]:
        """So many items from this one on; all of them without ``many``."""
        return list(self.make(self.keys[first : None if many is None else first + many]))


def singly(item: Callable[[Any], Item]) -> Callable[[Sequence[Any]], Iterable[Item]]:
    """What makes items one by one."""
    return lambda keys: map(item, keys)


def visible(asked: Asked) -> list[str]:
    """The communes of the register that the account may see and the request asks for, by code.

    A province that it may not see is refused with 403, one that does not exist is not found.
    """
    refuse_other_province(asked.province)
    words = plain(asked.search).split()
    known = register()
    wanted = known.communes if not words else {each.code for each in known.find(asked.search)}
    return [
        code
        for code, each in known.communes.items()
        if code in wanted
        and asked.province in ("", each.province_code)
        and may(g.account, Step.TAKE_AWAY, each)
    ]


def refuse_other_province(code: str) -> None:
    """403 or 404 where a request names a province that is not open to it."""
    if code and code not in register().provinces:
        abort(404)
    if code and not may_see(code):
        abort(403)


def may_see(province_code: str) -> bool:
    """Whether the account may read of this province."""
    nowhere = Commune("", "", "", province_code, 0.0, 0.0)
    return may(g.account, Step.TAKE_AWAY, nowhere)
