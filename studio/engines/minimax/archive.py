"""The result of a long text: an archive of sound, sentences and figures, or the bare sound."""

from __future__ import annotations

import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator

from studio.engines.minimax.sound import SoundDamaged, kind_of
from studio.engines.minimax.subtitles import word_times
from studio.model.take import WordTime

_MOST_FILES = 64
_LARGEST = 512 << 20
"""Bytes of all files together."""


def unpacked(data: bytes) -> tuple[bytes, tuple[WordTime, ...]]:
    """The sound and when its sentences are heard; raises SoundDamaged.

    Nothing is written anywhere: names and links of an archive lead nowhere.
    """
    files = list(_files(data))
    sounds = sorted((each for each in files if kind_of(each)), key=len)
    if not sounds:
        raise SoundDamaged("there is no sound in what came")
    others = (each for each in files if not kind_of(each))
    times = max((word_times(each) for each in others), key=len, default=())
    return sounds[-1], times


def _files(data: bytes) -> Iterator[bytes]:
    if kind_of(data):
        yield data
    elif data.startswith(b"PK"):
        yield from _zipped(data)
    else:
        yield from _tarred(data)


def _tarred(data: bytes) -> Iterator[bytes]:
    left = _LARGEST
    try:
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for _, member in zip(range(_MOST_FILES), archive, strict=False):
                if not member.isreg():
                    continue
                left = _room(left, member.size)
                file = archive.extractfile(member)
                yield file.read(member.size) if file else b""
    except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
        raise SoundDamaged("the archive is damaged") from error


def _zipped(data: bytes) -> Iterator[bytes]:
    left = _LARGEST
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist()[:_MOST_FILES]:
                left = _room(left, member.file_size)
                with archive.open(member) as file:
                    yield file.read(member.file_size)
    except (zipfile.BadZipFile, EOFError, OSError, zlib.error, RuntimeError) as error:
        raise SoundDamaged("the archive is damaged") from error


def _room(left: int, size: int) -> int:
    """What may still come; raises SoundDamaged."""
    if size > left:
        raise SoundDamaged("the archive is too large")
    return left - size
