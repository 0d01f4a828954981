"""A desk in a real window, for the tests of what can be opened and done there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from studio.desk import Desk
from studio.engine_room import EngineRoom
from studio.formats.encoding import Decoded
from studio.session import Session
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

    async def open_files(self, title: str, kinds: Sequence[str], folder: Path) -> tuple[Path, ...]:
        chosen, self.files = tuple(self.files), []
        return chosen

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
    notices: Notices
    prompter: AnsweringPrompter
    said: list[Notice]
    recent: list[Path]
    actions: Actions
    engines: EngineRoom

    @property
    def session(self) -> Session:
        """What is open; fails when nothing is."""
        session = self.desk.session
        assert session is not None, "nothing is open"
        return session

    @property
    def is_empty(self) -> bool:
        """Whether nothing is open."""
        return self.desk.session is None

    @property
    def words(self) -> list[str]:
        """The spoken words of what is open, in English."""
        project = self.session.document.project
        return [line.words("en") for _, line in project.lines if line.spoken]


def a_script(folder: Path, text: str = SCRIPT) -> Path:
    """A script file in a folder."""
    script = folder / "deck.fountain"
    script.write_text(text, encoding="utf-8")
    return script


@asynccontextmanager
async def a_room(tmp_path: Path, settings: Settings | None = None) -> AsyncIterator[Room]:
    """`settings` are those of a new program where none are given."""
    chosen = settings or Settings()
    notices, actions, said = Notices(), Actions(), []
    notices.said.connect(said.append)
    window = MainWindow(actions, state_file=tmp_path / "window.json")
    window.hear(notices)
    prompter, recent = AnsweringPrompter(), []
    engines = EngineRoom(notices.report)
    await engines.begin()
    desk = Desk(window, actions, notices, prompter, engines, lambda: chosen, recent.append)
    try:
        yield Room(desk, window, notices, prompter, said, recent, actions, engines)
    finally:
        window.finish()
        await desk.close()
        await engines.aclose()
        window.deleteLater()


async def until(done: Callable[[], bool]) -> None:
    """Let the loop run until something is so."""
    while not done():
        await asyncio.sleep(0.005)


def all_voiced(room: Room) -> bool:
    """Whether every line of the first episode has a take that fits."""
    session = room.session
    episode = session.document.project.episodes[0]
    status = session.production.status
    return not any(
        status.of(line, "en").state in NEEDS_TAKE or session.document.project.takes.of(
            line.id, "en"
        ) == ()
        for line in episode.spoken_lines
    )  # fmt: skip
