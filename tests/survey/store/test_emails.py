"""Official addresses, and whose they are."""

from __future__ import annotations

from sqlalchemy import Engine

from survey.accounts import Role
from survey.store import accounts, emails
from survey.store.database import writing
from tests.builders import MONDAY


def test_an_address_is_found_whatever_its_capitals_and_may_be_of_several(engine: Engine) -> None:
    with writing(engine) as conn:
        for name in ("an", "binh", "chi"):
            accounts.add_account(
                conn,
                sign_in=name,
                name=name,
                role=Role.ANALYST,
                password_hash="hash",
                must_change_password=False,
                at=MONDAY,
            )
        given = {"an": "Van.Phong@xa.gov.vn", "binh": "van.phong@xa.gov.vn", "chi": "chi_@x.vn"}
        emails.add_emails(conn, given)
        found = emails.accounts_at(conn, "VAN.phong@xa.gov.vn")
        assert {each.sign_in: at for each, at in found} == {n: given[n] for n in ("an", "binh")}
        assert emails.accounts_at(conn, "chi%@x.vn") == ()
        assert emails.accounts_at(conn, "\0\ud800") == ()
