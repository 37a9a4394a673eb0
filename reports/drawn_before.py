"""An edition calculated again, with what its draws gave as its rows keep it: nothing is drawn twice."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reports.edition_inputs import Inputs
from reports.frozen_edition import FrozenEdition, freeze
from reports.robustness import Robustness


def with_kept_draws(inputs: Inputs, kept: pd.DataFrame) -> FrozenEdition:
    """The edition of these inputs; ``kept`` are its stored figures, by code.

    Whoever passes them has made sure that they are as they were stored. An edition that was never drawn
    stays without method intervals.
    """
    frozen = freeze(inputs, draws=False)
    if "rank_low" not in kept:
        return frozen
    codes, method = frozen.frame.codes, inputs.scenario.method
    columns = () if frozen.selection is None else frozen.selection.packages.columns
    chances = [figures(kept, f"chance_{name}", codes) for name in columns]
    nothing = np.full(len(codes), np.nan)
    drawn = Robustness(
        codes,
        frozen.edition.priority.rank,
        figures(kept, "rank_low", codes),
        nothing,
        figures(kept, "rank_high", codes),
        None,
        (None,) * len(codes),
        method.draws,
        method.draws,
        exact=True,
        packages=np.array(chances).T if chances else None,
    )
    return replace(frozen, certainty=drawn)


def figures(kept: pd.DataFrame, name: str, codes: tuple[str, ...]) -> NDArray[np.float64]:
    """One column in the order of the units; NaN where there is no figure."""
    return kept[name].reindex(list(codes)).to_numpy(dtype=np.float64)
