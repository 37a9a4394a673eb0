"""The example files for operators are right, and the program runs as they say."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

import pytest

from survey.settings import read_settings
from tests.databases import database_url
from tests.survey.commands.running import run

__all__ = ["database_url"]
HOME = Path(__file__).parents[2]
DEPLOY = HOME / "docs" / "deploy"
TOKEN = "a-token-of-the-operators"


def the_environment() -> dict[str, str]:
    lines = (DEPLOY / "commune-readiness.env").read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_the_environment_of_the_service_is_one_that_the_program_takes(tmp_path: Path) -> None:
    given = {**the_environment(), "SECRET_KEY": "s" * 64, "METRICS_TOKEN": TOKEN}
    settings = read_settings(given, tmp_path)
    assert settings.database_url.startswith("postgresql+psycopg://")
    assert settings.https
    assert settings.log_requests


def test_every_setting_is_explained(tmp_path: Path) -> None:
    places = [HOME / "survey" / name for name in ("settings.py", "signing_in/provider_settings.py")]
    source = "".join(place.read_text("utf-8") for place in places)
    told = (HOME / "docs" / "deploy.md").read_text("utf-8")
    found = set(re.findall(r'"([A-Z]+(?:_[A-Z]+)*)"', source))
    assert len(found) > 20
    for name in found:
        assert f"`{name}`" in told, name


@pytest.mark.parametrize("unit", sorted(DEPLOY.glob("survey*.*")), ids=lambda path: path.name)
def test_each_unit_of_systemd_is_well_formed_and_starts_what_is_there(unit: Path) -> None:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(unit, "utf-8")
    assert "Unit" in parser
    if unit.suffix == ".service":
        command = parser["Service"]["ExecStart"]
        assert command.startswith("/opt/commune-readiness/.venv/bin/")
        for word in command.split():
            if word.endswith(".py"):
                assert (HOME / word).is_file()


def test_the_task_of_windows_is_xml_that_names_its_command() -> None:
    task = ElementTree.fromstring((DEPLOY / "windows-task.xml").read_bytes())
    space = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    command = task.findtext("t:Actions/t:Exec/t:Command", namespaces=space)
    assert command is not None
    assert command.endswith("serve.cmd")
    assert "py run.py serve" in (DEPLOY / "serve.cmd").read_text("ascii")


def test_nginx_takes_its_file(tmp_path: Path) -> None:
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        if os.environ.get("CI") == "true":
            pytest.fail("nginx is missing: the gate must install it")
        pytest.skip("nginx is not installed")
    made = "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=x -days 2 -keyout key -out cert"
    subprocess.run(made.split(), cwd=tmp_path, check=True, capture_output=True)
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    text = text.replace("/etc/ssl/certs/khaosat.pem", str(tmp_path / "cert"))
    text = text.replace("/etc/ssl/private/khaosat.key", str(tmp_path / "key"))
    # Debian 12's nginx is older than this directive, which newer ones ask for.
    text = text.replace("    http2 on;\n", "").replace("listen 443 ssl", "listen 18443 ssl")
    text = text.replace("listen 80;", "listen 18080;")
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{text}\n}}\n")
    tried = subprocess.run(
        [
            nginx,
            "-t",
            "-p",
            str(tmp_path),
            "-e",
            str(tmp_path / "log"),
            "-c",
            tmp_path / "nginx.conf",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert tried.returncode == 0, tried.stderr


@contextmanager
def served(environment: dict[str, str], port: int) -> Iterator[str]:
    """gunicorn with the settings of docs/deploy, two processes."""
    command = [sys.executable, "-m", "gunicorn", "-c", "docs/deploy/gunicorn.conf.py"]
    process = subprocess.Popen(
        [*command, "survey.wsgi:app"],
        cwd=HOME,
        env={**os.environ, **environment, "BIND": f"127.0.0.1:{port}", "WORKERS": "2"},
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 60
        while asked(f"http://127.0.0.1:{port}/health")[0] != 200:
            assert process.poll() is None, "gunicorn ended"
            assert time.monotonic() < until
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=40)


def asked(url: str, token: str = "") -> tuple[int, str]:
    """The status and the text; 0 while nobody listens."""
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""
    except OSError:
        return 0, ""


@pytest.mark.drill
@pytest.mark.skipif(sys.platform == "win32", reason="gunicorn is for Linux")
def test_several_processes_serve_one_database_and_add_up_their_figures(
    database_url: str, tmp_path: Path
) -> None:
    figures = tmp_path / "figures"
    figures.mkdir()
    environment = {
        "DATABASE_URL": database_url,
        "SECRET_KEY": "0123456789abcdef" * 4,
        "METRICS_TOKEN": TOKEN,
        "PROMETHEUS_MULTIPROC_DIR": str(figures),
    }
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with served(environment, port) as url:
        # Several at a time, until the other process has had one, too: it may start a moment later.
        with ThreadPoolExecutor(max_workers=8) as pool:
            for _ in range(20):
                answers = list(pool.map(asked, [f"{url}/health"] * 40))
                assert {status for status, _ in answers} == {200}
                if len(list(figures.glob("counter_*.db"))) == 2:
                    break
        told = asked(f"{url}/metrics", TOKEN)[1]
    counted = re.search(r'requests_total\{method="GET",route="/health",status="200"\} (\d+)', told)
    assert counted is not None
    assert int(counted[1]) >= 40
    assert len(list(figures.glob("counter_*.db"))) == 2


def test_a_server_with_wrong_settings_says_what_is_wrong_and_does_not_start() -> None:
    wrong = {"DATABASE_URL": "mysql://x", "SECRET_KEY": "short", "LOG": "loud"}
    process = subprocess.run(
        [sys.executable, "-c", "import survey.wsgi"],
        cwd=HOME,
        env={"PATH": os.environ["PATH"], **wrong},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 4
    assert "Traceback" not in process.stderr
    for name in wrong:
        assert name in process.stderr


def test_the_page_says_once_what_several_hosts_share() -> None:
    told = " ".join((HOME / "docs" / "deploy.md").read_text("utf-8").split())
    assert told.count("**Several hosts**") == 1
    assert "They share nothing but the database and the secret" in told


def test_a_wheelhouse_is_made_by_the_command_that_the_page_tells() -> None:
    told = (HOME / "docs" / "deploy.md").read_text("utf-8")
    assert "pip download --only-binary :all: -r requirements.lock -d wheelhouse" in told
    assert "wheelhouse" in (HOME / "run.py").read_text("utf-8")
    assert run("doctor", "--help").exit_code == 0
