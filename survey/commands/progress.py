"""How far a long run has come, on standard error; a short one says nothing."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import click

from forms.sentence import Sentence

SECONDS_BETWEEN = 3.0


@dataclass
class Progress:
    """Called at every step; tells at most one line in three seconds, the first after three."""

    told_at: float = field(default_factory=time.monotonic)

    def __call__(self, saying: Sentence, done: int, total: int) -> None:
        """``saying`` has the blanks ``{done}`` and ``{total}``."""
        now = time.monotonic()
        if now - self.told_at >= SECONDS_BETWEEN:
            self.told_at = now
            click.echo(str(saying.filled(done=done, total=total)), err=True)
