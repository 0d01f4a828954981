"""From a reading to the request MiniMax gets: pure, quick, and the same for the same sound."""

from __future__ import annotations

import json

from studio.engines.minimax.counting import weight
from studio.engines.minimax.languages import named, taken_by
from studio.engines.minimax.models import emotions_of, makes_sounds, usual
from studio.engines.minimax.settings import (
    BLEND,
    LINE,
    LONGEST_TEXT,
    NOT_IN_LONG_TEXTS,
    READ_FORMULAS,
    SEMITONES,
    SPEEDS,
    SPOKEN_LANGUAGE,
    VOLUMES,
    BadSetting,
    sent_settings,
)
from studio.engines.minimax.text import MOST_UNSEEN, spoken_text, unseen_share
from studio.engines.speech import Reading, SpeechRequest
from studio.errors import EngineRefused, NothingToSay
from studio.model.cast import Scalar

AT_ONCE = 10_000
"""A text must be shorter than this to be spoken at once; a Han character may count as two."""

PRONUNCIATIONS = "pronunciations"


def is_long(text: str) -> bool:
    """Whether a text is ordered and fetched later."""
    return weight(text) >= AT_ONCE


def prepared(engine: str, reading: Reading) -> SpeechRequest:
    """The request for a reading; raises EngineRefused for what cannot be said."""
    model = usual(reading.model)
    text = _text(engine, reading, model)
    try:
        settings = sent_settings(model, reading.settings)
    except BadSetting as wrong:
        raise EngineRefused(engine, str(wrong)) from wrong
    if is_long(text):
        if BLEND.name in settings:
            raise EngineRefused(engine, "a text this long cannot be said by a blend of voices")
        settings = {name: settings[name] for name in settings if name not in NOT_IN_LONG_TEXTS}
    if not reading.voice and BLEND.name not in settings:
        raise EngineRefused(engine, "no voice is chosen")
    voice = "" if BLEND.name in settings else reading.voice
    wanted = str(settings.pop(SPOKEN_LANGUAGE.name, LINE))
    language = taken_by(model, named(reading.language) if wanted == LINE else wanted)
    settings |= _manner(reading, model) | _pronunciations(reading, text)
    return SpeechRequest(engine, model, voice, language, text, settings)


def _text(engine: str, reading: Reading, model: str) -> str:
    """The text as it is sent; raises EngineRefused."""
    if len(reading.text) > 4 * LONGEST_TEXT:
        raise EngineRefused(engine, f"the line is longer than {LONGEST_TEXT} characters")
    if unseen_share(reading.text) > MOST_UNSEEN:
        raise EngineRefused(engine, "a tenth of the text is control characters")
    formulas = reading.settings.get(READ_FORMULAS.name) is True
    text = spoken_text(reading.text, sounds=makes_sounds(model), formulas=formulas)
    if is_long(text):
        text = spoken_text(reading.text, sounds=makes_sounds(model), pauses=False)
    if not text:
        raise NothingToSay(engine, "there is nothing to say")
    if len(text) > LONGEST_TEXT:
        raise EngineRefused(engine, f"the line is longer than {LONGEST_TEXT} characters")
    return text


def _manner(reading: Reading, model: str) -> dict[str, Scalar]:
    """Speed, pitch, volume and emotion where they are not as the voice is by itself."""
    speed = round(SPEEDS.clamped(reading.speed), 2)
    volume = round(VOLUMES.clamped(reading.volume), 2)
    pitch = round(SEMITONES.clamped(reading.pitch))
    found: dict[str, Scalar] = {}
    if speed != 1:
        found["speed"] = speed
    if volume != 1:
        found["volume"] = volume
    if pitch:
        found["pitch"] = pitch
    # No word is sent for `neutral` or for what the model cannot feel: it then goes by the text.
    if reading.emotion in emotions_of(model):
        found["emotion"] = reading.emotion
    return found


def _pronunciations(reading: Reading, text: str) -> dict[str, Scalar]:
    """Those that occur in the text; one with a slash in what is written cannot be sent."""
    said: dict[str, str] = {}
    for written, spoken in reading.pronunciations:
        heard = " ".join(spoken.split())
        if written and heard and "/" not in written and written in text:
            said.setdefault(written, heard)
    if not said:
        return {}
    return {PRONUNCIATIONS: json.dumps(sorted(said.items()), ensure_ascii=False)}
