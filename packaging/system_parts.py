"""Finds which libraries, fonts and programs the system lacks, and installs them with apt."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

PACKAGE_LIST = Path(__file__).with_name("system-packages.toml")
APT_INSTALL = ("apt-get", "install", "--yes", "--no-install-recommends")


class SystemIncomplete(Exception):
    """Something the system must bring is missing; its text tells a person what to do."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing the system brings: Debian's package, and what it is recognised by."""

    package: str
    kind: str
    mark: str

    def is_there(self) -> bool:
        """Whether the system has it, wherever it came from."""
        return _CHECKS[self.kind](self.mark)


def listed_parts(purpose: str, package_list: Path = PACKAGE_LIST) -> tuple[Part, ...]:
    """The parts listed for a purpose, `studio` or `tests`."""
    kinds: Mapping[str, Mapping[str, str]] = tomllib.loads(package_list.read_text("utf-8"))[purpose]
    return tuple(
        Part(package, kind, mark)
        for kind, marks in kinds.items()
        for package, mark in marks.items()
    )


def environment_part() -> Part:
    """What makes virtual environments; Debian keeps it apart from Python itself."""
    major, minor = sys.version_info[:2]
    return Part(f"python{major}.{minor}-venv", "modules", "ensurepip")


def missing(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts the system lacks."""
    return tuple(part for part in parts if not part.is_there())


def require(parts: Iterable[Part]) -> None:
    """Install what is missing, or raise SystemIncomplete saying how a person can."""
    lacking = missing(parts)
    if lacking and _may_install():
        print(f"Installing system packages: {_packages(lacking)}", flush=True)
        trouble = _install(lacking)
        lacking = missing(lacking)
        if lacking and trouble:
            raise SystemIncomplete(f"apt-get could not install {_packages(lacking)}: {trouble}")
    if lacking:
        raise SystemIncomplete(_remedy(lacking))


def _may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def _install(parts: tuple[Part, ...]) -> str:
    """Run apt; the last line of its complaint, empty when it had none."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    trouble = ""
    for command in (("apt-get", "update"), (*APT_INSTALL, *(part.package for part in parts))):
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, errors="replace", check=False
        )
        trouble = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        trouble = "" if done.returncode == 0 else trouble
    return trouble


def _remedy(parts: tuple[Part, ...]) -> str:
    if shutil.which("apt-get") is None:
        return f"The system lacks {_marks(parts)}: install what brings them and run this again."
    sudo = "" if os.geteuid() == 0 else "sudo "
    command = f"{sudo}{' '.join(APT_INSTALL)} {_packages(parts)}"
    return f"The system lacks some packages: install them and run this again.\n\n    {command}\n"


def _packages(parts: tuple[Part, ...]) -> str:
    return " ".join(part.package for part in parts)


def _marks(parts: tuple[Part, ...]) -> str:
    words = {"fonts": "a font for {} text", "modules": "Python's module {}"}
    return ", ".join(words.get(part.kind, "{}").format(part.mark) for part in parts)


def _library_loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _program_is_on_the_path(name: str) -> bool:
    return shutil.which(name) is not None


def _module_is_there(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


class _FontSet(ctypes.Structure):
    """fontconfig's list of fonts."""

    _fields_ = (("count", ctypes.c_int), ("room", ctypes.c_int), ("fonts", ctypes.c_void_p))


def _font_writes(language: str) -> bool:
    """Whether fontconfig, which Qt asks too, knows a font for the language."""
    try:
        fontconfig = ctypes.CDLL("libfontconfig.so.1")
    except OSError:
        return False
    for function in ("FcInitLoadConfigAndFonts", "FcNameParse", "FcObjectSetCreate"):
        getattr(fontconfig, function).restype = ctypes.c_void_p
    fontconfig.FcFontList.restype = ctypes.POINTER(_FontSet)
    found = fontconfig.FcFontList(
        ctypes.c_void_p(fontconfig.FcInitLoadConfigAndFonts()),
        ctypes.c_void_p(fontconfig.FcNameParse(f":lang={language}".encode())),
        ctypes.c_void_p(fontconfig.FcObjectSetCreate()),
    )
    return bool(found) and found.contents.count > 0


_CHECKS = {
    "libraries": _library_loads,
    "programs": _program_is_on_the_path,
    "modules": _module_is_there,
    "fonts": _font_writes,
}
