"""The application: settings in, a Flask app out."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask, current_app, g
from flask_compress import Compress
from flask_wtf import CSRFProtect

from survey.settings import Settings
from survey.signing_in.provider import signing_in_by
from survey.store.database import engine_for
from survey.web import (
    access,
    administering,
    approving,
    arriving_files,
    attaching,
    awaiting,
    changing,
    commune_sheets,
    deadlines,
    deciding,
    discussing,
    edition_orders,
    edition_pages,
    extending,
    failures,
    field_forms,
    filling,
    forgotten,
    handing_over,
    hardening,
    heavy,
    language,
    map_pages,
    measuring,
    observing,
    own_account,
    own_sessions,
    printing,
    provider,
    province_edition,
    province_workbooks,
    questions,
    reassigning,
    reminding,
    rendering,
    reporting_holes,
    reviewing,
    saved_scenarios,
    scenario_pages,
    scripts,
    second_factor,
    signing_in,
    signing_off,
    start,
    state,
    taken_out,
    taking_away,
    tokens,
    upload_limits,
    workbooks,
)
from survey.web.api import endpoints as api

# Pictures, workbooks and zips are compressed already.
COMPRESSED = (
    "text/html",
    "text/css",
    "text/plain",
    "text/csv",
    "text/javascript",
    "application/json",
    "application/geo+json",
    "application/problem+json",
    "image/svg+xml",
)
LARGEST_POST = 2 * 1024 * 1024
AUDIENCES = (
    start,
    observing,
    reporting_holes,
    signing_in,
    forgotten,
    provider,
    second_factor,
    own_account,
    own_sessions,
    filling,
    signing_off,
    # Of syncing, whose blueprint it is.
    arriving_files,
    scripts,
    measuring,
    printing,
    attaching,
    workbooks,
    reviewing,
    reminding,
    approving,
    changing,
    extending,
    deadlines,
    province_edition,
    province_workbooks,
    deciding,
    discussing,
    commune_sheets,
    map_pages,
    edition_pages,
    taking_away,
    edition_orders,
    scenario_pages,
    saved_scenarios,
    questions,
    administering,
    handing_over,
    reassigning,
    field_forms,
    tokens,
    api,
)


def create_app(settings: Settings) -> Flask:
    """The whole application over the database that the settings name. Raises Refused where an extra is missing."""
    app = Flask("survey.web")
    app.config.update(configuration(settings))
    app.config["SETTINGS"] = settings
    app.config["ENGINE"] = engine_for(settings.database_url)
    app.config["PROVIDER"] = settings.provider and signing_in_by(settings.provider)
    app.config["CLOCK"] = lambda: datetime.now(UTC)
    hardening.harden(app, settings)
    state.remember(app)
    observing.observe(app)
    language.teach_templates(app)
    rendering.prepare(app)
    # Before the check of the form's token: a session that has ended must not cost what was typed.
    for step in BEFORE_THE_TOKEN:
        app.before_request(step)
    CSRFProtect(app)
    Compress(app)
    # Asked before the compression: what is asked last is asked first.
    app.after_request(rendering.close_file)
    app.after_request(taken_out.enter_download)
    app.teardown_request(heavy.give_memory_back)
    failures.answer_failures(app)
    awaiting.show_waiting(app)
    for audience in AUDIENCES:
        app.register_blueprint(audience.blueprint)
    return app


def configuration(settings: Settings) -> dict[str, object]:
    """Flask's own settings. A draft may stay open for days: the form's token lives with the session."""
    return {
        "SECRET_KEY": settings.secret_key,
        "MAX_CONTENT_LENGTH": LARGEST_POST,
        "MAX_FORM_MEMORY_SIZE": LARGEST_POST,
        # A name that browsers take from this very host by HTTPS only.
        "SESSION_COOKIE_NAME": "__Host-session" if settings.https else "session",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.https,
        "TRUSTED_HOSTS": list(settings.trusted_hosts) or None,
        "WTF_CSRF_TIME_LIMIT": None,
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        # A page is 3 % smaller than at 5, for a millisecond more: on a slow line that is won back threefold.
        "COMPRESS_BR_LEVEL": 7,
        "COMPRESS_MIN_SIZE": 200,
        "COMPRESS_MIMETYPES": COMPRESSED,
    }


def tell_time() -> None:
    """One moment for the whole request, so that its parts agree."""
    g.now = current_app.config["CLOCK"]()


BEFORE_THE_TOKEN = (
    tell_time,
    language.choose_language,
    access.know_account,
    access.check_access,
    heavy.slow_down,
    upload_limits.allow_uploads,
)
