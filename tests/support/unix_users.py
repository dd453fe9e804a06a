"""Real users of this machine for tests, and a Python that they may run."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class User:
    """An account, with what its programs find in their environment."""

    name: str
    home: Path
    config: Path

    def environment(self) -> dict[str, str]:
        ours = {name: os.environ[name] for name in ("PYTHONPATH", "LANG") if name in os.environ}
        path = os.pathsep.join([str(self.config.parent / "venv" / "bin"), os.environ["PATH"]])
        who = {"HOME": str(self.home), "USER": self.name, "LOGNAME": self.name}
        return {**ours, **who, "PATH": path, "JUPYTER_CONFIG_PATH": str(self.config)}

    def start(self, command: list[str], folder: Path, **options) -> "subprocess.Popen[str]":
        import pwd  # which Windows has not

        ids = pwd.getpwnam(self.name)
        return subprocess.Popen(
            command,
            cwd=folder,
            env=self.environment(),
            user=ids.pw_uid,
            group=ids.pw_gid,
            extra_groups=[],
            text=True,
            **options,
        )

    def run(
        self, command: list[str], folder: Path | None = None, text: str = ""
    ) -> "tuple[int, str]":
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        with self.start(command, folder or self.home, **pipes) as process:
            output, _ = process.communicate(text, timeout=300)
            return process.returncode, output

    def type(self, commands: str, folder: Path | None = None) -> str:
        """Type a block of commands into bash; all must succeed."""
        code, output = self.run(["bash", "-euo", "pipefail", "-c", commands], folder)
        assert code == 0, f"{self.name} typed\n{commands}\nand got\n{output}"
        return output

    def can_read(self, path: Path) -> bool:
        return self.run(["cat" if path.is_file() else "ls", str(path)])[0] == 0


def why_not() -> str:
    """Why tests cannot make users of this machine; empty when they can."""
    if os.name == "nt" or os.geteuid() != 0:
        return "only root can make them"
    tools = ("useradd", "userdel", "groupadd", "groupdel", "gpasswd", "chpasswd", "bash")
    missing = [tool for tool in tools if not shutil.which(tool)]
    return f"{', '.join(missing)} not found" if missing else ""


def python_for_everyone(prefix: Path) -> bool:
    """Make a virtual environment that other users may run, with the packages of this one.

    The interpreter that runs the tests often lies in root's home, where no other user may go.
    Another of the same version will do; the packages are this environment's own.
    """
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    (prefix / "bin").mkdir(parents=True)
    for name in ("lib", "etc", "share"):
        (prefix / name).symlink_to(Path(sys.prefix, name))
    python = prefix / "bin" / "python"
    for script in Path(sys.executable).parent.glob("*"):
        if re.fullmatch(r"nbgrader|alembic|jupyter[\w-]*", script.name):
            body = script.read_text(encoding="utf-8").partition("\n")[2]
            (prefix / "bin" / script.name).write_text(f"#!{python}\n{body}", encoding="utf-8")
            (prefix / "bin" / script.name).chmod(0o755)
    for path in (
        Path(sys.executable).resolve(),
        Path("/usr/bin", version),
        Path("/usr/local/bin", version),
    ):
        (prefix / "pyvenv.cfg").write_text(f"home = {path.parent}\n")
        python.unlink(missing_ok=True)
        python.symlink_to(path)
        with contextlib.suppress(OSError, subprocess.CalledProcessError):
            subprocess.run(
                [python, "-c", "import nbgrader, zmq, helpers, grading"],
                cwd="/",
                env={"HOME": "/", **{k: v for k, v in os.environ.items() if k == "PYTHONPATH"}},
                user="nobody",
                capture_output=True,
                check=True,
            )
            return True
    return False
