"""A comp from the two takes to the one that is kept: cuts proposed, rendered, heard."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from studio.audio.peaks import Peaks, peaks_of
from studio.bridge import TaskScope
from studio.errors import StudioError
from studio.model.comp import Cut, parts_of
from studio.model.ids import MediaKey, TakeId
from studio.model.span import samples_of
from studio.model.take import Take
from studio.synthesis.comping import Comping, Rendered
from studio.ui.takes.comp_dialog import CompDialog
from studio.wording import sentence

Samples = NDArray[np.float32]

AROUND = samples_of(1.2)
"""Samples that are heard before and after the cut."""


class CompEditing(QObject):
    """Opens the dialog; the newest wish wins, and everything ends with the dialog."""

    kept = Signal(object)
    """The take that was put together."""

    def __init__(
        self,
        takes: Mapping[TakeId, Take],
        names: Sequence[tuple[TakeId, str]],
        words: str,
        comping: Comping,
        samples: Callable[[MediaKey], Samples],
        play: Callable[[Samples], None],
        tasks: TaskScope,
        over: QWidget,
    ) -> None:
        """`takes` are all of the line, discarded ones too; `names` those to choose from."""
        super().__init__(over)
        self._takes = takes
        self._names = dict(names)
        self._comping = comping
        self._samples = samples
        self._play = play
        self._tasks = tasks
        self._comp: tuple[Take, int] | None = None
        self._cut: Cut | None = None
        self._rendered: Rendered | None = None
        self._wish = 0
        self._keeping = False
        self.dialog = CompDialog(words, over)
        self._connect()

    def begin(self, first: Take, second: Take) -> None:
        """Put the beginning of one take and the end of another together."""
        names = [(take, name) for take, name in self._names.items()]
        self.dialog.offer(names, first.id, second.id)
        self.dialog.open()
        self._start(self._turn_to(first, second, first.length // 2))

    def begin_again(self, comp: Take) -> None:
        """Move a cut of a take that was put together before."""
        parts = parts_of(comp, self._takes.keys())
        self.dialog.offer_junctions(len(parts) - 1)
        self.dialog.open()
        self._turn_to_junction(comp, 0)

    def _connect(self) -> None:
        dialog = self.dialog
        dialog.pair_chosen.connect(self._turn_to_pair)
        dialog.junction_chosen.connect(
            lambda at: self._comp and self._turn_to_junction(self._comp[0], at)
        )
        dialog.first_cut_wished.connect(self._cut_first)
        dialog.second_cut_wished.connect(self._cut_second)
        dialog.hear_requested.connect(self._hear)
        dialog.keep_requested.connect(self._keep)
        dialog.finished.connect(self._end)

    def _turn_to_pair(self, first: str, second: str) -> None:
        one, other = self._takes[TakeId(first)], self._takes[TakeId(second)]
        if one.id == other.id:
            self.dialog.say(self.tr("These are the same take: choose two."))
            return
        self._start(self._turn_to(one, other, one.length // 2))

    def _turn_to_junction(self, comp: Take, junction: int) -> None:
        self._comp = (comp, junction)
        parts = parts_of(comp, self._takes.keys())
        (first, before), (second, after) = parts[junction : junction + 2]
        cut = Cut(self._takes[first], before.end, self._takes[second], after.start)
        names = [(take, self._names.get(take, self.tr("a discarded take"))) for take, _ in parts]
        self.dialog.offer(list(dict(names).items()), first, second)
        self._start(self._turn_to_cut(cut))

    def _cut_first(self, at: int, exact: bool) -> None:
        """Cut the first take there, and the second one where it says the same."""
        if self._cut is not None:
            cut = self._cut
            second = cut.second_start if exact else None
            self._start(self._move(at, second, exact=exact))

    def _cut_second(self, at: int, exact: bool) -> None:
        if self._cut is not None:
            self._start(self._move(self._cut.first_end, at, exact=exact))

    async def _turn_to(self, first: Take, second: Take, at: int) -> None:
        wish = self._wish
        cut = await self._comping.propose(first, at, second)
        if self._is_newest(wish):
            await self._turn_to_cut(cut)

    async def _turn_to_cut(self, cut: Cut) -> None:
        wish = self._wish
        takes = (cut.first, cut.second)
        peaks = await asyncio.to_thread(self._outlines, takes)
        if self._is_newest(wish):
            one, other = (self._names.get(take.id, self.tr("a discarded take")) for take in takes)
            self.dialog.show_pair((one, other), peaks)
            await self._take(cut)

    async def _move(self, first: int, second: int | None, *, exact: bool) -> None:
        old, wish = self._cut, self._wish
        assert old is not None  # asked for by a hand on it
        if exact and second is not None:
            first = min(max(first, 1), old.first.length)
            second = min(max(second, 0), old.second.length - 1)
            cut = Cut(old.first, first, old.second, second)
        else:
            cut = await self._comping.propose(old.first, first, old.second, second)
        if self._is_newest(wish) and await self._take(cut):
            self._hear(False)

    async def _take(self, cut: Cut) -> bool:
        """Show and render a cut; whether it can be heard."""
        wish = self._wish
        self._cut, self._rendered = cut, None
        self.dialog.show_cut(cut)
        if self._comp is None:
            rendered = await self._comping.render(cut)
        else:
            comp, junction = self._comp
            ends = cut.first_end, cut.second_start
            rendered = await self._comping.render_again(comp, junction, *ends)
        if not self._is_newest(wish):
            return False
        self._rendered = rendered
        self.dialog.set_ready(True)
        return True

    def _hear(self, all: bool) -> None:
        if self._rendered is None:
            return
        samples, at = self._rendered.samples, self._joint()
        if not all:
            samples = samples[max(at - AROUND, 0) : at + AROUND].copy()
        self._play(samples)

    def _joint(self) -> int:
        """Where the cut is in what was rendered."""
        assert self._rendered is not None and self._cut is not None  # both or none
        if self._comp is None:
            return self._cut.first_end
        parts = self._rendered.parts[: self._comp[1] + 1]
        return sum(span.length for _, span in parts)

    def _keep(self) -> None:
        if self._rendered is not None and not self._keeping:
            self._keeping = True
            self.dialog.set_ready(False)
            self._tasks.start(self._kept(self._rendered))

    async def _kept(self, rendered: Rendered) -> None:
        try:
            take = await self._comping.keep(rendered, self.tr("Put a take together"))
        except StudioError as error:
            self._keeping = False
            self._say(error)
            return
        if isValid(self):
            self.kept.emit(take)
            self.dialog.accept()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._wish += 1
        self.dialog.set_ready(False)
        self._tasks.start(self._guarded(work))

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        """A sound that cannot be read is told where one looks."""
        try:
            await work
        except StudioError as error:
            self._say(error)

    def _say(self, error: StudioError) -> None:
        if isValid(self):
            self.dialog.say(sentence(error, self.tr))

    def _is_newest(self, wish: int) -> bool:
        return isValid(self) and isValid(self.dialog) and wish == self._wish

    def _outlines(self, takes: tuple[Take, Take]) -> tuple[Peaks, Peaks]:
        one, other = (peaks_of(self._samples(take.media)) for take in takes)
        return one, other

    def _end(self) -> None:
        self._wish += 1
        self.dialog.deleteLater()
        self.deleteLater()
