"""Standard output and error on terminals that cannot show every sign."""

import io
import sys


def forgive_narrow_encodings() -> None:
    """Write `?` for an arrow that the encoding of the terminal does not have, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
