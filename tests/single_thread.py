"""Polars with one thread in this process: workers share the cores. Servers under test have theirs."""

import os

_THREADS = "POLARS_MAX_THREADS"

if _THREADS not in os.environ:
    os.environ[_THREADS] = "1"  # read once, when polars is loaded
    import polars

    polars.thread_pool_size()
    del os.environ[_THREADS]
