"""A sound server that came after us is told from one that was there before."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from studio.audio.sound_server import ServerState, server_state

pytestmark = pytest.mark.skipif(
    not hasattr(socket, "SO_PEERCRED"), reason="sockets here do not tell who answers"
)

LISTENER = """
import socket, sys
server = socket.socket(socket.AF_UNIX)
server.bind(sys.argv[1])
server.listen()
print("listening", flush=True)
sys.stdin.read()
"""
ASKER = """
from studio.audio.sound_server import server_state
print(server_state().name)
"""


def test_a_server_that_came_after_us_is_another_one_and_there_for_who_came_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "native"
    monkeypatch.setenv("PULSE_SERVER", f"unix:{place}")
    command = [sys.executable, "-c", LISTENER, str(place)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdout and server.stdout.readline() == b"listening\n"
        assert server_state() is ServerState.ANOTHER
        later = subprocess.run([sys.executable, "-c", ASKER], capture_output=True, check=True)
        assert later.stdout.split() == [b"THERE"]
        server.kill()


def test_a_server_that_does_not_answer_is_away(tmp_path: Path) -> None:
    assert server_state({"XDG_RUNTIME_DIR": str(tmp_path)}) is ServerState.AWAY


@pytest.mark.parametrize(
    "surroundings", [{}, {"PULSE_SERVER": "tcp:far:4713"}, {"PULSE_SERVER": "unix:/a tcp:b"}]
)
def test_where_there_is_no_socket_to_look_at_nothing_is_held_back(
    surroundings: dict[str, str],
) -> None:
    assert server_state(surroundings) is ServerState.THERE
