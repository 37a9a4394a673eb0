"""What guards every address at once: whose word about the caller counts, numbers that fit, HTTPS for good."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from survey.settings import Settings

# The largest that an integer column of either database holds.
LARGEST = 2**31 - 1
A_YEAR = 365 * 24 * 3600
HSTS = f"max-age={A_YEAR}; includeSubDomains"


class FittingNumber(IntegerConverter):
    """A number in an address; one that no database could hold is not found, like any other unknown one."""

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:
        """As its parent does, with an upper bound where a route gives none."""
        super().__init__(map, *args, **{"max": LARGEST, **kwargs})


def harden(app: Flask, settings: Settings) -> None:
    """Set all of it up; before the routes are registered."""
    app.url_map.converters["int"] = FittingNumber
    if settings.trusted_proxies:
        # So many proxies of ours stand before the server: only what they added is believed.
        proxied = ProxyFix(
            app.wsgi_app, settings.trusted_proxies, settings.trusted_proxies, 0, 0, 0
        )
        app.wsgi_app = proxied  # type: ignore[method-assign]
    if settings.https:
        app.after_request(only_https)


def only_https(response: Response) -> Response:
    """Browsers that came by HTTPS once come by nothing else for a year."""
    response.headers["Strict-Transport-Security"] = HSTS
    return response
