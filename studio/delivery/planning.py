"""Which files an order makes: every name is known and checked before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from studio.delivery.clip_names import bed_names, clip_names
from studio.delivery.consents import Consents, consents_text, no_consents
from studio.delivery.naming import expanded, refuse_bad_pattern, refuse_collisions
from studio.delivery.order import (
    CONSENTS_PATTERN,
    FORMATS,
    LABELS,
    SHEET_KINDS,
    SUBTITLE_KINDS,
    TIMELINE_KINDS,
    Order,
)
from studio.errors import DeliveryError, DeliveryProblem
from studio.model.bed import Bed
from studio.model.episode import Episode
from studio.model.ids import CharacterId, LineId
from studio.model.layout import Clip, end_of, lay_out
from studio.model.line import Line
from studio.model.project import Project


@dataclass(frozen=True, slots=True)
class EpisodePlan:
    """One episode in one language: what sounds, for how long, and the names of its files.

    `length` is in samples at the project rate, without what rings on behind the last clip; names
    are relative to the order's folder. `beds` are those that were ordered; `clip_files` and
    `bed_files`, one for each clip and bed, are what `timelines` name, if they name any.
    """

    episode: Episode
    language: str
    clips: tuple[Clip, ...]
    length: int
    mix: str | None
    stems: Mapping[CharacterId, str]
    lines: Mapping[LineId, str]
    subtitles: Mapping[str, str]
    consents: str | None = None
    consents_text: str = ""
    beds: tuple[Bed, ...] = ()
    beds_stem: str | None = None
    timelines: Mapping[str, str] = field(default_factory=dict[str, str])
    clip_files: tuple[str, ...] = ()
    bed_files: tuple[str, ...] = ()
    sheets: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def names(self) -> Iterator[str]:
        """Every file of this episode."""
        yield from self.sheets.values()
        yield from self.timelines.values()
        yield from self.clip_files
        yield from self.bed_files
        if self.mix:
            yield self.mix
        yield from self.stems.values()
        yield from self.lines.values()
        yield from self.subtitles.values()
        if self.beds_stem:
            yield self.beds_stem
        if self.consents:
            yield self.consents


def planned_episodes(
    project: Project, order: Order, consents: Consents = no_consents
) -> tuple[EpisodePlan, ...]:
    """The files of an order; raises DeliveryError for what cannot be delivered.

    Where a voice needed a consent, the episode has a file that says who gave it.
    """
    _check_kinds(order)
    plans = tuple(
        _with_consents(project, _planned(project, order, episode, language), consents)
        for episode in _episodes(project, order)
        for language in order.languages or project.languages
    )
    if not any(plan.episode.spoken_lines for plan in plans):
        raise DeliveryError(DeliveryProblem.NOTHING_TO_DELIVER, str(order.folder))
    _refuse_names([name for plan in plans for name in plan.names], order)
    return plans


def refuse_unnameable(project: Project, order: Order) -> None:
    """Raise DeliveryError for names that could not be used once every line has its take.

    So that a mistake in a pattern is told before anything is voiced or paid, also in one for
    files that are not asked for this time.
    """
    _check_kinds(order)
    for pattern in order.patterns:
        refuse_bad_pattern(pattern)
    names = [
        name
        for episode in _episodes(project, order)
        for language in order.languages or project.languages
        for name in _names(project, order, episode, language).all
    ]
    _refuse_names(names, order)


def _episodes(project: Project, order: Order) -> list[Episode]:
    return [e for e in project.episodes if not order.episodes or e.number in order.episodes]


def _planned(project: Project, order: Order, episode: Episode, language: str) -> EpisodePlan:
    """The plan of one episode: names of what has a take, no files at all where nothing has."""
    clips = lay_out(episode, language, project.takes, project.gaps)
    if not clips:
        return EpisodePlan(episode, language, (), 0, None, {}, {}, {})
    names = _names(project, order, episode, language)
    speaking = {clip.character for clip in clips}
    voiced = {clip.line for clip in clips}
    beds = _beds(order, episode, language)
    files = any(kind != LABELS for kind in names.timelines)
    return EpisodePlan(
        episode,
        language,
        clips,
        end_of(clips, project.gaps),
        names.mix,
        {character: name for character, name in names.stems.items() if character in speaking},
        {line: name for line, name in names.lines.items() if line in voiced},
        names.subtitles,
        beds=beds,
        beds_stem=names.beds,
        timelines=names.timelines,
        clip_files=tuple(clip_names(project, order, episode, language, clips)) if files else (),
        bed_files=tuple(bed_names(project, order, episode, language, beds)) if files else (),
        sheets=names.sheets,
    )


def _beds(order: Order, episode: Episode, language: str) -> tuple[Bed, ...]:
    return tuple(bed for bed in episode.beds if order.beds and bed.sounds_in(language))


def _with_consents(project: Project, plan: EpisodePlan, consents: Consents) -> EpisodePlan:
    spoken = (project.takes.circled(line, plan.language) for line in plan.episode.spoken_lines)
    text = consents_text((take for take in spoken if take is not None), consents)
    if not text or not plan.clips:
        return plan
    fields = {"episode": plan.episode.number, "language": plan.language}
    name = _name(CONSENTS_PATTERN, "txt", fields)
    return replace(plan, consents=name, consents_text=text)


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of an episode's files, were every line voiced."""

    mix: str | None
    stems: Mapping[CharacterId, str]
    lines: Mapping[LineId, str]
    subtitles: Mapping[str, str]
    beds: str | None
    timelines: Mapping[str, str]
    sheets: Mapping[str, str]

    @property
    def all(self) -> Iterator[str]:
        """Every one of them."""
        if self.mix:
            yield self.mix
        yield from self.stems.values()
        yield from self.lines.values()
        yield from self.subtitles.values()
        yield from self.timelines.values()
        yield from self.sheets.values()
        if self.beds:
            yield self.beds


