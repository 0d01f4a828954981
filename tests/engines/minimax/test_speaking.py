"""Lines spoken by the service: takes, streams, words, what is sent, what is billed."""

from __future__ import annotations

import asyncio
import io
from contextlib import aclosing

import pytest
import soundfile

from studio.engines.minimax.engine import MiniMaxEngine
from studio.engines.speech import SpeaksByTicket, SpeaksInPieces, Speech, SpeechRequest
from studio.errors import (
    AccountError,
    AccountFault,
    EngineRefused,
    EngineUnreachable,
    OutcomeUnknown,
)
from studio.model.sound_format import SoundFormat
from tests.engines.minimax.at_work import a_reading, a_request, an_account, an_engine
from tests.services.minimax.service import MinimaxService
from tests.services.wrongs import (
    base_resp,
    changed,
    error_in_stream,
    http,
    no_end,
    odd_hex,
    stalled,
)


async def heard(engine: MiniMaxEngine, request: SpeechRequest) -> bytes:
    told: list[Speech] = []
    async with aclosing(engine.speak_stream(request, told.append)) as pieces:
        heard = b"".join([piece async for piece in pieces])
    (speech,) = told
    assert speech.billed_characters == engine.price(request).billed_characters and speech.trace
    return heard


async def test_a_line_is_spoken_as_a_whole_file(service: MinimaxService) -> None:
    async with an_engine(service) as engine:
        speech = await engine.speak(engine.prepare(a_reading("Come in, my friend.")))
    sound = soundfile.info(io.BytesIO(speech.data))
    assert (sound.format, sound.samplerate, sound.channels) == ("WAV", 44100, 1)
    assert speech.billed_characters == 19 == service.bill.characters
    assert len(speech.trace) == 32
    assert [word.word for word in speech.words] == ["Come", "in,", "my", "friend."]
    assert all(a.end_ms <= b.start_ms for a, b in zip(speech.words, speech.words[1:], strict=False))


async def test_the_number_of_a_call_is_kept_without_what_is_no_number(
    service: MinimaxService,
) -> None:
    async with an_engine(service) as engine:
        service.faults.next(changed(trace_id=f"7\n' {service.key}"))
        assert (await engine.speak(engine.prepare(a_reading()))).trace == "7"
        service.faults.next(changed(trace_id=service.key))
        request = engine.prepare(a_reading("Word by word. " * 800))
        ticket = await engine.order(request)
        assert service.key not in ticket
        assert (await engine.collect(request, ticket)).trace == ""


async def test_a_line_on_its_way_arrives_with_its_words_although_the_account_is_closed(
    service: MinimaxService,
) -> None:
    held = service.faults.next(stalled(after_work=True))
    async with an_engine(service) as engine:
        speaking = asyncio.ensure_future(engine.speak(engine.prepare(a_reading("Come in."))))
        await held.arrived()
        await engine.aclose()
        with pytest.raises(EngineUnreachable):
            await engine.speak(a_request())
        held.release()
        assert [word.word for word in (await speaking).words] == ["Come", "in."]
    assert len(service.bill) == 1


@pytest.mark.parametrize("format", ["wav", "flac", "mp3"])
async def test_takes_come_in_the_format_of_the_account(
    service: MinimaxService, format: str
) -> None:
    async with an_engine(service, format=format) as engine:
        speech = await engine.speak(engine.prepare(a_reading(settings={"effect": "robotic"})))
    assert soundfile.info(io.BytesIO(speech.data)).format == format.upper()


async def test_everything_that_can_be_set_is_understood(service: MinimaxService) -> None:
    settings = {
        "read_numbers": True, "number_reading": "quality", "read_formulas": True, "brightness": -20,
        "softness": 30, "crispness": 100, "effect": "lofi_telephone", "one_breath": True,
        "spoken_language": "Chinese", "watermark": True,
    }  # fmt: skip
    request = a_request(
        "重楼(sighs)<#0.4#>走吧。", "zh", voice="female-yujie", speed=1.25, pitch=-3.0, volume=2.0,
        emotion="sad", settings=settings, pronunciations=(("重楼", "(chong2)(lou2)"), ("无", "x")),
    )  # fmt: skip
    async with an_engine(service) as engine:
        await engine.speak(request)
    (asked,) = [each.json for each in service.requests if each.method == "POST"]
    voice = {
        "voice_id": "female-yujie", "speed": 1.25, "vol": 2.0, "pitch": -3, "emotion": "sad",
        "text_normalization": True, "latex_read": True,
    }  # fmt: skip
    assert asked["voice_setting"] == voice
    assert asked["voice_modify"] == {
        "pitch": -20, "intensity": 30, "timbre": 100, "sound_effects": "lofi_telephone",
    }  # fmt: skip
    assert asked["pronunciation_dict"] == {"tone": ["重楼/(chong2)(lou2)"]}
    assert asked["language_boost"] == "Chinese" and asked["continuous_sound"] is True
    assert asked["text"] == "重楼(sighs)<#0.4#>走吧。"


