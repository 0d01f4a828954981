"""What is to be known of castings with a voice of one's own: consent, clock, gone."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Signal

from studio.bridge import TaskScope
from studio.model.account import service_of
from studio.model.cast import Casting
from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import OwnVoice, VoiceOrigin
from studio.ui.own_voices.snapshot import consent_over, is_gone, is_soon
from studio.ui.own_voices.words import clock_words, day_words, origin_name


@dataclass(frozen=True, slots=True)
class OwnMark:
    """A voice of one's own in a casting: its picture, what is said of it, and how grave that is.

    `role` is a role of the theme: caption, stale for a warning, failed.
    """

    name: str
    icon: str
    words: str
    role: str = "caption"


class OwnMarks(QObject):
    """The library as it was read last; whoever changes it has it read again."""

    changed = Signal()

    def __init__(self, library: VoiceLibrary, tasks: TaskScope, parent: QObject) -> None:
        super().__init__(parent)
        self._library = library
        self._tasks = tasks
        self._voices: Mapping[tuple[str, str], OwnVoice] = {}
        self._now = 0.0

    def look(self) -> None:
        """Read the library, in a thread."""
        self._tasks.start(self._look())

    def mark_of(self, casting: Casting) -> OwnMark | None:
        """What is to be known of a casting, None for a voice from a catalogue."""
        if not self._voices:
            return None
        service = service_of(casting.engine)
        blends = (str(value) for value in casting.settings.values() if _is_blend(value))
        found = (self._voices.get((service, id)) for id in (*blends, casting.voice))
        voice = next(filter(None, found), None)
        return _mark(voice, self._now) if voice else None

    async def _look(self) -> None:
        voices, now = await asyncio.to_thread(_read, self._library)
        self._voices = {(voice.service, _id_of(voice)): voice for voice in voices}
        self._now = now
        self.changed.emit()


def _read(library: VoiceLibrary) -> tuple[tuple[OwnVoice, ...], float]:
    """What castings may name, the removed ones first: of two of one id the one that is there wins.

    A mix that was removed is no loss: castings have its parts.
    """
    removed = (v for v in library.voices(removed=True) if v.voice)
    there = (v for v in library.voices() if v.voice or v.origin is VoiceOrigin.MIX)
    return (*removed, *there), library.now


def _is_blend(value: object) -> bool:
    return isinstance(value, str) and value.startswith("[")


def _id_of(voice: OwnVoice) -> str:
    """What a casting with it has; a mix is known by its parts, as castings keep them."""
    if voice.origin is VoiceOrigin.MIX:
        return json.dumps([list(part) for part in voice.parts], ensure_ascii=False)
    return voice.voice


def _mark(voice: OwnVoice, now: float) -> OwnMark:
    made = _tr("Own voice {name} · {origin}")
    told = [made.format(name=voice.name, origin=origin_name(voice.origin))]
    consent, icon, role = voice.consent, "own-voice", "caption"
    if consent is not None:
        until = day_words(consent.until, _tr("without end"))
        told.append(_tr("consent of {who}: {until}").format(who=consent.speaker, until=until))
    if voice.removed_at:
        told.append(_tr("removed from your voices"))
        return OwnMark(voice.name, "warning", " · ".join(told), "failed")
    if clock := clock_words(voice, now):
        told.append(_tr("{clock}, unless it speaks a line").format(clock=clock))
    if is_soon(voice, now):
        icon, role = "clock", "stale"
    if consent_over(voice, now):
        told.append(_tr("the consent is over"))
        icon, role = "warning", "failed"
    if is_gone(voice, now):
        told.append(_tr("gone at the service"))
        icon, role = "warning", "failed"
    return OwnMark(voice.name, icon, " · ".join(told), role)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Cast", text)
