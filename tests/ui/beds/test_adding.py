"""Files that become beds, and files that cannot: one sentence, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.errors import AudioError
from studio.model.bed import BedKind
from studio.model.span import SAMPLE_RATE
from studio.ui.beds.bed_book import BedState
from studio.ui.notices import Place
from tests.audio.media_files import converted, wave
from tests.ui.beds.shelf import Shelf, a_linked_bed, a_shelf, tone
from tests.ui.stage import until
from tests.ui.timeline.lanes import undoable

FILM = ("-f", "lavfi", "-i", "testsrc=s=64x48:r=25:d=2")


def film(folder: Path, *arguments: str, name: str = "film.mp4") -> Path:
    """Two seconds of a test picture with a tone."""
    given = wave(folder / "tone.wav", tone(2.0))
    codec = ("-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", "-shortest")
    return converted(given, folder / name, *codec, *arguments, before=FILM)


async def add(shelf: Shelf, path: Path, id: str) -> None:
    """Choose a file in the menu and wait until it was looked at."""
    before, said = shelf.project, len(shelf.stage.said)
    shelf.answers.paths.append(path)
    shelf.act(id)
    await until(lambda: shelf.project is not before or _refused(shelf, said))


def _refused(shelf: Shelf, said: int) -> bool:
    return any(notice.failed for notice in shelf.stage.said[said:])


async def test_music_is_kept_in_the_project_fades_and_steps_back(
    qtbot: QtBot, qapp: object, tmp_path: Path
) -> None:
    path = wave(tmp_path / "Rain at night.wav", tone(3.0))
    async with a_shelf(qtbot, tmp_path) as shelf:
        with undoable(shelf.stage.document):
            await add(shelf, path, "bed.add_music")
        bed = shelf.only
        assert (bed.kind, bed.name, bed.path) == (BedKind.MUSIC, "Rain at night", "")
        assert bed.duck_db > 0 and bed.fade_out > 0
        assert bed.media is not None and shelf.stage.file.media(bed.media) == path.read_bytes()
        path.unlink()
        await shelf.ready()
        assert shelf.beds.book.length(bed) == 3 * SAMPLE_RATE


async def test_a_video_is_linked_from_where_the_project_is(
    qtbot: QtBot, qapp: object, tmp_path: Path
) -> None:
    (tmp_path / "films").mkdir()
    path = film(tmp_path / "films")
    async with a_shelf(qtbot, tmp_path) as shelf:
        await add(shelf, path, "bed.add_video")
        assert shelf.only.kind is BedKind.VIDEO
        assert shelf.only.path == "films/film.mp4" and shelf.only.media is None
        await shelf.ready()


async def test_a_film_without_a_cut_is_told_to_have_none(
    qtbot: QtBot, qapp: object, tmp_path: Path
) -> None:
    path = film(tmp_path)
    async with a_shelf(qtbot, tmp_path) as shelf:
        await add(shelf, path, "bed.add_video")
        await until(lambda: shelf.stage.said[-1].text == "No picture cuts were found.")


async def test_nobody_goes_on_looking_for_cuts_in_a_picture_that_cannot_be_shown(
    qtbot: QtBot, qapp: object, tmp_path: Path
) -> None:
    path = film(tmp_path, "-c:v", "mpeg4", name="film.avi")
    path.write_bytes(path.read_bytes().replace(b"FMP4", b"ZQX7"))
    async with a_shelf(qtbot, tmp_path) as shelf:
        await add(shelf, path, "bed.add_video")
        await until(lambda: shelf.stage.said[-1].text == "There is no picture to find cuts in.")
        assert any("ZQX7" in notice.text for notice in shelf.stage.said)


async def test_a_film_without_sound_is_a_bed_and_nothing_is_wrong(
    qtbot: QtBot, qapp: object, tmp_path: Path
) -> None:
    path = film(tmp_path, "-an")
    async with a_shelf(qtbot, tmp_path) as shelf:
        await add(shelf, path, "bed.add_video")
        await until(lambda: shelf.beds.book.facts(shelf.only).state is BedState.SILENT)
        assert abs(shelf.beds.book.length(shelf.only) - 2 * SAMPLE_RATE) < SAMPLE_RATE // 20
        assert not [notice for notice in shelf.stage.said if notice.failed]


async def test_a_file_that_is_dropped_begins_where_it_was_let_go(
    qtbot: QtBot, qapp: object, tmp_path: Path
) -> None:
    path = wave(tmp_path / "door.wav", tone(0.5))
    async with a_shelf(qtbot, tmp_path) as shelf:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        copy, left, none = (
            Qt.DropAction.CopyAction,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        at = shelf.panel.view.viewport().mapTo(shelf.panel, QPoint(200, 20))
        enter = QDragEnterEvent(at, copy, data, left, none)
        QApplication.sendEvent(shelf.panel, enter)
        assert enter.isAccepted()
        drop = QDropEvent(QPointF(at), copy, data, left, none)
        QApplication.sendEvent(shelf.panel, drop)
        await until(lambda: shelf.all)
        assert shelf.only.kind is BedKind.EFFECTS
        assert shelf.only.start == shelf.panel.view.scale.sample_at(200)


async def test_a_script_that_is_dropped_is_left_to_the_window(
    qtbot: QtBot, qapp: object, tmp_path: Path
) -> None:
    async with a_shelf(qtbot, tmp_path) as shelf:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(tmp_path / "scene.fountain"))])
        enter = QDragEnterEvent(
            QPoint(300, 40),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        enter.ignore()
        QApplication.sendEvent(shelf.panel, enter)
        assert not enter.isAccepted()


def damaged(folder: Path) -> Path:
    whole = film(folder, name="whole.mp4").read_bytes()
    path = folder / "damaged.mp4"
    path.write_bytes(whole[: len(whole) // 3])
    return path


def text(folder: Path) -> Path:
    path = folder / "script.mp4"
    path.write_text("INT. FERRY - NIGHT\n\nMARA\nWho is there?\n" * 50)
    return path


def empty(folder: Path) -> Path:
    path = folder / "empty.wav"
    path.touch()
    return path


def no_samples(folder: Path) -> Path:
    return wave(folder / "none.wav", np.zeros((0, 2), np.float32))


def only_sound(folder: Path) -> Path:
    return wave(folder / "sound.wav", tone(1.0))


@pytest.mark.parametrize(
    ("make", "id"),
    [
        (damaged, "bed.add_video"),
        (damaged, "bed.add_music"),
        (text, "bed.add_video"),
        (text, "bed.add_music"),
        (empty, "bed.add_effects"),
        (no_samples, "bed.add_effects"),
        (only_sound, "bed.add_video"),
    ],
)
async def test_what_cannot_be_a_bed_is_told_in_a_sentence(
    qtbot: QtBot, qapp: object, tmp_path: Path, make: Callable[[Path], Path], id: str
) -> None:
    path = make(tmp_path)
    async with a_shelf(qtbot, tmp_path, a_linked_bed(tmp_path)) as shelf:
        project = shelf.project
        await add(shelf, path, id)
        (told,) = [notice for notice in shelf.stage.said if notice.failed]
        assert told.place is Place.DIALOG and path.name in told.text
        assert told.text.count("\n") == 0 and not told.details
        assert shelf.project is project


@pytest.mark.parametrize(("rate", "channels"), [(192_000, 2), (48_000, 8), (8_000, 1)])
async def test_unusual_sound_becomes_stereo_at_the_rate_of_the_project(
    qtbot: QtBot, qapp: object, tmp_path: Path, rate: int, channels: int
) -> None:
    samples = np.zeros((rate, channels), np.float32)
    samples[:] = 0.2 * np.sin(np.arange(rate) * 2 * np.pi * 300 / rate)[:, None]
    path = wave(tmp_path / "odd.wav", samples, rate)
    async with a_shelf(qtbot, tmp_path) as shelf:
        await add(shelf, path, "bed.add_effects")
        await shelf.ready()
        placed = shelf.sounds.ready(shelf.only)
        assert placed is not None
        heard = placed.samples[:]
        assert heard.shape == (SAMPLE_RATE, 2) and np.abs(heard).max() > 0.1


async def test_a_missing_file_is_told_with_a_way_to_locate_it_and_its_neighbours(
    qtbot: QtBot, qapp: object, tmp_path: Path
) -> None:
    one = a_linked_bed(tmp_path)
    two = a_linked_bed(tmp_path, path="wind.wav", name="wind")
    (tmp_path / "rain.wav").rename(tmp_path / "gone.wav")
    async with a_shelf(qtbot, tmp_path, one, two) as shelf:
        book, new = shelf.beds.book, tmp_path / "moved"
        await until(lambda: len(book.missing()) == 2)
        new.mkdir()
        wave(new / "wind.wav", tone(1.0))
        (tmp_path / "gone.wav").rename(new / "rain.wav")
        shelf.answers.paths.append(new / "rain.wav")
        with undoable(shelf.stage.document):
            shelf.act("bed.locate")
            await until(lambda: shelf.all[0].path == "moved/rain.wav")
        assert shelf.all[1].path == "moved/wind.wav"
        assert "rain.wav" in shelf.answers.asked[0]
        await shelf.ready()


async def test_a_missing_file_that_is_to_be_played_is_told_with_the_way_to_locate_it(
    qtbot: QtBot, qapp: object, tmp_path: Path
) -> None:
    gone = a_linked_bed(tmp_path)
    (tmp_path / "rain.wav").unlink()
    async with a_shelf(qtbot, tmp_path, gone) as shelf:
        with pytest.raises(AudioError) as raised:
            shelf.sounds.ready(gone)
        shelf.stage.notices.report(raised.value)
        told = shelf.stage.said[-1]
        assert told.place is Place.BANNER and "rain.wav" in told.text
        assert told.action is shelf.stage.actions.get("bed.locate")
