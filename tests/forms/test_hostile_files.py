"""Files that are no questionnaire, by accident or intent: refused in both languages, never a traceback."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.loading import QuestionnaireRefused
from tests.examples import examples
from tests.forms.small_questionnaire import a_file, loaded, refusals

HOSTILE = {
    "nothing": "",
    "a list": "- a\n- b\n",
    "a word": "questions",
    "no YAML": "meta: {id: a\nquestions: ]",
    "a tab": "meta:\n\tid: a\n",
    "one key twice": "meta: {id: a, id: b}\n",
    "an alias": "meta: &m {id: a}\nsections: *m\n",
    "a bomb": "a: &a [x, x]\n"
    + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n" for i in range(20)
    ),
    "a merge": "meta: {<<: {id: a}}\n",
    "an object": "meta: !!python/object/apply:os.system [ls]\n",
    "a tag that can't be": "meta: !!timestamp then\n",
    "a list as a key": "? [a, b]\n: c\n",
    "two documents": "meta: {}\n---\nmeta: {}\n",
    "a number of 5,000 digits": "meta: " + "9" * 5000,
    "deep brackets": "meta: " + "[" * 5000,
    "deep blocks": "".join(f"{' ' * i}a:\n" for i in range(1200)),
    "a control character": "meta: {id: a\x00}\n",
    "half a character": "meta: {id: \ud800}\n",
    "more than 2 MB": "# " + "x" * 2_000_001,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_plain_yaml_is_refused_without_a_traceback(name: str) -> None:
    found = refusals(HOSTILE[name])
    assert all(each.vi.startswith("phieu.yaml") and each.vi != each.en for each in found)


def test_many_keys_are_checked_in_a_moment() -> None:
    text = "meta:\n" + "".join(f"  k{number}: 1\n" for number in range(20_000))
    began = time.monotonic()
    refusals(text)
    assert time.monotonic() - began < 20


def places(content: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths to everything in a file."""
    pairs: list[tuple[Any, Any]] = []
    if isinstance(content, dict):
        pairs = list(content.items())
    elif isinstance(content, list):
        pairs = list(enumerate(content))
    return [path, *(found for key, each in pairs for found in places(each, (*path, key)))]


JUNK: tuple[Any, ...] = (
    None,
    True,
    -1,
    0.5,
    10**30,
    float("nan"),
    "",
    "staff",
    "lan",
    "đ́" * 300,
    [],
    [[]],
    [{}],
    {},
    {"id": {}},
    [1, "a", None],
    "((((",
    "staff > 1",
)


@settings(max_examples=examples(300), deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(places(a_file())[1:]), st.sampled_from(JUNK)),
        min_size=1,
        max_size=3,
    )
)
def test_whatever_stands_in_a_file_it_loads_or_says_what_is_wrong(
    changes: list[tuple[tuple[Any, ...], Any]],
) -> None:
    file = a_file()
    for path, junk in changes:
        put(file, path, junk)
    try:
        loaded(file)
    except QuestionnaireRefused as refused:
        spoken = [bool(each.vi and each.en) for each in refused.refusals]
    else:
        spoken = [True]
    assert spoken
    assert all(spoken)


def put(file: Any, path: tuple[Any, ...], junk: Any) -> None:
    """Put something in a place of a file, if the place is still there."""
    for key in path[:-1]:
        if not isinstance(file, dict | list) or key not in (
            file if isinstance(file, dict) else range(len(file))
        ):
            return
        file = file[key]
    if isinstance(file, dict) or (isinstance(file, list) and path[-1] in range(len(file))):
        file[path[-1]] = junk
