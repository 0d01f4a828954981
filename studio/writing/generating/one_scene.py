"""Writes one scene: asks until it is whole, puts each line into the script, checks its length."""

from __future__ import annotations

from contextlib import aclosing
from functools import partial

from studio.engines.text import Ending
from studio.errors import TooMuchAtOnce
from studio.model.cast import Character
from studio.model.ids import EpisodeId, LineId, new_id
from studio.model.line import Line
from studio.model.outline import PlannedScene, Written
from studio.model.project import Project
from studio.writing.asking import Asker, Ended
from studio.writing.drafting.draft import Draft, SceneReader
from studio.writing.drafting.fields import text_of
from studio.writing.drafting.speakable import LONGEST_LINE, LONGEST_SECONDS
from studio.writing.drafting.speakers import Speakers, spoken_by
from studio.writing.drafting.useless import CONTINUATIONS, refuse_useless, unusable
from studio.writing.fencing import Fence
from studio.writing.generating import placing
from studio.writing.generating.budgets import (
    LEAST,
    MOST,
    Budget,
    budget_of,
    spoken_seconds,
    usual_manner,
)
from studio.writing.generating.language_mending import mended
from studio.writing.generating.orders import ScenesOrder, ScenesOutcome
from studio.writing.generating.resizing import resized
from studio.writing.generating.scene_prompt import Setting, scene_request, told_lines
from studio.writing.page import GhostLine, Page
from studio.writing.scanning.records import Ghost, Record
from studio.writing.scanning.shapes import SCRIPT
from studio.writing.tongues import narrator_in

STEP = "lines"


