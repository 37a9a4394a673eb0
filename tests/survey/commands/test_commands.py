"""What holds for every command: help with an example, both languages, never a traceback."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import click
import click.testing
import pytest

from survey.commands.__main__ import commands
from survey.commands.failures import TellsFailures
from tests.survey.commands.running import run

HOME = Path(__file__).resolve().parents[3]


def every_command() -> Iterator[tuple[str, ...]]:
    context = click.Context(commands)
    for name in commands.list_commands(context):
        command = commands.get_command(context, name)
        assert command is not None
        assert command.name == name
        yield (name,)
        yield from ((name, sub) for sub in getattr(command, "commands", ()))


@pytest.mark.parametrize("name", sorted(every_command()), ids=" ".join)
def test_each_command_says_what_it_does_with_an_example(name: tuple[str, ...]) -> None:
    result = run(*name, "--help")
    assert result.exit_code == 0
    assert "Example: " in result.output
    assert "python3 run.py " + " ".join(name) in " ".join(result.output.split())


def test_all_wrong_settings_are_named_at_once(tmp_path: Path) -> None:
    wrong = {"DATABASE_URL": "mysql://x", "SECRET_KEY": "short", "PORT": "x", "HTTPS": "maybe"}
    for command in (
        ("serve",),
        ("accounts", "list"),
        ("priority-list", "--out", str(tmp_path / "x")),
    ):
        result = run(*command, **wrong)
        assert result.exit_code == 2
        for name in wrong:
            assert name in result.output


@pytest.mark.parametrize(
    ("typed", "vietnamese", "english"),
    [
        (["no-such"], "Câu lệnh viết chưa đúng", "The command is not written right"),
        (["--no-such"], "Không có tùy chọn --no-such", "There is no option --no-such"),
        (["demo", "--no-such"], "Không có tùy chọn --no-such", "There is no option --no-such"),
        (["demo", "--port", "0"], "Giá trị của --port", "The value of --port"),
        (["score", "a.yaml", "b.csv"], "Thiếu --out", "--out is missing"),
        (["check-questionnaire"], "Thiếu FILE", "FILE is missing"),
        (["check-questionnaire", "a", "b"], "Câu lệnh viết chưa đúng", "not written right"),
        (["rounds", "close", "abc"], "Giá trị của ROUND_ID", "The value of ROUND_ID"),
        (["rounds", "add", "X", "--closes", "31/02/2026"], "Giá trị của --closes", "--closes"),
        (["accounts", "add", "lan", "Lan", "king"], "không dùng được", "cannot be used"),
        (["priority-list", "--out"], "Câu lệnh viết chưa đúng", "not written right"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_command_typed_wrongly_is_told_so_in_both_languages(
    typed: list[str], vietnamese: str, english: str
) -> None:
    result = run(*typed)
    assert result.exit_code == 2
    assert vietnamese in result.output
    assert english in result.output
    assert "--help" in result.output


def failing(error: Exception) -> click.Group:
    @click.group(cls=TellsFailures)
    def group() -> None:
        pass

    @group.command()
    def fail() -> None:
        raise error

    return group


@pytest.mark.parametrize("error", [OSError(28, "No space left on device", "/x"), KeyError("x")])
def test_what_no_step_foresaw_is_told_in_sentences(error: Exception) -> None:
    result = click.testing.CliRunner().invoke(failing(error), ["fail"])
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert " / " in result.output or "\n  " in result.output
    for place in re.findall(r"/\S*commune-readiness-\S+\.txt", result.output):
        kept = Path(place.rstrip(":"))
        assert "KeyError" in kept.read_text("utf-8")
        kept.unlink(missing_ok=True)
        break


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Serving:
    """``serve`` in a process of its own, until the block ends."""

    def __init__(self, folder: Path) -> None:
        self.port = a_free_port()
        environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{folder / 'survey.db'}",
            "SECRET_KEY": "s" * 64,
            "PYTHONUNBUFFERED": "1",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "survey.commands", "serve", "--port", str(self.port)],
            cwd=HOME,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said: list[str] = []

    def __enter__(self) -> Serving:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            if "http://" in line:
                return self
        raise AssertionError("".join(self.said))

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=10)
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.said += self.process.stdout.readlines()
        self.process.stdout.close()

    @property
    def output(self) -> str:
        return "".join(self.said)


@pytest.mark.drill
def test_serving_founds_an_empty_database_and_shows_the_password_only_once(tmp_path: Path) -> None:
    with Serving(tmp_path) as first:
        address = f"http://127.0.0.1:{first.port}/"
        with urllib.request.urlopen(address, timeout=10) as page:
            assert page.status == 200
        again = subprocess.run(
            [sys.executable, "-m", "survey.commands", "serve", "--port", str(first.port)],
            cwd=HOME,
            env={**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'b.db'}"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert again.returncode == 2
        assert "Choose another with --port" in again.stderr
        assert "Traceback" not in again.stderr
    assert len(re.findall(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}", first.output)) == 1
    assert "quantri" in first.output
    with Serving(tmp_path) as second:
        pass
    assert "quantri" not in second.output
    assert "Traceback" not in first.output + second.output
