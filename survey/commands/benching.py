"""``bench``: how fast the calculations are, each beside a floor or a peer in the same run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import click

from survey.benchmarks import annex, drawing, load, parts, scoring, selecting, soak
from survey.benchmarks.measured import Measured
from survey.benchmarks.table import as_json, as_table

# Name → what it measures. A new benchmark is one more row.
BENCHMARKS: dict[str, Callable[..., Iterable[Measured]]] = {
    "scoring": scoring.measurements,
    "parts": parts.measurements,
    "selecting": selecting.measurements,
    "drawing": drawing.measurements,
    "annex": annex.measurements,
    "load": load.measurements,
    "soak": soak.measurements,
}
# What takes an hour is measured only where it is named.
LONG = frozenset({"soak"})


@click.command(epilog="Example: python3 run.py bench scoring --json bench.json")
@click.argument("names", nargs=-1, type=click.Choice(list(BENCHMARKS)))
@click.option(
    "--json", "target", type=click.Path(path_type=Path), help="Write the figures here too."
)
@click.option(
    "--minutes",
    type=click.FloatRange(0.1, 240),
    default=30,
    show_default=True,
    help="How long each server is soaked.",
)
@click.option(
    "--per-second",
    type=click.FloatRange(0.1, 200),
    default=soak.PER_SECOND,
    show_default=True,
    help="How many officers come in a second of the soak.",
)
def bench(names: tuple[str, ...], target: Path | None, minutes: float, per_second: float) -> None:
    """Measure the calculations against plain NumPy, exact solvers and other packages.

    Exit status 1 where a ratio is over what the project holds itself to. Without NAMES all are run but soak.
    """
    found: list[Measured] = []
    for name in names or (each for each in BENCHMARKS if each not in LONG):
        click.echo(f"… {name}", err=True)
        found += alone(name, *((minutes, per_second) if name in LONG else ()))
    click.echo(as_table(found))
    if target is not None:
        target.write_text(as_json(found) + "\n", "utf-8")
    raise SystemExit(0 if all(each.kept for each in found) else 1)


def alone(name: str, *options: float) -> list[Measured]:
    """One benchmark in a process of its own, so that its peak memory is its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(measured, name, *options).result()


def measured(name: str, *options: float) -> list[Measured]:
    """The measurements of one benchmark, here."""
    return list(BENCHMARKS[name](*options))
