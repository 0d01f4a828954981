"""A script as it stands in a file: episodes of lines, each with its place in the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from studio.model.line import SPOKEN, LineKind
from studio.model.span import Span


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """One line of a file; `text` by language without empty entries, pause in ms, slot in samples.

    `line` and `column` count from 1 and are 0 where unknown. `number` is the scene number of a
    heading and the depth of a section below the first. `continues` says that the words stand
    under the cue of the line before. Place and `continues` do not count when scripts are compared.
    """

    kind: LineKind
    text: Mapping[str, str] = field(default_factory=dict[str, str])
    character: str = ""
    extension: str = ""
    direction: str = ""
    emotion: str = ""
    pause_after_ms: int | None = None
    slot: Span | None = None
    dual: bool = False
    number: str = ""
    id: str = ""
    line: int = field(default=0, compare=False)
    column: int = field(default=0, compare=False)
    continues: bool = field(default=False, compare=False)

    @property
    def spoken(self) -> bool:
        """Whether someone says this line."""
        return self.kind in SPOKEN

    def words(self, language: str) -> str:
        """The text in a language, empty where it has none."""
        return self.text.get(language, "")


@dataclass(frozen=True, slots=True)
class ScriptEpisode:
    """One episode of a file; a file without episodes is one, of number 1 and no title."""

    number: int = 1
    title: str = ""
    lines: tuple[ScriptLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """A whole file; `language` is that of the text itself, `title_page` the other keys of it.

    In a `timed` one the slots are places in a picture, and lines are held there.
    """

    title: str = ""
    language: str = "en"
    title_page: tuple[tuple[str, str], ...] = ()
    episodes: tuple[ScriptEpisode, ...] = (ScriptEpisode(),)
    timed: bool = field(default=False, compare=False)

    @property
    def lines(self) -> Iterator[ScriptLine]:
        """Every line of every episode, in order."""
        return (line for episode in self.episodes for line in episode.lines)

    @property
    def spoken_lines(self) -> tuple[ScriptLine, ...]:
        """The lines someone says, in order; empty when the script has no words to voice."""
        return tuple(line for line in self.lines if line.spoken)

    @property
    def languages(self) -> tuple[str, ...]:
        """The script's language, then every other one that has text, in order of appearance."""
        found = dict.fromkeys((self.language,))
        for line in self.lines:
            found.update(dict.fromkeys(line.text))
        return tuple(found)
