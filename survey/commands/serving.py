"""``serve``: the survey for real use."""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

import click

from forms.sentence import Refused, Sentence
from survey.app import create_app
from survey.commands.database import INSTANCE
from survey.commands.refusals import tells_refusals
from survey.founding import ADMINISTRATOR, found
from survey.operating.listening import server_for
from survey.settings import Settings, read_settings
from survey.signing_in.passwords import one_time_password
from survey.store.database import engine_for

CANNOT_LISTEN = Sentence(
    "Không mở được địa chỉ {host}, cổng {port} ({why}). Hãy chọn cổng khác bằng --port.",
    "Cannot listen at {host}, port {port} ({why}). Choose another with --port.",
)
host_option = click.option("--host", default=None, help="Address to listen on (127.0.0.1).")
port_option = click.option(
    "--port", type=click.IntRange(1, 65535), default=None, help="Port (8000)."
)


@click.command(epilog="Example: DATABASE_URL=postgresql://… python3 run.py serve --port 8080")
@host_option
@port_option
@tells_refusals
def serve(host: str | None, port: int | None) -> None:
    """Serve the survey for real use, at 127.0.0.1:8000 unless told.

    On first start an empty database is created with the register, the questionnaire and one
    administrator, whose one-time password is printed once. DATABASE_URL, SECRET_KEY, HOST, PORT,
    HTTPS and TRUSTED_HOSTS come from the environment.
    """
    settings = settings_for(INSTANCE, host, port)
    password = one_time_password(secrets.randbelow)
    engine = engine_for(settings.database_url)
    click.get_current_context().call_on_close(engine.dispose)
    if found(engine, password=password, at=datetime.now(UTC)):
        click.echo("Tài khoản quản trị đầu tiên / First administrator")
        click.echo(f"  Tên đăng nhập / Sign-in: {ADMINISTRATOR}")
        click.echo(f"  Mật khẩu dùng một lần / One-time password: {password}")
        click.echo("  Chỉ hiện một lần này. / Shown only this once.")
    listen(settings)


def settings_for(instance: Path, host: str | None, port: int | None) -> Settings:
    """The environment's settings, with the command line's host and port where given."""
    asked = {"HOST": host, "PORT": str(port) if port else None}
    given = {key: value for key, value in asked.items() if value}
    return read_settings({**os.environ, **given}, instance)


def listen(settings: Settings) -> None:
    """Serve until interrupted; refused where the address can't be used."""
    app = create_app(settings)
    click.get_current_context().call_on_close(app.config["ENGINE"].dispose)
    try:
        server = server_for(
            app, settings.host, settings.port, behind_proxies=bool(settings.trusted_proxies)
        )
    except (OSError, ValueError) as error:
        raise Refused(
            CANNOT_LISTEN.filled(host=settings.host, port=settings.port, why=error)
        ) from error
    click.echo(f"→ http://{settings.host}:{settings.port}/  (Ctrl+C: dừng / stop)")
    server.run()
