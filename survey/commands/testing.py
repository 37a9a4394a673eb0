"""``test``: the project's own tests."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import pytest

HOME = Path(__file__).resolve().parents[2]


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]},
    epilog="Example: python3 run.py test tests/forms -k numbers",
)
@click.argument("pytest_arguments", nargs=-1, type=click.UNPROCESSED)
def test(pytest_arguments: tuple[str, ...]) -> None:
    """Run the tests; further arguments go to pytest.

    Tests that need a browser, LibreOffice or PostgreSQL are skipped, with the reason, where those
    are not installed. Measurements and long drills run where CI=true, or with
    -m "benchmark or drill".
    """
    spread = () if {"-n", "-p", "--pdb"} & set(pytest_arguments) else ("-n", "2")
    sys.exit(
        pytest.main(["--rootdir", str(HOME), *spread, *(pytest_arguments or [str(HOME / "tests")])])
    )
