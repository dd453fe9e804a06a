"""What the tests of the hub do to the machine: accounts, documented commands, processes."""

import contextlib
import os
import pwd
import re
import secrets
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import requests

ROOT = Path(__file__).resolve().parents[2]
TAG = secrets.token_hex(3)  # two test runs on one machine must not share accounts
#: The names in docs/hub.md, and what stands for them here.
NAMES = {name: f"hub-{TAG}-{name}" for name in ("instructor", "ana", "ben", "students")}
PASSWORD = secrets.token_urlsafe()
BIN = Path(sys.executable).parent


def documented_commands() -> list[str]:
    """Every ```bash block of docs/hub.md, with the names that this test uses."""
    blocks = re.findall(
        r"^```bash\n(.*?)^```$", (ROOT / "docs" / "hub.md").read_text("utf-8"), re.M | re.S
    )
    names = re.compile(rf"(?<![-\w])({'|'.join(NAMES)})(?![-\w])")
    return [names.sub(lambda found: NAMES[found[1]], block) for block in blocks]


def bash(script: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=ROOT,
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def environment(folder: Path) -> dict[str, str]:
    """What the documented commands see: the environment activated, and the class in `folder`."""
    clean = {name: text for name, text in os.environ.items() if "JUPYTER" not in name}
    return {**clean, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "CLASS_FOLDER": str(folder)}


def remove_accounts() -> None:
    """End what still runs as one of the test's accounts, and remove them with their homes."""
    for name in ("instructor", "ana", "ben"):
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(NAMES[name]).pw_uid
            for process in psutil.process_iter():
                with contextlib.suppress(psutil.NoSuchProcess):
                    if process.uids().real == user:
                        process.kill()
            subprocess.run(
                ["userdel", "--force", "--remove", NAMES[name]], check=False, capture_output=True
            )
    subprocess.run(["groupdel", NAMES["students"]], check=False, capture_output=True)


def answers(url: str, hub: "subprocess.Popen[bytes]") -> bool:
    assert hub.poll() is None, "the hub stopped before it answered"
    with contextlib.suppress(requests.ConnectionError):
        return requests.get(url, timeout=10).ok
    return False


def stop(hub: "subprocess.Popen[bytes]") -> None:
    """Let the hub stop its servers and its proxy; end by force what does not obey."""
    family = []
    with contextlib.suppress(psutil.NoSuchProcess):
        family = psutil.Process(hub.pid).children(recursive=True)
    hub.send_signal(signal.SIGTERM)
    try:
        hub.wait(timeout=20)
    except subprocess.TimeoutExpired:
        hub.kill()
        hub.wait()
    for process in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
