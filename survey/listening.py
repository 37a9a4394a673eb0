"""How waitress listens: many slow connections at once, few threads that work."""

from __future__ import annotations

import select
from typing import TypedDict

# Where the system can wait for more than some hundred connections at once; Windows can't.
MANY = hasattr(select, "poll")


class Listening(TypedDict):
    """Waitress's own options."""

    threads: int
    connection_limit: int
    asyncore_use_poll: bool
    channel_timeout: int
    backlog: int


# Browsers keep a connection for later, so connections count officers rather than requests; at
# waitress's own limit of 100 the next office would wait until somebody else's browser lets go.
OPTIONS = Listening(
    threads=8,
    connection_limit=900 if MANY else 400,
    asyncore_use_poll=MANY,
    channel_timeout=30,
    backlog=1024,
)
