"""Which generation answers and which account speaks; and that nobody hears the token."""

from __future__ import annotations

import logging
import time as real_time
import traceback
from dataclasses import replace

import pytest

from studio.engines.speech import Pace
from studio.engines.useapi.accounts import WebAccount
from studio.engines.useapi.engine import UseApiEngine
from studio.errors import (
    AccountError,
    AccountProblem,
    AccountStopped,
    EngineRefused,
    EngineUnreachable,
    VoiceError,
)
from studio.model.account import Account, Service
from tests.engines.raw_server import a_server, an_answer
from tests.engines.useapi.room import HELLO, Time, a_voice, an_account, an_engine, asked
from tests.services.useapi.accounts import Account as ServedAccount
from tests.services.useapi.service import UseapiService
from tests.services.wrongs import http, useapi_error

CANARY = "user:4711-CanaryTokenThatNobodyMaySee0815"
DAY = 24 * 3600.0


async def test_the_current_generation_is_asked_once_a_day(useapi_service: UseapiService) -> None:
    time = Time()
    async with an_engine(useapi_service, time) as engine:
        for _ in range(3):
            await engine.config()
        probes = [each for each in useapi_service.requests if "page_size=1" in each.query]
        assert [each.path for each in probes] == ["/v1/minimax/speech/voices"]
        time.now += DAY + 1
        await engine.config()
    assert sum("page_size=1" in each.query for each in useapi_service.requests) == 2


@pytest.mark.parametrize("option", ["auto", "speech", ""])
async def test_the_closed_generation_is_left_alone_unless_asked_for(
    useapi_service: UseapiService, option: str
) -> None:
    async with an_engine(useapi_service, dialect=option) as engine:
        voice = await a_voice(engine)
        await engine.speak(engine.prepare(replace(HELLO, voice=voice)))  # type: ignore[attr-defined]
    assert not any("/audio" in each.path for each in useapi_service.requests)


DEAD = [
    http(404, html="Not Found"), http(404, content={"error": "Not found"}), http(404, text=""),
    http(405, text=""), http(410, text="Gone"), http(501, text=""),
    http(200, html="Welcome"), http(400, html="Bad Request"),
    useapi_error(400, "This version was decommissioned on 2025-08-21"),
    useapi_error(403, "decommissioned"),
    useapi_error(409, "This API is deprecated"),
    useapi_error(500, "This API was discontinued"),
    useapi_error(418, "no longer available"), useapi_error(418, "It is no longer supported"),
    useapi_error(418, "The endpoint was removed"),
]  # fmt: skip


@pytest.mark.parametrize("dead", DEAD, ids=repr)
@pytest.mark.parametrize("dialect", ["audio", "speech"])
async def test_a_dead_generation_is_told_before_any_line_is_sent(
    useapi_service: UseapiService, dialect: str, dead: object
) -> None:
    useapi_service.generation_a = "open"
    useapi_service.faults.always(dead, path=f"/{dialect}")  # type: ignore[arg-type]
    async with an_engine(useapi_service, dialect=dialect) as engine:
        request = engine.prepare(HELLO)
        with pytest.raises(AccountStopped) as raised:
            await engine.speak(request)
    assert raised.value.problem is AccountProblem.CLOSED
    assert raised.value.detail.startswith(f"{dialect}/… is closed")
    assert not asked(useapi_service, "create-mp3")


@pytest.mark.parametrize("state", ["gone", "page"])
async def test_the_older_generation_as_the_vendor_left_it_is_closed(
    useapi_service: UseapiService, state: str
) -> None:
    useapi_service.generation_a = state  # type: ignore[assignment]
    async with an_engine(useapi_service, dialect="audio") as engine:
        for ask in (engine.check, engine.voices, engine.config):
            with pytest.raises(AccountStopped) as raised:
                await ask()
            assert raised.value.problem is AccountProblem.CLOSED
    assert not any("/speech" in each.path for each in useapi_service.requests)


async def test_a_wrong_address_is_told_from_a_closed_generation() -> None:
    async with a_server(an_answer(b"<html>router</html>", Content_Type="text/html")) as server:

        async def key() -> str:
            return CANARY

        engine = UseApiEngine(Account(Service.USEAPI, "main", server.url), key)
        with pytest.raises(AccountStopped) as raised:
            await engine.voices()
        await engine.aclose()
    assert raised.value.problem is AccountProblem.WRONG_ADDRESS


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_trouble_at_the_service_is_not_taken_for_its_end(
    useapi_service: UseapiService, status: int
) -> None:
    useapi_service.faults.next(http(status, html="Trouble"), path="voices", times=3)
    async with an_engine(useapi_service) as engine:
        with pytest.raises(EngineUnreachable):
            await engine.voices()


async def test_what_costs_nothing_is_asked_three_times(useapi_service: UseapiService) -> None:
    useapi_service.faults.next(http(500, text="fault"), path="voices", times=2)
    async with an_engine(useapi_service) as engine:
        assert await engine.voices()


