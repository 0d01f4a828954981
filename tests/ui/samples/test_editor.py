"""What a person does with recordings of a voice, from the file to what a service gets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QPushButton,
    QTableView,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from studio.audio.samples.sources import open_source
from studio.casting.making.recordings import Recording
from studio.model.sample import SampleRules
from studio.model.span import Span
from tests.audio.media_files import by_turns, converted, speech, wave
from tests.audio.samples.sounds_to_cut import spoken
from tests.ui.children import button, child, named
from tests.ui.samples.editing import PROMPT, USEAPI, Editing, editing

pytestmark = pytest.mark.timeout(120)

SECOND = 48_000
KEY = Qt.Key
KEYS_BARE = Qt.KeyboardModifier.NoModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def press(room: Editing, key: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
    room.view.setFocus()
    QTest.keyClick(room.view, key, held or Qt.KeyboardModifier.NoModifier)


def use(room: Editing, name: str) -> None:
    """Press a tool button."""
    named(room.editor, QToolButton, name).click()


def x_of(room: Editing, seconds: float) -> QPoint:
    return QPoint(round(room.view.scale.x_of(round(seconds * SECOND))), 40)


def drag(room: Editing, start: float, end: float) -> None:
    """Select with the mouse, from one second to another."""
    area, button_held = room.view.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(area, button_held, pos=x_of(room, start))
    QTest.mouseMove(area, x_of(room, (start + end) / 2))
    QTest.mouseMove(area, x_of(room, end))
    QTest.mouseRelease(area, button_held, pos=x_of(room, end))


def rows(room: Editing) -> list[tuple[str, str, str]]:
    """What the list of samples shows."""
    model = child(room.editor, QTableView).model()
    return [
        tuple(str(model.index(row, column).data()) for column in range(3))  # type: ignore[misc]
        for row in range(model.rowCount())
    ]


def drop(room: Editing, *paths: Path) -> None:
    """Let go of files over the editor."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, bare = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, KEYS_BARE
    entering = QDragEnterEvent(QPoint(9, 9), copy, data, left, bare)
    QApplication.sendEvent(room.editor, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(room.editor, QDropEvent(QPointF(9, 9), copy, data, left, bare))


async def test_a_file_becomes_a_sample_of_all_of_it(qtbot: QtBot, tmp_path: Path) -> None:
    path = wave(tmp_path / "lin.wav", speech(12))
    async with editing(qtbot, tmp_path) as room:
        assert room.says("Drop recordings of the voice here") and room.says("10 s to 5 min")
        assert room.editor.grave
        await room.add(path)
        (sample,) = room.editor.recordings
        assert sample.name == "lin.wav" and sample.edit.seconds == 12.0
        assert not room.editor.grave and room.editor.prompt is None
        assert rows(room) == [("lin.wav", "0:12.0", "Good")]
        assert room.says("LUFS")


async def test_files_are_dropped_and_stay_in_the_order_they_were_given(
    qtbot: QtBot, tmp_path: Path
) -> None:
    film = converted(wave(tmp_path / "a.wav", speech(14)), tmp_path / "film.m4a", "-c:a", "aac")
    paths = [film, wave(tmp_path / "b.wav", speech(12)), wave(tmp_path / "c.wav", speech(11))]
    async with editing(qtbot, tmp_path, USEAPI) as room:
        drop(room, *paths)
        await room.settled()
        assert [each.name for each in room.editor.recordings] == ["film.m4a", "b.wav", "c.wav"]


async def test_chosen_files_are_added(qtbot: QtBot, tmp_path: Path) -> None:
    async with editing(qtbot, tmp_path, USEAPI) as room:
        room.prompter.files = [
            wave(tmp_path / "a.wav", speech(11)),
            wave(tmp_path / "b.wav", speech(11)),
        ]
        button(room.editor, QPushButton, "Choose Files").click()
        await room.until(lambda: len(room.editor.recordings) == 2)
        await room.settled()


async def test_a_file_that_is_no_sound_is_told_until_it_is_dismissed(
    qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Joyce, I hope this finds you well.")
    async with editing(qtbot, tmp_path) as room:
        await room.add(path, tmp_path / "missing.wav")
        await room.until(lambda: room.says("missing.wav"))
        assert room.says("letter.txt") and not room.editor.recordings
        button(room.editor, QPushButton, "Dismiss").click()
        await room.until(lambda: room.says("missing.wav") and not room.says("letter.txt"))


async def test_a_stretch_selected_with_the_mouse_is_cut_out_and_comes_back(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with editing(qtbot, tmp_path) as room:
        await room.add(wave(tmp_path / "lin.wav", speech(20)))
        drag(room, 5, 8)
        selected = room.view.selected
        assert selected and abs(selected.length - 3 * SECOND) < SECOND / 10
        press(room, KEY.Key_Delete)
        assert room.editor.recordings[0].edit.length == 20 * SECOND - selected.length
        assert room.view.selected is None and room.view.caret == selected.start
        use(room, "Undo")
        assert room.lengths == [20.0]
        use(room, "Redo")
        assert room.lengths != [20.0]
        await room.settled()


async def test_keys_select_and_keep_only_that(qtbot: QtBot, tmp_path: Path) -> None:
    async with editing(qtbot, tmp_path) as room:
        await room.add(wave(tmp_path / "lin.wav", speech(20)))
        press(room, KEY.Key_End)
        press(room, KEY.Key_Home, SHIFT)
        assert room.view.selected == Span(0, 20 * SECOND)
        press(room, KEY.Key_Escape)
        assert room.view.selected is None
        press(room, KEY.Key_Home)
        press(room, KEY.Key_Right)
        for _ in range(5):
            press(room, KEY.Key_Right, SHIFT)
        selected = room.view.selected
        assert selected and selected.length == 5 * selected.start
        press(room, KEY.Key_K)
        assert room.editor.recordings[0].edit.length == selected.length
        await room.settled()
        assert room.editor.grave and room.says("too short")


async def test_what_is_taken_away_is_pasted_elsewhere(qtbot: QtBot, tmp_path: Path) -> None:
    async with editing(qtbot, tmp_path) as room:
        await room.add(wave(tmp_path / "lin.wav", speech(20)))
        room.view.select(Span(0, 5 * SECOND))
        press(room, KEY.Key_X, CTRL)
        assert room.lengths == [15.0]
        press(room, KEY.Key_End)
        press(room, KEY.Key_V, CTRL)
        pieces = room.editor.recordings[0].edit.pieces
        assert [each.source_span for each in pieces] == [
            Span(5 * SECOND, 20 * SECOND),
            Span(0, 5 * SECOND),
        ]
        press(room, KEY.Key_Right, CTRL)
        await room.settled()


async def test_silence_is_trimmed_and_pauses_are_squeezed_where_that_is_told(
    qtbot: QtBot, tmp_path: Path
) -> None:
    sound = spoken(("quiet", 3), ("tone", 8), ("quiet", 4), ("tone", 8), ("quiet", 3))
    async with editing(qtbot, tmp_path) as room:
        await room.add(wave(tmp_path / "lin.wav", sound))
        assert room.says("long silences") and not room.editor.grave
        button(room.editor, QPushButton, "Trim").click()
        await room.until(lambda: room.lengths[0] < 21)
        button(room.editor, QPushButton, "Squeeze").click()
        await room.until(lambda: room.lengths[0] < 18)
        assert room.lengths[0] == pytest.approx(17.0, abs=0.1)
        await room.settled()
        assert not room.says("long silences")


async def test_of_a_recording_that_is_too_long_the_best_minute_is_kept(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with editing(qtbot, tmp_path) as room:
        await room.add(wave(tmp_path / "long.wav", np.tile(speech(31), 10)))
        assert room.editor.grave and room.says("too long")
        button(room.editor, QPushButton, "Keep the Best Minute").click()
        await room.until(lambda: not room.editor.grave and room.lengths[0] <= 60)
        assert room.lengths[0] > 45
        await room.settled()


async def test_a_long_recording_is_split_where_several_are_taken(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with editing(qtbot, tmp_path, USEAPI) as room:
        await room.add(wave(tmp_path / "long.wav", np.tile(speech(30), 5)))
        assert not room.editor.grave and room.says("into 3 parts when the voice is ordered")
        assert rows(room)[0][-1] == "Cut into 3 parts"
        button(room.editor, QPushButton, "Split at Pauses").click()
        await room.until(lambda: len(room.editor.recordings) == 3)
        await room.settled()
        assert not room.editor.grave and max(room.lengths) < 60
        assert sum(room.lengths) == pytest.approx(150.0, abs=0.01)
        assert [row[0] for row in rows(room)] == [f"long.wav, part {n}" for n in (1, 2, 3)]
        use(room, "Undo")
        assert room.lengths == [150.0]


async def test_a_long_recording_beside_others_is_refused_and_a_very_long_one_told(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with editing(qtbot, tmp_path, SampleRules(least_s=10, most_s=20, most=2)) as room:
        await room.add(wave(tmp_path / "long.wav", speech(45)))
        assert not room.editor.grave and room.says("What follows the first 0:39.5 is left out.")
        await room.add(wave(tmp_path / "lin.wav", speech(12)))
        assert room.editor.grave and rows(room)[0][-1].startswith("Too long")


async def test_a_voice_on_either_channel_is_a_warning_until_one_of_them_is_chosen(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with editing(qtbot, tmp_path) as room:
        await room.add(wave(tmp_path / "talk.wav", by_turns(12)))
        assert room.says("Choose the left channel or the right one")
        channels = named(room.editor, QComboBox, "Channel of the recording")
        channels.setCurrentIndex(1)
        channels.activated.emit(1)
        await room.settled()
        assert not room.says("Choose the left channel")


async def test_a_quiet_recording_is_brought_to_level_in_one_step(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with editing(qtbot, tmp_path) as room:
        await room.add(wave(tmp_path / "quiet.wav", speech(12) * np.float32(0.02)))
        assert room.says("is quiet")
        button(room.editor, QPushButton, "Fit the Level").click()
        await room.settled()
        assert not room.says("is quiet") and room.editor.recordings[0].edit.gain_db > 20
        use(room, "Undo")
        assert room.editor.recordings[0].edit.gain_db == 0.0


async def test_turns_of_the_gain_are_one_step_and_hold_for_the_selection(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with editing(qtbot, tmp_path) as room:
        await room.add(wave(tmp_path / "lin.wav", speech(12)))
        gain = named(room.editor, QDoubleSpinBox, "Gain")
        for _ in range(3):
            gain.stepUp()
        assert room.editor.recordings[0].edit.gain_db == 3.0
        room.view.select(Span(SECOND, 2 * SECOND))
        assert gain.value() == 3.0
        gain.setValue(-2.0)
        gains = [each.gain_db for each in room.editor.recordings[0].edit.pieces]
        assert gains == [0.0, -5.0, 0.0]
        use(room, "Undo")
        use(room, "Undo")
        assert room.editor.recordings[0].edit.gain_db == 0.0
        await room.settled()


async def test_a_short_selection_becomes_the_prompt(qtbot: QtBot, tmp_path: Path) -> None:
    async with editing(qtbot, tmp_path) as room:
        await room.add(wave(tmp_path / "lin.wav", speech(20)))
        to_prompt = button(room.editor, QPushButton, "Use as Prompt")
        assert not to_prompt.isEnabled()
        room.view.select(Span(0, 9 * SECOND))
        assert not to_prompt.isEnabled()
        room.view.select(Span(SECOND, 6 * SECOND))
        to_prompt.click()
        prompt = room.editor.prompt
        assert prompt and prompt.edit.seconds == 5.0 and room.lengths == [20.0]
        await room.settled()
        assert rows(room)[1] == ("Prompt: lin.wav", "0:05.0", "Good")
        assert not room.editor.grave


async def test_a_service_without_prompts_gets_none(qtbot: QtBot, tmp_path: Path) -> None:
    async with editing(qtbot, tmp_path) as room:
        await room.add(wave(tmp_path / "lin.wav", speech(20)))
        room.view.select(Span(SECOND, 6 * SECOND))
        button(room.editor, QPushButton, "Use as Prompt").click()
        room.editor.set_rules(USEAPI, None)
        assert room.editor.prompt is None
        assert not button(room.editor, QPushButton, "Use as Prompt").isVisible()
        await room.settled()


async def test_another_channel_can_be_meant(qtbot: QtBot, tmp_path: Path) -> None:
    both = np.column_stack((np.zeros(12 * SECOND, np.float32), speech(12)))
    async with editing(qtbot, tmp_path) as room:
        await room.add(wave(tmp_path / "two.wav", both))
        channels = named(room.editor, QComboBox, "Channel of the recording")
        assert channels.isVisible()
        assert not named(room.editor, QComboBox, "Track of the recording").isVisible()
        room.view.select(Span(0, SECOND))
        press(room, KEY.Key_Delete)
        channels.setCurrentIndex(1)
        channels.activated.emit(1)
        await room.settled()
        assert room.editor.grave and room.says("nothing can be heard") and room.lengths == [11.0]
        channels.setCurrentIndex(2)
        channels.activated.emit(2)
        await room.settled()
        assert not room.editor.grave


async def test_another_track_of_a_film_can_be_meant(qtbot: QtBot, tmp_path: Path) -> None:
    silent, spoken_one = np.zeros(12 * SECOND, np.float32), speech(12)
    other = wave(tmp_path / "other.wav", spoken_one)
    film = converted(
        wave(tmp_path / "silent.wav", silent), tmp_path / "film.mkv",
        "-i", str(other), "-map", "0:a", "-map", "1:a", "-c:a", "flac",
    )  # fmt: skip
    async with editing(qtbot, tmp_path) as room:
        await room.add(film)
        assert room.editor.grave
        tracks = named(room.editor, QComboBox, "Track of the recording")
        assert [tracks.itemText(at)[:7] for at in range(tracks.count())] == ["Track 1", "Track 2"]
        tracks.setCurrentIndex(1)
        tracks.activated.emit(1)
        await room.settled()
        assert not room.editor.grave and room.lengths == [12.0]


async def test_samples_are_moved_joined_and_left_out(qtbot: QtBot, tmp_path: Path) -> None:
    async with editing(qtbot, tmp_path, USEAPI) as room:
        for name, seconds in (("a.wav", 11), ("b.wav", 12), ("c.wav", 13)):
            await room.add(wave(tmp_path / name, speech(seconds)))
        use(room, "Move Up")
        assert room.lengths == [11.0, 13.0, 12.0]
        use(room, "Join with the Next Sample")
        assert room.lengths == [11.0, 25.0]
        assert rows(room)[1][0] == "c.wav and 1 more"
        child(room.editor, QTableView).selectRow(0)
        use(room, "Leave This Sample Out")
        assert room.lengths == [25.0]
        await room.settled()


async def test_the_sample_in_hand_is_the_one_of_the_row(qtbot: QtBot, tmp_path: Path) -> None:
    async with editing(qtbot, tmp_path, USEAPI) as room:
        paths = [wave(tmp_path / f"{name}.wav", speech(11 + at)) for at, name in enumerate("ab")]
        await room.add(*paths)
        table = child(room.editor, QTableView)
        assert table.currentIndex().row() == 1 and room.says("of 0:12.0")
        table.selectRow(0)
        assert room.says("of 0:11.0")
        room.view.select(Span(0, SECOND // 2))
        press(room, KEY.Key_Delete)
        assert room.lengths == [10.5, 12.0]
        table.selectRow(1)
        use(room, "Undo")
        assert room.lengths == [11.0, 12.0] and table.currentIndex().row() == 0
        await room.settled()


async def test_a_hidden_editor_is_silent(qtbot: QtBot, tmp_path: Path) -> None:
    async with editing(qtbot, tmp_path) as room:
        await room.add(wave(tmp_path / "lin.wav", speech(12)))
        press(room, KEY.Key_Space)
        await room.until(lambda: room.player.playing)
        room.window.hide()
        assert not room.player.playing


async def test_how_many_samples_there_may_be_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    async with editing(qtbot, tmp_path) as room:
        await room.add(wave(tmp_path / "a.wav", speech(11)))
        assert not room.editor.grave
        await room.add(wave(tmp_path / "b.wav", speech(12)))
        assert room.editor.grave and room.says("too many samples")
        room.editor.set_rules(USEAPI, PROMPT)
        assert not room.editor.grave
        room.editor.set_rules(SampleRules(least_s=30.0, most=2), None)
        assert room.editor.grave and room.says("too short")
        await room.settled()


async def test_what_was_kept_of_a_voice_is_cut_on(qtbot: QtBot, tmp_path: Path) -> None:
    source = open_source(wave(tmp_path / "lin.wav", speech(30)))
    edit = source.whole().keeping(Span(0, 15 * SECOND))
    kept = Recording(edit, {source.id: source}, "Dear Joyce.")
    async with editing(qtbot, tmp_path) as room:
        await room.add(wave(tmp_path / "other.wav", speech(11)))
        room.editor.show_samples((kept,), Recording(edit.keeping(Span(0, SECOND)), kept.sources))
        await room.settled()
        assert room.editor.recordings == (kept,)
        assert room.editor.prompt and room.editor.prompt.edit.seconds == 1.0
        assert not named(room.editor, QToolButton, "Undo").isEnabled()


async def test_playing_moves_the_playhead_and_ends_with_the_sample(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with editing(qtbot, tmp_path) as room:
        await room.add(wave(tmp_path / "lin.wav", speech(12)))
        room.view.select(Span(2 * SECOND, 4 * SECOND))
        press(room, KEY.Key_Space)
        await room.until(lambda: room.player.playing)
        assert named(room.editor, QToolButton, "Play").text() == "Pause"
        room.clock.now += 1.0
        assert room.player.position == SECOND
        room.clock.now += 1.5
        room.player.poll()
        await room.until(lambda: named(room.editor, QToolButton, "Play").text() == "Play")
        room.view.select(None)
        room.view.put_caret(SECOND)
        press(room, KEY.Key_Space)
        await room.until(lambda: room.player.playing)
        room.clock.now += 2.0
        press(room, KEY.Key_Space)
        assert not room.player.playing and room.view.caret == 3 * SECOND


async def test_play_begins_anew_where_next_to_nothing_is_left(qtbot: QtBot, tmp_path: Path) -> None:
    async with editing(qtbot, tmp_path) as room:
        await room.add(wave(tmp_path / "lin.wav", speech(12)))
        room.view.select(Span(8 * SECOND, 12 * SECOND))
        press(room, KEY.Key_Delete)
        await room.settled()
        assert room.lengths == [8.0]
        room.view.put_caret(8 * SECOND - SECOND // 10)
        press(room, KEY.Key_Space)
        await room.until(lambda: room.player.playing)
        room.clock.now += 3.0
        press(room, KEY.Key_Space)
        assert room.view.caret == 3 * SECOND


async def test_what_changes_nothing_is_remarked_beside_the_position(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with editing(qtbot, tmp_path) as room:
        await room.add(wave(tmp_path / "lin.wav", speech(12)))
        use(room, "Keep the Best Part")
        await room.until(lambda: room.says("There is nothing to do here."))
        assert room.says("of 0:12.0")
        room.view.put_caret(SECOND)
        assert room.says("0:01.0 of 0:12.0") and not room.says("nothing to do")


async def test_files_that_cannot_be_read_are_told_above_those_that_can(
    qtbot: QtBot, tmp_path: Path
) -> None:
    good = [wave(tmp_path / f"{n}.wav", speech(11)) for n in range(8)]
    bad = [tmp_path / f"bad-{n}.wav" for n in range(3)]
    for path in bad:
        path.write_bytes(b"no sound")
    async with editing(qtbot, tmp_path, USEAPI) as room:
        await room.add(*good, *bad)
        told = [each for each in room.editor.findChildren(QLabel) if "bad-" in each.text()]
        assert len(told) == len(bad)
        listed = named(room.editor, QTableView, "Samples of the voice")
        top = listed.mapTo(room.editor, listed.rect().topLeft()).y()
        assert all(each.mapTo(room.editor, each.rect().bottomLeft()).y() < top for each in told)


async def test_another_sound_takes_the_place_of_the_sample(qtbot: QtBot, tmp_path: Path) -> None:
    class Silence:
        length = SECOND

        def read(self, start: int, frames: int) -> np.ndarray:
            del start
            return np.zeros(frames, np.float32)

    async with editing(qtbot, tmp_path) as room:
        await room.add(wave(tmp_path / "lin.wav", speech(12)))
        press(room, KEY.Key_Space)
        await room.until(lambda: room.player.playing)
        room.player.play(Silence())
        assert named(room.editor, QToolButton, "Play").text() == "Play"
        assert room.player.playing


async def test_reading_a_long_recording_can_be_stopped_and_leaves_nothing(
    qtbot: QtBot, tmp_path: Path
) -> None:
    path = wave(tmp_path / "ten hours.wav", np.zeros(0, np.float32))
    _lengthen(path, hours=10)
    async with editing(qtbot, tmp_path) as room:
        room.editor.add_files((path,))
        await room.until(lambda: room.editor.recordings)
        assert room.editor.working and room.editor.grave and rows(room)[0][2] == "Too long"
        named(room.editor, QPushButton, "Stop reading ten hours.wav").click()
        await room.until(lambda: not room.editor.recordings)
        await room.settled()
        assert room.says("Drop recordings of the voice here")


async def test_closing_in_the_middle_of_everything_leaves_nothing_at_work(
    qtbot: QtBot, tmp_path: Path
) -> None:
    # That no task and no process is left is seen to by what every test gets.
    empty = wave(tmp_path / "ten hours.wav", np.zeros(0, np.float32))
    _lengthen(empty, hours=10)
    short = [wave(tmp_path / f"{name}.wav", speech(40)) for name in "abc"]
    async with editing(qtbot, tmp_path, USEAPI) as room:
        room.editor.add_files((*short, empty))
        await room.until(lambda: len(room.editor.recordings) == 4)
        child(room.editor, QTableView).selectRow(0)
        press(room, KEY.Key_Space)
        assert room.editor.working


def _lengthen(path: Path, hours: int) -> None:
    """Make an empty WAV file one of many hours of silence, without writing them."""
    from studio.audio.wave_writer import wave_header

    samples = hours * 3600 * SECOND
    with path.open("wb") as file:
        header = wave_header(samples, rate=SECOND, bit_depth=16)
        file.write(header)
        file.truncate(len(header) + samples * 2)
