"""A blind comparison from the first question to the vote: lots, samples, and who hears of them."""

from __future__ import annotations

import random
from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from studio.audio.same_level import Samples
from studio.bridge import TaskScope
from studio.casting.blind import Draw
from studio.engines.speech import Voice
from studio.synthesis.comparing import Sampler, Wish
from studio.synthesis.plan import BatchPlan
from studio.ui.price_question import price_words
from studio.ui.voices.blind_dialog import BlindDialog
from studio.wording import sentence


class Comparing(QObject):
    """Opens the dialog and makes its samples; they live as long as it does."""

    def __init__(
        self,
        voices: tuple[Voice, ...],
        wish: Wish,
        sampler: Sampler,
        play: Callable[[Samples], None],
        tasks: TaskScope,
        over: QWidget,
    ) -> None:
        super().__init__(over)
        self._wish = wish
        self._sampler = sampler
        self._tasks = tasks
        self._draw = Draw(voices, random.Random())
        self.dialog = BlindDialog(
            [line.words(wish.language) for line in wish.lines],
            self._draw.ballot,
            self._draw.ranking,
            self._price,
            play,
            over,
        )
        self.dialog.samples_requested.connect(self._make)
        self.dialog.finished.connect(self._end)
        self.dialog.open()
        self.dialog.begin()

    def _price(self, lines: int) -> str:
        takes = self._sampler.plan(self._wish.of(lines))
        return price_words(takes) if BatchPlan(takes).billed_characters else ""

    def _make(self, lines: int) -> None:
        making = self._tasks.start(self._made(self._wish.of(lines)))
        self.dialog.finished.connect(making.cancel)

    async def _made(self, wish: Wish) -> None:
        of, done = len(self._sampler.plan(wish)), 0

        def made() -> None:
            nonlocal done
            done += 1
            if isValid(self) and isValid(self.dialog):
                self.dialog.show_progress(done, of)

        self.dialog.show_progress(0, of)
        found = await self._sampler.sampled(wish, made)
        if not (isValid(self) and isValid(self.dialog)):
            return
        sampled = self._draw.by_letter(found)
        self.dialog.show_sounds(
            {letter: it.sounds for letter, it in sampled.items() if it.failure is None},
            {
                letter: sentence(it.failure, self.tr)
                for letter, it in sampled.items()
                if it.failure is not None
            },
        )

    def _end(self) -> None:
        self.dialog.deleteLater()
        self.deleteLater()
