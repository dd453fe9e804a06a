"""Where the grader's processes meet: only those who should get in."""

import socket
import threading

import pytest

from grading.remote.sockets import Listener, connect


@pytest.fixture(params=["file", "port"])
def door(request, tmp_path):
    door = Listener(str(tmp_path / "meet") if request.param == "file" else None)
    yield door
    door.close()


def test_who_knows_the_address_gets_in(door):
    caller = threading.Thread(target=lambda: connect(door.address).sendall(b"hello"))
    caller.start()
    with door.open(30) as connection:
        assert connection.recv(5) == b"hello"
    caller.join()


def test_nobody_comes(door):
    with pytest.raises(OSError):
        door.open(0.05)


def test_at_a_port_only_the_password_opens():
    door = Listener()
    port = int(door.address.split(":")[1])
    wrong = [socket.create_connection(("127.0.0.1", port)) for _ in range(3)]
    wrong[0].sendall(b"x" * 32)
    wrong[1].close()  # says nothing
    wrong[2].sendall("é".encode() * 16)
    right = threading.Thread(target=lambda: connect(door.address).sendall(b"me"))
    right.start()
    with door.open(60) as connection:
        assert connection.recv(2) == b"me"
    right.join()
    assert wrong[0].recv(1) == b""  # turned away
    door.close()


def test_a_file_that_is_there_already_is_replaced(tmp_path):
    Listener(str(tmp_path / "meet")).close()
    Listener(str(tmp_path / "meet")).close()
