"""Units of the small index as hypothesis makes them up: answered, unknown, not applicable or silent."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.reports.small_frames import NA, UNKNOWN, given

PERCENT = st.one_of(st.none(), st.just(UNKNOWN), st.just(NA), st.floats(0, 100))
UNITS = st.builds(
    given,
    a=PERCENT,
    b=PERCENT,
    c=PERCENT,
    d=st.sampled_from([None, UNKNOWN, NA, "low", "high"]),
    e=st.sampled_from([None, UNKNOWN, NA, True, False]),
)
