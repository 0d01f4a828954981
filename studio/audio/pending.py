"""Files that appear under their name only when they are whole and on disk."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

from studio.errors import DeliveryError, DeliveryProblem

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NO_FOLDER = frozenset({errno.ENOENT, errno.ENOTDIR})


def pending_name(target: Path) -> Path:
    """A name beside the target that nobody else uses, with the same ending."""
    return target.with_name(f".{secrets.token_hex(6)}.part{target.suffix}")


@contextmanager
def pending_files(targets: Sequence[Path]) -> Generator[tuple[Path, ...]]:
    """Paths to write to; when all went well the files take their names, else they are removed.

    The writer syncs what it wrote. Raises DeliveryError for a folder that is missing or cannot
    be written and for a full disk; whatever ends the block early leaves no file behind.
    """
    drafts = tuple(pending_name(target) for target in targets)
    placed: list[Path] = []
    try:
        with delivery_errors(targets[0].parent if targets else Path()):
            for target in targets:
                _check(target)
            yield drafts
            for draft, target in zip(drafts, targets, strict=True):
                new = not target.exists()
                os.replace(draft, target)
                if new:
                    placed.append(target)
            for folder in {target.parent for target in targets}:
                sync_folder(folder)
    except BaseException:
        for leftover in (*drafts, *placed):
            with contextlib.suppress(OSError):
                leftover.unlink()
        raise


@contextmanager
def delivery_errors(where: Path) -> Generator[None]:
    """Turn what the system says about files into DeliveryError."""
    try:
        yield
    except OSError as error:
        raise delivery_error(error, where) from error


def delivery_error(error: OSError, where: Path) -> DeliveryError:
    """What a failed file operation means for a delivery."""
    problem = DeliveryProblem.UNWRITABLE
    if error.errno in _FULL:
        problem = DeliveryProblem.DISK_FULL
    elif error.errno in _NO_FOLDER:
        problem = DeliveryProblem.NO_FOLDER
    return DeliveryError(problem, str(where), error.strerror or str(error))


def sync_folder(folder: Path) -> None:
    """Make new names in a folder durable; does nothing where folders cannot be opened."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _check(target: Path) -> None:
    if not target.parent.is_dir():
        raise DeliveryError(DeliveryProblem.NO_FOLDER, str(target.parent))
    if target.is_dir():
        raise DeliveryError(DeliveryProblem.UNWRITABLE, str(target), "is a folder")
