"""The queue of clones is worked through at real services, and nothing is lost or asked twice."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from studio.casting.clone_work import CloneWork
from studio.casting.samples.keeping import kept
from studio.engines.voice_making import ClonesVoices, Making, MakingStep
from studio.errors import AccountStopped, EngineUnreachable
from studio.model.consent import Consent, Ground
from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import OwnVoice, VoiceOrigin, VoiceState
from studio.store.voice_library_queue import CloneQueue
from tests.audio.media_files import speech
from tests.audio.samples.sounds_to_cut import a_source
from tests.engines.minimax.at_work import a_reading, an_engine
from tests.services.minimax.service import MinimaxService
from tests.services.wrongs import base_resp, cut, http, stalled

ACCOUNT = "minimax/main"
CLONE = "voice_clone"
CONSENT = Consent(
    "Lin Wei", Ground.OWN_VOICE, recorded_by="Ada", recorded_on=datetime.date(2026, 1, 2)
)


@pytest.fixture
def service(minimax_service: MinimaxService) -> MinimaxService:
    return minimax_service


@pytest.fixture
def library(tmp_path: Path) -> VoiceLibrary:
    return VoiceLibrary(tmp_path / "voices")


@pytest.fixture
def queue(library: VoiceLibrary) -> Iterator[CloneQueue]:
    queue = CloneQueue(library)
    yield queue
    queue.close()


def enter(library: VoiceLibrary, *names: str, seconds: float = 12.0) -> None:
    """Let voices of this name wait, each made of a recording of its own."""
    folder = library.folder.parent
    for seed, name in enumerate(names):
        source = a_source(folder, speech(seconds, seed=seed), f"{name}.wav")
        sample = kept(source.whole(), {source.id: source}, library.files)
        source.path.unlink()
        library.add(
            OwnVoice(
                name, VoiceOrigin.CLONE, ACCOUNT, f"Voice {name}", languages=("zh",),
                state=VoiceState.WAITING, consent=CONSENT, samples=(sample,),
            )
        )  # fmt: skip


def states(library: VoiceLibrary) -> dict[str, VoiceState]:
    return {voice.id: voice.state for voice in library.voices()}


def work_of(library: VoiceLibrary, queue: CloneQueue, engine: ClonesVoices | None) -> CloneWork:
    return CloneWork(library, queue, lambda account: engine if account == ACCOUNT else None)


async def test_waiting_voices_are_made_in_order_and_speak(
    service: MinimaxService, library: VoiceLibrary, queue: CloneQueue
) -> None:
    enter(library, "a", "b")
    steps: list[tuple[str, MakingStep]] = []

    def told(voice: OwnVoice, step: Making) -> None:
        steps.append((voice.id, step.step))

    async with an_engine(service) as engine:
        work = CloneWork(library, queue, lambda account: engine, told=told)
        assert await work.make_all() == ()
        for voice in library.voices():
            assert voice.state is VoiceState.READY and voice.unused_days == 7
            assert voice.expires_at == voice.made_at + 7 * 86_400
            await engine.speak(engine.prepare(a_reading(voice=voice.voice)))
    assert [id for id, step in steps if step is MakingStep.MAKING] == ["a", "b"]
    assert [body.json["voice_id"] for body in service.asked(CLONE)] == [
        voice.voice for voice in library.voices()
    ]


async def test_a_preview_and_a_prompt_go_along(
    service: MinimaxService, library: VoiceLibrary, queue: CloneQueue
) -> None:
    enter(library, "a")
    source = a_source(library.folder.parent, speech(7), "prompt.wav")
    prompt = kept(source.whole(), {source.id: source}, library.files, words="您好。")
    library.change(
        "a", lambda v: replace(v, prompt=prompt, preview_text="你好", model="speech-2.8-turbo")
    )
    async with an_engine(service) as engine:
        await work_of(library, queue, engine).make_all()
    voice = library.voice("a")
    assert service.asked(CLONE)[0].json["clone_prompt"]["prompt_text"] == "您好。"
    assert library.files.checked(voice.preview, "preview.wav").stat().st_size > 1000


async def test_without_consent_nothing_is_sent(
    service: MinimaxService, library: VoiceLibrary, queue: CloneQueue
) -> None:
    enter(library, "none", "over")
    library.change("none", lambda v: replace(v, consent=None))
    over = replace(CONSENT, until=datetime.date(2026, 1, 3))
    library.change("over", lambda v: replace(v, consent=over))
    async with an_engine(service) as engine:
        await work_of(library, queue, engine).make_all()
    assert set(states(library).values()) == {VoiceState.FAILED}
    assert "no consent" in library.voice("none").reason
    assert "2026-01-03" in library.voice("over").reason
    assert not service.requests


async def test_a_sample_that_the_service_would_not_take_fails_before_it_is_sent(
    service: MinimaxService, library: VoiceLibrary, queue: CloneQueue
) -> None:
    enter(library, "short", seconds=4.0)
    enter(library, "good")
    async with an_engine(service) as engine:
        await work_of(library, queue, engine).make_all()
    assert states(library) == {"short": VoiceState.FAILED, "good": VoiceState.READY}
    assert "4.0 s < 10 s" in library.voice("short").reason
    assert len(service.asked(CLONE)) == 1


async def test_a_refused_voice_fails_and_the_next_is_made(
    service: MinimaxService, library: VoiceLibrary, queue: CloneQueue
) -> None:
    enter(library, "a", "b")
    service.faults.next(base_resp(2037, "voice duration too short"), path=CLONE)
    async with an_engine(service) as engine:
        assert await work_of(library, queue, engine).make_all() == ()
    assert states(library) == {"a": VoiceState.FAILED, "b": VoiceState.READY}


async def test_an_account_that_stops_lets_its_voices_wait(
    service: MinimaxService, library: VoiceLibrary, queue: CloneQueue
) -> None:
    enter(library, "a", "b")
    service.faults.next(base_resp(1008, "insufficient balance"), path="files/upload")
    async with an_engine(service) as engine:
        (stopped,) = await work_of(library, queue, engine).make_all()
        assert isinstance(stopped.error, AccountStopped) and stopped.voice.id == "a"
        assert set(states(library).values()) == {VoiceState.WAITING}
        await work_of(library, queue, engine).make_all()
    assert set(states(library).values()) == {VoiceState.READY}


async def test_a_service_that_is_away_lets_them_wait_too(
    library: VoiceLibrary, queue: CloneQueue
) -> None:
    enter(library, "a")
    async with an_engine("http://127.0.0.1:9") as engine:
        (stopped,) = await work_of(library, queue, engine).make_all()
    assert isinstance(stopped.error, EngineUnreachable)
    assert states(library) == {"a": VoiceState.WAITING}


async def test_a_lost_answer_that_nobody_can_settle_stands_in_doubt_with_its_id(
    service: MinimaxService, library: VoiceLibrary, queue: CloneQueue
) -> None:
    enter(library, "a")
    service.faults.next(cut(billed=True), path=CLONE)
    service.faults.always(cut(), path=CLONE)
    service.faults.always(http(500), path="get_voice")
    async with an_engine(service) as engine:
        await work_of(library, queue, engine).make_all()
        voice = library.voice("a")
        assert voice.state is VoiceState.UNSURE
        assert voice.voice == service.asked(CLONE)[0].json["voice_id"]
        asked = len(service.asked(CLONE))
        await work_of(library, queue, engine).make_all()
        assert len(service.asked(CLONE)) == asked


async def test_a_voice_in_doubt_is_settled_when_the_service_is_back(
    service: MinimaxService, library: VoiceLibrary, queue: CloneQueue
) -> None:
    enter(library, "a")
    service.faults.next(cut(billed=True), path=CLONE)
    service.faults.next(cut(), path=CLONE)
    service.faults.next(cut(), path=CLONE)
    service.faults.next(cut(), path=CLONE)
    async with an_engine(service) as engine:
        await work_of(library, queue, engine).make_all()
        doubtful = library.voice("a")
        await work_of(library, queue, engine).settle_all()
    voice = library.voice("a")
    assert voice.state is VoiceState.READY and voice.voice == doubtful.voice
    assert [each.voice_id for each in service.voices.own()] == [voice.voice]


async def test_what_a_killed_program_asked_for_is_found_by_the_next(
    service: MinimaxService, library: VoiceLibrary
) -> None:
    enter(library, "a")
    killed = CloneQueue(library)
    assert killed.claim() and killed.sending("a", "voice-a-1234567x")
    killed.close()
    queue = CloneQueue(library)
    async with an_engine(service) as engine:
        work = work_of(library, queue, engine)
        assert await work.make_all() == ()
        assert not service.asked(CLONE), "nothing is asked again by itself"
        await work.settle_all()
    queue.close()
    voice = library.voice("a")
    assert voice.state is VoiceState.READY and voice.voice == "voice-a-1234567x"
    assert voice.made_at == voice.sent_at


async def test_what_nobody_can_settle_stays_in_doubt(
    service: MinimaxService, library: VoiceLibrary, queue: CloneQueue
) -> None:
    enter(library, "a")
    assert queue.claim() and queue.sending("a", "voice-a-1234567x") and queue.lost("a", "cut off")
    service.faults.always(http(503), path="files/upload")
    async with an_engine(service) as engine:
        await work_of(library, queue, engine).settle_all()
    assert states(library) == {"a": VoiceState.UNSURE}
    assert library.voice("a").voice == "voice-a-1234567x"


async def test_a_voice_in_doubt_whose_recording_is_lost_is_not_asked_for_again(
    service: MinimaxService, library: VoiceLibrary, queue: CloneQueue
) -> None:
    enter(library, "a")
    assert queue.claim() and queue.sending("a", "voice-a-1234567x") and queue.lost("a", "cut off")
    for change in ({"consent": None}, {"consent": CONSENT, "options": {"unheard of": 1}}):
        library.change("a", lambda v, change=change: replace(v, **change))
        async with an_engine(service) as engine:
            await work_of(library, queue, engine).settle_all()
        assert states(library) == {"a": VoiceState.UNSURE}
    for path in (library.folder / "files").iterdir():
        path.unlink()
    async with an_engine(service) as engine:
        await work_of(library, queue, engine).settle_all()
    assert states(library) == {"a": VoiceState.UNSURE}
    assert not service.requests


async def test_the_library_knows_before_the_service_does(
    service: MinimaxService, library: VoiceLibrary, queue: CloneQueue
) -> None:
    enter(library, "a")
    held = service.faults.next(stalled(), path="files/upload")
    asked = service.faults.next(stalled(), path=CLONE)
    async with an_engine(service) as engine:
        work = asyncio.create_task(work_of(library, queue, engine).make_all())
        await held.arrived()
        assert states(library) == {"a": VoiceState.UPLOADING}
        held.release()
        await asked.arrived()
        assert states(library) == {"a": VoiceState.CLONING}
        assert library.voice("a").voice == service.asked(CLONE)[0].json["voice_id"]
        asked.release()
        await work


async def test_cancelled_while_uploading_the_voice_waits_again(
    service: MinimaxService, library: VoiceLibrary, queue: CloneQueue
) -> None:
    enter(library, "a", "b")
    held = service.faults.next(stalled(), path="files/upload")
    async with an_engine(service) as engine:
        work = asyncio.create_task(work_of(library, queue, engine).make_all())
        await held.arrived()
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
        held.release()
        assert set(states(library).values()) == {VoiceState.WAITING}
        await asyncio.to_thread(service.wait_until_idle)
        await work_of(library, queue, engine).make_all()
    assert len(service.asked(CLONE)) == 2
    assert set(states(library).values()) == {VoiceState.READY}


async def test_cancelled_after_it_was_asked_for_the_voice_is_kept_and_no_other_begun(
    service: MinimaxService, library: VoiceLibrary, queue: CloneQueue
) -> None:
    enter(library, "a", "b")
    held = service.faults.next(stalled(after_work=True), path=CLONE)
    async with an_engine(service) as engine:
        work = asyncio.create_task(work_of(library, queue, engine).make_all())
        await held.arrived()
        work.cancel()
        held.release()
        with pytest.raises(asyncio.CancelledError):
            await work
    assert states(library) == {"a": VoiceState.READY, "b": VoiceState.WAITING}
    assert library.voice("a").voice == service.asked(CLONE)[0].json["voice_id"]
    assert len(service.asked(CLONE)) == 1


async def test_an_engine_that_makes_no_clones_is_told(
    library: VoiceLibrary, queue: CloneQueue
) -> None:
    enter(library, "a")
    assert await work_of(library, queue, None).make_all() == ()
    assert library.voice("a").state is VoiceState.FAILED and library.voice("a").reason
