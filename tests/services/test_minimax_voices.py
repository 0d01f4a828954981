"""MiniMax's own voices and files: cloned, designed, kept, forgotten."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.services.minimax.accounts import Account
from tests.services.minimax.service import MinimaxService
from tests.services.samples import container_of
from tests.services.sound import Encoding, Stretch, spoken

VOICE = "drama-lin-7f3a91c2"


@pytest.fixture
def client(minimax_service: MinimaxService) -> Iterator[httpx.Client]:
    key = {"Authorization": f"Bearer {minimax_service.key}"}
    with httpx.Client(base_url=minimax_service.url, headers=key, timeout=60) as client:
        yield client


def upload(client: httpx.Client, seconds: float, purpose: str = "voice_clone") -> int:
    stretches = (Stretch(round(1000 * seconds)),)
    sound = spoken(stretches, 200.0, Encoding("wav", 16000)).data
    answer = client.post(
        "/v1/files/upload", data={"purpose": purpose}, files={"file": ("lin.wav", sound)}
    )
    return answer.json()["file"]["file_id"]


def post(client: httpx.Client, path: str, **body: Any) -> tuple[int, dict[str, Any]]:
    answer = client.post(f"/v1/{path}", json=body).json()
    return answer["base_resp"]["status_code"], answer


def say(client: httpx.Client, voice: str) -> int:
    setting = {"voice_id": voice}
    return post(client, "t2a_v2", model="speech-2.8-hd", text="Hello.", voice_setting=setting)[0]


def cloned(client: httpx.Client, voice: str) -> list[str]:
    listed = post(client, "get_voice", voice_type="all")[1]["voice_cloning"]
    return [each["voice_id"] for each in listed or ()]


def test_a_clone_is_listed_once_it_has_spoken(client: httpx.Client) -> None:
    code, answer = post(client, "voice_clone", file_id=upload(client, 12), voice_id=VOICE)
    assert (code, answer["demo_audio"]) == (0, "")
    assert "voice_id" not in answer
    assert cloned(client, VOICE) == []
    assert say(client, VOICE) == 0
    assert cloned(client, VOICE) == [VOICE]


def test_an_unused_clone_is_gone_after_seven_days_and_a_used_one_stays(
    client: httpx.Client, minimax_service: MinimaxService
) -> None:
    for voice in (VOICE, VOICE + "b"):
        post(client, "voice_clone", file_id=upload(client, 12), voice_id=voice)
    say(client, VOICE)
    minimax_service.clock.advance(days=7, seconds=1)
    assert (say(client, VOICE), say(client, VOICE + "b")) == (0, 2054)


def test_a_preview_is_billed_and_does_not_keep_the_voice(
    client: httpx.Client, minimax_service: MinimaxService
) -> None:
    _, answer = post(
        client, "voice_clone", file_id=upload(client, 12), voice_id=VOICE,
        text="你好，我是林夏。", model="speech-2.8-hd",
    )  # fmt: skip
    assert container_of(httpx.get(answer["demo_audio"]).content) == "wav"
    assert answer["extra_info"]["usage_characters"] == 14
    assert [each.kind for each in minimax_service.bill] == ["clone preview"]
    minimax_service.clock.advance(days=8)
    assert say(client, VOICE) == 2054


def test_the_same_name_is_refused_while_it_lives_and_after_it_was_deleted(
    client: httpx.Client,
) -> None:
    sample = upload(client, 12)
    codes = [post(client, "voice_clone", file_id=sample, voice_id=VOICE)[0] for _ in range(2)]
    deleted, _ = post(client, "delete_voice", voice_type="voice_cloning", voice_id=VOICE)
    again, _ = post(client, "voice_clone", file_id=sample, voice_id=VOICE)
    assert (codes, deleted, again) == ([0, 2039], 0, 2039)
    assert say(client, VOICE) == 2054


def test_samples_are_listened_to(client: httpx.Client, minimax_service: MinimaxService) -> None:
    def clone(file_id: int, **more: Any) -> int:
        return post(client, "voice_clone", file_id=file_id, voice_id=VOICE, **more)[0]

    sample = upload(client, 12)
    short, long = upload(client, 3, "prompt_audio"), upload(client, 9, "prompt_audio")
    minimax_service.own_voices.transcripts["lin.wav"] = "The ferry leaves at nine tonight."
    assert clone(upload(client, 9)) == 2037
    assert clone(short) == 20132
    assert clone(sample, clone_prompt={"prompt_audio": long, "prompt_text": "Yes."}) == 2048
    assert clone(sample, clone_prompt={"prompt_audio": short, "prompt_text": "Oh dear."}) == 1044
    assert clone(sample, text_validation="Something else entirely") == 1043
    minimax_service.accounts.first.verified = False
    assert clone(sample) == 2038


@pytest.mark.parametrize("voice_id", ["short1", "9starts-with-digit", "ends-with-", "has a blank"])
def test_a_bad_name_for_a_voice_is_refused(
    client: httpx.Client, minimax_service: MinimaxService, voice_id: str
) -> None:
    code, _ = post(client, "voice_clone", file_id=upload(client, 12), voice_id=voice_id)
    assert code == 2013
    assert "voice_id" in minimax_service.violations.take()[0]


def test_a_designed_voice_comes_with_a_billed_preview_in_hex(
    client: httpx.Client, minimax_service: MinimaxService
) -> None:
    _, answer = post(client, "voice_design", prompt="An old sailor", preview_text="Hold fast!")
    assert answer["voice_id"].startswith("ttv-voice-")
    assert container_of(bytes.fromhex(answer["trial_audio"])) == "mp3"
    assert minimax_service.bill.characters == 10
    assert say(client, answer["voice_id"]) == 0


def test_another_account_may_not_use_a_voice(
    client: httpx.Client, minimax_service: MinimaxService
) -> None:
    post(client, "voice_clone", file_id=upload(client, 12), voice_id=VOICE)
    other = minimax_service.accounts.add(Account("sk-other", "second"))
    client.headers["Authorization"] = f"Bearer {other.key}"
    assert say(client, VOICE) == 2042


def test_files_are_listed_by_purpose_and_deleted(client: httpx.Client) -> None:
    number = upload(client, 10)
    listed = client.get("/v1/files/list", params={"purpose": "voice_clone"}).json()["files"]
    assert [each["file_id"] for each in listed] == [number]
    assert number > 2**53
    assert post(client, "files/delete", file_id=number, purpose="voice_clone")[0] == 0
    assert client.get("/v1/files/list", params={"purpose": "voice_clone"}).json()["files"] == []


def test_a_long_text_becomes_an_archive_for_nine_hours(
    client: httpx.Client, minimax_service: MinimaxService
) -> None:
    code, task = post(
        client, "t2a_async_v2", model="speech-2.8-hd", text="A long story. " * 20,
        voice_setting={"voice_id": "English_CalmWoman"}, audio_setting={"format": "flac"},
    )  # fmt: skip
    asked = {"task_id": task["task_id"]}
    path = "/v1/query/t2a_async_query_v2"
    states = [client.get(path, params=asked).json()["status"].lower() for _ in range(2)]
    content = client.get("/v1/files/retrieve_content", params={"file_id": task["file_id"]}).content
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        names = archive.getnames()
    assert (code, states) == (0, ["processing", "success"])
    assert names == ["text.flac", "text.titles", "text.extra"]
    link = client.get("/v1/files/retrieve", params={"file_id": task["file_id"]}).json()["file"]
    assert httpx.get(link["download_url"]).content == content
    minimax_service.clock.advance(hours=10)
    assert httpx.get(link["download_url"]).status_code == 403
    assert client.get(path, params=asked).json()["status"].lower() == "expired"


def test_a_long_text_may_come_in_a_file(
    client: httpx.Client, minimax_service: MinimaxService
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("one.txt", "The ferry leaves.")
        archive.writestr("two.txt", "It comes<#0.5#>back.")
    sent = client.post(
        "/v1/files/upload",
        data={"purpose": "t2a_async_input"},
        files={"file": ("texts.zip", packed.getvalue())},
    )
    number, voice = sent.json()["file"]["file_id"], {"voice_id": "Arnold"}
    order = {"model": "speech-02-hd", "text_file_id": number, "voice_setting": voice}
    code, task = post(client, "t2a_async_v2", **order)
    content = client.get("/v1/files/retrieve_content", params={"file_id": task["file_id"]}).content
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        sounds = [name for name in archive.getnames() if name.endswith(".mp3")]
    assert (code, sounds) == (0, ["one.mp3", "two.mp3"])
    assert minimax_service.bill.characters == task["usage_characters"] == 17 + 13 + 1
    both = order | {"text": "Twice<#1#>over."}
    assert post(client, "t2a_async_v2", **both)[0] == 2013
    assert len(minimax_service.violations.take()) == 2