async def test_a_switched_off_account_asks_nothing(useapi_service: UseapiService) -> None:
    async with an_engine(useapi_service, dialect="off") as engine:
        with pytest.raises(AccountStopped) as raised:
            await engine.speak(engine.prepare(HELLO))
        with pytest.raises(AccountStopped):
            await engine.accounts()
    assert raised.value.problem is AccountProblem.CLOSED
    assert not useapi_service.requests


async def test_a_field_that_is_no_longer_supported_is_about_the_line(
    useapi_service: UseapiService,
) -> None:
    async with an_engine(useapi_service) as engine:
        request = engine.prepare(HELLO)
        useapi_service.faults.next(
            useapi_error(400, "model speech-01-hd is no longer supported"), path="create-mp3"
        )
        with pytest.raises(EngineRefused):
            await engine.speak(request)


# Accounts.


async def test_the_only_account_is_not_named(useapi_service: UseapiService) -> None:
    async with an_engine(useapi_service) as engine:
        voice = await a_voice(engine)
        await engine.speak(engine.prepare(replace(HELLO, voice=voice)))  # type: ignore[attr-defined]
    assert not any("account=" in each.query for each in useapi_service.requests)
    assert not any("account" in (each.json or {}) for each in useapi_service.requests)


async def test_of_several_accounts_the_first_that_speaks_is_named(
    useapi_service: UseapiService,
) -> None:
    useapi_service.accounts.first.error = "sign in again"
    useapi_service.accounts.add("second").audio = False
    useapi_service.accounts.add("third")
    async with an_engine(useapi_service) as engine:
        voice = await a_voice(engine)
        await engine.speak(engine.prepare(replace(HELLO, voice=voice)))  # type: ignore[attr-defined]
    assert [each.account for each in useapi_service.bill] == ["third"]


async def test_an_account_without_a_subscription_gives_way_to_the_next(
    useapi_service: UseapiService,
) -> None:
    useapi_service.accounts.add("second")
    async with an_engine(useapi_service) as engine:
        voice = await a_voice(engine)
        request = engine.prepare(replace(HELLO, voice=voice))
        useapi_service.faults.next(useapi_error(412, "no subscription"), path="create-mp3")
        await engine.speak(request)
        assert [each.account for each in useapi_service.bill] == ["second"]
        useapi_service.faults.next(useapi_error(412, "no subscription"), path="create-mp3")
        with pytest.raises(AccountStopped) as raised:
            await engine.speak(request)
    assert raised.value.problem is AccountProblem.NO_SUBSCRIPTION


OF_FIRST = "user:4711-minimax:first-voice:226000000000001"
WRONGS = {
    AccountProblem.BALANCE: {"credits": 0.0},
    AccountProblem.NO_SUBSCRIPTION: {"audio": False},
    AccountProblem.SUSPENDED: {"error": "sign in again"},
}


@pytest.mark.parametrize("problem", WRONGS)
async def test_an_account_that_says_no_does_not_stop_the_others(
    useapi_service: UseapiService, problem: AccountProblem
) -> None:
    def goes_wrong(account: ServedAccount) -> None:
        for name, value in WRONGS[problem].items():
            setattr(account, name, value)

    first, second = useapi_service.accounts.first, useapi_service.accounts.add("second")
    async with an_engine(useapi_service) as engine:
        request = engine.prepare(replace(HELLO, voice=await a_voice(engine)))
        goes_wrong(first)
        await engine.speak(request)
        with pytest.raises(EngineRefused, match="belongs to"):
            await engine.speak(replace(request, voice=OF_FIRST))
        await engine.speak(request)
        assert [each.account for each in useapi_service.bill] == 2 * ["second"]
        goes_wrong(second)
        with pytest.raises(AccountStopped) as raised:
            await engine.speak(request)
        assert raised.value.problem is problem
        second.credits, second.audio, second.error = None, True, ""
        await engine.speak(request)
    assert [each.account for each in useapi_service.bill] == 3 * ["second"]


async def test_the_only_account_stops_for_its_own_voices_too(
    useapi_service: UseapiService,
) -> None:
    async with an_engine(useapi_service) as engine:
        request = engine.prepare(replace(HELLO, voice=await a_voice(engine)))
        useapi_service.accounts.first.error = "sign in again"
        with pytest.raises(AccountStopped):
            await engine.speak(replace(request, voice=OF_FIRST))


async def test_the_account_a_person_named_is_the_only_one(useapi_service: UseapiService) -> None:
    useapi_service.accounts.add("second")
    async with an_engine(useapi_service, account="second") as engine:
        voice = await a_voice(engine)
        request = engine.prepare(replace(HELLO, voice=voice))
        await engine.speak(request)
        useapi_service.faults.next(useapi_error(412, "no subscription"), path="create-mp3")
        with pytest.raises(AccountStopped):
            await engine.speak(request)
    assert [each.account for each in useapi_service.bill] == ["second"]


