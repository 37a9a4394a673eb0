"""The demonstration's ways in: an account of each role, all with one printed password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from survey.accounts import Role
from survey.communes import Commune, Register
from survey.signing_in.passwords import hash_password
from survey.store import accounts


@dataclass(frozen=True, slots=True)
class SignIn:
    """One way into the demonstration."""

    sign_in: str
    name: str
    role: Role
    commune_code: str | None = None
    province_code: str | None = None


def sign_ins(register: Register, commune: Commune) -> tuple[SignIn, ...]:
    """One of each role; the officer is of ``commune``, the reviewer of its province."""
    province = register.provinces[commune.province_code]
    return (
        SignIn("canbo", f"Cán bộ {commune.name}", Role.OFFICER, commune_code=commune.code),
        SignIn("tinh", f"Thẩm định {province.name}", Role.REVIEWER, province_code=province.code),
        SignIn("bo", "Chuyên viên Bộ", Role.ANALYST),
        SignIn("quantri", "Quản trị hệ thống", Role.ADMINISTRATOR),
    )


def add_accounts(
    connection: Connection, register: Register, commune_code: str, password: str, at: datetime
) -> int:
    """Add them, the officer to this commune, all with this password; the number of the officer's account."""
    hashed = hash_password(password)
    made = [
        accounts.add_account(
            connection,
            sign_in=each.sign_in,
            name=each.name,
            role=each.role,
            commune_code=each.commune_code,
            province_code=each.province_code,
            password_hash=hashed,
            must_change_password=False,
            at=at,
        )
        for each in sign_ins(register, register.communes[commune_code])
    ]
    return next(each.id for each in made if each.role is Role.OFFICER)
