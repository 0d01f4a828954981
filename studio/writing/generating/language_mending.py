"""Lines that came in letters of another language are said again in the right one."""

from __future__ import annotations

from studio.errors import TooMuchAtOnce
from studio.model.line import Line
from studio.model.outline import PlannedScene
from studio.writing.asking import Asker
from studio.writing.drafting.letters import in_other_language
from studio.writing.drafting.speakable import is_said, speakable
from studio.writing.fencing import Fence
from studio.writing.generating.adjusting import reworded, rewrite_request, rewritten
from studio.writing.generating.placing import lines_of
from studio.writing.generating.scene_prompt import told_lines
from studio.writing.page import Page
from studio.writing.tongues import name_of

STEP = "rewrite"


async def mended(page: Page, asker: Asker, fence: Fence, scene: PlannedScene) -> int:
    """Ask once for the lines of a scene that are not in its language; how many still are not."""
    project = page.project
    language = project.languages[0]
    wrong = _wrong(page, scene, language)
    if not wrong:
        return 0
    ask = f"These lines are in another language. Say them in {name_of(language)}."
    request = rewrite_request(fence, STEP, project, wrong, ask)
    try:
        words, _ = await rewritten(asker, request, STEP, {line.id for line in wrong})
    except TooMuchAtOnce:
        return len(wrong)
    names = [character.name for character in project.cast]
    for line in wrong:
        new = speakable(words.get(line.id, ""), names)
        if is_said(new.words) and not in_other_language(new.words, language):
            page.change_line(line.id, reworded(line, new, language))
    return len(_wrong(page, scene, language))


def _wrong(page: Page, scene: PlannedScene, language: str) -> list[Line]:
    lines = told_lines(lines_of(page.project, scene), language)
    return [line for line in lines if in_other_language(line.words(language), language)]
