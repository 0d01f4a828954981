"""One line of a script: what is said or shown, by whom and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from studio.model.cast import Override
from studio.model.ids import CharacterId, LineId, TakeId, new_id
from studio.model.span import Span
from studio.model.translation import Suggestion, Translation, TranslationState

EMOTIONS = ("happy", "sad", "angry", "fearful", "disgusted", "surprised", "calm", "whisper")
"""The emotions a line may carry; an engine without one adapts or leaves it out."""


class LineKind(StrEnum):
    """What a line is in the script; dialogue, voice-over and a character's lyric are spoken."""

    HEADING = "heading"
    ACTION = "action"
    DIALOGUE = "dialogue"
    VOICE_OVER = "voice-over"
    LYRIC = "lyric"
    TRANSITION = "transition"
    CENTERED = "centered"
    SECTION = "section"
    SYNOPSIS = "synopsis"
    NOTE = "note"
    BONEYARD = "boneyard"
    PAGE_BREAK = "page break"


SPOKEN = frozenset({LineKind.DIALOGUE, LineKind.VOICE_OVER})

_DIALOGUE, _VOICE_OVER, _LYRIC = LineKind.DIALOGUE, LineKind.VOICE_OVER, LineKind.LYRIC


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `text`, `circled`, `approved`, `overrides`, `translations` are by language.

    Times are in ms, `slot` is in samples. Words without a translation's record are a person's.
    What is `approved` is a take, so the line is when that take is the chosen one and still fits.
    """

    id: LineId
    kind: LineKind
    text: Mapping[str, str]
    character: CharacterId | None = None
    direction: str = ""
    emotion: str = ""
    extension: str = ""
    pause_after_ms: int | None = None
    slot: Span | None = None
    dual: bool = False
    number: str = ""
    circled: Mapping[str, TakeId] = field(default_factory=dict[str, TakeId])
    overrides: Mapping[str, Override] = field(default_factory=dict[str, Override])
    translations: Mapping[str, Translation] = field(default_factory=dict[str, Translation])
    suggestions: tuple[Suggestion, ...] = ()
    approved: Mapping[str, TakeId] = field(default_factory=dict[str, TakeId])

    @property
    def spoken(self) -> bool:
        """Whether someone says or sings this line."""
        # Asked of every line of a layout, many times a second: comparing is quicker than hashing.
        kind = self.kind
        if kind is _DIALOGUE or kind is _VOICE_OVER:
            return True
        return kind is _LYRIC and self.character is not None

    def words(self, language: str) -> str:
        """The text in a language, empty where it has none yet."""
        return self.text.get(language, "")

    def saying(self, language: str, words: str) -> Line:
        """The line with other words in one language; a translation is a person's from then on."""
        line = replace(self, text={**self.text, language: words})
        known = self.translations.get(language)
        if known is None or words == self.words(language):
            return line
        edited = replace(known, state=TranslationState.EDITED, reasons=(), shorter="")
        return replace(line, translations={**self.translations, language: edited})

    def translated(self, language: str, words: str, how: Translation) -> Line:
        """The line with words in another language and how they came about."""
        text = {code: known for code, known in self.text.items() if code != language}
        if words:
            text[language] = words
        return replace(self, text=text, translations={**self.translations, language: how})

    def circling(self, language: str, take: TakeId) -> Line:
        """The line with this take chosen in one language."""
        return replace(self, circled={**self.circled, language: take})

    def approving(self, language: str, take: TakeId | None) -> Line:
        """The line with this take marked ok in one language, or with none."""
        rest = {code: known for code, known in self.approved.items() if code != language}
        return replace(self, approved=rest if take is None else {**rest, language: take})

    def overriding(self, language: str, override: Override) -> Line:
        """The line with its own reading in one language; an empty one gives it up."""
        rest = {code: known for code, known in self.overrides.items() if code != language}
        if override == Override():
            return replace(self, overrides=rest)
        return replace(self, overrides={**rest, language: override})


def new_line(
    kind: LineKind,
    text: Mapping[str, str],
    *,
    character: CharacterId | None = None,
    direction: str = "",
) -> Line:
    """A line with an id of its own."""
    return Line(LineId(new_id()), kind, text, character, direction)
