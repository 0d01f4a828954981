"""Takes: recordings of lines, kept with the line for ever."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from studio.model.ids import LineId, MediaKey, TakeId
from studio.model.line import Line
from studio.model.span import Span


@dataclass(frozen=True, slots=True)
class WordTime:
    """When one word is heard in a take, in milliseconds from its start."""

    word: str
    start_ms: float
    end_ms: float


def written_times(words: Sequence[WordTime]) -> str:
    """Word times as a take holds them: thousands of takes are opened, few are looked into."""
    if not words:
        return ""
    return json.dumps([[w.word, w.start_ms, w.end_ms] for w in words], ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Take:
    """One recording of one line in one language.

    `length` is in samples at the project rate, `made_at` in seconds since 1970,
    `said` is the text as it was sent to the engine, `word_times` as `written_times` writes them.
    What is `locked` is never discarded, and no new take is circled in its place. A take put
    together from others names the stretches of them in `parts`, and has a sound of its own.
    """

    id: TakeId
    line: LineId
    language: str
    media: MediaKey
    length: int
    fingerprint: str
    engine: str
    model: str
    voice: str
    said: str
    made_at: float
    billed_characters: int = 0
    starred: bool = False
    note: str = ""
    discarded: bool = False
    word_times: str = ""
    locked: bool = False
    parts: tuple[tuple[TakeId, Span], ...] = ()

    @property
    def words(self) -> tuple[WordTime, ...]:
        """When each word is heard; empty where the engine did not say."""
        try:
            found = json.loads(self.word_times or "[]")
            return tuple(WordTime(str(w), float(start), float(end)) for w, start, end in found)
        except (ValueError, TypeError):
            return ()


@dataclass(frozen=True, slots=True)
class Recording:
    """The sound of a take on its way into the project: encoded bytes and drawn peaks."""

    data: bytes
    peaks: bytes

    @property
    def key(self) -> MediaKey:
        """The name of the sound: the SHA-256 of its bytes, in hex."""
        return MediaKey(hashlib.sha256(self.data).hexdigest())


@dataclass(frozen=True, slots=True)
class Takes:
    """Every take of the project, by line, oldest first."""

    by_line: Mapping[LineId, tuple[Take, ...]] = field(
        default_factory=dict[LineId, tuple[Take, ...]]
    )

    def __iter__(self) -> Iterator[Take]:
        return (take for takes in self.by_line.values() for take in takes)

    def of(self, line: LineId, language: str) -> tuple[Take, ...]:
        """The takes of a line in a language, oldest first, discarded ones left out."""
        takes = self.by_line.get(line, ())
        return tuple(t for t in takes if t.language == language and not t.discarded)

    def circled(self, line: Line, language: str) -> Take | None:
        """The chosen take: the one circled by hand, else the newest."""
        chosen = line.circled.get(language)
        newest = None
        for take in self.by_line.get(line.id, ()):
            if take.language != language or take.discarded:
                continue
            if take.id == chosen:
                return take
            newest = take
        return newest

    def adding(self, take: Take) -> Takes:
        """The takes with one more."""
        return Takes({**self.by_line, take.line: (*self.by_line.get(take.line, ()), take)})

    def replacing(self, take: Take) -> Takes:
        """The takes with one marked differently."""
        kept = tuple(take if t.id == take.id else t for t in self.by_line.get(take.line, ()))
        return Takes({**self.by_line, take.line: kept})

    def keeping_those_of(self, later: Takes) -> Takes:
        """These takes as marked here, and every take of `later` that is not among them."""
        if self is later:
            return self
        merged = dict(self.by_line)
        for line, takes in later.by_line.items():
            mine = self.by_line.get(line, ())
            if mine is takes:
                continue
            known = {take.id for take in mine}
            merged[line] = (*mine, *(take for take in takes if take.id not in known))
        return Takes(merged)
