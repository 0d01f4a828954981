"""What one hears by in an open production: where sound goes, what is said when it is gone."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from studio.errors import AudioError, AudioProblem
from studio.model.span import Span
from studio.ui.notices import Place
from studio.ui.output_menu import OutputMenu
from studio.ui.timeline.ruler import Ruler
from tests.rooms import Room, a_room, a_script


async def an_open(room: Room, folder: Path) -> None:
    await room.desk.open(a_script(folder))


async def test_the_output_that_is_chosen_in_the_bar_is_kept(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_room(tmp_path) as room:
        await an_open(room, tmp_path)
        chosen: list[str] = []
        room.window.output_chosen.connect(chosen.append)
        (menu,) = room.session.transport_bar.findChildren(OutputMenu)
        menu.output_chosen.emit("phones")
        assert chosen == ["phones"]


async def test_a_lost_device_is_said_with_the_way_on_until_it_is_back(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_room(tmp_path) as room:
        await an_open(room, tmp_path)
        for told in (AudioError(AudioProblem.DEVICE_LOST, "Headphones"), None):
            room.session.sound._tell_device(told)
        lost, back = room.said[-2:]
        assert lost.place is Place.BANNER and lost.action is not None and lost.stays
        assert lost.action is room.actions.get("transport.output")
        assert back.place is Place.STATUS and "back" in back.text


async def test_marks_are_shown_on_the_ruler_and_the_page_stays_when_nothing_follows(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_room(tmp_path) as room:
        await an_open(room, tmp_path)
        session = room.session
        (ruler,) = session.timeline.findChildren(Ruler)
        ruler.range_marked.emit(Span(4_800, 48_000))
        assert session.sound.hands.marked == Span(4_800, 48_000)
        assert session.timeline.view.follows
        room.actions.get("transport.follow").trigger()
        assert not session.timeline.view.follows
