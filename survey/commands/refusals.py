"""How a refusal is told at the terminal: both languages, exit status 2, never a traceback."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from functools import wraps
from typing import ParamSpec

import click

from forms.sentence import Refused, Sentence

P = ParamSpec("P")


def tells_refusals(command: Callable[P, None]) -> Callable[P, None]:
    """Turn a :class:`Refused` into its sentences on standard error and exit status 2."""

    @wraps(command)
    def telling(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except Refused as refused:
            tell(getattr(refused, "refusals", None) or (refused.sentence,))
            sys.exit(2)

    return telling


def tell(sentences: Iterable[Sentence]) -> None:
    """Print each sentence in both languages on standard error."""
    for sentence in sentences:
        click.echo(f"{sentence.vi}\n  {sentence.en}", err=True)
