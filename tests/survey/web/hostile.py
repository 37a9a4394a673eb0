"""What people with bad intent, broken tools or odd keyboards send; and every door that takes text."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask import Flask
from werkzeug.test import Client, TestResponse

from tests.survey.founded import PASSWORD
from tests.survey.web.test_access import part_of
from tests.visitor import Page, Visitor

FIRES = "document.title='fired'"
MARKUP = {
    "an image": f'"><img src=x onerror="{FIRES}">',
    "a script": f"</title></textarea><script>{FIRES}</script>",
    "a drawing": f"'\"><svg onload={FIRES}>",
    "an attribute": f'x" onfocus="{FIRES}" autofocus="',
    "a link": f'"><a href="javascript:{FIRES}">x</a>',
    "a comment": f"--><script>{FIRES}</script><!--",
    "a frame": f'<iframe srcdoc="<script>parent.{FIRES}</script>"></iframe>',
    "a style": "</style><style>*{display:none}</style>",
}
CORPUS = {
    **MARKUP,
    "composed": unicodedata.normalize("NFC", "Đặng Thị Huệ – xã Ngọc Chiến"),
    "decomposed": unicodedata.normalize("NFD", "Đặng Thị Huệ – xã Ngọc Chiến"),
    "TCVN3": "Céng hoµ x· héi chñ nghÜa ViÖt Nam",
    "VNI": "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam",
    "right to left": "an\u202etxt.exe\u2066\u2069",
    "zero width": "a\u200bb\u200c\u200d\ufeffc\u00ad",
    "marks upon marks": "Z" + "\u0334\u0310\u0361" * 60,
    "an emoji": "👩🏽‍🌾🇻🇳",
    "a formula": '=HYPERLINK("http://evil.example","x")',
    "another formula": "@SUM(1+1)*cmd|' /C calc'!A0",
    "plus": "+1+1",
    "minus": "-1+1",
    "SQL": "'; DROP TABLE accounts; --",
    "more SQL": '" OR ""="',
    "wildcards": "%_\\%",
    "a template": "{{7*7}}${7*7}{%if 1%}<%=7*7%>",
    "a path": "../../../../etc/passwd\0.png",
    "control characters": "a\x00b\x01c\x08d\x1be\x7f",
    "lines": "a\r\nSet-Cookie: x=1\r\n\r\n<b>",
    "a null": "null",
    "not a number": "NaN",
    "infinite": "1e309",
    "many digits": "9" * 5000,
    "full width": "１２３４５",
    "an array": "[[[[" * 500,
    "an object in objects": '{"a":' * 20_000,
    "a number larger than the database's": "9" * 400,
    "long": "ộ" * 30_000,
}
# Nested deeper, and more digits, than Python reads; and a number that it reads and no database holds.
DEEP, DIGITS, LARGE = b"[" * 100_000, b"9" * 5000, b"9" * 400
# What a script might send: JSON that cannot be read, or holds what cannot be.
BODIES = (
    b"",
    b"{",
    DEEP,
    b'{"a":' * 20_000,
    DIGITS,
    LARGE,
    b"\xff\xfe\x00",
    b"null",
    b'{"base":1e999}',
    b'{"answers":{"x":[]}}',
    b'{"account":' + DIGITS + b"}",
    b'{"account":' + LARGE + b"}",
)
MEGABYTE = "ư" * 500_000
TYPED = ("text", "search", "password", "number", "email", "tel", "url", "")
# A page may hold the same form for sixty questions: three of them say it all.
OF_ONE_KIND = 3
# Forms that would end the visit.
LEFT_ALONE = ("/sign-out", "/account/sessions/end")


@dataclass(frozen=True)
class Form:
    """A form with text to type: where it stands, where it goes, what it holds, which fields are typed."""

    action: str
    method: str
    fields: dict[str, str]
    typed: tuple[str, ...]
    page: str = ""


def addresses(app: Flask) -> Iterator[str]:
    """Every page that can be opened, with every part of its address filled."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or set()) and rule.endpoint != "static":
            yield adapter.build(rule.endpoint, {each: part_of(each) for each in rule.arguments})


