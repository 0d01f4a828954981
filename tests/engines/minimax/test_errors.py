"""Each failure becomes the right error: not billed, perhaps billed, this line, the account."""

from __future__ import annotations

import logging
import traceback
from contextlib import aclosing

import pytest

from studio.engines.minimax.envelope import complaint_of, content_of, error_of
from studio.engines.web_call import Answer, Patience
from studio.errors import (
    AccountProblem,
    AccountStopped,
    EngineBusy,
    EngineRefused,
    EngineUnreachable,
    OutcomeUnknown,
    VoiceError,
    VoiceRefused,
)
from tests.engines.minimax.at_work import a_reading, a_request, an_engine
from tests.services.faults import Fault
from tests.services.minimax.accounts import Account
from tests.services.minimax.service import MinimaxService
from tests.services.minimax.vocabulary import MESSAGES
from tests.services.wrongs import (
    bad_hex,
    base_resp,
    broken_json,
    cut,
    cut_in_body,
    dripping,
    empty_body,
    http,
    null_data,
    odd_hex,
    other_audio,
    other_format,
    redirect,
    stalled,
    truncated_audio,
    without,
    wrong_content_type,
)

LATER = (1000, 1001, 1013, 1024, 1033)
BUSY = (1002, 1039, 1041, 2045)
REFUSED = (1026, 1027, 1042, 1043, 1044, 2013, 2037, 2039, 2042, 2048, 2054, 20132, 9999, -1)
STOPPED = {
    1004: AccountProblem.KEY,
    2049: AccountProblem.KEY,
    1008: AccountProblem.BALANCE,
    1028: AccountProblem.PLAN_SPENT,
    1030: AccountProblem.PLAN_SPENT,
    2056: AccountProblem.PLAN_SPENT,
    2061: AccountProblem.MODEL_NOT_IN_PLAN,
    2038: AccountProblem.NOT_VERIFIED,
}


def traced(trace: str) -> Fault:
    """A refusal with this as its number."""
    base = {"status_code": 1026, "status_msg": "no"}
    return http(200, content={"trace_id": trace, "base_resp": base})


async def failing(service: MinimaxService, fault: Fault) -> VoiceError:
    """The error that a fault becomes when a line is spoken; asked exactly once."""
    service.faults.next(fault)
    async with an_engine(service) as engine:
        before = len(service.requests)
        with pytest.raises(VoiceError) as failed:
            await engine.speak(engine.prepare(a_reading()))
    assert len(service.requests) == before + 1
    assert failed.value.engine == "minimax/main"
    return failed.value


async def test_every_code_of_the_service_is_the_right_error(service: MinimaxService) -> None:
    for code in (*LATER, *BUSY, *REFUSED, *STOPPED):
        error = await failing(service, base_resp(code, "its own words"))
        if code in STOPPED:
            assert isinstance(error, AccountStopped) and error.problem is STOPPED[code]
        else:
            kinds = {**dict.fromkeys(LATER, EngineUnreachable), **dict.fromkeys(BUSY, EngineBusy)}
            kinds |= dict.fromkeys((2042, 2054), VoiceRefused)
            assert type(error) is kinds.get(code, EngineRefused), code
        assert str(code) in error.detail and "its own words" in error.detail
        assert "trace fault" in error.detail
    assert set(MESSAGES) <= {*LATER, *BUSY, *REFUSED, *STOPPED}


async def test_sound_that_came_with_an_error_is_not_used(service: MinimaxService) -> None:
    error = await failing(service, base_resp(1008, "insufficient balance", audio="52494646"))
    assert isinstance(error, AccountStopped) and error.problem is AccountProblem.BALANCE


