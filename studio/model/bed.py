"""What lies below the voices of an episode: a reference video, music, effects."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from studio.model.ids import BedId, MediaKey
from studio.model.span import Span


class BedKind(StrEnum):
    """What a bed is."""

    VIDEO = "video"
    MUSIC = "music"
    EFFECTS = "effects"


@dataclass(frozen=True, slots=True)
class Bed:
    """A recording below the voices; times in samples at the project rate, gains in decibels.

    Its sound is in the project (`media`) or in a file beside it (`path`, such as a video or what
    is large). It begins at `start` with what `source_span` cuts of it, None for the whole.
    `duck_db` is how far it steps back while someone speaks, 0 for not at all. `languages` are
    those it sounds in, empty for all; `cuts` the picture's, in samples from its beginning.
    """

    id: BedId
    kind: BedKind
    name: str
    media: MediaKey | None = None
    path: str = ""
    start: int = 0
    source_span: Span | None = None
    gain_db: float = 0.0
    pan: float = 0.0
    muted: bool = False
    soloed: bool = False
    fade_in: int = 0
    fade_out: int = 0
    duck_db: float = 0.0
    languages: tuple[str, ...] = ()
    cuts: tuple[int, ...] = ()

    def sounds_in(self, language: str) -> bool:
        """Whether it belongs to a language."""
        return not self.languages or language in self.languages
