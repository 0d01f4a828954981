"""Lines spoken over useapi: in one call, as jobs, found again, and never paid twice."""

from __future__ import annotations

import asyncio
import time as real_time
from dataclasses import replace

import pytest

from studio.engines.speech import SpeechRequest
from studio.engines.useapi.clips import is_sound
from studio.engines.useapi.engine import UseApiEngine
from studio.engines.useapi.ids import unwrapped
from studio.engines.useapi.speaking import Polling
from studio.errors import (
    AccountProblem,
    AccountStopped,
    EngineBusy,
    EngineRefused,
    EngineUnreachable,
    OutcomeUnknown,
    VoiceError,
)
from tests.engines.useapi.room import HELLO, Time, a_voice, an_engine, asked
from tests.services.useapi.service import UseapiService
from tests.services.wrongs import (
    broken_json,
    changed,
    cut,
    cut_in_body,
    empty_body,
    http,
    other_audio,
    stalled,
    useapi_error,
    without,
)

LONG = "Hold fast! " * 300


async def a_request(engine: UseApiEngine, **changes: object) -> SpeechRequest:
    return engine.prepare(replace(HELLO, **({"voice": await a_voice(engine)} | changes)))


async def test_a_line_is_spoken_in_one_call_and_billed_as_the_service_says(
    useapi_service: UseapiService,
) -> None:
    async with an_engine(useapi_service) as engine:
        request = await a_request(engine)
        speech = await engine.speak(request)
    assert is_sound(speech.data)
    assert (speech.billed_characters, useapi_service.bill.characters) == (10, 10)
    assert speech.trace.isdecimal() and not speech.words


async def test_every_setting_arrives_under_the_services_own_name(
    useapi_service: UseapiService,
) -> None:
    settings = {"brightness": -20, "softness": 30, "crispness": 5, "effect": "lofi_telephone"}
    async with an_engine(useapi_service) as engine:
        request = await a_request(
            engine, speed=1.25, pitch=-2.0, volume=1.5, emotion="calm", settings=settings
        )
        await engine.speak(request)
    (sent,) = [each.json for each in useapi_service.requests if "create" in each.path]
    assert sent == {
        "text": "Hold fast!", "voice_id": request.voice, "model": "speech-2.8-hd",
        "language_boost": "English", "speed": 1.25, "pitch": -2, "vol": 1.5,
        "emotion": "neutral", "deepen_lighten": -20, "stronger_softer": 30, "nasal_crisp": 5,
        "lofi_telephone": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, EngineRefused), (408, EngineUnreachable), (409, EngineRefused),
        (413, EngineRefused), (422, EngineRefused), (429, EngineBusy), (500, EngineUnreachable),
        (502, OutcomeUnknown), (503, EngineBusy), (504, OutcomeUnknown), (524, OutcomeUnknown),
        (521, EngineUnreachable),
    ],
)  # fmt: skip
@pytest.mark.parametrize("dialect", ["speech", "audio"])
async def test_each_status_of_a_line_has_its_one_meaning(
    useapi_service: UseapiService, dialect: str, status: int, error: type[VoiceError]
) -> None:
    useapi_service.generation_a = "open"
    useapi_service.faults.next(useapi_error(status, "something is wrong"), path="create-mp3")
    async with an_engine(useapi_service, dialect=dialect) as engine:
        request = await a_request(engine)
        with pytest.raises(error) as raised:
            await engine.speak(request)
    assert type(raised.value) is error
    assert raised.value.detail == f"something is wrong ({status})"
    assert asked(useapi_service, "create-mp3") == 1


