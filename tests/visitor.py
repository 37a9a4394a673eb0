"""A test client that checks every page it opens, as each reader's software would."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

from flask import Flask
from werkzeug.test import TestResponse

VOID = {"input", "br", "meta", "link", "img", "hr", "path", "col", "wbr"}
LABELLED = {"input", "select", "textarea"}
UNLABELLED_TYPES = {"hidden", "submit", "button"}


@dataclass
class Element:
    """One element of a page: its name, attributes and the text within."""

    name: str
    attributes: dict[str, str]
    text: str = ""
    within: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)


@dataclass
class Reading(HTMLParser):
    """Every element of a page in order, with balanced tags checked."""

    elements: list[Element] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        path = tuple(element.name for element in self.open)
        element = Element(tag, {name: value or "" for name, value in attrs}, within=path)
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert [each.name for each in self.open[-1:]] == [tag], f"</{tag}> closes {self.open[-1:]}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data


class Page:
    """An opened page: the answer and what is on it."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.html = response.get_data(as_text=True)
        reading = Reading()
        reading.feed(self.html)
        reading.close()
        self.elements = reading.elements

    def all(self, name: str, /, **attributes: str) -> list[Element]:
        wanted = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
        return [
            element
            for element in self.elements
            if element.name == name and wanted.items() <= element.attributes.items()
        ]

    def one(self, name: str, /, **attributes: str) -> Element:
        found = self.all(name, **attributes)
        assert len(found) == 1, f"{len(found)} × <{name} {attributes}>"
        return found[0]

    def by_id(self, name: str) -> Element:
        found = [element for element in self.elements if element.get("id") == name]
        assert found, f"nothing has the id {name}"
        return found[0]

    @property
    def text(self) -> str:
        return " ".join(self.one("body").text.split())

    @property
    def title(self) -> str:
        return " ".join(self.one("h1").text.split())

    def fields(self, action: str | None = None) -> dict[str, str]:
        """What a browser would send unchanged: of the form with this action, else of all forms."""
        sent: dict[str, str] = {}
        current: str | None = None
        for element in self.elements:
            if element.name == "form":
                current = element.get("action")
            if "form" not in element.within or (action is not None and current != action):
                continue
            name = element.get("name")
            if not name or element.name not in LABELLED:
                continue
            if element.name == "textarea":
                sent[name] = element.text.removeprefix("\n")
            elif element.name == "input" and element.get("type") in ("radio", "checkbox"):
                if "checked" in element.attributes:
                    sent[name] = element.get("value", "on")
            elif element.name == "input":
                sent[name] = element.get("value")
        for option in self.elements:
            if option.name == "option" and "selected" in option.attributes:
                sent.setdefault("", "")
        sent.pop("", None)
        return sent


class Visitor:
    """A person with a browser that keeps cookies; every page opened is checked."""

    def __init__(self, app: Flask, language: str = "vi") -> None:
        self.client = app.test_client()
        self.language = language
        self.client.set_cookie("language", language)

    def open(self, path: str, status: int = 200) -> Page:
        """Open a page that must answer with this status."""
        return self.checked(self.client.get(path), status)

    def post(
        self, path: str, fields: dict[str, str], status: int = 200, token: bool = True
    ) -> Page:
        """Send fields with the form's token; redirects are followed."""
        sent = {"csrf_token": self.token(), **fields} if token else fields
        return self.checked(self.client.post(path, data=sent, follow_redirects=True), status)

    def token(self) -> str:
        """A form's token, as found on a page that everyone may open."""
        page = Page(self.client.get("/sign-in", follow_redirects=True))
        found = page.all("input", name="csrf_token")
        return found[0].get("value") if found else ""

    def sign_in(self, name: str, password: str) -> Page:
        """Sign in and stay at the start: whose own work waits for figures, asks for it by itself."""
        return self.post("/sign-in", {"sign_in": name, "password": password, "next": "/"})

    def sign_out(self) -> Page:
        return self.post("/sign-out", {})

    def refused(self, path: str, status: int) -> TestResponse:
        """Open a page that must be refused with this status, wherever that leads."""
        response = self.client.get(path)
        assert response.status_code == status, f"{path}: {response.status}"
        return response

    def checked(self, response: TestResponse, status: int) -> Page:
        assert response.status_code == status, (
            f"{response.request.path}: {response.status}, not {status}\n{response.text[:2000]}"
        )
        page = Page(response)
        check_page(page, self.language)
        return page


def check_page(page: Page, language: str) -> None:
    """What every page keeps: one language, one heading, labels, unique ids, no inline code."""
    assert page.one("html")["lang"] == language
    assert len(page.all("h1")) == 1
    assert page.one("title").text.strip()
    assert "Content-Security-Policy" in page.response.headers
    ids = Counter(element["id"] for element in page.elements if "id" in element.attributes)
    assert [name for name, times in ids.items() if times > 1] == []
    check_labels(page)
    check_references(page, set(ids))
    check_code(page)
    check_words(page, language)


def check_labels(page: Page) -> None:
    """Every field has a label: around it, pointing to it, or as an aria attribute."""
    pointed = {label.get("for") for label in page.all("label")}
    for element in page.elements:
        if element.name not in LABELLED or element.get("type") in UNLABELLED_TYPES:
            continue
        if element.get("aria-hidden") == "true":
            continue
        named = element.get("aria-label") or element.get("aria-labelledby")
        assert named or "label" in element.within or element.get("id") in pointed, element
    for element in page.all("a") + page.all("button") + page.all("label") + page.all("legend"):
        assert element.text.strip() or element.get("aria-label"), f"no words in {element}"


def check_references(page: Page, ids: set[str]) -> None:
    """Labels, descriptions and links within the page point to something."""
    for element in page.elements:
        for name in ("for", "aria-describedby", "aria-labelledby"):
            for pointed in element.get(name).split():
                assert pointed in ids, f"{name}={pointed} of {element} points nowhere"
        if element.name == "a" and element.get("href").startswith("#"):
            assert element["href"][1:] in ids, f"{element['href']} leads nowhere"


def check_code(page: Page) -> None:
    """No script or style stands in the page: the policy would refuse it."""
    for element in page.elements:
        assert "style" not in element.attributes, element
        assert not [name for name in element.attributes if name.startswith("on")], element
        assert element.name != "style", element
        if element.name == "script" and element.get("type") != "application/json":
            assert "src" in element.attributes, element


VIETNAMESE_ONLY = re.compile(
    r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE
)


def check_words(page: Page, language: str) -> None:
    """No unfilled ``{name}``; in English, no Vietnamese on a button, a heading or a label."""
    assert not re.search(r"\{[a-z_]+\}|Undefined", page.text), page.text[:500]
    if language == "vi":  # in English some answers really are "None"
        assert not re.search(r"None\b", page.text), page.text[:500]
    if language == "en":
        for name in ("button", "legend"):
            for element in page.all(name):
                if not element.get("lang") and "data-name" not in element.attributes:
                    assert not VIETNAMESE_ONLY.search(element.text), element
