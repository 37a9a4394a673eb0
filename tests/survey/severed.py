"""A line that is cut where it is told to be: a relay on loopback in front of a server."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

# How many bytes of the request and of the answer pass before the line is cut; None: all of them.
Cut = tuple[int | None, int | None]


@dataclass
class SeveredLine:
    """Listens on a free port and passes bytes on, as far as ``next_cut`` allows each connection.

    ``on_sent`` is called when a whole request has reached the server and no answer has left it.
    """

    target: int
    next_cut: Callable[[], Cut]
    on_sent: Callable[[], None] = lambda: None

    def __post_init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.cuts = 0
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        """Take connections until the listener is closed."""
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                threading.Thread(target=self.relay, args=(client,), daemon=True).start()

    def relay(self, client: socket.socket) -> None:
        """One connection: the request on, its answer back, each as far as it may go."""
        up, down = self.next_cut()
        with client, suppress(OSError):
            request = whole_request(client)
            with socket.create_connection(("127.0.0.1", self.target), timeout=10) as server:
                server.sendall(request if up is None else request[:up])
                if up is not None:
                    self.cuts += 1
                    return
                self.on_sent()
                answer = everything(server)
                client.sendall(answer if down is None else answer[:down])
                self.cuts += down is not None

    def close(self) -> None:
        """Take no more connections."""
        self.listener.close()


def whole_request(client: socket.socket) -> bytes:
    """The head and as much body as it announces."""
    client.settimeout(10)
    received = b""
    while b"\r\n\r\n" not in received:
        received += more(client)
    head, _, body = received.partition(b"\r\n\r\n")
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            while len(body) < int(line.split(b":")[1]):
                body += more(client)
    return head + b"\r\n\r\n" + body


def more(source: socket.socket) -> bytes:
    """The next bytes; OSError where the other side has gone."""
    received = source.recv(65536)
    if not received:
        raise ConnectionResetError
    return received


def everything(server: socket.socket) -> bytes:
    """All bytes until the server closes."""
    server.settimeout(10)
    received = b""
    while part := server.recv(65536):
        received += part
    return received
