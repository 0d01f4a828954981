"""What each gesture makes of the script: whole projects in, whole projects out, no screen."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Protocol

from studio.errors import EditProblem, EditRefused
from studio.model.episode import Episode
from studio.model.ids import EpisodeId, LineId, new_id
from studio.model.line import SPOKEN, Line, LineKind, new_line
from studio.model.project import Project
from studio.model.translation import Translation, TranslationState
from studio.ui.script.screenplay import (
    Cue,
    as_kind,
    begins_heading,
    cue_of,
    next_kind,
    proposed_speaker,
    typed_cue,
    typed_direction,
)


class ParsedLine(Protocol):
    """A line as a reader of scripts gives it: the character by name, the text by language."""

    @property
    def kind(self) -> LineKind: ...
    @property
    def text(self) -> Mapping[str, str]: ...
    @property
    def character(self) -> str: ...
    @property
    def extension(self) -> str: ...
    @property
    def direction(self) -> str: ...
    @property
    def emotion(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where writing goes on: a line, and how many characters into its text."""

    line: LineId
    position: int = 0


def typed(project: Project, episode: EpisodeId, line: LineId, language: str, words: str) -> Project:
    """The project after these words were typed in a line; they may change what the line is.

    The start of a scene heading makes it one, `NAME: ` in an empty line gives it a speaker, and
    `(dry) ` there says how it is spoken.
    """
    here = project.episode(episode)
    index = _index(here, line)
    old = here.lines[index]
    before = old.words(language)
    if words == before:
        return project
    new = old.saying(language, words)
    if old.kind in (*SPOKEN, LineKind.ACTION):
        if begins_heading(before, words):
            new = as_kind(old, LineKind.HEADING).saying(language, words)
        cue = typed_cue(words, project.cast)
        if cue and (old.kind in SPOKEN or project.cast.named(cue.name)):
            return said_by(project, episode, (line,), cue, then={language: ""})
    direction = typed_direction(words) if old.spoken and not old.direction else ""
    if direction:
        new = replace(new.saying(language, ""), direction=direction)
    lines = (*here.lines[:index], new, *here.lines[index + 1 :])
    return project.with_episode(replace(here, lines=lines))


def _index(here: Episode, line: LineId) -> int:
    """Where a line stands; in time even for 10,000 lines at each keystroke."""
    try:
        return list(map(attrgetter("id"), here.lines)).index(line)
    except ValueError:
        raise EditRefused(EditProblem.NO_SUCH_LINE, line) from None


def named(
    project: Project,
    episode: EpisodeId,
    lines: Collection[LineId],
    text: str,
) -> Project:
    """The project with lines said by the character of this name, a new one if need be.

    `text` may carry an extension, `NARRATOR (V.O.)`; an empty one leaves nobody to say them.
    """
    return said_by(project, episode, lines, cue_of(text.strip().rstrip(":：")))


def said_by(
    project: Project,
    episode: EpisodeId,
    lines: Collection[LineId],
    cue: Cue,
    *,
    then: Mapping[str, str] | None = None,
) -> Project:
    """The project with lines said as a cue tells, `then` being their text by language."""
    cast, who = project.cast.adding(cue.name) if cue.name else (project.cast, None)

    def change(line: Line) -> Line:
        kind = line.kind
        if who and (not line.spoken or cue.extension):
            kind = LineKind.VOICE_OVER if cue.off_screen else LineKind.DIALOGUE
        extension = cue.extension or (line.extension if who else "")
        changed = replace(as_kind(line, kind), character=who.id if who else None)
        direction = cue.direction or changed.direction
        changed = replace(changed, extension=extension, direction=direction)
        return replace(changed, text={**line.text, **then}) if then else changed

    here = project.episode(episode).changing(lines, change)
    return replace(project, cast=cast).with_episode(here)


def opened_below(
    project: Project, episode: EpisodeId, line: LineId | None
) -> tuple[Project, Place]:
    """A new empty line below this one, of the kind that usually follows; None: at the top."""
    here = project.episode(episode)
    if line is None:
        first = LineKind.HEADING if not here.lines else LineKind.ACTION
        return _inserted(project, here, 0, new_line(first, {}))
    index = here.index_of(line)
    kind = next_kind(here.lines[index].kind)
    speaker = proposed_speaker(here.lines, index) if kind in SPOKEN else None
    return _inserted(project, here, index + 1, new_line(kind, {}, character=speaker))


def opened_above(project: Project, episode: EpisodeId, line: LineId) -> tuple[Project, Place]:
    """A new empty line above this one, of the same kind; before a heading comes action."""
    here = project.episode(episode)
    index = here.index_of(line)
    kind = here.lines[index].kind
    fresh = LineKind.ACTION if kind is LineKind.HEADING else kind
    speaker = proposed_speaker(here.lines, index) if fresh in SPOKEN else None
    return _inserted(project, here, index, new_line(fresh, {}, character=speaker))


def _inserted(project: Project, here: Episode, index: int, line: Line) -> tuple[Project, Place]:
    return project.with_episode(here.inserting(index, (line,))), Place(line.id)


def split(
    project: Project, episode: EpisodeId, line: LineId, language: str, at: int
) -> tuple[Project, Place]:
    """A line cut in two: the words after `at` make a line of the same speaker below.

    Other languages stay with the first half, so do its takes; the pause goes to the second.
    """
    here = project.episode(episode)
    whole = here.line(line)
    words = whole.words(language)
    first = replace(whole.saying(language, words[:at].rstrip()), pause_after_ms=None)
    second = replace(
        whole,
        id=LineId(new_id()),
        text={language: words[at:].lstrip()},
        dual=False,
        slot=None,
        number="",
        circled={},
        approved={},
        translations={},
        suggestions=(),
    )
    cut = here.replacing(first).inserting(here.index_of(line) + 1, (second,))
    return project.with_episode(cut), Place(second.id)


