"""What operators see of a running server: whether it is well, figures for Prometheus, one line a request.

Nothing here names a person, a commune or what was asked: routes are counted by their pattern.
"""

from __future__ import annotations

import hmac
import json
import logging
import os
import secrets
import sys
import time
from collections.abc import Iterator
from http import HTTPMethod

from flask import Blueprint, Flask, Response, abort, g, jsonify, request
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from forms.sentence import Refused
from survey.operating.place_checks import takes_changes
from survey.store import journal, overview
from survey.store.database import reading
from survey.store.upgrading import at_head
from survey.web.access import public
from survey.web.state import current_round, engine, settings

blueprint = Blueprint("observing", __name__)
LOG = logging.getLogger("survey.requests")
REQUESTS = Counter(
    "survey_requests_total", "Requests answered.", ("method", "route", "status"), registry=REGISTRY
)
SECONDS = Histogram(
    "survey_request_seconds",
    "Seconds from a request to its answer.",
    ("route",),
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)
# Whatever a request says of itself is counted under one of few names: each name is kept as long as the process.
NOWHERE, OTHER = "no route", "other"
METHODS = frozenset(HTTPMethod)


def observe(app: Flask) -> None:
    """Count and, where the settings say so, log every request."""
    if app.config["SETTINGS"].log_requests and not LOG.handlers:
        LOG.addHandler(logging.StreamHandler(sys.stderr))
        LOG.setLevel(logging.INFO)
        LOG.propagate = False
    app.before_request(start_clock)
    app.after_request(count)


def start_clock() -> None:
    """When the request came, and a name for it that an answer and a log line share."""
    g.began, g.request_name = time.perf_counter(), secrets.token_hex(6)


def count(response: Response) -> Response:
    """One answer more, and how long it took."""
    if "began" not in g:
        return response
    route = request.url_rule.rule if request.url_rule else NOWHERE
    took = time.perf_counter() - g.began
    REQUESTS.labels(method(), route, str(response.status_code)).inc()
    SECONDS.labels(route).observe(took)
    response.headers["X-Request-ID"] = g.request_name
    if settings().log_requests:
        LOG.info(line(route, response, took))
    return response


def method() -> str:
    """The request's method; a sender's own invention is none."""
    return request.method if request.method in METHODS else OTHER


def line(route: str, response: Response, took: float) -> str:
    """One request as a line of JSON: by which role, not by whom; which route, not for which commune."""
    account = g.get("account")
    return json.dumps(
        {
            "at": g.now.isoformat(timespec="milliseconds") if "now" in g else None,
            "request": g.request_name,
            "method": method(),
            "route": route,
            "status": response.status_code,
            "ms": round(took * 1000, 1),
            "bytes": response.content_length,
            "role": account.role.value if account else None,
            "process": os.getpid(),
        }
    )


@blueprint.get("/health")
@public
def health() -> tuple[Response, int]:
    """Whether this process can read the database and its tables are of this version: 200, else 503.

    Where it can be read and nothing can be stored, the state says so: pages go on, and somebody must look.
    """
    try:
        with reading(engine()) as conn:
            well = at_head(conn)
            state = "ok" if takes_changes(conn, settings()) else "read_only"
    except (SQLAlchemyError, Refused):
        well = False
    return jsonify(state=state if well else "unavailable"), 200 if well else 503


@blueprint.get("/metrics")
@public
def metrics() -> Response:
    """Figures for Prometheus, for whoever has METRICS_TOKEN; there is no such page without one."""
    token = settings().metrics_token
    if not token:
        abort(404)
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(given.encode(), token.encode()):
        abort(403)
    stored = CollectorRegistry()
    stored.register(Stored(engine()))
    return Response(
        generate_latest(of_processes()) + generate_latest(stored), content_type=CONTENT_TYPE_LATEST
    )


def of_processes() -> CollectorRegistry:
    """What every process of this machine counted, where PROMETHEUS_MULTIPROC_DIR joins them; else this one."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    joined = CollectorRegistry()
    MultiProcessCollector(joined)  # type: ignore[no-untyped-call]
    return joined


class Stored(Collector):
    """What the database says, read when asked."""

    def __init__(self, database: Engine) -> None:
        self.database = database

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Responses of the current round by status, and the journal's length."""
        running = current_round()
        by_status = GaugeMetricFamily(
            "survey_responses", "Responses of the current round.", labels=("status",)
        )
        length = GaugeMetricFamily("survey_journal_entries", "Entries of the journal.")
        storing = GaugeMetricFamily(
            "survey_takes_changes", "Whether anything can be stored: 1, or 0."
        )
        with reading(self.database) as conn:
            if running is not None:
                for status, number in overview.counts_by_status(conn, running.id).items():
                    by_status.add_metric((status.value if status else "not_started",), number)
            length.add_metric((), journal.length(conn))
            storing.add_metric((), takes_changes(conn, settings()))
        yield by_status
        yield length
        yield storing
