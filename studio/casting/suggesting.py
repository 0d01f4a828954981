"""Which voice would fit each character in each language, and why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from studio.casting.finding_voices import each_once
from studio.casting.likeness import CHILD, Likeness, likeness_of, narrates
from studio.casting.moving import moved
from studio.engines.speech import SpeaksLines, Voice
from studio.formats.names import is_narrator
from studio.model.account import service_of
from studio.model.cast import Casting, Character
from studio.model.ids import CharacterId
from studio.model.project import Project

Key = tuple[str, str]
"""A voice wherever it is paid: its service and its id."""


class Because(StrEnum):
    """Why a voice is suggested, or what speaks against it."""

    OWN = "own"
    ELSEWHERE = "elsewhere"
    NARRATOR = "narrator"
    GENDER = "gender"
    AGE = "age"
    STYLE = "style"
    LANGUAGE = "language"
    FREE = "free"
    SHARED = "shared"
    OTHER_GENDER = "other-gender"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason; `about` is the gender, age, word of style, language or names it speaks of."""

    because: Because
    about: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A voice for one character in one language, `present` the casting there is now.

    `casting` is what it would become: what the new engine takes of the present one is kept.
    """

    character: CharacterId
    language: str
    voice: Voice
    casting: Casting
    present: Casting | None
    reasons: tuple[Reason, ...]


def suggested(
    project: Project,
    voices: Iterable[Voice],
    engines: Mapping[str, SpeaksLines],
    *,
    engine: str = "",
    languages: Sequence[str] = (),
    replacing: bool = False,
) -> tuple[Suggestion, ...]:
    """A voice for every character and language without one, in the order of the cast.

    With `replacing` also for those that have one, where another would fit better. Voices nobody
    has come first; whoever says most is asked first, and of two alike the one that says more.
    With `engine` they are its voices, and those one made that are named after somebody. A clone
    is a person's voice: it is suggested for whom it is named after, and for nobody else. Of
    voices that fit alike the first one is taken. Pure, and slow for thousands of voices.
    """
    account = engines[engine].name if engine in engines else engine
    offered = [
        voice
        for voice in each_once(voices, account=account)
        if not account or voice.engine == account or voice.kind != "catalogue"
    ]
    found: list[Suggestion] = []
    for language in languages or project.languages:
        speaking = [voice for voice in offered if voice.speaks(language)]
        if speaking:
            round_ = _Round(project, language, speaking, engines, account)
            found += round_.suggestions(replacing=replacing)
    order = {character.id: place for place, character in enumerate(project.cast)}
    return tuple(sorted(found, key=lambda each: order[each.character]))


def accepted(project: Project, suggestions: Iterable[Suggestion]) -> Project:
    """The project cast as suggested; what was cast otherwise meanwhile stays as it is."""
    for each in suggestions:
        character = project.cast.find(each.character)
        if character and character.castings.get(each.language) == each.present:
            project = project.with_character(character.cast_as(each.language, each.casting))
    return project


class _Round:
    """The suggestions for one language: each voice that is given makes the next ones think."""

    def __init__(
        self,
        project: Project,
        language: str,
        voices: Sequence[Voice],
        engines: Mapping[str, SpeaksLines],
        account: str,
    ) -> None:
        self._project = project
        self._account = account
        self._language = language
        self._engines = engines
        self._voices = [_Told.of(voice) for voice in voices]
        self._lines = Counter(line.character for _, line in project.lines if line.spoken)
        self._holders: dict[Key, list[CharacterId]] = {}
        for character in project.cast:
            if casting := character.castings.get(language):
                self._hold(casting.engine, casting.voice, character)

    def suggestions(self, *, replacing: bool) -> Iterator[Suggestion]:
        """Ask for everybody in turn."""
        asked = [c for c in self._project.cast if replacing or self._language not in c.castings]
        asked.sort(key=lambda c: (likeness_of(c) == Likeness(), -self._lines[c.id]))
        for character in asked:
            if found := self._for(character):
                yield found

    def _for(self, character: Character) -> Suggestion | None:
        wanted = _Wanted.of(character, self._language)
        present = character.castings.get(self._language)
        fitting = [told for told in self._voices if self._may(told, wanted)]
        ranked = [(self._rank(told, wanted), told) for told in fitting]
        if not ranked:
            return None
        rank, best = max(ranked, key=lambda each: each[0])
        if present:
            now = (service_of(present.engine), present.voice)
            known = next((rank for rank, told in ranked if told.key == now), None)
            if known is not None and known >= rank:
                return None
            self._release(now, character)
        self._hold(best.voice.engine, best.voice.id, character)
        voice = best.voice
        known = present or _elsewhere_with(character, best)
        casting = moved(self._project, known, voice.engine, voice.id, self._engines)
        reasons = tuple(self._reasons(best, wanted))
        return Suggestion(character.id, self._language, voice, casting, present, reasons)

    def _may(self, told: _Told, wanted: _Wanted) -> bool:
        """Whether a voice is for this character at all."""
        if told.voice.kind == "catalogue" or _named_alike(told, wanted):
            return True
        return told.voice.kind != "cloned" and self._account in ("", told.voice.engine)

    def _rank(self, told: _Told, wanted: _Wanted) -> tuple[object, ...]:
        """The greater, the better; what matters most stands first."""
        voice, likeness = told.voice, wanted.likeness
        return (
            _named_alike(told, wanted),
            told.narrates == wanted.narrates,
            not likeness.gender or 2 * (voice.gender == likeness.gender) + (not voice.gender),
            told.key in wanted.elsewhere,
            -len(self._others(told.key, wanted)),
            _age_fits(voice, likeness),
            len(told.words & wanted.words),
            bool(voice.languages),
            voice.kind != "cloned",
        )

    def _reasons(self, told: _Told, wanted: _Wanted) -> Iterator[Reason]:
        voice, likeness = told.voice, wanted.likeness
        if _named_alike(told, wanted):
            yield Reason(Because.OWN)
        if told.key in wanted.elsewhere:
            yield Reason(Because.ELSEWHERE)
        if wanted.narrates and told.narrates:
            yield Reason(Because.NARRATOR)
        if likeness.gender and voice.gender:
            alike = voice.gender == likeness.gender
            yield Reason(Because.GENDER if alike else Because.OTHER_GENDER, voice.gender)
        if likeness.age and voice.age == likeness.age:
            yield Reason(Because.AGE, voice.age)
        if common := sorted(told.words & wanted.words):
            yield Reason(Because.STYLE, ", ".join(common))
        if voice.languages:
            yield Reason(Because.LANGUAGE, self._language)
        if others := self._others(told.key, wanted):
            yield Reason(Because.SHARED, ", ".join(self._names(others)))
        else:
            yield Reason(Because.FREE)

    def _names(self, characters: Collection[CharacterId]) -> list[str]:
        return [character.name for character in self._project.cast if character.id in characters]

    def _others(self, key: Key, wanted: _Wanted) -> list[CharacterId]:
        return [id for id in self._holders.get(key, ()) if id != wanted.id]

    def _hold(self, engine: str, voice: str, character: Character) -> None:
        self._holders.setdefault((service_of(engine), voice), []).append(character.id)

    def _release(self, key: Key, character: Character) -> None:
        self._holders[key] = [id for id in self._holders.get(key, ()) if id != character.id]


@dataclass(frozen=True, slots=True)
class _Told:
    """A voice with what its name and style say."""

    voice: Voice
    key: Key
    words: frozenset[str]
    narrates: bool

    @classmethod
    def of(cls, voice: Voice) -> _Told:
        words = _words_of(voice.name, voice.style)
        return cls(voice, (service_of(voice.engine), voice.id), words, narrates(voice))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A character with what is said of it, and with the voices it has in other languages."""

    id: CharacterId
    names: frozenset[str]
    likeness: Likeness
    words: frozenset[str]
    narrates: bool
    elsewhere: frozenset[Key]

    @classmethod
    def of(cls, character: Character, language: str) -> _Wanted:
        names = {_folded(name) for name in (character.name, *character.names.values())}
        return cls(
            character.id,
            frozenset(names - {""}),
            likeness_of(character),
            _words_of(character.style, character.role, character.notes),
            is_narrator(character.name.strip()),
            frozenset(
                (service_of(casting.engine), casting.voice)
                for code, casting in character.castings.items()
                if code != language
            ),
        )


