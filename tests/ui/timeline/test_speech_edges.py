"""Where someone begins to speak in a clip, for edges to catch on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from studio.audio.peaks import Peaks, peaks_of
from studio.model.ids import CharacterId, LineId, MediaKey
from studio.model.layout import Clip
from studio.model.span import SAMPLE_RATE, Span
from studio.ui.timeline.speech_edges import SpeechEdges
from tests.audio.sounds import tone

QUIET = 12_800
"""Samples of silence before the voice; a multiple of what one pair of peaks stands for."""

SPOKEN = peaks_of(np.concatenate((np.zeros(QUIET, np.float32), tone(SAMPLE_RATE))))
CLIP = Clip(
    LineId("l"),
    CharacterId("c"),
    MediaKey("m"),
    Span(1000, 1000 + QUIET + SAMPLE_RATE),
    Span(0, QUIET + SAMPLE_RATE),
    pinned=False,
    gain_db=0.0,
    muted=False,
)


def test_speech_begins_after_the_silence_of_its_take() -> None:
    assert SpeechEdges(lambda _: SPOKEN).onset(CLIP, 1000) == 1000 + QUIET


def test_a_tempo_brings_it_nearer_and_a_trim_counts() -> None:
    edges = SpeechEdges(lambda _: SPOKEN)
    assert edges.onset(replace(CLIP, tempo=2.0), 1000) == 1000 + QUIET // 2
    trimmed = replace(CLIP, source_span=Span(2800, 40_000))
    assert edges.onset(trimmed, 5000) == 5000 + QUIET - 2800


def test_a_clip_whose_beginning_is_cut_away_has_none() -> None:
    edges = SpeechEdges(lambda _: SPOKEN)
    assert edges.onset(replace(CLIP, source_span=Span(QUIET + 10, 40_000)), 0) is None
    assert edges.onset(replace(CLIP, source_span=Span(0, QUIET - 10)), 0) is None


def test_silence_has_none_and_an_outline_that_comes_later_is_asked_for_again() -> None:
    silent = SpeechEdges(lambda _: peaks_of(np.zeros(4096, np.float32)))
    assert silent.onset(CLIP, 0) is None
    loaded: list[Peaks] = []
    later = SpeechEdges(lambda _: loaded[0] if loaded else None)
    assert later.onset(CLIP, 0) is None
    loaded.append(SPOKEN)
    assert later.onset(CLIP, 0) == QUIET
