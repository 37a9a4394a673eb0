"""How much a page may be sent: little everywhere, more where a route says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Response, after_this_request, current_app, g, request

from forms.sentence import Sentence

View = TypeVar("View", bound=Callable[..., Any])
# What a browser adds around a file.
AROUND = 100_000
MOST_FIELDS = 20_000


@dataclass(frozen=True, slots=True)
class Limit:
    """How many bytes a post may have, and what is said of a larger one; None: the usual words."""

    most: int
    too_large: Sentence | None


def takes_up_to(most: int, too_large: Sentence | None = None) -> Callable[[View], View]:
    """This route takes files of ``most`` bytes in all; who may not open it is refused before."""

    def declare(view: View) -> View:
        view.takes = Limit(most + AROUND, too_large)  # type: ignore[attr-defined]
        return view

    return declare


def allow_uploads() -> None:
    """Before the form is read: raise the limits of a request to what its route declares."""
    view = current_app.view_functions.get(request.endpoint or "")
    limit: Limit | None = getattr(view, "takes", None)
    if limit is None:
        return
    request.max_content_length = request.max_form_memory_size = limit.most
    request.max_form_parts = MOST_FIELDS
    if limit.too_large is not None:
        g.too_large = limit.too_large
    after_this_request(close_files)


def close_files(answer: Response) -> Response:
    """Close what the post brought, whatever became of it."""
    request.close()
    return answer
