"""The recordings a sample is cut from: files of any kind, each known by an id while it is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from studio.audio.media_facts import MediaFacts, facts_of
from studio.audio.stretch import WHOLE_MIX, Listening, track_of
from studio.audio.survey import Survey, survey_of
from studio.model.ids import new_id
from studio.model.sample import SampleEdit
from studio.model.span import samples_of


@dataclass(frozen=True, slots=True)
class Source:
    """One recording on disk, and which of its sound is meant."""

    id: str
    path: Path
    facts: MediaFacts
    listening: Listening = WHOLE_MIX

    @property
    def name(self) -> str:
        """What the file is called."""
        return self.path.name

    @property
    def length(self) -> int:
        """Samples at the project rate."""
        return samples_of(self.facts.seconds)

    @property
    def rate(self) -> int:
        """Samples per second that the recording has of its own."""
        return track_of(self.facts, self.listening, str(self.path)).rate

    def whole(self) -> SampleEdit:
        """A sample of all of it, to begin cutting with."""
        return SampleEdit.of(self.id, self.length)


Sources = Mapping[str, Source]
"""The open recordings by their ids."""


def open_source(
    path: Path,
    *,
    listening: Listening = WHOLE_MIX,
    ffmpeg: str = "",
    cancelled: Callable[[], bool] = lambda: False,
) -> Source:
    """Look at a file of sound or video, however long; raises AudioError. Blocking, but short."""
    facts = facts_of(path, ffmpeg=ffmpeg, cancelled=cancelled)
    track_of(facts, listening, str(path))
    return Source(new_id(), path, facts, listening)


def surveyed(
    source: Source,
    *,
    ffmpeg: str = "",
    cancelled: Callable[[], bool] = lambda: False,
    told: Callable[[Survey], None] | None = None,
) -> Survey:
    """The outline and the levels of a whole source; raises AudioError, CancelledError. Blocking."""
    return survey_of(
        source.path,
        source.facts,
        listening=source.listening,
        ffmpeg=ffmpeg,
        cancelled=cancelled,
        told=told,
    )
