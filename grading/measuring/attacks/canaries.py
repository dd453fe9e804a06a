"""What would show that a submission reached out: a server, planted words, and sums of files."""

from __future__ import annotations

import contextlib
import hashlib
import secrets
import socket
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

MARK = "canary-"  # begins every planted word; the rest differs from run to run


@dataclass
class Server:
    """Listens on this machine; tells whoever calls a planted word, and keeps what they say."""

    canary: str
    port: int = 0  # 0: any that is free
    name: str = field(default_factory=lambda: f"attention-{secrets.token_hex(4)}")  # of a socket
    heard: list[bytes] = field(default_factory=list)

    @contextlib.contextmanager
    def listening(self) -> Iterator[Server]:
        """Listen while the block runs."""
        tcp = socket.socket(socket.AF_INET)
        tcp.bind(("127.0.0.1", self.port))
        unix = socket.socket(socket.AF_UNIX)
        self.port = tcp.getsockname()[1]
        unix.bind("\0" + self.name)
        for door in (tcp, unix):
            door.listen()
            threading.Thread(target=self.serve, args=(door,), daemon=True).start()
        try:
            yield self
        finally:
            for door in (tcp, unix):
                with contextlib.suppress(OSError):
                    door.shutdown(socket.SHUT_RDWR)
                door.close()

    def serve(self, door: socket.socket) -> None:
        """Answer calls until the door is closed."""
        with contextlib.suppress(OSError):
            while True:
                caller, _ = door.accept()
                self.heard.append(b"a call")
                with caller, contextlib.suppress(OSError):
                    caller.settimeout(5)
                    caller.sendall(self.canary.encode())
                    self.heard.append(caller.recv(2**16))


def new_canary() -> str:
    """A word that is nowhere else."""
    return MARK + secrets.token_hex(8)


def sums(folder: Path) -> dict[str, str]:
    """Every file below a folder, with a sum of its content; links with where they lead."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if "__pycache__" in path.parts:
            continue
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = f"-> {path.readlink()}"
        elif path.is_file():
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The names of files that came, went or changed."""
    return sorted(n for n in before.keys() | after.keys() if before.get(n) != after.get(n))


def lesson_rows(gradebook: Path) -> list[str]:
    """What the gradebook holds of the lessons: nothing that grading may change."""
    tables = ("assignment", "notebook", "base_cell", "grade_cells", "solution_cell", "source_cell")
    with contextlib.closing(sqlite3.connect(gradebook)) as book:
        known = {name for (name,) in book.execute("select name from sqlite_master")}
        return [
            repr(row)
            for table in tables
            if table in known
            for row in book.execute(f"select * from {table} order by 1")
        ]


def left_running(folder: Path) -> list[int]:
    """Processes of a sandbox that was given a folder inside `folder`, and is still there."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if str(folder) in (path / "mountinfo").read_text():
                found.append(int(path.name))
    return found


def main() -> None:
    """Listen until killed, and note a call in the temporary folder: PORT NAME CANARY."""
    port, name, canary = sys.argv[1:4]
    note = Path(tempfile.gettempdir()) / "heard"
    with Server(canary, int(port), name).listening() as server:
        while True:
            time.sleep(0.1)
            if server.heard:
                note.write_bytes(b"\n".join(server.heard))


if __name__ == "__main__":
    main()
