"""Workers end with the server that started them, so that none holds the port after it was killed."""

import multiprocessing
import os
import signal
import threading


def end_with_parent() -> None:
    """Send this process a SIGTERM when its parent has ended; nothing in a process that is no worker."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="parent-watch", daemon=True).start()
