"""The cast panel by mouse and keys: voices, settings, names and colours become edits."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QCheckBox,
    QColorDialog,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QSlider,
    QSpinBox,
    QTableView,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from studio.document import Document
from studio.engines.speech import Range, Setting, SettingKind, Voice
from studio.model.cast import Casting, Character
from studio.model.project import new_project
from studio.ui.cast.cast_table import CastColumn
from studio.ui.cast.more_settings import MoreSettings
from studio.ui.cast.panel import CastPanel
from studio.ui.languages import language_name
from studio.ui.notices import Place
from studio.ui.voices.voice_field import VoiceField
from tests.builders import a_project, first_line
from tests.engines.fake_engine import FakeEngine
from tests.ui.children import child, named
from tests.ui.stage import Stage, a_stage, click, double_click, shown, texts, until
from tests.ui.voices.room import a_voice_room, cast_by_keys

OFFLINE = (
    Voice("offline", "narrator", "Narrator"),
    Voice("offline", "girl", "Girl", gender="female", age="child"),
    Voice("offline", "laotou", "Old man", ("zh",)),
)
SETTINGS = (
    Setting("brightness", SettingKind.NUMBER, 0, Range(-100, 100)),
    Setting("effect", SettingKind.CHOICE, "none", choices=("none", "robotic")),
    Setting("watermark", SettingKind.SWITCH, False),
    Setting("echo_chamber", SettingKind.WORDS, ""),
    Setting("blend", SettingKind.BLEND, ""),
)
CLOUD = (Voice("cloud/main", "star", "Star"),)


@dataclass
class Desk:
    stage: Stage
    panel: CastPanel

    @property
    def view(self) -> QTableView:
        return child(self.panel, QTableView)

    def box(self, name: str) -> QComboBox:
        return named(self.panel, QComboBox, name)

    @property
    def heading(self) -> QToolButton:
        """What the settings of the engine fold under."""
        return child(child(self.panel, MoreSettings), QToolButton)

    def spin(self, name: str) -> QDoubleSpinBox:
        return named(self.panel, QDoubleSpinBox, name)

    def character(self, name: str) -> Character:
        found = self.stage.project.cast.named(name)
        assert found is not None
        return found

    def casting(self, name: str, language: str = "en") -> Casting:
        return self.character(name).castings[language]

    def voice(self, language: str = "en") -> VoiceField:
        return named(self.panel, VoiceField, f"Voice in {language_name(language)}")

    async def cast(self, qtbot: QtBot, words: str, language: str = "en") -> None:
        """Cast the first voice that fits the words, by keys alone."""
        self.voice(language).setFocus()
        qtbot.keyClick(self.voice(language), Qt.Key.Key_Return)
        await cast_by_keys(qtbot, self.panel, words)

    def choose(self, qtbot: QtBot, box: QComboBox, text: str) -> None:
        """Choose an entry as with the keys."""
        box.setFocus()
        steps = box.findText(text) - box.currentIndex()
        for _ in range(abs(steps)):
            qtbot.keyClick(box, Qt.Key.Key_Down if steps > 0 else Qt.Key.Key_Up)


@asynccontextmanager
async def a_desk(
    qtbot: QtBot, folder: Path, stage: Stage | None = None, settings: Sequence[Setting] = ()
) -> AsyncIterator[Desk]:
    stage = stage or a_stage(folder, a_project(lines=4, languages=("en", "zh")))
    stage.engine.offers = OFFLINE
    cloud = FakeEngine("cloud/main", offers=CLOUD, settings=settings)
    room = await a_voice_room(stage, [stage.engine, cloud])
    panel = CastPanel(
        stage.document, stage.selection, room.picker, stage.actions, stage.notices, room.own
    )
    shown(qtbot, stage, panel)
    yield Desk(stage, panel)
    await room.close()


async def test_everybody_is_there_with_lines_and_voice(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        assert texts(desk.view, CastColumn.NAME) == ["MARA", "TOBIAS", "NARRATOR"]
        assert texts(desk.view, CastColumn.LINES) == ["2", "1", "1"]
        assert texts(desk.view, CastColumn.VOICE) == ["Narrator"] * 3


async def test_lines_are_counted_as_they_come_change_hands_and_go(
    qtbot: QtBot, tmp_path: Path
) -> None:
    stage = a_stage(tmp_path, a_project(lines=4, languages=("en", "zh"), episodes=2))
    async with a_desk(qtbot, tmp_path, stage) as desk:
        assert texts(desk.view, CastColumn.LINES) == ["4", "2", "2"]
        document, episode = stage.document, stage.project.episodes[1]
        line = replace(first_line(stage.project), character=desk.character("NARRATOR").id)
        document.edit("Give", stage.project.with_line(line))
        await until(lambda: texts(desk.view, CastColumn.LINES) == ["3", "2", "3"])
        fewer = replace(stage.project, episodes=(stage.project.episodes[0],))
        document.edit("Cut", fewer)
        await until(lambda: texts(desk.view, CastColumn.LINES) == ["1", "1", "2"])
        document.edit("Put back", stage.project.with_episode(episode))
        await until(lambda: texts(desk.view, CastColumn.LINES) == ["3", "2", "3"])
        for _ in range(3):
            document.undo()
        await until(lambda: texts(desk.view, CastColumn.LINES) == ["4", "2", "2"])


async def test_a_voice_is_cast_per_language(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        click(qtbot, desk.view, 1, CastColumn.NAME)
        await desk.cast(qtbot, "old man", "zh")
        assert desk.casting("TOBIAS", "zh").voice == "laotou"
        assert desk.casting("TOBIAS", "en").voice == "narrator"
        assert desk.stage.document.undo_label == "Cast TOBIAS"
        desk.stage.selection.select_language("zh")
        assert texts(desk.view, CastColumn.VOICE) == ["Narrator", "Old man", "Narrator"]


async def test_the_language_in_hand_comes_first_with_its_settings(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        speed = desk.spin("Speed")
        for language, other in (("en", "zh"), ("zh", "en")):
            desk.stage.selection.select_language(language)
            rows = [desk.voice(language), speed, desk.voice(other)]
            await until(lambda rows=rows: _is_a_column(rows))
        qtbot.keyClick(speed, Qt.Key.Key_Up)
        assert desk.casting("MARA", "zh").speed == 1.05
        assert desk.casting("MARA", "en").speed == 1.0


async def test_speed_and_pitch_stay_when_the_voice_changes(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        click(qtbot, desk.view, 0, CastColumn.NAME)
        qtbot.keyClick(desk.spin("Speed"), Qt.Key.Key_Up)
        assert desk.casting("MARA").speed == 1.05
        await desk.cast(qtbot, "girl")
        assert desk.casting("MARA") == Casting("offline", "girl", speed=1.05)
        await desk.cast(qtbot, "star")
        assert desk.casting("MARA") == Casting("cloud/main", "star", speed=1.05)
        desk.stage.document.undo()
        assert desk.casting("MARA").voice == "girl"


async def test_turning_a_setting_on_and_on_is_one_undo_step(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        for _ in range(5):
            qtbot.keyClick(desk.spin("Pitch, in semitones"), Qt.Key.Key_Up)
        assert desk.casting("MARA").pitch == 2.5
        desk.stage.document.undo()
        assert desk.casting("MARA").pitch == 0.0 and not desk.stage.document.undo_label
        await until(lambda: desk.spin("Pitch, in semitones").value() == 0.0)


async def test_a_typed_number_counts_when_it_is_finished(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        speed = desk.spin("Speed")
        speed.setFocus()
        speed.selectAll()
        qtbot.keyClicks(speed, "1.5")
        assert desk.casting("MARA").speed == 1.0
        qtbot.keyClick(speed, Qt.Key.Key_Return)
        assert desk.casting("MARA").speed == 1.5
        speed.selectAll()
        qtbot.keyClicks(speed, "9")
        qtbot.keyClick(speed, Qt.Key.Key_Return)
        assert desk.casting("MARA").speed <= 2.0


async def test_settings_changed_before_the_first_is_written_are_both_kept(
    qtbot: QtBot, tmp_path: Path
) -> None:
    keeper = _Slow()
    stage = a_stage(tmp_path)
    stage.document = Document(stage.project, keeper)
    async with a_desk(qtbot, tmp_path, stage) as desk:
        qtbot.keyClick(desk.spin("Speed"), Qt.Key.Key_Up)
        qtbot.keyClick(desk.spin("Volume"), Qt.Key.Key_Up)
        await desk.cast(qtbot, "girl")
        casting = desk.casting("MARA")
        assert (casting.speed, casting.volume, casting.voice) == (1.05, 1.05, "girl")
        keeper.release()


async def test_the_emotion_is_for_lines_that_have_none(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        box = desk.box("Emotion where the line has none")
        desk.choose(qtbot, box, "sad")
        assert desk.casting("MARA").emotion == "sad"
        desk.choose(qtbot, box, "as the line says")
        assert desk.casting("MARA").emotion == ""


async def test_a_name_is_typed_in_place(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        double_click(qtbot, desk.view, 1, CastColumn.NAME)
        editor = child(desk.view, QLineEdit)
        editor.selectAll()
        qtbot.keyClicks(editor, "TOBIN")
        with qtbot.assertNotEmitted(desk.panel.audition_requested):
            qtbot.keyClick(editor, Qt.Key.Key_Return)
            await until(lambda: texts(desk.view, CastColumn.NAME)[1] == "TOBIN")


async def test_a_name_that_is_taken_is_refused_with_a_word(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        before = desk.stage.project
        double_click(qtbot, desk.view, 1, CastColumn.NAME)
        editor = child(desk.view, QLineEdit)
        editor.selectAll()
        qtbot.keyClicks(editor, "Mara")
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        await until(lambda: desk.stage.said)
        assert desk.stage.said[0].place is Place.STATUS
        assert "Another character has this name" in desk.stage.said[0].text
        assert desk.stage.project is before and texts(desk.view, CastColumn.NAME)[1] == "TOBIAS"


async def test_who_still_speaks_cannot_be_removed_and_who_does_not_can(
    qtbot: QtBot, tmp_path: Path
) -> None:
    project = a_project(lines=2)
    cast, _ = project.cast.adding("GHOST")
    async with a_desk(qtbot, tmp_path, a_stage(tmp_path, replace(project, cast=cast))) as desk:
        click(qtbot, desk.view, 0, CastColumn.NAME)
        qtbot.keyClick(desk.view, Qt.Key.Key_Delete)
        assert "still has lines" in desk.stage.said[0].text
        click(qtbot, desk.view, 3, CastColumn.NAME)
        qtbot.keyClick(desk.view, Qt.Key.Key_Delete)
        await until(lambda: "GHOST" not in texts(desk.view, CastColumn.NAME))
        desk.stage.document.undo()
        await until(lambda: "GHOST" in texts(desk.view, CastColumn.NAME))


async def test_enter_or_the_loudspeaker_auditions(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        mara = desk.character("MARA")
        with qtbot.waitSignal(desk.panel.audition_requested) as asked:
            click(qtbot, desk.view, 0, CastColumn.AUDITION)
        assert asked.args == [mara.id, "en"]
        with qtbot.waitSignal(desk.panel.audition_requested):
            qtbot.keyClick(desk.view, Qt.Key.Key_Return)


async def test_a_colour_is_chosen_in_a_dialog(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        double_click(qtbot, desk.view, 0, CastColumn.COLOUR)
        dialog = child(desk.panel, QColorDialog)
        desk.stage.document.edit(  # something else happens while it is open
            "Rename",
            desk.stage.project.with_character(replace(desk.character("MARA"), name="MIRA")),
        )
        dialog.setCurrentColor(QColor("#102030"))
        dialog.accept()
        assert desk.character("MIRA").colour == "#102030"
        await until(lambda: desk.panel.findChild(QColorDialog) is None)


async def test_the_character_of_the_line_in_hand_is_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        elsewhere = QLineEdit(desk.panel.window())
        other = QLineEdit()
        qtbot.addWidget(other)
        desk.view.setFocus()
        desk.stage.selection.select_line(desk.stage.lines[2].id)
        assert desk.view.currentIndex().row() == 0  # busy here
        elsewhere.setParent(None)
        qtbot.addWidget(elsewhere)
        elsewhere.show()
        elsewhere.activateWindow()
        elsewhere.setFocus()
        qtbot.waitUntil(elsewhere.hasFocus)
        desk.stage.selection.select_line(desk.stage.lines[1].id)
        assert desk.view.currentIndex().row() == 1


async def test_whoever_is_chosen_stays_chosen_when_somebody_joins(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        click(qtbot, desk.view, 2, CastColumn.NAME)
        cast, _ = desk.stage.project.cast.adding("PIP")
        desk.stage.document.edit("New character", replace(desk.stage.project, cast=cast))
        await until(lambda: desk.view.model().rowCount() == 4)
        assert desk.view.currentIndex().row() == 2


async def test_a_voice_nobody_offers_any_more_is_still_named(qtbot: QtBot, tmp_path: Path) -> None:
    project = a_project(lines=1)
    mara = project.cast.characters[0].cast_as("en", Casting("offline", "lost-clone"))
    async with a_desk(qtbot, tmp_path, a_stage(tmp_path, project.with_character(mara))) as desk:
        assert texts(desk.view, CastColumn.VOICE)[0] == "lost-clone"
        assert desk.voice().accessibleDescription() == "lost-clone (not in the catalogue)"
        click(qtbot, desk.view, 1, CastColumn.NAME)
        assert desk.voice().accessibleDescription() == "Narrator"


async def test_a_project_without_characters_says_where_they_come_from(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_desk(qtbot, tmp_path, a_stage(tmp_path, new_project("Empty"))) as desk:
        told = [label.text() for label in desk.panel.findChildren(QLabel) if label.isVisible()]
        assert told == ["Characters appear here as soon as somebody speaks."]


async def test_the_settings_of_the_engine_are_there_and_only_what_is_set_is_kept(
    qtbot: QtBot, tmp_path: Path
) -> None:
    stage = a_stage(tmp_path)
    async with a_desk(qtbot, tmp_path, stage, settings=SETTINGS) as desk:
        await desk.cast(qtbot, "star")
        await until(lambda: "Settings of cloud · main" in desk.heading.text())
        desk.heading.click()
        spin = named(desk.panel, QSpinBox, "Brightness")
        qtbot.keyClick(spin, Qt.Key.Key_Up)
        qtbot.keyClick(spin, Qt.Key.Key_Up)
        assert desk.casting("MARA").settings == {"brightness": 2}
        await until(lambda: "1 set" in desk.heading.text())
        qtbot.keyClick(spin, Qt.Key.Key_Down)
        qtbot.keyClick(spin, Qt.Key.Key_Down)
        assert desk.casting("MARA").settings == {}
        qtbot.mouseClick(named(desk.panel, QCheckBox, "Watermark"), Qt.MouseButton.LeftButton)
        desk.choose(qtbot, desk.box("Heard through"), "robot")
        words = named(desk.panel, QLineEdit, "echo_chamber")  # a name nobody translated
        words.setFocus()
        qtbot.keyClicks(words, "deep")
        qtbot.keyClick(words, Qt.Key.Key_Return)
        wanted = {"watermark": True, "effect": "robotic", "echo_chamber": "deep"}
        assert desk.casting("MARA").settings == wanted
        await until(lambda: "3 set" in desk.heading.text())
        back = named(desk.panel, QToolButton, "Back to the default: Heard through")
        qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
        assert "effect" not in desk.casting("MARA").settings
        desk.stage.document.undo()
        assert desk.casting("MARA").settings == wanted


async def test_a_blend_is_made_of_voices_and_weights(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(qtbot, tmp_path, a_stage(tmp_path), settings=SETTINGS) as desk:
        await desk.cast(qtbot, "star")
        await until(desk.heading.isVisible)
        desk.heading.click()

        def voice(number: int) -> QLineEdit:
            return named(desk.panel, QLineEdit, f"Voice {number} of the blend")

        def weight(number: int) -> QSpinBox:
            return named(desk.panel, QSpinBox, f"Weight of voice {number}")

        def type_voice(number: int, words: str) -> None:
            voice(number).setFocus()
            voice(number).selectAll()
            qtbot.keyClick(voice(number), Qt.Key.Key_Delete)
            qtbot.keyClicks(voice(number), words)
            qtbot.keyClick(voice(number), Qt.Key.Key_Return)

        assert voice(1).isVisible() and not voice(2).isVisible()
        type_voice(1, "one")
        assert desk.casting("MARA").settings == {"blend": '[["one", 50]]'}
        assert voice(2).isVisible() and not voice(3).isVisible()
        type_voice(2, "other")
        qtbot.keyClick(weight(2), Qt.Key.Key_Up)
        assert desk.casting("MARA").settings == {"blend": '[["one", 50], ["other", 51]]'}
        type_voice(1, "")
        assert desk.casting("MARA").settings == {"blend": '[["other", 51]]'}
        await until(lambda: (voice(1).text(), weight(1).value()) == ("other", 51))
        type_voice(1, "")
        assert desk.casting("MARA").settings == {}


async def test_a_slider_edits_once_when_it_is_let_go(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(qtbot, tmp_path, a_stage(tmp_path), settings=SETTINGS) as desk:
        await desk.cast(qtbot, "star")
        await until(desk.heading.isVisible)
        desk.heading.click()
        slider = named(desk.panel, QSlider, "Brightness")
        slider.setSliderDown(True)
        slider.setSliderPosition(40)
        assert named(desk.panel, QSpinBox, "Brightness").value() == 40
        assert desk.casting("MARA").settings == {}
        slider.setSliderDown(False)
        assert desk.casting("MARA").settings == {"brightness": 40}
        await desk.cast(qtbot, "girl")
        assert desk.casting("MARA").settings == {}
        await until(lambda: not desk.heading.isVisible())


async def test_a_model_is_chosen_or_typed_and_empty_is_the_projects(
    qtbot: QtBot, tmp_path: Path
) -> None:
    project = replace(a_project(lines=1), models={"offline": "tone-2"})
    async with a_desk(qtbot, tmp_path, a_stage(tmp_path, project)) as desk:
        model = desk.box("Model")
        typed = model.lineEdit()
        assert typed and typed.placeholderText() == "the project's: tone-2"
        model.setFocus()
        qtbot.keyClicks(model.lineEdit(), "tone-9-preview")
        qtbot.keyClick(model.lineEdit(), Qt.Key.Key_Return)
        assert desk.casting("MARA").model == "tone-9-preview"
        typed.selectAll()
        qtbot.keyClick(model.lineEdit(), Qt.Key.Key_Delete)
        qtbot.keyClick(model.lineEdit(), Qt.Key.Key_Return)
        assert desk.casting("MARA").model == ""


def _is_a_column(widgets: Sequence[QWidget]) -> bool:
    """Whether these are shown, each below the one before."""
    heights = [widget.mapTo(widget.window(), QPoint()).y() for widget in widgets]
    return all(w.isVisible() for w in widgets) and heights == sorted(set(heights))


class _Slow:
    """Keeps edits and says so only when it is told to."""

    read_only = False

    def __init__(self) -> None:
        self._waiting: list[Callable[[None], None]] = []

    def keep(self, project: object, recordings: object, kept: Callable[[None], None]) -> None:
        self._waiting.append(kept)

    def release(self) -> None:
        for kept in self._waiting:
            kept(None)
