"""A script as a table for translators and voice directors; ids bring it back to its lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from studio.formats.headings import episode_text
from studio.formats.names import Cue, cue_text
from studio.formats.script import Script, ScriptLine
from studio.model.line import LineKind

_UNSEEN = frozenset({LineKind.BONEYARD, LineKind.PAGE_BREAK})
HEADS = ("id", "episode", "kind", "character", "direction", "emotion")
WIDTHS = (12, 16, 12, 18, 24, 12)
TEXT_WIDTH = 60


def table_of(script: Script, languages: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """A head and a row for each line but what is cut out; a column of words for each language."""
    yield (*HEADS, *languages)
    for episode in script.episodes:
        name = episode_text(episode.number, " ".join(episode.title.split())).replace("\0", "")
        for line in episode.lines:
            if line.kind not in _UNSEEN:
                yield (*_facts(line, name), *(line.words(code) for code in languages))


def _facts(line: ScriptLine, episode: str) -> tuple[str, ...]:
    cue = cue_text(Cue(line.character, (line.extension,) if line.extension else ()))
    shown = cue.replace("\0", "") if line.character else ""
    return (line.id, episode, line.kind.value, shown, line.direction, line.emotion)