NOT_BILLED = {
    "500": (http(500), EngineUnreachable),
    "500 with a page": (http(500, html="Internal error"), EngineUnreachable),
    "503 with a page": (http(503, html="Overloaded"), EngineBusy),
    "503": (http(503, retry_after=7), EngineBusy),
    "429": (http(429, retry_after="11"), EngineBusy),
    "400": (http(400, text="bad"), EngineRefused),
    "413": (http(413), EngineRefused),
    "422": (http(422), EngineRefused),
    "409": (http(409), EngineRefused),
    "without a bill": (http(200, content={"base_resp": {"status_code": 0}}), EngineUnreachable),
}
PERHAPS_BILLED = {
    **{str(status): http(status, html="no") for status in (408, 502, 504, 520, 522, 524)},
    "200 with a page": http(200, html="Please wait"),
    "200 with words": http(200, text="please wait"),
    "cut": cut(billed=True),
    "cut in the body": cut_in_body(),
    "empty": empty_body(),
    "broken json": broken_json(),
    "null data": null_data(),
    "odd hex": odd_hex(),
    "bad hex": bad_hex(),
    "half a sound": truncated_audio(),
    "no sound": other_audio(b"<html>not here</html>"),
    "nothing": other_audio(b""),
}


@pytest.mark.parametrize("name", NOT_BILLED)
async def test_what_was_surely_not_billed_is_said_so(service: MinimaxService, name: str) -> None:
    fault, kind = NOT_BILLED[name]
    error = await failing(service, fault)
    assert type(error) is kind
    if isinstance(error, EngineBusy):
        assert error.retry_after == {"503": 7.0, "429": 11.0}.get(name)


@pytest.mark.parametrize("name", PERHAPS_BILLED)
async def test_what_may_have_been_billed_is_an_open_question(
    service: MinimaxService, name: str
) -> None:
    assert type(await failing(service, PERHAPS_BILLED[name])) is OutcomeUnknown


@pytest.mark.parametrize("fault", [null_data(), odd_hex(), truncated_audio()], ids=repr)
async def test_what_was_billed_for_damaged_sound_is_told(
    service: MinimaxService, fault: Fault
) -> None:
    error = await failing(service, fault)
    assert isinstance(error, OutcomeUnknown)
    assert error.billed_characters == service.bill.characters > 0


async def test_an_answer_that_is_late_is_an_open_question(service: MinimaxService) -> None:
    held = service.faults.next(stalled(after_work=True))
    async with an_engine(service, patience=Patience(read_s=0.05)) as engine:
        with pytest.raises(OutcomeUnknown):
            await engine.speak(a_request())
    held.release()


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        (http(401, text="no"), AccountProblem.KEY),
        (http(403), AccountProblem.KEY),
        (http(402), AccountProblem.BALANCE),
        (http(404, text="404 page not found"), AccountProblem.WRONG_ADDRESS),
        (http(405), AccountProblem.WRONG_ADDRESS),
        (redirect(), AccountProblem.WRONG_ADDRESS),
    ],
    ids=repr,
)
async def test_an_account_that_goes_nowhere_is_stopped(
    service: MinimaxService, fault: Fault, problem: AccountProblem
) -> None:
    error = await failing(service, fault)
    assert isinstance(error, AccountStopped) and error.problem is problem


@pytest.mark.parametrize(
    "fault", [wrong_content_type(), other_format("flac"), dripping(4096, 0), without("extra_info")],
    ids=repr,
)  # fmt: skip
async def test_an_answer_that_is_only_odd_is_taken(service: MinimaxService, fault: Fault) -> None:
    service.faults.next(fault)
    async with an_engine(service) as engine:
        assert (await engine.speak(engine.prepare(a_reading()))).data


async def test_a_wrong_key_says_that_the_region_may_be_wrong(service: MinimaxService) -> None:
    service.accounts.add(Account("sk-elsewhere", elsewhere=True))
    for key in ("sk-unknown-1234", "sk-elsewhere"):
        async with an_engine(service, key=key) as engine:
            with pytest.raises(AccountStopped, match="region") as stopped:
                await engine.check()
            assert stopped.value.problem is AccountProblem.KEY
            assert key not in stopped.value.detail


async def test_an_account_that_is_let_in_is_said_so_for_nothing(service: MinimaxService) -> None:
    async with an_engine(service) as engine:
        await engine.check()
        service.faults.next(http(502), times=2, path="get_voice")
        await engine.check()
    assert not len(service.bill)


async def test_a_service_that_is_not_there_was_not_billed() -> None:
    with MinimaxService() as gone:
        url = gone.url
    async with an_engine(url) as engine:
        for asked in (engine.speak(a_request()), engine.voices(), engine.check()):
            with pytest.raises(EngineUnreachable):
                await asked


