"""MiniMax's own voices: cloned from a sample, designed from words, listed, deleted."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from datetime import UTC, datetime
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from tests.services.bill import canonical
from tests.services.call import Call
from tests.services.checking import (
    complaints,
    flag,
    number,
    one_of,
    required,
    table,
    text,
    whole,
)
from tests.services.minimax.envelope import misused, refused, success
from tests.services.minimax.files import File
from tests.services.minimax.texts import text_complaints, usage
from tests.services.minimax.vocabulary import LANGUAGES, MODELS, SOUND
from tests.services.minimax.voices import VOICE_ID, Kind, Voice
from tests.services.sound import Encoding, Sound, pitch_of, spoken
from tests.services.speech import perform
from tests.services.wire import Reply

if TYPE_CHECKING:
    from tests.services.minimax.service import MinimaxService

CLONES_PER_MINUTE = 60
DESIGNS_PER_MINUTE = 20
SAMPLE_SECONDS = (10.0, 300.0)
PROMPT_SECONDS = 8.0
DESIGN_MODEL = "voice_design"
_USUAL_ACCURACY = 0.7
_ENDS_IN_MARK = re.compile(r"(?s:.*\S)?[.!?;,…。！？；，、]\s*")
_KINDS: dict[str, tuple[Kind, ...]] = {
    "system": ("system",),
    "voice_cloning": ("voice_cloning",),
    "voice_generation": ("voice_generation",),
    "all": ("system", "voice_cloning", "voice_generation"),
}
_OWN_ID = text(pattern=VOICE_ID.pattern)
_PROMPT = {
    "prompt_audio": required(whole(1)),
    "prompt_text": required(text(least=1, pattern=_ENDS_IN_MARK.pattern)),
}
_CLONE = {
    "file_id": required(whole(1)),
    "voice_id": required(_OWN_ID),
    "clone_prompt": table(_PROMPT, within="clone_prompt"),
    "text": text(least=1, most=1000),
    "model": one_of(MODELS),
    "language_boost": one_of(LANGUAGES),
    "text_validation": text(least=1, most=200),
    "accuracy": number(0, 1),
    "need_noise_reduction": flag,
    "need_volume_normalization": flag,
    "aigc_watermark": flag,
}
_DESIGN = {
    "prompt": required(text(least=1)),
    "preview_text": required(text(least=1, most=500)),
    "voice_id": _OWN_ID,
    "aigc_watermark": flag,
}


class OwnVoices:
    """The paths of the interface around voices."""

    def __init__(self, service: MinimaxService) -> None:
        self._service = service
        self.transcripts: dict[str, str] = {}
        """What is said in a sample, by its file name or else its purpose; other samples pass every
        comparison."""

    async def clone(self, call: Call) -> Reply:
        """POST /v1/voice_clone."""
        body = self._checked_clone(call)
        self._pace(call, "clone", CLONES_PER_MINUTE)
        if not call.account.verified:
            raise refused(2038)
        self._hear(call, body)
        await call.begin(text=body.get("text", ""))
        if self._service.voices.is_taken(body["voice_id"]):
            raise refused(2039)
        await self._service.clock.pass_time(self._service.latency.draw())
        if call.fault.billed:
            self._service.voices.add(body["voice_id"], "voice_cloning", call.account.name)
        extra: dict[str, Any] = {"demo_audio": ""}
        if "text" in body:
            extra = self._preview(call, body)
        return success(call, input_sensitive={"type": 0}, **extra)

    async def design(self, call: Call) -> Reply:
        """POST /v1/voice_design."""
        wrong = complaints(call.json, _DESIGN)
        wrong += [] if wrong else text_complaints(call.json["preview_text"], "speech-2.8-hd")
        if wrong:
            raise misused(call, *wrong)
        self._pace(call, "design", DESIGNS_PER_MINUTE)
        words, now = call.json["preview_text"], int(self._service.clock.now())
        voice_id = call.json.get("voice_id") or f"ttv-voice-{now}-{secrets.token_hex(4)}"
        call.account.may_speak(None, usage(words))
        await call.begin(text=words)
        if self._service.voices.is_taken(voice_id):
            raise refused(2039)
        await self._service.clock.pass_time(self._service.latency.draw())
        prompt = call.json["prompt"]
        if call.fault.billed:
            self._service.voices.add(voice_id, "voice_generation", call.account.name, prompt)
        self._charge(call, "design", DESIGN_MODEL, voice_id, words)
        sound = _sound(call, words, voice_id, "mp3")
        return success(call, voice_id=voice_id, trial_audio=call.fault.digits(sound.data.hex()))

    async def list(self, call: Call) -> Reply:
        """POST /v1/get_voice."""
        if wrong := complaints(call.json, {"voice_type": required(one_of(_KINDS))}):
            raise misused(call, *wrong)
        await call.begin()
        shown: dict[str, Any] = {}
        for kind in _KINDS[call.json["voice_type"]]:
            voices = [_described(each) for each in self._service.voices.of(kind, call.account.name)]
            # An empty list is sometimes null.
            shown["system_voice" if kind == "system" else kind] = voices or (
                [] if kind == "voice_generation" else None
            )
        return success(call, **shown)

    async def delete(self, call: Call) -> Reply:
        """POST /v1/delete_voice."""
        fields = {
            "voice_type": required(one_of(("voice_cloning", "voice_generation"))),
            "voice_id": required(text(least=1)),
        }
        if wrong := complaints(call.json, fields):
            raise misused(call, *wrong)
        await call.begin()
        voice = self._service.voices.find(call.json["voice_id"])
        mine = voice and voice.account == call.account.name
        if voice is None or not mine or voice.kind != call.json["voice_type"]:
            raise refused(2013, "voice_id: no such voice")
        self._service.voices.delete(voice)
        return success(call, voice_id=voice.voice_id, created_time=str(int(voice.created)))

    def _checked_clone(self, call: Call) -> dict[str, Any]:
        wrong, body = complaints(call.json, _CLONE), call.json
        if not wrong and ("text" in body) != ("model" in body):
            wrong.append("text, model: both or none")
        if not wrong and "text" in body:
            wrong += text_complaints(body["text"], body["model"])
        if wrong:
            raise misused(call, *wrong)
        if "text" in body:
            call.account.may_speak(body["model"], usage(body["text"]))
        return body

    def _pace(self, call: Call, what: str, most: int) -> None:
        who, now = (call.account.name, what), self._service.clock.now()
        if self._service.limits.over_rate(who, now, most=most, window=60.0):
            raise refused(1002)

    def _hear(self, call: Call, body: dict[str, Any]) -> None:
        """Listen to sample and prompt; raises Refused."""
        sample = self._service.files.of(call, body["file_id"], "voice_clone")
        if sample is None:
            raise refused(20132, "file_id")
        if sample.seconds is None:
            raise refused(1000)
        if not SAMPLE_SECONDS[0] <= sample.seconds <= SAMPLE_SECONDS[1]:
            raise refused(2037)
        said = body.get("text_validation")
        if said and not self._says(sample, said, body.get("accuracy") or _USUAL_ACCURACY):
            raise refused(1043)
        if "clone_prompt" not in body:
            return
        prompt = self._service.files.of(call, body["clone_prompt"]["prompt_audio"], "prompt_audio")
        if prompt is None:
            raise refused(20132, "clone_prompt.prompt_audio")
        if prompt.seconds is None or prompt.seconds >= PROMPT_SECONDS:
            raise refused(2048)
        if not self._says(prompt, body["clone_prompt"]["prompt_text"], _USUAL_ACCURACY):
            raise refused(1044)

    def _says(self, sample: File, said: str, accuracy: float) -> bool:
        transcript = self.transcripts.get(sample.name) or self.transcripts.get(sample.purpose, said)
        return SequenceMatcher(None, transcript, said).ratio() >= accuracy

    def _preview(self, call: Call, body: dict[str, Any]) -> dict[str, Any]:
        words = body["text"]
        self._charge(call, "clone preview", body["model"], body["voice_id"], words)
        sound = _sound(call, words, body["voice_id"], "wav")
        link = self._service.media.link(sound.data, "demo", "application/octet-stream")
        info = {
            "audio_length": sound.milliseconds,
            "audio_sample_rate": sound.encoding.rate,
            "audio_size": len(sound.data),
            "bitrate": sound.bitrate,
            "word_count": len(words),
            "usage_characters": usage(words),
        }
        return {"demo_audio": link, "extra_info": info}

    def _charge(self, call: Call, kind: str, model: str, voice: str, words: str) -> None:
        paid, characters = canonical(call.json), usage(words)
        call.charge(
            kind=kind, model=model, voice=voice, text=words, characters=characters, order=paid
        )


def _sound(call: Call, words: str, voice: str, format: str) -> Sound:
    encoding = call.fault.encoding(Encoding(format))
    sound = spoken(perform(words, tags=SOUND).stretches, pitch_of(voice, words), encoding)
    return replace(sound, data=call.fault.audio(sound.data))


def _described(voice: Voice) -> dict[str, Any]:
    made = "1970-01-01" if voice.kind == "system" else _day(voice.created)
    shown = {"voice_id": voice.voice_id, "description": voice.description, "created_time": made}
    return shown | ({"voice_name": voice.name} if voice.kind == "system" else {})


def _day(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).date().isoformat()
