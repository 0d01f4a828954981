"""An edited sample as the file that a service takes, looked at again after it was written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from studio.audio.compress import Compressed, compress
from studio.audio.media_facts import facts_of
from studio.audio.samples.figures import Figures, figures_of
from studio.audio.samples.rendering import render
from studio.audio.samples.sources import Sources
from studio.audio.samples.two_channels import voices_apart
from studio.audio.survey import survey_of
from studio.casting.samples.judging import (
    Finding,
    findings_of,
    refuse_grave,
    too_long,
)
from studio.errors import AudioError, AudioProblem, SampleProblem
from studio.model.ids import new_id
from studio.model.sample import SampleEdit, SampleRules
from studio.model.span import SAMPLE_RATE

RATES = (24_000, 32_000, 44_100, 48_000)
"""Rates that every service and every player takes."""

BITRATES = (192, 160, 128, 96, 64)
"""Kilobits a second of a compressed sample, the best first."""

_COMPRESSED: dict[str, Compressed] = {"mp3": "mp3", "m4a": "m4a"}
_ORDER = ("wav", "mp3", "m4a")
_HEADER = 8192
_TOLERANCE_S = 0.15


@dataclass(frozen=True, slots=True)
class Prepared:
    """A sample as a file of `kind` that was decoded again; `findings` are no grave ones."""

    path: Path
    kind: str
    seconds: float
    figures: Figures
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Choice:
    kind: str
    bitrate: int = 0


def judge(
    edit: SampleEdit,
    sources: Sources,
    rules: SampleRules,
    folder: Path,
    *,
    ffmpeg: str = "",
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[Figures, tuple[Finding, ...]]:
    """The figures of a sample and what is wrong with it; the file it takes is not kept.

    It is too large only if no kind of file would be small enough. Raises AudioError, and
    CancelledError. Blocking.
    """
    wave = folder / f"{new_id()}.wav"
    try:
        rate = _rate(edit, sources, rules)
        tally = render(edit, sources, wave, rate=rate, ffmpeg=ffmpeg, cancelled=cancelled)
        figures = figures_of(wave, tally, ffmpeg=ffmpeg, cancelled=cancelled)
        sizes = [_size(choice, figures.seconds, rate) for choice in _choices(rules, "")]
        size = next(filter(_fits(rules), sizes), min(sizes))
        alone = voices_apart(edit, sources, ffmpeg=ffmpeg, cancelled=cancelled)
        figures = replace(figures, size=size, alone=alone)
        return figures, findings_of(figures, rules)
    finally:
        wave.unlink(missing_ok=True)


def prepare(
    edit: SampleEdit,
    sources: Sources,
    rules: SampleRules,
    target: Path,
    *,
    kind: str = "",
    ffmpeg: str = "",
    cancelled: Callable[[], bool] = lambda: False,
) -> Prepared:
    """Write a sample as the best file that keeps to the rules: WAV if it is small enough.

    `target` is its path without ending, `kind` a wished one. Raises SampleError for what the
    service would not take, AudioError, DeliveryError and CancelledError; nothing is left then.
    Blocking.
    """
    master = target.with_name(f"{target.name}.{new_id()}.wav")
    try:
        rate = _rate(edit, sources, rules)
        tally = render(
            edit, sources, master,
            rate=rate, bit_depth=16, ffmpeg=ffmpeg, cancelled=cancelled,
        )  # fmt: skip
        figures = figures_of(master, tally, ffmpeg=ffmpeg, cancelled=cancelled)
        refuse_grave(findings_of(replace(figures, size=0), rules), target.name)
        for choice in _choices(rules, kind):
            if not _fits(rules)(_size(choice, figures.seconds, rate)):
                continue
            path = _written(master, target, choice, ffmpeg, cancelled)
            seconds = _looked_at(path, figures, ffmpeg, cancelled)
            size = path.stat().st_size
            if _fits(rules)(size) and not too_long(seconds, rules):
                figures = replace(figures, size=size)
                return Prepared(path, choice.kind, seconds, figures, findings_of(figures, rules))
            path.unlink()
    finally:
        master.unlink(missing_ok=True)
    smallest = min(_size(choice, figures.seconds, rate) for choice in _choices(rules, kind))
    told = f"{smallest / 1e6:.1f} MB; at most {rules.largest_bytes / 1e6:.1f} MB"
    raise Finding(SampleProblem.TOO_LARGE, told).error(target.name)


def _rate(edit: SampleEdit, sources: Sources, rules: SampleRules) -> int:
    """The rate the rules name, else the lowest usual one that keeps all of the recordings."""
    if rules.rate:
        return rules.rate
    own = max((sources[source].rate for source in edit.sources), default=RATES[-1])
    return next((rate for rate in RATES if rate >= own), RATES[-1])


def _choices(rules: SampleRules, kind: str) -> Iterator[_Choice]:
    """The files there could be, the best first."""
    for each in _ORDER:
        if each not in rules.kinds or kind not in ("", each):
            continue
        if each == "wav":
            yield _Choice("wav")
        else:
            yield from (_Choice(each, bitrate) for bitrate in BITRATES)


def _size(choice: _Choice, seconds: float, rate: int) -> int:
    """How many bytes a file will have, rather more than less."""
    if choice.kind == "wav":
        return round(seconds * rate) * 2 + 44
    return round(seconds * choice.bitrate * 1000 / 8 * 1.01) + _HEADER


def _fits(rules: SampleRules) -> Callable[[int], bool]:
    return lambda size: not rules.largest_bytes or size <= rules.largest_bytes


def _written(
    master: Path, target: Path, choice: _Choice, ffmpeg: str, cancelled: Callable[[], bool]
) -> Path:
    path = target.with_name(f"{target.name}.{choice.kind}")
    if choice.kind == "wav":
        os.replace(master, path)
        return path
    compress(
        master, path, _COMPRESSED[choice.kind],
        bitrate=f"{choice.bitrate}k", ffmpeg=ffmpeg, cancelled=cancelled,
    )  # fmt: skip
    return path


def _looked_at(path: Path, figures: Figures, ffmpeg: str, cancelled: Callable[[], bool]) -> float:
    """The seconds of a file that was written; raises AudioError when it is not what was meant."""
    facts = facts_of(path, ffmpeg=ffmpeg, cancelled=cancelled)
    found = survey_of(path, facts, ffmpeg=ffmpeg, cancelled=cancelled)
    same_length = abs(found.length / SAMPLE_RATE - figures.seconds) <= _TOLERANCE_S
    same_level = abs(found.levels.speech_db - figures.speech_db) <= 3.0
    if not (same_length and same_level):
        path.unlink(missing_ok=True)
        raise AudioError(AudioProblem.ENCODER, str(path), "it does not sound as it should")
    return max(facts.seconds, found.length / SAMPLE_RATE)
