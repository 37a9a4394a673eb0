"""What a large file took of the memory goes back to the system once it is sent."""

from __future__ import annotations

import pytest

from survey.web import heavy
from tests.survey.web.offices import Offices


def test_memory_is_given_back_after_a_large_file_and_not_after_every_page(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[bool] = []
    monkeypatch.setattr(heavy, "give_back", lambda: given.append(True))
    offices.officer.client.get("/survey").close()
    assert given == []
    with offices.officer.client.get("/survey/workbook.xlsx") as answer:
        assert answer.status_code == 200
        assert len(answer.data) > 10_000
    assert given == [True]
