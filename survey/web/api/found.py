"""What a request finds: which items there are, how one of them is made, and where it all comes from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    """Items by key, each made only where it is shown. ``simulated``: whether its figures are."""

    keys: Sequence[Any]
    item: Callable[[Any], Item]
    source: Sentence
    simulated: bool = False


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
