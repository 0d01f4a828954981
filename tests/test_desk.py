"""The desk: scripts and projects opened, voiced, repaired and put away in a real window."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from studio.desk import Desk
from studio.formats.encoding import Decoded
from studio.model.line import LineKind, new_line
from studio.store.project_file import ProjectFile
from studio.store.settings import Settings
from studio.synthesis.plan import NEEDS_TAKE
from studio.ui.actions import Actions
from studio.ui.main_window import MainWindow
from studio.ui.notices import Notice, Notices
from studio.ui.prompts import Choice

SCRIPT = "INT. DECK\n\nMARA\nWind.\n\nIVY\nThere is no wind.\n"


@dataclass
class AnsweringPrompter:
    """Gives the answers a test has laid out, and remembers what was asked."""

    files: list[Path] = field(default_factory=list)
    answer: str = ""
    encodings: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    async def open_file(self, title: str, kinds: Sequence[str], folder: Path) -> Path | None:
        return self.files.pop(0) if self.files else None

    async def save_file(self, title: str, kinds: Sequence[str], proposed: Path) -> Path | None:
        return self.files.pop(0) if self.files else None

    async def folder(self, title: str, start: Path) -> Path | None:
        return None

    async def ask(self, title: str, text: str, choices: Sequence[Choice]) -> str:
        self.asked.append(text)
        return self.answer

    async def text(self, title: str, label: str, proposed: str = "") -> str | None:
        return None

    async def encoding(self, data: bytes, decoded: Decoded) -> str | None:
        self.asked.extend(decoded.candidates)
        return self.encodings.pop(0) if self.encodings else None


@dataclass
class Room:
    """A desk in its window."""

    desk: Desk
    window: MainWindow
    prompter: AnsweringPrompter
    said: list[Notice]
    recent: list[Path]
    actions: Actions

    @property
    def is_empty(self) -> bool:
        """Whether nothing is open."""
        return self.desk.session is None

    @property
    def words(self) -> list[str]:
        """The spoken words of what is open, in English."""
        assert self.desk.session
        project = self.desk.session.document.project
        return [line.words("en") for _, line in project.lines if line.spoken]


@asynccontextmanager
async def a_room(tmp_path: Path) -> AsyncIterator[Room]:
    notices, actions, said = Notices(), Actions(), []
    notices.said.connect(said.append)
    window = MainWindow(actions, state_file=tmp_path / "window.json")
    window.hear(notices)
    prompter, recent = AnsweringPrompter(), []
    desk = Desk(window, actions, notices, prompter, Settings, recent.append)
    try:
        yield Room(desk, window, prompter, said, recent, actions)
    finally:
        window.finish()
        await desk.close()
        window.deleteLater()


async def until(done: Callable[[], bool]) -> None:
    """Let the loop run until something is so."""
    while not done():
        await asyncio.sleep(0.005)


def all_voiced(room: Room) -> bool:
    session = room.desk.session
    assert session
    episode = session.document.project.episodes[0]
    status = session.production.status
    return not any(
        status.of(line, "en").state in NEEDS_TAKE or session.document.project.takes.of(
            line.id, "en"
        ) == ()
        for line in episode.spoken_lines
    )  # fmt: skip


async def test_a_script_becomes_a_project_beside_it_with_everybody_cast(
    qapp: object, tmp_path: Path
) -> None:
    script = tmp_path / "deck.fountain"
    script.write_text(SCRIPT)
    async with a_room(tmp_path) as room:
        await room.desk.open(script)
        assert room.words == ["Wind.", "There is no wind."]
        assert room.desk.session
        voices = {c.castings["en"].voice for c in room.desk.session.document.project.cast}
        assert len(voices) == 2
    assert (tmp_path / "deck.understudy").is_file()
    assert room.recent == [(tmp_path / "deck.understudy").resolve()]


async def test_lines_are_voiced_offline_and_are_there_when_opened_again(
    qapp: object, tmp_path: Path
) -> None:
    script = tmp_path / "deck.fountain"
    script.write_text(SCRIPT)
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
    script = tmp_path / "deck.fountain"
    script.write_text(SCRIPT)
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
    script = tmp_path / "deck.fountain"
    script.write_text(SCRIPT)
    async with a_room(tmp_path) as room:
        await room.desk.open(script)
        document = room.desk.session.document if room.desk.session else None
        assert document
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
        session = room.desk.session
        assert session
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
        assert room.desk.session
        names = [c.name for c in room.desk.session.document.project.cast]
        assert names == ["玛拉", "艾薇"]


async def test_a_damaged_project_is_opened_as_a_repaired_copy_when_wanted(
    qapp: object, tmp_path: Path
) -> None:
    script = tmp_path / "deck.fountain"
    script.write_text(SCRIPT)
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
        assert room.desk.session
        assert room.desk.session.path != path
        assert not room.desk.session.document.read_only
        assert "Wind." in room.words


async def test_the_script_is_saved_as_fountain_and_reads_back_the_same(
    qapp: object, tmp_path: Path
) -> None:
    script = tmp_path / "deck.fountain"
    script.write_text(SCRIPT)
    async with a_room(tmp_path) as room:
        await room.desk.open(script)
        room.prompter.files = [tmp_path / "out.fountain"]
        await room.desk.save_script()
        assert room.desk.session
        ids = [line.id for _, line in room.desk.session.document.project.lines]
    text = (tmp_path / "out.fountain").read_text()
    assert all(f"[[id: {id}" in text for id in ids)


async def test_putting_away_shows_the_welcome_page_and_lets_the_file_go(
    qapp: object, tmp_path: Path
) -> None:
    script = tmp_path / "deck.fountain"
    script.write_text(SCRIPT)
    async with a_room(tmp_path) as room:
        await room.desk.open(script)
        await room.desk.put_away()
        assert room.desk.session is None
        with ProjectFile.open(tmp_path / "deck.understudy") as file:
            assert not file.read_only


async def test_the_languages_worked_in_are_those_of_the_last_time(
    qapp: object, tmp_path: Path
) -> None:
    script = tmp_path / "deck.fountain"
    script.write_text(SCRIPT)
    async with a_room(tmp_path) as room:
        await room.desk.open(script)
        session = room.desk.session
        assert session
        both = session.document.project.with_language("zh").with_language("de")
        session.document.edit("Add languages", both)
        session.selection.select_language("zh")
        session.script.bar.choose_beside("en")
    async with a_room(tmp_path) as room:
        await room.desk.open(script)
        session = room.desk.session
        assert session
        assert (session.selection.language, session.script.table.beside) == ("zh", "en")
        without = replace(session.document.project, languages=("en", "de"))
        session.selection.select_language("en")
        session.document.edit("Remove Chinese", without)
        session.script.bar.choose_beside("de")
        await room.desk.put_away()
        await room.desk.open(script)
        session = room.desk.session
        assert session
        assert (session.selection.language, session.script.table.beside) == ("en", "de")


async def test_no_two_actions_of_the_window_share_a_key(qapp: object, tmp_path: Path) -> None:
    script = tmp_path / "deck.fountain"
    script.write_text(SCRIPT)
    async with a_room(tmp_path) as room:
        await room.desk.open(script)
        assert room.actions.clashes() == []
