"""Offices at work, each test over a database of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.survey.founded import app_over, found_in
from tests.survey.web.offices import Offices


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[Offices]:
    engine = found_in(tmp_path)
    yield Offices(app_over(engine))
    engine.dispose()
