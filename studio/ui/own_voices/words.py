"""What one's own voices, their states and their clocks are called in the window."""

from __future__ import annotations

import datetime
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from studio.casting.where_used import Use
from studio.engines.voice_making import Making, MakingStep
from studio.model.consent import Ground
from studio.store.voice_library_entry import DAY_S, OwnVoice, VoiceOrigin, VoiceState
from studio.ui.languages import language_name
from studio.ui.own_voices.outcome import was_stopped
from studio.ui.own_voices.snapshot import Entry, is_gone, is_soon

HOUR_S = 3600.0
MINUTE_S = 60.0


class Look(StrEnum):
    """How a state is shown; the names are colours of the theme."""

    PLAIN = "text"
    QUIET = "muted"
    WORKING = "speaking"
    GOOD = "ready"
    WARNING = "stale"
    BAD = "failed"


def _tr(text: str) -> str:
    return QCoreApplication.translate("OwnVoices", text)


def origin_name(origin: VoiceOrigin) -> str:
    """How a voice came to be."""
    names = {
        VoiceOrigin.CLONE: _tr("Recordings"),
        VoiceOrigin.DESIGN: _tr("Description"),
        VoiceOrigin.MIX: _tr("Mix"),
    }
    return names[origin]


def ground_name(ground: Ground) -> str:
    """On what ground a voice may be cloned."""
    names = {
        Ground.OWN_VOICE: _tr("Own voice"),
        Ground.WRITTEN_AGREEMENT: _tr("Written agreement"),
        Ground.EMPLOYMENT: _tr("Employment contract"),
        Ground.LICENCE: _tr("Licence"),
        Ground.PUBLIC_DOMAIN: _tr("Public domain"),
        Ground.SYNTHETIC: _tr("Synthetic voice"),
    }
    return names[ground]


def state_words(entry: Entry, now: float, making: Making | None = None) -> str:
    """How far a voice is, in a few words."""
    voice = entry.voice
    if voice.removed_at:
        return _tr("Removed")
    if was_stopped(voice):
        return _tr("Stopped")
    if is_gone(voice, now):
        return _tr("Gone")
    if is_soon(voice, now):
        return _tr("Ready, forgotten soon")
    match voice.state:
        case VoiceState.WAITING:
            return _waiting_words(entry)
        case VoiceState.UPLOADING | VoiceState.CLONING:
            return _step_words(making) if making else _tr("Being made")
        case _:
            names = {
                VoiceState.UNSURE: _tr("In doubt"),
                VoiceState.READY: _tr("Ready"),
                VoiceState.FAILED: _tr("Failed"),
            }
            return names.get(voice.state, voice.state.value)


def _waiting_words(entry: Entry) -> str:
    if entry.held_up is not None:
        return _tr("Waiting for its account")
    if entry.turn > 1:
        return _tr("Waiting, no. {n} in line").format(n=entry.turn)
    return _tr("Waiting, next in line")


def _step_words(making: Making) -> str:
    match making.step:
        case MakingStep.WAITING:
            return _tr("Waits for its turn")
        case MakingStep.UPLOADING if making.of > 1:
            return _tr("Uploading {n} of {of}").format(n=making.number, of=making.of)
        case MakingStep.UPLOADING:
            return _tr("Uploading")
        case MakingStep.SETTLING:
            return _tr("Looking for it")
        case MakingStep.FETCHING:
            return _tr("Fetching the preview")
        case _:
            return _tr("Being made")


def look_of(voice: OwnVoice, now: float) -> Look:
    """How its state is shown."""
    if voice.removed_at or was_stopped(voice):
        return Look.QUIET
    if is_gone(voice, now) or voice.state is VoiceState.FAILED:
        return Look.BAD
    if voice.state is VoiceState.UNSURE or is_soon(voice, now):
        return Look.WARNING
    if voice.state is VoiceState.READY:
        return Look.GOOD
    return Look.QUIET if voice.state is VoiceState.WAITING else Look.WORKING


def clock_words(voice: OwnVoice, now: float) -> str:
    """How long the service still keeps a voice that did not speak; empty where no clock runs."""
    expires = voice.expires_at
    if expires is None or voice.removed_at:
        return ""
    if now >= expires:
        return _tr("over")
    return _tr("{time} left").format(time=span_words(expires - now))


def span_words(seconds: float) -> str:
    """A length of time in two of its units: `6 d 3 h`, `3 h 20 min`, `20 min`."""
    minutes = max(int(seconds // MINUTE_S), 1)
    days, rest = divmod(minutes, int(DAY_S // MINUTE_S))
    hours, minutes = divmod(rest, 60)
    if days:
        return _tr("{d} d {h} h").format(d=days, h=hours) if hours else _tr("{d} d").format(d=days)
    if hours:
        told = _tr("{h} h {m} min") if minutes else _tr("{h} h")
        return told.format(h=hours, m=minutes)
    return _tr("{m} min").format(m=minutes)


def day_words(day: datetime.date | None, none: str = "") -> str:
    """A day as the person's system writes it."""
    if day is None:
        return none
    written = QDate(day.year, day.month, day.day)
    return QLocale().toString(written, QLocale.FormatType.ShortFormat)


def moment_words(moment: float) -> str:
    """The day of a moment in seconds since 1970, empty for never."""
    return day_words(datetime.date.fromtimestamp(moment)) if moment else ""


def languages_words(voice: OwnVoice) -> str:
    """The languages it was made for."""
    return ", ".join(map(language_name, voice.languages))


def consent_words(voice: OwnVoice) -> str:
    """Until when its consent holds, for the table."""
    if voice.consent is None:
        return ""
    return day_words(voice.consent.until, _tr("no end"))


def uses_words(entry: Entry) -> str:
    """Who speaks with it in the open project: each name once."""
    names = dict.fromkeys(who_speaks(use) for use in entry.uses)
    return ", ".join(names)


def who_speaks(use: Use) -> str:
    """The character of a use, or that it is a line of nobody."""
    return use.character.name if use.character else _tr("a line")


def use_words(use: Use) -> str:
    """One place where a voice speaks, in a line of its own."""
    who = f"{who_speaks(use)} ({language_name(use.language)})"
    if use.line is not None:
        told = _tr("{who}, one line: “{words}”")
        who = told.format(who=who, words=_short(use.line.words(use.language)))
    return _tr("{who}, mixed in").format(who=who) if use.blended else who


def _short(words: str, longest: int = 40) -> str:
    words = " ".join(words.split())
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
