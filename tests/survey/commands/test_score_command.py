"""``score``: the published examples through the command, as a reader of the README would run it."""

from __future__ import annotations

import contextlib
import csv
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from click.testing import Result

from tests.survey.commands.running import run

PUBLISHED = Path(__file__).resolve().parents[2] / "published"
HOME = PUBLISHED.parents[1]


def scores(tmp_path: Path, name: str) -> dict[str, dict[str, str]]:
    """Scores of a published example, by unit code."""
    out = tmp_path / "scores.csv"
    result = run("score", PUBLISHED / f"{name}.yaml", PUBLISHED / f"{name}.csv", "--out", out)
    assert result.exit_code == 0, result.output
    with out.open(encoding="utf-8-sig", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def test_the_human_development_index_is_the_published_one(tmp_path: Path) -> None:
    published = {"VNM": 0.726, "NOR": 0.966, "QAT": 0.875, "NER": 0.394}
    found = {code: float(row["readiness"]) / 100 for code, row in scores(tmp_path, "hdi").items()}
    assert {code: round(value, 3) for code, value in found.items()} == published


def test_the_e_government_index_is_the_published_one(tmp_path: Path) -> None:
    published = {
        "VNM": 0.7709,
        "SGP": 0.9691,
        "THA": 0.8351,
        "MYS": 0.8111,
        "IDN": 0.7991,
        "PHL": 0.7621,
    }
    found = {code: float(row["readiness"]) / 100 for code, row in scores(tmp_path, "egdi").items()}
    assert found == pytest.approx(published, abs=0.0001)


def test_the_handbooks_geometric_example_is_the_published_one(tmp_path: Path) -> None:
    found = [float(row["readiness"]) for row in scores(tmp_path, "handbook").values()]
    # The Handbook cuts off after two places: 2.545 and 6.235 stand there as 2.54 and 6.23.
    assert sorted(int(100 * value) / 100 for value in found) == [2.14, 2.54, 6.0, 6.23]


def test_a_missing_file_is_told_in_both_languages_with_no_traceback(tmp_path: Path) -> None:
    result = run("score", tmp_path / "x.yaml", tmp_path / "y.csv", "--out", tmp_path / "z.csv")
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert not (tmp_path / "z.csv").exists()


def answers_in_parts(folder: Path) -> Path:
    """The countries of the HDI example, one to a file."""
    head, *countries = (PUBLISHED / "hdi.csv").read_text("utf-8").splitlines()
    folder.mkdir()
    for at, country in enumerate(countries):
        (folder / f"{at}.csv").write_text(f"{head}\n{country}\n", "utf-8")
    return folder


def test_parts_and_parquet_give_what_one_csv_gives(tmp_path: Path) -> None:
    folder = answers_in_parts(tmp_path / "parts")
    for answers, out in (
        (PUBLISHED / "hdi.csv", "a.csv"),
        (folder, "b.csv"),
        (folder, "c.parquet"),
    ):
        run("score", PUBLISHED / "hdi.yaml", answers, "--out", tmp_path / out)
    one, parts = (pd.read_csv(tmp_path / name) for name in ("a.csv", "b.csv"))
    pd.testing.assert_frame_equal(one, parts, rtol=1e-12)
    read = pd.read_parquet(tmp_path / "c.parquet")
    assert read["readiness"].tolist() == parts["readiness"].tolist()
    one["code"].astype(str).to_frame().join(
        pd.read_csv(PUBLISHED / "hdi.csv").iloc[:, 1:]
    ).to_parquet(tmp_path / "answers.parquet")
    run("score", PUBLISHED / "hdi.yaml", tmp_path / "answers.parquet", "--out", tmp_path / "d.csv")
    assert (tmp_path / "d.csv").read_text("utf-8") == (tmp_path / "a.csv").read_text("utf-8")


@pytest.mark.drill
def test_dask_writes_a_folder_of_parquet_parts_and_says_nothing_else(tmp_path: Path) -> None:
    folder = answers_in_parts(tmp_path / "parts")
    command = [sys.executable, "-W", "error", "-m", "survey.commands", "score"]
    command += [str(PUBLISHED / "hdi.yaml"), str(folder), "--engine", "dask", "--out", "scores"]
    environment = {**os.environ, "PYTHONPATH": str(HOME), "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        said, told = process.communicate(timeout=60)
    assert [line for line in told.splitlines() if " of 4 parts " not in line] == []
    assert (process.returncode, said) == (0, "4 → scores\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["parts", "scores"]
    assert living(process.pid) == []
    scores = pd.read_parquet(tmp_path / "scores").set_index("code")
    assert round(scores.loc["VNM", "readiness"] / 100, 3) == 0.726


@pytest.mark.drill
def test_a_scheduler_that_accepts_but_never_answers_is_told_within_ten_seconds(
    tmp_path: Path,
) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(16)
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        began = time.perf_counter()
        result = score_on(address, tmp_path)
        assert time.perf_counter() - began < 15
    assert result.exit_code == 2
    assert address in result.output
    assert "leave out --scheduler" in result.output
    assert list(tmp_path.iterdir()) == []


def score_on(address: str, tmp_path: Path, engine: str = "dask") -> Result:
    """The HDI example on a scheduler."""
    out = tmp_path / "scores"
    files = (PUBLISHED / "hdi.yaml", PUBLISHED / "hdi.csv", "--out", out)
    return run("score", *files, "--engine", engine, "--scheduler", address)


def test_a_scheduler_needs_the_dask_engine_and_an_address(tmp_path: Path) -> None:
    assert "Add --engine dask" in score_on("tcp://127.0.0.1:8786", tmp_path, "numpy").output
    result = score_on("localhost", tmp_path)
    assert (result.exit_code, "tcp://host:port" in result.output) == (2, True)


@pytest.mark.parametrize("package", ["dask", "distributed", "pyarrow"])
def test_without_the_optional_packages_how_to_install_them_is_told(
    tmp_path: Path, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [each for each in sys.modules if each.startswith("reports.")]:
        if name.rpartition(".")[2] in ("on_dask", "dask_clusters", "parquet"):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    files = (PUBLISHED / "hdi.yaml", PUBLISHED / "hdi.csv")
    out = ("--out", tmp_path / "s.parquet")
    engine = () if package == "pyarrow" else ("--engine", "dask")
    result = run("score", *files, *out, *engine)
    assert result.exit_code == 2
    assert f"needs the package {package}" in result.output
    assert run("score", *files, "--out", tmp_path / "s.csv").exit_code == 0


def living(session: int) -> list[str]:
    """The processes of a session that still run; Python's own tracker goes a moment after its parent."""
    until = time.monotonic() + 5
    while (found := running(session)) and time.monotonic() < until:
        time.sleep(0.1)
    return found


def running(session: int) -> list[str]:
    """The processes of a session that run now."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, _, its = stat.read_text("utf-8").rpartition(")")[2].split()[:4]
            found += [stat.parent.name] if int(its) == session and state not in "ZX" else []
    return found


@pytest.mark.drill
def test_ctrl_c_ends_a_run_on_dask_with_no_traceback_and_no_process(tmp_path: Path) -> None:
    head, country = (PUBLISHED / "hdi.csv").read_text("utf-8").splitlines()[:2]
    cells = country.partition(",")[2]
    (tmp_path / "0.csv").write_text(
        "\n".join([head, *(f"{at},{cells}" for at in range(8_000))]), "utf-8"
    )
    for part in range(1, 250):
        (tmp_path / f"{part}.csv").hardlink_to(tmp_path / "0.csv")
    command = [sys.executable, "-m", "survey.commands", "score", str(PUBLISHED / "hdi.yaml")]
    command += [str(tmp_path), "--engine", "dask", "--out", str(tmp_path / "scores")]
    with subprocess.Popen(
        command, cwd=HOME, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stderr is not None
        first = process.stderr.readline()
        os.killpg(process.pid, signal.SIGINT)
        try:
            said = process.communicate(timeout=60)[1]
        finally:
            process.kill()
    assert " of 250 parts scored" in first
    assert "Traceback" not in said
    assert process.returncode == 1
    assert not (tmp_path / "scores").exists()
    assert living(process.pid) == []