@pytest.mark.parametrize(
    ("status", "words", "problem"),
    [
        (401, "Unauthorized", AccountProblem.KEY),
        (401, "The account is suspended", AccountProblem.SUSPENDED),
        (401, "Wrong user or password", AccountProblem.SUSPENDED),
        (402, "not enough credits", AccountProblem.BALANCE),
        (403, "Forbidden", AccountProblem.KEY),
        (404, "account 'third' is not configured", AccountProblem.SUSPENDED),
        (404, "Not found", AccountProblem.CLOSED),
        (410, "Gone", AccountProblem.CLOSED),
        (412, "no audio subscription", AccountProblem.NO_SUBSCRIPTION),
        (596, "pending error: sign in", AccountProblem.SUSPENDED),
    ],
)
@pytest.mark.parametrize("dialect", ["speech", "audio"])
async def test_what_is_wrong_with_the_account_stops_it(
    useapi_service: UseapiService, dialect: str, status: int, words: str, problem: AccountProblem
) -> None:
    useapi_service.generation_a = "open"
    useapi_service.faults.next(useapi_error(status, words), path="create-mp3")
    async with an_engine(useapi_service, dialect=dialect) as engine:
        request = await a_request(engine)
        with pytest.raises(AccountStopped) as raised:
            await engine.speak(request)
    assert raised.value.problem is problem
    assert asked(useapi_service, "create-mp3") == 1


async def test_a_full_account_is_busy_and_only_says_how_long_when_it_was_told(
    useapi_service: UseapiService,
) -> None:
    named = http(429, content={"error": "too many running jobs"}, retry_after=7)
    useapi_service.faults.next(named, path="create-mp3")
    useapi_service.faults.next(useapi_error(429, "too many running jobs"), path="create-mp3")
    async with an_engine(useapi_service) as engine:
        request = await a_request(engine)
        waits = []
        for _ in range(2):
            with pytest.raises(EngineBusy) as raised:
                await engine.speak(request)
            waits.append(raised.value.retry_after)
    assert waits == [7.0, None]


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (changed(input_sensitive=True, input_sensitive_type=4), EngineRefused),
        (changed(input_sensitive={"type": 4}), EngineRefused),
        (changed(base_resp={"status_code": 1026, "status_msg": "sensitive"}), EngineRefused),
        (changed(base_resp={"status_code": 1002, "status_msg": "rate limit"}), EngineBusy),
        (changed(base_resp={"status_code": 1000, "status_msg": "fault"}), EngineUnreachable),
        (changed(base_resp={"status_code": 1008, "status_msg": "balance"}), AccountStopped),
        (http(200, content={"error": "no such voice", "code": 400}), EngineRefused),
        (http(200, content={"error": "no such voice"}), EngineRefused),
        (http(200, content={}), OutcomeUnknown),
        (http(200, text="done"), OutcomeUnknown),
        (http(200, html="Sign in"), OutcomeUnknown),
        (broken_json(), OutcomeUnknown),
        (empty_body(), OutcomeUnknown),
        (without("audio_url", "audio_id"), OutcomeUnknown),
        (cut(), OutcomeUnknown),
        (cut_in_body(), OutcomeUnknown),
        (other_audio(b"<html>"), OutcomeUnknown),
        (other_audio(b"no sound"), OutcomeUnknown),
    ],
    ids=repr,
)
async def test_a_success_by_its_status_may_be_none(
    useapi_service: UseapiService, wrong: object, error: type[Exception]
) -> None:
    async with an_engine(useapi_service) as engine:
        request = await a_request(engine)
        useapi_service.faults.next(wrong, path="create-mp3")  # type: ignore[arg-type]
        with pytest.raises(error):
            await engine.speak(request)
    assert asked(useapi_service, "create-mp3") == 1


async def test_an_answer_that_is_the_sound_itself_will_do(useapi_service: UseapiService) -> None:
    async with an_engine(useapi_service) as engine:
        request = await a_request(engine)
        sound = (await engine.speak(request)).data
        useapi_service.media.link(sound, "x.mp3", "audio/mpeg")
        answer = http(200, text="ID3 and so on")
        useapi_service.faults.next(answer, path="create-mp3")
        speech = await engine.speak(request)
    assert speech.data == b"ID3 and so on" and speech.billed_characters == 10


