"""Timelines for other programs: each clip a file of its own, and a list of where they belong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from studio.audio.arrangement import arrange, bed_parts, sounding_length
from studio.audio.export import BitDepth, write_tracks
from studio.audio.mixdown import Mixdown
from studio.audio.wave_chunks import Broadcast, bext_chunk, ixml_chunk
from studio.delivery.mixing import Mixing, lane_of
from studio.delivery.planning import EpisodePlan, speaker_name
from studio.formats.exchange.audacity_labels import write_labels
from studio.formats.exchange.final_cut import write_final_cut
from studio.formats.exchange.frames import FrameRate
from studio.formats.exchange.reaper import write_reaper
from studio.formats.exchange.timeline import Event, ExchangeTimeline, Mark, SoundFile, Track
from studio.formats.words import spoken_words
from studio.model.lane import PLAIN_LANE, Lane
from studio.model.layout import Clip
from studio.model.line import Line
from studio.model.project import Project
from studio.model.span import Span


@dataclass(frozen=True, slots=True)
class TimelineFiles:
    """What is needed to write the clips of an episode and the lists that name them."""

    project: Project
    plan: EpisodePlan
    mixing: Mixing
    draft: Path
    rate: FrameRate
    bit_depth: BitDepth
    cancelled: Callable[[], bool]

    def write(self) -> None:
        """Write every clip, bed and list into the draft folder. Blocking.

        Raises DeliveryError, AudioError, and CancelledError when it is asked to stop.
        """
        timeline = self._timeline()
        for kind, name in self.plan.timelines.items():
            _WRITERS[kind](timeline, self.rate, self.draft / name)

    def _timeline(self) -> ExchangeTimeline:
        plan = self.plan
        lines = {line.id: line for line in plan.episode.lines}
        tracks: dict[str, list[Event]] = {}
        names = plan.clip_files or ("",) * len(plan.clips)
        for clip, name in zip(self.mixing.clips, names, strict=True):
            if self.cancelled():
                raise CancelledError
            tracks.setdefault(clip.lane, []).append(self._clip(clip, name, lines[clip.line]))
        voices = tuple(self._track(name, events) for name, events in tracks.items())
        markers = plan.episode.timeline(plan.language).markers
        title = f"{self.project.title} {plan.episode.number:02} {plan.language}".strip()
        return ExchangeTimeline(
            title,
            self.mixing.length,
            (*voices, *self._bed_tracks()),
            tuple(Mark(marker.at, marker.name) for marker in markers),
        )

    def _track(self, lane_name: str, events: Sequence[Event]) -> Track:
        who = next((each for each in self.project.cast if each.id == lane_name), None)
        lane = self.project.lanes.get(lane_name, PLAIN_LANE)
        return Track(
            who.name if who else "",
            tuple(events),
            lane.colour or (who.colour if who else ""),
            lane.gain_db,
            lane.pan,
            lane.muted,
            lane.soloed,
        )

    def _clip(self, clip: Clip, name: str, line: Line) -> Event:
        """Write one clip as it sounds, but for gains and pan, which the list tells."""
        lane = self.mixing.lanes.get(clip.lane, PLAIN_LANE)
        plain = {clip.lane: Lane(effect=lane.effect)}
        frame = self._frame_before(clip.timeline_span.start)
        span = clip.timeline_span.moved(-frame)
        alone = [replace(clip, timeline_span=span, gain_db=0.0, muted=False)]
        end = sounding_length(span.end, alone, lane_of, lanes=plain)
        length = self._whole_frames(frame, end)
        mixdown = arrange(alone, lane_of, self.mixing.samples, length, lanes=plain)
        words = spoken_words(line.words(self.plan.language))
        file = self._written(mixdown, name, frame, words, line.id, self._speaker(line))
        return Event(
            PurePath(name).stem or line.id, clip.timeline_span.start, file, Span(span.start, end),
            gain_db=clip.gain_db, muted=clip.muted, words=words, line=line.id,
        )  # fmt: skip

    def _bed_tracks(self) -> Iterator[Track]:
        files = self.plan.bed_files or ("",) * len(self.plan.beds)
        names = dict(zip((bed.id for bed in self.plan.beds), files, strict=True))
        for placed in self.mixing.beds:
            bed = placed.bed
            frame = self._frame_before(bed.start)
            start, length = bed.start - frame, placed.used.length
            alone = replace(bed, start=start, gain_db=0.0, pan=0.0, muted=False, duck_db=0.0)
            sound = Mixdown(
                [],
                self._whole_frames(frame, start + length),
                beds=bed_parts([replace(placed, bed=alone)]),
            )
            file = self._written(sound, names[bed.id], frame, bed.name, "", bed.name)
            event = Event(bed.name, bed.start, file, Span(start, start + length))
            yield Track(bed.name, (event,), "", bed.gain_db, bed.pan, bed.muted, bed.soloed)

    def _frame_before(self, sample: int) -> int:
        """The first sample of the frame in which one lies: where its file begins."""
        return self.rate.first_sample(self.rate.frame_of(sample))

    def _whole_frames(self, frame: int, length: int) -> int:
        """As many samples as the frames have that a file needs from the beginning of one on."""
        first = self.rate.frame_of(frame)
        last = first + max(self.rate.frames_for(length), 1)
        return self.rate.first_sample(last) - frame

    def _written(
        self, mixdown: Mixdown, name: str, frame: int, words: str, reference: str, track: str
    ) -> SoundFile:
        if not name:
            return SoundFile("", mixdown.length)
        path = self.draft / name
        path.parent.mkdir(exist_ok=True)
        told = Broadcast(words, reference=reference, starts_at=frame)
        facts = bext_chunk(told) + ixml_chunk(
            project=self.project.title, scene=str(self.plan.episode.number), take=reference,
            note=words, track=track, starts_at=frame, bit_depth=self.bit_depth,
        )  # fmt: skip
        write_tracks(
            mixdown, {}, mix=path, bit_depth=self.bit_depth, facts={path: facts},
            cancelled=self.cancelled,
        )  # fmt: skip
        return SoundFile(name, mixdown.length, mixdown.channels, self.bit_depth)

    def _speaker(self, line: Line) -> str:
        return speaker_name(self.project, line)


def _reaper(timeline: ExchangeTimeline, _: FrameRate, path: Path) -> None:
    _write(path, write_reaper(timeline))


def _labels(timeline: ExchangeTimeline, _: FrameRate, path: Path) -> None:
    _write(path, write_labels(timeline))


def _final_cut(timeline: ExchangeTimeline, rate: FrameRate, path: Path) -> None:
    _write(path, write_final_cut(timeline, rate))


def _otio(timeline: ExchangeTimeline, rate: FrameRate, path: Path) -> None:
    from studio.formats.exchange.otio import write_otio

    _write(path, write_otio(timeline, rate))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


_WRITERS: Mapping[str, Callable[[ExchangeTimeline, FrameRate, Path], None]] = {
    "rpp": _reaper,
    "otio": _otio,
    "xml": _final_cut,
    "txt": _labels,
}
"""Who writes which kind, by the ending of its file."""
