"""Which choice of method matters most to the ranks, all moving together: total-order Sobol indices."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from SALib.analyze import sobol as sobol_analysis
from SALib.sample import sobol as sobol_sample

from forms.questionnaire import Questionnaire
from forms.sentence import Sentence
from reports.certainty.drawn_gaps import DrawnGaps
from reports.certainty.draws import FACTORS, draws_of, groups
from reports.certainty.rank_shifts import shifts_of
from reports.certainty.ranked_units import ranked_units
from reports.certainty.tiles import never
from reports.edition import Edition
from reports.frame import Frame
from reports.method import Method
from reports.robustness import Funding

Floats = NDArray[np.float64]
# What decides only who is funded, and moves no rank.
OF_THE_LIST = ("alpha", "costs")
LEAST_SAMPLES = 16
FACTOR_WORDS = {
    "weights": Sentence("Trọng số", "Weights"),
    "aggregation": Sentence("Cách tính trung bình", "Kind of average"),
    "scale": Sentence("Thang điểm", "Scale of scores"),
    "missing": Sentence("Câu chưa trả lời", "Unanswered questions"),
    "evidence": Sentence("Trọng số bằng chứng", "Evidence weights"),
    "beta": Sentence("β (độ khó khăn địa bàn)", "β (remoteness)"),
    "alpha": Sentence("α (dân số)", "α (population)"),
    "costs": Sentence("Đơn giá", "Unit costs"),
}


def sobol(
    questionnaire: Questionnaire,
    method: Method,
    frame: Frame,
    edition: Edition,
    *,
    samples: int = 256,
    funding: Funding | None = None,
    progress: Callable[[int, int], None] | None = None,
    stopped: Callable[[], bool] = never,
) -> pd.DataFrame:
    """Total-order Sobol indices by factor, the greatest first: what share of the variance it has a part in.

    Columns: ``rank``, of the mean |rank shift| of a draw, and ``list``, of the share of the funded list that
    changes (NaN without ``funding``, as α and unit costs move no rank), each with half the width of its
    95 % interval (``rank_confidence``, ``list_confidence``). Shares overlap and may add up to more than 1;
    where nothing moves, all are 0. ``samples`` is raised to a power of two, and samples · (factors + 2)
    draws are calculated. Seeded by ``method.seed``. Raises :class:`Refused` where no unit is ranked, or
    where stopped.
    """
    drawn = DrawnGaps(ranked_units(questionnaire, frame, edition), method.geometric_floor / 100)
    of = np.array(groups(questionnaire))
    factors = [name for name in FACTORS if name in of]
    if funding is None:
        factors = [name for name in factors if name not in OF_THE_LIST]
    used = np.isin(of, factors)
    problem = {
        "num_vars": int(used.sum()),
        "names": [str(number) for number in range(used.sum())],
        "groups": of[used].tolist(),
        "bounds": [[0.0, 1.0]] * int(used.sum()),
    }
    size = 2 ** math.ceil(math.log2(max(LEAST_SAMPLES, samples)))
    sampled = sobol_sample.sample(problem, size, calc_second_order=False, seed=method.seed)
    random = np.full((len(sampled), len(of)), 0.5)
    random[:, used] = sampled
    draws = draws_of(questionnaire, method, random, factors)
    shifts = shifts_of(
        questionnaire, method, drawn, draws, funding=funding, progress=progress, stopped=stopped
    )
    named = list(dict.fromkeys(problem["groups"]))
    table = pd.DataFrame(index=pd.Index(named, name="factor"))
    for column, moved in (("rank", shifts.mean), ("list", shifts.list_change)):
        table[column], table[f"{column}_confidence"] = indices(problem, moved, method.seed)
    return table.sort_values(["rank", "list"], ascending=False, kind="stable")


def indices(problem: dict[str, object], moved: Floats, seed: int) -> tuple[Floats, Floats]:
    """Total-order indices and half their intervals, by group; 0 where nothing moves, NaN where unknown."""
    number = len(dict.fromkeys(problem["groups"]))  # type: ignore[call-overload]
    if np.isnan(moved).any() or np.ptp(moved) == 0:
        nothing = np.full(number, np.nan if np.isnan(moved).any() else 0.0)
        return nothing, nothing
    found = sobol_analysis.analyze(problem, moved, calc_second_order=False, seed=seed)
    return np.asarray(found["ST"]), np.asarray(found["ST_conf"])
