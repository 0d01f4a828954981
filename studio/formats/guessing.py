"""Settles the language of a script whose file does not name it."""

from __future__ import annotations

from dataclasses import replace

from studio.formats.language import guess_language
from studio.formats.script import Script, ScriptEpisode, ScriptLine


def settled(script: Script) -> Script:
    """The script with its language guessed from the spoken lines, if it was read without one."""
    if script.language:
        return script
    spoken = [line.words("") for line in script.spoken_lines]
    code = guess_language(spoken or [line.words("") for line in script.lines])
    episodes = tuple(_episode(episode, code) for episode in script.episodes)
    return replace(script, language=code, episodes=episodes)


def _episode(episode: ScriptEpisode, code: str) -> ScriptEpisode:
    return replace(episode, lines=tuple(_line(line, code) for line in episode.lines))


def _line(line: ScriptLine, code: str) -> ScriptLine:
    if "" not in line.text:
        return line
    return replace(line, text={known or code: words for known, words in line.text.items()})
