"""The desk: scripts and projects opened, voiced, repaired and put away in a real window."""

from __future__ import annotations

import asyncio
import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QTableView

from studio.errors import ProjectFileError, ProjectFileProblem
from studio.formats.encoding import Decoded
from studio.intake import sample_script
from studio.model.cast import Casting
from studio.model.line import LineKind, new_line
from studio.model.moving import Ripple
from studio.model.translation import Translation, TranslationState
from studio.store.project_file import ProjectFile
from studio.synthesis.plan import TakeState
from studio.ui.notices import Banner, Place
from studio.ui.project_cost import ProjectCost
from studio.writing.translating.staleness import Keys
from tests.builders import a_project
from tests.engines.fake_engine import FakeEngine
from tests.rooms import SCRIPT, a_room, a_script, all_voiced, until
from tests.ui.children import child


async def test_a_script_becomes_a_project_beside_it_with_everybody_cast(
    qapp: object, tmp_path: Path
) -> None:
    script = a_script(tmp_path)
    async with a_room(tmp_path) as room:
        await room.desk.open(script)
        assert room.words == ["Wind.", "There is no wind."]
        voices = {c.castings["en"].voice for c in room.session.document.project.cast}
        assert len(voices) == 2
    assert (tmp_path / "deck.understudy").is_file()
    assert room.recent == [(tmp_path / "deck.understudy").resolve()]


async def test_lines_are_voiced_offline_and_are_there_when_opened_again(
    qapp: object, tmp_path: Path
) -> None:
    script = a_script(tmp_path)
    async with a_room(tmp_path) as room:
        await room.desk.open(script)
        await room.desk.voice()
        await until(lambda: all_voiced(room))
    with ProjectFile.open(tmp_path / "deck.understudy") as file:
        takes = list(file.project.takes)
        assert len(takes) == 2
        assert all(file.media(take.media)[:4] == b"RIFF" for take in takes)


async def test_opening_a_changed_script_again_offers_its_changes_and_keeps_edits(
    qapp: object, tmp_path: Path
) -> None:
    script = a_script(tmp_path)
    async with a_room(tmp_path) as room:
        await room.desk.open(script)
        script.write_text(SCRIPT.replace("There is no wind.", "No wind at all."))
        await room.desk.open(script)
        assert room.words == ["Wind.", "There is no wind."]
        offer = room.said[-1].action
        assert offer
        offer.trigger()
        assert room.words == ["Wind.", "No wind at all."]


async def test_an_edited_project_is_not_taken_for_a_changed_script(
    qapp: object, tmp_path: Path
) -> None:
    script = a_script(tmp_path)
    async with a_room(tmp_path) as room:
        await room.desk.open(script)
        document = room.session.document
        line = next(line for _, line in document.project.lines if line.spoken)
        document.edit("Edit", document.project.with_line(line.saying("en", "A gale.")))
        await room.desk.put_away()
        room.said.clear()
        await room.desk.open(script)
        assert room.words == ["A gale.", "There is no wind."]
        assert [notice for notice in room.said if notice.action] == []


async def test_characters_that_were_typed_are_cast_when_they_are_voiced(
    qapp: object, tmp_path: Path
) -> None:
    async with a_room(tmp_path) as room:
        room.prompter.files = [tmp_path / "new.understudy"]
        await room.desk.new()
        session = room.session
        project = session.document.project
        cast, ada = project.cast.adding("ADA")
        words = new_line(LineKind.DIALOGUE, {"en": "Here I am."}, character=ada.id)
        episode = project.episodes[0].inserting(0, [words])
        session.document.edit("Type", replace(project, cast=cast).with_episode(episode))
        await room.desk.voice()
        await until(lambda: all_voiced(room))
        assert session.document.project.casting(ada.id, "en")


