"""A sample is heard as it will be sent, in little memory, and stops when nobody listens."""

from __future__ import annotations

import threading
from concurrent.futures import CancelledError
from pathlib import Path

import numpy as np
import pytest
import soundfile

from studio.audio.samples.rendering import render
from studio.audio.samples.sources import Source
from studio.model.span import Span
from studio.ui.samples.sample_sound import AHEAD, SampleSound
from tests.audio.media_files import speech
from tests.audio.samples.sounds_to_cut import a_source

SECOND = 48_000


def filled(sound: SampleSound, source: Source) -> None:
    begun: list[bool] = []
    sound.fill({source.id: source}, "", lambda: begun.append(True), lambda: False)
    assert begun == [True]


def test_what_is_heard_is_what_a_service_gets(tmp_path: Path) -> None:
    source = a_source(tmp_path, speech(6), rate=48_000)
    edit = source.whole().removing(Span(SECOND, 3 * SECOND)).louder(-6)
    sound = SampleSound(edit)
    filled(sound, source)
    heard = np.concatenate([sound.read(at, 1000) for at in range(0, edit.length, 1000)])
    render(edit, {source.id: source}, tmp_path / "sent.wav")
    sent = soundfile.read(tmp_path / "sent.wav", dtype="float32")[0]
    assert np.allclose(heard[: len(sent)], sent, atol=1e-5)
    assert not heard[len(sent) :].any() and sound.length == len(sent)


def test_a_short_sample_begins_too(tmp_path: Path) -> None:
    source = a_source(tmp_path, speech(1))
    sound = SampleSound(source.whole().keeping(Span(0, 1000)))
    filled(sound, source)
    assert sound.read(0, 1000).any()


def test_no_more_than_some_seconds_are_read_before_they_are_heard(tmp_path: Path) -> None:
    source = a_source(tmp_path, speech(60))
    sound, stop, begun = SampleSound(source.whole()), threading.Event(), threading.Event()
    ended: list[BaseException] = []

    def fill() -> None:
        try:
            sound.fill({source.id: source}, "", begun.set, stop.is_set)
        except CancelledError as error:
            ended.append(error)

    reader = threading.Thread(target=fill)
    reader.start()
    assert begun.wait(20)
    stop.set()
    reader.join(20)
    assert not reader.is_alive() and len(ended) == 1
    assert not sound.read(2 * AHEAD, SECOND).any()


@pytest.mark.parametrize("at", [0, 30 * SECOND])
def test_what_was_heard_is_forgotten(tmp_path: Path, at: int) -> None:
    source = a_source(tmp_path, speech(15))
    sound = SampleSound(source.whole())
    sound.read(at, SECOND)
    filled(sound, source)
    assert sound.read(0, SECOND).any() == (at == 0)
