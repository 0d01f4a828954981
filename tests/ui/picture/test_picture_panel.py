"""The picture of a reference video: in step with the playhead, and going on without it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from studio.audio.picture.frames import Frame
from studio.model.bed import Bed, BedKind
from studio.model.ids import BedId, new_id
from studio.model.span import SAMPLE_RATE, Span, samples_of
from studio.ui.picture.picture_panel import PicturePanel
from tests.audio.picture.films import STEP, numbered, of_unknown_codec, uneven, with_cuts
from tests.ui.beds.shelf import Shelf, a_shelf
from tests.ui.stage import until


def a_video(path: Path, **parts: object) -> Bed:
    """A reference video beside the project."""
    return replace(Bed(BedId(new_id()), BedKind.VIDEO, path.stem, path=path.name), **parts)


@asynccontextmanager
async def a_picture(qtbot: QtBot, folder: Path, *beds: Bed) -> AsyncIterator[Shelf]:
    """A shelf whose picture is on the screen."""
    async with a_shelf(qtbot, folder, *beds) as shelf:
        panel = shelf.beds.picture
        panel.resize(320, 240)
        panel.show()
        yield shelf


def shot(frame: Frame | None) -> int:
    """Which frame of a numbered film it is, -1 when none is shown."""
    if frame is None:
        return -1
    level = float(np.frombuffer(frame.data, np.uint8).reshape(-1, 4)[:, :3].mean())
    return round((level * 219 / 255) / STEP)


async def seen(panel: PicturePanel, at: float, number: int) -> None:
    """Go to a place in seconds and wait for the frame with this number."""
    panel.set_position(samples_of(at))
    await until(lambda: shot(panel.view.frame) == number)


async def test_the_frame_under_the_playhead_is_shown_wherever_it_goes(
    qtbot: QtBot, qapp: object, tmp_path: Path
) -> None:
    async with a_picture(qtbot, tmp_path, a_video(numbered(tmp_path))) as shelf:
        panel = shelf.beds.picture
        for at, number in ((0.05, 0), (1.05, 10), (1.15, 11), (3.55, 35), (0.45, 4)):
            await seen(panel, at, number)


async def test_while_it_plays_frames_follow_the_sound(
    qtbot: QtBot, qapp: object, tmp_path: Path
) -> None:
    async with a_picture(qtbot, tmp_path, a_video(numbered(tmp_path))) as shelf:
        for number in range(3, 30):
            await seen(shelf.beds.picture, number / 10 + 0.05, number)


async def test_the_picture_goes_where_its_bed_was_moved_and_cut(
    qtbot: QtBot, qapp: object, tmp_path: Path
) -> None:
    cut = Span(SAMPLE_RATE, 3 * SAMPLE_RATE)
    bed = a_video(numbered(tmp_path), start=2 * SAMPLE_RATE, source_span=cut)
    async with a_picture(qtbot, tmp_path, bed) as shelf:
        panel = shelf.beds.picture
        await seen(panel, 2.55, 15)
        shelf.beds.desk.change("Move", bed.id, lambda b: replace(b, start=0))
        await until(lambda: shot(panel.view.frame) == -1)
        await seen(panel, 0.55, 15)
        panel.set_position(samples_of(2.5))
        await until(lambda: panel.view.frame is None)
        assert panel.view.accessibleDescription()


async def test_a_film_of_uneven_rate_shows_each_still_until_the_next(
    qtbot: QtBot, qapp: object, tmp_path: Path
) -> None:
    async with a_picture(qtbot, tmp_path, a_video(uneven(tmp_path))) as shelf:
        panel = shelf.beds.picture
        for at, number in ((1.5, 0), (2.2, round(20 * 5 / STEP)), (3.0, round(25 * 5 / STEP))):
            await seen(panel, at, number)


async def test_a_codec_that_nothing_decodes_is_named_and_the_rest_goes_on(
    qtbot: QtBot, qapp: object, tmp_path: Path
) -> None:
    async with a_picture(qtbot, tmp_path, a_video(of_unknown_codec(tmp_path))) as shelf:
        view = shelf.beds.picture.view
        await until(lambda: "XYZW" in view.accessibleDescription())
        await shelf.ready()
        assert shelf.beds.book.length(shelf.only) > 3 * SAMPLE_RATE


async def test_without_a_video_the_panel_offers_to_add_one(
    qtbot: QtBot, qapp: object, tmp_path: Path
) -> None:
    film = with_cuts(tmp_path)
    async with a_picture(qtbot, tmp_path) as shelf:
        view = shelf.beds.picture.view
        assert view.accessibleDescription()
        shelf.answers.paths.append(film)
        shelf.act("bed.add_video")
        await until(lambda: view.frame is not None)
        assert not view.accessibleDescription()


async def test_cuts_of_a_new_video_are_kept_and_one_undo_takes_it_away(
    qtbot: QtBot, qapp: object, tmp_path: Path
) -> None:
    film = with_cuts(tmp_path)
    async with a_picture(qtbot, tmp_path) as shelf:
        shelf.answers.paths.append(film)
        shelf.act("bed.add_video")
        await until(lambda: shelf.all and shelf.only.cuts)
        assert [round(cut / SAMPLE_RATE, 1) for cut in shelf.only.cuts] == [1.0, 2.4]
        shelf.stage.document.undo()
        assert not shelf.all


async def test_a_video_that_is_gone_says_so_and_comes_back(
    qtbot: QtBot, qapp: object, tmp_path: Path
) -> None:
    path = numbered(tmp_path)
    away = path.rename(tmp_path / "away.mp4")
    async with a_picture(qtbot, tmp_path, a_video(path)) as shelf:
        panel = shelf.beds.picture
        await until(lambda: "numbered.mp4" in panel.view.accessibleDescription())
        away.rename(path)
        panel.refresh()
        await seen(panel, 1.05, 10)


@pytest.mark.parametrize("width", [80, 640])
async def test_frames_come_in_the_size_of_the_panel_but_never_enlarged(
    qtbot: QtBot, qapp: object, tmp_path: Path, width: int
) -> None:
    async with a_picture(qtbot, tmp_path, a_video(numbered(tmp_path))) as shelf:
        panel = shelf.beds.picture
        panel.resize(width, 400)
        await until(lambda: panel.view.frame is not None)
        frame = panel.view.frame
        assert frame is not None and frame.width <= 64
