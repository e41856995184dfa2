"""Attack: code runs inside the worker that opens pictures. What can it reach? No file, no network, no key, no process.

The worker's own command line is used, with a burglar instead of the worker: once within the walls alone (bubblewrap),
once after the doors are shut from inside. The negative control is the same burglar without walls.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from isnad.instruments.imaging import bubble

BURGLAR = """
import json, os, signal, socket, sys
from isnad.instruments.imaging import confinement
shut, secret, port = sys.argv[1].replace("open", ""), sys.argv[2], int(sys.argv[3])
parent = os.getppid()
if shut == "shut":
    confinement.confine()
elif shut == "limits":
    confinement._limits()
def gets(act):
    try:
        act()
        return True
    except (OSError, MemoryError):
        return False
def read():
    with open(secret) as file:
        assert file.read()
def write():
    with open(os.path.dirname(secret) + "/left", "w") as file:
        file.write("x")
def connect():
    socket.create_connection(("127.0.0.1", port), 2).close()
def fork():
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
found = {
    "read": gets(read), "write": gets(write), "network": gets(connect),
    "program": gets(lambda: os.execv("/bin/true", ["true"])) if shut == "shut" else None,
    "datagram": gets(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()),
    "list": gets(lambda: os.listdir(os.path.dirname(secret))),
    "signal": gets(lambda: os.kill(int(sys.argv[4]), 0)),
    "memory": gets(lambda: bytearray(8 * 2**30)) if shut else None,
    "environment": sorted(os.environ),
}
os.write(1, json.dumps(found).encode())
"""


def burgle(line: list[str], *, shut: str, secret: Path, port: int, victim: int) -> dict[str, object]:
    at = line.index("-m")
    said = [shut, str(secret), str(port), str(victim)]
    run = subprocess.run(
        [*line[:at], "-c", BURGLAR, *said], capture_output=True, env={}, cwd="/", check=False, timeout=60
    )
    assert run.stdout, run.stderr.decode()
    found: dict[str, object] = json.loads(run.stdout)
    return found


@pytest.fixture
def house(tmp_path: Path):  # type: ignore[no-untyped-def]
    """A secret in a file, a door that listens, a process that could be hit."""
    import socket

    secret = tmp_path / "key.txt"
    secret.write_text("AGE-SECRET-KEY-invented")
    with socket.create_server(("127.0.0.1", 0)) as server:
        victim = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        try:
            yield {"secret": secret, "port": server.getsockname()[1], "victim": victim.pid}
        finally:
            victim.kill()
            victim.wait()


def test_without_walls_the_burglar_reaches_everything(house: dict[str, object]) -> None:
    found = burgle(bubble.plain(), shut="open", **house)  # type: ignore[arg-type]
    assert found["read"]
    assert found["write"]
    assert found["network"]
    assert found["signal"]


def test_bubblewrap_alone_keeps_files_network_and_processes_away(house: dict[str, object]) -> None:
    line = bubble.bubblewrap()
    if line is None:
        pytest.skip("bubblewrap is not here")
    usable = subprocess.run([*line[: line.index("--")], "--", "/usr/bin/true"], capture_output=True, check=False)
    if usable.returncode != 0:
        pytest.skip("bubblewrap is forbidden here")
    found = burgle(line, shut="open", **house)  # type: ignore[arg-type]
    assert not any(found[door] for door in ("read", "write", "network", "list", "signal")), found
    assert set(found["environment"]) <= {"LC_CTYPE", "PWD"}  # type: ignore[call-overload]


def test_the_doors_shut_from_inside_keep_files_network_and_programs_away(house: dict[str, object]) -> None:
    found = burgle(bubble.plain(), shut="shut", **house)  # type: ignore[arg-type]
    doors = ("read", "write", "network", "datagram", "list", "program", "memory")
    assert not any(found[door] for door in doors), found


def test_without_landlock_the_limits_alone_keep_files_and_network_away(
    house: dict[str, object],
) -> None:
    found = burgle(bubble.plain(), shut="limits", **house)  # type: ignore[arg-type]
    assert not any(found[door] for door in ("read", "write", "network", "datagram", "list", "memory")), found


def test_nothing_of_the_data_folder_is_in_the_bubble() -> None:
    line = bubble.bubblewrap()
    if line is None:
        pytest.skip("bubblewrap is not here")
    seen = [line[at + 1] for at, word in enumerate(line) if word in ("--ro-bind", "--bind")]
    assert "--bind" not in line
    assert not {
        "/",
        "/root",
        "/home",
        "/etc",
        "/var",
        "/tmp",
        "/proc",
        "/run",
        str(Path.home()),
        str(Path.cwd()),
    } & set(seen)