async def test_a_link_that_is_not_named_is_asked_for_by_the_number(
    useapi_service: UseapiService,
) -> None:
    async with an_engine(useapi_service) as engine:
        request = await a_request(engine)
        useapi_service.faults.next(without("audio_url", "statusFinal"), path="create-mp3")
        assert is_sound((await engine.speak(request)).data)
        useapi_service.faults.next(http(403, text="expired"), path="media")
        assert is_sound((await engine.speak(request)).data)
    assert asked(useapi_service, "create-mp3") == 2


async def test_a_sound_that_cannot_be_fetched_is_no_reason_to_pay_again(
    useapi_service: UseapiService,
) -> None:
    async with an_engine(useapi_service) as engine:
        request = await a_request(engine)
        useapi_service.faults.next(http(403, text="expired"), path="media", times=2)
        since = real_time.time()
        with pytest.raises(OutcomeUnknown, match="403"):
            await engine.speak(request)
        found = await engine.find(request, since)
    assert found and is_sound(found.data)
    assert useapi_service.bill.texts == ["Hold fast!"]


async def test_an_emotion_the_model_lacks_is_left_out_once(useapi_service: UseapiService) -> None:
    wrong = useapi_error(400, "this model does not support emotion setting")
    useapi_service.faults.next(wrong, path="create-mp3")
    async with an_engine(useapi_service) as engine:
        request = await a_request(engine, emotion="sad")
        await engine.speak(request)
        useapi_service.faults.next(wrong, path="create-mp3", times=2)
        with pytest.raises(EngineRefused):
            await engine.speak(request)
    sent = [each.json for each in useapi_service.requests if each.path.endswith("create-mp3")]
    assert [body.get("emotion") for body in sent] == ["sad", None, "sad", None]


# Lost answers.


@pytest.mark.parametrize("dialect", ["speech", "audio"])
@pytest.mark.parametrize(
    "lost",
    [
        http(504, html="Gateway Timeout", billed=True), http(502, text="busy", billed=True),
        cut(billed=True), cut_in_body(),
    ],
    ids=repr,
)  # fmt: skip
async def test_a_line_whose_answer_was_lost_is_found_and_not_sent_twice(
    useapi_service: UseapiService, dialect: str, lost: object
) -> None:
    useapi_service.generation_a = "open"
    async with an_engine(useapi_service, dialect=dialect) as engine:
        request = await a_request(engine)
        await engine.speak(await a_request(engine, text="Another line."))
        useapi_service.faults.next(lost, path="create-mp3")  # type: ignore[arg-type]
        since = real_time.time()
        with pytest.raises(OutcomeUnknown):
            await engine.speak(request)
        found = await engine.find(request, since)
        assert found and is_sound(found.data) and found.billed_characters == 10
        assert await engine.find(request, since) is None
    assert useapi_service.bill.texts == ["Another line.", "Hold fast!"]


async def test_a_line_that_was_not_made_is_not_found(useapi_service: UseapiService) -> None:
    async with an_engine(useapi_service) as engine:
        request = await a_request(engine)
        other = await a_request(engine, voice=await a_voice(engine, "English_Trustworth_Man"))
        for made in (request, other):
            await engine.speak(made)
        useapi_service.faults.next(http(504, text=""), path="create-mp3")
        with pytest.raises(OutcomeUnknown):
            await engine.speak(request)
        assert await engine.find(request, real_time.time()) is None
        faster = replace(request, settings={"speed": 1.5})
        assert await engine.find(faster, real_time.time()) is None


async def test_what_was_made_before_is_not_taken_for_a_lost_line(
    useapi_service: UseapiService,
) -> None:
    async with an_engine(useapi_service) as first:
        request = await a_request(first)
        await first.speak(request)
    async with an_engine(useapi_service) as engine:
        assert await engine.find(request, real_time.time() + 3600) is None
        found = await engine.find(request, real_time.time() - 60)
        assert found is not None
        assert unwrapped(found.trace) is None


