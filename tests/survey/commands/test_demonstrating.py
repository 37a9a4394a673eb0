"""``demo``: what an earlier version made is brought up to date and kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from survey.commands import demonstrating
from survey.store.database import engine_for, reading, writing
from survey.store.upgrading import at_head
from tests.survey.commands.running import run
from tests.survey.store.test_migrations import upgrade_to


def test_a_demonstration_of_an_earlier_version_opens_with_what_was_done_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "demo.db"
    monkeypatch.setattr(demonstrating, "DATABASE", place)
    engine = engine_for(f"sqlite:///{place}")
    upgrade_to(engine, "0018")
    with writing(engine) as conn:
        conn.execute(text("INSERT INTO questionnaires VALUES ('a', 'kept')"))
    result = run("demo", "--prepare-only")
    assert result.exit_code == 0, result.output
    assert "canbo" in result.output
    with reading(engine) as conn:
        assert at_head(conn)
        assert conn.execute(text("SELECT text FROM questionnaires")).scalar() == "kept"
    engine.dispose()
