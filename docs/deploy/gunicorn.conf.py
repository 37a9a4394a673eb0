"""gunicorn's settings: gunicorn -c docs/deploy/gunicorn.conf.py survey.wsgi:app."""

import multiprocessing
import os

from prometheus_client import multiprocess

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WORKERS", 2 * multiprocessing.cpu_count() + 1))
worker_class = "gthread"
threads = 4
# A large workbook takes seconds; a worker that says nothing for a minute is started anew.
timeout = 60
graceful_timeout = 30
keepalive = 5
# A line of this length is no page of ours; a slow client is the proxy's to wait for.
limit_request_line = 4094
# Each process is replaced now and then, not all at once: what leaks, leaks for a while.
max_requests = 10_000
max_requests_jitter = 1_000


def child_exit(_server, worker):
    """Figures of a process that has gone are added to those of the others."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        multiprocess.mark_process_dead(worker.pid)
