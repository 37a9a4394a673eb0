"""Cronbach's alpha: how far questions of one section measure one thing.

α = k/(k − 1) · (1 − Σ var(xᵢ) / var(Σ xᵢ)), with k questions (Cronbach, Psychometrika 16, 1951,
297–334). Variances come from covariances over the units that answered both of two questions. A question
that does not vary is left out, as statistical programs do: it can't go with or against the others.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reports.authoring.associations import NO_VARIANCE

Floats = NDArray[np.float64]


def alpha(covariance: Floats) -> float:
    """Alpha, at most 1, of k × k covariances; NaN below two varying questions or where unknown."""
    varying = np.diag(covariance) > NO_VARIANCE
    return alpha_of(covariance[np.ix_(varying, varying)])


def alpha_of(covariance: Floats) -> float:
    """Alpha of questions that all vary."""
    size, total = len(covariance), covariance.sum()
    if size < 2 or np.isnan(total) or total <= 0:
        return np.nan
    return float(size / (size - 1) * (1 - np.trace(covariance) / total))


def alpha_without(covariance: Floats) -> Floats:
    """Alpha of the others, for each of the k questions."""
    others = [
        np.delete(np.arange(len(covariance)), left_out) for left_out in range(len(covariance))
    ]
    return np.array([alpha(covariance[np.ix_(each, each)]) for each in others])
