"""``test``: the project's own tests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

HOME = Path(__file__).resolve().parents[2]
# What is measured beside other tests measures them, too.
BESIDE_OTHERS = ("-n", "2", "-m", "not benchmark")
ALONE = ("-n", "0", "-m", "benchmark")


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]},
    epilog="Example: python3 run.py test tests/forms -k numbers",
)
@click.argument("pytest_arguments", nargs=-1, type=click.UNPROCESSED)
def test(pytest_arguments: tuple[str, ...]) -> None:
    """Run the tests; further arguments go to pytest.

    Tests that need a browser, LibreOffice or PostgreSQL are skipped, with the reason, where those
    are not installed. Measurements and long drills run where CI=true, the measurements after the
    rest and by themselves, or with -m "benchmark or drill".
    """
    if not pytest_arguments and os.environ.get("CI") == "true":
        codes = [run(chosen) for chosen in (BESIDE_OTHERS, ALONE)]
        # A part that was killed has a negative code: it failed, too.
        sys.exit(next(filter(None, codes), 0))
    spread = () if {"-n", "-p", "--pdb"} & set(pytest_arguments) else ("-n", "2")
    sys.exit(
        pytest.main(["--rootdir", str(HOME), *spread, *(pytest_arguments or [str(HOME / "tests")])])
    )


def run(chosen: tuple[str, ...]) -> int:
    """The tests chosen, in a process of their own; pytest's exit code."""
    command = [sys.executable, "-m", "pytest", "--rootdir", str(HOME), *chosen, str(HOME / "tests")]
    return subprocess.run(command, check=False).returncode  # noqa: S603 - our own command line
