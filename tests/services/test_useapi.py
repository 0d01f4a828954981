"""useapi's dialects: ids, accounts, jobs, the closed generation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.services.sound import Encoding, Stretch, spoken
from tests.services.useapi.ids import unwrapped
from tests.services.useapi.service import UseapiService
from tests.services.wrongs import changed, http


@pytest.fixture
def client(useapi_service: UseapiService) -> Iterator[httpx.Client]:
    key = {"Authorization": f"Bearer {useapi_service.token}"}
    with httpx.Client(base_url=useapi_service.base_url, headers=key, timeout=60) as client:
        yield client


def a_voice(client: httpx.Client, dialect: str = "speech") -> str:
    listed = client.get(f"/{dialect}/voices", params={"page_size": 1}).json()
    return listed["voice_list"][0]["voice_id"]


def speak(client: httpx.Client, path: str = "speech/create-mp3", **order: Any) -> httpx.Response:
    dialect = path.partition("/")[0]
    order = {"text": "Hold fast!", "voice_id": a_voice(client, dialect)} | order
    return client.post(f"/{path}", json=order)


def clone(client: httpx.Client, dialect: str = "speech", **more: Any) -> httpx.Response:
    sample = spoken((Stretch(12_000),), 200.0, Encoding("wav", 16000)).data
    kind = {"Content-Type": "audio/wav"}
    account = {"account": more.pop("account")} if "account" in more else {}
    sent = client.post(f"/{dialect}/upload-sample", content=sample, headers=kind, params=account)
    order = {"files": sent.json()["fileID"], "voice_name": "Lin", "language_tag": "English"}
    return client.post(f"/{dialect}/clone-voice", json=order | more)


def test_one_call_answers_with_a_link_and_the_credits(
    client: httpx.Client, useapi_service: UseapiService
) -> None:
    clip = speak(client).json()
    assert httpx.get(clip["audio_url"]).headers["content-type"] == "audio/mpeg"
    assert clip["cost_credit"] == useapi_service.bill.characters == 10
    assert unwrapped(clip["audio_id"])


def test_a_job_is_pending_and_then_done(client: httpx.Client) -> None:
    accepted = speak(client, "speech/create", model="speech-2.8-turbo")
    path = f"/speech/{accepted.json()['audioId']}"
    polls = [client.get(path).json() for _ in range(2)]
    assert accepted.status_code == 201
    assert [poll["statusFinal"] for poll in polls] == [False, True]
    assert [poll["status"] for poll in polls] == [0, 0]
    assert (polls[1]["cost_credit"], "audio_url" in polls[0]) == (6, False)


def test_a_job_fails_or_is_cancelled(client: httpx.Client, useapi_service: UseapiService) -> None:
    useapi_service.clips.polls_until_ready = 0
    useapi_service.clips.fail_next(422, "text is sensitive")
    failed = client.get(f"/speech/{speak(client, 'speech/create').json()['audioId']}").json()
    assert (failed["statusFinal"], failed["code"]) == (True, 422)
    useapi_service.latency.least = useapi_service.latency.most = 3600
    running = speak(client, "speech/create").json()["audioId"]
    (available,) = client.get("/scheduler/available").json()["available"]
    assert available["executingAudio"] == 1
    assert client.delete(f"/scheduler/{running}").status_code == 200
    assert client.get(f"/speech/{running}").json()["statusLabel"] == "failed"


def test_a_job_is_forgotten_after_a_week_and_its_clip_is_not(
    client: httpx.Client, useapi_service: UseapiService
) -> None:
    job = speak(client, "speech/create").json()["audioId"]
    useapi_service.clock.advance(days=8)
    (row,) = client.get("/speech").json()["audio_list"]
    assert client.get(f"/speech/{job}").status_code == 404
    assert client.get(f"/speech/{row['audio_id']}").status_code == 200
    assert client.delete(f"/speech/{row['audio_id']}").status_code == 200
    assert client.get("/speech/").json()["total"] == 0


def test_voices_come_in_pages_and_an_unknown_tag_is_passed_over(client: httpx.Client) -> None:
    first = client.get("/speech/voices").json()
    second = client.get("/speech/voices/", params={"page": 2}).json()
    women = client.get("/speech/voices", params={"tag_list": "Female,middle-aged"}).json()
    assert (len(first["voice_list"]), first["has_more"], second["has_more"]) == (500, True, False)
    assert first["total"] == 500 + len(second["voice_list"]) > 600
    assert women["total"] == first["total"] // 2


def test_a_clone_has_a_wrapped_id_and_speaks_and_is_deleted(client: httpx.Client) -> None:
    voice = clone(client).json()["voice_info"]["voice_id"]
    found = unwrapped(voice)
    assert found is not None
    assert found.kind == "voice"
    assert speak(client, voice_id=voice).status_code == 200
    deleted = [client.post("/speech/delete-voice", json={"voice_id": voice}) for _ in range(2)]
    assert [each.status_code for each in deleted] == [200, 200]
    assert speak(client, voice_id=voice).status_code == 400


def test_slots_are_counted(client: httpx.Client) -> None:
    assert [clone(client).status_code for _ in range(5)] == [200] * 4 + [400]


def test_with_several_accounts_one_must_be_named(
    client: httpx.Client, useapi_service: UseapiService
) -> None:
    voice = a_voice(client)
    useapi_service.accounts.add("second")
    assert client.get("/speech/voices").status_code == 400
    order = {"text": "Hold fast!", "voice_id": voice}
    assert client.post("/speech/create-mp3", json=order).status_code == 400
    assert len(useapi_service.violations.take()) == 2
    second = client.post("/speech/create-mp3", json=order | {"account": "second"})
    owner = unwrapped(second.json()["audio_id"])
    assert owner is not None
    assert owner.account == "second"
    third = client.post("/speech/create-mp3", json=order | {"account": "third"})
    assert third.status_code == 404


def test_accounts_that_cannot_say_why(client: httpx.Client, useapi_service: UseapiService) -> None:
    account, voice = useapi_service.accounts.first, a_voice(client)

    def status() -> int:
        return speak(client, voice_id=voice).status_code

    account.credits = 9
    assert status() == 402
    account.audio = False
    assert (status(), clone(client).status_code) == (412, 412)
    account.error = "sign in again"
    assert (
        client.post("/speech/create-mp3", json={"text": "A", "voice_id": voice}).status_code == 596
    )
    assert client.get("/accounts").json()["first"]["error"] == "sign in again"
    client.headers["Authorization"] = "Bearer user:1-wrong"
    assert client.get("/accounts").json() == {"error": "Unauthorized", "code": 401}


@pytest.mark.parametrize(("state", "status"), [("open", 200), ("gone", 410), ("page", 404)])
def test_the_old_generation_is_open_or_closed(
    client: httpx.Client, useapi_service: UseapiService, state: Any, status: int
) -> None:
    useapi_service.generation_a = state
    answer = client.get("/audio/voices")
    assert answer.status_code == status
    assert ("<html>" in answer.text) == (state == "page")


def test_the_old_generation_writes_bare_numbers(
    client: httpx.Client, useapi_service: UseapiService
) -> None:
    useapi_service.generation_a = "open"
    voice = clone(client, "audio").json()["voice_info"]["voice_id"]
    assert voice.isdecimal()
    assert speak(client, "audio/create-mp3", voice_id=voice, emotion="neutral").status_code == 200
    mine = client.get("/audio/voices", params={"is_system": "false"}).json()["voice_list"]
    assert [each["voice_id"] for each in mine] == [voice]


@pytest.mark.parametrize(
    ("path", "changes", "said"),
    [
        ("speech/create-mp3", {"text": "x" * 3001}, "at most 3000"),
        ("speech/create", {"text": "x" * 5001}, "at most 5000"),
        ("speech/create", {"emotion": "whisper"}, "emotion"),
        ("speech/create", {"text": "{happy}a{/sad}"}, "closes nothing"),
        ("speech/create", {"text": "{happy}a{/happy}" * 16}, "more than 15"),
        ("speech/create", {"text": "(laughs) a", "model": "speech-2.6-hd"}, "no (laughs)"),
        ("speech/create", {"format": "wav"}, "format: unknown field"),
        ("speech/create-mp3", {"pitch": 13}, "pitch"),
        ("speech/create-mp3", {"text": "a<#1#>"}, "pause at the edge"),
        ("speech/delete-voice", {"account": "first"}, "not supported"),
    ],
)
def test_a_broken_rule_is_noted_and_refused(
    client: httpx.Client,
    useapi_service: UseapiService,
    path: str,
    changes: dict[str, Any],
    said: str,
) -> None:
    assert speak(client, path, **changes).status_code == 400
    assert said in " ".join(useapi_service.violations.take())
    assert not len(useapi_service.bill)


def test_a_timeout_of_the_gateway_leaves_the_clip_in_the_list(
    client: httpx.Client, useapi_service: UseapiService
) -> None:
    voice = a_voice(client)
    useapi_service.faults.next(http(504, html="Gateway Timeout", billed=True))
    assert speak(client, voice_id=voice).status_code == 504
    (row,) = client.get("/speech").json()["audio_list"]
    assert row["text"] == "Hold fast!"
    assert useapi_service.bill.texts == ["Hold fast!"]


def test_a_refusal_may_come_with_status_200(
    client: httpx.Client, useapi_service: UseapiService
) -> None:
    useapi_service.faults.next(changed(input_sensitive=True, input_sensitive_type=4), path="clone")
    answer = clone(client)
    assert (answer.status_code, answer.json()["input_sensitive"]) == (200, True)


def test_a_form_does_instead_of_json(client: httpx.Client) -> None:
    order = {"text": "Hold fast!", "voice_id": a_voice(client), "speed": "1.5", "robotic": "true"}
    form = {name: (None, value) for name, value in order.items()}
    assert client.post("/speech/create-mp3", files=form).json()["speed"] == 1.5
