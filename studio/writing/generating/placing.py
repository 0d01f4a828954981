"""Where the lines of a planned scene go in the script. Pure: project in, project out.

Ids are given from outside, so that the same change may be made again on a newer project.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from studio.model.cast import Cast
from studio.model.episode import Episode
from studio.model.ids import CharacterId, EpisodeId, LineId
from studio.model.line import Line, LineKind
from studio.model.outline import PlannedCharacter, PlannedEpisode, PlannedScene, Written
from studio.model.project import Project
from studio.writing.drafting.draft import Draft
from studio.writing.drafting.speakers import PROFILE, a_character, profiled

_LONGEST_HEADING = 60


def with_planned_cast(project: Project, ids: Mapping[str, CharacterId]) -> Project:
    """Everybody of the plan in the cast, known ones by name; `ids` are for those who are new."""
    outline, cast = project.outline, project.cast
    for planned in outline.characters if outline else ():
        known = cast.find(planned.character) or cast.named(planned.name)
        if known is None and planned.id not in ids:
            continue
        if known is None:
            known = a_character(planned.name, len(cast), ids[planned.id])
            cast = Cast((*cast.characters, known))
        cast = cast.replacing(profiled(known, _told(planned)))
        if outline and planned.character != known.id:
            outline = outline.with_character(replace(planned, character=known.id))
    if cast == project.cast and outline == project.outline:
        return project
    return replace(project, cast=cast, outline=outline)


def begun(project: Project, scene: str, *, heading: LineId, episode: EpisodeId) -> Project:
    """The project with the heading of a scene in the script, and its episode where there is none.

    A scene whose heading is there already stays as it is, but counts as begun.
    """
    found = project.outline.find_scene(scene) if project.outline else None
    if found is None or project.outline is None:
        return project
    planned, about = found
    project = _with_episode_for(project, planned, episode)
    if heading_of(project, about) is None:
        line = Line(heading, LineKind.HEADING, {project.languages[0]: _heading_text(about)})
        home = project.episode(_home(project, scene))
        at = _place(project, home, planned, about)
        project = project.with_episode(home.inserting(at, [line]))
    else:
        heading = about.line or heading
    return marked(project, scene, Written.BEGUN, heading)


def marked(
    project: Project, scene: str, written: Written, heading: LineId | None = None
) -> Project:
    """The project with a scene that is so far; its heading stays without another one."""
    if project.outline is None:
        return project

    def change(old: PlannedScene) -> PlannedScene:
        return replace(old, written=written, line=heading or old.line)

    return replace(project, outline=project.outline.changing_scene(scene, change))


def heading_of(project: Project, scene: PlannedScene) -> Episode | None:
    """The episode that has the heading of a scene, None where it is nowhere."""
    found = project.find_line(scene.line) if scene.line else None
    return found[0] if found else None


def lines_of(project: Project, scene: PlannedScene) -> tuple[Line, ...]:
    """The lines of a scene in the script, without its heading."""
    episode = heading_of(project, scene)
    if episode is None or scene.line is None:
        return ()
    start = episode.index_of(scene.line) + 1
    return episode.lines[start : _end(episode, start)]


def lines_before(project: Project, scene: PlannedScene) -> tuple[Line, ...]:
    """All lines of the script before a scene's heading; none where that is not there."""
    before: list[Line] = []
    for _, line in project.lines:
        if line.id == scene.line:
            return tuple(before)
        before.append(line)
    return ()


def with_line_in(project: Project, scene: str, line: Line, after: LineId) -> Project:
    """The project with a line more in a scene: right behind another, or else at its end.

    Where the scene is gone from the script, the line is left out.
    """
    found = project.outline.find_scene(scene) if project.outline else None
    behind = project.find_line(after)
    if behind is not None:
        episode, at = behind[0], behind[0].index_of(after) + 1
    elif found and (home := heading_of(project, found[1])) and found[1].line:
        episode, at = home, _end(home, home.index_of(found[1].line) + 1)
    else:
        return project
    return project.with_episode(episode.inserting(at, [line]))


def without_lines(project: Project, lines: Collection[LineId]) -> Project:
    """The project without these lines."""
    for episode in project.episodes:
        if any(line.id in lines for line in episode.lines):
            project = project.with_episode(episode.without(lines))
    return project


def line_of(draft: Draft, id: LineId, language: str) -> Line:
    """A draft as a line of the script."""
    return Line(
        id,
        draft.kind,
        {language: draft.words},
        draft.character,
        draft.direction,
        draft.emotion,
        draft.extension,
        draft.pause_after_ms,
    )


def draft_from(line: Line, language: str) -> Draft:
    """A line of the script as far as its draft goes."""
    return Draft(line.kind, line.words(language), line.character)


def _with_episode_for(project: Project, planned: PlannedEpisode, new: EpisodeId) -> Project:
    """The project with an episode that a planned one is written into."""
    outline = project.outline
    if outline is None or any(each.id == planned.episode for each in project.episodes):
        return project
    taken = {each.episode for each in outline.episodes}
    number = outline.episodes.index(planned) + 1
    free = (e for e in project.episodes if e.number == number and not e.lines)
    episode = next((each for each in free if each.id not in taken), None)
    if episode is None:
        numbers = {each.number for each in project.episodes}
        number = number if number not in numbers else max(numbers) + 1
        episode = Episode(new, number, planned.title)
    episode = replace(episode, title=episode.title or planned.title)
    project = replace(project, episodes=_with_episode(project.episodes, episode))
    bound = outline.with_episode(replace(planned, episode=episode.id))
    return replace(project, outline=bound)


def _with_episode(episodes: Sequence[Episode], episode: Episode) -> tuple[Episode, ...]:
    """The episodes with one changed, or put in by its number."""
    if any(each.id == episode.id for each in episodes):
        return tuple(episode if each.id == episode.id else each for each in episodes)
    before = [n for n, each in enumerate(episodes) if each.number < episode.number]
    at = before[-1] + 1 if before else 0
    return (*episodes[:at], episode, *episodes[at:])


def _home(project: Project, scene: str) -> EpisodeId:
    """The episode a scene is written into; there is one by now."""
    found = project.outline.find_scene(scene) if project.outline else None
    assert found and found[0].episode
    return found[0].episode


def _place(project: Project, home: Episode, planned: PlannedEpisode, scene: PlannedScene) -> int:
    """Where the heading goes: behind the last earlier scene, before the first later one."""
    known = [each.id for each in planned.scenes]
    at = known.index(scene.id)
    there = {line.id: index for index, line in enumerate(home.lines)}
    for earlier in reversed(planned.scenes[:at]):
        if earlier.line and earlier.line in there:
            return _end(home, there[earlier.line] + 1)
    later = (each.line for each in planned.scenes[at + 1 :])
    return next((there[line] for line in later if line and line in there), len(home.lines))


def _end(episode: Episode, start: int) -> int:
    """The index behind the last line of the scene that goes on at `start`."""
    lines = episode.lines
    ends = (n for n in range(start, len(lines)) if lines[n].kind is LineKind.HEADING)
    return next(ends, len(lines))


def _heading_text(scene: PlannedScene) -> str:
    return scene.heading or scene.beats[:_LONGEST_HEADING] or scene.id


def _told(planned: PlannedCharacter) -> dict[str, str]:
    """What the plan says of somebody."""
    profile = {key: str(getattr(planned, key)) for key in PROFILE}
    return profile | {"notes": planned.voice}
