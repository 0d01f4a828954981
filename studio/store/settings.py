"""What the person using the studio chose, in one readable file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from studio.errors import SettingsError

THEMES = ("system", "dark", "light")
RECENT_LIMIT = 20
HIGHEST_CAP = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """All choices with their defaults; paths and names are empty where nothing was chosen.

    `writer` is the account that writes and translates, `text_model` the model it is asked for.
    The caps are the most characters that may be billed in a run and in a day, 0 without limit.
    `clones_at_once` is how many voices are made at a time on this machine, 1 or 2.
    `others` are keys this studio does not know; they are written back as they were read.
    """

    theme: str = "system"
    window_language: str = ""
    engine: str = "offline"
    writer: str = ""
    text_model: str = ""
    ffmpeg: str = ""
    output_device: str = ""
    input_device: str = ""
    cap_per_run: int = 0
    cap_per_day: int = 0
    clones_at_once: int = 1
    recent: tuple[str, ...] = ()
    shortcuts: Mapping[str, str] = field(default_factory=dict[str, str])
    others: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def having_opened(self, path: str) -> Settings:
        """The settings with a project at the head of the recent ones."""
        rest = tuple(known for known in self.recent if known != path)
        return replace(self, recent=(path, *rest)[:RECENT_LIMIT])


def load(path: Path) -> tuple[Settings, SettingsError | None]:
    """The settings of a file, and what was wrong with it; defaults where there is none.

    A file that is no TOML is moved aside, where it can be looked at, and named in the error's
    detail; a single value of the wrong kind is kept among `others` until it is chosen anew.
    """
    if not path.exists():
        return Settings(), None
    import tomllib  # not needed at the first start

    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings(), None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return Settings(), _set_aside(path, str(error))
    except OSError as error:
        return Settings(), _unreadable(path, error)
    known = {name: value for name, value in found.items() if _fits(name, value)}
    others = {name: value for name, value in found.items() if name not in known}
    if "recent" in known:
        known["recent"] = tuple(known["recent"])
    misfits = sorted(_NAMES & others.keys())
    error = None
    if misfits:
        error = _malformed(path, ", ".join(misfits))
    return Settings(**known, others=others), error


def save(settings: Settings, path: Path) -> None:
    """Write the settings, whole or not at all; raises SettingsError UNWRITABLE."""
    import tomli_w  # the window waits for reading only

    from studio.store.atomic import write_whole

    ours = {name: getattr(settings, name) for name in _ORDER}
    ours["recent"] = list(settings.recent)
    ours["shortcuts"] = dict(settings.shortcuts)
    chosen = {name: value for name, value in ours.items() if value}
    text = tomli_w.dumps({**settings.others, **chosen})
    try:
        write_whole(path, text)
    except OSError as error:
        raise _unreadable(path, error) from error


_ORDER = tuple(item.name for item in fields(Settings) if item.name != "others")
_NAMES = frozenset(_ORDER)


def _fits(name: str, value: object) -> bool:
    """Whether a value of the file can be used for the setting of this name."""
    if name == "theme":
        return value in THEMES
    if name in ("cap_per_run", "cap_per_day"):
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= HIGHEST_CAP
    if name == "clones_at_once":
        return value is not True and value in (1, 2)
    if name == "recent":
        return isinstance(value, list) and _are_words(cast("list[object]", value))
    if name == "shortcuts":
        table = cast("dict[str, object]", value) if isinstance(value, dict) else {"": 0}
        return _are_words(list(table.values()))
    return name in _NAMES and isinstance(value, str)


def _are_words(values: list[object]) -> bool:
    return all(isinstance(value, str) for value in values)


def _set_aside(path: Path, detail: str) -> SettingsError:
    """Move a file that cannot be read out of the way, over no other one."""
    from studio.store.aside import name_aside  # a start usually has none

    aside = name_aside(path, "unreadable")
    try:
        path.rename(aside)
    except OSError as error:
        return _unreadable(path, error)
    return _malformed(path, f"{detail} → {aside.name}")


def _malformed(path: Path, detail: str) -> SettingsError:
    from studio.errors import SettingsError, SettingsProblem  # a start usually has none

    return SettingsError(SettingsProblem.MALFORMED, str(path), detail)


def _unreadable(path: Path, error: OSError) -> SettingsError:
    from studio.errors import SettingsError, SettingsProblem

    return SettingsError(SettingsProblem.UNWRITABLE, str(path), error.strerror or str(error))
