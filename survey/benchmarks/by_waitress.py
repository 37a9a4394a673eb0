"""An application on waitress as ``serve`` sets it up: ``python -m survey.benchmarks.by_waitress module:name PORT``."""

from __future__ import annotations

import sys
from importlib import import_module

from survey.operating.listening import server_for


def main(application: str, port: str) -> None:
    """Serve it on 127.0.0.1 until the process is ended."""
    module, name = application.split(":")
    server_for(getattr(import_module(module), name), "127.0.0.1", int(port)).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
