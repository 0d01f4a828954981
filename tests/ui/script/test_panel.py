"""The panel as a whole: rows, selection, filter, languages, search."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QMenu, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from studio.document import Document
from studio.model.line import LineKind, new_line
from studio.synthesis.plan import TakeState
from studio.synthesis.status import LineStatus
from studio.ui.actions import Actions
from studio.ui.script.columns import Column
from studio.ui.script.filters import LineFilter, Want
from studio.ui.script.panel import ScriptPanel
from studio.ui.script.small_editors import DirectionEditor
from studio.ui.script.trouble_strip import TroubleStrip
from studio.ui.selection import Selection
from tests.builders import a_project, a_recording, a_take, first_line
from tests.ui.children import child
from tests.ui.script.scripts import Desk, KeptInMemory, a_desk

CTRL = Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key


def named(desk: Desk, kind: type[QWidget], name: str) -> QWidget:
    """The child of this kind with this accessible name or text."""
    for found in desk.panel.findChildren(kind):
        if name in (found.accessibleName(), getattr(found, "text", str)()):
            return found
    raise AssertionError(name)


def cell(desk: Desk, row: int, column: Column, role: Qt.ItemDataRole) -> str:
    return desk.panel.table.data(desk.panel.table.index(row, column), role)


def test_a_clicked_row_is_the_line_in_hand_and_the_other_way_round(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    desk.click(2)
    assert desk.selection.line == desk.lines[2].id
    desk.selection.select_lines((desk.lines[1].id, desk.lines[3].id), desk.lines[3].id)
    chosen = desk.panel.view.selectionModel().selectedRows()
    assert sorted(index.row() for index in chosen) == [1, 3]
    assert desk.panel.view.currentIndex().row() == 3


def test_shift_and_down_choose_several_lines(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    desk.click(1)
    desk.key(KEY.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert desk.selection.lines == (desk.lines[1].id, desk.lines[2].id)
    assert desk.selection.line == desk.lines[2].id


def test_the_wishes_name_the_lines_in_hand(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    desk.selection.select_lines((desk.lines[1].id, desk.lines[2].id))
    with qtbot.waitSignal(desk.panel.voice_requested) as voiced:
        desk.actions.get("line.voice").trigger()
    assert voiced.args == [(desk.lines[1].id, desk.lines[2].id)]
    with qtbot.waitSignal(desk.panel.play_requested) as played:
        desk.actions.get("line.play").trigger()
    assert played.args == [desk.lines[1].id]
    with qtbot.waitSignal(desk.panel.redo_requested) as redone:
        desk.actions.get("line.redo").trigger()
    assert redone.args == [desk.lines[1].id]


def test_lines_are_moved_duplicated_and_removed_by_their_keys(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    first = desk.lines[1].id
    desk.click(1)
    desk.key(KEY.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert desk.lines[2].id == first
    assert desk.selection.line == first
    desk.key(KEY.Key_D, CTRL)
    assert desk.words(3) == desk.words(2)
    assert desk.selection.line == desk.lines[3].id
    desk.key(KEY.Key_Delete)
    assert len(desk.lines) == 5
    desk.document.undo()
    assert len(desk.shown()) == 6


def test_moving_a_line_while_it_is_written_keeps_its_editor(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    editor = desk.write_in(1)
    desk.actions.get("line.move_down").trigger()
    assert desk.editor is editor
    desk.type("x")
    assert "x" in desk.words(2)


def test_undo_elsewhere_changes_the_rows_and_no_others(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    resets: list[object] = []
    changed: list[tuple[int, int]] = []

    def note(first: QModelIndex, last: QModelIndex, _: object) -> None:
        changed.append((first.row(), last.row()))

    desk.panel.table.modelReset.connect(lambda *_: resets.append(1))
    desk.panel.table.dataChanged.connect(note)
    line = desk.lines[3].saying("en", "Other words.")
    desk.document.edit("Change", desk.document.project.with_line(line))
    assert desk.shown()[3] == "Other words."
    assert (changed, resets) == ([(3, 3)], [])


def test_a_take_that_arrives_shows_its_length_and_state(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    line = desk.lines[1]
    request = desk.status.of(line, "en").request
    assert request is not None
    take = replace(a_take(line, a_recording()), length=96_000, fingerprint=request.fingerprint)
    desk.document.record(take, a_recording())
    assert cell(desk, 1, Column.LENGTH, Qt.ItemDataRole.DisplayRole) == "2.0 s"
    assert "matches" in cell(desk, 1, Column.STATE, Qt.ItemDataRole.ToolTipRole)


def test_a_failed_line_tells_why_in_its_tooltip(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    desk.status.in_booth((desk.lines[1].id,), "en", TakeState.FAILED, "no answer")
    assert "no answer" in cell(desk, 1, Column.STATE, Qt.ItemDataRole.ToolTipRole)


def test_a_row_is_read_out_with_who_how_what_and_its_state(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    line = replace(desk.lines[2], direction="dry", emotion="calm")
    desk.document.edit("Change", desk.document.project.with_line(line))
    said = cell(desk, 2, Column.TEXT, Qt.ItemDataRole.AccessibleTextRole)
    assert said == "2, TOBIAS, calm · dry: Words of line 2. (No take yet)"


def test_the_other_language_stands_beside_and_is_written_there(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    desk.panel.bar.choose_beside("zh")
    desk.write_in(1, Column.BESIDE)
    desk.key(KEY.Key_End)
    desk.type("x")
    assert desk.lines[1].text == {"en": "Words of line 1.", "zh": "第1句台词。x"}


def test_switching_the_language_shows_its_words(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    desk.selection.select_language("zh")
    assert desk.shown()[1] == "第1句台词。"
    desk.write_in(1)
    desk.type("x")
    assert desk.lines[1].words("en") == "Words of line 1."
    assert "x" in desk.lines[1].words("zh")


def test_switching_the_episode_shows_its_lines(qtbot: QtBot) -> None:
    desk = a_desk(qtbot, a_project(3, episodes=2))
    desk.selection.select_episode(desk.document.project.episodes[1].id)
    assert desk.shown()[0] == "INT. DECK 2"


def test_the_filter_shows_what_wants_work_and_keeps_the_line_in_hand(qtbot: QtBot) -> None:
    desk = a_desk(qtbot, a_project(4))
    desk.status.in_booth((desk.lines[2].id,), "en", TakeState.FAILED, "no answer")
    desk.panel.bar.choose_filter(LineFilter(Want.FAILED))
    assert desk.shown() == ["Words of line 2."]
    desk.write_in(0)
    desk.key(KEY.Key_End)
    desk.key(KEY.Key_Return)
    desk.type("New.")
    assert desk.shown() == ["Words of line 2.", "New."]
    desk.status.in_booth((desk.lines[1].id,), "en", TakeState.FAILED, "no answer")
    assert desk.shown() == ["Words of line 1.", "Words of line 2.", "New."]
    desk.panel.bar.choose_filter(LineFilter())
    assert len(desk.shown()) == 6


def test_an_empty_filter_says_what_its_emptiness_means(qtbot: QtBot) -> None:
    desk = a_desk(qtbot, a_project(2, takes=True))
    nobody = desk.document.project.cast.characters[2].id
    for wanted, words in (
        (LineFilter(Want.FAILED), "No line has failed"),
        (LineFilter(Want.CHARACTER, nobody), "This character says nothing in this episode"),
    ):
        desk.panel.bar.choose_filter(wanted)
        assert named(desk, QLabel, words).isVisible()
    QTest.mouseClick(named(desk, QPushButton, "Show all lines"), Qt.MouseButton.LeftButton)
    assert len(desk.shown()) == 3 and desk.panel.view.isVisible()


def test_the_first_line_that_fails_appears_under_the_filter_at_once(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    desk.panel.bar.choose_filter(LineFilter(Want.FAILED))
    assert not desk.panel.view.isVisible()
    desk.status.in_booth((desk.lines[2].id,), "en", TakeState.FAILED, "no answer")
    assert desk.panel.view.isVisible() and desk.shown() == ["Words of line 2."]
    assert named(desk, QLabel, "1 of 5").isVisible()


def test_the_filter_by_character_shows_its_lines_only(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    mara = desk.lines[1].character
    desk.panel.bar.choose_filter(LineFilter(Want.CHARACTER, mara))
    assert desk.shown() == ["Words of line 1.", "Words of line 4."]


def test_an_empty_episode_says_how_to_begin_and_begins(qtbot: QtBot) -> None:
    project = a_project(0)
    project = project.with_episode(replace(project.episodes[0], lines=()))
    desk = a_desk(qtbot, project)
    button = named(desk, QPushButton, "Write the first line")
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    desk.type("EXT. THE STRAIT")
    assert desk.kinds() == [LineKind.HEADING]


def test_the_playing_line_is_scrolled_into_sight(qtbot: QtBot) -> None:
    desk = a_desk(qtbot, a_project(300))
    line = desk.lines[250].id
    desk.selection.set_playing_line(line)
    assert desk.panel.table.playing == line
    assert (
        desk.panel.view.viewport()
        .rect()
        .intersects(desk.panel.view.visualRect(desk.panel.table.index(250, Column.TEXT)))
    )


def search(desk: Desk, words: str, *, replacing: bool = False) -> None:
    desk.actions.get("script.replace" if replacing else "script.find").trigger()
    field = named(desk, QLineEdit, "Find")
    QTest.keyClicks(field, words)
    QTest.keyClick(field, KEY.Key_Return)


def test_finding_goes_through_the_hits_in_a_circle(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    search(desk, "words of")
    assert desk.row_in_hand() == 1
    for row in (2, 3, 4, 1):
        desk.actions.get("script.find_next").trigger()
        assert desk.row_in_hand() == row
    desk.actions.get("script.find_previous").trigger()
    assert desk.row_in_hand() == 4


def test_a_hit_in_another_episode_shows_that_episode(qtbot: QtBot) -> None:
    desk = a_desk(qtbot, a_project(2, episodes=2))
    desk.actions.get("script.find").trigger()
    scope = named(desk, QComboBox, "Where to search")
    assert isinstance(scope, QComboBox)
    scope.setCurrentIndex(1)
    search(desk, "DECK 2")
    assert desk.selection.episode == desk.document.project.episodes[1].id
    assert desk.row_in_hand() == 0


def test_replacing_all_is_one_undo_step(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    search(desk, "Words", replacing=True)
    QTest.keyClicks(named(desk, QLineEdit, "Replace with"), "Sounds")
    QTest.mouseClick(named(desk, QPushButton, "Replace all"), Qt.MouseButton.LeftButton)
    assert desk.shown()[1:] == [f"Sounds of line {number}." for number in range(1, 5)]
    desk.document.undo()
    assert desk.shown()[1:] == [f"Words of line {number}." for number in range(1, 5)]


def test_replacing_one_by_one_goes_on_to_the_next_hit(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    search(desk, "Words", replacing=True)
    QTest.keyClicks(named(desk, QLineEdit, "Replace with"), "Sounds")
    replace_one = named(desk, QPushButton, "Replace")
    QTest.mouseClick(replace_one, Qt.MouseButton.LeftButton)
    assert desk.shown()[1:3] == ["Sounds of line 1.", "Words of line 2."]
    assert desk.row_in_hand() == 2
    QTest.mouseClick(replace_one, Qt.MouseButton.LeftButton)
    assert desk.shown()[2] == "Sounds of line 2."


def test_a_broken_pattern_is_told_and_finds_nothing(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    desk.actions.get("script.find").trigger()
    QTest.mouseClick(named(desk, QToolButton, "Regular expression"), Qt.MouseButton.LeftButton)
    search(desk, "(")
    assert desk.selection.line is None
    labels = desk.panel.find_bar.findChildren(QLabel)
    assert "Not a pattern" in [label.text() for label in labels]


def test_every_control_has_a_name_for_screen_readers(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    for kind in (QLineEdit, QComboBox, QToolButton):
        for control in desk.panel.findChildren(kind):
            inside_another = isinstance(control.parent(), (QLineEdit, QComboBox))
            assert inside_another or control.accessibleName(), control


def test_a_very_long_line_stays_a_row_that_can_be_scrolled_past(qtbot: QtBot) -> None:
    project = a_project(1)
    here = project.episodes[0]
    long = new_line(LineKind.DIALOGUE, {"en": "word " * 1000 + "无空格" * 1000})
    desk = a_desk(qtbot, project.with_episode(here.inserting(1, (long,))))
    assert desk.panel.view.rowHeight(1) < 500
    desk.write_in(1)
    desk.key(KEY.Key_End, CTRL)
    desk.type("!")
    assert desk.words(1).endswith("!")


def test_an_emotion_is_chosen_from_the_menu_of_the_direction(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    editor = desk.write_in(1, Column.DIRECTION)
    assert isinstance(editor, DirectionEditor)
    editor.offer_emotions()
    menu = editor.findChild(QMenu)
    assert isinstance(menu, QMenu)
    menu.actions()[2].trigger()
    menu.close()
    assert desk.lines[1].emotion == "sad"
    assert cell(desk, 1, Column.DIRECTION, Qt.ItemDataRole.DisplayRole) == "sad"


def test_the_menu_of_a_row_offers_kinds_emotions_and_places(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    desk.selection.select_lines((desk.lines[1].id, desk.lines[2].id))
    desk.panel.view.customContextMenuRequested.emit(desk.centre(1))
    menus = [menu for menu in desk.panel.findChildren(QMenu) if menu.isVisible()]
    menu = next(menu for menu in menus if not menu.title())
    kinds = next(inner for inner in menus_of(menu) if inner.title() == "Kind")
    kinds.actions()[1].trigger()
    assert desk.kinds()[1:3] == [LineKind.ACTION, LineKind.ACTION]
    menu.close()


def menus_of(menu: QMenu) -> list[QMenu]:
    return [inner for inner in menu.findChildren(QMenu) if isinstance(inner, QMenu)]


def test_alt_and_up_move_the_line_that_is_written(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    editor = desk.write_in(2)
    desk.key(KEY.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert desk.words(1) == "Words of line 2."
    assert desk.editor is editor


def test_a_panel_that_is_gone_hears_of_no_change(qtbot: QtBot) -> None:
    project = a_project(2)
    document = Document(project, KeptInMemory())
    selection = Selection(project.episodes[0].id, "en")
    actions = Actions()
    panel = ScriptPanel(document, selection, LineStatus(document, {}), actions)
    panel.show()
    panel.deleteLater()
    QCoreApplication.sendPostedEvents(panel, QEvent.Type.DeferredDelete)
    document.edit("Change", project.with_line(first_line(project).saying("en", "Other.")))
    assert actions.find("line.remove") is None


def test_a_failed_line_says_why_on_its_row_and_in_full_below_the_rows(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    view, failed = desk.panel.view, desk.lines[2]
    before = view.rowHeight(2)
    why = "the service refused these words, which are quite a few more than a row has room for"
    desk.status.in_booth([failed.id], "en", TakeState.FAILED, why)
    assert view.rowHeight(2) > before
    strip = child(desk.panel, TroubleStrip)
    assert not strip.isVisible()
    desk.selection.select_line(failed.id)
    assert strip.isVisible()
    assert child(strip, QLabel).text() == f"The last take failed: {why}"
    desk.selection.select_line(desk.lines[1].id)
    assert not strip.isVisible()


def test_the_line_in_hand_stays_in_sight_when_its_reason_appears_below(qtbot: QtBot) -> None:
    desk = a_desk(qtbot, a_project(60))
    view = desk.panel.view
    last = view.rowAt(view.viewport().height() - 1) - 1
    desk.status.in_booth([desk.lines[last].id], "en", TakeState.FAILED, "no connection " * 40)
    desk.selection.select_line(desk.lines[last].id)

    def in_sight() -> bool:
        return view.viewport().rect().contains(view.visualRect(desk.panel.table.index(last, 0)))

    qtbot.waitUntil(lambda: child(desk.panel, TroubleStrip).height() > 60)
    qtbot.waitUntil(in_sight)


def test_a_line_that_fails_while_it_is_in_hand_says_so_at_once(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    line, view = desk.lines[1], desk.panel.view
    before = view.rowHeight(1)
    desk.selection.select_line(line.id)
    desk.status.in_booth([line.id], "en", TakeState.FAILED, "no connection")
    strip = child(desk.panel, TroubleStrip)
    assert strip.isVisible() and view.rowHeight(1) > before
    desk.status.in_booth([line.id], "en", TakeState.WAITING)
    assert not strip.isVisible() and view.rowHeight(1) == before


def test_failed_lines_have_room_for_their_reason_wherever_the_script_is_scrolled_to(
    qtbot: QtBot,
) -> None:
    desk = a_desk(qtbot, a_project(200))
    view = desk.panel.view
    for line in desk.lines[1:]:
        desk.status.in_booth([line.id], "en", TakeState.FAILED, "no connection")
    high = view.rowHeight(1)
    desk.panel.resize(desk.panel.width() - 40, desk.panel.height())  # all is measured anew
    qtbot.waitUntil(lambda: view.rowHeight(150) < high)
    view.scrollTo(desk.panel.table.index(150, Column.TEXT))
    assert view.rowHeight(150) == high
    assert view.viewport().rect().contains(view.visualRect(desk.panel.table.index(150, 0)))
