"""Recordings somebody gives for a voice: opened, cut to what its service takes, judged."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from studio.audio.samples.silences import levels_of_edit
from studio.audio.samples.sources import Sources, open_source, surveyed
from studio.casting.samples.judging import (
    Finding,
    findings_of_count,
    refuse_grave,
)
from studio.casting.samples.preparing import judge
from studio.casting.samples.splitting import parts_of_one, split
from studio.model.sample import SampleEdit, SampleRules


@dataclass(frozen=True, slots=True)
class Recording:
    """A sample to make a voice of: what is cut, from which open recordings, and its words."""

    edit: SampleEdit
    sources: Sources
    words: str = ""

    @property
    def name(self) -> str:
        """What its first recording is called."""
        return next((self.sources[id].name for id in self.edit.sources), "")


def recording_of(
    path: Path, *, words: str = "", ffmpeg: str = "", cancelled: Callable[[], bool]
) -> Recording:
    """All of a file of sound or video; raises AudioError. Blocking."""
    source = open_source(path, ffmpeg=ffmpeg, cancelled=cancelled)
    return Recording(source.whole(), {source.id: source}, words)


def fitted(
    recordings: Iterable[Recording],
    rules: SampleRules,
    *,
    ffmpeg: str = "",
    cancelled: Callable[[], bool],
) -> tuple[Recording, ...]:
    """The recordings, one that is too long cut in its pauses where the service takes several.

    Raises AudioError and CancelledError. Blocking.
    """
    found = list(recordings)
    if not parts_of_one([each.edit for each in found], rules):
        return tuple(found)
    (whole,) = found
    surveys = {
        id: surveyed(whole.sources[id], ffmpeg=ffmpeg, cancelled=cancelled)
        for id in whole.edit.sources
    }
    parts = split(whole.edit, levels_of_edit(whole.edit, surveys), rules)
    return tuple(Recording(part, whole.sources) for part in parts)


def judged(
    recordings: Iterable[Recording],
    rules: SampleRules,
    *,
    ffmpeg: str = "",
    cancelled: Callable[[], bool],
) -> tuple[tuple[str, Finding], ...]:
    """What could be better, each with the name of its recording.

    Raises SampleError for what no service would take, AudioError and CancelledError. Blocking.
    """
    each = tuple(recordings)
    refuse_grave(findings_of_count(len(each), rules), each[0].name if each else "")
    found: list[tuple[str, Finding]] = []
    with tempfile.TemporaryDirectory(prefix="understudy-") as folder:
        for recording in each:
            _, findings = judge(
                recording.edit, recording.sources, rules, Path(folder),
                ffmpeg=ffmpeg, cancelled=cancelled,
            )  # fmt: skip
            refuse_grave(findings, recording.name)
            found += [(recording.name, finding) for finding in findings]
    return tuple(found)
