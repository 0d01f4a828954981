"""The window by mouse and keyboard: what is asked for leaves as a signal, the rest is shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from studio.errors import EditProblem, EditRefused, ProjectFileError, ProjectFileProblem
from studio.ui.icon_label import IconLabel
from studio.ui.line_counts import LineCounts
from studio.ui.menus import grouped
from studio.ui.notices import Banner
from studio.ui.theme import apply_theme, theme_for
from studio.ui.window_state import VIEWS_KEPT, ProjectView, WindowState
from tests.builders import a_line
from tests.ui.children import button, child, named
from tests.ui.shell import a_window, a_workspace, open_series

CTRL = Qt.KeyboardModifier.ControlModifier


def test_the_welcome_page_opens_the_sample_and_a_recent_project(
    qtbot: QtBot, tmp_path: Path
) -> None:
    shell = a_window(qtbot, tmp_path)
    sample = named(shell.window, QPushButton, "Open the sample series")
    with qtbot.waitSignal(shell.window.sample_requested):
        qtbot.mouseClick(sample, Qt.MouseButton.LeftButton)
    for words, action in (
        ("Write from a brief", "write.script"),
        ("Adapt a story", "write.adapt"),
    ):
        with qtbot.waitSignal(shell.window.new_with_requested) as begun:
            named(shell.window, QPushButton, words).click()
        assert begun.args == [action]
    ferry = tmp_path / "夜渡.understudy"
    shell.window.show_welcome([ferry])
    recent = named(shell.window, QListView, "Recent projects")
    place = recent.visualRect(recent.model().index(0, 0)).center()
    with qtbot.waitSignal(shell.window.open_requested) as asked:
        qtbot.mouseClick(recent.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked.args == [ferry]


def test_the_words_and_the_icon_on_a_beginning_are_part_of_its_button(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    apply_theme(qapp, theme_for(True))  # which makes the button as tall as what is on it
    shell = a_window(qtbot, tmp_path)
    sample = named(shell.window, QPushButton, "Open the sample series")
    for part in (*sample.findChildren(QLabel), child(sample, IconLabel)):
        with qtbot.waitSignal(shell.window.sample_requested):
            qtbot.mouseClick(part, Qt.MouseButton.LeftButton)


def test_a_dropped_file_is_to_be_opened(qtbot: QtBot, tmp_path: Path) -> None:
    shell = a_window(qtbot, tmp_path)
    script = tmp_path / "ferry.fountain"
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(script))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    bare = Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPoint(100, 100), copy, carried, left, bare)
    dropped = QDropEvent(QPointF(100, 100), copy, carried, left, bare)
    QApplication.sendEvent(shell.window, entered)
    assert entered.isAccepted()
    with qtbot.waitSignal(shell.window.open_requested) as asked:
        QApplication.sendEvent(shell.window, dropped)
    assert asked.args == [script]


def test_space_plays_everywhere_but_while_typing(qtbot: QtBot, tmp_path: Path) -> None:
    shell = a_workspace(qtbot, tmp_path)
    shell.script.setFocus()
    qtbot.waitUntil(shell.script.hasFocus)
    qtbot.keyClick(shell.script, Qt.Key.Key_Space)
    assert shell.script.text() == " " and not shell.transport.playing
    qtbot.keyClick(shell.script, Qt.Key.Key_Space, CTRL)
    assert shell.transport.playing
    shell.button.setFocus()
    qtbot.keyClick(shell.button, Qt.Key.Key_Space)
    assert not shell.transport.playing


def test_enter_presses_the_button_in_focus(qtbot: QtBot, tmp_path: Path) -> None:
    shell = a_workspace(qtbot, tmp_path)
    shell.button.setFocus()
    with qtbot.waitSignal(shell.button.clicked):
        qtbot.keyClick(shell.button, Qt.Key.Key_Return)


def test_the_position_is_asked_for_only_while_playing(qtbot: QtBot, tmp_path: Path) -> None:
    shell = a_workspace(qtbot, tmp_path)
    with qtbot.waitSignals([shell.bar.position_changed] * 3):
        shell.actions.get("transport.play").trigger()
    assert shell.transport.position > 0
    shell.actions.get("transport.play").trigger()
    polls = shell.transport.polls
    with qtbot.waitSignal(shell.bar.position_changed) as moved:
        shell.actions.get("transport.to_start").trigger()
    assert moved.args == [0]
    assert shell.transport.polls == polls


def test_the_header_picks_episode_and_language(qtbot: QtBot, tmp_path: Path) -> None:
    shell = a_workspace(qtbot, tmp_path)
    episodes = named(shell.window, QComboBox, "Episode")
    languages = named(shell.window, QComboBox, "Language")
    episodes.setFocus()
    qtbot.keyClick(episodes, Qt.Key.Key_Down)
    languages.setFocus()
    qtbot.keyClick(languages, Qt.Key.Key_Down)
    assert shell.selection.episode == shell.document.project.episodes[1].id
    assert shell.selection.language == "zh"


def test_the_header_offers_to_voice_what_is_missing(qtbot: QtBot, tmp_path: Path) -> None:
    shell = a_workspace(qtbot, tmp_path)
    voice = button(shell.window, QPushButton, "oice")
    for counts, words in (
        (LineCounts(missing=1), "Voice 1 missing line"),
        (LineCounts(stale=2), "Voice 2 stale lines"),
        (LineCounts(missing=3, stale=2, in_booth=4, refused=1), "Voice 3 missing, 2 stale"),
        (LineCounts(missing=7), "Voice 7 missing lines"),
    ):
        shell.header.show_missing(counts)
        assert voice.text() == words and voice.isEnabled()
    with qtbot.waitSignal(shell.window.voice_missing_requested):
        qtbot.mouseClick(voice, Qt.MouseButton.LeftButton)
    shell.header.show_missing(LineCounts())
    assert voice.text() == "Nothing to voice yet" and not voice.isEnabled()


def test_the_header_says_why_there_is_nothing_to_voice(qtbot: QtBot, tmp_path: Path) -> None:
    shell = a_workspace(qtbot, tmp_path)
    voice = button(shell.window, QPushButton, "oice")
    project = shell.document.project
    episode = project.episodes[0].inserting(0, [a_line("Fog.")])
    shell.document.edit("Write", project.with_episode(episode))
    for counts, words in (
        (LineCounts(in_booth=2), "Voicing 2 lines"),
        (LineCounts(), "All lines are voiced"),
        (LineCounts(failed=1, refused=1), "1 line failed"),
        (LineCounts(refused=2), "2 lines cannot be spoken"),
    ):
        shell.header.show_missing(counts)
        assert voice.text() == words and not voice.isEnabled()


def test_undo_names_what_it_takes_back(qtbot: QtBot, tmp_path: Path) -> None:
    shell = a_workspace(qtbot, tmp_path)
    undo = shell.actions.get("edit.undo")
    assert not undo.isEnabled()
    shell.document.edit("Rename series", replace(shell.document.project, title="Dawn"))
    assert "Rename series" in undo.text()
    qtbot.keyClick(shell.window, Qt.Key.Key_Z, CTRL)
    assert shell.document.project.title == "The Night Ferry"


def test_a_new_action_appears_in_its_menu(qtbot: QtBot, tmp_path: Path) -> None:
    shell = a_workspace(qtbot, tmp_path)
    action = shell.actions.add("timeline.zoom_in", "Zoom in", lambda: None)

    def shown() -> bool:
        return any(action in menu.actions() for menu in shell.window.menuBar().findChildren(QMenu))

    qtbot.waitUntil(shown)
    assert {"file", "edit", "play", "timeline"} <= {g.key for g in grouped(shell.actions)}


def test_quit_stays_the_last_of_its_menu_whatever_comes_later(qtbot: QtBot, tmp_path: Path) -> None:
    shell = a_workspace(qtbot, tmp_path)
    shell.actions.add("file.show_delivery", "Show the folder", lambda: None)
    (file,) = (group for group in grouped(shell.actions) if group.key == "file")
    ids = [id for id, _ in file.actions]
    assert ids[-3:] == ["file.show_delivery", "file.close", "file.quit"]


def test_errors_are_said_where_they_fit(qtbot: QtBot, tmp_path: Path) -> None:
    shell = a_workspace(qtbot, tmp_path)
    shell.notices.report(EditRefused(EditProblem.NAME_TAKEN, "MIRA"))
    assert shell.window.findChild(Banner) is None
    assert any("MIRA" in label.text() for label in shell.window.findChildren(QLabel))
    shell.notices.report(ProjectFileError(ProjectFileProblem.DISK_FULL, "ferry.understudy"))
    banner = child(shell.window, Banner)
    assert banner.isVisible()
    shell.notices.withdraw_banner()
    assert not banner.isVisible()


def test_a_way_on_that_is_taken_several_times_stays(qtbot: QtBot, tmp_path: Path) -> None:
    shell = a_window(qtbot, tmp_path)
    gone: list[str] = []
    way_on = QAction("Next one", shell.window)
    way_on.triggered.connect(lambda *_: gone.append("there"))
    for stays in (True, False):
        shell.notices.banner("Two are flagged.", way_on, stays=stays)
        banner = child(shell.window, Banner)
        qtbot.mouseClick(button(banner, QPushButton, "Next one"), Qt.MouseButton.LeftButton)
        assert banner.isVisible() is stays
    assert gone == ["there", "there"]


def test_closing_is_asked_for_and_the_layout_is_remembered(qtbot: QtBot, tmp_path: Path) -> None:
    shell = a_workspace(qtbot, tmp_path)
    shell.actions.get("view.panel_takes").trigger()
    with qtbot.waitSignal(shell.window.close_requested):
        shell.window.close()
    assert shell.window.isVisible()
    shell.window.finish()
    assert not shell.window.isVisible()
    again = a_workspace(qtbot, tmp_path)
    assert not again.actions.get("view.panel_takes").isChecked()
    again.window.reset_layout()
    qtbot.waitUntil(again.actions.get("view.panel_takes").isChecked)


def test_a_broken_window_state_is_no_obstacle(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "window.json").write_text('{"version": 1, "geometry": "!", "parts": []}')
    assert a_workspace(qtbot, tmp_path).window.isVisible()


def test_another_project_can_be_opened_in_the_same_window(qtbot: QtBot, tmp_path: Path) -> None:
    shell = a_workspace(qtbot, tmp_path)
    with qtbot.waitSignal(shell.bar.destroyed):
        shell.window.show_welcome()
    assert not shell.actions.get("file.export").isEnabled()
    assert not {"edit.undo", "transport.play"} & set(shell.actions.all())
    shell.document.edit("Rename series", replace(shell.document.project, title="Dawn"))
    open_series(shell)
    assert shell.actions.get("file.export").isEnabled()
    qtbot.keyClick(shell.window, Qt.Key.Key_Space, CTRL)
    assert shell.transport.playing


def test_the_palette_says_that_most_actions_come_with_a_project(
    qtbot: QtBot, tmp_path: Path
) -> None:
    palette = a_window(qtbot, tmp_path).window.open_palette()
    child(palette, QLineEdit).setText("rewrite selection")
    told = [each.text() for each in palette.findChildren(QLabel) if each.isVisible()]
    assert any("Open or make one first" in each for each in told)
    palette.close()


def test_the_palette_finds_and_runs_by_keyboard(qtbot: QtBot, tmp_path: Path) -> None:
    shell = a_workspace(qtbot, tmp_path)
    palette = shell.window.open_palette()
    field = child(palette, QLineEdit)
    qtbot.keyClicks(field, "xprt")
    with qtbot.waitSignal(shell.window.export_requested):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert not palette.isVisible()


def test_no_two_actions_of_the_window_want_the_same_keys(qtbot: QtBot, tmp_path: Path) -> None:
    assert a_workspace(qtbot, tmp_path).actions.clashes() == []


def test_every_control_has_an_accessible_name(qtbot: QtBot, tmp_path: Path) -> None:
    shell = a_workspace(qtbot, tmp_path)
    kinds = (QPushButton, QComboBox, QListView)
    nameless = [
        control
        for kind in kinds
        for control in shell.window.findChildren(kind)
        if not control.accessibleName()
        and not (isinstance(control, QPushButton) and (control.text() or not control.isVisible()))
        and not _belongs_to_a_box(control)
    ]
    assert nameless == []


def _belongs_to_a_box(control: QWidget) -> bool:
    parent = control.parent()
    return isinstance(parent, QComboBox) or isinstance(parent and parent.parent(), QComboBox)


def test_how_a_project_was_looked_at_outlives_a_reset_of_the_layout(
    qtbot: QtBot, tmp_path: Path
) -> None:
    shell = a_workspace(qtbot, tmp_path)
    shell.window.keep_view("ferry", ProjectView("zh", "en", "off;1;clip;25"))
    shell.window.reset_layout()
    shell.window.finish()
    window = a_window(qtbot, tmp_path).window
    assert window.view_of("ferry") == ProjectView("zh", "en", "off;1;clip;25")
    assert window.view_of("another") == ProjectView()


def test_only_the_projects_looked_at_last_are_remembered() -> None:
    state = WindowState()
    for number in range(VIEWS_KEPT + 1):
        state = state.viewing(str(number), ProjectView("en"))
        state = state.viewing("0", ProjectView("zh"))
    assert len(state.views) == VIEWS_KEPT
    assert "0" in state.views and "1" not in state.views and "2" in state.views
