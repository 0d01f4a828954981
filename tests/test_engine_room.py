"""What accounts give the program: voices, writers, or both, as they come and go."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from decimal import Decimal
from pathlib import Path

import pytest

from studio.engine_room import EngineRoom, engine_of, known_hosts, normal_host, tried_by
from studio.engines.speech import ChecksAccount, Reading
from studio.errors import (
    AccountError,
    EngineUnreachable,
    StudioError,
    WritingError,
    WritingProblem,
)
from studio.model.account import KEYLESS, Account, Service
from tests.builders import a_project_file
from tests.engines.text_at_work import a_text_request, text_of, written
from tests.services.chat.service import ChatService
from tests.services.minimax.service import MinimaxService
from tests.services.wrongs import stalled


@asynccontextmanager
async def a_room() -> AsyncIterator[EngineRoom]:
    told: list[StudioError] = []
    room = EngineRoom(told.append)
    try:
        yield room
    finally:
        await room.aclose()
    assert told == []


async def test_one_account_speaks_and_writes_another_only_writes(
    monkeypatch: pytest.MonkeyPatch, minimax_service: MinimaxService, chat_service: ChatService
) -> None:
    for name, value in (minimax_service.environment() | chat_service.environment()).items():
        monkeypatch.setenv(name, value)
    async with a_room() as room:
        assert not room.writers
        await room.take_up()
        assert [*room.roster] == ["offline", "minimax/environment"]
        assert [*room.writers] == ["minimax/environment", "chat/environment"]
        assert "chat" not in room.roster
        for service in ("minimax", "chat"):
            assert text_of(await written(room.writers[service])) == "You said: Good evening."
            assert isinstance(room.writers[service], ChecksAccount)


async def test_writers_stay_while_their_account_does() -> None:
    async with a_room() as room:
        here = Account(Service.CHAT, "here", "127.0.0.1:9", options={"key": KEYLESS})
        room.book.add(here, "")
        await room.take_up()
        before = room.writers["chat"]
        await room.take_up()
        assert room.writers["chat/here"] is before
        await room.renew("chat/here")
        assert room.writers["chat/here"] is not before
        room.book.remove("chat/here")
        await room.take_up()
        assert not room.writers


async def test_a_line_on_its_way_arrives_although_its_account_is_renewed_and_removed(
    minimax_service: MinimaxService,
) -> None:
    async with a_room() as room:
        account = Account(Service.MINIMAX, "main", minimax_service.url)
        room.book.add(account, minimax_service.key, this_run_only=True)
        await room.take_up()
        before = room.roster["minimax/main"]
        request = before.prepare(Reading("Come in.", "en", "English_Graceful_Lady"))
        held = minimax_service.faults.next(stalled(after_work=True))
        speaking = asyncio.ensure_future(before.speak(request))
        await held.arrived()
        await room.renew("minimax/main")
        assert room.roster["minimax/main"] is not before
        with pytest.raises(EngineUnreachable):
            await before.speak(request)
        assert (await room.roster["minimax/main"].speak(request)).data
        room.book.remove("minimax/main")
        await room.take_up()
        held.release()
        assert (await speaking).data
    assert len(minimax_service.bill) == 2


async def test_every_service_has_hosts_and_can_be_tried() -> None:
    async def no_key() -> str:
        raise AssertionError("nothing is asked yet")

    for service in Service:
        usual = next(iter(known_hosts(service)))
        assert normal_host(service, "") == usual
        tried = tried_by(Account(service, "main"), no_key)
        assert isinstance(tried, ChecksAccount) and tried.name == f"{service}/main"
        await tried.aclose()
    with pytest.raises(AccountError):
        engine_of(Account(Service.CHAT, "main"), no_key)


async def test_a_job_asks_the_first_writer_or_the_one_it_names(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    minimax_service: MinimaxService,
    chat_service: ChatService,
) -> None:
    for name, value in (minimax_service.environment() | chat_service.environment()).items():
        monkeypatch.setenv(name, value)
    async with a_room() as room:
        with a_project_file(tmp_path) as file:
            with pytest.raises(WritingError) as nobody:
                room.asker("j1", file)
            await room.take_up()
            first = room.asker("j1", file, limit=Decimal(1), most_tokens=100_000)
            named = room.asker("j2", file, writer="chat", model="large-model", limit=Decimal(1))
            with pytest.raises(WritingError) as unknown:
                room.asker("j3", file, writer="chat/elsewhere")
            request = a_text_request("One.")
            assert (await first.text("t", request)).text == "You said: One."
            assert (await named.text("t", request)).text == "You said: One."
            logged = {each.job: each for each in file.exchanges.newest()}
            spent = room.ledger.spent(project=file.project.id)
    assert nobody.value.problem is WritingProblem.NO_WRITER
    assert unknown.value.problem is WritingProblem.UNKNOWN_WRITER
    assert "there are minimax/environment, chat/environment" in unknown.value.detail
    assert (first.writer.name, named.model) == ("minimax/environment", "large-model")
    assert first.purse.limit == 1 and first.purse.amount > 0
    assert named.purse.limit is None, "nobody knows what that service costs"
    assert (logged["j1"].model, logged["j2"].model) == (first.model, "large-model")
    assert [(each.account, each.answers) for each in spent] == [
        ("chat/environment", 1),
        ("minimax/environment", 1),
    ]


@pytest.mark.parametrize(
    ("account", "at_once"),
    [
        (Account(Service.CHAT, "here", "127.0.0.1:9", options={"key": KEYLESS}), 1),
        (Account(Service.CHAT, "big", "localhost:9", 0, 4, {"key": KEYLESS}), 4),
        (Account(Service.CHAT, "far", "https://chat.example.com", options={"key": KEYLESS}), 3),
        (Account(Service.CHAT, "slow", "https://chat.example.com", 0, 2, {"key": KEYLESS}), 2),
    ],
    ids=lambda each: getattr(each, "name", each),
)
async def test_a_model_on_this_machine_is_asked_one_thing_at_a_time_unless_told(
    account: Account, at_once: int
) -> None:
    async with a_room() as room:
        room.book.add(account, "")
        await room.take_up()
        gate = room.switchboard.gate(account.key)
        async with AsyncExitStack() as stack:
            for _ in range(at_once):
                await stack.enter_async_context(gate)
            more = asyncio.ensure_future(stack.enter_async_context(gate))
            await asyncio.wait([more], timeout=0)
            assert not more.done()
            more.cancel()
            await asyncio.wait([more])
