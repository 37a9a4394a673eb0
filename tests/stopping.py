"""The end of a waitress that runs in a thread of this process.

Its sockets are closed by its own loop: one closed from elsewhere, while the loop waits for it, is a fault
of the test and not of what is tested.
"""

from __future__ import annotations

import threading
from typing import Any


def stop(server: Any, thread: threading.Thread) -> None:
    """Finish what is being worked on, hang up on everyone, and let the loop end."""
    server.task_dispatcher.shutdown(timeout=10)
    sockets = server._map
    pulled = threading.Event()

    def hang_up() -> None:
        # A loop that was awake anyway would close the trigger while it is still being pulled.
        pulled.wait(timeout=10)
        for each in list(sockets.values()):
            each.close()
        sockets.clear()

    server.trigger.pull_trigger(hang_up)
    pulled.set()
    thread.join(timeout=10)
    assert not thread.is_alive()
