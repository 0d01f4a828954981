"""The lock that lets one program at a time write a project file."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_PATIENCE = 0.1
_PAUSE = 0.01


class ProjectLock:
    """A lock of the operating system on a small file beside the project.

    The system lets go of it when the process ends in whatever way; what a killed process
    leaves is an empty file that locks nobody out. The project file itself is not used for
    it, because closing any handle to that would drop SQLite's own locks.
    """

    def __init__(self, descriptor: int, path: Path) -> None:
        self._descriptor = descriptor
        self._path = path

    @classmethod
    def take(cls, project: Path) -> ProjectLock | None:
        """The lock of a project file, None when another program holds it; raises OSError.

        Waits a tenth of a second, in case that program is just ending.
        """
        path = Path(f"{project}-lock")
        end = time.monotonic() + _PATIENCE
        while True:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
            if _locked(descriptor):
                if _still_at(path, descriptor):
                    return cls(descriptor, path)
                os.close(descriptor)
                continue
            os.close(descriptor)
            if time.monotonic() >= end:
                return None
            time.sleep(_PAUSE)

    @classmethod
    def wait(cls, path: Path, patience_s: float) -> ProjectLock | None:
        """The lock of a file, waited for as long; None when it is still held; raises OSError."""
        end = time.monotonic() + patience_s
        while (lock := cls.take(path)) is None:
            if time.monotonic() > end:
                return None
        return lock

    def release(self) -> None:
        """Let the next program write; the file beside the project goes."""
        if self._descriptor < 0:
            return
        if sys.platform != "win32":
            self._path.unlink(missing_ok=True)
        os.close(self._descriptor)
        self._descriptor = -1
        if sys.platform == "win32":
            _unlink_unless_held(self._path)


def _locked(descriptor: int) -> bool:
    """Whether this handle now holds the lock."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _still_at(path: Path, descriptor: int) -> bool:
    """Whether the file that was locked is the one others will find under this name."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _unlink_unless_held(path: Path) -> None:
    """Remove the file where the system refuses to remove one that is open elsewhere."""
    try:
        path.unlink(missing_ok=True)
    except PermissionError:
        return