async def test_a_lost_line_is_found_among_hundreds(useapi_service: UseapiService) -> None:
    async with an_engine(useapi_service) as engine:
        request = await a_request(engine)
        useapi_service.faults.next(http(504, text="", billed=True), path="create-mp3")
        since = real_time.time()
        with pytest.raises(OutcomeUnknown):
            await engine.speak(request)
        other = await a_request(engine, text="And another.")
        for _ in range(101):
            await engine.speak(other)
        assert await engine.find(request, since)


async def test_a_lost_job_that_still_runs_is_waited_for(useapi_service: UseapiService) -> None:
    time = Time(meanwhile=lambda: useapi_service.clock.advance(hours=1))
    useapi_service.latency.least = useapi_service.latency.most = 3600.0
    async with an_engine(useapi_service, time) as engine:
        request = await a_request(engine, text=LONG)
        useapi_service.faults.next(http(504, text="", billed=True), path="create")
        since = real_time.time()
        with pytest.raises(OutcomeUnknown):
            await engine.order(request)
        found = await engine.find(request, since)
    assert found and is_sound(found.data)
    assert time.waits == [5.0, 2.0]
    assert len(useapi_service.bill) == 1


@pytest.mark.parametrize("broken", ["/speech/", "/scheduler"])
async def test_a_list_that_cannot_be_had_leaves_the_outcome_open(
    useapi_service: UseapiService, broken: str
) -> None:
    async with an_engine(useapi_service) as engine:
        request = await a_request(engine)
        useapi_service.faults.always(http(500, text="fault"), path=broken)
        with pytest.raises(OutcomeUnknown):
            await engine.find(request, 0.0)


async def test_two_lost_lines_with_the_same_words_are_two_clips(
    useapi_service: UseapiService,
) -> None:
    async with an_engine(useapi_service) as engine:
        request = await a_request(engine)
        useapi_service.faults.next(http(504, billed=True), path="create-mp3", times=2)
        since = real_time.time()
        for _ in range(2):
            with pytest.raises(OutcomeUnknown):
                await engine.speak(request)
        found = await asyncio.gather(*(engine.find(request, since) for _ in range(3)))
    traces = [speech.trace for speech in found if speech]
    assert len(traces) == len(set(traces)) == 2


async def test_a_lost_line_among_too_many_is_looked_for_again_and_not_sent_again(
    useapi_service: UseapiService,
) -> None:
    async with an_engine(useapi_service, polling=Polling(most_read=2)) as engine:
        request = await a_request(engine)
        useapi_service.faults.next(http(504, billed=True), path="create-mp3", times=3)
        since = real_time.time()
        for pitch in range(3):
            with pytest.raises(OutcomeUnknown):
                await engine.speak(await a_request(engine, pitch=float(pitch)))
        with pytest.raises(OutcomeUnknown, match="too many"):
            await engine.find(request, since)
        assert await engine.find(request, since)
    assert len(useapi_service.bill) == 3


@pytest.mark.parametrize("status", [404, 410])
async def test_a_service_that_cannot_tell_what_runs_is_taken_to_run_nothing(
    useapi_service: UseapiService, status: int
) -> None:
    useapi_service.faults.always(useapi_error(status, "Not Found"), path="scheduler")
    async with an_engine(useapi_service) as engine:
        assert await engine.find(await a_request(engine), 0.0) is None


# Jobs.


async def test_a_long_line_is_ordered_and_collected(useapi_service: UseapiService) -> None:
    time = Time()
    useapi_service.clips.polls_until_ready = 3
    async with an_engine(useapi_service, time) as engine:
        request = await a_request(engine, text=LONG)
        assert engine.takes_orders(request)
        assert not engine.takes_orders(await a_request(engine))
        ticket = await engine.order(request)
        speech = await engine.collect(request, ticket)
    assert unwrapped(ticket) and is_sound(speech.data)
    assert time.waits == [2.0, 5.0, 5.0, 5.0]
    assert speech.billed_characters == len(request.text) == len(LONG.strip())


