"""What is gone or soon forgotten is told before it is missed, with the way on."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from studio.model.cast import Override
from studio.store.places import voice_library_folder
from studio.store.voice_library_entry import VoiceState
from studio.ui.voices.browser import VoiceBrowser
from tests.rooms import until
from tests.services.minimax.service import MinimaxService
from tests.services.wrongs import base_resp
from tests.ui.own_voices.window import Voices, some_voices


async def test_a_voice_about_to_be_forgotten_is_told_at_the_start_and_kept_from_there(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with some_voices(tmp_path, minimax_service) as voices:
        await voices.made("Lin", "Mara")
        voices.make_older("Lin", days=5.5)
        voices.desk.begin()
        notice = await voices.banner("MiniMax forgets Lin in 1 d 1")
        voices.room.prompter.answer = "go"
        assert notice.action is not None
        notice.action.trigger()
        await until(lambda: bool(voices.voice("Lin").first_used_at))
        await voices.status("Lin is kept at MiniMax.")


async def test_a_project_whose_voice_is_gone_says_so_when_it_is_opened(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with some_voices(tmp_path, minimax_service) as voices:
        await voices.made("Lin")
        await voices.open_cast("Lin")
        path = voices.room.session.path
        await voices.room.desk.put_away()
        voices.make_older("Lin", days=8)
        await voices.room.desk.open(path)
        notice = await voices.banner("MARA's voice is gone at MiniMax.")
        assert notice.action and notice.action.text() == "Clone it again…"
        voices.room.prompter.answer = "go"
        notice.action.trigger()
        await until(lambda: is_new(voices) and voices.voice("Lin").state is VoiceState.READY)
        await voices.settled()
        notice = await voices.banner("The voice of MARA was made anew.")
        document = voices.room.session.document
        mara = next(iter(document.project.cast)).id
        assert notice.action and notice.action.text() == "Use the new one"
        notice.action.trigger()
        casting = document.project.casting(mara, "en")
        assert casting and casting.voice == voices.voice("Lin").voice


def is_new(voices: Voices) -> bool:
    """Whether there is a second voice of the same name."""
    return len(voices.library.voices()) == 2


async def test_new_voices_are_used_by_all_who_had_those_that_are_gone_in_one_step(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with some_voices(tmp_path, minimax_service) as voices:
        await voices.made("Lin", "Mara")
        await voices.open_cast("Lin")
        old = voices.voice("Mara").voice
        document = voices.room.session.document
        line = document.project.episodes[0].spoken_lines[0]
        document.edit("Own voice", document.project.with_line(
            line.overriding("en", Override(voice=old))
        ))  # fmt: skip
        before = document.project
        for name in ("Lin", "Mara"):
            voices.make_older(name, days=8)
        project = voices.desk.room.project()
        assert project is not None
        await voices.desk.watch.look_over(project)
        notice = await voices.banner("2 voices of this project are gone")
        voices.room.prompter.answer = "go"
        assert notice.action is not None
        notice.action.trigger()
        await until(lambda: len(voices.library.voices()) == 4)
        await voices.settled()
        notice = await voices.banner("was made anew.")
        assert notice.action is not None
        notice.action.trigger()
        spoken = document.project.episodes[0].spoken_lines[0]
        assert spoken.overrides["en"].voice == voices.voice("Mara").voice != old
        mara = next(iter(document.project.cast)).id
        casting = document.project.casting(mara, "en")
        assert casting and casting.voice == voices.voice("Lin").voice
        document.undo()
        assert document.project == before


async def test_another_voice_is_chosen_from_the_same_place(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with some_voices(tmp_path, minimax_service) as voices:
        await voices.made("Lin")
        await voices.open_cast("Lin")
        voices.make_older("Lin", days=8)
        project = voices.desk.room.project()
        assert project is not None
        await voices.desk.watch.look_over(project)
        notice = await voices.banner("MARA's voice is gone at MiniMax.")
        assert notice.other and notice.other.text() == "Choose another…"
        notice.other.trigger()
        await until(lambda: voices.room.window.findChild(VoiceBrowser) is not None)
        browser = voices.room.window.findChild(VoiceBrowser)
        assert browser is not None and "MARA" in browser.windowTitle()
        browser.close()


async def test_a_voice_that_is_refused_while_lines_are_voiced_is_checked_and_told(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with some_voices(tmp_path, minimax_service) as voices:
        await voices.made("Lin")
        await voices.open_cast("Lin")
        for _ in range(4):
            minimax_service.faults.next(base_resp(2054), path="t2a_v2")
        session = voices.room.session
        line = session.document.project.episodes[0].spoken_lines[0]
        voices.room.prompter.answer = "speak"  # the fee of its first line falls due
        session.voicing.voice_lines([line.id])
        await voices.banner("MARA's voice is gone at MiniMax.")
        assert voices.states == {"Lin": VoiceState.GONE}


async def test_a_voice_that_is_listed_is_not_gone_whatever_one_line_was_told(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with some_voices(tmp_path, minimax_service) as voices:
        await voices.made("Lin")
        own = minimax_service.voices.find(voices.voice("Lin").voice)
        assert own is not None
        own.used = 1.0
        await voices.desk.watch.refused([("minimax/environment", own.voice_id)])
        await voices.desk.watch.refused([("minimax", "somebody-elses")])
        assert voices.states == {"Lin": VoiceState.READY}


async def test_a_damaged_library_is_put_aside_and_told(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    path = voice_library_folder() / "library.sqlite"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no library" * 500)
    async with some_voices(tmp_path, minimax_service) as voices:
        voices.desk.begin()
        notice = await voices.banner("The library of your voices was damaged.")
        assert str(path.parent) in notice.text
