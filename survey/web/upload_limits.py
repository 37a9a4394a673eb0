"""How much a page may be sent: little everywhere, more where a route says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, request

View = TypeVar("View", bound=Callable[..., Any])
# What a browser adds around a file.
AROUND = 100_000
MOST_FIELDS = 20_000


def takes_up_to(most: int) -> Callable[[View], View]:
    """This route takes posts of ``most`` bytes; who may not open it is refused before."""

    def declare(view: View) -> View:
        view.takes = most + AROUND  # type: ignore[attr-defined]
        return view

    return declare


def allow_uploads() -> None:
    """Before the form is read: raise the limits of a request to what its route declares."""
    view = current_app.view_functions.get(request.endpoint or "")
    most = getattr(view, "takes", None)
    if most is not None:
        request.max_content_length = most
        request.max_form_memory_size = most
        request.max_form_parts = MOST_FIELDS
