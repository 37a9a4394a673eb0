"""What was typed, kept while somebody signs in elsewhere: once, for a while, and not without end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from survey.store import kept_posts
from survey.store.database import writing
from tests.builders import MONDAY

LATER = MONDAY + timedelta(minutes=30)


def test_what_was_kept_is_given_back_once(engine: Engine) -> None:
    typed = '["/survey/section/infra", [["note", "Đường «truyền» 😀\\n"]]]'
    with writing(engine) as conn:
        assert kept_posts.keep(conn, "a" * 64, typed, MONDAY, LATER)
        assert kept_posts.take(conn, "b" * 64, MONDAY) == ""
        assert kept_posts.take(conn, "a" * 64, MONDAY) == typed
        assert kept_posts.take(conn, "a" * 64, MONDAY) == ""


def test_what_is_kept_too_long_is_gone(engine: Engine) -> None:
    with writing(engine) as conn:
        for name in "ab":
            kept_posts.keep(conn, name * 64, "x", MONDAY, LATER)
        assert kept_posts.take(conn, "a" * 64, LATER) == ""
        kept_posts.keep(conn, "c" * 64, "y", LATER, LATER + timedelta(minutes=30))
        assert conn.execute(text("SELECT text FROM kept_posts")).scalars().all() == ["y"]


def test_strangers_cannot_fill_the_database(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_posts, "MOST", 2)
    with writing(engine) as conn:
        assert not kept_posts.keep(conn, "z" * 64, "x" * (kept_posts.LONGEST + 1), MONDAY, LATER)
        assert [kept_posts.keep(conn, n * 64, "x", MONDAY, LATER) for n in "abc"] == [
            True,
            True,
            False,
        ]
        assert kept_posts.keep(conn, "c" * 64, "x", LATER, LATER)


def test_halves_of_letters_and_nothing_at_all_are_no_failure(engine: Engine) -> None:
    with writing(engine) as conn:
        assert kept_posts.keep(conn, "a" * 64, "a\0\ud800b", MONDAY, LATER)
        assert kept_posts.take(conn, "a" * 64, MONDAY) == "ab"
