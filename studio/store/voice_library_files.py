"""The recordings kept for voices: each once, under the hash of its bytes, for its owner alone."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from studio.errors import VoiceLibraryError, VoiceLibraryProblem
from studio.store.atomic import folder_to_disk
from studio.store.voice_library_file import explained, private_folder

_PIECE = 1 << 20
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ENDING = re.compile(r"\.[a-z0-9]{1,8}")


class KeptFiles:
    """A folder of files that never change. Blocking; from any thread, in several programs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, path: Path) -> str:
        """Copy a file; returns its SHA-256. On the disk when this returns.

        Raises VoiceLibraryError.
        """
        with explained(self._folder), path.open("rb") as file:
            return self._keep(iter(lambda: file.read(_PIECE), b""), path.name)

    def keep_bytes(self, data: bytes, name: str) -> str:
        """The same with bytes; `name` is what a file of them would be called."""
        with explained(self._folder):
            return self._keep((data,), name)

    def path(self, sha256: str, name: str) -> Path:
        """Where a kept file is; raises VoiceLibraryError (FILE_MISSING)."""
        path = self._path(sha256, name)
        if path.exists():
            return path
        other = next(iter(self._named(sha256)), None)
        if other is None:
            raise VoiceLibraryError(VoiceLibraryProblem.FILE_MISSING, name, sha256[:12])
        return other

    def checked(self, sha256: str, name: str) -> Path:
        """The same after reading all of it: raises FILE_DAMAGED when it is not what was kept."""
        path = self.path(sha256, name)
        with explained(path), path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                raise VoiceLibraryError(VoiceLibraryProblem.FILE_DAMAGED, name, sha256[:12])
        return path

    def unused(self, named: Collection[str]) -> tuple[Path, ...]:
        """The kept files that none of these hashes names."""
        if not self._folder.is_dir():
            return ()
        with explained(self._folder):
            return tuple(
                path
                for path in sorted(self._folder.iterdir())
                if _SHA256.fullmatch(path.stem) and path.stem not in named
            )

    def _keep(self, pieces: Iterable[bytes], name: str) -> str:
        private_folder(self._folder)
        draft = self._folder / f".{secrets.token_hex(6)}.part"
        digest = hashlib.sha256()
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as to:
                for piece in pieces:
                    digest.update(piece)
                    to.write(piece)
                to.flush()
                os.fsync(to.fileno())
            os.replace(draft, self._path(digest.hexdigest(), name))
            folder_to_disk(self._folder)
        finally:
            draft.unlink(missing_ok=True)
        return digest.hexdigest()

    def _path(self, sha256: str, name: str) -> Path:
        if not _SHA256.fullmatch(sha256):  # it would name a path of its own
            raise VoiceLibraryError(VoiceLibraryProblem.FILE_MISSING, name, sha256[:12])
        ending = Path(name).suffix.lower()
        return self._folder / f"{sha256}{ending if _ENDING.fullmatch(ending) else ''}"

    def _named(self, sha256: str) -> Iterator[Path]:
        return self._folder.glob(f"{sha256}*") if self._folder.is_dir() else iter(())
