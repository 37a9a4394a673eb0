"""What was typed is kept: a post refused because the session ended is shown again, ready to resend."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import render_template, request

# Where people type at length. Passwords and accounts are never kept.
KEPT_FROM = ("filling", "reviewing", "discussing")
NOT_KEPT = ("csrf_token",)


@dataclass(frozen=True, slots=True)
class Kept:
    """A post to repeat: the path that it was meant for, and its fields in order."""

    path: str
    fields: tuple[tuple[str, str], ...]

    def as_text(self) -> str:
        """One hidden field's worth; read back by :func:`kept_in`."""
        return json.dumps([self.path, self.fields], ensure_ascii=False)

    @property
    def typed(self) -> tuple[tuple[str, str], ...]:
        """The fields that a person filled, to show what would be sent."""
        return tuple((name, text) for name, text in self.fields if text and name not in HIDDEN)


HIDDEN = ("base", "key", "at", "use-previous", "use-register")


def kept_from_post() -> Kept | None:
    """This request's fields, where they are worth keeping and came from our own page."""
    if request.method != "POST" or request.blueprint not in KEPT_FROM or not own_page():
        return None
    fields = tuple((name, text) for name, text in pairs() if name not in NOT_KEPT)
    return Kept(request.full_path.rstrip("?"), fields) if fields else None


def own_page() -> bool:
    """Whether the browser says that the post came from this site: another's is not offered again."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin", "")
    return site == "same-origin" and (not origin or urlsplit(origin).netloc == request.host)


def pairs() -> Iterable[tuple[str, str]]:
    """Every posted field in order, repeated names included."""
    return request.form.items(multi=True)


def kept_in(text: str) -> Kept | None:
    """Read :meth:`Kept.as_text` back; None where it is not one."""
    try:
        path, fields = json.loads(text)
        return Kept(str(path), tuple((str(name), str(value)) for name, value in fields))
    except (ValueError, TypeError, RecursionError):
        return None


def offer_again(kept: Kept) -> str:
    """The page that shows what was typed, with one button that sends it."""
    return render_template("signing_in/kept.html", kept=kept)