def doors(app: Flask) -> Iterator[str]:
    """Every address that something can be sent to, but those that would end the visit."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or set()):
            path = adapter.build(
                rule.endpoint, {each: part_of(each) for each in rule.arguments}, method="POST"
            )
            if path not in LEFT_ALONE:
                yield path


def posted(client: Client, token: str, path: str, body: bytes) -> Iterator[TestResponse]:
    """The answers to this as a script sends it, as the JSON beside a piece of a file, and in a header."""
    headers = {"X-CSRFToken": token, "X-Want": f"000000001{body[:5000].decode('latin-1')}"}
    yield client.post(path, data=body, headers=headers, content_type="application/json")
    beside = body.decode("latin-1")
    fields = {"file": beside, "base": beside, "asked": beside}
    # As a form with files, which says it in no more bytes than it has.
    yield client.post(path, data=fields, headers=headers, content_type="multipart/form-data")


def forms_for(app: Flask, who: str) -> tuple[Client, dict[str, Form]]:
    """Every form with a place to type that this person finds, by where it goes."""
    visitor = Visitor(app)
    # Each caller from an own address: the wrong passwords of one must not slow the others down.
    visitor.client.environ_base |= {"REMOTE_ADDR": f"198.51.100.{len(who)}"}
    if who:
        visitor.sign_in(who, PASSWORD)
    found: dict[str, Form] = {}
    alike, adapter = Counter[str](), app.url_map.bind("localhost")
    for path in addresses(app):
        with visitor.client.get(path) as answer:
            if answer.status_code == 200 and answer.mimetype == "text/html":
                for form in forms_on(Page(answer), path):
                    route = adapter.match(form.action.partition("?")[0], form.method)[0]
                    name = f"{form.method} {form.action}"
                    if name not in found and alike[route] < OF_ONE_KIND:
                        alike[route] += 1
                        found[name] = form
    return visitor.client, found


def forms_on(page: Page, path: str) -> Iterator[Form]:
    """The forms of a page, as a browser would send them."""
    current: Form | None = None
    for element in page.elements:
        if element.name == "form":
            if current is not None and current.typed:
                yield current
            action = element.get("action") or path
            current = Form(action, element.get("method", "get").upper(), {}, (), path)
            if action in LEFT_ALONE:
                current = None
        elif current is not None and "form" in element.within:
            current = with_field(current, element.name, element.attributes)
    if current is not None and current.typed:
        yield current


# So that all else is in order and the hostile text is what is judged.
PLAUSIBLE = {
    "sign_in": "moi.{n}",
    "name": "Nguyễn Thị Lan",
    "place": "",
    "role": "analyst",
    "cutoff": "31/12/2026",
    "opens": "01/01/2027",
    "closes": "28/02/2027",
    "reason": "Có công văn của xã.",
    "scopes": "progress",
    "days": "30",
    "infra_pc_working": "40",
    "infra_pc_qualified": "30",
}
COUNTER = itertools.count()


def with_field(form: Form, kind: str, attributes: dict[str, str]) -> Form:
    """The form with one more field; of choices the first, or the one that is chosen."""
    name, value = attributes.get("name", ""), attributes.get("value", "")
    if kind == "option" and form.fields:
        last = next(reversed(form.fields))
        chosen = value if "selected" in attributes else form.fields[last] or value
        return replace(form, fields={**form.fields, last: chosen})
    if not name or kind not in ("input", "textarea", "select"):
        return form
    typed = kind == "textarea" or (kind == "input" and attributes.get("type", "") in TYPED)
    if attributes.get("type") in ("radio", "checkbox") and name in form.fields:
        return form
    fields = {**form.fields, name: value}
    return replace(form, fields=fields, typed=(*form.typed, name) if typed else form.typed)


def sent(client: Client, form: Form, field: str, text: str) -> TestResponse:
    """Send a form with this text in this field; the form's token is fresh."""
    usual = {name: each.format(n=next(COUNTER)) for name, each in PLAUSIBLE.items()}
    known = {name: each for name, each in usual.items() if name in form.fields}
    fresh = {"key": f"k{next(COUNTER)}"} if "key" in form.fields else {}
    fields = {**form.fields, **known, **fresh, field: text}
    if form.method == "GET":
        return client.get(form.action, query_string=fields)
    with client.get(form.page, follow_redirects=True) as page:
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        base = re.search(r'name="base" value="(\d+)"', page.text)
    if base is not None and "base" in fields:
        fields["base"] = base[1]
    return client.post(form.action, data={**fields, "csrf_token": token[1] if token else ""})


RAW = re.compile(
    r"<img src=x|<script>document|<svg onload|onfocus=\"document|href=\"javascript|srcdoc=\"<|<style>\*",
    re.IGNORECASE,
)
TRACE = re.compile(r"Traceback \(most recent|File \".*\.py\"|sqlalchemy|werkzeug|psycopg|sqlite3")


def faults_of(answer: TestResponse, what: str) -> list[str]:
    """What is wrong with an answer to something hostile: a failure, a trace, markup as it was sent."""
    with answer:
        said = answer.get_data()[:3_000_000].decode("utf-8", "replace")
        status, html = answer.status_code, answer.mimetype == "text/html"
    found = []
    if status >= 500:
        found.append(f"{status} for {what}")
    if TRACE.search(said):
        found.append(f"a trace for {what}")
    if html and RAW.search(said):
        found.append(f"raw markup for {what}: {RAW.findall(said)}")
    if "Set-Cookie: x=1" in str(answer.headers):
        found.append(f"a header of the caller's for {what}")
    return found