async def test_a_certificate_nobody_knows_stops_the_account() -> None:
    with MinimaxService(certificate="good") as strange:
        async with an_engine(strange) as engine:
            with pytest.raises(AccountStopped) as stopped:
                await engine.speak(a_request())
    assert stopped.value.problem is AccountProblem.NOT_TRUSTED and not strange.requests


async def test_the_key_is_in_no_error_and_no_log(
    service: MinimaxService, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    echo = f"you sent Bearer {service.key} and {service.key}, GroupId=1876 ?GroupId=1876"
    faults = [
        base_resp(2013, echo),
        http(401, text=echo),
        http(500, html=echo),
        http(400, text=echo),
        http(400, content={"error": {"message": echo}}),
        redirect("/elsewhere?token=hidden"),
        traced(service.key),
        *PERHAPS_BILLED.values(),
    ]
    told: list[str] = []
    for fault in faults:
        error = await failing(service, fault)
        told += [repr(error), str(error), error.detail, *traceback.format_exception(error)]
    async with an_engine(service, group_id="1876") as engine:
        told.append(repr(engine) + repr(vars(engine)))
    assert service.key not in "".join(told) + caplog.text
    assert "…" in "".join(told)


async def test_a_stream_that_cannot_begin_is_the_same_error(service: MinimaxService) -> None:
    wrongs = [(http(401), AccountStopped), (http(502, html="x"), OutcomeUnknown),
              (base_resp(1002), EngineBusy), (http(404, text="404 page not found"), AccountStopped),
              (cut(), OutcomeUnknown), (http(504), OutcomeUnknown)]  # fmt: skip
    async with an_engine(service) as engine:
        for fault, kind in wrongs:
            service.faults.next(fault)
            with pytest.raises(VoiceError) as failed:
                async with aclosing(engine.speak_stream(a_request(), print)) as pieces:
                    await anext(pieces)
            assert type(failed.value) is kind, fault


# Envelopes that the loopback service does not write.


def error_for(body: str, status: int = 200, **headers: str) -> VoiceError:
    answer = Answer(status, headers, body.encode())
    complaint = complaint_of(answer, content_of(answer))
    assert complaint is not None
    return error_of("minimax/main", answer, complaint, bills=True)


@pytest.mark.parametrize(
    ("status", "kind", "message", "expected"),
    [
        (400, "bad_request_error", "invalid params (2013)", EngineRefused),
        (401, "authorized_error", "no", AccountStopped),
        (429, "insufficient_balance_error", "insufficient balance (1008)", AccountStopped),
        (500, "api_error", "insufficient balance (1008)", AccountStopped),
        (422, "unprocessable_entity_error", "sensitive", EngineRefused),
        (429, "rate_limit_error", "slow down", EngineBusy),
        (502, "api_error", "failed inside (1013)", EngineUnreachable),
        (500, "server_error", "oh", EngineUnreachable),
    ],
)
def test_the_newer_style_of_saying_no_is_understood(
    status: int, kind: str, message: str, expected: type[VoiceError]
) -> None:
    body = (
        f'{{"type":"error","error":{{"type":"{kind}","message":"{message}","http_code":'
        f'"{status}"}},"request_id":"r1"}}'
    )
    error = error_for(body, status)
    assert type(error) is expected and "trace r1" in error.detail


@pytest.mark.parametrize(
    "body",
    [
        '{"base_resp":{"status_code":"1004","status_msg":"x"}}',
        '{"base_resp":{"status_code":1004}}',
        '{"base_resp":{"status_code":1004,"status_msg":null},"data":7}',
    ],
)
def test_a_code_is_found_however_it_is_written(body: str) -> None:
    assert isinstance(error_for(body), AccountStopped)


def test_the_trace_is_found_in_the_head_too() -> None:
    assert "trace t9" in error_for("oops", 500, **{"trace-id": "t9"}).detail


@pytest.mark.parametrize("body", ["[]", "7", "null", '"x"', "[" * 100_000])
def test_json_that_is_no_object_is_damage(body: str) -> None:
    assert isinstance(error_for(body), OutcomeUnknown)