def joined(
    project: Project, episode: EpisodeId, line: LineId, language: str
) -> tuple[Project, Place] | None:
    """A line put at the end of the one before it, None when the two do not go together.

    They do when both are spoken, both are of one kind, or one of them is empty everywhere.
    """
    here = project.episode(episode)
    index = here.index_of(line)
    if index == 0:
        return None
    first, second = here.lines[index - 1], here.lines[index]
    alike = first.kind is second.kind or (first.spoken and second.spoken)
    if not (alike or is_empty(first) or is_empty(second)):
        return None
    if is_empty(first) and not is_empty(second):
        return project.with_episode(here.without((first.id,))), Place(line)
    text = {**first.text}
    for code, words in second.text.items():
        text[code] = _together(first.words(code), words)
    seam = len(text.get(language, "")) - len(second.words(language))
    pause = second.pause_after_ms if second.pause_after_ms is not None else first.pause_after_ms
    translations = _joined_translations(first, second)
    whole = replace(first, text=text, pause_after_ms=pause, translations=translations)
    return project.with_episode(here.without((line,)).replacing(whole)), Place(first.id, seam)


def _joined_translations(first: Line, second: Line) -> Mapping[str, Translation]:
    """How the words of two lines came about; those of a person stay a person's."""
    joined = dict(first.translations)
    for code, words in second.text.items():
        theirs = second.translations.get(code)
        if not words or (code not in joined and first.words(code)):
            continue
        if theirs is None:
            joined.pop(code, None)
        elif code not in joined or theirs.state is TranslationState.EDITED:
            joined[code] = theirs
    return joined


def _together(first: str, second: str) -> str:
    """Two halves with a space between, none where the script writes without spaces."""
    if not first or not second:
        return first or second
    tight = first[-1].isspace() or second[0].isspace() or ord(first[-1]) >= 0x2E80
    return first + ("" if tight else " ") + second


def is_empty(line: Line) -> bool:
    """Whether the line has no words in any language."""
    return not any(words.strip() for words in line.text.values())


def removed(
    project: Project, episode: EpisodeId, lines: Collection[LineId]
) -> tuple[Project, LineId | None]:
    """The project without these lines, and the line to take in hand then."""
    here = project.episode(episode)
    gone = frozenset(lines)
    indexes = [i for i, line in enumerate(here.lines) if line.id in gone]
    rest = here.without(gone)
    if not indexes or not rest.lines:
        return project.with_episode(rest), None
    after = min(indexes[-1] + 1 - len(indexes), len(rest.lines) - 1)
    return project.with_episode(rest), rest.lines[after].id


def moved(project: Project, episode: EpisodeId, lines: Collection[LineId], by: int) -> Project:
    """The project with these lines one place up (by -1) or down (by 1), kept together."""
    here = project.episode(episode)
    chosen = frozenset(lines)
    order = list(here.lines)
    indexes = [i for i, line in enumerate(order) if line.id in chosen]
    if not indexes or not indexes[0] + by >= 0 or not indexes[-1] + by < len(order):
        return project
    for index in indexes if by < 0 else reversed(indexes):
        order[index], order[index + by] = order[index + by], order[index]
    return project.with_episode(replace(here, lines=tuple(order)))


def duplicated(
    project: Project, episode: EpisodeId, lines: Collection[LineId]
) -> tuple[Project, tuple[LineId, ...]]:
    """The project with a copy of these lines below them; the copies have no takes yet."""
    here = project.episode(episode)
    chosen = frozenset(lines)
    copies = tuple(
        replace(line, id=LineId(new_id()), circled={}, approved={}, slot=None, number="")
        for line in here.lines
        if line.id in chosen
    )
    if not copies:
        return project, ()
    last = max(i for i, line in enumerate(here.lines) if line.id in chosen)
    return project.with_episode(here.inserting(last + 1, copies)), tuple(c.id for c in copies)


def of_kind(
    project: Project, episode: EpisodeId, lines: Collection[LineId], kind: LineKind
) -> Project:
    """The project with these lines of another kind; a line made spoken gets a likely speaker."""
    here = project.episode(episode)
    speakers = {
        line.id: proposed_speaker(here.lines, index - 1)
        for index, line in enumerate(here.lines)
        if line.id in lines and kind in SPOKEN
    }
    changed = here.changing(lines, lambda line: as_kind(line, kind, speakers.get(line.id)))
    return project.with_episode(changed)


def pasted(
    project: Project,
    episode: EpisodeId,
    after: LineId | None,
    parsed: Sequence[ParsedLine],
    language: str,
) -> tuple[Project, tuple[LineId, ...]]:
    """The project with read lines put below `after`, which they replace when it is empty."""
    cast = project.cast
    lines: list[Line] = []
    for each in parsed:
        who = None
        if each.character:
            cast, who = cast.adding(each.character)
        text = dict(each.text)
        if language not in text and len(text) == 1:
            text = {language: next(iter(text.values()))}
        line = new_line(
            each.kind, text, character=who.id if who else None, direction=each.direction
        )
        lines.append(replace(line, emotion=each.emotion, extension=each.extension))
    here = project.episode(episode)
    index = here.index_of(after) + 1 if after else 0
    put = here.inserting(index, lines)
    if after and lines and is_empty(here.line(after)):
        put = put.without((after,))
    grown = replace(project, cast=cast).with_episode(put)
    return grown, tuple(line.id for line in lines)
