"""A real Secret Service for tests: GNOME Keyring on a session bus of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import secretstorage
from jeepney import MatchRule, message_bus
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection

PROGRAMS = ("dbus-daemon", "gnome-keyring-daemon")
NAME = "org.freedesktop.secrets"
START_LIMIT = 60.0
USES_KEYRING = {"PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring"}


@contextmanager
def a_session_bus() -> Iterator[Mapping[str, str]]:
    """A bus on which nobody offers anything yet; gives the environment its programs need."""
    for program in PROGRAMS:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed; `make setup-tests` can do it")
    # Without a display no prompt opens on the screen of whoever runs the tests.
    environ = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    with subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as bus:
        assert bus.stdout
        address = bus.stdout.readline().strip()
        try:
            yield {**environ, **USES_KEYRING, "DBUS_SESSION_BUS_ADDRESS": address}
        finally:
            bus.terminate()


@contextmanager
def a_secret_service() -> Iterator[Mapping[str, str]]:
    """An unlocked keyring on a bus of its own, kept in this test's home."""
    with a_session_bus() as environ, _connection(environ) as connection:
        rule = MatchRule(type="signal", member="NameOwnerChanged")
        rule.add_arg_condition(0, NAME)
        Proxy(message_bus, connection).AddMatch(rule)
        with (
            connection.filter(rule) as heard,
            subprocess.Popen(
                ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
                env=dict(environ),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            ) as daemon,
        ):
            try:
                assert daemon.stdin
                daemon.stdin.write(b"\n")
                daemon.stdin.close()
                connection.recv_until_filtered(heard, timeout=START_LIMIT)
                yield environ
            finally:
                daemon.terminate()


@contextmanager
def a_silent_service() -> Iterator[Mapping[str, str]]:
    """A Secret Service that never answers, like one whose prompt nobody looks at."""
    with a_session_bus() as environ, _connection(environ) as connection:
        Proxy(message_bus, connection).RequestName(NAME)
        yield environ


def lock(environ: Mapping[str, str]) -> None:
    """Lock the keyring; without a display nobody can unlock it."""
    with _connection(environ) as connection:
        secretstorage.get_default_collection(connection).lock()


def kept_secrets(environ: Mapping[str, str]) -> dict[str, str]:
    """What the studio keeps in the keyring now: secrets by account."""
    with _connection(environ) as connection:
        found = secretstorage.get_default_collection(connection).search_items(
            {"service": "Understudy"}
        )
        return {item.get_attributes()["username"]: item.get_secret().decode() for item in found}


@contextmanager
def _connection(environ: Mapping[str, str]) -> Iterator[DBusConnection]:
    with closing(open_dbus_connection(environ["DBUS_SESSION_BUS_ADDRESS"])) as connection:
        yield connection


def read_all(folder: Path) -> bytes:
    """Every byte of every file below a folder, and every name."""
    parts: list[bytes] = []
    for path in sorted(folder.rglob("*")):
        parts.append(os.fsencode(path))
        if path.is_file():
            parts.append(path.read_bytes())
    return b"\n".join(parts)
