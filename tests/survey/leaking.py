"""A server that answers like the survey and forgets nothing: ``LEAK`` bytes of each request stay with it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from typing import Any

LEAK = int(os.environ.get("LEAK", "0"))
ANSWER = json.dumps({"revision": 1, "state": "ok"}).encode()
kept: list[bytearray] = []


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    # Written to, or the system would lend it no memory.
    kept.append(bytearray(b"x" * LEAK))
    head = [("Content-Type", "application/json"), ("Content-Length", str(len(ANSWER)))]
    start_response("200 OK", head)
    return [ANSWER]
