"""A file sent as a device sends it: whole in one piece, with a key of its own."""

from __future__ import annotations

import hashlib
import json
import secrets

from survey.benchmarks.load_clients import Client

BYTES = 40_000
# Twenty files a question is all that a commune may ever send: these take turns.
QUESTIONS = (
    "infra_lan",
    "infra_pc_working",
    "infra_security_pct",
    "conn_tslcd",
    "conn_backup",
    "skill_cert",
    "svc_online",
    "dig_store",
)
BOUNDARY = "a-piece-of-a-file"


async def send_file(client: Client, number: int) -> None:
    """Send a file that nobody has sent before. What is refused is a failure."""
    content = b"%PDF-1.4\n" + secrets.token_bytes(BYTES) + b"\n%%EOF\n"
    said = {
        "account": client.account,
        "round": 1,
        "key": secrets.token_hex(16),
        "name": f"{number}.pdf",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "at": 0,
    }
    path = f"/survey/sync/evidence/{QUESTIONS[number % len(QUESTIONS)]}"
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    status, answer = await client.ask("POST", path, multipart(said, content), kind)
    # A question that has all the files it may have says so; that is an answer like another.
    if status not in (200, 422):
        client.failures.append(f"{path}: {status} {answer}")


def multipart(said: dict[str, object], content: bytes) -> bytes:
    """The two parts of the post: what is said of the piece, and the piece."""
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"\r\n\r\n{json.dumps(said)}\r\n'
    )
    piece = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="piece"; filename="piece"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    return head.encode() + piece.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
