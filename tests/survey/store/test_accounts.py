"""Accounts, their passwords, and names locked after wrong passwords."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, NoResultFound

from forms.sentence import Refused
from survey.accounts import Account, Role
from survey.rounds import Round
from survey.store import accounts
from survey.store.database import reading, writing
from tests.builders import BA_DINH, MONDAY

MINUTE = timedelta(minutes=1)


def add(conn: Connection, sign_in: str, role: Role = Role.ANALYST, **more: str) -> Account:
    wanted = {"name": "Nguyễn Thị Lan", "password_hash": "hash", **more}
    return accounts.add_account(
        conn, sign_in=sign_in, role=role, must_change_password=True, at=MONDAY, **wanted
    )


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.OFFICER, {"commune_code": BA_DINH}),
        (Role.REVIEWER, {"province_code": "01"}),
        (Role.ANALYST, {}),
        (Role.ADMINISTRATOR, {}),
    ],
)
def test_an_account_of_each_role_comes_back_as_it_was_added(
    engine: Engine, first_round: Round, role: Role, place: dict[str, str]
) -> None:
    with writing(engine) as conn:
        made = add(conn, "lan.nt", role, **place)
    with reading(engine) as conn:
        assert accounts.account_by_id(conn, made.id) == made
        assert accounts.password_hash_of(conn, made.id) == "hash"
    place = {"commune_code": None, "province_code": None, **place}
    assert made == Account(
        made.id, "lan.nt", "Nguyễn Thị Lan", role, must_change_password=True, **place
    )


@pytest.mark.parametrize("typed", ["Lan.ĐT", " LAN.đt ", unicodedata.normalize("NFD", "lan.ĐT")])
def test_a_sign_in_name_is_the_same_however_it_is_typed(engine: Engine, typed: str) -> None:
    with writing(engine) as conn:
        made = add(conn, "lan.đt")
        assert accounts.account_by_sign_in(conn, typed) == made
        with pytest.raises(Refused, match="already taken"):
            add(conn, typed)
        assert accounts.all_accounts(conn) == (made,)


def test_the_database_itself_keeps_sign_in_names_unique(engine: Engine) -> None:
    with writing(engine) as conn:
        add(conn, "lan")
        add(conn, "mai")
    same = text("UPDATE accounts SET sign_in_folded = 'lan'")
    with pytest.raises(DBAPIError, match=r"(?i)unique"), writing(engine) as conn:
        conn.execute(same)


def test_an_account_needs_a_sign_in_name(engine: Engine) -> None:
    with pytest.raises(Refused, match="missing"), writing(engine) as conn:
        add(conn, "  ")


@pytest.mark.parametrize(
    ("role", "place"),
    [(Role.OFFICER, {}), (Role.ANALYST, {"commune_code": BA_DINH}), (Role.REVIEWER, {})],
)
def test_the_database_refuses_a_role_without_its_place(
    engine: Engine, first_round: Round, role: Role, place: dict[str, str]
) -> None:
    with pytest.raises(DBAPIError, match="ck_accounts"), writing(engine) as conn:
        add(conn, "lan", role, **place)


def test_an_unknown_account_is_none_and_has_no_password(engine: Engine) -> None:
    with reading(engine) as conn:
        assert accounts.account_by_id(conn, 1) is None
        assert accounts.account_by_sign_in(conn, "nobody") is None
        with pytest.raises(NoResultFound):
            accounts.password_hash_of(conn, 1)


def test_a_new_password_replaces_the_old_one(engine: Engine) -> None:
    with writing(engine) as conn:
        made = add(conn, "lan")
        accounts.set_password(conn, made.id, "new", False, MONDAY)
        assert accounts.password_hash_of(conn, made.id) == "new"
        changed = accounts.account_by_id(conn, made.id)
    assert changed is not None
    assert not changed.must_change_password


def test_an_account_can_be_kept_out_and_let_in_again(engine: Engine) -> None:
    with writing(engine) as conn:
        made = add(conn, "lan")
        for active in (False, True):
            accounts.set_active(conn, made.id, active, MONDAY)
            found = accounts.account_by_id(conn, made.id)
            assert found is not None
            assert found.active is active


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", {"bình", "LAN", "đạt"}),
        ("dat", {"đạt"}),
        ("nguyen lan", {"LAN"}),
        ("ĐẠT", {"đạt"}),
        ("%", set()),
        ("_", set()),
        ("nobody", set()),
    ],
)
def test_accounts_are_found_by_words_without_marks(
    engine: Engine, search: str, found: set[str]
) -> None:
    with writing(engine) as conn:
        add(conn, "đạt", name="Đỗ Đạt")
        add(conn, "LAN", name="Nguyễn Lan")
        add(conn, "bình", name="Trần Bình")
        assert {each.sign_in for each in accounts.all_accounts(conn, search)} == found


def test_accounts_come_page_by_page(engine: Engine) -> None:
    with writing(engine) as conn:
        for number in range(5):
            add(conn, f"a{number}")
        pages = [accounts.all_accounts(conn, "", 2, first) for first in (0, 2, 4, 6)]
    assert [[each.sign_in for each in page] for page in pages] == [
        ["a0", "a1"],
        ["a2", "a3"],
        ["a4"],
        [],
    ]


def test_four_wrong_passwords_cost_nothing_and_more_lock_ever_longer(engine: Engine) -> None:
    with writing(engine) as conn:
        minutes = []
        for _ in range(10):
            accounts.record_sign_in_failure(conn, "lan", MONDAY)
            until = accounts.locked_until(conn, "lan", MONDAY)
            minutes.append(0 if until is None else (until - MONDAY) / MINUTE)
    assert minutes == [0, 0, 0, 0, 1, 2, 4, 8, 15, 15]


def test_a_lock_ends_by_itself(engine: Engine) -> None:
    with writing(engine) as conn:
        for _ in range(5):
            accounts.record_sign_in_failure(conn, "lan", MONDAY)
        assert accounts.locked_until(conn, "lan", MONDAY + 0.9 * MINUTE) == MONDAY + MINUTE
        assert accounts.locked_until(conn, "lan", MONDAY + MINUTE) is None


def test_a_name_is_locked_however_it_is_typed_and_no_other_is(engine: Engine) -> None:
    with writing(engine) as conn:
        for typed in ("lan", "LAN", " lan", "Lan", "lan "):
            accounts.record_sign_in_failure(conn, typed, MONDAY)
        assert accounts.locked_until(conn, "lAn", MONDAY) is not None
        assert accounts.locked_until(conn, "mai", MONDAY) is None


@pytest.mark.parametrize("by_id", [True, False])
def test_a_right_password_or_an_administrator_clears_the_count(engine: Engine, by_id: bool) -> None:
    with writing(engine) as conn:
        made = add(conn, "lan")
        for _ in range(6):
            accounts.record_sign_in_failure(conn, "Lan", MONDAY)
        accounts.clear_failures(conn, made.id if by_id else "lan")
        assert accounts.locked_until(conn, "lan", MONDAY) is None
        accounts.record_sign_in_failure(conn, "lan", MONDAY)
        assert accounts.locked_until(conn, "lan", MONDAY) is None
        accounts.clear_failures(conn, 999)


def test_failures_are_forgotten_after_a_day_and_what_was_typed_is_not_kept(
    engine: Engine,
) -> None:
    count = text("SELECT count(*) FROM sign_in_failures")
    with writing(engine) as conn:
        accounts.record_sign_in_failure(conn, "my-password-in-the-wrong-field", MONDAY)
        kept = conn.execute(text("SELECT sign_in_sha256 FROM sign_in_failures")).scalar_one()
        accounts.record_sign_in_failure(conn, "lan", MONDAY + timedelta(hours=25))
        assert conn.execute(count).scalar_one() == 1
    assert "password" not in kept


def test_letters_that_no_database_takes_find_nobody(engine: Engine) -> None:
    strange = "lan\0\ud800"
    with writing(engine) as conn:
        assert accounts.account_by_sign_in(conn, strange) is None
        accounts.record_sign_in_failure(conn, strange, MONDAY)
        assert accounts.locked_until(conn, strange, MONDAY) is None
        assert accounts.all_accounts(conn, strange) == ()
        made = add(conn, strange, name="Lan\0")
    assert (made.sign_in, made.name) == ("lan", "Lan")
