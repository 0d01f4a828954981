"""From the records of a scene to its lines: the checks that each of them passes. Asks nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from studio.formats.names import is_extension, spoken_kind
from studio.model.ids import CharacterId
from studio.model.line import LineKind
from studio.writing.drafting.emotions import emotion_of
from studio.writing.drafting.fields import number_of, text_of
from studio.writing.drafting.speakable import (
    LONGEST_LINE,
    is_said,
    joined_notes,
    same_words,
    speakable,
    split_words,
)
from studio.writing.drafting.speakers import LONGEST_NAME, Speakers
from studio.writing.scanning.records import Record

LONGEST_PAUSE_MS = 10_000
_TELLING = 8
"""Letters from which on the same words twice are no coincidence."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A line before it is in the script."""

    kind: LineKind
    words: str
    character: CharacterId | None = None
    direction: str = ""
    emotion: str = ""
    extension: str = ""
    pause_after_ms: int | None = None


class SceneReader:
    """Reads the records of one scene; `fits` says whether words are short enough for a line.

    `there` are the lines the scene has already, `others` the ids of other scenes, whose lines are
    left out.
    """

    def __init__(
        self,
        scene: str,
        speakers: Speakers,
        fits: Callable[[str], bool],
        *,
        there: Sequence[Draft] = (),
        others: Iterable[str] = (),
    ) -> None:
        self._speakers = speakers
        self._fits = fits
        self._there = there
        self._others = {each.casefold() for each in others} - {scene.casefold()}
        self._last = there[-1] if there else None
        self._repeats = bool(there)
        self.ended = False
        self.left_out = 0
        """Records that were a repetition, without words, or of another scene."""

    def read(self, record: Record) -> tuple[Draft, ...]:
        """The lines that a record makes: usually one, none for what is left out."""
        kind = text_of(record, "k").casefold()
        if kind == "end":
            self.ended = True
        elif kind == "char":
            self._speakers.introduce(record)
        elif "x" in record.fields or kind == "line":
            return self._line(record)
        return ()

    def _line(self, record: Record) -> tuple[Draft, ...]:
        draft = None
        if text_of(record, "s").casefold() not in self._others:
            draft = draft_of(record, self._speakers)
        if draft is None or self._is_repeated(draft):
            self.left_out += 1
            return ()
        self._repeats = False
        self._last = draft
        return tuple(self._split(draft))

    def _is_repeated(self, draft: Draft) -> bool:
        """Whether it was there: right before, or, when going on, anywhere before the first new."""
        if self._last is not None and _same(draft, self._last):
            return True
        told = sum(c.isalnum() for c in draft.words) >= _TELLING
        return self._repeats and told and any(_same(draft, each) for each in self._there)

    def _split(self, draft: Draft) -> Iterator[Draft]:
        """A line too long to be said as one, as several; the pause is after the last."""
        if draft.kind is LineKind.ACTION:
            yield replace(draft, words=draft.words[: 4 * LONGEST_LINE])
            return
        *before, last = split_words(draft.words, self._fits)
        for number, words in enumerate(before):
            direction = draft.direction if number == 0 else ""
            yield replace(draft, words=words, direction=direction, pause_after_ms=None)
        yield replace(draft, words=last, direction="" if before else draft.direction)


def draft_of(record: Record, speakers: Speakers) -> Draft | None:
    """The line of one record; None where it has no words."""
    found = speakable(text_of(record, "x", longest=4096), speakers.names)
    called = text_of(record, "c", longest=LONGEST_NAME) or found.name
    character = speakers.find(called) if is_said(found.words) or found.note else None
    pause = min(number_of(record, "p"), LONGEST_PAUSE_MS) or None
    if character is None:
        words = found.words or found.note
        return Draft(LineKind.ACTION, words, pause_after_ms=pause) if is_said(words) else None
    if not is_said(found.words):
        shown = f"{character.name} ({found.note})"
        return Draft(LineKind.ACTION, shown, pause_after_ms=pause) if found.note else None
    emotion, manner = emotion_of(text_of(record, "e"))
    notes = joined_notes(speakable(text_of(record, "d")).words, manner, found.note).split("; ")
    extension = ", ".join(note for note in notes if note and is_extension(note))
    return Draft(
        spoken_kind(character.name, extension),
        found.words,
        character.id,
        joined_notes(*(note for note in notes if not is_extension(note))),
        emotion,
        extension,
        pause,
    )


def _same(one: Draft, other: Draft) -> bool:
    return one.character == other.character and same_words(one.words, other.words)
