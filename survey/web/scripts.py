"""The browser's scripts: small modules joined into one file a language, with their sentences in front.

On a slow line each request costs more than each byte, so a page asks for one script. What is seldom
needed is a second one, asked for when it is. Comments and indents stay here.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import brotli  # type: ignore[import-untyped]
from flask import Blueprint, Response, abort, request, url_for

from forms.sentence import Sentence
from survey.web.access import public
from survey.web.language import LANGUAGES
from survey.web.script_words import FILES, FORM, LATER, WORKER

blueprint = Blueprint("scripts", __name__)
SOURCES = Path(__file__).parent / "scripts"
OFTEN = ("rules", "numbers", "drafts", "line", "syncing", "section", "page")
SELDOM = (
    *("making", "judging", "choosing", "trouble", "submitting"),
    *("preparing", "leaving", "checking", "beside"),
)
# Asked for where evidence is chosen or waits to be sent, or answers are taken away as a file.
EVIDENCE = ("taking", "shrinking", "contents", "showing", "evidence")
JOINED: dict[str, tuple[tuple[str, ...], Mapping[str, Sentence]]] = {
    "form": (OFTEN, FORM),
    "later": (SELDOM, LATER),
    "files": (EVIDENCE, FILES),
}
# What a script asks for when it is needed: the name by which it knows the address.
NEXT = {"form": ("Later", "later"), "later": ("Files", "files")}
NAMES = {"worker", *(f"{each}-{language}" for each in JOINED for language in LANGUAGES)}
COMMENT_OR_INDENT = re.compile(r"^\s*(//.*)?", re.MULTILINE)


@blueprint.get("/scripts/<name>.js")
@public
def script(name: str) -> Response:
    """One joined script, ``form-vi``; or the worker, which says on any page that there is no line."""
    if name not in NAMES:
        abort(404)
    response = (
        compressed(name) if request.accept_encodings.best_match(["br"]) else Response(joined(name))
    )
    response.mimetype = "text/javascript"
    response.headers["Vary"] = "Accept-Encoding"
    if name == "worker":
        response.headers["Service-Worker-Allowed"] = "/"
    return response


def compressed(name: str) -> Response:
    """The script as small as it can be sent."""
    return Response(squeezed(name), headers={"Content-Encoding": "br"})


@lru_cache
def squeezed(name: str) -> bytes:
    """Compressed once a process, with all the effort that a page's own compression cannot spend."""
    small: bytes = brotli.compress(joined(name).encode(), mode=brotli.MODE_TEXT)
    return small


@lru_cache
def joined(name: str) -> str:
    """The sources in order, each after the sentences and addresses that they use."""
    if name == "worker":
        both = {name: {"vi": said.vi, "en": said.en} for name, said in WORKER.items()}
        return f"const Words={in_json(both)};\n" + bare(SOURCES / "worker.js")
    bundle, _, language = name.partition("-")
    sources, sentences = JOINED[bundle]
    words = {each: said.in_language(language) for each, said in sentences.items()}
    written = in_json(words)
    first = f'"use strict";\nvar Words={written};\n'
    if bundle != "form":
        first = f'"use strict";\nObject.assign(Words,{written});\n'
    name, following = NEXT.get(bundle, ("", ""))
    if name:
        first += f"var {name}={json.dumps(address(following, language))};\n"
    return first + "".join(bare(SOURCES / f"{each}.js") for each in sources)


def in_json(words: Mapping[str, object]) -> str:
    """Sentences as a script reads them, with no blank that is not a word's."""
    return json.dumps(words, ensure_ascii=False, separators=(",", ":"))


def bare(source: Path) -> str:
    """A source without comments, indents and empty lines; a comment stands on lines of its own."""
    lines = COMMENT_OR_INDENT.sub("", source.read_text("utf-8")).splitlines()
    return "\n".join(line for line in lines if line) + "\n"


def address(bundle: str, language: str) -> str:
    """The address of a joined script, which changes with its content."""
    name = f"{bundle}-{language}"
    digest = hashlib.sha256(joined(name).encode()).hexdigest()[:12]
    return url_for("scripts.script", name=name, v=digest)