async def test_a_guessed_encoding_is_the_persons_choice(qapp: object, tmp_path: Path) -> None:
    script = tmp_path / "deck.txt"
    script.write_bytes("玛拉：风。\n艾薇：没有风。\n".encode("gb18030"))
    async with a_room(tmp_path) as room:
        await room.desk.open(script)
        assert room.is_empty
        assert "gb18030" in room.prompter.asked
        room.prompter.encodings = ["gb18030"]
        await room.desk.open(script)
        names = [c.name for c in room.session.document.project.cast]
        assert names == ["玛拉", "艾薇"]


async def test_a_damaged_project_is_opened_as_a_repaired_copy_when_wanted(
    qapp: object, tmp_path: Path
) -> None:
    script = a_script(tmp_path)
    async with a_room(tmp_path) as room:
        await room.desk.open(script)
    path = tmp_path / "deck.understudy"
    data = bytearray(path.read_bytes())
    place = data.index(b"There is no wind.")
    data[place : place + 5] = b"Where"
    path.write_bytes(data)
    async with a_room(tmp_path) as room:
        room.prompter.answer = "repair"
        await room.desk.open(path)
        assert room.prompter.asked
        assert room.session.path != path
        assert not room.session.document.read_only
        assert "Wind." in room.words


async def test_the_script_is_saved_as_fountain_and_reads_back_the_same(
    qapp: object, tmp_path: Path
) -> None:
    script = a_script(tmp_path)
    async with a_room(tmp_path) as room:
        await room.desk.open(script)
        room.prompter.files = [tmp_path / "out.fountain"]
        await room.desk.save_script()
        ids = [line.id for _, line in room.session.document.project.lines]
    text = (tmp_path / "out.fountain").read_text()
    assert all(f"[[id: {id}" in text for id in ids)


async def test_putting_away_shows_the_welcome_page_and_lets_the_file_go(
    qapp: object, tmp_path: Path
) -> None:
    script = a_script(tmp_path)
    async with a_room(tmp_path) as room:
        await room.desk.open(script)
        await room.desk.put_away()
        assert room.desk.session is None
        with ProjectFile.open(tmp_path / "deck.understudy") as file:
            assert not file.read_only


async def test_a_project_that_cannot_be_beside_its_script_is_said_to_be_elsewhere(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    script = a_script(folder)
    # Whoever runs the tests may be allowed to write everywhere.
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != folder.resolve())
    async with a_room(tmp_path) as room:
        await room.desk.open(script)
        path = room.session.path
        assert path.parent != folder and not list(folder.glob("*.understudy"))
        (told,) = [notice.text for notice in room.said if notice.place is Place.BANNER]
        assert str(folder) in told and str(path.parent) in told
        room.said.clear()
        await room.desk.open_sample()
        assert [notice for notice in room.said if notice.place is Place.BANNER] == []


async def test_what_could_not_be_written_can_be_written_again_from_the_banner(
    qapp: object, tmp_path: Path
) -> None:
    async with a_room(tmp_path) as room:
        await room.desk.open(a_script(tmp_path))
        room.window.show()
        full = ProjectFileError(ProjectFileProblem.DISK_FULL, str(room.session.path))
        room.notices.report(full)
        banner = child(room.window, Banner)
        assert banner.isVisible() and "disk is full" in room.said[-1].text
        button = next(b for b in banner.findChildren(QPushButton) if b.isVisible())
        assert button.text() == "Try to save again"
        button.click()
        assert not banner.isVisible()
        await room.desk.put_away()
        room.notices.report(full)
        assert room.said[-1].action is None


