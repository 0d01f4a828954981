"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def appearing(path: Path) -> Generator[Path]:
    """A name beside `path` to write to; the file takes the place of `path` at the end.

    When the block raises, `path` is as it was and nothing is left beside it.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        yield beside
        _to_disk(beside)
        beside.replace(path)
        folder_to_disk(path.parent)
    finally:
        for leftover in (beside, *(Path(f"{beside}{end}") for end in ("-wal", "-shm", "-journal"))):
            leftover.unlink(missing_ok=True)


def write_whole(path: Path, text: str) -> None:
    """Write a small text file, whole or not at all, its folder too; raises OSError. Blocking."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with appearing(path) as beside:
        beside.write_text(text, encoding="utf-8", newline="\n")


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def folder_to_disk(folder: Path) -> None:
    """Make names in a folder survive a power loss, where the system can."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
