"""Many draws worked through tile by tile on all cores, in order, with little held at once."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import numpy as np

from forms.questionnaire import Questionnaire
from reports.certainty.draws import Draws, draws_of, groups
from reports.method import Method

Result = TypeVar("Result")
MOST_DRAWS = 64
MOST_CELLS = 2**19
TILES_MADE_AT_ONCE = 16
MOST_THREADS = 4


def tile_of(columns: int) -> int:
    """Draws in a tile; of the number of columns alone, so that sums come out the same to the last bit."""
    return max(1, min(MOST_DRAWS, MOST_CELLS // columns))


def never() -> bool:
    """Nobody stops the work."""
    return False


def seeded_tiles(
    questionnaire: Questionnaire, method: Method, tile: int, varied: Iterable[str]
) -> Iterator[Draws]:
    """The ``method.draws`` draws of the method's seed, made as they are asked for."""
    generator = np.random.Generator(np.random.PCG64(method.seed))
    numbers, varied = len(groups(questionnaire)), tuple(varied)
    for start in range(0, method.draws, tile * TILES_MADE_AT_ONCE):
        stop = min(method.draws, start + tile * TILES_MADE_AT_ONCE)
        random = generator.random((stop - start, numbers))
        yield from tiles_of(draws_of(questionnaire, method, random, varied), tile)


def tiles_of(draws: Draws, tile: int) -> Iterator[Draws]:
    """These draws, so many at a time."""
    for start in range(0, len(draws), tile):
        yield draws.part(start, start + tile)


def in_order(
    tiles: Iterable[Draws],
    work: Callable[[Draws], Result],
    stopped: Callable[[], bool] = never,
    threads: int | None = None,
) -> Iterator[tuple[int, Result]]:
    """What ``work`` makes of each tile, and how many draws are done with it, in the tiles' order.

    Ends early where ``stopped`` says so: nothing new is begun, and what is in hand is given up.
    """
    threads = threads or min(MOST_THREADS, os.cpu_count() or 1)
    ahead: deque[tuple[int, Future[Result]]] = deque()
    coming = iter(tiles)
    begun = 0
    pool = ThreadPoolExecutor(max_workers=threads)
    try:
        while not stopped():
            while len(ahead) <= threads and (tile := next(coming, None)) is not None:
                begun += len(tile)
                ahead.append((begun, pool.submit(work, tile)))
            if not ahead:
                return
            done, result = ahead.popleft()
            yield done, result.result()
    finally:
        pool.shutdown(cancel_futures=True)
