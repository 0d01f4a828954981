"""A folder of samples for a whole cast: a file for each character, or a folder of several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from studio.errors import SampleError, SampleProblem

SOUNDS = frozenset({
    ".wav", ".mp3", ".m4a", ".aac", ".flac", ".ogg", ".opus", ".wma", ".aif", ".aiff", ".amr",
    ".mp4", ".mov", ".mkv", ".webm", ".avi", ".m4v",
})  # fmt: skip
"""Endings of what is taken for a recording; other files are left alone."""

CONSENTS = ("consent.toml", "consent.txt")


@dataclass(frozen=True, slots=True)
class CharacterSamples:
    """What a folder has for one character; `consent` is its own file, else that of the folder."""

    name: str
    files: tuple[Path, ...]
    consent: Path | None = None


def characters_in(folder: Path) -> tuple[CharacterSamples, ...]:
    """The characters of a folder by name: `Lin.wav` or `Lin/one.wav`, with `Lin.toml` beside it
    or `Lin/consent.toml` for a consent of their own, else `consent.toml` of the folder.

    Raises SampleError where nothing is there. Blocking.
    """
    try:
        entries = sorted(folder.iterdir(), key=_in_order)
    except OSError as error:
        told = error.strerror or ""
        raise SampleError(SampleProblem.TOO_FEW, str(folder), told) from error
    everybody = _consent_in(folder)
    found: dict[str, CharacterSamples] = {}
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            name, files, own = entry.name, tuple(_sounds_in(entry)), _consent_in(entry)
        elif _is_sound(entry):
            own = next(
                filter(Path.is_file, (entry.with_suffix(s) for s in (".toml", ".txt"))), None
            )
            name, files = entry.stem, (entry,)
        else:
            continue
        if files:
            before = found[name].files if name in found else ()
            found[name] = CharacterSamples(name, (*before, *files), own or everybody)
    if not found:
        raise SampleError(SampleProblem.TOO_FEW, str(folder), "no recordings in the folder")
    return tuple(found.values())


def _sounds_in(folder: Path) -> Iterator[Path]:
    for entry in sorted(folder.iterdir(), key=_in_order):
        if _is_sound(entry):
            yield entry


def _is_sound(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in SOUNDS and not path.name.startswith(".")


def _consent_in(folder: Path) -> Path | None:
    return next(filter(Path.is_file, (folder / name for name in CONSENTS)), None)


def _in_order(path: Path) -> list[tuple[int, str]]:
    """By name, with numbers in it by their size: 2 before 10."""
    parts = re.findall(r"\d+|\D+", path.name.casefold())
    return [(int(part) if part.isdecimal() else 0, part) for part in parts]
