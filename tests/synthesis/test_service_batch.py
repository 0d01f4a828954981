"""A whole batch at a service with limits and faults: no line lost, none billed twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.model.account import Account, Service
from studio.store.jobs import JobState
from studio.synthesis.plan import TakeState
from tests.builders import a_project
from tests.services.faults import Fault
from tests.services.limits import Latency
from tests.services.minimax.service import MinimaxService
from tests.services.useapi.service import UseapiService
from tests.services.wrongs import (
    base_resp,
    cut,
    cut_in_body,
    http,
    null_data,
    odd_hex,
    truncated_audio,
    useapi_error,
)
from tests.synthesis.service_stage import ServiceStage, a_long_project, a_service_stage, a_voice

LINES = 60
SPEED = 60.0
MINIMAX_FAULTS: dict[Fault, float] = {
    base_resp(1002): 0.05,
    base_resp(1000): 0.03,
    http(502, html="Bad Gateway"): 0.02,
    null_data(): 0.02,
    cut(): 0.01,
    cut(billed=True): 0.02,
    cut_in_body(): 0.02,
    odd_hex(): 0.02,
    truncated_audio(): 0.02,
}
USEAPI_FAULTS: dict[Fault, float] = {
    useapi_error(429, "too many running jobs"): 0.05,
    useapi_error(500, "service fault"): 0.03,
    useapi_error(504, "busy", billed=True): 0.04,
    cut(billed=True): 0.04,
}


def assert_nothing_lost(stage: ServiceStage) -> int:
    """Every line has a take that fits or says why not; how many have one."""
    lines = [line for _, line in stage.project.lines if line.spoken]
    states = [stage.status.of(line, "en") for line in lines]
    assert {state.state for state in states} <= {TakeState.READY, TakeState.UNSURE}
    assert all(state.reason for state in states if state.state is TakeState.UNSURE)
    assert {job.state for job in stage.file.jobs.all()} <= {JobState.READY, JobState.UNSURE}
    return sum(state.state is TakeState.READY for state in states)


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_minimax_voices_a_batch_through_limits_and_faults(
    minimax_service: MinimaxService, tmp_path: Path, seed: int
) -> None:
    service = minimax_service
    service.clock.speed = SPEED
    service.limits.per_minute, service.limits.in_flight = 300, 5
    service.latency = Latency(0.5, 3.0, seed=seed)
    service.faults.random(seed, MINIMAX_FAULTS)
    account = Account(Service.MINIMAX, "main", service.url)
    project = a_long_project(LINES, "minimax/main", "English_expressive_narrator")
    path = tmp_path / "a.understudy"
    async with a_service_stage(path, account, service.key, project, speed=SPEED) as stage:
        batch = await stage.voice()
        made = assert_nothing_lost(stage)
        assert made == batch.progress.made >= LINES * 3 // 4
        assert service.bill.twice() == []
        recorded = sum(take.billed_characters for take in stage.project.takes)
        assert recorded == batch.progress.billed_characters
        service.faults.clear()
        doubtful = stage.plan().unsure
        await stage.booth.work(stage.booth.batch(doubtful))
        assert assert_nothing_lost(stage) == LINES


@pytest.mark.parametrize("seed", [1, 2])
async def test_useapi_finds_what_its_answers_lost(
    useapi_service: UseapiService, tmp_path: Path, seed: int
) -> None:
    service = useapi_service
    service.clock.speed = SPEED
    service.limits.in_flight = 4
    service.latency = Latency(0.5, 3.0, seed=seed)
    service.faults.random(seed, USEAPI_FAULTS)
    account = Account(Service.USEAPI, "main", service.base_url)
    project = a_long_project(LINES // 2, "useapi/main", await a_voice(account, service.token))
    path = tmp_path / "a.understudy"
    async with a_service_stage(path, account, service.token, project, speed=SPEED) as stage:
        batch = await stage.voice()
        assert assert_nothing_lost(stage) == batch.progress.made == LINES // 2
        assert service.bill.twice() == []


async def test_an_engine_says_who_it_is_without_being_asked_anything(
    minimax_service: MinimaxService, tmp_path: Path
) -> None:
    account = Account(Service.MINIMAX, "main", minimax_service.url)
    path = tmp_path / "a.understudy"
    async with a_service_stage(path, account, minimax_service.key, a_project(2)) as stage:
        assert list(stage.engines) == ["minimax/main"]
        assert stage.engines["minimax"].limits().models
    assert minimax_service.requests == []
