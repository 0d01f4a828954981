"""Between a script as it stands in a file and the project made of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from studio.formats.names import clean_name
from studio.formats.script import Script, ScriptEpisode, ScriptLine
from studio.formats.words import without_emphasis
from studio.model.cast import Cast
from studio.model.episode import Episode
from studio.model.ids import CharacterId, EpisodeId, LineId, is_id, new_id
from studio.model.line import Line
from studio.model.project import Project
from studio.model.timeline import Placement, Timeline
from studio.model.translation import Translation


def project_of(script: Script, *, title: str) -> Project:
    """A new project of a script; `title` is used where the script has none of its own.

    Ids in the script are kept when they are valid and stand there once, else lines get new ones.
    """
    casting = _Casting(Cast())
    used: set[LineId] = set()
    episodes = tuple(
        Episode(
            EpisodeId(new_id()),
            part.number,
            part.title,
            tuple(casting.line_of(line, _own_id(line, used)) for line in part.lines),
        )
        for part in script.episodes
    )
    if script.timed:
        episodes = tuple(_held(episode, script.languages) for episode in episodes)
    shown = " ".join(without_emphasis(script.title).split())
    return Project(
        new_id(),
        shown or title,
        script.languages,
        episodes,
        casting.cast,
        title_page=script.title_page,
    )


def _held(episode: Episode, languages: Iterable[str]) -> Episode:
    """An episode with each line held where its slot begins."""
    timeline = Timeline(
        {
            line.id: Placement(pin=line.slot.start)
            for line in episode.lines
            if line.spoken and line.slot is not None
        }
    )
    return replace(episode, timelines=dict.fromkeys(languages, timeline))


def script_of(project: Project) -> Script:
    """The whole project as a script in its first language, ids and translations included."""
    names = {character.id: character.name for character in project.cast}
    episodes = tuple(
        ScriptEpisode(
            episode.number,
            episode.title,
            tuple(_continued(_script_line(line, names) for line in episode.lines)),
        )
        for episode in project.episodes
    )
    language = project.languages[0] if project.languages else "en"
    return Script(project.title, language, project.title_page, episodes)


def merged(project: Project, script: Script, *, episode: EpisodeId | None = None) -> Project:
    """The project as the script now has it: lines edited, added, removed, put in another order.

    Episodes are found by number; with `episode` only that one is changed, by the script's episode
    of its number or, when there is none, its first. Lines are found by id, then by speaker and
    words. Casts, takes and what was placed by hand stay. Raises EditRefused for an unknown episode.
    """
    if episode is not None:
        target = project.episode(episode)
        parts = [part for part in script.episodes if part.number == target.number]
        pairs = [(target, (parts or list(script.episodes))[0])]
    else:
        pairs = _paired(project, script)
    for language in script.languages:
        project = project.with_language(language)
    changed = {target.id for target, _ in pairs}
    used = {line.id for known, line in project.lines if known.id not in changed}
    casting = _Casting(project.cast)
    episodes = [_merged_episode(target, part, script, casting, used) for target, part in pairs]
    for result in episodes:
        project = project.with_episode(result)
    return replace(project, cast=casting.cast)


def _paired(project: Project, script: Script) -> list[tuple[Episode, ScriptEpisode]]:
    free = list(project.episodes)
    pairs: list[tuple[Episode, ScriptEpisode]] = []
    for part in script.episodes:
        found = next((known for known in free if known.number == part.number), None)
        if found:
            free.remove(found)
        pairs.append((found or Episode(EpisodeId(new_id()), part.number, part.title), part))
    return pairs


def _merged_episode(
    episode: Episode,
    part: ScriptEpisode,
    script: Script,
    casting: _Casting,
    used: set[LineId],
) -> Episode:
    before = _Before(episode, casting.cast, script.language)
    known = [before.by_id(line, used) for line in part.lines]
    lines: list[Line] = []
    for line, old in zip(part.lines, known, strict=True):
        match = old or before.by_words(line)
        if match is None:
            lines.append(casting.line_of(line, _unused(used)))
        else:
            used.add(match.id)
            lines.append(_edited(match, casting.line_of(line, match.id), line, script.language))
    gone = before.left
    kept = replace(episode, lines=tuple(line for line in episode.lines if line.id not in gone))
    timelines = {code: line.without(gone) for code, line in kept.timelines.items()}
    return replace(kept, title=part.title or kept.title, lines=tuple(lines), timelines=timelines)


def _edited(old: Line, new: Line, written: ScriptLine, language: str) -> Line:
    """The old line with what the file says; a file without our notes does not take facts away."""
    others = {code: text for code, text in old.text.items() if code != language}
    silent = not written.id
    line = replace(
        new,
        text={**others, **new.text},
        circled=old.circled,
        approved=old.approved,
        overrides=old.overrides,
        translations=_translations(old, new),
        suggestions=old.suggestions,
        slot=new.slot or old.slot,
        emotion=new.emotion or (old.emotion if silent else ""),
        pause_after_ms=(
            old.pause_after_ms if silent and new.pause_after_ms is None else new.pause_after_ms
        ),
    )
    return old if line == old else line


def _translations(old: Line, new: Line) -> Mapping[str, Translation]:
    """What is known of the line's translations; words that the file changed are a person's."""
    for code, words in new.text.items():
        old = old.saying(code, words)
    return old.translations


@dataclass(slots=True)
class _Casting:
    """The cast as it grows while lines are taken over."""

    cast: Cast
    _ids: dict[str, CharacterId] = field(default_factory=dict[str, CharacterId])

    def line_of(self, line: ScriptLine, name: LineId) -> Line:
        """A script line as a line of the project."""
        return Line(
            id=name,
            kind=line.kind,
            text={code: text for code, text in line.text.items() if text},
            character=self._character(line.character),
            direction=line.direction,
            emotion=line.emotion,
            extension=line.extension,
            pause_after_ms=line.pause_after_ms,
            slot=line.slot,
            dual=line.dual,
            number=line.number,
        )

    def _character(self, name: str) -> CharacterId | None:
        name = clean_name(name).strip()
        if not name:
            return None
        if name not in self._ids:
            self.cast, character = self.cast.adding(name)
            self._ids[name] = character.id
        return self._ids[name]


class _Before:
    """The lines an episode had, to be found again in a new version of its script."""

    def __init__(self, episode: Episode, cast: Cast, language: str) -> None:
        names = {character.id: character.name.casefold() for character in cast}
        self._lines = {line.id: line for line in episode.lines}
        self._language = language
        self.left = set(self._lines)
        self._by_words: dict[tuple[str, str], deque[LineId]] = {}
        for line in episode.lines:
            name = names.get(line.character, "") if line.character else ""
            key = (name, line.words(language))
            self._by_words.setdefault(key, deque()).append(line.id)

    def by_id(self, line: ScriptLine, used: set[LineId]) -> Line | None:
        """The line that has this id, once."""
        name = LineId(line.id)
        if name not in self.left or name in used:
            return None
        self.left.discard(name)
        return self._lines[name]

    def by_words(self, line: ScriptLine) -> Line | None:
        """The first line still free that the same character says in the same words."""
        key = (clean_name(line.character).strip().casefold(), line.words(self._language))
        free = self._by_words.get(key, deque[LineId]())
        while free:
            name = free.popleft()
            if name in self.left:
                self.left.discard(name)
                return self._lines[name]
        return None


def _own_id(line: ScriptLine, used: set[LineId]) -> LineId:
    name = LineId(line.id)
    if not is_id(name) or name in used:
        return _unused(used)
    used.add(name)
    return name


def _unused(used: set[LineId]) -> LineId:
    name = LineId(new_id())
    while name in used:
        name = LineId(new_id())
    used.add(name)
    return name


def _script_line(line: Line, names: Mapping[CharacterId, str]) -> ScriptLine:
    return ScriptLine(
        kind=line.kind,
        text={code: text for code, text in line.text.items() if text},
        character=names.get(line.character, "") if line.character else "",
        extension=line.extension,
        direction=line.direction,
        emotion=line.emotion,
        pause_after_ms=line.pause_after_ms,
        slot=line.slot,
        dual=line.dual,
        number=line.number,
        id=line.id,
    )


def _continued(lines: Iterable[ScriptLine]) -> Iterable[ScriptLine]:
    """The lines, those with a direction marked as going on under the cue of the same speaker."""
    before: ScriptLine | None = None
    for line in lines:
        goes_on = before is not None and (
            (before.spoken and line.spoken and bool(line.direction))
            and (before.character, before.extension) == (line.character, line.extension)
        )
        yield replace(line, continues=goes_on)
        before = line
