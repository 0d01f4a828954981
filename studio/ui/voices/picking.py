"""Choosing a voice: opens the browser, lets its voices be heard, and remembers what was used."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from studio.audio.same_level import Samples
from studio.bridge import TaskScope
from studio.casting.catalogue import Catalogue
from studio.casting.moving import moved
from studio.document import Document
from studio.engines.speech import Voice
from studio.model.cast import Casting
from studio.model.ids import CharacterId
from studio.model.line import Line
from studio.model.project import Project
from studio.store.voice_marks import VoiceMarks
from studio.synthesis.changing import going_stale
from studio.synthesis.comparing import Sampler, Wish
from studio.synthesis.hearing import Hearing, hearing_of
from studio.synthesis.plan import Engines
from studio.ui.shortening import shortened
from studio.ui.steps import NewestSteps
from studio.ui.voices.browser import VoiceBrowser, VoiceQuestion
from studio.ui.voices.comparing import Comparing
from studio.ui.voices.marks import MarksBook
from studio.ui.voices.stale_words import change_words

SHOWN_LETTERS = 120


class HearsVoices(Protocol):
    """Lets voices be heard at once."""

    @property
    def sampler(self) -> Sampler:
        """Makes the samples of a comparison."""
        ...

    def lines_of(self, character: CharacterId | None, language: str) -> tuple[Line, ...]:
        """What a character says when voices are compared."""
        ...

    def play(self, samples: Samples) -> None:
        """Play a sound that is there."""
        ...

    def line_of(self, character: CharacterId | None, language: str) -> Line:
        """What a character says when a voice is tried."""
        ...

    def say(self, line: Line, language: str, casting: Casting) -> None:
        """Let a voice say a line."""
        ...

    def sample(self, engine: str, voice: str) -> None:
        """Play a service's own sample of a voice."""
        ...


class VoicePicker(QObject):
    """Holds what the browser needs; whoever wants a voice only says for whom."""

    def __init__(
        self,
        document: Document,
        engines: Engines,
        catalogue: Catalogue,
        marks: MarksBook,
        auditions: HearsVoices,
        tasks: TaskScope,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._engines = engines
        self._catalogue = catalogue
        self._marks = marks
        self._auditions = auditions
        self._tasks = tasks

    @property
    def engines(self) -> Engines:
        """The engines there are now."""
        return self._engines

    @property
    def catalogue(self) -> Catalogue:
        """All voices."""
        return self._catalogue

    @property
    def marks(self) -> VoiceMarks:
        """Which voices are liked, and which were used last."""
        return self._marks.marks

    def ask(
        self,
        title: str,
        language: str,
        casting: Casting | None,
        chosen: Callable[[str, str], object],
        over: QWidget,
        *,
        character: CharacterId | None = None,
        line: Line | None = None,
        typed: str = "",
        after: Callable[[Voice], Project] | None = None,
    ) -> VoiceBrowser:
        """Open the browser; `chosen` gets engine and voice once one is cast.

        A voice is heard with the settings of `casting`, saying `line` or what the character says.
        `after` is the project with a voice cast; what that makes stale is told beforehand.
        """
        said = line or self._auditions.line_of(character, language)
        present = (casting.engine, casting.voice) if casting else ("", "")
        question = VoiceQuestion(title, language, said.words(language), present, typed)

        def tried(voice: Voice) -> Casting:
            project = self._document.project
            return moved(project, casting, voice.engine, voice.id, self._engines)

        def hear(voice: Voice) -> None:
            self._marks.use(voice.engine, voice.id)
            self._auditions.say(said, language, tried(voice))

        def cast(engine: str, voice: str) -> None:
            self._marks.use(engine, voice)
            chosen(engine, voice)

        def compare(voices: tuple[Voice, ...]) -> None:
            lines = (line,) if line else self._auditions.lines_of(character, language)
            castings = {(voice.engine, voice.id): tried(voice) for voice in voices}
            wish = Wish(self._document.project, lines, language, castings)
            self._compare(voices, wish, cast, browser)

        browser = VoiceBrowser(
            self._catalogue,
            self._marks,
            question,
            lambda v: hearing_of(self._document.project, said, language, tried(v), self._engines),
            over,
        )
        browser.hear_requested.connect(hear)
        browser.sample_requested.connect(lambda v: self._auditions.sample(v.engine, v.id))
        browser.voice_chosen.connect(cast)
        browser.compare_requested.connect(compare)
        browser.refresh_requested.connect(lambda: self._refresh(browser))
        if after is not None:
            self._tell_changes(browser, after)
        browser.finished.connect(browser.deleteLater)
        browser.open()
        return browser

    def hearing(
        self, character: CharacterId, language: str, casting: Casting
    ) -> tuple[str, Hearing]:
        """What a character would say to be heard with a casting, and what that takes."""
        said, project = self._auditions.line_of(character, language), self._document.project
        hearing = hearing_of(project, said, language, casting, self._engines)
        return shortened(said.words(language), SHOWN_LETTERS), hearing

    def hear_character(self, character: CharacterId, language: str, casting: Casting) -> None:
        """Let a character be heard with a casting."""
        self.hear(self._auditions.line_of(character, language), language, casting)

    def hear(self, line: Line, language: str, casting: Casting) -> None:
        """Let a voice say a line as it is cast."""
        self._auditions.say(line, language, casting)

    def _tell_changes(self, browser: VoiceBrowser, after: Callable[[Voice], Project]) -> None:
        """Have the browser say what its voice in hand would make stale."""
        steps = NewestSteps(browser)

        def tell(voice: Voice | None) -> None:
            browser.show_change("")
            if voice is None:
                steps.forget()
                return
            before = self._document.project
            steps.ask(
                going_stale(before, after(voice), self._engines),
                lambda affected: browser.show_change(change_words(affected)),
            )

        browser.voice_shown.connect(tell)
        tell(browser.in_hand)

    def _compare(
        self,
        voices: tuple[Voice, ...],
        wish: Wish,
        cast: Callable[[str, str], None],
        browser: VoiceBrowser,
    ) -> None:
        """Open a comparison over the browser, which closes when a voice is cast by it."""
        sampler, play = self._auditions.sampler, self._auditions.play
        dialog = Comparing(voices, wish, sampler, play, self._tasks, browser).dialog
        dialog.voice_chosen.connect(cast)
        dialog.accepted.connect(browser.reject)

    def _refresh(self, browser: VoiceBrowser) -> None:
        """Ask every engine for its voices; the browser may be gone when they have answered."""
        browser.show_asking(True)
        asking = self._tasks.start(self._catalogue.refresh(everything=True))
        asking.add_done_callback(lambda _: isValid(browser) and browser.show_asking(False))
