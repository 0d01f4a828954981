"""Silence is found and taken out without decoding again, and nothing that is said goes with it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from studio.audio.peaks import FINE
from studio.audio.samples.silences import (
    levels_of_edit,
    pauses_of,
    peaks_of_edit,
    squeezed,
    trimmed,
)
from studio.model.sample import SampleEdit
from studio.model.span import Span
from tests.audio.media_files import speech
from tests.audio.samples.sounds_to_cut import a_source, spoken, surveys_of
from tests.audio.sounds import tone

SECOND = 48_000


def test_both_ends_are_trimmed_to_a_breath(tmp_path: Path) -> None:
    source = a_source(tmp_path, spoken(("quiet", 2), ("tone", 3), ("quiet", 1.5)))
    edit = trimmed(source.whole(), surveys_of(source), breath_s=0.2)
    assert edit.seconds == pytest.approx(3.4, abs=0.03)
    assert edit.pieces[0].source_span.start == pytest.approx(1.8 * SECOND, abs=700)


def test_long_pauses_inside_are_squeezed_and_short_ones_stay(tmp_path: Path) -> None:
    source = a_source(
        tmp_path, spoken(("tone", 1), ("quiet", 3), ("tone", 1), ("quiet", 0.4), ("tone", 1))
    )
    surveys = surveys_of(source)
    edit = squeezed(source.whole(), surveys, longest_s=0.6)
    assert edit.seconds == pytest.approx(4.0, abs=0.03)
    lengths = [pause.length / SECOND for pause in pauses_of(edit, surveys)]
    assert lengths == pytest.approx([0.6, 0.4], abs=0.03)


def test_squeezing_twice_takes_nothing_more(tmp_path: Path) -> None:
    source = a_source(tmp_path, speech(12))
    surveys = surveys_of(source)
    once = squeezed(trimmed(source.whole(), surveys), surveys, longest_s=0.3)
    assert once.length < source.length
    twice = squeezed(once, surveys, longest_s=0.3)
    assert twice.length == pytest.approx(once.length, abs=2000)


def test_what_is_silent_or_empty_is_left_as_it_is(tmp_path: Path) -> None:
    source = a_source(tmp_path, np.zeros(SECOND, np.float32))
    surveys = surveys_of(source)
    assert trimmed(source.whole(), surveys) == source.whole()
    assert squeezed(source.whole(), surveys) == source.whole()
    assert trimmed(SampleEdit(), surveys) == SampleEdit()
    assert squeezed(SampleEdit(), surveys) == SampleEdit()


def test_outline_and_levels_of_an_edit_are_those_of_its_pieces(tmp_path: Path) -> None:
    one, two = a_source(tmp_path, speech(3), "one.wav"), a_source(tmp_path, tone(SECOND), "two.wav")
    surveys = surveys_of(one, two)
    edit = two.whole().joining(one.whole().keeping(Span(FINE * 10, FINE * 110))).louder(-6)
    peaks = peaks_of_edit(edit, surveys)
    assert peaks.length == edit.length and len(peaks.fine) == -(-edit.length // FINE)
    assert peaks.fine.max() == pytest.approx(0.5 * 10 ** (-6 / 20) * 32767, abs=40)
    levels = levels_of_edit(edit, surveys)
    assert levels.moments[50] == pytest.approx(surveys[two.id].levels.moments[50] - 6, abs=0.01)
    assert len(levels.moments) == -(-edit.length // 480)
