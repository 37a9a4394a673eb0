"""The same answers on two Dask workers: the numbers of NumPy, the same refusals, nothing left behind."""

from __future__ import annotations

import os
import random
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from distributed import LocalCluster

from forms.questionnaire import Questionnaire
from forms.sentence import Refused
from reports.answers.file import read_csv
from reports.answers.parts import parts_of
from reports.answers.refusals import AnswersRefused
from reports.method_file import load_method
from reports.readiness import readiness
from reports.scoring.csv_file import write_scores
from reports.scoring.folder import refuse_taken, write_folder
from reports.scoring.many_parts import Here, score_parts
from reports.scoring.on_dask import OnDask, on_dask
from reports.scoring.one_part import Scoring
from tests.reports import small_frames
from tests.reports.parts import SIZES, all_communes, as_csv, as_parquet, in_parts, the_questionnaire

ROW = "1,1,1,low,yes,1,hard\n"
HEAD = "code,a,b,c,d,e,far,region\n"
FIGURES = ["readiness", "low", "high", "coverage"]


def no_progress(*_: object) -> None:
    pass


@pytest.fixture(scope="module")
def two_workers() -> Iterator[OnDask]:
    with on_dask(None, no_progress) as engine:
        yield engine


def scoring(questionnaire: Questionnaire) -> Scoring:
    return Scoring(questionnaire, load_method(), in_parts=True)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """Scores of all communes from one CSV by NumPy, as a file reads back."""
    folder = tmp_path_factory.mktemp("whole")
    rows, asked = all_communes(), the_questionnaire()
    frame = read_csv(asked, parts_of(as_csv(folder / "answers", [rows], list(rows[0])))[0])
    write_scores(folder / "scores.csv", asked, readiness(asked, load_method(), frame))
    return pd.read_csv(folder / "scores.csv", dtype={"code": str, "reason": str})


@pytest.mark.parametrize("write", [as_csv, as_parquet])
def test_two_workers_give_the_numbers_of_numpy(
    tmp_path: Path, two_workers: OnDask, whole: pd.DataFrame, write: object
) -> None:
    rows, sizes = all_communes(), list(SIZES)
    random.Random(3).shuffle(sizes)
    folder = write(tmp_path / "answers", in_parts(rows, sizes), list(rows[0]))  # type: ignore[operator]
    scored = score_parts(two_workers, scoring(the_questionnaire()), parts_of(folder))
    write_folder(two_workers, scored, tmp_path / "scores")
    assert scored.units == len(rows) == 3321
    parts = sorted((tmp_path / "scores").iterdir())
    assert [pd.read_parquet(part).shape[0] for part in parts] == sizes
    found = pd.concat([pd.read_parquet(part) for part in parts], ignore_index=True)
    assert list(found.columns) == list(whole.columns)
    assert found["code"].tolist() == whole["code"].tolist()
    assert found["rank"].astype("float64").equals(whole["rank"].astype("float64"))
    assert found["reason"].fillna("").tolist() == whole["reason"].fillna("").tolist()
    assert 0 < found["rank"].isna().sum() < 500
    numbers = [name for name in whole.columns if name not in ("code", "reason", "rank")]
    difference = (found[numbers].astype("float64") - whole[numbers].astype("float64")).abs()
    assert (found[numbers].isna() == whole[numbers].isna()).all(axis=None)
    assert difference.max(axis=None) <= 1e-12


def test_the_same_parts_give_the_same_bits_on_workers_and_here(
    tmp_path: Path, two_workers: OnDask
) -> None:
    rows = all_communes()[:500]
    paths = parts_of(as_csv(tmp_path / "answers", in_parts(rows, [200, 1, 299]), list(rows[0])))
    here = score_parts(Here(no_progress), scoring(the_questionnaire()), paths)
    there = score_parts(two_workers, scoring(the_questionnaire()), paths)
    for one, future in zip(here.kept, there.kept, strict=True):
        other = future.result().table
        for name in FIGURES:
            assert one.table.figures[name].tobytes() == other.figures[name].tobytes()
    assert [each.tobytes() for each in here.ranks] == [each.tobytes() for each in there.ranks]


