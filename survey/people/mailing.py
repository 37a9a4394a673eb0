"""Letters by e-mail, where the operator named a server for them."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import SplitResult, unquote, urlsplit

SECONDS = 20
SCHEMES = ("smtp", "smtps")


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter of plain text."""

    to: str
    subject: str
    text: str


def is_mail_server(url: str) -> bool:
    """Whether the text is ``smtp://[name:password@]host[:port]`` or ``smtps://…``."""
    try:
        parts = urlsplit(url)
        return parts.scheme in SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def send(url: str, sender: str, letter: Letter) -> None:
    """Send it by this server. Raises OSError (smtplib's errors are) where it is not taken.

    ``smtps://`` speaks TLS from the start (port 465), ``smtp://`` (port 587) asks for it where the server
    offers it; a name and a password are never sent without it.
    """
    parts = urlsplit(url)
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, letter.to, letter.subject
    message.set_content(letter.text)
    with connected(parts) as server:
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


def connected(parts: SplitResult) -> smtplib.SMTP:
    """A connection, encrypted where it can be; refused where a password would go in clear."""
    host, secure = parts.hostname or "", ssl.create_default_context()
    if parts.scheme == "smtps":
        return smtplib.SMTP_SSL(host, parts.port or 465, timeout=SECONDS, context=secure)
    server = smtplib.SMTP(host, parts.port or 587, timeout=SECONDS)
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=secure)
        server.ehlo()
    elif parts.username:
        server.close()
        raise smtplib.SMTPNotSupportedError("no TLS: the password would be sent in clear")
    return server
