"""What works on this machine: packages, sound, keyring, engines, display, fonts, folders."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from studio import __version__
from studio.audio.decode import ingest
from studio.audio.effects.presets import EFFECTS
from studio.audio.ffmpeg import ffmpeg_version
from studio.audio.treatment import treating_works
from studio.command.counting import counted
from studio.engines.speech import Reading, SpeaksLines, Voice
from studio.errors import StudioError
from studio.model.account import service_of
from studio.model.span import seconds
from studio.store.credentials import keyring_state
from studio.store.places import cache_folder, config_folder, data_folder
from studio.wording import sentence

PACKAGES = (
    "PySide6-Essentials",
    "PySide6-Addons",
    "qasync",
    "httpx",
    "pydub",
    "keyring",
    "numpy",
    "soundfile",
    "soxr",
    "python-stretch",
    "pedalboard",
    "imageio-ffmpeg",
    "espeakng-loader",
)
WORD = {"zh": "你好。", "ja": "こんにちは。", "ko": "안녕하세요."}
ENGINE_PATIENCE = 60.0
PROGRAM_PATIENCE = 10.0
ENOUGH_SPACE = 2 << 30
"""Bytes free in the data folder below which recordings and exports soon fail."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; without a `needed` one the studio cannot do its work."""

    what: str
    works: bool
    detail: str
    needed: bool = True


async def examine(engines: Mapping[str, SpeaksLines]) -> tuple[Finding, ...]:
    """Look at everything; nothing is changed, and nothing is asked that costs money."""
    parts: tuple[Callable[[], Finding], ...] = (_python, _packages, _display, _sound, _keyring)
    rest: tuple[Callable[[], Finding], ...] = (_ffmpeg, _effects, _chinese_font, _space)
    found = [await asyncio.to_thread(part) for part in parts]
    found += [await _engine(engine) for engine in engines.values()]
    found += [await asyncio.to_thread(part) for part in rest]
    for what, folder in (
        ("settings folder", config_folder),
        ("data folder", data_folder),
        ("cache folder", cache_folder),
    ):
        found.append(await asyncio.to_thread(_folder, what, folder))
    return tuple(found)


def _python() -> Finding:
    number = ".".join(str(part) for part in sys.version_info[:3])
    new_enough = sys.version_info >= (3, 11)
    told = f"{number}, Understudy {__version__}"
    return Finding("Python", new_enough, told if new_enough else f"{told}; 3.11 is needed")


def _packages() -> Finding:
    found: dict[str, str] = {}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    missing = [name for name, number in found.items() if not number]
    if missing:
        return Finding("packages", False, f"run `make setup`: there is no {', '.join(missing)}")
    qt = found["PySide6-Essentials"]
    if sys.version_info < (3, 12) and tuple(int(n) for n in qt.split(".")[:2]) >= (6, 12):
        told = f"run `make setup`: PySide6 {qt} crashes on this Python"
        return Finding("packages", False, told)
    return Finding("packages", True, ", ".join(f"{name} {n}" for name, n in found.items()))


def _display() -> Finding:
    name = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
    if sys.platform in ("win32", "darwin"):
        name = "the desktop's"
    told = name or "none; `understudy render` works without, the window does not"
    return Finding("display", bool(name), told, needed=False)


def _sound() -> Finding:
    if not sys.platform.startswith("linux"):
        return Finding("sound output", True, "the system's", needed=False)
    for name, path in _sound_servers():
        if _answers(path):
            return Finding("sound output", True, f"{name} at {path}", needed=False)
    told = "no sound server answers; start PipeWire or PulseAudio. Exporting works without"
    return Finding("sound output", False, told, needed=False)