def test_what_is_refused_in_any_part_is_told_and_nothing_is_written(
    tmp_path: Path, two_workers: OnDask
) -> None:
    (tmp_path / "a.csv").write_text(f"{HEAD}x,{ROW}y,101,1,1,low,yes,1,hard\n", "utf-8")
    (tmp_path / "b.csv").write_text(f"{HEAD}z,1,1,1,sky,yes,1,hard\n", "utf-8")
    (tmp_path / "c.csv").write_bytes(b"\xff\xfe")
    (tmp_path / "d.csv").write_text(f"{HEAD}v,{ROW}w,{ROW}", "utf-8")
    (tmp_path / "e.csv").write_text(f"{HEAD}u,{ROW}w,{ROW}", "utf-8")
    with pytest.raises(AnswersRefused) as refused:
        score_parts(
            two_workers, scoring(small_frames.the_questionnaire()), parts_of(tmp_path / "*.csv")
        )
    found = [each.en for each in refused.value.refusals]
    assert len(found) == 4
    assert found[0].startswith("File a.csv: Row 3, unit y, question a: 101 is above")
    assert found[1].startswith("File b.csv: Row 2, unit z, question d")
    assert found[2].startswith("File c.csv: the file is not UTF-8")
    assert found[3] == "Code w stands in several parts: d.csv (3), e.csv (3). One row a unit."


def test_a_single_part_is_enough(tmp_path: Path, two_workers: OnDask) -> None:
    (tmp_path / "a.csv").write_text(f"{HEAD}007,{ROW}", "utf-8")
    scored = score_parts(
        two_workers, scoring(small_frames.the_questionnaire()), [tmp_path / "a.csv"]
    )
    write_folder(two_workers, scored, tmp_path / "scores")
    assert pd.read_parquet(tmp_path / "scores")["code"].tolist() == ["007"]


def test_a_folder_with_something_in_it_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "scores").mkdir()
    refuse_taken(tmp_path / "scores")
    (tmp_path / "scores" / "part-00000.parquet").touch()
    with pytest.raises(Refused, match="already there"):
        refuse_taken(tmp_path / "scores")
    with pytest.raises(Refused, match="no folder"):
        refuse_taken(tmp_path / "nowhere" / "scores")


def test_where_a_worker_cannot_write_nothing_is_left(tmp_path: Path, two_workers: OnDask) -> None:
    (tmp_path / "a.csv").write_text(f"{HEAD}x,{ROW}", "utf-8")
    paths = [tmp_path / "a.csv"]
    scored = score_parts(two_workers, scoring(small_frames.the_questionnaire()), paths)

    class Elsewhere:
        keep = two_workers.keep

        def bring(self, *_: object, saying: object) -> list[object]:
            return []

    with pytest.raises(Refused, match="shared disk"):
        write_folder(Elsewhere(), scored, tmp_path / "scores")  # type: ignore[arg-type]
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_own_workers_listen_on_this_computer_alone_and_show_no_pages(two_workers: OnDask) -> None:
    known = two_workers.client.scheduler_info()
    workers = known["workers"]
    assert len(workers) == len(set(two_workers.client.run(os.getpid).values())) == 2
    assert all(name.startswith("tcp://127.0.0.1:") for name in (known["address"], *workers))
    assert all(0 < each["memory_limit"] < 2**40 for each in workers.values())
    for each in (known, *workers.values()):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", each["services"]["dashboard"]), 1).close()


def test_a_scheduler_that_is_there_is_used_and_left_running(
    tmp_path: Path, two_workers: OnDask
) -> None:
    (tmp_path / "a.csv").write_text(f"{HEAD}x,{ROW}", "utf-8")
    address = two_workers.client.scheduler_info()["address"]
    for _ in range(2):
        with on_dask(address, no_progress) as engine:
            asked = scoring(small_frames.the_questionnaire())
            assert score_parts(engine, asked, [tmp_path / "a.csv"]).units == 1
    assert len(two_workers.client.scheduler_info()["workers"]) == 2


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1:8786", "http://x:1", "tcp://x", "tcp://x:0", "tcp://x:65536", "tcp://a b:1", ""],
)
def test_an_address_of_another_form_is_refused_at_once(address: str) -> None:
    began = time.perf_counter()
    with pytest.raises(Refused, match="tcp://host:port"), on_dask(address, no_progress):
        pass
    assert time.perf_counter() - began < 1


def test_a_scheduler_without_workers_is_refused_saying_how_to_start_some() -> None:
    with (
        LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address="127.0.0.1:0") as cluster,
        pytest.raises(Refused, match="Start some: dask worker tcp://127"),
        on_dask(cluster.scheduler_address, no_progress, within=0.5),
    ):
        pass


def test_where_nothing_listens_the_address_is_named() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{probe.getsockname()[1]}"
        with (
            pytest.raises(Refused, match=f"scheduler at {address} did not answer"),
            on_dask(address, no_progress, within=0.5),
        ):
            pass
