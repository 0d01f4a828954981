"""The cast file: who speaks with which voice, in TOML."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import isfinite
from typing import cast

import tomli_w

from studio.errors import CastError, CastProblem
from studio.formats.near_names import nearest_first
from studio.model.cast import Casting, Character, Scalar
from studio.model.line import EMOTIONS
from studio.model.project import Project

_WORDS = ("engine", "voice", "model", "emotion")
_RANGES = {"speed": (0.25, 4.0), "pitch": (-24.0, 24.0), "volume": (0.0, 4.0)}
_KEYS = (*_WORDS, *_RANGES, "settings")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")

Table = Mapping[str, object]


def read_cast(text: str, *, source: str, languages: Sequence[str]) -> dict[str, dict[str, Casting]]:
    """The castings by character and language; `engine` is empty where the file names none.

    A character's own keys hold for all `languages`, those under `languages.CODE` for one. Raises
    CastError; whether an engine has the voice is for the caller to check.
    """
    try:
        table = cast(Table, tomllib.loads(text.removeprefix("\ufeff")))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        line = int(place[1]) if place else 0
        raise CastError(CastProblem.MALFORMED, source, value=str(error), line=line) from error
    for key in table:
        if key != "characters":
            raise CastError(CastProblem.BAD_VALUE, source, value=key, known=("characters",))
    return {
        name: _CastReader(source, name).castings(found, languages)
        for name, found in _table(table.get("characters", {}), source, "characters").items()
    }


def _table(value: object, source: str, what: str, character: str = "") -> Table:
    if not isinstance(value, dict):
        raise CastError(CastProblem.BAD_VALUE, source, character, f"{what} = {value!r}")
    return cast(Table, value)


class _CastReader:
    """Reads what a cast file says of one character."""

    def __init__(self, source: str, character: str) -> None:
        self._source = source
        self._character = character

    def castings(self, value: object, languages: Sequence[str]) -> dict[str, Casting]:
        """The castings by language."""
        table = _table(value, self._source, "characters", self._character)
        own = {key: value for key, value in table.items() if key != "languages"}
        base = self._with(Casting("", ""), own)
        others = _table(table.get("languages", {}), self._source, "languages", self._character)
        castings = {code: base for code in languages if base.voice}
        for code, changes in others.items():
            if not _LANGUAGE.fullmatch(code):
                raise self._bad("languages", code)
            fields = _table(changes, self._source, f"languages.{code}", self._character)
            castings[code] = self._with(base, fields)
            if not castings[code].voice:
                raise self._bad(f"languages.{code}.voice", "")
        if not castings and not others:
            raise self._bad("voice", "")
        return castings

    def _with(self, casting: Casting, table: Table) -> Casting:
        for key, value in table.items():
            if key not in _KEYS:
                known = nearest_first(key, (*_KEYS, "languages"))
                raise self._bad(key, "", known)
            if key == "settings":
                casting = replace(casting, settings={**casting.settings, **self._settings(value)})
            elif key in _WORDS:
                casting = replace(casting, **{key: self._word(key, value)})
            else:
                casting = replace(casting, **{key: self._number(key, value)})
        return casting

    def _settings(self, value: object) -> dict[str, Scalar]:
        """The engine's own settings; whether it has them is for the engine to say."""
        found: dict[str, Scalar] = {}
        for name, setting in _table(value, self._source, "settings", self._character).items():
            if not isinstance(setting, str | int | float | bool):
                raise self._bad(f"settings.{name}", setting)
            found[name] = setting
        return found

    def _word(self, key: str, value: object) -> str:
        if not isinstance(value, str):
            raise self._bad(key, value)
        word = value if key == "voice" else value.strip()  # ids are byte-exact, spaces too
        if key == "emotion" and word and word not in EMOTIONS:
            raise self._bad(key, value, EMOTIONS)
        return word

    def _number(self, key: str, value: object) -> float:
        low, high = _RANGES[key]
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._bad(key, value, (f"{low:g} … {high:g}",))
        if not (isfinite(value) and low <= value <= high):
            raise self._bad(key, value, (f"{low:g} … {high:g}",))
        return float(value)

    def _bad(self, key: str, value: object, known: tuple[str, ...] = ()) -> CastError:
        told = f"{key} = {value!r}" if value != "" else key
        return CastError(CastProblem.BAD_VALUE, self._source, self._character, told, known)


def write_cast(project: Project) -> str:
    """The cast of a project as a cast file; characters without a voice are left out."""
    characters = {
        character.name: _character_table(character, project.languages)
        for character in project.cast
        if character.castings
    }
    return tomli_w.dumps({"characters": characters})


def _character_table(character: Character, languages: Sequence[str]) -> dict[str, object]:
    castings = character.castings
    everywhere = bool(languages) and all(code in castings for code in languages)
    base = castings[languages[0]] if everywhere else Casting("", "")
    table = _differences(Casting("", ""), base)
    others: dict[str, object] = {}
    for code, casting in castings.items():
        changes = _differences(base, casting)
        if not everywhere or code not in languages or changes:
            others[code] = changes
    return {**table, **({"languages": others} if others else {})}


def _differences(base: Casting, casting: Casting) -> dict[str, object]:
    found = {
        key: getattr(casting, key) for key in _KEYS if getattr(casting, key) != getattr(base, key)
    }
    if "settings" in found:
        found["settings"] = {
            name: value
            for name, value in casting.settings.items()
            if base.settings.get(name) != value
        }
    return found
