"""The sound of takes in a project file: immutable, named by its hash, checked when read."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from studio.errors import ProjectFileError, ProjectFileProblem
from studio.model.ids import MediaKey
from studio.model.take import Recording
from studio.store.connection import explained

_KINDS = ((b"fLaC", "flac"), (b"OggS", "ogg"), (b"ID3", "mp3"))


def kind_of(data: bytes) -> str:
    """The kind of sound file by its first bytes, empty when it is none we know."""
    if data[:4] in (b"RIFF", b"RF64") and data[8:12] == b"WAVE":
        return "wav"
    if data[4:8] == b"ftyp":
        return "m4a"
    if len(data) > 1 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0:
        return "aac" if data[1] & 0xF6 == 0xF0 else "mp3"
    return next((kind for start, kind in _KINDS if data.startswith(start)), "")


def peaks_checksum(key: str, peaks: bytes) -> int:
    """CRC-32 of the key and the peaks drawn from its sound."""
    return zlib.crc32(peaks, zlib.crc32(key.encode()))


def write_recordings(
    connection: sqlite3.Connection,
    recordings: Mapping[MediaKey, Recording],
    made_at: Mapping[MediaKey, float],
) -> None:
    """Add sounds that are not there yet; the caller holds the transaction."""
    for key, recording in recordings.items():
        connection.execute(
            "INSERT INTO media (key, kind, made_at, data) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (key) DO NOTHING",
            (key, kind_of(recording.data), made_at.get(key, 0.0), recording.data),
        )
        connection.execute(
            "INSERT INTO peaks (media, checksum, data) VALUES (?, ?, ?)"
            " ON CONFLICT (media) DO NOTHING",
            (key, peaks_checksum(key, recording.peaks), recording.peaks),
        )


class Media:
    """Reads sounds from any thread; those on their way to the file are found as well."""

    def __init__(
        self, connection: sqlite3.Connection, path: Path, *, reading: threading.Lock
    ) -> None:
        self._connection = connection
        self._path = path
        self._reading = reading
        self._held: dict[MediaKey, Recording] = {}

    def hold(self, recordings: Iterable[Recording]) -> None:
        """Have these sounds at hand until they are written."""
        for recording in recordings:
            self._held.setdefault(recording.key, recording)

    def held(self) -> dict[MediaKey, Recording]:
        """What is not written yet."""
        return dict(self._held)

    def let_go(self, keys: Iterable[MediaKey]) -> None:
        """These are written."""
        for key in keys:
            self._held.pop(key, None)

    def data(self, key: MediaKey) -> bytes:
        """The encoded bytes of a sound; raises ProjectFileError when missing or damaged."""
        held = self._held.get(key)
        if held is not None:
            return held.data
        row = self._row("SELECT data FROM media WHERE key = ?", key)
        if row is None:
            raise ProjectFileError(ProjectFileProblem.MEDIA_MISSING, str(self._path), key)
        if type(row[0]) is not bytes or hashlib.sha256(row[0]).hexdigest() != key:
            raise ProjectFileError(ProjectFileProblem.DAMAGED, str(self._path), f"media {key}")
        return row[0]

    def peaks(self, key: MediaKey) -> bytes:
        """The peaks drawn from a sound; raises ProjectFileError when missing or damaged."""
        held = self._held.get(key)
        if held is not None:
            return held.peaks
        row = self._row("SELECT data, checksum FROM peaks WHERE media = ?", key)
        if row is None:
            raise ProjectFileError(ProjectFileProblem.MEDIA_MISSING, str(self._path), key)
        if type(row[0]) is not bytes or peaks_checksum(key, row[0]) != row[1]:
            raise ProjectFileError(ProjectFileProblem.DAMAGED, str(self._path), f"peaks {key}")
        return row[0]

    def _row(self, query: str, key: MediaKey) -> tuple[bytes, int] | None:
        with self._reading, explained(self._path):
            return self._connection.execute(query, (key,)).fetchone()
