"""Who tries too often waits: a sign-in name is locked for a while, an address is only slowed down.

Whole districts share one address at the carrier's, so an address is never shut out: after sixty wrong
passwords in a row its next try waits some seconds, and only wrong passwords count. The state is in the
database: all processes agree.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from ipaddress import ip_address

from flask import g, request
from sqlalchemy import Connection

from forms.sentence import Sentence
from survey.store import accounts, paces
from survey.store.paces import Pace
from survey.web.state import settings

FROM_ONE_ADDRESS = Pace(every=timedelta(seconds=10), at_once=60)
LOCKED = Sentence(
    "Tài khoản này tạm khóa vì nhập sai nhiều lần. Hãy thử lại sau {minutes} phút, hoặc nhờ người quản trị mở.",
    "This account is locked for a while after too many wrong passwords. Try again in {minutes} minutes, or ask your administrator to release it.",
)
SLOWED = Sentence(
    "Từ mạng này vừa có nhiều lần nhập sai. Tài khoản của anh/chị không bị khóa: hãy đợi {seconds} giây rồi thử lại.",
    "Many wrong passwords have just come from this network. Your account is not locked: wait {seconds} seconds and try again.",
)


def reason_to_wait(conn: Connection, sign_in: str) -> Sentence | None:
    """Why no password is tried now for this name from this address; None where it may be."""
    until = accounts.locked_until(conn, sign_in, g.now)
    if until is not None:
        minutes = max(1, -(-int((until - g.now).total_seconds()) // 60))
        return LOCKED.filled(minutes=minutes)
    wait = paces.wait(conn, address_key(), FROM_ONE_ADDRESS, g.now)
    if wait > paces.NOW:
        return SLOWED.filled(seconds=int(wait.total_seconds()) + 1)
    return None


def count_failure(conn: Connection, sign_in: str) -> None:
    """One more wrong password or code, for the name and for the address."""
    accounts.record_sign_in_failure(conn, sign_in, g.now)
    paces.take(conn, address_key(), FROM_ONE_ADDRESS, g.now)


def address_key() -> str:
    """A keyed digest of where the request comes from; of an IPv6 address its network (/64)."""
    return digest(f"address {network(request.remote_addr or '')}")


def network(address: str) -> str:
    """What counts as one address: whoever has one of IPv6 has 2^64 of them."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return str(known) if known.version == 4 else known.exploded[:19]


def digest(text: str) -> str:
    """HMAC-SHA256 (hex) under the server's secret."""
    return hmac.new(settings().secret_key.encode(), text.encode(), hashlib.sha256).hexdigest()
