"""What lies on the lanes is what is heard: the mixdown held against the board, sample by sample."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from studio.audio.arrangement import arrange
from studio.audio.fading import EDGE
from studio.audio.treatment import UNTREATED, Treatment
from studio.model.ids import MediaKey
from studio.model.layout import Clip
from studio.model.span import SAMPLE_RATE
from studio.ui.timeline.zones import Zone
from tests.audio.sounds import noise
from tests.ui.timeline.lanes import Lanes, a_timeline, voiced

LENGTH = round(1.5 * SAMPLE_RATE)


def sounds_of(lanes: Lanes) -> dict[MediaKey, NDArray[np.float32]]:
    """A noise of its own for each take."""
    keys = sorted({clip.media for clip in lanes.clips()})
    return {key: noise(LENGTH, seed=seed) for seed, key in enumerate(keys)}


def heard(lanes: Lanes, end: int) -> NDArray[np.float32]:
    """The mix of the episode as the document has it."""
    sounds = sounds_of(lanes)

    def fetch(key: MediaKey, treatment: Treatment = UNTREATED, /) -> NDArray[np.float32]:
        assert treatment == UNTREATED
        return sounds[key]

    return arrange(lanes.clips(), lambda clip: clip.lane, fetch, end).read(0, end)


def curve(length: int) -> NDArray[np.float64]:
    """A fade as it is drawn, from silent to full."""
    share = (np.arange(length) + 0.5) / length
    return share * share * (3 - 2 * share)


def sounding(lanes: Lanes, number: int, sound: NDArray[np.float32]) -> NDArray[np.float64]:
    """A clip as the board shows it: its stretch of the take, its level, its fades."""
    clip: Clip = lanes.view.board.clips[number]
    cut = sound[clip.source_span.start : clip.source_span.end].astype(np.float64)
    cut *= 10 ** (clip.gain_db / 20)
    if clip.fade_in:
        cut[: clip.fade_in] *= curve(clip.fade_in)
    if clip.fade_out:
        cut[-clip.fade_out :] *= curve(clip.fade_out)[::-1]
    return cut


def test_what_was_cut_and_moved_by_hand_sounds_where_and_as_it_lies(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot, voiced(5, (1.5,)))
    lanes.act("snap.on")
    lanes.click(0)
    lanes.panel.set_playhead(lanes.starts()[lanes.line(0)] + 30_001)
    lanes.key(Qt.Key.Key_S)
    foot = lanes.rect(0, 1)
    lanes.pull(QPoint(foot.center().x() + 15, foot.bottom() - 6), QPoint(17, 0))
    lanes.act("ripple.scene")
    lanes.pull(lanes.grip(1, Zone.START), QPoint(23, 0))
    lanes.pull(lanes.grip(2, Zone.END), QPoint(-37, 0))
    lanes.pull(lanes.grip(2, Zone.FADE_IN), QPoint(25, 0))
    lanes.pull(lanes.grip(2, Zone.FADE_OUT), QPoint(-12, 0))
    lanes.pull(lanes.grip(3, Zone.GAIN), QPoint(0, 20))
    lanes.pull(lanes.on(4), QPoint(190, 0), Qt.KeyboardModifier.AltModifier)
    board, sounds = lanes.view.board, sounds_of(lanes)
    assert len(board.clips) == 7
    end = board.end + SAMPLE_RATE
    mix, quiet = heard(lanes, end), np.ones(end, np.bool_)
    for number, clip in enumerate(board.clips):
        span = board.span(number)
        quiet[span.start : span.end] = False
        inside = slice(EDGE, span.length - EDGE)
        np.testing.assert_allclose(
            mix[span.start : span.end][inside],
            sounding(lanes, number, sounds[clip.media])[inside],
            atol=1e-6,
        )
    assert not mix[quiet].any()


def test_a_line_that_was_only_split_sounds_as_before(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot, voiced(3, (1.5,)))
    end = lanes.view.board.end
    before = heard(lanes, end)
    lanes.click(1)
    for place in (9_001, 30_007, 50_003):
        lanes.panel.set_playhead(lanes.starts()[lanes.line(1)] + place)
        lanes.key(Qt.Key.Key_S)
    assert len(lanes.pieces(1)) == 4
    np.testing.assert_array_equal(heard(lanes, end), before)


def test_a_muted_piece_is_silent_and_the_rest_of_its_line_sounds(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot, voiced(3, (1.5,)))
    lanes.click(1)
    lanes.panel.set_playhead(lanes.starts()[lanes.line(1)] + 30_000)
    lanes.key(Qt.Key.Key_S)
    lanes.key(Qt.Key.Key_Right)
    lanes.key(Qt.Key.Key_M)
    first, second = (clip.timeline_span for clip in lanes.pieces(1))
    mix = heard(lanes, lanes.view.board.end)
    assert mix[first.start : first.end - EDGE].all()
    assert not mix[second.start : second.end].any()
