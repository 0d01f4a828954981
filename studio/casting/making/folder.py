"""A folder of samples for a whole cast: a file for each character, or a folder of several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from studio.errors import AudioError, AudioProblem, SampleError, SampleProblem

SOUNDS = frozenset({
    ".wav", ".mp3", ".m4a", ".aac", ".flac", ".ogg", ".opus", ".wma", ".aif", ".aiff", ".amr",
    ".mp4", ".mov", ".mkv", ".webm", ".avi", ".m4v",
})  # fmt: skip
"""Endings of what is taken for a recording; other files are left alone."""

CONSENTS = ("consent.toml", "consent.txt")
PROMPT = "prompt"
"""What the file of a short prompt is called, before its ending; its words are in the .txt."""


@dataclass(frozen=True, slots=True)
class CharacterSamples:
    """What a folder has for one character; `consent` is its own file, else that of the folder.

    `prompt` is a short recording, and `words` what is said in it.
    """

    name: str
    files: tuple[Path, ...]
    consent: Path | None = None
    prompt: Path | None = None
    words: str = ""


def characters_in(folder: Path) -> tuple[CharacterSamples, ...]:
    """The characters of a folder by name: `Lin.wav` or `Lin/one.wav`, with `Lin.toml` beside it
    or `Lin/consent.toml` for a consent of their own, else `consent.toml` of the folder. A prompt is
    `Lin/prompt.wav`, and its words `Lin/prompt.txt`.

    Raises SampleError where no recordings are there, AudioError where no folder is. Blocking.
    """
    try:
        entries = sorted(folder.iterdir(), key=_in_order)
    except OSError as error:
        told = error.strerror or ""
        raise AudioError(AudioProblem.UNREADABLE, str(folder), told) from error
    everybody = _consent_in(folder)
    found: dict[str, CharacterSamples] = {}
    for entry in entries:
        if entry.name.startswith("."):
            continue
        prompt, words = None, ""
        if entry.is_dir():
            sounds, own, name = tuple(_sounds_in(entry)), _consent_in(entry), entry.name
            prompt = next(filter(_is_prompt, sounds), None)
            words = _words_in(entry) if prompt else ""
            files = tuple(each for each in sounds if not _is_prompt(each))
        elif _is_sound(entry):
            own = next(
                filter(Path.is_file, (entry.with_suffix(s) for s in (".toml", ".txt"))), None
            )
            name, files = entry.stem, (entry,)
        else:
            continue
        if files:
            before = found.get(name, CharacterSamples(name, ()))
            found[name] = CharacterSamples(
                name,
                (*before.files, *files),
                own or before.consent or everybody,
                prompt or before.prompt,
                words or before.words,
            )
    if not found:
        raise SampleError(SampleProblem.TOO_FEW, str(folder), f"no recordings in {folder}")
    return tuple(found.values())


def _sounds_in(folder: Path) -> Iterator[Path]:
    for entry in sorted(folder.iterdir(), key=_in_order):
        if _is_sound(entry):
            yield entry


def _is_sound(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in SOUNDS and not path.name.startswith(".")


def _is_prompt(path: Path) -> bool:
    return path.stem.casefold() == PROMPT


def _words_in(folder: Path) -> str:
    """What is said in a prompt, "" where no text says it."""
    try:
        return (folder / f"{PROMPT}.txt").read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _consent_in(folder: Path) -> Path | None:
    return next(filter(Path.is_file, (folder / name for name in CONSENTS)), None)


def _in_order(path: Path) -> list[tuple[int, str]]:
    """By name, with numbers in it by their size: 2 before 10."""
    parts = re.findall(r"\d+|\D+", path.name.casefold())
    return [(int(part) if part.isdecimal() else 0, part) for part in parts]
