"""A small mail server on loopback, that keeps what it was sent."""

from __future__ import annotations

import socketserver
import threading
from email import message_from_bytes
from email.message import Message
from email.policy import default


class Handler(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs to hand one letter over."""

    server: LetterBox

    def handle(self) -> None:
        self.say("220 box")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"QUIT":
                return self.say("221 bye")
            if word == b"DATA":
                self.take_letter()
            else:
                self.say("550 no" if self.server.refuses and word == b"MAIL" else "250 ok")
        return None

    def take_letter(self) -> None:
        self.say("354 go on")
        lines = iter(self.rfile.readline, b".\r\n")
        letter = message_from_bytes(b"".join(lines), policy=default)
        self.say("250 taken")
        self.server.letters.append(letter)
        self.server.came.set()

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class LetterBox(socketserver.ThreadingTCPServer):
    """Listens on a free port while in its ``with`` block."""

    daemon_threads = True

    def __init__(self, *, refuses: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.letters: list[Message] = []
        self.came = threading.Event()
        self.refuses = refuses
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()
