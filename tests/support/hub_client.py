"""A person at a browser, as far as JupyterHub can tell: cookies, XSRF tokens and nothing else."""

import json
import time
import uuid
from typing import Any

import requests
import websocket


def wait_for(condition: Any, seconds: float, what: str) -> Any:
    """Ask until the answer is true, and return it; give up with `what` after so many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = condition()
        if answer:
            return answer
        time.sleep(0.1)
    raise AssertionError(f"{what} within {seconds} s")


class Browser:
    """One person's session with a hub at `url`."""

    def __init__(self, url: str, name: str) -> None:
        self.url, self.name = url, name
        self.session = requests.Session()

    def get(self, path: str) -> requests.Response:
        return self.session.get(self.url + path, timeout=60)

    def mine(self, path: str) -> requests.Response:
        """Get a page of this person's own JupyterLab."""
        return self.get(f"/user/{self.name}/{path}")

    def token(self, path: str) -> str:
        """The XSRF token that a page under this path would send along."""
        found = [
            cookie.value
            for cookie in self.session.cookies
            if cookie.name == "_xsrf" and cookie.path == path
        ]
        assert found, f"no XSRF cookie for {path}"
        return str(found[-1])

    def post(self, path: str, **options: Any) -> requests.Response:
        """Send something to this person's own JupyterLab."""
        headers = {"X-XSRFToken": self.token(f"/user/{self.name}/")}
        url = f"{self.url}/user/{self.name}/{path}"
        return self.session.post(url, headers=headers, timeout=120, **options)

    def log_in(self, password: str) -> requests.Response:
        self.get("/hub/login")
        form = {"username": self.name, "password": password, "_xsrf": self.token("/hub/")}
        return self.session.post(
            f"{self.url}/hub/login", data=form, timeout=60, allow_redirects=False
        )

    def start(self) -> None:
        """Press "Start My Server"; `wait_until_ready` comes after it."""
        assert self.get("/hub/home").status_code == 200  # brings the XSRF token of this login
        headers = {"X-XSRFToken": self.token("/hub/")}
        url = f"{self.url}/hub/api/users/{self.name}/server"
        answer = self.session.post(url, headers=headers, json={}, timeout=60)
        assert answer.status_code in (201, 202), answer.text

    def wait_until_ready(self) -> None:
        """Wait for the server, then open it, which fetches this session's cookies for it."""

        def ready() -> Any:
            servers = self.get(f"/hub/api/users/{self.name}").json()["servers"]
            return servers.get("", {}).get("ready")

        wait_for(ready, 120, f"{self.name}'s JupyterLab was not ready")
        page = self.mine("lab")
        assert page.status_code == 200 and page.url.startswith(f"{self.url}/user/{self.name}/lab")

    def run(self, code: str) -> str:
        """Run code in a new kernel, through the proxy's websocket; return all that it printed."""
        kernel = self.post("api/kernels", json={"name": "python3"}).json()["id"]
        path = f"/user/{self.name}/api/kernels/{kernel}/channels"
        cookies = self.session.cookies.get_dict(path="/") | self.session.cookies.get_dict(
            path=f"/user/{self.name}/"
        )
        socket = websocket.create_connection(
            self.url.replace("http", "ws") + path,
            cookie="; ".join(f"{name}={value}" for name, value in cookies.items()),
            origin=self.url,
            timeout=60,
        )
        try:
            return printed(socket, code)
        finally:
            socket.close()


def printed(socket: websocket.WebSocket, code: str) -> str:
    """Ask a kernel to run the code; collect its output until it is idle again."""
    header = {
        "msg_id": uuid.uuid4().hex,
        "msg_type": "execute_request",
        "session": uuid.uuid4().hex,
        "username": "",
        "version": "5.3",
    }
    request = {
        "channel": "shell",
        "header": header,
        "parent_header": {},
        "metadata": {},
        "content": {"code": code, "silent": False, "allow_stdin": False},
    }
    socket.send(json.dumps(request))
    text = []
    while True:
        message = json.loads(socket.recv())
        if message["parent_header"].get("msg_id") != header["msg_id"]:
            continue
        text.append(message["content"].get("text", ""))
        text.extend(message["content"].get("traceback", []))
        if message["content"].get("execution_state") == "idle":
            return "".join(text)
