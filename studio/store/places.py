"""Where the studio keeps what belongs to the person and not to a project."""

from __future__ import annotations

from pathlib import Path

import platformdirs

_NAME = "understudy"


def config_folder() -> Path:
    """The folder of settings; made when missing."""
    return platformdirs.user_config_path(_NAME, appauthor=False, ensure_exists=True)


def data_folder() -> Path:
    """The folder of the voice library and of backups; made when missing."""
    return platformdirs.user_data_path(_NAME, appauthor=False, ensure_exists=True)


def cache_folder() -> Path:
    """The folder of what can be made again at any time; made when missing."""
    return platformdirs.user_cache_path(_NAME, appauthor=False, ensure_exists=True)


def settings_file() -> Path:
    """The file of settings."""
    return config_folder() / "settings.toml"


def accounts_file() -> Path:
    """The file with the list of accounts, no key in it; its folder is not made yet."""
    return platformdirs.user_config_path(_NAME, appauthor=False) / "accounts.toml"


def ledger_file() -> Path:
    """The file of what was billed; its folder is not made yet."""
    return platformdirs.user_data_path(_NAME, appauthor=False) / "ledger.sqlite"


def voice_marks_file() -> Path:
    """The file of favourite voices and those used last; its folder is not made yet."""
    return platformdirs.user_data_path(_NAME, appauthor=False) / "voice-marks.json"


def voice_library_folder() -> Path:
    """The folder of the voices a person made; it is not made yet, and then private."""
    return platformdirs.user_data_path(_NAME, appauthor=False) / "voices"


def backup_folder() -> Path:
    """The folder of project backups; made when missing."""
    folder = data_folder() / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
