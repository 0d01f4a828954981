"""What `understudy write` prints: a plan, or what was written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.command.counting import counted
from studio.command.writing_printing import costs, say, spent, warn
from studio.command.writing_work import work_path
from studio.model.line import Line
from studio.model.outline import PlannedScene
from studio.model.project import Project
from studio.writing.generating.budgets import spoken_seconds
from studio.writing.generating.orders import ScenesOutcome
from studio.writing.generating.placing import lines_of
from studio.writing.generating.plan import PlanOutcome
from studio.writing.purse import Purse
from studio.writing.timing.length import Lengths


@dataclass(frozen=True, slots=True)
class Written:
    """What one run did, and what it cost."""

    planned: PlanOutcome
    scenes: ScenesOutcome
    suggestions: int
    purse: Purse

    @property
    def unfinished(self) -> int:
        """Episodes and scenes that never came whole."""
        return self.planned.missing + len(self.scenes.unfinished)


def tell_planned(came: Written, project: Project, out: Path, *, as_json: bool) -> None:
    """The plan, episode by episode."""
    _warn_of_missing(came)
    if as_json:
        say(_as_json(came, project, out))
        return
    outline = project.outline
    if outline is None:
        return
    say(f"{outline.title}: {outline.logline}")
    for person in outline.characters:
        say(f"  {person.name}: {person.role}")
    for number, episode in enumerate(outline.episodes, 1):
        say(f"{number}. {episode.title}: {episode.hook}")
        for scene in episode.scenes:
            say(f"   {scene.heading} ({scene.seconds} s): {scene.beats}")
    say(f"{work_path(out)}: {spent(came.purse)}. Without --plan-only its scenes are written.")


def tell_written(came: Written, project: Project, out: Path, *, as_json: bool) -> None:
    """What is in the script now, and what of it wants a look."""
    _warn_of_missing(came)
    scenes = came.scenes
    if scenes.newcomers:
        warn(f"not planned, and in the cast now: {', '.join(scenes.newcomers)}")
    if scenes.silent:
        warn(f"planned, but without a line: {', '.join(scenes.silent)}")
    if scenes.flagged:
        warn(f"{counted(scenes.flagged, 'line')} in another language")
    if scenes.uneven:
        warn(f"far from their time: {', '.join(scenes.uneven)}")
    if as_json:
        say(_as_json(came, project, out))
        return
    lines = [line for _, line in project.lines if line.spoken]
    seconds = round(_seconds(project, lines))
    episodes = sum(1 for episode in project.episodes if episode.lines)
    told = f"{counted(episodes, 'episode')}, {counted(len(lines), 'line')}"
    told = f"{told}, about {seconds // 60}:{seconds % 60:02} of speech, {spent(came.purse)}"
    say(f"{out}: {told}")
    if came.suggestions:
        say(f"{counted(came.suggestions, 'suggestion')} in {work_path(out)}, none carried out")
        for each in _suggested(project):
            proposed = [each["proposed_character"], f"“{each['words']}”" if each["words"] else ""]
            change = ": ".join(filter(None, proposed))
            told = f"  {each['id']} {each['character'] or 'nobody'}: {each['problem']}"
            say(f"{told} → {change}" if change else told)


def _warn_of_missing(came: Written) -> None:
    if came.planned.missing:
        warn(f"{counted(came.planned.missing, 'episode')} never came; the same command asks again")
    if came.scenes.unfinished:
        many = counted(len(came.scenes.unfinished), "scene")
        warn(f"{many} broke off; the same command goes on")


def _as_json(came: Written, project: Project, out: Path) -> str:
    outline = project.outline
    assert outline is not None
    found = {
        "file": str(out),
        "project": str(work_path(out)),
        "title": outline.title,
        "logline": outline.logline,
        "language": project.languages[0],
        "characters": [character.name for character in project.cast]
        or [character.name for character in outline.characters],
        "newcomers": list(came.scenes.newcomers),
        "episodes": list(_episodes(project)),
        "missing": came.planned.missing,
        "unfinished": list(came.scenes.unfinished),
        "uneven": list(came.scenes.uneven),
        "silent": list(came.scenes.silent),
        "flagged": came.scenes.flagged,
        "suggestions": came.suggestions,
        "suggested": list(_suggested(project)),
        **costs(came.purse),
    }
    return json.dumps(found, ensure_ascii=False, indent=2)


def _suggested(project: Project) -> Iterator[dict[str, Any]]:
    """What is proposed for lines and not carried out; empty words and character stay."""
    names = {character.id: character.name for character in project.cast}
    for _, line in project.lines:
        for each in line.suggestions:
            yield {
                "id": line.id,
                "character": names.get(line.character, "") if line.character else "",
                "problem": each.problem,
                "words": each.words,
                "proposed_character": names.get(each.character, "") if each.character else "",
            }


def _episodes(project: Project) -> Iterator[dict[str, Any]]:
    numbers = {episode.id: episode.number for episode in project.episodes}
    for place, planned in enumerate(project.outline.episodes if project.outline else (), 1):
        number = numbers.get(planned.episode, place) if planned.episode else place
        scenes = [_scene(project, scene) for scene in planned.scenes]
        yield {"number": number, "title": planned.title, "scenes": scenes}


def _scene(project: Project, scene: PlannedScene) -> dict[str, Any]:
    lines = [line for line in lines_of(project, scene) if line.spoken]
    return {
        "id": scene.id,
        "heading": scene.heading,
        "seconds": scene.seconds,
        "written": str(scene.written),
        "lines": len(lines),
        "speech": round(_seconds(project, lines), 1),
    }


def _seconds(project: Project, lines: list[Line]) -> float:
    return spoken_seconds(project, lines, project.languages[0], Lengths())
