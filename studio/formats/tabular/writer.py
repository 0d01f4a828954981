"""A script as a table for translators and voice directors; ids bring it back to its lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from studio.formats.headings import episode_text
from studio.formats.names import Cue, cue_text
from studio.formats.script import Script, ScriptLine

HEADS = (
    "id", "episode", "kind", "scene number", "character", "direction", "emotion", "pause",
)  # fmt: skip
WIDTHS = (12, 16, 12, 8, 18, 24, 12, 8)
TEXT_WIDTH = 60


def table_of(script: Script, languages: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """A head and a row for each line, a column of words for each language.

    What is cut out is there, too: what a table leaves out is gone when it comes back.
    """
    yield (*HEADS, *languages)
    for episode in script.episodes:
        name = episode_text(episode.number, " ".join(episode.title.split())).replace("\0", "")
        for line in episode.lines:
            yield (*_facts(line, name), *(line.words(code) for code in languages))


def _facts(line: ScriptLine, episode: str) -> tuple[str, ...]:
    cue = cue_text(Cue(line.character, (line.extension,) if line.extension else (), line.dual))
    shown = cue.replace("\0", "") if line.character else ""
    pause = "" if line.pause_after_ms is None else str(line.pause_after_ms)
    return (
        line.id, episode, line.kind.value, line.number, shown, line.direction, line.emotion, pause,
    )  # fmt: skip