def _elsewhere_with(character: Character, told: _Told) -> Casting | None:
    """How a character speaks with the same voice in another language."""
    others = character.castings.values()
    return next((c for c in others if (service_of(c.engine), c.voice) == told.key), None)


def _named_alike(told: _Told, wanted: _Wanted) -> bool:
    return told.voice.kind != "catalogue" and _folded(told.voice.name) in wanted.names


def _age_fits(voice: Voice, likeness: Likeness) -> int:
    """How well an age fits; a child's voice fits nobody who is not said to be a child."""
    if not likeness.age:
        return -1 if voice.age == CHILD else 0
    return 1 if voice.age == likeness.age else 0 if not voice.age else -1


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _words_of(*told: str) -> frozenset[str]:
    """The words that say how somebody speaks, those of gender, age and grammar left out."""
    found = (word for text in told for run in _WORD.findall(text.casefold()) for word in _in(run))
    return frozenset(word for word in found if len(word) > 1 and word not in _EMPTY)


def _in(run: str) -> tuple[str, ...]:
    """The words of a run of letters: Chinese has no spaces, so there any two in a row are one."""
    if not _HAN.match(run):
        return (run,)
    return tuple(run[place : place + 2] for place in range(len(run) - 1))


_HAN = re.compile(r"[\u4e00-\u9fff]")
_WORD = re.compile(r"[\u4e00-\u9fff]+|[^\W\d_\u4e00-\u9fff]+")
_SAYING_NOTHING = """
    the and with but not for from who his her him she he has had are was old man men woman women
    girl boy lady young adult child male female voice speaker of in is it its to at on by an as be
    or 女声 男声 女人 男人 女性 男性 女孩 男孩 声音 的女 的男 的声
"""
_EMPTY = frozenset(_SAYING_NOTHING.split())
