"""Writes Fountain that reads back as the same script, ids and translations in notes."""

from __future__ import annotations

import re

from studio.formats.element_writer import (
    Rendering,
    edged,
    element,
    separate,
    speech_line,
    whole_file,
)
from studio.formats.headings import episode_text, is_scene
from studio.formats.markup import BARRIER, WHITE, broken_marks, shown
from studio.formats.names import Cue, clean_name, cue_text, read_cue, spoken_kind, told_by
from studio.formats.script import Script, ScriptEpisode, ScriptLine
from studio.model.line import LineKind

_PLAIN_CAPITALS = re.compile(r"[^\W\d_][\w .'’-]*")


def write_fountain(script: Script, language: str, *, translations: bool = True) -> str:
    """The script with its words in one language, the others in notes unless not wanted."""
    rendering = Rendering(language, translations)
    alone = len(script.episodes) == 1 and script.episodes[0].number == 1
    bare = alone and not script.episodes[0].title
    parts = [_episode(episode, rendering, bare=bare) for episode in script.episodes]
    return whole_file(script, language, "\n".join(parts), "Fountain")


def _episode(episode: ScriptEpisode, rendering: Rendering, *, bare: bool) -> str:
    blocks: list[list[str]] = []
    if not bare:
        title = " ".join(episode.title.split("\n"))
        blocks.append([shown(f"# {episode_text(episode.number, ' '.join(separate(title)))}")])
    before: ScriptLine | None = None
    for line in episode.lines:
        if _joins(before, line):
            blocks[-1] += _speech(line, rendering)
        elif line.spoken or (line.kind is LineKind.LYRIC and line.character):
            blocks.append(_cue(line) + _speech(line, rendering))
        else:
            blocks.append(element(line, rendering))
        before = line
    return "".join("\n".join(block) + "\n\n" for block in blocks)


def _joins(before: ScriptLine | None, line: ScriptLine) -> bool:
    """Whether a line may stand under the cue of the one before and still be a line of its own."""
    if before is None or not line.continues or not before.text or not line.text:
        return False
    own = ("character", "extension", "dual")
    if any(getattr(before, name) != getattr(line, name) for name in own) or not line.character:
        return False
    sung, sang = line.kind is LineKind.LYRIC, before.kind is LineKind.LYRIC
    return bool(_in_brackets(line)) or sung is not sang


def _spoken_kind_of(line: ScriptLine) -> LineKind:
    return spoken_kind(line.character, line.extension)


def _cue(line: ScriptLine) -> list[str]:
    name = broken_marks(clean_name(line.character))
    cue = Cue(name, (line.extension,) if _extension_fits(line) else (), line.dual)
    text = cue_text(cue)
    plain = _PLAIN_CAPITALS.fullmatch(name) and name == name.upper() and not is_scene(name)
    natural = plain and any(c.isupper() for c in name) and not any(c.islower() for c in name)
    return [shown(text if natural else f"@{text if name else BARRIER + text}")]


def _extension_fits(line: ScriptLine) -> bool:
    if (
        not line.extension
        or "\n" in line.extension
        or broken_marks(line.extension) != line.extension
    ):
        return False
    name = broken_marks(clean_name(line.character))
    return told_by(read_cue(cue_text(Cue(name, (line.extension,))))) == (line.extension, "")


def _in_brackets(line: ScriptLine) -> str:
    """The direction as it stands in brackets, empty when it cannot stand there."""
    direction = line.direction
    if not direction or "\n" in direction or direction != direction.strip(WHITE):
        return ""
    return "".join(separate(direction))


def _speech(line: ScriptLine, rendering: Rendering) -> list[str]:
    written: list[str] = []
    direction = _in_brackets(line)
    if direction:
        written.append(f"({direction})")
    lines = separate(rendering.words(line))
    if line.kind is LineKind.LYRIC:
        written += [f"~{edged(text)}" for text in lines]
    elif rendering.words(line) or not direction:
        ends = (0, len(lines) - 1)
        written += [
            speech_line(text, first=index == ends[0], last=index == ends[1])
            for index, text in enumerate(lines)
        ]
    return [*map(shown, written), *rendering.notes(line, _values(line))]


def _values(line: ScriptLine) -> dict[str, str]:
    values: dict[str, str] = {}
    if line.spoken and line.kind is not _spoken_kind_of(line):
        values["kind"] = line.kind.value
    if line.direction and not _in_brackets(line):
        values["direction"] = line.direction
    if line.extension and not _extension_fits(line):
        values["extension"] = line.extension
        values["kind"] = line.kind.value if line.spoken else ""
    if line.number:
        values["number"] = line.number
    if read_cue(cue_text(Cue(broken_marks(clean_name(line.character))))).name != line.character:
        values["character"] = line.character
    return {key: value for key, value in values.items() if value}
