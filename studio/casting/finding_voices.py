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


class VoiceFinder:
    """Finds again and again among the same voices: thousands of them between two keystrokes.

    A voice that a service gives to several accounts is found once, as `each_once` says.
    """

    def __init__(self, voices: Iterable[Voice], *, account: str = "") -> None:
        self._told = [(voice, _told(voice)) for voice in voices]
        self._account = account

    @property
    def count(self) -> int:
        """How many voices there are to be found."""
        return len(each_once(voice for voice, _ in self._told))

    def matching(self, wish: VoiceWish, marks: VoiceMarks) -> tuple[Voice, ...]:
        """The voices that fit, favourites first, then those used last, else in their order."""
        words = [_looked_for(word) for word in wish.words.casefold().split()]
        fitting = [
            voice
            for voice, told in self._told
            if all(word in told for word in words) and _fits(voice, wish, marks)
        ]
        ranks = {name: (1, place) for place, name in enumerate(marks.recent)}
        ranks |= dict.fromkeys(marks.favourites, (0, 0))
        others = (2, 0)
        fitting.sort(key=lambda v: ranks.get((v.engine, v.id), others))
        return each_once(fitting, account=self._account)


def each_once(voices: Iterable[Voice], *, account: str = "") -> tuple[Voice, ...]:
    """The voices in their order, those of a service's own catalogue once for all its accounts.

    It is then the voice of this account, where that has it, else of the first. What was cloned
    or designed belongs to its account.
    """
    found: dict[tuple[str, str], Voice] = {}
    for voice in voices:
        theirs = service_of(voice.engine) if voice.kind == "catalogue" else voice.engine
        found.setdefault((theirs, voice.id), voice)
        if voice.engine == account:
            found[theirs, voice.id] = voice
    return tuple(found.values())


def matching(voices: Iterable[Voice], wish: VoiceWish, marks: VoiceMarks) -> tuple[Voice, ...]:
    """The voices that fit, favourites first, then those used last, else in their order."""
    return VoiceFinder(voices).matching(wish, marks)


def choices(voices: Sequence[Voice], field: str) -> tuple[str, ...]:
    """The values a field of these voices has, for a filter; `languages` are told one by one."""
    if field == "languages":
        return tuple(sorted({code for voice in voices for code in voice.languages}))
    return tuple(sorted({value for voice in voices if (value := getattr(voice, field))}))


def _fits(voice: Voice, wish: VoiceWish, marks: VoiceMarks) -> bool:
    wanted = ((wish.gender, voice.gender), (wish.age, voice.age), (wish.kind, voice.kind))
    if any(value and value != has for value, has in wanted):
        return False
    if wish.engine and wish.engine not in (voice.engine, service_of(voice.engine)):
        return False
    if wish.favourites and not marks.is_favourite(voice.engine, voice.id):
        return False
    return not wish.language or voice.speaks(wish.language)


def _told(voice: Voice) -> str:
    """All words of a voice; each of its facts begins after a blank."""
    facts = ("", voice.name, voice.id, voice.style, voice.age, voice.gender)
    return " ".join(facts).casefold()


def _looked_for(word: str) -> str:
    """Part of any word, but `male` is not looked for in `female`."""
    return " male" if word == "male" else word
