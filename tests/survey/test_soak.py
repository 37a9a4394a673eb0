"""``bench soak``: its reckoning by hand, and that a leak which is there is found."""

from __future__ import annotations

import sys

import pytest
from click.testing import CliRunner

from survey.accounts import Role
from survey.benchmarks.load import refuse_losses
from survey.benchmarks.load_clients import Client
from survey.benchmarks.load_people import signed_in, with_sessions
from survey.benchmarks.memory_course import MIB, course_of
from survey.benchmarks.served import Stack
from survey.benchmarks.soak import ALLOWED_MIB, Soak, soaked
from survey.benchmarks.soak_visits import Soaking
from survey.commands import benching
from survey.store import attachments
from survey.store.database import engine_for, reading
from tests.apart import apart
from tests.databases import database_url

__all__ = ["database_url"]
SECONDS, A_SECOND = 4.0, 20.0
LEAK = 200_000


def samples(*sizes: float, over: float = 3600) -> list[tuple[float, int]]:
    """These sizes in MiB, evenly over so many seconds."""
    step = over / (len(sizes) - 1)
    return [(place * step, int(size * MIB)) for place, size in enumerate(sizes)]


def test_memory_that_stays_has_no_slope_and_no_growth() -> None:
    course = course_of(samples(*[200.0] * 100))
    assert (course.start, course.end, course.most) == (200, 200, 200)
    assert course.slope == pytest.approx(0)
    assert course.growth == 0


def test_a_steady_leak_is_told_in_mebibytes_an_hour_without_error() -> None:
    course = course_of(samples(*[200 + 30 * place / 999 for place in range(1000)]))
    assert course.slope == pytest.approx(30, rel=0.01)
    assert course.error == pytest.approx(0, abs=0.01)
    # From the middle of the first fifth of the second half to that of its last: 0.4 of the hour.
    assert course.growth == pytest.approx(12, rel=0.02)


def test_the_standard_error_is_that_of_the_stretches_means() -> None:
    # Stretches of two equal samples: 20 means that alternate by ±1 MiB around a flat line.
    sizes = [200 + (1 if place // 2 % 2 else -1) for place in range(40)]
    course = course_of(samples(*map(float, sizes), over=39 * 60))
    hours = [(2 * stretch + 0.5) / 60 for stretch in range(20)]
    mean = sum(hours) / 20
    spread = sum((each - mean) ** 2 for each in hours)
    slope = sum((each - mean) * (1 if n % 2 else -1) for n, each in enumerate(hours)) / spread
    left = sum(((1 if n % 2 else -1) - slope * (each - mean)) ** 2 for n, each in enumerate(hours))
    assert course.slope == pytest.approx(slope)
    assert course.error == pytest.approx((left / 18 / spread) ** 0.5)


def test_what_grows_while_it_warms_and_then_stays_is_flat_and_a_spike_is_no_growth() -> None:
    course = course_of(samples(*[100 + min(place, 40) for place in range(100)], 500))
    assert course.growth <= ALLOWED_MIB
    assert course.most == 500


def test_a_few_samples_tell_nothing() -> None:
    with pytest.raises(ValueError, match="too few"):
        course_of(samples(*[200.0] * 39))


def nobody(account: int) -> Client:
    return Client(0, "00004", account, "", "", "", saved={})


def growth_of(leak: int, monkeypatch: pytest.MonkeyPatch) -> float:
    """How much the server that keeps so much of each request grows in the second half."""
    monkeypatch.setenv("LEAK", str(leak))
    soaking = Soaking([nobody(each) for each in range(100)], nobody(0), A_SECOND)
    soak = Soak(SECONDS, A_SECOND, "tests.survey.leaking:app")
    found = apart(soaked, Stack("leaking", "sqlite:///nowhere.db", gunicorn=False), soak, soaking)
    assert [each.failures for each in soaking.officers if each.failures] == []
    return course_of(found).growth


@pytest.mark.drill
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_leak_is_found_and_a_server_that_forgets_is_flat(monkeypatch: pytest.MonkeyPatch) -> None:
    assert growth_of(0, monkeypatch) <= ALLOWED_MIB
    # Three requests a visit, and 0.4 of the measured time between the two medians.
    leaked = LEAK * 3 * A_SECOND * SECONDS * 0.85 * 0.4 / MIB
    grown = growth_of(LEAK, monkeypatch)
    assert grown > ALLOWED_MIB
    assert grown == pytest.approx(leaked, rel=0.5)


@pytest.mark.drill
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc; gunicorn is for Linux")
def test_a_soak_saves_attaches_and_takes_away_and_loses_nothing(database_url: str) -> None:
    stack = Stack("soaked", database_url, gunicorn=database_url.startswith("postgresql"))
    officers = signed_in(database_url, 40)
    (analyst,) = with_sessions(database_url, [("soaker", Role.ANALYST, None)])
    soaking = Soaking(officers, analyst, 8)
    found = apart(soaked, stack, Soak(3, 8), soaking)
    refuse_losses(database_url, [*soaking.officers, soaking.analyst])
    assert soaking.done["saves"] >= 20
    assert {"saves", "uploads", "forms", "exports"} <= soaking.done.keys()
    assert all(size > 50 * MIB for _, size in found)
    engine = engine_for(database_url)
    with reading(engine) as conn:
        assert len(attachments.hashes(conn)) == soaking.done["uploads"]
    engine.dispose()


def test_the_soak_runs_only_where_it_is_named_for_as_long_as_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr(benching, "alone", lambda *words: asked.append(words) or [])
    CliRunner().invoke(benching.bench, ["soak", "--minutes", "2", "--per-second", "5"])
    assert asked == [("soak", 2.0, 5.0)]
    asked.clear()
    CliRunner().invoke(benching.bench, [])
    assert ("scoring",) in asked
    assert "soak" not in [name for name, *_ in asked]
    refused = CliRunner().invoke(benching.bench, ["soak", "--minutes", "500"])
    assert refused.exit_code == 2
