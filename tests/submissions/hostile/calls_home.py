# Connects to a server on this machine, to the network, to sockets of the host and to name servers.
#
# points: average 0
# shows: no network
# %% answer="average"
import socket

heard = []
for family, address in (
    (socket.AF_INET, ("127.0.0.1", PORT)),
    (socket.AF_INET, ("192.0.2.1", 80)),
    (socket.AF_UNIX, "\0" + SOCKET),
    (socket.AF_UNIX, "/var/run/docker.sock"),
    (socket.AF_UNIX, "/run/dbus/system_bus_socket"),
):
    try:
        with socket.socket(family) as line:
            line.settimeout(2)
            line.connect(address)
            line.sendall(b"here is " + open("/proc/self/environ", "rb").read())
            heard.append(line.recv(100))
    except OSError:
        pass
print(heard or "no net" + "work")


def average(numbers):
    return 3
