"""The OpenAPI 3.1 document of the API, made from the same table as its routes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from forms.sentence import Sentence
from survey.web.api.arguments import Argument
from survey.web.api.fields import Schema, object_of
from survey.web.api.resources import GEOJSON, JSON, ZIP, Resource
from survey.web.problems import TYPE

NUMBER = {"type": "integer", "minimum": 1, "maximum": 2147483647}
PARTS: dict[str, tuple[Schema, Sentence]] = {
    "code": (
        {"type": "string", "pattern": "^[0-9]{5}$"},
        Sentence("mã xã, 5 chữ số", "code of the commune, 5 digits"),
    ),
    "round_id": (NUMBER, Sentence("số của đợt", "number of the round")),
    "edition_id": (NUMBER, Sentence("số ấn bản", "number of the edition")),
}
ABOUT = Sentence(
    "Chỉ đọc. Mỗi tài khoản của tỉnh hoặc Bộ tự tạo mã truy cập ở trang “Mã truy cập API”, có phạm vi và thời hạn; "
    "tài khoản của tỉnh chỉ đọc được các xã của tỉnh mình. Không có dữ liệu cá nhân. Số liệu mô phỏng được ghi rõ "
    "ở “simulated”. Số thiếu là null, không phải 0.",
    "Read-only. An account of a province or the ministry makes its tokens on its page “API tokens”, each with scopes and "
    "an end; a province's account reads the communes of that province. There are no personal data. Simulated figures "
    "say so in “simulated”. A missing figure is null, never 0.",
)
FAILURES = {
    "400": Sentence("Tham số sai", "A parameter is wrong"),
    "401": Sentence("Thiếu mã truy cập còn hiệu lực", "No token in force"),
    "403": Sentence("Không được đọc phần này", "This may not be read"),
    "404": Sentence("Không có", "There is no such thing"),
    "429": Sentence("Hỏi quá nhiều", "Asked too often"),
}
ETAG = {
    "description": "strong validator; send it back in If-None-Match",
    "schema": {"type": "string"},
}
LINK = {"description": "RFC 8288: first, prev, next, last", "schema": {"type": "string"}}


def description(resources: Sequence[Resource], prefix: str) -> dict[str, Any]:
    """The whole document."""
    items = {each.item: object_of(each.fields) for each in resources if each.fields}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Commune readiness", "version": "1", "description": str(ABOUT)},
        "servers": [{"url": prefix}],
        "security": [{"token": []}],
        "paths": {each.path: {"get": operation(each)} for each in resources},
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {**items, "About": about_schema(), "Problem": problem_schema()},
            "responses": {code: failure(said) for code, said in FAILURES.items()},
        },
    }


def operation(resource: Resource) -> Schema:
    """One address: what may be asked, and every answer that there is."""
    scope = [resource.scope.value] if resource.scope else []
    codes = [code for code in FAILURES if code != "404" or "{" in resource.path or resource.many]
    return {
        "operationId": resource.name,
        "summary": str(resource.about),
        "security": [{"token": scope}],
        "parameters": [
            *(part(name) for name in re.findall(r"\{(\w+)\}", resource.path)),
            *(parameter(each) for each in resource.arguments),
        ],
        "responses": {
            "200": success(resource),
            "304": {"description": "nothing has changed since that ETag"},
            **{code: {"$ref": f"#/components/responses/{code}"} for code in codes},
        },
    }


def part(name: str) -> Schema:
    """A part of the address."""
    schema, about = PARTS[name]
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": str(about),
        "schema": schema,
    }


def parameter(argument: Argument) -> Schema:
    """A parameter after the question mark."""
    return {
        "name": argument.name,
        "in": "query",
        "required": False,
        "description": str(argument.about),
        "schema": dict(argument.schema),
    }


def success(resource: Resource) -> Schema:
    """What a good request is answered with."""
    paged = resource.many and resource.media == JSON
    return {
        "description": str(resource.about),
        "headers": {"ETag": ETAG, **({"Link": LINK} if paged else {})},
        "content": {resource.media: {"schema": PAYLOADS[resource.media](resource)}},
    }


def items_schema(resource: Resource) -> Schema:
    """A page of items, or an item."""
    item = {"$ref": f"#/components/schemas/{resource.item}"}
    counts = {name: {"type": "integer"} for name in ("page", "per_page", "total")}
    held: Schema = {"item": item}
    if resource.many:
        held = {"items": {"type": "array", "items": item}, **counts}
    return with_about(held)


def points_schema(resource: Resource) -> Schema:
    """A collection of points (RFC 7946), each with its item as properties."""
    degrees = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
    point = {
        "type": ["object", "null"],
        "properties": {"type": {"const": "Point"}, "coordinates": degrees},
        "required": ["type", "coordinates"],
    }
    parts = {
        "type": {"const": "Feature"},
        "id": {"type": "string"},
        "geometry": point,
        "properties": {"$ref": f"#/components/schemas/{resource.item}"},
    }
    feature = {"type": "object", "properties": parts, "required": list(parts)}
    return with_about(
        {
            "type": {"const": "FeatureCollection"},
            "features": {"type": "array", "items": feature},
        }
    )


def with_about(held: Schema) -> Schema:
    """These members, and what every payload says of itself."""
    about = {"$ref": "#/components/schemas/About"}
    return {"allOf": [about, {"type": "object", "properties": held, "required": list(held)}]}


# Media type → the schema of a payload; a file has none.
PAYLOADS: dict[str, Callable[[Resource], Schema]] = {
    JSON: items_schema,
    GEOJSON: points_schema,
    ZIP: lambda _: {},
}


def about_schema() -> Schema:
    """What every payload says of itself: source, units, and whether its figures are simulated."""
    sentence = {"type": "string"}
    both = {
        "type": "object",
        "properties": {"vi": sentence, "en": sentence},
        "required": ["vi", "en"],
    }
    return {
        "type": "object",
        "properties": {
            "source": both,
            "simulated": {"type": "boolean"},
            "units": {"type": "object", "additionalProperties": {"type": "string"}},
        },
        "required": ["source", "simulated", "units"],
    }


def problem_schema() -> Schema:
    """A failure (RFC 9457)."""
    words = {name: {"type": "string"} for name in ("type", "title", "detail", "vi", "en")}
    return {
        "type": "object",
        "properties": {**words, "status": {"type": "integer"}, "sign_in": {"type": "string"}},
        "required": ["type", "title", "status", "detail", "vi", "en"],
    }


def failure(said: Sentence) -> Schema:
    """An answer that refuses."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": str(said), "content": {TYPE: {"schema": schema}}}
