"""What a job asked and was answered is kept, and its cost; no key, no trouble with a disk."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from studio.errors import ProjectFileError, ProjectFileProblem, StudioError, VoiceError
from studio.store.ledger import Ledger
from studio.store.project_file import ProjectFile
from studio.writing.asking import Asker
from studio.writing.exchange_log import ExchangeLog
from studio.writing.purse import Purse
from tests.builders import a_project, a_project_file
from tests.services.chat.service import KEY, ChatService
from tests.services.faults import Fault
from tests.services.fixtures import obeyed
from tests.services.minimax.service import MinimaxService
from tests.services.text_wrongs import error_object
from tests.services.wrongs import base_resp, cut_in_body, http, stalled
from tests.store.make_sample import AN_EXCHANGE
from tests.writing.asking_at_work import (
    A_PRICE,
    NO_WAITS,
    ROWS,
    a_request,
    a_writer,
    all_of,
    end_of,
)


@pytest.fixture(params=["minimax", "chat"])
def service(request: pytest.FixtureRequest) -> Iterator[MinimaxService | ChatService]:
    with obeyed(
        MinimaxService() if request.param == "minimax" else ChatService(key=KEY)
    ) as service:
        service.writes(lambda prompt: ROWS)
        yield service


class Office:
    """A project file, a ledger and who asks, all real."""

    def __init__(self, folder: Path) -> None:
        self.told: list[StudioError] = []
        self.file = a_project_file(folder, a_project())
        self.ledger = Ledger(folder / "ledger.sqlite", self.told.append)
        project = self.file.project.id
        self.log = ExchangeLog(
            self.file.exchanges, self.ledger, project=project, price=A_PRICE, tell=self.told.append
        )

    def asker(self, writer: object) -> Asker:
        return Asker(writer, Purse(A_PRICE), self.log, job="j1", patience=NO_WAITS)  # type: ignore[arg-type]


async def test_an_answer_is_in_the_log_and_on_the_bill(
    service: MinimaxService | ChatService, tmp_path: Path
) -> None:
    office = Office(tmp_path)
    with office.file as file:
        async with a_writer(service) as writer:
            asker = office.asker(writer)
            tokens = end_of(await all_of(asker)).tokens
        (listed,) = file.exchanges.newest()
        kept = file.exchanges.read(listed.id)
        (spent,) = office.ledger.spent(project=file.project.id)
    assert kept and kept.reply == ROWS and "Good evening." in kept.prompt
    assert (kept.job, kept.step, kept.ending) == ("j1", "translate", "whole")
    assert (kept.account, kept.model) == (writer.name, asker.model)
    assert (kept.read, kept.written) == (tokens.read, tokens.written)
    assert (spent.account, spent.currency, spent.syntheses, spent.answers) == (
        *(writer.name, "USD", 0, 1),
    )
    assert spent.tokens == tokens.read + tokens.written
    assert spent.amount == asker.purse.amount > 0 and not office.told


async def test_a_stopped_answer_is_in_the_log_too(
    service: MinimaxService | ChatService, tmp_path: Path
) -> None:
    stall = service.faults.next(stalled(at=300))
    office = Office(tmp_path)
    with office.file as file:
        async with a_writer(service) as writer:
            asking = asyncio.ensure_future(all_of(office.asker(writer)))
            await stall.arrived()
            asking.cancel()
            await asyncio.wait([asking])
            stall.release()
        assert [each.ending for each in file.exchanges.newest()] == ["stopped"]
        assert office.ledger.spent()[0].answers == 1


async def test_an_exchange_is_kept_though_its_job_is_stopped_again_and_again(
    tmp_path: Path,
) -> None:
    office, blocked = Office(tmp_path), threading.Event()
    with office.file as file, ThreadPoolExecutor(1) as threads:
        asyncio.get_running_loop().set_default_executor(threads)
        threads.submit(blocked.wait)
        keeping = asyncio.ensure_future(office.log.keep(AN_EXCHANGE))
        await asyncio.wait([keeping], timeout=0)
        keeping.cancel()
        await asyncio.wait([keeping])
        blocked.set()
        threads.shutdown()
        assert keeping.cancelled()
        assert file.exchanges.read(AN_EXCHANGE.id) == AN_EXCHANGE
        assert office.ledger.spent()[0].tokens == AN_EXCHANGE.read + AN_EXCHANGE.written


async def test_what_was_asked_is_on_the_bill_though_nothing_more_was_heard(
    service: MinimaxService | ChatService, tmp_path: Path
) -> None:
    stall = service.faults.next(stalled(at=300))
    office = Office(tmp_path)
    with office.file:
        async with a_writer(service) as writer:
            asking = asyncio.ensure_future(all_of(office.asker(writer)))
            await stall.arrived()
            (held,) = office.ledger.spent()  # as it would stand after a crash
            asking.cancel()
            await asyncio.wait([asking])
            stall.release()
        (spent,) = office.ledger.spent()
    assert held.answers == spent.answers == 1
    assert held.tokens > spent.tokens > 0 and held.amount > spent.amount > 0


async def test_what_was_stopped_before_it_was_asked_is_on_no_bill(tmp_path: Path) -> None:
    office, blocked = Office(tmp_path), threading.Event()
    unasked = replace(AN_EXCHANGE, read=0, written=0)
    with office.file, ThreadPoolExecutor(1) as slow, ThreadPoolExecutor(1) as quick:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(slow)
        slow.submit(blocked.wait)
        beginning = asyncio.ensure_future(office.log.begin(AN_EXCHANGE))
        await asyncio.wait([beginning], timeout=0)
        loop.set_default_executor(quick)
        await office.log.keep(unasked)
        blocked.set()
        await beginning
        assert office.ledger.spent() == ()


async def test_what_the_service_did_not_take_is_on_no_bill(
    service: MinimaxService | ChatService, tmp_path: Path
) -> None:
    service.faults.always(http(401, content={"error": {"message": "bad key"}}))
    office = Office(tmp_path)
    with office.file:
        async with a_writer(service) as writer:
            with pytest.raises(VoiceError):
                await all_of(office.asker(writer))
        assert office.ledger.spent() == ()


ECHOES = {
    "a no": lambda key: http(401, content={"error": {"message": f"no such key: {key}"}}),
    "a complaint": lambda key: http(400, content={"error": {"message": f"bad header: {key}"}}),
    "a page": lambda key: http(500, text=f"Authorization: Bearer {key}"),
    "a code": lambda key: base_resp(1004, f"login fail: {key}"),
    "in the middle": lambda key: error_object(f"key {key} ran out", after=3, code=403),
    "cut off": lambda key: cut_in_body(0.6),
}


@pytest.mark.parametrize("fault", ECHOES.values(), ids=ECHOES)
async def test_no_key_gets_into_the_project_file(
    service: MinimaxService | ChatService, tmp_path: Path, fault: object
) -> None:
    office = Office(tmp_path)
    with office.file as file:
        async with a_writer(service) as writer:
            await all_of(office.asker(writer))
            planned: Fault = fault(service.key)  # type: ignore[operator]
            service.faults.always(planned)
            try:
                await all_of(office.asker(writer))
            except VoiceError as error:
                assert service.key not in str(error)
        assert len(file.exchanges.newest()) == 2
        for listed in file.exchanges.newest():
            whole = file.exchanges.read(listed.id)
            assert whole and service.key not in repr(whole)
    for path in tmp_path.iterdir():
        assert service.key.encode() not in path.read_bytes()


async def test_a_disk_that_takes_nothing_stops_no_job(
    service: MinimaxService | ChatService, tmp_path: Path
) -> None:
    office = Office(tmp_path)
    with office.file, ProjectFile.open(office.file.path) as second:
        log = ExchangeLog(
            *(second.exchanges, office.ledger), project="p", price=A_PRICE, tell=office.told.append
        )
        async with a_writer(service) as writer:
            asker = Asker(writer, Purse(A_PRICE), log, job="j1")
            for _ in range(3):
                assert (await asker.text("t", a_request())).text == ROWS
    (told,) = office.told
    assert isinstance(told, ProjectFileError) and told.problem is ProjectFileProblem.LOCKED
    assert office.ledger.spent()[0].answers == 3
    assert office.ledger.spent()[0].amount > Decimal(0)
