"""Batches within caps: at once, in several projects and programs, with lost answers, cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from studio.engines.speech import Pace, Price, SpeechRequest
from studio.errors import EngineRefused, OutcomeUnknown, VoiceError
from studio.model.account import Account, Service
from studio.store.jobs import JobState
from studio.store.ledger import BillingKind
from studio.synthesis.bill import Caps, Occasion, Wanted
from studio.synthesis.plan import TakeState
from tests.builders import a_project
from tests.engines.fake_engine import FakeEngine
from tests.services.limits import Latency
from tests.services.minimax.service import MinimaxService
from tests.services.useapi.service import UseapiService
from tests.services.wrongs import base_resp, cut, http, useapi_error
from tests.synthesis.notebook import Notebook
from tests.synthesis.service_stage import a_long_project, a_service_stage, a_voice
from tests.synthesis.stage import a_stage

CENT = Decimal("0.01")
SPEED = 60.0
WORDS = len("Words of line 1.")


def an_engine(in_flight: int = 2) -> FakeEngine:
    return FakeEngine(pace=Pace(in_flight=in_flight), price_per_character=CENT)


def refuses_the_first(engine: FakeEngine) -> Callable[[SpeechRequest], VoiceError | None]:
    """Refuse whichever line was asked for first."""
    return lambda request: EngineRefused("offline", "no") if request is engine.asked[0] else None


@pytest.mark.parametrize("programs", [1, 2])
async def test_projects_voiced_at_once_keep_to_one_day_together(
    minimax_service: MinimaxService, tmp_path: Path, programs: int
) -> None:
    service = minimax_service
    service.clock.speed, service.latency = SPEED, Latency(0.5, 3.0, seed=1)
    bills = [Notebook(tmp_path) for _ in range(programs)]
    account = Account(Service.MINIMAX, "main", service.url)
    project = a_long_project(20, "minimax/main", "English_expressive_narrator")
    first, second = tmp_path / "a.understudy", tmp_path / "b.understudy"
    async with (
        a_service_stage(first, account, service.key, project, speed=SPEED, bill=bills[0]) as one,
        a_service_stage(second, account, service.key, project, speed=SPEED, bill=bills[-1]) as two,
    ):
        cap = one.plan().billed_characters * 3 // 2
        for bill in bills:
            bill.caps = Caps(per_day=cap)
        batches = await asyncio.gather(one.voice(), two.voice())
        dearest = max(take.price.billed_characters for take in one.plan().takes or two.plan().takes)
    assert cap - dearest < service.bill.characters <= cap
    assert any(batch.refusal and batch.refusal.cap == cap for batch in batches)
    assert bills[0].counted_today() == service.bill.characters


@pytest.mark.parametrize("seed", [1, 2])
async def test_lost_answers_and_faults_never_pass_the_cap_of_a_day(
    minimax_service: MinimaxService, tmp_path: Path, seed: int
) -> None:
    service = minimax_service
    service.clock.speed, service.latency = SPEED, Latency(0.5, 3.0, seed=seed)
    service.limits.in_flight = 4
    service.faults.random(seed, {cut(billed=True): 0.3, base_resp(1002): 0.1, http(502): 0.1})
    bill = Notebook(tmp_path)
    account = Account(Service.MINIMAX, "main", service.url)
    project = a_long_project(30, "minimax/main", "English_expressive_narrator")
    path = tmp_path / "a.understudy"
    async with a_service_stage(
        path, account, service.key, project, speed=SPEED, bill=bill
    ) as stage:
        cap = stage.plan().billed_characters // 2
        bill.caps = Caps(per_day=cap)
        batch = await stage.voice()
        assert batch.capped and bill.doubts
        assert service.bill.characters <= bill.counted_today() <= cap
        again = stage.booth.batch((*stage.plan().unsure, *stage.plan().takes))
        await stage.booth.work(again)
        assert service.bill.characters <= bill.counted_today() <= cap


async def test_a_lost_answer_that_is_found_is_in_doubt_no_more(
    useapi_service: UseapiService, tmp_path: Path
) -> None:
    service = useapi_service
    service.clock.speed, service.limits.in_flight = SPEED, 4
    faults = {cut(billed=True): 0.3, useapi_error(500, "service fault"): 0.1}
    service.faults.random(3, faults)
    bill = Notebook(tmp_path)
    account = Account(Service.USEAPI, "main", service.base_url)
    project = a_long_project(15, "useapi/main", await a_voice(account, service.token))
    path = tmp_path / "a.understudy"
    async with a_service_stage(
        path, account, service.token, project, speed=SPEED, bill=bill
    ) as stage:
        bill.caps = Caps(per_day=stage.plan().billed_characters)
        batch = await stage.voice()
        assert batch.progress.made == 15 and service.bill.twice() == []
        assert bill.doubts == [] and bill.counted_today() == batch.progress.billed_characters


async def test_a_line_a_cap_keeps_out_waits_for_the_room_a_failure_gives_back(
    tmp_path: Path,
) -> None:
    engine = an_engine()
    engine.held = asyncio.Event()
    engine.fails = refuses_the_first(engine)
    bill = Notebook(tmp_path, Caps(per_day=WORDS))
    with a_stage(tmp_path / "a.understudy", a_project(lines=3), engine, bill=bill) as stage:
        batch = stage.booth.batch(stage.plan())
        work = asyncio.ensure_future(stage.booth.work(batch))
        while not engine.asked or len(batch.lines.left) < 2:
            await asyncio.sleep(0)
        states = [stage.state(line) for line in range(3)]
        assert states.count(TakeState.WAITING) == 2 and not batch.capped
        engine.held.set()
        await work
        assert (batch.progress.made, batch.progress.failed) == (1, 1)
        assert batch.refusal and batch.refusal.left == 0
        assert bill.counted_today() == WORDS
        assert (await stage.booth.unfinished()).takes == ()
        assert {job.state for job in stage.file.jobs.all()} == {JobState.READY, JobState.FAILED}


async def test_the_cap_of_a_run_gives_room_back_too(tmp_path: Path) -> None:
    engine = an_engine()
    engine.fails = refuses_the_first(engine)
    with a_stage(tmp_path / "a.understudy", a_project(lines=2), engine) as stage:
        batch = await stage.voice(cap=WORDS)
        assert (batch.progress.made, batch.progress.failed, batch.capped) == (1, 1, False)


async def test_a_lost_answer_takes_its_price_from_the_day(tmp_path: Path) -> None:
    engine = an_engine(in_flight=1)
    engine.fails = lambda request: OutcomeUnknown("offline", "cut off")
    bill = Notebook(tmp_path, Caps(per_day=2 * WORDS))
    with a_stage(tmp_path / "a.understudy", a_project(lines=3), engine, bill=bill) as stage:
        batch = await stage.voice()
        assert batch.progress.failed == len(engine.asked) == 2 and batch.capped
        assert bill.doubts == [WORDS, WORDS] and bill.notes == []
        engine.fails = lambda request: None
        doubtful = stage.whole_plan().unsure
        again = stage.booth.batch(doubtful)
        await stage.booth.work(again)
        assert len(engine.asked) == len(doubtful) == 2 and again.capped
        assert stage.whole_plan().unsure == doubtful
        assert len(stage.unsure()) == 2


async def test_what_another_program_sent_first_is_not_passed_by_a_line_that_waited(
    tmp_path: Path,
) -> None:
    engine = an_engine(in_flight=1)
    engine.held = asyncio.Event()
    caps = Caps(per_day=3 * WORDS)
    bill, other = Notebook(tmp_path, caps), Notebook(tmp_path, caps)
    with a_stage(tmp_path / "a.understudy", a_project(lines=2), engine, bill=bill) as stage:
        batch = stage.booth.batch(stage.plan())
        work = asyncio.ensure_future(stage.booth.work(batch))
        while not engine.asked or bill.counted_today() < 2 * WORDS:
            await asyncio.sleep(0)
        wanted = Wanted(engine.asked[0], Price(2 * WORDS), Occasion(BillingKind.TAKE))
        other.reserve(wanted, other.run()).sent()
        engine.held.set()
        await work
        assert batch.progress.made == len(engine.asked) == 1 and batch.capped
        assert bill.counted_today() == 3 * WORDS
        assert (await stage.booth.unfinished()).takes == () == stage.unsure()


async def test_what_was_not_sent_when_a_batch_is_cancelled_is_given_back(tmp_path: Path) -> None:
    engine = an_engine(in_flight=1)
    engine.held = asyncio.Event()
    bill = Notebook(tmp_path, Caps(per_day=1000))
    with a_stage(tmp_path / "a.understudy", a_project(lines=6), engine, bill=bill) as stage:
        batch = await stage.voice_until_cancelled()
        await stage.booth.withdraw(batch)
        assert bill.counted_today() == WORDS * len(engine.asked)
        engine.held.set()
        await stage.booth.finish(5.0)
        assert bill.notes == [(WORDS, "take")] * len(engine.asked)
        assert bill.doubts == []


async def test_a_line_cut_off_by_the_end_of_the_program_stays_perhaps_billed(
    tmp_path: Path,
) -> None:
    engine = an_engine(in_flight=1)
    engine.held = asyncio.Event()
    bill = Notebook(tmp_path)
    with a_stage(tmp_path / "a.understudy", a_project(lines=2), engine, bill=bill) as stage:
        await stage.voice_until_cancelled()
        await stage.booth.finish(0.0)
    assert bill.doubts == [WORDS] and Notebook(tmp_path).counted_today() == WORDS


async def test_a_line_in_doubt_whose_words_were_made_elsewhere_is_copied_unasked(
    tmp_path: Path,
) -> None:
    engine = an_engine(in_flight=1)
    engine.fails = lambda request: OutcomeUnknown("offline", "cut off")
    with a_stage(tmp_path / "a.understudy", a_project(lines=4), engine) as stage:
        first, *_, fourth = stage.lines  # the same speaker
        await stage.booth.work(stage.booth.batch(stage.plan()[:1]))
        engine.fails = lambda request: None
        same = fourth.saying("en", first.words("en"))
        stage.document.edit("Edit", stage.project.with_line(same))
        await stage.booth.work(stage.booth.batch([t for t in stage.plan() if t.line == fourth.id]))
        plan = stage.whole_plan()
        assert plan.unsure == ()
        (copy,) = [take for take in plan.takes if take.line == first.id]
        assert copy.price.billed_characters == 0
        await stage.booth.work(stage.booth.batch([copy]))
        assert stage.state(0) is TakeState.READY and stage.unsure() == ()
        assert not stage.status.unsure
        assert len(engine.asked) == 2