async def test_a_job_that_takes_too_long_can_be_collected_later(
    useapi_service: UseapiService,
) -> None:
    time = Time()
    useapi_service.clips.polls_until_ready = 121
    async with an_engine(useapi_service, time) as engine:
        request = await a_request(engine, text=LONG)
        ticket = await engine.order(request)
        with pytest.raises(OutcomeUnknown, match="not done"):
            await engine.collect(request, ticket)
        assert 600 <= sum(time.waits) < 610
    async with an_engine(useapi_service, time) as another:
        assert is_sound((await another.collect(request, ticket)).data)
    assert len(useapi_service.bill) == 1


async def test_a_job_older_than_a_week_is_found_in_the_list(useapi_service: UseapiService) -> None:
    async with an_engine(useapi_service) as engine:
        request = await a_request(engine, text=LONG)
        ticket = await engine.order(request)
        useapi_service.clock.advance(days=8)
        assert is_sound((await engine.collect(request, ticket)).data)
        with pytest.raises(EngineRefused, match="no longer knows"):
            await engine.collect(replace(request, text="Never said."), ticket)


async def test_an_order_whose_sound_is_gone_for_good_is_not_waited_for_for_ever(
    useapi_service: UseapiService,
) -> None:
    useapi_service.faults.always(http(403, text="expired"), path="media")
    async with an_engine(useapi_service) as engine:
        request = await a_request(engine, text=LONG)
        ticket = await engine.order(request)
        with pytest.raises(EngineRefused, match="403"):
            await engine.collect(request, ticket)


@pytest.mark.parametrize(
    ("code", "error"), [(422, EngineRefused), (500, EngineRefused), (412, AccountStopped)]
)
async def test_a_job_that_failed_says_why(
    useapi_service: UseapiService, code: int, error: type[Exception]
) -> None:
    useapi_service.clips.polls_until_ready = 0
    useapi_service.clips.fail_next(code, "it went wrong")
    async with an_engine(useapi_service) as engine:
        request = await a_request(engine, text=LONG)
        ticket = await engine.order(request)
        with pytest.raises(error, match="it went wrong"):
            await engine.collect(request, ticket)


async def test_a_job_the_service_does_not_know_is_refused_and_stops_nobody(
    useapi_service: UseapiService,
) -> None:
    useapi_service.faults.always(useapi_error(404, "Not Found"), path="/speech/user:")
    useapi_service.faults.always(useapi_error(404, "Not Found"), path="/scheduler/user:")
    async with an_engine(useapi_service) as engine:
        request = await a_request(engine, text=LONG)
        ticket = await engine.order(request)
        with pytest.raises(EngineRefused, match="no longer knows"):
            await engine.collect(request, ticket)
        assert not await engine.cancel(ticket)


async def test_a_job_can_be_cancelled_once(useapi_service: UseapiService) -> None:
    useapi_service.latency.least = useapi_service.latency.most = 3600.0
    async with an_engine(useapi_service) as engine:
        request = await a_request(engine, text=LONG)
        ticket = await engine.order(request)
        assert [await engine.cancel(ticket) for _ in range(2)] == [True, False]
        with pytest.raises(EngineRefused):
            await engine.collect(request, ticket)


async def test_an_account_that_was_closed_cannot_say_what_became_of_a_line(
    useapi_service: UseapiService,
) -> None:
    async with an_engine(useapi_service) as engine:
        request = await a_request(engine)
        await engine.aclose()
        with pytest.raises(OutcomeUnknown):
            await engine.find(request, 0.0)
        with pytest.raises(EngineUnreachable):
            await engine.speak(request)
    assert not asked(useapi_service, "create-mp3")


async def test_a_job_is_waited_for_and_fetched_although_the_account_is_closed(
    useapi_service: UseapiService,
) -> None:
    async with an_engine(useapi_service) as engine:
        request = await a_request(engine, text=LONG)
        ticket = await engine.order(request)
        held = useapi_service.faults.next(stalled(), path="media")
        collecting = asyncio.ensure_future(engine.collect(request, ticket))
        await held.arrived()
        await engine.aclose()
        held.release()
        assert is_sound((await collecting).data)
