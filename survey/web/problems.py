"""What a program is told when it is refused: RFC 9457, with the sentence in both languages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus

from flask import Response, request

from forms.sentence import Sentence

API = "api"
PREFIX = "/api/"
TYPE = "application/problem+json"
TOKENS = "/sign-in?next=/account/tokens"
SENTENCES = {
    401: Sentence(
        "Cần mã truy cập còn hiệu lực trong tiêu đề “Authorization: Bearer …”. Hãy đăng nhập và tạo mã mới.",
        "A token in force is needed in the header “Authorization: Bearer …”. Sign in and make a new one.",
    ),
    403: Sentence(
        "Tài khoản của mã truy cập này không được đọc phần này. Tài khoản của tỉnh chỉ đọc được các xã của tỉnh mình.",
        "The account of this token may not read this. A province's reviewer reads the communes of that province.",
    ),
    404: Sentence(
        "Không có mục này. Hãy kiểm tra địa chỉ với bản mô tả /api/v1/openapi.json.",
        "There is no such item. Check the address against the description at /api/v1/openapi.json.",
    ),
    405: Sentence(
        "API chỉ cho đọc. Hãy dùng phương thức GET.", "The API is read-only. Use the method GET."
    ),
}


def for_program() -> bool:
    """Whether a program asked, which reads JSON and no page."""
    return request.path.startswith(PREFIX)


def said_of(code: int, otherwise: Sentence) -> Sentence:
    """What a program is told of this status."""
    return SENTENCES.get(code, otherwise)


def problem(code: int, sentence: Sentence, headers: Mapping[str, str] = {}) -> Response:
    """The failure as ``application/problem+json``; ``vi`` and ``en`` hold the sentence once each."""
    told = {
        "type": "about:blank",
        "title": HTTPStatus(code).phrase,
        "status": code,
        "detail": str(sentence),
        "vi": sentence.vi,
        "en": sentence.en,
    }
    if code == HTTPStatus.UNAUTHORIZED:
        told["sign_in"] = TOKENS
    body = json.dumps(told, ensure_ascii=False)
    return Response(body, code, dict(headers), content_type=TYPE)


def sign_in_needed() -> Response:
    """Nobody's token, or one that is over: how to get one."""
    return problem(401, SENTENCES[401], {"WWW-Authenticate": 'Bearer realm="api"'})
