"""What the commands that write print: results on stdout, what to look at on stderr."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from studio.command.counting import counted
from studio.model.project import Project
from studio.writing.adapting.order import AdaptOutcome

SHOWN = 12
"""Lines that are named; more would be a wall of ids."""


def say(told: str) -> None:
    """A result in words."""
    print(told)


def warn(told: str) -> None:
    """Something to look at."""
    print(f"understudy: {told}", file=sys.stderr)


def tell_adapted(outcome: AdaptOutcome, project: Project, out: Path, *, as_json: bool) -> None:
    """What came of a prose."""
    episode = project.episode(outcome.episode)
    nobodys = [line.id for line in episode.lines if line.spoken and not line.character]
    if nobodys:
        named = ", ".join(nobodys[:SHOWN]) + (", …" if len(nobodys) > SHOWN else "")
        warn(f"{counted(len(nobodys), 'line')} without a speaker: {named}. Name who says them.")
    lines = len(episode.spoken_lines)
    if as_json:
        found = {
            "file": str(out),
            "episode": episode.number,
            "lines": lines,
            "characters": [character.name for character in project.cast],
            "unattributed": nobodys,
            "proved": outcome.proved,
        }
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return
    proved = ", every word of the source in its place" if outcome.proved else ""
    print(f"{out}: {counted(lines, 'line')}{proved}")