class SceneWriting:
    """One scene of a job, from its heading to its last line."""

    def __init__(
        self, page: Page, asker: Asker, order: ScenesOrder, fence: Fence, outcome: ScenesOutcome
    ) -> None:
        self._page = page
        self._asker = asker
        self._order = order
        self._fence = fence
        self._outcome = outcome
        self._language = page.project.languages[0]
        self._heading = LineId(new_id())
        self._episode = EpisodeId(new_id())
        self._old: frozenset[LineId] = frozenset()
        self._last: LineId | None = None
        self._lean = False

    async def write(self, scene: str) -> None:
        """Ask until the scene is whole, or no more comes; then bring it near its time."""
        found = self._found(scene)
        if found is None:
            return
        if found.written is Written.WRITTEN:
            self._old = frozenset(line.id for line in placing.lines_of(self._page.project, found))
        tries = 0
        while True:
            before = self._outcome.lines
            try:
                ended, reader = await self._ask(scene)
            except TooMuchAtOnce:
                if self._lean:
                    raise
                self._lean = True
                continue
            tries += 1
            came = self._outcome.lines > before
            if not came:
                there, again = bool(self._there(scene)), tries <= CONTINUATIONS
                refuse_useless(ended, again=again, some_there=there, first=tries == 1)
            elif ended.ending is Ending.REFUSED:
                raise unusable(ended)
            if self._is_whole(scene, ended, reader, came=came):
                break
            if tries > CONTINUATIONS:
                self._outcome.unfinished += (scene,)
                return
        await self._finish(scene)

    async def _finish(self, scene: str) -> None:
        self._page.change(lambda project: placing.marked(project, scene, Written.WRITTEN))
        self._outcome.scenes += 1
        found = self._found(scene)
        if found is None:
            return
        page, asker, fence = self._page, self._asker, self._fence
        self._outcome.flagged += await mended(page, asker, fence, found)
        budget, lengths = self._budget(found), self._order.lengths
        self._outcome.adjusted += await resized(page, asker, fence, found, budget, lengths)
        seconds = spoken_seconds(page.project, self._there(scene), self._language, lengths)
        if not LEAST <= budget.ratio(seconds) <= MOST:
            self._outcome.uneven += (scene,)

    async def _ask(self, scene: str) -> tuple[Ended, SceneReader]:
        """One request; its lines are in the script as they come."""
        setting = self._setting(scene)
        planned = {each.id: each.character for each in setting.outline.characters}
        speakers = Speakers(
            setting.cast,
            {id: character for id, character in planned.items() if character},
            narrator_in(self._language),
        )
        reader = SceneReader(
            scene,
            speakers,
            self._fits,
            there=[placing.draft_from(line, self._language) for line in setting.there],
            others=[each.id for e in setting.outline.episodes for each in e.scenes],
        )
        self._last = setting.there[-1].id if setting.there else None
        request = scene_request(self._fence, setting, lean=self._lean)
        ended = Ended(None)
        try:
            async with aclosing(self._asker.records(STEP, request, SCRIPT)) as coming:
                async for each in coming:
                    match each:
                        case Record():
                            self._take(scene, reader.read(each), speakers)
                        case Ended():
                            ended = each
                        case ghost:
                            self._show(ghost, setting, speakers)
        finally:
            self._page.show(scene, None)
        self._outcome.newcomers += tuple(each.name for each in speakers.newcomers)
        return ended, reader

    def _take(self, scene: str, drafts: tuple[Draft, ...], speakers: Speakers) -> None:
        """Put lines into the script, behind the last one of the scene."""
        for draft in drafts:
            line = placing.line_of(draft, LineId(new_id()), self._language)
            self._begin(scene)
            after = self._last or self._heading
            speaker = speakers.cast.get(draft.character) if draft.character else None

            self._page.change(partial(_with_line, scene=scene, line=line, after=after, by=speaker))
            self._last = line.id
            self._outcome.lines += 1

    def _begin(self, scene: str) -> None:
        """The first line is here: the heading goes into the script, what is written anew goes."""
        found = self._found(scene)
        if found is None or (found.written is Written.BEGUN and self._last is not None):
            return
        old, self._old = self._old, frozenset()
        self._page.change(lambda project: self._begun(placing.without_lines(project, old), scene))

    def _begun(self, project: Project, scene: str) -> Project:
        return placing.begun(project, scene, heading=self._heading, episode=self._episode)

    def _setting(self, scene: str) -> Setting:
        """What the scene is written from: the project as if its heading were there."""
        project = self._begun(self._page.project, scene)
        outline = project.outline
        found = outline.find_scene(scene) if outline else None
        assert outline and found
        planned = {each.character: each.id for each in outline.characters if each.character}
        return Setting(
            outline,
            found[0],
            found[1],
            self._budget(found[1]),
            tuple(project.cast),
            {each.id: planned.get(each.id, each.id) for each in project.cast},
            self._language,
            told_lines(placing.lines_before(project, found[1]), self._language),
            self._there(scene),
        )

    def _there(self, scene: str) -> list[Line]:
        """The lines a scene has that stay."""
        found = self._found(scene)
        lines = placing.lines_of(self._page.project, found) if found else ()
        return [line for line in told_lines(lines, self._language) if line.id not in self._old]

    def _is_whole(self, scene: str, ended: Ended, reader: SceneReader, *, came: bool) -> bool:
        """Whether the scene is at its end: it said so, or it stopped with enough or for good."""
        found = self._found(scene)
        if found is None:
            return True
        if not self._there(scene):
            return False
        if reader.ended:
            return True
        if ended.ending is not Ending.WHOLE:
            return False
        if not came:
            return True
        project, lengths = self._page.project, self._order.lengths
        seconds = spoken_seconds(project, self._there(scene), self._language, lengths)
        return self._budget(found).ratio(seconds) >= LEAST

    def _show(self, ghost: Ghost | None, setting: Setting, speakers: Speakers) -> None:
        if ghost is None or ghost.key != "x":
            self._page.show(setting.scene.id, None)
            return
        called = text_of(Record(ghost.fields), "c")
        speaker = speakers.name_of(called)
        shown = GhostLine(ghost.text, self._language, setting.episode.episode, None, speaker)
        self._page.show(setting.scene.id, shown)

    def _fits(self, words: str) -> bool:
        if len(words) > LONGEST_LINE:
            return False
        manner = usual_manner(self._language)
        return self._order.lengths.estimate(words, manner) <= LONGEST_SECONDS

    def _budget(self, scene: PlannedScene) -> Budget:
        outline = self._page.project.outline
        assert outline
        return budget_of(scene, outline.brief, self._language, self._order.lengths)

    def _found(self, scene: str) -> PlannedScene | None:
        outline = self._page.project.outline
        found = outline.find_scene(scene) if outline else None
        return found[1] if found else None


def _with_line(
    project: Project, *, scene: str, line: Line, after: LineId, by: Character | None
) -> Project:
    """The project with one line more, spoken by somebody of the cast."""
    if by is not None:
        project, line = spoken_by(project, line, by)
    return placing.with_line_in(project, scene, line, after)
