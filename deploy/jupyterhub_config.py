"""JupyterHub for one class on one machine: `jupyterhub -f deploy/jupyterhub_config.py`, as root.

`deploy/setup_course.py` has made the class folder before. Who may do what is written there, in
the owners of its files, and nowhere else: the owner of the exchange is the instructor, and the
Unix group of the class folder is the class. docs/hub.md goes through it step by step.
"""

import os
import sys
from pathlib import Path

from helpers.lab import CONFIG as LAB_CONFIG

c = get_config()  # noqa: F821  (JupyterHub puts get_config here before it runs this file)

CLASS_FOLDER = Path(os.environ.get("CLASS_FOLDER", "/srv/where-to-look"))
if not (CLASS_FOLDER / "exchange").is_dir():
    sys.exit(f"There is no class in {CLASS_FOLDER}: run deploy/setup_course.py first.")
INSTRUCTOR = (CLASS_FOLDER / "exchange").owner()
CLASS_GROUP = CLASS_FOLDER.group()


def config_path(spawner):
    """Return where a person's Jupyter and nbgrader look for settings; the first one wins."""
    folders = [CLASS_FOLDER / "config" / "everyone", LAB_CONFIG]
    if spawner.user.name == INSTRUCTOR:
        folders.insert(0, CLASS_FOLDER / "config" / "instructor")
    return os.pathsep.join(map(str, folders))


# Accounts of this machine, with their passwords; only members of the class get in.
c.JupyterHub.authenticator_class = "pam"
c.LocalAuthenticator.allowed_groups = {CLASS_GROUP}

# Each person's JupyterLab runs as that person: what they may read, the files' permissions say.
c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.default_url = "/lab"
c.Spawner.environment = {
    "JUPYTER_CONFIG_PATH": config_path,
    # nbgrader looks for the command `alembic` on the path when it makes a new gradebook.
    "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]),
}

# Only this machine: put a web server that speaks HTTPS in front of it before others come in.
c.JupyterHub.bind_url = "http://127.0.0.1:8000"

# The hub's own files; setup_course.py has made the folder readable by root alone.
c.JupyterHub.db_url = f"sqlite:///{CLASS_FOLDER / 'hub' / 'jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(CLASS_FOLDER / "hub" / "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(CLASS_FOLDER / "hub" / "proxy.pid")
