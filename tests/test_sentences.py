"""No sentence lacks Vietnamese or English, and no page says anything outside of a sentence."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted(
    path for floor in ("forms", "reports", "survey") for path in (ROOT / floor).rglob("*.py")
)
TEMPLATES = sorted((ROOT / "survey" / "web" / "templates").rglob("*.html"))
PLACEHOLDER = re.compile(r"\{[a-z_0-9]*(?::[^}]*)?\}")
PAIR = re.compile(r"\bt\(\s*(\"(?:[^\"\\]|\\.)*\"|'[^']*')\s*,\s*(\"(?:[^\"\\]|\\.)*\"|'[^']*')")
# Names of file formats need no translation.
NAMES = {"PNG", "SVG"}
# Said the same in both languages.
ALIKE = re.compile(r"^[\W\d_]*$|^–$|^%$")


def pairs_in(path: Path) -> Iterator[tuple[int, str, str]]:
    """Every ``Sentence("…", "…")`` whose words stand in the code."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Sentence":
            words = [each.value for each in node.args if isinstance(each, ast.Constant)]
            if len(words) == 2:
                yield node.lineno, str(words[0]), str(words[1])


def test_every_sentence_in_code_has_both_languages_with_the_same_blanks() -> None:
    faults = []
    count = 0
    for path in MODULES:
        for line, vi, en in pairs_in(path):
            count += 1
            blanks = [sorted(PLACEHOLDER.findall(text)) for text in (vi, en)]
            if bool(vi) != bool(en) or blanks[0] != blanks[1]:
                faults.append(f"{path.name}:{line} {vi!r} / {en!r}")
    assert faults == []
    assert count > 150


def test_every_sentence_in_templates_has_both_languages_with_the_same_blanks() -> None:
    faults = []
    count = 0
    for path in TEMPLATES:
        for match in PAIR.finditer(path.read_text("utf-8")):
            count += 1
            vi, en = (text[1:-1] for text in match.groups())
            same = vi == en and not ALIKE.match(vi)
            if (
                not vi
                or not en
                or same
                or sorted(PLACEHOLDER.findall(vi)) != sorted(PLACEHOLDER.findall(en))
            ):
                faults.append(f"{path.name}: {vi!r} / {en!r}")
    assert faults == []
    assert count > 200


def test_one_thing_has_one_name_in_every_sentence() -> None:
    spoken = [pair[1:] for path in MODULES for pair in pairs_in(path)]
    templates = [path.read_text("utf-8") for path in TEMPLATES]
    spoken += [(vi, en) for text in templates for vi, en in PAIR.findall(text)]
    for vi, en in spoken:
        assert not re.search(r"\bmend(ed|ing)?\b", en, re.IGNORECASE), en
        assert "bản phiếu số" not in vi.lower(), vi
        assert vi != "Chưa có số liệu" or en == "No figure yet"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_words_stand_in_a_template_outside_of_a_sentence(path: Path) -> None:
    text = path.read_text("utf-8")
    text = re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", " ", text, flags=re.DOTALL)
    text = re.sub(r"<[^>]*>", " ", text)
    words = re.findall(r"[^\W\d_]{2,}", text.replace("&nbsp;", " "))
    assert set(words) <= NAMES
