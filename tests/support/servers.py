"""Start a Jupyter server for a test, and wait until it answers."""

import contextlib
import http.client
import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib import request


def fetch(url: str) -> str:
    with request.urlopen(url, timeout=10) as answer:
        return str(answer.read().decode("utf-8"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_server(process: "subprocess.Popen[bytes]", runtime: Path) -> dict[str, Any]:
    """Poll until the server that took the launcher's process id answers; give up after 90 s."""
    card = runtime / f"jpserver-{process.pid}.json"
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        assert process.poll() is None, "JupyterLab stopped before it answered"
        with contextlib.suppress(OSError, ValueError, http.client.HTTPException):
            server: dict[str, Any] = json.loads(card.read_text(encoding="utf-8"))
            fetch(f"{server['url']}api")
            return server
        time.sleep(0.1)
    raise AssertionError("JupyterLab did not answer within 90 s")


@contextlib.contextmanager
def serving(
    command: Sequence[str], folder: Path, scratch: Path, **environ: str
) -> Iterator[dict[str, Any]]:
    """Run a command that becomes a Jupyter server; yield its `url` and `token`.

    It runs in `folder`, with a home and a runtime folder of its own below `scratch`, so that it
    neither reads nor writes the settings of whoever runs the tests. What it prints is shown when
    it does not start.
    """
    home, log = scratch / "home", scratch / "server.log"
    home.mkdir(parents=True, exist_ok=True)
    clean = {name: value for name, value in os.environ.items() if "JUPYTER" not in name}
    clean |= {"HOME": str(home), "JUPYTER_RUNTIME_DIR": str(scratch / "runtime"), **environ}
    with (
        log.open("wb") as out,
        subprocess.Popen(
            command, cwd=folder, env=clean, stdin=subprocess.DEVNULL, stdout=out, stderr=out
        ) as process,
    ):
        try:
            try:
                server = wait_for_server(process, scratch / "runtime")
            except AssertionError as error:
                raise AssertionError(log.read_text(encoding="utf-8")) from error
            yield server
        finally:
            process.terminate()
