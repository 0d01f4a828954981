"""Lines to takes from the window: what is asked, shown, kept and told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from studio.document import Document
from studio.errors import EngineRefused
from studio.model.cast import Casting
from studio.model.project import Project
from studio.synthesis.bill import Caps
from studio.synthesis.plan import PlannedTake, plan_batch
from studio.ui.line_counts import LineCounts
from studio.ui.notices import Place
from studio.ui.playback import Playback
from studio.ui.progress import Work, WorkBars
from studio.ui.voicing import Voicing, VoicingTerms
from tests.builders import a_project
from tests.ui.children import child
from tests.ui.stage import Stage, a_stage, until


@dataclass
class Desk:
    stage: Stage
    voicing: Voicing
    playback: Playback
    bars: WorkBars
    counts: list[LineCounts]

    def says(self, words: str) -> bool:
        return any(words in notice.text for notice in self.stage.said)


@asynccontextmanager
async def a_desk(
    qtbot: QtBot,
    folder: Path,
    project: Project | None = None,
    stage: Stage | None = None,
    terms: VoicingTerms | None = None,
) -> AsyncIterator[Desk]:
    stage = stage or a_stage(folder, project)
    bars = WorkBars()
    qtbot.addWidget(bars)
    bars.show()
    playback = Playback(
        stage.document,
        stage.selection,
        stage.sounds,
        stage.transport,
        stage.preview,
        stage.tasks,
        stage.notices,
    )
    voicing = Voicing(
        stage.document,
        stage.selection,
        stage.status,
        stage.booth,
        {"offline": stage.engine},
        playback,
        stage.tasks,
        bars,
        stage.notices,
        terms,
    )
    counts: list[LineCounts] = []
    voicing.missing_counted.connect(counts.append)
    try:
        yield Desk(stage, voicing, playback, bars, counts)
    finally:
        voicing.close()
        playback.close()
        await stage.close()


async def test_missing_lines_are_voiced_and_counted(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        await until(lambda: desk.counts == [LineCounts(missing=3)])
        desk.voicing.voice_missing()
        await until(lambda: desk.says("3 takes made."))
        assert all(desk.stage.takes(line) for line in desk.stage.lines)
        await until(lambda: desk.counts[-1] == LineCounts())
        assert not any(bar.isVisible() for bar in desk.bars.findChildren(Work))


async def test_lines_in_the_booth_are_not_missing_and_not_voiced_yet(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        desk.stage.engine.held = asyncio.Event()
        desk.voicing.voice_missing()
        await until(lambda: desk.counts and desk.counts[-1] == LineCounts(in_booth=3))
        desk.stage.engine.held.set()
        await until(lambda: desk.counts[-1] == LineCounts())
        assert desk.says("3 takes made.")


async def test_only_the_lines_asked_for_are_voiced(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        desk.voicing.voice_lines((desk.stage.lines[1].id,))
        await until(lambda: desk.says("1 take made."))
        assert [len(desk.stage.takes(line)) for line in desk.stage.lines] == [0, 1, 0]


async def test_the_bar_shows_how_far_it_is_and_cancel_keeps_what_is_made(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_desk(qtbot, tmp_path, a_project(lines=30)) as desk:
        engine = desk.stage.engine
        desk.voicing.voice_missing()
        await until(lambda: sum(1 for _ in desk.stage.project.takes) >= 3)
        engine.held = asyncio.Event()
        cancel = child(desk.bars, QPushButton)
        assert cancel.isVisible() and cancel.accessibleName() == "Cancel: Voicing"
        qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
        await until(lambda: desk.says("Stopped."))
        made = sum(1 for _ in desk.stage.project.takes)
        assert 3 <= made < 30 and desk.says(f"{made} takes are kept.")
        assert desk.stage.file.jobs.unfinished() == ()


async def test_failures_are_told_in_one_sentence_not_one_each(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(qtbot, tmp_path, a_project(lines=5)) as desk:
        desk.stage.engine.fails = lambda asked: EngineRefused("offline", "no")
        desk.voicing.voice_missing()
        await until(lambda: desk.says("5 lines failed; each says why on its row."))
        assert [notice.place for notice in desk.stage.said] == [Place.STATUS]


async def test_lines_nobody_is_cast_for_are_told(qtbot: QtBot, tmp_path: Path) -> None:
    project = a_project(lines=3)
    mara = replace(project.cast.characters[0], castings={})
    async with a_desk(qtbot, tmp_path, project.with_character(mara)) as desk:
        desk.voicing.voice_missing()
        await until(lambda: desk.says("1 line cannot be spoken; it says why on its row."))
        assert desk.says("2 takes made.")


async def test_a_cap_that_lets_nothing_be_voiced_is_said_in_a_banner(
    qtbot: QtBot, tmp_path: Path
) -> None:
    project = a_project(lines=3)
    mara = replace(project.cast.characters[0], castings={})
    stage = a_stage(tmp_path, project.with_character(mara))
    stage.engine.rate = Decimal("0.01")
    terms = VoicingTerms(caps=lambda: Caps(per_run=1))
    async with a_desk(qtbot, tmp_path, stage=stage, terms=terms) as desk:
        desk.voicing.voice_missing()
        await until(lambda: any(notice.place is Place.BANNER for notice in stage.said))
        assert desk.says("Nothing was voiced: the cap leaves 1 characters.")
        (status,) = [notice.text for notice in stage.said if notice.place is Place.STATUS]
        assert "The cap of 1 characters" in status and "1 line cannot be spoken" in status
        assert stage.engine.asked == []


async def test_the_banner_of_a_cap_leads_to_the_accounts(qtbot: QtBot, tmp_path: Path) -> None:
    stage = a_stage(tmp_path)
    stage.engine.rate = Decimal("0.01")
    accounts = stage.actions.add("view.accounts", "Accounts…", lambda: None)
    stage.notices.offer_accounts(accounts)
    terms = VoicingTerms(caps=lambda: Caps(per_run=1))
    async with a_desk(qtbot, tmp_path, stage=stage, terms=terms) as desk:
        desk.voicing.voice_missing()
        await until(lambda: any(notice.place is Place.BANNER for notice in stage.said))
        (banner,) = [notice for notice in stage.said if notice.place is Place.BANNER]
        assert banner.action is accounts


async def test_stale_lines_are_counted_apart_from_missing_ones(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        stage = desk.stage
        desk.voicing.voice_lines((stage.lines[0].id,))
        await until(lambda: desk.says("1 take made."))
        changed = stage.lines[0].saying("en", "Other words.")
        stage.document.edit("Write", stage.project.with_line(changed))
        await until(lambda: desk.counts[-1:] == [LineCounts(missing=2, stale=1)])


async def test_a_failed_redo_is_counted_though_an_older_take_is_circled(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_desk(qtbot, tmp_path, a_project(lines=1)) as desk:
        stage = desk.stage
        await stage.voice()
        older = stage.takes(stage.lines[0])[0]
        changed = stage.lines[0].saying("en", "Other words.")
        stage.document.edit("Write", stage.project.with_line(changed))
        await stage.voice()
        circled = stage.lines[0].circling("en", older.id)
        stage.document.edit("Circle", stage.project.with_line(circled))
        await until(lambda: desk.counts and desk.counts[-1] == LineCounts())
        stage.engine.fails = lambda asked: EngineRefused("offline", "no")
        desk.voicing.redo(stage.lines[0].id)
        await until(lambda: desk.counts[-1] == LineCounts(failed=1))


async def test_lines_an_engine_cannot_speak_are_counted(qtbot: QtBot, tmp_path: Path) -> None:
    project = a_project(lines=3)
    mara = project.cast.characters[0].cast_as("en", Casting("minimax/gone", "Lin"))
    async with a_desk(qtbot, tmp_path, project.with_character(mara)) as desk:
        await until(lambda: desk.counts and desk.counts[-1] == LineCounts(missing=2, refused=1))


async def test_a_line_with_nothing_to_say_is_not_counted(qtbot: QtBot, tmp_path: Path) -> None:
    project = a_project(lines=3)
    line = project.episodes[0].spoken_lines[0]
    async with a_desk(qtbot, tmp_path, project.with_line(line.saying("en", "...!"))) as desk:
        await until(lambda: desk.counts and desk.counts[-1] == LineCounts(missing=2))


async def test_redo_makes_another_reading_and_plays_it(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        stage = desk.stage
        await stage.voice()
        line = stage.lines[0]
        desk.voicing.redo(line.id)
        await until(lambda: stage.preview.playing)
        first, second = stage.takes(line)
        assert stage.engine.asked[-1].variation == 1
        assert first.media != second.media and first.fingerprint == second.fingerprint
        assert stage.project.takes.circled(line, "en") == second


async def test_redo_of_a_line_that_cannot_be_spoken_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    project = a_project(lines=1)
    mara = replace(project.cast.characters[0], castings={})
    async with a_desk(qtbot, tmp_path, project.with_character(mara)) as desk:
        desk.voicing.redo(desk.stage.lines[0].id)
        await until(lambda: desk.says("cast its character first"))
        assert desk.stage.engine.asked == []


async def test_what_the_last_session_left_is_made_now(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        stage = desk.stage
        stage.engine.held = asyncio.Event()
        batch = stage.booth.batch(_plan(stage))
        work = asyncio.ensure_future(stage.booth.work(batch))
        await until(lambda: stage.engine.asked)
        work.cancel()
        await asyncio.wait((work,))
        stage.engine.held = None
        desk.voicing.go_on()
        await until(lambda: desk.says("3 takes made."))
        assert desk.says("Going on with the takes of the last session.")


def _plan(stage: Stage) -> tuple[PlannedTake, ...]:
    return plan_batch(stage.project, stage.lines, "en", {"offline": stage.engine}).takes


async def test_a_project_that_cannot_be_written_is_not_voiced(qtbot: QtBot, tmp_path: Path) -> None:
    stage = a_stage(tmp_path)
    stage.document = Document(stage.project, cast(Any, _ReadOnly()))
    async with a_desk(qtbot, tmp_path, stage=stage) as desk:
        desk.voicing.voice_missing()
        await until(lambda: desk.says("open for reading only"))
        desk.voicing.redo(stage.lines[0].id)
        await until(lambda: len(stage.said) == 2)
        desk.voicing.go_on()
        assert stage.engine.asked == []


class _ReadOnly:
    read_only = True
