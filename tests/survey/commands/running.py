"""Commands as a person runs them: in this process, with the environment set for them."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from survey.commands.__main__ import commands


def run(*arguments: str | Path, **environment: str) -> Result:
    """One command line; never a traceback, whatever happens."""
    result = CliRunner().invoke(
        commands, [str(argument) for argument in arguments], env=environment
    )
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result
