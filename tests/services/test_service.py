"""What both services share: ceilings, accounts, certificates, what is seen and remembered."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.services.clock import Clock
from tests.services.limits import Ceilings, Latency
from tests.services.minimax.accounts import Account
from tests.services.minimax.service import MinimaxService
from tests.services.useapi.service import UseapiService
from tests.services.wrongs import stalled


@pytest.fixture
def client(minimax_service: MinimaxService) -> Iterator[httpx.Client]:
    key = {"Authorization": f"Bearer {minimax_service.key}"}
    with httpx.Client(base_url=minimax_service.url, headers=key, timeout=60) as client:
        yield client


def speak(client: httpx.Client, text: str = "Hold fast!", *, query: str = "", **more: Any) -> int:
    order = {"model": "speech-2.8-hd", "text": text, "voice_setting": {"voice_id": "Arnold"}}
    answer = client.post(f"/v1/t2a_v2{query}", json=order | more)
    return answer.json()["base_resp"]["status_code"]


def test_requests_a_minute_are_counted_for_each_model(
    client: httpx.Client, minimax_service: MinimaxService
) -> None:
    minimax_service.limits.per_minute = 2
    assert [speak(client) for _ in range(3)] == [0, 0, 1002]
    assert speak(client, model="speech-2.8-turbo") == 0
    minimax_service.clock.advance(seconds=60)
    assert speak(client) == 0
    assert minimax_service.limits.rejections == 1


def test_a_model_may_have_ceilings_of_its_own(
    client: httpx.Client, minimax_service: MinimaxService
) -> None:
    minimax_service.limits.per_minute = 1
    minimax_service.limits.of_model["speech-2.8-turbo"] = Ceilings(per_minute=2)
    codes = [speak(client, model="speech-2.8-turbo") for _ in range(3)]
    assert (codes, speak(client), speak(client)) == ([0, 0, 1002], 0, 1002)


def test_a_minute_may_be_shorter_than_ours() -> None:
    clock = Clock(speed=1e9)
    began = clock.now()
    asyncio.run(clock.pass_time(60))
    assert clock.now() - began >= 60


def test_the_latency_is_drawn_by_a_seed() -> None:
    first, second = Latency(0.5, 3, seed=4), Latency(0.5, 3, seed=4)
    drawn = [first.draw() for _ in range(50)]
    assert drawn == [second.draw() for _ in range(50)]
    assert 0.5 <= min(drawn) < max(drawn) <= 3


def test_characters_a_minute_are_counted(
    client: httpx.Client, minimax_service: MinimaxService
) -> None:
    minimax_service.limits.characters_per_minute = 15
    assert [speak(client) for _ in range(2)] == [0, 1039]


def test_requests_at_once_are_counted(
    client: httpx.Client, minimax_service: MinimaxService
) -> None:
    minimax_service.limits.in_flight = 2
    stall = minimax_service.faults.next(stalled(), times=2)
    with ThreadPoolExecutor() as pool:
        waiting = [pool.submit(speak, client) for _ in range(2)]
        stall.wait_for_arrival(2)
        assert speak(client) == 1002
        stall.release()
        assert [each.result() for each in waiting] == [0, 0]
    assert minimax_service.most_in_flight == 3
    assert speak(client) == 0


def test_as_many_workers_as_the_ceiling_allows_are_never_refused(
    client: httpx.Client, minimax_service: MinimaxService
) -> None:
    minimax_service.limits.in_flight = 4
    texts = [f"A line that is long enough for a large answer, {n}." for n in range(60)]
    wave = {"format": "wav", "sample_rate": 44100}
    with ThreadPoolExecutor(4) as pool:
        codes = list(pool.map(lambda text: speak(client, text, audio_setting=wave), texts))
    assert set(codes) == {0}
    assert minimax_service.most_in_flight <= 4


def test_useapi_refuses_with_429(useapi_service: UseapiService) -> None:
    useapi_service.limits.in_flight = 1
    useapi_service.latency.least = useapi_service.latency.most = 3600
    key = {"Authorization": f"Bearer {useapi_service.token}"}
    with httpx.Client(base_url=useapi_service.base_url, headers=key, timeout=60) as client:
        voice = client.get("/speech/voices").json()["voice_list"][0]["voice_id"]
        order = {"text": "Hold fast!", "voice_id": voice}
        first, second = (client.post("/speech/create", json=order) for _ in range(2))
        useapi_service.clock.advance(hours=1)
        third = client.post("/speech/create", json=order)
    assert [each.status_code for each in (first, second, third)] == [201, 429, 201]


def test_accounts_that_cannot_pay(client: httpx.Client, minimax_service: MinimaxService) -> None:
    account = minimax_service.accounts.first
    account.balance = 15
    assert [speak(client) for _ in range(2)] == [0, 1008]
    account.plan_left = 9
    assert speak(client) == 2056
    account.models = ("speech-02-hd",)
    assert speak(client) == 2061


def test_keys_that_open_nothing(client: httpx.Client, minimax_service: MinimaxService) -> None:
    minimax_service.accounts.add(Account("sk-elsewhere", elsewhere=True))
    client.headers["Authorization"] = "Bearer sk-wrong"
    assert speak(client) == 2049
    client.headers["Authorization"] = "Bearer sk-elsewhere"
    assert speak(client) == 1004
    assert not minimax_service.violations
    del client.headers["Authorization"]
    assert speak(client) == 1004
    assert minimax_service.violations.take() == ["POST /v1/t2a_v2: no Bearer key"]


def test_an_empty_group_looks_like_an_empty_purse(
    client: httpx.Client, minimax_service: MinimaxService
) -> None:
    minimax_service.accounts.first.group_id = "4711"
    assert [speak(client, query=query) for query in ("", "?GroupId=4711", "?GroupId=1")] == [
        0, 0, 1004,
    ]  # fmt: skip
    assert speak(client, query="?GroupId=") == 1008
    assert minimax_service.violations.take() == ["POST /v1/t2a_v2: an empty GroupId"]
    assert speak(client, query="?group_id=4711") == 2013
    assert "group_id" in minimax_service.violations.take()[0]


def test_a_path_that_there_is_not(client: httpx.Client, minimax_service: MinimaxService) -> None:
    answers = client.get("/v1/t2a_v2"), client.post("/v2/t2a", json={})
    assert {(each.status_code, each.text) for each in answers} == {(404, "404 page not found")}
    assert len(minimax_service.violations.take()) == 2


def test_requests_are_remembered_without_their_key(
    client: httpx.Client, minimax_service: MinimaxService
) -> None:
    speak(client)
    (asked,) = minimax_service.requests
    assert (asked.method, asked.path, asked.json["text"]) == ("POST", "/v1/t2a_v2", "Hold fast!")
    assert minimax_service.key not in repr(asked)
    assert minimax_service.asked("get_voice") == []


def test_the_bill_shows_what_was_paid_twice(
    client: httpx.Client, minimax_service: MinimaxService
) -> None:
    for text in ("One.", "Two.", "One."):
        speak(client, text)
    assert minimax_service.bill.texts == ["One.", "Two.", "One."]
    assert [each.text for each in minimax_service.bill.twice()] == ["One."]
    assert minimax_service.bill.characters == 12


def test_a_certificate_of_our_own_making_is_trusted_by_none_but_us(
    minimax_over_tls: MinimaxService,
) -> None:
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx.get(f"{minimax_over_tls.url}/media/none")
    assert isinstance(minimax_over_tls.trust, ssl.SSLContext)
    answer = httpx.get(f"{minimax_over_tls.url}/media/none", verify=minimax_over_tls.trust)
    assert answer.status_code == 403


@pytest.mark.parametrize("certificate", ["expired", "wrong host"])
def test_a_bad_certificate_is_bad_for_those_too_who_trust_its_maker(certificate: Any) -> None:
    with MinimaxService(certificate=certificate) as service:
        assert service.trust
        with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
            httpx.get(f"{service.url}/media/none", verify=service.trust)
