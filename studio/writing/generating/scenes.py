"""Writes the scenes of a plan into the script, line by line as they come.

All that is needed to go on after a crash is in the project: the plan says how far each scene is,
and the lines that came are in the script.
"""

from __future__ import annotations

from studio.errors import WritingError, WritingProblem
from studio.model.ids import CharacterId, new_id
from studio.model.outline import PlannedScene, Written
from studio.model.project import Project
from studio.writing.asking import Asker
from studio.writing.fencing import Fence
from studio.writing.generating import placing
from studio.writing.generating.one_scene import STEP, SceneWriting
from studio.writing.generating.orders import ScenesOrder, ScenesOutcome
from studio.writing.page import Page, Progress


async def write_scenes(page: Page, asker: Asker, order: ScenesOrder) -> ScenesOutcome:
    """Write scene by scene; what is there stays, whatever ends the job. Raises WritingError."""
    return await _Writing(page, asker, order).done()


def scenes_to_write(project: Project, order: ScenesOrder) -> tuple[PlannedScene, ...]:
    """The scenes of an order, in the order of the plan."""
    episodes = project.outline.episodes if project.outline else ()
    found = [scene for episode in episodes for scene in episode.scenes]
    if order.scenes is not None:
        found = [scene for scene in found if scene.id in order.scenes]
    again = order.again and order.scenes is not None
    return tuple(scene for scene in found if again or scene.written is not Written.WRITTEN)


class _Writing:
    """One job over all scenes of an order."""

    def __init__(self, page: Page, asker: Asker, order: ScenesOrder) -> None:
        self._page = page
        self._asker = asker
        self._order = order
        self._fence = Fence()
        self._outcome = ScenesOutcome()

    async def done(self) -> ScenesOutcome:
        """Write all scenes, one after another: each is told what came before."""
        scenes = scenes_to_write(self._page.project, self._order)
        if self._page.project.outline is None:
            raise WritingError(WritingProblem.NO_WORDS, "there is no plan yet")
        if scenes:
            self._gather_cast()
        for number, scene in enumerate(scenes):
            self._report(number, len(scenes))
            writing = SceneWriting(self._page, self._asker, self._order, self._fence, self._outcome)
            await writing.write(scene.id)
        self._report(len(scenes), len(scenes))
        self._outcome.silent = _silent(self._page.project)
        self._page.write()
        return self._outcome

    def _gather_cast(self) -> None:
        outline = self._page.project.outline
        ids = {each.id: CharacterId(new_id()) for each in (outline.characters if outline else ())}
        self._page.change(lambda project: placing.with_planned_cast(project, ids))

    def _report(self, done: int, total: int) -> None:
        self._page.report(Progress(STEP, done, total, flagged=self._outcome.flagged))


def _silent(project: Project) -> tuple[str, ...]:
    """Who of the plan says nothing; nobody while a scene is still to be written."""
    outline = project.outline
    if outline is None or scenes_to_write(project, ScenesOrder()):
        return ()
    speaking = {line.character for _, line in project.lines if line.spoken}
    return tuple(each.name for each in outline.characters if each.character not in speaking)