async def test_voices_can_be_blended(service: MinimaxService) -> None:
    blend = '[["English_Graceful_Lady", 70], ["English_CalmWoman", 30]]'
    async with an_engine(service) as engine:
        speech = await engine.speak(engine.prepare(a_reading(settings={"blend": blend})))
    assert speech.data
    (entry,) = service.bill
    assert entry.voice == "English_Graceful_Lady+English_CalmWoman"


async def test_a_voice_id_is_sent_to_the_byte(service: MinimaxService) -> None:
    async with an_engine(service) as engine:
        for voice in ("Santa_Claus ", "Cantonese_ProfessionalHost（F)"):
            assert (await engine.speak(engine.prepare(a_reading(voice=voice)))).data


async def test_what_is_as_usual_is_not_sent(service: MinimaxService) -> None:
    async with an_engine(service, subtitles="off") as engine:
        speech = await engine.speak(engine.prepare(a_reading()))
    (asked,) = service.requests
    assert speech.words == () and not asked.query
    assert set(asked.json) == {
        "model", "text", "language_boost", "voice_setting", "stream", "output_format",
        "audio_setting",
    }  # fmt: skip
    assert asked.json["voice_setting"] == {"voice_id": "English_Graceful_Lady"}


async def test_a_group_goes_along_only_when_there_is_one(service: MinimaxService) -> None:
    service.accounts.first.group_id = "1876"
    async with an_engine(service, group_id=" 1876 ") as engine:
        await engine.check()
    async with an_engine(service, group_id="  ") as engine:
        await engine.check()
    assert [asked.query for asked in service.requests] == ["GroupId=1876", ""]


async def test_lost_subtitles_do_not_lose_the_take(service: MinimaxService) -> None:
    service.faults.always(http(502), path="media")
    async with an_engine(service) as engine:
        speech = await engine.speak(engine.prepare(a_reading()))
    assert speech.data and speech.words == ()


async def test_lines_and_streams_come_on_the_windows_loop_too(
    qapp: object, service: MinimaxService
) -> None:
    async with an_engine(service) as engine:
        request = engine.prepare(a_reading("On the loop of the window."))
        speech = await engine.speak(request)
        assert speech.words and await heard(engine, request)


# Emotions.


async def test_an_emotion_a_model_turns_out_not_to_have_is_left_out_from_then_on(
    service: MinimaxService,
) -> None:
    service.faults.next(base_resp(2013, "this model does not support emotion setting"))
    async with an_engine(service) as engine:
        for text in ("One.", "Two."):
            await engine.speak(engine.prepare(a_reading(text, emotion="sad")))
        await engine.speak(engine.prepare(a_reading("Three.", emotion="angry")))
    told = [asked.json["voice_setting"].get("emotion") for asked in spoken(service)]
    assert told == ["sad", None, None, "angry"]
    assert service.bill.texts == ["One.", "Two.", "Three."]


async def test_an_emotion_is_not_dropped_for_another_fault_or_twice(
    service: MinimaxService,
) -> None:
    async with an_engine(service) as engine:
        service.faults.next(base_resp(2013, "invalid params: speed"))
        with pytest.raises(EngineRefused, match="speed"):
            await engine.speak(engine.prepare(a_reading(emotion="sad")))
        service.faults.next(base_resp(2013, "emotion"), times=2)
        with pytest.raises(EngineRefused, match="emotion"):
            await engine.speak(engine.prepare(a_reading(emotion="sad")))
    assert len(spoken(service)) == 3 and not len(service.bill)


async def test_a_stream_goes_without_an_emotion_the_model_has_not(service: MinimaxService) -> None:
    service.faults.next(base_resp(2013, "this model does not support emotion setting"))
    async with an_engine(service) as engine:
        assert await heard(engine, engine.prepare(a_reading(emotion="sad")))


# Streams.


async def test_a_line_is_heard_while_it_is_made(service: MinimaxService) -> None:
    async with an_engine(service) as engine:
        request = engine.prepare(a_reading("A longer line, in several pieces."))
        streamed = await heard(engine, request)
        assert engine.stream_format(request) == SoundFormat("pcm", 32000)
        assert isinstance(engine, SpeaksInPieces)
    milliseconds = len(streamed) / 2 / 32
    whole = await length_of_the_take(service, request)
    assert abs(milliseconds - whole) < 1
    assert len(service.bill) == 2


