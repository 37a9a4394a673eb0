"""What an identity provider's word is good for here: whose account it opens, and what is noted of it."""

from __future__ import annotations

import string
from datetime import timedelta

from flask import g
from sqlalchemy import Connection

from survey.accounts import Account
from survey.signing_in.provider import Provider
from survey.store import accounts, emails, journal, paces
from survey.store.paces import Pace
from survey.viet_nam_time import day_of
from survey.web.state import register
from survey.web.throttling import digest

# Somebody whom the provider knows and we do not could come back all day: that is noted three times an hour at most.
NOTED = Pace(every=timedelta(minutes=20), at_once=3)
SMALL = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def account_named(conn: Connection, name: str, provider: Provider) -> Account | None:
    """The account that the provider means, where it may open it and the account may sign in today; else None.

    Letter by letter, but for capitals from A to Z. Names typed by their owners are taken more kindly; here the
    provider may know two people as “gross” and “groß”, whom a comparison for people would make one.
    """
    if provider.claim == "email":
        found = [each for each, at in emails.accounts_at(conn, name) if alike(at, name)]
    else:
        known = accounts.account_by_sign_in(conn, name)
        found = [known] if known is not None and alike(known.sign_in, name) else []
    # An address that several accounts share says which office it is, not who.
    account = found[0] if len(found) == 1 else None
    opens = account is not None and account.lasts(day_of(g.now)) and may_open(provider, account)
    return account if opens else None


def may_open(provider: Provider, account: Account) -> bool:
    """Whether the account is of a role and of a province that the settings leave to the provider."""
    if provider.roles and account.role.value not in provider.roles:
        return False
    commune = register().communes.get(account.commune_code or "")
    of = account.province_code if commune is None else commune.province_code
    return not provider.provinces or of in provider.provinces


def alike(mine: str, theirs: str) -> bool:
    """Whether two names are the same to a provider that tells all letters but A and a apart."""
    return mine.translate(SMALL) == theirs.translate(SMALL)


def enter_refusal(conn: Connection, name: str, provider: Provider) -> None:
    """Note that the provider vouched for somebody who may not sign in; an unknown name may be private, and is not kept."""
    key = digest(f"provider {provider.claim} {name}")
    if paces.wait(conn, key, NOTED, g.now) > paces.NOW:
        return
    paces.take(conn, key, NOTED, g.now)
    known = None if provider.claim == "email" else accounts.account_by_sign_in(conn, name)
    subject = known.sign_in if known is not None and alike(known.sign_in, name) else "unknown"
    journal.enter(conn, g.now, "system", "sign-in refused", subject, {"how": "identity provider"})
