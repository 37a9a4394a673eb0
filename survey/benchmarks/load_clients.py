"""Officers reduced to what saving needs: one connection each, a save kept until it is answered."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

HOST = "127.0.0.1"
SECONDS_TO_ANSWER = 120


@dataclass
class Client:
    """One officer's device. ``saved`` is what was acknowledged last, ``revision`` the one that it made."""

    port: int
    commune: str
    account: int
    cookie: str
    token: str
    version: str
    revision: int = 0
    saved: dict[str, str] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None

    async def save(self, values: Mapping[str, str], *, repeated: bool = False) -> None:
        """Save these values; where ``repeated``, send the same once more, as after a lost answer."""
        sent = {
            "account": self.account,
            "commune": self.commune,
            "round": 1,
            "version": self.version,
            "base": self.revision,
            "known": self.revision,
            "key": secrets.token_hex(16),
            "changes": {name: [value, "", "", ""] for name, value in values.items()},
        }
        began = time.perf_counter()
        status, answer = await self.ask("POST", "/survey/sync", json.dumps(sent).encode())
        self.seconds.append(time.perf_counter() - began)
        wrong = answer.get("refused") or answer.get("conflicts")
        if status != 200 or wrong:
            self.failures.append(f"{status}: {str(wrong or answer)[:300]}")
            return
        self.revision = answer["revision"]
        self.saved.update(values)
        if repeated:
            again = await self.ask("POST", "/survey/sync", json.dumps(sent).encode())
            if again[0] != 200 or again[1]["revision"] != self.revision:
                self.failures.append(f"repeated: {again[0]}")

    async def read(self, path: str) -> None:
        """Open a page."""
        status, _ = await self.ask("GET", path, b"")
        if status != 200:
            self.failures.append(f"{path}: {status}")

    async def ask(
        self, method: str, path: str, body: bytes, kind: str = "application/json"
    ) -> tuple[int, dict[str, Any]]:
        """One request on the connection that is kept."""
        if self.writer is None or self.writer.is_closing():
            self.reader, self.writer = await asyncio.open_connection(HOST, self.port)
        assert self.reader is not None
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {HOST}\r\nCookie: session={self.cookie}\r\n"
            f"X-CSRFToken: {self.token}\r\nContent-Type: {kind}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self.writer.write(head.encode() + body)
        async with asyncio.timeout(SECONDS_TO_ANSWER):
            return await self.answer(self.reader)

    async def hang_up(self) -> None:
        """Close the connection; the next request opens another."""
        if self.writer is not None:
            self.writer.close()
            with contextlib.suppress(OSError):
                await self.writer.wait_closed()
        self.reader = self.writer = None

    async def answer(self, reader: asyncio.StreamReader) -> tuple[int, dict[str, Any]]:
        """The status and, where it is JSON, what was answered."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        status = int(head.split(" ", 2)[1])
        lines = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
        content = await reader.readexactly(int(lines.get("content-length", 0)))
        if lines.get("connection") == "close" and self.writer is not None:
            self.writer.close()
        is_json = lines.get("content-type", "").startswith("application/json")
        return status, json.loads(content) if is_json else {}


async def all_at_once(clients: list[Client], saves: int) -> float:
    """Every client saves so many times, one after another, all of them together; how long it takes."""
    began = time.perf_counter()
    await asyncio.gather(*(one_after_another(client, saves) for client in clients))
    return time.perf_counter() - began


async def one_after_another(client: Client, saves: int) -> None:
    """Each save once the one before is answered; every tenth is sent twice."""
    for number in range(saves):
        await client.save(section(number), repeated=number % 10 == 9)
    await client.hang_up()


async def at_a_rate(clients: list[Client], per_second: float, seconds: float) -> None:
    """Saves begin at this rate whatever the answers take, each with two pages read before it."""
    going = []
    for number in range(int(per_second * seconds)):
        client = clients[number % len(clients)]
        going.append(asyncio.create_task(visit(client, number)))
        await asyncio.sleep(1 / per_second)
    await asyncio.gather(*going)
    for client in clients:
        await client.hang_up()


async def visit(client: Client, number: int) -> None:
    """An officer opens the contents and a section, then saves it."""
    await client.read("/survey")
    await client.read("/survey/section/infra")
    await client.save(section(number), repeated=number % 10 == 9)


def section(number: int) -> dict[str, str]:
    """Six answers of one section, other ones each time."""
    return {
        "infra_pc_working": str(20 + number % 50),
        "infra_pc_qualified": str(1 + number % 20),
        "infra_counters": str(1 + number % 9),
        "infra_scanners": str(number % 7),
        "infra_oss_kit": str(number % 7),
        "infra_outage_h": str(number % 12),
    }
