"""POST /v1/t2a_v2: a text becomes sound, at once or in a stream."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.services.bill import canonical
from tests.services.call import Call
from tests.services.minimax.envelope import SUCCESS, misused, refused, success, trace_id
from tests.services.minimax.orders import order_complaints
from tests.services.minimax.subtitles import subtitles
from tests.services.minimax.texts import (
    invisible_share,
    spoken_characters,
    too_invisible,
    usage,
)
from tests.services.minimax.vocabulary import SOUND
from tests.services.minimax.voices import Voice
from tests.services.sound import Encoding, Sound, Stretch, pitch_of, spoken, streamed_wave
from tests.services.speech import Performance, perform
from tests.services.wire import Reply

if TYPE_CHECKING:
    from tests.services.minimax.service import MinimaxService

_EVENT_BYTES = 8192
_WATERMARK = Stretch(500)
_TYPES = {"mp3": "audio/mpeg", "wav": "audio/wav", "flac": "audio/flac", "opus": "audio/ogg"}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A finished synthesis: how it was performed, its sound, and what it says about itself."""

    performance: Performance
    sound: Sound
    data: bytes
    extra_info: dict[str, Any]


class Synthesis:
    """Makes sound of texts, for this path and for whoever else bills like it."""

    def __init__(self, service: MinimaxService) -> None:
        self._service = service

    async def speak(self, call: Call) -> Reply:
        """Answer one order."""
        order = self._checked(call)
        model, text = order["model"], order["text"]
        characters = usage(text)
        call.account.may_speak(model, characters)
        await call.begin_synthesis(model=model, text=text, characters=characters)
        voices = self.voices(call, order)
        done = self.perform(call, order, voices)
        name = order["voice_setting"]["voice_id"] or "+".join(each.voice_id for each in voices)
        paid = canonical(order)
        call.charge(
            kind="t2a", model=model, voice=name, text=text, characters=characters, order=paid
        )
        answer = self._stream if order.get("stream") else self._whole
        return answer(call, order, done)

    def voices(self, call: Call, order: dict[str, Any]) -> list[Voice]:
        """The voices of an order, which count as used from now on; raises Refused."""
        mixed = [each["voice_id"] for each in order.get("timbre_weights", [])]
        return [self._voice(call, each) for each in mixed or [order["voice_setting"]["voice_id"]]]

    def perform(self, call: Call, order: dict[str, Any], voices: list[Voice]) -> Spoken:
        """The sound of an order."""
        setting, audio = order["voice_setting"], order.get("audio_setting", {})
        performance = perform(order["text"], speed=setting.get("speed", 1.0), tags=SOUND)
        encoding = call.fault.encoding(
            Encoding(
                audio.get("format", "mp3"),
                audio.get("sample_rate", audio.get("audio_sample_rate", 32000)),
                audio.get("channel", 1),
                audio.get("bitrate", 128_000),
            )
        )
        stretches = performance.stretches
        if order.get("aigc_watermark"):
            stretches = (*stretches, _WATERMARK)
        sound = spoken(stretches, pitch_of(*(v.voice_id for v in voices), order["text"]), encoding)
        data = call.fault.audio(sound.data)
        info = _extra_info(order["text"], sound, len(data))
        fresh = sum(self._first_use(voice) for voice in voices)
        return Spoken(
            performance, sound, data, info | ({"usage_voice_count": fresh} if fresh else {})
        )

    def _checked(self, call: Call) -> dict[str, Any]:
        wrong = order_complaints(call.json)
        if isinstance(call.json, dict) and too_invisible(str(call.json.get("text", ""))):
            call.violates("text: control characters")
            raise refused(1042)
        if wrong:
            raise misused(call, *wrong)
        return call.json

    def _voice(self, call: Call, voice_id: str) -> Voice:
        voice = self._service.voices.find(voice_id)
        if voice is None:
            nearly = self._service.voices.nearly(voice_id)
            if nearly and nearly != voice_id:
                call.violates(f"voice_setting.voice_id: {voice_id!r} is not {nearly!r}")
            raise refused(2054)
        if voice.account not in ("", call.account.name):
            raise refused(2042)
        return voice

    def _first_use(self, voice: Voice) -> bool:
        if voice.kind == "system" or voice.used is not None:
            return False
        voice.used = self._service.clock.now()
        return True

    def _whole(self, call: Call, order: dict[str, Any], done: Spoken) -> Reply:
        data: dict[str, Any] = {"audio": call.fault.digits(done.data.hex()), "status": 2}
        if order.get("output_format") == "url":
            format = done.sound.encoding.format
            kind = _TYPES.get(format, "application/octet-stream")
            data["audio"] = self._service.media.link(done.data, f"audio.{format}", kind)
        if order.get("subtitle_enable"):
            words = order.get("subtitle_type", "sentence") == "word"
            lines = json.dumps(subtitles(order["text"], done.performance, words=words))
            data["subtitle_file"] = self._service.media.link(
                lines.encode(), "subtitle.json", "application/json"
            )
        return success(call, data=data, extra_info=done.extra_info, trace_id=trace_id())

    def _stream(self, call: Call, order: dict[str, Any], done: Spoken) -> Reply:
        data = streamed_wave(done.data) if done.data[:4] == b"RIFF" else done.data
        trace = trace_id()
        pieces = [data[at : at + _EVENT_BYTES] for at in range(0, len(data), _EVENT_BYTES)]
        events: list[dict[str, Any]] = [
            {
                "data": {"audio": call.fault.digits(piece.hex()), "status": 1},
                "trace_id": trace,
                "base_resp": {"status_code": 0, "status_msg": ""},
            }
            for piece in pieces
        ]
        last: dict[str, Any] = {"status": 2}
        if not order.get("stream_options", {}).get("exclude_aggregated_audio"):
            last["audio"] = call.fault.digits(data.hex())
        events.append(
            {
                "data": last,
                "extra_info": done.extra_info,
                "trace_id": trace_id(),
                "base_resp": dict(SUCCESS),
            }
        )
        lines = [f"data: {json.dumps(each)}\n\n" for each in call.fault.events(events)]
        return Reply("".join(lines).encode(), content_type="text/event-stream", chunked=True)


def _extra_info(text: str, sound: Sound, size: int) -> dict[str, Any]:
    return {
        "audio_length": sound.milliseconds,
        "audio_sample_rate": sound.encoding.rate,
        "audio_size": size,
        "bitrate": sound.bitrate,
        "audio_format": sound.encoding.format,
        "audio_channel": sound.encoding.channels,
        "word_count": spoken_characters(text),
        "usage_characters": usage(text),
        "invisible_character_ratio": round(invisible_share(text), 4),
    }
