"""Which processes listen on a port, as far as Linux shows it to this user."""

from collections.abc import Iterator
from pathlib import Path

_LISTENING = "0A"
_PROC = Path("/proc")
_LONGEST_COMMAND = 60


def port_holders(port: int) -> list[str]:
    """`process 123 (its command)` for each; empty on other systems and for processes of other users."""
    sockets = {f"socket:[{inode}]" for inode in _listening_inodes(port)}
    if not sockets:
        return []
    return [_described(folder) for folder in sorted(_PROC.glob("[0-9]*")) if _holds(folder, sockets)]


def _listening_inodes(port: int) -> Iterator[str]:
    for table in ("tcp", "tcp6"):
        try:
            lines = (_PROC / "net" / table).read_text("ascii").splitlines()[1:]
        except OSError:
            continue
        for fields in map(str.split, lines):
            if fields[3] == _LISTENING and int(fields[1].rpartition(":")[2], 16) == port:
                yield fields[9]


def _holds(folder: Path, sockets: set[str]) -> bool:
    try:
        return any(str(link.readlink()) in sockets for link in (folder / "fd").iterdir())
    except OSError:
        return False


def _described(folder: Path) -> str:
    try:
        command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        command = ""
    return f"process {folder.name} ({command[-_LONGEST_COMMAND:]})"
