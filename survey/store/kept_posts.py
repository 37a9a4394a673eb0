"""What somebody was typing when the session ended, kept while they sign in by an identity provider.

Whoever keeps something is not signed in: it is little, for a short while, and all of it together is bounded.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select

from survey.store.sign_in_tables import kept_posts
from survey.store.texts import storable

LONGEST = 64 * 1024
MOST = 2000


def keep(conn: Connection, token_sha256: str, text: str, at: datetime, until: datetime) -> bool:
    """Keep the text until then; False where it is too long, or too much is kept already."""
    conn.execute(kept_posts.delete().where(kept_posts.c.expires_at <= at))
    kept = conn.execute(select(func.count()).select_from(kept_posts)).scalar_one()
    if len(text) > LONGEST or kept >= MOST:
        return False
    values = {"token_sha256": token_sha256, "text": storable(text), "expires_at": until}
    conn.execute(kept_posts.insert().values(**values))
    return True


def take(conn: Connection, token_sha256: str, at: datetime) -> str:
    """What was kept, which is then kept no longer; empty where there is nothing, or not any more."""
    mine = kept_posts.c.token_sha256 == token_sha256
    columns = (kept_posts.c.text, kept_posts.c.expires_at)
    found = conn.execute(select(*columns).where(mine)).first()
    conn.execute(kept_posts.delete().where(mine))
    return "" if found is None or found.expires_at <= at else str(found.text)
