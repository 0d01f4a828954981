"""The loop that brings translated lines into their time: speak, measure, and mend what is long.

    outcome = await fit(page, asker, FitOrder("de", Fitting.SOFT, lengths=lengths), speak)

A little too long is read faster; more than that gets fewer words, then speed, then the gap after
it; what still is too long is flagged. Nothing is cut or silenced, and a person's words stay.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from studio.model.ids import LineId
from studio.model.line import Line
from studio.model.project import Fitting, Project
from studio.writing.answer import estimate_of
from studio.writing.asking import Asker
from studio.writing.fencing import Fence
from studio.writing.fitting.order import FitOrder, FitOutcome, FittedLine, Speaks
from studio.writing.fitting.part import Change, Part, as_before, at_speed, flagged, with_words
from studio.writing.fitting.passage_at_work import PassageAtWork, Step
from studio.writing.fitting.passages import SceneOfPassages, scenes_to_fit
from studio.writing.fitting.prompt import STEP, FitPrompter, Wanted
from studio.writing.fitting.rewriting import Rewriter
from studio.writing.fitting.speeds import SceneSpeeds
from studio.writing.fitting.wishes import size_wanted
from studio.writing.page import Page, Progress
from studio.writing.tokens import Work, tokens_in
from studio.writing.translating.glossary import terms_of

SCENES_AT_ONCE = 4
_PER_RECORD = 40
"""Tokens of a record beside its words."""
_LOOKED_AT = 50
"""Requests that an estimate is made from; the others will be like them."""


async def fit(page: Page, asker: Asker | None, order: FitOrder, speak: Speaks) -> FitOutcome:
    """Fit the lines of an order; without an asker only by speed.

    Raises EditRefused when what it did is taken back meanwhile. An error of the model ends the
    asking, and is in the outcome.
    """
    if order.strictness is Fitting.OFF:
        return FitOutcome()
    rewriter = Rewriter(page.project, order.language, asker)
    course = _Course(page, rewriter, order, speak)
    await course.run()
    return FitOutcome(course.fitted, rewriter.requests, rewriter.ended_by)


def work_of(project: Project, order: FitOrder) -> Work:
    """About what fitting asks of a model: a request for each line that is much too long now."""
    if order.strictness is Fitting.OFF:
        return Work()
    long = [
        at_work
        for scene in scenes_to_fit(project, order)
        for passage in scene.passages
        if (at_work := PassageAtWork(project, passage, order)).will_need_words
    ]
    if not long:
        return Work()
    prompter = FitPrompter(project, order.language, terms_of(project, order.language), Fence())
    some = long[:: -(-len(long) // _LOOKED_AT)]
    work = sum((_work_for(each, prompter, project, order) for each in some), Work())
    share = len(long) / len(some)
    read, written = round(work.tokens.read * share), round(work.tokens.written * share)
    return Work.of(len(long), read, written)


def _work_for(
    at_work: PassageAtWork, prompter: FitPrompter, project: Project, order: FitOrder
) -> Work:
    """The work of the first request for a passage."""
    wanted: list[Wanted] = []
    for wish in at_work.wishes():
        size = size_wanted(wish.words, order.language, wish.share)
        wanted.append(Wanted(wish.line, wish.words, size.least, size.most))
    request = prompter.request(project, wanted)
    written = sum(tokens_in(each.words) + _PER_RECORD for each in wanted)
    return Work.of(1, estimate_of(request), written)


class _Course:
    """One order on its way."""

    def __init__(self, page: Page, rewriter: Rewriter, order: FitOrder, speak: Speaks) -> None:
        self.fitted: dict[LineId, FittedLine] = {}
        self._page = page
        self._rewriter = rewriter
        self._order = order
        self._speak = speak
        self._total = 0
        self._done = 0

    async def run(self) -> None:
        """Fit scene by scene, a few of them at once."""
        project = self._page.project
        scenes = await asyncio.to_thread(lambda: list(scenes_to_fit(project, self._order)))
        self._total = sum(len(p.lines) for scene in scenes for p in scene.passages)
        self._report()
        left = iter(scenes)

        async def work() -> None:
            for scene in left:
                await self._scene(scene)

        workers = [asyncio.ensure_future(work()) for _ in range(min(SCENES_AT_ONCE, len(scenes)))]
        try:
            await asyncio.gather(*workers)
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)

    async def _scene(self, scene: SceneOfPassages) -> None:
        project = self._page.project
        works = await asyncio.to_thread(
            lambda: [PassageAtWork(project, passage, self._order) for passage in scene.passages]
        )
        await self._reword([work for work in works if work.is_hopeless])
        await self._hear(works, scene)
        speeds = SceneSpeeds()
        left = works
        while left:
            steps = {id(work): work.next_step(can_ask=self._rewriter.can_ask) for work in left}
            for work in left:
                if steps[id(work)] is Step.NOTHING:
                    self._finish(work, speeds)
            left = [work for work in left if steps[id(work)] is not Step.NOTHING]
            await self._reword([work for work in left if steps[id(work)] is Step.WORDS])
            for work in left:
                if steps[id(work)] is Step.SPEED:
                    self._speed_up(work, speeds)
            await self._hear(left, scene)
            await self._undo_longer(left, scene)

    async def _undo_longer(self, works: Sequence[PassageAtWork], scene: SceneOfPassages) -> None:
        """Take back words that turned out to take longer; their takes are there."""
        for work in works:
            for part, before in zip(work.parts, work.better_before(), strict=False):
                self._change(part, as_before(part.language, before))
        await self._hear(works, scene)

    def _finish(self, work: PassageAtWork, speeds: SceneSpeeds) -> None:
        """A passage stays as it is now."""
        speeds.note(work.passage.character, work.id, work.factor)
        self._done += len(work.parts)
        if not work.is_gone:
            self.fitted.update(work.fitted())
            codes = work.flags()
            for part in work.parts:
                if part.line.id in codes:
                    note = flagged(part.language, codes[part.line.id])
                    change = part.become(note, sounds_the_same=True)
                    self._page.change_line(part.line.id, change)
        self._report()

    def _speed_up(self, work: PassageAtWork, speeds: SceneSpeeds) -> None:
        factor = work.new_speed(speeds)
        if factor is None:
            return
        speeds.note(work.passage.character, work.id, factor)
        for part in work.parts:
            self._change(part, at_speed(part.language, part.usual, factor))

    async def _reword(self, works: Sequence[PassageAtWork]) -> None:
        """Other words for passages: the shorter ones there are, or those a model finds."""
        await asyncio.gather(*(self._reworded(work) for work in works if work.may_have_words))

    async def _reworded(self, work: PassageAtWork) -> None:
        work.words_were_tried()
        words = work.shorter_words()
        if not words:
            words = await self._rewriter.new_words(self._page.project, work.wishes())
        for part in work.parts:
            if part.line.id in words:
                self._change(part, with_words(part.language, words[part.line.id]))

    def _change(self, part: Part, change: Change) -> None:
        """Change a line, here and on the page."""
        self._page.change_line(part.line.id, part.become(change))

    async def _hear(self, works: Sequence[PassageAtWork], scene: SceneOfPassages) -> None:
        """Have the lines spoken that changed, and those nobody heard yet."""
        self._page.write()
        lines = _by_id(self._page.project, scene)
        parts = [part for work in works for part in work.parts if not part.tried]
        for part in parts:
            now = lines.get(part.line.id)
            part.gone = part.gone or now is None or now.words(part.language) != part.words
            if now is not None and not part.gone:
                part.line = now
        await asyncio.gather(*(self._heard(part) for part in parts if not part.gone))
        for work in works:
            if any(part.seconds is None for part in work.parts):
                self._take_back(work)
        self._page.write()

    def _take_back(self, work: PassageAtWork) -> None:
        """A passage that could not be spoken as it was to be is again what was heard of it."""
        work.is_stuck = True
        for part in work.parts:
            if part.seconds is None and not part.gone and (change := part.back_to_last()):
                self._page.change_line(part.line.id, change)

    async def _heard(self, part: Part) -> None:
        part.times_spoken += 1
        part.heard(await self._speak(part.line, part.language))

    def _report(self) -> None:
        long = sum(each.is_long for each in self.fitted.values())
        self._page.report(Progress(STEP, self._done, self._total, long))


def _by_id(project: Project, scene: SceneOfPassages) -> dict[LineId, Line]:
    """The lines of a scene's episode as they are now."""
    for episode in project.episodes:
        if episode.id == scene.episode.id:
            return {line.id: line for line in episode.lines}
    return {}
