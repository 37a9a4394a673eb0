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
from reports.open_data.geojson import collection
from survey.web.access import public, requires
from survey.web.api import open_data
from survey.web.api.arguments import Asked, read_arguments
from survey.web.api.bearer import must_wait
from survey.web.api.description import description
from survey.web.api.fields import units_of
from survey.web.api.found import Found
from survey.web.api.resources import GEOJSON, JSON, RESOURCES, ZIP, Resource
from survey.web.problems import API, problem
from survey.web.sent_files import file_sent

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
    "Mã truy cập này vừa hỏi quá nhiều lần. Hãy chờ {n} giây.",
    "This token has just asked too often. Wait {n} seconds.",
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

    return requires(resource.step)(view)


def answer(resource: Resource, parts: Mapping[str, int | str]) -> Response:
    """What was asked for, as the resource gives it."""
    if resource.scope is not None and resource.scope not in g.token.scopes:
        return problem(403, OUT_OF_SCOPE.filled(scope=resource.scope.value))
    asked = read_arguments(request.args, resource.arguments)
    return GIVEN[resource.media](resource, asked, resource.find(asked, **parts))


def give_json(resource: Resource, asked: Asked, found: Found) -> Response:
    """One page of items, or the item."""
    about = about_of(resource, found)
    if not resource.many:
        return sent({"item": found.items()[0], **about})
    first = (asked.page - 1) * asked.per_page
    items = found.items(first, asked.per_page)
    counted = {"page": asked.page, "per_page": asked.per_page, "total": len(found.keys)}
    return sent({"items": items, **counted, **about}, links(asked, found))


def give_points(resource: Resource, _asked: Asked, found: Found) -> Response:
    """Every item as a point."""
    told = collection(found.items(), open_data.points(), about_of(resource, found))
    return sent(told, media=GEOJSON)


def give_file(_resource: Resource, _asked: Asked, found: Found) -> Response:
    """The file, which its item holds with its name."""
    file = found.items()[0]
    return conditional(file_sent(file["zip"], ZIP, file["name"]))


GIVEN = {JSON: give_json, GEOJSON: give_points, ZIP: give_file}


def about_of(resource: Resource, found: Found) -> dict[str, Any]:
    """What a payload says of itself."""
    return {
        "source": {"vi": found.source.vi, "en": found.source.en},
        "simulated": found.simulated,
        "units": units_of(resource.fields),
    }


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


def sent(payload: Mapping[str, Any], link: str = "", media: str = JSON) -> Response:
    """The payload as JSON of this kind."""
    body = json.dumps(payload, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    response = Response(body, content_type=media)
    if link:
        response.headers["Link"] = link
    return conditional(response)


def conditional(response: Response) -> Response:
    """The response under a strong ETag; 304 without it where the program has it already."""
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest())
    return response.make_conditional(request)  # type: ignore[return-value]


for each in RESOURCES:
    blueprint.add_url_rule(
        re.sub(r"\{(\w+)\}", lambda part: PARTS[part[1]], each.path), each.name, view_of(each)
    )
