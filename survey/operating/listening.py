"""How waitress listens: many slow connections at once, few threads that work."""

from __future__ import annotations

import logging
import select
from typing import Any, TypedDict

from flask import Flask
from waitress.server import create_server

from survey.operating.giving_back import share_heaps

# Where the system can wait for more than some hundred connections at once; Windows can't.
MANY = hasattr(select, "poll")
# An answer up to this size is sent by the loop over the connections, once it is whole. By its own choice waitress
# sends from the thread that works, and meanwhile its loop finds the connection ready again and again: with 500
# officers connected that took fifteen times as long.
WHOLE_BYTES = 64 * 1024


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


def server_for(app: Flask, host: str, port: int, *, behind_proxies: bool = False) -> Any:
    """Waitress for the application, listening from now on; ``run`` serves. OSError, ValueError: it can't."""
    # A line for each request that waits for a thread says nothing and costs the others time.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    share_heaps()
    server = create_server(
        app,
        host=host,
        port=port,
        ident=None,
        clear_untrusted_proxy_headers=not behind_proxies,
        **OPTIONS,
    )
    # Not among the options, where waitress warns that it may go one day; it would then make no difference here.
    server.adj.send_bytes = WHOLE_BYTES
    return server