async def length_of_the_take(service: MinimaxService, request: SpeechRequest) -> float:
    async with an_engine(service) as engine:
        speech = await engine.speak(request)
    return soundfile.info(io.BytesIO(speech.data)).duration * 1000


async def test_a_changed_voice_is_streamed_as_a_file(service: MinimaxService) -> None:
    async with an_engine(service) as engine:
        request = engine.prepare(a_reading(settings={"brightness": 10}))
        assert engine.stream_format(request) == SoundFormat("file")
        streamed = await heard(engine, request)
    assert soundfile.info(io.BytesIO(streamed)).format == "MP3"


@pytest.mark.parametrize("fault", [no_end(), error_in_stream(1000), odd_hex()])
async def test_a_stream_that_breaks_off_may_be_billed(service: MinimaxService, fault) -> None:
    service.faults.next(fault)
    async with an_engine(service) as engine:
        with pytest.raises(OutcomeUnknown):
            await heard(engine, engine.prepare(a_reading()))


async def test_a_stream_that_is_no_longer_listened_to_ends(service: MinimaxService) -> None:
    async with an_engine(service) as engine:
        request = engine.prepare(a_reading("A long line, of which nobody hears the end. " * 20))
        async with aclosing(engine.speak_stream(request, print)) as pieces:
            assert await anext(pieces)


async def test_a_stream_refused_at_once_says_why(service: MinimaxService) -> None:
    service.faults.next(base_resp(1026, "input sensitive"))
    async with an_engine(service) as engine:
        with pytest.raises(EngineRefused, match="1026"):
            await heard(engine, engine.prepare(a_reading()))


# Long texts.


@pytest.mark.parametrize(("length", "ordered"), [(3000, False), (9999, False), (10_000, True)])
async def test_only_what_is_too_long_is_ordered(
    service: MinimaxService, length: int, ordered: bool
) -> None:
    async with an_engine(service, format="mp3") as engine:
        request = engine.prepare(a_reading(("word " * 2500)[: length - 1] + "d"))
        assert engine.takes_orders(request) is ordered


async def test_a_long_text_is_ordered_and_fetched(service: MinimaxService) -> None:
    text = ("A sentence<#1#>with a pause (sighs). " * 400).strip()
    async with an_engine(service, format="mp3") as engine:
        assert isinstance(engine, SpeaksByTicket)
        request = engine.prepare(a_reading(text, emotion="calm", settings={"read_numbers": True}))
        ticket = await engine.order(request)
    service.faults.next(http(502), times=2, path="query")
    async with an_engine(service, format="mp3") as engine:
        speech = await engine.collect(request, ticket)
    sound = soundfile.info(io.BytesIO(speech.data))
    assert (sound.format, sound.samplerate, sound.channels) == ("MP3", 44100, 1)
    assert speech.billed_characters == service.bill.characters and len(service.bill) == 1
    assert len(speech.words) >= 400


async def test_an_order_may_be_collected_again_when_the_link_fails(
    service: MinimaxService,
) -> None:
    async with an_engine(service, format="mp3") as engine:
        request = engine.prepare(a_reading("Word by word. " * 800))
        ticket = await engine.order(request)
        service.faults.next(http(502), times=3, path="media")
        with pytest.raises(EngineUnreachable):
            await engine.collect(request, ticket)
        assert (await engine.collect(request, ticket)).data
    assert len(service.bill) == 1


async def test_an_order_that_failed_or_expired_is_said_so(service: MinimaxService) -> None:
    async with an_engine(service, format="mp3") as engine:
        request = engine.prepare(a_reading("Word by word. " * 800))
        service.long_texts.fail_next = 1
        ticket = await engine.order(request)
        with pytest.raises(EngineRefused, match="could not make"):
            await engine.collect(request, ticket)
        ticket = await engine.order(request)
        service.clock.advance(hours=10)
        with pytest.raises(EngineRefused, match="nine hours"):
            await engine.collect(request, ticket)
        with pytest.raises(EngineRefused, match="ticket"):
            await engine.collect(request, "nonsense")


# Accounts.


async def test_an_account_without_a_key_or_with_a_wrong_address_says_so() -> None:
    async def no_key() -> str:
        raise AccountError(AccountFault.NO_KEY, "minimax/main")

    engine = MiniMaxEngine(an_account("http://127.0.0.1:9"), no_key)
    with pytest.raises(AccountError):
        await engine.speak(a_request())
    await engine.aclose()
    engine = MiniMaxEngine(an_account("http://api.minimax.io"), no_key)
    with pytest.raises(AccountError) as refusal:
        await engine.check()
    assert refusal.value.fault is AccountFault.INSECURE_HOST


def spoken(service: MinimaxService):
    return [asked for asked in service.requests if asked.path == "/v1/t2a_v2"]
