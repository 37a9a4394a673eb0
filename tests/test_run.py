"""run.py on a bare machine, offline: its own copy in an empty folder with a wheelhouse of one wheel."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

RUN = Path(__file__).resolve().parents[1] / "run.py"
COMMANDS = """
import sys, tiny
print("commands", tiny.WORD, *sys.argv[1:])
sys.exit(7 if "fail" in sys.argv else 0)
"""


def a_wheel(folder: Path) -> str:
    """Write a wheel of one module and return its SHA-256."""
    folder.mkdir(parents=True)
    path = folder / "tiny-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("tiny.py", "WORD = 'xin-chào'\n")
        about = "tiny-1.0.dist-info"
        wheel.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        wheel.writestr(
            f"{about}/WHEEL",
            "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        wheel.writestr(f"{about}/RECORD", "")
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A folder with run.py, a lock of one package, its wheelhouse, and commands to hand over to."""
    home = tmp_path / "một thư mục"
    digest = a_wheel(home / "wheelhouse")
    shutil.copy(RUN, home)
    (home / "requirements.lock").write_text(f"tiny==1.0 --hash=sha256:{digest}\n")
    commands = home / "survey" / "commands"
    commands.mkdir(parents=True)
    # Real packages, so that no other project on the path is taken for this one.
    for package in (commands.parent, commands):
        (package / "__init__.py").touch()
    (commands / "__main__.py").write_text(COMMANDS)
    return home


def start(home: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start ``run.py`` as a new user would, with this Python."""
    return subprocess.Popen(
        [sys.executable, "run.py", *arguments],
        cwd=home,
        text=True,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUTF8": "1"},
    )


def run(home: Path, *arguments: str) -> tuple[int, str, str]:
    process = start(home, *arguments)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def test_a_first_start_installs_and_hands_over_with_arguments_and_exit_status(bare: Path) -> None:
    code, out, err = run(bare, "greet", "fail")
    assert (code, out) == (7, "commands xin-chào greet fail\n"), err
    assert "Đang chuẩn bị môi trường" in err
    assert "Preparing the environment" in err


@pytest.mark.drill
def test_the_next_start_installs_nothing_and_costs_at_most_a_second(bare: Path) -> None:
    run(bare)
    python = next(bare.glob(".venv/[Sb][ci]*/python*"))
    began = time.perf_counter()
    subprocess.run(
        [python, "-m", "survey.commands"], cwd=bare, check=True, capture_output=True, timeout=60
    )
    program_alone = time.perf_counter() - began
    began = time.perf_counter()
    code, out, err = run(bare)
    assert (code, out, err) == (0, "commands xin-chào\n", "")
    assert time.perf_counter() - began - program_alone <= 1.0


@pytest.mark.drill
def test_two_first_starts_at_once_are_safe(bare: Path) -> None:
    outcomes = [process.communicate(timeout=120) for process in [start(bare), start(bare)]]
    assert [out for out, _ in outcomes] == ["commands xin-chào\n"] * 2
    assert sum("Preparing" in err for _, err in outcomes) == 1


@pytest.mark.drill
def test_a_changed_lock_installs_again(bare: Path) -> None:
    run(bare)
    lock = bare / "requirements.lock"
    lock.write_text(lock.read_text() + "# changed\n")
    assert "Preparing" in run(bare)[2]


@pytest.mark.drill
def test_a_package_that_does_not_match_its_hash_is_refused_and_nothing_is_left(bare: Path) -> None:
    lock = bare / "requirements.lock"
    lock.write_text(re.sub(r"sha256:.{8}", "sha256:00000000", lock.read_text()))
    code, out, err = run(bare)
    assert code == 1
    assert out == ""
    assert "Không cài được" in err
    assert "Traceback" not in err
    assert not (bare / ".venv").exists()


@pytest.mark.drill
def test_an_install_cut_short_is_done_again(bare: Path) -> None:
    run(bare)
    (bare / ".venv" / "installed.sha256").unlink()
    code, out, err = run(bare)
    assert (code, out) == (0, "commands xin-chào\n")
    assert "Preparing" in err


def without_ensurepip(home: Path) -> None:
    """Make this folder's Python one from which Debian has split ensurepip off."""
    hidden = 'import importlib.util as u; f = u.find_spec\nu.find_spec = lambda n, p=None: None if n == "ensurepip" else f(n, p)\n'
    source = (home / "run.py").read_text()
    (home / "run.py").write_text(source.replace("import sys\n", f"import sys\n{hidden}", 1))


def test_without_ensurepip_the_systems_pip_installs(bare: Path) -> None:
    without_ensurepip(bare)
    code, out, err = run(bare)
    assert (code, out) == (0, "commands xin-chào\n"), err


def test_without_any_pip_the_package_to_install_is_named(bare: Path) -> None:
    without_ensurepip(bare)
    source = (bare / "run.py").read_text()
    (bare / "run.py").write_text(source.replace('"-m", "pip", "--version"', '"-m", "no_such_pip"'))
    code, _, err = run(bare)
    assert code == 1
    assert f"apt install python{sys.version_info[0]}.{sys.version_info[1]}-venv" in err


def on_windows(home: Path) -> None:
    """Let this folder's run.py hand over as it does on Windows."""
    source = (home / "run.py").read_text()
    ours = 'if os.name == "nt":\n        try:'
    assert ours in source
    (home / "run.py").write_text(source.replace(ours, "if True:\n        try:"))


@pytest.mark.drill
def test_on_windows_the_command_runs_in_a_subprocess_and_its_exit_status_comes_back(
    bare: Path,
) -> None:
    on_windows(bare)
    code, out, err = run(bare, "greet", "fail")
    assert (code, out) == (7, "commands xin-chào greet fail\n"), err
    commands = bare / "survey" / "commands" / "__main__.py"
    commands.write_text("import os; print(os.getppid())")
    process = start(bare)
    assert process.communicate(timeout=120)[0].split() == [str(process.pid)]


@pytest.mark.drill
def test_on_windows_a_command_that_is_interrupted_ends_without_a_traceback(bare: Path) -> None:
    on_windows(bare)
    source = (bare / "run.py").read_text()
    interrupted = "raise KeyboardInterrupt"
    (bare / "run.py").write_text(
        source.replace("return subprocess.call(command, env=environment)", interrupted)
    )
    code, _, err = run(bare)
    assert code == 130
    assert "Traceback" not in err


def test_on_windows_the_environments_python_is_found_where_windows_puts_it() -> None:
    described = importlib.util.spec_from_file_location("run_as_on_windows", RUN)
    assert described is not None
    assert described.loader is not None
    windows = importlib.util.module_from_spec(described)
    described.loader.exec_module(windows)
    windows.os = SimpleNamespace(name="nt")
    assert windows.python() == RUN.parent / ".venv" / "Scripts" / "python.exe"


def test_an_old_python_is_told_so_in_both_languages(bare: Path) -> None:
    source = (bare / "run.py").read_text().replace("< (3, 11)", "< (9, 9)")
    (bare / "run.py").write_text(source)
    code, _, err = run(bare)
    assert code == 1
    assert "Cần Python 3.11 trở lên" in err
    assert "Python 3.11 or newer is needed" in err


def test_run_py_needs_the_standard_library_only() -> None:
    imported = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(RUN.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
        )
    }
    assert imported <= sys.stdlib_module_names


def test_run_py_knows_no_word_of_the_domain() -> None:
    words = r"commune|province|questionnaire|survey(?!\.commands)|readiness|phiếu|xã\b|tỉnh"
    assert re.findall(words, RUN.read_text("utf-8"), re.IGNORECASE) == []
