"""Voices made of recordings: sent as the page says, asked for once, settled when it got lost."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from studio.audio.ffmpeg import ffmpeg_program
from studio.engines.minimax.voice_orders import new_id
from studio.engines.speech import Price
from studio.engines.voice_making import ClonesVoices, DeletesVoices, DesignsVoices, MakingStep
from studio.engines.voice_orders import CloneOrder, FeeDue, Sample
from studio.errors import (
    AccountError,
    AccountFault,
    AccountProblem,
    AccountStopped,
    EngineBusy,
    EngineUnreachable,
    VoiceError,
    VoiceInDoubt,
    VoiceNotMade,
)
from tests.engines.minimax.at_work import NO_PAUSES, a_reading, an_account, an_engine
from tests.engines.samples import Heard, a_file, a_sample, sound
from tests.services.faults import Fault
from tests.services.minimax.service import MinimaxService
from tests.services.wire import Reply
from tests.services.wrongs import (
    base_resp,
    broken_json,
    changed,
    cut,
    cut_in_body,
    cut_upload,
    empty_body,
    http,
)

LIN = CloneOrder("Lin Xia", (a_sample(),), "zh-CN")
HEARD = replace(LIN, preview_text="你好，我是林夏。(冷笑)", model="speech-2.8-turbo")
CLONE = "voice_clone"


def bodies(service: MinimaxService) -> list[dict[str, Any]]:
    return [each.json for each in service.asked(CLONE)]


async def refused(service: MinimaxService, order: CloneOrder) -> VoiceNotMade:
    async with an_engine(service) as engine:
        with pytest.raises(VoiceNotMade) as raised:
            await engine.clone(order)
    return raised.value


async def test_the_engine_says_what_it_needs_and_what_it_costs(service: MinimaxService) -> None:
    async with an_engine(service) as engine:
        assert isinstance(engine, ClonesVoices | DesignsVoices | DeletesVoices)
        rules = engine.clone_rules
        assert (rules.seconds.least, rules.seconds.most, rules.most_samples) == (10, 300, 1)
        assert rules.largest == 20 * 1024 * 1024 and rules.prompt_seconds == 8
        assert rules.unused_days == 7 and "zh" in rules.languages
        assert rules.fee and rules.fee.due is FeeDue.FIRST_USE
        assert rules.fee.price == Price(0, Decimal("1.5"), "USD")
        assert engine.clone_price(LIN) == Price()
        assert engine.clone_price(HEARD) == Price(14, Decimal("0.00084"), "USD")
    assert not service.requests
    async with an_engine("https://api.minimaxi.com") as engine:
        fee = engine.clone_rules.fee
        assert fee and fee.price is None and engine.clone_price(HEARD).currency == "CNY"


async def test_a_voice_is_made_and_speaks(service: MinimaxService) -> None:
    told = Heard()
    async with an_engine(service) as engine:
        made = await engine.clone(LIN, told)
        assert (made.name, made.preview, made.billed, made.certain) == (
            "Lin Xia",
            None,
            Price(),
            True,
        )
        assert made.trace and not made.preview_lost
        await engine.speak(engine.prepare(a_reading(voice=made.id)))
        (own,) = [voice for voice in await engine.voices() if voice.kind == "cloned"]
    assert own.id == made.id and re.fullmatch(r"\d{4}-\d\d-\d\d", own.created)
    assert told.steps == [MakingStep.UPLOADING, MakingStep.MAKING] and told.ids == [made.id]
    assert bodies(service) == [
        {"file_id": bodies(service)[0]["file_id"], "voice_id": made.id, "language_boost": "Chinese"}
    ]
    assert not service.files.kept(), "the recording of a person does not stay there"


async def test_everything_the_page_knows_is_sent(service: MinimaxService) -> None:
    order = replace(
        HEARD,
        prompt=a_sample(5, "mp3"),
        prompt_text="今天的风真大",
        options={
            "reduce_noise": True,
            "even_volume": True,
            "check_words": "你好",
            "check_accuracy": 0.8,
            "watermark": True,
            "keep_recordings": True,
        },
    )
    told = Heard()
    async with an_engine(service) as engine:
        made = await engine.clone(order, told)
    body = bodies(service)[0]
    files = {file.purpose: file for file in service.files.kept()}
    assert body == {
        "file_id": files["voice_clone"].file_id,
        "voice_id": made.id,
        "clone_prompt": {
            "prompt_audio": files["prompt_audio"].file_id,
            "prompt_text": "今天的风真大。",
        },
        "text": "你好，我是林夏。",
        "model": "speech-2.8-turbo",
        "language_boost": "Chinese",
        "text_validation": "你好",
        "accuracy": 0.8,
        "need_noise_reduction": True,
        "need_volume_normalization": True,
        "aigc_watermark": True,
    }
    assert [(each.number, each.of) for each in told[:2]] == [(1, 2), (2, 2)]
    assert files["voice_clone"].data == sound() and files["voice_clone"].name.endswith(".wav")


async def test_a_recording_of_a_telephone_is_sent_as_it_is(
    service: MinimaxService, tmp_path: Path
) -> None:
    path = tmp_path / "lin.m4a"
    sent = ["-f", "wav", "-i", "-", "-c:a", "aac", str(path)]
    subprocess.run([ffmpeg_program(), *sent], input=sound(), capture_output=True, check=True)
    order = replace(LIN, samples=(Sample(path, "m4a"),), options={"keep_recordings": True})
    async with an_engine(service) as engine:
        assert (await engine.clone(order)).id
    (kept,) = service.files.kept()
    assert kept.data == path.read_bytes() and kept.name.endswith(".m4a")


async def test_a_file_that_only_looks_like_a_recording_may_be_the_reason(
    service: MinimaxService,
) -> None:
    order = replace(LIN, samples=(Sample(sound()[:20] + b"no sound at all", "wav"),))
    async with an_engine(service) as engine:
        with pytest.raises(EngineUnreachable, match="cannot read the recording"):
            await engine.clone(order)


async def test_the_preview_comes_at_once_with_what_it_cost(service: MinimaxService) -> None:
    told = Heard()
    async with an_engine(service) as engine:
        made = await engine.clone(HEARD, told)
    assert made.preview and made.preview.kind == "wav" and made.preview.data[:4] == b"RIFF"
    assert made.billed == Price(14, Decimal("0.00084"), "USD") and made.certain
    assert told.steps[-1] is MakingStep.FETCHING
    assert service.bill.characters == 14


@pytest.mark.parametrize(
    ("wrong", "path", "why"),
    [
        (changed(demo_audio=""), CLONE, "gave none"),
        (changed(demo_audio="ftp://files.example.invalid/a"), CLONE, "no usable link"),
        (changed(demo_audio="file:///etc/passwd"), CLONE, "no usable link"),
        (http(403, text="expired"), "media", "403"),
        (http(200, html="gone"), "media", "web page"),
        (http(200, text="words"), "media", "no sound"),
    ],
    ids=repr,
)
async def test_a_preview_that_cannot_be_had_does_not_cost_the_voice(
    service: MinimaxService, wrong: Fault, path: str, why: str
) -> None:
    service.faults.always(wrong, path=path)
    async with an_engine(service) as engine:
        made = await engine.clone(HEARD)
    assert made.preview is None and why in made.preview_lost
    assert made.billed.billed_characters == 14 and len(service.voices.own()) == 1


@pytest.mark.parametrize(
    ("order", "why"),
    [
        (replace(LIN, samples=()), "one recording"),
        (replace(LIN, samples=(a_sample(), a_sample())), "one recording"),
        (replace(LIN, samples=(Sample(sound(), "ogg"),)), "wav, mp3, m4a"),
        (replace(LIN, samples=(Sample(sound(), "mp3"),)), "no MP3 file"),
        (replace(LIN, samples=(Sample(b"OggS and so on", "wav"),)), "no WAV file"),
        (replace(LIN, samples=(Sample(b"", "wav"),)), "no WAV file"),
        (replace(LIN, samples=(a_sample(9),)), "10 to 300 seconds"),
        (replace(LIN, samples=(Sample(sound(), "wav", 301),)), "10 to 300 seconds"),
        (replace(LIN, samples=(Sample(sound()[:64] + bytes(20 << 20), "wav"),)), "20 MB"),
        (replace(LIN, prompt=a_sample(8), prompt_text="Yes."), "shorter than 8"),
        (replace(LIN, prompt=a_sample(5)), "words of the prompt"),
        (replace(LIN, prompt_text="Yes."), "no prompt"),
        (replace(LIN, name=" "), "name"),
        (replace(LIN, preview_text="a" * 1001), "1000 characters"),
        (replace(LIN, preview_text="(冷笑)"), "nothing to say"),
        (replace(LIN, preview_text="a\x01"), "control characters"),
        (replace(LIN, options={"check_words": "a" * 201}), "200 characters"),
        (replace(LIN, options={"check_accuracy": 1.5}), "check_accuracy cannot be 1.5"),
        (replace(LIN, options={"reduce_noise": 1}), "reduce_noise cannot be 1"),
        (replace(LIN, options={"tempo": 1}), "no option tempo"),
    ],
)
async def test_what_the_service_would_refuse_is_not_sent(
    service: MinimaxService, order: CloneOrder, why: str
) -> None:
    assert why in (await refused(service, order)).detail
    assert not service.requests


async def test_files_are_looked_at_before_anything_is_sent(
    service: MinimaxService, tmp_path: Path
) -> None:
    gone = replace(LIN, samples=(Sample(tmp_path / "gone.wav", "wav"),))
    assert "cannot be opened" in (await refused(service, gone)).detail
    large = tmp_path / "large.wav"
    with large.open("wb") as file:
        file.write(sound()[:64])
        file.truncate((20 << 20) + 1)
    assert "20 MB" in (await refused(service, replace(LIN, samples=(Sample(large, "wav"),)))).detail
    assert not service.requests


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (1000, EngineUnreachable),
        (1002, EngineBusy),
        (1013, EngineUnreachable),
        (1026, VoiceNotMade),
        (1043, VoiceNotMade),
        (1044, VoiceNotMade),
        (2013, VoiceNotMade),
        (20132, VoiceNotMade),
        (2037, VoiceNotMade),
        (2048, VoiceNotMade),
        (9999, VoiceNotMade),
    ],
)
async def test_each_no_is_told_as_what_it_is_and_is_not_asked_again(
    service: MinimaxService, code: int, error: type[VoiceError]
) -> None:
    service.faults.next(base_resp(code), path=CLONE)
    async with an_engine(service) as engine:
        with pytest.raises(error) as raised:
            await engine.clone(LIN)
    assert type(raised.value) is error and str(code) in raised.value.detail
    assert len(bodies(service)) == 1 and not service.voices.own() and not service.files.kept()


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        (1004, AccountProblem.KEY),
        (1008, AccountProblem.BALANCE),
        (2038, AccountProblem.NOT_VERIFIED),
        (2056, AccountProblem.PLAN_SPENT),
    ],
)
async def test_an_account_that_may_not_clone_is_stopped(
    service: MinimaxService, code: int, problem: AccountProblem
) -> None:
    service.faults.next(base_resp(code), path=CLONE)
    async with an_engine(service) as engine:
        with pytest.raises(AccountStopped) as raised:
            await engine.clone(LIN)
    assert raised.value.problem is problem


async def test_the_service_listens_to_recordings_and_says_what_is_wrong(
    service: MinimaxService,
) -> None:
    short = replace(LIN, samples=(Sample(sound(9), "wav"),))
    assert "too short or too long" in (await refused(service, short)).detail
    service.own_voices.transcripts["prompt_audio"] = "Oh dear, oh dear, oh dear."
    prompted = replace(LIN, prompt=a_sample(5), prompt_text="Nothing of the kind")
    assert "prompt" in (await refused(service, prompted)).detail
    service.own_voices.transcripts["voice_clone"] = "The ferry leaves at nine tonight."
    checked = replace(LIN, options={"check_words": "Something else entirely"})
    assert "given words" in (await refused(service, checked)).detail
    assert not service.files.kept()


@pytest.mark.parametrize(
    ("shape", "objection"),
    [
        ({"input_sensitive": {"type": 6}}, "violence"),
        ({"input_sensitive": {"type": "2"}}, "sexual"),
        ({"input_sensitive": True, "input_sensitive_type": 1}, "severe"),
        ({"input_sensitive": True, "input_sensitive_type": 42}, "other"),
        ({"input_sensitive": True}, "other"),
    ],
)
async def test_an_objection_in_any_shape_is_a_refusal_that_says_it(
    service: MinimaxService, shape: dict[str, Any], objection: str
) -> None:
    service.faults.next(changed(**shape), path=CLONE)
    refusal = await refused(service, LIN)
    assert refusal.objection == objection and objection in refusal.detail


@pytest.mark.parametrize("shape", [{"input_sensitive": False, "input_sensitive_type": 0}, {}])
async def test_no_objection_in_any_shape_is_none(
    service: MinimaxService, shape: dict[str, Any]
) -> None:
    service.faults.next(changed(**shape), path=CLONE)
    async with an_engine(service) as engine:
        assert (await engine.clone(LIN)).id


async def test_an_id_that_is_taken_becomes_another_one(service: MinimaxService) -> None:
    service.faults.next(base_resp(2039), path=CLONE)
    told = Heard()
    async with an_engine(service) as engine:
        made = await engine.clone(HEARD, told)
    first, second = bodies(service)
    assert first["voice_id"] != second["voice_id"] == made.id == told.ids[-1]
    assert made.preview and len(service.bill) == 1
    service.faults.next(base_resp(2039), times=3, path=CLONE)
    assert "2039" in (await refused(service, HEARD)).detail


LOST_AFTER_THE_WORK = [
    cut(billed=True),
    cut_in_body(),
    broken_json(),
    empty_body(),
    http(504, html="too slow", billed=True),
    http(502, text="", billed=True),
]
LOST_BEFORE_THE_WORK = [cut(), base_resp(1001), http(504, html="too slow"), http(502, text="")]


@pytest.mark.parametrize("lost", LOST_AFTER_THE_WORK, ids=repr)
async def test_a_voice_whose_answer_was_lost_is_settled_and_made_once(
    service: MinimaxService, lost: Fault
) -> None:
    service.faults.next(lost, path=CLONE)
    told = Heard()
    async with an_engine(service) as engine:
        made = await engine.clone(HEARD, told)
    assert [voice.voice_id for voice in service.voices.own()] == [made.id] == told.ids
    assert [each.kind for each in service.bill] == ["clone preview"], "it is not billed twice"
    assert (made.preview, made.certain, made.billed.billed_characters) == (None, False, 14)
    assert "lost" in made.preview_lost and MakingStep.SETTLING in told.steps


@pytest.mark.parametrize("lost", LOST_BEFORE_THE_WORK, ids=repr)
async def test_a_voice_that_was_not_made_is_made_for_nothing_more(
    service: MinimaxService, lost: Fault
) -> None:
    service.faults.next(lost, path=CLONE)
    async with an_engine(service) as engine:
        made = await engine.clone(HEARD)
    assert [voice.voice_id for voice in service.voices.own()] == [made.id]
    assert not len(service.bill) and (made.billed, made.certain) == (Price(), True)
    assert {body["voice_id"] for body in bodies(service)} == {made.id}
    assert "text" in bodies(service)[0] and "text" not in bodies(service)[1]


async def test_a_voice_in_the_list_is_not_asked_for_again(service: MinimaxService) -> None:
    service.faults.next(cut(billed=True), path=CLONE)

    def used(reply: Reply) -> Reply:
        """What the list tells when the voice spoke meanwhile, as another machine may make it."""
        shown = [{"voice_id": each.voice_id} for each in service.voices.own()]
        content = json.loads(reply.body) | {"voice_cloning": shown}
        return replace(reply, body=json.dumps(content).encode())

    service.faults.next(Fault("used", reply=used), path="get_voice")
    async with an_engine(service) as engine:
        made = await engine.clone(LIN)
    assert len(bodies(service)) == 1 and made.certain
    assert [voice.voice_id for voice in service.voices.own()] == [made.id]


async def test_nobody_knows_when_the_service_is_gone_after_a_lost_answer(
    service: MinimaxService,
) -> None:
    service.faults.next(cut(billed=True), path=CLONE)
    service.faults.always(cut(), path=CLONE)
    service.faults.always(http(500, text=""), path="get_voice")
    told = Heard()
    async with an_engine(service) as engine:
        with pytest.raises(VoiceInDoubt) as raised:
            await engine.clone(HEARD, told)
    assert [raised.value.voice] == told.ids == [v.voice_id for v in service.voices.own()]
    assert len(service.bill) == 1


@pytest.mark.parametrize("code", [1008, 1004, 2013, 20132])
async def test_another_no_to_the_second_request_leaves_the_voice_in_doubt(
    service: MinimaxService, code: int
) -> None:
    service.faults.next(cut(billed=True), path=CLONE)
    service.faults.next(base_resp(code), path=CLONE)
    async with an_engine(service) as engine:
        with pytest.raises(VoiceInDoubt):
            await engine.clone(LIN)


async def test_a_refusal_of_the_second_request_is_told(service: MinimaxService) -> None:
    service.faults.next(cut(), path=CLONE)
    service.faults.next(base_resp(2037), path=CLONE)
    assert "too short" in (await refused(service, LIN)).detail


async def test_a_key_that_nobody_gives_sends_nothing(service: MinimaxService) -> None:
    from studio.engines.minimax.engine import MiniMaxEngine

    async def no_key() -> str:
        raise AccountError(AccountFault.NO_KEY, "minimax/main")

    engine = MiniMaxEngine(an_account(service.url), no_key, patience=NO_PAUSES)
    with pytest.raises(AccountError):
        await engine.clone(LIN)
    await engine.aclose()
    assert not service.requests


@pytest.mark.parametrize(
    "wrong", [cut_upload(), cut(billed=True), http(502, text="", billed=True)], ids=repr
)
async def test_a_recording_that_was_cut_off_is_sent_again_and_lies_there_once(
    service: MinimaxService, tmp_path: Path, wrong: Fault
) -> None:
    service.faults.next(wrong, path="files/upload")
    order = replace(
        LIN, samples=(a_file(tmp_path, rate=44_100),), options={"keep_recordings": True}
    )
    async with an_engine(service) as engine:
        made = await engine.clone(order)
    (kept,) = service.files.kept()
    assert kept.data == sound(rate=44_100) and bodies(service)[0]["file_id"] == kept.file_id
    assert made.id


async def test_a_recording_that_never_arrives_makes_no_voice(service: MinimaxService) -> None:
    service.faults.always(cut_upload(1), path="files/upload")
    async with an_engine(service) as engine:
        with pytest.raises(EngineUnreachable):
            await engine.clone(LIN)
    assert not bodies(service) and len(service.faults.happened) == 3


async def test_an_upload_that_is_too_fast_is_tried_again(service: MinimaxService) -> None:
    service.faults.next(base_resp(1002), times=2, path="files/upload")
    async with an_engine(service) as engine:
        assert (await engine.clone(LIN)).id


async def test_a_recording_without_a_number_is_found_by_its_name(service: MinimaxService) -> None:
    service.faults.next(changed(file={}), path="files/upload")
    async with an_engine(service) as engine:
        assert (await engine.clone(LIN)).id
    assert len(service.asked("files/upload")) == 1
    service.faults.always(changed(file={}), path="files/upload")
    service.faults.always(http(500, text=""), path="files/list")
    async with an_engine(service) as engine:
        with pytest.raises(EngineUnreachable, match="no number"):
            await engine.clone(LIN)


async def test_a_recording_that_cannot_be_taken_away_costs_nothing(service: MinimaxService) -> None:
    service.faults.always(http(500, text=""), path="files/delete")
    async with an_engine(service) as engine:
        assert (await engine.clone(LIN)).id


@pytest.mark.parametrize("name", ["Lin Xia", "林夏", "  ", "9 to 5", "Ærø-Œuvre", "x" * 300, "__-"])
def test_ids_are_valid_and_nobody_guesses_them(name: str) -> None:
    ids = {new_id(name) for _ in range(50)}
    assert len(ids) == 50
    for id in ids:
        assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{6,254}[A-Za-z0-9]", id)
        assert re.search("[a-z]", id) and re.search("[0-9]", id) and len(id) <= 64


def test_the_name_can_be_read_in_the_id() -> None:
    assert new_id("Lin Xia").startswith("lin-xia-") and new_id("林夏").startswith("voice-")
