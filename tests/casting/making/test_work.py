"""The queue of voices is worked off: in order, each paid once, and whatever happens told truly."""

from __future__ import annotations

import asyncio
import tempfile
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from studio.casting.making.ordering import DesignWish, enter_clone, enter_design
from studio.engines.voice_making import MakingStep
from studio.errors import AccountError, AccountStopped
from studio.store.voice_library_entry import VoiceState
from studio.store.voice_library_queue import CloneQueue
from tests.casting.making.stage import a_recording, a_stage, a_wish
from tests.engines.useapi.room import Time
from tests.services.faults import Fault
from tests.services.minimax.service import MinimaxService
from tests.services.useapi.service import UseapiService
from tests.services.wrongs import base_resp, cut, cut_upload, http, stalled

CLONE = "voice_clone"
READY, FAILED, WAITING = VoiceState.READY, VoiceState.FAILED, VoiceState.WAITING
UNSURE = VoiceState.UNSURE


async def test_voices_are_made_in_order_one_at_a_time(
    tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with a_stage(tmp_path, minimax_service) as stage:
        stage.order(tmp_path, "Lin", "Mara", "Bo", preview_text="Good evening.")
        assert not await stage.work.run()
        assert stage.states == {"Lin": READY, "Mara": READY, "Bo": READY}
        lin = stage.voices["Lin"]
    assert lin.voice in {voice.voice_id for voice in minimax_service.voices.own()}
    assert lin.preview and stage.library.files.path(lin.preview, "preview.wav").exists()
    assert lin.expires_at == lin.made_at + 7 * 86_400
    assert [voice.name for voice in stage.changed] == ["Lin", "Mara", "Bo"]
    one = [MakingStep.UPLOADING, MakingStep.MAKING, MakingStep.FETCHING]
    assert stage.heard == [(name, step) for name in ("Lin", "Mara", "Bo") for step in one]
    assert len(minimax_service.bill) == 3 and minimax_service.most_in_flight == 1
    assert not minimax_service.files.kept()


async def test_everything_an_order_says_is_sent(
    tmp_path: Path, minimax_service: MinimaxService
) -> None:
    wish = a_wish(
        tmp_path, language="zh", prompt=a_recording(tmp_path, 5.0, words="今天的风真大。"),
        preview_text="你好。", model="speech-2.8-turbo", options={"reduce_noise": True},
    )  # fmt: skip
    async with a_stage(tmp_path, minimax_service) as stage:
        enter_clone(stage.library, wish)
        await stage.work.run()
        assert stage.states == {"Lin": READY}
    (sent,) = minimax_service.asked(CLONE)
    assert sent.json["text"] == "你好。" and sent.json["model"] == "speech-2.8-turbo"
    assert sent.json["clone_prompt"]["prompt_text"] == "今天的风真大。"
    assert sent.json["need_noise_reduction"] and sent.json["language_boost"] == "Chinese"


async def test_two_at_once_where_that_is_set(
    tmp_path: Path, useapi_service: UseapiService, minimax_service: MinimaxService
) -> None:
    hold = minimax_service.faults.next(stalled(), path=CLONE)
    async with a_stage(tmp_path, minimax_service, useapi_service, at_once=2) as stage:
        stage.order(tmp_path, "Lin")
        stage.order(tmp_path, "Mara", account="useapi/main")
        running = asyncio.ensure_future(stage.work.run())
        await asyncio.to_thread(useapi_service.wait_until_asked, "clone-voice", 1)
        hold.gate.release()
        await running
        assert stage.states == {"Lin": READY, "Mara": READY}


@pytest.mark.parametrize("fault", [cut(billed=True), http(504, html="late", billed=True)])
async def test_a_lost_answer_is_settled_and_nothing_is_made_twice(
    tmp_path: Path, useapi_service: UseapiService, fault: Fault
) -> None:
    useapi_service.faults.next(fault, path="clone-voice")
    async with a_stage(tmp_path, use=useapi_service, time=Time()) as stage:
        stage.order(tmp_path, "Lin", "Mara", account="useapi/main")
        await stage.work.run()
        assert stage.states == {"Lin": READY, "Mara": READY}
    assert [voice.name for voice in useapi_service.voices.clones.values()] == ["Lin", "Mara"]


async def test_the_queue_goes_on_while_a_voice_may_still_appear(
    tmp_path: Path, useapi_service: UseapiService
) -> None:
    useapi_service.faults.next(http(504, html="late"), path="clone-voice")
    time = Time()
    async with a_stage(tmp_path, use=useapi_service, time=time) as stage:
        stage.order(tmp_path, "Lin", "Mara", "Bo", account="useapi/main")
        await stage.work.run()
        assert stage.states == {"Lin": READY, "Mara": READY, "Bo": READY}
    asked = [each.json["voice_name"] for each in useapi_service.asked("clone-voice")]
    assert asked == ["Lin", "Mara", "Bo", "Lin"] and useapi_service.most_in_flight == 1
    assert len(useapi_service.voices.clones) == 3


async def test_a_lost_voice_is_not_taken_for_another_one_of_its_name(
    tmp_path: Path, useapi_service: UseapiService
) -> None:
    useapi_service.faults.next(http(504, html="late"), path="clone-voice")
    async with a_stage(tmp_path, use=useapi_service, time=Time()) as stage:
        stage.order(tmp_path, "Lin", account="useapi/main")
        stage.order(tmp_path, "Lin", account="useapi/main", language="ja")
        await stage.work.run()
        ids = [voice.voice for voice in stage.library.voices() if voice.state is READY]
    assert len(set(ids)) == 2 and len(useapi_service.voices.clones) == 2


async def test_the_recordings_of_the_next_voice_are_ready_when_its_turn_comes(
    tmp_path: Path, minimax_service: MinimaxService, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    hold = minimax_service.faults.next(stalled(), path=CLONE)
    async with a_stage(tmp_path, minimax_service) as stage:
        stage.order(tmp_path, "Lin", "Mara")
        running = asyncio.ensure_future(stage.work.run())
        await hold.gate.arrived()
        while len(list((tmp_path / "tmp").glob("understudy-*/sample-1*"))) < 2:
            await asyncio.to_thread(lambda: None)
        assert stage.states["Mara"] is WAITING and len(minimax_service.asked("files/upload")) == 1
        hold.gate.release()
        await running
        assert stage.states == {"Lin": READY, "Mara": READY}
    assert not list((tmp_path / "tmp").glob("understudy-*"))


async def test_a_voice_nobody_can_tell_of_stands_in_doubt_until_it_can_be_asked(
    tmp_path: Path, minimax_service: MinimaxService
) -> None:
    minimax_service.faults.next(cut(billed=True), path=CLONE)
    minimax_service.faults.always(http(503), path=CLONE)
    async with a_stage(tmp_path, minimax_service) as stage:
        stage.order(tmp_path, "Lin", preview_text="Good evening.")
        await stage.work.run()
        assert stage.states == {"Lin": UNSURE} and stage.voices["Lin"].reason
        minimax_service.faults.clear()
        await stage.work.run()
        assert stage.states == {"Lin": READY} and not stage.voices["Lin"].preview
    assert [each.voice_id for each in minimax_service.voices.own()] == [stage.voices["Lin"].voice]
    assert len(minimax_service.bill) == 1


@pytest.mark.parametrize("fault", [base_resp(1002), http(502, html="Bad Gateway"), cut_upload()])
async def test_what_the_service_took_no_notice_of_is_tried_again(
    tmp_path: Path, minimax_service: MinimaxService, fault: Fault
) -> None:
    path = "files/upload" if fault.upload_at is not None else CLONE
    minimax_service.faults.next(fault, path=path)
    async with a_stage(tmp_path, minimax_service) as stage:
        stage.order(tmp_path, "Lin", "Mara")
        await stage.work.run()
        assert stage.states == {"Lin": READY, "Mara": READY}
    assert len(minimax_service.voices.own()) == 2


async def test_a_refusal_ends_one_voice_with_its_reason(
    tmp_path: Path, minimax_service: MinimaxService
) -> None:
    minimax_service.faults.next(base_resp(1043), path=CLONE)
    async with a_stage(tmp_path, minimax_service) as stage:
        stage.order(tmp_path, "Lin", "Mara")
        await stage.work.run()
        assert stage.states == {"Lin": FAILED, "Mara": READY}
        assert "minimax/main" in stage.voices["Lin"].reason
    assert not minimax_service.files.kept(), "nobody's recording stays there"


async def test_an_account_that_stops_leaves_its_voices_waiting(
    tmp_path: Path, minimax_service: MinimaxService, useapi_service: UseapiService
) -> None:
    minimax_service.accounts.first.verified = False
    async with a_stage(tmp_path, minimax_service, useapi_service) as stage:
        stage.order(tmp_path, "Lin", "Mara")
        stage.order(tmp_path, "Bo", account="useapi/main")
        stopped = await stage.work.run()
        assert isinstance(stopped["minimax/main"], AccountStopped)
        assert stage.states == {"Lin": WAITING, "Mara": WAITING, "Bo": READY}
    assert len(minimax_service.asked(CLONE)) == 1


async def test_voices_of_an_account_that_is_not_here_wait(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        stage.order(tmp_path, "Lin")
        assert isinstance((await stage.work.run())["minimax/main"], AccountError)
        assert stage.states == {"Lin": WAITING}


async def test_a_service_that_fails_again_and_again_is_left_alone(
    tmp_path: Path, minimax_service: MinimaxService
) -> None:
    minimax_service.faults.always(http(502, html="Bad Gateway"), path="files/upload")
    async with a_stage(tmp_path, minimax_service) as stage:
        stage.order(tmp_path, "Lin", "Mara", "Bo")
        assert list(await stage.work.run()) == ["minimax/main"]
        assert stage.states == {"Lin": FAILED, "Mara": WAITING, "Bo": WAITING}


async def test_full_slots_are_told_with_the_voices_that_could_go(
    tmp_path: Path, useapi_service: UseapiService
) -> None:
    useapi_service.voices.slots = 1
    async with a_stage(tmp_path, use=useapi_service) as stage:
        stage.order(tmp_path, "Lin", "Mara", account="useapi/main")
        await stage.work.run()
        assert stage.states == {"Lin": READY, "Mara": FAILED}
        assert "no room" in stage.voices["Mara"].reason


async def test_a_voice_whose_consent_ran_out_meanwhile_is_not_made(
    tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with a_stage(tmp_path, minimax_service) as stage:
        (id,) = stage.order(tmp_path, "Lin")
        stage.library.change(id, lambda voice: replace(voice, consent=None))
        await stage.work.run()
        assert stage.states == {"Lin": FAILED}
    assert not minimax_service.requests


async def test_cancelled_before_it_is_asked_a_voice_waits_again(
    tmp_path: Path, minimax_service: MinimaxService
) -> None:
    gate = minimax_service.faults.next(stalled(), path="files/upload").gate
    async with a_stage(tmp_path, minimax_service) as stage:
        stage.order(tmp_path, "Lin", "Mara")
        running = asyncio.ensure_future(stage.work.run())
        await gate.arrived()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert stage.states == {"Lin": WAITING, "Mara": WAITING}
    assert not minimax_service.asked(CLONE)


async def test_cancelled_after_it_was_asked_a_voice_is_seen_to_its_end(
    tmp_path: Path, minimax_service: MinimaxService
) -> None:
    gate = minimax_service.faults.next(stalled(), path=CLONE).gate
    async with a_stage(tmp_path, minimax_service) as stage:
        stage.order(tmp_path, "Lin", "Mara")
        running = asyncio.ensure_future(stage.work.run())
        await gate.arrived()
        running.cancel()
        gate.release()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert stage.states == {"Lin": READY, "Mara": WAITING}
    assert len(minimax_service.asked(CLONE)) == 1


def held(queue: CloneQueue, step: str) -> tuple[threading.Event, threading.Event]:
    """Have a step of the queue done and its answer held back; it is done, and it may go on."""
    done, may_go_on = threading.Event(), threading.Event()
    real = getattr(queue, step)

    def slowly(*args: Any, **others: Any) -> Any:
        answer = real(*args, **others)
        done.set()
        may_go_on.wait()
        return answer

    setattr(queue, step, slowly)
    return done, may_go_on


async def test_cancelled_while_it_is_taken_up_a_voice_waits_again(
    tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with a_stage(tmp_path, minimax_service) as stage:
        stage.order(tmp_path, "Lin", "Mara")
        done, may_go_on = held(stage.queue, "claim")
        running = asyncio.ensure_future(stage.work.run())
        await asyncio.to_thread(done.wait)
        running.cancel()
        await asyncio.sleep(0)
        may_go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert stage.states == {"Lin": WAITING, "Mara": WAITING}
    assert not minimax_service.requests


async def test_cancelled_while_it_is_taken_up_a_voice_in_doubt_stays_so(
    tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with a_stage(tmp_path, minimax_service) as stage:
        (lin,) = stage.order(tmp_path, "Lin")
        assert stage.queue.claim() and stage.queue.sending(lin, "lin-voice-1")
        stage.queue.lost(lin, "its answer was lost")
        done, may_go_on = held(stage.queue, "take_up")
        running = asyncio.ensure_future(stage.work.run())
        await asyncio.to_thread(done.wait)
        running.cancel()
        await asyncio.sleep(0)
        may_go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert stage.states == {"Lin": UNSURE}
        assert stage.voices["Lin"].reason == "its answer was lost"
    assert not minimax_service.requests


async def test_only_the_voices_that_are_wanted_are_waited_for(
    tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with a_stage(tmp_path, minimax_service) as stage:
        first, _ = stage.order(tmp_path, "Lin", "Mara")
        await stage.work.run([first])
        assert stage.states == {"Lin": READY, "Mara": WAITING}


async def test_a_design_is_made_heard_and_never_asked_for_twice(
    tmp_path: Path, minimax_service: MinimaxService
) -> None:
    wish = DesignWish("Old captain", "minimax/main", "An old man, hoarse.", "All aboard!")
    async with a_stage(tmp_path, minimax_service) as stage:
        enter_design(stage.library, wish)
        await stage.work.run()
        assert stage.states == {"Old captain": READY} and stage.voices["Old captain"].preview
        minimax_service.faults.next(cut(billed=True), path="voice_design")
        enter_design(stage.library, replace(wish, name="Young captain"))
        await stage.work.run()
        assert stage.states["Young captain"] is UNSURE
        await stage.work.run()
        assert stage.states["Young captain"] is UNSURE
        (lost,) = [v for v in minimax_service.voices.own() if "young" in v.voice_id]
        lost.used = minimax_service.clock.now()
        await stage.work.run()
        assert stage.states["Young captain"] is READY, "the service lists it once it has spoken"
    assert len(minimax_service.bill) == 2


async def test_an_engine_that_makes_no_voices_says_so(
    tmp_path: Path, useapi_service: UseapiService
) -> None:
    async with a_stage(tmp_path, use=useapi_service) as stage:
        enter_design(stage.library, DesignWish("Bo", "useapi/main", "A boy.", "Hello."))
        await stage.work.run()
        assert stage.states == {"Bo": FAILED}


async def test_a_running_program_leaves_voices_of_another_one_alone(
    tmp_path: Path, minimax_service: MinimaxService
) -> None:
    gate = minimax_service.faults.next(stalled(), path=CLONE).gate
    async with (
        a_stage(tmp_path, minimax_service) as stage,
        a_stage(tmp_path, minimax_service) as other,
    ):
        stage.order(tmp_path, "Lin", "Mara")
        running = asyncio.ensure_future(stage.work.run())
        await gate.arrived()
        beside = asyncio.ensure_future(other.work.run())
        gate.release()
        await asyncio.gather(running, beside)
        assert stage.states == {"Lin": READY, "Mara": READY}
    assert len(minimax_service.voices.own()) == 2 and minimax_service.most_in_flight <= 2
