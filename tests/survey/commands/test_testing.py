"""The command that runs the tests: at the gate measurements come last, and alone."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from survey.commands import testing


@pytest.mark.parametrize(
    ("codes", "whole"), [((0, 0), 0), ((1, 0), 1), ((0, 1), 1), ((0, -9), -9), ((-9, 0), -9)]
)
def test_the_gate_measures_after_the_rest_and_fails_where_either_fails(
    codes: tuple[int, int], whole: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[tuple[str, ...]] = []

    def run(chosen: tuple[str, ...]) -> int:
        ran.append(chosen)
        return codes[len(ran) - 1]

    monkeypatch.setattr(testing, "run", run)
    monkeypatch.setenv("CI", "true")
    assert CliRunner().invoke(testing.test).exit_code == whole
    assert ran == [("-n", "2", "-m", "not benchmark"), ("-n", "0", "-m", "benchmark")]
