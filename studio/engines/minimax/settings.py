"""What can be set of MiniMax's voices besides what every engine has, and its words for it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from studio.engines.minimax.languages import LANGUAGES
from studio.engines.minimax.models import (
    MODELS,
    emotions_of,
    speaks_in_one_breath,
)
from studio.engines.speech import Limits, Range, Setting, SettingKind
from studio.engines.timbre import TIMBRE
from studio.model.cast import Scalar

LONGEST_TEXT = 50_000
"""Characters; what is too long to be spoken at once is ordered."""

SPEEDS, SEMITONES, VOLUMES = Range(0.5, 2.0), Range(-12, 12), Range(0.01, 10.0)
USUAL, LINE = "usual", "line"
"""Choices that stand for nothing being sent."""

MOST_BLENDED = 4
_WEIGHTS = Range(1, 100)

READ_NUMBERS = Setting("read_numbers", SettingKind.SWITCH, False)
NUMBER_READING = Setting(
    "number_reading", SettingKind.CHOICE, USUAL, choices=(USUAL, "basic", "quality")
)
READ_FORMULAS = Setting("read_formulas", SettingKind.SWITCH, False)
SPOKEN_LANGUAGE = Setting("spoken_language", SettingKind.CHOICE, LINE, choices=(LINE, *LANGUAGES))
ONE_BREATH = Setting("one_breath", SettingKind.SWITCH, False)
WATERMARK = Setting("watermark", SettingKind.SWITCH, False)
BLEND = Setting("blend", SettingKind.BLEND, "")

_ALWAYS = (
    *TIMBRE, READ_NUMBERS, NUMBER_READING, READ_FORMULAS, SPOKEN_LANGUAGE, WATERMARK, BLEND,
)  # fmt: skip
NOT_IN_LONG_TEXTS = frozenset({NUMBER_READING.name, READ_FORMULAS.name})
"""What the interface for long texts does not know."""


class BadSetting(Exception):
    """A setting that cannot be sent; the argument says why."""


def limits_of(model: str) -> Limits:
    """What a model takes."""
    settings = (*_ALWAYS, ONE_BREATH) if speaks_in_one_breath(model) else _ALWAYS
    return Limits(MODELS, emotions_of(model), SPEEDS, SEMITONES, VOLUMES, LONGEST_TEXT, settings)


def sent_settings(model: str, wanted: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """Those of the wanted settings that the model has and that say something; raises BadSetting."""
    found: dict[str, Scalar] = {}
    if not wanted:
        return found
    for setting in limits_of(model).settings:
        value = _checked(setting, wanted.get(setting.name, setting.default))
        if value != setting.default:
            found[setting.name] = value
    return found


def blend_of(words: str) -> list[tuple[str, int]]:
    """Voice ids and weights of a blend, `[["id", 60], ["other", 40]]`; raises BadSetting."""
    try:
        found: Any = json.loads(words)
    except ValueError:
        found = None
    pairs: list[Any] = cast("list[Any]", found) if isinstance(found, list) else []
    blend = [(pair[0], pair[1]) for pair in pairs if _is_share(pair)]
    if not pairs or len(blend) != len(pairs) or len(blend) > MOST_BLENDED:
        raise BadSetting(
            f"a blend is a list of up to {MOST_BLENDED} voices, each with a weight from 1 to 100"
        )
    return blend


def _is_share(pair: Any) -> bool:
    match pair:
        case [str(voice), int(weight)] if voice and not isinstance(weight, bool):
            return _WEIGHTS.least <= weight <= _WEIGHTS.most
        case _:
            return False


def _checked(setting: Setting, value: Scalar) -> Scalar:
    """The value as it is sent: a number in its range, a switch, a known choice, a tidy blend."""
    match setting.kind:
        case SettingKind.NUMBER if isinstance(value, int | float) and setting.range:
            return round(setting.range.clamped(value))
        case SettingKind.SWITCH if isinstance(value, bool):
            return value
        case SettingKind.CHOICE if value in setting.choices:
            return value
        case SettingKind.BLEND if isinstance(value, str):
            return json.dumps(blend_of(value), ensure_ascii=False) if value.strip() else ""
        case _:
            raise BadSetting(f"{setting.name} cannot be {value!r}")