def _sound_servers() -> list[tuple[str, str]]:
    """Where PulseAudio and PipeWire listen, those named by the environment first."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    named = os.environ.get("PULSE_SERVER", "").removeprefix("unix:")
    servers = [("PulseAudio", named)] if named.startswith("/") else []
    if runtime:
        servers.append(("PulseAudio", f"{runtime}/pulse/native"))
        servers.append(("PipeWire", f"{runtime}/{os.environ.get('PIPEWIRE_REMOTE', 'pipewire-0')}"))
    return servers


def _answers(path: str) -> bool:
    """Whether something listens at a local socket."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(1.0)
        try:
            line.connect(path)
        except OSError:
            return False
    return True


def _keyring() -> Finding:
    state = keyring_state()
    if state.works:
        return Finding("keyring", True, state.name, needed=False)
    told = (
        f"{state.why_not}; start GNOME Keyring or KWallet to keep keys, or give them in the "
        "environment (MINIMAX_API_KEY, USEAPI_TOKEN, CHAT_API_KEY). Offline voices need none"
    )
    return Finding("keyring", False, told, needed=False)


async def _engine(engine: SpeaksLines) -> Finding:
    """Let an engine say a word, if that is free; the studio works without those of accounts."""
    what, needed = f"engine {engine.name}", service_of(engine.name) == engine.name
    try:
        async with asyncio.timeout(ENGINE_PATIENCE):
            return Finding(what, True, await _said(engine), needed)
    except StudioError as error:
        return Finding(what, False, sentence(error), needed)
    except TimeoutError:
        return Finding(what, False, f"said nothing for {ENGINE_PATIENCE:.0f} s", needed)


async def _said(engine: SpeaksLines) -> str:
    voices = await engine.voices()
    if not voices:
        return "offers no voices"
    request = engine.prepare(_reading(voices[0]))
    price = engine.price(request)
    if price.amount or price.billed_characters:
        return f"{counted(len(voices), 'voice')}; not asked to speak, as that costs"
    began = time.monotonic()
    speech = await engine.speak(request)
    spent = time.monotonic() - began
    samples = await asyncio.to_thread(ingest, speech.data)
    length = seconds(len(samples))
    return f"{counted(len(voices), 'voice')}; said {length:.1f} s of sound in {spent:.2f} s"


def _reading(voice: Voice) -> Reading:
    language = voice.languages[0] if voice.languages else "en"
    return Reading(WORD.get(language, "Hello."), language, voice.id)


def _ffmpeg() -> Finding:
    try:
        return Finding("ffmpeg", True, ffmpeg_version())
    except StudioError as error:
        return Finding("ffmpeg", False, sentence(error))


def _effects() -> Finding:
    try:
        treating_works()
    except StudioError as error:
        return Finding("effects", False, sentence(error), needed=False)
    return Finding("effects", True, ", ".join(["tempo", *EFFECTS]), needed=False)


def _chinese_font() -> Finding:
    what = "Chinese font"
    program = shutil.which("fc-list")
    if program is None:
        known = sys.platform in ("win32", "darwin")
        told = "the system's" if known else "cannot be told without fontconfig's fc-list"
        return Finding(what, known, told, needed=False)
    try:
        said = subprocess.run(
            [program, ":lang=zh", "family"],
            capture_output=True,
            text=True,
            timeout=PROGRAM_PATIENCE,
            check=False,
        ).stdout
    except (OSError, subprocess.TimeoutExpired) as error:
        return Finding(what, False, str(error), needed=False)
    families = sorted({line.split(",")[0].strip() for line in said.splitlines() if line.strip()})
    told = ", ".join(families[:3]) or "none; install one such as Noto Sans CJK"
    return Finding(what, bool(families), told, needed=False)


def _space() -> Finding:
    try:
        folder = data_folder()
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return Finding("disk space", False, str(error), needed=False)
    return Finding("disk space", free >= ENOUGH_SPACE, f"{free / 1e9:.1f} GB free", needed=False)


def _folder(what: str, find: Callable[[], Path]) -> Finding:
    """Whether a folder is there, or can be made, and takes a file."""
    try:
        folder = find()
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"works")
            file.flush()
    except OSError as error:
        return Finding(what, False, str(error))
    return Finding(what, True, str(folder))
