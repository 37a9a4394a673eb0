"""Who a budget funds in every draw, by the same selection as the funded list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from forms.questionnaire import Questionnaire
from forms.sentence import Refused
from reports.certainty.drawn_packages import DrawnPackages
from reports.edition import Edition
from reports.frame import Frame
from reports.funding.packages import Packages
from reports.method import Method
from reports.selection import select

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]


def funding_of(
    questionnaire: Questionnaire,
    method: Method,
    frame: Frame,
    edition: Edition,
    *,
    packages: Packages,
    budget: float,
    floors: Mapping[str, float] | None = None,
) -> DrawnPackages:
    """What ``robustness``, ``sobol`` and ``one_at_a_time`` take as their ``funding``.

    ``packages``, ``budget`` (VND) and ``floors`` as ``select`` takes them. Raises :class:`Refused` where
    ``select`` refuses them as they are. Where costs move so that floors can't be kept together within the
    budget, nobody is funded in that draw.
    """
    remote = edition.remoteness.remote
    select(packages, budget, remote, None, method, floors=floors)

    def choose(cost: Floats, benefit: Floats) -> Truths:
        priced = replace(packages, cost=cost, benefit=benefit)
        try:
            return select(priced, budget, remote, None, method, floors=floors).chosen
        except Refused:
            return np.zeros(cost.shape, dtype=np.bool_)

    return DrawnPackages(
        questionnaire, method, frame, edition, population=packages.population, choose=choose
    )
