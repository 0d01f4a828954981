"""The clips of the episode in hand, laid out again only when something moved them."""

from __future__ import annotations

from collections.abc import Sequence

from studio.model.bed import Bed
from studio.model.episode import Episode
from studio.model.ids import EpisodeId, LineId
from studio.model.line import Line
from studio.model.project import Project
from studio.model.reel import Reel
from studio.model.timeline import Marker
from studio.synthesis.plan import LineState
from studio.synthesis.status import LineStatus
from studio.ui.timeline.board import Board, board_of, lanes_of


class EpisodeClips:
    """One episode in one language as a board, with the words of its lines and how they stand."""

    def __init__(
        self, project: Project, episode: EpisodeId, language: str, status: LineStatus
    ) -> None:
        self._status = status
        self._take_in(project, episode, language)

    @property
    def board(self) -> Board:
        """The clips as they lie."""
        return self._board

    @property
    def episode(self) -> Episode:
        """The episode as it is in the document; one without lines when it is gone."""
        return self._episode

    @property
    def language(self) -> str:
        """The language whose takes are shown."""
        return self._language

    @property
    def reel(self) -> Reel:
        """What the clips follow from, for hands that edit it; the same one until an edit."""
        return self._reel

    @property
    def markers(self) -> tuple[Marker, ...]:
        """The named places of the timeline, by time."""
        return self._reel.timeline.markers

    @property
    def cuts(self) -> list[int]:
        """Where on the timeline the picture is cut, in samples."""
        language = self._language
        beds = (bed for bed in self._episode.beds if bed.cuts and bed.sounds_in(language))
        return sorted(place for bed in beds for place in _cuts_of(bed))

    def show(self, project: Project, episode: EpisodeId, language: str) -> bool:
        """Follow the document and the selection; whether the clips may look different now."""
        same = (self._episode.id, self._language) == (episode, language)
        shown = _episode(project, episode)
        if same and not _moved(self._project, project, self._episode, shown, language):
            if project is not self._project:
                self._project, self._episode = project, shown
                self._reel = Reel(shown, language, project.takes, project.gaps)
            return False
        self._take_in(project, episode, language)
        return True

    def words(self, line: LineId) -> str:
        """What is said in a line."""
        return self._episode.lines[self._places[line]].words(self._language)

    def state(self, line: LineId) -> LineState:
        """Where a line stands: whether its take is what it should be."""
        return self._status.of(self._episode.lines[self._places[line]], self._language)

    def number(self, line: LineId) -> int:
        """The place of a line among the spoken ones, from 1."""
        return sum(said.spoken for said in self._episode.lines[: self._places[line] + 1])

    def _take_in(self, project: Project, episode: EpisodeId, language: str) -> None:
        self._project, self._language = project, language
        self._episode = _episode(project, episode)
        self._places = {line.id: place for place, line in enumerate(self._episode.lines)}
        self._reel = Reel(self._episode, language, project.takes, project.gaps)
        self._board = board_of(
            self._reel.clips(), lanes_of(self._episode, project.cast, project.lanes)
        )


def _episode(project: Project, episode: EpisodeId) -> Episode:
    found = (known for known in project.episodes if known.id == episode)
    return next(found, Episode(episode, 0, ""))


def _cuts_of(bed: Bed) -> list[int]:
    """The cuts of a picture that lie in what is used of it, on the timeline."""
    first = bed.source_span.start if bed.source_span else 0
    return [
        bed.start + cut - first
        for cut in bed.cuts
        if bed.source_span is None or cut in bed.source_span
    ]


def _moved(before: Project, after: Project, was: Episode, now: Episode, language: str) -> bool:
    """Whether clips, lanes or their looks may differ between two states of an episode."""
    if before.cast is not after.cast or before.gaps != after.gaps:
        return True
    if before.lanes is not after.lanes and _looks(before) != _looks(after):
        return True
    if was.timelines.get(language) is not now.timelines.get(language):
        return True
    if was.lines is not now.lines and _lines_moved(was.lines, now.lines, language):
        return True
    if before.takes is after.takes:
        return False
    one, other = before.takes.by_line, after.takes.by_line
    return any(one.get(line.id) is not other.get(line.id) for line in now.lines)


def _looks(project: Project) -> list[object]:
    """What of the lanes is seen; most changes of lanes are only heard."""
    return [
        (name, lane.colour, lane.height, lane.collapsed)
        for name, lane in sorted(project.lanes.items())
        if (lane.colour, lane.height, lane.collapsed) != ("", 1.0, False)
    ]


def _lines_moved(was: Sequence[Line], now: Sequence[Line], language: str) -> bool:
    """Whether lines differ in more than their words; a keystroke must not lay out anew."""
    if len(was) != len(now):
        return True
    pairs = zip(was, now, strict=True)
    return any(a is not b and _place_of(a, language) != _place_of(b, language) for a, b in pairs)


def _place_of(line: Line, language: str) -> tuple[object, ...]:
    """What of a line its clip's place follows from."""
    circled = line.circled.get(language)
    return line.id, line.kind, line.character, line.pause_after_ms, line.dual, circled
