"""Where two processes of one machine meet: at a socket file or, where there are none, at a port.

A socket file is reached by whoever may open it, and crosses into a sandbox without network. A
port of this machine is open to all who are on it, so that a caller must first say a password.
"""

from __future__ import annotations

import contextlib
import secrets
import socket
import time
from pathlib import Path

SOCKET_FILES = hasattr(socket, "AF_UNIX")  # Python has none on Windows
_HOST = "127.0.0.1"
_PASSWORD = 32  # characters


class Listener:
    """One end that waits; `address` is what the other needs for `connect`."""

    def __init__(self, path: str | None = None):
        """Wait at a socket file, or without a path at a port with a password."""
        self.password = ""
        if path is not None:
            with contextlib.suppress(FileNotFoundError):
                Path(path).unlink()
            self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self.listener.bind(path)
            Path(path).chmod(0o666)  # who may call is who can reach the folder: 0700, one user's
            self.address = path
        else:
            self.password = secrets.token_hex(_PASSWORD // 2)
            self.listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            self.listener.bind((_HOST, 0))
            self.address = f":{self.listener.getsockname()[1]}:{self.password}"
        self.listener.listen(4)

    def open(self, seconds: float) -> socket.socket:
        """The next caller who knows the password. Raises OSError when none comes in time."""
        deadline = time.monotonic() + seconds
        while True:
            self.listener.settimeout(max(0.01, deadline - time.monotonic()))
            connection, _ = self.listener.accept()
            connection.settimeout(max(0.01, min(5.0, deadline - time.monotonic())))
            with contextlib.suppress(OSError):
                said = _read(connection, len(self.password))
                if secrets.compare_digest(said, self.password.encode()):
                    return connection
            connection.close()

    def close(self) -> None:
        """Wait no longer."""
        self.listener.close()


def connect(address: str) -> socket.socket:
    """Connect to a door. Raises OSError where nobody waits."""
    if not address.startswith(":"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.connect(address)
        return connection
    _, port, password = address.split(":")
    connection = socket.create_connection((_HOST, int(port)), timeout=30)
    connection.sendall(password.encode())
    connection.settimeout(None)
    return connection


def _read(connection: socket.socket, count: int) -> bytes:
    said = b""
    while len(said) < count:
        part = connection.recv(count - len(said))
        if not part:
            break
        said += part
    return said
