"""The plan of faults: who is struck, what the client then sees, what is billed nevertheless."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import httpx
import pytest

from tests.services.faults import Fault
from tests.services.minimax.service import MinimaxService
from tests.services.samples import container_of
from tests.services.wrongs import (
    bad_hex,
    base_resp,
    broken_json,
    changed,
    cut,
    cut_in_body,
    cut_upload,
    dripping,
    empty_body,
    error_in_stream,
    gzip_bomb,
    http,
    no_end,
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

Speak = Callable[..., httpx.Response]


def an_order(text: str, **changes: Any) -> dict[str, Any]:
    voice, audio = {"voice_id": "female-yujie"}, {"format": "wav", "sample_rate": 16000}
    order = {"model": "speech-2.8-hd", "text": text, "voice_setting": voice, "audio_setting": audio}
    return order | changes


@pytest.fixture
def client(minimax_service: MinimaxService) -> Iterator[httpx.Client]:
    key = {"Authorization": f"Bearer {minimax_service.key}"}
    with httpx.Client(base_url=minimax_service.url, headers=key, timeout=60) as client:
        yield client


@pytest.fixture
def speak(client: httpx.Client) -> Speak:
    def speak(text: str = "Hold fast!", **changes: Any) -> httpx.Response:
        return client.post("/v1/t2a_v2", json=an_order(text, **changes))

    return speak


def code(answer: httpx.Response) -> int:
    return answer.json()["base_resp"]["status_code"]


def test_the_next_ones_are_struck_and_then_all_is_well(
    speak: Speak, minimax_service: MinimaxService
) -> None:
    minimax_service.faults.next(base_resp(1002), times=2)
    assert [code(speak()) for _ in range(3)] == [1002, 1002, 0]
    assert len(minimax_service.bill) == 1


def test_one_text_is_struck_whenever_it_comes(
    speak: Speak, minimax_service: MinimaxService
) -> None:
    minimax_service.faults.for_text("Man overboard!", base_resp(1026))
    codes = [code(speak(text)) for text in ("Hold fast!", "Man overboard!", "Man overboard!")]
    assert codes == [0, 1026, 1026]


def test_other_paths_are_struck_when_named(
    client: httpx.Client, speak: Speak, minimax_service: MinimaxService
) -> None:
    minimax_service.faults.always(http(503, retry_after=7), path="get_voice")
    answer = client.post("/v1/get_voice", json={"voice_type": "system"})
    assert (answer.status_code, answer.headers["retry-after"], answer.content) == (503, "7", b"")
    assert code(speak()) == 0
    minimax_service.faults.clear()
    assert client.post("/v1/get_voice", json={"voice_type": "system"}).status_code == 200


def test_the_same_seed_strikes_the_same_lines_in_any_order() -> None:
    texts = [f"Line {number}." for number in range(60)]

    def struck(order: list[str]) -> set[str]:
        with MinimaxService() as service:
            service.faults.random(5, {http(502): 0.2, cut(billed=True): 0.1})
            key = {"Authorization": f"Bearer {service.key}"}
            with httpx.Client(base_url=service.url, headers=key, timeout=60) as client:
                for text in order:
                    with suppress(httpx.RemoteProtocolError):
                        client.post("/v1/t2a_v2", json=an_order(text))
            return {text for _, _, text in service.faults.happened}

    assert 8 <= len(struck(texts)) <= 28
    assert struck(texts) == struck(texts[::-1])


@pytest.mark.parametrize(
    ("fault", "billed"),
    [(cut(), 0), (cut(billed=True), 1), (cut_in_body(), 1), (cut_in_body(billed=False), 0)],
    ids=repr,
)
def test_a_cut_connection_is_billed_when_it_says_so(
    speak: Speak, minimax_service: MinimaxService, fault: Fault, billed: int
) -> None:
    minimax_service.faults.next(fault)
    with pytest.raises(httpx.RemoteProtocolError):
        speak()
    assert len(minimax_service.bill) == billed


def test_what_is_wrong_with_an_answer(speak: Speak, minimax_service: MinimaxService) -> None:
    def struck(fault: Fault) -> httpx.Response:
        minimax_service.faults.next(fault)
        return speak()

    whole = speak().json()["data"]["audio"]
    assert struck(null_data()).json()["data"] is None
    assert len(struck(odd_hex()).json()["data"]["audio"]) % 2 == 1
    assert struck(truncated_audio()).json()["data"]["audio"] == whole[: len(whole) // 4 * 2]
    assert container_of(bytes.fromhex(struck(other_format()).json()["data"]["audio"])) == "mp3"
    assert struck(wrong_content_type()).headers["content-type"] == "text/html"
    assert struck(empty_body()).content == b""
    assert struck(dripping(3, 0.0)).json()["data"]["audio"] == whole
    assert struck(base_resp(1008, audio="00")).json()["data"]["audio"] == "00"
    assert bytes.fromhex(struck(other_audio(b"no sound")).json()["data"]["audio"]) == b"no sound"
    assert "trace_id" not in struck(without("trace_id")).json()
    assert struck(changed(data=[])).json()["data"] == []
    assert len(struck(gzip_bomb(1)).content) > 1 << 20
    with pytest.raises(ValueError, match="hex"):
        bytes.fromhex(struck(bad_hex()).json()["data"]["audio"])
    assert "<html>" in struck(http(502, html="Bad Gateway")).text
    with pytest.raises(json.JSONDecodeError):
        struck(broken_json()).json()


def test_a_stream_may_end_early_or_in_an_error(
    speak: Speak, minimax_service: MinimaxService
) -> None:
    def states(fault: Fault) -> list[Any]:
        minimax_service.faults.next(fault)
        answer = speak(stream=True, audio_setting={"format": "pcm"})
        events = [json.loads(line[6:]) for line in answer.text.split("\n\n") if line]
        return [each.get("data", {}).get("status", each["base_resp"]) for each in events]

    assert set(states(no_end())) == {1}
    assert states(error_in_stream(1039, "slow"))[-1] == {"status_code": 1039, "status_msg": "slow"}
    minimax_service.faults.next(base_resp(1002))
    assert code(speak(stream=True, audio_setting={"format": "mp3"})) == 1002


def test_a_key_that_follows_a_redirect_is_noticed(
    client: httpx.Client, minimax_service: MinimaxService
) -> None:
    minimax_service.faults.next(redirect("/v1/t2a_v2"))
    answer = client.post("/v1/t2a_v2", json=an_order("Hold fast!"))
    assert answer.headers["location"].startswith(minimax_service.other_url)
    client.post(answer.headers["location"], json=an_order("Hold fast!"))
    assert minimax_service.violations.take() == [
        "POST /v1/t2a_v2: the key was sent to another host"
    ]


@pytest.mark.parametrize("after_work", [True, False])
def test_a_stalled_request_waits_for_the_test(
    speak: Speak, minimax_service: MinimaxService, after_work: bool
) -> None:
    stall = minimax_service.faults.next(stalled(after_work=after_work))
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(speak)
        stall.wait_for_arrival()
        assert minimax_service.in_flight == 1
        assert len(minimax_service.bill) == after_work
        stall.release()
        assert code(answer.result()) == 0
    assert len(minimax_service.bill) == 1


async def test_a_client_that_hangs_up_pays_all_the_same(minimax_service: MinimaxService) -> None:
    stall = minimax_service.faults.next(stalled())
    key = {"Authorization": f"Bearer {minimax_service.key}"}
    async with httpx.AsyncClient(base_url=minimax_service.url, headers=key, timeout=60) as client:
        asking = asyncio.create_task(client.post("/v1/t2a_v2", json=an_order("Hold fast!")))
        await stall.arrived()
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
    stall.release()
    await asyncio.to_thread(minimax_service.wait_until_idle)
    assert minimax_service.bill.texts == ["Hold fast!"]


def test_a_service_ends_though_a_request_is_kept_back() -> None:
    with ThreadPoolExecutor() as pool:
        with MinimaxService() as service:
            stall = service.faults.next(stalled(at=100))
            key = {"Authorization": f"Bearer {service.key}"}
            order = an_order("Hold fast!")
            asking = pool.submit(
                httpx.post, f"{service.url}/v1/t2a_v2", json=order, headers=key, timeout=60
            )
            stall.wait_for_arrival()
        assert asking.exception() or asking.result()


def test_an_upload_can_be_cut_off_on_its_way(minimax_service: MinimaxService) -> None:
    minimax_service.faults.next(cut_upload(1000), path="files/upload")
    key = {"Authorization": f"Bearer {minimax_service.key}"}
    with httpx.Client(base_url=minimax_service.url, headers=key, timeout=60) as client:
        form = {"purpose": "voice_clone"}
        with pytest.raises(httpx.TransportError):
            client.post("/v1/files/upload", data=form, files={"file": ("a.wav", bytes(1 << 22))})
        shown = client.get("/v1/files/list", params={"purpose": "voice_clone"}).json()["files"]
    assert shown == [] and [name for name, *_ in minimax_service.faults.happened] == [
        "upload cut at 1000"
    ]
