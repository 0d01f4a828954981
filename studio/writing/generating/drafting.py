"""From the records of a scene to its lines: the checks that each of them passes. Asks nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from studio.formats.names import clean_name, is_extension, is_narrator, spoken_kind
from studio.model.cast import COLOURS, Character
from studio.model.ids import CharacterId, new_id
from studio.model.line import LineKind
from studio.writing.generating.answers import number_of, text_of
from studio.writing.generating.emotions import emotion_of
from studio.writing.generating.speakable import (
    LONGEST_LINE,
    is_said,
    joined_notes,
    same_words,
    speakable,
    split_words,
)
from studio.writing.scanning.records import Record

LONGEST_PAUSE_MS = 10_000
_LONGEST_NAME = 60
_TELLING = 8
"""Letters from which on the same words twice are no coincidence."""

NARRATOR = "n"
"""What a record may call whoever is not in the scene and tells it."""


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


@dataclass(slots=True)
class Speakers:
    """Who may speak, under all that a record may call them; strangers become newcomers.

    `narrator` is what somebody is called who only tells.
    """

    cast: dict[CharacterId, Character]
    narrator: str = "NARRATOR"
    newcomers: list[Character] = field(default_factory=list[Character])
    _called: dict[str, CharacterId] = field(default_factory=dict[str, CharacterId])

    @classmethod
    def of(
        cls, cast: Iterable[Character], ids: Mapping[str, CharacterId], narrator: str = "NARRATOR"
    ) -> Speakers:
        """The cast, with the ids that a plan has for some of it."""
        speakers = cls({each.id: each for each in cast}, narrator)
        for each in speakers.cast.values():
            for name in (each.id, *each.names.values(), each.name):
                speakers._called[name.casefold()] = each.id
        speakers._called.update((key.casefold(), each) for key, each in ids.items())
        return speakers

    @property
    def names(self) -> tuple[str, ...]:
        """All that may stand before somebody's words: names and ids."""
        return tuple(self._called)

    def name_of(self, called: str) -> str:
        """The name of whom a record calls so, empty for nobody who is known."""
        known = self._called.get(called.strip().casefold())
        return self.cast[known].name if known and known in self.cast else ""

    def find(self, called: str) -> Character | None:
        """Whom a record calls so; a stranger is taken into the cast, None for nobody."""
        called = clean_name(called)[:_LONGEST_NAME]
        if not is_said(called):
            return None
        known = self._called.get(called.casefold())
        if known and known in self.cast:
            return self.cast[known]
        name = self.narrator if called.casefold() == NARRATOR or is_narrator(called) else called
        twin = self._called.get(name.casefold())
        if twin and twin in self.cast:
            self._called[called.casefold()] = twin
            return self.cast[twin]
        colour = COLOURS[len(self.cast) % len(COLOURS)]
        newcomer = Character(CharacterId(new_id()), name, colour)
        self.cast[newcomer.id] = newcomer
        self._called[called.casefold()] = self._called[name.casefold()] = newcomer.id
        self.newcomers.append(newcomer)
        return newcomer

    def introduce(self, called: str, name: str) -> None:
        """A record named somebody before the first line."""
        if is_said(called) and is_said(name) and called.casefold() not in self._called:
            found = self.find(name)
            if found:
                self._called[called.casefold()] = found.id


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
            self._speakers.introduce(text_of(record, "id"), text_of(record, "name"))
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
    called = text_of(record, "c", longest=_LONGEST_NAME) or found.name
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
