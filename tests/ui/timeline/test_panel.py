"""The timeline by mouse and keys: what becomes of the document and of what is in hand."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from studio.errors import EditProblem, EditRefused
from studio.model.span import SAMPLE_RATE, Span, samples_of_ms
from studio.model.take import Takes
from studio.model.timeline import Piece, Placement
from studio.synthesis.plan import TakeState
from tests.builders import a_project, a_recording, a_take
from tests.ui.timeline.lanes import (
    CTRL,
    SHIFT,
    Lanes,
    a_timeline,
    placed,
    spoken,
    undoable,
    voiced,
)

KEY = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
PIXEL = 480


def test_a_dragged_clip_is_pinned_where_it_is_let_go_in_one_step(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    start, after = lanes.clip(1).timeline_span.start, lanes.clip(2).timeline_span.start
    with undoable(lanes.document):
        lanes.drag(1, 119)
    assert lanes.held(1).pin == start + 119 * PIXEL
    assert lanes.clip(2).timeline_span.start == after
    assert lanes.document.undo_label == "Move clip"


def test_with_ripple_what_follows_moves_before_the_clip_is_let_go(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    lanes.actions.get("ripple.to_pin").trigger()
    project, later = lanes.document.project, lanes.view.board.starts[3]
    at = lanes.on(1)
    lanes.press(at)
    lanes.move(at + QPoint(30, 0))
    lanes.move(at + QPoint(119, 0))
    assert lanes.view.board.starts[3] == later + 119 * PIXEL
    assert lanes.document.project is project
    lanes.release(at + QPoint(119, 0))
    assert lanes.document.project is not project


def test_escape_takes_a_drag_back(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    project, starts = lanes.document.project, lanes.view.board.starts.tolist()
    at = lanes.on(1)
    lanes.press(at)
    lanes.move(at + QPoint(50, 0))
    lanes.move(at + QPoint(119, 0))
    lanes.key(KEY.Key_Escape)
    assert lanes.view.board.starts.tolist() == starts
    lanes.release(at + QPoint(119, 0))
    assert lanes.document.project is project


def test_a_trembling_click_moves_nothing(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    project = lanes.document.project
    lanes.drag(1, 2)
    assert lanes.document.project is project
    assert lanes.selection.line == lanes.line(1)


def test_a_drag_catches_on_the_clip_before(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    edge = lanes.clip(0).timeline_span.end
    gap = (lanes.clip(1).timeline_span.start - edge) // PIXEL
    lanes.drag(1, -gap + 5)
    assert lanes.held(1).pin == edge


def test_shift_lets_a_drag_go_free(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    start, edge = lanes.clip(1).timeline_span.start, lanes.clip(0).timeline_span.end
    pixels = -((start - edge) // PIXEL) + 5
    at = lanes.on(1)
    lanes.press(at)
    lanes.move(at + QPoint(-20, 0))
    _move_with_shift(lanes, at + QPoint(pixels, 0))
    lanes.release(at + QPoint(pixels, 0), SHIFT)
    assert lanes.held(1).pin == start + pixels * PIXEL != edge


def _move_with_shift(lanes: Lanes, at: QPoint) -> None:
    QTest.keyPress(lanes.view, KEY.Key_Shift)
    viewport = lanes.view.viewport()
    place = QPointF(at)
    moved = QMouseEvent(
        QEvent.Type.MouseMove,
        place,
        viewport.mapToGlobal(place),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        SHIFT,
    )
    QApplication.sendEvent(viewport, moved)
    QTest.keyRelease(lanes.view, KEY.Key_Shift)


def test_a_drag_catches_on_the_playhead(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    playhead = lanes.clip(1).timeline_span.start + 57 * PIXEL + 101
    lanes.panel.set_playhead(playhead)
    lanes.drag(1, 53)
    assert lanes.held(1).pin == playhead


def test_a_clip_dragged_beyond_the_start_is_pinned_at_zero(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    at = lanes.on(1)
    lanes.press(at)
    lanes.move(QPoint(at.x() // 2, at.y()))
    lanes.move(QPoint(-400, at.y()))
    lanes.release(QPoint(-400, at.y()))
    assert lanes.held(1).pin == 0


def test_several_clips_in_hand_move_together(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    starts = [lanes.clip(n).timeline_span.start for n in range(5)]
    lanes.click(1)
    lanes.click(3, CTRL)
    with undoable(lanes.document):
        lanes.drag(3, 119)
    assert lanes.held(1).pin == starts[1] + 119 * PIXEL
    assert lanes.held(3).pin == starts[3] + 119 * PIXEL
    assert lanes.held(2).pin is None
    assert lanes.document.undo_label == "Move clips"


def test_clicks_take_lines_in_hand(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    lanes.click(1)
    assert lanes.selection.lines == (lanes.line(1),)
    lanes.click(3, SHIFT)
    assert lanes.selection.lines == tuple(lanes.line(n) for n in (1, 2, 3))
    assert lanes.selection.line == lanes.line(1)
    lanes.click(2, CTRL)
    assert lanes.selection.lines == (lanes.line(1), lanes.line(3))
    lanes.click(2)
    assert lanes.selection.lines == (lanes.line(2),)


def test_a_click_beside_the_clips_lets_go(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    lanes.click(1)
    at = lanes.on(0, seconds=-0.3)
    lanes.press(at)
    lanes.release(at)
    assert lanes.selection.lines == ()


def test_a_lasso_takes_what_it_touches(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    corner = QPoint(2, 1)
    end = lanes.on(1, seconds=0.1)
    lanes.press(corner)
    lanes.move(corner + QPoint(30, 30))
    lanes.move(QPoint(end.x(), 120))
    lanes.release(QPoint(end.x(), 120))
    assert lanes.selection.lines == (lanes.line(0), lanes.line(1))


def test_a_line_chosen_elsewhere_comes_into_view(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot, voiced(40))
    lanes.selection.select_line(lanes.line(39))
    span = lanes.clip(39).timeline_span
    assert lanes.view.chosen == {lanes.line(39)}
    assert 0 <= lanes.view.scale.x_of(span.start) < lanes.view.viewport().width()


def test_a_click_on_the_ruler_seeks(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    QTest.mouseClick(lanes.view.ruler, Qt.MouseButton.LeftButton, pos=QPoint(250, 10))
    assert lanes.sought == [250 * PIXEL]


def test_a_double_click_plays_from_the_clip(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    viewport = lanes.view.viewport()
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=lanes.on(2))
    assert lanes.played == [lanes.clip(2).timeline_span.start]


def test_arrows_go_from_clip_to_clip_and_enter_plays(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    seen = []
    for key in (KEY.Key_Right, KEY.Key_Right, KEY.Key_Left, KEY.Key_End, KEY.Key_Home):
        lanes.key(key)
        seen.append(lanes.selection.line)
    assert seen == [lanes.line(n) for n in (0, 1, 0, 4, 0)]
    lanes.key(KEY.Key_Down)
    assert lanes.selection.line == lanes.line(1)
    lanes.key(KEY.Key_Return)
    assert lanes.played == [lanes.clip(1).timeline_span.start]


def test_p_pins_and_lets_flow_again(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    start = lanes.clip(2).timeline_span.start
    lanes.click(2)
    with undoable(lanes.document):
        lanes.key(KEY.Key_P)
    assert lanes.held(2).pin == start
    with undoable(lanes.document):
        lanes.key(KEY.Key_P)
    assert lanes.held(2).pin is None


def test_nudges_in_a_row_are_one_step(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    start = lanes.clip(2).timeline_span.start
    lanes.click(2)
    with undoable(lanes.document):
        lanes.key(KEY.Key_Right, ALT)
        lanes.key(KEY.Key_Right, ALT | SHIFT)
        lanes.key(KEY.Key_Left, ALT)
        lanes.key(KEY.Key_Right, ALT)
    assert lanes.held(2).pin == start + samples_of_ms(110)


def test_nudges_of_another_clip_are_another_step(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    lanes.click(2)
    lanes.key(KEY.Key_Right, ALT)
    lanes.click(3)
    lanes.key(KEY.Key_Right, ALT)
    lanes.document.undo()
    assert lanes.held(3).pin is None
    assert lanes.held(2).pin is not None


def test_m_mutes_and_alt_arrows_level(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    lanes.click(0)
    with undoable(lanes.document):
        lanes.key(KEY.Key_M)
    assert lanes.held(0).muted
    with undoable(lanes.document):
        for key in (KEY.Key_Up, KEY.Key_Up, KEY.Key_Down):
            lanes.key(key, ALT)
    assert lanes.held(0) == Placement(muted=True, gain_db=1.0)


def test_the_menu_of_a_clip_pins_it(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    QTest.mousePress(lanes.view.viewport(), Qt.MouseButton.RightButton, pos=lanes.on(2))
    lanes.view.menu_requested.emit(QPoint(10, 10))
    (menu,) = (menu for menu in lanes.panel.findChildren(QMenu) if menu.isVisible())
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts[:2] == ["Play from the clip", "Pin here"]
    menu.actions()[2].trigger()
    menu.close()
    assert lanes.held(2).pin is not None


def test_a_locked_clip_is_neither_dragged_nor_changed_by_keys(qtbot: QtBot) -> None:
    project = voiced()
    held = Placement(pin=3 * SAMPLE_RATE, locked=True)
    lanes = a_timeline(qtbot, placed(project, {spoken(project, 1).id: held}))
    before = lanes.document.project
    lanes.drag(1, 60)
    lanes.key(KEY.Key_M)
    lanes.key(KEY.Key_Right, ALT)
    assert lanes.document.project is before
    problems = [error.problem for error in lanes.refused if isinstance(error, EditRefused)]
    assert problems == [EditProblem.LOCKED] * 3


def test_the_pieces_of_a_line_are_dragged_together(qtbot: QtBot) -> None:
    project = voiced()
    (take,) = project.takes.by_line[spoken(project, 1).id]
    pieces = (Piece(Span(0, 9600)), Piece(Span(9600, 24_000), 9600))
    held = {spoken(project, 1).id: Placement(take=take.id, pieces=pieces)}
    lanes = a_timeline(qtbot, placed(project, held))
    before = [clip.timeline_span for clip in lanes.clips() if clip.line == lanes.line(1)]
    lanes.press(at := lanes.on(1, seconds=0.1))
    lanes.move(at + QPoint(30, 0))
    lanes.move(at + QPoint(60, 0))
    shown = lanes.view.board
    lanes.release(at + QPoint(60, 0))
    after = [clip.timeline_span for clip in lanes.clips() if clip.line == lanes.line(1)]
    by = after[0].start - before[0].start
    assert by > 0 and after == [span.moved(by) for span in before]
    assert shown.starts.tolist() == [clip.timeline_span.start for clip in lanes.clips()]


def test_a_read_only_project_is_not_dragged(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot, read_only=True)
    project, starts = lanes.document.project, lanes.view.board.starts.tolist()
    at = lanes.on(1)
    lanes.press(at)
    lanes.move(at + QPoint(60, 0))
    assert lanes.view.board.starts.tolist() == starts
    lanes.release(at + QPoint(60, 0))
    assert lanes.document.project is project
    assert not lanes.actions.get("clip.pin").isEnabled()


def test_the_wheel_scrolls_and_with_control_zooms_at_the_pointer(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot, voiced(40))
    _wheel(lanes, -120)
    assert lanes.view.scale.left == 120
    under = lanes.view.scale.sample_at(300)
    _wheel(lanes, 120, CTRL)
    assert lanes.view.scale.per_pixel < 480
    assert abs(lanes.view.scale.x_of(under) - 300) <= 1


def _wheel(
    lanes: Lanes, by: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    viewport, at = lanes.view.viewport(), QPointF(300, 60)
    turned = QWheelEvent(
        at,
        viewport.mapToGlobal(at),
        QPoint(),
        QPoint(0, by),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, turned)


def test_the_middle_button_pulls_the_view(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot, voiced(40))
    viewport = lanes.view.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.MiddleButton, pos=QPoint(500, 50))
    QTest.mouseMove(viewport, QPoint(300, 50))
    QTest.mouseRelease(viewport, Qt.MouseButton.MiddleButton, pos=QPoint(300, 50))
    assert lanes.view.scale.left == 200


def test_the_whole_episode_and_the_line_in_hand_are_fitted(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot, voiced(40))
    lanes.key(KEY.Key_F, SHIFT)
    width = lanes.view.viewport().width()
    assert 0.9 * width < lanes.view.scale.x_of(lanes.view.board.end) <= width
    lanes.selection.select_line(lanes.line(20))
    lanes.key(KEY.Key_F)
    span = lanes.clip(20).timeline_span
    left, right = lanes.view.scale.x_of(span.start), lanes.view.scale.x_of(span.end)
    assert 0 <= left < right <= width
    assert right - left > width / 2


def test_keys_zoom(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    lanes.key(KEY.Key_Plus)
    near = lanes.view.scale.per_pixel
    lanes.key(KEY.Key_Minus)
    assert near < 480
    assert lanes.view.scale.per_pixel > near


def test_the_view_follows_the_playhead_by_pages(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot, voiced(40))
    edge = lanes.view.scale.sample_at(lanes.view.viewport().width())
    lanes.panel.set_playhead(edge - PIXEL)
    assert lanes.view.scale.left == 0
    lanes.panel.set_playhead(edge + PIXEL)
    assert 0 < lanes.view.scale.x_of(edge) < 200


def test_another_episode_is_shown_when_it_is_selected(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot, voiced(4, episodes=2))
    second = lanes.document.project.episodes[1]
    lanes.selection.select_episode(second.id)
    shown = {clip.line for clip in lanes.view.board.clips}
    assert shown == {line.id for line in second.spoken_lines}


def test_typing_words_does_not_lay_out_anew(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    board = lanes.view.board
    project = lanes.document.project
    said = spoken(project, 1).saying("en", "Other words.")
    lanes.document.edit("Type", project.with_line(said))
    assert lanes.view.board is board
    lanes.click(1)
    assert "Other words." in lanes.view.accessibleDescription()


def test_a_pause_written_in_the_script_moves_the_clips(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    project, start = lanes.document.project, int(lanes.view.board.starts[2])
    longer = replace(spoken(project, 1), pause_after_ms=5000)
    lanes.document.edit("Pause", project.with_line(longer))
    assert lanes.view.board.starts[2] > start


def test_undo_moves_the_clips_back(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    starts = lanes.view.board.starts.tolist()
    lanes.drag(1, 119)
    assert lanes.view.board.starts.tolist() != starts
    lanes.document.undo()
    assert lanes.view.board.starts.tolist() == starts


def test_a_new_take_gets_a_clip(qtbot: QtBot) -> None:
    project = voiced()
    without = dict(project.takes.by_line)
    line = spoken(project, 4)
    del without[line.id]
    lanes = a_timeline(qtbot, replace(project, takes=Takes(without)))
    assert len(lanes.view.board.clips) == 4
    recording = a_recording(20)
    lanes.document.record(a_take(line, recording), recording)
    qtbot.waitUntil(lambda: len(lanes.view.board.clips) == 5)


def test_an_episode_without_takes_says_what_to_do(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot, a_project(3))
    asked = []
    words = [label.text() for label in lanes.panel.findChildren(QLabel) if label.isVisible()]
    assert "Nothing is voiced yet" in words
    assert not any(button.isVisible() for button in lanes.panel.findChildren(QPushButton))
    voicing = a_timeline(qtbot, voiced(3))
    voicing.actions.add("booth.voice_missing", "Voice", lambda: asked.append(True))
    voicing.document.edit("Clear", replace(voicing.document.project, takes=Takes(), title="x"))
    (button,) = voicing.panel.findChildren(QPushButton)
    qtbot.waitUntil(button.isVisible)
    button.click()
    assert asked == [True]


def test_what_is_in_hand_is_told_to_screen_readers(qtbot: QtBot) -> None:
    project = voiced()
    held = {spoken(project, 1).id: Placement(pin=SAMPLE_RATE, muted=True, gain_db=-3.0)}
    lanes = a_timeline(qtbot, placed(project, held))
    lanes.selection.select_line(lanes.line(1))
    told = lanes.view.accessibleDescription()
    for part in ("Line 2, TOBIAS", "00:01.000", "pinned", "muted", "-3 dB", "overlaps"):
        assert part in told


def test_a_clip_that_does_not_fit_its_line_any_more_is_told(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    lanes.selection.select_line(lanes.line(1))
    assert "Stale" in lanes.view.accessibleDescription()
    lanes.status.in_booth([lanes.line(1)], "en", TakeState.FAILED, "no connection")
    assert "failed: no connection" in lanes.view.accessibleDescription()
    fits = lanes.status.of(spoken(lanes.document.project, 0), "en").request
    assert fits is not None
    take = replace(lanes.document.project.takes.of(lanes.line(0), "en")[0],
                   fingerprint=fits.fingerprint)  # fmt: skip
    project = lanes.document.project
    takes = Takes({**project.takes.by_line, lanes.line(0): (take,)})
    lanes.document.edit("Voice", replace(project, takes=takes))
    lanes.selection.select_line(lanes.line(0))
    assert "Stale" not in lanes.view.accessibleDescription()
    said = spoken(lanes.document.project, 0).saying("en", "Other words.")
    lanes.document.edit("Write", lanes.document.project.with_line(said))
    assert "Stale" in lanes.view.accessibleDescription()


def test_a_clip_of_a_very_long_line_is_told_in_part(qtbot: QtBot) -> None:
    project = voiced()
    long = spoken(project, 0).saying("en", "今夜渡船不会再来第二次。" * 900)
    lanes = a_timeline(qtbot, project.with_line(long))
    lanes.selection.select_line(lanes.line(0))
    told = lanes.view.accessibleDescription()
    assert "今夜渡船" in told and "…" in told and len(told) < 500