def _names(project: Project, order: Order, episode: Episode, language: str) -> _Names:
    fields = {
        "project": project.title,
        "episode": episode.number,
        "title": episode.title,
        "language": language,
    }
    ending = order.format
    return _Names(
        _name(order.mix_pattern, ending, fields, character="mix") if order.mix else None,
        _stem_names(project, order, episode, fields) if order.stems else {},
        _line_names(project, order, episode, fields) if order.lines else {},
        {
            kind: _name(order.subtitle_pattern, kind, fields, character="subtitles")
            for kind in order.subtitles
        },
        _name(order.stem_pattern, ending, fields, character="beds", id="beds")
        if order.stems and _beds(order, episode, language)
        else None,
        {kind: _name(order.timeline_pattern, kind, fields) for kind in order.timelines},
        {kind: _name(order.sheet_pattern, kind, fields) for kind in order.sheets},
    )


def _stem_names(
    project: Project, order: Order, episode: Episode, fields: Mapping[str, str | int]
) -> dict[CharacterId, str]:
    speaking = {line.character for line in episode.spoken_lines}
    return {
        who.id: _name(order.stem_pattern, order.format, fields, character=who.name, id=who.id)
        for who in project.cast
        if who.id in speaking
    }


def _line_names(
    project: Project, order: Order, episode: Episode, fields: Mapping[str, str | int]
) -> dict[LineId, str]:
    return {
        line.id: _name(
            order.line_pattern,
            order.format,
            fields,
            character=speaker_name(project, line),
            line=number,
            id=line.id,
        )
        for number, line in enumerate(episode.spoken_lines, start=1)
    }


def make_folder(folder: Path) -> bool:
    """Make a delivery's folder if it is not there; whether it had to be made.

    Raises DeliveryError unless the folder it lies in is there. Blocking.
    """
    try:
        folder.mkdir()
    except FileExistsError:
        if folder.is_dir():
            return False
        raise DeliveryError(DeliveryProblem.UNWRITABLE, str(folder), "is a file") from None
    except FileNotFoundError as error:
        raise DeliveryError(DeliveryProblem.NO_FOLDER, str(folder.parent)) from error
    except OSError as error:
        raise DeliveryError(DeliveryProblem.UNWRITABLE, str(folder), str(error)) from error
    return True


def speaker_name(project: Project, line: Line) -> str:
    """Who says a line, empty where nobody is named."""
    character = project.cast.find(line.character)
    return character.name if character else ""


def _name(pattern: str, ending: str, fields: Mapping[str, str | int], **more: str | int) -> str:
    every = {"character": "", "line": 0, "id": "", **fields, **more}
    return f"{expanded(pattern, every)}.{ending}"


def _check_kinds(order: Order) -> None:
    if order.format not in FORMATS:
        raise DeliveryError(DeliveryProblem.UNKNOWN_FORMAT, detail=order.format)
    wanted = (
        (order.subtitles, SUBTITLE_KINDS),
        (order.timelines, TIMELINE_KINDS),
        (order.sheets, SHEET_KINDS),
    )
    for kind in (kind for kinds, known in wanted for kind in kinds if kind not in known):
        raise DeliveryError(DeliveryProblem.UNKNOWN_FORMAT, detail=kind)


def _refuse_names(names: list[str], order: Order) -> None:
    """Raise DeliveryError for names that are twice, taken by a folder, or not to be replaced."""
    refuse_collisions(names)
    for name in names:
        path = order.folder / name
        if path.is_dir():
            raise DeliveryError(DeliveryProblem.UNWRITABLE, str(path), "there is a folder")
        if not order.overwrite and path.exists():
            raise DeliveryError(DeliveryProblem.EXISTS, str(path))