@pytest.mark.parametrize(
    ("error", "audio", "problem"),
    [
        ("sign in again", True, AccountProblem.SUSPENDED),
        ("", False, AccountProblem.NO_SUBSCRIPTION),
    ],
)
@pytest.mark.parametrize("named", ["", "first"])
async def test_a_check_tells_what_is_wrong_with_the_account(
    useapi_service: UseapiService, named: str, error: str, audio: bool, problem: AccountProblem
) -> None:
    async with an_engine(useapi_service, account=named) as engine:
        await engine.check()
        useapi_service.accounts.first.error = error
        useapi_service.accounts.first.audio = audio
        with pytest.raises(AccountStopped) as raised:
            await engine.check()
        assert raised.value.problem is problem
        (record,) = await engine.accounts()
        assert (record.error, record.speaks, record.usable) == (error, audio, False)


async def test_a_check_tells_a_wrong_token_and_an_unknown_account(
    useapi_service: UseapiService,
) -> None:
    problems = []
    for token, account in ((CANARY, ""), ("", "third")):
        async with an_engine(useapi_service, token=token, account=account) as engine:
            with pytest.raises(AccountStopped) as raised:
                await engine.check()
            problems.append(raised.value.problem)
    assert problems == [AccountProblem.KEY, AccountProblem.SUSPENDED]
    assert not useapi_service.bill.texts


async def test_an_account_says_when_its_session_ends(useapi_service: UseapiService) -> None:
    async with an_engine(useapi_service) as engine:
        (record,) = await engine.accounts()
    assert record.expires_at is not None
    now = real_time.time()
    assert not record.expires_soon(now)
    assert record.expires_soon(now + 28 * DAY)


@pytest.mark.parametrize(
    ("session", "ends"),
    [
        ('{"exp_Expire": 1800000000000}', 1.8e9), ('{"exp_Expire": "1800000000000"}', 1.8e9),
        ('{"exp_Expire": "2027-01-15T08:00:00Z"}', 1.8e9), ('{"exp": 1800000000}', 1.8e9),
        ('{"exp_Expire": "soon"}', None), ("{}", None),
    ],
)  # fmt: skip
async def test_the_end_of_a_session_is_read_in_every_shape(
    session: str, ends: float | None
) -> None:
    record = f'{{"first": {{"supportAudio": true, "jwt": {session}}}, "note": 1}}'

    async def key() -> str:
        return CANARY

    async with a_server(an_answer(record.encode())) as server:
        engine = UseApiEngine(Account(Service.USEAPI, "main", server.url), key)
        assert await engine.accounts() == (WebAccount("first", True, "", ends),)
        await engine.aclose()


async def test_the_plan_is_told(useapi_service: UseapiService) -> None:
    useapi_service.accounts.first.credits = 250
    async with an_engine(useapi_service) as engine:
        plan = await engine.plan()
    assert (plan.name, plan.credits) == ("Pro", 250)


def test_four_lines_at_once_unless_the_account_says_otherwise(
    useapi_service: UseapiService,
) -> None:
    async def key() -> str:
        raise AssertionError("nobody asks yet")

    account = an_account(useapi_service)
    assert UseApiEngine(account, key).pace == Pace(0, 4)
    told = Account(Service.USEAPI, "main", "useapi.net", 30, 2)
    engine = UseApiEngine(told, key)
    assert engine.pace == Pace(30, 2, told=True) and engine.name == "useapi/main"
    with pytest.raises(AccountError):
        UseApiEngine(Account(Service.USEAPI, "main", "http://example.com"), key)


# Secrets.


async def test_no_error_and_no_log_holds_the_token_or_whose_ids_they_are(
    useapi_service: UseapiService, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    useapi_service.accounts.add("secret-name", token=CANARY)
    tells = (
        f"bad {CANARY} for user:4711-minimax:secret-name-voice:998877 in "
        '{"jwt": {"token": "eyJhbGciOi.x.y"}, "deviceID": "77-88", "searchParams": "a=b&uuid=9"}'
    )
    async with an_engine(useapi_service, token=CANARY, account="first") as engine:
        request = engine.prepare(replace(HELLO, voice=await a_voice(engine)))
        for status in (400, 401, 402, 404, 412, 422, 429, 500, 502, 504, 596):
            useapi_service.faults.next(useapi_error(status, tells), path="create-mp3")
            with pytest.raises(VoiceError) as raised:
                await engine.speak(request)
            whole = "".join(traceback.format_exception(raised.value)) + repr(vars(raised.value))
            for secret in (CANARY, "CanaryToken", "4711", "secret-name", "eyJ", "77-88", "uuid"):
                assert secret not in whole, status
            assert "voice …8877" in whole
    assert CANARY not in caplog.text and CANARY not in repr(engine)
    assert not any(CANARY in f"{each}" for each in useapi_service.requests)