async def test_saving_again_is_offered_only_while_something_is_unsaved(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_room(tmp_path) as room:
        await room.desk.open(a_script(tmp_path))
        document, again = room.session.document, room.actions.get("file.save_again")
        assert not again.isEnabled()

        def full(*_: object) -> None:
            raise ProjectFileError(ProjectFileProblem.DISK_FULL, "deck.understudy")

        with monkeypatch.context() as patched:
            patched.setattr(room.session.production.file, "keep", full)
            document.edit("Name", replace(document.project, title="The Night Ferry"))
            await until(again.isEnabled)
        again.trigger()
        await until(lambda: document.unsaved is None and not again.isEnabled())


async def test_the_languages_worked_in_are_those_of_the_last_time(
    qapp: object, tmp_path: Path
) -> None:
    script = a_script(tmp_path)
    async with a_room(tmp_path) as room:
        await room.desk.open(script)
        session = room.session
        both = session.document.project.with_language("zh").with_language("de")
        session.document.edit("Add languages", both)
        session.selection.select_language("zh")
        session.script.bar.choose_beside("en")
        room.actions.get("ripple.scene").trigger()
    async with a_room(tmp_path) as room:
        await room.desk.open(script)
        session = room.session
        assert (session.selection.language, session.script.table.beside) == ("zh", "en")
        assert session.timeline.handling.ripple is Ripple.SCENE
        without = replace(session.document.project, languages=("en", "de"))
        session.selection.select_language("en")
        session.document.edit("Remove Chinese", without)
        session.script.bar.choose_beside("de")
        await room.desk.put_away()
        await room.desk.open(script)
        session = room.session
        assert (session.selection.language, session.script.table.beside) == ("en", "de")


async def test_no_two_actions_of_the_window_share_a_key(qapp: object, tmp_path: Path) -> None:
    script = a_script(tmp_path)
    async with a_room(tmp_path) as room:
        await room.desk.open(script)
        assert room.actions.clashes() == []


async def test_a_new_project_does_not_take_the_place_of_the_open_one(
    qapp: object, tmp_path: Path
) -> None:
    async with a_room(tmp_path) as room:
        await room.desk.open(a_script(tmp_path))
        session = room.session
        room.prompter.files = [session.path]
        with pytest.raises(ProjectFileError) as caught:
            await room.desk.new()
        assert caught.value.problem is ProjectFileProblem.EXISTS
        assert room.session is session and room.words == ["Wind.", "There is no wind."]


async def test_a_new_project_takes_the_place_of_one_that_is_closed(
    qapp: object, tmp_path: Path
) -> None:
    async with a_room(tmp_path) as room:
        await room.desk.open(a_script(tmp_path))
        path = room.session.path
        await room.desk.put_away()
        room.prompter.files = [path]
        await room.desk.new()
        assert room.session.path == path and room.words == []


async def test_a_project_open_elsewhere_or_no_project_at_all_is_not_replaced(
    qapp: object, tmp_path: Path
) -> None:
    elsewhere, letter = tmp_path / "elsewhere.understudy", tmp_path / "letter.understudy"
    letter.write_text("Dear Mara, ")
    async with a_room(tmp_path) as room:
        with ProjectFile.create(elsewhere, a_project()):
            room.prompter.files = [elsewhere, letter]
            with pytest.raises(ProjectFileError) as caught:
                await room.desk.new()
            assert caught.value.problem is ProjectFileProblem.LOCKED
            with pytest.raises(ProjectFileError):
                await room.desk.new()
            assert room.is_empty
    assert letter.read_text() == "Dear Mara, "
    with ProjectFile.open(elsewhere) as file:
        assert any(line.spoken for _, line in file.project.lines)


async def test_a_script_that_is_still_being_opened_when_the_desk_closes_is_let_go(
    qapp: object, tmp_path: Path
) -> None:
    script = tmp_path / "deck.txt"
    script.write_bytes("玛拉：风。\n艾薇：没有风。\n".encode("gb18030"))
    async with a_room(tmp_path) as room:
        room.prompter.encodings = ["gb18030"]
        asked, answer = asyncio.Event(), asyncio.Event()
        encoding = room.prompter.encoding

        async def answered_late(data: bytes, decoded: Decoded) -> str | None:
            asked.set()
            await answer.wait()
            return await encoding(data, decoded)

        room.prompter.encoding = answered_late
        opening = asyncio.ensure_future(room.desk.open(script))
        await asked.wait()
        await room.desk.close()
        answer.set()
        await opening
        assert room.is_empty
    with ProjectFile.open(tmp_path / "deck.understudy") as file:
        assert not file.read_only


@pytest.mark.parametrize("turns", range(0, 40, 3))
async def test_an_opening_that_is_broken_off_leaves_no_file_open(
    qapp: object, tmp_path: Path, turns: int
) -> None:
    one, other = tmp_path / "one.understudy", tmp_path / "other.understudy"
    for path in (one, other):
        ProjectFile.create(path, a_project()).close()
    async with a_room(tmp_path) as room:
        await room.desk.open(one)
        opening = asyncio.ensure_future(room.desk.open(other))
        for _ in range(turns):
            await asyncio.sleep(0)
        opening.cancel()
        await asyncio.wait((opening,))
        await room.desk.close()
        for path in (one, other):
            with ProjectFile.open(path) as file:
                assert not file.read_only
    assert not [thread for thread in threading.enumerate() if thread.name == "project keeper"]


async def test_the_sample_opens_without_a_warning_however_its_path_is_written(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = sample_script()
    monkeypatch.chdir(sample.parent)
    async with a_room(tmp_path) as room:
        await room.desk.open(Path(sample.name))
        assert room.session.path.parent != sample.parent
        assert [notice for notice in room.said if notice.place is Place.BANNER] == []


async def test_the_cost_of_the_open_project_is_shown(qapp: object, tmp_path: Path) -> None:
    async with a_room(tmp_path) as room:
        await room.desk.open(a_script(tmp_path))
        await room.desk.voice()
        await until(lambda: all_voiced(room))
        await room.desk.show_cost()
        dialog = child(room.window, ProjectCost)
        table = child(dialog, QTableView).model()
        assert [table.index(0, column).data() for column in range(1, 5)] == [
            "English",
            "2",
            "2",
            "0",
        ]
        dialog.reject()


async def test_lines_of_an_account_can_be_voiced_as_soon_as_it_is_there(
    qapp: object, tmp_path: Path
) -> None:
    async with a_room(tmp_path) as room:
        await room.desk.open(a_script(tmp_path))
        document, status = room.session.document, room.session.production.status
        character = next(iter(document.project.cast))
        recast = character.cast_as("en", Casting("minimax/main", "a-voice"))
        document.edit("Cast", document.project.with_character(recast))
        lines = (line for _, line in document.project.lines)
        line = next(line for line in lines if line.character == character.id)
        assert status.of(line, "en").state is TakeState.REFUSED
        room.engines.roster.become([*room.engines.roster.values(), FakeEngine("minimax/main")])
        assert status.of(line, "en").state is TakeState.MISSING


async def test_a_translation_that_was_cut_off_is_offered_when_its_project_is_opened(
    qapp: object, tmp_path: Path
) -> None:
    project = a_project(lines=3).with_language("de")
    (episode,) = project.episodes
    words = Translation(TranslationState.OK, Keys(project, "de").key(episode.lines[1]))
    begun = episode.changing(
        [episode.lines[1].id], lambda line: line.translated("de", "Hallo.", words)
    )
    path = tmp_path / "ferry.understudy"
    ProjectFile.create(path, project.with_episode(begun)).close()
    async with a_room(tmp_path) as room:
        await room.desk.open(path)
        await until(lambda: any(said.place is Place.BANNER for said in room.said))
        told = next(said for said in room.said if said.place is Place.BANNER)
        assert told.text == "2 lines are still to be translated into Deutsch."
        assert told.action is room.actions.get("translate.stale")
        room.said.clear()
        room.session.writing.author.all_written.emit()
        await until(lambda: bool(room.said))
        assert room.said[-1] == told
