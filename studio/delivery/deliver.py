"""An order carried out: everything is written aside first, then put in place at once."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import CancelledError
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from studio.audio.beds import BedSounds
from studio.audio.compress import Compressed, Tags, compress
from studio.audio.export import Tracks, write_tracks
from studio.audio.loudness import measure
from studio.audio.mixdown import Mixdown
from studio.audio.pending import delivery_errors
from studio.audio.sounding import Fetch, effect_of
from studio.delivery.consents import Consents, no_consents
from studio.delivery.cue_sheet import csv_sheet, json_sheet, workbook_sheet
from studio.delivery.cues import MATCHING, Heard, cues_of
from studio.delivery.mixing import Mixing, lanes_told, mixing_of
from studio.delivery.order import Order
from studio.delivery.placing import put_in_place
from studio.delivery.planning import EpisodePlan, planned_episodes, speaker_name
from studio.delivery.report import DeliveredEpisode, DeliveredLine, Report
from studio.delivery.timelines import TimelineFiles
from studio.errors import DeliveryError, DeliveryProblem
from studio.formats.exchange.frames import FRAME_RATES
from studio.formats.subtitles import SubtitleKind, write_subtitles
from studio.model.ids import LineId
from studio.model.layout import Clip, line_spans
from studio.model.project import Project
from studio.model.span import seconds

TRACKS_SHARE = 0.6
"""Part of an episode's work that mix and stems are, when there are files per line too."""

TRUE_PEAK_CEILING = -1.0
"""dBTP no loudness target may push the mix above."""


@dataclass(frozen=True, slots=True)
class Watch:
    """How the work is followed: `progress` gets 0 to 1, `cancelled` is asked often."""

    progress: Callable[[float], object] = lambda done: None
    cancelled: Callable[[], bool] = lambda: False


def deliver(
    project: Project,
    order: Order,
    samples: Fetch,
    *,
    beds: BedSounds | None = None,
    ffmpeg: str = "",
    watch: Watch | None = None,
    heard: Heard = MATCHING,
    consents: Consents = no_consents,
) -> Report:
    """Write the order's files and report on them. Blocking.

    `beds` gives the sounds of those that are ordered; one that cannot be read is left out and
    told. `heard` has the lines that sound as they were before their last change; `consents` tells
    who allowed the voices of takes.

    Raises DeliveryError or AudioError; then, and when cancelled (CancelledError), the folder is
    as it was.
    """
    plans = planned_episodes(project, order, consents)
    if not order.folder.is_dir():
        raise DeliveryError(DeliveryProblem.NO_FOLDER, str(order.folder))
    with delivery_errors(order.folder):
        draft = Path(tempfile.mkdtemp(prefix=".delivery-", dir=order.folder))
        try:
            work = _Work(project, order, samples, beds, ffmpeg, watch or Watch(), draft, heard)
            delivered = tuple(work.episode(plan, n, len(plans)) for n, plan in enumerate(plans))
            put_in_place(draft, order.folder, [name for plan in plans for name in plan.names])
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return Report(delivered)


