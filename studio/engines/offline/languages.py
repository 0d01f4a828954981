"""The languages espeak-ng has, and what it calls the ones a script names."""

from __future__ import annotations

import re
from pathlib import Path

_NAMED = re.compile(r"^language\s+(\S+)", re.MULTILINE)
_DICTIONARY = re.compile(r"^dictionary\s+(\S+)", re.MULTILINE)

UNHEARD = frozenset({"chr"})
"""Voices that espeak-ng 1.52 lists, with a dictionary, and that say nothing."""

ALIASES = {
    "en": "en-us",
    "en-au": "en-gb",
    "en-ie": "en-gb",
    "en-in": "en-gb",
    "en-nz": "en-gb",
    "en-za": "en-gb",
    "zh": "cmn",
    "zh-hk": "yue",
    "zh-mo": "yue",
    "zh-hant-hk": "yue",
    "zh-hant-mo": "yue",
    "zh-yue": "yue",
    "zh-hak": "hak",
    "no": "nb",
    "nn": "nb",
    "pt-pt": "pt",
    "iw": "he",
    "in": "id",
    "sh": "hr",
    "fr": "fr-fr",
    "es-ar": "es-419",
    "es-cl": "es-419",
    "es-co": "es-419",
    "es-mx": "es-419",
    "es-pe": "es-419",
    "es-us": "es-419",
}
"""Codes scripts use, in lower case, and espeak-ng's own."""


class Languages:
    """The languages of one set of espeak-ng data, read when first asked for."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._voices: dict[str, str] = {}

    @property
    def codes(self) -> frozenset[str]:
        """Every code espeak-ng speaks, such as `cmn` or `en-gb`, in lower case."""
        return frozenset(self._by_code())

    def spoken_as(self, language: str) -> str:
        """espeak-ng's code for a script's language, empty when it has none.

        A tag that is not known as it stands, `zh-Hans-CN`, loses its last part until one is.
        """
        code = language.strip().replace("_", "-").casefold()
        while code:
            meant = ALIASES.get(code, code)
            if meant in self._by_code():
                return meant
            code = code.rpartition("-")[0]
        return ""

    def voice_of(self, code: str) -> str:
        """The voice of a code, to which a variant may be added; `fr` for `fr-fr`."""
        return self._by_code()[code]

    def _by_code(self) -> dict[str, str]:
        if not self._voices:
            files = sorted(path for path in (self._data / "lang").rglob("*") if path.is_file())
            for path in files:
                self._add(path.name.lower(), path.read_text(encoding="utf-8", errors="replace"))
        return self._voices

    def _add(self, voice: str, description: str) -> None:
        """Take in a voice that has a dictionary; a variety of a known language by its own name."""
        dictionary = _DICTIONARY.search(description)
        words = dictionary[1] if dictionary else voice.partition("-")[0]
        if voice in UNHEARD or not (self._data / f"{words}_dict").exists():
            return
        named = _NAMED.search(description)
        code = named[1].lower() if named else voice
        self._voices[voice if code in self._voices else code] = voice
