"""Finished files given their names: at each moment a name has its old file or its new one."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from studio.audio.pending import sync_folder


def put_in_place(draft: Path, folder: Path, names: Iterable[str]) -> None:
    """Move files from a draft folder into the folder it lies in, in place of those there are.

    What a failure finds half done is taken back. Files it cannot take back, and files that were
    being replaced when the program was killed, stay in a folder `.replaced-…`. Raises OSError.
    """
    replaced = Path(tempfile.mkdtemp(prefix=".replaced-", dir=folder))
    placed: list[str] = []
    try:
        for name in names:
            for place in (folder, replaced):
                (place / name).parent.mkdir(exist_ok=True)
            _keep(folder / name, replaced / name)
            placed.append(name)
            (draft / name).replace(folder / name)
        sync_folder(folder)
    except BaseException:
        for name in placed:
            with contextlib.suppress(OSError):
                _take_back(folder / name, replaced / name, unplaced=(draft / name).exists())
            if (place := (folder / name).parent) != folder:
                with contextlib.suppress(OSError):
                    place.rmdir()  # only when it is empty
        with contextlib.suppress(OSError):
            replaced.rmdir()
        raise
    shutil.rmtree(replaced, ignore_errors=True)


def _keep(target: Path, kept: Path) -> None:
    """Give a file a second name, or where names are single make a copy of it."""
    if not target.exists():
        return
    try:
        kept.hardlink_to(target)
    except OSError:
        shutil.copy2(target, kept)


def _take_back(target: Path, kept: Path, *, unplaced: bool) -> None:
    if kept.exists():
        kept.replace(target)
        kept.unlink(missing_ok=True)  # two names of one file stay two when one replaces the other
    elif not unplaced:
        target.unlink(missing_ok=True)
