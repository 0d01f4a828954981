"""What is asked of an adaptation, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from studio.errors import WritingError, WritingProblem
from studio.model.ids import EpisodeId
from studio.writing.tongues import narrator_in

LONGEST_PROSE = 500_000
"""Characters of a text that is adapted in one go: a novel of 250 pages."""


@dataclass(frozen=True, slots=True)
class AdaptOrder:
    """Prose to be made a script of.

    With `keep_words` every word of it is said, by somebody or by the narrator. The lines go behind
    those of `episode`, or into a new one of this title.
    """

    prose: str
    language: str
    keep_words: bool = False
    narrator: str = ""
    episode: EpisodeId | None = None
    title: str = ""

    @property
    def narrator_name(self) -> str:
        """What the narrator is called."""
        return self.narrator.strip() or narrator_in(self.language)

    def check(self) -> None:
        """Raise WritingError NO_WORDS or TOO_LONG for prose that cannot be adapted."""
        if not self.prose.strip():
            raise WritingError(WritingProblem.NO_WORDS, "the text is empty")
        if len(self.prose) > LONGEST_PROSE:
            told = f"{len(self.prose):,} characters, {LONGEST_PROSE:,} can be adapted at once"
            raise WritingError(WritingProblem.TOO_LONG, told)


@dataclass(frozen=True, slots=True)
class AdaptOutcome:
    """The episode that was written, and how many lines it got.

    `unattributed` is how many of them say nobody knows who, `unfinished` how many parts of the
    source broke off for good, `proved` whether the lines were shown to be it word by word.
    """

    episode: EpisodeId
    lines: int
    unattributed: int = 0
    unfinished: int = 0
    proved: bool = False
