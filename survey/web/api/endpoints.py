"""The routes of ``/api/v1``, made from the table of resources: checked, found, paged, answered with an ETag."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, g, request

from forms.sentence import Sentence
from survey.accounts import Step
from survey.web.access import public, requires
from survey.web.api.arguments import Asked, read_arguments
from survey.web.api.bearer import must_wait
from survey.web.api.description import description
from survey.web.api.fields import units_of
from survey.web.api.found import Found
from survey.web.api.resources import RESOURCES, Resource
from survey.web.problems import API, problem

PREFIX = "/api/v1"
blueprint = Blueprint(API, __name__, url_prefix=PREFIX)
# What a part of an address may be; a number that no database holds is not found.
PARTS = {
    "code": "<string(length=5):code>",
    "round_id": "<int(min=1, max=2147483647):round_id>",
    "edition_id": "<int(min=1, max=2147483647):edition_id>",
}
OUT_OF_SCOPE = Sentence(
    "Mã truy cập này không gồm phạm vi “{scope}”. Hãy tạo mã khác có phạm vi đó.",
    "This token does not have the scope “{scope}”. Make another one that has it.",
)
TOO_OFTEN = Sentence(
    "Mã truy cập này đã hỏi quá nhiều lần trong phút này. Hãy chờ {n} giây.",
    "This token asked too often in this minute. Wait {n} seconds.",
)


@blueprint.before_request
def refuse_too_often() -> Response | None:
    """Refuse a token that asks more often than it may."""
    wait = must_wait() if g.get("token") else 0
    return problem(429, TOO_OFTEN.filled(n=wait), {"Retry-After": str(wait)}) if wait else None


@blueprint.get("/openapi.json")
@public
def openapi() -> Response:
    """The description of the API; it holds no figures."""
    return sent(description(RESOURCES, PREFIX))


def view_of(resource: Resource) -> Callable[..., Response]:
    """The view of one resource."""

    def view(**parts: int | str) -> Response:
        return answer(resource, parts)

    return requires(Step.TAKE_AWAY)(view)


def answer(resource: Resource, parts: Mapping[str, int | str]) -> Response:
    """One page of items, or the item."""
    if resource.scope is not None and resource.scope not in g.token.scopes:
        return problem(403, OUT_OF_SCOPE.filled(scope=resource.scope.value))
    asked = read_arguments(request.args, resource.arguments)
    found = resource.find(asked, **parts)
    about = {
        "source": {"vi": found.source.vi, "en": found.source.en},
        "simulated": found.simulated,
        "units": units_of(resource.fields),
    }
    if not resource.many:
        return sent({"item": found.item(found.keys[0]), **about})
    first = (asked.page - 1) * asked.per_page
    items = [found.item(key) for key in found.keys[first : first + asked.per_page]]
    counted = {"page": asked.page, "per_page": asked.per_page, "total": len(found.keys)}
    return sent({"items": items, **counted, **about}, links(asked, found))


def links(asked: Asked, found: Found) -> str:
    """The header ``Link`` (RFC 8288): first, previous, next and last page."""
    last = max(1, -(-len(found.keys) // asked.per_page))
    pages = {"first": 1, "prev": asked.page - 1, "next": asked.page + 1, "last": last}
    return ", ".join(
        f'<{address(number)}>; rel="{name}"'
        for name, number in pages.items()
        if 1 <= number <= last
    )


def address(page: int) -> str:
    """This address on another page."""
    return f"{request.path}?{urlencode({**request.args.to_dict(), 'page': page})}"


def sent(payload: Mapping[str, Any], link: str = "") -> Response:
    """The payload as JSON under a strong ETag; 304 without it where the program has it already."""
    body = json.dumps(payload, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    response = Response(body, content_type="application/json")
    response.set_etag(hashlib.sha256(body).hexdigest())
    if link:
        response.headers["Link"] = link
    return response.make_conditional(request)  # type: ignore[return-value]


for each in RESOURCES:
    blueprint.add_url_rule(
        re.sub(r"\{(\w+)\}", lambda part: PARTS[part[1]], each.path), each.name, view_of(each)
    )
