"""Plans a script: who is in it and what happens, episode by episode, shown as it comes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, replace

from studio.engines.text import Ending
from studio.errors import TooMuchAtOnce
from studio.model.outline import Brief, Outline
from studio.model.project import Project
from studio.writing.asking import Asker, Ended
from studio.writing.drafting.useless import CONTINUATIONS, refuse_useless
from studio.writing.fencing import Fence
from studio.writing.generating.briefs import checked
from studio.writing.generating.plan_prompt import Part, plan_request
from studio.writing.generating.planning import PlanReader, balanced, whole_episodes
from studio.writing.page import Page, Progress
from studio.writing.scanning.records import Record
from studio.writing.scanning.shapes import SCRIPT

EPISODES_AT_ONCE = 12
"""Episodes asked for in one request; a longer season is planned in several."""

STEP = "plan"


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """What was planned; `missing` episodes were asked for and never came."""

    episodes: int
    scenes: int
    characters: int
    missing: int = 0


def is_planned(outline: Outline | None) -> bool:
    """Whether each episode of the brief is planned, none of them broken off."""
    if outline is None:
        return False
    wanted, seconds = outline.brief.episodes, outline.brief.seconds
    return whole_episodes(outline, seconds, cut=True) >= wanted


async def plan(
    page: Page, asker: Asker, brief: Brief, *, keep: bool = False, broken_off: bool = False
) -> PlanOutcome:
    """Plan what the brief asks for; with `keep` only what the plan of the project does not have.

    Where that plan is one that broke off, its last episode may be gone on with. Without `keep`
    the plan there was gives way with the first record. Raises WritingError.
    """
    planning = _Planning(page, asker, checked(brief), keep=keep, broken_off=broken_off)
    return await planning.done()


class _Planning:
    """One job: requests until every episode is planned or nothing more comes."""

    def __init__(
        self, page: Page, asker: Asker, brief: Brief, *, keep: bool, broken_off: bool
    ) -> None:
        self._page = page
        self._asker = asker
        self._fence = Fence()
        project = page.project
        if any(line.text for _, line in project.lines):
            brief = replace(brief, language=project.languages[0])
        self._brief = brief
        known = project.outline if keep else None
        self._given = replace(known, brief=brief) if known else Outline(brief)
        whole = whole_episodes(self._given, brief.seconds, cut=broken_off)
        self._kept = frozenset(each.id for each in self._given.episodes[:whole])
        self._begun = False
        self._at_once = EPISODES_AT_ONCE
        self._cut = broken_off
        self._reader = PlanReader(self._given, Part(1, 1))

    @property
    def _outline(self) -> Outline:
        """The plan as it is by now; what was there before is none of it until a record came."""
        return (self._page.project.outline or self._given) if self._begun else self._given

    async def done(self) -> PlanOutcome:
        """Ask for the missing episodes, part by part."""
        tries, again = 0, False
        while part := self._next_part(again=again):
            before, whole = self._outline, self._whole
            try:
                ended = await self._ask(part)
            except TooMuchAtOnce:
                if part.episodes == 1:
                    raise
                self._at_once = part.episodes // 2
                continue
            tries += 1
            if self._outline is before:
                again = tries <= CONTINUATIONS
                refuse_useless(ended, again=again, some_there=self._begun, first=tries == 1)
            self._cut = ended.ending is not Ending.WHOLE or not self._reader.ended
            again = self._whole < part.last
            if self._whole > whole:
                tries = 1 if again else 0
            elif tries > CONTINUATIONS or not self._cut:
                break
        return self._finished()

    @property
    def _whole(self) -> int:
        return whole_episodes(self._outline, self._brief.seconds, cut=self._cut)

    def _next_part(self, *, again: bool) -> Part | None:
        """The next episodes to be asked for, None when all are there."""
        whole, wanted = self._whole, self._brief.episodes
        if whole >= wanted:
            return None
        return Part(whole + 1, min(wanted, whole + self._at_once), again)

    async def _ask(self, part: Part) -> Ended:
        """One request; its records are in the plan as they come."""
        self._report()
        request = plan_request(self._fence, self._brief, self._outline, part)
        self._reader = PlanReader(self._outline, part)
        ended = Ended(None)
        async with aclosing(self._asker.records(STEP, request, SCRIPT)) as coming:
            async for each in coming:
                match each:
                    case Record():
                        self._take(each)
                    case Ended():
                        ended = each
                    case _:
                        pass
        return ended

    def _take(self, record: Record) -> None:
        change = self._reader.read(record, self._outline)
        if change is None:
            return
        if not self._begun:
            self._page.change(_beginning(self._given))
            self._begun = True
        self._page.change(_outlined(change, self._given))
        self._report()

    def _finished(self) -> PlanOutcome:
        seconds, kept = self._brief.seconds, self._kept
        self._page.change(_outlined(lambda o: balanced(o, seconds, kept), self._given))
        outline = self._outline
        self._report()
        self._page.write()
        return PlanOutcome(
            len(outline.episodes),
            sum(len(each.scenes) for each in outline.episodes),
            len(outline.characters),
            max(0, self._brief.episodes - self._whole),
        )

    def _report(self) -> None:
        self._page.report(Progress(STEP, len(self._outline.episodes), self._brief.episodes))


def _beginning(outline: Outline) -> Callable[[Project], Project]:
    """The project with a plan that begins; one without lines is in the language of the brief."""

    def change(project: Project) -> Project:
        language = outline.brief.language
        if not any(line.text for _, line in project.lines):
            others = (code for code in project.languages[1:] if code != language)
            project = replace(project, languages=(language, *others))
        return replace(project, outline=outline)

    return change


def _outlined(change: Callable[[Outline], Outline], begun: Outline) -> Callable[[Project], Project]:
    """A change of the plan as one of the project; an untitled project is called as its plan is."""

    def changed(project: Project) -> Project:
        outline = change(project.outline or begun)
        return replace(project, outline=outline, title=project.title or outline.title)

    return changed
