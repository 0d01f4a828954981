"""Voices found by what a person knows of them: words, language, gender, age, kind, engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from studio.engines.speech import Voice
from studio.model.account import service_of
from studio.store.voice_marks import VoiceMarks


@dataclass(frozen=True, slots=True)
class VoiceWish:
    """What a voice shall be like; what is empty does not matter.

    Each word of `words` has to stand somewhere in the voice's name, id, style, age or gender.
    `engine` is a service or one account of it.
    """

    words: str = ""
    language: str = ""
    gender: str = ""
    age: str = ""
    kind: str = ""
    engine: str = ""
    favourites: bool = False


def matching(voices: Iterable[Voice], wish: VoiceWish, marks: VoiceMarks) -> tuple[Voice, ...]:
    """The voices that fit, favourites first, then those used last, else in their order."""
    words = wish.words.casefold().split()
    fitting = [voice for voice in voices if _fits(voice, wish, words, marks)]
    return tuple(sorted(fitting, key=lambda voice: _rank(voice, marks)))


def choices(voices: Sequence[Voice], field: str) -> tuple[str, ...]:
    """The values a field of these voices has, for a filter; `languages` are told one by one."""
    if field == "languages":
        return tuple(sorted({code for voice in voices for code in voice.languages}))
    return tuple(sorted({value for voice in voices if (value := getattr(voice, field))}))


def _fits(voice: Voice, wish: VoiceWish, words: Sequence[str], marks: VoiceMarks) -> bool:
    if wish.language and not voice.speaks(wish.language):
        return False
    wanted = ((wish.gender, voice.gender), (wish.age, voice.age), (wish.kind, voice.kind))
    if any(value and value != has for value, has in wanted):
        return False
    if wish.engine and wish.engine not in (voice.engine, service_of(voice.engine)):
        return False
    if wish.favourites and not marks.is_favourite(voice.engine, voice.id):
        return False
    told = " ".join((voice.name, voice.id, voice.style, voice.age, voice.gender)).casefold()
    return all(word in told for word in words)


def _rank(voice: Voice, marks: VoiceMarks) -> tuple[int, int]:
    """Sorts favourites before recently used ones before all others."""
    if marks.is_favourite(voice.engine, voice.id):
        return 0, 0
    used = marks.used(voice.engine, voice.id)
    return (1, used) if used is not None else (2, 0)
