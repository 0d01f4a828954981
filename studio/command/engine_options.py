"""Options of an engine from the words of a command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from studio.engines.speech import Setting, SettingKind
from studio.model.cast import Scalar

_YES = {"yes": True, "true": True, "on": True, "1": True}
_NO = {"no": False, "false": False, "off": False, "0": False}


def options_of(pairs: Iterable[tuple[str, str]], known: Iterable[Setting]) -> Mapping[str, Scalar]:
    """The values as the engine's settings have them; what fits none stays words, to be refused."""
    settings = {setting.name: setting for setting in known}
    return {name: _value(settings.get(name), words) for name, words in pairs}


def _value(setting: Setting | None, words: str) -> Scalar:
    if setting is None:
        return words
    if setting.kind is SettingKind.SWITCH:
        return {**_YES, **_NO}.get(words.casefold(), words)
    if setting.kind is SettingKind.NUMBER:
        try:
            return float(words)
        except ValueError:
            return words
    return words