@dataclass(frozen=True, slots=True)
class _Work:
    """One order in hand."""

    project: Project
    order: Order
    samples: Fetch
    beds: BedSounds | None
    ffmpeg: str
    watch: Watch
    draft: Path
    heard: Heard

    def episode(self, plan: EpisodePlan, index: int, count: int) -> DeliveredEpisode:
        """Write one episode in one language into the draft folder."""
        mixing = mixing_of(
            self.project, plan, self.samples, self.beds, cancelled=self.watch.cancelled
        )
        mixing, loudness = self._levelled(mixing)
        whole = TRACKS_SHARE if plan.lines else 1.0
        tracks = self._write_tracks(
            plan, mixing, lambda done: self._told((index + done * whole) / count)
        )
        self._write_lines(
            plan, mixing, lambda done: self._told((index + whole + done * (1 - whole)) / count)
        )
        for kind, name in plan.subtitles.items():
            text = write_subtitles(
                cues_of(self.project, plan, self.heard), cast(SubtitleKind, kind)
            )
            _write_text(self.draft / name, text)
        self._write_sheets(plan)
        if plan.timelines:
            self._write_timelines(plan, mixing)
        if plan.consents:
            _write_text(self.draft / plan.consents, plan.consents_text)
        self._told((index + 1) / count)
        return self._delivered(plan, mixing, tracks, loudness)

    def _write_sheets(self, plan: EpisodePlan) -> None:
        rate = FRAME_RATES[self.order.frame_rate]
        for kind, name in plan.sheets.items():
            if kind == "xlsx":
                _write_bytes(self.draft / name, workbook_sheet(self.project, plan, rate))
            else:
                text = (csv_sheet if kind == "csv" else json_sheet)(self.project, plan, rate)
                _write_bytes(self.draft / name, text.encode())

    def _write_timelines(self, plan: EpisodePlan, mixing: Mixing) -> None:
        TimelineFiles(
            self.project, plan, mixing, self.draft, FRAME_RATES[self.order.frame_rate],
            16 if self.order.bit_depth == 16 else 24, self.watch.cancelled,
        ).write()  # fmt: skip

    def _told(self, done: float) -> None:
        if self.watch.cancelled():
            raise CancelledError
        self.watch.progress(done)

    def _levelled(self, mixing: Mixing) -> tuple[Mixing, float | None]:
        """The episode at the loudness asked for, as far as the true peak allows."""
        if self.order.loudness is None:
            return mixing, None
        probe = self.draft / "loudness.wav"
        write_tracks(mixing.mixdown(), {}, mix=probe, cancelled=self.watch.cancelled)
        found = measure(probe, self.ffmpeg, cancelled=self.watch.cancelled)
        probe.unlink()
        wanted = self.order.loudness - found.integrated_lufs
        gain = min(wanted, TRUE_PEAK_CEILING - found.true_peak_dbtp)
        return mixing.louder(gain), found.integrated_lufs + gain

    def _write_tracks(
        self, plan: EpisodePlan, mixing: Mixing, progress: Callable[[float], None]
    ) -> Tracks:
        files = {str(key): self.draft / name for key, name in plan.stems.items()}
        mix = self.draft / plan.mix if plan.mix else None
        beds = self.draft / plan.beds_stem if plan.beds_stem else None
        if not files and mix is None:
            return Tracks(None, {})
        tracks = self._tracks(mixing.mixdown(), files, progress, mix=mix, beds=beds)
        others = [("", path) for path in (mix, beds) if path]
        for name, path in [*files.items(), *others]:
            character = next((c.name for c in self.project.cast if c.id == name), "")
            self._compress(path, Tags(plan.episode.title, character, self.project.title))
        return tracks

    def _write_lines(
        self, plan: EpisodePlan, mixing: Mixing, progress: Callable[[float], None]
    ) -> None:
        spans, clips = line_spans(plan.clips), _by_line(mixing.clips)
        for number, (line, span) in enumerate(spans.items()):
            progress(number / len(spans))
            name = plan.lines.get(line)
            if name is None:
                continue
            path = self.draft / name
            self._tracks(mixing.line(clips[line], span), {}, lambda done: None, mix=path)
            self._compress(path, Tags(plan.episode.title, "", self.project.title))

    def _tracks(
        self,
        mixdown: Mixdown,
        files: dict[str, Path],
        progress: Callable[[float], None],
        *,
        mix: Path | None = None,
        beds: Path | None = None,
    ) -> Tracks:
        """WAV or FLAC as it will be delivered; for the other formats a WAV to encode from."""
        flac = self.order.format == "flac"
        plain = self.order.format in ("wav", "flac")
        return write_tracks(
            mixdown,
            {key: path if plain else path.with_suffix(".wav") for key, path in files.items()},
            mix=mix if plain or mix is None else mix.with_suffix(".wav"),
            beds=beds if plain or beds is None else beds.with_suffix(".wav"),
            stereo_stems=self.order.stereo_stems,
            container="flac" if flac else "wav",
            bit_depth=16 if self.order.bit_depth == 16 else 24,
            progress=progress,
            cancelled=self.watch.cancelled,
        )

    def _compress(self, path: Path, tags: Tags) -> None:
        kind = self.order.format
        if kind in ("wav", "flac"):
            return
        whole = path.with_suffix(".wav")
        compress(
            whole,
            path,
            cast(Compressed, kind),
            tags=tags,
            ffmpeg=self.ffmpeg,
            cancelled=self.watch.cancelled,
        )
        whole.unlink()

    def _delivered(
        self, plan: EpisodePlan, mixing: Mixing, tracks: Tracks, loudness: float | None
    ) -> DeliveredEpisode:
        folder = self.order.folder
        stems = {
            character.name: folder / plan.stems[character.id]
            for character in self.project.cast
            if character.id in plan.stems
        }
        return DeliveredEpisode(
            plan.episode.number,
            plan.language,
            seconds(mixing.length),
            folder / plan.mix if plan.mix else None,
            stems,
            {kind: folder / name for kind, name in plan.subtitles.items()},
            self._delivered_lines(plan),
            tracks.mix.saturated if tracks.mix else 0,
            loudness,
            folder / plan.consents if plan.consents else None,
            lanes_told(self.project, plan),
            mixing.told,
            folder / plan.beds_stem if plan.beds_stem else None,
            {kind: folder / name for kind, name in plan.timelines.items()},
            {kind: folder / name for kind, name in plan.sheets.items()},
        )

    def _delivered_lines(self, plan: EpisodePlan) -> tuple[DeliveredLine, ...]:
        spans, first = line_spans(plan.clips), {clip.line: clip for clip in reversed(plan.clips)}
        lines: list[DeliveredLine] = []
        for line in plan.episode.spoken_lines:
            take = self.project.takes.circled(line, plan.language)
            if take is None and not line.words(plan.language).strip():
                continue
            span = spans.get(line.id)
            name, clip = plan.lines.get(line.id), first.get(line.id)
            lines.append(
                DeliveredLine(
                    line.id,
                    speaker_name(self.project, line),
                    line.words(plan.language),
                    seconds(span.start) if span else None,
                    seconds(span.end) if span else None,
                    self.order.folder / name if name else None,
                    take,
                    self.heard.get((line.id, plan.language)) if take else None,
                    clip.tempo if clip else 1.0,
                    effect_of(clip, self.project.lane(clip.character)) if clip else "",
                )
            )
        return tuple(lines)


def _by_line(clips: Iterable[Clip]) -> Mapping[LineId, list[Clip]]:
    """The clips of each line; those that lie apart from it left out."""
    found: defaultdict[LineId, list[Clip]] = defaultdict(list)
    for clip in clips:
        if not clip.apart:
            found[clip.line].append(clip)
    return found


def _write_text(path: Path, text: str) -> None:
    _write_bytes(path, text.encode())


def _write_bytes(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
