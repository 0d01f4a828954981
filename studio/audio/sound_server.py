"""Whether the sound server that Qt connected to is still there.

With PulseAudio Qt keeps one connection for the whole process. When the server dies Qt goes on
listing its devices, and ends the process when one of them is opened, also once another server is
there (seen with PySide 6.11).
"""

from __future__ import annotations

import os
import socket
import struct
from collections.abc import Mapping
from enum import Enum, auto
from pathlib import Path

_ANSWER_S = 0.2
_IDENTITY = struct.Struct("3i")


class ServerState(Enum):
    """What became of the server that was there when this process began."""

    THERE = auto()
    AWAY = auto()
    ANOTHER = auto()


def server_state(surroundings: Mapping[str, str] = os.environ) -> ServerState:
    """Whether a device may be opened now: only while it is THERE. Blocking, for a moment.

    Where there is no socket of a server to look at, it counts as there.
    """
    place = _socket_of(surroundings)
    if not place:
        return ServerState.THERE
    process = _process_of(place)
    if process is None:
        return ServerState.AWAY
    earlier = _begun(process) <= _begun(os.getpid())
    return ServerState.THERE if earlier else ServerState.ANOTHER


def _socket_of(surroundings: Mapping[str, str]) -> str:
    """The path of the server's socket, empty where it has none."""
    if not hasattr(socket, "SO_PEERCRED"):
        return ""
    named = surroundings.get("PULSE_SERVER", "")
    if named:
        path = named.removeprefix("unix:")
        return path if path.startswith("/") and " " not in path else ""
    runtime = surroundings.get("PULSE_RUNTIME_PATH", "")
    if not runtime and surroundings.get("XDG_RUNTIME_DIR"):
        runtime = os.path.join(surroundings["XDG_RUNTIME_DIR"], "pulse")
    return os.path.join(runtime, "native") if runtime else ""


def _process_of(place: str) -> int | None:
    """The process that listens at a socket, None where none does."""
    with socket.socket(socket.AF_UNIX) as asking:
        asking.settimeout(_ANSWER_S)
        try:
            asking.connect(place)
            told = asking.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _IDENTITY.size)
        except OSError:
            return None
    return _IDENTITY.unpack(told)[0]


def _begun(process: int) -> float:
    """Seconds after the machine's start at which a process began; 0.0 for one not to be seen."""
    try:
        told = Path(f"/proc/{process}/stat").read_text("ascii", "replace")
    except OSError:
        return 0.0
    # The second field is a name in brackets, which may hold spaces; the twenty-second is meant.
    return int(told.rpartition(")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")
