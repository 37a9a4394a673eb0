"""Units with all sorts of answers, for what is drawn and ranked thousands of times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from hypothesis import strategies as st

from forms.answers import Answers, read_answers
from forms.loading import load_questionnaire
from forms.questionnaire import Questionnaire
from reports.edition import Edition, calculate
from reports.frame import Frame, frame_of
from reports.method import Method
from reports.robustness import Robustness, robustness
from survey.communes import load_register
from survey.simulated.simulation import simulate
from tests.builders import SHIPPED
from tests.reports.small_frames import NA, UNKNOWN, a_frame, given, the_method, the_questionnaire

PERCENTS = st.sampled_from([0, 5, 20, 50, 50, 75, 99, 100])


@st.composite
def a_unit(draw: st.DrawFn) -> Answers:
    """Answers with gaps, silence and what does not apply, but enough to be ranked."""
    return given(
        a=draw(PERCENTS),
        b=draw(st.one_of(PERCENTS, st.sampled_from([NA, UNKNOWN, None]))),
        c=draw(PERCENTS),
        d=draw(st.sampled_from(["low", "high", None])),
        e=draw(st.booleans()),
        far=draw(st.integers(0, 120)),
        region=draw(st.sampled_from(["none", "hard", None])),
    )


SOME_UNITS = st.lists(a_unit(), min_size=2, max_size=12)


@dataclass(frozen=True)
class Case:
    """A questionnaire, a method and a frame, calculated."""

    questionnaire: Questionnaire
    method: Method
    frame: Frame

    @property
    def edition(self) -> Edition:
        """The whole calculation."""
        return calculate(self.questionnaire, self.method, self.frame)

    @property
    def parts(self) -> tuple[Questionnaire, Method, Frame, Edition]:
        """What the calculations take."""
        return self.questionnaire, self.method, self.frame, self.edition

    def under(self, **parameters: float) -> Case:
        """The same answers under other parameters."""
        return replace(self, method=replace(self.method, **parameters))

    def robust(self, **more: object) -> Robustness:
        """How sure its ranks are."""
        return robustness(*self.parts, **more)  # type: ignore[arg-type]


# Coverage of half a section suffices, so that a silent answer seldom takes the rank away.
EASY = {"section_coverage": 0.3, "children_published": 0.3}


def a_case(units: Sequence[Answers], evidence: str = "approved", draws: int = 100) -> Case:
    """These units of the small questionnaire, and few draws."""
    method = replace(the_method(), draws=draws, **EASY)
    return Case(the_questionnaire(), method, a_frame(*units, evidence=evidence))


def mixed_evidence(frame: Frame, seed: int = 1) -> Frame:
    """The same answers, each known in a way of its own."""
    rng = np.random.default_rng(seed)
    words = np.array(["claimed", "approved", "verified", "measured"])
    evidence = {name: words[rng.integers(0, 4, len(frame))] for name in frame.states}
    return replace(frame, evidence=evidence)


@cache
def simulated(number: int, draws: int = 200) -> Case:
    """The first simulated communes of the demonstration, approved."""
    questionnaire, register = load_questionnaire(SHIPPED), load_register()
    given_by_code: dict[str, Answers] = {}
    for each in simulate(register, 2026):
        if len(given_by_code) == number:
            break
        given_by_code[each.commune_code] = read_answers(questionnaire, each.raws)[0]
    columns = {code: register.columns(code) for code in given_by_code}
    frame = frame_of(questionnaire, given_by_code, columns)
    return Case(questionnaire, replace(the_method(), draws=draws), frame)
