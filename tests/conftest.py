"""For all tests: properties are judged by what they find, not by how fast this machine is today.

Measurements against a floor and long drills take minutes of a machine that does nothing else. They are
compulsory at the gate (CI=true) and run where they are asked for by their mark or file; a newcomer's run
leaves them out.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from tests.examples import AT_THE_GATE, examples

settings.register_profile("any-machine", deadline=None, max_examples=examples(100))
settings.load_profile("any-machine")
LEFT_OUT = pytest.mark.skip(
    reason="long: runs at the gate (CI=true), with -m 'benchmark or drill', or by naming its file"
)
LONG = ("benchmark", "drill")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave measurements out of a whole run that is not the gate's."""
    asked = any(mark in config.option.markexpr for mark in LONG)
    whole = not asked and all(os.path.isdir(each) for each in config.args)  # noqa: PTH112 - as it was typed
    if AT_THE_GATE or not whole:
        return
    for item in items:
        if any(item.get_closest_marker(mark) for mark in LONG):
            item.add_marker(LEFT_OUT)
