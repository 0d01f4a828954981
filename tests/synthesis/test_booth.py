"""The booth makes each planned take once, keeps what it made, and says why the rest is missing."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from studio.engines.speech import Pace, SpeechRequest
from studio.errors import (
    AccountProblem,
    AccountStopped,
    EngineRefused,
    EngineUnreachable,
    VoiceError,
)
from studio.store.jobs import JobState
from studio.synthesis.plan import TakeState
from tests.builders import a_project, first_line
from tests.engines.fake_engine import FakeEngine
from tests.synthesis.stage import a_stage


async def test_every_missing_line_gets_a_take_of_its_own(tmp_path: Path) -> None:
    with a_stage(tmp_path / "a.understudy", a_project(lines=5)) as stage:
        batch = stage.booth.batch(stage.plan())
        await stage.booth.work(batch)
        assert batch.progress.made == 5
        assert stage.plan() == ()
        assert stage.state() is TakeState.READY
        for line in stage.project.episodes[0].spoken_lines:
            take = stage.project.takes.circled(line, "en")
            assert take and stage.file.media(take.media) and stage.file.peaks(take.media)
            assert take.length == 960 * len(line.words("en").split())


async def test_a_second_batch_asks_the_engine_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.understudy"
    with a_stage(path, a_project(lines=4)) as stage:
        takes = stage.plan()
        await stage.booth.work(stage.booth.batch(takes))
        batch = stage.booth.batch(takes)
        await stage.booth.work(batch)
        assert (batch.progress.made, batch.progress.kept) == (0, 4)
        assert len(stage.engine.asked) == 4
    with a_stage(path) as reopened:
        batch = reopened.booth.batch(takes)
        await reopened.booth.work(batch)
        assert reopened.engine.asked == []


async def test_two_lines_with_the_same_words_are_paid_once_and_both_sound(tmp_path: Path) -> None:
    project = a_project(lines=4)
    first, *_, fourth = project.episodes[0].spoken_lines  # the same speaker
    project = project.with_line(fourth.saying("en", first.words("en")))
    with a_stage(tmp_path / "a.understudy", project) as stage:
        await stage.booth.work(stage.booth.batch(stage.plan()))
        assert len(stage.engine.asked) == 3
        spoken = stage.project.episodes[0].spoken_lines
        takes = [stage.project.takes.circled(line, "en") for line in (spoken[0], spoken[3])]
        assert takes[0] and takes[1] and takes[0].media == takes[1].media
        assert takes[0].id != takes[1].id


async def test_redo_makes_another_take_and_the_old_one_stays(tmp_path: Path) -> None:
    with a_stage(tmp_path / "a.understudy", a_project(lines=1)) as stage:
        (take,) = stage.plan()
        await stage.booth.work(stage.booth.batch([take]))
        again = replace(take, request=replace(take.request, variation=1))
        await stage.booth.work(stage.booth.batch([again]))
        takes = stage.project.takes.of(take.line, "en")
        assert len(takes) == 2
        assert takes[0].media != takes[1].media
        assert stage.project.takes.circled(first_line(stage.project), "en") == takes[1]


async def test_a_refused_line_fails_alone_and_says_why(tmp_path: Path) -> None:
    engine = FakeEngine()
    engine.fails = lambda request: (
        EngineRefused("offline", "unknown word") if "line 2" in request.text else None
    )
    with a_stage(tmp_path / "a.understudy", a_project(lines=3), engine) as stage:
        batch = stage.booth.batch(stage.plan())
        await stage.booth.work(batch)
        assert (batch.progress.made, batch.progress.failed) == (2, 1)
        line = stage.project.episodes[0].spoken_lines[1]
        found = stage.status.of(line, "en")
        assert found.state is TakeState.FAILED and "(unknown word)" in found.reason
        assert [job.state for job in stage.file.jobs.all()].count(JobState.FAILED) == 1


async def test_an_engine_that_does_not_answer_is_asked_again(tmp_path: Path) -> None:
    failures = iter([EngineUnreachable("offline"), EngineUnreachable("offline")])
    engine = FakeEngine()
    engine.fails = lambda request: next(failures, None)
    with a_stage(tmp_path / "a.understudy", a_project(lines=1), engine) as stage:
        batch = stage.booth.batch(stage.plan())
        await stage.booth.work(batch)
        assert (batch.progress.made, len(engine.asked)) == (1, 3)


async def test_an_empty_account_stops_the_batch_and_keeps_what_is_made(tmp_path: Path) -> None:
    engine = FakeEngine(pace=Pace(in_flight=1))

    def fails(request: SpeechRequest) -> VoiceError | None:
        return (
            AccountStopped("offline", "", AccountProblem.BALANCE) if len(engine.asked) > 2 else None
        )

    engine.fails = fails
    with a_stage(tmp_path / "a.understudy", a_project(lines=6), engine) as stage:
        batch = stage.booth.batch(stage.plan())
        await stage.booth.work(batch)
        assert (batch.progress.made, batch.progress.failed) == (2, 4)
        assert len(engine.asked) == 3


async def test_a_cap_is_never_exceeded(tmp_path: Path) -> None:
    engine = FakeEngine(price_per_character=Decimal("0.001"))
    with a_stage(tmp_path / "a.understudy", a_project(lines=8), engine) as stage:
        takes = stage.plan()
        cap = sum(take.price.billed_characters for take in takes) // 2
        batch = stage.booth.batch(takes, cap=cap)
        await stage.booth.work(batch)
        assert 0 < batch.progress.billed_characters <= cap
        assert batch.capped
        assert batch.progress.made == len(engine.asked) == 4


async def test_the_engine_is_never_asked_for_more_at_once_than_it_takes(tmp_path: Path) -> None:
    engine = FakeEngine(pace=Pace(in_flight=3))
    with a_stage(tmp_path / "a.understudy", a_project(lines=20), engine) as stage:
        await stage.booth.work(stage.booth.batch(stage.plan()))
        assert engine.most_at_once <= 3
        assert len(engine.asked) == 20


async def test_cancelling_keeps_finished_takes_and_leaves_the_rest_to_go_on_with(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.understudy"
    engine = FakeEngine(pace=Pace(in_flight=1))
    with a_stage(path, a_project(lines=5), engine) as stage:
        batch = stage.booth.batch(stage.plan())
        two_made = asyncio.Event()

        def stop_after_two(request: SpeechRequest) -> VoiceError | None:
            if len(engine.asked) == 3:
                engine.held = asyncio.Event()
                two_made.set()
            return None

        engine.fails = stop_after_two
        work = asyncio.create_task(stage.booth.work(batch))
        await two_made.wait()
        work.cancel()
        await asyncio.wait((work,))
        assert batch.progress.made in (2, 3)
        assert stage.state() is TakeState.READY
        last = stage.project.episodes[0].spoken_lines[-1]
        assert stage.status.of(last, "en").state is TakeState.MISSING
    with a_stage(path) as reopened:
        plan = await reopened.booth.unfinished()
        assert len(plan.takes) == 5 - batch.progress.made
        await reopened.booth.work(reopened.booth.batch(plan.takes))
        assert reopened.plan() == ()
        assert (await reopened.booth.unfinished()).takes == ()


async def test_a_withdrawn_batch_is_not_gone_on_with(tmp_path: Path) -> None:
    path = tmp_path / "a.understudy"
    engine = FakeEngine()
    engine.held = asyncio.Event()
    with a_stage(path, a_project(lines=3), engine) as stage:
        batch = stage.booth.batch(stage.plan())
        work = asyncio.create_task(stage.booth.work(batch))
        while not engine.asked:
            await asyncio.sleep(0)
        work.cancel()
        await asyncio.wait((work,))
        await stage.booth.withdraw(batch)
        assert (await stage.booth.unfinished()).takes == ()


async def test_a_line_changed_while_it_is_spoken_keeps_the_take_as_stale(tmp_path: Path) -> None:
    engine = FakeEngine()
    engine.held = asyncio.Event()
    with a_stage(tmp_path / "a.understudy", a_project(lines=1), engine) as stage:
        work = asyncio.create_task(stage.booth.work(stage.booth.batch(stage.plan())))
        while not engine.asked:
            await asyncio.sleep(0)
        line = first_line(stage.project)
        stage.document.edit("Edit", stage.project.with_line(line.saying("en", "New words.")))
        engine.held.set()
        await work
        assert stage.state() is TakeState.STALE


async def test_progress_adds_up_and_ends_with_no_time_left(tmp_path: Path) -> None:
    with a_stage(tmp_path / "a.understudy", a_project(lines=4)) as stage:
        batch = stage.booth.batch(stage.plan())
        seen: list[int] = []
        batch.listen(lambda progress: seen.append(progress.done))
        await stage.booth.work(batch)
        assert seen == [1, 2, 3, 4]
        assert batch.progress.seconds_left == 0


async def test_a_batch_begun_while_another_runs_disturbs_neither(tmp_path: Path) -> None:
    engine = FakeEngine(pace=Pace(in_flight=1))
    engine.held = asyncio.Event()
    with a_stage(tmp_path / "a.understudy", a_project(lines=6), engine) as stage:
        takes = stage.plan()
        first, second = stage.booth.batch(takes), stage.booth.batch(takes[3:4])
        running = asyncio.create_task(stage.booth.work(first))
        while not engine.asked:
            await asyncio.sleep(0)
        beside = asyncio.create_task(stage.booth.work(second))
        await asyncio.sleep(0)
        engine.held.set()
        await asyncio.gather(running, beside)
        assert first.progress.done == 6
        assert first.failures == second.failures == []
        assert len(engine.asked) == 6
        assert stage.file.jobs.unfinished() == ()


async def test_a_take_that_was_paid_for_is_kept_though_the_batch_is_cancelled(
    tmp_path: Path,
) -> None:
    engine = FakeEngine()
    with a_stage(tmp_path / "a.understudy", a_project(lines=1), engine) as stage:
        batch = stage.booth.batch(stage.plan())
        work = asyncio.create_task(stage.booth.work(batch))
        while not engine.asked or engine.at_once:
            await asyncio.sleep(0)
        work.cancel()
        await asyncio.wait((work,))
        assert len(stage.project.takes.of(first_line(stage.project).id, "en")) == 1
        assert stage.plan() == ()


async def test_words_taken_back_are_heard_again_from_their_first_take(tmp_path: Path) -> None:
    with a_stage(tmp_path / "a.understudy", a_project(lines=1)) as stage:
        await stage.booth.work(stage.booth.batch(stage.plan()))
        line = first_line(stage.project)
        stage.document.edit("Edit", stage.project.with_line(line.saying("en", "Storm.")))
        await stage.booth.work(stage.booth.batch(stage.plan()))
        stage.document.undo()
        assert stage.state() is TakeState.STALE
        await stage.booth.work(stage.booth.batch(stage.plan()))
        assert stage.state() is TakeState.READY
        assert len(stage.engine.asked) == 2


async def test_what_the_cap_kept_out_is_not_gone_on_with(tmp_path: Path) -> None:
    engine = FakeEngine(price_per_character=Decimal("0.001"))
    with a_stage(tmp_path / "a.understudy", a_project(lines=4), engine) as stage:
        takes = stage.plan()
        batch = stage.booth.batch(takes, cap=takes[0].price.billed_characters)
        await stage.booth.work(batch)
        assert batch.progress.made == 1
        assert (await stage.booth.unfinished()).takes == ()
