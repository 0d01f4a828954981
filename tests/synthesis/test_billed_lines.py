"""A line that a service bills is never paid twice without a word, and never lost."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from studio.engines.speech import Pace, Speech, SpeechRequest
from studio.errors import (
    AccountFault,
    AccountProblem,
    AccountStopped,
    EngineBusy,
    EngineUnreachable,
    NoConnection,
    OutcomeUnknown,
    VoiceError,
)
from studio.model.cast import Casting
from studio.store.jobs import JobState
from studio.synthesis.plan import TakeState
from tests.builders import a_project, a_sound
from tests.engines.fake_engine import FakeEngine
from tests.synthesis.stage import Stage, a_stage

CENT = Decimal("0.01")


class OrderingEngine(FakeEngine):
    """Takes orders, and gives the sound for their number as often as it is asked."""

    def __init__(self) -> None:
        super().__init__(price_per_character=CENT)
        self.orders: list[SpeechRequest] = []

    def takes_orders(self, request: SpeechRequest) -> bool:
        return True

    async def order(self, request: SpeechRequest) -> str:
        self.orders.append(request)
        return f"order-{len(self.orders)}"

    async def collect(self, request: SpeechRequest, ticket: str) -> Speech:
        assert self.orders[int(ticket.removeprefix("order-")) - 1] == request
        return await self.speak(request)


class RememberingEngine(FakeEngine):
    """Can look up what it spoke, also where its answer never arrived."""

    def __init__(self) -> None:
        super().__init__(price_per_character=CENT)
        self.spoken: dict[str, Speech] = {}

    async def find(self, request: SpeechRequest, since: float) -> Speech | None:
        return self.spoken.get(request.fingerprint)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    engine = FakeEngine(pace=Pace(in_flight=2), price_per_character=CENT)
    with a_stage(tmp_path / "a.understudy", a_project(lines=4), engine) as stage:
        yield stage


async def test_a_cancelled_batch_keeps_the_lines_that_were_sent(stage: Stage) -> None:
    stage.engine.held = asyncio.Event()
    batch = await stage.voice_until_cancelled()
    await stage.booth.withdraw(batch)
    sent = len(stage.engine.asked)
    assert 1 <= sent <= 2
    stage.engine.held.set()
    await stage.booth.finish(5.0)
    assert len(list(stage.project.takes)) == sent == len(stage.engine.asked)
    assert (await stage.booth.unfinished()).takes == ()


async def test_a_line_that_is_still_being_spoken_is_not_sent_again(stage: Stage) -> None:
    stage.engine.held = asyncio.Event()
    batch = await stage.voice_until_cancelled()
    await stage.booth.withdraw(batch)
    again = asyncio.ensure_future(stage.voice())
    await asyncio.sleep(0)
    stage.engine.held.set()
    await again
    assert len(stage.engine.asked) == len({r.fingerprint for r in stage.engine.asked}) == 4
    assert stage.plan() == ()


async def test_a_line_cut_off_by_the_end_of_the_program_is_unsure(tmp_path: Path) -> None:
    path = tmp_path / "a.understudy"
    engine = FakeEngine(pace=Pace(in_flight=1), price_per_character=CENT)
    engine.held = asyncio.Event()
    with a_stage(path, a_project(lines=2), engine) as stage:
        await stage.voice_until_cancelled()
        await stage.booth.finish(0.0)
    with a_stage(path, engine=FakeEngine(price_per_character=CENT)) as reopened:
        sent = [reopened.state(line) for line in (0, 1)].index(TakeState.UNSURE)  # either is first
        assert [take.line for take in reopened.plan()] == [reopened.lines[1 - sent].id]
        (doubtful,) = reopened.whole_plan().unsure
        await reopened.voice()
        assert len(reopened.engine.asked) == 1
        await reopened.booth.work(reopened.booth.batch([doubtful]))
        assert reopened.state(sent) is TakeState.READY
        assert reopened.unsure() == ()


async def test_a_lost_answer_is_not_asked_for_again_by_itself(stage: Stage) -> None:
    def loses_the_second(request: SpeechRequest) -> VoiceError | None:
        return OutcomeUnknown("offline", "cut off") if "line 2" in request.text else None

    stage.engine.fails = loses_the_second
    batch = await stage.voice()
    assert (batch.progress.made, batch.progress.failed) == (3, 1)
    assert stage.state(1) is TakeState.UNSURE
    assert "(cut off)" in stage.status.of(stage.lines[1], "en").reason
    assert (await stage.voice()).progress.total == 0
    assert len(stage.engine.asked) == 4


async def test_other_words_are_not_in_doubt(stage: Stage) -> None:
    stage.engine.fails = lambda request: OutcomeUnknown("offline", "cut off")
    await stage.voice()
    line = stage.lines[0]
    stage.document.edit("Edit", stage.project.with_line(line.saying("en", "Other words.")))
    assert stage.state(0) is TakeState.MISSING
    stage.document.undo()
    assert stage.state(0) is TakeState.UNSURE


async def test_paid_bytes_that_are_no_sound_are_not_paid_again(stage: Stage) -> None:
    async def speaks_rubbish(request: SpeechRequest) -> Speech:
        stage.engine.asked.append(request)
        return Speech(b"rubbish", 12)

    stage.engine.speak = speaks_rubbish
    batch = await stage.voice()
    assert batch.progress.failed == 4 and len(stage.engine.asked) == 4
    assert {job.state for job in stage.file.jobs.all()} == {JobState.UNSURE}


async def test_an_order_is_fetched_after_a_crash_and_not_made_again(tmp_path: Path) -> None:
    path = tmp_path / "a.understudy"
    engine = OrderingEngine()
    engine.fails = lambda request: OutcomeUnknown("offline", "still being spoken")
    with a_stage(path, a_project(lines=1), engine) as stage:
        batch = await stage.voice()
        assert batch.progress.failed == 1
    engine.fails = lambda request: None
    with a_stage(path, engine=engine) as reopened:
        assert reopened.state() is TakeState.MISSING
        await reopened.voice()
        assert reopened.state() is TakeState.READY
    assert len(engine.orders) == 1


async def test_a_lost_answer_is_looked_up_where_the_engine_can(tmp_path: Path) -> None:
    engine = RememberingEngine()

    def speaks_but_loses(request: SpeechRequest) -> VoiceError | None:
        engine.spoken[request.fingerprint] = Speech(a_sound(40), 9)
        return OutcomeUnknown("offline", "cut off")

    engine.fails = speaks_but_loses
    with a_stage(tmp_path / "a.understudy", a_project(lines=2), engine) as stage:
        batch = await stage.voice()
        assert batch.progress.made == 2
        assert len(engine.asked) == 2


async def test_a_look_that_fails_is_made_again_before_anything_is_sent(tmp_path: Path) -> None:
    engine = RememberingEngine()
    looks = iter([EngineUnreachable("offline", "no list")])
    found = engine.find

    async def fails_once(request: SpeechRequest, since: float) -> Speech | None:
        for error in looks:
            raise error
        return await found(request, since)

    def speaks_but_loses(request: SpeechRequest) -> VoiceError | None:
        engine.spoken[request.fingerprint] = Speech(a_sound(40), 9)
        return OutcomeUnknown("offline", "cut off")

    engine.find, engine.fails = fails_once, speaks_but_loses
    with a_stage(tmp_path / "a.understudy", a_project(lines=1), engine) as stage:
        assert (await stage.voice()).progress.made == 1
        assert len(engine.asked) == 1


async def test_what_was_not_spoken_is_sent_again_after_a_look(tmp_path: Path) -> None:
    engine = RememberingEngine()
    engine.fails = lambda request: (
        OutcomeUnknown("offline", "cut off") if len(engine.asked) == 1 else None
    )
    with a_stage(tmp_path / "a.understudy", a_project(lines=1), engine) as stage:
        assert (await stage.voice()).progress.made == 1
        assert len(engine.asked) == 2


async def test_an_interrupted_line_is_looked_up_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "a.understudy"
    engine = RememberingEngine()
    engine.held = asyncio.Event()
    with a_stage(path, a_project(lines=1), engine) as stage:
        await stage.voice_until_cancelled()
        await stage.booth.finish(0.0)
        engine.spoken[engine.asked[0].fingerprint] = Speech(a_sound(40), 9)
    with a_stage(path, engine=engine) as reopened:
        assert reopened.state() is TakeState.MISSING
        await reopened.voice()
        assert reopened.state() is TakeState.READY
        assert len(engine.asked) == 1


@pytest.mark.parametrize(
    "error",
    [EngineUnreachable("offline"), EngineBusy("offline", "", 0.0), NoConnection("offline")],
    ids=lambda error: type(error).__name__,
)
async def test_what_was_surely_not_billed_is_tried_again(stage: Stage, error: VoiceError) -> None:
    failures = iter([error, error])
    stage.engine.fails = lambda request: next(failures, None)
    batch = await stage.voice()
    assert batch.progress.made == 4 and not batch.progress.offline
    assert len(stage.engine.asked) == 6


async def test_tries_end(stage: Stage) -> None:
    stage.engine.fails = lambda request: EngineUnreachable("offline", "error 500")
    batch = await stage.voice()
    assert batch.progress.failed == 4
    assert len(stage.engine.asked) == 16
    assert "(error 500)" in stage.status.of(stage.lines[0], "en").reason


async def test_one_account_that_stops_does_not_stop_another(tmp_path: Path) -> None:
    project = a_project(lines=6)
    second = list(project.cast)[1]
    project = project.with_character(second.cast_as("en", Casting("minimax/main", "woman")))
    engine = FakeEngine()
    stopped = FakeEngine("minimax/main", pace=Pace(in_flight=1))
    stopped.fails = lambda request: AccountStopped("minimax/main", "", AccountProblem.BALANCE)
    with a_stage(tmp_path / "a.understudy", project, engine) as stage:
        stage.engines["minimax/main"] = stopped
        batch = await stage.voice()
        theirs = [line for line in stage.lines if line.character == second.id]
        assert batch.progress.failed == len(theirs)
        assert batch.progress.made == 6 - len(theirs)
        assert len(stopped.asked) == 1


async def test_an_interrupted_redo_goes_on_as_the_reading_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.understudy"
    with a_stage(path, a_project(lines=1)) as stage:
        (take,) = stage.plan()
        await stage.voice()
        stage.engine.held = asyncio.Event()
        again = replace(take, request=replace(take.request, variation=1))
        work = asyncio.ensure_future(stage.booth.work(stage.booth.batch([again])))
        while len(stage.engine.asked) < 2:
            await asyncio.sleep(0)
        work.cancel()
        await asyncio.wait((work,))
    with a_stage(path) as reopened:
        (left,) = (await reopened.booth.unfinished()).takes
        assert left.request.variation == 1
        await reopened.booth.work(reopened.booth.batch([left]))
        assert len(list(reopened.project.takes)) == 2


async def test_lines_of_an_account_removed_in_mid_batch_say_so(tmp_path: Path) -> None:
    engine = FakeEngine(pace=Pace(in_flight=1), price_per_character=CENT)
    with a_stage(tmp_path / "a.understudy", a_project(lines=3), engine) as stage:

        def removes_itself(request: SpeechRequest) -> VoiceError | None:
            stage.engines.pop("offline", None)
            return None

        batch = stage.booth.batch(stage.plan())
        engine.fails = removes_itself
        await stage.booth.work(batch)
        assert batch.progress.made + batch.progress.failed == 3
        assert batch.progress.made >= 1
        faults = {getattr(failure.error, "fault", None) for failure in batch.failures}
        assert faults <= {AccountFault.UNKNOWN_ACCOUNT}


async def test_the_same_words_are_not_sent_for_a_second_line_while_they_are_in_doubt(
    tmp_path: Path,
) -> None:
    project = a_project(lines=4)
    first, *_, fourth = project.episodes[0].spoken_lines  # the same speaker
    project = project.with_line(fourth.saying("en", first.words("en")))
    engine = FakeEngine(price_per_character=CENT)
    engine.fails = lambda request: (
        OutcomeUnknown("offline", "cut off") if "line 1" in request.text else None
    )
    with a_stage(tmp_path / "a.understudy", project, engine) as stage:
        batch = await stage.voice()
        assert (batch.progress.made, batch.progress.failed) == (2, 2)
        assert len(engine.asked) == 3


async def test_a_cancelled_order_waits_to_be_fetched(tmp_path: Path) -> None:
    path, engine = tmp_path / "a.understudy", OrderingEngine()
    engine.held = asyncio.Event()
    with a_stage(path, a_project(lines=1), engine) as stage:
        batch = await stage.voice_until_cancelled()
        await stage.booth.finish(0.0)
        await stage.booth.withdraw(batch)
    engine.held = None
    with a_stage(path, engine=engine) as reopened:
        await reopened.booth.work(reopened.booth.batch((await reopened.booth.unfinished()).takes))
        assert reopened.state() is TakeState.READY
    assert len(engine.orders) == 1


async def test_an_account_that_stops_keeps_what_is_ordered_and_what_is_in_doubt(
    tmp_path: Path,
) -> None:
    engine = OrderingEngine()
    engine.fails = lambda request: AccountStopped("offline", "", AccountProblem.PLAN_SPENT)
    with a_stage(tmp_path / "a.understudy", a_project(lines=1), engine) as stage:
        await stage.voice()
        engine.fails = lambda request: None
        await stage.voice()
        assert stage.state() is TakeState.READY
    assert len(engine.orders) == 1


async def test_a_batch_cancelled_before_it_began_leaves_nothing(stage: Stage) -> None:
    batch = stage.booth.batch(stage.plan())
    work = asyncio.ensure_future(stage.booth.work(batch))
    await asyncio.sleep(0)
    work.cancel()
    await asyncio.wait((work,))
    await stage.booth.withdraw(batch)
    assert (await stage.booth.unfinished()).takes == ()
    assert stage.engine.asked == []
